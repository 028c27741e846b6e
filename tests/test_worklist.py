"""The worklist: what the findings say is to be done, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from asking import asked as ask
from assessing import on, story
from examples import AUDITOR, order_received
from happenings import agreed, both_satisfied, companion_order, offered, registered, started
from rutin.application import Rutin
from rutin.application.memory import MemoryJournal
from rutin.application.view import AnyView
from rutin.domain.actor import Role
from rutin.projections.assignments import ASSIGNMENTS, Assignment
from rutin.projections.findings import FINDINGS, FindingDays
from rutin.projections.folded import FoldedViews
from rutin.projections.next_steps import NEXT_STEPS
from rutin.projections.worklist import AHEAD, Task, Urgency, Worklist
from spec import history, told

AS_OF = date(2026, 3, 4)  # a Wednesday
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
EVERYTHING = Worklist()

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
    by=AS_OF,
    late=False,
    late_registered=False,
    reason="",
    missing=("JournalNoteSigned",),
    satisfied_by=(),
    gaps=(),
    governed_on=date(2026, 1, 12),
)


assigned = Assignment(
    case="K-1",
    client="P-1",
    unit="syd",
    intervention="companion",
    relationship="U-1",
    assignee="A-1",
    slot=None,
    first=date(2026, 1, 12),
    until=None,
)


KNOWN = history(
    told(registered, of="A-1"),
    told(registered.but(person="P8"), of="A-2"),
    told(order_received, of="K-1"),
    told(order_received.but(order_no="B2"), of="K-2"),
)
"""That there are such cases and assignees."""


class Given(FoldedViews):
    """Views that hold some rows, whatever the journal says."""

    def __init__(self, rows: dict[str, tuple[Any, ...]]) -> None:
        super().__init__(MemoryJournal(), clock=lambda: NOW)
        self.given = rows

    def _every(self, view: AnyView, known_at: datetime | None) -> Iterator[Any]:  # noqa: ARG002 - as told
        return iter(self.given.get(view.name, ()))


def tasks(
    *findings: FindingDays, asked: Worklist = EVERYTHING, assigned: Assignment = assigned
) -> tuple[Task, ...]:
    """Ask for the worklist when some findings stand; what is to be done by when is as they say."""
    standing = tuple(
        replace(each, by=each.due or (each.since if each.status == "overdue" else None))
        for each in findings
    )
    rows = {FINDINGS.name: standing, NEXT_STEPS.name: (), ASSIGNMENTS.name: (assigned,)}
    views = Given(rows)
    journal = MemoryJournal()
    journal.append(list(KNOWN.recorded))
    return Rutin(journal, views=views, clock=lambda: NOW).ask(asked, AUDITOR)


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
    assert task.rule_ids == ("KLA-13", "LAW-10")
    assert len(tasks(found, replace(found, instance="e2"))) == 2


def test_what_is_to_hold_every_day_is_late_since_it_ceased() -> None:
    vacant = replace(
        found, provision="KMSP-12", instance="-", status="overdue", due=None, since=date(2026, 2, 2)
    )
    (task,) = tasks(vacant)
    assert (task.by, task.urgency) == (date(2026, 2, 2), Urgency.LATE)


def test_what_has_no_day_yet_is_no_task_but_by_being_the_next_step() -> None:
    assert tasks(replace(found, due=None)) == ()


def test_what_is_further_ahead_than_four_weeks_does_not_show_yet() -> None:
    last = AS_OF + AHEAD
    assert len(tasks(replace(found, due=last))) == 1
    assert tasks(replace(found, due=last + timedelta(days=1))) == ()


def test_a_recommendation_for_a_period_that_is_over_can_be_followed_no_more() -> None:
    weekly = replace(found, provision="KMSP-14", instance="2026-W10", due=date(2026, 3, 8))
    assert len(tasks(weekly)) == 1
    assert tasks(replace(weekly, status="overdue", due=date(2026, 3, 1))) == ()
    monthly = replace(found, provision="MAN-07", status="overdue", due=date(2026, 2, 28))
    assert len(tasks(monthly)) == 1, "a month that is demanded can still be followed up"


def test_a_sum_of_others_is_no_task_of_its_own() -> None:
    assert tasks(replace(found, provision="NYB-09", status="overdue")) == ()


@pytest.mark.parametrize(
    ("role", "has"), [("support_person", False), ("administrator", True), (None, True)]
)
def test_a_role_has_what_it_answers_for(role: Role | None, has: bool) -> None:
    pack = replace(found, provision="KLA-02a")
    assert bool(tasks(pack, asked=Worklist(role=role))) is has


def test_a_support_person_has_what_is_theirs_in_the_cases_they_hold() -> None:
    monthly = replace(found, provision="MAN-07")
    elsewhere = replace(monthly, case="K-2")
    query = Worklist(person="A-1")
    held = replace(assigned, slot=1)
    assert [task.case for task in tasks(monthly, elsewhere, asked=query, assigned=held)] == ["K-1"]
    assert tasks(monthly, asked=query) == (), "a companion is no support person"
    assert tasks(monthly, asked=Worklist(person="A-2"), assigned=held) == ()


def test_a_report_is_of_the_assignment_it_tells_of_also_when_that_is_over() -> None:
    report = replace(found, provision="KLA-09b-p", subject="relationship/U-1")
    anothers = replace(report, subject="relationship/U-2")
    over = replace(assigned, until=AS_OF)
    listed = tasks(report, anothers, asked=Worklist(person="A-1"), assigned=over)
    assert [task.subject for task in listed] == ["relationship/U-1"]


def test_whoever_stands_twice_in_the_register_has_the_tasks_of_both_numbers() -> None:
    running = (on("01-12", companion_order), on("02-03", offered), on("02-12", both_satisfied))
    twice = (on("01-02", registered), on("01-02", registered, of="A9"))
    someone_else = on("01-02", registered.but(person="P8"), of="A2")
    happened = story(*twice, someone_else, *running, on("02-16", agreed), on("02-20", started))

    def of_person(number: str) -> tuple[Task, ...]:
        return ask(Worklist(person=number), happened, on="04-20")

    assert "KLA-09b-p" in {rule for task in of_person("A1") for rule in task.rule_ids}
    assert of_person("A9") == of_person("A1")
    assert of_person("A2") == ()


def test_a_case_or_a_unit_is_asked_for_alone() -> None:
    assert len(tasks(found, asked=Worklist(case="K-1", unit="syd"))) == 1
    assert tasks(found, asked=Worklist(case="K-2")) == ()
    assert tasks(found, asked=Worklist(unit="öst")) == ()


def test_a_page_follows_on_the_one_before() -> None:
    three = tuple(replace(found, instance=f"e{number}") for number in range(3))
    first = tasks(*three, asked=Worklist(limit=2))
    rest = tasks(*three, asked=Worklist(limit=2, skip=2))
    assert (*first, *rest) == tasks(*three)
