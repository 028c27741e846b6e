"""What assignees report: each month or each quarter of service (bilaga 1 and 2)."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from rutin.adapters.demo.case_at_hand import CaseAtHand, Engagement
from rutin.adapters.demo.case_calendar import spread
from rutin.adapters.demo.manners import MonthManner, QuarterManner
from rutin.adapters.demo.people import assignee_in
from rutin.domain.act import Command
from rutin.domain.support_relationship import (
    QuarterlyReportRow,
    SubmitMonthlyReport,
    SubmitQuarterlyReport,
)
from rutin.domain.values import Hours, Month, Quarter

ACTIVITIES = (
    "Bio, promenader och fika.",
    "Simhallen och biblioteket.",
    "Fotbollsmatch och handling i centrum.",
    "Museum, lekpark och matlagning hemma.",
)
REASONS = (
    "Brukaren var sjuk en vecka.",
    "Jag var ledig två helger.",
    "Brukaren var bortrest.",
)
SHORTEST_QUARTER = timedelta(days=30)
"""Who started later than this before a quarter's end reports nothing for it (D-15)."""


def report_months(
    case: CaseAtHand,
    manners: Iterable[MonthManner],
    *,
    below_granted: float = 0.2,
    until: date | None = None,
) -> None:
    """Hand in a report for each month of service, by relief workers and companions.

    Args:
        case: Whose service.
        manners: How each month's report comes in, from the first month on; for ever, if need be.
        below_granted: Share of months in which fewer hours were performed than granted.
        until: The last day of service, when it ended.
    """
    manner = iter(manners)
    for engagement, month in months_served(case, until):
        match next(manner, "on_time"):
            case "missing":
                continue
            case "late":
                _report_month(case, engagement, month, (8, 25), below_granted=below_granted)
            case "on_time":
                _report_month(case, engagement, month, (1, 3), below_granted=below_granted)
            case "without_reason":
                _report_month(case, engagement, month, (1, 3), below_granted=1, give_reason=False)


def report_month_again(case: CaseAtHand, month: Month) -> None:
    """Hand the report of a month in again, now with the reason that was missing."""
    _report_month(case, case.engagement, month, (7, 7), below_granted=1)


def _report_month(
    case: CaseAtHand,
    engagement: Engagement,
    month: Month,
    days: tuple[int, int],
    *,
    below_granted: float,
    give_reason: bool = True,
) -> None:
    granted = case.extent.hours_per_month or Hours(20)
    performed = granted
    if fewer := case.chance.happens(below_granted):
        share = case.chance.betavariate(9.5, 2.5)  # most often 85 % of what was granted
        half_hours = min(int(share * granted.hundredths) // 50, granted.hundredths // 50 - 1)
        performed = Hours(f"{half_hours // 2}.{half_hours % 2 * 5}")
    handed_in_on = month.last_day + timedelta(days=case.chance.randint(*days))
    hand_in(
        case,
        engagement,
        SubmitMonthlyReport(
            relationship=engagement.relationship,
            period=month,
            client=case.client.reference,
            intervention=case.intervention,
            granted_hours=granted,
            goal=case.goals[0],
            performed_hours=performed,
            reason_not_all=case.chance.choice(REASONS) if fewer and give_reason else "",
            activities=case.chance.choice(ACTIVITIES),
            occurred_on=handed_in_on,
        ),
        recorded_on=handed_in_on + timedelta(days=case.days_late()),
    )


def report_quarters(
    case: CaseAtHand, manners: Iterable[QuarterManner], *, until: date | None = None
) -> None:
    """Hand in a report for each quarter of service, by contact persons.

    Args:
        case: Whose service.
        manners: How each quarter's report comes in, from the first quarter on.
        until: The last day of service, when it ended.
    """
    manner = iter(manners)
    for engagement, quarter in _quarters(case, until):
        match next(manner, "on_time"):
            case "missing":
                continue
            case "on_time":
                on = quarter.last_day - timedelta(days=case.chance.randint(0, 5))
                _report_quarter(case, engagement, quarter, on)
            case "late":
                on = quarter.last_day + timedelta(days=case.chance.randint(2, 14))
                _report_quarter(case, engagement, quarter, on)
            case "row_outside":
                on = quarter.last_day + timedelta(days=10)
                outside = quarter.last_day + timedelta(days=2)
                _report_quarter(case, engagement, quarter, on, also_on=outside)
                _report_quarter(case, engagement, quarter, on)


def _report_quarter(
    case: CaseAtHand,
    engagement: Engagement,
    quarter: Quarter,
    on: date,
    *,
    also_on: date | None = None,
) -> None:
    first_day = max(quarter.first_day, engagement.from_day)
    last_day = min(quarter.last_day, engagement.to_day or on, on)
    days = spread(first_day, last_day, 6) + ([also_on] if also_on else [])
    rows = tuple(
        QuarterlyReportRow(on=day, in_person=place % 3 != 2, by_telephone=place % 3 == 2)
        for place, day in enumerate(days)
    )
    hand_in(
        case,
        engagement,
        SubmitQuarterlyReport(
            relationship=engagement.relationship,
            quarter=quarter,
            client=case.client.reference,
            assignee=engagement.assignee.reference,
            rows=rows,
            signed_by=engagement.assignee.reference,
            signed_on=on,
            occurred_on=on,
        ),
        recorded_on=on + timedelta(days=case.days_late()),
    )


def hand_in(
    case: CaseAtHand, engagement: Engagement, report: Command, *, recorded_on: date | None = None
) -> str:
    """Note what an assignee hands in, on the assignee's behalf; give the command's id."""
    reporter = assignee_in(case.staff.unit, engagement.assignee.reference)
    return case.note(report, reporter, recorded_on=recorded_on)


def months_served(
    case: CaseAtHand, until: date | None = None
) -> Iterator[tuple[Engagement, Month]]:
    """Give every month with at least a day of service, and whose it was (D-72)."""
    for engagement, first_day, last_day in _spans(case, until):
        for month in Month.between(first_day, last_day):
            yield engagement, month


def _quarters(case: CaseAtHand, until: date | None) -> Iterator[tuple[Engagement, Quarter]]:
    for engagement, first_day, last_day in _spans(case, until):
        for quarter in Quarter.between(first_day, last_day):
            if quarter.last_day - first_day >= SHORTEST_QUARTER:
                yield engagement, quarter


def _spans(case: CaseAtHand, until: date | None) -> Iterator[tuple[Engagement, date, date]]:
    """Give each assignee's days of service, up to yesterday."""
    last_day = min(until or case.town.yesterday, case.town.yesterday)
    for engagement in case.engagements:
        first_day = max(engagement.from_day, case.calendar.started_on)
        yield engagement, first_day, min(engagement.to_day or last_day, last_day)
