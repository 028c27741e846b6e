"""A provision that sums up others: as it stands with the worst of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rutin.domain.assessment.finding import EVER, Course, Segment, State, Status

_WORST = (Status.BREACHED, Status.OVERDUE, Status.OPEN, Status.MET)


@dataclass(frozen=True, slots=True)
class RollUp:
    """What sums courses up: breached if one is, else overdue, else open; met when all are met or lifted.

    Attributes:
        courses: The courses, each with the id of its provision.
    """

    courses: tuple[tuple[str, Course], ...]

    @property
    def first(self) -> date:
        """The first day of any of them."""
        return min((course.instance.first for _, course in self.courses), default=EVER)

    @property
    def until(self) -> date | None:
        """Never: it stands for good once there has been any of them."""
        return None if self.courses else EVER

    def stand(self, day: date) -> State:
        """Say how it stands on a day."""
        present: dict[Status, dict[int, State]] = {status: {} for status in Status}
        for number, (_, course) in enumerate(self.courses):
            if (state := course.on(day)) is not None:
                present[state.status][number] = state
        return _sum(self.courses, present)

    def segments(self) -> tuple[Segment, ...]:
        """Say how it stands for all time, by what comes and goes in the segments of each."""
        return tuple(_segments(self.courses))


def _segments(courses: Sequence[tuple[str, Course]]) -> Sequence[Segment]:
    turns = sorted(
        (
            (first, number, state)
            for number, (_, course) in enumerate(courses)
            for first, state in _turns(course)
        ),
        key=lambda turn: turn[:2],
    )
    stood: dict[int, Status] = {}
    present: dict[Status, dict[int, State]] = {status: {} for status in Status}
    segments: list[Segment] = []
    for place, (first, number, state) in enumerate(turns):
        if number in stood:
            del present[stood.pop(number)][number]
        if state is not None:
            stood[number] = state.status
            present[state.status][number] = state
        if place + 1 < len(turns) and turns[place + 1][0] == first:
            continue
        summed = _sum(courses, present)
        if segments and segments[-1].state == summed:
            continue
        if segments:
            segments[-1] = segments[-1]._replace(until=first)
        segments.append(Segment(first, None, summed))
    return segments


def _turns(course: Course) -> Iterable[tuple[date, State | None]]:
    for segment in course.segments:
        yield segment.first, segment.state
    if course.segments and (until := course.segments[-1].until) is not None:
        yield until, None


def _sum(
    courses: Sequence[tuple[str, Course]], present: Mapping[Status, Mapping[int, State]]
) -> State:
    """Sum up the states that are present, told by status and then by the place of their course."""
    status = next((each for each in _WORST if present[each]), Status.NOT_APPLICABLE)
    such = sorted(present[status].items())
    match status:
        case Status.NOT_APPLICABLE:
            return State(status, reason=such[0][1].reason if such else None)
        case Status.MET:
            evidence = [fact for _, state in such for fact in state.evidence]
            last = max(evidence, key=lambda r: (r.fact.occurred_on, r.position), default=None)
            return State(status, evidence=(last,) if last else ())
    return State(
        status,
        due=min((state.due for _, state in such if state.due), default=None),
        missing=tuple(dict.fromkeys(courses[number][0] for number, _ in such)),
        reason=such[0][1].reason,
    )
