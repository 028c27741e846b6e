"""The worklist: what the findings say is to be done, and nothing else."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from histories.disorder import history_of
from rutin.adapters.bench.many_alike import alike
from rutin.adapters.cli.program import main
from rutin.adapters.sql import open_journal
from rutin.domain.assessment.provision_set import SHIPPED
from rutin.projections.findings import FindingDays
from rutin.projections.worklist import Task, Urgency, asked_for, worklist

AS_OF = date(2026, 3, 4)  # a Wednesday

found = FindingDays(
    case="K-1",
    unit="syd",
    intervention="companion",
    provision="KLA-13",
    subject="case/K-1",
    instance="e1",
    first=date(2026, 2, 1),
    until=None,
    status="open",
    since=date(2026, 2, 1),
    due=AS_OF,
    late=False,
    late_registered=False,
    reason="",
    missing=("JournalNoteSigned",),
    satisfied_by=(),
    gaps=(),
    governed_on=date(2026, 1, 12),
)


def tasks(*findings: FindingDays) -> tuple[Task, ...]:
    return worklist(findings, AS_OF, SHIPPED)


@pytest.mark.parametrize(
    ("status", "days", "urgency"),
    [
        ("overdue", -31, Urgency.VERY_LATE),
        ("overdue", -30, Urgency.LATE),
        ("overdue", -1, Urgency.LATE),
        ("open", 0, Urgency.THIS_WEEK),
        ("open", 4, Urgency.THIS_WEEK),
        ("open", 5, Urgency.COMING),
    ],
)
def test_how_pressing_it_is_follows_from_the_day_and_the_week(
    status: str, days: int, urgency: Urgency
) -> None:
    (task,) = tasks(replace(found, status=status, due=AS_OF + timedelta(days=days)))
    assert task.urgency is urgency


def test_the_most_pressing_comes_first() -> None:
    later = replace(found, case="K-0", instance="e2", due=AS_OF + timedelta(days=3))
    assert [task.case for task in tasks(later, found)] == ["K-1", "K-0"]


def test_what_one_act_answers_is_one_task() -> None:
    (task,) = tasks(found, replace(found, provision="LAW-10"))
    assert [each.provision for each in task.findings] == ["KLA-13", "LAW-10"]
    assert len(tasks(found, replace(found, instance="e2"))) == 2


def test_what_is_to_hold_every_day_is_late_since_it_ceased() -> None:
    vacant = replace(
        found, provision="KMSP-12", instance="-", status="overdue", due=None, since=date(2026, 2, 2)
    )
    (task,) = tasks(vacant)
    assert (task.by, task.urgency) == (date(2026, 2, 2), Urgency.LATE)


def test_what_has_no_day_yet_is_no_task() -> None:
    assert tasks(replace(found, due=None)) == ()


def test_a_recommendation_for_a_period_that_is_over_can_be_followed_no_more() -> None:
    weekly = replace(found, provision="KMSP-14", instance="2026-W10", due=date(2026, 3, 8))
    assert len(tasks(weekly)) == 1
    assert tasks(replace(weekly, status="overdue", due=date(2026, 3, 1))) == ()
    monthly = replace(found, provision="MAN-07", status="overdue", due=date(2026, 2, 28))
    assert len(tasks(monthly)) == 1, "a month that is demanded can still be followed up"


def test_a_sum_of_others_is_no_task_of_its_own() -> None:
    assert tasks(replace(found, provision="NYB-09", status="overdue")) == ()


def test_a_role_has_what_it_answers_for() -> None:
    asked = asked_for(SHIPPED, AS_OF, role="support_person")
    assert asked.provisions
    assert "MAN-07" in asked.provisions
    assert "KLA-02a" not in asked.provisions
    assert asked_for(SHIPPED, AS_OF).provisions is None


# ---------------------------------------------------------------- from the journal


@pytest.fixture
def run(database_url: str, capsys: pytest.CaptureFixture[str]) -> Any:
    with open_journal(database_url) as journal:
        journal.append(list(history_of(7).recorded))
        journal.append(list(alike(1)))

    def ran(*words: str, status: int = 0) -> str:
        assert main([*words, "--db", database_url]) == status
        out, err = capsys.readouterr()
        return err if status else out

    return ran


@pytest.mark.parametrize("as_of", ["2026-02-02", "2026-05-04"])
def test_each_task_is_what_assess_says_is_open_or_overdue(run: Any, as_of: str) -> None:
    listed = json.loads(run("worklist", "--as-of", as_of, "--json"))
    assert listed
    assessed = {
        (each["rule_id"], each["subject"], each["instance_key"]): each
        for each in json.loads(
            run("assess", "--as-of", as_of, "--status", "open,overdue", "--json")
        )
    }
    for task in listed:
        for rule in task["rule_ids"]:
            finding = assessed[rule, task["subject"], task["instance_key"]]
            assert finding["status"] == task["status"]
            assert task["by"] in (finding["due"], finding["since"])


def test_the_list_is_grouped_by_how_pressing_it_is(run: Any) -> None:
    out = run("worklist", "--as-of", "2026-05-04")
    titles = [
        *("Mer än en månad försenat (", "Försenat (", "Den här veckan ("),
        "Senare, inom fyra veckor (",
    ]
    places = [out.index(title) for title in titles]
    assert places == sorted(places)


def test_a_case_or_a_role_is_asked_for_alone(run: Any) -> None:
    asked = ("worklist", "--as-of", "2026-05-04", "--json")
    of_a_case = json.loads(run(*asked, "--case", "K-1"))
    assert {task["case"] for task in of_a_case} <= {"K-1"}
    of_a_role = json.loads(run(*asked, "--role", "administrator"))
    assert 0 < len(of_a_role) < len(json.loads(run(*asked)))
    assert "Inget att göra 2026-05-04." in run("worklist", "--as-of", "2026-05-04", "--unit", "öst")


def test_there_is_no_such_role(run: Any) -> None:
    assert "Välj bland administrator" in run("worklist", "--role", "chef", status=2)
