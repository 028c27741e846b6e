"""A timeline: what happened, in order of occurrence, with corrections beside the original."""

from dataclasses import dataclass
from datetime import date, datetime

from rutin.application.journal import Journal
from rutin.application.registry import operation_giving
from rutin.domain.case_file import case_file
from rutin.domain.correction import FactCorrection
from rutin.domain.history import History, in_order_of_occurrence
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Impossible
from rutin.domain.reliance import further
from rutin.domain.routine import Routine


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One fact as it is shown.

    Attributes:
        title: What happened, in Swedish.
        recorded: The fact and its envelope.
        corrected_by: The correction that took its place, if any.
    """

    title: str
    recorded: Recorded
    corrected_by: Recorded | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened about a reference, such as "case/K-1"."""

    reference: str
    entries: tuple[TimelineEntry, ...]


def timeline(
    journal: Journal,
    reference: str,
    *,
    as_of: date | None,
    known_at: datetime | None,
    field: str = "reference",
) -> Timeline:
    """Tell what happened in a case, with an assignee, in a support relationship or to a routine.

    Args:
        journal: Where it is recorded.
        reference: "K-1", or "case/K-1" when an assignee has the same reference.
        as_of: Leave out what occurred after this day; of an assignee, too, who came to the case later.
        known_at: Leave out what was recorded after this moment, likewise.
        field: Where the reference was told.

    Raises:
        Impossible: Nothing is recorded under the reference.
    """
    stream, history = _read(journal, reference, field)
    known = history if known_at is None else history.known_at(known_at)

    def has_occurred(recorded: Recorded) -> bool:
        return as_of is None or _first_day(recorded, known) <= as_of

    # Gathered from what had happened, as known then: who came to a case later had no part in it yet.
    happened = known.only(lambda r: has_occurred(r) or isinstance(r.fact, FactCorrection))
    entries = (
        TimelineEntry(operation_giving(type(r.fact)).happened, r, known.correction_of(r))
        for r in in_order_of_occurrence(filter(has_occurred, _file(happened, stream).recorded))
    )
    return Timeline(stream, tuple(entries))


def _first_day(recorded: Recorded, known: History) -> date:
    """Give the day a fact occurred, as first told or as put right, whichever is earlier."""
    correction = known.correction_of(recorded)
    replacement = getattr(correction.fact, "replacement", None) if correction else None
    return min(each.occurred_on for each in (recorded.fact, replacement) if each is not None)


def _file(history: History, stream: str) -> History:
    """Gather what belongs to a stream; to a case, all of its file."""
    kind, _, name = stream.partition("/")
    if kind == "case":
        return case_file(history, name)
    return history.only(lambda r: r.stream == stream)


def _read(journal: Journal, reference: str, field: str) -> tuple[str, History]:
    """Find what a reference means and read about it; a case comes before others of the same name."""
    streams = (
        [reference]
        if "/" in reference
        else [f"{kind}/{reference}" for kind in ("case", "relationship", "assignee", "routine")]
    )
    for stream in streams:
        reading = journal.about({stream}, leading_on=further)
        kind, _, name = stream.partition("/")
        if any(r.stream == stream for r in reading.recorded) or (
            kind == "routine" and Routine.named(name).versions  # there before any fact
        ):
            return stream, History(reading.recorded)
    raise Impossible(
        f"Det finns inget registrerat om {reference}. Kontrollera beteckningen.",
        code="unknown_reference",
        field=field,
    )
