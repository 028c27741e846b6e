"""How the service goes on: renewal, change, interruption, end (KLA step 11, Vid byte)."""

from datetime import date, timedelta
from typing import Literal

from rutin.adapters.demo.case_at_hand import CaseAtHand
from rutin.adapters.demo.case_calendar import Round, days_after, last_day_of
from rutin.adapters.demo.client_meeting import look_over_plan
from rutin.adapters.demo.matching import match, search
from rutin.adapters.demo.social_record import write_up
from rutin.domain.assignee import EndAssignee
from rutin.domain.case import (
    CloseCase,
    EndOrder,
    ExecuteRenewal,
    FollowUpGoal,
    InterruptService,
    RecordClientContact,
    RenewOrder,
    ResumeService,
)
from rutin.domain.support_relationship import (
    ContactAssignee,
    EndRelationship,
    GrantChange,
    RecordClientAway,
    RecordClientReturned,
    RecordRenewalOutcome,
    RejectChange,
    RequestChange,
)

EndOfOrder = Literal["completed", "client_declined", "moved", "died", "need_ceased"]
Outcome = Literal["completed", "order_ended", "client_declined", "moved", "died"]
EndOfAssignment = Literal[
    "client_wish", "assignee_wish", "assignee_left", "order_ended", "renewal_declined", "died"
]

CLOSED_AS: dict[EndOfOrder, Outcome] = {
    "completed": "order_ended",
    "client_declined": "client_declined",
    "moved": "moved",
    "died": "died",
    "need_ceased": "order_ended",
}
"""What a case is closed as when the authority has ended the order."""


def renew(
    case: CaseAtHand,
    *,
    months: int = 12,
    days_before_end: int = 30,
    declined_by: Literal["client", "assignee"] | None = None,
) -> None:
    """Take in the order that prolongs the service, ask both how it has gone, and execute it.

    Args:
        case: Whose order.
        months: How much longer it holds.
        days_before_end: How long before the present order's end the new one comes; less than
            zero when it comes too late.
        declined_by: Who does not want to go on; the renewal is then not executed.
    """
    case.renewals += 1
    order_no = f"B{case.reference[1:]}-{case.renewals + 1}"
    received_on = days_after(case.order_to, -days_before_end)
    renewed_from = case.order_to + timedelta(days=1)
    case.order_to = last_day_of(renewed_from, months)
    case.note(
        RenewOrder(
            case=case.reference,
            order_no=order_no,
            extent=case.extent,
            goals=case.goals,
            decision_date=received_on - timedelta(days=case.chance.randint(0, 6)),
            period_from=renewed_from,
            period_to=case.order_to,
            case_officer=case.staff.case_officer.acting_for.id,
            occurred_on=received_on,
        ),
        case.staff.case_officer,
    )
    asked_on = days_after(received_on, 6)
    _ask_client(case, asked_on)
    decided_on = days_after(received_on, 12)
    if case.engagements:
        _ask_assignee(case, days_after(received_on, 9))
        case.note(
            RecordRenewalOutcome(
                relationship=case.engagement.relationship,
                order_no=order_no,
                client_ok=declined_by != "client",
                assignee_ok=declined_by != "assignee",
                occurred_on=decided_on,
            )
        )
    if declined_by is None:
        case.note(ExecuteRenewal(case=case.reference, order_no=order_no, occurred_on=decided_on))


def _ask_client(case: CaseAtHand, on: date) -> None:
    recorded_on = days_after(on, case.days_late())
    contact = case.note(
        RecordClientContact(
            case=case.reference,
            channel="phone",
            purpose="renewal",
            spoke_with=case.spokesperson,
            note="Brukaren tycker att det har gått bra.",
            occurred_on=on,
        ),
        recorded_on=recorded_on,
    )
    if case.has_plan:
        case.note(
            FollowUpGoal(
                case=case.reference,
                goal=case.goals[0],
                outcome=case.chance.choice(("reached", "partly", "partly", "not_reached")),
                occurred_on=on,
            )
        )
    write_up(case, "Stämde av hur insatsen har gått.", recorded_on, contact)


def _ask_assignee(case: CaseAtHand, on: date) -> None:
    contact = case.note(
        ContactAssignee(
            relationship=case.engagement.relationship,
            purpose="renewal",
            note="Uppdragstagaren trivs med uppdraget.",
            occurred_on=on,
        )
    )
    write_up(case, "Stämde av med uppdragstagaren.", on, contact)


def lapse(case: CaseAtHand) -> None:
    """Let the order run out without a new one: the assignment ends and the case is closed."""
    if case.engagements:
        end_assignment(case, case.order_to, "order_ended")
    _close(case, days_after(case.order_to, 5), "completed")


def end_order(case: CaseAtHand, on: date, reason: EndOfOrder) -> None:
    """Have the case officer end the order; the assignment ends and the case is closed."""
    case.note(
        EndOrder(
            case=case.reference,
            reason=reason,
            decision_reference=f"beslut{case.reference[1:]}",
            occurred_on=on,
        ),
        case.staff.case_officer,
    )
    if case.engagements and case.engagement.to_day is None:
        end_assignment(case, on, "died" if reason == "died" else "order_ended")
    _close(case, days_after(on, 5), CLOSED_AS[reason])


def _close(
    case: CaseAtHand,
    on: date,
    outcome: Outcome,
) -> None:
    case.note(CloseCase(case=case.reference, outcome=outcome, occurred_on=on))


def end_assignment(case: CaseAtHand, on: date, reason: EndOfAssignment) -> None:
    """End the present assignee's assignment; a contact person's match in the register too."""
    engagement = case.engagement
    engagement.to_day = on
    case.note(EndRelationship(relationship=engagement.relationship, reason=reason, occurred_on=on))
    if case.is_for_contact_person:
        case.note(
            EndAssignee(
                assignee=engagement.assignee.reference,
                scope="match",
                relationship=engagement.relationship,
                reason="Uppdraget är slut.",
                occurred_on=on,
            )
        )


def change_assignee(
    case: CaseAtHand, on: date, wished_by: Literal["client", "assignee"] = "client"
) -> None:
    """Grant a wish for another assignee, and carry a new round through while the service waits."""
    ask_for_change(case, on, wished_by)
    granted_on = days_after(on, 5)
    case.note(
        GrantChange(
            relationship=case.engagement.relationship,
            decided_by="unit_manager",
            occurred_on=granted_on,
        ),
        case.staff.manager,
    )
    end_assignment(case, granted_on, "client_wish" if wished_by == "client" else "assignee_wish")
    find_another(case, granted_on)


def ask_for_change(case: CaseAtHand, on: date, wished_by: Literal["client", "assignee"]) -> None:
    """Note a wish for another assignee."""
    case.note(
        RequestChange(
            relationship=case.engagement.relationship,
            requested_by=wished_by,
            received_by="administrator",
            reason="Vill byta." if wished_by == "client" else "Hinner inte med uppdraget längre.",
            occurred_on=on,
        )
    )


def refuse_change(case: CaseAtHand, on: date, reason: str) -> None:
    """Note why a wish for another assignee cannot be met."""
    case.note(
        RejectChange(
            relationship=case.engagement.relationship,
            decided_by="unit_manager",
            reason=reason,
            occurred_on=on,
        ),
        case.staff.manager,
    )


def find_another(case: CaseAtHand, on: date) -> None:
    """Interrupt the service, find another assignee in a swift new round, and go on."""
    _interrupt(case, on, "assignee_left")
    search(case, days_after(on, 1))
    days = Round.after(on)
    match(case, days=days)
    _resume(case, days_after(days.agreed_on, 3))


def pause_while_away(case: CaseAtHand, first_day: date, last_day: date) -> None:
    """Interrupt the service while the client is away."""
    if case.engagements:
        relationship = case.engagement.relationship
        case.note(RecordClientAway(relationship=relationship, occurred_on=first_day))
        case.note(RecordClientReturned(relationship=relationship, occurred_on=last_day))
    _interrupt(case, first_day, "client_away")
    _resume(case, last_day)


def _interrupt(case: CaseAtHand, on: date, reason: Literal["assignee_left", "client_away"]) -> None:
    case.note(InterruptService(case=case.reference, reason=reason, occurred_on=on))


def _resume(case: CaseAtHand, on: date) -> None:
    case.note(ResumeService(case=case.reference, occurred_on=on))


def follow_up_plan(case: CaseAtHand, on: date, *, changed: bool = False) -> None:
    """Follow the plan and its goals up with the client, between orders."""
    for goal in case.goals:
        case.note(
            FollowUpGoal(
                case=case.reference,
                goal=goal,
                outcome="partly",
                context="follow_up",
                occurred_on=on,
            )
        )
    look_over_plan(case, on, "need_changed" if changed else "follow_up", changed=changed)
