"""The routine: a written routine, its versions, its local values and its schedule."""

from rutin.domain.routine.adoption import AdoptRoutineVersion, RoutineVersionAdopted, StatedValue
from rutin.domain.routine.book import Presentation, RoutineBook
from rutin.domain.routine.course import (
    ReplaceRoutineVersion,
    RoutineVersionReplaced,
    RoutineVersionSuspended,
    RoutineVersionWithdrawn,
    SuspendRoutineVersion,
    WithdrawRoutineVersion,
)
from rutin.domain.routine.facts import CorrectRoutineFact, FactCorrected, RoutineFact
from rutin.domain.routine.policy import PolicyParameterSet, SetPolicyParameter
from rutin.domain.routine.referred_document import DocumentRegistered, RegisterRoutineDocument
from rutin.domain.routine.routine import Routine
from rutin.domain.routine.stream import ALL_ROUTINES, FactOfRoutine, RoutineCommand
from rutin.domain.routine.unit_meeting import ScheduleUnitMeeting, UnitMeetingScheduled
from rutin.domain.routine.version import RoutineStatus, RoutineVersion

__all__ = [
    "ALL_ROUTINES",
    "AdoptRoutineVersion",
    "CorrectRoutineFact",
    "DocumentRegistered",
    "FactCorrected",
    "FactOfRoutine",
    "PolicyParameterSet",
    "Presentation",
    "RegisterRoutineDocument",
    "ReplaceRoutineVersion",
    "Routine",
    "RoutineBook",
    "RoutineCommand",
    "RoutineFact",
    "RoutineStatus",
    "RoutineVersion",
    "RoutineVersionAdopted",
    "RoutineVersionReplaced",
    "RoutineVersionSuspended",
    "RoutineVersionWithdrawn",
    "ScheduleUnitMeeting",
    "SetPolicyParameter",
    "StatedValue",
    "SuspendRoutineVersion",
    "UnitMeetingScheduled",
    "WithdrawRoutineVersion",
]
