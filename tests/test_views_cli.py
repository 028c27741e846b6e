"""`rutin compliance`, `rutin rebuild` and `rutin status` of views, as people and programs meet them."""

import json
from collections import Counter
from typing import Any, get_args

import pytest

from examples import ADAM
from histories.disorder import history_of
from rutin.adapters.bench.many_alike import alike
from rutin.adapters.cli.program import main
from rutin.adapters.sql import open_journal
from rutin.domain.intervention import Intervention
from rutin.domain.routines import PROVISIONS

AS_OF = "2026-05-04"


@pytest.fixture
def url(database_url: str) -> str:
    """A database with a few cases."""
    with open_journal(database_url) as journal:
        journal.append(list(history_of(7).recorded))
        for number in (1, 2):
            journal.append(list(alike(number)))
    return database_url


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str]) -> Any:
    def ran(*words: str, status: int = 0) -> str:
        assert main([*words, "--db", url]) == status
        out, err = capsys.readouterr()
        return err if status else out

    return ran


def test_every_number_has_a_list_behind_it_that_says_what_assess_says(run: Any) -> None:
    counted = json.loads(run("compliance", "--as-of", AS_OF, "--json"))
    assessed = Counter(
        (each["rule_id"], each["status"])
        for each in json.loads(run("assess", "--as-of", AS_OF, "--json"))
        if not each["subject"].startswith("routine/")
        and each["reason"] != "gäller inte den här insatsen"
    )
    assert {(each["rule_id"], each["status"]): each["count"] for each in counted} == assessed
    for each in counted:
        narrowed = ("--rule", each["rule_id"], "--status", each["status"], "--list", "--json")
        listed = json.loads(run("compliance", "--as-of", AS_OF, *narrowed))
        assert len(listed) == each["count"]
        assert {row["rule_id"] for row in listed} == {each["rule_id"]}


def test_the_figures_are_a_table_with_a_row_for_each_provision_in_catalogue_order(run: Any) -> None:
    heading, *rows, last = run("compliance", "--as-of", AS_OF).splitlines()
    assert heading.split() == [
        *("Bestämmelse", "uppfylld", "öppen", "försenad", "bruten", "gäller", "inte")
    ]
    shown = [row.split()[0] for row in rows]
    assert shown == [each.id for each in PROVISIONS if each.id in set(shown)]
    assert last.endswith(" bedömningar.")


def test_the_list_is_a_table_of_cases(run: Any) -> None:
    out = run("compliance", "--as-of", AS_OF, "--rule", "KLA-01", "--list")
    assert "Ärende K-1" in out
    assert "uppfylld" in out


def test_what_is_recorded_shows_at_once(run: Any, url: str) -> None:
    before = json.loads(run("compliance", "--as-of", AS_OF, "--rule", "KLA-01", "--json"))
    with open_journal(url) as journal:
        journal.append(list(alike(3)))
    after = json.loads(run("compliance", "--as-of", AS_OF, "--rule", "KLA-01", "--json"))
    assert sum(each["count"] for each in after) == sum(each["count"] for each in before) + 1


def test_another_units_cases_are_not_counted(run: Any) -> None:
    assert json.loads(run("compliance", "--unit", "finns-inte", "--json")) == []
    assert json.loads(run("compliance", "--unit", ADAM.unit or "", "--as-of", AS_OF, "--json"))


def test_an_interventions_cases_are_counted_alone(run: Any) -> None:
    def count(*narrowed: str) -> int:
        told = run("compliance", "--as-of", AS_OF, "--rule", "KLA-01", "--json", *narrowed)
        return sum(each["count"] for each in json.loads(told))

    by_intervention = [count("--intervention", each) for each in get_args(Intervention)]
    assert sum(by_intervention) == count() > 0
    assert "Välj bland relief" in run("compliance", "--intervention", "taxi", status=2)


def test_a_status_or_a_day_that_cannot_be_is_told(run: Any) -> None:
    assert "Välj bland open, met" in run("compliance", "--status", "bra", status=2)
    assert "till och med" in run("compliance", "--as-of", "2199-01-01", status=1)


def test_a_view_is_built_anew_and_status_tells_how_far_it_has_come(run: Any) -> None:
    assert json.loads(run("status", "--json"))["views"] == []
    built = run("rebuild").splitlines()
    assert [line.partition(":")[0] for line in built] == ["findings", "register"]
    assert "0 blev annorlunda." in run("rebuild", "findings")
    views = json.loads(run("status", "--json"))["views"]
    assert [view["view"] for view in views] == ["findings", "register"]
    for view in views:
        assert (view["behind"], view["waiting"], view["parked"]) == (0, 0, [])
    assert "Vyn findings: position" in run("status")


def test_there_is_no_view_by_another_name(run: Any) -> None:
    assert "Menade du findings?" in run("rebuild", "finding", status=2)


def test_what_is_parked_is_tried_again(run: Any) -> None:
    run("rebuild")
    assert "findings: 0 prövades igen." in run("rebuild", "--parked")
