"""The hours of each case, month by month: granted by the order, and performed as is reported."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from rutin.application.view import Tally, Told, View
from rutin.domain.values import Hours, Month
from rutin.projections.reports import Kind, Report, reports_of


@dataclass(frozen=True, slots=True)
class CaseHours:
    """The hours of a case in a month, whoever gave the support; hours in hundredths.

    Attributes:
        case: The case.
        unit: The unit that works the case; empty while that is unknown.
        intervention: What is granted; empty while that is unknown.
        first: The first day of the month.
        until: The first day of the month after it.
        granted: The hours granted; None when none are.
        performed: The hours performed; None when nobody has reported.
        missing: How many reports have not come.
        reasons: Why not all hours were performed, as reported.
        is_granted: 1 if hours are granted, else 0; the rest likewise, since units are told their sums.
        is_reported: Somebody has reported.
        is_missing: Some report has not come.
        is_whole: All reports have come, so that a share can be told.
        whole_granted: The hours granted, if so.
        whole_performed: The hours performed, if so.
        is_left_out: There are hours that no share is told of.
    """

    case: str
    unit: str
    intervention: str
    first: date
    until: date
    granted: int | None
    performed: int | None
    missing: int
    reasons: tuple[str, ...]
    is_granted: int
    is_reported: int
    is_missing: int
    is_whole: int
    whole_granted: int
    whole_performed: int
    is_left_out: int


def case_hours(told: Told) -> Iterator[CaseHours]:
    """Work out the hours of a case, in each month that calls for a report."""
    in_order = sorted(
        reports_of(told, Kind.MONTHLY), key=lambda each: (each.period, each.relationship)
    )
    for period, of_month in groupby(in_order, key=attrgetter("period")):
        yield _of_month(Month.parse(period), list(of_month))


def _of_month(month: Month, reports: list[Report]) -> CaseHours:
    """Put together what the assignments of a case tell of a month: the order's hours are theirs all."""
    ordered = (Hours(each.granted_hours) for each in reports if each.granted_hours)
    reported = [Hours(each.performed_hours) for each in reports if each.performed_hours]
    granted = next((hours.hundredths for hours in ordered), None)
    performed = Hours.total(reported).hundredths if reported else None
    missing = sum(each.received_on is None and each.until is None for each in reports)
    is_whole = bool(granted) and performed is not None and not missing
    return CaseHours(
        case=reports[0].case,
        unit=reports[0].unit,
        intervention=reports[0].intervention,
        first=month.first_day,
        until=month.next().first_day,
        granted=granted,
        performed=performed,
        missing=missing,
        reasons=tuple(each.reason_not_all for each in reports if each.reason_not_all),
        is_granted=int(granted is not None),
        is_reported=int(performed is not None),
        is_missing=int(missing > 0),
        is_whole=int(is_whole),
        whole_granted=(granted or 0) * is_whole,
        whole_performed=(performed or 0) * is_whole,
        is_left_out=int(not is_whole and bool(granted or performed)),
    )


CASE_HOURS = View(
    "case_hours",
    "case",
    CaseHours,
    case_hours,
    judges=True,
    indexes=(("first", "case"), ("unit", "first", "case")),
    tally=Tally(
        ("unit", "intervention"),
        together="unit",
        sums=(
            "granted",
            "performed",
            "missing",
            "is_granted",
            "is_reported",
            "is_missing",
            "is_whole",
            "whole_granted",
            "whole_performed",
            "is_left_out",
        ),
    ),
)
