"""KLA step 9's reports: month, quarter and outlays, field by field (r.97–102, bilaga 1–3)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, TypeVar

from rutin.domain.act import Fact
from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.clocks import Check, broke, field
from rutin.domain.assessment.duty import Broken, Due, Excuse
from rutin.domain.assessment.finding import EVER
from rutin.domain.assessment.periods import Asked, Handed, Lacks, periodic, periods_of
from rutin.domain.assessment.reason import WITHOUT_IT, Reason
from rutin.domain.assessment.service import Stretch, given_by
from rutin.domain.case import OrderReceived, OrderRenewed
from rutin.domain.intervention import Extent
from rutin.domain.support_relationship import (
    ExpenseClaimSubmitted,
    ExpensePaid,
    MonthlyReportSubmitted,
    OutlaysDeclared,
    QuarterlyReportSubmitted,
    RelationshipEnded,
)
from rutin.domain.values import Hours, Month, Quarter

TOO_SHORT = Reason(
    "too_short", "insatsen pågick för kort tid under kvartalet", "the service ran too short a time"
)
NO_OUTLAYS = Reason("no_outlays", "inga utlägg", "no outlays")
ALL_HOURS_DONE = Reason(
    "all_hours_done", "alla beviljade timmar är utförda", "all hours granted were performed"
)

_DAY = timedelta(days=1)


def _field(provision: str) -> Lacks:
    def lacks_it(_file: CaseFile, _asked: Asked, handed: Handed) -> tuple[str, ...]:
        return (provision,) if provision in handed.lacks else ()

    return lacks_it


# ---------------------------------------------------------------- what has been handed in


Lacking = Callable[[CaseFile, Any, Any, date], tuple[str, ...]]
"""Names what a form lacks that was handed in for a period on a day, as provision ids."""


def _handed(
    file: CaseFile, kind: type[Fact], subject: str, period: object, lacking: Lacking
) -> tuple[Handed, ...]:
    handed: list[Handed] = []
    for recorded in file.whole.of(kind):
        form: Any = recorded.fact
        if recorded.stream != subject or _period_of(form) != period:
            continue
        if handed:
            form = handed[-1].form.but(**_filled_in(form))
        by = (*(handed[-1].by if handed else ()), recorded)
        day = recorded.fact.occurred_on
        handed.append(Handed(day, form, by, lacking(file, period, form, day)))
    return tuple(list(same_day)[-1] for _, same_day in groupby(handed, key=lambda h: h.day))


def _lacks_as_told(_file: CaseFile, _period: object, form: Any, _day: date) -> tuple[str, ...]:
    """Name what a form lacks that can be told from the form alone (bilaga 2 and 3)."""
    missing: tuple[str, ...] = form.missing()
    return missing


def _period_of(form: Any) -> object:
    return form.quarter if isinstance(form, QuarterlyReportSubmitted) else form.period


def _filled_in(form: Any) -> dict[str, Any]:
    return {name: told for name, told in form if told is not False and told not in (None, "", ())}


# ---------------------------------------------------------------- bilaga 1: each month


@once
def months(file: CaseFile) -> tuple[Asked, ...]:
    """Give the months in which a relationship gave the service at least a day (D-72)."""
    return tuple(
        Asked(
            subject=subject,
            period=month,
            first=first,
            dues=(Due(_report_day(file, month)),),
            over=month.next().last_day + _DAY,
            excuses=(),
            handed=_handed(file, MonthlyReportSubmitted, subject, month, _monthly_lacks),
            parameters=("monthly_report_day",),
        )
        for subject, stretches in given_by(file).items()
        for month, first in periods_of(Month, stretches, file.horizon)
    )


def _report_day(file: CaseFile, month: Month) -> date:
    day = file.value("monthly_report_day", month.first_day)
    return month.next().first_day.replace(day=day)


def _monthly_lacks(
    file: CaseFile, period: Month | Quarter, form: Any, day: date
) -> tuple[str, ...]:
    """Name what a monthly report lacks, also where it says another thing than the order (bilaga 1)."""
    lacking = set(form.missing()) - {"KLA-B1-6"} | set(_reason_lacks(file, period, form, day))
    if file.order is not None and form.intervention not in (None, file.order.intervention):
        lacking.add("KLA-B1-2")
    granted = granted_hours(file, period.first_day, day)
    if granted is not None and form.granted_hours not in (None, granted):
        lacking.add("KLA-B1-3")
    return tuple(sorted(lacking))


def _reason_lacks(file: CaseFile, period: Month | Quarter, form: Any, day: date) -> tuple[str, ...]:
    """Name what is wanting of why not all hours were performed (KLA-B1-6).

    The reason; or, while no one can tell whether one is called for, what would tell.
    """
    granted = _hours_to_perform(file, period, form, day)
    if form.reason_not_all:
        return ()
    if granted is None:
        return ("KLA-B1-3",)
    if form.performed_hours is None:
        return ("KLA-B1-5",)
    return ("KLA-B1-6",) if form.performed_hours < granted else ()


def _hours_to_perform(
    file: CaseFile, period: Month | Quarter, form: Any, day: date
) -> Hours | None:
    """Give the hours granted for a month: those of the order, or else what the form says."""
    ordered = granted_hours(file, period.first_day, day)
    stated: Hours | None = form.granted_hours
    return stated if ordered is None else ordered


def granted_hours(file: CaseFile, day: date, known: date) -> Hours | None:
    """Give the hours that the order for a day grants, as known on another; None if it grants none."""
    return _granted(file, day, known, lambda extent: extent.hours_per_month)


def granted_occasions(file: CaseFile, day: date, known: date) -> int | None:
    """Give the occasions that the order for a day grants, as known on another; likewise."""
    return _granted(file, day, known, lambda extent: extent.occasions_per_month)


_Amount = TypeVar("_Amount")


def _granted(
    file: CaseFile, day: date, known: date, amount: Callable[[Extent], _Amount | None]
) -> _Amount | None:
    granted: _Amount | None = None
    for order in file.whole.of(OrderReceived, OrderRenewed):
        told: Any = order.fact
        if told.occurred_on > known:
            break
        if granted is None or (told.period_from or told.occurred_on) <= day:
            granted = amount(told.extent) or granted
    return granted


def _all_hours_done(file: CaseFile, asked: Asked) -> Iterator[Excuse]:
    """Lift the question why not all hours were performed, from the day a form shows that they were.

    A form that comes when the time is over shows it too late.
    """
    for handed in asked.handed:
        if handed.day >= asked.over:
            return
        granted = _hours_to_perform(file, asked.period, handed.form, handed.day)
        performed: Hours | None = handed.form.performed_hours
        if granted is not None and performed is not None and performed >= granted:
            yield Excuse(handed.day, ALL_HOURS_DONE, evidence=handed.by, undoes=True)


# ---------------------------------------------------------------- bilaga 2: each quarter


@once
def quarters(file: CaseFile) -> tuple[Asked, ...]:
    """Give the quarters in which a relationship gave the service (D-15, D-50, D-72)."""
    ended = {r.stream: r.fact.occurred_on for r in file.whole.of(RelationshipEnded)}
    return tuple(
        Asked(
            subject=subject,
            period=quarter,
            first=first,
            dues=_quarter_dues(file, quarter, ended.get(subject)),
            over=quarter.next().last_day + _DAY,
            excuses=tuple(_too_short(file, quarter, stretches)),
            handed=_handed(file, QuarterlyReportSubmitted, subject, quarter, _lacks_as_told),
            parameters=("quarterly_report_least_days", "final_quarterly_report_days"),
        )
        for subject, stretches in given_by(file).items()
        for quarter, first in periods_of(Quarter, stretches, file.horizon)
    )


def _quarter_dues(file: CaseFile, quarter: Quarter, ended: date | None) -> tuple[Due, ...]:
    dues = (Due(quarter.last_day),)
    if ended is None or ended not in quarter:
        return dues
    days = file.value("final_quarterly_report_days", quarter.first_day)
    return (*dues, Due(ended + timedelta(days=days), known=ended))


def _too_short(file: CaseFile, quarter: Quarter, stretches: Sequence[Stretch]) -> Iterator[Excuse]:
    """Lift the report while the service has too few days in the quarter, run or still to come."""
    least = file.value("quarterly_report_least_days", quarter.first_day)
    run = 0
    for stretch in stretches:
        part = stretch.within(quarter.first_day, quarter.last_day)
        if part is None:
            continue
        begins = max(part.first, part.known)
        if run + _days(part.first, quarter.last_day) < least:
            yield Excuse(begins, TOO_SHORT, until=None)
            return
        stops = stretch.last is not None and stretch.last < quarter.last_day
        run += _days(part.first, part.last or quarter.last_day)
        if stops and run < least:
            resumed = next(
                (
                    max(s.first, s.known)
                    for s in stretches
                    if stretch.last and stretch.last < s.first <= quarter.last_day
                ),
                None,
            )
            yield Excuse((part.last or quarter.last_day) + _DAY, TOO_SHORT, until=resumed)


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


# ---------------------------------------------------------------- bilaga 3: months with outlays


@once
def outlays(file: CaseFile) -> tuple[Asked, ...]:
    """Give the months in which the service was given, with outlays or without (D-50)."""
    return tuple(
        Asked(
            subject=month.subject,
            period=month.period,
            first=month.first,
            dues=month.dues,
            over=month.over,
            excuses=tuple(_no_outlays(file, month)),
            handed=_handed(
                file, ExpenseClaimSubmitted, month.subject, month.period, _lacks_as_told
            ),
            parameters=month.parameters,
        )
        for month in months(file)
    )


def _no_outlays(file: CaseFile, month: Asked) -> Iterator[Excuse]:
    """Lift the claim until a claim, or word of outlays, has come for the month."""
    since, lifted = EVER, True
    for told in file.whole.of(OutlaysDeclared, ExpenseClaimSubmitted):
        if told.stream != month.subject or getattr(told.fact, "period", None) != month.period:
            continue
        made = getattr(told.fact, "made", True)
        if lifted and made:
            yield Excuse(since, NO_OUTLAYS, until=told.fact.occurred_on)
        if made is lifted:
            since, lifted = told.fact.occurred_on, not made
    if lifted:
        yield Excuse(since, NO_OUTLAYS)


def _paid_without(provision: str) -> Callable[[CaseFile, Asked], Broken | None]:
    """Judge that nothing was paid on a claim that the provision forbids to pay."""

    def broken(file: CaseFile, asked: Asked) -> Broken | None:
        for paid in file.whole.of(ExpensePaid):
            of_month = (paid.stream, getattr(paid.fact, "period", None))
            if of_month == (asked.subject, asked.period) and provision in file.violated(paid):
                return broke(paid, WITHOUT_IT)
        return None

    return broken


def _fields(
    parent: str,
    asked: Callable[[CaseFile], Sequence[Asked]],
    *provisions: str,
) -> dict[str, Check]:
    """Judge fields of a form, each by the clock of the form."""
    return {
        each: field(parent, periodic(asked, per="", missing=(each,), lacks=_field(each)))
        for each in provisions
    }


KLA_REPORTS: dict[str, Check] = {
    "KLA-09b-p": periodic(months, per="month", missing=("MonthlyReportSubmitted",)),
    "KLA-09c-p": periodic(quarters, per="quarter", missing=("QuarterlyReportSubmitted",)),
    "KLA-09f": periodic(outlays, per="month", missing=("ExpenseClaimSubmitted",)),
    **_fields("KLA-09b-p", months, *(f"KLA-B1-{number}" for number in (1, 2, 3, 4, 5, 7))),
    "KLA-B1-6": field(
        "KLA-09b-p",
        periodic(
            months,
            per="month",
            missing=("KLA-B1-6",),
            lacks=lambda file, asked, handed: _reason_lacks(
                file, asked.period, handed.form, handed.day
            ),
            unless=_all_hours_done,
        ),
    ),
    **_fields("KLA-09c-p", quarters, *(f"KLA-B2-{number}" for number in range(1, 7))),
    "KLA-B3-1": periodic(outlays, per="month", missing=("ExpenseClaimSubmitted",)),
    **_fields("KLA-09f", outlays, *(f"KLA-B3-{number}" for number in (2, 3, 6, 8))),
    **{
        each: field(
            "KLA-09f, PRE(ExpensePaid)",
            periodic(
                outlays,
                per="month",
                missing=(each,),
                lacks=_field(each),
                broken=_paid_without(each),
            ),
        )
        for each in ("KLA-B3-4", "KLA-B3-5", "KLA-B3-7")
    },
}
"""How the reports of step 9 are judged, and the fields of bilaga 1–3."""
