"""The meeting with the client: topics and requirement profile (KLA step 4)."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import model_validator

from rutin.domain.act import Act
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.clock_time import ClockTime
from rutin.domain.dates import in_order
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import FilledText, Text


class MeetingBooking(Act):
    """A time set for a meeting."""

    meeting_on: Annotated[date, label("Mötesdag")]
    meeting_at: Annotated[ClockTime | None, label("Mötestid")] = None
    place: Annotated[Text, label("Plats")] = ""

    @model_validator(mode="after")
    def _meeting_comes_after_booking(self) -> Self:
        in_order(self, "occurred_on", "meeting_on")
        return self


class ClientMeetingBooked(MeetingBooking, FactOfCase):
    """A meeting with the client was booked."""

    type: Literal["case.client_meeting_booked.v1"] = "case.client_meeting_booked.v1"


class BookClientMeeting(MeetingBooking, CaseCommand):
    """Record that a meeting with the client is booked."""

    records = ClientMeetingBooked


class MeetingTopics(Immutable):
    """What was gone through with the client; none means that the form was left blank."""

    order_extent: Annotated[
        bool | None, label("Beställningen och stödets omfattning", cites="KLA-04a")
    ] = None
    intervention: Annotated[bool | None, label("Vad insatsen innebär", cites="KLA-04b")] = None
    next_steps: Annotated[
        bool | None,
        label(
            "Att en lämplig uppdragstagare söks och att ett gemensamt möte bokas", cites="KLA-04d"
        ),
    ] = None


class ClientMeeting(Act):
    """A meeting with the client."""

    topics: Annotated[MeetingTopics, label("Genomgånget")] = MeetingTopics()
    participants: Annotated[
        tuple[
            Literal[
                "client", "guardian", "god_man", "trustee", "relative", "case_officer", "other"
            ],
            ...,
        ],
        label("Deltagare"),
    ] = ("client",)
    child_view: Annotated[
        Text | None, label("Barnets synpunkter", "När brukaren är under 18 år.", cites="LAW-30")
    ] = None
    note: Annotated[Text, label("Anteckning")] = ""


class ClientMeetingHeld(ClientMeeting, FactOfCase):
    """A meeting was held with the client."""

    type: Literal["case.client_meeting_held.v1"] = "case.client_meeting_held.v1"


class HoldClientMeeting(ClientMeeting, CaseCommand):
    """Record a meeting with the client and what was gone through."""

    records = ClientMeetingHeld


class MeetingRefusal(Act):
    """The client does not want to meet."""

    reason: Annotated[Text, label("Brukarens skäl")] = ""


class ClientMeetingDeclined(MeetingRefusal, FactOfCase):
    """The client declined a meeting."""

    type: Literal["case.client_meeting_declined.v1"] = "case.client_meeting_declined.v1"


class DeclineClientMeeting(MeetingRefusal, CaseCommand):
    """Record that the client declined a meeting."""

    records = ClientMeetingDeclined


class RequirementProfile(Act):
    """What the client wishes of the assignee."""

    wishes: Annotated[FilledText, label("Önskemål om uppdragstagaren", cites="KLA-04c")]
    languages: Annotated[tuple[FilledText, ...], label("Språk")] = ()
    area: Annotated[Text, label("Område")] = ""
    times: Annotated[Text, label("Tider som passar")] = ""
    interests: Annotated[tuple[FilledText, ...], label("Intressen")] = ()


class RequirementProfileRecorded(RequirementProfile, FactOfCase):
    """The client's wishes of the assignee were written down."""

    type: Literal["case.requirement_profile_recorded.v1"] = "case.requirement_profile_recorded.v1"


class RecordRequirementProfile(RequirementProfile, CaseCommand):
    """Write the client's requirement profile down."""

    records = RequirementProfileRecorded


class ProfileRefusal(Act):
    """The client wants no requirement profile."""

    note: Annotated[Text, label("Anteckning")] = ""


class RequirementProfileDeclined(ProfileRefusal, FactOfCase):
    """The client wanted no requirement profile."""

    type: Literal["case.requirement_profile_declined.v1"] = "case.requirement_profile_declined.v1"


class DeclineRequirementProfile(ProfileRefusal, CaseCommand):
    """Record that the client wants no requirement profile."""

    records = RequirementProfileDeclined
