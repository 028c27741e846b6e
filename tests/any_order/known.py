"""What was known at a place in the journal: written anew for the tests, after D-48 and D-62."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rutin.domain.act import Fact
from rutin.domain.correction import FactCorrection
from rutin.domain.recorded import Recorded

FactKind = TypeVar("FactKind", bound=Fact)


@dataclass(frozen=True)
class Known(Generic[FactKind]):
    """A recorded fact, or what a correction has put in its place."""

    fact: FactKind
    recorded: Recorded
    corrected_by: Recorded | None = None

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

    def of(self, kind: type[FactKind], reference: str | None = None) -> list[Known[FactKind]]:
        """Give the facts of a kind, of one case, assignee or relationship if it is named."""
        return [
            Known(each.fact, each.recorded, each.corrected_by)
            for each in self.facts
            if isinstance(each.fact, kind) and reference in (None, each.reference)
        ]

    def when(self, fact: Fact) -> "Knowledge":
        """Give what had happened when a fact recorded after all of it happened."""
        return Knowledge(tuple(each for each in self.facts if _had_happened(each.fact, fact)))

    def without(self, fact: Fact) -> "Knowledge":
        """Leave out what a fact corrects, if it corrects anything."""
        corrected = fact.corrects if isinstance(fact, FactCorrection) else None
        return Knowledge(
            tuple(each for each in self.facts if str(each.recorded.event_id) != corrected)
        )


def known(recorded: Sequence[Recorded]) -> Knowledge:
    """Tell what holds after some facts have been recorded."""
    corrections = {r.fact.corrects: r for r in recorded if isinstance(r.fact, FactCorrection)}
    holding = []
    for r in recorded:
        correction = corrections.get(str(r.event_id)) if corrections else None
        if isinstance(r.fact, FactCorrection):
            continue
        if correction is None:
            holding.append(Known(r.fact, r))
        elif isinstance(correction.fact, FactCorrection) and correction.fact.replacement:
            holding.append(Known(correction.fact.replacement, r, correction))
    return Knowledge(tuple(holding))


def _had_happened(earlier: Fact, fact: Fact) -> bool:
    """The day decides; then the time, where both have one; then what was recorded first."""
    if earlier.occurred_on != fact.occurred_on:
        return earlier.occurred_on < fact.occurred_on
    if earlier.occurred_at is None or fact.occurred_at is None:
        return True
    return earlier.occurred_at <= fact.occurred_at


def latest(facts: Sequence[Known[Any]]) -> list[Known[Any]]:
    """Give those of the last day; which of them came last that day is left open."""
    last_day = max((each.fact.occurred_on for each in facts), default=None)
    return [each for each in facts if each.fact.occurred_on == last_day]
