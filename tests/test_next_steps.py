"""The next step in each case: of what has no day, what comes first in the routine's order."""

from collections import defaultdict
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from asking import asked
from assessing import on, story
from examples import (
    assignee_registered,
    followed_up,
    housing_support_ordered,
    support_person_appointed,
)
from happenings import (
    closed_order_ended,
    companion_order,
    consent_declined,
    met,
    note,
    note_signed,
    plan,
    profile,
    reached,
    search,
    started,
)
from histories.disorder import history_of, seeds
from rutin.application.condition import lasting
from rutin.application.memory import MemoryJournal
from rutin.application.tasks import is_task
from rutin.domain.actor import Role
from rutin.domain.assessment.assess import NO_VERSIONS, routine_of
from rutin.domain.assessment.finding import Status
from rutin.domain.assessment.provision_set import SHIPPED
from rutin.domain.history import History
from rutin.projections.findings import FINDINGS, FindingDays
from rutin.projections.folded import FoldedViews
from rutin.projections.next_steps import NEXT_STEPS
from rutin.projections.worklist import Task, Urgency, Worklist
from spec import event_id

ORDERED = (on("01-12", companion_order),)
MET = (*ORDERED, on("01-14", reached), on("01-20", met))
PREPARED = (*MET, on("01-21", profile), on("01-22", consent_declined), on("01-23", plan))
HOUSED = (
    on("01-12", housing_support_ordered),
    on("01-13", assignee_registered, of="A1"),
    on("01-19", support_person_appointed),
)


def without_a_day(known: History, asked_on: str, role: Role | None = None) -> list[Task]:
    return [task for task in asked(Worklist(role=role), known, on=asked_on) if task.by is None]


def steps(known: History, asked_on: str, role: Role | None = None) -> list[str]:
    return [rule for task in without_a_day(known, asked_on, role) for rule in task.rule_ids]


def test_what_comes_first_of_each_routine_is_the_next_step() -> None:
    assert steps(story(*MET), "01-21") == ["KLA-04c", "NYB-05"]


def test_when_a_step_is_taken_the_one_after_it_is_next() -> None:
    assert steps(story(*PREPARED), "01-30", "administrator") == ["KLA-05"]
    searched = story(*PREPARED, on("01-26", search))
    assert steps(searched, "01-25", "administrator") == ["KLA-05"]
    assert steps(searched, "01-30", "administrator") == ["KLA-06a"]


def test_while_the_first_has_a_day_it_is_a_task_by_that_day_and_no_other_is_next() -> None:
    known = story(*ORDERED)
    assert steps(known, "01-13") == ["NYB-05"]
    (contact,) = (task for task in asked(Worklist(), known, on="01-13") if task.by is not None)
    assert (contact.rule_ids, contact.by) == (("KLA-02a",), date(2026, 1, 19))


def test_a_next_step_says_where_and_what_is_missing_and_has_no_day() -> None:
    (step,) = without_a_day(story(*PREPARED), "01-30", "administrator")
    assert (step.case, step.unit, step.intervention) == ("K1", "syd", "companion")
    assert (step.urgency, step.by, step.status) == (Urgency.COMING, None, Status.OPEN)
    assert step.missing == ("AssigneeSearchStarted",)
    assert (step.subject, step.instance_key) == ("case/K1", "round-1")


def test_a_role_has_the_steps_that_it_answers_for() -> None:
    assert steps(story(*MET), "01-30", "unit_manager") == ["NYB-05"]


def test_that_somebody_is_to_be_appointed_is_a_task_from_the_order_until_it_is_done() -> None:
    assert steps(story(*HOUSED), "01-18") == ["KMSP-01"]
    assert steps(story(*HOUSED), "01-19") == []


def test_what_follows_on_a_months_follow_up_is_none_before_it() -> None:
    running = story(*HOUSED, on("02-01", started))
    assert not [rule for rule in steps(running, "03-10") if rule.startswith("MAN")]


def test_what_is_open_when_its_month_is_followed_up_is_next() -> None:
    running = (*HOUSED, on("02-01", started))
    about_it = note.but(about=(event_id(len(running) + 1),))
    written = (on("03-20", followed_up), on("03-20", about_it), on("03-20", note_signed))
    assert "MAN-11" in steps(story(*running, *written), "03-21")


def test_what_has_a_day_comes_first_and_a_page_follows_on_the_one_before() -> None:
    known = story(*MET)
    every = asked(Worklist(), known, on="01-20")
    assert [task.by is None for task in every] == sorted(task.by is None for task in every)
    assert {task.by is None for task in every} == {True, False}
    for size in range(1, len(every) + 1):
        pages = [
            asked(Worklist(limit=size, skip=skip), known, on="01-20")
            for skip in range(0, len(every), size)
        ]
        assert [task for page in pages for task in page] == list(every)


def test_a_closed_case_has_no_next_step() -> None:
    assert steps(story(*PREPARED, on("01-28", closed_order_ended)), "01-30") == []


@given(seed=seeds, day=st.dates(date(2026, 1, 1), date(2026, 12, 31)))
@settings(max_examples=40)
def test_on_any_day_it_is_the_first_in_order_of_what_the_findings_say_is_to_be_done(
    seed: int, day: date
) -> None:
    journal = MemoryJournal()
    journal.append(list(history_of(seed).recorded))
    views = FoldedViews(journal)
    told = {
        (step.case, routine_of(step.provision), step.subject): (step.provision, step.instance)
        for step in views.rows(NEXT_STEPS, lasting(day))
    }
    assert len(told) == len(list(views.rows(NEXT_STEPS, lasting(day)))), "one at a time"
    assert told == first_to_be_done(list(views.rows(FINDINGS, lasting(day))))


def first_to_be_done(standing: list[FindingDays]) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Give the next steps of a day by what stands on it, asked for one by one."""
    to_be_done: dict[tuple[str, str, str], list[FindingDays]] = defaultdict(list)
    for each in standing:
        is_field = clock_of(each).startswith("FIELD")
        if routine_of(each.provision) in NO_VERSIONS or is_field:
            continue
        if each.missing and is_task(SHIPPED.named(each.provision), Status(each.status), SHIPPED):
            to_be_done[each.case, routine_of(each.provision), each.subject].append(each)
    found = {}
    for key, those in to_be_done.items():
        periodic = [each for each in those if clock_of(each).startswith("PER")]
        acts = [
            each
            for each in those
            if each not in periodic
            and not any(
                other.instance == each.instance and place(other) < place(each) for other in periodic
            )
        ]
        first = min(acts, key=lambda each: (place(each), each.first, each.instance), default=None)
        if first is not None and first.by is None:
            found[key] = first.provision, first.instance
    return found


def clock_of(finding: FindingDays) -> str:
    return SHIPPED.clock_of(finding.provision) or ""


def place(finding: FindingDays) -> int:
    return SHIPPED.place(finding.provision)
