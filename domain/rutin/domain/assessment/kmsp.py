"""How the routine on support persons is judged (Kontaktman/Stödperson, mobila teamet)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rutin.domain.act import Fact
from rutin.domain.assessment.away import absences, pauses, within
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.clocks import Check, broke, day_of, done_by, due_on, judged
from rutin.domain.assessment.duty import Done, Due, Duty, Excuse
from rutin.domain.assessment.finding import EVER
from rutin.domain.assessment.periods import periods_of
from rutin.domain.assessment.reason import WRONG_ROLE, Reason
from rutin.domain.assessment.service import begun
from rutin.domain.assessment.standing import Held, Standing
from rutin.domain.assessment.support_persons import (
    appointments,
    counts_from,
    facts_of,
    first_appointments,
    holds_on,
    someone,
    two,
)
from rutin.domain.case import (
    ImplementationPlanEstablished,
    ImplementationPlanUpdated,
    OrderEnded,
    OrderReceived,
    OrderRenewed,
    ServiceStarted,
)
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    AssignmentExplained,
    ChangeGranted,
    ChangeNotPossible,
    ChangeRequested,
    ClientInformedOfSupportPersons,
    ClientMet,
    ContactKept,
    FollowUpRecorded,
    RightToChangeExplained,
    SupportPersonAppointed,
)
from rutin.domain.values import IsoWeek, Month, add_months, day_after

NOT_DAILY = Reason("not_daily", "insatserna är inte dagliga", "the support is not daily")


# ---------------------------------------------------------------- who they are


def _standing(held: Callable[[CaseFile], tuple[Held, ...]]) -> Check:
    """Judge what is to hold from the start of the service on."""

    @judged("STD(från ServiceStarted)")
    def standing(file: CaseFile) -> Iterator[Standing]:
        yield Standing(
            since=day_of(file.whole.first(ServiceStarted)),
            held=(*held(file), *_held_after_the_order(file, held(file))),
            missing=("SupportPersonAppointed",),
        )

    return standing


def _held_after_the_order(file: CaseFile, held: Sequence[Held]) -> Iterator[Held]:
    """Let what held when the order ended hold on: nobody is to be appointed for it any more."""
    ended = day_of(file.whole.first(OrderEnded))
    if ended is None:
        return
    for each in held:
        if each.first <= ended and (each.last is None or ended <= each.last):
            yield Held(day_after(ended), None, each.by)


def _each_appointment(
    done: Callable[[CaseFile, Recorded], Done | None],
    dues: Callable[[CaseFile, Recorded], tuple[Due, ...]],
    clock: str,
    missing: str,
) -> Check:
    """Judge something that each person newly appointed calls for."""

    @judged(clock)
    def duties(file: CaseFile) -> Iterator[Duty]:
        appointed = first_appointments(file)
        yield Duty(until=day_of(appointed[0]) if appointed else None, missing=(missing,))
        for appointment in appointed:
            yield Duty(
                key=str(appointment.event_id),
                subject=appointment.stream,
                first=appointment.fact.occurred_on,
                governed_on=getattr(appointment.fact, "from_date", None),
                dues=dues(file, appointment),
                done=done(file, appointment),
                missing=(missing,),
            )

    return duties


def _on_the_first_day(_file: CaseFile, appointment: Recorded) -> tuple[Due, ...]:
    return (Due(counts_from(appointment)),)


def _at_the_first_meeting(file: CaseFile, appointment: Recorded) -> tuple[Due, ...]:
    """Make the day of the person's first meeting with the client the last day in time (D-69)."""
    person = file.assignee_of(appointment.stream)
    met = (
        m
        for m in file.whole.of(ClientMet)
        if file.assignee_of(m.stream) == person and file.may_follow(appointment, m)
    )
    return due_on(next(met, None))


def _understood(file: CaseFile, appointment: Recorded) -> Done | None:
    for told in facts_of(file, appointment.stream, AssignmentExplained):
        explained: Any = told.fact
        if explained.to == "support_person" and explained.acknowledged:
            return done_by(told)
    return None


def _capacity_confirmed(file: CaseFile, appointment: Recorded) -> Done | None:
    for appointed in facts_of(file, appointment.stream, SupportPersonAppointed):
        if getattr(appointed.fact, "capacity_confirmed_by", None):
            return done_by(appointed)
    return None


def _after(file: CaseFile, appointment: Recorded, kind: type[Fact]) -> list[Recorded]:
    """Give what was told in any relationship of the case once the person was appointed.

    Either of the two may tell, since both are responsible (r.46–48).
    """
    return [r for r in file.whole.of(kind) if file.may_follow(appointment, r)]


def _told_who(mode: str) -> Callable[[CaseFile, Recorded], Done | None]:
    def done(file: CaseFile, appointment: Recorded) -> Done | None:
        for told in _after(file, appointment, ClientInformedOfSupportPersons):
            if getattr(told.fact, "mode", "") == mode:
                return done_by(told)
        return None

    return done


def _told_what(file: CaseFile, appointment: Recorded) -> Done | None:
    """Say when the client had been told what the assignment is, both orally and in writing."""
    by: list[Recorded] = []
    modes: set[str] = set()
    for told in _after(file, appointment, AssignmentExplained):
        explained: Any = told.fact
        if explained.to != "client" or set(explained.modes) <= modes:
            continue
        by.append(told)
        modes |= set(explained.modes)
        if modes >= {"oral", "written"}:
            return Done.of(*by)
    return None


def _told_of_the_right(file: CaseFile, appointment: Recorded) -> Done | None:
    return done_by(next(iter(_after(file, appointment, RightToChangeExplained)), None))


# ---------------------------------------------------------------- contact


@judged("PER(month), parametern regular_contact_months")
def regular_contact(file: CaseFile) -> Iterator[Duty]:
    """Judge KMSP-02: the support person keeps regular contact; how often is local policy."""
    months = list(periods_of(Month, begun(file), file.horizon))
    yield Duty(until=months[0][1] if months else None, missing=("ClientMet",))
    contacts = [
        r
        for r in file.whole.of(ClientMet, ContactKept, FollowUpRecorded)
        if getattr(r.fact, "party", "client") == "client" and _by_a_holder(file, r)
    ]
    for month, first in months:
        span = file.value("regular_contact_months", month.first_day)
        since = add_months(month.first_day, 1 - span)
        contact = next((c for c in contacts if since <= c.fact.occurred_on <= month.last_day), None)
        yield Duty(
            key=str(month),
            first=first,
            governed_on=month.first_day,
            dues=(Due(month.last_day),),
            done=_no_earlier(contact, first),
            missing=("ClientMet",),
            excuses=tuple(
                within((*pauses(file), *absences(file)), month.first_day, month.last_day)
            ),
            curable=True,
            parameters=("regular_contact_months",),
        )


@judged("PER(week)")
def weekly_meeting(file: CaseFile) -> Iterator[Duty]:
    """Judge KMSP-14: where support is daily, one of the two meets the client each week (D-18)."""
    weeks = [
        (week, first)
        for week, first in periods_of(IsoWeek, begun(file), file.horizon)
        if first == week.first_day
    ]
    yield Duty(
        until=weeks[0][1] if weeks else None,
        missing=("ClientMet",),
        excuses=tuple(_not_daily(file)),
    )
    met = [m for m in file.whole.of(ClientMet) if _by_a_holder(file, m)]
    for week, first in weeks:
        meeting = next((m for m in met if m.fact.occurred_on in week), None)
        yield Duty(
            key=str(week),
            first=first,
            governed_on=week.first_day,
            dues=(Due(week.last_day),),
            done=done_by(meeting),
            missing=("ClientMet",),
            excuses=(
                *(
                    # a week that was not daily from its first day on asks nothing, whoever met
                    replace(excuse, undoes=excuse.first <= week.first_day)
                    for excuse in within(tuple(_not_daily(file)), week.first_day, week.last_day)
                ),
                *within((*pauses(file), *absences(file)), week.first_day, week.last_day),
            ),
            curable=True,
            parameters=("daily_support_days_a_week",),
        )


def _by_a_holder(file: CaseFile, contact: Recorded) -> bool:
    """Say whether a contact was by whoever was person 1 or 2 that day."""
    return holds_on(file, file.assignee_of(contact.stream), contact.fact.occurred_on)


def _not_daily(file: CaseFile) -> Iterator[Excuse]:
    """Lift what daily support calls for, while order and plan say that it is not daily (D-74)."""
    since: date | None = EVER
    days = 0
    for told in file.whole.of(
        OrderReceived, OrderRenewed, ImplementationPlanEstablished, ImplementationPlanUpdated
    ):
        planned = _planned_days(told.fact)
        if planned is None:
            continue
        days = planned
        day = told.fact.occurred_on
        is_daily = days >= file.value("daily_support_days_a_week", day)
        if is_daily and since is not None:
            if since < day:
                yield Excuse(since, NOT_DAILY, until=day)
            since = None
        elif not is_daily and since is None:
            since = day
    if since is not None:
        yield Excuse(since, NOT_DAILY)


def _planned_days(fact: Any) -> int | None:
    extent = getattr(fact, "extent", None)
    planned: int | None = (
        extent.planned_days_per_week if extent is not None else fact.planned_days_per_week
    )
    return planned


def _no_earlier(contact: Recorded | None, first: date) -> Done | None:
    if contact is None:
        return None
    return Done(max(contact.fact.occurred_on, first), (contact,))


# ---------------------------------------------------------------- change, plan


def _requests(file: CaseFile) -> list[tuple[Recorded, Recorded | None]]:
    """Give each wish for a change, and the answer to it."""
    answers = file.whole.of(ChangeGranted, ChangeNotPossible)
    return [
        (
            wish,
            next(
                (a for a in answers if a.stream == wish.stream and file.comes_before(wish, a)), None
            ),
        )
        for wish in file.whole.of(ChangeRequested)
    ]


def _appointed_from(file: CaseFile, about: Recorded) -> date | None:
    """Give the first day of the appointment that an act is about: it says what version governs (D-50).

    None if none had been made by the day of the act.
    """
    for appointment in appointments(file):
        appointed: Any = appointment.fact
        if appointment.stream == about.stream and appointed.occurred_on <= about.fact.occurred_on:
            first: date = appointed.from_date
            return first
    return None


@judged("RX(ChangeRequested)")
def wish_answered(file: CaseFile) -> Iterator[Duty]:
    """Judge KMSP-09: a wish for a change is met, or it is said why that is not possible."""
    wishes = _requests(file)
    yield Duty(contingent=True, triggered=None, until=day_of(wishes[0][0]) if wishes else None)
    for wish, answer in wishes:
        yield Duty(
            key=str(wish.event_id),
            subject=wish.stream,
            first=wish.fact.occurred_on,
            governed_on=_appointed_from(file, wish),
            triggered=wish.fact.occurred_on,
            done=done_by(answer),
            missing=("ChangeGranted/ChangeNotPossible",),
            reactive=True,
        )


@judged("ROLE(unit_manager)")
def manager_answers(file: CaseFile) -> Iterator[Duty]:
    """Judge KMSP-17: the unit manager decides on a wish for a change."""
    answers = [answer for _, answer in _requests(file) if answer is not None]
    answers.sort(key=lambda answer: file.place[answer.position])
    wrong = next((a for a in answers if getattr(a.fact, "decided_by", "") != "unit_manager"), None)
    right = next((a for a in answers if a is not wrong), None)
    yield Duty(contingent=True, triggered=None, until=day_of(answers[0]) if answers else None)
    if not answers:
        return
    day = answers[0].fact.occurred_on
    yield Duty(
        contingent=True,
        first=day,
        governed_on=_appointed_from(file, answers[0]),
        triggered=day,
        done=done_by(right),
        broken=broke(wrong, WRONG_ROLE) if wrong else None,
        lasting=True,
    )


@judged("MS(ServiceStarted + parametern housing_plan_months)")
def plan_written(file: CaseFile) -> Iterator[Duty]:
    """Judge KMSP-10: a support person writes the plan together with the client (D-70)."""
    start = file.whole.first(ServiceStarted)
    dues: tuple[Due, ...] = ()
    if start is not None:
        day = start.fact.occurred_on
        dues = (Due(add_months(day, file.value("housing_plan_months", day)), known=day),)
    plans = file.whole.of(ImplementationPlanEstablished, ImplementationPlanUpdated)
    written = next((plan for plan in plans if _by_a_support_person(file, plan)), None)
    duty = Duty(
        valued_on=day_of(start),
        dues=dues,
        done=done_by(written),
        missing=("ImplementationPlanEstablished",),
        lacking=((plans[0].fact.occurred_on, ("author",)),) if plans else (),
        curable=True,
        parameters=("housing_plan_months",),
    )
    appointed: Any = next((a.fact for a in appointments(file)), None)
    if appointed is None:
        yield duty
        return
    yield duty._replace(until=appointed.occurred_on)
    yield duty._replace(first=appointed.occurred_on, governed_on=appointed.from_date)


def _by_a_support_person(file: CaseFile, plan: Recorded) -> bool:
    """Say whether a plan's author was person 1 or 2 that day; who records it, if none is named."""
    author: str | None = getattr(plan.fact, "author", None)
    if author is None:
        return plan.actor.acting_for.role == "support_person"
    return holds_on(file, author, plan.fact.occurred_on)


KMSP_CHECKS: dict[str, Check] = {
    "KMSP-01": _standing(someone),
    "KMSP-02": regular_contact,
    "KMSP-06": _each_appointment(
        _understood, _on_the_first_day, "MS(SupportPersonAppointed)", "AssignmentExplained"
    ),
    "KMSP-07": _each_appointment(
        _capacity_confirmed,
        _on_the_first_day,
        "FIELD av SupportPersonAppointed",
        "capacity_confirmed_by",
    ),
    "KMSP-09": wish_answered,
    "KMSP-10": plan_written,
    "KMSP-11": _standing(someone),
    "KMSP-12": _standing(two),
    "KMSP-13a": _each_appointment(
        _told_who("oral"),
        _at_the_first_meeting,
        "MS(ClientMet)",
        "ClientInformedOfSupportPersons",
    ),
    "KMSP-13b": _each_appointment(
        _told_who("written"),
        _at_the_first_meeting,
        "MS(ClientMet)",
        "ClientInformedOfSupportPersons",
    ),
    "KMSP-13c": _each_appointment(
        _told_what, _at_the_first_meeting, "MS(ClientMet)", "AssignmentExplained"
    ),
    "KMSP-14": weekly_meeting,
    "KMSP-15": _each_appointment(
        _told_of_the_right, _at_the_first_meeting, "MS(ClientMet)", "RightToChangeExplained"
    ),
    "KMSP-17": manager_answers,
}
"""How KMSP-01 to KMSP-17 are judged, but for what is shown alone and what sums up others."""
