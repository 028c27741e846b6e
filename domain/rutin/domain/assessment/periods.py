"""PER, the clock of what is done once in every period: a month, a quarter (existence in each window).

It is open through the due day, overdue until the next period ends, and then breached.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.clocks import Act, Check, until_first
from rutin.domain.assessment.duty import Broken, Done, Due, Duty, Excuse
from rutin.domain.assessment.service import Stretch, running
from rutin.domain.recorded import Recorded
from rutin.domain.values import CalendarPeriod, Month, Quarter

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Handed:
    """What had been handed in for a period by a day, told as one form.

    A form handed in again fills in what the former left blank, and changes what it changes (D-48).

    Attributes:
        day: The day.
        form: The form.
        by: What it was handed in by.
        lacks: What it lacks, as provision ids; nothing when it is whole.
    """

    day: date
    form: Any
    by: tuple[Recorded, ...]
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A period for which something is to be handed in or done, and what has been.

    Attributes:
        subject: What it is about: a relationship's stream, or the case's.
        period: The month or quarter.
        first: The first day that there is anything to do.
        dues: Last days in time.
        over: The first day on which it cannot be made good.
        excuses: When nothing needs to be done.
        handed: What was handed in or done, as it came.
        parameters: The local values that its time rests on.
    """

    subject: str
    period: Month | Quarter
    first: date
    dues: tuple[Due, ...]
    over: date
    excuses: tuple[Excuse, ...] = ()
    handed: tuple[Handed, ...] = ()
    parameters: tuple[str, ...] = ()

    @property
    def whole(self) -> Handed | None:
        """What had been handed in when it first lacked nothing; None if it still does."""
        return next((handed for handed in self.handed if not handed.lacks), None)


Lacks = Callable[[CaseFile, Asked, Handed], tuple[str, ...]]
"""Names what is wanting of what was handed in, as provision ids; nothing when it does."""


def whatever_it_lacks(_file: CaseFile, _asked: Asked, handed: Handed) -> tuple[str, ...]:
    """Want the whole form."""
    return handed.lacks


def periodic(
    asked: Callable[[CaseFile], Sequence[Asked]],
    *,
    per: str,
    missing: tuple[str, ...],
    lacks: Lacks = whatever_it_lacks,
    unless: Callable[[CaseFile, Asked], Iterable[Excuse]] = lambda *_: (),
    broken: Callable[[CaseFile, Asked], Broken | None] = lambda *_: None,
) -> Check:
    """To be done once in every period, each an instance; until the first, it stands open (D-37).

    Args:
        asked: Gives the periods; see `in_each`.
        per: What the period is called, as "month".
        missing: What is wanting while nothing has been handed in.
        lacks: Says what is wanting of what was handed in; it is done when that is nothing.
        unless: Gives what lifts it in a period, beside what the period says itself.
        broken: Gives what broke it for good in a period.
    """

    def duty(file: CaseFile, each: Asked) -> Duty:
        told = [(handed, lacks(file, each, handed)) for handed in each.handed]
        whole = next((handed for handed, wanting in told if not wanting), None)
        return Duty(
            key=str(each.period),
            subject=each.subject,
            first=each.first,
            governed_on=each.period.first_day,
            dues=each.dues,
            done=Done(whole.day, whole.by) if whole else None,
            missing=missing,
            lacking=tuple((handed.day, wanting) for handed, wanting in told),
            excuses=(*each.excuses, *unless(file, each)),
            broken=broken(file, each),
            over=each.over,
            parameters=each.parameters,
        )

    def duties(file: CaseFile) -> Iterator[Duty]:
        periods = (duty(file, each) for each in asked(file))
        return until_first(periods, stands=Duty(missing=missing))

    return Check(f"PER({per})", duties)


def in_each(
    kind: type[Month] | type[Quarter], done: Act
) -> Callable[[CaseFile], tuple[Asked, ...]]:
    """Ask for an act in every period in which the case's service ran for at least a day."""

    def asked(file: CaseFile) -> tuple[Asked, ...]:
        return tuple(
            Asked(
                subject=file.subject,
                period=period,
                first=first,
                dues=(Due(period.last_day),),
                over=period.next().last_day + _DAY,
                handed=tuple(
                    Handed(recorded.fact.occurred_on, recorded.fact, (recorded,))
                    for recorded in done.all(file.whole)
                    if recorded.fact.occurred_on in period
                ),
            )
            for period, first in periods_of(kind, running(file), file.horizon)
        )

    return asked


def periods_of(
    kind: type[CalendarPeriod], stretches: Sequence[Stretch], last_day: date
) -> Iterator[tuple[Any, date]]:
    """Give each period with a day of service up to a last day, and its first such day."""
    seen: set[object] = set()
    for stretch in stretches:
        for period in kind.between(stretch.first, min(stretch.last or last_day, last_day)):
            if period not in seen:
                seen.add(period)
                yield period, max(stretch.first, period.first_day, stretch.known)
