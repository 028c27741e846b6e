"""How a change of support person is judged (Informationsöverföring vid byte av stödperson)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from rutin.domain.act import Fact
from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.clocks import Check, act, day_of, done_by, due_on, judged, role
from rutin.domain.assessment.duty import Done, Due, Duty, Ending, Excuse
from rutin.domain.assessment.finding import EVER, Status
from rutin.domain.assessment.reason import CLOSED_BEFORE, Reason
from rutin.domain.assessment.support_persons import appointments
from rutin.domain.case import (
    ConsentGranted,
    ConsentWithdrawn,
    ContactRegistered,
    ContactRemoved,
    ImplementationPlanUpdated,
    MethodSheetEstablished,
)
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    ChangeGranted,
    ClientInformedOfDeparture,
    ClosingMeetingBooked,
    ClosingMeetingDeclined,
    ClosingMeetingHeld,
    ColleaguesInformed,
    DepartureAnnounced,
    DepartureChanged,
    DepartureWithdrawn,
    HandoverClosed,
    HandoverCompleted,
    HandoverNoteRecorded,
    MaterialTransferred,
    MethodSheetUpdated,
    RelationshipEnded,
    SuccessorAnnounced,
    SupportPersonAppointed,
    ThirdPartyInformed,
)
from rutin.domain.values import add_months

WITHDRAWN = Reason("withdrawn", "återtaget", "withdrawn")
ANNOUNCED_LATE = Reason("announced_late", "meddelat för sent", "announced late")
MEETING_DECLINED = Reason(
    "closing_meeting_declined",
    "brukaren avböjde avslutningsmötet",
    "the client declined the closing meeting",
)
NO_METHOD_SHEET = Reason("no_method_sheet", "metodblad saknas", "there is no method sheet")
SUCCESSOR_UNKNOWN = Reason(
    "successor_unknown", "efterträdare inte känd", "the successor is not known"
)
NO_GOD_MAN = Reason("no_god_man", "god man finns inte", "there is no god man")
NO_RELATIVE = Reason(
    "no_relative", "ingen anhörig, eller inget samtycke", "no relative, or no consent in force"
)
NO_MATERIAL = Reason("no_material", "det finns inget material", "there is no material")

_DAY = timedelta(days=1)
_LEAVING = ("order_ended", "died")
"""Ends of a relationship that come of the client's leaving, and so hand nothing over."""


@dataclass(frozen=True, slots=True)
class Handover:
    """The handover of one relationship of someone who leaves (D-68).

    Attributes:
        sign: What showed that the support person leaves; the handover is known by it.
        last_days: The last day as support person, as it came to be known.
        withdrawn: That the person stays after all.
        closed: The unit manager's closing of the handover.
        facts: The facts of the relationship from the sign on.
    """

    sign: Recorded
    last_days: tuple[Due, ...]
    withdrawn: Recorded | None
    closed: Recorded | None
    facts: tuple[Recorded, ...]

    @property
    def announced(self) -> date:
        """The day on which it came to be known."""
        return self.sign.fact.occurred_on

    @property
    def over(self) -> date | None:
        """The day after the last day as support person: the first that came to pass as it stood."""
        for known, following in zip(self.last_days, (*self.last_days[1:], None), strict=True):
            if known.day is not None and (following is None or known.day < following.known):
                return max(known.day, known.known - _DAY) + _DAY
        return None

    def first(self, *types: type[Fact]) -> Recorded | None:
        """Give the first fact of some types."""
        return next((r for r in self.facts if isinstance(r.fact, types)), None)

    def of(self, *types: type[Fact]) -> list[Recorded]:
        """Give the facts of some types."""
        return [r for r in self.facts if isinstance(r.fact, types)]

    def last_day_known(self, day: date) -> date | None:
        """Give the last day as support person, as it was known on a day."""
        return next((due.day for due in reversed(self.last_days) if due.known <= day), None)


@once
def handovers(file: CaseFile) -> tuple[Handover, ...]:
    """Give the handovers of a case; one for each relationship of someone who leaves."""
    streams = dict.fromkeys(appointment.stream for appointment in appointments(file))
    found = [each for stream in streams for each in _handovers(file, stream)]
    return tuple(sorted(found, key=lambda each: file.place[each.sign.position]))


def _handovers(file: CaseFile, stream: str) -> Iterator[Handover]:
    facts = [r for r in file.facts if r.stream == stream]
    sign: Recorded | None = None
    last_days: list[Due] = []
    begun = 0
    for place, turn in enumerate(facts):
        day = turn.fact.occurred_on
        match turn.fact:
            case DepartureAnnounced(last_day=last) | DepartureChanged(last_day=last):
                last_days.append(Due(last, known=day))
            case ChangeGranted():
                pass
            case RelationshipEnded(reason=reason) if reason not in _LEAVING:
                if not last_days or (last_days[-1].day or date.max) > day:
                    last_days.append(Due(day, known=day))
            case DepartureWithdrawn() if sign is not None:
                yield _handover(sign, last_days, turn, facts[begun : place + 1])
                sign, last_days = None, []
                continue
            case _:
                continue
        if sign is None:
            sign, begun = turn, place
    if sign is not None:
        yield _handover(sign, last_days, None, facts[begun:])


def _handover(
    sign: Recorded, last_days: Sequence[Due], withdrawn: Recorded | None, facts: Sequence[Recorded]
) -> Handover:
    closed = next((r for r in facts if isinstance(r.fact, HandoverClosed)), None)
    return Handover(sign, tuple(last_days), withdrawn, closed, tuple(facts))


# ---------------------------------------------------------------- a duty of a handover


def _duty(handover: Handover, done: Done | None, *missing: str, dues: Iterable[Due]) -> Duty:
    """Tell what a handover asks for: from the departure on, until the handover is closed."""
    withdrawn = handover.withdrawn
    closed = handover.closed
    return Duty(
        key=str(handover.sign.event_id),
        subject=handover.sign.stream,
        first=handover.announced,
        triggered=handover.announced,
        governed_on=handover.announced,
        dues=tuple(dues),
        done=None if done is None else Done(max(done.day, handover.announced), done.by),
        missing=missing,
        excuses=(
            (Excuse(withdrawn.fact.occurred_on, WITHDRAWN, evidence=(withdrawn,), undoes=True),)
            if withdrawn
            else ()
        ),
        endings=((Ending(closed.fact.occurred_on, CLOSED_BEFORE, "everything"),) if closed else ()),
        reactive=True,
    )


def _excused(duty: Duty, *excuses: Excuse) -> Duty:
    return replace(duty, excuses=(*duty.excuses, *excuses))


def _each_handover(duty: Callable[[CaseFile, Handover], Duty], clock: str) -> Check:
    @judged(clock)
    def duties(file: CaseFile) -> Iterator[Duty]:
        found = handovers(file)
        yield Duty(contingent=True, triggered=None, until=found[0].announced if found else None)
        for handover in found:
            yield duty(file, handover)

    return duties


def _told_in_time(_file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-08: the client is told a month before the last day, clamped to the month (D-01)."""
    told = handover.first(ClientInformedOfDeparture)
    dues = [
        Due(add_months(due.day, -1), known=due.known)
        for due in handover.last_days
        if due.day is not None
    ]
    late = any(due.day is not None and due.day < due.known for due in dues)
    duty = _duty(handover, done_by(told), "ClientInformedOfDeparture", dues=dues)
    return replace(duty, over=handover.over, remark=ANNOUNCED_LATE if late else None)


def _declined(handover: Handover) -> tuple[Excuse, ...]:
    declined = handover.first(ClosingMeetingDeclined)
    if declined is None:
        return ()
    return (Excuse(declined.fact.occurred_on, MEETING_DECLINED, evidence=(declined,)),)


def _closing_meeting(_file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-09: a closing meeting is booked and held with the client."""
    booked, held = handover.first(ClosingMeetingBooked), handover.first(ClosingMeetingHeld)
    duty = _duty(
        handover,
        done_by(held),
        "ClosingMeetingBooked",
        "ClosingMeetingHeld",
        dues=handover.last_days,
    )
    if booked is not None:
        duty = replace(duty, lacking=((booked.fact.occurred_on, ("ClosingMeetingHeld",)),))
    return _excused(duty, *_declined(handover))


def _meeting_day(handover: Handover) -> tuple[Due, ...]:
    return due_on(handover.first(ClosingMeetingHeld))


def _plan_updated(file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-10a: the plan is looked over at the closing meeting."""
    held = handover.first(ClosingMeetingHeld)
    updated = next(
        (
            plan
            for plan in file.whole.of(ImplementationPlanUpdated)
            if getattr(plan.fact, "context", "") == "closing"
            and held is not None
            and plan.fact.occurred_on >= held.fact.occurred_on
        ),
        None,
    )
    duty = _duty(
        handover, done_by(updated), "ImplementationPlanUpdated", dues=_meeting_day(handover)
    )
    return _excused(duty, *_declined(handover))


def _method_sheet_updated(file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-10b: the method sheet, if there is one, is looked over at the closing meeting."""
    updated = handover.first(MethodSheetUpdated)
    sheet = file.whole.first(MethodSheetEstablished)
    duty = _duty(handover, done_by(updated), "MethodSheetUpdated", dues=_meeting_day(handover))
    return _excused(duty, *_declined(handover), Excuse(EVER, NO_METHOD_SHEET, until=day_of(sheet)))


def _note_recorded(_file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-10c: what else is useful to colleagues is written down."""
    note = handover.first(HandoverNoteRecorded)
    duty = _duty(handover, done_by(note), "HandoverNoteRecorded", dues=_meeting_day(handover))
    return _excused(duty, *_declined(handover))


def _successor_told(file: CaseFile, handover: Handover) -> Duty:
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
    duty = _duty(
        handover,
        done_by(named) if in_time else None,
        "SuccessorAnnounced",
        dues=handover.last_days,
    )
    return _excused(duty, Excuse(EVER, SUCCESSOR_UNKNOWN, until=known if in_time else None))


def _successor_appointed(file: CaseFile, handover: Handover) -> date | None:
    """Give the day on which someone was appointed to the leaver's slot from after the last day."""
    own: Any = next((a.fact for a in appointments(file) if a.stream == handover.sign.stream), None)
    for appointment in file.whole.of(SupportPersonAppointed):
        told: Any = appointment.fact
        if appointment.stream == handover.sign.stream or own is None or told.slot != own.slot:
            continue
        last = handover.last_day_known(told.occurred_on)
        if told.occurred_on >= handover.announced and last is not None and told.from_date > last:
            day: date = told.occurred_on
            return day
    return None


def _colleagues_told(file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-12: colleagues are told what was agreed, after the closing meeting."""
    held = handover.first(ClosingMeetingHeld, ClosingMeetingDeclined)
    told = next(
        (c for c in handover.of(ColleaguesInformed) if held and file.comes_before(held, c)), None
    )
    return _duty(handover, done_by(told), "ColleaguesInformed", dues=handover.last_days)


def _material(_file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-15: material and notes of importance go to colleagues, or there are none."""
    told = handover.first(MaterialTransferred)
    none_exists = told is not None and bool(getattr(told.fact, "none_exists", False))
    duty = _duty(
        handover,
        None if none_exists else done_by(told),
        "MaterialTransferred",
        dues=handover.last_days,
    )
    if told is not None and none_exists:
        return _excused(duty, Excuse(told.fact.occurred_on, NO_MATERIAL, evidence=(told,)))
    return duty


# ---------------------------------------------------------------- third parties


_ROLES = {"god_man": ("god_man", "trustee"), "relative": ("relative",)}


def _told(party: str) -> Callable[[CaseFile, Handover], Duty]:
    """Judge BYTE-13: each third party there is, and that may be told, is told."""

    def duty(file: CaseFile, handover: Handover) -> Duty:
        told = next(
            (t for t in handover.of(ThirdPartyInformed) if getattr(t.fact, "party", "") == party),
            None,
        )
        plain = _duty(handover, done_by(told), "ThirdPartyInformed", dues=handover.last_days)
        return _excused(plain, *_nobody_to_tell(file, handover, party))

    return duty


def _nobody_to_tell(file: CaseFile, handover: Handover, party: str) -> Iterator[Excuse]:
    """Lift what concerns someone who is not there, or may not be told; as it was on the last day."""
    if party == "case_officer":
        return  # who comes with the order (D-46)
    reason = NO_GOD_MAN if party == "god_man" else NO_RELATIVE
    days = sorted({handover.announced, *_turns(file, handover)})
    freezes = handover.over
    for place, day in enumerate(days):
        if freezes is not None and day >= freezes:
            return
        if not _may_be_told(file, party, day):
            following = days[place + 1] if place + 1 < len(days) else None
            frozen = following is None or (freezes is not None and following >= freezes)
            yield Excuse(day, reason, until=None if frozen else following)


def _turns(file: CaseFile, handover: Handover) -> Iterator[date]:
    """Give the days from the announcement on which who there is, or may be told, can change."""
    for turn in file.whole.of(ContactRegistered, ContactRemoved, ConsentGranted, ConsentWithdrawn):
        for day in (
            turn.fact.occurred_on,
            getattr(turn.fact, "valid_from", None),
            _day_after_consent(turn.fact),
        ):
            if day is not None and day > handover.announced:
                yield day


def _day_after_consent(fact: Any) -> date | None:
    if not isinstance(fact, ConsentGranted):
        return None
    return fact.last_day + _DAY


def _may_be_told(file: CaseFile, party: str, day: date) -> bool:
    present = [
        c
        for c in file.whole.of(ContactRegistered)
        if c.fact.occurred_on <= day
        and getattr(c.fact, "role", "") in _ROLES[party]
        and not _removed(file, c, day)
    ]
    if party != "relative":
        return bool(present)
    return any(_consent_covers(file, getattr(c.fact, "contact", ""), day) for c in present)


def _removed(file: CaseFile, contact: Recorded, day: date) -> bool:
    name = getattr(contact.fact, "contact", "")
    return any(
        getattr(r.fact, "contact", "") == name and r.fact.occurred_on <= day
        for r in file.whole.of(ContactRemoved)
    )


def _consent_covers(file: CaseFile, contact: str, day: date) -> bool:
    withdrawn = {
        getattr(w.fact, "consent", ""): w.fact.occurred_on for w in file.whole.of(ConsentWithdrawn)
    }
    for granted in file.whole.of(ConsentGranted):
        consent: Any = granted.fact
        if (
            consent.occurred_on <= day
            and consent.covers("relative", contact, day)
            and day < withdrawn.get(consent.consent, date.max)
        ):
            return True
    return False


def _referred(file: CaseFile, handover: Handover) -> Duty:
    """Judge BYTE-14: each of those told is referred to the new point of contact."""
    told = handover.of(ThirdPartyInformed)
    referred = [t for t in told if getattr(t.fact, "referral", "")]
    done = None
    for each in referred:
        day = each.fact.occurred_on
        so_far = {getattr(t.fact, "party", "") for t in referred if t.fact.occurred_on <= day}
        wanted = {"case_officer"} | {party for party in _ROLES if _may_be_told(file, party, day)}
        if wanted <= so_far:
            by = tuple(t for t in referred if t.fact.occurred_on <= day)
            done = Done(day, by)
            break
    return _duty(handover, done, "BYTE-14", dues=handover.last_days)


# ---------------------------------------------------------------- the handover as a whole


_ITEMS: dict[str, Callable[[CaseFile, Handover], Duty]] = {
    "BYTE-09": _closing_meeting,
    "BYTE-10a": _plan_updated,
    "BYTE-10b": _method_sheet_updated,
    "BYTE-10c": _note_recorded,
    "BYTE-11": _successor_told,
    "BYTE-12": _colleagues_told,
    "BYTE-13a": _told("god_man"),
    "BYTE-13b": _told("relative"),
    "BYTE-13c": _told("case_officer"),
    "BYTE-14": _referred,
    "BYTE-15": _material,
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
    done = None
    if completed is not None:
        whole = (
            day for day in days if day >= completed.fact.occurred_on and not _undone(items, day)
        )
        first = next(whole, None)
        done = Done(first, (completed,)) if first else None
    duty = _duty(handover, done, "HandoverCompleted", dues=handover.last_days)
    lacking = []
    for day in days:
        wanting = _undone(items, day)
        handed_over = completed is not None and completed.fact.occurred_on <= day
        lacking.append((day, wanting if handed_over else ("HandoverCompleted", *wanting)))
    return replace(duty, lacking=tuple(lacking))


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
    "BYTE-01": _each_handover(_told_in_time, "summan av BYTE-08"),
    "BYTE-02": _each_handover(_handed_over, "MS(last_day)"),
    "BYTE-04": role(act(*_HANDING_OVER), allowed=("support_person", "unit_manager", "importer")),
    "BYTE-05": role(act(HandoverClosed), allowed=("unit_manager", "importer")),
    "BYTE-08": _each_handover(_told_in_time, "DL(last_day − 1 månad)"),
    **{
        name: _each_handover(item, _CLOCKS.get(name, "MS(last_day)"))
        for name, item in _ITEMS.items()
    },
}
"""How BYTE-01 to BYTE-15 are judged."""
