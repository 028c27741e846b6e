"""What every fact and command of an assignee has in common."""

from typing import Annotated, ClassVar

from rutin.domain.act import Command, Fact
from rutin.domain.label import label
from rutin.domain.reference import AssigneeRef


class FactOfAssignee(Fact):
    """A fact on an assignee's own stream."""

    stream_kind: ClassVar[str] = "assignee"


class AssigneeCommand(Command):
    """A command to an assignee."""

    assignee: Annotated[AssigneeRef, label("Uppdragstagare")]
