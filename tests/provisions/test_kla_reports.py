"""KLA step 9's reports: each month, each quarter, and outlays (r.97–102, bilaga 1–3)."""

import pytest

from assessing import day, finding, instances, line, on, story
from examples import EVA
from happenings import (
    agreed,
    both_satisfied,
    claim,
    closed_completed,
    closed_moved,
    companion_order,
    companion_order_to_june,
    ended,
    exhausted,
    housing_support_order,
    interrupted,
    left,
    month_report,
    no_answer,
    no_outlays,
    offered,
    order,
    outlays_made,
    quarter_report,
    registered,
    relief_order,
    renewed,
    resumed,
    started,
)
from rutin.domain.act import Fact
from rutin.domain.routine import PolicyParameterSet
from rutin.domain.support_relationship import FactCorrected, QuarterlyReportRow
from rutin.domain.values import Hours
from spec import Told, event_id, told


def running(ordered: Fact, since: str = "02-20") -> tuple[Told, ...]:
    """A service that runs from a day on."""
    return (
        on("01-02", registered),
        on("01-12", ordered),
        on("01-20", offered),
        on("01-26", both_satisfied),
        on("01-30", agreed),
        on(since, started),
    )


COMPANION = running(companion_order)
CONTACT_PERSON = running(order)
RELATIONSHIP = "relationship/K1-1"


# ---------------------------------------------------------------- KLA-09b-p: each month


def test_the_months_report_comes_by_the_third_of_the_next() -> None:
    line(
        story(*COMPANION, on("04-03", month_report)),
        "KLA-09b-p",
        {
            "02-28": "absent",
            "03-01": "open missing MonthlyReportSubmitted due 2026-04-03",
            "04-02": "open",
            "04-03": "met by MonthlyReportSubmitted",
        },
        key="2026-03",
    )


def test_without_a_report_it_is_overdue_until_the_next_month_is_over_and_then_breached() -> None:
    line(
        story(*COMPANION),
        "KLA-09b-p",
        {
            "04-03": "open",
            "04-04": "overdue missing MonthlyReportSubmitted due 2026-04-03",
            "04-30": "overdue",
            "05-01": "breached because period over missing MonthlyReportSubmitted",
            "12-31": "breached because period over",
        },
        key="2026-03",
    )


def test_a_report_may_come_late_until_the_next_month_is_over() -> None:
    line(
        story(*COMPANION, on("04-30", month_report)),
        "KLA-09b-p",
        {"04-29": "overdue", "04-30": "met late"},
        key="2026-03",
    )
    line(
        story(*COMPANION, on("05-01", month_report)),
        "KLA-09b-p",
        {"04-30": "overdue", "05-01": "breached because period over"},
        key="2026-03",
    )


def test_a_report_in_time_recorded_late_is_registered_late() -> None:
    line(
        story(*COMPANION, on("04-02", month_report, recorded="04-04")),
        "KLA-09b-p",
        {"04-02": "met registered late"},
        key="2026-03",
    )
    line(
        story(*COMPANION, on("04-02", month_report, recorded="04-03")),
        "KLA-09b-p",
        {"04-02": "met"},
        key="2026-03",
    )


def test_an_incomplete_report_names_what_it_lacks_until_that_is_handed_in() -> None:
    blank = month_report.but(performed_hours=Hours(14))
    line(
        story(*COMPANION, on("04-02", blank), on("04-07", blank.but(reason_not_all="Sjuk"))),
        "KLA-09b-p",
        {
            "04-02": "open missing KLA-B1-6",
            "04-04": "overdue missing KLA-B1-6",
            "04-07": "met late by MonthlyReportSubmitted, MonthlyReportSubmitted",
        },
        key="2026-03",
    )


def test_what_is_handed_in_again_fills_in_the_former() -> None:
    told_of = story(
        *COMPANION,
        on("04-02", month_report.but(goal="")),
        on("04-03", month_report.but(goal="Komma ut", activities="", client=None)),
    )
    line(told_of, "KLA-09b-p", {"04-02": "open missing KLA-B1-4", "04-03": "met"}, key="2026-03")


def test_a_wrong_intervention_or_other_hours_than_the_orders_are_not_right() -> None:
    wrong = month_report.but(
        intervention="relief", granted_hours=Hours(10), performed_hours=Hours(10)
    )
    told_of = story(*COMPANION, on("04-02", wrong))
    line(told_of, "KLA-09b-p", {"04-02": "open missing KLA-B1-2, KLA-B1-3"}, key="2026-03")


def test_every_month_with_a_day_of_service_is_reported() -> None:
    told_of = story(*running(companion_order, since="02-28"))
    assert instances(told_of, "KLA-09b-p", on="02-27") == ["-"]
    assert instances(told_of, "KLA-09b-p", on="02-28") == ["2026-02"]
    assert instances(told_of, "KLA-09b-p", on="04-01") == ["2026-02", "2026-03", "2026-04"]


def test_a_month_without_service_is_not() -> None:
    told_of = story(*COMPANION, on("03-01", interrupted), on("05-04", resumed))
    assert instances(told_of, "KLA-09b-p", on="12-31")[:3] == ["2026-02", "2026-05", "2026-06"]
    told_of = story(*COMPANION, on("03-02", interrupted), on("05-04", resumed))
    assert instances(told_of, "KLA-09b-p", on="12-31")[:3] == ["2026-02", "2026-03", "2026-05"]


def test_months_end_with_the_order_and_go_on_with_the_new_one() -> None:
    told_of = story(*running(companion_order_to_june))
    assert instances(told_of, "KLA-09b-p", on="12-31")[-1] == "2026-06"
    told_of = story(*running(companion_order_to_june), on("06-01", renewed))
    assert instances(told_of, "KLA-09b-p", on="12-31")[-1] == "2026-12"
    told_of = story(*COMPANION, on("04-15", ended, by=EVA))
    assert instances(told_of, "KLA-09b-p", on="12-31")[-1] == "2026-04"


def test_until_the_service_runs_it_stands_open_and_does_not_apply_if_it_never_does() -> None:
    told_of = story(*COMPANION[:-1], on("03-02", closed_completed))
    line(
        told_of,
        "KLA-09b-p",
        {
            "01-11": "open",
            "03-01": "open missing MonthlyReportSubmitted",
            "03-02": "n/a because closed before",
        },
    )


def test_what_is_overdue_at_the_close_is_breached_and_what_was_in_time_does_not_apply() -> None:
    for closing in (closed_completed, closed_moved):
        told_of = story(*COMPANION, on("03-31", closing))
        line(
            told_of,
            "KLA-09b-p",
            {"03-30": "overdue", "03-31": "breached because closed without"},
            key="2026-02",
        )
        line(
            told_of,
            "KLA-09b-p",
            {"03-30": "open", "03-31": "n/a because closed before"},
            key="2026-03",
        )


def test_a_municipality_may_set_another_day_of_the_month() -> None:
    later = PolicyParameterSet(
        occurred_on=day("01-02"), parameter="monthly_report_day", value=14, from_date=day("03-01")
    )
    told_of = story(told(later, of="KLA"), *COMPANION)
    line(told_of, "KLA-09b-p", {"03-04": "overdue due 2026-03-03"}, key="2026-02")
    line(told_of, "KLA-09b-p", {"04-14": "open due 2026-04-14", "04-15": "overdue"}, key="2026-03")
    found = finding(told_of, "KLA-09b-p", on="04-15", key="2026-03")
    assert found is not None
    assert [(used.name, used.value) for used in found.parameters] == [("monthly_report_day", 14)]


@pytest.mark.parametrize("ordered", [companion_order, relief_order], ids=lambda o: o.intervention)
def test_companions_and_relief_workers_report_each_month_and_contact_persons_do_not(
    ordered: Fact,
) -> None:
    line(story(*running(ordered)), "KLA-09b-p", {"03-01": "open"}, key="2026-03")
    for other in (order, housing_support_order):
        line(
            story(*running(other)),
            "KLA-09b-p",
            dict.fromkeys(("01-11", "05-01"), "n/a because not this intervention"),
        )


# ---------------------------------------------------------------- KLA-09c-p: each quarter


def test_the_quarters_report_comes_by_its_last_day() -> None:
    line(
        story(*CONTACT_PERSON, on("03-31", quarter_report)),
        "KLA-09c-p",
        {
            "02-19": "absent",
            "02-20": "open missing QuarterlyReportSubmitted due 2026-03-31",
            "03-30": "open",
            "03-31": "met by QuarterlyReportSubmitted",
        },
        key="2026-Q1",
    )


def test_without_a_report_it_is_overdue_until_the_next_quarter_is_over_and_then_breached() -> None:
    line(
        story(*CONTACT_PERSON),
        "KLA-09c-p",
        {
            "03-31": "open",
            "04-01": "overdue missing QuarterlyReportSubmitted due 2026-03-31",
            "06-30": "overdue",
            "07-01": "breached because period over",
        },
        key="2026-Q1",
    )


def test_a_report_may_come_late_until_the_next_quarter_is_over() -> None:
    line(
        story(*CONTACT_PERSON, on("06-30", quarter_report)),
        "KLA-09c-p",
        {"06-29": "overdue", "06-30": "met late"},
        key="2026-Q1",
    )
    line(
        story(*CONTACT_PERSON, on("07-01", quarter_report)),
        "KLA-09c-p",
        {"07-01": "breached because period over"},
        key="2026-Q1",
    )
    line(
        story(*CONTACT_PERSON, on("03-31", quarter_report, recorded="04-01")),
        "KLA-09c-p",
        {"03-31": "met registered late"},
        key="2026-Q1",
    )


def test_a_row_outside_the_quarter_does_not_satisfy_until_it_is_corrected() -> None:
    stray = quarter_report.but(rows=(QuarterlyReportRow(on=day("04-02"), in_person=True),))
    mended = FactCorrected(
        occurred_on=day("04-10"),
        corrects=event_id(7),
        reason="Fel datum",
        replacement=quarter_report.but(occurred_on=day("04-10")),
    )
    line(
        story(*CONTACT_PERSON, on("04-10", stray)),
        "KLA-09c-p",
        {"04-10": "overdue missing KLA-B2-5"},
        key="2026-Q1",
    )
    line(
        story(*CONTACT_PERSON, on("04-10", stray), on("04-10", mended)),
        "KLA-09c-p",
        {"04-09": "overdue", "04-10": "met late"},
        key="2026-Q1",
    )


@pytest.mark.parametrize(
    ("since", "stands"), [("03-02", "open"), ("03-03", "n/a because too short")]
)
def test_a_quarter_is_reported_when_the_service_runs_thirty_days_of_it(
    since: str, stands: str
) -> None:
    told_of = story(*running(order, since=since))
    line(told_of, "KLA-09c-p", {since: stands, "03-31": stands}, key="2026-Q1")


def test_who_leaves_within_a_quarter_reports_within_thirty_days() -> None:
    line(
        story(*CONTACT_PERSON, on("05-15", left)),
        "KLA-09c-p",
        {
            "05-14": "open due 2026-06-30",
            "05-15": "open due 2026-06-14",
            "06-14": "open due 2026-06-14",
            "06-15": "overdue due 2026-06-14",
            "09-30": "overdue",
            "10-01": "breached because period over",
        },
        key="2026-Q2",
    )


@pytest.mark.parametrize(
    ("last", "stands"), [("04-30", "open"), ("04-29", "n/a because too short")]
)
def test_who_leaves_before_thirty_days_of_the_quarter_reports_nothing(
    last: str, stands: str
) -> None:
    told_of = story(*CONTACT_PERSON, on(last, left))
    line(told_of, "KLA-09c-p", {"04-28": "open", "05-01": stands}, key="2026-Q2")


def test_quarters_at_the_close_are_breached_or_do_not_apply() -> None:
    told_of = story(*CONTACT_PERSON, on("06-30", closed_moved))
    line(
        told_of,
        "KLA-09c-p",
        {"06-29": "overdue", "06-30": "breached because closed without"},
        key="2026-Q1",
    )
    line(
        told_of, "KLA-09c-p", {"06-29": "open", "06-30": "n/a because closed before"}, key="2026-Q2"
    )


def test_contact_persons_report_each_quarter_and_no_one_else_does() -> None:
    assert instances(story(*CONTACT_PERSON), "KLA-09c-p", on="04-01") == ["2026-Q1", "2026-Q2"]
    for other in (companion_order, relief_order, housing_support_order):
        line(
            story(*running(other)),
            "KLA-09c-p",
            dict.fromkeys(("01-11", "07-01"), "n/a because not this intervention"),
        )


# ---------------------------------------------------------------- KLA-09f: outlays


def test_a_month_with_outlays_is_claimed_by_the_third_of_the_next() -> None:
    line(
        story(*COMPANION, on("03-31", outlays_made), on("04-03", claim)),
        "KLA-09f",
        {
            "03-30": "n/a because no outlays",
            "03-31": "open missing ExpenseClaimSubmitted due 2026-04-03",
            "04-02": "open",
            "04-03": "met by ExpenseClaimSubmitted",
        },
        key="2026-03",
    )


def test_a_claim_that_never_comes_is_overdue_and_then_breached() -> None:
    line(
        story(*COMPANION, on("03-31", outlays_made)),
        "KLA-09f",
        {
            "04-03": "open",
            "04-04": "overdue",
            "04-30": "overdue",
            "05-01": "breached because period over",
        },
        key="2026-03",
    )


def test_a_claim_may_come_late_and_be_recorded_late() -> None:
    declared = (*COMPANION, on("03-31", outlays_made))
    line(
        story(*declared, on("04-07", claim)),
        "KLA-09f",
        {"04-06": "overdue", "04-07": "met late"},
        key="2026-03",
    )
    line(
        story(*declared, on("04-02", claim, recorded="04-04")),
        "KLA-09f",
        {"04-02": "met registered late"},
        key="2026-03",
    )


def test_a_claim_alone_shows_that_there_were_outlays() -> None:
    told_of = story(*COMPANION, on("04-02", claim.but(total=None)), on("04-07", claim))
    line(
        told_of,
        "KLA-09f",
        {
            "04-01": "n/a because no outlays",
            "04-02": "open missing KLA-B3-5",
            "04-04": "overdue missing KLA-B3-5",
            "04-07": "met late",
        },
        key="2026-03",
    )


def test_a_month_without_outlays_needs_no_claim() -> None:
    for said in ((), (on("04-02", no_outlays),)):
        told_of = story(*COMPANION, *said)
        line(
            told_of,
            "KLA-09f",
            {"04-04": "n/a because no outlays", "05-01": "n/a because no outlays"},
            key="2026-03",
        )


def test_outlays_taken_back_lift_the_claim_again() -> None:
    told_of = story(*COMPANION, on("03-31", outlays_made), on("04-10", no_outlays))
    line(told_of, "KLA-09f", {"04-09": "overdue", "04-10": "n/a because no outlays"}, key="2026-03")


def test_an_open_claim_at_the_close_does_not_apply_and_an_overdue_one_is_breached() -> None:
    declared = (*COMPANION, on("03-31", outlays_made))
    line(
        story(*declared, on("04-03", closed_moved)),
        "KLA-09f",
        {"04-03": "n/a because closed before"},
        key="2026-03",
    )
    line(
        story(*declared, on("04-04", closed_moved)),
        "KLA-09f",
        {"04-04": "breached because closed without"},
        key="2026-03",
    )


def test_outlays_are_for_companions_alone() -> None:
    for other in (order, relief_order, housing_support_order):
        line(
            story(*running(other)),
            "KLA-09f",
            dict.fromkeys(("01-11", "05-01"), "n/a because not this intervention"),
        )


# ---------------------------------------------------------------- who reports


@pytest.mark.parametrize("provision", ["KLA-09b-p", "KLA-09f"])
def test_each_assignee_reports_for_their_own_days(provision: str) -> None:
    told_of = story(
        *COMPANION,
        on("03-10", left),
        on("01-02", registered, of="A2"),
        on("03-12", offered.but(assignee="A2"), of="K1-2"),
        on("03-14", both_satisfied, of="K1-2"),
        on("03-16", agreed, of="K1-2"),
        on("04-02", outlays_made),
        on("04-02", claim),
        on("04-02", month_report),
    )
    line(told_of, provision, {"04-02": "met"}, key="2026-03", subject=RELATIONSHIP)
    stands = "overdue" if provision == "KLA-09b-p" else "n/a because no outlays"
    line(told_of, provision, {"04-04": stands}, key="2026-03", subject="relationship/K1-2")


@pytest.mark.parametrize(
    ("provision", "ordered"),
    [("KLA-09b-p", companion_order), ("KLA-09c-p", order), ("KLA-09f", companion_order)],
)
def test_in_a_case_closed_without_any_contact_that_is_the_reason(
    provision: str, ordered: Fact
) -> None:
    told_of = story(
        on("01-12", ordered),
        on("01-13", no_answer),
        on("02-02", exhausted, despite="Hann inte mer."),
        on("02-10", closed_moved),
    )
    line(told_of, provision, {"02-09": "open", "02-10": "n/a because no contact"})
