"""What becomes of a version: replaced, withdrawn or suspended. That it expires is no fact."""

from datetime import date
from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.label import label
from rutin.domain.reference import FilledText, RoutineVersionRef, Text
from rutin.domain.routine.stream import FactOfRoutine, RoutineCommand


class Replacement(Act):
    """A version is replaced, on the first day of the one that takes its place."""

    version: Annotated[RoutineVersionRef, label("Utgåva som ersätts", cites="DOC-02")]
    replaced_by: Annotated[
        RoutineVersionRef,
        label("Ersätts av", "Datumet är den nya utgåvans första dag.", cites="DOC-05"),
    ]


class RoutineVersionReplaced(Replacement, FactOfRoutine):
    """A version of the routine was replaced by another."""

    type: Literal["routine.routine_version_replaced.v1"] = "routine.routine_version_replaced.v1"


class ReplaceRoutineVersion(Replacement, RoutineCommand):
    """Record that a version is replaced by one that is adopted already."""

    records = RoutineVersionReplaced


class Withdrawal(Act):
    """A version is withdrawn: it is no longer valid from a day on, and none takes its place."""

    version: Annotated[RoutineVersionRef, label("Utgåva")]
    from_date: Annotated[date, label("Gäller inte från och med", cites="DOC-04")]
    reason: Annotated[Text, label("Skäl")] = ""


class RoutineVersionWithdrawn(Withdrawal, FactOfRoutine):
    """A version of the routine was withdrawn."""

    type: Literal["routine.routine_version_withdrawn.v1"] = "routine.routine_version_withdrawn.v1"


class WithdrawRoutineVersion(Withdrawal, RoutineCommand):
    """Record that a version is withdrawn."""

    records = RoutineVersionWithdrawn


class Suspension(Act):
    """A version is not followed from a day on; what began before that day goes on (D-71)."""

    version: Annotated[RoutineVersionRef, label("Utgåva")]
    from_date: Annotated[date, label("Följs inte från och med", cites="DOC-02")]
    reason: Annotated[FilledText, label("Skäl")]


class RoutineVersionSuspended(Suspension, FactOfRoutine):
    """A version of the routine was suspended, by choice and with a reason (D-21)."""

    type: Literal["routine.routine_version_suspended.v1"] = "routine.routine_version_suspended.v1"


class SuspendRoutineVersion(Suspension, RoutineCommand):
    """Record that a version is suspended."""

    records = RoutineVersionSuspended
