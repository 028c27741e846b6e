"""KLA step 9's reports, day by day: each month, each quarter, outlays (r.97–102, 172; bilaga 1–3)."""

from datetime import date

import pytest

from assessing import finding, instances, line, on, story
from examples import version_adopted
from happenings import (
    ANY_DAY,
    EVERY_OTHER_CLOSING,
    agreed,
    both_satisfied,
    claim,
    closed_completed,
    companion_order,
    companion_order_to_june,
    ended,
    interrupted,
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
    resumed,
    started,
)
from rutin.domain.act import Fact
from rutin.domain.case import OrderReceived
from rutin.domain.routine import PolicyParameterSet, RoutineVersionSuspended, StatedValue
from rutin.domain.support_relationship import (
    Attachment,
    ClaimRow,
    ExpenseClaimAttested,
    ExpensePaid,
    QuarterlyReportRow,
)
from rutin.domain.values import Hours, Money, Month, Quarter
from spec import Told

APRIL = Month(2026, 4)


def running(ordered: OrderReceived = companion_order, *, since: str = "02-20") -> tuple[Told, ...]:
    """A case whose service has started, one assignee, no reports."""
    return (
        on("01-02", registered),
        on("01-12", ordered),
        on("02-03", offered),
        on("02-12", both_satisfied),
        on("02-16", agreed),
        on(since, started),
    )


# ---------------------------------------------------------------- each month


@pytest.mark.parametrize("ordered", [companion_order, relief_order])
def test_until_the_service_runs_the_report_stands_open_with_no_month(
    ordered: OrderReceived,
) -> None:
    line(
        story(*running(ordered)),
        "KLA-09b-p",
        {"01-11": "open", "02-19": "open missing MonthlyReportSubmitted", "02-20": "absent"},
    )


def test_a_month_is_there_from_its_first_day_of_service() -> None:
    case = story(*running(since="02-28"))
    line(case, "KLA-09b-p", {"02-27": "absent", "02-28": "open due 2026-03-03"}, key="2026-02")
    line(case, "KLA-09b-p", {"02-28": "absent", "03-01": "open due 2026-04-03"}, key="2026-03")
    assert instances(case, "KLA-09b-p", on="04-30") == ["2026-02", "2026-03", "2026-04"]


def test_due_on_the_third_of_the_next_month_and_breached_when_that_month_is_over() -> None:
    line(
        story(*running()),
        "KLA-09b-p",
        {
            "04-03": "open missing MonthlyReportSubmitted due 2026-04-03",
            "04-04": "overdue missing MonthlyReportSubmitted due 2026-04-03",
            "04-30": "overdue",
            "05-01": "breached because period over missing MonthlyReportSubmitted due 2026-04-03",
        },
        key="2026-03",
    )


@pytest.mark.parametrize(
    ("handed_in", "stands"),
    [("03-31", "met"), ("04-03", "met"), ("04-04", "met late"), ("04-30", "met late")],
)
def test_a_report_is_met_in_time_to_the_third_and_late_to_the_end_of_the_month(
    handed_in: str, stands: str
) -> None:
    line(
        story(*running(), on(handed_in, month_report)),
        "KLA-09b-p",
        {handed_in: f"{stands} due 2026-04-03 by MonthlyReportSubmitted", "06-01": stands},
        key="2026-03",
    )


def test_a_report_after_the_next_month_is_over_helps_no_more_and_shows_that_it_came() -> None:
    case = story(*running(), on("05-04", month_report.but(goal="")), on("05-11", month_report))
    waits = "breached because period over missing"
    line(
        case,
        "KLA-09b-p",
        {
            "04-30": "overdue",
            "05-01": f"{waits} MonthlyReportSubmitted due 2026-04-03",
            "05-04": f"{waits} KLA-B1-4 due 2026-04-03",
            "05-11": "breached because period over due 2026-04-03 "
            "by MonthlyReportSubmitted, MonthlyReportSubmitted",
        },
        key="2026-03",
    )
    found = finding(case, "KLA-09b-p", on="05-11", key="2026-03")
    assert found is not None
    assert found.state.missing == ()
    line(
        case,
        "KLA-B1-6",
        {
            "05-01": "breached because period over missing KLA-B1-6",
            "05-04": "breached because period over by MonthlyReportSubmitted",
        },
        key="2026-03",
    )


def test_a_report_in_time_recorded_later_is_registered_late() -> None:
    line(
        story(*running(), on("04-02", month_report, recorded="04-03")),
        "KLA-09b-p",
        {"04-02": "met"},
        key="2026-03",
    )
    line(
        story(*running(), on("04-02", month_report, recorded="04-04")),
        "KLA-09b-p",
        {"04-02": "met registered late"},
        key="2026-03",
    )
    line(
        story(*running(), on("04-05", month_report, recorded="04-06")),
        "KLA-09b-p",
        {"04-05": "met late registered late"},
        key="2026-03",
    )


def test_the_local_day_may_be_another() -> None:
    tenth = PolicyParameterSet(
        occurred_on=ANY_DAY, parameter="monthly_report_day", value=10, from_date=date(2026, 3, 1)
    )
    case = story(*running(), on("01-12", tenth, of="KLA"))
    line(case, "KLA-09b-p", {"03-03": "open", "03-04": "overdue"}, key="2026-02")
    line(
        case,
        "KLA-09b-p",
        {
            "04-10": "open due 2026-04-10",
            "04-11": "overdue",
            "05-01": "breached because period over",
        },
        key="2026-03",
    )


def test_a_month_is_governed_by_the_version_of_its_first_day() -> None:
    tenth = StatedValue(parameter="monthly_report_day", value=10)
    second = version_adopted.but(valid_from=date(2026, 4, 1), parameters=(tenth,))
    case = story(*running(), on("01-26", second, of="KLA"))
    for month, version, due in (
        ("2026-03", "v1", date(2026, 4, 3)),
        ("2026-04", "v2", date(2026, 5, 10)),
    ):
        found = finding(case, "KLA-09b-p", on="04-30", key=month)
        assert found is not None
        assert found.version is not None
        assert (found.version.name, found.state.due) == (version, due)


def test_no_contact_person_hands_in_a_month() -> None:
    line(
        story(*running(order), on("04-02", month_report)),
        "KLA-09b-p",
        {
            "01-12": "n/a because not this intervention",
            "04-02": "n/a because not this intervention",
        },
    )


def test_a_month_without_a_day_of_service_has_no_report() -> None:
    case = story(*running(), on("03-01", interrupted), on("04-30", resumed))
    assert instances(case, "KLA-09b-p", on="05-31") == ["2026-02", "2026-04", "2026-05"]
    line(case, "KLA-09b-p", {"04-29": "absent", "04-30": "open due 2026-05-03"}, key="2026-04")


def test_who_left_inside_a_month_reports_that_month_and_no_other() -> None:
    case = story(*running(), on("03-15", left))
    assert instances(case, "KLA-09b-p", on="05-31") == ["2026-02", "2026-03"]
    line(case, "KLA-09b-p", {"04-03": "open", "04-04": "overdue"}, key="2026-03")


def test_who_gives_the_service_without_any_agreement_reports_until_they_leave() -> None:
    no_agreement = [told for told in running() if told.fact.type != agreed.type]
    case = story(*no_agreement, on("03-15", left))
    assert instances(case, "KLA-09b-p", on="05-31") == ["2026-02", "2026-03"]


def test_after_the_order_there_is_no_month_to_report() -> None:
    case = story(*running(companion_order_to_june))
    assert instances(case, "KLA-09b-p", on="09-30")[-1] == "2026-06"


def test_months_between_two_orders_have_no_report() -> None:
    august = renewed.but(period_from=date(2026, 8, 15))
    case = story(*running(companion_order_to_june), on("06-15", august))
    assert instances(case, "KLA-09b-p", on="09-30")[-3:] == ["2026-06", "2026-08", "2026-09"]
    line(case, "KLA-09b-p", {"08-14": "absent", "08-15": "open due 2026-09-03"}, key="2026-08")


def test_a_month_is_asked_for_when_the_order_that_covers_it_has_come() -> None:
    case = story(*running(companion_order_to_june), on("07-13", renewed))
    line(case, "KLA-09b-p", {"07-12": "absent", "07-13": "open due 2026-08-03"}, key="2026-07")


def test_each_who_gives_the_service_reports_the_month() -> None:
    case = story(
        *running(),
        on("01-02", registered, of="A2"),
        on("02-23", offered.but(assignee="A2"), of="K1-2"),
        on("02-25", both_satisfied, of="K1-2"),
        on("02-27", agreed, of="K1-2"),
        on("04-02", month_report),
    )
    for subject, stands in (("relationship/K1-1", "met"), ("relationship/K1-2", "open")):
        line(case, "KLA-09b-p", {"04-02": stands}, key="2026-03", subject=subject)


@pytest.mark.parametrize("closing", [closed_completed, *EVERY_OTHER_CLOSING])
def test_what_is_overdue_when_the_case_closes_is_breached_and_the_rest_falls_away(
    closing: Fact,
) -> None:
    case = story(*running(), on("03-31", ended), on("04-15", closing), on("04-16", month_report))
    line(
        case,
        "KLA-09b-p",
        {
            "04-14": "overdue",
            "04-15": "breached because closed without",
            "05-02": "breached because closed without",
        },
        key="2026-03",
    )
    case = story(*running(), on("03-31", ended), on("04-03", closing), on("04-03", month_report))
    line(case, "KLA-09b-p", {"04-02": "open", "04-03": "met"}, key="2026-03")
    case = story(*running(), on("03-31", ended), on("04-03", closing))
    line(case, "KLA-09b-p", {"04-03": "n/a because closed before"}, key="2026-03")


def test_a_month_that_begins_after_the_routine_was_suspended_has_no_report() -> None:
    suspended = RoutineVersionSuspended(
        occurred_on=ANY_DAY, version="v1", from_date=date(2026, 3, 1), reason="Skrivs om"
    )
    case = story(*running(), on("01-12", suspended, of="KLA"))
    line(case, "KLA-09b-p", {"03-04": "overdue"}, key="2026-02")
    line(case, "KLA-09b-p", {"04-04": "n/a because routine suspended"}, key="2026-03")


# ---------------------------------------------------------------- bilaga 1, field by field

FIELDS_OF_THE_MONTH = {
    "KLA-B1-1": month_report.but(client=None),
    "KLA-B1-2": month_report.but(intervention="relief"),
    "KLA-B1-3": month_report.but(granted_hours=Hours(21), performed_hours=Hours(21)),
    "KLA-B1-4": month_report.but(goal=""),
    "KLA-B1-5": month_report.but(performed_hours=None),
    "KLA-B1-6": month_report.but(performed_hours=Hours("19.5")),
    "KLA-B1-7": month_report.but(activities=""),
}
"""A report that is wrong in one field alone."""


@pytest.mark.parametrize(("field", "report"), FIELDS_OF_THE_MONTH.items())
def test_a_report_with_a_field_wanting_counts_when_it_is_filled_in(
    field: str, report: Fact
) -> None:
    filled_in = month_report.but(
        performed_hours=Hours("19.5") if field == "KLA-B1-6" else Hours(20),
        reason_not_all="Brukaren var sjuk" if field == "KLA-B1-6" else "",
    )
    case = story(*running(), on("04-02", report), on("04-07", filled_in))
    for provision in ("KLA-09b-p", field):
        line(
            case,
            provision,
            {
                "04-02": f"open missing {field} due 2026-04-03",
                "04-04": f"overdue missing {field}",
                "04-07": "met late by MonthlyReportSubmitted, MonthlyReportSubmitted",
            },
            key="2026-03",
        )


@pytest.mark.parametrize("field", [each for each in FIELDS_OF_THE_MONTH if each != "KLA-B1-6"])
def test_a_field_of_the_month_goes_by_the_clock_of_the_report(field: str) -> None:
    line(story(*running()), field, {"01-11": f"open missing {field}", "02-20": "absent"})
    line(
        story(*running()),
        field,
        {"04-03": "open", "04-04": "overdue", "05-01": "breached because period over"},
        key="2026-03",
    )
    line(story(*running(), on("04-02", month_report)), field, {"04-02": "met"}, key="2026-03")
    line(story(*running(order)), field, {"04-02": "n/a because not this intervention"})


@pytest.mark.parametrize(("field", "report"), FIELDS_OF_THE_MONTH.items())
def test_only_the_field_that_is_wanting_is_unmet(field: str, report: Fact) -> None:
    case = story(*running(), on("04-02", report))
    for other in FIELDS_OF_THE_MONTH:
        usual = "n/a because all hours done" if other == "KLA-B1-6" else "met"
        if (field, other) == ("KLA-B1-5", "KLA-B1-6"):
            usual = "open missing KLA-B1-5"  # who does not say how many has not said why not all
        line(case, other, {"04-02": "open" if other == field else usual}, key="2026-03")


def test_why_not_all_hours_is_asked_only_when_there_were_fewer_than_granted() -> None:
    line(
        story(*running(), on("04-02", month_report)),
        "KLA-B1-6",
        {"04-01": "open missing KLA-B1-6", "04-02": "n/a because all hours done"},
        key="2026-03",
    )
    fewer = month_report.but(performed_hours=Hours("19.5"), reason_not_all="Sjuk")
    line(
        story(*running(), on("04-02", fewer)),
        "KLA-B1-6",
        {"04-02": "met", "05-01": "met"},
        key="2026-03",
    )
    line(
        story(*running()),
        "KLA-B1-6",
        {"04-03": "open", "04-04": "overdue", "05-01": "breached because period over"},
        key="2026-03",
    )
    line(story(*running(order)), "KLA-B1-6", {"04-02": "n/a because not this intervention"})


def test_whether_all_hours_were_performed_goes_by_the_order_whatever_the_report_says() -> None:
    blank = month_report.but(granted_hours=None, performed_hours=Hours(14))
    as_few = blank.but(granted_hours=Hours(14))
    for report, fields in (
        (blank, "KLA-B1-3, KLA-B1-6"),
        (as_few, "KLA-B1-3, KLA-B1-6"),
        (as_few.but(reason_not_all="Sjuk"), "KLA-B1-3"),
    ):
        case = story(*running(), on("04-02", report))
        line(case, "KLA-09b-p", {"04-02": f"open missing {fields}"}, key="2026-03")
        explained = "open missing KLA-B1-6" if "KLA-B1-6" in fields else "met"
        line(case, "KLA-B1-6", {"04-02": explained}, key="2026-03")
    all_of_them = story(*running(), on("04-02", blank.but(performed_hours=Hours(20))))
    line(all_of_them, "KLA-B1-6", {"04-02": "n/a because all hours done"}, key="2026-03")


def test_while_no_one_says_how_many_hours_are_granted_it_cannot_be_told() -> None:
    unsaid = companion_order.but(extent=order.extent)
    report = month_report.but(granted_hours=None)
    case = story(
        *running(unsaid), on("04-02", report), on("04-03", report.but(reason_not_all="Sjuk"))
    )
    line(
        case,
        "KLA-B1-6",
        {"04-02": "open missing KLA-B1-3", "04-03": "met"},
        key="2026-03",
    )


def test_the_hours_are_those_of_the_report_where_the_order_grants_none() -> None:
    unsaid = companion_order.but(extent=order.extent)
    for performed, stands in (
        (14, "open missing KLA-B1-6"),
        (20, "n/a because all hours done"),
    ):
        report = month_report.but(granted_hours=Hours(20), performed_hours=Hours(performed))
        case = story(*running(unsaid), on("04-02", report))
        line(case, "KLA-B1-6", {"04-02": stands}, key="2026-03")


def test_the_granted_hours_are_those_of_the_order_that_covers_the_month() -> None:
    more = renewed.but(
        extent=companion_order.extent.model_copy(update={"hours_per_month": Hours(30)})
    )
    july = month_report.but(period=Month(2026, 7), performed_hours=Hours(30))
    case = story(
        *running(companion_order_to_june),
        on("06-15", more),
        on("07-02", month_report.but(period=Month(2026, 6))),
        on("08-01", july),
        on("08-02", july.but(granted_hours=Hours(30))),
    )
    line(case, "KLA-B1-3", {"07-02": "met"}, key="2026-06")
    line(case, "KLA-B1-3", {"08-01": "open missing KLA-B1-3", "08-02": "met"}, key="2026-07")


def test_an_order_of_the_same_day_is_known_when_the_report_is_handed_in() -> None:
    more = renewed.but(
        extent=companion_order.extent.model_copy(update={"hours_per_month": Hours(30)})
    )
    july = month_report.but(period=Month(2026, 7), performed_hours=Hours(30))
    case = story(*running(companion_order_to_june), on("08-01", more), on("08-01", july))
    line(case, "KLA-B1-3", {"08-01": "open missing KLA-B1-3"}, key="2026-07")


# ---------------------------------------------------------------- each quarter

# ---------------------------------------------------------------- each quarter


def test_until_the_service_runs_the_quarters_report_stands_open() -> None:
    line(
        story(*running(order)),
        "KLA-09c-p",
        {"01-11": "open", "02-19": "open missing QuarterlyReportSubmitted", "02-20": "absent"},
    )


def test_due_on_the_quarters_last_day_and_breached_when_the_next_one_is_over() -> None:
    line(
        story(*running(order)),
        "KLA-09c-p",
        {
            "02-19": "absent",
            "02-20": "open missing QuarterlyReportSubmitted due 2026-03-31",
            "03-31": "open",
            "04-01": "overdue missing QuarterlyReportSubmitted due 2026-03-31",
            "06-30": "overdue",
            "07-01": "breached because period over",
        },
        key="2026-Q1",
    )


@pytest.mark.parametrize(
    ("handed_in", "stands"), [("03-31", "met"), ("04-01", "met late"), ("06-30", "met late")]
)
def test_a_quarters_report_is_met_in_time_or_late(handed_in: str, stands: str) -> None:
    line(
        story(*running(order), on(handed_in, quarter_report)),
        "KLA-09c-p",
        {handed_in: f"{stands} due 2026-03-31 by QuarterlyReportSubmitted"},
        key="2026-Q1",
    )


def test_a_quarters_report_after_the_next_one_is_over_helps_no_more() -> None:
    line(
        story(*running(order), on("07-01", quarter_report)),
        "KLA-09c-p",
        {"07-01": "breached because period over"},
        key="2026-Q1",
    )


def test_a_quarters_report_in_time_recorded_later_is_registered_late() -> None:
    line(
        story(*running(order), on("03-31", quarter_report, recorded="04-02")),
        "KLA-09c-p",
        {"03-31": "met registered late"},
        key="2026-Q1",
    )


@pytest.mark.parametrize("ordered", [companion_order, relief_order])
def test_only_a_contact_person_hands_in_a_quarter(ordered: OrderReceived) -> None:
    line(story(*running(ordered)), "KLA-09c-p", {"03-31": "n/a because not this intervention"})


@pytest.mark.parametrize(
    ("since", "stands"), [("03-02", "open"), ("03-03", "n/a because too short")]
)
def test_thirty_days_of_service_make_a_quarter_to_report(since: str, stands: str) -> None:
    case = story(*running(order, since=since))
    line(case, "KLA-09c-p", {since: stands, "03-31": stands}, key="2026-Q1")
    line(case, "KLA-09c-p", {"07-01": "overdue due 2026-06-30"}, key="2026-Q2")


def test_an_interruption_leaves_too_few_days_and_its_end_may_make_them_enough() -> None:
    fifteen_days = (*running(order, since="02-16"), on("03-03", interrupted))
    line(
        story(*fifteen_days),
        "KLA-09c-p",
        {"03-02": "open", "03-03": "n/a because too short", "04-01": "n/a because too short"},
        key="2026-Q1",
    )
    line(
        story(*fifteen_days, on("03-17", resumed)),  # thirty
        "KLA-09c-p",
        {"03-16": "n/a because too short", "03-17": "open", "04-01": "overdue"},
        key="2026-Q1",
    )
    line(
        story(*fifteen_days, on("03-18", resumed)),  # twenty-nine
        "KLA-09c-p",
        {"03-18": "n/a because too short", "04-01": "n/a because too short"},
        key="2026-Q1",
    )


def test_one_day_of_service_alone_is_too_short_until_it_goes_on() -> None:
    one_day = (*running(order), on("02-21", interrupted))
    line(
        story(*one_day, on("02-23", resumed)),
        "KLA-09c-p",
        {"02-20": "open", "02-21": "n/a because too short", "02-23": "open"},
        key="2026-Q1",
    )
    line(
        story(*one_day),
        "KLA-09c-p",
        {"02-21": "n/a because too short", "04-01": "n/a because too short"},
        key="2026-Q1",
    )


def test_days_before_and_after_a_late_agreement_are_counted_once() -> None:
    no_agreement = [t for t in running(order, since="02-16") if t.fact.type != agreed.type]
    twenty_days = (*no_agreement, on("02-26", agreed), on("03-08", interrupted))
    line(
        story(*twenty_days, on("03-27", resumed)),  # twenty-five
        "KLA-09c-p",
        {"03-07": "open", "03-08": "n/a because too short", "03-27": "n/a because too short"},
        key="2026-Q1",
    )
    line(story(*twenty_days, on("03-22", resumed)), "KLA-09c-p", {"03-22": "open"}, key="2026-Q1")


def test_the_last_report_is_due_thirty_days_after_a_relationship_ended() -> None:
    case = story(*running(order), on("05-10", left))
    line(
        case,
        "KLA-09c-p",
        {
            "05-09": "open due 2026-06-30",
            "05-10": "open due 2026-06-09",
            "06-09": "open",
            "06-10": "overdue due 2026-06-09",
            "09-30": "overdue",
            "10-01": "breached because period over",
        },
        key="2026-Q2",
    )
    assert instances(case, "KLA-09c-p", on="12-31") == ["2026-Q1", "2026-Q2"]


def test_a_finding_tells_which_local_times_a_report_goes_by() -> None:
    for ordered, provision, key, names in (
        (companion_order, "KLA-09b-p", "2026-03", ["monthly_report_day"]),
        (companion_order, "KLA-09f", "2026-03", ["monthly_report_day"]),
        (
            order,
            "KLA-09c-p",
            "2026-Q1",
            ["quarterly_report_least_days", "final_quarterly_report_days"],
        ),
    ):
        found = finding(story(*running(ordered)), provision, on="03-31", key=key)
        assert found is not None
        assert [used.name for used in found.parameters] == names


def test_a_relationship_that_ended_the_quarters_last_day_has_thirty_days_more() -> None:
    line(
        story(*running(order), on("03-31", left)),
        "KLA-09c-p",
        {"03-31": "open due 2026-04-30", "04-30": "open", "05-01": "overdue"},
        key="2026-Q1",
    )


def test_a_quarters_report_falls_away_or_is_breached_when_the_case_closes() -> None:
    case = story(*running(order), on("03-30", ended), on("03-31", closed_completed))
    line(case, "KLA-09c-p", {"03-31": "n/a because closed before"}, key="2026-Q1")
    case = story(*running(order), on("03-30", ended), on("04-01", closed_completed))
    line(case, "KLA-09c-p", {"04-01": "breached because closed without"}, key="2026-Q1")


# ---------------------------------------------------------------- bilaga 2, field by field

FIELDS_OF_THE_QUARTER = {
    "KLA-B2-1": quarter_report.but(client=None),
    "KLA-B2-2": quarter_report.but(assignee=None),
    "KLA-B2-5": quarter_report.but(rows=(QuarterlyReportRow(on=date(2026, 4, 2), in_person=True),)),
    "KLA-B2-6": quarter_report.but(signed_on=None),
}
"""A report that is wrong in one field alone."""


@pytest.mark.parametrize(("field", "report"), FIELDS_OF_THE_QUARTER.items())
def test_a_quarters_report_with_a_field_wanting_counts_when_it_is_filled_in(
    field: str, report: Fact
) -> None:
    case = story(*running(order), on("03-31", report), on("04-10", quarter_report))
    for provision in ("KLA-09c-p", field):
        line(
            case,
            provision,
            {
                "03-31": f"open missing {field}",
                "04-01": f"overdue missing {field}",
                "04-10": "met late",
            },
            key="2026-Q1",
        )
    for other in {*FIELDS_OF_THE_QUARTER, "KLA-B2-3", "KLA-B2-4"} - {field}:
        line(case, other, {"03-31": "met"}, key="2026-Q1")


def test_a_quarter_without_contact_says_so_instead_of_rows() -> None:
    blank = quarter_report.but(rows=())
    line(
        story(*running(order), on("03-31", blank), on("04-02", blank.but(no_contact=True))),
        "KLA-B2-5",
        {"03-31": "open missing KLA-B2-5", "04-02": "met late"},
        key="2026-Q1",
    )


@pytest.mark.parametrize("number", range(1, 7))
def test_a_field_of_the_quarter_goes_by_the_clock_of_the_report(number: int) -> None:
    field = f"KLA-B2-{number}"
    line(story(*running(order)), field, {"01-11": f"open missing {field}", "02-20": "absent"})
    line(
        story(*running(order)),
        field,
        {"03-31": "open", "04-01": "overdue", "07-01": "breached because period over"},
        key="2026-Q1",
    )
    line(
        story(*running(order), on("03-31", quarter_report)), field, {"03-31": "met"}, key="2026-Q1"
    )
    line(story(*running()), field, {"03-31": "n/a because not this intervention"})
    line(
        story(*running(order, since="03-25")),
        field,
        {"03-31": "n/a because too short"},
        key="2026-Q1",
    )


# ---------------------------------------------------------------- outlays

OF_THE_CLAIM = ("KLA-09f", "KLA-B3-1")


@pytest.mark.parametrize("provision", OF_THE_CLAIM)
def test_a_month_without_outlays_has_no_claim(provision: str) -> None:
    case = story(*running(), on("04-02", no_outlays))
    line(case, provision, {"02-19": "open missing ExpenseClaimSubmitted", "02-20": "absent"})
    for month in ("2026-02", "2026-03", "2026-04"):
        line(case, provision, {"04-30": "n/a because no outlays"}, key=month)


@pytest.mark.parametrize("provision", OF_THE_CLAIM)
def test_a_month_with_outlays_has_a_claim_due_the_third_of_the_next(provision: str) -> None:
    line(
        story(*running(), on("03-20", outlays_made)),
        provision,
        {
            "03-19": "n/a because no outlays",
            "03-20": "open missing ExpenseClaimSubmitted due 2026-04-03",
            "04-03": "open",
            "04-04": "overdue",
            "04-30": "overdue",
            "05-01": "breached because period over",
        },
        key="2026-03",
    )


@pytest.mark.parametrize("provision", OF_THE_CLAIM)
@pytest.mark.parametrize(
    ("handed_in", "stands"), [("04-03", "met"), ("04-04", "met late"), ("04-30", "met late")]
)
def test_a_claim_is_met_in_time_or_late(provision: str, handed_in: str, stands: str) -> None:
    line(
        story(*running(), on(handed_in, claim)),
        provision,
        {
            "03-31": "n/a because no outlays",
            handed_in: f"{stands} due 2026-04-03 by ExpenseClaimSubmitted",
        },
        key="2026-03",
    )


def test_word_that_there_were_no_outlays_after_all_lifts_the_claim() -> None:
    line(
        story(*running(), on("03-20", outlays_made), on("04-07", no_outlays)),
        "KLA-09f",
        {"04-06": "overdue", "04-07": "n/a because no outlays", "05-01": "n/a because no outlays"},
        key="2026-03",
    )


@pytest.mark.parametrize("ordered", [relief_order, order])
@pytest.mark.parametrize("provision", [*OF_THE_CLAIM, *(f"KLA-B3-{n}" for n in range(2, 9))])
def test_only_a_companion_claims_outlays(provision: str, ordered: OrderReceived) -> None:
    line(story(*running(ordered)), provision, {"04-03": "n/a because not this intervention"})


# ---------------------------------------------------------------- bilaga 3, field by field

_ROW = ClaimRow(on=date(2026, 3, 2), receipt_no=1, amount=Money(120))

FIELDS_OF_THE_CLAIM = {
    "KLA-B3-2": claim.but(client=None),
    "KLA-B3-3": claim.but(rows=(_ROW.model_copy(update={"on": None}),)),
    "KLA-B3-4": claim.but(
        rows=(_ROW.model_copy(update={"receipt_no": 2}),), attachments=(Attachment(receipt_no=2),)
    ),
    "KLA-B3-5": claim.but(total=Money("119.99")),
    "KLA-B3-6": claim.but(signed=False),
    "KLA-B3-7": claim.but(attachments=(Attachment(receipt_no=1), Attachment(receipt_no=2))),
    "KLA-B3-8": claim.but(attachments=(Attachment(receipt_no=1, legible=False),)),
}
"""A claim that is wrong in one field alone."""


@pytest.mark.parametrize(("field", "wrong"), FIELDS_OF_THE_CLAIM.items())
def test_a_claim_with_a_field_wanting_counts_when_it_is_filled_in(field: str, wrong: Fact) -> None:
    case = story(*running(), on("04-02", wrong), on("04-07", claim))
    for provision in (*OF_THE_CLAIM, field):
        line(
            case,
            provision,
            {
                "04-01": "n/a because no outlays",
                "04-02": f"open missing {field}",
                "04-04": f"overdue missing {field}",
                "04-07": "met late by ExpenseClaimSubmitted, ExpenseClaimSubmitted",
            },
            key="2026-03",
        )
    for other in FIELDS_OF_THE_CLAIM:
        if other != field:
            line(case, other, {"04-02": "met"}, key="2026-03")


@pytest.mark.parametrize("field", FIELDS_OF_THE_CLAIM)
def test_a_field_of_the_claim_goes_by_the_clock_of_the_claim(field: str) -> None:
    line(story(*running()), field, {"01-11": f"open missing {field}", "02-20": "absent"})
    line(
        story(*running(), on("03-20", outlays_made)),
        field,
        {"04-03": "open", "04-04": "overdue", "05-01": "breached because period over"},
        key="2026-03",
    )
    line(story(*running(), on("04-03", claim)), field, {"04-03": "met"}, key="2026-03")


@pytest.mark.parametrize("field", ["KLA-B3-4", "KLA-B3-5", "KLA-B3-7"])
def test_a_claim_that_was_paid_although_it_lacked_something_is_breached(field: str) -> None:
    paid = ExpensePaid(occurred_on=ANY_DAY, period=Month(2026, 3), amount=Money(120))
    attested = ExpenseClaimAttested(occurred_on=ANY_DAY, period=Month(2026, 3))
    case = story(
        *running(),
        on("04-02", FIELDS_OF_THE_CLAIM[field]),
        on("04-03", attested),
        on("04-09", paid, despite="Uppdragstagaren behövde pengarna"),
        on("04-10", claim),
    )
    line(
        case,
        field,
        {
            "04-08": "overdue",
            "04-09": "breached because act without precondition by ExpensePaid",
            "04-10": "breached because act without precondition",
        },
        key="2026-03",
    )
    for other in {"KLA-B3-4", "KLA-B3-5", "KLA-B3-7"} - {field}:
        line(case, other, {"04-09": "met"}, key="2026-03")


def test_the_claim_of_another_month_is_no_claim_of_this() -> None:
    april = claim.but(period=APRIL, rows=(_ROW.model_copy(update={"on": date(2026, 4, 2)}),))
    case = story(*running(), on("04-02", outlays_made), on("04-30", april))
    line(case, "KLA-09f", {"04-30": "overdue"}, key="2026-03")
    line(case, "KLA-09f", {"04-29": "n/a because no outlays", "04-30": "met"}, key="2026-04")


def test_a_report_for_another_quarter_is_no_report_for_this() -> None:
    second = quarter_report.but(
        quarter=Quarter(2026, 2), rows=(QuarterlyReportRow(on=date(2026, 4, 2), in_person=True),)
    )
    line(
        story(*running(order), on("04-02", second)),
        "KLA-09c-p",
        {"04-02": "overdue"},
        key="2026-Q1",
    )
