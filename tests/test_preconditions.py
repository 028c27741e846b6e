"""What must have happened before an act: held, lacking, and lacking but recorded with a reason.

`then_refused` names every provision, in catalogue order, and sees that the same command is
recorded when a deviation reason is given.
"""

from datetime import date, time

import pytest

from examples import (
    ADAM,
    AGREED,
    APR_2,
    APR_7,
    APRIL,
    EVA,
    FEB_3,
    FEB_12,
    FEB_16,
    FEB_20,
    HUGO,
    IMPORTER,
    JAN_8,
    JAN_12,
    JAN_19,
    MAR_2,
    MAR_20,
    MAR_31,
    MARCH,
    MATCHED,
    MAY_4,
    OFFERED,
    RUNNING,
    agreement_signed,
    assignee_approved,
    assignee_registered,
    assignment_offered,
    both_satisfied,
    claim_attested,
    claim_submitted,
    companion_ordered,
    extract_shown,
    on_behalf_of,
    order_ended,
    order_for_a_child,
    order_received,
    order_renewed,
    own_proposal_received,
    relationship_ended,
    service_interrupted,
    service_resumed,
    service_started,
)
from rutin.domain.act import Fact
from rutin.domain.actor import Actor
from rutin.domain.assignee import AssigneeRejected, InvestigationOpened
from rutin.domain.case import (
    CaseClosed,
    ContactAttempted,
    ContactExhausted,
    ContactRegistered,
    OrderReceived,
    RecruitmentStarted,
    RenewalExecuted,
)
from rutin.domain.facts import FACT_TYPES
from rutin.domain.routines.catalogue import catalogue_order
from rutin.domain.routines.preconditions import PRECONDITIONS, Precondition, preconditions_of
from rutin.domain.support_relationship import (
    Attachment,
    ClaimRow,
    ExpenseClaimReturned,
    ExpensePaid,
    FactCorrected,
    MatchMeetingHeld,
)
from rutin.domain.values import Money
from spec import Told, event_id, given, to_record, told

attempted = ContactAttempted(occurred_on=JAN_19, channel="phone", outcome="no_answer")
recruitment_started = RecruitmentStarted(occurred_on=JAN_19)
rejected = AssigneeRejected(occurred_on=FEB_3, reason="Inte lämplig för uppdraget")


# ---------------------------------------------------------------- KLA-01: an order first


def test_every_fact_of_a_case_or_relationship_needs_an_order_before_it() -> None:
    unguarded = {
        fact_type
        for fact_type in FACT_TYPES.values()
        if "KLA-01" not in {p.provision for p in preconditions_of(fact_type)}
    }
    elsewhere = {f for f in FACT_TYPES.values() if f.stream_kind in ("assignee", "routine")}
    wishes = {FACT_TYPES["relationship.change_requested.v1"]}
    assert unguarded == {OrderReceived} | elsewhere | wishes


def test_nothing_is_done_in_a_case_without_an_order() -> None:
    given().when(to_record(attempted)).then_refused("KLA-01")


@pytest.mark.parametrize(("day", "lacking"), [(JAN_8, ("KLA-01",)), (JAN_12, ()), (JAN_19, ())])
def test_an_order_that_came_later_does_not_count(day: date, lacking: tuple[str, ...]) -> None:
    when = given(order_received).when(to_record(attempted.but(occurred_on=day)))
    if lacking:
        when.then_refused(*lacking)
    else:
        when.then(attempted.but(occurred_on=day))


def test_nothing_is_offered_without_an_order() -> None:
    given(assignee_registered).when(to_record(assignment_offered)).then_refused("KLA-01")


def test_an_offer_for_an_unknown_case_names_that_case() -> None:
    given(assignee_registered).when(to_record(assignment_offered.but(case="K9"))).then_refused(
        "KLA-01", saying="Ärende K9 har ingen beställning"
    )


def test_a_relationship_offered_before_its_order_lacks_it_until_it_comes() -> None:
    early = assignment_offered.but(occurred_on=JAN_8)
    given(order_received, assignee_registered, early).when(
        to_record(both_satisfied.but(occurred_on=JAN_8))
    ).then_refused("KLA-01")
    given(order_received, assignee_registered, early).when(to_record(both_satisfied)).then(
        both_satisfied
    )


def test_an_act_dated_before_the_offer_is_measured_against_the_order_of_its_case() -> None:
    meeting = both_satisfied.but(occurred_on=JAN_19)
    given(*OFFERED).when(to_record(meeting)).then(meeting)


def test_a_case_and_a_relationship_of_the_same_name_are_not_mixed_up() -> None:
    given(
        told(order_received, of="K2"), assignee_registered, told(assignment_offered, of="K2")
    ).when(to_record(attempted, of="K2")).then(attempted)


def test_an_assignee_is_registered_without_an_order() -> None:
    given().when(to_record(assignee_registered)).then(assignee_registered)


# ---------------------------------------------------------------- the same day


@pytest.mark.parametrize(
    ("order_at", "attempt_at", "comes_before"),
    [
        (None, None, True),
        (time(9), None, True),
        (None, time(8), True),
        (time(9), time(10), True),
        (time(9), time(9), True),
        (time(9), time(8, 59), False),
    ],
)
def test_within_a_day_time_decides_where_both_have_one_else_what_was_recorded_first(
    order_at: time | None, attempt_at: time | None, comes_before: bool
) -> None:
    attempt = attempted.but(occurred_on=JAN_12, occurred_at=attempt_at)
    when = given(order_received.but(occurred_at=order_at)).when(to_record(attempt))
    if comes_before:
        when.then(attempt)
    else:
        when.then_refused("KLA-01")


def test_an_agreement_on_the_day_of_the_meeting_comes_after_it_as_recorded() -> None:
    same_day = agreement_signed.but(occurred_on=FEB_12)
    given(*MATCHED).when(to_record(same_day)).then(same_day)
    given(*OFFERED, both_satisfied.but(occurred_at=time(14))).when(
        to_record(same_day.but(occurred_at=time(13)))
    ).then_refused("KLA-08a", "KLA-08b")


# ---------------------------------------------------------------- KLA-02b: every way tried


def tried(*channels: str) -> tuple[Fact, ...]:
    return tuple(
        attempted.but(channel=channel, outcome="returned" if channel == "letter" else "no_answer")
        for channel in channels
    )


EXHAUSTED = to_record(ContactExhausted(occurred_on=FEB_3))
BY_EMAIL = ContactRegistered(occurred_on=JAN_19, contact="k", role="client", routes=("email",))


@pytest.mark.parametrize(
    "other", ["sms", "visit", "via_representative", "via_case_officer", "other"]
)
def test_contact_is_exhausted_when_phone_letter_and_another_way_were_tried(other: str) -> None:
    given(order_received, *tried("phone", "letter", other)).when(EXHAUSTED).then(
        ContactExhausted(occurred_on=FEB_3)
    )


@pytest.mark.parametrize(
    ("channels", "left"),
    [
        ((), "Pröva också: telefon, brev, något annat sätt."),
        (("phone",), "Pröva också: brev, något annat sätt."),
        (("phone", "letter"), "Pröva också: något annat sätt."),
        (("letter", "sms"), "Pröva också: telefon."),
        (("phone", "visit"), "Pröva också: brev."),
        (("phone", "letter", "email"), "Pröva också: något annat sätt."),
    ],
)
def test_contact_is_not_exhausted_while_a_way_is_left(channels: tuple[str, ...], left: str) -> None:
    given(order_received, *tried(*channels)).when(EXHAUSTED).then_refused("KLA-02b", saying=left)


@pytest.mark.parametrize(
    "facts",
    [
        (order_received.but(contact_routes=("phone", "email")),),
        (order_received, BY_EMAIL),
    ],
    ids=["in the order", "known later"],
)
def test_email_is_tried_where_there_is_an_address(facts: tuple[Fact, ...]) -> None:
    three = tried("phone", "letter", "visit")
    given(*facts, *three).when(EXHAUSTED).then_refused("KLA-02b", saying="Pröva också: e-post.")
    given(*facts, *three, *tried("email")).when(EXHAUSTED).then(ContactExhausted(occurred_on=FEB_3))


@pytest.mark.parametrize(
    "contact",
    [
        BY_EMAIL.but(role="god_man"),
        BY_EMAIL.but(routes=("phone",)),
        BY_EMAIL.but(occurred_on=FEB_12),
    ],
    ids=["someone else's", "no e-mail", "known after"],
)
def test_email_is_not_asked_for_without_an_address_of_the_client(contact: Fact) -> None:
    given(order_received, contact, *tried("phone", "letter", "visit")).when(EXHAUSTED).then(
        ContactExhausted(occurred_on=FEB_3)
    )


def test_an_attempt_after_the_day_does_not_count() -> None:
    late = attempted.but(channel="visit", occurred_on=FEB_12)
    given(order_received, *tried("phone", "letter"), late).when(EXHAUSTED).then_refused("KLA-02b")


# ---------------------------------------------------------------- AgreementSigned: 08a, 08b


SIGN = to_record(agreement_signed)


def test_an_agreement_is_signed_with_the_assignee_both_parties_accepted() -> None:
    given(*MATCHED).when(SIGN).then(agreement_signed)


def test_an_agreement_needs_a_joint_meeting() -> None:
    given(*OFFERED).when(SIGN).then_refused("KLA-08a", "KLA-08b")


@pytest.mark.parametrize(
    ("client_ok", "assignee_ok"),
    [(True, False), (False, True), (False, False), (True, None), (None, True), (None, None)],
)
def test_silence_is_not_yes_and_no_is_no(client_ok: bool | None, assignee_ok: bool | None) -> None:
    meeting = MatchMeetingHeld(occurred_on=FEB_12, client_ok=client_ok, assignee_ok=assignee_ok)
    given(*OFFERED, meeting).when(SIGN).then_refused("KLA-08b")


def test_the_latest_meeting_decides() -> None:
    no = both_satisfied.but(client_ok=False)
    later = both_satisfied.but(occurred_on=FEB_16)
    given(*MATCHED, no.but(occurred_on=FEB_16)).when(SIGN).then_refused("KLA-08b")
    given(*OFFERED, no, later).when(SIGN).then(agreement_signed)


def test_a_joint_meeting_after_the_agreement_does_not_count() -> None:
    late = both_satisfied.but(occurred_on=FEB_20)
    given(*OFFERED, late).when(SIGN).then_refused("KLA-08a", "KLA-08b")


def test_a_meeting_with_another_assignee_does_not_count() -> None:
    other = told(assignee_registered, of="A2")
    offered = told(assignment_offered.but(assignee="A2"), of="K1-2")
    given(*OFFERED, other, offered, told(both_satisfied, of="K1-2")).when(SIGN).then_refused(
        "KLA-08a", "KLA-08b"
    )


# ---------------------------------------------------------------- AgreementSigned: 06c, 07b


@pytest.mark.parametrize(
    "facts",
    [
        (*MATCHED, own_proposal_received),
        (order_received, assignee_registered.but(came_by="own_proposal"), *MATCHED[2:]),
        (*MATCHED, InvestigationOpened(occurred_on=JAN_19, reason="own_proposal")),
        (*MATCHED, own_proposal_received, rejected),
        (*MATCHED, own_proposal_received, assignee_approved, rejected),
        (*MATCHED, own_proposal_received, assignee_approved.but(interventions=("companion",))),
        (*MATCHED, own_proposal_received, assignee_approved.but(occurred_on=FEB_20)),
    ],
    ids=[
        "proposed in the case",
        "registered as proposed",
        "investigated as proposed",
        "rejected",
        "approved then rejected",
        "approved for another intervention",
        "approved after",
    ],
)
def test_a_contact_person_of_the_clients_own_is_approved_first(facts: tuple[Fact, ...]) -> None:
    given(*facts).when(SIGN).then_refused("KLA-06c")


@pytest.mark.parametrize(
    "facts",
    [
        (*MATCHED, own_proposal_received, assignee_approved),
        (*MATCHED, own_proposal_received, rejected, assignee_approved),
        (*MATCHED, own_proposal_received.but(assignee="A2")),
        (*MATCHED, own_proposal_received.but(occurred_on=FEB_20)),
        MATCHED,
    ],
    ids=[
        "approved",
        "approved in the end",
        "another was proposed",
        "proposed after",
        "known before",
    ],
)
def test_an_agreement_with_an_approved_contact_person_is_signed(facts: tuple[Fact, ...]) -> None:
    given(*facts).when(SIGN).then(agreement_signed)


REGISTERED_LATER = assignee_registered.but(occurred_on=FEB_3)


@pytest.mark.parametrize(
    "facts",
    [
        (order_received, assignee_registered.but(came_by="recruitment"), *MATCHED[2:]),
        (*MATCHED, InvestigationOpened(occurred_on=JAN_19, reason="recruitment")),
        (order_received, recruitment_started, REGISTERED_LATER, *MATCHED[2:]),
        (order_received, recruitment_started, REGISTERED_LATER, *MATCHED[2:], rejected),
        (
            order_received,
            recruitment_started.but(occurred_on=FEB_3),
            REGISTERED_LATER,
            *MATCHED[2:],
        ),
    ],
    ids=[
        "registered as recruited",
        "investigated as recruited",
        "came during it",
        "rejected",
        "came the day it began",
    ],
)
def test_a_recruited_contact_person_is_approved_first(facts: tuple[Fact, ...]) -> None:
    given(*facts).when(SIGN).then_refused("KLA-07b")
    given(*facts, assignee_approved.but(occurred_on=FEB_12)).when(SIGN).then(agreement_signed)


@pytest.mark.parametrize(
    "facts",
    [
        (*MATCHED, recruitment_started),
        (order_received, REGISTERED_LATER, *MATCHED[2:]),
        (
            order_received,
            REGISTERED_LATER,
            *MATCHED[2:],
            recruitment_started.but(occurred_on=FEB_20),
        ),
    ],
    ids=["known before the recruitment", "no recruitment", "recruitment after"],
)
def test_a_contact_person_who_came_otherwise_needs_no_approval(facts: tuple[Fact, ...]) -> None:
    given(*facts).when(SIGN).then(agreement_signed)


def test_who_was_proposed_while_recruitment_went_on_is_asked_for_once() -> None:
    given(
        order_received, recruitment_started, REGISTERED_LATER, own_proposal_received, *MATCHED[2:]
    ).when(SIGN).then_refused("KLA-06c")
    given(
        order_received,
        recruitment_started,
        REGISTERED_LATER.but(came_by="own_proposal"),
        *MATCHED[2:],
    ).when(SIGN).then_refused("KLA-06c")


@pytest.mark.parametrize("came_by", ["own_proposal", "recruitment"])
@pytest.mark.parametrize("intervention", ["companion", "relief"])
def test_companions_and_relief_workers_need_no_approval(came_by: str, intervention: str) -> None:
    given(
        order_received.but(intervention=intervention),
        recruitment_started,
        assignee_registered.but(came_by=came_by),
        *MATCHED[2:],
    ).when(SIGN).then(agreement_signed)


# ---------------------------------------------------------------- AgreementSigned: all at once


def test_a_refusal_names_every_provision_in_catalogue_order() -> None:
    given(order_for_a_child, assignee_registered, own_proposal_received, assignment_offered).when(
        SIGN
    ).then_refused("KLA-06c", "KLA-08a", "KLA-08b", "LAW-17")


def test_a_refusal_names_the_missing_order_first() -> None:
    given(assignee_registered, told(assignment_offered)).when(SIGN).then_refused(
        "KLA-01", "KLA-08a", "KLA-08b"
    )


@pytest.mark.parametrize("fact_type", PRECONDITIONS, ids=lambda each: each.__name__)
def test_every_provision_that_refuses_stands_in_the_catalogue(fact_type: type[Fact]) -> None:
    def with_required(precondition: Precondition) -> list[str]:
        required = [name for each in precondition.requires for name in with_required(each)]
        return [*required, precondition.provision]

    named = [name for each in preconditions_of(fact_type) for name in with_required(each)]
    assert all(name == "D-57" or catalogue_order(name) >= 0 for name in named)


# ---------------------------------------------------------------- ServiceStarted, ServiceResumed


START = to_record(service_started)


def test_a_service_starts_with_an_agreement() -> None:
    given(*AGREED).when(START).then(service_started)


@pytest.mark.parametrize(
    ("facts", "provisions"),
    [
        ((order_received,), ("KLA-08b", "KLA-09i")),
        (OFFERED, ("KLA-08b", "KLA-09i")),
        (MATCHED, ("KLA-09i",)),
        ((*MATCHED, agreement_signed.but(occurred_on=MAR_2)), ("KLA-09i",)),
        ((*OFFERED, both_satisfied.but(assignee_ok=None)), ("KLA-08b", "KLA-09i")),
        ((*AGREED, relationship_ended.but(occurred_on=FEB_16)), ("KLA-08b", "KLA-09i")),
        (
            (order_received, assignee_registered, own_proposal_received),
            ("KLA-06c", "KLA-08b", "KLA-09i"),
        ),
        ((*MATCHED, own_proposal_received), ("KLA-06c", "KLA-09i")),
        (
            (
                order_received,
                recruitment_started,
                assignee_registered.but(came_by="recruitment"),
                *MATCHED[2:],
            ),
            ("KLA-07b", "KLA-09i"),
        ),
        ((order_for_a_child, *MATCHED[1:]), ("KLA-09i", "LAW-17")),
        ((order_for_a_child,), ("KLA-08b", "KLA-09i")),
        (
            (order_for_a_child, assignee_registered, own_proposal_received, assignment_offered),
            ("KLA-06c", "KLA-08b", "KLA-09i", "LAW-17"),
        ),
        ((), ("KLA-01", "KLA-08b", "KLA-09i")),
    ],
    ids=[
        "order only",
        "offered",
        "met",
        "signed later",
        "one has not said yes",
        "ended before",
        "proposed",
        "proposed and met",
        "recruited and met",
        "a child",
        "a child and nobody to check",
        "a child and a proposal",
        "no order",
    ],
)
def test_a_service_does_not_start_without_an_agreement_and_what_it_rests_on(
    facts: tuple[Fact, ...], provisions: tuple[str, ...]
) -> None:
    given(*facts).when(START).then_refused(*provisions)


def test_what_an_agreement_rests_on_is_not_asked_for_again_once_it_is_signed() -> None:
    given(*OFFERED, agreement_signed).when(START).then(service_started)


def test_of_several_assignees_the_one_that_has_come_furthest_is_looked_at() -> None:
    second = (
        told(assignee_registered, of="A2"),
        told(assignment_offered.but(assignee="A2"), of="K1-2"),
    )
    given(*MATCHED, *second).when(START).then_refused("KLA-09i")
    given(*OFFERED, *second, told(both_satisfied, of="K1-2")).when(START).then_refused("KLA-09i")
    given(*AGREED, *second).when(START).then(service_started)
    doubtful = both_satisfied.but(client_ok=False)
    given(*OFFERED, doubtful, *second, told(both_satisfied, of="K1-2")).when(START).then_refused(
        "KLA-09i"
    )


def test_an_agreement_in_another_case_does_not_count() -> None:
    other_case = told(order_received.but(order_no="B7", client="P2"), of="K2")
    offered = told(assignment_offered.but(case="K2"), of="K2-1")
    given(
        order_received,
        assignee_registered,
        other_case,
        offered,
        told(both_satisfied, of="K2-1"),
        told(agreement_signed, of="K2-1"),
    ).when(START).then_refused("KLA-08b", "KLA-09i")


def test_housing_support_starts_without_an_agreement() -> None:
    given(order_received.but(intervention="housing_support")).when(START).then(service_started)


def test_a_service_is_resumed_with_the_agreement_that_goes_on() -> None:
    given(*RUNNING, service_interrupted).when(to_record(service_resumed)).then(service_resumed)


def test_a_service_is_resumed_with_a_new_agreement_when_the_assignee_has_left() -> None:
    left = (*RUNNING, service_interrupted, relationship_ended.but(occurred_on=MAR_2))
    successor: tuple[Told, ...] = (
        told(assignee_registered, of="A2"),
        told(assignment_offered.but(assignee="A2", occurred_on=MAR_20), of="K1-2"),
    )
    met = told(both_satisfied.but(occurred_on=MAR_20), of="K1-2")
    signed = told(agreement_signed.but(occurred_on=MAR_20), of="K1-2")
    resume = to_record(service_resumed)
    given(*left).when(resume).then_refused("KLA-08b", "KLA-09i")
    given(*left, *successor).when(resume).then_refused("KLA-08b", "KLA-09i")
    given(*left, *successor, met).when(resume).then_refused("KLA-09i")
    given(*left, *successor, met, signed).when(resume).then(service_resumed)


# ---------------------------------------------------------------- RenewalExecuted


EXECUTED = RenewalExecuted(occurred_on=MAR_31, order_no="B2")


@pytest.mark.parametrize(
    "facts",
    [
        (order_received,),
        (order_received, order_renewed.but(order_no="B3")),
        (order_received, order_renewed.but(occurred_on=APR_2)),
        (order_received.but(order_no="B2"),),
    ],
    ids=["none came", "another came", "it came later", "the first order is no renewal"],
)
def test_only_a_renewed_order_that_has_come_is_executed(facts: tuple[Fact, ...]) -> None:
    given(*facts).when(to_record(EXECUTED)).then_refused("KLA-11a")
    given(order_received, order_renewed).when(to_record(EXECUTED)).then(EXECUTED)


# ---------------------------------------------------------------- ExpensePaid


PAID = ExpensePaid(occurred_on=MAY_4, period=MARCH, amount=Money(412))
CLAIM_RETURNED = ExpenseClaimReturned(
    occurred_on=claim_attested.occurred_on,
    period=claim_submitted.period,
    reason="Kvitto 2 är oläsligt.",
)
ATTESTED_BY_EVA = told(claim_attested, by=EVA)
one, two = claim_submitted.rows


def test_a_complete_claim_that_another_attested_is_paid() -> None:
    given(*RUNNING, claim_submitted, ATTESTED_BY_EVA).when(to_record(PAID)).then(PAID)


@pytest.mark.parametrize(
    ("claim", "provisions"),
    [
        (claim_submitted.but(rows=(one, two.but(receipt_no=3))), ("KLA-B3-4", "KLA-B3-7")),
        (claim_submitted.but(rows=(one, two.but(receipt_no=1))), ("KLA-B3-4", "KLA-B3-7")),
        (claim_submitted.but(rows=(one, two.but(receipt_no=None))), ("KLA-B3-4", "KLA-B3-7")),
        (
            claim_submitted.but(
                rows=(one, two.but(receipt_no=3)),
                attachments=(Attachment(receipt_no=1), Attachment(receipt_no=3)),
            ),
            ("KLA-B3-4",),
        ),
        (claim_submitted.but(rows=(one, two.but(amount=Money("291.49")))), ("KLA-B3-5",)),
        (claim_submitted.but(total=None), ("KLA-B3-5",)),
        (claim_submitted.but(attachments=()), ("KLA-B3-7",)),
        (claim_submitted.but(attachments=claim_submitted.attachments[:1]), ("KLA-B3-7",)),
        (
            claim_submitted.but(rows=(), attachments=()),
            ("KLA-B3-4", "KLA-B3-5"),
        ),
        (
            claim_submitted.but(
                rows=(ClaimRow(on=MAR_2, receipt_no=2, amount=Money(1)),), attachments=()
            ),
            ("KLA-B3-4", "KLA-B3-5", "KLA-B3-7"),
        ),
        (claim_submitted.but(signed=False, payee=None, client=None), ()),
    ],
    ids=[
        "a gap",
        "a number twice",
        "a number missing",
        "a gap, attached alike",
        "an öre wrong",
        "no total",
        "nothing attached",
        "one not attached",
        "no rows",
        "everything wrong",
        "unsigned, which is a finding only",
    ],
)
def test_what_is_paid_is_a_complete_claim(claim: Fact, provisions: tuple[str, ...]) -> None:
    when = given(*RUNNING, claim, ATTESTED_BY_EVA).when(to_record(PAID))
    if provisions:
        when.then_refused(*provisions)
    else:
        when.then(PAID)


def test_receipts_may_be_listed_in_any_order() -> None:
    given(
        *RUNNING,
        claim_submitted.but(
            rows=(two, one), attachments=(Attachment(receipt_no=2), Attachment(receipt_no=1))
        ),
        ATTESTED_BY_EVA,
    ).when(to_record(PAID)).then(PAID)


ANNA_BY_ADAM = on_behalf_of(Actor(id="anna", role="assignee", unit="syd"), ADAM)
EVA_BY_IMPORT = on_behalf_of(EVA, IMPORTER)


@pytest.mark.parametrize(
    ("claimed_by", "attested_by"),
    [(ADAM, EVA), (ANNA_BY_ADAM, ADAM), (ADAM, EVA_BY_IMPORT)],
    ids=["another", "who typed it for the maker", "another, by import"],
)
def test_a_claim_is_attested_by_another_than_its_maker(
    claimed_by: Actor, attested_by: Actor
) -> None:
    given(
        *RUNNING, told(claim_submitted, by=claimed_by), told(claim_attested, by=attested_by)
    ).when(to_record(PAID)).then(PAID)


@pytest.mark.parametrize(
    "facts",
    [
        (claim_submitted,),
        (claim_submitted, claim_attested),
        (
            told(claim_submitted, by=on_behalf_of(EVA, ADAM)),
            told(claim_attested, by=EVA),
        ),
        (claim_submitted, told(claim_attested.but(period=APRIL), by=EVA)),
        (claim_submitted, ATTESTED_BY_EVA, claim_submitted.but(occurred_on=APR_7)),
        (claim_submitted, told(claim_attested.but(occurred_on=date(2026, 5, 5)), by=EVA)),
        (claim_submitted, ATTESTED_BY_EVA, CLAIM_RETURNED),
    ],
    ids=[
        "not attested",
        "by its maker",
        "by the one it was made for",
        "another month's",
        "handed in again since",
        "attested after",
        "returned since",
    ],
)
def test_a_claim_that_no_other_attested_is_not_paid(facts: tuple[Fact | Told, ...]) -> None:
    april = claim_submitted.but(period=APRIL)
    given(*RUNNING, april, *facts).when(to_record(PAID)).then_refused("D-57")


def test_a_claim_attested_after_all_when_it_had_been_returned_is_paid() -> None:
    given(*RUNNING, claim_submitted, CLAIM_RETURNED, ATTESTED_BY_EVA).when(to_record(PAID)).then(
        PAID
    )


def test_a_claim_corrected_since_it_was_attested_is_attested_anew() -> None:
    claim_id = event_id(len(RUNNING) + 1)
    mended = FactCorrected(
        occurred_on=claim_attested.occurred_on,
        corrects=claim_id,
        reason="Fel betalningsmottagare",
        replacement=claim_submitted.but(payee="P8"),
    )
    so_far = (*RUNNING, claim_submitted, ATTESTED_BY_EVA, mended)
    given(*so_far).when(to_record(PAID)).then_refused("D-57")
    given(*so_far, ATTESTED_BY_EVA).when(to_record(PAID)).then(PAID)


def test_a_claim_for_another_month_leaves_the_attestation_standing() -> None:
    april = claim_submitted.but(occurred_on=APR_7, period=APRIL)
    given(*RUNNING, claim_submitted, ATTESTED_BY_EVA, april).when(to_record(PAID)).then(PAID)


def test_a_claim_that_came_after_the_payment_does_not_count() -> None:
    late = claim_submitted.but(occurred_on=date(2026, 5, 5))
    given(*RUNNING, late).when(to_record(PAID)).then_refused(
        "KLA-B3-4", "KLA-B3-5", "KLA-B3-7", "D-57"
    )


def test_another_relationships_attestation_does_not_count() -> None:
    second = (
        told(assignee_registered, of="A2"),
        told(assignment_offered.but(assignee="A2"), of="K1-2"),
        told(claim_submitted, of="K1-2"),
        told(claim_attested, of="K1-2", by=EVA),
    )
    given(*RUNNING, *second, claim_submitted).when(to_record(PAID)).then_refused("D-57")


# ---------------------------------------------------------------- OrderEnded


@pytest.mark.parametrize(
    ("by", "reference"),
    [
        (HUGO, None),
        (on_behalf_of(HUGO, ADAM), "beslut-77"),
        (on_behalf_of(HUGO, IMPORTER), None),
        (IMPORTER, None),
    ],
    ids=["the case officer", "on their behalf with the decision", "imported for them", "imported"],
)
def test_an_order_is_ended_by_the_case_officer_alone(by: Actor, reference: str | None) -> None:
    ended = order_ended.but(decision_reference=reference)
    given(order_received).when(to_record(ended), by=by).then(ended)


@pytest.mark.parametrize(
    ("by", "reference"),
    [
        (ADAM, None),
        (ADAM, "beslut-77"),
        (EVA, "beslut-77"),
        (on_behalf_of(HUGO, ADAM), None),
        (on_behalf_of(EVA, ADAM), "beslut-77"),
        (on_behalf_of(ADAM, IMPORTER), None),
        (on_behalf_of(ADAM, IMPORTER), "beslut-77"),
    ],
)
def test_nobody_else_ends_an_order(by: Actor, reference: str | None) -> None:
    ended = order_ended.but(decision_reference=reference)
    given(order_received).when(to_record(ended), by=by).then_refused("D-57")


# ---------------------------------------------------------------- CaseClosed


CLOSED = CaseClosed(occurred_on=APR_2, outcome="order_ended")
UNTIL_APRIL = order_received.but(period_to=APR_2)
UNTIL_MARCH = order_received.but(period_to=MAR_31)


@pytest.mark.parametrize(
    "facts",
    [
        (order_received, order_ended),
        (order_received, order_ended.but(occurred_on=APR_2)),
        (UNTIL_MARCH,),
        (UNTIL_MARCH, order_renewed.but(period_to=MAR_31)),
        (UNTIL_MARCH, order_renewed.but(occurred_on=APR_7)),
        (order_received, order_renewed.but(period_to=MAR_31)),
    ],
    ids=["ended", "ended that day", "lapsed", "all lapsed", "renewed after", "the last one lapsed"],
)
def test_a_case_whose_order_ended_or_lapsed_is_closed(facts: tuple[Fact, ...]) -> None:
    given(*facts).when(to_record(CLOSED)).then(CLOSED)


@pytest.mark.parametrize(
    "facts",
    [
        (order_received,),
        (UNTIL_APRIL,),
        (order_received, order_ended.but(occurred_on=APR_7)),
        (UNTIL_MARCH, order_renewed),
        (UNTIL_MARCH, order_renewed.but(period_to=APR_2)),
        (UNTIL_APRIL, order_renewed.but(period_to=MAR_31)),
    ],
    ids=["no end", "its last day", "ends later", "renewed for good", "renewed", "first is longer"],
)
def test_a_case_whose_order_goes_on_is_not_closed(facts: tuple[Fact, ...]) -> None:
    given(*facts).when(to_record(CLOSED)).then_refused("D-57")


def test_a_case_without_an_order_is_not_closed_for_want_of_one() -> None:
    given().when(to_record(CLOSED)).then_refused("KLA-01")


# ---------------------------------------------------------------- what is no precondition


@pytest.mark.parametrize(
    "fact",
    [own_proposal_received, assignment_offered, both_satisfied, order_renewed],
    ids=lambda fact: type(fact).__name__,
)
def test_nothing_but_the_order_is_asked_for(fact: Fact) -> None:
    assert [p.provision for p in preconditions_of(type(fact))] == ["KLA-01"]


def test_companions_start_without_plan_undertaking_or_match_for_these_are_findings() -> None:
    given(companion_ordered, *AGREED[1:]).when(START).then(service_started)


def test_an_adults_contact_person_needs_no_register_extract() -> None:
    adult = order_received.but(client_born_on=date(1980, 12, 27))
    given(adult, *MATCHED[1:]).when(SIGN).then(agreement_signed)


def test_a_childs_contact_person_with_extracts_is_engaged() -> None:
    given(order_for_a_child, *MATCHED[1:], extract_shown).when(SIGN).then(agreement_signed)
