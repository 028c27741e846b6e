"""What is decided of support persons: who holds which slot, who leaves, and what is handed over."""

from datetime import date, timedelta

import pytest

from any_order.doorway import Doorway
from examples import (
    ADAM,
    APPOINTED,
    APR_2,
    APR_7,
    EVA,
    FEB_3,
    FEB_12,
    FEB_16,
    FEB_20,
    IMPORTER,
    JAN_12,
    JAN_19,
    LEAVING,
    MAR_2,
    MAR_20,
    MAR_31,
    MARCH,
    MAY_4,
    OFFERED,
    RUNNING,
    STINA,
    A,
    K,
    R,
    agreement_signed,
    assignee_registered,
    departure_announced,
    followed_up,
    housing_support_ordered,
    on_behalf_of,
    order_received,
    relationship_ended,
    service_started,
    support_person_appointed,
)
from rutin.application import Forbidden, Impossible, Rutin
from rutin.application.memory import MemoryJournal
from rutin.domain.act import Fact
from rutin.domain.actor import Actor
from rutin.domain.assignee import AssigneeEnded
from rutin.domain.case import (
    ActionDocumented,
    CaseClosed,
    ConsentGranted,
    ConsentWithdrawn,
    ContactRegistered,
    ImplementationPlanUpdated,
    MethodSheetEstablished,
    OrderEnded,
)
from rutin.domain.decide import decide
from rutin.domain.support_persons import holders, holders_on
from rutin.domain.support_relationship import (
    ActionRequired,
    AssignmentExplained,
    ChangeGranted,
    ChangeNotPossible,
    ChangeRequested,
    ClientInformedOfDeparture,
    ClientInformedOfSupportPersons,
    ClientMet,
    ClosingMeetingBooked,
    ClosingMeetingDeclined,
    ClosingMeetingHeld,
    ColleaguesInformed,
    ContactKept,
    CorrectRelationshipFact,
    DepartureChanged,
    DepartureWithdrawn,
    FollowUpDeclined,
    FollowUpPresented,
    FollowUpSupplemented,
    HandoverClosed,
    HandoverCompleted,
    HandoverNoteRecorded,
    MaterialTransferred,
    MethodSheetUpdated,
    MonthlyFollowUpBooked,
    RightToChangeExplained,
    SuccessorAnnounced,
    ThirdPartyInformed,
    UnitManagerNotified,
)
from rutin.domain.values import Month
from spec import Told, event_id, given, history, to_record, told

APR_1 = date(2026, 4, 1)

second_registered = told(assignee_registered.but(person="P8"), of="A2")
third_registered = told(assignee_registered.but(person="P7"), of="A3")
person_2 = support_person_appointed.but(assignee="A2", slot=2)
BOTH = (*APPOINTED, second_registered, third_registered, told(person_2, of="K1-2"))
"""A client with person 1 (A1, K1-1) and person 2 (A2, K1-2); A3 is there to take over."""

successor_appointed = support_person_appointed.but(
    occurred_on=MAR_20, assignee="A3", from_date=APR_1, term="interim"
)
BOTH_LEAVING = (*BOTH, departure_announced)
SUCCEEDED = (*BOTH_LEAVING, told(successor_appointed, of="K1-3"))

informed = ClientInformedOfDeparture(occurred_on=FEB_20, mode="oral")
meeting_booked = ClosingMeetingBooked(occurred_on=MAR_2, meeting_on=MAR_20)
meeting_held = ClosingMeetingHeld(occurred_on=MAR_20)
meeting_declined = ClosingMeetingDeclined(occurred_on=MAR_20, reason="Vill inte")
note_recorded = HandoverNoteRecorded(occurred_on=MAR_20, nothing_further=True)
successor_unknown = SuccessorAnnounced(occurred_on=MAR_20, term="unknown")
successor_announced = SuccessorAnnounced(occurred_on=MAR_20, term="interim", successor="A3")
colleagues_informed = ColleaguesInformed(occurred_on=MAR_20)
case_officer_informed = ThirdPartyInformed(
    occurred_on=MAR_20, party="case_officer", referral="Jouren"
)
relative_informed = case_officer_informed.but(party="relative")
material_transferred = MaterialTransferred(occurred_on=MAR_20, none_exists=True)
completed = HandoverCompleted(occurred_on=MAR_31)
closed = HandoverClosed(occurred_on=APR_2, missing=("Besked till god man",))
withdrawn = DepartureWithdrawn(occurred_on=MAR_2)
changed = DepartureChanged(occurred_on=MAR_2, last_day=APR_7)
client_met = ClientMet(occurred_on=FEB_3)
change_requested = ChangeRequested(occurred_on=MAR_2, requested_by="client", received_by="other")
change_granted = ChangeGranted(occurred_on=MAR_20, decided_by="unit_manager")
action_required = ActionRequired(occurred_on=MAR_20, what="Trasig spis", period=MARCH)

HANDOVER: tuple[Fact, ...] = (
    informed,
    meeting_booked,
    meeting_held,
    meeting_declined,
    note_recorded,
    successor_unknown,
    colleagues_informed,
    case_officer_informed,
    material_transferred,
    completed,
    closed,
)
OF_SUPPORT_PERSONS: tuple[Fact, ...] = (
    AssignmentExplained(occurred_on=FEB_3, to="client", modes=("oral",)),
    ClientInformedOfSupportPersons(occurred_on=FEB_3, mode="oral"),
    RightToChangeExplained(occurred_on=FEB_3),
    client_met,
    ContactKept(occurred_on=FEB_3, party="relative", channel="phone"),
    MonthlyFollowUpBooked(occurred_on=MAR_2, period=MARCH, meeting_on=MAR_20),
    followed_up,
    FollowUpDeclined(occurred_on=MAR_20, period=MARCH, offered_on=MAR_2),
    action_required,
    FollowUpPresented(occurred_on=APR_2, period=MARCH),
    departure_announced,
)
every_fact = pytest.mark.parametrize(
    "fact", [*OF_SUPPORT_PERSONS, *HANDOVER], ids=lambda fact: type(fact).__name__
)
every_handover_act = pytest.mark.parametrize("fact", HANDOVER, ids=lambda fact: type(fact).__name__)


# ---------------------------------------------------------------- appointment


def test_an_appointment_begins_a_relationship() -> None:
    given(housing_support_ordered, assignee_registered).when(
        to_record(support_person_appointed)
    ).then(support_person_appointed)


def test_an_appointment_is_found_by_its_case_and_its_support_person() -> None:
    assert support_person_appointed.references() == (f"case/{K}", f"assignee/{A}")


def test_an_appointment_may_be_decided_before_or_after_its_first_day() -> None:
    for first_day in (JAN_12, JAN_19, MAR_31):
        appointed = support_person_appointed.but(from_date=first_day)
        given(housing_support_ordered, assignee_registered).when(to_record(appointed)).then(
            appointed
        )


def test_an_appointment_needs_an_order() -> None:
    given(assignee_registered).when(to_record(support_person_appointed)).then_refused("KLA-01")


def test_only_someone_registered_is_appointed() -> None:
    given(housing_support_ordered).when(to_record(support_person_appointed)).then_impossible(
        "unknown_reference", field="assignee"
    )


def test_someone_who_has_left_before_the_first_day_is_not_appointed() -> None:
    left = AssigneeEnded(occurred_on=FEB_3, scope="person")
    later = support_person_appointed.but(from_date=FEB_12)
    given(housing_support_ordered, assignee_registered, left).when(
        to_record(later)
    ).then_impossible("assignee_ended", field="assignee")
    sooner = support_person_appointed.but(from_date=FEB_3)
    given(housing_support_ordered, assignee_registered, left).when(to_record(sooner)).then(sooner)


@pytest.mark.parametrize("intervention", ["companion", "contact_person", "relief"])
def test_only_housing_support_has_support_persons(intervention: str) -> None:
    order = order_received.but(intervention=intervention)
    given(order, assignee_registered).when(to_record(support_person_appointed)).then_impossible(
        "wrong_intervention", provision="KMSP-04"
    )


def test_a_relationships_reference_is_used_once() -> None:
    given(*BOTH).when(to_record(person_2)).then_impossible("already_exists", field="relationship")
    given(*OFFERED, second_registered).when(to_record(person_2)).then_impossible(
        "wrong_intervention", provision="KMSP-04"
    )


def test_a_support_person_signs_no_agreement_and_hands_no_report_in() -> None:
    given(*APPOINTED).when(to_record(agreement_signed)).then_impossible(
        "wrong_kind", field="relationship"
    )


@every_fact
def test_an_assignee_with_an_assignment_is_no_support_person(fact: Fact) -> None:
    given(*RUNNING).when(to_record(fact), by=EVA).then_impossible(
        "wrong_kind", field="relationship"
    )


@every_fact
def test_nothing_is_recorded_of_a_support_person_who_was_never_appointed(fact: Fact) -> None:
    given(*APPOINTED[:2]).when(to_record(fact), by=EVA).then_impossible(
        "unknown_reference", field="relationship"
    )


@pytest.mark.parametrize("fact", OF_SUPPORT_PERSONS, ids=lambda fact: type(fact).__name__)
def test_what_a_support_person_does_is_recorded(fact: Fact) -> None:
    given(*APPOINTED).when(to_record(fact)).then(fact)


# ---------------------------------------------------------------- two slots, two persons


def test_a_client_has_a_person_1_and_a_person_2() -> None:
    given(*APPOINTED, second_registered).when(to_record(person_2, of="K1-2")).then(person_2)


@pytest.mark.parametrize(
    "first_day", [JAN_12, JAN_19, MAR_31], ids=["before", "the same day", "long after"]
)
def test_a_slot_that_someone_holds_is_taken(first_day: date) -> None:
    another = support_person_appointed.but(assignee="A2", from_date=first_day)
    given(*APPOINTED, second_registered).when(to_record(another, of="K1-2")).then_impossible(
        "slot_taken", field="slot", provision="KMSP-12"
    )


def test_a_slot_is_free_from_the_day_after_the_last() -> None:
    for first_day, is_free in ((MAR_31, False), (APR_1, True)):
        successor = successor_appointed.but(from_date=first_day)
        when = given(*BOTH_LEAVING).when(to_record(successor, of="K1-3"))
        if is_free:
            when.then(successor)
        else:
            when.then_impossible("slot_taken", field="slot", provision="KMSP-12")


def test_a_slot_is_free_when_the_relationship_ended_earlier_than_announced() -> None:
    gone = relationship_ended.but(occurred_on=MAR_2)
    successor = successor_appointed.but(from_date=date(2026, 3, 3))
    given(*BOTH_LEAVING, gone).when(to_record(successor, of="K1-3")).then(successor)


def test_the_same_person_is_not_both_person_1_and_person_2() -> None:
    both = support_person_appointed.but(slot=2)
    given(*APPOINTED).when(to_record(both, of="K1-2")).then_impossible(
        "same_person", field="assignee", provision="KMSP-12"
    )


def test_the_same_person_under_another_number_is_still_the_same_person() -> None:
    again = told(assignee_registered, of="A9")
    both = support_person_appointed.but(assignee="A9", slot=2)
    given(*APPOINTED, again).when(to_record(both, of="K1-2")).then_impossible(
        "same_person", field="assignee", provision="KMSP-12"
    )


def test_the_same_person_supports_several_clients() -> None:
    order = told(housing_support_ordered.but(order_no="B7", client="P2"), of="K2")
    elsewhere = support_person_appointed.but(case="K2")
    given(*APPOINTED, order).when(to_record(elsewhere, of="K2-1")).then(elsewhere)


def test_who_left_may_come_back_in_a_new_relationship() -> None:
    back = support_person_appointed.but(occurred_on=APR_2, from_date=APR_2)
    given(*BOTH_LEAVING).when(to_record(back, of="K1-4")).then(back)


# ---------------------------------------------------------------- appointed anew


INTERIM = (*BOTH_LEAVING, told(successor_appointed, of="K1-3"))
for_good = successor_appointed.but(occurred_on=APR_7, from_date=APR_7, term="permanent")


def test_an_interim_support_person_becomes_permanent_in_the_same_relationship() -> None:
    given(*INTERIM).when(to_record(for_good, of="K1-3")).then(for_good)
    there = holders(history(*INTERIM, told(for_good, of="K1-3")), K)
    third = [(h.tenure.appointment.term, h.period) for h in there if h.assignee == "A3"]
    assert [(term, p.from_date, p.to_date) for term, p in third] == [
        ("interim", APR_1, date(2026, 4, 6)),
        ("permanent", APR_7, None),
    ]


def test_person_2_becomes_person_1_when_the_other_has_left() -> None:
    promoted = person_2.but(occurred_on=MAR_20, slot=1, from_date=APR_1)
    given(*BOTH_LEAVING).when(to_record(promoted, of="K1-2")).then(promoted)
    after = history(*BOTH_LEAVING, told(promoted, of="K1-2"))
    assert [(h.assignee, h.slot) for h in holders_on(after, K, MAR_31)] == [("A1", 1), ("A2", 2)]
    assert [(h.assignee, h.slot) for h in holders_on(after, K, APR_1)] == [("A2", 1)]


def test_person_2_does_not_become_person_1_before_the_other_has_left() -> None:
    promoted = person_2.but(occurred_on=MAR_20, slot=1, from_date=MAR_31)
    given(*BOTH_LEAVING).when(to_record(promoted, of="K1-2")).then_impossible(
        "slot_taken", field="slot", provision="KMSP-12"
    )


def test_appointing_someone_as_what_they_are_changes_nothing() -> None:
    given(*APPOINTED).when(
        to_record(support_person_appointed.but(occurred_on=FEB_3, from_date=FEB_3))
    ).then_impossible("already_appointed")


def test_what_someone_is_by_then_is_what_the_latest_appointment_says() -> None:
    interim = support_person_appointed.but(occurred_on=FEB_3, from_date=FEB_3, term="interim")
    permanent = support_person_appointed.but(occurred_on=FEB_16, from_date=FEB_16)
    again = permanent.but(occurred_on=MAR_20, from_date=MAR_20)
    so_far = (*APPOINTED, interim, permanent)
    given(*so_far).when(to_record(again)).then_impossible("already_appointed")
    given(*so_far).when(to_record(again.but(term="interim"))).then(again.but(term="interim"))


def test_who_has_left_is_not_appointed_anew_in_the_same_relationship() -> None:
    again = support_person_appointed.but(occurred_on=MAR_20, from_date=APR_1, term="interim")
    given(*LEAVING).when(to_record(again)).then_impossible("relationship_ended", field="from_date")


def test_the_first_appointment_stays_and_a_later_one_may_be_taken_away() -> None:
    facts = history(*APPOINTED, support_person_appointed.but(occurred_on=MAR_20, term="interim"))
    for position, is_origin in ((3, True), (4, False)):
        take_away = CorrectRelationshipFact(
            relationship=R, occurred_on=APR_2, corrects=event_id(position), reason="Fel"
        )
        if is_origin:
            with pytest.raises(Impossible) as refusal:
                decide(take_away, facts, ADAM, today=date.max)
            assert refusal.value.code == "origin_removed"
        else:
            decide(take_away, facts, ADAM, today=date.max)


# ---------------------------------------------------------------- leaving


def test_a_departure_is_announced_whether_long_ahead_or_afterwards() -> None:
    for last_day in (date(2026, 12, 31), FEB_20, FEB_3):
        departure = departure_announced.but(last_day=last_day)
        given(*APPOINTED).when(to_record(departure)).then(departure)


def test_a_departure_is_announced_once() -> None:
    given(*LEAVING).when(to_record(departure_announced.but(occurred_on=MAR_2))).then_impossible(
        "departure_announced"
    )


def test_a_departure_that_was_withdrawn_may_be_announced_again() -> None:
    again = departure_announced.but(occurred_on=MAR_20, last_day=MAY_4)
    given(*LEAVING, withdrawn).when(to_record(again)).then(again)


@pytest.mark.parametrize("fact", [changed, withdrawn], ids=["changed", "withdrawn"])
def test_only_a_departure_that_stands_is_changed_or_withdrawn(fact: Fact) -> None:
    given(*LEAVING).when(to_record(fact)).then(fact)
    given(*APPOINTED).when(to_record(fact)).then_impossible("no_departure")
    late = fact.but(occurred_on=MAR_20)
    given(*LEAVING, withdrawn).when(to_record(late)).then_impossible("no_departure")


def test_the_latest_last_day_counts() -> None:
    earlier, later = changed.but(last_day=MAR_20), changed.but(occurred_on=MAR_20)
    for facts, last_day in (
        (LEAVING, MAR_31),
        ((*LEAVING, changed), APR_7),
        ((*LEAVING, earlier), MAR_20),
        ((*LEAVING, later, earlier), APR_7),
        ((*LEAVING, withdrawn), None),
    ):
        (holder,) = holders(history(*facts), K)
        assert holder.period.to_date == last_day


def test_a_last_day_is_not_moved_past_the_first_of_the_successor() -> None:
    given(*SUCCEEDED).when(to_record(changed)).then_impossible("slot_taken", provision="KMSP-12")
    given(*SUCCEEDED).when(to_record(changed.but(last_day=MAR_20))).then(
        changed.but(last_day=MAR_20)
    )


def test_a_departure_is_not_withdrawn_when_another_has_the_slot() -> None:
    given(*SUCCEEDED).when(to_record(withdrawn)).then_impossible("slot_taken", provision="KMSP-12")


@pytest.mark.parametrize(
    ("position", "changes"),
    [(7, {"last_day": "2026-04-07"}), (8, {"from_date": "2026-03-31"}), (7, None)],
    ids=["a later last day", "an earlier first day", "it never happened"],
)
def test_a_correction_puts_no_two_in_the_same_slot(
    position: int, changes: dict[str, str] | None
) -> None:
    command = CorrectRelationshipFact.model_validate(
        {
            "relationship": "K1-1" if position == 7 else "K1-3",
            "occurred_on": APR_2,
            "corrects": event_id(position),
            "reason": "Fel dag",
            "changes": changes,
        }
    )
    with pytest.raises(Impossible) as refusal:
        decide(command, history(*SUCCEEDED), ADAM, today=date.max)
    assert refusal.value.code == "slot_taken"


def test_a_successor_who_leaves_before_starting_leaves_the_slot_free() -> None:
    never_came = relationship_ended.but(occurred_on=date(2026, 3, 25), reason="assignee_wish")
    facts = (*SUCCEEDED, told(never_came, of="K1-3"))
    assert holders_on(history(*SUCCEEDED), K, APR_1)[-1].assignee == "A3"
    assert [h.assignee for h in holders_on(history(*facts), K, APR_1)] == ["A2"]
    fourth = told(assignee_registered.but(person="P6"), of="A4")
    another = successor_appointed.but(occurred_on=date(2026, 3, 26), assignee="A4")
    given(*facts, fourth).when(to_record(another, of="K1-4")).then(another)


def test_two_leave_the_same_client_in_the_same_month_and_each_hands_over() -> None:
    second_leaves = told(departure_announced.but(last_day=date(2026, 3, 15)), of="K1-2")
    facts = (*BOTH_LEAVING, second_leaves)
    assert holders_on(history(*facts), K, APR_1) == ()
    for relationship in (R, "K1-2"):
        held = told(meeting_held, of=relationship)
        given(*facts).when(to_record(completed, of=relationship)).then_refused("BYTE-09")
        given(*facts, held).when(to_record(completed, of=relationship)).then(completed)
    given(*facts, meeting_held).when(to_record(completed, of="K1-2")).then_refused("BYTE-09")


# ---------------------------------------------------------------- handing over


@every_handover_act
def test_a_handover_needs_someone_who_leaves(fact: Fact) -> None:
    given(*APPOINTED).when(to_record(fact), by=EVA).then_impossible("no_departure")


@every_handover_act
@pytest.mark.parametrize(
    "leaving",
    [
        (departure_announced,),
        (relationship_ended.but(occurred_on=FEB_16),),
        (change_requested.but(occurred_on=FEB_12), change_granted.but(occurred_on=FEB_16)),
    ],
    ids=["announced", "ended without a word", "another was granted"],
)
def test_whoever_leaves_hands_over(leaving: tuple[Fact, ...], fact: Fact) -> None:
    given(*APPOINTED, *leaving, meeting_held).when(to_record(fact), by=EVA).then(fact)


def test_what_was_told_before_the_announcement_was_recorded_stands() -> None:
    before = informed.but(occurred_on=FEB_16)
    given(*LEAVING).when(to_record(before)).then(before)


def test_what_was_done_while_the_departure_stood_is_recorded_after_it_was_withdrawn() -> None:
    given(*LEAVING, withdrawn).when(to_record(informed)).then(informed)
    later = informed.but(occurred_on=MAR_20)
    given(*LEAVING, withdrawn).when(to_record(later)).then_impossible("no_departure")


@pytest.mark.parametrize("fact", [meeting_held, meeting_declined], ids=["held", "declined"])
def test_a_handover_is_completed_after_the_closing_meeting(fact: Fact) -> None:
    given(*LEAVING, fact).when(to_record(completed)).then(completed)


@pytest.mark.parametrize(
    "facts",
    [(), (meeting_booked,), (meeting_held.but(occurred_on=APR_2),)],
    ids=["nothing", "booked only", "held afterwards"],
)
def test_a_handover_is_not_completed_before_the_closing_meeting(facts: tuple[Fact, ...]) -> None:
    given(*LEAVING, *facts).when(to_record(completed)).then_refused("BYTE-09")


def test_the_closing_meeting_of_a_departure_that_was_withdrawn_does_not_count() -> None:
    held = meeting_held.but(occurred_on=FEB_20)
    again = departure_announced.but(occurred_on=MAR_20)
    given(*LEAVING, held, withdrawn, again).when(to_record(completed)).then_refused("BYTE-09")


def test_a_handover_may_be_completed_after_the_last_day() -> None:
    late = completed.but(occurred_on=APR_7)
    given(*LEAVING, meeting_held).when(to_record(late)).then(late)
    ended = relationship_ended
    given(*LEAVING, meeting_held, ended).when(to_record(late)).then(late)


def test_a_handover_is_completed_once_and_closed_once() -> None:
    ready = (*LEAVING, meeting_held)
    given(*ready, completed).when(to_record(completed.but(occurred_on=APR_2))).then_impossible(
        "handover_completed"
    )
    given(*ready, closed).when(to_record(completed.but(occurred_on=APR_7))).then_impossible(
        "handover_closed"
    )
    given(*ready, closed).when(to_record(closed.but(occurred_on=APR_7)), by=EVA).then_impossible(
        "handover_closed"
    )
    given(*ready, completed).when(to_record(closed), by=EVA).then(closed)


@pytest.mark.parametrize(
    ("by", "may"),
    [
        (EVA, True),
        (on_behalf_of(EVA, IMPORTER), True),
        (on_behalf_of(EVA, STINA), True),
        (IMPORTER, False),
        (on_behalf_of(ADAM, IMPORTER), False),
        (STINA, False),
        (ADAM, False),
    ],
    ids=lambda each: each.id if isinstance(each, Actor) else None,
)
def test_a_handover_is_closed_by_the_unit_manager_alone(by: Actor, may: bool) -> None:
    facts = history(*LEAVING)
    if may:
        assert decide(to_record(closed), facts, by, today=date.max) == closed
    else:
        with pytest.raises(Forbidden) as refusal:
            decide(to_record(closed), facts, by, today=date.max, deviation="Det hände ändå.")
        assert refusal.value.problems[0].provision == "BYTE-05"


def test_handing_over_goes_on_after_it_was_closed() -> None:
    late = case_officer_informed.but(occurred_on=APR_7)
    given(*LEAVING, closed).when(to_record(late)).then(late)


def test_a_successor_is_someone_registered_and_someone_else() -> None:
    given(*BOTH_LEAVING).when(to_record(successor_announced)).then(successor_announced)
    given(*LEAVING).when(to_record(successor_announced)).then_impossible(
        "unknown_reference", field="successor"
    )
    given(*LEAVING).when(to_record(successor_announced.but(successor=A))).then_impossible(
        "own_successor", field="successor"
    )


def test_the_method_sheet_is_looked_over_if_there_is_one() -> None:
    updated = MethodSheetUpdated(occurred_on=MAR_20, context="closing", changed=False)
    given(*LEAVING).when(to_record(updated)).then_impossible("no_method_sheet")
    sheet = MethodSheetEstablished(occurred_on=FEB_3)
    given(*LEAVING, sheet).when(to_record(updated)).then(updated)


def test_the_plan_is_looked_over_at_the_closing_meeting_if_there_is_one() -> None:
    looked_over = ImplementationPlanUpdated(
        occurred_on=MAR_20, participation="participated", context="closing", changed=False
    )
    given(*LEAVING).when(to_record(looked_over)).then_impossible("no_plan")


# ---------------------------------------------------------------- telling relatives


consent = ConsentGranted(
    occurred_on=JAN_19,
    consent="mor",
    recipients=("relative",),
    scope="Hur stödet fungerar",
    valid_from=JAN_19,
)
mother = ContactRegistered(occurred_on=JAN_19, contact="mor", role="relative")
sister = mother.but(contact="syster")


def test_relatives_are_told_when_the_client_has_consented() -> None:
    given(*LEAVING, consent).when(to_record(relative_informed)).then(relative_informed)


@pytest.mark.parametrize(
    "facts",
    [
        (),
        (consent.but(recipients=("god_man",)),),
        (consent.but(valid_from=APR_2),),
        (consent.but(valid_to=MAR_2),),
        (consent.but(valid_from=date(2025, 3, 20), valid_to=date(2030, 1, 1)),),
        (consent, ConsentWithdrawn(occurred_on=MAR_2, consent="mor")),
        (consent, ConsentWithdrawn(occurred_on=MAR_20, consent="mor")),
        (mother, sister, consent.but(contacts=("mor",))),
    ],
    ids=[
        "no consent",
        "for another",
        "from later on",
        "ran out",
        "older than a year",
        "withdrawn in the middle of the handover",
        "withdrawn that day",
        "for a contact that is not named",
    ],
)
def test_relatives_are_not_told_without_a_consent_in_force(facts: tuple[Fact, ...]) -> None:
    given(*LEAVING, *facts).when(to_record(relative_informed)).then_refused("LAW-08")


def test_what_relatives_were_told_before_the_consent_was_withdrawn_stands() -> None:
    taken_back = ConsentWithdrawn(occurred_on=date(2026, 3, 21), consent="mor")
    given(*LEAVING, consent, taken_back).when(to_record(relative_informed)).then(relative_informed)


def test_a_consent_that_names_a_contact_covers_that_one_alone() -> None:
    facts = (*LEAVING, mother, sister, consent.but(contacts=("mor",)))
    to_mother = relative_informed.but(contact="mor")
    given(*facts).when(to_record(to_mother)).then(to_mother)
    given(*facts).when(to_record(relative_informed.but(contact="syster"))).then_refused("LAW-08")


def test_a_contact_that_is_named_must_be_there() -> None:
    given(*LEAVING, consent).when(
        to_record(relative_informed.but(contact="moster"))
    ).then_impossible("unknown_reference", field="contact")


@pytest.mark.parametrize("party", ["god_man", "case_officer"])
def test_god_man_and_case_officer_are_told_without_consent(party: str) -> None:
    told_them = case_officer_informed.but(party=party)
    given(*LEAVING).when(to_record(told_them)).then(told_them)


# ---------------------------------------------------------------- the last day, and after it


BEFORE_THE_END: tuple[Fact, ...] = (
    AssignmentExplained(occurred_on=APR_2, to="client", modes=("oral",)),
    ClientInformedOfSupportPersons(occurred_on=APR_2, mode="oral"),
    RightToChangeExplained(occurred_on=APR_2),
    MonthlyFollowUpBooked(occurred_on=APR_2, period=MARCH, meeting_on=APR_7),
    followed_up.but(occurred_on=APR_2),
    FollowUpDeclined(occurred_on=APR_2, period=MARCH, offered_on=MAR_2),
    action_required.but(occurred_on=APR_2),
    changed.but(occurred_on=APR_2),
    withdrawn.but(occurred_on=APR_2),
)


@pytest.mark.parametrize("fact", BEFORE_THE_END, ids=lambda fact: type(fact).__name__)
@pytest.mark.parametrize("over", [LEAVING, (*APPOINTED, relationship_ended)], ids=["left", "ended"])
def test_what_only_a_support_person_does_is_not_dated_after_the_last_day(
    over: tuple[Fact | Told, ...], fact: Fact
) -> None:
    given(*over).when(to_record(fact)).then_impossible("relationship_ended", field="occurred_on")


def test_a_departure_is_not_announced_after_the_relationship_ended() -> None:
    given(*APPOINTED, relationship_ended).when(
        to_record(departure_announced.but(occurred_on=APR_2))
    ).then_impossible("relationship_ended", field="occurred_on")


def test_the_end_is_recorded_once_whenever_the_last_day_was() -> None:
    later = relationship_ended.but(occurred_on=APR_2)
    given(*LEAVING).when(to_record(later)).then(later)
    (holder,) = holders(history(*LEAVING, later), K)
    assert holder.period.to_date == MAR_31
    given(*LEAVING, later).when(to_record(later.but(occurred_on=APR_7))).then_impossible(
        "relationship_ended", field="occurred_on"
    )


@pytest.mark.parametrize(
    "fact",
    [
        change_requested.but(occurred_on=APR_7),
        client_met.but(occurred_on=APR_7),
        FollowUpPresented(occurred_on=APR_7, period=MARCH),
        FollowUpSupplemented(occurred_on=APR_7, period=MARCH, need="Mer"),
        UnitManagerNotified(occurred_on=APR_7, actions=(event_id(6),)),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_what_was_begun_is_finished_after_the_last_day(fact: Fact) -> None:
    given(*LEAVING, followed_up, action_required).when(to_record(fact)).then(fact)


@pytest.mark.parametrize(
    "answer",
    [change_granted, ChangeNotPossible(occurred_on=MAR_20, decided_by="other", reason="Ingen")],
    ids=["granted", "not possible"],
)
def test_a_wish_is_answered_even_after_the_last_day(answer: Fact) -> None:
    late = answer.but(occurred_on=APR_7)
    given(*LEAVING, change_requested).when(to_record(late)).then(late)


def test_handing_over_goes_on_after_the_case_is_closed_and_nothing_else() -> None:
    over = (
        *LEAVING,
        meeting_held,
        OrderEnded(occurred_on=MAR_20, reason="died"),
        CaseClosed(occurred_on=MAR_20, outcome="died"),
    )
    given(*over).when(to_record(completed)).then(completed)
    given(*over).when(to_record(followed_up.but(occurred_on=MAR_31))).then_impossible(
        "case_closed", field="occurred_on"
    )


def test_who_has_no_client_left_is_ended_in_the_register() -> None:
    ending = AssigneeEnded(occurred_on=MAR_31, scope="person")
    given(*LEAVING).when(to_record(ending)).then(ending)
    given(*LEAVING).when(to_record(ending.but(occurred_on=MAR_20))).then_impossible(
        "active_relationships", field="scope", provision="KLA-11e"
    )


# ---------------------------------------------------------------- a wish for another


@pytest.mark.parametrize("facts", [APPOINTED, LEAVING, (*LEAVING, relationship_ended), SUCCEEDED])
def test_a_wish_for_another_support_person_is_never_refused(
    facts: tuple[Fact | Told, ...],
) -> None:
    for day in (JAN_19, MAR_2, APR_7):
        wish = change_requested.but(occurred_on=day)
        given(*facts).when(to_record(wish), by=STINA).then(wish)


# ---------------------------------------------------------------- the monthly follow-up


def test_what_is_supplemented_has_been_followed_up() -> None:
    supplement = FollowUpSupplemented(occurred_on=APR_2, period=MARCH, need="Mer")
    given(*APPOINTED, followed_up).when(to_record(supplement)).then(supplement)
    for facts in ((), (followed_up.but(period=Month(2026, 2)),)):
        given(*APPOINTED, *facts).when(to_record(supplement)).then_impossible(
            "unknown_reference", field="period"
        )


def test_a_month_may_be_followed_up_by_either_person_and_more_than_once() -> None:
    other = followed_up.but(occurred_on=MAR_31)
    given(*BOTH, followed_up).when(to_record(other, of="K1-2")).then(other)
    given(*BOTH, followed_up).when(to_record(other)).then(other)


def test_the_unit_manager_is_told_of_what_was_seen_to_need_action() -> None:
    facts = (*BOTH, action_required)
    notified = UnitManagerNotified(occurred_on=MAR_20, actions=("command-7",))
    for relationship in (R, "K1-2"):
        given(*facts).when(to_record(notified, of=relationship)).then(notified)
    given(*facts).when(to_record(notified.but(actions=("command-1",)))).then_impossible(
        "unknown_reference", field="actions"
    )
    given(*BOTH).when(to_record(notified)).then_impossible("unknown_reference", field="actions")


def test_what_was_done_is_documented_of_what_was_seen_to_need_action() -> None:
    documented = ActionDocumented(occurred_on=APR_2, actions=(event_id(7),), text="Ny spis")
    given(*BOTH, action_required).when(to_record(documented)).then(documented)
    given(*BOTH, client_met).when(to_record(documented)).then_impossible(
        "unknown_reference", field="actions"
    )


def test_housing_support_starts_with_or_without_support_persons() -> None:
    for facts in (APPOINTED[:1], BOTH):
        given(*facts).when(to_record(service_started)).then(service_started)


# ---------------------------------------------------------------- at the same time


def test_of_two_who_appoint_at_the_same_time_one_gets_the_slot() -> None:
    door = Doorway(MemoryJournal())
    door.append(history(*APPOINTED[:2], second_registered).recorded)
    rutin = Rutin(door)
    mine, theirs = (
        to_record(support_person_appointed.but(assignee=who), of=f"K1-{who}") for who in (A, "A2")
    )
    door.rivals = [lambda: rutin.handle(theirs, EVA)]
    with pytest.raises(Impossible) as refusal:
        rutin.handle(mine, EVA)
    assert refusal.value.code == "slot_taken"
    assert door.history("relationship/K1-A2")


def test_every_day_is_told_who_was_there() -> None:
    facts = history(*SUCCEEDED)
    told_days = {
        day: [(h.slot, h.assignee) for h in sorted(holders_on(facts, K, day), key=lambda h: h.slot)]
        for day in (JAN_19 - timedelta(days=1), JAN_19, MAR_31, APR_1)
    }
    assert list(told_days.values()) == [
        [],
        [(1, "A1"), (2, "A2")],
        [(1, "A1"), (2, "A2")],
        [(1, "A3"), (2, "A2")],
    ]
