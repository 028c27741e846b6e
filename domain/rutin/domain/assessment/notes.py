"""The social record: every contact is noted, notes are signed, put right, disputed (KLA r.135–137)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from rutin.domain.act import Fact
from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.clocks import day_of, done_by, judged
from rutin.domain.assessment.duty import Done, Due, Duty
from rutin.domain.case import (
    CaseOfficerNotified,
    ClientContacted,
    ClientDisputedNote,
    ClientMeetingDeclined,
    ClientMeetingHeld,
    ContactAttempted,
    JournalNoteMarkedErroneous,
    JournalNoteRecorded,
    JournalNoteSigned,
    OwnProposalReceived,
)
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    AssigneeContacted,
    AssignmentDeclined,
    AssignmentOffered,
    BriefingHeld,
    ChangeRequested,
    MatchMeetingHeld,
    RenewalOutcomeRecorded,
)

CONTACTS: tuple[type[Fact], ...] = (
    ContactAttempted,
    ClientContacted,
    ClientMeetingHeld,
    ClientMeetingDeclined,
    OwnProposalReceived,
    CaseOfficerNotified,
    AssignmentOffered,
    AssignmentDeclined,
    MatchMeetingHeld,
    BriefingHeld,
    AssigneeContacted,
    RenewalOutcomeRecorded,
    ChangeRequested,
)
"""Contacts with client, case officer, assignee and others, each of which is to be noted (D-03, D-28)."""


@once
def noted(file: CaseFile) -> dict[str, Done]:
    """Say when each contact was noted in a signed note, by the contact's event id or command id.

    A note that was marked as wrong satisfies nothing (D-66).
    """
    wrong = {getattr(m.fact, "note", "") for m in file.whole.of(JournalNoteMarkedErroneous)}
    signed = {getattr(s.fact, "note", ""): s for s in reversed(file.whole.of(JournalNoteSigned))}
    found: dict[str, Done] = {}
    for note in file.whole.of(JournalNoteRecorded):
        told: Any = note.fact
        signing = signed.get(told.note)
        if signing is None or told.note in wrong:
            continue
        done = Done(max(note.fact.occurred_on, signing.fact.occurred_on), (note, signing))
        for reference in told.about:
            if reference not in found or done.day < found[reference].day:
                found[reference] = done
    return found


def _note_of(file: CaseFile, contact: Recorded) -> Done | None:
    notes = [
        done
        for reference in (str(contact.event_id), contact.command_id)
        if (done := noted(file).get(reference)) is not None
    ]
    done = min(notes, key=lambda note: note.day, default=None)
    if done is None:
        return None
    return Done(max(done.day, contact.fact.occurred_on), done.by)


@once
def note_duties(file: CaseFile) -> tuple[Duty, ...]:
    """Give a duty for each contact: a signed note of it, within a local time (D-28)."""
    return tuple(_note_duty(file, contact) for contact in file.whole.of(*CONTACTS))


def _note_duty(file: CaseFile, contact: Recorded) -> Duty:
    day = contact.fact.occurred_on
    return Duty(
        key=str(contact.event_id),
        subject=contact.stream,
        first=day,
        triggered=day,
        dues=(Due(day + timedelta(days=file.value("note_days", day))),),
        done=_note_of(file, contact),
        missing=("JournalNoteSigned",),
        curable=True,
        parameters=("note_days",),
    )


@judged("RX(varje kontakt), parametern note_days")
def contacts_documented(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-13 and LAW-10: what matters of every contact is documented."""
    contacts = file.whole.of(*CONTACTS)
    yield Duty(
        until=contacts[0].fact.occurred_on if contacts else None,
        triggered=None,
        contingent=True,
    )
    yield from note_duties(file)


@judged("RX(JournalNoteMarkedErroneous)")
def wrong_note_replaced(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-11: a note that is wrong is marked with a reason, and a right one written beside it."""
    marks = file.whole.of(JournalNoteMarkedErroneous)
    yield Duty(until=marks[0].fact.occurred_on if marks else None, triggered=None, contingent=True)
    for mark in marks:
        told: Any = mark.fact
        replaced = next(
            (
                note
                for note in file.whole.of(JournalNoteRecorded)
                if getattr(note.fact, "note", "") != told.note and file.comes_before(mark, note)
            ),
            None,
        )
        yield Duty(
            key=str(mark.event_id),
            first=mark.fact.occurred_on,
            triggered=day_of(mark),
            # In a wrong client's file there is nothing to write anew (D-66).
            done=done_by(mark if told.wrong_client else replaced),
            missing=("JournalNoteRecorded",),
            reactive=True,
        )


@judged("RX(ClientDisputedNote)")
def dispute_noted(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-13: what the client holds to be wrong stands beside the note."""
    disputes = file.whole.of(ClientDisputedNote)
    yield Duty(
        until=disputes[0].fact.occurred_on if disputes else None, triggered=None, contingent=True
    )
    for dispute in disputes:
        yield Duty(
            key=str(dispute.event_id),
            first=dispute.fact.occurred_on,
            triggered=day_of(dispute),
            done=done_by(dispute),
        )
