"""Named days, people and facts: one client, one assignee, and what may happen to them.

The days are those of a slow start for a contact person: decision, order, joint meeting,
agreement, service. A test changes what it is about: `order_received.but(period_to=MAR_31)`.
"""

from datetime import date

from rutin.domain.actor import Actor
from rutin.domain.assignee import AssigneeApproved, AssigneeRegistered, RegisterExtractShown
from rutin.domain.case import (
    OrderEnded,
    OrderReceived,
    OrderRenewed,
    OwnProposalReceived,
    ServiceInterrupted,
    ServiceResumed,
    ServiceStarted,
)
from rutin.domain.routine import RoutineVersionAdopted, StatedValue
from rutin.domain.support_relationship import (
    AgreementSigned,
    AssignmentOffered,
    Attachment,
    ClaimRow,
    DepartureAnnounced,
    ExpenseClaimAttested,
    ExpenseClaimSubmitted,
    FollowedUpGoal,
    FollowUpAnswers,
    FollowUpChecklist,
    FollowUpRecorded,
    MatchMeetingHeld,
    RelationshipEnded,
    SupportPersonAppointed,
)
from rutin.domain.values import Money, Month

# A case, an assignee, the relationship between them; and a routine.
K, A, R = "K1", "A1", "K1-1"
NYB = "NYB"

JAN_2 = date(2026, 1, 2)
JAN_8 = date(2026, 1, 8)
JAN_12 = date(2026, 1, 12)
JAN_19 = date(2026, 1, 19)
JAN_26 = date(2026, 1, 26)
FEB_1 = date(2026, 2, 1)
FEB_3 = date(2026, 2, 3)
FEB_12 = date(2026, 2, 12)
FEB_16 = date(2026, 2, 16)
FEB_20 = date(2026, 2, 20)
MAR_2 = date(2026, 3, 2)
MAR_20 = date(2026, 3, 20)
MAR_31 = date(2026, 3, 31)
APR_2 = date(2026, 4, 2)
APR_7 = date(2026, 4, 7)
MAY_4 = date(2026, 5, 4)

FEBRUARY = Month(2026, 2)
MARCH = Month(2026, 3)
APRIL = Month(2026, 4)

ADAM = Actor(id="adam", role="administrator", unit="syd")
EVA = Actor(id="eva", role="unit_manager", unit="syd")
HUGO = Actor(id="hugo", role="case_officer", unit="myndighet")
ANNA = Actor(id="anna", role="assignee", unit="syd")
STINA = Actor(id="stina", role="support_person", unit="syd")
KARIN = Actor(id="karin", role="quality_developer", unit="stab")
AUDITOR = Actor(id="maj", role="auditor", unit="revision")
IMPORTER = Actor(id="inläsning", role="importer", unit="syd")


def on_behalf_of(principal: Actor, actor: Actor) -> Actor:
    """Let an actor stand in for another."""
    return actor.but(on_behalf_of=principal)


# The order, and the orders that may follow it.
order_received = OrderReceived(
    occurred_on=JAN_12,
    decision_date=JAN_8,
    order_no="B1",
    intervention="contact_person",
    legal_basis="LSS",
    client="P1",
)
companion_ordered = order_received.but(intervention="companion")
order_for_a_child = order_received.but(client_born_on=date(2015, 6, 1))
order_renewed = OrderRenewed(occurred_on=MAR_20, decision_date=MAR_20, order_no="B2")
order_ended = OrderEnded(occurred_on=MAR_31, reason="completed")

# The assignee, and how they came.
assignee_registered = AssigneeRegistered(
    occurred_on=JAN_2, person="P9", interventions=("contact_person", "companion", "relief")
)
own_proposal_received = OwnProposalReceived(occurred_on=JAN_19, assignee=A)
assignee_approved = AssigneeApproved(occurred_on=FEB_3)
extract_shown = RegisterExtractShown(
    occurred_on=FEB_3,
    issued_on=JAN_19,
    registers=("criminal_records", "suspects"),
    seen_by="eva",
    check="work_with_children",
)

# From offer to service.
assignment_offered = AssignmentOffered(occurred_on=FEB_3, case=K, assignee=A)
both_satisfied = MatchMeetingHeld(occurred_on=FEB_12, client_ok=True, assignee_ok=True)
agreement_signed = AgreementSigned(occurred_on=FEB_16, agreement_type="commission")
service_started = ServiceStarted(occurred_on=FEB_20)
service_interrupted = ServiceInterrupted(occurred_on=MAR_2, reason="client_away")
service_resumed = ServiceResumed(occurred_on=MAR_20)
relationship_ended = RelationshipEnded(occurred_on=MAR_31, reason="client_wish")

OFFERED = (order_received, assignee_registered, assignment_offered)
MATCHED = (*OFFERED, both_satisfied)
AGREED = (*MATCHED, agreement_signed)
RUNNING = (*AGREED, service_started)
"""How far a case has come."""

# A companion's outlays in March: two receipts, complete.
claim_submitted = ExpenseClaimSubmitted(
    occurred_on=APR_2,
    period=MARCH,
    client="P1",
    rows=(
        ClaimRow(on=MAR_2, receipt_no=1, amount=Money("120.50")),
        ClaimRow(on=MAR_20, receipt_no=2, amount=Money("291.50")),
    ),
    total=Money(412),
    attachments=(Attachment(receipt_no=1), Attachment(receipt_no=2)),
    signed=True,
    payee="P9",
)
claim_attested = ExpenseClaimAttested(occurred_on=APR_7, period=MARCH)

# A second version of Ny brukare, after the first expired: the pack is due a week before the start.
version_adopted = RoutineVersionAdopted(
    occurred_on=JAN_26,
    version="v2",
    decided_on=JAN_26,
    decided_by="Verksamhetschef",
    responsible="Verksamhetsutvecklare",
    valid_from=FEB_1,
    valid_to=date(2031, 1, 26),
    replaces=("v1",),
    parameters=(StatedValue(parameter="welcome_before_start_days", value=7),),
)
# A support person in housing support: appointed, following a month up, leaving.
housing_support_ordered = order_received.but(intervention="housing_support")
support_person_appointed = SupportPersonAppointed(
    occurred_on=JAN_19,
    case=K,
    assignee=A,
    slot=1,
    from_date=JAN_19,
    capacity_confirmed_by="eva",
)
followed_up = FollowUpRecorded(
    occurred_on=MAR_20,
    period=MARCH,
    wellbeing="Mår bättre än i februari",
    need="Mest hjälp med räkningar",
    answers=FollowUpAnswers(
        wishes="Vill ha stöd på kvällar",
        support_worked="Bra",
        went_well="Räkningarna",
        went_less_well="Städningen",
        new_plan_needed=False,
    ),
    checklist=FollowUpChecklist(
        plan_current=True,
        follow_up_planned=True,
        order_current=True,
        order_to_case_officer=False,
        goals=(FollowedUpGoal(goal="Sköta hemmet på egen hand", need_met=True, smart=True),),
        methods="Veckoschema",
        methods_lead_to="Brukaren bestämmer själv ordningen",
        support_by_records="Som planerat",
        read_from=FEB_20,
        read_to=MAR_20,
        recorded_by_goal=True,
        risk_assessment_current=True,
        action_plan_linked=True,
    ),
    changed_need=False,
)
departure_announced = DepartureAnnounced(occurred_on=FEB_20, reason="leaves_unit", last_day=MAR_31)

APPOINTED = (housing_support_ordered, assignee_registered, support_person_appointed)
LEAVING = (*APPOINTED, departure_announced)
"""How far a support person has come."""
