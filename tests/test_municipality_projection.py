"""The municipality in figures, as `rutin status` and the demo tell it."""

from datetime import UTC, datetime

from examples import (
    ADAM,
    JAN_12,
    OFFERED,
    assignee_registered,
    assignment_offered,
    order_received,
    order_renewed,
)
from rutin.application import Rutin
from rutin.application.memory import MemoryJournal
from rutin.projections.municipality import BATCH, Municipality, municipality_of
from spec import history, to_record, told


def test_nothing_recorded_is_a_municipality_of_noughts() -> None:
    assert municipality_of(MemoryJournal()) == Municipality()


def test_a_case_an_assignee_and_an_assignment_are_counted_once_each() -> None:
    municipality = Municipality().after_all(history(*OFFERED).recorded)
    assert (municipality.cases, municipality.assignees, municipality.relationships) == (1, 1, 1)


def test_a_renewal_is_a_fact_more_but_no_case_more() -> None:
    before = Municipality().after_all(history(order_received).recorded)
    after = Municipality().after_all(history(order_received, order_renewed).recorded)
    assert (after.cases - before.cases, after.facts - before.facts) == (0, 1)


def test_units_are_those_that_orders_name() -> None:
    municipality = Municipality().after_all(
        history(
            told(order_received.but(unit="syd"), of="K1"),
            told(order_received.but(unit="norr", order_no="B2"), of="K2"),
            told(order_received.but(order_no="B3"), of="K3"),
        ).recorded
    )
    assert municipality.units == {"syd", "norr"}


def test_the_last_fact_tells_how_far_the_journal_has_come() -> None:
    late = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
    municipality = Municipality().after_all(
        history(assignee_registered, told(order_received, recorded_at=late)).recorded
    )
    assert (municipality.position, municipality.recorded_at) == (2, late)


def test_folding_on_from_where_it_stood_gives_the_same_as_folding_from_the_start() -> None:
    facts = history(assignee_registered, order_received, assignment_offered).recorded
    assert Municipality().after_all(facts[:1]).after_all(facts[1:]) == Municipality().after_all(
        facts
    )


def test_a_log_longer_than_a_batch_is_read_to_its_end() -> None:
    rutin = Rutin(clock=lambda: datetime(2026, 12, 1, tzinfo=UTC))
    for number in range(BATCH + 1):
        order = order_received.but(order_no=f"B{number}", occurred_on=JAN_12)
        rutin.handle(to_record(order, of=f"K{number}"), by=ADAM)
    assert municipality_of(rutin.journal).cases == BATCH + 1
