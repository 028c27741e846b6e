"""From the search for an assignee to the match in the register (KLA steps 5–10)."""

from datetime import date
from typing import Literal

from rutin.adapters.demo.assignees import AssigneeAtHand
from rutin.adapters.demo.case_at_hand import CaseAtHand, Engagement
from rutin.adapters.demo.case_calendar import Round, spread
from rutin.adapters.demo.social_record import write_up
from rutin.domain.assignee import SignConfidentialityUndertaking
from rutin.domain.case import (
    NotifyCaseOfficer,
    ReceiveOwnProposal,
    ReportNoSuitableAssignee,
    StartAssigneeSearch,
    StartRecruitment,
)
from rutin.domain.support_relationship import (
    AcceptAssignment,
    BookMatchMeeting,
    BriefingItems,
    DeclineAssignment,
    HoldBriefing,
    HoldMatchMeeting,
    OfferAssignment,
    RegisterMatch,
    SignAgreement,
)

DECLINED_BECAUSE = ("Har inte tid just nu.", "För lång resväg.", "Har redan fullt upp i vår.")


def search(case: CaseAtHand, on: date | None = None) -> None:
    """Look the assignees over."""
    case.note(
        StartAssigneeSearch(
            case=case.reference,
            criteria="Utifrån kravprofilen: område, språk och tider.",
            in_register=case.is_for_contact_person,
            occurred_on=on or case.calendar.searched_on,
        )
    )


def offers_declined(case: CaseAtHand, how_many: int) -> None:
    """Offer the assignment to some who decline it, before the round that succeeds."""
    for on in spread(case.calendar.searched_on, case.calendar.offered_on, how_many):
        assignee = _someone_new(case)
        relationship = _offer(case, assignee, on)
        case.note(
            DeclineAssignment(
                relationship=relationship,
                reason=case.chance.choice(DECLINED_BECAUSE),
                occurred_on=on,
            )
        )


def joint_meeting_fails(case: CaseAtHand, dissatisfied: Literal["client", "assignee"]) -> None:
    """Hold a joint meeting at which one of the two is not satisfied, and search anew."""
    offered, booked, met = spread(case.calendar.searched_on, case.calendar.offered_on, 3)
    assignee = _someone_new(case)
    relationship = _offer(case, assignee, offered)
    _accept_and_book(case, relationship, booked, met)
    held = case.note(
        HoldMatchMeeting(
            relationship=relationship,
            client_ok=dissatisfied != "client",
            assignee_ok=dissatisfied != "assignee",
            note="Det kändes inte rätt den här gången.",
            occurred_on=met,
        )
    )
    write_up(case, "Gemensamt möte. En av parterna vill inte gå vidare.", met, held)
    search(case, met)


def own_proposal(case: CaseAtHand, *, rejected_because: str | None = None) -> AssigneeAtHand:
    """Investigate the contact person that the client proposes; give them, approved or not.

    Rejected, the client's proposal is told of to the case officer, and the search begins anew.
    """
    received_on = case.calendar.searched_on
    decided_on = case.calendar.offered_on
    if rejected_because:
        decided_on = spread(received_on, decided_on, 1)[0]
    proposed = case.town.register.enter(
        received_on, case.staff, ("contact_person",), "own_proposal", case=case.reference
    )
    case.note(
        ReceiveOwnProposal(
            case=case.reference,
            assignee=proposed.reference,
            note="En bekant till brukaren.",
            occurred_on=received_on,
        )
    )
    case.town.register.investigate(
        proposed,
        received_on,
        decided_on,
        case.staff,
        reason="own_proposal",
        case=case.reference,
        rejected_because=rejected_because,
    )
    if rejected_because:
        case.note(
            NotifyCaseOfficer(
                case=case.reference,
                reason="own_proposal_rejected",
                in_writing=True,
                occurred_on=decided_on,
            )
        )
        search(case, decided_on)
    return proposed


def recruit(case: CaseAtHand, *, after: date | None = None) -> AssigneeAtHand:
    """Find that no one suits, recruit someone, and investigate them for a contact person."""
    first_day, last_day = after or case.calendar.searched_on, case.calendar.offered_on
    found_no_one, began, applied = spread(first_day, last_day, 6)[1:4]
    case.note(
        ReportNoSuitableAssignee(
            case=case.reference,
            note="Ingen i registret bor i området och kan de tider som önskas.",
            occurred_on=found_no_one,
        )
    )
    case.note(
        StartRecruitment(
            case=case.reference, note="Annons på kommunens webbplats.", occurred_on=began
        )
    )
    recruit = case.town.register.enter(
        applied, case.staff, (case.intervention,), "recruitment", case=case.reference
    )
    if case.is_for_contact_person:
        case.town.register.investigate(
            recruit,
            applied,
            last_day,
            case.staff,
            reason="recruitment",
            case=case.reference,
        )
    return recruit


def match(
    case: CaseAtHand,
    assignee: AssigneeAtHand | None = None,
    *,
    days: Round | None = None,
    undertaking: bool = True,
    briefing: BriefingItems | None = None,
    child_checked: bool = True,
    agreement_recorded_on: date | None = None,
    deviation: str | None = None,
) -> None:
    """Carry a round through: offer, joint meeting, briefing, undertaking, agreement, match.

    Args:
        case: Whose round.
        assignee: Who is offered the assignment; whoever the register has when left out.
        days: The days of the round; the case's first round when left out.
        undertaking: Whether an undertaking of confidentiality is signed, if none is yet.
        briefing: What the assignee is given; all that the intervention asks for when left out.
        child_checked: Whether register extracts are shown, when the client is a child.
        agreement_recorded_on: The day the agreement is recorded, when not the day it is signed.
        deviation: Why the agreement is signed although something that must come first is lacking.
    """
    assignee = assignee or _someone_new(case)
    days = days or case.calendar.first_round
    relationship = _offer(case, assignee, days.offered_on)
    _accept_and_book(case, relationship, days.offered_on, days.joint_meeting_on)
    met = case.note(
        HoldMatchMeeting(
            relationship=relationship,
            client_ok=True,
            assignee_ok=True,
            participants=(*case.clients_side, "assignee", "administrator"),
            occurred_on=days.joint_meeting_on,
        )
    )
    write_up(case, "Gemensamt möte. Båda vill börja.", days.joint_meeting_on, met)
    if child_checked:
        _show_extract_for_child(case, assignee, days)
    case.note(
        HoldBriefing(
            relationship=relationship,
            items=briefing or full_briefing(case),
            occurred_on=days.agreed_on,
        )
    )
    if undertaking:
        _sign_undertaking(case, assignee, days.agreed_on)
    case.note(
        SignAgreement(
            relationship=relationship,
            agreement_type="commission" if case.is_for_contact_person else "employment",
            valid_from=days.agreed_on,
            valid_to=case.order_to,
            occurred_on=days.agreed_on,
        ),
        recorded_on=agreement_recorded_on,
        deviation=deviation,
    )
    if case.is_for_contact_person:
        registered_on = agreement_recorded_on or days.agreed_on
        case.note(RegisterMatch(relationship=relationship, occurred_on=registered_on))
    case.engagements.append(Engagement(relationship, assignee, days.agreed_on))


def full_briefing(case: CaseAtHand) -> BriefingItems:
    """Give all that the intervention asks that an assignee be given (KLA step 9)."""
    return BriefingItems(
        assignment_description=True,
        monthly_form=None if case.is_for_contact_person else True,
        quarterly_form=True if case.is_for_contact_person else None,
        expense_guideline=True,
        outlay_form=True if case.intervention == "companion" else None,
        time_reporting=True,
        confidentiality_form=True,
    )


def _show_extract_for_child(case: CaseAtHand, assignee: AssigneeAtHand, days: Round) -> None:
    if case.client_is_child_on(days.agreed_on):
        case.town.register.show_extract(
            assignee,
            days.joint_meeting_on,
            case.staff,
            case=case.reference,
            child_agreement_on=days.agreed_on,
        )


def _sign_undertaking(case: CaseAtHand, assignee: AssigneeAtHand, on: date) -> None:
    """Note the undertaking of confidentiality, unless the assignee has signed one before."""
    if assignee.undertaking_signed_on is not None and assignee.undertaking_signed_on <= on:
        return
    assignee.undertaking_signed_on = on
    case.note(
        SignConfidentialityUndertaking(
            assignee=assignee.reference,
            person=assignee.person.reference,
            category="assignee",
            text_version="2023",
            law_extract_version="2023",
            place="Demoby",
            signed_on=on,
            occurred_on=on,
        )
    )


def _someone_new(case: CaseAtHand) -> AssigneeAtHand:
    return case.town.register.for_assignment(case.intervention, but=case.asked)


def _offer(case: CaseAtHand, assignee: AssigneeAtHand, on: date) -> str:
    case.asked.append(assignee)
    relationship = f"{case.reference}-{len(case.asked)}"
    case.note(
        OfferAssignment(
            relationship=relationship,
            case=case.reference,
            assignee=assignee.reference,
            occurred_on=on,
        )
    )
    return relationship


def _accept_and_book(case: CaseAtHand, relationship: str, on: date, meeting_on: date) -> None:
    case.note(AcceptAssignment(relationship=relationship, occurred_on=on))
    case.note(
        BookMatchMeeting(
            relationship=relationship,
            meeting_on=meeting_on,
            place="Biblioteket i Demoby",
            occurred_on=on,
        )
    )
