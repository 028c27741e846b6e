"""Reports due and received, and the hours they tell of: what the routine asks for, and what came."""

from datetime import date, timedelta
from random import Random

import pytest

from asking import asked
from assessing import day, on, story
from examples import KARIN
from happenings import (
    ANY_DAY,
    agreed,
    both_satisfied,
    claim,
    closed_order_ended,
    companion_order,
    companion_order_to_june,
    ended,
    left,
    month_report,
    no_outlays,
    offered,
    order,
    outlays_made,
    quarter_report,
    registered,
    relief_order,
    renewed,
    started,
)
from histories.disorder import history_of
from rutin.domain import support_relationship as s
from rutin.domain.act import Fact
from rutin.domain.assessment.assess import assess
from rutin.domain.assessment.finding import State as Standing
from rutin.domain.assessment.finding import Status
from rutin.domain.case import OrderReceived
from rutin.domain.history import History
from rutin.domain.intervention import Extent
from rutin.domain.refusal import Malformed
from rutin.domain.routine import PolicyParameterSet
from rutin.domain.support_relationship import FactCorrected
from rutin.domain.values import Hours, Money, Month, Quarter
from rutin.projections.hours import CaseMonth, HoursByCase, HoursByUnit, UnitMonth
from rutin.projections.reports import Kind, ReportLine, Reports, State
from spec import Told, event_id

MARCH, JUNE, JULY = Month(2026, 3), Month(2026, 6), Month(2026, 7)


def running(
    ordered: OrderReceived = companion_order, *, since: str = "02-20", number: str = "1"
) -> tuple[Told, ...]:
    """A case whose service has started, one assignee, no reports."""
    case, assignee, relationship = f"K{number}", f"A{number}", f"K{number}-1"
    ordered = ordered.but(order_no=f"B-{case}", client=f"P-{case}")
    return (
        on("01-02", registered, of=assignee),
        on("01-12", ordered, of=case),
        on("02-03", offered.but(case=case, assignee=assignee), of=relationship),
        on("02-12", both_satisfied, of=relationship),
        on("02-16", agreed, of=relationship),
        on(since, started, of=case),
    )


def reports(told: History, written: str, **narrowed: object) -> tuple[ReportLine, ...]:
    return asked(Reports.model_validate({"as_of": day(written)} | narrowed), told, on="12-01")


def periods(told: History, written: str, **narrowed: object) -> list[str]:
    return [each.period for each in reports(told, written, **narrowed)]


def of_march(told: History, written: str, kind: Kind = Kind.MONTHLY) -> ReportLine:
    (line,) = reports(told, written, kind=kind, month=MARCH)
    return line


# ---------------------------------------------------------------- each month


def test_a_months_report_is_expected_through_the_third_of_the_next_and_then_missing() -> None:
    told = story(*running())
    assert periods(told, "02-28", month=MARCH) == []
    for written, state in (
        ("03-01", State.EXPECTED),
        ("04-03", State.EXPECTED),
        ("04-04", State.MISSING),
        ("09-01", State.MISSING),
    ):
        line = of_march(told, written)
        assert (line.due, line.state, line.received_on) == (day("04-03"), state, None)
    assert (line.case, line.relationship, line.assignee) == ("K1", "K1-1", "A1")


@pytest.mark.parametrize(("came", "state"), [("04-03", State.RECEIVED), ("04-04", State.LATE)])
def test_a_report_that_has_come_was_in_time_through_the_last_day(came: str, state: State) -> None:
    told = story(*running(), on(came, month_report))
    assert of_march(told, came).state is state
    assert of_march(told, came).received_on == day(came)
    the_day_before = of_march(told, "04-02")
    assert (the_day_before.state, the_day_before.performed_hours) == (State.EXPECTED, None)


def test_each_state_may_be_asked_for_alone() -> None:
    told = story(
        *running(since="02-02"),
        on("03-02", month_report.but(period=Month(2026, 2))),
        on("04-10", month_report),
    )
    monthly = {"kind": Kind.MONTHLY}
    found = {state: periods(told, "05-20", state=state, **monthly) for state in State}
    assert found == {
        State.EXPECTED: ["2026-05"],
        State.MISSING: ["2026-04"],
        State.INCOMPLETE: [],
        State.RECEIVED: ["2026-02"],
        State.LATE: ["2026-03"],
    }
    assert periods(told, "05-20", **monthly) == ["2026-02", "2026-03", "2026-04", "2026-05"]


def test_a_report_is_complete_when_what_was_left_out_has_come() -> None:
    blank = month_report.but(activities="")
    told = story(*running(), on("04-02", blank), on("04-20", blank.but(activities="Bio")))
    for written in ("04-02", "04-19"):
        line = of_march(told, written)
        assert (line.state, line.complete_on) == (State.INCOMPLETE, None)
    line = of_march(told, "04-20")
    assert (line.state, line.received_on, line.complete_on) == (
        State.LATE,
        day("04-02"),
        day("04-20"),
    )


def test_a_report_that_is_put_right_counts_as_it_was_put_right() -> None:
    told = story(*running(), on("04-02", month_report))
    wrong = told.recorded[-1]
    replacement = month_report.but(
        occurred_on=day("04-07"), performed_hours=Hours(18), reason_not_all="Sjuk"
    )
    corrected = FactCorrected(
        occurred_on=ANY_DAY,
        corrects=event_id(wrong.position),
        reason="Fel dag",
        replacement=replacement,
    )
    right = story(*running(), on("04-02", month_report), on("04-10", corrected))
    line = of_march(right, "04-10")
    assert (line.received_on, line.state, line.performed_hours) == (
        day("04-07"),
        State.LATE,
        Hours(18),
    )


def test_a_report_that_is_taken_back_never_came() -> None:
    withdrawn = FactCorrected(
        occurred_on=ANY_DAY, corrects=event_id(7), reason="Fel ärende", replacement=None
    )
    told = story(*running(), on("04-02", month_report), on("04-10", withdrawn))
    assert told.recorded[6].fact == month_report.but(occurred_on=day("04-02"))
    assert of_march(told, "04-10").state is State.MISSING


def test_an_assignment_that_ends_within_a_month_reports_that_month_and_none_after() -> None:
    told = story(*running(), on("04-10", left))
    assert periods(told, "12-01", kind=Kind.MONTHLY) == ["2026-02", "2026-03", "2026-04"]
    (april,) = reports(told, "05-04", kind=Kind.MONTHLY, month=Month(2026, 4))
    assert (april.due, april.state) == (day("05-03"), State.MISSING)


def test_what_is_not_due_when_the_case_closes_is_never_asked_for() -> None:
    told = story(*running(), on("03-20", ended), on("03-25", closed_order_ended))
    assert periods(told, "03-24", month=MARCH) == ["2026-03"]
    assert periods(told, "03-25", month=MARCH) == []
    (line,) = hours(told, MARCH)
    assert (line.performed, line.missing) == (None, 0)


def test_another_local_day_for_the_report_counts() -> None:
    the_fifth = PolicyParameterSet(
        occurred_on=ANY_DAY, parameter="monthly_report_day", value=5, from_date=date(2026, 1, 1)
    )
    told = story(on("01-02", the_fifth, of="KLA"), *running())
    assert of_march(told, "04-05").state is State.EXPECTED
    assert of_march(told, "04-06").state is State.MISSING


def test_before_the_service_runs_nothing_is_due() -> None:
    assert reports(story(*running()[:-1]), "06-01") == ()


def test_what_is_asked_for_may_be_narrowed_to_a_unit_a_case_and_an_assignee() -> None:
    told = story(
        *running(companion_order.but(unit="norr")),
        *running(relief_order.but(unit="syd"), number="2"),
    )
    march = {"kind": Kind.MONTHLY, "month": "2026-03"}
    everyone = [each.case for each in reports(told, "04-04", **march)]
    assert everyone == ["K1", "K2"]
    for narrowed in (
        {"unit": "syd"},
        {"assignee": "A2"},
        {"case": "K2"},
        {"intervention": "relief"},
    ):
        assert [each.case for each in reports(told, "04-04", **march, **narrowed)] == ["K2"]


def test_a_day_too_far_off_is_refused() -> None:
    with pytest.raises(Malformed, match="till och med 2028-12-31"):
        reports(story(*running()), "2029-01-01")


# ---------------------------------------------------------------- each quarter


def test_a_contact_persons_report_is_due_on_the_quarters_last_day() -> None:
    told = story(*running(order), on("04-01", quarter_report))
    assert {each.kind for each in reports(told, "12-01")} == {Kind.QUARTERLY}
    (line,) = reports(told, "03-31", quarter=Quarter(2026, 1))
    assert (line.due, line.state) == (day("03-31"), State.EXPECTED)
    (line,) = reports(told, "04-01", quarter=Quarter(2026, 1))
    assert (line.state, line.received_on) == (State.LATE, day("04-01"))


def test_the_last_quarters_report_is_due_thirty_days_after_the_end() -> None:
    told = story(*running(order), on("05-20", left))
    (line,) = reports(told, "05-20", quarter=Quarter(2026, 2))
    assert line.due == day("06-19")
    assert periods(told, "12-01") == ["2026-Q1", "2026-Q2"]


def test_a_quarter_of_fewer_than_thirty_days_is_reported_in_none() -> None:
    told = story(*running(order), on("04-20", left))
    assert periods(told, "12-01") == ["2026-Q1"]


# ---------------------------------------------------------------- months with outlays


def test_outlays_are_claimed_when_there_were_any() -> None:
    told = story(*running(), on("03-31", outlays_made))
    assert reports(told, "03-30", kind=Kind.OUTLAYS) == ()
    line = of_march(told, "04-04", Kind.OUTLAYS)
    assert (line.due, line.state, line.declared_on) == (
        day("04-03"),
        State.MISSING,
        day("03-31"),
    )
    assert reports(story(*running(), on("03-31", no_outlays)), "04-04", kind=Kind.OUTLAYS) == ()


def test_what_becomes_of_a_claim_is_told_day_by_day() -> None:
    acts: tuple[tuple[str, Fact], ...] = (
        ("04-02", claim),
        ("04-07", s.ExpenseClaimReturned(occurred_on=ANY_DAY, period=MARCH, reason="Otydligt")),
        ("04-09", claim),
        ("04-13", s.ExpenseClaimAttested(occurred_on=ANY_DAY, period=MARCH)),
        ("04-24", s.ExpensePaid(occurred_on=ANY_DAY, period=MARCH, amount=Money(120))),
    )
    told = story(*running(), *(on(written, act) for written, act in acts))
    come = of_march(told, "04-02", Kind.OUTLAYS)
    assert (come.state, come.claimed, come.returned_on) == (State.RECEIVED, Money(120), None)
    paid = of_march(told, "04-24", Kind.OUTLAYS)
    assert (paid.returned_on, paid.attested_on, paid.paid_on) == (
        day("04-07"),
        day("04-13"),
        day("04-24"),
    )
    assert of_march(told, "04-23", Kind.OUTLAYS).paid_on is None


# ---------------------------------------------------------------- hours


def hours(told: History, month: Month, **narrowed: object) -> tuple[CaseMonth, ...]:
    return asked(HoursByCase.model_validate({"last_month": month} | narrowed), told, on="12-01")


def sums(told: History, month: Month, **narrowed: object) -> tuple[UnitMonth, ...]:
    query = HoursByUnit.model_validate({"last_month": month, "months": 1} | narrowed)
    return asked(query, told, on="12-01")


def test_the_hours_performed_are_told_against_those_granted_in_whole_per_cent() -> None:
    fewer = month_report.but(performed_hours=Hours("14.5"), reason_not_all="Sjuk")
    (line,) = hours(story(*running(), on("04-02", fewer)), MARCH)
    assert (line.granted, line.performed, line.share) == (Hours(20), Hours("14.5"), 73)
    assert (line.missing, line.reasons) == (0, ("Sjuk",))


def test_where_no_report_has_come_nobody_knows_what_was_performed() -> None:
    (line,) = hours(story(*running()), MARCH)
    assert (line.granted, line.performed, line.share, line.missing) == (Hours(20), None, None, 1)


def test_a_renewed_order_grants_its_hours_from_the_month_it_covers() -> None:
    more = renewed.but(extent=Extent(hours_per_month=Hours(30)))
    told = story(
        *running(companion_order_to_june),
        on("06-15", more),
        on("07-02", month_report.but(period=JUNE)),
        on("08-03", month_report.but(period=JULY, granted_hours=Hours(30))),
    )
    lines = hours(told, JULY, months=2)
    assert [(each.month, each.granted, each.share) for each in lines] == [
        (JUNE, Hours(20), 100),
        (JULY, Hours(30), 67),
    ]


def test_an_order_in_occasions_is_told_in_occasions() -> None:
    in_occasions = companion_order.but(extent=Extent(occasions_per_month=4))
    given = (on(written, s.ServiceProvided(occurred_on=ANY_DAY)) for written in ("03-02", "03-09"))
    line = of_march(story(*running(in_occasions), *given), "04-01")
    assert (line.granted_hours, line.granted_occasions, line.given_occasions) == (None, 4, 2)
    assert of_march(story(*running()), "04-01").given_occasions is None


def test_two_who_gave_the_support_in_a_month_are_one_case() -> None:
    both = (
        *running(),
        on("03-09", offered, of="K1-2"),
        on("03-10", both_satisfied, of="K1-2"),
        on("03-15", left),
        on("03-15", agreed, of="K1-2"),
        on("04-02", month_report.but(performed_hours=Hours(8), reason_not_all="Slutade")),
    )
    (line,) = hours(story(*both), MARCH)
    assert (line.performed, line.share, line.missing) == (Hours(8), None, 1)
    the_other = month_report.but(performed_hours=Hours(11), reason_not_all="Började")
    (line,) = hours(story(*both, on("04-03", the_other, of="K1-2")), MARCH)
    assert (line.granted, line.performed, line.share) == (Hours(20), Hours(19), 95)
    assert line.reasons == ("Slutade", "Började")


def cases(number: int, reported: int, unit: str = "syd") -> list[Told]:
    ordered = companion_order.but(unit=unit)
    told = [each for n in range(number) for each in running(ordered, number=f"{unit}{n}")]
    fewer = month_report.but(performed_hours=Hours(15), reason_not_all="Sjuk")
    return told + [on("04-02", fewer, of=f"K{unit}{n}-1") for n in range(reported)]


def test_a_units_share_is_of_the_hours_whose_reports_have_come() -> None:
    told = story(*cases(3, reported=2), *cases(1, reported=0, unit="norr"))
    north, south = sums(told, MARCH)
    assert (north.unit, north.granted, north.performed, north.share, north.missing) == (
        "norr",
        Hours(20),
        Hours(0),
        None,
        1,
    )
    assert (south.cases, south.granted, south.performed, south.share, south.missing) == (
        3,
        Hours(60),
        Hours(30),
        75,
        1,
    )


def test_sums_of_few_cases_are_not_told_nor_what_would_tell_of_them() -> None:
    told = story(*cases(5, 5), *cases(4, 4, unit="norr"), *cases(6, 6, unit="öst"))
    north, south, east = sums(told, MARCH, suppress=True)
    for hidden in (north, south):  # the total may be known, and less the others' it is north's
        assert (hidden.cases, hidden.granted, hidden.performed, hidden.share) == (None,) * 4
    assert [north.unit, south.unit] == ["norr", "syd"]
    assert (east.unit, east.cases, east.share) == ("öst", 6, 75)
    assert all(each.cases for each in sums(told, MARCH))
    by_unit = HoursByUnit(last_month=MARCH, months=1)
    assert asked(by_unit, told, on="12-01", by=KARIN) == (north, south, east), "she sees no list"
    assert sums(told, MARCH, suppress=True, unit="syd") == (south,), "asking for less tells no more"


def shown(line: UnitMonth) -> tuple[object, ...]:
    return line.cases, line.granted, line.performed, line.share, line.missing


def test_a_report_that_is_missing_alone_is_not_told_of_nor_the_hours_of_its_case() -> None:
    told = story(*cases(15, reported=14))
    (line,) = sums(told, MARCH)
    assert shown(line) == (15, Hours(300), Hours(210), 75, 1)
    (hidden,) = sums(told, MARCH, suppress=True)
    assert shown(hidden) == (15, Hours(300), None, 75, None), (
        "300 hours less 210 of 75 per cent would be the 20 of the case without a report"
    )
    by_unit = HoursByUnit(last_month=MARCH, months=1)
    assert asked(by_unit, told, on="12-01", by=KARIN) == (hidden,)


@pytest.mark.parametrize(("missing", "is_told"), [(0, True), (1, False), (4, False), (5, True)])
def test_missing_reports_are_told_when_there_is_none_or_they_are_of_five_cases(
    missing: int, is_told: bool
) -> None:
    (line,) = sums(story(*cases(15, reported=15 - missing)), MARCH, suppress=True)
    performed = Hours(15 * (15 - missing))
    assert (line.missing, line.performed) == ((missing, performed) if is_told else (None, None))


def test_hours_that_few_have_reported_are_not_told_nor_how_many_have_not() -> None:
    (line,) = sums(story(*cases(6, reported=1)), MARCH, suppress=True)
    assert shown(line) == (6, Hours(120), None, None, None), "75 per cent and 15 hours are of one"
    (line,) = sums(story(*cases(6, reported=0)), MARCH, suppress=True)
    assert shown(line) == (6, Hours(120), Hours(0), None, 6)


def test_hours_that_few_are_granted_are_not_told_among_those_who_have_occasions() -> None:
    in_occasions = companion_order.but(extent=Extent(occasions_per_month=4))
    five = [each for n in range(5) for each in running(in_occasions, number=f"o{n}")]
    (line,) = sums(story(*five, *cases(1, reported=0)), MARCH, suppress=True)
    assert (line.cases, line.granted, line.performed) == (6, None, None)


def test_a_missing_report_is_not_told_of_by_what_is_missing_in_all() -> None:
    told = story(*cases(6, 6), *cases(7, 6, unit="norr"), *cases(20, 10, unit="öst"))
    found = {each.unit: each.missing for each in sums(told, MARCH, suppress=True)}
    assert found == {"norr": None, "syd": None, "öst": 10}
    south = sums(told, MARCH, suppress=True, unit="syd")
    assert [each.missing for each in south] == [None], "asking for less tells no more"


def test_without_a_month_the_one_that_is_over_is_told() -> None:
    told = story(*running())
    assert [each.month for each in asked(HoursByCase(), told, on="04-30")] == [MARCH]
    months = asked(HoursByUnit(), told, on="04-30")
    assert [each.month for each in months] == [Month(2026, 2), MARCH]


# ---------------------------------------------------------------- as assessing says

PROVISIONS = {
    "KLA-09b-p": Kind.MONTHLY,
    "KLA-09c-p": Kind.QUARTERLY,
    "KLA-09f": Kind.OUTLAYS,
}


def states(assessed: Standing, line: ReportLine) -> set[State]:
    """Give how a report may stand, by what assessing says; it is one, but for what is breached."""
    match assessed.status:
        case Status.MET:
            return {State.LATE if assessed.late else State.RECEIVED}
        case Status.OPEN:
            return {State.INCOMPLETE if line.received_on else State.EXPECTED}
        case Status.OVERDUE:
            return {State.INCOMPLETE if line.received_on else State.MISSING}
        case _ if line.complete_on:
            return {State.LATE}  # it was complete when the time was over
        case _:
            return {State.INCOMPLETE if line.received_on else State.MISSING}


@pytest.mark.parametrize("seed", range(60))
def test_how_reports_stand_is_what_assessing_says_on_any_day(seed: int) -> None:
    told, luck = history_of(seed), Random(seed)  # noqa: S311 - it keeps no secret
    for _ in range(4):
        as_of = date(2025, 9, 1) + timedelta(days=luck.randrange(900))
        assessed = {
            (PROVISIONS[each.provision.id], each.course.subject, each.course.key): each.state
            for each in assess(told, "K1", told.routine_book, as_of=as_of)
            if each.provision.id in PROVISIONS
            and each.course.key != "-"
            and each.status is not Status.NOT_APPLICABLE
        }
        listed = {
            (each.kind, f"relationship/{each.relationship}", each.period): each
            for each in asked(Reports(as_of=as_of, limit=10_000), told, on="2027-12-31")
        }
        assert listed.keys() == assessed.keys()
        for key, state in assessed.items():
            line = listed[key]
            assert {line.state} == states(state, line), (key, as_of)
            assert line.due == (state.due or line.due)


def test_a_report_that_was_never_complete_is_told_as_such_when_it_is_breached() -> None:
    told = story(*running(), on("04-02", month_report.but(performed_hours=Hours(15))))
    (found,) = (
        each
        for each in assess(told, "K1", told.routine_book, as_of=day("06-01"))
        if (each.provision.id, each.course.key) == ("KLA-09b-p", "2026-03")
    )
    assert found.status is Status.BREACHED
    assert of_march(told, "06-01").state is State.INCOMPLETE


def test_a_claim_that_was_complete_after_its_last_day_is_late() -> None:
    blank = claim.but(signed=False)
    told = story(*running(), on("04-02", blank), on("04-20", claim))
    assert of_march(told, "04-19", Kind.OUTLAYS).state is State.INCOMPLETE
    assert of_march(told, "04-20", Kind.OUTLAYS).state is State.LATE
