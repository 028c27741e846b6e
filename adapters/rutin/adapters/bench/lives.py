"""Invented cases to measure on: each lives through an order, a match, and months of service.

They are plainer than the demo municipality's, so that a million facts can be made in minutes, with
about the same share of notes, reports and claims. Nothing in them is about anyone.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from rutin.domain.act import Command
from rutin.domain.assignee import (
    RecordAbsence,
    RegisterAssignee,
    ShowRegisterExtract,
    SignConfidentialityUndertaking,
)
from rutin.domain.case import (
    BookClientMeeting,
    CloseCase,
    CompleteChecklist,
    EndOrder,
    GrantConsent,
    HoldClientMeeting,
    InformClientAboutService,
    InterruptService,
    ReceiveOrder,
    RecordClientContact,
    RecordContactAttempt,
    RecordJournalNote,
    ReviewConsentForm,
    SignJournalNote,
    StartAssigneeSearch,
    StartService,
)
from rutin.domain.intervention import Extent
from rutin.domain.support_relationship import (
    AcceptAssignment,
    Attachment,
    AttestExpenseClaim,
    BookMatchMeeting,
    ClaimRow,
    EndRelationship,
    HoldBriefing,
    HoldMatchMeeting,
    OfferAssignment,
    PayExpense,
    RegisterMatch,
    SignAgreement,
    SubmitExpenseClaim,
    SubmitMonthlyReport,
)
from rutin.domain.values import Hours, Money, Month

FIRST_DAY = date(2025, 1, 7)
LAST_DAY = date(2025, 8, 29)
"""By then everything in a life has happened."""

MONTHS = tuple(Month(2025, number) for number in range(2, 8))


def life(number: int) -> Iterator[Command]:
    """Give the commands of a case's life, in order; all of them are lawful.

    Args:
        number: Which case; its references follow from it.
    """
    case, assignee, relationship = references(number)
    day = FIRST_DAY + timedelta(days=number % 14)
    yield RegisterAssignee(
        assignee=assignee,
        occurred_on=FIRST_DAY,
        person=f"P-{assignee}",
        interventions=("companion",),
        came_by="other",
    )
    yield ReceiveOrder(
        case=case,
        occurred_on=day,
        order_no=f"B-{number}",
        decision_date=FIRST_DAY - timedelta(days=5),
        intervention="companion",
        legal_basis="LSS",
        unit="syd",
        client=f"P-{case}",
        client_born_on=date(1964, 4, 9),
        extent=Extent(hours_per_month=Hours("20")),
        goals=("Komma ut och göra något tillsammans med någon annan",),
        period_from=FIRST_DAY,
        period_to=date(2026, 1, 6),
        case_officer="handlaggare-1",
        contact_routes=("phone", "post"),
    )
    yield RecordContactAttempt(case=case, occurred_on=day, channel="phone", outcome="no_answer")
    yield from _noted(case, day, "Ringde brukaren på förmiddagen. Inget svar.")
    day += timedelta(days=3)
    yield RecordClientContact(
        case=case,
        occurred_on=day,
        channel="phone",
        purpose="order",
        informed_of_order=True,
        informed_of_meeting=True,
    )
    yield BookClientMeeting(
        case=case, occurred_on=day, meeting_on=day + timedelta(days=3), place="Hemma hos brukaren"
    )
    yield from _noted(case, day, "Berättade om beställningen och bokade ett möte.")
    day += timedelta(days=3)
    yield HoldClientMeeting(case=case, occurred_on=day, participants=("client",))
    yield ReviewConsentForm(case=case, occurred_on=day)
    yield GrantConsent(
        case=case,
        occurred_on=day,
        consent="samtycke-1",
        recipients=("case_officer", "assignee"),
        scope="Hur insatsen går och när den äger rum.",
        valid_from=day,
        valid_to=day + timedelta(days=364),
    )
    yield from _noted(case, day, "Möte hemma hos brukaren. Gick igenom beställningen och insatsen.")
    yield StartAssigneeSearch(case=case, occurred_on=day, criteria="Helger, intresse för fiske")
    yield from _matched(case, assignee, relationship, day + timedelta(days=1))
    yield from _served(case, relationship)


def of_late() -> Iterator[Command]:
    """Give what happened of late in the first lives: one waits, one is over, and so on.

    All of it is lawful after those lives, and leaves a row on pages that would else be empty.
    """
    day = LAST_DAY - timedelta(days=14)
    case, _, _ = references(1)
    yield InterruptService(case=case, occurred_on=day, reason="client_away")
    case, _, relationship = references(2)
    yield EndOrder(case=case, occurred_on=day, reason="moved")
    yield EndRelationship(relationship=relationship, occurred_on=day, reason="order_ended")
    yield CloseCase(case=case, occurred_on=day, outcome="moved")
    _, assignee, _ = references(3)
    yield RecordAbsence(assignee=assignee, occurred_on=day, from_date=day)
    _, assignee, _ = references(4)
    yield ShowRegisterExtract(
        assignee=assignee,
        occurred_on=day,
        registers=("criminal_records",),
        issued_on=day,
        seen_by="adam",
        check="work_in_homes",
    )


def references(number: int) -> tuple[str, str, str]:
    """Give the references of a case, its assignee and their relationship."""
    return f"K-{number}", f"A-{number}", f"U-{number}"


def _matched(case: str, assignee: str, relationship: str, day: date) -> Iterator[Command]:
    yield OfferAssignment(
        relationship=relationship, case=case, assignee=assignee, occurred_on=day, channel="phone"
    )
    yield AcceptAssignment(relationship=relationship, occurred_on=day)
    yield BookMatchMeeting(
        relationship=relationship, occurred_on=day, meeting_on=day + timedelta(days=2)
    )
    yield from _noted(case, day, "Uppdragstagaren är intresserad. Gemensamt möte är bokat.")
    day += timedelta(days=2)
    yield HoldMatchMeeting(
        relationship=relationship,
        occurred_on=day,
        client_ok=True,
        assignee_ok=True,
        participants=("client", "assignee", "administrator"),
    )
    yield HoldBriefing(relationship=relationship, occurred_on=day)
    yield SignConfidentialityUndertaking(
        assignee=assignee, occurred_on=day, person=f"P-{assignee}", category="assignee"
    )
    yield SignAgreement(relationship=relationship, occurred_on=day, agreement_type="employment")
    yield RegisterMatch(relationship=relationship, occurred_on=day)
    yield InformClientAboutService(case=case, occurred_on=day, items=("vem som kommer och när",))
    yield CompleteChecklist(case=case, occurred_on=day)
    yield StartService(case=case, occurred_on=day)


def _served(case: str, relationship: str) -> Iterator[Command]:
    for month in MONTHS:
        yield monthly_report(relationship, month)
    month = MONTHS[0]
    day = month.last_day + timedelta(days=4)
    yield SubmitExpenseClaim(
        relationship=relationship,
        period=month,
        client=f"P-{case}",
        rows=(ClaimRow(on=month.first_day, receipt_no=1, note="Fika", amount=Money("85.50")),),
        total=Money("85.50"),
        attachments=(Attachment(receipt_no=1),),
        signed=True,
        occurred_on=day,
    )
    yield AttestExpenseClaim(relationship=relationship, period=month, occurred_on=day)
    yield PayExpense(
        relationship=relationship, period=month, amount=Money("85.50"), occurred_on=day
    )


def monthly_report(relationship: str, month: Month) -> SubmitMonthlyReport:
    """Give the report of a month of service."""
    return SubmitMonthlyReport(
        relationship=relationship,
        period=month,
        intervention="companion",
        granted_hours=Hours("20"),
        goal="Komma ut och göra något tillsammans med någon annan",
        performed_hours=Hours("18.5"),
        reason_not_all="Brukaren var sjuk en vecka.",
        activities="Bio, promenader och fika.",
        occurred_on=month.last_day + timedelta(days=2),
    )


def _noted(case: str, day: date, text: str) -> Iterator[Command]:
    note = f"anteckning-{day}"
    yield RecordJournalNote(case=case, occurred_on=day, note=note, text=text)
    yield SignJournalNote(case=case, occurred_on=day, note=note)
