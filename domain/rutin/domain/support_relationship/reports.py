"""What the assignee reports: service, month (bilaga 1) and quarter (bilaga 2)."""

from datetime import date
from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.immutable import Immutable
from rutin.domain.intervention import Intervention
from rutin.domain.label import label
from rutin.domain.reference import AssigneeRef, PersonRef, Reference, Text
from rutin.domain.support_relationship.stream import AssignmentCommand, FactOfRelationship
from rutin.domain.values import Hours, Month, MonthlyHours, Quarter


class Service(Act):
    """Support given on a day."""

    hours: Annotated[Hours | None, label("Timmar")] = None
    note: Annotated[Text, label("Anteckning")] = ""


class ServiceProvided(Service, FactOfRelationship):
    """Support was given."""

    type: Literal["relationship.service_provided.v1"] = "relationship.service_provided.v1"


class RecordServiceProvided(Service, AssignmentCommand):
    """Record support given on a day."""

    records = ServiceProvided


class MonthlyReport(Act):
    """Bilaga 1 as it was handed in; a blank box is an empty value."""

    period: Annotated[Month, label("Månad", "Som 2026-03.", cites="KLA-09b-p")]
    client: Annotated[PersonRef | None, label("Brukare", cites="KLA-B1-1")] = None
    intervention: Annotated[Intervention | None, label("Beviljad insats", cites="KLA-B1-2")] = None
    granted_hours: Annotated[
        MonthlyHours | None, label("Beviljade timmar per månad", cites="KLA-B1-3")
    ] = None
    goal: Annotated[Text, label("Målet med insatsen", cites="KLA-B1-4")] = ""
    performed_hours: Annotated[MonthlyHours | None, label("Utförda timmar", cites="KLA-B1-5")] = (
        None
    )
    reason_not_all: Annotated[Text, label("Varför inte alla timmar utfördes", cites="KLA-B1-6")] = (
        ""
    )
    activities: Annotated[Text, label("Vad ni har gjort under månaden", cites="KLA-B1-7")] = ""

    @property
    def fewer_than_granted(self) -> bool:
        """Say whether fewer hours were performed than granted, so that a reason is called for."""
        return (
            self.granted_hours is not None
            and self.performed_hours is not None
            and self.performed_hours < self.granted_hours
        )

    def missing(self) -> tuple[str, ...]:
        """List the fields of bilaga 1 that are blank, as provision ids in form order."""
        blank = {
            "KLA-B1-1": self.client is None,
            "KLA-B1-2": self.intervention is None,
            "KLA-B1-3": self.granted_hours is None,
            "KLA-B1-4": not self.goal,
            "KLA-B1-5": self.performed_hours is None,
            "KLA-B1-6": self.fewer_than_granted and not self.reason_not_all,
            "KLA-B1-7": not self.activities,
        }
        return tuple(rule for rule, is_blank in blank.items() if is_blank)


class MonthlyReportSubmitted(MonthlyReport, FactOfRelationship):
    """The assignee's monthly report came in."""

    type: Literal["relationship.monthly_report_submitted.v1"] = (
        "relationship.monthly_report_submitted.v1"
    )


class SubmitMonthlyReport(MonthlyReport, AssignmentCommand):
    """Hand in the monthly report, as filled in."""

    records = MonthlyReportSubmitted


class QuarterlyReportRow(Immutable):
    """A contact with the client."""

    on: Annotated[date | None, label("Datum")] = None
    in_person: Annotated[bool, label("Personlig träff")] = False
    by_telephone: Annotated[bool, label("Telefonkontakt")] = False
    other: Annotated[Text, label("Övrig information")] = ""


class QuarterlyReport(Act):
    """Bilaga 2 as it was handed in; a blank box is an empty value."""

    quarter: Annotated[Quarter, label("Kvartal", "Som 2026-Q1.", cites="KLA-B2-3")]
    client: Annotated[PersonRef | None, label("Person jag ger stöd till", cites="KLA-B2-1")] = None
    assignee: Annotated[
        AssigneeRef | None,
        label(
            "Mitt namn och personnummer", "Referens; uppgifterna skrivs inte av.", cites="KLA-B2-2"
        ),
    ] = None
    rows: Annotated[tuple[QuarterlyReportRow, ...], label("Kontakter", cites="KLA-B2-5")] = ()
    no_contact: Annotated[
        bool, label("Ingen kontakt under kvartalet", "Sägs uttryckligen när inga rader finns.")
    ] = False
    signed_by: Annotated[Reference | None, label("Underskrift", cites="KLA-B2-6")] = None
    signed_on: Annotated[date | None, label("Underskrivet den", cites="KLA-B2-6")] = None

    def missing(self) -> tuple[str, ...]:
        """List what bilaga 2 lacks, as provision ids in form order (rows outside the quarter too)."""
        rows_hold = all(row.on is not None and row.on in self.quarter for row in self.rows)
        blank = {
            "KLA-B2-1": self.client is None,
            "KLA-B2-2": self.assignee is None,
            "KLA-B2-5": not rows_hold or not (self.rows or self.no_contact),
            "KLA-B2-6": self.signed_by is None or self.signed_on is None,
        }
        return tuple(rule for rule, is_blank in blank.items() if is_blank)


class QuarterlyReportSubmitted(QuarterlyReport, FactOfRelationship):
    """The contact person's quarterly report came in."""

    type: Literal["relationship.quarterly_report_submitted.v1"] = (
        "relationship.quarterly_report_submitted.v1"
    )


class SubmitQuarterlyReport(QuarterlyReport, AssignmentCommand):
    """Hand in the quarterly report, as filled in."""

    records = QuarterlyReportSubmitted
