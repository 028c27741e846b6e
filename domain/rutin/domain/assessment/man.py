"""How the monthly follow-up is judged (Månadsuppföljning för stödpersoner)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rutin.domain.act import Fact
from rutin.domain.assessment.away import pauses, whole
from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.clocks import Check, broke, day_of, done_by, judged
from rutin.domain.assessment.duty import Done, Due, Duty, Excuse
from rutin.domain.assessment.finding import EVER
from rutin.domain.assessment.notes import note_of
from rutin.domain.assessment.reason import WRONG_ROLE, Reason
from rutin.domain.assessment.service import begun
from rutin.domain.assessment.support_persons import appointments, counts_from, holds_on
from rutin.domain.case import (
    ActionDocumented,
    ImplementationPlanEstablished,
    ImplementationPlanUpdated,
    MethodSheetEstablished,
    ServiceStarted,
)
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    ActionRequired,
    FollowUpDeclined,
    FollowUpPresented,
    FollowUpRecorded,
    FollowUpSupplemented,
    MonthlyFollowUpBooked,
    UnitManagerNotified,
)
from rutin.domain.values import Month

NOT_A_FULL_MONTH = Reason(
    "not_a_full_month",
    "stödpersonen eller insatsen började under månaden",
    "the support person or the service began during the month",
)
DECLINED = Reason("declined", "brukaren avböjde", "the client declined")
NOT_HELD = Reason("not_held", "uppföljningen blev inte av", "the follow-up was not held")
NO_SCHEDULE = Reason("no_schedule", "rullande schema saknas", "there is no rolling schedule")
NO_METHOD_SHEET = Reason("no_method_sheet", "metodblad saknas", "there is no method sheet")

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A month's follow-up, as it stood from a day on."""

    day: date
    form: Any
    by: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class FollowedMonth:
    """A month to be followed up.

    Attributes:
        month: The month.
        first: The first day that it is to be followed up.
        excuses: When it need not be.
        course: The follow-up as it was recorded, and each time it was supplemented.
    """

    month: Month
    first: date
    excuses: tuple[Excuse, ...]
    course: tuple[FollowUp, ...]

    @property
    def held(self) -> Recorded | None:
        """The follow-up as first recorded."""
        return self.course[0].by[0] if self.course else None

    @property
    def over(self) -> date:
        """The first day on which the follow-up can no longer be held."""
        return _over(self.month)

    @property
    def without_follow_up(self) -> tuple[Excuse, ...]:
        """Lift what a follow-up calls for when it was never held, beside the month's own excuses."""
        day = day_of(self.held)
        if day is not None and day <= self.over:
            return self.excuses
        return (*self.excuses, Excuse(self.over, NOT_HELD, until=day))


def _over(month: Month) -> date:
    return month.next().last_day + _DAY


@once
def followed_months(file: CaseFile) -> tuple[FollowedMonth, ...]:
    """Give the months from the first in which a support person and the service were there."""
    return tuple(_months(file))


def _months(file: CaseFile) -> Iterator[FollowedMonth]:
    start = file.whole.first(ServiceStarted)
    appointed = min((counts_from(a) for a in appointments(file)), default=None)
    if start is None or appointed is None:
        return
    begins = max(start.fact.occurred_on, appointed)
    seen: set[Month] = set()
    for stretch in begun(file):
        first = max(stretch.first, begins)
        for month in Month.between(first, min(stretch.last or file.horizon, file.horizon)):
            if month in seen:
                continue
            seen.add(month)
            yield FollowedMonth(
                month,
                max(first, month.first_day, stretch.known),
                tuple(_lifted(file, month, begins)),
                _course(file, month),
            )


def _lifted(file: CaseFile, month: Month, begins: date) -> Iterator[Excuse]:
    """Lift a month that had begun before (D-17, D-72), that was declined, or that was all a break."""
    if month.first_day < begins:
        yield Excuse(EVER, NOT_A_FULL_MONTH)
    yield from whole(pauses(file), month.first_day, month.last_day)
    held = _first_held(file, month)
    for declined in file.whole.of(FollowUpDeclined):
        day = declined.fact.occurred_on
        if getattr(declined.fact, "period", None) != month or day >= _over(month):
            continue
        if held is None or day < held:  # what has been held cannot be declined any more
            yield Excuse(day, DECLINED, until=held, evidence=(declined,))


def _first_held(file: CaseFile, month: Month) -> date | None:
    """Give the day when a month was first followed up."""
    held: Iterator[Any] = (r.fact for r in file.whole.of(FollowUpRecorded))
    return next((each.occurred_on for each in held if each.period == month), None)


def _course(file: CaseFile, month: Month) -> tuple[FollowUp, ...]:
    """Give a month's follow-up, each later part filled into what was there (D-48)."""
    course: list[FollowUp] = []
    for recorded in file.whole.of(FollowUpRecorded, FollowUpSupplemented):
        form: Any = recorded.fact
        if form.period != month:
            continue
        if course:
            last = course[-1]
            form = last.form.supplemented_by(form)
            course.append(FollowUp(recorded.fact.occurred_on, form, (*last.by, recorded)))
        elif isinstance(form, FollowUpRecorded):
            course.append(FollowUp(form.occurred_on, form, (recorded,)))
    return tuple(course)


Lacks = Callable[[FollowUp], tuple[str, ...]]
"""Names what a follow-up lacks, as provision ids; nothing when it is whole."""


def _lacks(*provisions: str) -> Lacks:
    """Look for some of what a form may lack."""

    def lacking(follow_up: FollowUp) -> tuple[str, ...]:
        return tuple(each for each in follow_up.form.missing() if each in provisions)

    return lacking


QUESTIONS = ("MAN-09a", "MAN-09b", "MAN-09c", "MAN-09d")
POINTS = tuple(f"MAN-14.{number}" for number in range(1, 8))


def _each_month(duty: Callable[[CaseFile, FollowedMonth], Duty], clock: str, missing: str) -> Check:
    """Judge something of each month; before the first month it stands open (D-37)."""

    @judged(clock)
    def duties(file: CaseFile) -> Iterator[Duty]:
        months = followed_months(file)
        yield Duty(until=months[0].first if months else None, missing=(missing,))
        for month in months:
            yield duty(file, month)

    return duties


def _first_whole(month: FollowedMonth, lacks: Lacks) -> Done | None:
    return next((Done(f.day, f.by) for f in month.course if not lacks(f)), None)


def _in_the_month(lacks: Lacks, *missing: str) -> Callable[[CaseFile, FollowedMonth], Duty]:
    """Ask that the follow-up is held in the month; breached when the next month is over."""

    def duty(_file: CaseFile, month: FollowedMonth) -> Duty:
        return Duty(
            key=str(month.month),
            first=month.first,
            governed_on=month.month.first_day,
            dues=(Due(month.month.last_day),),
            done=_first_whole(month, lacks),
            missing=missing,
            lacking=tuple((f.day, lacks(f)) for f in month.course),
            excuses=month.excuses,
            over=month.over,
        )

    return duty


def _booked(file: CaseFile, month: FollowedMonth) -> Duty:
    booked = next(
        (
            r
            for r in file.whole.of(MonthlyFollowUpBooked, FollowUpRecorded)
            if getattr(r.fact, "period", None) == month.month
        ),
        None,
    )
    return Duty(
        key=str(month.month),
        first=month.first,
        governed_on=month.month.first_day,
        dues=(Due(month.month.last_day),),
        done=None if booked is None else Done(max(booked.fact.occurred_on, month.first), (booked,)),
        missing=("MonthlyFollowUpBooked",),
        excuses=month.excuses,
        over=month.over,
    )


def _on_the_day(lacks: Lacks, *missing: str) -> Callable[[CaseFile, FollowedMonth], Duty]:
    """Ask that something is done the day of the follow-up (D-52)."""

    def duty(_file: CaseFile, month: FollowedMonth) -> Duty:
        held = month.held
        return Duty(
            key=str(month.month),
            first=month.first,
            governed_on=month.month.first_day,
            dues=(Due(held.fact.occurred_on, known=held.fact.occurred_on),) if held else (),
            done=_first_whole(month, lacks),
            missing=missing,
            lacking=tuple((f.day, lacks(f)) for f in month.course),
            excuses=month.without_follow_up,
        )

    return duty


def _documented(file: CaseFile, month: FollowedMonth) -> Duty:
    """Judge MAN-10: a signed note of the follow-up, and the seven points all answered."""
    held, points = month.held, _lacks(*POINTS)
    told = month.course[-1].by if month.course else ()
    notes = [note for note in (note_of(file, each) for each in told) if note]
    note = min(notes, key=lambda note: note.day, default=None)
    answered = _first_whole(month, points)
    done = None
    if note and answered:
        done = Done(max(note.day, answered.day), (*answered.by, *note.by))
    days = sorted({f.day for f in month.course} | ({note.day} if note else set()))
    return Duty(
        key=str(month.month),
        first=month.first,
        governed_on=month.month.first_day,
        dues=(Due(held.fact.occurred_on, known=held.fact.occurred_on),) if held else (),
        done=done,
        missing=("FollowUpRecorded",),
        lacking=tuple((day, _undocumented(month, note, points, day)) for day in days),
        excuses=month.without_follow_up,
    )


def _undocumented(
    month: FollowedMonth, note: Done | None, points: Lacks, day: date
) -> tuple[str, ...]:
    so_far = [f for f in month.course if f.day <= day]
    wanting = points(so_far[-1]) if so_far else POINTS
    return wanting if note and note.day <= day else (*wanting, "JournalNoteSigned")


# ---------------------------------------------------------------- the unit meeting


Unless = Callable[[CaseFile, Sequence[Due], Sequence[Recorded]], Iterable[Excuse]]
"""Gives what lifts a duty at the unit meeting: from the meetings due, and what was presented."""


def _at_the_meeting(
    brought: Callable[[Any], object],
    missing: str,
    unless: Unless = lambda *_: (),
) -> Callable[[CaseFile, FollowedMonth], Duty]:
    """Ask that something is done at the unit meeting that the rolling schedule gives (D-29)."""

    def duty(file: CaseFile, month: FollowedMonth) -> Duty:
        dues = tuple(_meetings(file, day_of(month.held)))
        of_the_month = [
            p
            for p in file.whole.of(FollowUpPresented)
            if getattr(p.fact, "period", None) == month.month
        ]
        presented = next((p for p in of_the_month if brought(p.fact)), None)
        return Duty(
            key=str(month.month),
            first=month.first,
            governed_on=month.month.first_day,
            dues=dues,
            done=done_by(presented),
            missing=(missing,),
            excuses=(*month.without_follow_up, *unless(file, dues, of_the_month)),
        )

    return duty


def _meetings(file: CaseFile, held: date | None) -> Iterator[Due]:
    """Give the unit meeting where a month's follow-up is due, each time the schedule changed."""
    turns = {EVER, held} | {day for each in file.meetings for day in (each.known, each.until)}
    before: tuple[date | None, Reason | None] | None = None
    for day in sorted(turn for turn in turns if turn is not None):
        scheduled = [each.meeting_on for each in file.meetings if each.stands_on(day)]
        coming = [each for each in scheduled if held is not None and held <= day and held <= each]
        stands = min(coming, default=None), None if scheduled else NO_SCHEDULE
        if stands != before:
            yield Due(stands[0], known=day, remark=stands[1])
        before = stands


def _no_method_sheet(
    file: CaseFile, dues: Sequence[Due], presented: Sequence[Recorded]
) -> Iterator[Excuse]:
    """Lift what asks for the method sheet, unless there was one by the meeting or presentation."""
    drawn_up = day_of(file.whole.first(MethodSheetEstablished))
    until = drawn_up
    if drawn_up is not None:
        meeting = next((due.day for due in reversed(dues) if due.known <= drawn_up), None)
        last = min(filter(None, (meeting, *map(day_of, presented))), default=None)
        until = None if last and drawn_up > last else drawn_up
    yield Excuse(EVER, NO_METHOD_SHEET, until=until)


# ---------------------------------------------------------------- what follows


@judged("RX(FollowUpRecorded med ändrat behov)")
def plan_revised(file: CaseFile) -> Iterator[Duty]:
    """Judge MAN-02: a changed need or wish is revised in the plan."""
    held: Iterator[Any] = (recorded.fact for recorded in file.whole.of(FollowUpRecorded))
    months = dict.fromkeys(form.period for form in held)
    signs = [sign for month in months for sign in _calls_for_revision(_course(file, month))]
    signs.sort(key=lambda sign: file.place[sign.position])
    plans = file.whole.of(ImplementationPlanUpdated, ImplementationPlanEstablished)
    yield from _reactions(
        signs,
        lambda sign: next((plan for plan in plans if file.may_follow(sign, plan)), None),
        "ImplementationPlanUpdated",
    )


def _calls_for_revision(course: tuple[FollowUp, ...]) -> Iterator[Recorded]:
    """Give each follow-up that tells of a changed need, and the supplement that first does."""
    told = False
    for follow_up in course:
        form: Any = follow_up.by[-1].fact
        new = form.calls_for_revision if isinstance(form, FollowUpRecorded) else not told
        if new and follow_up.form.calls_for_revision:
            told = True
            yield follow_up.by[-1]


def _answered(kind: type[Fact], missing: str) -> Check:
    """Judge that each need of action is answered by a fact that refers to it."""

    @judged("RX(ActionRequired)")
    def duties(file: CaseFile) -> Iterator[Duty]:
        answers = file.whole.of(kind)

        def answer(sign: Recorded) -> Recorded | None:
            names = {str(sign.event_id), sign.command_id}
            return next((a for a in answers if names & set(getattr(a.fact, "actions", ()))), None)

        yield from _reactions(file.whole.of(ActionRequired), answer, missing)

    return duties


def _reactions(
    signs: Sequence[Recorded], answer: Callable[[Recorded], Recorded | None], missing: str
) -> Iterator[Duty]:
    yield Duty(contingent=True, triggered=None, until=day_of(signs[0]) if signs else None)
    for sign in signs:
        day, answered = sign.fact.occurred_on, answer(sign)
        yield Duty(
            key=str(sign.event_id),
            subject=sign.stream,
            first=day,
            triggered=day,
            done=None
            if answered is None
            else Done(max(day, answered.fact.occurred_on), (answered,)),
            missing=(missing,),
            reactive=True,
        )


@judged("ROLE(stödperson 1 eller 2)")
def held_by_a_support_person(file: CaseFile) -> Iterator[Duty]:
    """Judge MAN-05: the follow-up is held by whoever is person 1 or 2 that day, interim or not."""
    held = file.whole.of(FollowUpRecorded)
    wrong = next((each for each in held if not _by_a_holder(file, each)), None)
    yield Duty(
        contingent=True,
        triggered=day_of(held[0]) if held else None,
        done=done_by(held[0]) if held and held[0] is not wrong else None,
        broken=broke(wrong, WRONG_ROLE) if wrong else None,
        lasting=True,
    )


def _by_a_holder(file: CaseFile, follow_up: Recorded) -> bool:
    role = follow_up.actor.acting_for.role
    assignee = file.assignee_of(follow_up.stream)
    return role in {"support_person", "importer"} and holds_on(
        file, assignee, follow_up.fact.occurred_on
    )


def _presented(_: Any) -> bool:
    return True


def _with_plan(presented: Any) -> bool:
    return bool(presented.items.plan)


def _with_method_sheet(presented: Any) -> bool:
    return bool(presented.items.method_sheet)


MAN_CHECKS: dict[str, Check] = {
    "MAN-02": plan_revised,
    "MAN-03": _answered(UnitManagerNotified, "UnitManagerNotified"),
    "MAN-04": _answered(ActionDocumented, "ActionDocumented"),
    "MAN-05": held_by_a_support_person,
    "MAN-07": _each_month(
        _in_the_month(_lacks("MAN-07", *QUESTIONS), "FollowUpRecorded"),
        "PER(month)",
        "FollowUpRecorded",
    ),
    "MAN-08": _each_month(_booked, "PER(month)", "MonthlyFollowUpBooked"),
    **{
        question: _each_month(
            _in_the_month(_lacks(question), question), "FIELD av MAN-07", question
        )
        for question in QUESTIONS
    },
    "MAN-10": _each_month(_documented, "MS(FollowUpRecorded)", "FollowUpRecorded"),
    "MAN-11": _each_month(
        _at_the_meeting(_presented, "FollowUpPresented"),
        "DL(mötet i det rullande schemat)",
        "FollowUpPresented",
    ),
    "MAN-12": _each_month(_at_the_meeting(_with_plan, "MAN-12"), "FIELD av MAN-11", "MAN-12"),
    "MAN-13": _each_month(
        _at_the_meeting(_with_method_sheet, "MAN-13", _no_method_sheet),
        "FIELD av MAN-11",
        "MAN-13",
    ),
    **{
        point: _each_month(_on_the_day(_lacks(point), point), "FIELD av MAN-10", point)
        for point in POINTS
    },
}
"""How MAN-02 to MAN-14.7 are judged, but for MAN-06, which sums them up."""
