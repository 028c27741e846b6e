"""What can happen to a case: a closed union, decoded by stored name."""

from typing import Annotated, Literal

from pydantic import Field

from rutin.domain.case.action import ActionDocumented
from rutin.domain.case.client_meeting import (
    ClientMeetingBooked,
    ClientMeetingDeclined,
    ClientMeetingHeld,
    RequirementProfileDeclined,
    RequirementProfileRecorded,
)
from rutin.domain.case.consent import (
    ConsentDeclined,
    ConsentDeferred,
    ConsentFormReviewed,
    ConsentGranted,
    ConsentWithdrawn,
)
from rutin.domain.case.contact import (
    CaseOfficerNotified,
    ClientContacted,
    ContactAttempted,
    ContactExhausted,
    ContactRegistered,
    ContactRemoved,
)
from rutin.domain.case.method_sheet import MethodSheetEstablished
from rutin.domain.case.order import (
    CaseClosed,
    ExecutionDeferredByClient,
    ExecutionReported,
    NonExecutionReported,
    OrderEnded,
    OrderReceived,
    OrderRenewed,
)
from rutin.domain.case.plan import (
    GoalFollowedUp,
    ImplementationPlanEstablished,
    ImplementationPlanUpdated,
)
from rutin.domain.case.search import (
    AssigneeSearchStarted,
    NoSuitableAssigneeFound,
    OwnProposalReceived,
    RecruitmentStarted,
)
from rutin.domain.case.service import (
    RenewalExecuted,
    ServiceInterrupted,
    ServiceResumed,
    ServiceStarted,
)
from rutin.domain.case.social_record import (
    ClientDisputedNote,
    DocumentRegistered,
    JournalNoteMarkedErroneous,
    JournalNoteRecorded,
    JournalNoteSigned,
)
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.case.welcome import (
    ChecklistCompleted,
    ClientInformedAboutService,
    WelcomePackDelivered,
    WelcomePackSupplemented,
)
from rutin.domain.correction import CorrectionCommand, FactCorrection
from rutin.domain.label import label

CorrectableCaseFact = (
    OrderReceived
    | OrderRenewed
    | OrderEnded
    | CaseClosed
    | ExecutionDeferredByClient
    | NonExecutionReported
    | ExecutionReported
    | ContactAttempted
    | ClientContacted
    | ContactExhausted
    | CaseOfficerNotified
    | ContactRegistered
    | ContactRemoved
    | ClientMeetingBooked
    | ClientMeetingHeld
    | ClientMeetingDeclined
    | RequirementProfileRecorded
    | RequirementProfileDeclined
    | ConsentFormReviewed
    | ConsentGranted
    | ConsentDeclined
    | ConsentDeferred
    | ConsentWithdrawn
    | ClientInformedAboutService
    | WelcomePackDelivered
    | WelcomePackSupplemented
    | ChecklistCompleted
    | ImplementationPlanEstablished
    | ImplementationPlanUpdated
    | MethodSheetEstablished
    | GoalFollowedUp
    | AssigneeSearchStarted
    | OwnProposalReceived
    | NoSuitableAssigneeFound
    | RecruitmentStarted
    | ServiceStarted
    | ServiceInterrupted
    | ServiceResumed
    | RenewalExecuted
    | ActionDocumented
    | JournalNoteRecorded
    | JournalNoteSigned
    | JournalNoteMarkedErroneous
    | ClientDisputedNote
    | DocumentRegistered
)


class FactCorrected(FactCorrection, FactOfCase):
    """A fact of the case was corrected; the original stays visible."""

    type: Literal["case.fact_corrected.v1"] = "case.fact_corrected.v1"
    replacement: Annotated[
        CorrectableCaseFact | None, Field(discriminator="type"), label("I stället gäller")
    ] = None


CaseFact = Annotated[CorrectableCaseFact | FactCorrected, Field(discriminator="type")]


class CorrectCaseFact(CorrectionCommand, CaseCommand):
    """Correct a fact of the case."""

    records = FactCorrected
