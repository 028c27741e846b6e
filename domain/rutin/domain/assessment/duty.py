"""A duty: one thing to be done, told in the few days that decide how it stands on any day.

Every clock of the routines comes down to a duty. `stand` says how it stands on one day;
`segments` says so for all time, by asking `stand` on the days when something changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from rutin.domain.assessment.finding import EVER, Segment, State, Status, in_segments
from rutin.domain.assessment.reason import (
    CLOSED_BEFORE,
    CLOSED_WITHOUT,
    NOT_TRIGGERED,
    PERIOD_OVER,
    ROUND_ABANDONED,
    Reason,
)
from rutin.domain.recorded import Recorded
from rutin.domain.values import day_after, stockholm_date

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A due day, and the day from which it is known: a start is known only when it has come.

    Without a day, it takes away the due day known before. A remark is what is worth knowing of it.
    """

    day: date | None
    known: date = EVER
    remark: Reason | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The act was done, as these facts show; the last of them completed it.

    From `until` on it is done no longer, since more is asked for.
    """

    day: date
    by: tuple[Recorded, ...]
    until: date | None = None

    @classmethod
    def of(cls, *facts: Recorded) -> "Done":
        """Say that facts together did it, on the day of the last."""
        return cls(max(fact.fact.occurred_on for fact in facts), facts)


@dataclass(frozen=True, slots=True)
class Excuse:
    """Days on which the duty does not apply: from `first`, until the day before `until`."""

    first: date
    reason: Reason
    until: date | None = None
    evidence: tuple[Recorded, ...] = ()
    undoes: bool = False
    """Applies even to what has been done."""

    def turning_points(self) -> Iterator[date]:
        """Give the days on which it begins, and no longer holds."""
        yield self.first
        if self.until:
            yield self.until


@dataclass(frozen=True, slots=True)
class Broken:
    """The provision was broken for good on a day."""

    day: date
    reason: Reason
    by: tuple[Recorded, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """What the duty belongs to ended: a round, a handover, or the case (D-36, D-38).

    Attributes:
        day: From this day.
        reason: Why what was not done does not apply any more.
        breaks: What is breached by it, if not done: nothing; what is overdue; also what was
            triggered and is a reaction to that; or everything that applies.
    """

    day: date
    reason: Reason
    breaks: Literal["nothing", "overdue", "overdue_and_reactions", "everything"] = "nothing"


class Duty(NamedTuple):
    """One thing to be done; a named tuple, since it is made so often.

    Attributes:
        key: Which instance it is.
        subject: What it is about, as "case/K-1"; the case's own when left empty.
        first: The first day that there is such an instance.
        until: The first day that there is none any more.
        governed_on: The day that decides which version of the routine governs it; the order's
            day when left out.
        triggered: The day from which something is to be done.
        contingent: Does not apply until triggered; otherwise it stands open until then (D-37).
        dues: Last days in time, in the order they came to be known; the latest known counts.
        done: When and how it was done.
        again: Likewise, each time that it was done anew after more had come to be asked for.
        missing: What is wanting until it is done.
        lacking: What is wanting from a day on, if that changes.
        excuses: When it does not apply.
        broken: When it was broken for good.
        over: The first day on which it can no longer be done.
        endings: What ended it, in order of time.
        reactive: A reaction to its trigger: left undone in a completed case, it is breached.
        curable: Never breached by time: a recommendation, or a time that is local policy alone. What
            is overdue when the case closes stays so, and can still be done.
        lasting: Done is not done for good: what breaks it later breaks it still.
        remark: What is worth knowing of an instance that is open, overdue or late, if its due day
            has no remark of its own.
        parameters: Names of the local parameters that its time rests on.
        valued_on: The day whose values of them count; the day that governs it when left out.
    """

    key: str = "-"
    subject: str = ""
    first: date = EVER
    until: date | None = None
    governed_on: date | None = None
    triggered: date | None = EVER
    contingent: bool = False
    dues: tuple[Due, ...] = ()
    done: Done | None = None
    again: tuple[Done, ...] = ()
    missing: tuple[str, ...] = ()
    lacking: tuple[tuple[date, tuple[str, ...]], ...] = ()
    excuses: tuple[Excuse, ...] = ()
    broken: Broken | None = None
    over: date | None = None
    endings: tuple[Ending, ...] = ()
    reactive: bool = False
    curable: bool = False
    lasting: bool = False
    remark: Reason | None = None
    parameters: tuple[str, ...] = ()
    valued_on: date | None = None

    def stand(self, day: date) -> State:
        """Say how it stands on a day."""
        if self.broken and self.broken.day <= day and not self._done_before(self.broken.day):
            return State(
                Status.BREACHED,
                due=self._due(day),
                evidence=self.broken.by,
                missing=self._missing(day),
                reason=self.broken.reason,
            )
        for done in self._doings:
            if self._counts(done, day):
                undone = self._excuse(day, undoing=True)
                return _excused(undone) if undone else self._met(done, day)
        return self._undone(day)

    @property
    def _doings(self) -> tuple[Done, ...]:
        return (self.done, *self.again) if self.done else self.again

    def segments(self) -> tuple[Segment, ...]:
        """Say how it stands for all time."""
        return in_segments(self, self._turning_points())

    def _turning_points(self) -> Iterator[date]:
        if self.triggered is not None:
            yield self.triggered
        for due in self.dues:
            yield due.known
            if due.day:
                yield day_after(due.day)
        for done in self._doings:
            yield done.day
            if done.until:
                yield done.until
        for day, _ in self.lacking:
            yield day
        for excuse in self.excuses:
            yield from excuse.turning_points()
        if self.broken:
            yield self.broken.day
        if self.over:
            yield self.over
        for ending in self.endings:
            yield ending.day

    # ------------------------------------------------------------------ how it stands

    def _standing(self, day: date) -> State:
        """Say how it stands while nothing has ended it and it is not done."""
        if excuse := self._excuse(day):
            return _excused(excuse)
        due, missing = self._due(day), self._missing(day)
        if self.over and self.over <= day and not self.curable:
            came = self._came_too_late(self.over, day)
            wanting = () if came else missing
            return State(Status.BREACHED, due, evidence=came, missing=wanting, reason=PERIOD_OVER)
        if self.triggered is None or day < self.triggered:
            if self.contingent:
                return State(Status.NOT_APPLICABLE, reason=NOT_TRIGGERED)
            return State(Status.OPEN, due=due, missing=missing)
        if due is not None and day > due:
            return State(Status.OVERDUE, due=due, missing=missing, reason=self._remark(day))
        return State(Status.OPEN, due=due, missing=missing, reason=self._remark(day))

    def _came_too_late(self, over: date, day: date) -> tuple[Recorded, ...]:
        """Give what did it by a day, when it could no longer be done."""
        came = (d for d in self._doings if over <= d.day <= day and not self._ceased(d, day))
        return next((done.by for done in came), ())

    def _undone(self, day: date) -> State:
        """Say how it stands undone: while nothing has ended it, then after each of its endings."""
        state: State | None = None
        for ending in self.endings:
            if ending.day > day:
                break
            before = state or self._standing(ending.day)
            state = self._after(ending, before)
        return state or self._standing(day)

    def _after(self, ending: Ending, before: State) -> State:
        match before.status:
            case Status.BREACHED:
                return before
            case Status.NOT_APPLICABLE:
                passing = before.reason in (NOT_TRIGGERED, ROUND_ABANDONED)
                return before._replace(reason=ending.reason) if passing else before
            case Status.OVERDUE | Status.OPEN if self._fails(ending, before.status):
                return before._replace(status=Status.BREACHED, reason=CLOSED_WITHOUT)
            case Status.OVERDUE if ending.breaks != "nothing":
                return before
            case _:
                return State(Status.NOT_APPLICABLE, reason=ending.reason)

    def _fails(self, ending: Ending, before: Status) -> bool:
        """Say whether what was not done by an ending is breached by it."""
        if ending.breaks in ("nothing", "everything"):
            return ending.breaks == "everything"
        if before is Status.OVERDUE and not self.curable:
            return True
        triggered = self.triggered is not None and self.triggered <= ending.day
        return ending.breaks == "overdue_and_reactions" and self.reactive and triggered

    def _met(self, done: Done, day: date) -> State:
        due = self._due(day)
        late = due is not None and done.day > due
        return State(
            Status.MET,
            due=due,
            late=late,
            late_registered=any(_recorded_late(fact, due) for fact in done.by),
            evidence=done.by,
            reason=self._remark(day) if late else None,
        )

    # ------------------------------------------------------------------ what decides it

    def _counts(self, done: Done, day: date) -> bool:
        """Say whether what was done had been done by a day, and while it still could be."""
        if self.contingent and (self.triggered is None or day < self.triggered):
            return False
        return (
            done.day <= day
            and not self._ceased(done, day)
            and (self.over is None or done.day < self.over or self.curable)
            and all(done.day <= e.day or self._outlives(e) for e in self.endings)
        )

    def _ceased(self, done: Done, day: date) -> bool:
        """Say whether more had come to be asked for by a day, before anything ended it."""
        until = done.until
        return until is not None and until <= day and all(until <= e.day for e in self.endings)

    def _outlives(self, ending: Ending) -> bool:
        """Say whether it was left overdue by an ending, to be done all the same."""
        return self.curable and self._undone(ending.day).status is Status.OVERDUE

    def _done_before(self, day: date) -> bool:
        return self.done is not None and self.done.day < day and not self.lasting

    def _due(self, day: date) -> date | None:
        latest = self._latest_due(day)
        return latest.day if latest else None

    def _remark(self, day: date) -> Reason | None:
        latest = self._latest_due(day)
        return (latest and latest.remark) or self.remark

    def _latest_due(self, day: date) -> Due | None:
        for due in reversed(self.dues):
            if due.known <= day:
                return due
        return None

    def _missing(self, day: date) -> tuple[str, ...]:
        for first, missing in reversed(self.lacking):
            if first <= day:
                return missing
        return self.missing

    def _excuse(self, day: date, *, undoing: bool = False) -> Excuse | None:
        for excuse in self.excuses:
            lasts = excuse.first <= day and (excuse.until is None or day < excuse.until)
            if lasts and (excuse.undoes or not undoing):
                return excuse
        return None


def closing(day: date, *, completed: bool) -> Ending:
    """The case is closed: what is overdue is breached, what had not come does not apply (D-36)."""
    return Ending(day, CLOSED_BEFORE, "overdue_and_reactions" if completed else "overdue")


def _excused(excuse: Excuse) -> State:
    return State(Status.NOT_APPLICABLE, evidence=excuse.evidence, reason=excuse.reason)


def _recorded_late(recorded: Recorded, due: date | None) -> bool:
    """Say whether a fact was recorded on a later day than it occurred, and after the due day (D-43)."""
    told = stockholm_date(recorded.recorded_at)
    return told > recorded.fact.occurred_on and (due is None or told > due)
