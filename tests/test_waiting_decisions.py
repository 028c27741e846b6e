"""Decisions that wait to be executed: who waits, what is reported, and what is counted (SoL 34 kap.)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from asking import asked
from assessing import day, on, story
from examples import AUDITOR, JAN_8
from happenings import (
    ANY_DAY,
    agreed,
    both_satisfied,
    companion_order,
    ended,
    interrupted,
    left,
    offered,
    order,
    registered,
    renewed,
    resumed,
    started,
)
from histories.disorder import history_of
from histories.story import DAY
from rutin.domain.assessment.assess import assess
from rutin.domain.assessment.finding import Status
from rutin.domain.case import (
    ExecutionDeferredByClient,
    NonExecutionReported,
    OrderReceived,
    OrderRenewed,
    ServiceInterrupted,
)
from rutin.domain.history import History
from rutin.domain.refusal import Forbidden, Malformed
from rutin.domain.routine import PolicyParameterSet
from rutin.domain.support_relationship import RelationshipEnded
from rutin.domain.values import Quarter, add_months
from rutin.projections.council_statistics import CouncilStatistics
from rutin.projections.quarterly_list import Elapsed, QuarterlyList, Reportable, elapsed
from rutin.projections.small_numbers import hidden_among
from rutin.projections.waiting_decisions import Kind, Wait, WaitingDecisions
from spec import Told

Q1, Q2, Q3 = (Quarter(2026, number) for number in (1, 2, 3))

RUNNING = (
    on("01-02", registered),
    on("01-12", order),
    on("02-03", offered),
    on("02-12", both_satisfied),
    on("02-16", agreed),
    on("02-20", started),
)
"""The decision of 8 January is executed on 20 February."""

NOT_AGREED = "Avtalet skrivs i morgon"

to_both = NonExecutionReported(
    occurred_on=ANY_DAY,
    quarter=Q2,
    reason="Ingen uppdragstagare har hittats",
    recipients=("ivo", "municipal_auditors"),
)


def waits(told: History, written: str, *, overdue: bool = False) -> tuple[Wait, ...]:
    return asked(WaitingDecisions(as_of=day(written), overdue=overdue), told, on=written)


def reportable(
    told: History, quarter: Quarter, *, unreported: bool = False
) -> tuple[Reportable, ...]:
    return asked(QuarterlyList(quarter=quarter, unreported=unreported), told, on="12-01")


def order_of(case: str, decided: str, **fields: object) -> Told:
    """Tell the order of a case that came on the day of its decision, for a client of its own."""
    dates = {
        "occurred_on": day(decided),
        "decision_date": day(decided),
        "order_no": f"B-{case}",
        "client": f"P-{case}",
    }
    return on(decided, order.but(**dates | fields), of=case)


# ---------------------------------------------------------------- what waits on a day


def test_a_decision_waits_from_its_order_until_the_service_starts() -> None:
    told = story(*RUNNING)
    assert waits(told, "01-11") == ()
    (wait,) = waits(told, "01-12")
    assert (wait.case, wait.client, wait.kind) == ("K1", "P1", Kind.DECISION)
    assert (wait.decision_date, wait.since, wait.last_day) == (JAN_8, JAN_8, date(2026, 4, 8))
    assert [len(waits(told, written)) for written in ("02-19", "02-20")] == [1, 0]


def test_the_days_too_long_are_counted_from_the_last_day_in_time() -> None:
    told = story(on("01-12", order))
    counted = {written: waits(told, written)[0].days_overdue for written in ("04-08", "04-09")}
    assert counted == {"04-08": 0, "04-09": 1}
    assert waits(told, "2027-04-08")[0].days_overdue == 365


@pytest.mark.parametrize(
    ("decided", "last_day"),
    [("2025-11-30", "2026-02-28"), ("2027-11-30", "2028-02-29"), ("2026-01-31", "2026-04-30")],
)
def test_three_months_end_with_the_month_when_there_is_no_such_day(
    decided: str, last_day: str
) -> None:
    (wait,) = waits(story(order_of("K1", decided)), last_day)
    assert (wait.last_day, wait.days_overdue) == (day(last_day), 0)


def test_only_what_has_waited_too_long_is_told_when_that_is_asked_for() -> None:
    told = story(order_of("K1", "01-08"), order_of("K2", "02-02"))
    assert [each.case for each in waits(told, "04-09")] == ["K1", "K2"]
    assert [each.case for each in waits(told, "04-09", overdue=True)] == ["K1"]
    assert waits(told, "04-08", overdue=True) == ()


def test_an_order_that_came_when_the_time_had_run_out_is_too_late_at_once() -> None:
    late = order.but(decision_date=date(2025, 9, 1))
    (wait,) = waits(story(on("01-12", late)), "01-12", overdue=True)
    assert (wait.last_day, wait.days_overdue) == (date(2025, 12, 1), 42)


def test_an_interrupted_service_waits_three_months_of_its_own() -> None:
    told = story(*RUNNING, on("03-02", interrupted), on("07-01", resumed))
    assert waits(told, "03-01") == ()
    (wait,) = waits(told, "06-03", overdue=True)
    assert (wait.kind, wait.since, wait.last_day) == (Kind.INTERRUPTION, day("03-02"), day("06-02"))
    assert (wait.decision_date, wait.reason, wait.days_overdue) == (JAN_8, "no_assignee", 1)
    assert waits(told, "07-01") == ()


def test_an_interruption_of_a_renewed_service_is_of_the_renewed_decision() -> None:
    decided = renewed.but(occurred_on=day("06-15"), decision_date=day("06-10"))
    told = story(*RUNNING, on("06-15", decided), on("07-06", interrupted))
    (wait,) = waits(told, "07-06")
    assert wait.decision_date == date(2026, 6, 10)
    before = story(*RUNNING, on("06-15", decided), on("06-22", interrupted))
    assert waits(before, "06-22")[0].decision_date == JAN_8


def test_an_interruption_that_nobody_registered_says_so() -> None:
    (wait,) = waits(story(*RUNNING, on("05-10", left)), "05-10")
    assert (wait.kind, wait.reason) == (Kind.INTERRUPTION, "interruption_not_registered")


def test_a_renewed_order_waits_too_while_nothing_has_started() -> None:
    decided = renewed.but(occurred_on=day("06-15"), decision_date=day("06-10"))
    told = story(on("01-12", order), on("06-15", decided))
    assert [(w.decision_date, w.days_overdue) for w in waits(told, "06-15")] == [
        (JAN_8, 68),
        (date(2026, 6, 10), 0),
    ]


def test_that_the_client_wants_to_wait_is_told_and_counts_all_the_same() -> None:
    deferred = ExecutionDeferredByClient(
        occurred_on=ANY_DAY, until=date(2026, 6, 1), reason="Vill vänta till sommaren"
    )
    (wait,) = waits(story(on("01-12", order), on("02-02", deferred)), "04-09", overdue=True)
    assert (wait.reason, wait.deferred_until) == ("deferred_by_client", date(2026, 6, 1))
    assert (wait.explanation, wait.days_overdue) == ("Vill vänta till sommaren", 1)
    before = story(*RUNNING, on("02-02", deferred), on("03-02", interrupted))
    assert waits(before, "03-02")[0].reason == "no_assignee", "that wish was of the start"


def test_when_the_order_has_ended_nothing_waits() -> None:
    told = story(on("01-12", order), on("05-04", ended))
    assert [len(waits(told, written)) for written in ("05-03", "05-04")] == [1, 0]


def test_a_unit_and_an_intervention_may_be_asked_for_alone() -> None:
    told = story(order_of("K1", "01-08", unit="norr"), order_of("K2", "01-09", unit="syd"))
    (wait,) = asked(WaitingDecisions(unit="norr"), told, on="02-02")
    assert wait.case == "K1"
    assert asked(WaitingDecisions(intervention="relief"), told, on="02-02") == ()


# ---------------------------------------------------------------- what is reported each quarter


def test_what_was_overdue_on_a_quarters_last_day_is_reported_within_a_month() -> None:
    told = story(order_of("K1", "03-29"), order_of("K2", "03-30"))
    (line,) = reportable(told, Q2)
    assert (line.number, line.decision_date, line.due) == ("K1", day("03-29"), day("07-31"))
    assert (line.intervention, line.legal_basis, line.kind) == (
        "contact_person",
        "LSS",
        Kind.DECISION,
    )
    assert [each.number for each in reportable(told, Q3)] == ["K1", "K2"]


@pytest.mark.parametrize(("start", "numbers"), [("06-30", []), ("07-01", ["K1"])])
def test_executed_by_the_last_day_it_is_not_reported(start: str, numbers: list[str]) -> None:
    told = story(on("01-12", order), on(start, started, despite=NOT_AGREED))
    assert [each.number for each in reportable(told, Q2)] == numbers
    assert reportable(told, Q3) == ()


def test_what_is_executed_afterwards_is_told_with_the_day() -> None:
    told = story(on("01-12", order), on("07-10", to_both), on("08-03", started, despite=NOT_AGREED))
    (line,) = reportable(told, Q2)
    assert (line.is_reported, line.executed_on) == (True, day("08-03"))


def test_it_is_reported_when_both_authorities_are_told() -> None:
    to_ivo, to_auditors = (
        on(written, to_both.but(recipients=(recipient,)))
        for written, recipient in (("07-10", "ivo"), ("08-05", "municipal_auditors"))
    )
    (line,) = reportable(story(on("01-12", order), to_ivo), Q2, unreported=True)
    assert (line.ivo_on, line.auditors_on, line.is_reported) == (day("07-10"), None, False)
    once_more = on("09-01", to_both)
    both = story(on("01-12", order), to_ivo, to_auditors, once_more)
    assert reportable(both, Q2, unreported=True) == ()
    (line,) = reportable(both, Q2)
    assert (line.ivo_on, line.auditors_on, line.is_reported) == (day("07-10"), day("08-05"), True)


def test_why_it_waits_is_told_beside_the_reason_that_was_reported() -> None:
    deferred = ExecutionDeferredByClient(occurred_on=ANY_DAY, reason="Vill vänta")
    told = story(on("01-12", order), on("02-02", deferred), on("07-10", to_both))
    (second,), (third,) = reportable(told, Q2), reportable(told, Q3)
    assert second.reason == third.reason == "deferred_by_client"
    assert second.reported_reason == "Ingen uppdragstagare har hittats"
    assert third.reported_reason == ""


def test_a_longer_local_time_for_the_report_counts() -> None:
    two_months = PolicyParameterSet(
        occurred_on=ANY_DAY,
        parameter="non_execution_report_months",
        value=2,
        from_date=date(2026, 1, 1),
    )
    told = story(on("01-02", two_months, of="LAW"), on("01-12", order))
    assert [each.due for each in reportable(told, Q2)] == [day("08-31")]


def test_without_a_quarter_the_latest_that_is_over_is_told() -> None:
    told = story(order_of("K1", "03-29"))
    assert asked(QuarterlyList(), told, on="06-30") == ()
    assert [each.number for each in asked(QuarterlyList(), told, on="07-01")] == ["K1"]


def test_a_quarter_too_far_off_is_refused() -> None:
    with pytest.raises(Malformed, match="till och med 2028-12-31"):
        reportable(story(on("01-12", order)), Quarter(2029, 1))


# ---------------------------------------------------------------- protected personal data


def test_whoever_is_protected_has_a_pseudonym_in_the_place_of_the_identity() -> None:
    told = story(*(order_of(f"K{n}", "01-08", protected=n == 2) for n in (1, 2, 3)))
    assert [(w.case, w.client, w.pseudonym) for w in waits(told, "02-02")] == [
        ("K1", "P-K1", ""),
        ("K2", "", "18000101-T002"),
        ("K3", "P-K3", ""),
    ]


def test_in_what_is_reported_there_is_neither_case_number_nor_client_of_the_protected() -> None:
    (line,) = reportable(story(order_of("K1", "01-08", protected=True)), Q2)
    assert line.number == "18000101-T001"
    assert "K1" not in repr(line)
    assert "P-K1" not in repr(line)


def test_the_pseudonym_is_the_same_in_all_of_the_clients_cases_and_stays_so() -> None:
    first = order_of("K1", "01-08", client="P1", protected=True)
    other = order_of("K2", "01-09", client="P2", protected=True)
    again = order_of("K3", "02-02", client="P1", protected=True)
    found = {w.case: w.pseudonym for w in waits(story(first, other, again), "02-02")}
    assert found == {"K1": "18000101-T001", "K2": "18000101-T002", "K3": "18000101-T001"}
    assert waits(story(first), "01-08")[0].pseudonym == "18000101-T001"


# ---------------------------------------------------------------- statistics


def table(told: History, quarter: Quarter = Q2) -> dict[tuple[object, ...], int | None]:
    lines = asked(CouncilStatistics(quarter=quarter), told, on="12-01")
    return {(each.intervention, each.legal_basis, each.elapsed): each.count for each in lines}


def orders(number: int, decided: str, first: int = 1, **fields: object) -> list[Told]:
    return [order_of(f"K{first + n}", decided, **fields) for n in range(number)]


@pytest.mark.parametrize(
    ("since", "told"),
    [
        ("03-29", Elapsed.UP_TO_SIX),
        ("2025-12-31", Elapsed.UP_TO_SIX),
        ("2025-12-29", Elapsed.UP_TO_TWELVE),
        ("2025-06-30", Elapsed.UP_TO_TWELVE),
        ("2025-06-29", Elapsed.OVER_TWELVE),
    ],
)
def test_how_long_is_counted_in_whole_months_to_the_quarters_last_day(
    since: str, told: Elapsed
) -> None:
    assert elapsed(day(since), Q2.last_day) is told


def test_what_has_waited_is_counted_by_intervention_basis_and_time() -> None:
    companions = {
        "intervention": "companion",
        "legal_basis": "SoL",
        "extent": companion_order.extent,
    }
    told = story(*orders(5, "03-02"), *orders(6, "2025-10-01", first=11, **companions))
    assert table(told) == {
        ("companion", "SoL", Elapsed.UP_TO_TWELVE): 6,
        ("contact_person", "LSS", Elapsed.UP_TO_SIX): 5,
        (None, None, None): 11,
    }
    assert table(told, Q1) == {("companion", "SoL", Elapsed.UP_TO_SIX): 6, (None, None, None): 6}
    behind = QuarterlyList(quarter=Q2, intervention="companion", elapsed=Elapsed.UP_TO_TWELVE)
    lines = asked(behind, told, on="12-01")
    assert [(each.legal_basis, each.elapsed) for each in lines] == 6 * [
        ("SoL", Elapsed.UP_TO_TWELVE)
    ]


def test_a_number_of_fewer_than_five_is_not_told_nor_what_would_tell_of_it() -> None:
    told = story(
        *orders(5, "03-02"),
        *orders(9, "03-02", first=11, legal_basis="SoL"),
        *orders(4, "2025-10-01", first=21),
    )
    assert table(told) == {
        ("contact_person", "LSS", Elapsed.UP_TO_SIX): None,
        ("contact_person", "LSS", Elapsed.UP_TO_TWELVE): None,
        ("contact_person", "SoL", Elapsed.UP_TO_SIX): 9,
        (None, None, None): 18,
    }


def test_a_total_of_fewer_than_five_is_not_told_either() -> None:
    told = story(*orders(4, "03-02"))
    assert set(table(told).values()) == {None}
    assert table(story()) == {}


@pytest.mark.parametrize(
    ("cases", "hidden"),
    [
        ({"a": 5, "b": 7}, ""),
        ({"a": 4, "b": 7, "c": 8}, "ab"),
        ({"a": 1, "b": 1, "c": 8, "d": 9}, "abc"),
        ({"a": 1, "b": 4, "c": 8}, "ab"),
        ({"a": 4, "b": 4}, "ab"),
        ({"a": 3}, "a"),
    ],
)
def test_left_out_are_at_least_two_numbers_that_come_to_five(
    cases: Mapping[str, int], hidden: str
) -> None:
    assert hidden_among({(name,): number for name, number in cases.items()}) == {
        (name,) for name in hidden
    }


def test_two_decisions_of_one_client_are_one_case() -> None:
    twice = renewed.but(occurred_on=day("03-03"), decision_date=day("03-03"))
    told = story(*orders(4, "03-02"), on("03-03", twice, of="K1"))
    assert set(table(told).values()) == {None}


# ---------------------------------------------------------------- as assessing says


def test_who_does_not_report_gets_no_list() -> None:
    support_person = AUDITOR.but(role="support_person")
    with pytest.raises(Forbidden):
        asked(QuarterlyList(), story(), on="07-01", by=support_person)


def _days_that_matter(told: History) -> Iterator[date]:
    """Give the last days in time of what may have begun to wait, and the days before and after."""
    for recorded in told.recorded:
        match recorded.fact:
            case OrderReceived(decision_date=since) | OrderRenewed(decision_date=since):
                pass
            case ServiceInterrupted(occurred_on=since) | RelationshipEnded(occurred_on=since):
                pass
            case _:
                continue
        yield from (add_months(since, 3) + days * DAY for days in (-1, 0, 1))


@pytest.mark.parametrize("seed", range(40))
def test_what_waits_is_what_assessing_says_on_any_day(seed: int) -> None:
    told = history_of(seed)
    for as_of in _days_that_matter(told):
        found = assess(told, "K1", told.routine_book, as_of=as_of)
        due = Counter(
            (each.state.due, each.status is Status.OVERDUE)
            for each in found
            if each.provision.id in ("LAW-01", "LAW-01b")
            and each.status in (Status.OPEN, Status.OVERDUE)
            and each.state.due
        )
        waiting = waits(told, as_of.isoformat())
        assert Counter((each.last_day, each.days_overdue > 0) for each in waiting) == due


@pytest.mark.parametrize("seed", range(40))
def test_what_is_reported_is_what_assessing_says_of_every_quarter(seed: int) -> None:
    told = history_of(seed)
    as_of = date(2027, 12, 31)
    found = {
        each.course.key: each.status
        for each in assess(told, "K1", told.routine_book, as_of=as_of)
        if each.provision.id == "LAW-02" and each.status is not Status.NOT_APPLICABLE
    }
    listed = {
        str(quarter): {line.is_reported for line in reportable(told, quarter)}
        for quarter in Quarter.between(date(2025, 7, 1), as_of)
    }
    assert {of: status is Status.MET for of, status in found.items()} == {
        of: is_reported for of, each in listed.items() for is_reported in each
    }
