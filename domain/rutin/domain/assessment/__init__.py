"""Assessment: for each provision met, late, overdue, breached or not applicable, and why.

What stands in `__all__` is what a municipality writes a routine of its own with (docs/own-routine.md).
"""

from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.clocks import (
    Act,
    Check,
    Unless,
    act,
    days_after,
    deadline,
    field,
    judged,
    milestone,
    reactive,
    role,
    sequence,
    standing,
)
from rutin.domain.assessment.duty import Broken, Done, Due, Duty, Excuse
from rutin.domain.assessment.own_routine import OwnRoutine
from rutin.domain.assessment.periods import in_each, periodic
from rutin.domain.assessment.reason import Reason
from rutin.domain.routine import RoutineVersion
from rutin.domain.routines import Basis, Citation, Kind, Provision

__all__ = [
    "Act",
    "Basis",
    "Broken",
    "CaseFile",
    "Check",
    "Citation",
    "Done",
    "Due",
    "Duty",
    "Excuse",
    "Kind",
    "OwnRoutine",
    "Provision",
    "Reason",
    "RoutineVersion",
    "Unless",
    "act",
    "days_after",
    "deadline",
    "field",
    "in_each",
    "judged",
    "milestone",
    "periodic",
    "reactive",
    "role",
    "sequence",
    "standing",
]
