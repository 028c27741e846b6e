"""A lawful example of every command, every box filled in, and what was recorded before it."""

from dataclasses import dataclass
from datetime import date, time

from examples import (
    AGREED,
    APPOINTED,
    APR_2,
    APR_7,
    EVA,
    FEB_1,
    FEB_3,
    FEB_12,
    FEB_16,
    FEB_20,
    JAN_2,
    JAN_12,
    JAN_19,
    JAN_26,
    LEAVING,
    MAR_2,
    MAR_20,
    MAR_31,
    MARCH,
    MATCHED,
    MAY_4,
    NYB,
    OFFERED,
    RUNNING,
    A,
    K,
    R,
    agreement_signed,
    assignee_approved,
    assignee_registered,
    assignment_offered,
    both_satisfied,
    claim_attested,
    claim_submitted,
    companion_ordered,
    departure_announced,
    extract_shown,
    followed_up,
    housing_support_ordered,
    order_received,
    order_renewed,
    own_proposal_received,
    service_interrupted,
    service_resumed,
    support_person_appointed,
    version_adopted,
)
from rutin.domain import assignee as a
from rutin.domain import case as c
from rutin.domain import routine as r
from rutin.domain import support_relationship as s
from rutin.domain.act import Command, Fact
from rutin.domain.intervention import Extent
from rutin.domain.person import Person
from rutin.domain.values import Hours, IdentityNumber, Money, Quarter
from spec import Told, event_id, to_record, told


@dataclass(frozen=True)
class Lawful:
    """A command, the fact it gives, and what was recorded before."""

    fact: Fact
    given: tuple[Fact | Told, ...]
    command: Command

    @property
    def name(self) -> str:
        """The command's name."""
        return type(self.command).__name__


def lawful(fact: Fact, *given: Fact | Told, command: Command | None = None) -> Lawful:
    """Give an example; unless told otherwise the command says just what the fact says."""
    return Lawful(fact, given, command or to_record(fact))


MORNING = time(9, 30)

order = order_received.but(
    occurred_at=MORNING,
    extent=Extent(hours_per_month=Hours("12.5"), planned_days_per_week=2),
    goals=("Komma ut oftare",),
    period_from=JAN_12,
    period_to=date(2026, 12, 31),
    case_officer="hugo",
    unit="syd",
    client_born_on=date(1980, 12, 27),
    contact_routes=("phone", "post"),
    protected=True,
    source="Lifecare",
)
receive_order = c.ReceiveOrder.model_validate(
    to_record(order).__dict__
    | {
        "person": Person(
            reference="P1", name="Test Ek", identity_number=IdentityNumber("198012279272")
        )
    }
)
register_assignee = a.RegisterAssignee.model_validate(
    to_record(assignee_registered).__dict__
    | {"identity": Person(reference="P9", name="Test Al", phone="070-000 00 00")}
)
contact = c.ContactRegistered(
    occurred_on=JAN_19, contact="mor", role="relative", person="P5", routes=("phone", "email")
)
consent = c.ConsentGranted(
    occurred_on=JAN_19,
    consent="mor",
    recipients=("relative",),
    contacts=("mor",),
    scope="Hur stödet fungerar",
    valid_from=JAN_19,
    valid_to=date(2027, 1, 18),
)
plan = c.ImplementationPlanEstablished(
    occurred_on=FEB_12,
    goals=(c.Goal(text="Gå på bio varje månad", smart=True),),
    participation="declined",
    participation_note="Brukaren ville inte vara med.",
    author="adam",
    follow_up_on=MAY_4,
    planned_days_per_week=2,
)
pack = c.PackItems(
    phone_numbers=c.PackItem(given=True),
    names=c.PackItem(given=True),
    key_routines=c.PackItem(not_needed_because="Inga nycklar lämnas."),
    private_funds=c.PackItem(given=True),
    alarm=c.PackItem(not_needed_because="Brukaren har inget larm."),
    complaints=c.PackItem(given=True),
    other=("Karta",),
)
delivered = c.WelcomePackDelivered(
    occurred_on=FEB_16, items=pack, delivered_by="designated_employee", note="Lämnad i hemmet"
)
note = c.JournalNoteRecorded(
    occurred_on=JAN_19, note="N1", text="Brukaren ringde.", about=(event_id(1),)
)
period_over = order_received.but(period_to=MAR_20)

successor = told(assignee_registered.but(person="P8"), of="A2")
action_required = s.ActionRequired(
    occurred_on=MAR_20, what="Brukaren har fallit i badrummet", period=MARCH
)
closing_meeting_held = s.ClosingMeetingHeld(occurred_on=MAR_20, note="Lugnt möte")

LAWFUL: tuple[Lawful, ...] = (
    # The case
    lawful(order, command=receive_order),
    lawful(
        order_renewed.but(period_from=MAR_31, period_to=date(2027, 3, 31), case_officer="hugo"),
        order_received,
    ),
    lawful(
        c.OrderEnded(
            occurred_on=MAR_31, reason="moved", decision_reference="beslut-77", note="Flyttat"
        ),
        order_received,
    ),
    lawful(
        c.ExecutionDeferredByClient(occurred_on=JAN_19, until=MAR_2, reason="Vill vänta"),
        order_received,
    ),
    lawful(c.CaseClosed(occurred_on=APR_2, outcome="completed", note="Klart"), period_over),
    lawful(
        c.NonExecutionReported(
            occurred_on=APR_7,
            quarter=Quarter(2026, 1),
            reason="Ingen passande uppdragstagare",
            recipients=("ivo", "municipal_auditors"),
        ),
        order_received,
    ),
    lawful(
        c.ExecutionReported(occurred_on=MAY_4, executed_on=APR_7, recipients=("ivo",)),
        order_received,
    ),
    lawful(
        c.ContactAttempted(
            occurred_on=JAN_19,
            occurred_at=MORNING,
            channel="via_representative",
            outcome="message_left",
            note="Ringer igen",
        ),
        order_received,
    ),
    lawful(
        c.ClientContacted(
            occurred_on=JAN_19,
            channel="phone",
            purpose="order",
            spoke_with="god_man",
            informed_of_order=True,
            informed_of_meeting=True,
            note="Vill träffas",
        ),
        order_received,
    ),
    lawful(
        c.ContactExhausted(occurred_on=FEB_3, note="Ingen svarar"),
        order_received,
        c.ContactAttempted(occurred_on=JAN_19, channel="phone", outcome="no_answer"),
        c.ContactAttempted(occurred_on=JAN_19, channel="letter", outcome="returned"),
        c.ContactAttempted(occurred_on=JAN_19, channel="visit", outcome="no_answer"),
    ),
    lawful(
        c.CaseOfficerNotified(
            occurred_on=FEB_3, reason="client_unreachable", in_writing=True, note="Brev skickat"
        ),
        order_received,
    ),
    lawful(contact, order_received),
    lawful(
        c.ContactRemoved(occurred_on=FEB_3, contact="mor", reason="Flyttat"),
        order_received,
        contact,
    ),
    lawful(
        c.ClientMeetingBooked(
            occurred_on=JAN_19, meeting_on=FEB_3, meeting_at=MORNING, place="Hemma"
        ),
        order_received,
    ),
    lawful(
        c.ClientMeetingHeld(
            occurred_on=FEB_3,
            topics=c.MeetingTopics(order_extent=True, intervention=True, next_steps=False),
            participants=("client", "guardian"),
            child_view="Vill spela fotboll",
            note="Ett bra möte",
        ),
        order_received,
    ),
    lawful(
        c.ClientMeetingDeclined(occurred_on=FEB_3, reason="Orkar inte"),
        order_received,
    ),
    lawful(
        c.RequirementProfileRecorded(
            occurred_on=FEB_3,
            wishes="Någon som gillar film",
            languages=("svenska", "finska"),
            area="Tumba",
            times="Kvällar",
            interests=("film",),
        ),
        order_received,
    ),
    lawful(
        c.RequirementProfileDeclined(occurred_on=FEB_3, note="Har inga önskemål"), order_received
    ),
    lawful(c.ConsentFormReviewed(occurred_on=JAN_19, note="Läst högt"), order_received),
    lawful(consent, order_received),
    lawful(c.ConsentDeclined(occurred_on=JAN_19, note="Vill inte"), order_received),
    lawful(c.ConsentDeferred(occurred_on=JAN_19, note="Vill tänka"), order_received),
    lawful(c.ConsentWithdrawn(occurred_on=MAR_2, consent="mor"), order_received, consent),
    lawful(plan, companion_ordered),
    lawful(
        c.ImplementationPlanUpdated(
            occurred_on=MAY_4, participation="participated", context="renewal", changed=False
        ),
        companion_ordered,
        plan,
    ),
    lawful(
        c.GoalFollowedUp(
            occurred_on=MAY_4,
            goal="Gå på bio varje månad",
            outcome="partly",
            context="follow_up",
            note="Två gånger",
        ),
        companion_ordered,
        plan,
    ),
    lawful(
        c.AssigneeSearchStarted(occurred_on=FEB_3, criteria="Finska, kvällar", in_register=False),
        order_received,
    ),
    lawful(own_proposal_received.but(note="En granne"), order_received, assignee_registered),
    lawful(c.NoSuitableAssigneeFound(occurred_on=FEB_3, note="Ingen ledig"), order_received),
    lawful(c.RecruitmentStarted(occurred_on=FEB_3, note="Annons"), order_received),
    lawful(c.ServiceStarted(occurred_on=FEB_20, note="Första träffen"), *AGREED),
    lawful(service_interrupted.but(note="Rehabilitering"), *RUNNING),
    lawful(service_resumed.but(note="Hemma igen"), *RUNNING, service_interrupted),
    lawful(c.RenewalExecuted(occurred_on=MAR_31, order_no="B2"), order_received, order_renewed),
    lawful(
        c.ClientInformedAboutService(
            occurred_on=FEB_16, mode="oral", items=("Tider", "Avgifter"), note="Vid mötet"
        ),
        order_received,
    ),
    lawful(delivered, order_received),
    lawful(
        c.WelcomePackSupplemented(
            occurred_on=FEB_20,
            items=c.PackItems(alarm=c.PackItem(given=True)),
            delivered_by="unit_manager",
        ),
        order_received,
        delivered,
    ),
    lawful(c.ChecklistCompleted(occurred_on=FEB_20, version="3", note="Allt"), order_received),
    lawful(note, order_received),
    lawful(c.JournalNoteSigned(occurred_on=JAN_19, note="N1"), order_received, note),
    lawful(
        c.JournalNoteMarkedErroneous(
            occurred_on=FEB_3, note="N1", reason="Fel brukare", wrong_client=True
        ),
        order_received,
        note,
    ),
    lawful(
        c.ClientDisputedNote(occurred_on=FEB_3, note="N1", view="Jag ringde inte."),
        order_received,
        note,
    ),
    lawful(
        c.DocumentRegistered(
            occurred_on=FEB_3, title="Beslut", version="1", valid_to=MAR_31, kept_at="Närarkivet"
        ),
        order_received,
    ),
    lawful(
        c.FactCorrected(
            occurred_on=FEB_3,
            corrects=event_id(1),
            reason="Fel datum i beställningen",
            replacement=order_received.but(decision_date=JAN_2),
        ),
        order_received,
        command=c.CorrectCaseFact(
            case=K,
            occurred_on=FEB_3,
            corrects=event_id(1),
            reason="Fel datum i beställningen",
            changes={"decision_date": "2026-01-02"},
        ),
    ),
    lawful(
        c.MethodSheetEstablished(
            occurred_on=FEB_3, author="stina", kept_at="Pärmen", note="Första"
        ),
        housing_support_ordered,
    ),
    lawful(
        c.ActionDocumented(
            occurred_on=APR_2, actions=(event_id(4),), text="Halkskydd lagt i badrummet"
        ),
        *APPOINTED,
        action_required,
    ),
    # The assignee
    lawful(assignee_registered, command=register_assignee),
    lawful(
        a.InvestigationOpened(occurred_on=JAN_19, reason="own_proposal", case=K),
        order_received,
        assignee_registered,
    ),
    lawful(
        a.InterviewHeld(occurred_on=JAN_19, template_version="2023", note="Varm och lugn"),
        assignee_registered,
    ),
    lawful(
        a.RegisterCheckAnnounced(occurred_on=JAN_19, registers=("social_services", "suspects")),
        assignee_registered,
    ),
    lawful(extract_shown, assignee_registered),
    lawful(
        a.InvestigationConcluded(occurred_on=FEB_3, proposal="approve", note="Lämplig"),
        assignee_registered,
    ),
    lawful(assignee_approved.but(decided_by="eva"), assignee_registered),
    lawful(
        a.AssigneeRejected(occurred_on=FEB_3, reason="Inte lämplig", decided_by="eva"),
        assignee_registered,
    ),
    lawful(
        a.ConfidentialityUndertakingSigned(
            occurred_on=FEB_16,
            person="P9",
            category="assignee",
            text_version="2023",
            law_extract_version="2023",
            place="Tumba",
            signed_on=FEB_16,
        ),
        assignee_registered,
    ),
    lawful(
        a.AvailabilityChanged(
            occurred_on=JAN_19,
            hours_per_month=Hours(20),
            occasions_per_month=4,
            area="Tumba",
            languages=("finska",),
            times="Helger",
        ),
        assignee_registered,
    ),
    lawful(
        a.AbsenceRecorded(occurred_on=JAN_19, from_date=MAR_2, to_date=MAR_20),
        assignee_registered,
    ),
    lawful(
        a.AssigneeEnded(occurred_on=MAR_31, scope="match", relationship=R, reason="Byte"),
        *MATCHED,
    ),
    lawful(
        a.FactCorrected(
            occurred_on=FEB_12, corrects=event_id(2), reason="Visades aldrig", replacement=None
        ),
        assignee_registered,
        extract_shown,
        command=a.CorrectAssigneeFact(
            assignee=A, occurred_on=FEB_12, corrects=event_id(2), reason="Visades aldrig"
        ),
    ),
    # The support relationship
    lawful(
        assignment_offered.but(channel="meeting", note="Kvällar i Tumba"),
        order_received,
        assignee_registered,
    ),
    lawful(s.AssignmentAccepted(occurred_on=FEB_3, note="Gärna"), *OFFERED),
    lawful(s.AssignmentDeclined(occurred_on=FEB_3, reason="Har inte tid"), *OFFERED),
    lawful(
        s.MatchMeetingBooked(
            occurred_on=FEB_3, meeting_on=FEB_12, meeting_at=MORNING, place="Biblioteket"
        ),
        *OFFERED,
    ),
    lawful(
        both_satisfied.but(participants=("client", "assignee", "guardian"), note="Bra"), *OFFERED
    ),
    lawful(
        s.BriefingHeld(
            occurred_on=FEB_16,
            items=s.BriefingItems(
                assignment_description=True,
                monthly_form=False,
                quarterly_form=True,
                expense_guideline=True,
                outlay_form=False,
                time_reporting=True,
                confidentiality_form=True,
            ),
            note="Allt genomgånget",
        ),
        *MATCHED,
    ),
    lawful(
        agreement_signed.but(valid_from=FEB_16, valid_to=date(2027, 2, 15)),
        *MATCHED,
    ),
    lawful(s.MatchRegistered(occurred_on=FEB_16, note="Klart"), *AGREED),
    lawful(s.ServiceProvided(occurred_on=MAR_2, hours=Hours("2.5"), note="Bio"), *RUNNING),
    lawful(
        s.MonthlyReportSubmitted(
            occurred_on=APR_2,
            period=MARCH,
            client="P1",
            intervention="companion",
            granted_hours=Hours(20),
            goal="Komma ut",
            performed_hours=Hours(14),
            reason_not_all="Sjuk",
            activities="Bio",
        ),
        *RUNNING,
    ),
    lawful(
        s.QuarterlyReportSubmitted(
            occurred_on=APR_2,
            quarter=Quarter(2026, 1),
            client="P1",
            assignee=A,
            rows=(s.QuarterlyReportRow(on=MAR_2, in_person=True, by_telephone=True, other="Bio"),),
            no_contact=False,
            signed_by=A,
            signed_on=APR_2,
        ),
        *RUNNING,
    ),
    lawful(s.OutlaysDeclared(occurred_on=APR_2, period=MARCH, made=True), *RUNNING),
    lawful(claim_submitted, *RUNNING),
    lawful(claim_attested, *RUNNING, claim_submitted),
    lawful(
        s.ExpenseClaimReturned(occurred_on=APR_7, period=MARCH, reason="Kvitto två saknas"),
        *RUNNING,
        claim_submitted,
    ),
    lawful(
        s.ExpensePaid(occurred_on=MAY_4, period=MARCH, amount=Money(412)),
        *RUNNING,
        claim_submitted,
        told(claim_attested, by=EVA),
    ),
    lawful(
        s.AssigneeContacted(occurred_on=MAR_20, purpose="renewal", note="Trivs"),
        *RUNNING,
    ),
    lawful(
        s.RenewalOutcomeRecorded(
            occurred_on=MAR_20, order_no="B2", client_ok=True, assignee_ok=True, note="Båda vill"
        ),
        *RUNNING,
    ),
    lawful(
        s.ChangeRequested(
            occurred_on=MAR_2, requested_by="client", received_by="other", reason="Passar inte"
        ),
        *RUNNING,
    ),
    lawful(
        s.ChangeGranted(occurred_on=MAR_20, decided_by="unit_manager", note="Ny söks"),
        *RUNNING,
        s.ChangeRequested(occurred_on=MAR_2, requested_by="client"),
    ),
    lawful(
        s.ChangeNotPossible(occurred_on=MAR_20, decided_by="unit_manager", reason="Ingen annan"),
        *RUNNING,
        s.ChangeRequested(occurred_on=MAR_2, requested_by="client"),
    ),
    lawful(s.ClientAway(occurred_on=MAR_2, note="Sjukhus"), *RUNNING),
    lawful(
        s.ClientReturned(occurred_on=MAR_20, note="Hemma"),
        *RUNNING,
        s.ClientAway(occurred_on=MAR_2),
    ),
    lawful(
        s.RelationshipEnded(occurred_on=MAR_31, reason="assignee_left", note="Flyttat"), *RUNNING
    ),
    lawful(
        s.FactCorrected(
            occurred_on=FEB_16,
            corrects=event_id(3),
            reason="Ringde inte, mejlade",
            replacement=assignment_offered.but(channel="email"),
        ),
        *OFFERED,
        command=s.CorrectRelationshipFact(
            relationship=R,
            occurred_on=FEB_16,
            corrects=event_id(3),
            reason="Ringde inte, mejlade",
            changes={"channel": "email"},
        ),
    ),
    # The routine
    lawful(
        version_adopted.but(
            occurred_at=MORNING, scope=("relief", "companion"), document="Dokument 2026-17"
        )
    ),
    lawful(
        r.RoutineVersionReplaced(occurred_on=FEB_1, version="v1", replaced_by="v2"),
        version_adopted.but(replaces=()),
    ),
    lawful(
        r.RoutineVersionWithdrawn(
            occurred_on=MAR_2, version="v2", from_date=MAR_31, reason="Verksamheten upphör"
        ),
        version_adopted,
    ),
    lawful(
        r.RoutineVersionSuspended(
            occurred_on=JAN_12, version="v1", from_date=JAN_19, reason="Rutinen har gått ut"
        )
    ),
    lawful(
        r.PolicyParameterSet(
            occurred_on=JAN_12,
            parameter="welcome_before_start_days",
            value=3,
            from_date=JAN_19,
        )
    ),
    lawful(
        r.UnitMeetingScheduled(occurred_on=JAN_19, unit="syd", meeting_on=FEB_16, cases=(K,)),
        order_received,
    ),
    lawful(
        r.DocumentRegistered(
            occurred_on=JAN_12,
            title="Processkarta",
            version="2",
            valid_to=date(2026, 12, 31),
            kept_at="Ledningssystemet",
            provision="NYB-03",
        )
    ),
    lawful(
        r.FactCorrected(
            occurred_on=JAN_26,
            corrects=event_id(1),
            reason="Fel sista dag",
            replacement=version_adopted.but(valid_to=date(2030, 1, 31)),
        ),
        version_adopted,
        command=r.CorrectRoutineFact(
            routine=NYB,
            occurred_on=JAN_26,
            corrects=event_id(1),
            reason="Fel sista dag",
            changes={"valid_to": "2030-01-31"},
        ),
    ),
    # The support person
    lawful(
        support_person_appointed.but(slot=2, term="interim", note="Till hösten"),
        housing_support_ordered,
        assignee_registered,
    ),
    lawful(
        s.AssignmentExplained(
            occurred_on=JAN_19,
            to="support_person",
            modes=("oral", "written"),
            acknowledged=True,
            note="Rollbeskrivningen genomgången",
        ),
        *APPOINTED,
    ),
    lawful(
        s.ClientInformedOfSupportPersons(occurred_on=FEB_3, mode="written", note="Blad lämnat"),
        *APPOINTED,
    ),
    lawful(s.RightToChangeExplained(occurred_on=FEB_3, note="Vill inte byta nu"), *APPOINTED),
    lawful(s.ClientMet(occurred_on=FEB_3, note="Handlade mat"), *APPOINTED),
    lawful(
        s.ContactKept(occurred_on=FEB_3, party="god_man", channel="phone", note="Om ekonomin"),
        *APPOINTED,
    ),
    lawful(
        s.MonthlyFollowUpBooked(
            occurred_on=MAR_2, period=MARCH, meeting_on=MAR_20, meeting_at=MORNING, place="Hemma"
        ),
        *APPOINTED,
    ),
    lawful(followed_up.but(child_view="Vill rita", note="Åt glass"), *APPOINTED),
    lawful(
        s.FollowUpSupplemented(
            occurred_on=APR_2,
            period=MARCH,
            wellbeing="Bra",
            need="Mindre",
            answers=s.FollowUpAnswers(
                wishes="Inga",
                support_worked="Bra",
                went_well="Allt",
                went_less_well="Inget",
                new_plan_needed=True,
                new_plan_note="Nya mål",
            ),
            checklist=followed_up.checklist.but(
                goals=(
                    s.FollowedUpGoal(
                        goal="Laga mat", need_met=False, smart=True, note="Från i höst"
                    ),
                )
            ),
            changed_need=True,
            child_view="Inget mer",
            note="Kompletterat efter mötet",
        ),
        *APPOINTED,
        followed_up,
    ),
    lawful(
        s.FollowUpDeclined(occurred_on=MAR_20, period=MARCH, offered_on=MAR_2, reason="Orkar inte"),
        *APPOINTED,
    ),
    lawful(action_required, *APPOINTED),
    lawful(
        s.UnitManagerNotified(occurred_on=MAR_20, actions=(event_id(4),), note="Ringde"),
        *APPOINTED,
        action_required,
    ),
    lawful(
        s.FollowUpPresented(
            occurred_on=APR_2,
            period=MARCH,
            meeting_on=MAR_31,
            items=s.PresentedItems(plan=True, method_sheet=False),
            note="Kort",
        ),
        *APPOINTED,
        followed_up,
    ),
    lawful(departure_announced.but(note="Ny tjänst"), *APPOINTED),
    lawful(s.DepartureChanged(occurred_on=MAR_2, last_day=MAR_20, note="Tidigare"), *LEAVING),
    lawful(s.DepartureWithdrawn(occurred_on=MAR_2, note="Blir kvar"), *LEAVING),
    lawful(
        s.ClientInformedOfDeparture(occurred_on=FEB_20, mode="oral", note="Tog det bra"), *LEAVING
    ),
    lawful(
        s.ClosingMeetingBooked(
            occurred_on=MAR_2, meeting_on=MAR_20, meeting_at=MORNING, place="Hemma"
        ),
        *LEAVING,
    ),
    lawful(closing_meeting_held, *LEAVING),
    lawful(s.ClosingMeetingDeclined(occurred_on=MAR_20, reason="Vill inte"), *LEAVING),
    lawful(
        s.MethodSheetUpdated(occurred_on=MAR_20, context="closing", changed=True, note="Nytt"),
        *LEAVING,
        c.MethodSheetEstablished(occurred_on=FEB_3),
    ),
    lawful(s.HandoverNoteRecorded(occurred_on=MAR_20, text="Ring på före klockan tio"), *LEAVING),
    lawful(
        s.SuccessorAnnounced(occurred_on=MAR_20, term="interim", successor="A2", note="Till maj"),
        *LEAVING,
        successor,
    ),
    lawful(s.ColleaguesInformed(occurred_on=MAR_20, agreed="Räkningar den 25:e"), *LEAVING),
    lawful(
        s.ThirdPartyInformed(
            occurred_on=MAR_20,
            party="relative",
            contact="mor",
            channel="phone",
            referral="Jouren, 070-000 00 00",
            note="Tackade",
        ),
        *LEAVING,
        contact,
        consent,
    ),
    lawful(s.MaterialTransferred(occurred_on=MAR_20, items=("Bildschema",)), *LEAVING),
    lawful(
        s.HandoverCompleted(occurred_on=MAR_31, received_by="A2", note="Klart"),
        *LEAVING,
        closing_meeting_held,
    ),
    lawful(
        s.HandoverClosed(occurred_on=APR_2, missing=("Besked till god man",), note="Byt rutin"),
        *LEAVING,
    ),
)
"""In the order of the aggregates' own pages."""

BY_NAME = {example.name: example for example in LAWFUL}
"""By the command's name."""
