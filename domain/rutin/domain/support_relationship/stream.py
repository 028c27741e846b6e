"""What every fact and command of a support relationship has in common."""

from typing import Annotated, ClassVar

from rutin.domain.act import Command, Fact
from rutin.domain.label import label
from rutin.domain.reference import RelationshipRef


class FactOfRelationship(Fact):
    """A fact on a support relationship's own stream."""

    stream_kind: ClassVar[str] = "relationship"


class RelationshipCommand(Command):
    """A command to a support relationship."""

    relationship: Annotated[RelationshipRef, label("Uppdrag")]
