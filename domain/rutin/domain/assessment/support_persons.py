"""Who the support persons were, day by day, as far as it was known that day (D-19, D-42, D-68)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rutin.domain.act import Fact
from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.standing import Held
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    DepartureAnnounced,
    DepartureChanged,
    DepartureWithdrawn,
    RelationshipEnded,
    SupportPersonAppointed,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days on which someone held a slot, both included; without last day, ever since."""

    first: date
    last: date | None
    person: str
    appointment: Recorded


def facts_of(file: CaseFile, stream: str, *types: type[Fact]) -> list[Recorded]:
    """Give the facts of some types of one relationship, in order of occurrence."""
    return [r for r in file.whole.of(*types) if r.stream == stream]


@once
def appointments(file: CaseFile) -> tuple[Recorded, ...]:
    """Give every appointment of the case, in order of occurrence."""
    return tuple(file.whole.of(SupportPersonAppointed))


@once
def first_appointments(file: CaseFile) -> tuple[Recorded, ...]:
    """Give the first appointment of each person: appointing the same one anew starts nothing (D-69)."""
    seen: dict[str, Recorded] = {}
    for appointment in appointments(file):
        seen.setdefault(_person(file, appointment), appointment)
    return tuple(seen.values())


def counts_from(appointment: Recorded) -> date:
    """Give the day from which an appointment counts: its first day, but not before it was made."""
    first: date = getattr(appointment.fact, "from_date", appointment.fact.occurred_on)
    return max(first, appointment.fact.occurred_on)


def _person(file: CaseFile, appointment: Recorded) -> str:
    assignee: str = getattr(appointment.fact, "assignee", "")
    registration = file.history.assignee(assignee).registration
    return registration.person if registration else assignee


@once
def held(file: CaseFile) -> dict[int, tuple[Days, ...]]:
    """Give the days on which each slot was held, by slot."""
    found: dict[int, list[Days]] = {1: [], 2: []}
    streams = dict.fromkeys(appointment.stream for appointment in appointments(file))
    for stream in streams:
        for slot, days in _held_in(file, stream):
            found[slot].append(days)
    return {slot: tuple(days) for slot, days in found.items()}


def _held_in(file: CaseFile, stream: str) -> Iterator[tuple[int, Days]]:
    """Give the days that a relationship holds a slot.

    What is known changes from day to day: a departure is announced, moved, withdrawn. Between two
    such days the slot is held as far as was known then.
    """
    turns = facts_of(
        file,
        stream,
        SupportPersonAppointed,
        DepartureAnnounced,
        DepartureChanged,
        DepartureWithdrawn,
        RelationshipEnded,
    )
    appointed: list[Recorded] = []
    leaves: date | None = None
    ended: date | None = None
    for place, turn in enumerate(turns):
        match turn.fact:
            case SupportPersonAppointed():
                appointed.append(turn)
            case DepartureAnnounced(last_day=day) | DepartureChanged(last_day=day):
                leaves = day
            case DepartureWithdrawn():
                leaves = None
            case RelationshipEnded(occurred_on=day):
                ended = day
        known = turn.fact.occurred_on
        until = turns[place + 1].fact.occurred_on - _DAY if place + 1 < len(turns) else None
        last = min((day for day in (leaves, ended) if day is not None), default=None)
        yield from _as_known(file, appointed, known, until, last)


def _as_known(
    file: CaseFile,
    appointed: Sequence[Recorded],
    known: date,
    until: date | None,
    last: date | None,
) -> Iterator[tuple[int, Days]]:
    """Give the days between two turns on which the appointments known then hold their slots."""
    in_order = sorted(appointed, key=lambda a: getattr(a.fact, "from_date", date.min))
    for place, appointment in enumerate(in_order):
        told: Any = appointment.fact
        following: Any = in_order[place + 1].fact if place + 1 < len(in_order) else None
        first = max(told.from_date, known)
        ends = [
            day
            for day in (until, last, following.from_date - _DAY if following else None)
            if day is not None
        ]
        end = min(ends, default=None)
        if end is None or first <= end:
            yield told.slot, Days(first, end, _person(file, appointment), appointment)


@once
def someone(file: CaseFile) -> tuple[Held, ...]:
    """Give the days on which there was a support person at all."""
    return tuple(
        Held(days.first, days.last, (days.appointment,))
        for slot in held(file).values()
        for days in slot
    )


@once
def two(file: CaseFile) -> tuple[Held, ...]:
    """Give the days on which two different persons held the two slots."""
    found: list[Held] = []
    for one in held(file)[1]:
        for other in held(file)[2]:
            first = max(one.first, other.first)
            last = min((day for day in (one.last, other.last) if day), default=None)
            if one.person != other.person and (last is None or first <= last):
                found.append(Held(first, last, (one.appointment, other.appointment)))
    return tuple(found)


def holds_on(file: CaseFile, assignee: str, day: date) -> bool:
    """Say whether an assignee was person 1 or person 2 on a day."""
    return any(
        getattr(days.appointment.fact, "assignee", "") == assignee
        and days.first <= day
        and (days.last is None or day <= days.last)
        for slot in held(file).values()
        for days in slot
    )
