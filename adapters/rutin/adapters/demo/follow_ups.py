"""Monthly follow-ups, made in time or not, and presented at the unit meeting (MAN)."""

from collections.abc import Iterator
from datetime import date, timedelta

from rutin.adapters.demo.case_at_hand import CaseAtHand, Support
from rutin.adapters.demo.case_calendar import days_after, working_day
from rutin.adapters.demo.client_meeting import look_over_plan
from rutin.adapters.demo.manners import FollowUpManner
from rutin.adapters.demo.social_record import write_up
from rutin.domain.case import DocumentAction
from rutin.domain.support_relationship import (
    BookMonthlyFollowUp,
    DeclineFollowUp,
    FollowedUpGoal,
    FollowUpAnswers,
    FollowUpChecklist,
    NotifyUnitManager,
    PresentedItems,
    PresentFollowUp,
    RecordFollowUp,
    RequireAction,
    SupplementFollowUp,
)
from rutin.domain.values import Month, add_months

WELL_BEING = (
    "Mår bra och sover som vanligt.",
    "Har varit trött men piggare mot slutet av månaden.",
    "Orolig för ekonomin, i övrigt bra.",
)
WISHES = ("Vill fortsätta som nu.", "Vill ha besök senare på dagen.", "Vill komma ut oftare.")

TAKES_WEEKS: tuple[FollowUpManner, ...] = ("late", "action_required")
"""What cannot be done when support person or service is about to end."""


def follow_up_months(
    case: CaseAtHand, manners: Iterator[FollowUpManner], *, until: date | None = None
) -> None:
    """Follow up every full month of service, each in its manner.

    Args:
        case: Whose service.
        manners: How the months are followed up, in turn.
        until: The last day of the service; it goes on when left out.
    """
    last_day = min(until or case.town.yesterday, case.town.yesterday)
    first = Month.containing(case.calendar.started_on).next()
    for month in Month.between(first.first_day, last_day):
        on = days_after(month.first_day, case.chance.randint(9, 18))
        there = case.supports_on(on)
        if on <= last_day and there:
            manner = next(manners)
            over_on = min(until or date.max, there[0].to_day or date.max)
            if manner in TAKES_WEEKS and over_on < on + timedelta(days=40):
                manner = "on_time"
            follow_up(case, there[0], month, on, manner)


def follow_up(
    case: CaseAtHand, support: Support, month: Month, on: date, manner: FollowUpManner
) -> None:
    """Follow one month up, in some manner, or not at all."""
    relationship = support.relationship
    match manner:
        case "missing":
            return
        case "declined":
            declined = case.note(
                DeclineFollowUp(
                    relationship=relationship,
                    period=month,
                    offered_on=on - timedelta(days=3),
                    reason="Orkar inte den här månaden.",
                    occurred_on=on,
                ),
                support.actor,
            )
            write_up(case, "Brukaren avböjde månadsuppföljning.", on, declined)
            return
        case "late":
            on = days_after(month.next().first_day, 6)
        case _:
            _book(case, support, month, on)
    recorded = _record(case, support, month, on, manner)
    text = "Månadsuppföljning. Svaren och de sju punkterna sammanställda."
    write_up(case, text, on, recorded)
    if manner == "supplemented":
        _supplement(case, support, month, days_after(on, 6))
    if manner == "action_required":
        _act(case, support, month, on)
    _present(case, support, month, on)


def _book(case: CaseAtHand, support: Support, month: Month, on: date) -> None:
    case.note(
        BookMonthlyFollowUp(
            relationship=support.relationship,
            period=month,
            meeting_on=on,
            place="Hemma hos brukaren",
            occurred_on=on - timedelta(days=7),
        ),
        support.actor,
    )


def _record(
    case: CaseAtHand, support: Support, month: Month, on: date, manner: FollowUpManner
) -> str:
    changed = manner == "action_required"
    return case.note(
        RecordFollowUp(
            relationship=support.relationship,
            period=month,
            wellbeing=case.chance.choice(WELL_BEING),
            need="Mest stöd med hushåll och post.",
            answers=FollowUpAnswers(
                wishes=case.chance.choice(WISHES),
                support_worked="Bra.",
                went_well="Räkningarna betalas i tid.",
                went_less_well="Kvällarna är svåra."
                if changed
                else "Städningen blir ibland av sent.",
                new_plan_needed=changed,
            ),
            checklist=_checklist(case, on, complete=manner != "supplemented"),
            changed_need=changed,
            occurred_on=on,
        ),
        support.actor,
    )


def _checklist(case: CaseAtHand, on: date, *, complete: bool) -> FollowUpChecklist:
    return FollowUpChecklist(
        plan_current=True,
        follow_up_planned=True,
        order_current=True,
        order_to_case_officer=False,
        goals=tuple(FollowedUpGoal(goal=goal, need_met=True, smart=True) for goal in case.goals),
        methods="Veckoschema och påminnelser.",
        methods_lead_to="Brukaren väljer själv ordningen och gör mer på egen hand.",
        support_by_records="Stödet ges som planerat.",
        read_from=add_months(on, -1),
        read_to=on,
        recorded_by_goal=True,
        risk_assessment_current=True if complete else None,
        action_plan_linked=True if complete else None,
    )


def _supplement(case: CaseAtHand, support: Support, month: Month, on: date) -> None:
    supplemented = case.note(
        SupplementFollowUp(
            relationship=support.relationship,
            period=month,
            checklist=FollowUpChecklist(risk_assessment_current=True, action_plan_linked=False),
            occurred_on=on,
        ),
        support.actor,
    )
    write_up(case, "Gick igenom riskbedömningen, som saknades.", on, supplemented)


def _act(case: CaseAtHand, support: Support, month: Month, on: date) -> None:
    """Note what must be done, tell the unit manager, document it, and change the plan."""
    required = case.note(
        RequireAction(
            relationship=support.relationship,
            what="Brukaren behöver stöd på kvällar under en tid.",
            period=month,
            occurred_on=on,
        ),
        support.actor,
    )
    told_on, done_on = days_after(on, 1), days_after(on, 4)
    told = case.note(
        NotifyUnitManager(
            relationship=support.relationship, actions=(required,), occurred_on=told_on
        ),
        support.actor,
    )
    write_up(case, "Berättade för enhetschefen vad som behöver göras.", told_on, told)
    case.note(
        DocumentAction(
            case=case.reference,
            actions=(required,),
            text="Kvällsbesök tre gånger i veckan till månadens slut.",
            occurred_on=done_on,
        ),
        support.actor,
    )
    if case.has_plan:
        look_over_plan(case, days_after(on, 9), "need_changed", changed=True)


def _present(case: CaseAtHand, support: Support, month: Month, followed_up_on: date) -> None:
    """Present the month at the next unit meeting, if the support person is there still."""
    meeting_on = meeting_day(Month.containing(followed_up_on))
    if meeting_on < followed_up_on:
        meeting_on = meeting_day(Month.containing(followed_up_on).next())
    case.town.presentations.setdefault(meeting_on, []).append(case.reference)
    case.note(
        PresentFollowUp(
            relationship=support.relationship,
            period=month,
            items=PresentedItems(plan=case.has_plan, method_sheet=case.has_method_sheet or None),
            occurred_on=meeting_on,
        ),
        support.actor,
    )


def meeting_day(month: Month) -> date:
    """Give the day of the month's unit meeting: a working day of its last week."""
    return working_day(month.last_day - timedelta(days=6))
