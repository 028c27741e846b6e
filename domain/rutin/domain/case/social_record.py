"""The social record: notes, signed and never deleted; documents; facts corrected (KLA r.135–137)."""

from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.document import DocumentRegistration
from rutin.domain.label import label
from rutin.domain.reference import FactReference, FilledText, Reference


class JournalNote(Act):
    """A note in the social record."""

    text: Annotated[FilledText, label("Anteckning", cites="KLA-13")]
    about: Annotated[
        tuple[FactReference, ...], label("Gäller", "De händelser som anteckningen handlar om.")
    ] = ()


class JournalNoteRecorded(JournalNote, FactOfCase):
    """A note was written in the social record."""

    type: Literal["case.journal_note_recorded.v1"] = "case.journal_note_recorded.v1"
    identity = ("note",)
    note: Annotated[Reference, label("Anteckningens beteckning")]


class RecordJournalNote(JournalNote, CaseCommand):
    """Write a note in the social record."""

    records = JournalNoteRecorded
    note: Annotated[
        Reference | None, label("Anteckningens beteckning", "Eget namn, annars numreras den.")
    ] = None


class NoteSigning(Act):
    """A note is signed, and so locked."""

    note: Annotated[Reference, label("Anteckningens beteckning")]


class JournalNoteSigned(NoteSigning, FactOfCase):
    """A note was signed."""

    type: Literal["case.journal_note_signed.v1"] = "case.journal_note_signed.v1"


class SignJournalNote(NoteSigning, CaseCommand):
    """Sign a note."""

    records = JournalNoteSigned


class NoteMarking(Act):
    """A note is marked as wrong; it stays visible (LAW-11)."""

    note: Annotated[Reference, label("Anteckningens beteckning")]
    reason: Annotated[FilledText, label("Vad som är fel")]
    wrong_client: Annotated[bool, label("Skriven i fel brukares akt")] = False


class JournalNoteMarkedErroneous(NoteMarking, FactOfCase):
    """A note was marked as wrong."""

    type: Literal["case.journal_note_marked_erroneous.v1"] = "case.journal_note_marked_erroneous.v1"


class MarkNoteErroneous(NoteMarking, CaseCommand):
    """Mark a note as wrong."""

    records = JournalNoteMarkedErroneous


class NoteDispute(Act):
    """The client holds that a note is wrong (LAW-13)."""

    note: Annotated[Reference, label("Anteckningens beteckning")]
    view: Annotated[FilledText, label("Brukarens uppfattning")]


class ClientDisputedNote(NoteDispute, FactOfCase):
    """The client's view of a note was put beside it."""

    type: Literal["case.client_disputed_note.v1"] = "case.client_disputed_note.v1"


class DisputeNote(NoteDispute, CaseCommand):
    """Put the client's view beside a note."""

    records = ClientDisputedNote


class DocumentRegistered(DocumentRegistration, FactOfCase):
    """A document was registered; it is kept elsewhere."""

    type: Literal["case.document_registered.v1"] = "case.document_registered.v1"


class RegisterDocument(DocumentRegistration, CaseCommand):
    """Register a document of the case."""

    records = DocumentRegistered
