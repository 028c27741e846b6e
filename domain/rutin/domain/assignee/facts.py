"""What can happen to an assignee: a closed union, decoded by stored name."""

from typing import Annotated, Literal

from pydantic import Field

from rutin.domain.assignee.investigation import (
    AssigneeApproved,
    AssigneeRejected,
    InterviewHeld,
    InvestigationConcluded,
    InvestigationOpened,
    RegisterCheckAnnounced,
    RegisterExtractShown,
)
from rutin.domain.assignee.register import (
    AbsenceRecorded,
    AssigneeEnded,
    AssigneeRegistered,
    AvailabilityChanged,
)
from rutin.domain.assignee.stream import AssigneeCommand, FactOfAssignee
from rutin.domain.assignee.undertaking import ConfidentialityUndertakingSigned
from rutin.domain.correction import CorrectionCommand, FactCorrection
from rutin.domain.label import label

CorrectableAssigneeFact = (
    AssigneeRegistered
    | AvailabilityChanged
    | AbsenceRecorded
    | AssigneeEnded
    | InvestigationOpened
    | InterviewHeld
    | RegisterCheckAnnounced
    | RegisterExtractShown
    | InvestigationConcluded
    | AssigneeApproved
    | AssigneeRejected
    | ConfidentialityUndertakingSigned
)


class FactCorrected(FactCorrection, FactOfAssignee):
    """A fact of the assignee was corrected; the original stays visible."""

    type: Literal["assignee.fact_corrected.v1"] = "assignee.fact_corrected.v1"
    replacement: Annotated[
        CorrectableAssigneeFact | None, Field(discriminator="type"), label("I stället gäller")
    ] = None


AssigneeFact = Annotated[CorrectableAssigneeFact | FactCorrected, Field(discriminator="type")]


class CorrectAssigneeFact(CorrectionCommand, AssigneeCommand):
    """Correct a fact of the assignee."""

    records = FactCorrected
