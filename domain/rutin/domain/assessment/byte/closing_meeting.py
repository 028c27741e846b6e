"""The closing meeting with the client, and what is gone through there (r.41–43)."""

from collections.abc import Iterable
from datetime import date

from rutin.domain.assessment.byte.handover import Handover, excused, handover_duty
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.clocks import broke, day_of, done_by
from rutin.domain.assessment.duty import Due, Duty, Excuse
from rutin.domain.assessment.finding import EVER
from rutin.domain.assessment.reason import WITHOUT_IT, Reason
from rutin.domain.case import (
    ImplementationPlanUpdated,
    MethodSheetEstablished,
)
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    ClosingMeetingBooked,
    ClosingMeetingDeclined,
    ClosingMeetingHeld,
    HandoverCompleted,
    HandoverNoteRecorded,
    MethodSheetUpdated,
)

MEETING_DECLINED = Reason(
    "closing_meeting_declined",
    "brukaren avböjde avslutningsmötet",
    "the client declined the closing meeting",
)
NO_METHOD_SHEET = Reason("no_method_sheet", "metodblad saknas", "there is no method sheet")


def _declined(handover: Handover) -> tuple[Excuse, ...]:
    declined = handover.first(ClosingMeetingDeclined)
    if declined is None:
        return ()
    return (Excuse(declined.fact.occurred_on, MEETING_DECLINED, evidence=(declined,)),)


def closing_meeting(file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-09: a closing meeting is booked and held with the client.

    A handover completed before it, which is refused but for a deviation, breaches it for good.
    """
    booked, held = handover.first(ClosingMeetingBooked), handover.first(ClosingMeetingHeld)
    duty = handover_duty(
        handover,
        done_by(held),
        "ClosingMeetingBooked",
        "ClosingMeetingHeld",
        dues=handover.last_days,
    )
    if booked is not None:
        duty = duty._replace(lacking=((booked.fact.occurred_on, ("ClosingMeetingHeld",)),))
    for completed in handover.of(HandoverCompleted):
        if "BYTE-09" in file.violated(completed):
            duty = duty._replace(broken=broke(completed, WITHOUT_IT), lasting=True)
            break
    return excused(duty, *_declined(handover))


def _meeting_day(handover: Handover) -> tuple[Due, ...]:
    held = handover.first(ClosingMeetingHeld)
    if held is None:
        return ()
    day = max(held.fact.occurred_on, handover.announced)
    return (Due(day, known=day),)


def _at_the_meeting(handover: Handover, updates: Iterable[Recorded]) -> Recorded | None:
    """Give the first update that closes, made at the closing meeting or after it."""
    held = handover.first(ClosingMeetingHeld)
    if held is None:
        return None
    return next(
        (
            update
            for update in updates
            if getattr(update.fact, "context", "") == "closing"
            and update.fact.occurred_on >= held.fact.occurred_on
        ),
        None,
    )


def plan_updated(file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-10a: the plan is looked over at the closing meeting."""
    until = _next_meeting(file, handover)
    updates = [
        update
        for update in file.whole.of(ImplementationPlanUpdated)
        if until is None or update.fact.occurred_on < until
    ]
    updated = _at_the_meeting(handover, updates)
    duty = handover_duty(
        handover, done_by(updated), "ImplementationPlanUpdated", dues=_meeting_day(handover)
    )
    return excused(duty, *_declined(handover))


def _next_meeting(file: CaseFile, handover: Handover) -> date | None:
    """Give the day of the next one's closing meeting, once this handover's last day is over.

    From then on an update that closes is of that meeting: who leaves is not said in the plan.
    """
    over = handover.over
    if over is None:
        return None
    meetings = (
        held.fact.occurred_on
        for held in file.whole.of(ClosingMeetingHeld)
        if held.stream != handover.sign.stream and held.fact.occurred_on >= over
    )
    return next(meetings, None)


def method_sheet_updated(file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-10b: the method sheet, if there is one, is looked over at the closing meeting."""
    updated = _at_the_meeting(handover, handover.of(MethodSheetUpdated))
    sheet = file.whole.first(MethodSheetEstablished)
    duty = handover_duty(
        handover, done_by(updated), "MethodSheetUpdated", dues=_meeting_day(handover)
    )
    until = _asked_for_from(handover, day_of(sheet))
    return excused(duty, *_declined(handover), Excuse(EVER, NO_METHOD_SHEET, until=until))


def _asked_for_from(handover: Handover, drawn_up: date | None) -> date | None:
    """Give the day from which the sheet is to be looked over at the meeting.

    One drawn up after the meeting is not; nor one drawn up after the last day, unless the meeting
    is held later still.
    """
    if drawn_up is None:
        return None
    met = day_of(handover.first(ClosingMeetingHeld))
    if met is not None and met < drawn_up:
        return None
    if handover.over is None or drawn_up < handover.over:
        return drawn_up
    return met


def note_recorded(_file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-10c: what else is useful to colleagues is written down."""
    note = handover.first(HandoverNoteRecorded)
    duty = handover_duty(
        handover, done_by(note), "HandoverNoteRecorded", dues=_meeting_day(handover)
    )
    return excused(duty, *_declined(handover))
