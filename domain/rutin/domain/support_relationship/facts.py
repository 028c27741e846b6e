"""What can happen to a support relationship: a closed union, decoded by stored name."""

from typing import Annotated, Literal

from pydantic import Field

from rutin.domain.correction import CorrectionCommand, FactCorrection
from rutin.domain.label import label
from rutin.domain.support_relationship.action import ActionRequired, UnitManagerNotified
from rutin.domain.support_relationship.appointment import (
    AssignmentExplained,
    ClientInformedOfSupportPersons,
    RightToChangeExplained,
    SupportPersonAppointed,
)
from rutin.domain.support_relationship.client_contact import ClientMet, ContactKept
from rutin.domain.support_relationship.closing_meeting import (
    ClosingMeetingBooked,
    ClosingMeetingDeclined,
    ClosingMeetingHeld,
    HandoverNoteRecorded,
    MethodSheetUpdated,
)
from rutin.domain.support_relationship.course import (
    AssigneeContacted,
    ChangeGranted,
    ChangeNotPossible,
    ChangeRequested,
    ClientAway,
    ClientReturned,
    RelationshipEnded,
    RenewalOutcomeRecorded,
)
from rutin.domain.support_relationship.departure import (
    ClientInformedOfDeparture,
    DepartureAnnounced,
    DepartureChanged,
    DepartureWithdrawn,
)
from rutin.domain.support_relationship.expenses import (
    ExpenseClaimAttested,
    ExpenseClaimReturned,
    ExpenseClaimSubmitted,
    ExpensePaid,
    OutlaysDeclared,
)
from rutin.domain.support_relationship.follow_up import (
    FollowUpDeclined,
    FollowUpPresented,
    FollowUpRecorded,
    FollowUpSupplemented,
    MonthlyFollowUpBooked,
)
from rutin.domain.support_relationship.handover import (
    ColleaguesInformed,
    HandoverClosed,
    HandoverCompleted,
    MaterialTransferred,
    SuccessorAnnounced,
    ThirdPartyInformed,
)
from rutin.domain.support_relationship.matching import (
    AgreementSigned,
    AssignmentAccepted,
    AssignmentDeclined,
    AssignmentOffered,
    BriefingHeld,
    MatchMeetingBooked,
    MatchMeetingHeld,
    MatchRegistered,
)
from rutin.domain.support_relationship.reports import (
    MonthlyReportSubmitted,
    QuarterlyReportSubmitted,
    ServiceProvided,
)
from rutin.domain.support_relationship.stream import FactOfRelationship, RelationshipCommand

CorrectableRelationshipFact = (
    AssignmentOffered
    | AssignmentAccepted
    | AssignmentDeclined
    | MatchMeetingBooked
    | MatchMeetingHeld
    | BriefingHeld
    | AgreementSigned
    | MatchRegistered
    | ServiceProvided
    | MonthlyReportSubmitted
    | QuarterlyReportSubmitted
    | OutlaysDeclared
    | ExpenseClaimSubmitted
    | ExpenseClaimAttested
    | ExpenseClaimReturned
    | ExpensePaid
    | AssigneeContacted
    | RenewalOutcomeRecorded
    | ChangeRequested
    | ChangeGranted
    | ChangeNotPossible
    | ClientAway
    | ClientReturned
    | RelationshipEnded
    | SupportPersonAppointed
    | AssignmentExplained
    | ClientInformedOfSupportPersons
    | RightToChangeExplained
    | ClientMet
    | ContactKept
    | MonthlyFollowUpBooked
    | FollowUpRecorded
    | FollowUpSupplemented
    | FollowUpDeclined
    | ActionRequired
    | UnitManagerNotified
    | FollowUpPresented
    | DepartureAnnounced
    | DepartureChanged
    | DepartureWithdrawn
    | ClientInformedOfDeparture
    | ClosingMeetingBooked
    | ClosingMeetingHeld
    | ClosingMeetingDeclined
    | MethodSheetUpdated
    | HandoverNoteRecorded
    | SuccessorAnnounced
    | ColleaguesInformed
    | ThirdPartyInformed
    | MaterialTransferred
    | HandoverCompleted
    | HandoverClosed
)


class FactCorrected(FactCorrection, FactOfRelationship):
    """A fact of the relationship was corrected; the original stays visible."""

    type: Literal["relationship.fact_corrected.v1"] = "relationship.fact_corrected.v1"
    replacement: Annotated[
        CorrectableRelationshipFact | None, Field(discriminator="type"), label("I stället gäller")
    ] = None


RelationshipFact = Annotated[
    CorrectableRelationshipFact | FactCorrected, Field(discriminator="type")
]


class CorrectRelationshipFact(CorrectionCommand, RelationshipCommand):
    """Correct a fact of the relationship."""

    records = FactCorrected
