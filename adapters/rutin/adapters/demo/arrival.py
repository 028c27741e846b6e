"""An order arrives, and the client is to be reached (KLA steps 1–3)."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Literal

from rutin.adapters.demo.case_at_hand import CaseAtHand
from rutin.adapters.demo.case_calendar import (
    CaseCalendar,
    days_after,
    last_day_of,
    spread,
    working_day,
)
from rutin.adapters.demo.people import STAFF, Unit, without
from rutin.adapters.demo.social_record import write_up
from rutin.adapters.demo.town import Town
from rutin.domain.case import (
    Channel,
    DeclareContactExhausted,
    DeferExecution,
    NotifyCaseOfficer,
    ReceiveOrder,
    RecordClientContact,
    RecordContactAttempt,
    RegisterContact,
    ReportExecution,
    ReportNonExecution,
    RouteKind,
)
from rutin.domain.intervention import Extent, Intervention, LegalBasis
from rutin.domain.person import Person
from rutin.domain.values import Hours, Quarter, add_months

IN_VAIN: dict[Channel, Literal["no_answer", "message_left", "sent", "returned"]] = {
    "phone": "no_answer",
    "letter": "sent",
    "email": "sent",
    "sms": "sent",
    "visit": "no_answer",
}
"""What an attempt comes to when the client is not reached."""

GOALS: dict[Intervention, tuple[str, ...]] = {
    "contact_person": ("Bryta isolering och delta i fritidsaktiviteter",),
    "companion": ("Komma till simhallen varje vecka", "Kunna gå på bio och kulturevenemang"),
    "relief": ("Anhöriga får avlastning och kan vila", "Trygg vistelse hemma med avlösare"),
    "housing_support": ("Sköta hemmet på egen hand", "Klara post och räkningar varje månad"),
}


def typical_extent(intervention: Intervention) -> Extent:
    """Give an extent that is common for an intervention."""
    match intervention:
        case "contact_person":
            return Extent(occasions_per_month=3)
        case "companion":
            return Extent(hours_per_month=Hours(20))
        case "relief":
            return Extent(hours_per_month=Hours(24))
        case "housing_support":
            return Extent(hours_per_month=Hours(30), planned_days_per_week=5)


def open_case(
    town: Town,
    intervention: Intervention,
    *,
    received_on: date | None = None,
    months_ago: int = 12,
    days_to_execution: int = 45,
    decided_days_before: int = 4,
    period_months: int = 12,
    client: Callable[[str], Person] | None = None,
    protected: bool = False,
    missing_routes: tuple[RouteKind, ...] = (),
    extent: Extent | None = None,
    legal_basis: LegalBasis = "LSS",
) -> CaseAtHand:
    """Receive an order, and lay out the days of the case until its service starts.

    Args:
        town: Where.
        intervention: What is granted.
        received_on: The day the order came; so many months ago when left out.
        months_ago: How long ago the order came.
        days_to_execution: Days from the decision to the service.
        decided_days_before: Days from the decision to the order's arrival.
        period_months: How long the decision holds.
        client: Draws who it is for, given the reference; an adult when left out.
        protected: Whether the client's data are protected; no address is then given.
        missing_routes: Ways to reach the client that the order leaves out.
        extent: How much is granted; what is common when left out.
        legal_basis: What the decision rests on; always SoL for housing support.
    """
    reference = town.next_case()
    received_on = working_day(received_on or add_months(town.today, -months_ago))
    decided_on = received_on - timedelta(days=decided_days_before)
    started_on = working_day(decided_on + timedelta(days=days_to_execution))
    missing_routes = (*missing_routes, "post") if protected else missing_routes
    draw = client or town.people.adult_of_any_age
    person = without(draw(f"P-{reference}"), absent=missing_routes)
    units: tuple[Unit, ...] = ("mobila",) if intervention == "housing_support" else ("syd", "norr")
    case = CaseAtHand(
        town=town,
        reference=reference,
        intervention=intervention,
        staff=STAFF[units[int(reference[-1]) % len(units)]],
        client=person,
        routes=tuple(r for r in ("phone", "post", "email") if r not in missing_routes),
        extent=extent or typical_extent(intervention),
        goals=GOALS[intervention],
        calendar=CaseCalendar.between(decided_on, received_on, started_on),
        order_to=last_day_of(decided_on, period_months),
        chance=town.chance(reference),
    )
    number = person.identity_number
    case.note(
        ReceiveOrder(
            case=reference,
            order_no=f"B{reference[1:]}",
            client=person.reference,
            client_born_on=number.born_on if number else None,
            person=person,
            protected=protected,
            contact_routes=case.routes,
            intervention=intervention,
            legal_basis="SoL" if intervention == "housing_support" else legal_basis,
            extent=case.extent,
            goals=case.goals,
            decision_date=decided_on,
            period_from=decided_on,
            period_to=case.order_to,
            case_officer=case.staff.case_officer.acting_for.id,
            unit=case.staff.unit,
            occurred_on=received_on,
        ),
        case.staff.case_officer,
    )
    if case.client_is_child_on(received_on):
        case.spokesperson = "guardian"
        register_contact(case, "guardian", received_on)
    return case


def register_contact(
    case: CaseAtHand,
    role: Literal["client", "guardian", "god_man", "trustee", "relative"],
    on: date,
    *,
    contact: str | None = None,
    routes: tuple[RouteKind, ...] = ("phone",),
) -> None:
    """Note someone to contact around the client, or a further way to reach the client."""
    case.note(
        RegisterContact(
            case=case.reference, role=role, contact=contact, routes=routes, occurred_on=on
        )
    )


def ask_for_contact_details(case: CaseAtHand) -> None:
    """Ask the case officer for what the order lacks, and get a telephone number in answer."""
    asked_on = days_after(case.calendar.received_on, 1)
    case.note(
        NotifyCaseOfficer(
            case=case.reference,
            reason="contact_details_missing",
            in_writing=True,
            note="Beställningen saknar kontaktuppgifter. Bad om telefonnummer.",
            occurred_on=asked_on,
        )
    )
    register_contact(case, "client", days_after(asked_on, 2))


def reach(
    case: CaseAtHand,
    in_vain: Sequence[Channel] = (),
    by: Channel = "phone",
    *,
    informed: bool = True,
) -> None:
    """Try some ways in vain, then reach the client, tell of the order and ask for a meeting.

    Args:
        case: Whose client.
        in_vain: The ways tried before, in order.
        by: The way by which the client, or who speaks for them, was reached.
        informed: Whether the client was told of the order and of the meeting.
    """
    on = case.calendar.contacted_on
    recorded_on = days_after(on, case.days_late())
    attempts = try_ways(case, in_vain, case.calendar.received_on, on)
    contact = case.note(
        RecordClientContact(
            case=case.reference,
            channel=by,
            spoke_with=case.spokesperson,
            informed_of_order=informed,
            informed_of_meeting=informed,
            occurred_on=on,
        ),
        recorded_on=recorded_on,
    )
    text = "Berättade om beställningen och att vi vill boka ett möte."
    write_up(case, text, recorded_on, *attempts, contact)


def try_ways(case: CaseAtHand, channels: Sequence[Channel], after: date, before: date) -> list[str]:
    """Note attempts that do not reach the client, spread over some days."""
    days = spread(after, before, len(channels))
    return [
        case.note(
            RecordContactAttempt(
                case=case.reference, channel=channel, outcome=IN_VAIN[channel], occurred_on=on
            )
        )
        for channel, on in zip(channels, days, strict=True)
    ]


def never_reach(case: CaseAtHand) -> None:
    """Try every way in vain for six weeks, and tell the case officer; the case stays open (D-04)."""
    channels: list[Channel] = ["phone", "phone", "letter", "email", "sms", "visit"]
    if "email" not in case.routes:
        channels.remove("email")
    received_on = case.calendar.received_on
    gave_up_on = days_after(received_on, 42)
    attempts = try_ways(case, channels, received_on, gave_up_on)
    case.note(DeclareContactExhausted(case=case.reference, occurred_on=gave_up_on))
    told = case.note(
        NotifyCaseOfficer(
            case=case.reference,
            reason="client_unreachable",
            in_writing=True,
            note="Brukaren går inte att nå på något sätt. Avvaktar handläggarens besked.",
            occurred_on=gave_up_on,
        )
    )
    text = "Alla sätt att nå brukaren är prövade. Handläggaren är informerad."
    write_up(case, text, gave_up_on, *attempts, told)


def wait_for_client(case: CaseAtHand, reason: str) -> None:
    """Note that the client wants the service to start later; the three months run all the same."""
    case.note(
        DeferExecution(
            case=case.reference,
            until=case.calendar.started_on,
            reason=reason,
            occurred_on=case.calendar.contacted_on,
        )
    )


def report_non_execution(
    case: CaseAtHand, reason: str, *, until: date | None = None, likelihood: float = 1
) -> None:
    """Report the decision each quarter while it waits beyond three months, then its execution.

    Args:
        case: Whose decision.
        reason: Why it is not executed.
        until: The day it was executed; None if it never was.
        likelihood: The chance that a report that is called for is made (LAW-02).
    """
    overdue_from = add_months(case.calendar.decided_on, 3) + timedelta(days=1)
    last_day = min(until or case.town.yesterday, case.town.yesterday)
    reported = False
    for quarter in Quarter.between(overdue_from, last_day):
        still_waiting = until is None or quarter.last_day < until
        if still_waiting and case.chance.happens(likelihood):
            reported = True
            case.note(
                ReportNonExecution(
                    case=case.reference,
                    quarter=quarter,
                    reason=reason,
                    recipients=("ivo", "municipal_auditors"),
                    occurred_on=days_after(quarter.last_day, 12),
                ),
                case.staff.manager,
            )
    if reported and until is not None:
        case.note(
            ReportExecution(
                case=case.reference,
                executed_on=until,
                recipients=("ivo", "municipal_auditors"),
                occurred_on=days_after(until, 20),
            ),
            case.staff.manager,
        )
