"""A standing condition: something that is to hold every day, and the days on which it did not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from rutin.domain.assessment.duty import Ending, Excuse
from rutin.domain.assessment.finding import EVER, Gap, Segment, State, Status, in_segments
from rutin.domain.assessment.reason import CLOSED_WITHOUT, NOT_TRIGGERED
from rutin.domain.recorded import Recorded
from rutin.domain.values import day_after

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """Days on which the condition held, both included, and by which facts; without last day, ever since."""

    first: date
    last: date | None
    by: tuple[Recorded, ...]


class Standing(NamedTuple):
    """A condition that is to hold from a day on.

    Attributes:
        key: Which instance it is.
        subject: What it is about; the case's own when left empty.
        first: The first day that there is such an instance.
        until: The first day that there is none any more.
        governed_on: The day that decides which version of the routine governs it.
        since: The day from which it is to hold; None while that has not come.
        held: The days on which it held.
        contingent: Does not apply until then; otherwise it stands open (D-37).
        missing: What is wanting while it does not hold.
        excuses: When it need not hold.
        endings: What ended it.
        curable: Never breached: a recommendation, or local policy alone.
        parameters: Names of the local parameters that it rests on.
    """

    key: str = "-"
    subject: str = ""
    first: date = EVER
    until: date | None = None
    governed_on: date | None = None
    since: date | None = None
    held: Sequence[Held] = ()
    contingent: bool = False
    missing: tuple[str, ...] = ()
    excuses: tuple[Excuse, ...] = ()
    endings: tuple[Ending, ...] = ()
    curable: bool = False
    parameters: tuple[str, ...] = ()

    def stand(self, day: date) -> State:
        """Say how it stands on a day: met while it holds, overdue from the day after it ceased."""
        ending = next((e for e in self.endings if e.day <= day), None)
        if ending is None:
            return self._standing(day)
        before = self._standing(ending.day)
        match before.status:
            case Status.MET:
                return before
            case Status.OVERDUE if ending.breaks != "nothing":
                if self.curable:
                    return before
                return before._replace(status=Status.BREACHED, reason=CLOSED_WITHOUT)
            case Status.NOT_APPLICABLE if before.reason is not NOT_TRIGGERED:
                return before
        return State(Status.NOT_APPLICABLE, reason=ending.reason)

    def segments(self) -> tuple[Segment, ...]:
        """Say how it stands for all time."""
        return in_segments(self, self._turning_points())

    def _turning_points(self) -> Iterator[date]:
        if self.since:
            yield self.since
        for held in self.held:
            yield held.first
            if held.last:
                yield day_after(held.last)
        for excuse in self.excuses:
            yield from excuse.turning_points()
        for ending in self.endings:
            yield ending.day

    def _standing(self, day: date) -> State:
        excuse = self._excuse(day)
        if excuse:
            return State(Status.NOT_APPLICABLE, evidence=excuse.evidence, reason=excuse.reason)
        if self.since is None or day < self.since:
            if self.contingent:
                return State(Status.NOT_APPLICABLE, reason=NOT_TRIGGERED)
            holds = any(_holds(held, day) for held in self.held)
            return State(Status.OPEN, missing=() if holds else self.missing)
        by = tuple(dict.fromkeys(fact for h in self.held if _holds(h, day) for fact in h.by))
        gaps = tuple(self._gaps(day))
        if by:
            return State(Status.MET, evidence=by, gaps=gaps)
        return State(Status.OVERDUE, missing=self.missing, gaps=gaps)

    def _excuse(self, day: date) -> Excuse | None:
        return next(
            (e for e in self.excuses if e.first <= day and (e.until is None or day < e.until)),
            None,
        )

    def _gaps(self, day: date) -> Iterator[Gap]:
        """List the gaps up to a day; the last one is open if it is still going on."""
        if self.since is None:
            return
        gap: date | None = None
        for turn in sorted(
            {d for d in self._turning_points() if self.since <= d <= day} | {self.since}
        ):
            holds = any(_holds(h, turn) for h in self.held) or self._excuse(turn) is not None
            if holds and gap is not None:
                yield Gap(gap, turn - _DAY)
                gap = None
            elif not holds and gap is None:
                gap = turn
        if gap is not None:
            yield Gap(gap, None)


def _holds(held: Held, day: date) -> bool:
    return held.first <= day and (held.last is None or day <= held.last)
