"""The case file as it is judged: its facts by type and round, and when the service ran.

Everything here is worked out once a file and then looked up, so that a provision can be judged in
microseconds. Nothing here knows what day it is: a file is cut at a day by `up_to`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, wraps
from typing import Any, TypeVar, cast

from rutin.domain.act import Fact
from rutin.domain.assessment.client_files import noted_elsewhere
from rutin.domain.assessment.finding import EVER
from rutin.domain.case import (
    Case,
    CaseClosed,
    ClientContacted,
    ContactExhausted,
    JournalNoteMarkedErroneous,
    OrderEnded,
    OrderReceived,
    OrderRenewed,
)
from rutin.domain.case_file import case_file, with_other_engagements
from rutin.domain.history import History
from rutin.domain.intervention import Intervention
from rutin.domain.recorded import Recorded
from rutin.domain.routine import Presentation
from rutin.domain.routines.preconditions import Judged, violations

Value = Callable[[str, date], int]
"""Gives the value of a local parameter on a day."""

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Facts:
    """Some facts of a file: all of them, or those of a round.

    Attributes:
        key: "-" for the whole file, else the round, as "round-2".
        file: The file that they belong to.
        all: The facts, in order of occurrence.
        opened: The day that the round began; None for the first, which begins with the meeting.
        closed: The day that the next one began.
    """

    key: str
    file: "CaseFile"
    all: tuple[Recorded, ...]
    opened: date | None = None
    closed: date | None = None

    @property
    def begins(self) -> date:
        """The first day that instances about these facts exist: always, but for a later round."""
        return self.opened or EVER

    def of(self, *types: type[Fact]) -> Sequence[Recorded]:
        """Give the facts of some types, in order of occurrence."""
        if len(types) == 1:
            return self._by_type.get(types[0], ())
        found = (each for kind in types for each in self._by_type.get(kind, ()))
        return sorted(found, key=lambda each: self.file.place[each.position])

    @cached_property
    def _by_type(self) -> dict[type[Fact], list[Recorded]]:
        by_type: dict[type[Fact], list[Recorded]] = {}
        for recorded in self.all:
            by_type.setdefault(type(recorded.fact), []).append(recorded)
        return by_type

    def first(self, *types: type[Fact]) -> Recorded | None:
        """Give the first fact of some types."""
        return next(iter(self.of(*types)), None)


@dataclass(frozen=True)
class CaseFile:
    """A case with all that concerns it, corrections applied, as it was known at some moment.

    Attributes:
        case: Its reference.
        history: Its facts, gathered.
        around: The same facts, with what a decision knows besides: other engagements (LAW-17).
        order: The order that the case rests on; it says which intervention, at every date.
        value: Gives the local parameters.
        horizon: The last day that periods are worked out to, since a service may go on for ever.
        meetings: The unit meetings where the case is presented, by the rolling schedule.
        noted_elsewhere: The days of notes in the client's other files (LAW-15).
    """

    case: str
    history: History
    around: History
    order: OrderReceived | None
    value: Value
    horizon: date
    meetings: tuple[Presentation, ...] = ()
    noted_elsewhere: tuple[date, ...] = ()

    @classmethod
    def of(
        cls,
        history: History,
        case: str,
        value: Value,
        horizon: date,
        meetings: tuple[Presentation, ...] = (),
    ) -> "CaseFile":
        """Gather a case's file from what is recorded about it.

        Args:
            history: Everything recorded about the case, as it was known at some moment.
            case: The case's reference.
            value: Gives the local parameters.
            horizon: The last day that anyone will ask about.
            meetings: The unit meetings where the case is presented, in order.
        """
        gathered = case_file(history, case)
        order = gathered.case(case).order
        elsewhere = noted_elsewhere(history, case, order.client) if order else ()
        around = with_other_engagements(gathered, history, case)
        return cls(case, gathered, around, order, value, horizon, meetings, elsewhere)

    def up_to(self, day: date) -> "CaseFile":
        """Give the file as it stood when a day was over: without what occurred later.

        What the order says of the intervention and the client stands at every date (D-37), and a
        note that is marked as wrong never satisfied anything (D-66).
        """
        history = _up_to(self.history, day)
        return replace(
            self,
            history=history,
            around=history if self.around is self.history else _up_to(self.around, day),
            noted_elsewhere=tuple(noted for noted in self.noted_elsewhere if noted <= day),
        )

    # ------------------------------------------------------------------ the facts

    @property
    def subject(self) -> str:
        """What findings about the case are about."""
        return f"case/{self.case}"

    @property
    def intervention(self) -> Intervention | None:
        """The intervention ordered; None while no order has come."""
        return self.order.intervention if self.order else None

    @property
    def facts(self) -> tuple[Recorded, ...]:
        """The facts that count, in order of occurrence."""
        return self.history.in_force

    @cached_property
    def place(self) -> dict[int, int]:
        """The place of each fact, by its position in the journal."""
        return {recorded.position: place for place, recorded in enumerate(self.facts)}

    @cached_property
    def whole(self) -> Facts:
        """All the facts."""
        return Facts("-", self, self.facts)

    def comes_before(self, earlier: Recorded, later: Recorded) -> bool:
        """Say whether one fact occurred before another, within the day too (D-62)."""
        return self.place[earlier.position] < self.place[later.position]

    def may_follow(self, earlier: Recorded, later: Recorded) -> bool:
        """Say whether one fact can answer another: it is from a later day, or from the same.

        In which order a day was told says nothing of that (D-52); times of the day do, where both
        have one (D-62).
        """
        one, other = earlier.fact, later.fact
        if one.occurred_on == other.occurred_on and one.occurred_at and other.occurred_at:
            return one.occurred_at <= other.occurred_at
        return one.occurred_on <= other.occurred_on

    def relationship_of(self, recorded: Recorded) -> str:
        """Give the stream of the relationship that a fact belongs to; empty if to none."""
        return recorded.stream if recorded.stream.startswith("relationship/") else ""

    def assignee_of(self, stream: str) -> str:
        """Give the assignee of a relationship's stream; empty if it has none."""
        opening = self.history.relationship(stream.partition("/")[2]).opening
        return opening.assignee if opening else ""

    # ------------------------------------------------------------------ its days

    @cached_property
    def begins(self) -> date:
        """The day that its order came; of a case without one, the day of its first fact."""
        first = self.order or next((recorded.fact for recorded in self.facts), None)
        return first.occurred_on if first else EVER

    @property
    def first_day(self) -> date | None:
        """The first day that anything happened in the case itself; None if nothing is known of it."""
        own = (r.fact.occurred_on for r in self.facts if not r.stream.startswith("assignee/"))
        return next(own, None)

    @cached_property
    def closed(self) -> Recorded | None:
        """The closing of the case."""
        return self.whole.first(CaseClosed)

    @cached_property
    def without_contact(self) -> bool:
        """Say whether every way was tried in vain, and the client never reached (D-36)."""
        facts = self.whole
        return bool(facts.first(ContactExhausted)) and not facts.first(ClientContacted)

    def order_goes_on_after(self, day: date) -> bool:
        """Say whether an order received by a day covers days after it, and has not been ended."""
        if any(ended.fact.occurred_on <= day for ended in self.whole.of(OrderEnded)):
            return False
        last_days = [
            getattr(order.fact, "period_to", None)
            for order in self.whole.of(OrderReceived, OrderRenewed)
            if order.fact.occurred_on <= day
        ]
        return any(last is None or last > day for last in last_days)

    def client_is_child_on(self, day: date) -> bool:
        """Say whether the client is under 18 on a day, as the order tells."""
        return Case(order=self.order).client_is_child_on(day)

    # ------------------------------------------------------------------ what forbade an act

    def violated(self, recorded: Recorded) -> frozenset[str]:
        """Name the provisions that forbade an act when it was done: the same rules as refuse it."""
        known = self._violated.get(recorded.position)
        if known is None:
            judged = Judged.again(recorded, self.around)
            known = frozenset(p.provision for p in violations(judged) if p.provision)
            self._violated[recorded.position] = known
        return known

    @cached_property
    def _violated(self) -> dict[int, frozenset[str]]:
        return {}

    @cached_property
    def worked_out(self) -> dict[Any, Any]:
        """What has been worked out of the file so far; see `once`."""
        return {}


def _up_to(history: History, day: date) -> History:
    kept = {
        str(r.event_id)
        for r in history.in_force
        if r.fact.occurred_on <= day or isinstance(r.fact, JournalNoteMarkedErroneous)
    }
    return history.only(
        lambda r: str(r.event_id) in kept or getattr(r.fact, "corrects", None) in kept
    )


def once(work: Callable[[CaseFile], _Answer]) -> Callable[[CaseFile], _Answer]:
    """Work something out of a file once, however many provisions ask for it."""

    @wraps(work)
    def answer(file: CaseFile) -> _Answer:
        if work not in file.worked_out:
            file.worked_out[work] = work(file)
        return cast(_Answer, file.worked_out[work])

    return answer
