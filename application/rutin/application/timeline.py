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

    @property
    def first_day(self) -> date:
        """The day it occurred, as first told or as put right, whichever is earlier."""
        correction = self.corrected_by.fact if self.corrected_by else None
        told = self.recorded.fact.occurred_on
        if isinstance(correction, FactCorrection) and correction.replacement is not None:
            return min(told, correction.replacement.occurred_on)
        return told


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
        as_of: Leave out what occurred after this day.
        known_at: Leave out what was recorded after this moment.
        field: Where the reference was told.

    Raises:
        Impossible: Nothing is recorded under the reference.
    """
    stream, history = _read(journal, reference, field)
    known = [r for r in history.recorded if known_at is None or r.recorded_at <= known_at]
    corrections = {r.fact.corrects: r for r in known if isinstance(r.fact, FactCorrection)}
    entries = (
        TimelineEntry(operation_giving(type(r.fact)).happened, r, corrections.get(str(r.event_id)))
        for r in in_order_of_occurrence(known)
    )
    return Timeline(stream, tuple(e for e in entries if as_of is None or e.first_day <= as_of))


def _read(journal: Journal, reference: str, field: str) -> tuple[str, History]:
    """Find what a reference means and read it; a case comes before others of the same name."""
    streams = (
        [reference]
        if "/" in reference
        else [f"{kind}/{reference}" for kind in ("case", "relationship", "assignee", "routine")]
    )
    for stream in streams:
        reading = journal.about({stream}, leading_on=further)
        kind, _, name = stream.partition("/")
        if not any(r.stream == stream for r in reading.recorded) and not (
            kind == "routine" and Routine.named(name).versions  # there before any fact
        ):
            continue
        if kind != "case":
            return stream, History(tuple(r for r in reading.recorded if r.stream == stream))
        return stream, case_file(History(reading.recorded), name)
    raise Impossible(
        f"Det finns inget registrerat om {reference}. Kontrollera beteckningen.",
        code="unknown_reference",
        field=field,
    )
