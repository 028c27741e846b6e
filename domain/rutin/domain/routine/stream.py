"""What every fact and command of a routine has in common."""

from typing import Annotated, ClassVar

from rutin.domain.act import Command, Fact
from rutin.domain.label import label
from rutin.domain.reference import RoutineRef

ALL_ROUTINES = "routines/all"
"""What every fact of every routine is found by, so that the routines are read in one go."""


class FactOfRoutine(Fact):
    """A fact on a routine's own stream."""

    stream_kind: ClassVar[str] = "routine"

    def references(self) -> tuple[str, ...]:
        """Name the routines as a whole: whoever assesses reads them all, also those of its own."""
        return (ALL_ROUTINES,)


class RoutineCommand(Command):
    """A command to a routine."""

    routine: Annotated[
        RoutineRef, label("Rutin", "KLA, NYB, BYTE, KMSP eller MAN, eller en egen rutins kortnamn.")
    ]
