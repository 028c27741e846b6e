"""Who takes over, and what they are told and given (r.44–47, 50–52)."""

from datetime import date
from typing import Any

from rutin.domain.assessment.byte.handover import Handover, excused, handover_duty
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.clocks import day_of, done_by
from rutin.domain.assessment.duty import Duty, Excuse
from rutin.domain.assessment.finding import EVER
from rutin.domain.assessment.reason import Reason
from rutin.domain.assessment.support_persons import appointments
from rutin.domain.support_relationship import (
    ClosingMeetingDeclined,
    ClosingMeetingHeld,
    ColleaguesInformed,
    MaterialTransferred,
    SuccessorAnnounced,
    SupportPersonAppointed,
)

SUCCESSOR_UNKNOWN = Reason(
    "successor_unknown", "efterträdare inte känd", "the successor is not known"
)
NO_MATERIAL = Reason("no_material", "det finns inget material", "there is no material")


def successor_told(file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-11: the client is told who takes over, if that is known by the last day (D-41)."""
    named = next(
        (
            s
            for s in handover.of(SuccessorAnnounced)
            if getattr(s.fact, "term", "unknown") != "unknown"
        ),
        None,
    )
    known = min(filter(None, (day_of(named), _successor_appointed(file, handover))), default=None)
    in_time = False
    if known is not None:
        last = handover.last_day_known(max(known, handover.announced))
        in_time = last is None or known <= last
    duty = handover_duty(
        handover,
        done_by(named) if in_time else None,
        "SuccessorAnnounced",
        dues=handover.last_days,
    )
    return excused(duty, Excuse(EVER, SUCCESSOR_UNKNOWN, until=known if in_time else None))


def _successor_appointed(file: CaseFile, handover: Handover) -> date | None:
    """Give the day on which someone was appointed to the leaver's slot from after the last day."""
    known: list[date] = []
    for appointment in file.whole.of(SupportPersonAppointed):
        if appointment.stream == handover.sign.stream:
            continue
        told: Any = appointment.fact
        for due in handover.last_days:
            day = max(told.occurred_on, handover.announced, due.known)
            last = handover.last_day_known(day)
            if (
                last
                and told.from_date > last
                and told.slot == _slot_on(file, handover, last, known=day)
            ):
                known.append(day)
    return min(known, default=None)


def _slot_on(file: CaseFile, handover: Handover, last_day: date, *, known: date) -> int | None:
    """Give the leaver's slot on the last day, as far as it was known on a day."""
    own: list[Any] = [a.fact for a in appointments(file) if a.stream == handover.sign.stream]
    begun = [a for a in own if a.occurred_on <= known and a.from_date <= last_day]
    begun.sort(key=lambda a: a.from_date)
    return begun[-1].slot if begun else None


def colleagues_told(file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-12: colleagues are told what was agreed, after the closing meeting."""
    held = handover.first(ClosingMeetingHeld, ClosingMeetingDeclined)
    told = next(
        (c for c in handover.of(ColleaguesInformed) if held and file.may_follow(held, c)), None
    )
    return handover_duty(handover, done_by(told), "ColleaguesInformed", dues=handover.last_days)


def material_handed_over(_file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-15: material and notes of importance go to colleagues, or there are none."""
    none_exists, handed_over = None, None
    for told in reversed(handover.of(MaterialTransferred)):
        if getattr(told.fact, "none_exists", False):
            none_exists = told
        else:
            handed_over = told
    duty = handover_duty(
        handover, done_by(handed_over), "MaterialTransferred", dues=handover.last_days
    )
    if none_exists is None:
        return duty
    return excused(duty, Excuse(none_exists.fact.occurred_on, NO_MATERIAL, evidence=(none_exists,)))
