"""A history: recorded facts in order of occurrence, and what they add up to."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from itertools import takewhile
from uuid import UUID

from rutin.domain.act import Act, Fact
from rutin.domain.assignee import Assignee
from rutin.domain.case import Case
from rutin.domain.clock_time import ClockTime
from rutin.domain.correction import FactCorrection
from rutin.domain.facts import (
    is_assignee_fact,
    is_case_fact,
    is_relationship_fact,
    is_routine_fact,
)
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Impossible
from rutin.domain.routine import Routine, RoutineBook
from rutin.domain.support_relationship import SupportRelationship

NOT_RECORDED = UUID(int=0)
"""The event id of a fact that is only thought of."""


@dataclass(frozen=True)
class History:
    """What is recorded about something: a case with its relationships and assignees, say.

    Attributes:
        recorded: The facts as recorded, in position order.
    """

    recorded: tuple[Recorded, ...] = ()

    @cached_property
    def in_force(self) -> tuple[Recorded, ...]:
        """The facts that count, corrections applied (D-48), in order of occurrence (D-62)."""
        return tuple(in_order_of_occurrence(corrected(self.recorded)))

    def known_at(self, moment: datetime) -> "History":
        """Give the history as it was known at a moment."""
        return self.only(lambda r: r.recorded_at <= moment)

    def without(self, taken_away: Recorded) -> "History":
        """Give the history as if one of its facts had never been recorded."""
        return self.only(lambda r: r.event_id != taken_away.event_id)

    def only(self, belongs: Callable[[Recorded], bool]) -> "History":
        """Give the history of some of its facts: itself when they all belong, folded already."""
        kept = tuple(filter(belongs, self.recorded))
        return self if len(kept) == len(self.recorded) else History(kept)

    def before(self, act: Act) -> "History":
        """Give what had occurred before an act that is now to be judged.

        On the act's own day, time decides where both have one; else what is recorded comes first.
        """
        when = (act.occurred_on, act.occurred_at)
        if when not in self._shorter:
            before = self._counting([r for r in self.in_force if _precedes(r.fact, act)])
            if before is self:
                return self
            self._shorter[when] = before
        return self._shorter[when]

    @cached_property
    def _shorter(self) -> "dict[tuple[date, ClockTime | None], History]":
        """What `before` gave, by moment: a command and its fact ask for the same, folded once."""
        return {}

    def preceding(self, recorded: Recorded) -> "History":
        """Give what had occurred before a fact that counts here (D-62)."""
        earlier = takewhile(lambda r: r.event_id != recorded.event_id, self.in_force)
        return self._counting(list(earlier))

    def _counting(self, counting: Sequence[Recorded]) -> "History":
        """Give the history of some facts that count here, with what corrects them."""
        if len(counting) == len(self.in_force):
            return self  # as almost always: then nothing need be folded anew
        kept = {r.event_id for r in counting}
        put_right = {str(event_id) for event_id in kept} if self._corrections else ()
        return self.only(
            lambda r: (
                r.event_id in kept
                or (isinstance(r.fact, FactCorrection) and r.fact.corrects in put_right)
            )
        )

    def joined_by(self, fact: Fact, stream: str) -> "History":
        """Give the history as it would be with one more fact, which is not recorded yet.

        The fact stands in the envelope of the last one: what it is asked for is what facts add up
        to, and no fold looks at an envelope's person or moment.
        """
        if not self.recorded:
            return self
        last = self.recorded[-1]
        joining = replace(
            last, position=last.position + 1, event_id=NOT_RECORDED, stream=stream, fact=fact
        )
        return History((*self.recorded, joining))

    def find(self, reference: str, field: str) -> Recorded:
        """Find a fact by its event id, or by the id of the command that gave it.

        Raises:
            Impossible: There is no such fact here.
        """
        for recorded in self.recorded:
            if reference in (str(recorded.event_id), recorded.command_id):
                return recorded
        raise Impossible(
            f"Händelsen {reference} finns inte här. Ange händelsens id eller kommandots id.",
            code="unknown_reference",
            field=field,
        )

    def as_it_counts(self, recorded: Recorded) -> Fact | None:
        """Give a fact as corrections have left it; None if they took it away."""
        return next((r.fact for r in self.in_force if r.event_id == recorded.event_id), None)

    def correction_of(self, recorded: Recorded) -> Recorded | None:
        """Give the latest correction of a fact."""
        return self._corrections.get(str(recorded.event_id))

    @cached_property
    def _corrections(self) -> dict[str, Recorded]:
        return {r.fact.corrects: r for r in self.recorded if isinstance(r.fact, FactCorrection)}

    def case(self, reference: str) -> Case:
        """Fold a case; an empty one if nothing is recorded."""
        return self._cases.get(f"case/{reference}", Case())

    def assignee(self, reference: str) -> Assignee:
        """Fold an assignee; an empty one if nothing is recorded."""
        return self._assignees.get(f"assignee/{reference}", Assignee())

    def relationship(self, reference: str) -> SupportRelationship:
        """Fold a support relationship; an empty one if nothing is recorded."""
        return self._relationships.get(f"relationship/{reference}", SupportRelationship())

    def routine(self, key: str) -> Routine:
        """Fold a routine; with its shipped version alone, if any, when nothing is recorded."""
        return self._routines.get(f"routine/{key}", Routine.named(key))

    @cached_property
    def routine_book(self) -> RoutineBook:
        """The routines as they stand, the shipped ones included."""
        return RoutineBook.of(self._routines.values())

    def relationships_of_case(self, case: str) -> dict[str, SupportRelationship]:
        """Give the relationships of a case by reference, in the order they began."""
        return {
            stream.partition("/")[2]: relationship
            for stream, relationship in self._relationships.items()
            if relationship.opening and relationship.opening.case == case
        }

    def relationships_of_assignee(self, assignee: str) -> dict[str, SupportRelationship]:
        """Give the relationships of an assignee by reference, in the order they began."""
        return {
            stream.partition("/")[2]: relationship
            for stream, relationship in self._relationships.items()
            if relationship.opening and relationship.opening.assignee == assignee
        }

    @cached_property
    def _cases(self) -> dict[str, Case]:
        folded = defaultdict[str, Case](Case)
        for r in self.in_force:
            if is_case_fact(r.fact):
                folded[r.stream] = folded[r.stream].after(r.fact)
        return folded

    @cached_property
    def _assignees(self) -> dict[str, Assignee]:
        folded = defaultdict[str, Assignee](Assignee)
        for r in self.in_force:
            if is_assignee_fact(r.fact):
                folded[r.stream] = folded[r.stream].after(r.fact)
        return folded

    @cached_property
    def _relationships(self) -> dict[str, SupportRelationship]:
        folded = defaultdict[str, SupportRelationship](SupportRelationship)
        for r in self.in_force:
            if is_relationship_fact(r.fact):
                folded[r.stream] = folded[r.stream].after(r.fact)
        return folded

    @cached_property
    def _routines(self) -> dict[str, Routine]:
        folded: dict[str, Routine] = {}
        for r in self.in_force:
            if is_routine_fact(r.fact):
                key = r.stream.partition("/")[2]
                folded[r.stream] = folded.get(r.stream, Routine.named(key)).after(r.fact)
        return folded


def corrected(recorded: Iterable[Recorded]) -> list[Recorded]:
    """Put what counts in the place of each corrected fact, and leave the corrections out.

    The latest correction of a fact counts; one without replacement takes the fact away (D-48).
    """
    facts = list(recorded)
    corrections: dict[str, FactCorrection] = {}
    for r in facts:
        if isinstance(r.fact, FactCorrection):
            corrections[r.fact.corrects] = r.fact
    if not corrections:
        return facts
    counting = []
    for r in facts:
        correction = corrections.get(str(r.event_id))
        if isinstance(r.fact, FactCorrection):
            continue
        if correction is None:
            counting.append(r)
        elif correction.replacement is not None:
            counting.append(replace(r, fact=correction.replacement))
    return counting


def in_order_of_occurrence(recorded: Iterable[Recorded]) -> list[Recorded]:
    """Order facts by day; within a day by position, the timed ones among themselves by time."""
    ordered = sorted(recorded, key=lambda r: (r.fact.occurred_on, r.position))
    timed: dict[object, list[int]] = {}
    for index, r in enumerate(ordered):
        if r.fact.occurred_at is not None:
            timed.setdefault(r.fact.occurred_on, []).append(index)
    for places in timed.values():
        by_time = sorted(
            (ordered[place] for place in places),
            key=lambda r: (r.fact.occurred_at or time(), r.position),
        )
        for place, r in zip(places, by_time, strict=True):
            ordered[place] = r
    return ordered


def _precedes(fact: Act, act: Act) -> bool:
    if fact.occurred_on != act.occurred_on:
        return fact.occurred_on < act.occurred_on
    if fact.occurred_at is None or act.occurred_at is None:
        return True
    return fact.occurred_at <= act.occurred_at
