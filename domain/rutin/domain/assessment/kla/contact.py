"""KLA steps 1–3: the order comes, the client is reached (r.31–47)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

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
    ImplementationPlanEstablished,
    NoSuitableAssigneeFound,
    OrderReceived,
    OwnProposalReceived,
    RecruitmentStarted,
    RequirementProfileRecorded,
    ServiceStarted,
)
from rutin.domain.case.stream import FactOfCase
from rutin.domain.recorded import Recorded
from rutin.domain.routines.preconditions import WITHOUT_ORDER
from rutin.domain.support_relationship import (
    AssigneeContacted,
    AssignmentOffered,
    BriefingHeld,
    MatchMeetingBooked,
    MatchMeetingHeld,
    MatchRegistered,
)
from rutin.domain.support_relationship.stream import FactOfRelationship

CONTACT_MADE = Reason("contact_made", "kontakt finns", "contact has been made")

PROCESS: tuple[type[Fact], ...] = (
    ContactAttempted,
    ClientContacted,
    ContactExhausted,
    ClientMeetingBooked,
    ClientMeetingHeld,
    RequirementProfileRecorded,
    ConsentFormReviewed,
    ImplementationPlanEstablished,
    ClientInformedAboutService,
    ChecklistCompleted,
    AssigneeSearchStarted,
    OwnProposalReceived,
    NoSuitableAssigneeFound,
    RecruitmentStarted,
    AssignmentOffered,
    MatchMeetingBooked,
    MatchMeetingHeld,
    BriefingHeld,
    MatchRegistered,
    AssigneeContacted,
    ServiceStarted,
)
"""The steps of the work process that the administrator takes; a unit manager may stand in."""

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
    order = file.whole.first(OrderReceived)
    told = act(OrderReceived, that=lambda o: o.contact_routes or o.protected).first(file.whole)
    later = act(ContactRegistered, that=lambda c: c.role == "client" and c.routes)
    yield Duty(
        triggered=day_of(order),
        done=done_by(told or later.first(file.whole)),
        missing=("contact_routes",),
    )


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
        received = order.fact.occurred_on
        last = received + timedelta(days=file.value("first_contact_days", received))
        dues = (Due(last, received),)
        if first_try and first_try <= last:
            dues += (Due(None, first_try),)
    yield Duty(
        triggered=day_of(order),
        dues=dues,
        done=done_by(contact),
        missing=_CONTACTED.names,
        reactive=True,
        parameters=("first_contact_days",),
    )


@judged("RX(OrderReceived): alla sätt, tills kontakt finns")
def every_way_tried(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-02b: telephone, letter, e-mail if there is an address, and some other way (D-03)."""
    contact = _CONTACTED.first(file.whole)
    wanting = _ways_wanting(file)
    done: Done | None = None
    lacking: list[tuple[date, tuple[str, ...]]] = []
    tried: list[Recorded] = []
    for attempt in file.whole.of(ContactAttempted):
        tried.append(attempt)
        left = wanting(attempt.fact.occurred_on, tried)
        lacking.append((attempt.fact.occurred_on, left))
        if not left and done is None:
            done = Done.of(*tried)
    gave_up = act(ContactExhausted)
    yield Duty(
        triggered=day_of(file.whole.first(OrderReceived)),
        done=done,
        missing=wanting(file.begins, []),
        lacking=tuple(lacking),
        excuses=(
            (Excuse(contact.fact.occurred_on, CONTACT_MADE, evidence=(contact,), undoes=True),)
            if contact
            else ()
        ),
        broken=broken_by("KLA-02b", file.whole, gave_up),
        reactive=True,
    )


def _ways_wanting(file: CaseFile) -> Callable[[date, Sequence[Recorded]], tuple[str, ...]]:
    """Give what tells the ways that are left on a day, after some attempts."""
    order = file.order
    addresses = [
        day_of(known)
        for known in act(ContactRegistered, that=lambda c: c.role == "client").all(file.whole)
        if "email" in getattr(known.fact, "routes", ())
    ]
    in_order = order is not None and "email" in order.contact_routes

    def wanting(day: date, tried: Sequence[Recorded]) -> tuple[str, ...]:
        ways = {getattr(attempt.fact, "channel", "") for attempt in tried}
        has_email = in_order or any(known is not None and known <= day for known in addresses)
        needed = ("phone", "letter", "email") if has_email else ("phone", "letter")
        left = tuple(way for way in needed if way not in ways)
        return left if ways - {"phone", "letter", "email"} else (*left, "other_way")

    return wanting


KLA_CONTACT: dict[str, Check] = {
    "KLA-00": role(act(*PROCESS), allowed=("administrator", "unit_manager", "importer")),
    "KLA-01": order_first,
    "KLA-01b": contact_details,
    "KLA-02a": client_contacted,
    "KLA-02b": every_way_tried,
    "KLA-03a": reactive(
        act(ClientContacted, that=lambda contact: contact.informed_of_order), to=_CONTACTED
    ),
    "KLA-03b": reactive(
        act(
            ClientContacted,
            ClientMeetingBooked,
            ClientMeetingDeclined,
            that=lambda told: getattr(told, "informed_of_meeting", True),
        ),
        to=_CONTACTED,
    ),
}
"""How KLA-00 to KLA-03b are judged."""
