"""What happens in a case of step 1 to 13, each act told once; `assessing.on` says on which day.

story(on("01-12", order), on("01-13", no_answer), on("01-23", reached))
"""

from datetime import date

from examples import A, K, assignee_registered, order_received
from rutin.domain import assignee as a
from rutin.domain import case as c
from rutin.domain import support_relationship as s
from rutin.domain.intervention import Extent
from rutin.domain.values import Hours, Money, Month, Quarter

ANY_DAY = date(2026, 1, 12)
"""For what is given its day by `on`."""

# Step 1: the order.
order = order_received.but(contact_routes=("phone", "post"))
companion_order = order.but(
    intervention="companion", extent=Extent(hours_per_month=Hours(20)), legal_basis="SoL"
)
relief_order = order.but(intervention="relief", extent=Extent(hours_per_month=Hours(20)))
housing_support_order = order.but(intervention="housing_support")
order_with_email = order.but(contact_routes=("phone", "post", "email"))
order_to_june = order.but(period_to=date(2026, 6, 30))
companion_order_to_june = companion_order.but(period_to=date(2026, 6, 30))
renewed = c.OrderRenewed(
    occurred_on=ANY_DAY,
    decision_date=date(2026, 1, 8),
    order_no="B2",
    period_from=date(2026, 7, 1),
    period_to=date(2026, 12, 31),
)
renewed_again = renewed.but(
    order_no="B3", period_from=date(2027, 1, 1), period_to=date(2027, 6, 30)
)
ended = c.OrderEnded(occurred_on=ANY_DAY, reason="need_ceased")

# Steps 2 and 3: reaching the client.
no_answer = c.ContactAttempted(occurred_on=ANY_DAY, channel="phone", outcome="no_answer")
letter = no_answer.but(channel="letter", outcome="sent")
email = no_answer.but(channel="email", outcome="sent")
visit = no_answer.but(channel="visit")
exhausted = c.ContactExhausted(occurred_on=ANY_DAY)
reached = c.ClientContacted(
    occurred_on=ANY_DAY, channel="phone", informed_of_order=True, informed_of_meeting=True
)
barely_reached = c.ClientContacted(occurred_on=ANY_DAY, channel="phone")
meeting_booked = c.ClientMeetingBooked(occurred_on=ANY_DAY, meeting_on=date(2026, 12, 31))

# Step 4: the meeting with the client.
met = c.ClientMeetingHeld(
    occurred_on=ANY_DAY,
    topics=c.MeetingTopics(order_extent=True, intervention=True, next_steps=True),
)
met_without_topics = c.ClientMeetingHeld(occurred_on=ANY_DAY)
meeting_declined = c.ClientMeetingDeclined(occurred_on=ANY_DAY, reason="Vill inte träffas")
profile = c.RequirementProfileRecorded(occurred_on=ANY_DAY, wishes="Någon som gillar bio")
profile_declined = c.RequirementProfileDeclined(occurred_on=ANY_DAY)
plan = c.ImplementationPlanEstablished(occurred_on=ANY_DAY, participation="participated")
consent_reviewed = c.ConsentFormReviewed(occurred_on=ANY_DAY)
consent_given = c.ConsentGranted(
    occurred_on=ANY_DAY,
    consent="mor",
    recipients=("relative",),
    scope="Hur stödet fungerar",
    valid_from=date(2026, 1, 1),
)
consent_declined = c.ConsentDeclined(occurred_on=ANY_DAY)
consent_deferred = c.ConsentDeferred(occurred_on=ANY_DAY)

# Steps 5 to 7: an assignee is sought.
search = c.AssigneeSearchStarted(occurred_on=ANY_DAY)
registered = assignee_registered
offered = s.AssignmentOffered(occurred_on=ANY_DAY, case=K, assignee=A)
offered_by_email = offered.but(channel="email")
accepted = s.AssignmentAccepted(occurred_on=ANY_DAY)
declined = s.AssignmentDeclined(occurred_on=ANY_DAY)
match_meeting_booked = s.MatchMeetingBooked(occurred_on=ANY_DAY, meeting_on=date(2026, 12, 31))
proposed = c.OwnProposalReceived(occurred_on=ANY_DAY, assignee=A)
investigation_opened = a.InvestigationOpened(occurred_on=ANY_DAY, reason="own_proposal", case=K)
recruit_opened = a.InvestigationOpened(occurred_on=ANY_DAY, reason="recruitment", case=K)
interviewed = a.InterviewHeld(occurred_on=ANY_DAY)
concluded = a.InvestigationConcluded(occurred_on=ANY_DAY)
approved = a.AssigneeApproved(occurred_on=ANY_DAY)
rejected = a.AssigneeRejected(occurred_on=ANY_DAY, reason="Inte lämplig")
check_announced = a.RegisterCheckAnnounced(
    occurred_on=ANY_DAY, registers=("social_services", "criminal_records")
)
extract_shown = a.RegisterExtractShown(
    occurred_on=ANY_DAY,
    issued_on=date(2026, 1, 2),
    registers=("criminal_records",),
    seen_by="eva",
    check="work_with_children",
)
none_found = c.NoSuitableAssigneeFound(occurred_on=ANY_DAY)
recruiting = c.RecruitmentStarted(occurred_on=ANY_DAY)

# Steps 8 to 10: they meet, and agree.
both_satisfied = s.MatchMeetingHeld(occurred_on=ANY_DAY, client_ok=True, assignee_ok=True)
not_both_satisfied = both_satisfied.but(client_ok=False)
silent_about_it = both_satisfied.but(assignee_ok=None)
briefed = s.BriefingHeld(
    occurred_on=ANY_DAY,
    items=s.BriefingItems(
        assignment_description=True,
        monthly_form=True,
        quarterly_form=True,
        expense_guideline=True,
        outlay_form=True,
        time_reporting=True,
        confidentiality_form=True,
    ),
)
briefed_with_nothing = s.BriefingHeld(occurred_on=ANY_DAY)
undertaking = a.ConfidentialityUndertakingSigned(
    occurred_on=ANY_DAY,
    person="P9",
    category="assignee",
    text_version="2023",
    law_extract_version="2023",
    place="Tumba",
    signed_on=date(2026, 1, 12),
)
undertaking_without_place = undertaking.but(place="")
agreed = s.AgreementSigned(occurred_on=ANY_DAY, agreement_type="commission")
matched = s.MatchRegistered(occurred_on=ANY_DAY)
started = c.ServiceStarted(occurred_on=ANY_DAY)
interrupted = c.ServiceInterrupted(occurred_on=ANY_DAY, reason="no_assignee")
resumed = c.ServiceResumed(occurred_on=ANY_DAY)

# What the assignee reports.
month_report = s.MonthlyReportSubmitted(
    occurred_on=ANY_DAY,
    period=Month(2026, 3),
    client="P1",
    intervention="companion",
    granted_hours=Hours(20),
    goal="Komma ut",
    performed_hours=Hours(20),
    activities="Bio",
)
quarter_report = s.QuarterlyReportSubmitted(
    occurred_on=ANY_DAY,
    quarter=Quarter(2026, 1),
    client="P1",
    assignee=A,
    rows=(s.QuarterlyReportRow(on=date(2026, 3, 2), in_person=True),),
    signed_by=A,
    signed_on=date(2026, 3, 31),
)
claim = s.ExpenseClaimSubmitted(
    occurred_on=ANY_DAY,
    period=Month(2026, 3),
    client="P1",
    rows=(s.ClaimRow(on=date(2026, 3, 2), receipt_no=1, amount=Money(120)),),
    total=Money(120),
    attachments=(s.Attachment(receipt_no=1),),
    signed=True,
    payee="P9",
)
outlays_made = s.OutlaysDeclared(occurred_on=ANY_DAY, period=Month(2026, 3), made=True)
no_outlays = outlays_made.but(made=False)
service_given = s.ServiceProvided(occurred_on=ANY_DAY)

# Step 11, and a change of assignee.
client_asked = c.ClientContacted(occurred_on=ANY_DAY, channel="phone", purpose="renewal")
plan_followed_up = c.GoalFollowedUp(occurred_on=ANY_DAY, goal="Komma ut", outcome="reached")
assignee_asked = s.AssigneeContacted(occurred_on=ANY_DAY, purpose="renewal")
both_go_on = s.RenewalOutcomeRecorded(occurred_on=ANY_DAY, client_ok=True, assignee_ok=True)
one_stops = both_go_on.but(assignee_ok=False)
renewal_executed = c.RenewalExecuted(occurred_on=ANY_DAY, order_no="B2")
change_requested = s.ChangeRequested(occurred_on=ANY_DAY, requested_by="client")
change_granted = s.ChangeGranted(occurred_on=ANY_DAY, decided_by="unit_manager")
left = s.RelationshipEnded(occurred_on=ANY_DAY, reason="assignee_left")
match_ended = a.AssigneeEnded(occurred_on=ANY_DAY, scope="match", relationship="K1-1")

# The record, and the end.
note = c.JournalNoteRecorded(occurred_on=ANY_DAY, note="N1", text="Vi talades vid.")
note_signed = c.JournalNoteSigned(occurred_on=ANY_DAY, note="N1")
note_wrong = c.JournalNoteMarkedErroneous(occurred_on=ANY_DAY, note="N1", reason="Fel dag")
closed_completed = c.CaseClosed(occurred_on=ANY_DAY, outcome="completed")
closed_order_ended = closed_completed.but(outcome="order_ended")
closed_declined = closed_completed.but(outcome="client_declined")
closed_moved = closed_completed.but(outcome="moved")
closed_died = closed_completed.but(outcome="died")
EVERY_OTHER_CLOSING = (closed_order_ended, closed_declined, closed_moved, closed_died)
"""However a case may be closed, but for completed."""
