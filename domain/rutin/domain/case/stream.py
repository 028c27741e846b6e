"""What every fact and command of a case has in common."""

from typing import Annotated, ClassVar

from rutin.domain.act import Command, Fact
from rutin.domain.label import label
from rutin.domain.reference import CaseRef


class FactOfCase(Fact):
    """A fact on a case's own stream."""

    stream_kind: ClassVar[str] = "case"


class CaseCommand(Command):
    """A command to a case."""

    case: Annotated[CaseRef, label("Ärende")]
