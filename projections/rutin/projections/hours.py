"""Hours granted against hours performed, as the monthly reports tell: by case, and by unit.

Performed are the hours reported; where a report is missing nobody knows, and no share is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field

from rutin.application.condition import After, Condition, UpTo, asked, holds, lasting
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
from rutin.application.views import Views
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.refusal import Malformed, Problem
from rutin.domain.values import Hours, Month
from rutin.projections.case_hours import CASE_HOURS, CaseHours
from rutin.projections.findings import refuse_too_far
from rutin.projections.readers import CASEWORK, FIGURES
from rutin.projections.small_numbers import FEW, Suppressed, are_hidden_from, hidden_among

_DAY = timedelta(days=1)

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
    over=(CASE_HOURS,),
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
        months = _months(self.last_month, self.months, asking)
        found = asking.views.rows(
            CASE_HOURS,
            (
                After("first", months[0].first_day - _DAY),
                UpTo("first", months[-1].first_day),
                *asked(case=self.case, unit=self.unit, intervention=self.intervention),
            ),
            order=("first", "case"),
            limit=self.limit,
            skip=self.skip,
        )
        return map(_case_month, found)


def _case_month(told: CaseHours) -> CaseMonth:
    return CaseMonth(
        month=Month.containing(told.first),
        case=told.case,
        unit=told.unit,
        intervention=told.intervention,
        granted=None if told.granted is None else Hours.of_hundredths(told.granted),
        performed=None if told.performed is None else Hours.of_hundredths(told.performed),
        share=_share(told.whole_granted, told.whole_performed),
        missing=told.missing,
        reasons=told.reasons,
    )


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
    over=(CASE_HOURS,),
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
        for month in _months(self.last_month, self.months, asking):
            sums = _sums(asking.views, month, read)
            lines = (
                _without_few(month, sums)
                if hides
                else (each.line(month, *place) for place, each in sums.items())
            )
            yield from (line for line in lines if holds(asked_for, line))


@dataclass(frozen=True, slots=True)
class _Sum:
    """What the cases of a unit and an intervention come to in a month: see `CaseHours`, field by field."""

    cases: int
    granted: int = 0
    performed: int = 0
    missing: int = 0
    is_granted: int = 0
    is_reported: int = 0
    is_missing: int = 0
    is_whole: int = 0
    whole_granted: int = 0
    whole_performed: int = 0
    is_left_out: int = 0

    def line(self, month: Month, unit: str, intervention: str) -> UnitMonth:
        """Give the line that tells it, whoever it tells of."""
        return UnitMonth(
            month=month,
            unit=unit,
            intervention=intervention,
            cases=self.cases,
            granted=Hours.of_hundredths(self.granted),
            performed=Hours.of_hundredths(self.performed),
            share=_share(self.whole_granted, self.whole_performed),
            missing=self.missing,
        )

    def lacking(self) -> int:
        """Give the fewest cases that the number of missing reports tells of: those, or all others."""
        return _fewest(self.is_missing, self.cases - self.is_missing)

    def tells_of_few(self) -> Iterator[str]:
        """Give the hours and shares that tell of few cases, themselves or by subtraction.

        With all three told, granted less performed tells of those whom the share leaves out, such as
        the one whose report is missing. Without the hours performed it cannot be worked out.
        """
        counted = {
            "granted": self.is_granted,
            "performed": _fewest(self.is_reported, self.is_left_out),
            "share": self.is_whole,
        }
        return (figure for figure, number in counted.items() if 0 < number < FEW)


_SUMMED = tuple(each.name for each in fields(_Sum))[1:]


def _sums(
    views: Views, month: Month, conditions: tuple[Condition, ...]
) -> dict[tuple[str, str], _Sum]:
    """Sum a month up by unit and intervention, in their order."""
    by, of_month = ("unit", "intervention"), (*lasting(month.first_day), *conditions)
    counted = views.counts(CASE_HOURS, by, of_month)
    summed = views.sums(CASE_HOURS, by, _SUMMED, of_month)
    return {place: _Sum(counted[place], *summed.get(place, ())) for place in sorted(counted)}


def _fewest(*numbers: int) -> int:
    return min((number for number in numbers if number), default=0)


def _without_few(month: Month, sums: Mapping[tuple[str, str], _Sum]) -> Iterator[UnitMonth]:
    """Give the lines of a month without what tells of few.

    How many cases there are in all may be known, and how many reports are missing: those figures are
    left out of more lines, as `hidden_among` says. What the hours come to in all is told nowhere.
    """
    hidden = hidden_among({place: each.cases for place, each in sums.items()})
    of_missing = hidden_among({place: each.lacking() for place, each in sums.items()})
    for place, each in sums.items():
        left_out = {"cases", "granted", "performed", "share", "missing"}
        if place not in hidden:
            left_out = {*each.tells_of_few(), *(("missing",) if place in of_missing else ())}
        nothing: dict[str, Any] = dict.fromkeys(left_out)
        yield replace(each.line(month, *place), **nothing)


def _months(last: Month | None, number: int, asking: Asking) -> list[Month]:
    """Give the months that are asked about, the earliest first.

    Raises:
        Malformed: The last of them is later than the view tells of, or earlier than anything.
    """
    months = [last or Month.containing(asking.today).previous()]
    refuse_too_far(months[0].last_day, asking.views, CASE_HOURS, field="last_month")
    if months[0].first_day < FIRST_DAY:
        text = f"Fråga om en månad från och med {Month.containing(FIRST_DAY)}."
        raise Malformed(Problem("day_out_of_bounds", text, field="last_month"))
    while len(months) < number:
        months.insert(0, months[0].previous())
    return months


def _share(granted: int, performed: int) -> int | None:
    """Give the hours performed in per cent of those granted, the half rounded up; None of nothing."""
    return (200 * performed + granted) // (2 * granted) if granted else None
