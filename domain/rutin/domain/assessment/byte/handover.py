"""A handover: someone leaves a client, and what they have is passed on; one a relationship (D-68)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from rutin.domain.act import Fact
from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.clocks import Check, judged
from rutin.domain.assessment.duty import Done, Due, Duty, Ending, Excuse
from rutin.domain.assessment.reason import CLOSED_BEFORE, Reason
from rutin.domain.assessment.support_persons import appointments
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    ChangeGranted,
    DepartureAnnounced,
    DepartureChanged,
    DepartureWithdrawn,
    HandoverClosed,
    RelationshipEnded,
)
from rutin.domain.values import day_after

WITHDRAWN = Reason("withdrawn", "återtaget", "withdrawn")

_LEAVING = ("order_ended", "died")
"""Ends of a relationship that come of the client's leaving, and so hand nothing over."""


@dataclass(frozen=True, slots=True)
class Handover:
    """The handover of one relationship of someone who leaves (D-68).

    Attributes:
        sign: What showed that the support person leaves; the handover is known by it.
        last_days: The last day as support person, as it came to be known.
        withdrawn: That the person stays after all.
        closed: The unit manager's closing of the handover.
        facts: The facts of the relationship, also from before the sign; of one who stayed after
            all and leaves again, those since then.
    """

    sign: Recorded
    last_days: tuple[Due, ...]
    withdrawn: Recorded | None
    closed: Recorded | None
    facts: tuple[Recorded, ...]

    @property
    def announced(self) -> date:
        """The day on which it came to be known."""
        return self.sign.fact.occurred_on

    @property
    def over(self) -> date | None:
        """The day after the last day as support person: the first that came to pass as it stood."""
        passed = self._passed
        return max(day_after(passed.day), passed.known) if passed and passed.day else None

    @property
    def _passed(self) -> Due | None:
        for known, following in zip_longest(self.last_days, self.last_days[1:]):
            if known.day is not None and (following is None or known.day < following.known):
                return known
        return None

    def frozen(self, day: date) -> date:
        """Give the day whose circumstances count on a day: itself, or the last day when it is over."""
        passed, over = self._passed, self.over
        if passed and passed.day and over and day >= over:
            return passed.day
        return day

    def first(self, *types: type[Fact]) -> Recorded | None:
        """Give the first fact of some types."""
        return next((r for r in self.facts if isinstance(r.fact, types)), None)

    def of(self, *types: type[Fact]) -> list[Recorded]:
        """Give the facts of some types."""
        return [r for r in self.facts if isinstance(r.fact, types)]

    def last_day_known(self, day: date) -> date | None:
        """Give the last day as support person, as it was known on a day."""
        return next((due.day for due in reversed(self.last_days) if due.known <= day), None)


@once
def handovers(file: CaseFile) -> tuple[Handover, ...]:
    """Give the handovers of a case; one for each relationship of someone who leaves."""
    streams = dict.fromkeys(appointment.stream for appointment in appointments(file))
    found = [each for stream in streams for each in _handovers(file, stream)]
    return tuple(sorted(found, key=lambda each: file.place[each.sign.position]))


def _handovers(file: CaseFile, stream: str) -> Iterator[Handover]:
    facts = [r for r in file.facts if r.stream == stream]
    sign: Recorded | None = None
    last_days: list[Due] = []
    since = 0
    for place, turn in enumerate(facts):
        day = turn.fact.occurred_on
        match turn.fact:
            case DepartureAnnounced(last_day=last) | DepartureChanged(last_day=last):
                last_days.append(Due(last, known=day))
            case ChangeGranted():
                pass
            case RelationshipEnded(reason=reason) if reason not in _LEAVING:
                if not last_days or (last_days[-1].day or date.max) > day:
                    last_days.append(Due(day, known=day))
            case DepartureWithdrawn() if sign is not None:
                yield _handover(sign, last_days, turn, facts[since : place + 1])
                sign, last_days, since = None, [], place + 1
                continue
            case _:
                continue
        if sign is None:
            sign = turn
    if sign is not None:
        yield _handover(sign, last_days, None, facts[since:])


def _handover(
    sign: Recorded, last_days: Sequence[Due], withdrawn: Recorded | None, facts: Sequence[Recorded]
) -> Handover:
    from_sign = facts[facts.index(sign) :]
    closed = next((r for r in from_sign if isinstance(r.fact, HandoverClosed)), None)
    return Handover(sign, tuple(last_days), withdrawn, closed, tuple(facts))


# ---------------------------------------------------------------- what a handover asks for


def handover_duty(
    handover: Handover, done: Done | None, *missing: str, dues: Iterable[Due]
) -> Duty:
    """Tell what a handover asks for: from the departure on, until the handover is closed."""
    withdrawn = handover.withdrawn
    closed = handover.closed
    return Duty(
        key=str(handover.sign.event_id),
        subject=handover.sign.stream,
        first=handover.announced,
        triggered=handover.announced,
        governed_on=handover.announced,
        dues=tuple(dues),
        done=done,
        missing=missing,
        excuses=(
            (Excuse(withdrawn.fact.occurred_on, WITHDRAWN, evidence=(withdrawn,), undoes=True),)
            if withdrawn
            else ()
        ),
        endings=((Ending(closed.fact.occurred_on, CLOSED_BEFORE, "everything"),) if closed else ()),
    )


def stretches(days: Iterable[date], by: Callable[[date], tuple[Recorded, ...]]) -> tuple[Done, ...]:
    """Give the stretches of days on which something was done: more may come to be asked for.

    Args:
        days: The days on which that can change.
        by: Gives the facts that did it, on one of those days; none when it was not done.
    """
    found: list[Done] = []
    for day in sorted(days):
        facts = by(day)
        goes_on = bool(found) and found[-1].until is None
        if facts and not goes_on:
            found.append(Done(day, facts))
        elif goes_on and not facts:
            found[-1] = replace(found[-1], until=day)
    return tuple(found)


def excused(duty: Duty, *excuses: Excuse) -> Duty:
    """Give a duty that also does not apply on some days."""
    return duty._replace(excuses=(*duty.excuses, *excuses))


def each_handover(duty: Callable[[CaseFile, Handover], Duty], clock: str) -> Check:
    """Judge something of every handover; it does not apply before anyone leaves (D-37)."""

    @judged(clock)
    def duties(file: CaseFile) -> Iterator[Duty]:
        found = handovers(file)
        yield Duty(contingent=True, triggered=None, until=found[0].announced if found else None)
        for handover in found:
            yield duty(file, handover)

    return duties
