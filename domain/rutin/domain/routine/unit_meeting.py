"""The rolling schedule: which cases are presented at which unit meeting (MAN r.39, D-29)."""

from datetime import date
from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.label import label
from rutin.domain.reference import CaseRef, Reference
from rutin.domain.routine.stream import FactOfRoutine, RoutineCommand


class Scheduling(Act):
    """A unit meeting and the cases it is for; told anew, the latest list counts."""

    unit: Annotated[Reference, label("Enhet")]
    meeting_on: Annotated[date, label("Mötesdag", cites="MAN-11")]
    cases: Annotated[
        tuple[CaseRef, ...], label("Ärenden som redovisas", "Tomt om mötet ställs in.")
    ]


class UnitMeetingScheduled(Scheduling, FactOfRoutine):
    """A unit meeting was scheduled."""

    type: Literal["routine.unit_meeting_scheduled.v1"] = "routine.unit_meeting_scheduled.v1"


class ScheduleUnitMeeting(Scheduling, RoutineCommand):
    """Schedule a unit meeting and the cases that are presented there."""

    records = UnitMeetingScheduled
