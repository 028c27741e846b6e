"""KLA steps 1–3: the order comes, the client is reached (r.31–47)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from rutin.domain.act import Fact
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.clocks import (
    Check,
    act,
    broke,
    broken_by,
    day_of,
    done_by,
    judged,
    reactive,
    role,
)
from rutin.domain.assessment.duty import Done, Due, Duty, Excuse
from rutin.domain.assessment.reason import WITHOUT_IT, Reason
from rutin.domain.case import (
    AssigneeSearchStarted,
    Case,
    ChecklistCompleted,
    ClientContacted,
    ClientInformedAboutService,
    ClientMeetingBooked,
    ClientMeetingDeclined,
    ClientMeetingHeld,
    ConsentFormReviewed,
    ContactAttempted,
    ContactExhausted,
    ContactRegistered,
    ContactRemoved,
    ImplementationPlanEstablished,
    NoSuitableAssigneeFound,
    OrderReceived,
    OwnProposalReceived,
    RecruitmentStarted,
    RenewalExecuted,
    RequirementProfileDeclined,
    RequirementProfileRecorded,
    ServiceInterrupted,
    ServiceResumed,
    ServiceStarted,
)
from rutin.domain.case.stream import FactOfCase
from rutin.domain.facts import is_case_fact
from rutin.domain.recorded import Recorded
from rutin.domain.routines.preconditions import WITHOUT_ORDER
from rutin.domain.support_relationship import (
    AssigneeContacted,
    AssignmentAccepted,
    AssignmentDeclined,
    AssignmentOffered,
    BriefingHeld,
    MatchMeetingBooked,
    MatchMeetingHeld,
    MatchRegistered,
    RelationshipEnded,
    RenewalOutcomeRecorded,
)
from rutin.domain.support_relationship.stream import FactOfRelationship

CONTACT_MADE = Reason("contact_made", "kontakt finns", "contact has been made")

PROCESS: tuple[type[Fact], ...] = (
    ContactAttempted,
    ClientContacted,
    ContactExhausted,
    ClientMeetingBooked,
    ClientMeetingHeld,
    ClientMeetingDeclined,
    RequirementProfileRecorded,
    RequirementProfileDeclined,
    ConsentFormReviewed,
    ImplementationPlanEstablished,
    ClientInformedAboutService,
    ChecklistCompleted,
    AssigneeSearchStarted,
    OwnProposalReceived,
    NoSuitableAssigneeFound,
    RecruitmentStarted,
    AssignmentOffered,
    AssignmentAccepted,
    AssignmentDeclined,
    MatchMeetingBooked,
    MatchMeetingHeld,
    BriefingHeld,
    MatchRegistered,
    ServiceStarted,
    ServiceInterrupted,
    ServiceResumed,
    AssigneeContacted,
    RenewalOutcomeRecorded,
    RenewalExecuted,
    RelationshipEnded,
)
"""The steps of the work process that the administrator takes; a unit manager may stand in."""

SPEAKS_FOR_CLIENT = ("client", "guardian", "god_man", "trustee")
"""Whom to contact to reach the client (D-30)."""

_CONTACTED = act(ClientContacted)


@judged("PRE(varje händelse i ärendet)")
def order_first(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-01: nothing is done in a case before its order has come."""
    order = file.whole.first(OrderReceived)
    early = next((r for r in file.facts if _needs_an_order(r.fact)), None)
    came_first = early is not None and (order is None or file.comes_before(early, order))
    yield Duty(
        done=done_by(order),
        missing=("OrderReceived",),
        broken=broke(early, WITHOUT_IT) if early is not None and came_first else None,
    )


def _needs_an_order(fact: Fact) -> bool:
    return isinstance(fact, (FactOfCase, FactOfRelationship)) and not isinstance(
        fact, WITHOUT_ORDER
    )


@judged("FIELD av KLA-01")
def contact_details(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-01b: some way of reaching the client came with the order, or later."""
    yield Duty(
        done=done_by(_CAN_BE_REACHED.first(file.whole)),
        missing=("contact_routes",),
    )


def _tells_a_way(told: Any) -> bool:
    if isinstance(told, OrderReceived):
        return bool(told.contact_routes) or told.protected
    return told.role in SPEAKS_FOR_CLIENT and bool(told.routes)


_CAN_BE_REACHED = act(OrderReceived, ContactRegistered, that=_tells_a_way)


@judged("RX(OrderReceived), första försök inom parametern")
def client_contacted(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-02a: the client is contacted; a first try is to be made within a local time (D-74).

    G1 of the scenarios shows that the local time asks for the first try, not for the contact:
    after a try in time the duty stands open until the client is reached.
    """
    order, contact = file.whole.first(OrderReceived), _CONTACTED.first(file.whole)
    first_try = day_of(file.whole.first(ContactAttempted, ClientContacted))
    dues: tuple[Due, ...] = ()
    if order is not None:
        ordered = order.fact.occurred_on
        last = ordered + timedelta(days=file.value("first_contact_days", ordered))
        dues = (Due(last, known=ordered),)
        if first_try is not None and first_try <= last:
            dues += (Due(None, known=max(first_try, ordered)),)
    yield Duty(
        triggered=day_of(order),
        dues=dues,
        done=done_by(contact),
        missing=_CONTACTED.names,
        reactive=True,
        curable=True,
        parameters=("first_contact_days",),
    )


@judged("RX(OrderReceived): alla sätt, tills kontakt finns")
def every_way_tried(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-02b: telephone, letter, e-mail if there is an address, and some other way (D-03)."""
    contact = _CONTACTED.first(file.whole)
    case, done = Case(), None
    lacking: list[tuple[date, tuple[str, ...]]] = []
    tried: list[Recorded] = []
    for known in file.whole.of(OrderReceived, ContactRegistered, ContactRemoved, ContactAttempted):
        if not is_case_fact(known.fact):
            continue
        case = case.after(known.fact)
        lacking.append((known.fact.occurred_on, case.ways_left))
        if isinstance(known.fact, ContactAttempted):
            tried.append(known)
            if not case.ways_left and done is None:
                done = Done.of(*tried)
    yield Duty(
        triggered=day_of(file.whole.first(OrderReceived)),
        done=done,
        missing=Case().ways_left,
        lacking=tuple(lacking),
        excuses=(
            (Excuse(contact.fact.occurred_on, CONTACT_MADE, evidence=(contact,), undoes=True),)
            if contact
            else ()
        ),
        broken=broken_by("KLA-02b", file.whole, act(ContactExhausted)),
        reactive=True,
        lasting=True,  # an address may come to be known when all else has been tried
    )


KLA_CONTACT: dict[str, Check] = {
    "KLA-00": role(act(*PROCESS), allowed=("administrator", "unit_manager", "importer")),
    "KLA-01": order_first,
    "KLA-01b": contact_details,
    "KLA-02a": client_contacted,
    "KLA-02b": every_way_tried,
    "KLA-03a": reactive(
        act(ClientContacted, that=lambda contact: contact.informed_of_order, field="KLA-03a"),
        to=_CONTACTED,
    ),
    "KLA-03b": reactive(
        act(
            ClientContacted,
            ClientMeetingBooked,
            ClientMeetingDeclined,
            that=lambda told: getattr(told, "informed_of_meeting", True),
            field="KLA-03b",
        ),
        to=_CONTACTED,
    ),
}
"""How KLA-00 to KLA-03b are judged."""
