"""When the service ran, and who gave it (D-72): the days that reports are due for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rutin.domain.act import Fact
from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.case import (
    CaseClosed,
    OrderEnded,
    OrderReceived,
    OrderRenewed,
    ServiceInterrupted,
    ServiceResumed,
    ServiceStarted,
)
from rutin.domain.support_relationship import (
    AgreementSigned,
    AssignmentDeclined,
    AssignmentOffered,
    RelationshipEnded,
)
from rutin.domain.values import day_after

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which a service ran.

    Attributes:
        first: The first day.
        last: The last day; None while it goes on.
        known: The day from which it is known that these days are ordered.
    """

    first: date
    last: date | None
    known: date

    def within(self, first: date, last: date) -> "Stretch | None":
        """Give the part that lies between two days, both included."""
        start = max(self.first, first)
        end = last if self.last is None else min(self.last, last)
        return Stretch(start, end, self.known) if start <= end else None


@once
def running(file: CaseFile) -> tuple[Stretch, ...]:
    """Give the stretches in which the case's service ran, as far as an order covers them."""
    return tuple(_covered(file, tuple(_run(file, _TURNS))))


@once
def begun(file: CaseFile) -> tuple[Stretch, ...]:
    """Give the stretches in which the service was ordered and had begun, interruptions and all."""
    turns = tuple(kind for kind in _TURNS if kind is not ServiceInterrupted)
    return tuple(_covered(file, tuple(_run(file, turns))))


@once
def given_by(file: CaseFile) -> dict[str, tuple[Stretch, ...]]:
    """Give the stretches in which each relationship gave the service, by its stream.

    A relationship gives it from its agreement on, until it ends. Where a service runs without any
    agreement, the relationship that was there when it began gives it all the same.
    """
    given: dict[str, tuple[Stretch, ...]] = {}
    for stream, first, last in _holders(file):
        stretches = tuple(
            part
            for stretch in running(file)
            if (part := stretch.within(first, last or date.max)) is not None
        )
        open_ended = tuple(
            Stretch(s.first, None if s.last == date.max else s.last, s.known) for s in stretches
        )
        given[stream] = (*given.get(stream, ()), *open_ended)
    return {
        stream: tuple(sorted(stretches, key=lambda s: s.first))
        for stream, stretches in given.items()
    }


_TURNS = (ServiceStarted, ServiceResumed, ServiceInterrupted, OrderEnded, CaseClosed)
"""The acts at which a service begins to run, and at which it stops."""


def _run(file: CaseFile, turns: tuple[type[Fact], ...]) -> Iterator[tuple[date, date | None]]:
    """Give the stretches by the acts alone: started or resumed, until interrupted or ended."""
    began: date | None = None
    for recorded in file.whole.of(*turns):
        day = recorded.fact.occurred_on
        match recorded.fact:
            case ServiceStarted() | ServiceResumed():
                began = began or day
            case ServiceInterrupted() if began is not None:
                if began < day:
                    yield began, day - _DAY
                began = None
            case OrderEnded() | CaseClosed() if began is not None:
                yield began, day
                began = None
    if began is not None:
        yield began, None


def _covered(file: CaseFile, run: tuple[tuple[date, date | None], ...]) -> Iterator[Stretch]:
    """Cut the stretches where the orders end: what no order covers is no service to report."""
    covered_from = date.min
    for order in file.whole.of(OrderReceived, OrderRenewed):
        told: Any = order.fact
        covers_to: date | None = told.period_to
        if covers_to is not None and covers_to < covered_from:
            continue
        if isinstance(told, OrderRenewed) and told.period_from is not None:
            covered_from = max(covered_from, told.period_from)
        for first, last in run:
            part = Stretch(first, last, order.fact.occurred_on).within(
                covered_from, covers_to or date.max
            )
            if part is not None:
                yield Stretch(part.first, None if part.last == date.max else part.last, part.known)
        if covers_to is None:
            return
        covered_from = day_after(covers_to)


def _holders(file: CaseFile) -> Iterator[tuple[str, date, date | None]]:
    """Give who gives the service, from which day, and to which."""
    ended = {r.stream: r.fact.occurred_on for r in file.whole.of(RelationshipEnded)}
    agreed = {r.stream: r.fact.occurred_on for r in file.whole.of(AgreementSigned)}
    for stream, day in agreed.items():
        yield stream, day, ended.get(stream)
    declined = {r.stream: r.fact.occurred_on for r in file.whole.of(AssignmentDeclined)}
    offers = file.whole.of(AssignmentOffered)
    for start in file.whole.of(ServiceStarted, ServiceResumed):
        day = start.fact.occurred_on

        def is_there(stream: str, since: date, day: date = day) -> bool:
            gone = min(ended.get(stream, date.max), declined.get(stream, date.max))
            return since <= day <= gone

        if any(is_there(stream, since) for stream, since in agreed.items()):
            continue
        there = [o.stream for o in offers if is_there(o.stream, o.fact.occurred_on)]
        for stream in there[-1:]:
            until = agreed.get(stream)
            yield stream, day, until - _DAY if until else ended.get(stream)
