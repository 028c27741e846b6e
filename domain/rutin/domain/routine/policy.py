"""Local policy: a value that no routine states is set, from a day on."""

from datetime import date
from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.routine.stream import FactOfRoutine, RoutineCommand


class Setting(Act):
    """A parameter gets a value. The day it holds from counts, not the day it is recorded (D-47)."""

    parameter: Annotated[Reference, label("Parameter", "Som first_contact_days.")]
    value: Annotated[int, label("Värde", "Ett heltal i parameterns enhet.")]
    from_date: Annotated[date, label("Gäller från och med")]


class PolicyParameterSet(Setting, FactOfRoutine):
    """A local value was set."""

    type: Literal["routine.policy_parameter_set.v1"] = "routine.policy_parameter_set.v1"


class SetPolicyParameter(Setting, RoutineCommand):
    """Set a local value of a routine, of the law (LAW) or of all routines (DOC)."""

    records = PolicyParameterSet
