"""A timeline: what happened, in order of occurrence, with corrections beside the original."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from rutin.application.journal import Journal
from rutin.application.registry import operation_giving
from rutin.domain.actor import Actor
from rutin.domain.case import FactCorrected, JournalNoteMarkedErroneous, JournalNoteRecorded
from rutin.domain.case_file import case_file
from rutin.domain.correction import FactCorrection
from rutin.domain.history import History, in_order_of_occurrence
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Impossible
from rutin.domain.reliance import further
from rutin.domain.routine import Routine

HIDDEN_TEXT = "Texten visas inte, för anteckningen är skriven i fel brukares akt."
"""What is read instead of such a note (D-66)."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One fact as it is shown to whoever reads.

    Attributes:
        title: What happened, in Swedish.
        recorded: The fact and its envelope.
        corrected_by: The correction that took its place, if any.
        marked_by: The mark that it is wrong, if it is a note that has one.
        hidden_by: The mark that its text is hidden because of, if it is.
    """

    title: str
    recorded: Recorded
    corrected_by: Recorded | None = None
    marked_by: Recorded | None = None
    hidden_by: Recorded | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether `HIDDEN_TEXT` stands where a text was recorded."""
        return self.hidden_by is not None

    @property
    def newest(self) -> int:
        """The position of the newest fact that decides how the entry reads."""
        told = (self.recorded, self.corrected_by, self.marked_by, self.hidden_by)
        return max(each.position for each in told if each is not None)


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
    by: Actor | None = None,
    field: str = "reference",
) -> Timeline:
    """Tell what happened in a case, with an assignee, in a support relationship or to a routine.

    Args:
        journal: Where it is recorded.
        reference: "K-1", or "case/K-1" when an assignee has the same reference.
        as_of: Leave out what occurred after this day; of an assignee, too, who came to the case later.
        known_at: Leave out what was recorded after this moment, likewise.
        by: Who reads; when left out, someone who may not read what is hidden.
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
    telling = _Telling(known, _marks(known), _hiding(history, by))
    shown = in_order_of_occurrence(filter(has_occurred, _file(happened, stream).recorded))
    return Timeline(stream, tuple(map(telling.entry, shown)))


_Marks = Mapping[tuple[str, str] | None, Recorded]
"""Marks by the note that they say is wrong."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """How facts are told to whoever reads.

    Attributes:
        known: What was known.
        marks: By note, the mark that it is wrong, as was known.
        hiding: By note, the mark that hides its text from whoever reads.
    """

    known: History
    marks: _Marks
    hiding: _Marks

    def entry(self, recorded: Recorded) -> TimelineEntry:
        """Tell a fact, with what became of it."""
        correction, note = self.known.correction_of(recorded), _note(recorded)
        is_note = isinstance(recorded.fact, JournalNoteRecorded)
        return TimelineEntry(
            title=operation_giving(type(recorded.fact)).happened,
            recorded=self._told(recorded),
            corrected_by=correction and self._told(correction),
            marked_by=self.marks.get(note) if is_note else None,
            hidden_by=self.hiding.get(note),
        )

    def _told(self, recorded: Recorded) -> Recorded:
        """Give a fact as it is read: the text of a note is hidden, and what it was corrected to."""
        if _note(recorded) not in self.hiding:
            return recorded
        match recorded.fact:
            case JournalNoteRecorded() as note:
                return replace(recorded, fact=note.but(text=HIDDEN_TEXT))
            case FactCorrected(replacement=JournalNoteRecorded() as note) as correction:
                hidden = correction.but(replacement=note.but(text=HIDDEN_TEXT))
                return replace(recorded, fact=hidden)
        return recorded


def _marks(history: History) -> _Marks:
    """Give the marks of notes as wrong; one acts on every day, from when it is recorded (D-66)."""
    return {
        (r.stream, r.fact.note): r
        for r in history.in_force
        if isinstance(r.fact, JournalNoteMarkedErroneous)
    }


def _hiding(history: History, by: Actor | None) -> _Marks:
    """Give the marks that hide a text from whoever reads: nothing is hidden from an auditor (D-66).

    All that is recorded counts, whatever moment is asked about: else what is hidden could be read by
    asking what was known before.
    """
    if by is not None and by.role == "auditor":
        return {}
    marks = _marks(history).items()
    return {note: mark for note, mark in marks if getattr(mark.fact, "wrong_client", False)}


def _note(recorded: Recorded) -> tuple[str, str] | None:
    """Give the note that a fact holds the text of, if it does: as written, or as corrected."""
    match recorded.fact:
        case JournalNoteRecorded(note=note):
            return recorded.stream, note
        case FactCorrected(replacement=JournalNoteRecorded(note=note)):
            return recorded.stream, note
    return None


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
