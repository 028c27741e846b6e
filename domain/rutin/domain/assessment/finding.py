"""What is found: how an instance of a provision stands, from which day to which, and on what evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple, Protocol

from rutin.domain.assessment.reason import Reason
from rutin.domain.recorded import Recorded

EVER: Final = date.min
"""Where time begins, for what holds from the start."""


class Status(StrEnum):
    """How an instance stands on a day."""

    OPEN = "open"
    """May still be done in time, or has no clock."""
    MET = "met"
    OVERDUE = "overdue"
    """The due day has passed; it can still be done."""
    BREACHED = "breached"
    """Cannot be made good."""
    NOT_APPLICABLE = "not_applicable"


class Severity(StrEnum):
    """Whether the routine demands it, or recommends it."""

    BINDING = "binding"
    ADVISORY = "advisory"


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which a standing condition did not hold, both included; without last day, still."""

    first: date
    last: date | None


class State(NamedTuple):
    """How an instance stands while nothing changes; a named tuple, since it is made so often.

    Attributes:
        due: The last day in time, as far as it is known.
        late: Met after the due day.
        late_registered: Met, but recorded on a later day than it occurred and too late to show it.
        evidence: The facts that the status rests on.
        missing: Provisions, or acts by the name of their fact, that are still wanting.
        gaps: Of a standing condition: when it did not hold.
        reason: Why it does not apply, or was breached.
    """

    status: Status
    due: date | None = None
    late: bool = False
    late_registered: bool = False
    evidence: tuple[Recorded, ...] = ()
    missing: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    reason: Reason | None = None

    @property
    def satisfied_by(self) -> tuple[str, ...]:
        """Ids of the facts that it is met by; what shows a breach satisfies nothing."""
        if self.status is not Status.MET:
            return ()
        return tuple(str(fact.event_id) for fact in self.evidence)


class Segment(NamedTuple):
    """A state, and the days it lasts: from `first` until the day before `until`; None is for good."""

    first: date
    until: date | None
    state: State


class Instance(Protocol):
    """What stands in some way on each day from its first until the day before `until`."""

    @property
    def first(self) -> date:
        """The first day that there is such an instance."""

    @property
    def until(self) -> date | None:
        """The first day that there is none any more; None if it is there for good."""

    def stand(self, day: date) -> State:
        """Say how it stands on one of its days."""

    def segments(self) -> tuple[Segment, ...]:
        """Say how it stands for all time; the same as `stand` says of each day."""


def in_segments(instance: Instance, turning_points: Iterable[date]) -> tuple[Segment, ...]:
    """Say how an instance stands for all time, by asking on the days when something changes.

    Args:
        instance: The instance.
        turning_points: Days among which are all on which it changes after its first.
    """
    first, until = instance.first, instance.until
    if until is not None and until <= first:
        return ()
    within = (day for day in turning_points if first < day and (until is None or day < until))
    segments: list[Segment] = []
    for day in sorted({first, *within}, reverse=True):
        state = instance.stand(day)
        if segments and segments[-1].state == state:
            segments[-1] = Segment(day, segments[-1].until, state)
        else:
            segments.append(Segment(day, until, state))
        until = day
    return tuple(reversed(segments))


@dataclass(frozen=True, slots=True)
class Unchanging:
    """What stands in the same way as long as there is such an instance."""

    state: State
    first: date = EVER
    until: date | None = None

    def stand(self, _day: date) -> State:
        """Say how it stands."""
        return self.state

    def segments(self) -> tuple[Segment, ...]:
        """Say how it stands for all time."""
        return (Segment(self.first, self.until, self.state),)


@dataclass(frozen=True)
class Course:
    """One instance of a provision, through all time.

    Attributes:
        key: "-" for what applies once; a round, a period, or the id of the fact that triggered it.
        subject: What it is about, as "case/K-1".
        governed_on: The day that decides which version of the routine governs it.
        instance: Says how it stands.
        parameters: Names of the local parameters that its time rests on.
        valued_on: The days whose values of them count, each from that day on; without any, the day
            that governs it.
        standing: It is to hold all the time, and so is governed by the version of each day (D-71).
    """

    key: str
    subject: str
    governed_on: date
    instance: Instance
    parameters: tuple[str, ...] = ()
    valued_on: tuple[date, ...] = ()
    standing: bool = False
    _stood: dict[date, State | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What `on` gave, by day: what sums the course up asks for the same day."""

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """How it stands for all time, in order and without holes; worked out when asked for."""
        return self.instance.segments()

    @property
    def is_ever_there(self) -> bool:
        """Say whether there is such an instance on any day."""
        return self.instance.until is None or self.instance.first < self.instance.until

    def on(self, day: date) -> State | None:
        """Say how it stands on a day; None if there is no such instance then."""
        if day not in self._stood:
            first, until = self.instance.first, self.instance.until
            exists = first <= day and (until is None or day < until)
            self._stood[day] = self.instance.stand(day) if exists else None
        return self._stood[day]

    def last_valued(self, day: date) -> date | None:
        """Give the latest day up to a day whose values of its parameters count, if there is any."""
        if not self.valued_on:
            return None
        return max((valued for valued in self.valued_on if valued <= day), default=None)

    def segment(self, day: date) -> Segment | None:
        """Give the segment of a day; None if there is no such instance then."""
        for segment in reversed(self.segments):
            if segment.first <= day:
                return segment if segment.until is None or day < segment.until else None
        return None

    def since(self, segment: Segment) -> date | None:
        """Give the first day of the present status, which may have begun in an earlier segment.

        None when it has stood so from the beginning of time.
        """
        first = segment.first
        for each in reversed(self.segments):
            if each.until == first and each.state.status is segment.state.status:
                first = each.first
        return None if first == EVER else first

    def by(self, segment: Segment) -> date | None:
        """Give the day that something is to be done by: of what is to hold every day, when it ceased to.

        None when there is nothing to do, or no day is known.
        """
        match segment.state.status:
            case Status.OPEN:
                return segment.state.due
            case Status.OVERDUE:
                return segment.state.due or self.since(segment)
        return None
