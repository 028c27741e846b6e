"""What generated histories found: nothing that happens later changes how a day stood."""

from datetime import date, timedelta

import pytest

from examples import (
    APR_7,
    FEB_1,
    FEB_3,
    FEB_12,
    FEB_16,
    JAN_8,
    JAN_12,
    JAN_19,
    JAN_26,
    MAR_2,
    MAR_20,
    MAY_4,
    A,
    K,
    agreement_signed,
    assignee_registered,
    assignment_offered,
    companion_ordered,
    order_for_a_child,
    order_received,
    order_renewed,
    own_proposal_received,
)
from rutin.domain.act import Fact
from rutin.domain.assessment.assess import assess
from rutin.domain.assessment.finding import State, Status
from rutin.domain.assignee import AssigneeRejected
from rutin.domain.case import (
    ClientMeetingHeld,
    ContactRegistered,
    OrderRenewed,
    PackItem,
    PackItems,
    RenewalExecuted,
    WelcomePackDelivered,
    WelcomePackSupplemented,
)
from rutin.domain.routine import RoutineBook
from rutin.domain.support_relationship import (
    ChangeGranted,
    ChangeRequested,
    DepartureAnnounced,
    QuarterlyReportRow,
    QuarterlyReportSubmitted,
    RelationshipEnded,
    ServiceProvided,
    SupportPersonAppointed,
)
from rutin.domain.values import Quarter
from spec import Told, event_id, history

_DAY = timedelta(days=1)
GIVEN, NOT_NEEDED = PackItem(given=True), PackItem(not_needed_because="Inget larm")


def state(provision: str, day: date, *facts: Fact | Told, key: str = "-") -> State:
    """Tell how an instance stands on a day."""
    found = assess(history(*facts), K, RoutineBook.of(), as_of=day)
    (state,) = (
        each.state for each in found if each.provision.id == provision and each.course.key == key
    )
    return state


def test_before_the_order_came_nothing_was_late_however_old_the_decision() -> None:
    order = order_received.but(decision_date=date(2025, 9, 1))
    assert state("LAW-01", JAN_12 - _DAY, order).status is Status.OPEN
    assert state("LAW-01", JAN_12, order).status is Status.OVERDUE


@pytest.mark.parametrize("provision", ["LAW-01", "KLA-02a"])
def test_before_the_order_came_no_due_day_was_known(provision: str) -> None:
    assert state(provision, JAN_12 - _DAY, order_received).due is None
    assert state(provision, JAN_12, order_received).due is not None


def test_a_renewal_without_any_order_leaves_what_was_before_it() -> None:
    assert state("LAW-01", MAR_20 - _DAY, order_renewed).status is Status.OPEN


def test_a_case_is_governed_from_its_order_even_while_it_had_not_come() -> None:
    early = ContactRegistered(occurred_on=JAN_8, contact="C1", role="client", routes=("phone",))
    found = assess(history(early, order_received), K, RoutineBook.of(), as_of=JAN_8)
    assert {f.course.governed_on for f in found if f.provision.id == "KLA-04"} == {JAN_12}


def test_what_was_said_first_of_a_matter_of_the_pack_answers_it() -> None:
    pack = WelcomePackDelivered(
        occurred_on=FEB_3,
        items=PackItems(
            phone_numbers=GIVEN,
            names=GIVEN,
            key_routines=GIVEN,
            private_funds=GIVEN,
            alarm=NOT_NEEDED,
            complaints=GIVEN,
        ),
        delivered_by="unit_manager",
    )
    later = WelcomePackSupplemented(
        occurred_on=MAR_2, items=PackItems(alarm=GIVEN), delivered_by="unit_manager"
    )
    for known in ((order_received, pack), (order_received, pack, later)):
        assert state("NYB-06", FEB_3, *known).status is Status.MET


def test_one_turned_down_once_may_be_offered_the_assignment_again() -> None:
    turned_down = AssigneeRejected(occurred_on=JAN_26, reason="Inte lämplig")
    again = assignment_offered.but(occurred_on=FEB_3)
    facts = (order_received, assignee_registered, own_proposal_received, turned_down, again)
    assert state("KLA-06a", FEB_3, *facts, key="round-2").status is Status.MET


def test_an_execution_belongs_to_the_period_that_it_found() -> None:
    executed = RenewalExecuted(occurred_on=FEB_16, order_no="B9")
    renewed = OrderRenewed(occurred_on=MAR_20, decision_date=MAR_20, order_no="B2")
    for known in ((order_received, executed), (order_received, executed, renewed)):
        found = state("KLA-11a", FEB_16, *known, key=event_id(1))
        assert found.status is Status.BREACHED


def test_service_shown_first_decides_the_day_of_the_breach() -> None:
    order = companion_ordered.but(period_to=FEB_1)
    shown = ServiceProvided(occurred_on=MAR_2)
    earlier_day_shown_later = QuarterlyReportSubmitted(
        occurred_on=APR_7, quarter=Quarter(2026, 1), rows=(QuarterlyReportRow(on=FEB_12),)
    )
    facts = (order, assignee_registered, assignment_offered, shown)
    for known in (facts, (*facts, earlier_day_shown_later)):
        assert state("KLA-11a", MAR_2, *known, key=event_id(1)).status is Status.BREACHED


def test_the_first_way_to_the_client_counts_though_the_order_told_another() -> None:
    early = ContactRegistered(occurred_on=JAN_8, contact="C1", role="client", routes=("phone",))
    order = order_received.but(contact_routes=("phone",))
    assert state("KLA-01b", JAN_8, early, order) == state("KLA-01b", JAN_8, early)


def test_a_meeting_dated_before_the_order_is_a_childs_all_the_same() -> None:
    meeting = ClientMeetingHeld(occurred_on=JAN_8)
    found = state("LAW-30", JAN_8, order_for_a_child, meeting, key=event_id(2))
    assert found.missing == ("child_view",)


def test_one_proposed_after_the_agreement_was_not_agreed_with_uninvestigated() -> None:
    proposed_later = own_proposal_received.but(occurred_on=MAR_2)
    facts = (order_received, assignee_registered, assignment_offered, agreement_signed)
    found = state("KLA-06d", FEB_16, *facts, proposed_later, key="round-1")
    assert found.status is Status.NOT_APPLICABLE


APPOINTED = SupportPersonAppointed(occurred_on=JAN_19, case=K, assignee=A, slot=1, from_date=JAN_19)
MOBILE_TEAM = (
    order_received.but(intervention="housing_support"),
    assignee_registered.but(interventions=("housing_support",)),
    APPOINTED,
)


def test_a_change_granted_opens_a_handover_though_no_last_day_is_known() -> None:
    asked = ChangeRequested(occurred_on=FEB_3, requested_by="client")
    granted = ChangeGranted(occurred_on=FEB_12, decided_by="unit_manager")
    found = state("BYTE-08", FEB_12, *MOBILE_TEAM, asked, granted, key=event_id(5))
    assert (found.status, found.due) == (Status.OPEN, None)


def test_an_end_sooner_than_announced_does_not_make_the_announcement_late() -> None:
    announced = DepartureAnnounced(occurred_on=FEB_3, reason="assignment_ends", last_day=MAY_4)
    ended = RelationshipEnded(occurred_on=MAR_2, reason="assignee_left")
    facts = (*MOBILE_TEAM, announced, ended)
    assert state("BYTE-08", FEB_3, *facts, key=event_id(4)).reason is None
