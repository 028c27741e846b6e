"""What is decided about an assignee, and what contradicts what is recorded."""

from datetime import date

import pytest

from examples import (
    APR_7,
    FEB_3,
    FEB_12,
    FEB_16,
    JAN_12,
    JAN_19,
    MAR_20,
    MAR_31,
    MATCHED,
    A,
    K,
    R,
    assignee_approved,
    assignee_registered,
    assignment_offered,
    companion_ordered,
    extract_shown,
    order_received,
    own_proposal_received,
    relationship_ended,
)
from rutin.domain.act import Fact
from rutin.domain.assignee import (
    AbsenceRecorded,
    AssigneeEnded,
    AssigneeRejected,
    AvailabilityChanged,
    InterviewHeld,
    InvestigationOpened,
    RegisterCheckAnnounced,
)
from rutin.domain.assignee.assignee import Assignee
from rutin.domain.assignee.register import Origin
from rutin.domain.support_relationship import AssignmentDeclined, AssignmentOffered
from spec import given, history, to_record, told

investigation_opened = InvestigationOpened(occurred_on=JAN_19, reason="own_proposal", case=K)
interview_held = InterviewHeld(occurred_on=JAN_19, template_version="2023")
availability_changed = AvailabilityChanged(occurred_on=JAN_19, area="Tumba")
absence_recorded = AbsenceRecorded(occurred_on=JAN_19, from_date=MAR_20)
rejected = AssigneeRejected(occurred_on=FEB_3, reason="Inte lämplig för uppdraget")
person_ended = AssigneeEnded(occurred_on=MAR_31, scope="person")
match_ended = AssigneeEnded(occurred_on=MAR_31, scope="match", relationship=R)
second_offer = told(AssignmentOffered(occurred_on=FEB_12, case="K2", assignee=A), of="K2-1")


def test_a_person_is_registered_as_an_assignee() -> None:
    given().when(to_record(assignee_registered)).then(assignee_registered)


def test_an_assignee_is_found_by_the_person() -> None:
    assert assignee_registered.references() == ("person/P9",)


def test_an_assignees_number_is_used_once() -> None:
    given(assignee_registered).when(to_record(assignee_registered)).then_impossible(
        "already_exists", field="assignee"
    )


@pytest.mark.parametrize(
    "fact",
    [
        investigation_opened,
        RegisterCheckAnnounced(occurred_on=JAN_19, registers=("criminal_records",)),
        interview_held,
        extract_shown,
        assignee_approved,
        rejected,
        availability_changed,
        absence_recorded,
        person_ended,
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_only_a_registered_assignee_is_investigated_decided_on_and_ended(fact: Fact) -> None:
    given(order_received, assignee_registered).when(to_record(fact)).then(fact)
    given().when(to_record(fact)).then_impossible("unknown_reference", field="assignee")


def test_an_investigation_is_for_a_case_that_there_is_or_for_none() -> None:
    for_no_case = investigation_opened.but(case=None)
    given(order_received, assignee_registered).when(to_record(investigation_opened)).then(
        investigation_opened
    )
    given(assignee_registered).when(to_record(for_no_case)).then(for_no_case)
    given(assignee_registered).when(to_record(investigation_opened)).then_impossible(
        "unknown_reference", field="case"
    )


@pytest.mark.parametrize("day", [MAR_20, MAR_31])
def test_what_happened_until_the_person_was_ended_is_recorded_afterwards(day: date) -> None:
    fact = interview_held.but(occurred_on=day)
    given(assignee_registered, person_ended).when(to_record(fact)).then(fact)


def test_nothing_is_dated_after_the_person_was_ended() -> None:
    later = interview_held.but(occurred_on=APR_7)
    given(assignee_registered, person_ended).when(to_record(later)).then_impossible(
        "assignee_ended", field="assignee"
    )


def test_a_person_whose_match_was_ended_goes_on_as_assignee() -> None:
    later = availability_changed.but(occurred_on=APR_7)
    given(*MATCHED, match_ended).when(to_record(later)).then(later)


def test_a_decision_to_reject_follows_a_decision_to_approve() -> None:
    given(assignee_registered, assignee_approved).when(to_record(rejected)).then(rejected)


@pytest.mark.parametrize(
    ("facts", "came_by"),
    [
        ((), "other"),
        ((assignee_registered,), "other"),
        ((assignee_registered.but(came_by="recruitment"), investigation_opened), "recruitment"),
        ((assignee_registered, investigation_opened), "own_proposal"),
        (
            (assignee_registered, investigation_opened, investigation_opened.but(reason="other")),
            "own_proposal",
        ),
    ],
    ids=["unknown", "registered only", "as registered", "as investigated", "investigated anew"],
)
def test_how_an_assignee_came_is_told_at_registration_or_else_by_the_investigation(
    facts: tuple[Fact, ...], came_by: Origin
) -> None:
    assert history(*facts).assignee(A).came_by == came_by


def test_nothing_is_known_of_an_assignee_that_nothing_is_recorded_about() -> None:
    assert history(order_received).assignee(A) == Assignee()


# ---------------------------------------------------------------- ended in the register


def test_ending_the_match_is_enough() -> None:
    given(*MATCHED).when(to_record(match_ended)).then(match_ended)


def test_the_person_is_ended_when_no_match_goes_on() -> None:
    given(*MATCHED, relationship_ended).when(to_record(person_ended)).then(person_ended)


def test_the_person_is_ended_together_with_the_only_match() -> None:
    both = person_ended.but(relationship=R)
    given(*MATCHED).when(to_record(both)).then(both)


@pytest.mark.parametrize("named", [None, R])
def test_the_person_is_not_ended_while_another_match_goes_on(named: str | None) -> None:
    given(*MATCHED, second_offer).when(
        to_record(person_ended.but(relationship=named))
    ).then_impossible("active_relationships", field="scope", provision="KLA-11e")


def test_a_declined_offer_is_no_match_that_goes_on() -> None:
    declined = told(AssignmentDeclined(occurred_on=FEB_16), of="K2-1")
    fact = person_ended.but(relationship=R)
    given(*MATCHED, second_offer, declined).when(to_record(fact)).then(fact)


def test_a_match_is_ended_while_another_goes_on() -> None:
    given(*MATCHED, second_offer).when(to_record(match_ended)).then(match_ended)


@pytest.mark.parametrize("fact", [match_ended, person_ended.but(relationship=R)])
def test_another_assignees_match_is_not_ended(fact: Fact) -> None:
    given(told(assignee_registered, of="A2"), assignee_registered, assignment_offered).when(
        to_record(fact, of="A2")
    ).then_impossible("unknown_reference", field="relationship")


# ---------------------------------------------------------------- proposed and offered


@pytest.mark.parametrize("fact", [own_proposal_received, assignment_offered])
def test_who_is_proposed_or_offered_an_assignment_is_registered_first(fact: Fact) -> None:
    given(order_received, assignee_registered).when(to_record(fact)).then(fact)
    given(order_received).when(to_record(fact)).then_impossible(
        "unknown_reference", field="assignee"
    )


@pytest.mark.parametrize("fact", [own_proposal_received, assignment_offered])
def test_who_was_ended_is_neither_proposed_nor_offered_an_assignment_later(fact: Fact) -> None:
    on_the_last_day, the_day_after = (fact.but(occurred_on=day) for day in (MAR_31, APR_7))
    ended = given(order_received, assignee_registered, person_ended)
    ended.when(to_record(on_the_last_day)).then(on_the_last_day)
    ended.when(to_record(the_day_after)).then_impossible("assignee_ended", field="assignee")


def test_an_own_proposal_concerns_a_contact_person_only() -> None:
    given(companion_ordered, assignee_registered).when(
        to_record(own_proposal_received)
    ).then_impossible("wrong_intervention", provision="KLA-06c")


def test_an_own_proposal_before_the_order_lacks_the_order() -> None:
    given(order_received.but(occurred_on=FEB_3), assignee_registered).when(
        to_record(own_proposal_received)
    ).then_refused("KLA-01")
    assert own_proposal_received.occurred_on > JAN_12
