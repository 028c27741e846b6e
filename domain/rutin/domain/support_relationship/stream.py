"""What every fact and command of a support relationship has in common."""

from typing import Annotated, ClassVar

from rutin.domain.act import Act, Command, Fact
from rutin.domain.label import label
from rutin.domain.reference import AssigneeRef, CaseRef, RelationshipRef


class FactOfRelationship(Fact):
    """A fact on a support relationship's own stream."""

    stream_kind: ClassVar[str] = "relationship"


class RelationshipCommand(Command):
    """A command to a support relationship."""

    relationship: Annotated[RelationshipRef, label("Uppdrag")]


class AssignmentCommand(RelationshipCommand):
    """A command to the assignment of a relief worker, companion or contact person."""


class FactOfSupportPerson(FactOfRelationship):
    """A fact that only the relationship of a support person has."""


class SupportPersonCommand(RelationshipCommand):
    """A command to the relationship of a support person."""


class Opening(Act):
    """What opens a relationship: it joins a case and an assignee."""

    case: Annotated[CaseRef, label("Ärende")]
    assignee: Annotated[AssigneeRef, label("Uppdragstagare")]


class RelationshipOpened(Opening, FactOfRelationship):
    """A relationship was opened: an assignment was offered, or a support person appointed."""

    identity: ClassVar[tuple[str, ...]] = ("case", "assignee")

    def references(self) -> tuple[str, ...]:
        """Name the case and the assignee that the relationship joins."""
        return (f"case/{self.case}", f"assignee/{self.assignee}")


class OpenRelationship(Opening, RelationshipCommand):
    """Open a relationship."""
