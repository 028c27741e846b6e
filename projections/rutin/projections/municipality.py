"""The municipality in figures: how much there is of everything, and how far the journal has come."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from rutin.application.journal import FactLog
from rutin.domain.case import OrderReceived
from rutin.domain.recorded import Recorded

BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """What the journal holds.

    Attributes:
        cases: Cases ever opened.
        assignees: Assignees ever registered.
        relationships: Assignments ever offered, and support persons ever appointed.
        facts: Facts recorded, corrections included.
        units: Units that orders were given to.
        position: Position of the last fact; 0 before any.
        recorded_at: When the last fact was recorded, in UTC; None before any.
    """

    cases: int = 0
    assignees: int = 0
    relationships: int = 0
    facts: int = 0
    units: frozenset[str] = frozenset()
    position: int = 0
    recorded_at: datetime | None = None

    def after(self, recorded: Recorded) -> "Municipality":
        """Fold one more fact in. The first fact of a stream is what makes there be one more."""
        kind = recorded.stream.partition("/")[0] if recorded.version == 1 else ""
        return replace(
            self,
            cases=self.cases + (kind == "case"),
            assignees=self.assignees + (kind == "assignee"),
            relationships=self.relationships + (kind == "relationship"),
            facts=self.facts + 1,
            units=self.units | _units(recorded),
            position=recorded.position,
            recorded_at=recorded.recorded_at,
        )

    def after_all(self, recorded: Iterable[Recorded]) -> "Municipality":
        """Fold facts in, in position order."""
        municipality = self
        for each in recorded:
            municipality = municipality.after(each)
        return municipality


def municipality_of(log: FactLog) -> Municipality:
    """Fold a whole log, a batch at a time, so that memory stays the same however long it is."""
    municipality = Municipality()
    while batch := log.since(municipality.position, BATCH):
        municipality = municipality.after_all(batch)
    return municipality


def _units(recorded: Recorded) -> frozenset[str]:
    match recorded.fact:
        case OrderReceived(unit=str(unit)):
            return frozenset({unit})
    return frozenset()
