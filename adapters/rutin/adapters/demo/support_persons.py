"""Support persons are appointed, and present themselves to the client (KMSP)."""

from datetime import date
from typing import Literal

from rutin.adapters.demo.case_at_hand import CaseAtHand, Support
from rutin.adapters.demo.case_calendar import days_after
from rutin.adapters.demo.social_record import write_up
from rutin.domain.support_relationship import (
    AppointSupportPerson,
    ExplainAssignment,
    ExplainRightToChange,
    InformClientOfSupportPersons,
    MeetClient,
    Slot,
    Term,
)


def provide_support_persons(case: CaseAtHand) -> None:
    """Appoint person 1 and person 2 before the service starts, and let them meet the client."""
    started_on = case.calendar.started_on
    for slot in SLOTS:
        appoint(case, slot, case.calendar.welcomed_on, from_date=started_on)
    present_themselves(case, started_on)


SLOTS: tuple[Slot, ...] = (1, 2)


def appoint(
    case: CaseAtHand, slot: Slot, on: date, *, from_date: date, term: Term = "permanent"
) -> Support:
    """Appoint someone who has not been the client's support person, and explain the assignment."""
    case.supports.append(
        Support(
            relationship=f"{case.reference}-{len(case.supports) + 1}",
            reference=case.town.team.for_client(but=[each.reference for each in case.supports]),
            slot=slot,
            from_day=from_date,
        )
    )
    support = case.supports[-1]
    appoint_anew(case, support, on, from_date=from_date, term=term)
    explained = case.note(
        ExplainAssignment(
            relationship=support.relationship,
            to="support_person",
            modes=("oral", "written"),
            acknowledged=True,
            occurred_on=on,
        ),
        case.staff.manager,
    )
    write_up(case, "Gick igenom uppdraget med den nya stödpersonen.", on, explained)
    return support


def appoint_anew(
    case: CaseAtHand, support: Support, on: date, *, from_date: date, term: Term
) -> None:
    """Note an appointment: the first, or one that changes its term."""
    case.note(
        AppointSupportPerson(
            relationship=support.relationship,
            case=case.reference,
            assignee=support.reference,
            slot=support.slot,
            from_date=from_date,
            term=term,
            capacity_confirmed_by=case.staff.manager.acting_for.id,
            occurred_on=on,
        ),
        case.staff.manager,
    )


def present_themselves(
    case: CaseAtHand, on: date, support: Support | None = None, *, in_writing_on: date | None = None
) -> None:
    """Let the support persons meet the client, and tell who they are, what they do, and the right.

    Args:
        case: Whose client.
        on: The day of the first meeting.
        support: Who meets the client; everyone there when left out.
        in_writing_on: The day the written information comes, when not the same day.
    """
    for each in [support] if support else case.supports_on(on):
        relationship, by = each.relationship, each.actor
        about = [
            case.note(MeetClient(relationship=relationship, occurred_on=on), by),
            *_tell(case, each, "oral", on),
            case.note(ExplainRightToChange(relationship=relationship, occurred_on=on), by),
        ]
        write_up(case, "Första mötet. Berättade vem jag är och om rätten att byta.", on, *about)
        _tell(case, each, "written", in_writing_on or on)


def _tell(
    case: CaseAtHand, support: Support, mode: Literal["oral", "written"], on: date
) -> list[str]:
    """Note that a support person told the client who comes, and what they do."""
    relationship = support.relationship
    return [
        case.note(command, support.actor)
        for command in (
            InformClientOfSupportPersons(relationship=relationship, mode=mode, occurred_on=on),
            ExplainAssignment(
                relationship=relationship, to="client", modes=(mode,), occurred_on=on
            ),
        )
    ]


def meet(case: CaseAtHand, support: Support, on: date) -> None:
    """Note that a support person met the client, who wrote it up."""
    met = case.note(
        MeetClient(relationship=support.relationship, occurred_on=days_after(on, 0)), support.actor
    )
    write_up(case, "Handlade och lagade mat tillsammans.", days_after(on, 0), met)
