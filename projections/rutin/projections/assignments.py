"""Assignments: who supports which client, from which day to which, and who has how many."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from rutin.application.assessment import unit_of
from rutin.application.condition import asked, lasting
from rutin.application.query import Asking, Day, Limit, OfIntervention, OfUnit, Query, Skip, query
from rutin.application.view import Told, View
from rutin.domain.label import label
from rutin.domain.reference import Reference
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


@query(
    "assignments", "Uppdrag", Assignment, over=(ASSIGNMENTS,), permitted=CASEWORK, access="clients"
)
class Assignments(Query[Assignment]):
    """Who supports whom on a day."""

    assignee: Annotated[Reference | None, label("Uppdragstagare")] = None
    case: Annotated[Reference | None, label("Ärende")] = None
    unit: OfUnit = None
    intervention: OfIntervention = None
    as_of: Day = None
    limit: Limit = 200
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[Assignment]:
        """Answer with assignments, by assignee and case."""
        exactly = asked(
            assignee=self.assignee,
            case=self.case,
            unit=self.unit,
            intervention=self.intervention,
        )
        return asking.views.rows(
            ASSIGNMENTS,
            (*exactly, *lasting(self.as_of or asking.today)),
            order=("assignee", "case", "first"),
            limit=self.limit,
            skip=self.skip,
        )
