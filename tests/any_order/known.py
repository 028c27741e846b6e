"""What was known at a place in the journal: written anew for the tests, after D-48 and D-62."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rutin.domain.act import Fact
from rutin.domain.assignee import FactCorrected as AssigneeFactCorrected
from rutin.domain.case import FactCorrected as CaseFactCorrected
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import FactCorrected as RelationshipFactCorrected

FactKind = TypeVar("FactKind", bound=Fact)

CORRECTIONS = (CaseFactCorrected, AssigneeFactCorrected, RelationshipFactCorrected)


@dataclass(frozen=True)
class Known(Generic[FactKind]):
    """A recorded fact, or what a correction has put in its place."""

    fact: FactKind
    recorded: Recorded

    @property
    def reference(self) -> str:
        """The case, assignee or relationship it belongs to."""
        return self.recorded.stream.partition("/")[2]

    @property
    def recorder(self) -> str:
        """Whose act it was to record it."""
        return self.recorded.actor.acting_for.id


@dataclass(frozen=True)
class Knowledge:
    """Facts that hold, corrections applied, in the order they were recorded."""

    facts: tuple[Known[Fact], ...]

    def of(
        self, kind: type[FactKind], reference: str | None = None
    ) -> list[Known[FactKind]]:
        """Give the facts of a kind, of one case, assignee or relationship if it is named."""
        return [
            Known(each.fact, each.recorded)
            for each in self.facts
            if isinstance(each.fact, kind) and reference in (None, each.reference)
        ]

    def when(self, fact: Fact) -> "Knowledge":
        """Give what had happened when a fact recorded after all of it happened."""
        return Knowledge(tuple(each for each in self.facts if _had_happened(each.fact, fact)))


def known(recorded: Sequence[Recorded]) -> Knowledge:
    """Tell what holds after some facts have been recorded."""
    instead = {r.fact.corrects: r.fact for r in recorded if isinstance(r.fact, CORRECTIONS)}
    holding = []
    for r in recorded:
        correction = instead.get(str(r.event_id)) if instead else None
        if isinstance(r.fact, CORRECTIONS):
            continue
        if correction is None:
            holding.append(Known(r.fact, r))
        elif correction.replacement is not None:
            holding.append(Known[Fact](correction.replacement, r))
    return Knowledge(tuple(holding))


def _had_happened(earlier: Fact, fact: Fact) -> bool:
    """The day decides; then the time, where both have one; then what was recorded first."""
    if earlier.occurred_on != fact.occurred_on:
        return earlier.occurred_on < fact.occurred_on
    if earlier.occurred_at is None or fact.occurred_at is None:
        return True
    return earlier.occurred_at <= fact.occurred_at


def latest(facts: Sequence[Known[FactKind]]) -> list[Known[FactKind]]:
    """Give those of the last day; which of them came last that day is left open."""
    last_day = max((each.fact.occurred_on for each in facts), default=None)
    return [each for each in facts if each.fact.occurred_on == last_day]
