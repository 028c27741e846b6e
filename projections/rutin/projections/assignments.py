"""Assignments: who supports which client, from which day to which, and who has how many."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from rutin.application.assessment import unit_of
from rutin.application.condition import After, Condition, UpTo, asked, lasting
from rutin.application.query import Asking, Day, Limit, OfIntervention, OfUnit, Query, Skip, query
from rutin.application.view import Told, View
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.refusal import Malformed, Problem
from rutin.domain.support_relationship import SupportRelationship
from rutin.domain.values import day_after
from rutin.projections.readers import CASEWORK


@dataclass(frozen=True, slots=True)
class Assignment:
    """Days on which someone has an assignment with a client."""

    case: Annotated[str, label("Ärende")]
    client: Annotated[str, label("Brukare", "Brukarens personreferens.")]
    unit: Annotated[str, label("Enhet")]
    intervention: Annotated[str, label("Insats")]
    relationship: Annotated[str, label("Uppdrag")]
    assignee: Annotated[str, label("Uppdragstagare")]
    slot: Annotated[int | None, label("Stödperson", "1 eller 2; tomt för andra uppdrag.")]
    first: Annotated[date, label("Från")]
    until: Annotated[date | None, label("Slut före", "Dagen efter den sista; tomt tills vidare.")]


def assignments(told: Told) -> Iterator[Assignment]:
    """Work out a case's assignments: from agreement to end, and each time as person 1 or 2."""
    case = told.history.case(told.name)
    for reference, relationship in told.history.relationships_of_case(told.name).items():
        if relationship.opening is None:
            continue
        for slot, first, last in _times(relationship):
            yield Assignment(
                case=told.name,
                client=case.order.client if case.order else "",
                unit=unit_of(told.history, told.name) or "",
                intervention=case.order.intervention if case.order else "",
                relationship=reference,
                assignee=relationship.opening.assignee,
                slot=slot,
                first=first,
                until=day_after(last) if last else None,
            )


def _times(relationship: SupportRelationship) -> Iterator[tuple[int | None, date, date | None]]:
    """Give the times of an assignment: its slot, first day and last day."""
    for tenure in relationship.tenures:
        yield tenure.appointment.slot, tenure.period.from_date, tenure.period.to_date
    agreement, last = relationship.agreement, relationship.over_on
    if agreement and (last is None or agreement.occurred_on <= last):
        yield None, agreement.occurred_on, last


ASSIGNMENTS = View(
    "assignments",
    "case",
    Assignment,
    assignments,
    indexes=(("assignee", "until"), ("unit", "until")),
)


def year_of(asked_for: int | None, asking: Asking) -> int:
    """Give the year that is asked about; this one, when none is told.

    Raises:
        Malformed: It has not begun.
    """
    this_year = asking.today.year
    if asked_for is not None and asked_for > this_year:
        text = f"Fråga om ett år till och med {this_year}."
        raise Malformed(Problem("day_out_of_bounds", text, field="year"))
    return asked_for or this_year


def in_year(year: int, asking: Asking) -> tuple[Condition, ...]:
    """Require that an assignment lasted some day of a year, as far as it has come."""
    last = min(date(year, 12, 31), asking.today)
    return UpTo("first", last), After("until", date(year, 1, 1), or_none=True)


@query(
    "assignments", "Uppdrag", Assignment, over=(ASSIGNMENTS,), permitted=CASEWORK, access="clients"
)
class Assignments(Query[Assignment]):
    """Who supports whom on a day, or who has done so some time in a year."""

    assignee: Annotated[Reference | None, label("Uppdragstagare")] = None
    case: Annotated[Reference | None, label("Ärende")] = None
    client: Annotated[Reference | None, label("Brukare", "Brukarens personreferens.")] = None
    unit: OfUnit = None
    intervention: OfIntervention = None
    year: Annotated[
        int | None,
        Field(ge=2000, le=2199),
        label("År", "De som har gällt någon gång under året, till i dag; annars en dag."),
    ] = None
    as_of: Day = None
    limit: Limit = 200
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[Assignment]:
        """Answer with assignments, by assignee and case.

        Raises:
            Malformed: The year has not begun.
        """
        days: tuple[Condition, ...] = ()
        if self.year is not None:
            days = in_year(year_of(self.year, asking), asking)
        if self.as_of is not None or self.year is None:
            days = (*days, *lasting(self.as_of or asking.today))
        exactly = asked(
            assignee=self.assignee,
            case=self.case,
            client=self.client,
            unit=self.unit,
            intervention=self.intervention,
        )
        return asking.views.rows(
            ASSIGNMENTS,
            (*exactly, *days),
            order=("assignee", "case", "first"),
            limit=self.limit,
            skip=self.skip,
        )
