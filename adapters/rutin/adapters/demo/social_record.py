"""The social record: notes on contacts, signed in time, late or never (KLA r.135–137)."""

from datetime import date

from rutin.adapters.demo.case_at_hand import CaseAtHand
from rutin.adapters.demo.case_calendar import days_after
from rutin.adapters.demo.manners import NoteManner
from rutin.domain.case import (
    DisputeNote,
    MarkNoteErroneous,
    RecordJournalNote,
    RegisterDocument,
    SignJournalNote,
)

DAYS_TO_SIGNING: dict[NoteManner, tuple[int, int]] = {
    "same_day": (0, 0),
    "within_two_weeks": (1, 10),
    "later": (15, 30),
}
"""The fewest and the most; a manner that is not here leaves the note unsigned."""


def write_up(case: CaseAtHand, text: str, on: date, *about: str) -> None:
    """Write a note on what happened, in the manner of the case; now and then not at all.

    Args:
        case: Whose record it is.
        text: What it says.
        on: The day of what it is about.
        about: The commands that recorded it.
    """
    manner = case.note_manner()
    if manner != "not_written":
        write_note(case, text, on, *about, manner=manner)


def write_note(
    case: CaseAtHand, text: str, on: date, *about: str, manner: NoteManner = "same_day"
) -> str:
    """Write a note and sign it, as soon as its manner says; give the note's reference."""
    case.notes += 1
    note = f"anteckning-{case.notes}"
    case.note(
        RecordJournalNote(case=case.reference, note=note, text=text, about=about, occurred_on=on),
        case.staff.note_writer,
    )
    if manner in DAYS_TO_SIGNING:
        fewest, most = DAYS_TO_SIGNING[manner]
        signed_on = on if most == 0 else days_after(on, case.chance.randint(fewest, most))
        case.note(
            SignJournalNote(case=case.reference, note=note, occurred_on=signed_on),
            case.staff.note_writer,
        )
    return note


def mark_erroneous(
    case: CaseAtHand, note: str, on: date, reason: str, *, wrong_client: bool = False
) -> None:
    """Mark a note as wrong; it stays visible."""
    case.note(
        MarkNoteErroneous(
            case=case.reference,
            note=note,
            reason=reason,
            wrong_client=wrong_client,
            occurred_on=on,
        ),
        case.staff.note_writer,
    )


def dispute(case: CaseAtHand, note: str, on: date, view: str) -> None:
    """Put the client's view beside a note."""
    case.note(
        DisputeNote(case=case.reference, note=note, view=view, occurred_on=on),
        case.staff.note_writer,
    )


def register_document(case: CaseAtHand, title: str, on: date) -> None:
    """Register a document that is kept elsewhere."""
    case.note(
        RegisterDocument(
            case=case.reference,
            title=title,
            version="1",
            kept_at="Närarkivet, pärm " + case.reference,
            occurred_on=on,
        ),
    )
