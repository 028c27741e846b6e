"""What of a journal is exported: up to a position, and as it was known and had occurred by then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from rutin.adapters.exports.event import Event, event_of
from rutin.application.journal import FactLog
from rutin.domain.correction import FactCorrection
from rutin.domain.history import History
from rutin.domain.recorded import Recorded

BATCH = 1000

WITHDRAWN = "facts_withdrawn"
"""What the number of facts that corrections took away is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Which facts count.

    Attributes:
        head: The last position; what is recorded while the export goes on is left out.
        as_of: What occurred after this day is left out.
        known_at: What was recorded after this moment is left out, corrections too.
    """

    head: int
    as_of: date | None = None
    known_at: datetime | None = None

    def of(self, recorded: Iterable[Recorded]) -> History:
        """Give the history that these facts were by then."""
        history = History(tuple(r for r in recorded if r.position <= self.head))
        return history if self.known_at is None else history.known_at(self.known_at)

    def occurred(self, history: History) -> tuple[Recorded, ...]:
        """Give what had occurred, corrections applied, in order of occurrence (D-62)."""
        return tuple(
            r for r in history.in_force if self.as_of is None or r.fact.occurred_on <= self.as_of
        )

    def events(self, history: History, stream: str | None = None) -> tuple[Event, ...]:
        """Tell what had occurred as events; what happened to one stream alone, if one is named."""
        return tuple(
            event_of(r, history.correction_of(r))
            for r in self.occurred(history)
            if stream in (None, r.stream)
        )

    def streams(self, log: FactLog) -> Iterator[str]:
        """Name every stream once, in the order they began, reading a batch at a time."""
        position = 0
        while batch := log.since(position, BATCH):
            for recorded in batch:
                if recorded.position > self.head:
                    return
                if recorded.version == 1:
                    yield recorded.stream
            position = batch[-1].position


def withdrawals(history: History) -> tuple[Recorded, ...]:
    """Give the corrections that took a fact away; once taken away, it cannot be corrected again."""
    return tuple(
        r
        for r in history.recorded
        if isinstance(r.fact, FactCorrection) and r.fact.replacement is None
    )
