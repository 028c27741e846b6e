"""The closing meeting with the client, and what is gone through there (BYTE r.41–43).

The plan is the case's own: `ImplementationPlanUpdated` with the context closing.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import model_validator

from rutin.domain.act import Act
from rutin.domain.clock_time import ClockTime
from rutin.domain.dates import in_order
from rutin.domain.label import label
from rutin.domain.reference import Text
from rutin.domain.support_relationship.stream import FactOfSupportPerson, SupportPersonCommand


class ClosingMeetingBooking(Act):
    """A time set for the closing meeting."""

    meeting_on: Annotated[date, label("Mötesdag", cites="BYTE-09")]
    meeting_at: Annotated[ClockTime | None, label("Mötestid")] = None
    place: Annotated[Text, label("Plats")] = ""

    @model_validator(mode="after")
    def _meeting_comes_after_booking(self) -> Self:
        in_order(self, "occurred_on", "meeting_on")
        return self


class ClosingMeetingBooked(ClosingMeetingBooking, FactOfSupportPerson):
    """A closing meeting with the client was booked."""

    type: Literal["relationship.closing_meeting_booked.v1"] = (
        "relationship.closing_meeting_booked.v1"
    )


class BookClosingMeeting(ClosingMeetingBooking, SupportPersonCommand):
    """Record that a closing meeting is booked."""

    records = ClosingMeetingBooked


class ClosingMeeting(Act):
    """The closing meeting with the client."""

    note: Annotated[Text, label("Anteckning", cites="BYTE-09")] = ""


class ClosingMeetingHeld(ClosingMeeting, FactOfSupportPerson):
    """A closing meeting was held with the client."""

    type: Literal["relationship.closing_meeting_held.v1"] = "relationship.closing_meeting_held.v1"


class HoldClosingMeeting(ClosingMeeting, SupportPersonCommand):
    """Record that the closing meeting was held."""

    records = ClosingMeetingHeld


class ClosingMeetingRefusal(Act):
    """The client does not want a closing meeting."""

    reason: Annotated[Text, label("Brukarens skäl")] = ""


class ClosingMeetingDeclined(ClosingMeetingRefusal, FactOfSupportPerson):
    """The client declined a closing meeting."""

    type: Literal["relationship.closing_meeting_declined.v1"] = (
        "relationship.closing_meeting_declined.v1"
    )


class DeclineClosingMeeting(ClosingMeetingRefusal, SupportPersonCommand):
    """Record that the client declined a closing meeting."""

    records = ClosingMeetingDeclined


class MethodSheetUpdate(Act):
    """The method sheet looked over; that nothing needed changing counts too."""

    context: Annotated[Literal["closing", "follow_up", "other"], label("Anledning")]
    changed: Annotated[bool, label("Metodbladet ändrades", cites="BYTE-10b")]
    note: Annotated[Text, label("Anteckning")] = ""


class MethodSheetUpdated(MethodSheetUpdate, FactOfSupportPerson):
    """The method sheet was looked over."""

    type: Literal["relationship.method_sheet_updated.v1"] = "relationship.method_sheet_updated.v1"


class UpdateMethodSheet(MethodSheetUpdate, SupportPersonCommand):
    """Record that the method sheet was looked over, and changed if it was."""

    records = MethodSheetUpdated


class HandoverNote(Act):
    """What else is useful to colleagues; that there is nothing further counts too."""

    text: Annotated[Text, label("Annat som kollegorna har nytta av", cites="BYTE-10c")] = ""
    nothing_further: Annotated[bool, label("Inget mer att lämna över", cites="BYTE-10c")] = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if bool(self.text) == self.nothing_further:
            raise ValueError("Skriv vad kollegorna har nytta av, eller ange att inget mer finns.")
        return self


class HandoverNoteRecorded(HandoverNote, FactOfSupportPerson):
    """What else is useful to colleagues was written down."""

    type: Literal["relationship.handover_note_recorded.v1"] = (
        "relationship.handover_note_recorded.v1"
    )


class RecordHandoverNote(HandoverNote, SupportPersonCommand):
    """Write down what else is useful to colleagues, or that there is nothing further."""

    records = HandoverNoteRecorded
