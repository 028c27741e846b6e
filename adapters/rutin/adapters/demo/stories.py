"""The story cases: each shows one thing that happens, with certainty and whatever the seed.

They come first in the municipality, so that K-001 is the first story, and so on.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle

from rutin.adapters.demo.arrival import (
    ask_for_contact_details,
    never_reach,
    open_case,
    reach,
    register_contact,
    report_non_execution,
    try_ways,
    wait_for_client,
)
from rutin.adapters.demo.assignees import AssigneeAtHand
from rutin.adapters.demo.case_at_hand import CaseAtHand
from rutin.adapters.demo.case_calendar import Round, days_after, working_day
from rutin.adapters.demo.client_meeting import (
    decline_meeting,
    draw_up_plan,
    grant_consent,
    meet,
    withdraw_consent,
)
from rutin.adapters.demo.course import (
    ask_for_change,
    change_assignee,
    end_assignment,
    end_order,
    find_another,
    follow_up_plan,
    lapse,
    pause_while_away,
    refuse_change,
    renew,
)
from rutin.adapters.demo.follow_ups import follow_up_months
from rutin.adapters.demo.handovers import (
    Departure,
    close_as_it_stands,
    draw_up_method_sheet,
    hand_over,
    leave,
)
from rutin.adapters.demo.manners import ConsentAnswer, FollowUpManner
from rutin.adapters.demo.matching import (
    joint_meeting_fails,
    match,
    offers_declined,
    own_proposal,
    recruit,
    search,
)
from rutin.adapters.demo.outlays import claim_outlays, declare_no_outlays
from rutin.adapters.demo.reporting import (
    hand_in,
    months_served,
    report_month_again,
    report_months,
    report_quarters,
)
from rutin.adapters.demo.social_record import (
    dispute,
    mark_erroneous,
    register_document,
    write_note,
)
from rutin.adapters.demo.support_persons import (
    appoint,
    appoint_anew,
    present_themselves,
    provide_support_persons,
)
from rutin.adapters.demo.town import Town
from rutin.adapters.demo.welcome import start, welcome
from rutin.domain.assignee import CorrectAssigneeFact, EndAssignee
from rutin.domain.case import (
    CorrectCaseFact,
    RecordClientContact,
    RecordContactAttempt,
    RemoveContact,
)
from rutin.domain.intervention import Intervention
from rutin.domain.support_relationship import (
    AnnounceDeparture,
    BriefingItems,
    ChangeDeparture,
    CorrectRelationshipFact,
    EndRelationship,
    KeepContact,
    RecordServiceProvided,
    RejectChange,
    RequestChange,
    WithdrawDeparture,
)
from rutin.domain.values import Hours

LAW_17_CHANGED_ON = date(2026, 3, 1)
"""From this day an agreement for a child asks for two extracts, at most six months old."""


def prepared(case: CaseAtHand) -> CaseAtHand:
    """Reach and meet the client and begin the search, without ado."""
    reach(case)
    meet(case)
    search(case)
    return case


def begin(case: CaseAtHand, assignee: AssigneeAtHand | None = None) -> None:
    """Match, welcome and start, without ado."""
    match(case, assignee)
    welcome(case)
    start(case)


def in_service(case: CaseAtHand) -> CaseAtHand:
    """Take a case all the way to its service, without ado."""
    begin(prepared(case))
    return case


def go_on(case: CaseAtHand) -> None:
    """Renew the order whenever it runs out, and report on time."""
    renew_in_time(case)
    if case.is_for_contact_person:
        report_quarters(case, cycle(["on_time"]))
    elif case.engagements:
        report_months(case, cycle(["on_time"]))


def renew_in_time(case: CaseAtHand) -> None:
    """Renew the order whenever it runs out."""
    while case.order_to < case.town.today:
        renew(case)


# ---------------------------------------------------------------- a good year of each intervention


def contact_person_with_all_in_order(town: Town) -> None:
    """A contact person: told, met, matched, welcomed, reported on each quarter, renewed."""
    case = in_service(open_case(town, "contact_person", months_ago=15))
    go_on(case)


def companion_with_all_in_order(town: Town) -> None:
    """A companion: plan, agreement, monthly reports with reasons, outlays paid, renewed."""
    case = in_service(open_case(town, "companion", months_ago=15))
    go_on(case)
    for engagement, month in list(months_served(case))[:4]:
        claim_outlays(case, engagement, month)


def relief_with_all_in_order(town: Town) -> None:
    """A relief worker: plan, agreement, monthly reports, plan followed up, renewed."""
    case = in_service(open_case(town, "relief", months_ago=15))
    go_on(case)
    follow_up_plan(case, days_after(case.calendar.started_on, 180))


def housing_support_with_all_in_order(town: Town) -> None:
    """Housing support: order, meeting, plan, service, plan followed up, renewed."""
    case = open_case(town, "housing_support", months_ago=15, days_to_execution=30)
    reach(case)
    meet(case, profile=False)
    provide_support_persons(case)
    start(case)
    follow_up_plan(case, days_after(case.calendar.started_on, 120), changed=True)
    go_on(case)
    follow_up_months(case, cycle(["on_time"]))


# ---------------------------------------------------------------- reaching the client


def reached_at_the_fifth_attempt(town: Town) -> None:
    """Telephone, letter and e-mail in vain before the client answers."""
    case = open_case(town, "contact_person", months_ago=9, days_to_execution=80)
    reach(case, in_vain=("phone", "letter", "phone", "email"))
    meet(case)
    search(case)
    begin(case)
    go_on(case)


def never_reached(town: Town) -> None:
    """Every way tried in vain; the case officer told, the decision reported as not executed."""
    case = open_case(town, "contact_person", months_ago=11)
    never_reach(case)
    report_non_execution(case, "Brukaren går inte att nå.")


def never_reached_and_ended_by_the_authority(town: Town) -> None:
    """Every way tried in vain, until the case officer ends the order."""
    case = open_case(town, "companion", months_ago=10, missing_routes=("email",))
    never_reach(case)
    end_order(case, days_after(case.calendar.received_on, 75), "client_declined")


def order_without_contact_details(town: Town) -> None:
    """The order lacks every contact route; the case officer is asked."""
    case = open_case(town, "relief", months_ago=7, missing_routes=("phone", "post", "email"))
    ask_for_contact_details(case)
    in_service(case)
    go_on(case)


def told_nothing_at_the_first_contact(town: Town) -> None:
    """The client is reached, but the note does not say that order and meeting were mentioned."""
    case = open_case(town, "contact_person", months_ago=4)
    reach(case, informed=False)
    meet(case, topics_left_blank=True)


def meeting_declined(town: Town) -> None:
    """The client does not want to meet; the search goes on with what the order says."""
    case = open_case(town, "contact_person", months_ago=8)
    reach(case)
    decline_meeting(case)
    search(case)
    begin(case)
    go_on(case)


# ---------------------------------------------------------------- time to execution


def more_than_three_months_to_execution(town: Town) -> None:
    """Executed after five months, reported each quarter meanwhile, then reported as executed."""
    case = open_case(town, "contact_person", months_ago=14, days_to_execution=155)
    in_service(case)
    report_non_execution(
        case, "Ingen lämplig uppdragstagare har funnits.", until=case.calendar.started_on
    )
    go_on(case)


def still_waiting_after_three_months(town: Town) -> None:
    """Not executed after six months, and no one has reported it."""
    case = prepared(open_case(town, "companion", months_ago=6, days_to_execution=400))
    offers_declined(case, 2)


def client_asks_to_wait(town: Town) -> None:
    """The client wants to start after the summer; the three months run all the same."""
    case = open_case(town, "companion", months_ago=10, days_to_execution=120)
    reach(case)
    wait_for_client(case, "Vill börja när sjukhusvistelsen är över.")
    meet(case)
    search(case)
    begin(case)
    go_on(case)


# ---------------------------------------------------------------- special clients


def child_checked_before_the_law_changed(town: Town) -> None:
    """A relief worker for a child, agreed before the register checks were tightened."""
    agreed_about = LAW_17_CHANGED_ON - timedelta(days=14)
    case = in_service(_case_of_child(town, "relief", agreed_about, or_months_ago=16))
    go_on(case)


def child_checked_after_the_law_changed(town: Town) -> None:
    """A contact person for a child, agreed after the register checks were tightened."""
    agreed_about = LAW_17_CHANGED_ON + timedelta(days=14)
    case = in_service(_case_of_child(town, "contact_person", agreed_about, or_months_ago=6))
    go_on(case)


def _case_of_child(
    town: Town, intervention: Intervention, agreed_about: date, or_months_ago: int
) -> CaseAtHand:
    """Open a child's case, to be agreed about a day if the town's time allows, else otherwise."""
    received_on = agreed_about - timedelta(days=37)  # 82 % of the way from order to service
    in_time = town.first_day <= received_on and agreed_about < town.today - timedelta(days=10)
    return open_case(
        town,
        intervention,
        received_on=received_on if in_time else None,
        months_ago=or_months_ago,
        days_to_execution=49,
        client=town.people.child,
    )


def child_without_register_check(town: Town) -> None:
    """An agreement for a child recorded as a deviation: no extract had been shown."""
    case = prepared(open_case(town, "relief", months_ago=5, client=town.people.child))
    deviation = "Avtalet skrevs under innan utdraget hade visats. Upptäcktes vid genomgång."
    match(case, child_checked=False, deviation=deviation)
    welcome(case)
    start(case)
    go_on(case)


def god_man_speaks_for_the_client(town: Town) -> None:
    """A god man is reached and comes along to the meetings; later another takes over."""
    case = open_case(town, "companion", months_ago=12)
    case.spokesperson = "god_man"
    register_contact(case, "god_man", case.calendar.received_on, contact="god-man-1")
    in_service(case)
    go_on(case)
    changed_on = days_after(case.calendar.started_on, 90)
    case.note(
        RemoveContact(
            case=case.reference,
            contact="god-man-1",
            reason="Tingsrätten har utsett en annan god man.",
            occurred_on=changed_on,
        )
    )
    register_contact(case, "god_man", changed_on, contact="god-man-2", routes=("phone", "email"))


def protected_client(town: Town) -> None:
    """A client whose data are protected: no address, reached by telephone alone."""
    case = open_case(
        town, "contact_person", months_ago=10, protected=True, missing_routes=("email",)
    )
    in_service(case)
    go_on(case)


def client_with_coordination_number(town: Town) -> None:
    """A client with a coordination number."""
    case = open_case(town, "companion", months_ago=9, client=town.people.with_coordination_number)
    in_service(case)
    go_on(case)


def client_without_known_number(town: Town) -> None:
    """A client whose identity number is not known."""
    case = open_case(
        town, "contact_person", months_ago=3, client=town.people.without_number, legal_basis="SoL"
    )
    prepared(case)


# ---------------------------------------------------------------- consent and plan


def consent_refused(town: Town) -> None:
    """The client lets no one be told anything."""
    case = open_case(town, "contact_person", months_ago=11)
    register_contact(case, "relative", case.calendar.received_on)
    reach(case)
    meet(case, consent="declined")
    search(case)
    begin(case)
    go_on(case)


def consent_withdrawn(town: Town) -> None:
    """The client takes the consent back after some months."""
    case = open_case(town, "companion", months_ago=11)
    register_contact(case, "relative", case.calendar.received_on)
    in_service(case)
    withdraw_consent(case, days_after(case.calendar.started_on, 60))
    go_on(case)


def consent_given_later(town: Town) -> None:
    """The client thinks the consent over, and gives it two weeks later."""
    case = open_case(town, "relief", months_ago=9)
    reach(case)
    meet(case, consent="deferred")
    grant_consent(case, days_after(case.calendar.met_on, 14))
    search(case)
    begin(case)
    go_on(case)


def plan_without_the_client(town: Town) -> None:
    """The client takes no part in the plan, which is written all the same."""
    case = open_case(town, "companion", months_ago=8)
    reach(case)
    meet(case, profile=False, with_client=False)
    search(case)
    begin(case)
    go_on(case)


def plan_after_the_service_started(town: Town) -> None:
    """The plan is drawn up a month after the service started."""
    case = open_case(town, "relief", months_ago=8)
    reach(case)
    meet(case, plan=False)
    search(case)
    begin(case)
    draw_up_plan(case, days_after(case.calendar.started_on, 30))
    go_on(case)


# ---------------------------------------------------------------- finding an assignee


def own_proposal_approved(town: Town) -> None:
    """The client's own proposal is investigated and approved, and becomes contact person."""
    case = open_case(town, "contact_person", months_ago=13, days_to_execution=75)
    reach(case)
    meet(case)
    begin(case, own_proposal(case))
    go_on(case)


def own_proposal_rejected_and_another_recruited(town: Town) -> None:
    """The client's own proposal is not approved, no one suits, and someone is recruited."""
    case = open_case(town, "contact_person", months_ago=12, days_to_execution=90)
    reach(case)
    meet(case)
    own_proposal(case, rejected_because="Referenserna stödde inte förslaget.")
    halfway = case.calendar.searched_on + (case.calendar.offered_on - case.calendar.searched_on) / 2
    begin(case, recruit(case, after=working_day(halfway)))
    go_on(case)


def agreement_before_the_approval(town: Town) -> None:
    """The client's own proposal signs before the decision to approve, recorded as a deviation."""
    case = open_case(town, "contact_person", months_ago=7, days_to_execution=80)
    reach(case)
    meet(case)
    proposed = own_proposal(case)
    too_early = Round.after(case.calendar.searched_on)
    match(case, proposed, days=too_early, deviation="Avtalet skrevs innan utredningen var klar.")
    welcome(case)
    start(case)
    go_on(case)


def companion_recruited(town: Town) -> None:
    """No companion suits, so one is recruited."""
    case = prepared(open_case(town, "companion", months_ago=8, days_to_execution=85))
    begin(case, recruit(case))
    go_on(case)


def two_offers_declined(town: Town) -> None:
    """Two assignees decline before a third accepts."""
    case = prepared(open_case(town, "contact_person", months_ago=9, days_to_execution=70))
    offers_declined(case, 2)
    begin(case)
    go_on(case)


def client_not_satisfied_at_the_joint_meeting(town: Town) -> None:
    """At the first joint meeting the client says no; another assignee suits."""
    case = prepared(open_case(town, "contact_person", months_ago=10, days_to_execution=80))
    joint_meeting_fails(case, "client")
    begin(case)
    go_on(case)


def assignee_not_satisfied_at_the_joint_meeting(town: Town) -> None:
    """At the first joint meeting the assignee says no; another one suits."""
    case = prepared(open_case(town, "relief", months_ago=7, days_to_execution=80))
    joint_meeting_fails(case, "assignee")
    begin(case)
    go_on(case)


# ---------------------------------------------------------------- briefing, welcome and start


def undertaking_never_signed(town: Town) -> None:
    """A companion works without having signed the undertaking of confidentiality."""
    case = prepared(open_case(town, "companion", months_ago=7))
    match(case, _newcomer(case), undertaking=False)
    welcome(case)
    start(case)
    go_on(case)


def _newcomer(case: CaseAtHand) -> AssigneeAtHand:
    """Register someone for this case alone."""
    on = case.calendar.received_on
    return case.town.register.enter(
        on, case.staff, (case.intervention,), "other", case=case.reference
    )


def briefing_lacks_half(town: Town) -> None:
    """The assignee gets a description of the assignment and nothing else."""
    case = prepared(open_case(town, "contact_person", months_ago=6))
    match(case, briefing=BriefingItems(assignment_description=True, quarterly_form=False))
    welcome(case)
    start(case)
    go_on(case)


def welcome_pack_supplemented_late(town: Town) -> None:
    """Private funds and alarm are missing from the pack, and come four days after the start."""
    case = prepared(open_case(town, "companion", months_ago=9))
    match(case)
    later = days_after(case.calendar.started_on, 4)
    welcome(case, lacking=("private_funds", "alarm"), supplemented_on=later)
    start(case)
    go_on(case)


def welcome_pack_never_complete(town: Town) -> None:
    """Key routines and complaints are missing for good, and no checklist was gone through."""
    case = prepared(open_case(town, "relief", months_ago=10))
    match(case)
    welcome(case, lacking=("key_routines", "complaints"), no_alarm=True, checklist=False)
    start(case)
    go_on(case)


def service_before_the_agreement(town: Town) -> None:
    """The service starts two weeks before the agreement, recorded as a deviation."""
    case = prepared(open_case(town, "companion", months_ago=8))
    days = case.calendar.first_round
    late_days = Round(
        offered_on=days.offered_on,
        joint_meeting_on=days.joint_meeting_on,
        agreed_on=days_after(case.calendar.started_on, 14),
    )
    welcome(case)
    start(case, deviation="Ledsagaren började innan avtalet var påskrivet.")
    match(case, days=late_days)
    go_on(case)


def agreement_recorded_weeks_late(town: Town) -> None:
    """Agreement and start of service are recorded three weeks after they happened."""
    case = prepared(open_case(town, "relief", months_ago=8))
    recorded_on = days_after(case.calendar.started_on, 21)
    match(case, agreement_recorded_on=recorded_on)
    welcome(case)
    start(case, recorded_on=recorded_on)
    go_on(case)


# ---------------------------------------------------------------- reports and outlays


def quarterly_reports_of_every_kind(town: Town) -> None:
    """Quarterly reports: on time, late, missing, and with a row outside the quarter."""
    case = in_service(open_case(town, "contact_person", months_ago=17, period_months=24))
    report_quarters(case, cycle(["on_time", "late", "missing", "row_outside"]))


def monthly_reports_of_every_kind(town: Town) -> None:
    """Monthly reports: without reason and completed, late, missing, on time."""
    case = in_service(open_case(town, "relief", months_ago=12))
    report_months(case, cycle(["without_reason", "late", "missing", "on_time"]))
    _, first_month = next(months_served(case))
    report_month_again(case, first_month)
    renew_in_time(case)


def outlays_with_misnumbered_receipts(town: Town) -> None:
    """Receipts 1, 2, 4: returned, handed in again, attested and paid; then months without any."""
    case = in_service(open_case(town, "companion", months_ago=8))
    go_on(case)
    (engagement, first_month), *later = months_served(case)
    claim_outlays(case, engagement, first_month, "misnumbered")
    for _, month in later:
        declare_no_outlays(case, engagement, month)


def outlays_with_wrong_total(town: Town) -> None:
    """A total that is not the sum: returned, handed in again, attested and paid."""
    case = in_service(open_case(town, "companion", months_ago=7))
    go_on(case)
    engagement, first_month = next(months_served(case))
    claim_outlays(case, engagement, first_month, "wrong_total")


# ---------------------------------------------------------------- renewal, change, interruption, end


def renewed_too_late(town: Town) -> None:
    """The service goes on for weeks after the order ran out, before the new one comes."""
    case = in_service(open_case(town, "contact_person", months_ago=12, period_months=6))
    for days in (4, 11, 18):
        _serve(case, case.order_to + timedelta(days=days), Hours(3))
    renew(case, days_before_end=-25)
    go_on(case)


def _serve(case: CaseAtHand, on: date, hours: Hours) -> str:
    """Note support given on a day; give the command's id."""
    relationship = case.engagement.relationship
    provided = RecordServiceProvided(relationship=relationship, hours=hours, occurred_on=on)
    return hand_in(case, case.engagement, provided)


def lapsed_and_closed(town: Town) -> None:
    """The order runs out without a new one; the assignment ends and the case is closed."""
    case = in_service(open_case(town, "contact_person", months_ago=12, period_months=6))
    report_quarters(case, cycle(["on_time"]), until=case.order_to)
    lapse(case)


def client_does_not_want_to_renew_with_the_same(town: Town) -> None:
    """At the renewal the client wants someone else; a new round gives another contact person."""
    case = in_service(open_case(town, "contact_person", months_ago=13, period_months=6))
    ended_on = case.order_to
    renew(case, declined_by="client")
    end_assignment(case, ended_on, "renewal_declined")
    find_another(case, ended_on)
    go_on(case)


def assignee_does_not_want_to_renew(town: Town) -> None:
    """At the renewal the companion wants to stop; a new round gives another."""
    case = in_service(open_case(town, "companion", months_ago=13, period_months=6))
    ended_on = case.order_to
    renew(case, declined_by="assignee")
    end_assignment(case, ended_on, "renewal_declined")
    find_another(case, ended_on)
    go_on(case)


def client_changes_contact_person(town: Town) -> None:
    """The client wants another contact person, and gets one."""
    case = in_service(open_case(town, "contact_person", months_ago=12))
    change_assignee(case, days_after(case.calendar.started_on, 100))
    go_on(case)


def change_not_possible(town: Town) -> None:
    """The client wants another companion, but there is none; the reason is given."""
    case = in_service(open_case(town, "companion", months_ago=9))
    asked_on = days_after(case.calendar.started_on, 50)
    ask_for_change(case, asked_on, "client")
    refuse_change(case, days_after(asked_on, 14), "Ingen annan ledsagare kan de tiderna.")
    go_on(case)


def assignee_leaves_at_short_notice(town: Town) -> None:
    """A contact person falls away from one day to the next, and leaves the register."""
    case = prepared(open_case(town, "contact_person", months_ago=12))
    leaver = _newcomer(case)
    begin(case, leaver)
    left_on = days_after(case.calendar.started_on, 80)
    end_assignment(case, left_on, "assignee_left")
    case.note(
        EndAssignee(
            assignee=leaver.reference,
            scope="person",
            reason="Flyttar från kommunen.",
            occurred_on=days_after(left_on, 1),
        )
    )
    find_another(case, left_on)
    go_on(case)


def assignee_away_for_a_month(town: Town) -> None:
    """A companion tells two weeks ahead of a month away; fewer hours are performed, with a reason."""
    case = in_service(open_case(town, "companion", months_ago=8))
    away_from = days_after(case.calendar.started_on, 60)
    companion = case.engagement.assignee
    case.town.register.away(companion, away_from, away_from + timedelta(days=30), case.staff)
    report_months(case, cycle(["on_time"]), below_granted=1)


def client_away_for_a_month(town: Town) -> None:
    """The service pauses while the client is away, and goes on."""
    case = in_service(open_case(town, "relief", months_ago=10))
    left_on = days_after(case.calendar.started_on, 60)
    pause_while_away(case, left_on, days_after(left_on, 35))
    go_on(case)


def client_moves(town: Town) -> None:
    """The client moves away: the order is ended, the case closed, the last report comes after."""
    case = in_service(open_case(town, "contact_person", months_ago=12))
    moved_on = days_after(case.calendar.started_on, 120)
    end_order(case, moved_on, "moved")
    report_quarters(case, cycle(["on_time"]), until=moved_on)


def client_dies(town: Town) -> None:
    """The client dies: order, assignment and case end."""
    case = in_service(open_case(town, "companion", months_ago=14))
    died_on = days_after(case.calendar.started_on, 150)
    end_order(case, died_on, "died")
    report_months(case, cycle(["on_time"]), until=died_on)


def housing_support_interrupted_and_ended(town: Town) -> None:
    """Housing support pauses during a hospital stay, and ends when the need has ceased."""
    case = open_case(town, "housing_support", months_ago=14)
    reach(case, in_vain=("phone",))
    meet(case, profile=False)
    provide_support_persons(case)
    start(case)
    left_on = days_after(case.calendar.started_on, 90)
    pause_while_away(case, left_on, days_after(left_on, 28))
    end_order(case, days_after(left_on, 120), "need_ceased")


# ---------------------------------------------------------------- support persons


def in_housing_support(
    town: Town, *, months_ago: int, consent: ConsentAnswer = "granted"
) -> CaseAtHand:
    """Take a case of housing support to its service, with two support persons."""
    case = open_case(town, "housing_support", months_ago=months_ago, days_to_execution=30)
    reach(case)
    meet(case, profile=False, consent=consent)
    provide_support_persons(case)
    start(case)
    return case


def support_person_hands_over_in_time(town: Town) -> None:
    """Person 1 leaves and hands everything over; the successor comes for a time, then for good."""
    case = open_case(town, "housing_support", months_ago=13, days_to_execution=30)
    case.spokesperson = "god_man"
    register_contact(case, "god_man", case.calendar.received_on)
    register_contact(case, "relative", case.calendar.received_on)
    reach(case)
    meet(case, profile=False)
    provide_support_persons(case)
    draw_up_method_sheet(case, days_after(case.calendar.started_on, 14))
    start(case)
    last_day = days_after(case.calendar.started_on, 150)
    successor = hand_over(case, case.supports[0], Departure.in_time(last_day), relatives=True)
    if successor is not None:
        for_good = days_after(last_day, 60)
        appoint_anew(case, successor, for_good, from_date=for_good, term="permanent")
    follow_up_months(case, cycle(["on_time"]))
    renew_in_time(case)


def support_person_hands_over_late(town: Town) -> None:
    """The client is told too late, and the closing meeting comes after the last day."""
    case = in_housing_support(town, months_ago=11, consent="declined")
    hand_over(case, case.supports[1], Departure.late(days_after(case.calendar.started_on, 120)))
    follow_up_months(case, cycle(["on_time"]))
    renew_in_time(case)


def support_person_leaves_at_short_notice(town: Town) -> None:
    """A week's notice, no closing meeting, no one told; the unit manager closes the handover."""
    case = in_housing_support(town, months_ago=10)
    leaver = case.supports[0]
    last_day = days_after(case.calendar.started_on, 100)
    announced_on = working_day(last_day - timedelta(days=7))
    leave(case, leaver, announced_on, days_after(announced_on, 2), last_day)
    successor = appoint(
        case, 1, days_after(announced_on, 2), from_date=last_day + timedelta(days=1)
    )
    met_on = days_after(last_day, 2)
    present_themselves(case, met_on, successor, in_writing_on=days_after(met_on, 5))
    missing = ("Mötet med brukaren", "Besked till handläggaren", "Nycklar och pärm")
    close_as_it_stands(case, leaver, days_after(last_day, 14), *missing)
    case.note(
        EndRelationship(
            relationship=leaver.relationship,
            reason="assignee_left",
            occurred_on=days_after(last_day, 14),
        ),
        case.staff.manager,
    )
    follow_up_months(case, cycle(["on_time"]))
    renew_in_time(case)


def vacancy_after_a_support_person_left(town: Town) -> None:
    """The client declines the closing meeting, no one takes over, and person 2 is missing for weeks."""
    case = in_housing_support(town, months_ago=12)
    last_day = days_after(case.calendar.started_on, 110)
    hand_over(case, case.supports[1], Departure.in_time(last_day), successor=False, declined=True)
    found_on = days_after(last_day, 45)
    successor = appoint(case, 2, found_on, from_date=days_after(found_on, 3))
    present_themselves(case, successor.from_day, successor)
    follow_up_months(case, cycle(["on_time"]))
    renew_in_time(case)


def months_followed_up_in_every_way(town: Town) -> None:
    """Follow-ups on time, supplemented, missed, late, declined, and with something to be done."""
    case = in_housing_support(town, months_ago=12)
    manners: tuple[FollowUpManner, ...] = (
        *("on_time", "action_required", "supplemented"),
        *("missing", "late", "declined"),
    )
    follow_up_months(case, cycle(manners))
    renew_in_time(case)


def support_person_stays_after_all(town: Town) -> None:
    """A departure is announced, moved and withdrawn; a wish for another is not possible."""
    case = in_housing_support(town, months_ago=9)
    support, started_on = case.supports[0], case.calendar.started_on
    on = days_after(started_on, 60)
    last_day = days_after(on, 45)
    relationship, by = support.relationship, support.actor
    case.note(
        AnnounceDeparture(
            relationship=relationship,
            reason="assignment_ends",
            last_day=last_day,
            occurred_on=on,
        ),
        by,
    )
    case.note(
        ChangeDeparture(
            relationship=relationship,
            last_day=days_after(last_day, 14),
            occurred_on=days_after(on, 10),
        ),
        by,
    )
    case.note(WithdrawDeparture(relationship=relationship, occurred_on=days_after(on, 20)), by)
    case.note(
        KeepContact(
            relationship=relationship,
            party="relative",
            channel="phone",
            note="Systern ringde och frågade hur det går.",
            occurred_on=days_after(on, 25),
        ),
        by,
    )
    asked_on = days_after(on, 40)
    case.note(
        RequestChange(
            relationship=relationship,
            requested_by="client",
            received_by="support_person",
            reason="Vill ha någon annan på kvällarna.",
            occurred_on=asked_on,
        ),
        by,
    )
    case.note(
        RejectChange(
            relationship=relationship,
            decided_by="unit_manager",
            reason="Ingen annan arbetar kväll just nu.",
            occurred_on=days_after(asked_on, 7),
        ),
        case.staff.manager,
    )
    follow_up_months(case, cycle(["on_time"]))
    renew_in_time(case)


# ---------------------------------------------------------------- the social record


def notes_signed_late_or_never(town: Town) -> None:
    """Notes signed within two weeks, after two weeks, and never; one contact without a note."""
    case = open_case(town, "housing_support", months_ago=9)
    reach(case)
    meet(case)
    provide_support_persons(case)
    start(case)
    on = case.calendar.started_on
    write_note(case, "Första besöket gick bra.", on, manner="within_two_weeks")
    write_note(case, "Gick igenom posten tillsammans.", days_after(on, 14), manner="later")
    write_note(case, "Brukaren ville inte öppna.", days_after(on, 30), manner="never_signed")
    case.note(
        RecordClientContact(
            case=case.reference, channel="phone", purpose="other", occurred_on=days_after(on, 37)
        )
    )
    follow_up_plan(case, days_after(on, 60))


def note_in_the_wrong_file(town: Town) -> None:
    """A note about someone else is marked as wrong; another is disputed by the client."""
    case = in_service(open_case(town, "companion", months_ago=6))
    on = case.calendar.started_on
    astray = write_note(case, "Samtal med anhörig om ändrade tider.", on)
    mark_erroneous(case, astray, days_after(on, 3), "Hör till en annan brukare.", wrong_client=True)
    disputed = write_note(case, "Brukaren kom sent till mötet.", on)
    dispute(case, disputed, days_after(on, 10), "Jag var i tid, det var bussen som var sen.")
    register_document(case, "Underskriven samtyckesblankett", case.calendar.met_on)
    go_on(case)


def facts_put_right(town: Town) -> None:
    """A wrong channel, a wrong hour and a wrong day are corrected; the originals stay visible."""
    case = open_case(town, "companion", months_ago=9, days_to_execution=60)
    attempt, _ = try_ways(
        case, ("phone", "phone"), case.calendar.received_on, case.calendar.contacted_on
    )
    case.note(
        CorrectCaseFact(
            case=case.reference,
            corrects=attempt,
            reason="Det var ett sms, inte ett samtal.",
            changes={"channel": "sms", "outcome": "sent"},
            occurred_on=case.calendar.met_on,
        )
    )
    reach(case)
    meet(case)
    search(case)
    assignee = _newcomer(case)
    extract = case.town.register.show_extract(
        assignee, case.calendar.offered_on, case.staff, case=case.reference
    )
    case.note(
        CorrectAssigneeFact(
            assignee=assignee.reference,
            corrects=extract,
            reason="Fel utfärdandedag avläst.",
            changes={"issued_on": str(case.calendar.offered_on - timedelta(days=40))},
            occurred_on=case.calendar.agreed_on,
        )
    )
    begin(case, assignee)
    on = case.calendar.started_on
    relationship = case.engagement.relationship
    provided, twice = _serve(case, on, Hours(30)), _serve(case, on, Hours(3))
    case.note(
        CorrectRelationshipFact(
            relationship=relationship,
            corrects=provided,
            reason="Tre timmar, inte trettio.",
            changes={"hours": "3"},
            occurred_on=days_after(on, 1),
        )
    )
    case.note(
        CorrectRelationshipFact(
            relationship=relationship,
            corrects=twice,
            reason="Samma besök registrerat två gånger.",
            occurred_on=days_after(on, 1),
        )
    )
    go_on(case)


def contacts_recorded_weeks_late(town: Town) -> None:
    """Contacts and reports are recorded three weeks after they happened."""
    case = open_case(town, "contact_person", months_ago=11, days_to_execution=80)
    case.days_late = lambda: 21
    attempt_on = days_after(case.calendar.received_on, 1)
    case.note(
        RecordContactAttempt(
            case=case.reference, channel="phone", outcome="message_left", occurred_on=attempt_on
        ),
        recorded_on=days_after(attempt_on, 21),
    )
    in_service(case)
    go_on(case)


STORIES: tuple[Callable[[Town], None], ...] = (
    contact_person_with_all_in_order,
    companion_with_all_in_order,
    relief_with_all_in_order,
    housing_support_with_all_in_order,
    reached_at_the_fifth_attempt,
    never_reached,
    never_reached_and_ended_by_the_authority,
    order_without_contact_details,
    told_nothing_at_the_first_contact,
    meeting_declined,
    more_than_three_months_to_execution,
    still_waiting_after_three_months,
    client_asks_to_wait,
    child_checked_before_the_law_changed,
    child_checked_after_the_law_changed,
    child_without_register_check,
    god_man_speaks_for_the_client,
    protected_client,
    client_with_coordination_number,
    client_without_known_number,
    consent_refused,
    consent_withdrawn,
    consent_given_later,
    plan_without_the_client,
    plan_after_the_service_started,
    own_proposal_approved,
    own_proposal_rejected_and_another_recruited,
    agreement_before_the_approval,
    companion_recruited,
    two_offers_declined,
    client_not_satisfied_at_the_joint_meeting,
    assignee_not_satisfied_at_the_joint_meeting,
    undertaking_never_signed,
    briefing_lacks_half,
    welcome_pack_supplemented_late,
    welcome_pack_never_complete,
    service_before_the_agreement,
    agreement_recorded_weeks_late,
    quarterly_reports_of_every_kind,
    monthly_reports_of_every_kind,
    outlays_with_misnumbered_receipts,
    outlays_with_wrong_total,
    renewed_too_late,
    lapsed_and_closed,
    client_does_not_want_to_renew_with_the_same,
    assignee_does_not_want_to_renew,
    client_changes_contact_person,
    change_not_possible,
    assignee_leaves_at_short_notice,
    assignee_away_for_a_month,
    client_away_for_a_month,
    client_moves,
    client_dies,
    housing_support_interrupted_and_ended,
    support_person_hands_over_in_time,
    support_person_hands_over_late,
    support_person_leaves_at_short_notice,
    vacancy_after_a_support_person_left,
    months_followed_up_in_every_way,
    support_person_stays_after_all,
    notes_signed_late_or_never,
    note_in_the_wrong_file,
    facts_put_right,
    contacts_recorded_weeks_late,
)
"""Every story, in the order of their case numbers."""
