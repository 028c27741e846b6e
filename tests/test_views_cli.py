"""`rutin rebuild` and `rutin status` of views, as people and programs meet them."""

import json
from typing import Any

import pytest

from histories.disorder import history_of
from rutin.adapters.bench.many_alike import alike
from rutin.adapters.cli.program import main
from rutin.adapters.sql import open_journal
from rutin.projections import VIEWS


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


def test_a_view_is_built_anew_and_status_tells_how_far_it_has_come(run: Any) -> None:
    built = run("rebuild").splitlines()
    assert [line.partition(":")[0] for line in built] == [view.name for view in VIEWS]
    assert "0 blev annorlunda." in run("rebuild", "findings")
    views = json.loads(run("status", "--json"))["views"]
    assert [view["view"] for view in views] == [view.name for view in VIEWS]
    for view in views:
        assert (view["behind"], view["waiting"], view["parked"]) == (0, 0, [])
    assert run("status").count("i takt med journalen") == len(VIEWS)


def test_there_is_no_view_by_another_name(run: Any) -> None:
    assert "Menade du findings?" in run("rebuild", "finding", status=2)


def test_what_is_parked_is_tried_again(run: Any) -> None:
    run("rebuild")
    assert "findings: 0 prövades igen." in run("rebuild", "--parked")
