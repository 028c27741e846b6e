"""From offer to agreement: offer, joint meeting, briefing, agreement, match (KLA steps 6–10)."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import model_validator

from rutin.domain.act import Act
from rutin.domain.clock_time import ClockTime
from rutin.domain.dates import in_order
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import Text
from rutin.domain.support_relationship.stream import (
    AssignmentCommand,
    FactOfRelationship,
    Opening,
    OpenRelationship,
    RelationshipOpened,
)


class Offer(Opening):
    """An assignment is offered to an assignee; it opens the relationship."""

    channel: Annotated[
        Literal["phone", "email", "sms", "letter", "meeting", "other"],
        label("Kontaktsätt", "Rutinen säger att du ringer.", cites="KLA-06a"),
    ] = "phone"
    note: Annotated[
        Text, label("Anteckning", "Nämn inget som röjer vem brukaren är.", cites="KLA-09h")
    ] = ""


class AssignmentOffered(Offer, RelationshipOpened):
    """An assignment was offered to an assignee."""

    type: Literal["relationship.assignment_offered.v1"] = "relationship.assignment_offered.v1"


class OfferAssignment(Offer, OpenRelationship, AssignmentCommand):
    """Record that an assignment was offered."""

    records = AssignmentOffered


class Acceptance(Act):
    """The assignee wants the assignment."""

    note: Annotated[Text, label("Anteckning")] = ""


class AssignmentAccepted(Acceptance, FactOfRelationship):
    """The assignee was interested."""

    type: Literal["relationship.assignment_accepted.v1"] = "relationship.assignment_accepted.v1"


class AcceptAssignment(Acceptance, AssignmentCommand):
    """Record that the assignee is interested."""

    records = AssignmentAccepted


class Declining(Act):
    """The assignee does not want the assignment."""

    reason: Annotated[Text, label("Skäl")] = ""


class AssignmentDeclined(Declining, FactOfRelationship):
    """The assignee declined."""

    type: Literal["relationship.assignment_declined.v1"] = "relationship.assignment_declined.v1"


class DeclineAssignment(Declining, AssignmentCommand):
    """Record that the assignee declines."""

    records = AssignmentDeclined


class MatchMeetingBooking(Act):
    """A time set for the joint meeting."""

    meeting_on: Annotated[date, label("Mötesdag", cites="KLA-06b")]
    meeting_at: Annotated[ClockTime | None, label("Mötestid")] = None
    place: Annotated[Text, label("Plats")] = ""

    @model_validator(mode="after")
    def _meeting_comes_after_booking(self) -> Self:
        in_order(self, "occurred_on", "meeting_on")
        return self


class MatchMeetingBooked(MatchMeetingBooking, FactOfRelationship):
    """A joint meeting of client and assignee was booked."""

    type: Literal["relationship.match_meeting_booked.v1"] = "relationship.match_meeting_booked.v1"


class BookMatchMeeting(MatchMeetingBooking, AssignmentCommand):
    """Record that a joint meeting is booked."""

    records = MatchMeetingBooked


class MatchMeeting(Act):
    """Client and assignee meet; silence is not yes (D-08)."""

    client_ok: Annotated[bool | None, label("Brukaren är nöjd", cites="KLA-08b")] = None
    assignee_ok: Annotated[bool | None, label("Uppdragstagaren är nöjd", cites="KLA-08b")] = None
    participants: Annotated[
        tuple[
            Literal[
                "client",
                "assignee",
                "guardian",
                "god_man",
                "trustee",
                "relative",
                "administrator",
                "other",
            ],
            ...,
        ],
        label("Deltagare", cites="KLA-08a"),
    ] = ("client", "assignee")
    note: Annotated[Text, label("Anteckning")] = ""

    @property
    def both_satisfied(self) -> bool:
        """Say whether both have said yes (KLA r.89–90)."""
        return self.client_ok is True and self.assignee_ok is True


class MatchMeetingHeld(MatchMeeting, FactOfRelationship):
    """Client and assignee met."""

    type: Literal["relationship.match_meeting_held.v1"] = "relationship.match_meeting_held.v1"


class HoldMatchMeeting(MatchMeeting, AssignmentCommand):
    """Record the joint meeting and what both said."""

    records = MatchMeetingHeld


class BriefingItems(Immutable):
    """What the assignee is given; none means that it was not given or not noted."""

    assignment_description: Annotated[
        bool | None, label("Uppdragsbeskrivning", cites="KLA-09a")
    ] = None
    monthly_form: Annotated[
        bool | None, label("Blankett för månadsuppföljning", cites="KLA-09b")
    ] = None
    quarterly_form: Annotated[
        bool | None, label("Blankett för kvartalsrapport", cites="KLA-09c")
    ] = None
    expense_guideline: Annotated[
        bool | None, label("Riktlinje om omkostnadsersättning", cites="KLA-09d")
    ] = None
    outlay_form: Annotated[bool | None, label("Blankett för kontantutlägg", cites="KLA-09e")] = None
    time_reporting: Annotated[bool | None, label("Tidrapportering", cites="KLA-09g")] = None
    confidentiality_form: Annotated[
        bool | None, label("Information och blankett om tystnadsplikt", cites="KLA-09h")
    ] = None


class Briefing(Act):
    """A meeting with the assignee after the joint meeting."""

    items: Annotated[BriefingItems, label("Uppdragstagaren fick", cites="KLA-09")] = BriefingItems()
    note: Annotated[Text, label("Anteckning")] = ""


class BriefingHeld(Briefing, FactOfRelationship):
    """The assignee was briefed."""

    type: Literal["relationship.briefing_held.v1"] = "relationship.briefing_held.v1"


class HoldBriefing(Briefing, AssignmentCommand):
    """Record the meeting with the assignee and what they got."""

    records = BriefingHeld


class Agreement(Act):
    """The assignee's agreement."""

    agreement_type: Annotated[
        Literal["employment", "commission"],
        label(
            "Avtalets slag", "Anställning för avlösare och ledsagare, uppdrag för kontaktperson."
        ),
    ]
    valid_from: Annotated[date | None, label("Gäller från")] = None
    valid_to: Annotated[date | None, label("Gäller till och med")] = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        in_order(self, "valid_from", "valid_to")
        return self


class AgreementSigned(Agreement, FactOfRelationship):
    """The assignee signed the agreement."""

    type: Literal["relationship.agreement_signed.v1"] = "relationship.agreement_signed.v1"


class SignAgreement(Agreement, AssignmentCommand):
    """Record that the assignee signed the agreement."""

    records = AgreementSigned


class MatchRegistration(Act):
    """Client and assignee are joined in the resource register."""

    note: Annotated[Text, label("Anteckning", cites="KLA-10")] = ""


class MatchRegistered(MatchRegistration, FactOfRelationship):
    """Client and assignee were joined in the resource register."""

    type: Literal["relationship.match_registered.v1"] = "relationship.match_registered.v1"


class RegisterMatch(MatchRegistration, AssignmentCommand):
    """Record the match in the resource register."""

    records = MatchRegistered
