"""What must hold of every recorded fact, told from the routines and decisions, not from the code.

Each fact is judged by what was recorded before it, with the corrections known then. Nothing here
calls a precondition of the domain, or any property of its facts that judges them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from any_order.known import Knowledge, Known, known, latest
from rutin.domain.act import Fact
from rutin.domain.assignee import (
    AssigneeApproved,
    AssigneeRegistered,
    AssigneeRejected,
    InvestigationOpened,
    RegisterExtractShown,
)
from rutin.domain.case import (
    CaseClosed,
    ConsentGranted,
    ConsentWithdrawn,
    ContactAttempted,
    ContactExhausted,
    ContactRegistered,
    JournalNoteRecorded,
    OrderEnded,
    OrderReceived,
    OrderRenewed,
    OwnProposalReceived,
    RecruitmentStarted,
    RenewalExecuted,
    ServiceResumed,
    ServiceStarted,
)
from rutin.domain.correction import FactCorrection
from rutin.domain.history import in_order_of_occurrence
from rutin.domain.recorded import Recorded
from rutin.domain.routine import (
    RoutineVersionAdopted,
    RoutineVersionSuspended,
    RoutineVersionWithdrawn,
)
from rutin.domain.support_relationship import (
    AgreementSigned,
    AssignmentOffered,
    ChangeRequested,
    ClosingMeetingDeclined,
    ClosingMeetingHeld,
    DepartureAnnounced,
    DepartureChanged,
    DepartureWithdrawn,
    ExpenseClaimAttested,
    ExpenseClaimReturned,
    ExpenseClaimSubmitted,
    ExpensePaid,
    HandoverClosed,
    HandoverCompleted,
    MatchMeetingHeld,
    RelationshipEnded,
    RelationshipOpened,
    SupportPersonAppointed,
    ThirdPartyInformed,
)
from rutin.domain.values import Money, Month, stockholm_date

OfMonth = TypeVar(
    "OfMonth", ExpenseClaimSubmitted, ExpenseClaimAttested, ExpenseClaimReturned, ExpensePaid
)


def broken_by(recorded: Recorded, earlier: Sequence[Recorded]) -> Iterator[str]:
    """Tell, a sentence each, what does not hold of a fact recorded after the earlier ones."""
    knowledge = known(earlier)
    kind, _, reference = recorded.stream.partition("/")
    if recorded.fact.occurred_on > stockholm_date(recorded.recorded_at):
        yield "It had not happened on the day it was recorded."
    yield from _after_the_end(recorded.fact, reference, knowledge)
    yield from _done_twice(_counting(recorded.fact), reference, knowledge.without(recorded.fact))
    if kind == "relationship":
        yield from _shared_slots(known([*earlier, recorded]))
    if isinstance(recorded.fact, HandoverClosed):
        yield from _closed_by_another(recorded)
    if recorded.deviation is not None:
        return
    before = knowledge.when(recorded.fact)
    match kind, recorded.fact:
        case _, OrderReceived() | ChangeRequested():
            pass  # the order itself, and a wish that is never refused (KMSP-08)
        case "case", _:
            yield from _without_order(reference, before)
        case "relationship", fact:
            yield from _without_order(_case_of(reference, fact, knowledge), before)
    match recorded.fact:
        case AgreementSigned() as fact:
            (offer,) = knowledge.of(AssignmentOffered, reference)
            yield from _unmet(reference, before)
            yield from _unapproved(offer.fact, before)
            yield from _unchecked_for_a_child(fact, offer.fact, before)
        case ServiceStarted() | ServiceResumed():
            yield from _without_agreement(reference, before)
        case ExpensePaid() as fact:
            yield from _unfounded(fact, reference, before)
        case RenewalExecuted(order_no=order_no):
            if order_no not in {o.fact.order_no for o in before.of(OrderRenewed, reference)}:
                yield "KLA-11a: no order had come that prolongs the intervention."
        case ContactExhausted():
            yield from _untried(reference, before)
        case HandoverCompleted():
            yield from _without_closing_meeting(reference, before)
        case ThirdPartyInformed(party="relative") as fact:
            yield from _without_consent(fact, _case_of(reference, fact, knowledge), before)
        case OrderEnded() as fact:
            yield from _ended_by_another(fact, recorded)
        case CaseClosed() as fact:
            yield from _closed_while_ordered(fact, reference, before)
        case RoutineVersionAdopted() as fact:
            yield from _valid_too_long(fact)
            yield from _beside_an_endless_one(fact, reference, before)


def broken_by_all(recorded: Sequence[Recorded]) -> Iterator[str]:
    """Tell what does not hold of the journal as a whole."""
    if [r.position for r in recorded] != list(range(1, len(recorded) + 1)):
        yield "The positions have gaps."
    for stream in {r.stream for r in recorded}:
        versions = [r.version for r in recorded if r.stream == stream]
        if versions != list(range(1, len(versions) + 1)):
            yield f"The versions of {stream} have gaps."
    knowledge = known(recorded)
    orders: list[Known[Any]] = [*knowledge.of(OrderReceived), *knowledge.of(OrderRenewed)]
    numbers = [order.fact.order_no for order in orders]
    if len(numbers) != len(set(numbers)):
        yield "KLA-01: an order number was used twice."
    commands = [r.command_id for r in recorded]
    if len(commands) != len(set(commands)):
        yield "A command was recorded twice."


def _case_of(relationship: str, fact: Fact, knowledge: Knowledge) -> str:
    openings = [each.fact for each in knowledge.of(RelationshipOpened, relationship)]
    return fact.case if isinstance(fact, RelationshipOpened) else openings[0].case


# ------------------------------------------------------------------ what is done once


def _counting(fact: Fact) -> Fact | None:
    return fact.replacement if isinstance(fact, FactCorrection) else fact


def _done_twice(fact: Fact | None, reference: str, knowledge: Knowledge) -> Iterator[str]:
    match fact:
        case (
            OrderReceived()
            | AssigneeRegistered()
            | AssignmentOffered()
            | AgreementSigned()
            | ServiceStarted()
            | OrderEnded()
            | CaseClosed()
        ):
            again = bool(knowledge.of(type(fact), reference))
        case ExpensePaid(period=month):
            again = month in {each.fact.period for each in knowledge.of(ExpensePaid, reference)}
        case RenewalExecuted(order_no=order_no):
            executed = knowledge.of(RenewalExecuted, reference)
            again = order_no in {each.fact.order_no for each in executed}
        case JournalNoteRecorded(note=note):
            again = note in {
                each.fact.note for each in knowledge.of(JournalNoteRecorded, reference)
            }
        case ConsentGranted(consent=consent):
            again = consent in {
                each.fact.consent for each in knowledge.of(ConsentGranted, reference)
            }
        case ContactRegistered(contact=contact):
            there = knowledge.of(ContactRegistered, reference)
            again = contact in {each.fact.contact for each in there}
        case RoutineVersionAdopted(version=version):
            adopted = knowledge.of(RoutineVersionAdopted, reference)
            again = version in {"v1", *(each.fact.version for each in adopted)}
        case RoutineVersionWithdrawn(version=version) | RoutineVersionSuspended(version=version):
            there_already = knowledge.of(type(fact), reference)
            again = version in {each.fact.version for each in there_already}
        case _:
            again = False
    if again:
        yield "It had been recorded already, and can only be done once."


# ------------------------------------------------------------------ what is over


def _after_the_end(fact: Fact, reference: str, knowledge: Knowledge) -> Iterator[str]:
    match fact:
        case RelationshipOpened(case=case):
            works_on = True
        case AgreementSigned():
            works_on, case = True, _case_of(reference, fact, knowledge)
        case ServiceStarted() | ServiceResumed() | OrderRenewed() | RenewalExecuted():
            works_on, case = True, reference
            ended = [each.fact.occurred_on for each in knowledge.of(OrderEnded, case)]
            if any(day < fact.occurred_on for day in ended):
                yield "The order had ended."
        case _:
            works_on, case = False, reference
    closed = [each.fact.occurred_on for each in knowledge.of(CaseClosed, case)]
    if works_on and any(day < fact.occurred_on for day in closed):
        yield "The case was closed."


# ------------------------------------------------------------------ the order (KLA r.39–42)


def _without_order(case: str, before: Knowledge) -> Iterator[str]:
    if not before.of(OrderReceived, case):
        yield "KLA-01: no order had come."


def _ended_by_another(fact: OrderEnded, recorded: Recorded) -> Iterator[str]:
    """The case officer ends, or another for the case officer with the decision's reference (D-57)."""
    own = recorded.actor.role in ("case_officer", "importer")
    behalf = recorded.actor.on_behalf_of
    for_the_officer = behalf is not None and behalf.role == "case_officer"
    if not own and not (for_the_officer and fact.decision_reference):
        yield "D-57: someone other than the case officer ended the order."


def _closed_while_ordered(fact: CaseClosed, case: str, before: Knowledge) -> Iterator[str]:
    if before.of(OrderEnded, case):
        return
    orders: list[Known[Any]] = [*before.of(OrderReceived, case), *before.of(OrderRenewed, case)]
    ends = [each.fact.period_to for each in orders if each.fact.period_to is not None]
    if not ends or max(ends) >= fact.occurred_on:
        yield "D-57: the case was closed while its order went on."


# ------------------------------------------------------------------ reaching the client (r.42–44)


def _untried(case: str, before: Knowledge) -> Iterator[str]:
    tried = {each.fact.channel for each in before.of(ContactAttempted, case)}
    called_for = {"phone", "letter"}
    if any("email" in order.fact.contact_routes for order in before.of(OrderReceived, case)):
        called_for.add("email")
    if not called_for <= tried or tried <= {"phone", "letter", "email"}:
        yield "KLA-02b: not every way had been tried."


# ------------------------------------------------------------------ the agreement (r.76–111)


def _unmet(relationship: str, before: Knowledge) -> Iterator[str]:
    meetings = before.of(MatchMeetingHeld, relationship)
    if not meetings:
        yield "KLA-08a: no joint meeting had been held."
    elif not any(m.fact.client_ok and m.fact.assignee_ok for m in latest(meetings)):
        yield "KLA-08b: not both had said yes."


def _unapproved(offer: AssignmentOffered, before: Knowledge) -> Iterator[str]:
    """A contact person from an own proposal or recruitment is approved first (D-12, D-51)."""
    orders = before.of(OrderReceived, offer.case)
    if not any(order.fact.intervention == "contact_person" for order in orders):
        return
    if not _came_by_proposal_or_recruitment(offer, before):
        return
    decisions = before.of(AssigneeApproved, offer.assignee)
    rejections = before.of(AssigneeRejected, offer.assignee)
    last = latest([*decisions, *rejections])
    if not any(
        isinstance(each.fact, AssigneeApproved) and "contact_person" in each.fact.interventions
        for each in last
    ):
        yield "KLA-06c/07b: the contact person was not approved."


def _came_by_proposal_or_recruitment(offer: AssignmentOffered, before: Knowledge) -> bool:
    origins = {
        *(each.fact.came_by for each in before.of(AssigneeRegistered, offer.assignee)),
        *(each.fact.reason for each in before.of(InvestigationOpened, offer.assignee)),
    }
    proposed = {each.fact.assignee for each in before.of(OwnProposalReceived, offer.case)}
    recruiting = [each.fact.occurred_on for each in before.of(RecruitmentStarted, offer.case)]
    registered = [each.fact.occurred_on for each in before.of(AssigneeRegistered, offer.assignee)]
    return (
        bool(origins & {"own_proposal", "recruitment"})
        or offer.assignee in proposed
        or any(there >= day for there in registered for day in recruiting)
    )


def _unchecked_for_a_child(
    fact: AgreementSigned, offer: AssignmentOffered, before: Knowledge
) -> Iterator[str]:
    """An extract is shown before work with a child, unless the person was engaged before (D-14)."""
    born = [order.fact.client_born_on for order in before.of(OrderReceived, offer.case)]
    if not any(day is not None and _under_18(day, fact.occurred_on) for day in born):
        return
    if _has_had_an_agreement(offer, before):
        return
    stricter = fact.occurred_on >= date(2026, 3, 1)
    oldest = fact.occurred_on - timedelta(days=184 if stricter else 366)
    shown = {
        register
        for each in before.of(RegisterExtractShown, offer.assignee)
        if each.fact.check == "work_with_children" and each.fact.issued_on >= oldest
        for register in each.fact.registers
    }
    if not shown >= ({"criminal_records", "suspects"} if stricter else {"criminal_records"}):
        yield "LAW-17: the extracts for work with a child had not been shown."


def _under_18(born: date, day: date) -> bool:
    return (day.year - born.year, day.month, day.day) < (18, born.month, born.day)


def _has_had_an_agreement(offer: AssignmentOffered, before: Knowledge) -> bool:
    """Say whether someone has been engaged before, with whomever (2010:479 3 §)."""
    theirs = {
        each.reference
        for each in before.of(AssignmentOffered)
        if each.fact.assignee == offer.assignee
    }
    return any(each.reference in theirs for each in before.of(AgreementSigned))


# ------------------------------------------------------------------ the service (r.111)


def _without_agreement(case: str, before: Knowledge) -> Iterator[str]:
    orders = before.of(OrderReceived, case)
    if any(order.fact.intervention == "housing_support" for order in orders):
        return  # support persons are appointed, they sign no agreement
    ended = {each.reference for each in before.of(RelationshipEnded)}
    going_on = {
        each.reference for each in before.of(AssignmentOffered) if each.fact.case == case
    } - ended
    if not any(each.reference in going_on for each in before.of(AgreementSigned)):
        yield "KLA-09i: no agreement was in force."


# ------------------------------------------------------------------ the support persons (D-42, D-57)


def _shared_slots(knowledge: Knowledge) -> Iterator[str]:
    """On every day the persons 1 and 2 of a client are one each, and not the same (KMSP-12)."""
    registered = {each.reference: each.fact.person for each in knowledge.of(AssigneeRegistered)}
    appointed = knowledge.of(SupportPersonAppointed)
    days = {each.fact.from_date for each in appointed}
    for day in days:
        held = Counter(
            holding
            for relationship in {each.reference for each in appointed}
            if (held_by := held_on(day, relationship, knowledge)) is not None
            for holding in (
                (held_by.case, "person", registered[held_by.assignee]),
                (held_by.case, "slot", held_by.slot),
            )
        )
        for (case, what, which), number in held.items():
            if number > 1:
                yield f"KMSP-12: in {case} on {day} {what} {which} was there {number} times."


def held_on(day: date, relationship: str, knowledge: Knowledge) -> SupportPersonAppointed | None:
    """The appointment that counts on a day; whoever shares a slot does so on some first day."""
    begun = [
        each.fact
        for each in knowledge.of(SupportPersonAppointed, relationship)
        if each.fact.from_date <= day
    ]
    left = _last_day(relationship, knowledge)
    ended = [each.fact.occurred_on for each in knowledge.of(RelationshipEnded, relationship)]
    if not begun or (left is not None and left < day) or any(on < day for on in ended):
        return None
    last = max(each.from_date for each in begun)
    return [each for each in begun if each.from_date == last][-1]


def _last_day(relationship: str, knowledge: Knowledge) -> date | None:
    """The last day of the departure that stands, as the latest act about it tells."""
    told: list[Known[Any]] = [
        *knowledge.of(DepartureAnnounced, relationship),
        *knowledge.of(DepartureChanged, relationship),
        *knowledge.of(DepartureWithdrawn, relationship),
    ]
    if not told:
        return None
    by_occurrence = in_order_of_occurrence([replace(e.recorded, fact=e.fact) for e in told])
    last = by_occurrence[-1].fact
    return None if isinstance(last, DepartureWithdrawn) else getattr(last, "last_day", None)


def _without_closing_meeting(relationship: str, before: Knowledge) -> Iterator[str]:
    held = before.of(ClosingMeetingHeld, relationship)
    declined = before.of(ClosingMeetingDeclined, relationship)
    if not held and not declined:
        yield "BYTE-09: no closing meeting had been held or declined."


def _without_consent(fact: ThirdPartyInformed, case: str, before: Knowledge) -> Iterator[str]:
    taken_back = {each.fact.consent for each in before.of(ConsentWithdrawn, case)}
    for consent in before.of(ConsentGranted, case):
        told = consent.fact
        if (
            told.consent not in taken_back
            and "relative" in told.recipients
            and told.valid_from <= fact.occurred_on
            and (told.valid_to is None or fact.occurred_on <= told.valid_to)
            and (not told.contacts or fact.contact in told.contacts)
        ):
            return
    yield "LAW-08: no consent covered the relative."


def _closed_by_another(recorded: Recorded) -> Iterator[str]:
    if (recorded.actor.on_behalf_of or recorded.actor).role != "unit_manager":
        yield "BYTE-05: someone other than the unit manager closed the handover."


# ------------------------------------------------------------------ the outlays (r.189–206, D-49)


def _unfounded(fact: ExpensePaid, relationship: str, before: Knowledge) -> Iterator[str]:
    claims = _of_month(before.of(ExpenseClaimSubmitted, relationship), fact.period)
    attested = _of_month(before.of(ExpenseClaimAttested, relationship), fact.period)
    returned = _of_month(before.of(ExpenseClaimReturned, relationship), fact.period)
    attested = [each for each in attested if not any(_clearly_later(r, each) for r in returned)]
    faults = [list(_faults(claim, attested)) for claim in latest(claims)]
    if not faults:
        yield "KLA-B3-3: no outlays had been claimed."
    elif [] not in faults:
        yield from faults[-1]


def _faults(
    claim: Known[ExpenseClaimSubmitted], attestations: Sequence[Known[ExpenseClaimAttested]]
) -> Iterator[str]:
    numbers = [row.receipt_no for row in claim.fact.rows]
    if not numbers or set(numbers) != set(range(1, len(numbers) + 1)):
        yield "KLA-B3-4: the receipts are not numbered 1, 2, 3."
    amounts = [row.amount for row in claim.fact.rows if row.amount is not None]
    if len(amounts) < len(claim.fact.rows) or claim.fact.total != Money.total(amounts):
        yield "KLA-B3-5: the total is not the sum."
    attached = [attachment.receipt_no for attachment in claim.fact.attachments]
    if len(attached) != len(numbers) or set(attached) != set(numbers):
        yield "KLA-B3-7: the receipts are not attached, one by one."
    makers = {claim.recorder}
    attested_as_it_stands = [each for each in attestations if not _clearly_later(claim, each)]
    if correction := claim.corrected_by:
        makers.add(correction.actor.acting_for.id)
        attested_as_it_stands = [
            each for each in attested_as_it_stands if each.recorded.position > correction.position
        ]
    if all(each.recorder in makers for each in attested_as_it_stands):
        yield "D-49: no one but its makers has attested the claim as it stands."


def _of_month(facts: Sequence[Known[OfMonth]], month: Month) -> list[Known[OfMonth]]:
    return [each for each in facts if each.fact.period == month]


def _clearly_later(one: Known[Any], other: Known[Any]) -> bool:
    """Say whether one came after another; with times told, the order within a day is left open."""
    if one.fact.occurred_on != other.fact.occurred_on:
        return bool(one.fact.occurred_on > other.fact.occurred_on)
    is_timed = one.fact.occurred_at is not None or other.fact.occurred_at is not None
    return not is_timed and one.recorded.position > other.recorded.position


# ------------------------------------------------------------------ the head of a routine (r.16–17)

ENDLESS = {"KLA", "MAN"}
"""The routines that are valid until further notice, as they came."""


def _valid_too_long(fact: RoutineVersionAdopted) -> Iterator[str]:
    decided = fact.decided_on or fact.occurred_on
    limit = (decided.year + 5, decided.month, decided.day)
    if fact.valid_to and (fact.valid_to.year, fact.valid_to.month, fact.valid_to.day) > limit:
        yield "DOC-03: it was to be valid for more than five years."


def _beside_an_endless_one(
    fact: RoutineVersionAdopted, routine: str, before: Knowledge
) -> Iterator[str]:
    """The first version after one until further notice must name it, unless that was withdrawn."""
    others = [
        *before.of(RoutineVersionAdopted, routine),
        *before.of(RoutineVersionWithdrawn, routine),
    ]
    if routine in ENDLESS and not others and "v1" not in fact.replaces:
        yield "DOC-05: two versions were to be valid at once."
