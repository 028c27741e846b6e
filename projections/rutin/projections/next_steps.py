"""The next step in each case: what comes first of what has no last day, in the order of its routine.

Much of a routine is to be done without a day being set: a support person is to be appointed, a client
is to be met. What has a day is a task by that day. Of what has none, only the step that is next is one:
what comes after it cannot be done yet, or waits for it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from itertools import zip_longest
from typing import NamedTuple

from rutin.application.assessment import unit_of
from rutin.application.tasks import is_task
from rutin.application.view import Told, View
from rutin.domain.assessment.assess import NO_VERSIONS, routine_of


@dataclass(frozen=True, slots=True)
class NextStep:
    """An act that is the next step in a case, and from when to when it is.

    Attributes:
        case: The case.
        unit: The unit that works the case; empty while that is unknown.
        intervention: What is granted; empty while that is unknown.
        provision: What demands the act, as "KMSP-01".
        subject: What it is about, as "case/K-1".
        instance: "-", a round, a period, or the id of the fact that triggered it.
        first: The first of the days; that of the case's first fact at the earliest.
        until: The day after the last; None when it is so for good.
        missing: What is wanting.
    """

    case: str
    unit: str
    intervention: str
    provision: str
    subject: str
    instance: str
    first: date
    until: date | None
    missing: tuple[str, ...]


class _Step(NamedTuple):
    """Days on which an act is still to be done; of two, the first in the routine's order is the less."""

    place: int
    first: date
    instance: str
    until: date | None
    by: date | None
    provision: str
    missing: tuple[str, ...]
    periodic: bool


def next_steps(told: Told) -> Iterator[NextStep]:
    """Work out a case's next steps: one at a time of each routine, for the case and each relationship."""
    began = told.file.first_day
    if began is None:
        return
    unit, intervention = unit_of(told.history, told.name) or "", told.file.intervention or ""
    for (_, subject), steps in _acts(told).items():
        for step in _first_of(steps):
            if step.by is not None or (step.until is not None and step.until <= began):
                continue
            yield NextStep(
                case=told.name,
                unit=unit,
                intervention=intervention,
                provision=step.provision,
                subject=subject,
                instance=step.instance,
                first=max(step.first, began),
                until=step.until,
                missing=step.missing,
            )


def _acts(told: Told) -> dict[tuple[str, str], list[_Step]]:
    """Give the acts to be done, by routine and what they are about: of each instance the first one.

    What is done every month has a day when its time comes. What follows on it in the same month, as
    when a follow-up is written down, comes after it.
    """
    acts: dict[tuple[str, str], list[_Step]] = defaultdict(list)
    for (routine, subject, _), steps in _by_instance(told).items():
        acts[routine, subject] += [step for step in _first_of(steps) if not step.periodic]
    return acts


def _by_instance(told: Told) -> dict[tuple[str, str, str], list[_Step]]:
    """Give all that is ever to be done, by routine, what it is about and its instance."""
    found: dict[tuple[str, str, str], list[_Step]] = defaultdict(list)
    for provision_id, courses in told.courses.items():
        clock = told.provisions.clock_of(provision_id) or ""
        routine = routine_of(provision_id)
        if routine in NO_VERSIONS or clock.startswith("FIELD"):
            continue  # laws have no order, and a field is answered by the act that it is a field of
        provision, place = told.provisions.named(provision_id), told.provisions.place(provision_id)
        for course in courses:
            found[routine, course.subject, course.key] += [
                _Step(
                    place=place,
                    first=segment.first,
                    instance=course.key,
                    until=segment.until,
                    by=course.by(segment),
                    provision=provision_id,
                    missing=segment.state.missing,
                    periodic=clock.startswith("PER"),
                )
                for segment in course.segments
                if segment.state.missing  # else it holds already, and is to hold later
                and is_task(provision, segment.state.status, told.provisions)
            ]
    return found


def _first_of(steps: Sequence[_Step]) -> Iterator[_Step]:
    """Give, through time, the first in order of those to be done, with the days on which it is."""
    turns = {each.first for each in steps} | {each.until for each in steps if each.until}
    coming = sorted(steps, key=lambda step: step.first, reverse=True)
    to_be_done: list[_Step] = []
    found: list[tuple[date, _Step | None]] = []
    for day in sorted(turns):
        while coming and coming[-1].first == day:
            heappush(to_be_done, coming.pop())
        while to_be_done and to_be_done[0].until is not None and to_be_done[0].until <= day:
            heappop(to_be_done)
        step = to_be_done[0] if to_be_done else None
        if not found or found[-1][1] is not step:
            found.append((day, step))
    for (first, step), after in zip_longest(found, found[1:]):
        if step:
            yield step._replace(first=first, until=after[0] if after else None)


NEXT_STEPS = View(
    "next_steps",
    "case",
    NextStep,
    next_steps,
    judges=True,
    indexes=(("unit", "case"),),
)
