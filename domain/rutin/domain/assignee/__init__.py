"""The assignee (uppdragstagare): a person who may take assignments."""

from rutin.domain.assignee.assignee import Assignee
from rutin.domain.assignee.facts import AssigneeFact, CorrectAssigneeFact, FactCorrected
from rutin.domain.assignee.investigation import (
    AnnounceRegisterCheck,
    ApproveAssignee,
    AssigneeApproved,
    AssigneeRejected,
    ConcludeInvestigation,
    HoldInterview,
    InterviewHeld,
    InvestigationConcluded,
    InvestigationOpened,
    OpenInvestigation,
    Register,
    RegisterCheckAnnounced,
    RegisterExtractShown,
    RejectAssignee,
    ShowRegisterExtract,
)
from rutin.domain.assignee.register import (
    AbsenceRecorded,
    AssigneeEnded,
    AssigneeRegistered,
    AvailabilityChanged,
    ChangeAvailability,
    EndAssignee,
    Origin,
    RecordAbsence,
    RegisterAssignee,
)
from rutin.domain.assignee.stream import AssigneeCommand, FactOfAssignee
from rutin.domain.assignee.undertaking import (
    ConfidentialityUndertakingSigned,
    SignConfidentialityUndertaking,
)

__all__ = [
    "AbsenceRecorded",
    "AnnounceRegisterCheck",
    "ApproveAssignee",
    "Assignee",
    "AssigneeApproved",
    "AssigneeCommand",
    "AssigneeEnded",
    "AssigneeFact",
    "AssigneeRegistered",
    "AssigneeRejected",
    "AvailabilityChanged",
    "ChangeAvailability",
    "ConcludeInvestigation",
    "ConfidentialityUndertakingSigned",
    "CorrectAssigneeFact",
    "EndAssignee",
    "FactCorrected",
    "FactOfAssignee",
    "HoldInterview",
    "InterviewHeld",
    "InvestigationConcluded",
    "InvestigationOpened",
    "OpenInvestigation",
    "Origin",
    "RecordAbsence",
    "Register",
    "RegisterAssignee",
    "RegisterCheckAnnounced",
    "RegisterExtractShown",
    "RejectAssignee",
    "ShowRegisterExtract",
    "SignConfidentialityUndertaking",
]
