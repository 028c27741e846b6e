"""Hours granted against hours performed, as the monthly reports tell: by case, and by unit.

Performed are the hours reported; where a report is missing nobody knows, and no share is told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Annotated, Any

from pydantic import Field

from rutin.application.condition import Condition, asked, equal, holds
from rutin.application.query import (
    FIRST_DAY,
    Asking,
    Limit,
    OfIntervention,
    OfUnit,
    Query,
    Skip,
    query,
)
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.refusal import Malformed, Problem
from rutin.domain.values import Hours, Month
from rutin.projections.findings import refuse_too_far
from rutin.projections.readers import CASEWORK, FIGURES
from rutin.projections.reports import REPORTS, Kind, Report
from rutin.projections.small_numbers import FEW, Suppressed, are_hidden_from, hidden_among

LastMonth = Annotated[
    Month | None, label("Till och med månad", "Som 2026-03; förra månaden, om inget sägs.")
]
Months = Annotated[int, Field(ge=1, le=24), label("Antal månader")]

Share = Annotated[
    int | None,
    label("Utfört i procent", "Av det beviljade där alla rapporter har kommit; i hela procent."),
]


@dataclass(frozen=True, slots=True)
class CaseMonth:
    """The hours of a case in a month, whoever gave the support."""

    month: Annotated[Month, label("Månad")]
    case: Annotated[str, label("Ärende")]
    unit: Annotated[str, label("Enhet")]
    intervention: Annotated[str, label("Insats")]
    granted: Annotated[Hours | None, label("Beviljade timmar")]
    performed: Annotated[Hours | None, label("Utförda timmar", "Tomt när ingen har rapporterat.")]
    share: Share
    missing: Annotated[int, label("Rapporter som inte har kommit")]
    reasons: Annotated[tuple[str, ...], label("Varför inte alla timmar utfördes")]


@query(
    "hours",
    "Beviljade och utförda timmar",
    CaseMonth,
    over=(REPORTS,),
    permitted=CASEWORK,
    access="clients",
)
class HoursByCase(Query[CaseMonth]):
    """The hours granted and performed in each case, month by month."""

    case: Annotated[Reference | None, label("Ärende")] = None
    unit: OfUnit = None
    intervention: OfIntervention = None
    last_month: LastMonth = None
    months: Months = 1
    limit: Limit = 1000
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[CaseMonth]:
        """Answer with case-months, the earliest month first.

        Raises:
            Malformed: The month is later than the view tells of.
        """
        exactly = asked(case=self.case, unit=self.unit, intervention=self.intervention)
        found = _case_months(asking, _months(self.last_month, self.months, asking), exactly)
        return islice(found, self.skip, self.skip + self.limit)


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """The hours of a unit's cases in a month, by intervention."""

    month: Annotated[Month, label("Månad")]
    unit: Annotated[str, label("Enhet")]
    intervention: Annotated[str, label("Insats")]
    cases: Annotated[int | None, label("Ärenden", "Tomt när talet är för litet för att visas.")]
    granted: Annotated[Hours | None, label("Beviljade timmar")]
    performed: Annotated[
        Hours | None,
        label("Utförda timmar", "De som är rapporterade; tomt när de skulle röja få ärenden."),
    ]
    share: Share
    missing: Annotated[
        int | None,
        label("Rapporter som inte har kommit", "Tomt när talet är för litet för att visas."),
    ]


@query(
    "hours-by-unit",
    "Beviljade och utförda timmar per enhet",
    UnitMonth,
    over=(REPORTS,),
    permitted=FIGURES,
    access="figures",
)
class HoursByUnit(Query[UnitMonth]):
    """The hours granted and performed in each unit, month by month."""

    unit: OfUnit = None
    intervention: OfIntervention = None
    last_month: LastMonth = None
    months: Months = 12
    suppress: Suppressed = False

    def answer(self, asking: Asking) -> Iterator[UnitMonth]:
        """Answer with sums, the earliest month first.

        Raises:
            Malformed: The month is later than the view tells of.
        """
        asked_for = asked(unit=self.unit, intervention=self.intervention)
        hides = are_hidden_from(asking.by, asked=self.suppress)
        # what is hidden must not come to be told by asking for less: it is found among all units
        read = () if hides else asked_for
        found = _case_months(asking, _months(self.last_month, self.months, asking), read)
        by_unit = sorted(found, key=lambda each: (each.month, *_of_unit(each)))
        for _, of_month in groupby(by_unit, lambda each: each.month):
            sums = {place: _Sum(list(cases)) for place, cases in groupby(of_month, _of_unit)}
            lines = _without_few(sums) if hides else (each.line() for each in sums.values())
            yield from (line for line in lines if holds(asked_for, line))


def _of_unit(each: CaseMonth) -> tuple[str, str]:
    return each.unit, each.intervention


@dataclass(frozen=True, slots=True)
class _Sum:
    """The cases of a unit and an intervention in a month; one at least."""

    cases: list[CaseMonth]

    def line(self) -> UnitMonth:
        """Give what they come to, whoever it tells of."""
        told = [each for each in self.cases if each.share is not None]
        return UnitMonth(
            month=self.cases[0].month,
            unit=self.cases[0].unit,
            intervention=self.cases[0].intervention,
            cases=len(self.cases),
            granted=Hours.total(each.granted for each in self.cases if each.granted),
            performed=Hours.total(each.performed for each in self.cases if each.performed),
            share=_share(
                Hours.total(each.granted for each in told if each.granted),
                Hours.total(each.performed for each in told if each.performed),
            ),
            missing=sum(each.missing for each in self.cases),
        )

    def lacking(self) -> int:
        """Give the fewest cases that the number of missing reports tells of: those, or all others."""
        lacking = sum(each.missing > 0 for each in self.cases)
        return _fewest(lacking, len(self.cases) - lacking)

    def tells_of_few(self) -> Iterator[str]:
        """Give the hours and shares that tell of few cases, themselves or by subtraction.

        With all three told, granted less performed tells of those whom the share leaves out, such as
        the one whose report is missing. Without the hours performed it cannot be worked out.
        """
        left_out = (
            each.share is None and bool(each.granted or each.performed) for each in self.cases
        )
        counted = {
            "granted": sum(each.granted is not None for each in self.cases),
            "performed": _fewest(
                sum(each.performed is not None for each in self.cases), sum(left_out)
            ),
            "share": sum(each.share is not None for each in self.cases),
        }
        return (figure for figure, number in counted.items() if 0 < number < FEW)


def _fewest(*numbers: int) -> int:
    return min((number for number in numbers if number), default=0)


def _without_few(sums: Mapping[tuple[str, str], _Sum]) -> Iterator[UnitMonth]:
    """Give the lines of a month without what tells of few.

    How many cases there are in all may be known, and how many reports are missing: those figures are
    left out of more lines, as `hidden_among` says. What the hours come to in all is told nowhere.
    """
    hidden = hidden_among({place: len(each.cases) for place, each in sums.items()})
    of_missing = hidden_among({place: each.lacking() for place, each in sums.items()})
    for place, each in sums.items():
        left_out = {"cases", "granted", "performed", "share", "missing"}
        if place not in hidden:
            left_out = {*each.tells_of_few(), *(("missing",) if place in of_missing else ())}
        nothing: dict[str, Any] = dict.fromkeys(left_out)
        yield replace(each.line(), **nothing)


def _months(last: Month | None, number: int, asking: Asking) -> list[Month]:
    """Give the months that are asked about, the earliest first.

    Raises:
        Malformed: The last of them is later than the view tells of, or earlier than anything.
    """
    months = [last or Month.containing(asking.today).previous()]
    refuse_too_far(months[0].last_day, asking.views, REPORTS, field="last_month")
    if months[0].first_day < FIRST_DAY:
        text = f"Fråga om en månad från och med {Month.containing(FIRST_DAY)}."
        raise Malformed(Problem("day_out_of_bounds", text, field="last_month"))
    while len(months) < number:
        months.insert(0, months[0].previous())
    return months


def _case_months(
    asking: Asking, months: Iterable[Month], exactly: tuple[Condition, ...]
) -> Iterator[CaseMonth]:
    for month in months:
        of_month = (equal("kind", Kind.MONTHLY.value), equal("period", str(month)))
        rows = asking.views.rows(REPORTS, (*of_month, *exactly), order=("case", "relationship"))
        for _, group in groupby(rows, lambda row: row.case):
            yield _case_month(month, list(group))


def _case_month(month: Month, rows: list[Report]) -> CaseMonth:
    """Put together what the assignments of a case tell of a month: the order's hours are theirs all."""
    granted = next((Hours(row.granted_hours) for row in rows if row.granted_hours), None)
    reported = [Hours(row.performed_hours) for row in rows if row.performed_hours]
    performed = Hours.total(reported) if reported else None
    missing = sum(row.received_on is None and row.until is None for row in rows)
    return CaseMonth(
        month=month,
        case=rows[0].case,
        unit=rows[0].unit,
        intervention=rows[0].intervention,
        granted=granted,
        performed=performed,
        share=None if missing else _share(granted, performed),
        missing=missing,
        reasons=tuple(row.reason_not_all for row in rows if row.reason_not_all),
    )


def _share(granted: Hours | None, performed: Hours | None) -> int | None:
    """Give the hours performed in per cent of those granted, the half rounded up."""
    if granted is None or performed is None or not granted.hundredths:
        return None
    return (200 * performed.hundredths + granted.hundredths) // (2 * granted.hundredths)
