"""What a support relationship decides, and what contradicts what it has recorded."""

from datetime import date

import pytest

from examples import (
    AGREED,
    APR_2,
    APR_7,
    APRIL,
    EVA,
    FEB_3,
    FEB_12,
    FEB_16,
    FEB_20,
    JAN_19,
    MAR_2,
    MAR_20,
    MAR_31,
    MARCH,
    MATCHED,
    MAY_4,
    OFFERED,
    RUNNING,
    A,
    K,
    agreement_signed,
    assignment_offered,
    both_satisfied,
    claim_attested,
    claim_submitted,
    order_ended,
    order_received,
    relationship_ended,
)
from rutin.domain.act import Fact
from rutin.domain.support_relationship import (
    AssigneeContacted,
    AssignmentAccepted,
    AssignmentDeclined,
    AssignmentOffered,
    BriefingHeld,
    ChangeGranted,
    ChangeNotPossible,
    ChangeRequested,
    ClientAway,
    ClientReturned,
    ExpenseClaimReturned,
    ExpensePaid,
    MatchMeetingBooked,
    MatchMeetingHeld,
    MatchRegistered,
    MonthlyReportSubmitted,
    OutlaysDeclared,
    QuarterlyReportSubmitted,
    RenewalOutcomeRecorded,
    ServiceProvided,
)
from rutin.domain.values import Money, Quarter
from spec import given, history, to_record, told

accepted = AssignmentAccepted(occurred_on=FEB_3)
declined = AssignmentDeclined(occurred_on=FEB_3, reason="Har inte tid")
meeting_booked = MatchMeetingBooked(occurred_on=FEB_3, meeting_on=FEB_12)
briefing_held = BriefingHeld(occurred_on=FEB_16)
match_registered = MatchRegistered(occurred_on=FEB_16)
service_provided = ServiceProvided(occurred_on=MAR_2)
month_reported = MonthlyReportSubmitted(occurred_on=APR_2, period=MARCH)
quarter_reported = QuarterlyReportSubmitted(occurred_on=APR_2, quarter=Quarter(2026, 1))
outlays_declared = OutlaysDeclared(occurred_on=APR_2, period=MARCH, made=True)
claim_returned = ExpenseClaimReturned(
    occurred_on=APR_7, period=MARCH, reason="Kvitto två går inte att läsa"
)
paid = ExpensePaid(occurred_on=MAY_4, period=MARCH, amount=Money(412))
assignee_contacted = AssigneeContacted(occurred_on=MAR_20, purpose="renewal")
outcome_recorded = RenewalOutcomeRecorded(occurred_on=MAR_20, client_ok=True, assignee_ok=False)
change_requested = ChangeRequested(occurred_on=MAR_2, requested_by="client", received_by="other")
change_granted = ChangeGranted(occurred_on=MAR_20, decided_by="unit_manager")
change_not_possible = ChangeNotPossible(
    occurred_on=MAR_20, decided_by="unit_manager", reason="Ingen annan finns nu"
)
client_away = ClientAway(occurred_on=MAR_2)
client_returned = ClientReturned(occurred_on=MAR_20)

CLAIMED = (*RUNNING, claim_submitted)
ATTESTED = (*CLAIMED, told(claim_attested, by=EVA))


# ---------------------------------------------------------------- offer


def test_an_offer_begins_a_relationship() -> None:
    given(*OFFERED[:2]).when(to_record(assignment_offered)).then(assignment_offered)


def test_an_offer_is_found_by_its_case_and_its_assignee() -> None:
    assert assignment_offered.references() == (f"case/{K}", f"assignee/{A}")


def test_a_relationships_reference_is_used_once() -> None:
    another = told(OFFERED[1], of="A2")
    given(*OFFERED, another).when(to_record(assignment_offered.but(assignee="A2"))).then_impossible(
        "already_exists", field="relationship"
    )


def test_the_same_assignee_is_not_offered_the_same_case_twice() -> None:
    given(*OFFERED).when(to_record(assignment_offered, of="K1-2")).then_impossible(
        "already_offered", field="assignee"
    )


@pytest.mark.parametrize("over", [declined, relationship_ended], ids=["declined", "ended"])
def test_the_same_assignee_is_offered_the_case_again_when_it_is_over(over: Fact) -> None:
    again = assignment_offered.but(occurred_on=APR_2)
    given(*OFFERED, over).when(to_record(again, of="K1-2")).then(again)


def test_another_assignee_is_offered_the_case_too() -> None:
    another = assignment_offered.but(assignee="A2")
    given(*OFFERED, told(OFFERED[1], of="A2")).when(to_record(another, of="K1-2")).then(another)


def test_the_same_assignee_is_offered_another_case_too() -> None:
    other_order = told(order_received.but(order_no="B7", client="P2"), of="K2")
    another = assignment_offered.but(case="K2")
    given(*OFFERED, other_order).when(to_record(another, of="K2-1")).then(another)


@pytest.mark.parametrize("fact", [accepted, declined])
def test_an_offer_is_answered(fact: Fact) -> None:
    given(*OFFERED).when(to_record(fact)).then(fact)


@pytest.mark.parametrize("first", [accepted, declined])
@pytest.mark.parametrize("second", [accepted, declined])
def test_an_offer_is_answered_once(first: Fact, second: Fact) -> None:
    given(*OFFERED, first).when(to_record(second)).then_impossible("already_answered")


@pytest.mark.parametrize(
    "fact",
    [
        accepted,
        declined,
        meeting_booked,
        both_satisfied,
        briefing_held,
        agreement_signed,
        match_registered,
        service_provided,
        month_reported,
        change_requested,
        client_away,
        relationship_ended,
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_nothing_is_recorded_of_a_relationship_that_was_never_offered(fact: Fact) -> None:
    given(*OFFERED[:2]).when(to_record(fact)).then_impossible(
        "unknown_reference", field="relationship"
    )


# ---------------------------------------------------------------- meeting, agreement, match


@pytest.mark.parametrize("client_ok", [True, False, None])
@pytest.mark.parametrize("assignee_ok", [True, False, None])
def test_both_are_satisfied_only_when_both_have_said_yes(
    client_ok: bool | None, assignee_ok: bool | None
) -> None:
    meeting = MatchMeetingHeld(occurred_on=FEB_12, client_ok=client_ok, assignee_ok=assignee_ok)
    assert meeting.both_satisfied == ((client_ok, assignee_ok) == (True, True))
    given(*OFFERED).when(to_record(meeting)).then(meeting)


def test_a_joint_meeting_is_booked() -> None:
    given(*OFFERED, accepted).when(to_record(meeting_booked)).then(meeting_booked)


@pytest.mark.parametrize("facts", [OFFERED, MATCHED], ids=["before", "after"])
def test_a_briefing_is_recorded_whether_before_or_after_the_joint_meeting(
    facts: tuple[Fact, ...],
) -> None:
    given(*facts).when(to_record(briefing_held)).then(briefing_held)


def test_an_agreement_is_signed_once() -> None:
    given(*MATCHED).when(to_record(agreement_signed)).then(agreement_signed)
    given(*AGREED).when(to_record(agreement_signed.but(occurred_on=FEB_20))).then_impossible(
        "already_signed"
    )


def test_a_match_is_registered_once() -> None:
    given(*AGREED).when(to_record(match_registered)).then(match_registered)
    given(*AGREED, match_registered).when(to_record(match_registered)).then_impossible(
        "already_matched"
    )


# ---------------------------------------------------------------- reports and service


@pytest.mark.parametrize("fact", [month_reported, quarter_reported, outlays_declared])
def test_a_form_is_recorded_as_received_however_little_it_says(fact: Fact) -> None:
    given(*RUNNING).when(to_record(fact)).then(fact)


@pytest.mark.parametrize("fact", [month_reported, quarter_reported, outlays_declared])
def test_a_form_may_be_handed_in_again(fact: Fact) -> None:
    given(*RUNNING, fact).when(to_record(fact)).then(fact)


@pytest.mark.parametrize(
    "facts",
    [(*RUNNING, order_ended), (order_received.but(period_to=FEB_20), *RUNNING[1:])],
    ids=["ended", "lapsed"],
)
def test_service_after_the_orders_end_is_recorded_for_it_is_a_finding(
    facts: tuple[Fact, ...],
) -> None:
    late = service_provided.but(occurred_on=APR_2)
    given(*facts).when(to_record(late)).then(late)


# ---------------------------------------------------------------- outlays


def test_a_claim_is_recorded_however_incomplete() -> None:
    incomplete = claim_submitted.but(rows=(), total=None, signed=False, payee=None)
    given(*RUNNING).when(to_record(incomplete)).then(incomplete)


def test_a_claim_handed_in_again_takes_the_place_of_the_former() -> None:
    again = claim_submitted.but(occurred_on=APR_7, total=Money(400))
    given(*CLAIMED).when(to_record(again)).then(again)
    relationship = history(*CLAIMED, again).relationship("K1-1")
    assert relationship.claim_for(MARCH) == again
    assert relationship.claim_for(APRIL) is None


def test_claims_for_different_months_stand_side_by_side() -> None:
    april = claim_submitted.but(occurred_on=MAY_4, period=APRIL)
    relationship = history(*CLAIMED, april).relationship("K1-1")
    assert relationship.claims == (claim_submitted, april)


@pytest.mark.parametrize("fact", [claim_attested, claim_returned, paid])
def test_only_a_claim_that_came_in_is_attested_returned_or_paid(fact: Fact) -> None:
    given(*RUNNING, claim_submitted.but(period=APRIL)).when(to_record(fact)).then_impossible(
        "unknown_reference", field="period"
    )


@pytest.mark.parametrize("fact", [claim_attested, claim_returned])
def test_a_claim_is_attested_or_returned(fact: Fact) -> None:
    given(*CLAIMED).when(to_record(fact)).then(fact)


@pytest.mark.parametrize("amount", ["411.99", "412.01", "0"])
def test_what_is_paid_is_the_claims_total_to_the_ore(amount: str) -> None:
    given(*ATTESTED).when(to_record(paid.but(amount=Money(amount)))).then_impossible(
        "wrong_amount", field="amount"
    )


@pytest.mark.parametrize("fact", [paid, claim_submitted])
def test_a_month_that_is_paid_is_neither_paid_nor_claimed_again(fact: Fact) -> None:
    given(*ATTESTED, paid).when(to_record(fact)).then_impossible("already_paid", field="period")


def test_another_month_is_claimed_when_one_is_paid() -> None:
    april = claim_submitted.but(occurred_on=MAY_4, period=APRIL)
    given(*ATTESTED, paid).when(to_record(april)).then(april)


# ---------------------------------------------------------------- renewal and change


@pytest.mark.parametrize("fact", [assignee_contacted, outcome_recorded])
def test_what_both_say_to_going_on_is_recorded(fact: Fact) -> None:
    given(*RUNNING).when(to_record(fact)).then(fact)


@pytest.mark.parametrize(
    "facts",
    [
        OFFERED,
        RUNNING,
        (*RUNNING, change_requested),
        (*RUNNING, change_requested, change_granted),
        (*RUNNING, relationship_ended),
        (*RUNNING, order_ended),
    ],
    ids=["offered", "running", "asked before", "granted before", "ended", "order ended"],
)
def test_a_wish_for_a_change_is_never_refused(facts: tuple[Fact, ...]) -> None:
    wish = change_requested.but(occurred_on=APR_7)
    given(*facts).when(to_record(wish)).then(wish)


def test_a_wish_for_a_change_is_not_even_refused_where_the_order_is_missing() -> None:
    given(*OFFERED[1:]).when(to_record(change_requested)).then(change_requested)


@pytest.mark.parametrize("answer", [change_granted, change_not_possible])
def test_a_wish_for_a_change_is_answered(answer: Fact) -> None:
    given(*RUNNING, change_requested).when(to_record(answer)).then(answer)


@pytest.mark.parametrize("answer", [change_granted, change_not_possible])
@pytest.mark.parametrize(
    "before",
    [(), (change_requested, change_granted), (change_requested, change_not_possible)],
    ids=["none", "granted", "not possible"],
)
def test_an_answer_answers_a_wish(answer: Fact, before: tuple[Fact, ...]) -> None:
    given(*RUNNING, *before).when(to_record(answer)).then_impossible("no_change_requested")


def test_a_wish_made_again_after_a_no_is_answered_again() -> None:
    again = change_requested.but(occurred_on=APR_2)
    granted = change_granted.but(occurred_on=APR_7)
    given(*RUNNING, change_requested, change_not_possible, again).when(to_record(granted)).then(
        granted
    )


# ---------------------------------------------------------------- away, back, and the end


def test_a_client_goes_away_and_comes_back() -> None:
    given(*RUNNING).when(to_record(client_away)).then(client_away)
    given(*RUNNING, client_away).when(to_record(client_returned)).then(client_returned)
    away_again = client_away.but(occurred_on=APR_2)
    given(*RUNNING, client_away, client_returned).when(to_record(away_again)).then(away_again)


def test_a_client_who_is_away_does_not_go_away() -> None:
    given(*RUNNING, client_away).when(to_record(client_away)).then_impossible("client_away")


@pytest.mark.parametrize("before", [(), (client_away, client_returned)], ids=["never", "back"])
def test_a_client_who_is_not_away_does_not_come_back(before: tuple[Fact, ...]) -> None:
    given(*RUNNING, *before).when(to_record(client_returned)).then_impossible("client_not_away")


@pytest.mark.parametrize("facts", [OFFERED, MATCHED, RUNNING])
def test_a_relationship_ends_at_any_stage(facts: tuple[Fact, ...]) -> None:
    given(*facts).when(to_record(relationship_ended)).then(relationship_ended)


@pytest.mark.parametrize("day", [MAR_20, MAR_31, APR_7])
def test_a_relationship_ends_once(day: date) -> None:
    field = "occurred_on" if day > MAR_31 else None
    given(*RUNNING, relationship_ended).when(
        to_record(relationship_ended.but(occurred_on=day))
    ).then_impossible("relationship_ended", field=field)


@pytest.mark.parametrize("day", [MAR_20, MAR_31, APR_2])
def test_support_given_is_recorded_even_after_the_relationship_ended(day: date) -> None:
    support = service_provided.but(occurred_on=day)
    given(*RUNNING, relationship_ended).when(to_record(support)).then(support)


@pytest.mark.parametrize("fact", [accepted, both_satisfied, agreement_signed, client_away])
def test_no_work_is_dated_after_the_relationship_ended(fact: Fact) -> None:
    given(*OFFERED, relationship_ended).when(
        to_record(fact.but(occurred_on=APR_2))
    ).then_impossible("relationship_ended", field="occurred_on")


@pytest.mark.parametrize(
    "fact",
    [
        month_reported,
        quarter_reported,
        outlays_declared,
        claim_submitted,
        claim_attested,
        claim_returned,
        paid,
        assignee_contacted,
        change_requested,
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_reports_and_claims_still_come_in_after_the_relationship_ended(fact: Fact) -> None:
    late = fact.but(occurred_on=MAY_4)
    given(*ATTESTED, relationship_ended).when(to_record(late)).then(late)


@pytest.mark.parametrize(
    ("facts", "active"),
    [
        ((), False),
        (OFFERED, True),
        ((*OFFERED, accepted), True),
        ((*OFFERED, declined), False),
        (RUNNING, True),
        ((*RUNNING, relationship_ended), False),
    ],
    ids=["none", "offered", "accepted", "declined", "running", "ended"],
)
def test_a_relationship_goes_on_from_the_offer_until_a_no_or_the_end(
    facts: tuple[Fact, ...], active: bool
) -> None:
    assert history(*facts).relationship("K1-1").is_active is active


def test_relationships_are_found_by_case_and_by_assignee() -> None:
    other_order = told(order_received.but(order_no="B7", client="P2"), of="K2")
    elsewhere = told(AssignmentOffered(occurred_on=JAN_19, case="K2", assignee=A), of="K2-1")
    another = told(assignment_offered.but(assignee="A2"), of="K1-2")
    told_all = history(*OFFERED, other_order, elsewhere, another)
    assert list(told_all.relationships_of_case(K)) == ["K1-1", "K1-2"]
    assert list(told_all.relationships_of_assignee(A)) == ["K2-1", "K1-1"]
