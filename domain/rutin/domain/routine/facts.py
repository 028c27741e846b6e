"""What can happen to a routine: a closed union, decoded by stored name."""

from typing import Annotated, Literal

from pydantic import Field

from rutin.domain.correction import CorrectionCommand, FactCorrection
from rutin.domain.label import label
from rutin.domain.routine.adoption import RoutineVersionAdopted
from rutin.domain.routine.course import (
    RoutineVersionReplaced,
    RoutineVersionSuspended,
    RoutineVersionWithdrawn,
)
from rutin.domain.routine.policy import PolicyParameterSet
from rutin.domain.routine.referred_document import DocumentRegistered
from rutin.domain.routine.stream import FactOfRoutine, RoutineCommand
from rutin.domain.routine.unit_meeting import UnitMeetingScheduled

CorrectableRoutineFact = (
    RoutineVersionAdopted
    | RoutineVersionReplaced
    | RoutineVersionWithdrawn
    | RoutineVersionSuspended
    | PolicyParameterSet
    | UnitMeetingScheduled
    | DocumentRegistered
)


class FactCorrected(FactCorrection, FactOfRoutine):
    """A fact of the routine was corrected; the original stays visible."""

    type: Literal["routine.fact_corrected.v1"] = "routine.fact_corrected.v1"
    replacement: Annotated[
        CorrectableRoutineFact | None, Field(discriminator="type"), label("I stället gäller")
    ] = None


RoutineFact = Annotated[CorrectableRoutineFact | FactCorrected, Field(discriminator="type")]


class CorrectRoutineFact(CorrectionCommand, RoutineCommand):
    """Correct a fact of the routine."""

    records = FactCorrected
