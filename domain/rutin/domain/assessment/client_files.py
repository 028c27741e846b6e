"""The client's other files: none is disposed of while a note in any of them is recent (LAW-15)."""

from collections.abc import Callable, Iterable
from datetime import date

from rutin.domain.case import ClientDisputedNote, JournalNoteRecorded, OrderReceived
from rutin.domain.correction import FactCorrection
from rutin.domain.history import History
from rutin.domain.recorded import Recorded
from rutin.domain.reliance import further


def days_noted(facts: Iterable[Recorded]) -> tuple[date, ...]:
    """Give the days of a file's notes, in order; of a file without notes, those of its facts."""
    in_order = tuple(facts)
    notes = [r for r in in_order if isinstance(r.fact, (JournalNoteRecorded, ClientDisputedNote))]
    return tuple(recorded.fact.occurred_on for recorded in notes or in_order)


def noted_elsewhere(history: History, case: str, client: str) -> tuple[date, ...]:
    """Give the days of the notes in a client's files other than a case's, as far as they are read."""
    others = _opened_for({f"client/{client}"}, history.in_force) - {f"case/{case}"}
    return tuple(
        day
        for other in sorted(others)
        for day in days_noted(r for r in history.in_force if other in r.references)
    )


def leading_on_from(
    case: str,
) -> Callable[[Iterable[Recorded], frozenset[str]], frozenset[str]]:
    """Say what to read when a case is judged: what a decision looks at, and its client's other files.

    Those lead on to nothing more: whoever works in them is no concern of this case.
    """
    own = f"case/{case}"

    def leads(recorded: Iterable[Recorded], references: frozenset[str]) -> frozenset[str]:
        read = tuple(recorded)
        clients = {
            reference
            for r in read
            if r.stream == own and isinstance(order := _as_corrected(r), OrderReceived)
            for reference in order.references()
            if reference.startswith("client/")
        }
        others = _opened_for(clients, read) - {own}
        return (further(read, references - others) | clients | others) - references

    return leads


def _as_corrected(recorded: Recorded) -> object:
    fact = recorded.fact
    return fact.replacement if isinstance(fact, FactCorrection) else fact


def _opened_for(clients: set[str], facts: Iterable[Recorded]) -> set[str]:
    """Give the streams of the cases whose order is for one of some clients."""
    return {
        r.stream
        for r in facts
        if isinstance(r.fact, OrderReceived) and clients.intersection(r.fact.references())
    }
