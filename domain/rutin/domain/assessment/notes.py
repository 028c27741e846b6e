"""The social record: every contact is noted, notes are signed, put right, disputed (KLA r.135–137)."""

from collections.abc import Iterator
from typing import Any

from rutin.domain.act import Fact
from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.clocks import act, days_after, deadline, done_by, judged, until_first
from rutin.domain.assessment.duty import Done, Duty
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
    ClientInformedOfDeparture,
    ClientMet,
    ClosingMeetingDeclined,
    ClosingMeetingHeld,
    ContactKept,
    FollowUpDeclined,
    FollowUpRecorded,
    MatchMeetingHeld,
    RenewalOutcomeRecorded,
    ThirdPartyInformed,
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
    ClientMet,
    ContactKept,
    FollowUpRecorded,
    FollowUpDeclined,
    ClientInformedOfDeparture,
    ClosingMeetingHeld,
    ClosingMeetingDeclined,
    ThirdPartyInformed,
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


def note_of(file: CaseFile, contact: Recorded) -> Done | None:
    """Say when a contact was noted in a signed note; None while it has not been."""
    notes = [
        done
        for reference in (str(contact.event_id), contact.command_id)
        if (done := noted(file).get(reference)) is not None
    ]
    done = min(notes, key=lambda note: note.day, default=None)
    if done is None:
        return None
    return Done(max(done.day, contact.fact.occurred_on), done.by)


contacts_documented = deadline(
    note_of,
    after=act(*CONTACTS),
    by=days_after("note_days"),
    said="varje kontakt + note_days",
    missing=("JournalNoteSigned",),
    curable=True,
    parameters=("note_days",),
)
"""How KLA-13 and LAW-10 are judged: a signed note of every contact, within a local time (D-28)."""


@judged("RX(JournalNoteMarkedErroneous)")
def wrong_note_replaced(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-11: a note that is wrong is marked with a reason, and a right one written beside it."""

    def replaced(mark: Recorded) -> Recorded | None:
        told: Any = mark.fact
        if told.wrong_client:
            return mark  # in a wrong client's file there is nothing to write anew (D-66)
        for note in file.whole.of(JournalNoteRecorded):
            if getattr(note.fact, "note", "") != told.note and file.comes_before(mark, note):
                return note
        return None

    return until_first(
        Duty(
            key=str(mark.event_id),
            first=mark.fact.occurred_on,
            triggered=mark.fact.occurred_on,
            done=done_by(replaced(mark)),
            missing=("JournalNoteRecorded",),
            reactive=True,
        )
        for mark in file.whole.of(JournalNoteMarkedErroneous)
    )


@judged("RX(ClientDisputedNote)")
def dispute_noted(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-13: what the client holds to be wrong stands beside the note."""
    return until_first(
        Duty(
            key=str(dispute.event_id),
            first=dispute.fact.occurred_on,
            triggered=dispute.fact.occurred_on,
            done=done_by(dispute),
        )
        for dispute in file.whole.of(ClientDisputedNote)
    )
