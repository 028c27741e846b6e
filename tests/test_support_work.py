"""What is before a support person, and what a unit manager must see to, day by day."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from assessing import day, on, story
from examples import (
    AUDITOR,
    EVA,
    departure_announced,
    housing_support_ordered,
    support_person_appointed,
)
from happenings import ANY_DAY, registered, started
from histories.disorder import history_of
from rutin.application import Rutin
from rutin.application.memory import MemoryJournal
from rutin.application.support_work import Due
from rutin.domain.support_relationship import (
    ClosingMeetingHeld,
    DepartureWithdrawn,
    HandoverClosed,
    HandoverCompleted,
)
from rutin.domain.values import Month
from rutin.projections.folded import FoldedViews
from rutin.projections.worklist import AHEAD, Worklist
from spec import Told

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)

leaves = departure_announced.but(last_day=date(2026, 3, 31))
held = ClosingMeetingHeld(occurred_on=ANY_DAY)
completed = HandoverCompleted(occurred_on=ANY_DAY)
closed = HandoverClosed(occurred_on=ANY_DAY)
stays = DepartureWithdrawn(occurred_on=ANY_DAY)
successor = support_person_appointed.but(assignee="A3", from_date=date(2026, 4, 1))

HELD = (
    on("01-02", registered),
    on("01-02", registered.but(person="P8"), of="A2"),
    on("01-02", registered.but(person="P7"), of="A3"),
    on("01-12", housing_support_ordered),
    on("01-19", support_person_appointed),
    on("01-19", support_person_appointed.but(assignee="A2", slot=2), of="K1-2"),
    on("02-02", started),
)


def after(*happened: Told) -> Rutin:
    journal = MemoryJournal()
    journal.append(story(*HELD, *happened).recorded)
    return Rutin(journal, views=FoldedViews(journal, clock=lambda: NOON), clock=lambda: NOON)


def byte_of(due: Due) -> set[str]:
    every = (*due.overdue, *due.this_week, *due.this_month)
    return {each.provision.id for each in every if each.routine == "BYTE"}


LEAVING = (on("02-20", leaves), on("02-20", successor, of="K1-3"))
COMPLETED = (on("03-20", held), on("03-27", completed))


def test_what_a_leaver_has_to_hand_over_is_the_leavers_own() -> None:
    rutin = after(*LEAVING)
    assert "BYTE-13c" in byte_of(rutin.due_for("A1", as_of=day("03-25")))
    assert byte_of(rutin.due_for("A2", as_of=day("03-25"))) == set()
    assert byte_of(rutin.due_for("A3", as_of=day("04-02"))) == set()


def test_what_was_not_handed_over_stays_the_leavers_after_the_last_day() -> None:
    rutin = after(*LEAVING)
    due = rutin.due_for("A1", as_of=day("04-02"))
    assert "BYTE-02" in {each.provision.id for each in due.overdue}
    assert byte_of(due) == {each.provision.id for each in due.overdue}, "nothing else is left"


def test_what_both_have_to_do_is_told_to_both_and_to_no_one_who_has_left() -> None:
    rutin = after(*LEAVING)
    for assignee in ("A1", "A2"):
        due = rutin.due_for(assignee, as_of=day("03-02"))
        assert "MAN-07" in {each.provision.id for each in due.this_month}
    gone = rutin.due_for("A1", as_of=day("04-02"))
    assert {each.routine for each in (*gone.overdue, *gone.this_week, *gone.this_month)} == {"BYTE"}


def test_due_this_week_is_told_apart_from_due_later_this_month() -> None:
    rutin = after()
    first, last = (rutin.due_for("A1", as_of=day(on_day)) for on_day in ("03-02", "03-30"))
    assert "MAN-07" in {each.provision.id for each in first.this_month}
    assert "MAN-07" in {each.provision.id for each in last.this_week}


def test_someone_leaves_until_the_last_day_however_early_all_is_handed_over() -> None:
    rutin = after(*LEAVING, *COMPLETED)
    for as_of, leaving in (("02-19", 0), ("02-20", 1), ("03-28", 1), ("03-31", 1), ("04-01", 0)):
        found = rutin.unit_situation("syd", as_of=day(as_of)).leavers
        assert len(found) == leaving, as_of


def test_a_leaver_is_told_with_case_last_day_and_what_is_wanting() -> None:
    (found,) = after(*LEAVING).unit_situation("syd", as_of=day("03-02")).leavers
    assert (found.case, found.relationship, found.assignee) == ("K1", "K1-1", "A1")
    assert found.last_day == date(2026, 3, 31)
    assert "BYTE-09" in found.missing


def test_a_handover_is_under_way_until_it_is_closed_or_all_is_done() -> None:
    rutin = after(*LEAVING, on("04-10", closed, by=EVA))
    for as_of, under_way in (("03-31", 1), ("04-09", 1), ("04-10", 0)):
        assert len(rutin.unit_situation("syd", as_of=day(as_of)).handovers) == under_way, as_of


def test_someone_who_stays_after_all_does_not_leave() -> None:
    rutin = after(*LEAVING, on("03-10", stays))
    assert len(rutin.unit_situation("syd", as_of=day("03-09")).leavers) == 1
    assert rutin.unit_situation("syd", as_of=day("03-10")).leavers == ()


def test_a_slot_is_vacant_from_the_day_after_the_last_until_someone_has_it() -> None:
    rutin = after(
        on("02-20", leaves), on("04-10", successor.but(from_date=day("04-10")), of="K1-3")
    )
    for as_of, slots in (("03-31", ()), ("04-01", (1,)), ("04-09", (1,)), ("04-10", ())):
        found = rutin.unit_situation("syd", as_of=day(as_of)).vacancies
        assert tuple(each.slot for each in found) == slots, as_of


def test_another_units_clients_are_no_concern_of_a_unit() -> None:
    rutin = after(*LEAVING)
    found = rutin.unit_situation("norr", as_of=day("04-02"))
    assert (found.vacancies, found.leavers, found.handovers) == ((), (), ())


# ---------------------------------------------------------------- as the worklist says

Tasks = set[tuple[str, str, str, str, date]]
"""Case, subject, instance, provision, and by when."""


def due_by(rutin: Rutin, assignee: str, as_of: date, last: date) -> Tasks:
    """Give what is due for a support person by a day, one provision at a time."""
    due = rutin.due_for(assignee, as_of=as_of)
    return {
        (each.about, each.course.subject, each.course.key, each.provision.id, each.by)
        for each in (*due.overdue, *due.this_week, *due.this_month)
        if each.by and each.by <= last
    }


def listed_by(rutin: Rutin, assignee: str, as_of: date, last: date) -> Tasks:
    """Give what the worklist says that a support person is to do by a day, likewise."""
    query = Worklist(person=assignee, role="support_person", as_of=as_of, limit=10_000)
    return {
        (f"case/{each.case}", each.subject, each.instance_key, rule, each.by)
        for each in rutin.ask(query, AUDITOR)
        for rule in each.rule_ids
        if each.by and each.by <= last
    }


def agree(rutin: Rutin, assignee: str, as_of: date) -> int:
    """See that both tell the same as far as both look; say how much that is."""
    both_look_to = min(Month.containing(as_of).last_day, as_of + AHEAD)
    due = due_by(rutin, assignee, as_of, both_look_to)
    assert due == listed_by(rutin, assignee, as_of, both_look_to), (assignee, as_of)
    return len(due)


def test_after_the_last_day_the_handover_is_on_the_leavers_worklist_and_no_one_elses() -> None:
    rutin = after(*LEAVING)
    for assignee, has in (("A1", True), ("A2", False), ("A3", False)):
        listed = listed_by(rutin, assignee, day("04-02"), day("04-30"))
        assert any(rule.startswith("BYTE") for *_, rule, _ in listed) is has, assignee
        agree(rutin, assignee, day("04-02"))


@pytest.mark.parametrize("seed", range(0, 120, 2))
def test_the_worklist_and_what_is_due_agree_after_any_history(seed: int) -> None:
    told, luck = history_of(seed), Random(seed)  # noqa: S311 - it keeps no secret
    journal = MemoryJournal()
    journal.append(list(told.recorded))
    rutin = Rutin(journal, views=FoldedViews(journal, clock=lambda: NOON), clock=lambda: NOON)
    for assignee in journal.named("assignee"):
        agree(rutin, assignee, date(2026, 1, 1) + timedelta(days=luck.randrange(500)))


def test_there_are_histories_in_which_something_is_due() -> None:
    rutin = after(*LEAVING)
    assert agree(rutin, "A1", day("03-25"))
