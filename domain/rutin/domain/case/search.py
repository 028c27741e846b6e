"""Finding an assignee: search, the client's own proposal, recruitment (KLA steps 5–7)."""

from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.label import label
from rutin.domain.reference import AssigneeRef, Text


class AssigneeSearch(Act):
    """The assignees are looked over."""

    criteria: Annotated[Text, label("Vad som söks", "Utifrån kravprofilen, om det finns en.")] = ""
    in_register: Annotated[bool, label("Sökt i resursregistret")] = True


class AssigneeSearchStarted(AssigneeSearch, FactOfCase):
    """The search for an assignee began."""

    type: Literal["case.assignee_search_started.v1"] = "case.assignee_search_started.v1"


class StartAssigneeSearch(AssigneeSearch, CaseCommand):
    """Record that the search for an assignee has begun."""

    records = AssigneeSearchStarted


class OwnProposal(Act):
    """The client proposes a contact person of their own."""

    assignee: Annotated[
        AssigneeRef, label("Föreslagen person", "Personens nummer i resursregistret.")
    ]
    note: Annotated[Text, label("Anteckning")] = ""


class OwnProposalReceived(OwnProposal, FactOfCase):
    """The client proposed a contact person of their own."""

    type: Literal["case.own_proposal_received.v1"] = "case.own_proposal_received.v1"
    identity = ("assignee",)

    def references(self) -> tuple[str, ...]:
        """Name the person proposed."""
        return (f"assignee/{self.assignee}",)


class ReceiveOwnProposal(OwnProposal, CaseCommand):
    """Record the client's own proposal of a contact person."""

    records = OwnProposalReceived


class EmptySearch(Act):
    """No one suits."""

    note: Annotated[Text, label("Varför ingen passar")] = ""


class NoSuitableAssigneeFound(EmptySearch, FactOfCase):
    """No suitable assignee was found."""

    type: Literal["case.no_suitable_assignee_found.v1"] = "case.no_suitable_assignee_found.v1"


class ReportNoSuitableAssignee(EmptySearch, CaseCommand):
    """Record that no suitable assignee was found."""

    records = NoSuitableAssigneeFound


class Recruitment(Act):
    """A new assignee is recruited."""

    note: Annotated[Text, label("Anteckning")] = ""


class RecruitmentStarted(Recruitment, FactOfCase):
    """Recruitment of a new assignee began."""

    type: Literal["case.recruitment_started.v1"] = "case.recruitment_started.v1"


class StartRecruitment(Recruitment, CaseCommand):
    """Record that recruitment has begun."""

    records = RecruitmentStarted
