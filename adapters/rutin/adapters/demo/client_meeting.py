"""The meeting with the client: profile, consent, plan (KLA step 4)."""

from datetime import date, timedelta
from typing import Literal

from rutin.adapters.demo.case_at_hand import CaseAtHand
from rutin.adapters.demo.case_calendar import days_after, last_day_of
from rutin.adapters.demo.manners import ConsentAnswer
from rutin.adapters.demo.social_record import write_up
from rutin.domain.case import (
    BookClientMeeting,
    DeclineClientMeeting,
    DeclineConsent,
    DeclineRequirementProfile,
    DeferConsent,
    EstablishImplementationPlan,
    Goal,
    GrantConsent,
    HoldClientMeeting,
    MeetingTopics,
    RecordRequirementProfile,
    ReviewConsentForm,
    UpdateImplementationPlan,
    WithdrawConsent,
)

WISHES = (
    "Någon som är lugn och tycker om att promenera.",
    "Gärna någon i min egen ålder som gillar fotboll.",
    "Någon som kan teckenkommunikation.",
    "En person som har tålamod och inte röker.",
    "Någon som kan följa med på konserter.",
)
CHILD_VIEW = "Barnet vill göra roliga saker på helgen och träffa samma person varje gång."


def meet(
    case: CaseAtHand,
    *,
    profile: bool = True,
    consent: ConsentAnswer = "granted",
    plan: bool = True,
    with_client: bool = True,
    topics_left_blank: bool = False,
) -> None:
    """Book and hold the meeting.

    Args:
        case: Whose meeting.
        profile: Whether the client wishes a requirement profile.
        consent: What the client answers to the consent form.
        plan: Whether the plan is drawn up; never for a contact person.
        with_client: Whether the client takes part in the plan.
        topics_left_blank: Whether the form says nothing of what was gone through.
    """
    on = case.calendar.met_on
    _book(case, on)
    child = case.client_is_child_on(on)
    topics = MeetingTopics(order_extent=True, intervention=True, next_steps=True)
    held = case.note(
        HoldClientMeeting(
            case=case.reference,
            topics=MeetingTopics() if topics_left_blank else topics,
            participants=case.clients_side,
            child_view=CHILD_VIEW if child else None,
            occurred_on=on,
        )
    )
    _note_profile(case, on, wished=profile)
    answer_consent(case, on, consent)
    if plan and not case.is_for_contact_person:
        draw_up_plan(case, on, with_client=with_client)
    write_up(case, "Träffade brukaren och gick igenom beställningen.", on, held)


def decline_meeting(case: CaseAtHand) -> None:
    """Book a meeting that the client then declines; the work goes on with what the order says."""
    on = case.calendar.met_on
    _book(case, on)
    declined = case.note(
        DeclineClientMeeting(
            case=case.reference, reason="Vill hellre ta det på telefon.", occurred_on=on
        )
    )
    write_up(case, "Brukaren avböjde möte. Gick igenom det viktigaste på telefon.", on, declined)


def _book(case: CaseAtHand, meeting_on: date) -> None:
    case.note(
        BookClientMeeting(
            case=case.reference,
            meeting_on=meeting_on,
            place="Hemma hos brukaren",
            occurred_on=case.calendar.contacted_on,
        )
    )


def _note_profile(case: CaseAtHand, on: date, *, wished: bool) -> None:
    case.note(
        RecordRequirementProfile(
            case=case.reference,
            wishes=case.chance.choice(WISHES),
            languages=("svenska",),
            times=case.chance.choice(("kvällar", "helger", "eftermiddagar")),
            occurred_on=on,
        )
        if wished
        else DeclineRequirementProfile(case=case.reference, occurred_on=on)
    )


def answer_consent(case: CaseAtHand, on: date, answer: ConsentAnswer) -> None:
    """Go through the consent form, and note the client's answer (D-05)."""
    case.note(ReviewConsentForm(case=case.reference, occurred_on=on))
    match answer:
        case "granted":
            grant_consent(case, on)
        case "declined":
            case.note(
                DeclineConsent(
                    case=case.reference, note="Vill inte att uppgifter lämnas ut.", occurred_on=on
                )
            )
        case "deferred":
            case.note(DeferConsent(case=case.reference, note="Vill fundera hemma.", occurred_on=on))


def grant_consent(case: CaseAtHand, on: date) -> None:
    """Note a consent that holds for a year at most."""
    case.note(
        GrantConsent(
            case=case.reference,
            consent="samtycke-1",
            recipients=("relative", "assignee"),
            scope="Hur insatsen går och ändringar av tider.",
            valid_from=on,
            valid_to=last_day_of(on, 12),
            occurred_on=on,
        )
    )


def withdraw_consent(case: CaseAtHand, on: date) -> None:
    """Note that the client takes the consent back."""
    case.note(WithdrawConsent(case=case.reference, consent="samtycke-1", occurred_on=on))


def draw_up_plan(case: CaseAtHand, on: date, *, with_client: bool = True) -> None:
    """Draw the implementation plan up, with the client or, if they will not, without (D-32)."""
    case.has_plan = True
    case.note(
        EstablishImplementationPlan(
            case=case.reference,
            goals=tuple(Goal(text=goal, smart=True) for goal in case.goals),
            participation="participated" if with_client else "declined",
            participation_note="" if with_client else "Brukaren ville inte vara med om planen.",
            author=case.staff.note_writer.acting_for.id,
            follow_up_on=on + timedelta(days=180),
            planned_days_per_week=case.extent.planned_days_per_week,
            occurred_on=on,
        )
    )


def look_over_plan(
    case: CaseAtHand,
    on: date,
    context: Literal["follow_up", "renewal", "need_changed"],
    *,
    changed: bool,
) -> None:
    """Look the plan over with the client; that nothing needs changing counts too."""
    case.note(
        UpdateImplementationPlan(
            case=case.reference,
            goals=tuple(Goal(text=goal, smart=True) for goal in case.goals),
            participation="participated",
            author=case.staff.note_writer.acting_for.id,
            follow_up_on=days_after(on, 180),
            context=context,
            changed=changed,
            occurred_on=on,
        )
    )
