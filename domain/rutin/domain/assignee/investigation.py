"""The investigation of a proposed or recruited assignee, to its decision (KLA steps 6–7)."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rutin.domain.act import Act
from rutin.domain.assignee.register import Origin
from rutin.domain.assignee.stream import AssigneeCommand, FactOfAssignee
from rutin.domain.dates import in_order
from rutin.domain.intervention import Intervention
from rutin.domain.label import label
from rutin.domain.reference import CaseRef, FilledText, Reference, Text

Register = Literal["criminal_records", "suspects", "social_services"]
"""Belastningsregistret, misstankeregistret, socialregistret."""


class InvestigationOpening(Act):
    """An investigation is opened."""

    reason: Annotated[Origin, label("Anledning")]
    case: Annotated[CaseRef | None, label("Ärende", "Ärendet som utredningen gäller.")] = None


class InvestigationOpened(InvestigationOpening, FactOfAssignee):
    """An investigation of the person was opened."""

    type: Literal["assignee.investigation_opened.v1"] = "assignee.investigation_opened.v1"
    identity = ("case",)

    def references(self) -> tuple[str, ...]:
        """Name the case that asked for the investigation, if one did."""
        return () if self.case is None else (f"case/{self.case}",)


class OpenInvestigation(InvestigationOpening, AssigneeCommand):
    """Record that an investigation is opened."""

    records = InvestigationOpened


class Interview(Act):
    """The person is interviewed by the register's template."""

    template_version: Annotated[Text, label("Intervjumallens utgåva")] = ""
    note: Annotated[Text, label("Anteckning", cites="KLA-06d")] = ""


class InterviewHeld(Interview, FactOfAssignee):
    """The person was interviewed."""

    type: Literal["assignee.interview_held.v1"] = "assignee.interview_held.v1"


class HoldInterview(Interview, AssigneeCommand):
    """Record the interview."""

    records = InterviewHeld


class CheckAnnouncement(Act):
    """The person is told that extracts will be asked for."""

    registers: Annotated[
        tuple[Register, ...], Field(min_length=1), label("Register", cites="KLA-06e")
    ]


class RegisterCheckAnnounced(CheckAnnouncement, FactOfAssignee):
    """The person was told that register extracts would be asked for."""

    type: Literal["assignee.register_check_announced.v1"] = "assignee.register_check_announced.v1"


class AnnounceRegisterCheck(CheckAnnouncement, AssigneeCommand):
    """Record that the person was told of the register check."""

    records = RegisterCheckAnnounced


class ExtractShowing(Act):
    """An extract is shown. What it says is never recorded; there is no field for it."""

    registers: Annotated[tuple[Register, ...], Field(min_length=1), label("Register")]
    issued_on: Annotated[date, label("Utdraget utfärdat den", cites="LAW-17")]
    seen_by: Annotated[Reference, label("Visat för")]
    check: Annotated[
        Literal["work_with_children", "work_in_homes"],
        label("Kontrollens slag", "Arbete med barn eller arbete i hemmet hos vuxna."),
    ]

    @model_validator(mode="after")
    def _issued_before_shown(self) -> Self:
        in_order(self, "issued_on", "occurred_on")
        return self


class RegisterExtractShown(ExtractShowing, FactOfAssignee):
    """The person showed a register extract."""

    type: Literal["assignee.register_extract_shown.v1"] = "assignee.register_extract_shown.v1"


class ShowRegisterExtract(ExtractShowing, AssigneeCommand):
    """Record that an extract was shown, never what it said."""

    records = RegisterExtractShown


class InvestigationConclusion(Act):
    """The investigation is concluded."""

    proposal: Annotated[Literal["approve", "reject"] | None, label("Förslag till beslut")] = None
    note: Annotated[Text, label("Sammanfattning", cites="KLA-06d")] = ""


class InvestigationConcluded(InvestigationConclusion, FactOfAssignee):
    """The investigation was concluded."""

    type: Literal["assignee.investigation_concluded.v1"] = "assignee.investigation_concluded.v1"


class ConcludeInvestigation(InvestigationConclusion, AssigneeCommand):
    """Record that the investigation is concluded."""

    records = InvestigationConcluded


class Approval(Act):
    """The decision to approve."""

    interventions: Annotated[
        tuple[Intervention, ...], Field(min_length=1), label("Godkänd för", cites="KLA-06d")
    ] = ("contact_person",)
    decided_by: Annotated[Reference | None, label("Beslutat av")] = None


class AssigneeApproved(Approval, FactOfAssignee):
    """The person was approved."""

    type: Literal["assignee.assignee_approved.v1"] = "assignee.assignee_approved.v1"


class ApproveAssignee(Approval, AssigneeCommand):
    """Record the decision to approve."""

    records = AssigneeApproved


class Rejection(Act):
    """The decision not to approve."""

    reason: Annotated[FilledText, label("Skäl", cites="KLA-06d")]
    decided_by: Annotated[Reference | None, label("Beslutat av")] = None


class AssigneeRejected(Rejection, FactOfAssignee):
    """The person was not approved."""

    type: Literal["assignee.assignee_rejected.v1"] = "assignee.assignee_rejected.v1"


class RejectAssignee(Rejection, AssigneeCommand):
    """Record the decision not to approve."""

    records = AssigneeRejected
