"""Every row of BYTE: the client told in time, and the handover as a whole."""

from collections.abc import Callable
from datetime import date

from rutin.domain.act import Fact
from rutin.domain.assessment.byte.closing_meeting import (
    closing_meeting,
    method_sheet_updated,
    note_recorded,
    plan_updated,
)
from rutin.domain.assessment.byte.handover import (
    Handover,
    each_handover,
    handover_duty,
    stretches,
)
from rutin.domain.assessment.byte.successor import (
    colleagues_told,
    material_handed_over,
    successor_told,
)
from rutin.domain.assessment.byte.third_parties import referred, third_party_told
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.clocks import Check, act, done_by, role
from rutin.domain.assessment.duty import Due, Duty
from rutin.domain.assessment.finding import Status
from rutin.domain.assessment.reason import Reason
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    ClientInformedOfDeparture,
    ClosingMeetingBooked,
    ClosingMeetingHeld,
    ColleaguesInformed,
    HandoverClosed,
    HandoverCompleted,
    HandoverNoteRecorded,
    MaterialTransferred,
    MethodSheetUpdated,
    SuccessorAnnounced,
    ThirdPartyInformed,
)
from rutin.domain.values import add_months

ANNOUNCED_LATE = Reason("announced_late", "meddelat för sent", "announced late")


def _told_in_time(_file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-08: the client is told a month before the last day, clamped to the month (D-01)."""
    told = handover.first(ClientInformedOfDeparture)
    dues = [_a_month_before(due.day, due.known) for due in handover.last_days if due.day]
    duty = handover_duty(handover, done_by(told), "ClientInformedOfDeparture", dues=dues)
    return duty._replace(over=handover.over)


def _a_month_before(last_day: date, known: date) -> Due:
    day = add_months(last_day, -1)
    return Due(day, known, remark=ANNOUNCED_LATE if day < known else None)


_ITEMS: dict[str, Callable[[CaseFile, Handover], Duty]] = {
    "BYTE-09": closing_meeting,
    "BYTE-10a": plan_updated,
    "BYTE-10b": method_sheet_updated,
    "BYTE-10c": note_recorded,
    "BYTE-11": successor_told,
    "BYTE-12": colleagues_told,
    "BYTE-13a": third_party_told("god_man"),
    "BYTE-13b": third_party_told("relative"),
    "BYTE-13c": third_party_told("case_officer"),
    "BYTE-14": referred,
    "BYTE-15": material_handed_over,
}
"""What a handover is made of."""

_CLOCKS = {
    "BYTE-10a": "MS(ClosingMeetingHeld)",
    "BYTE-10b": "MS(ClosingMeetingHeld)",
    "BYTE-10c": "MS(ClosingMeetingHeld)",
    "BYTE-14": "FIELD av BYTE-13a–c",
}


def _handed_over(file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-02: the handover is completed, and all that it is made of is done or lifted."""
    items = {name: item(file, handover) for name, item in _ITEMS.items()}
    completed = handover.first(HandoverCompleted)
    days = sorted(
        {segment.first for item in items.values() for segment in item.segments()}
        | ({completed.fact.occurred_on} if completed else set())
    )

    def by(day: date) -> tuple[Recorded, ...]:
        if completed is None or day < completed.fact.occurred_on or _undone(items, day):
            return ()
        return (completed,)

    done, *again = stretches(days, by) or (None,)
    duty = handover_duty(handover, done, "HandoverCompleted", dues=handover.last_days)
    lacking = []
    for day in days:
        wanting = _undone(items, day)
        handed_over = completed is not None and completed.fact.occurred_on <= day
        lacking.append((day, wanting if handed_over else ("HandoverCompleted", *wanting)))
    return duty._replace(again=tuple(again), lacking=tuple(lacking))


def _undone(items: dict[str, Duty], day: date) -> tuple[str, ...]:
    return tuple(
        name
        for name, item in items.items()
        if item.stand(day).status not in (Status.MET, Status.NOT_APPLICABLE)
    )


_HANDING_OVER: tuple[type[Fact], ...] = (
    ClientInformedOfDeparture,
    ClosingMeetingBooked,
    ClosingMeetingHeld,
    MethodSheetUpdated,
    HandoverNoteRecorded,
    SuccessorAnnounced,
    ColleaguesInformed,
    ThirdPartyInformed,
    MaterialTransferred,
    HandoverCompleted,
)

BYTE_CHECKS: dict[str, Check] = {
    "BYTE-01": each_handover(_told_in_time, "summan av BYTE-08"),
    "BYTE-02": each_handover(_handed_over, "MS(last_day)"),
    "BYTE-04": role(act(*_HANDING_OVER), allowed=("support_person", "unit_manager", "importer")),
    "BYTE-05": role(act(HandoverClosed), allowed=("unit_manager", "importer")),
    "BYTE-08": each_handover(_told_in_time, "DL(last_day − 1 månad)"),
    **{
        name: each_handover(item, _CLOCKS.get(name, "MS(last_day)"))
        for name, item in _ITEMS.items()
    },
}
"""How BYTE-01 to BYTE-15 are judged."""
