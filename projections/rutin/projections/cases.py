"""The case list: every case as it stands, found by name or number and read in Swedish order.

Who has protected personal data stands without a name, here as in every list (OSL 21:3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from rutin.application.assessment import unit_of
from rutin.application.condition import Begins, InView, asked
from rutin.application.query import Asking, Limit, Query, Skip, query
from rutin.application.view import Told, View
from rutin.domain.case import Case
from rutin.domain.intervention import Intervention
from rutin.domain.label import label
from rutin.domain.reference import Reference, Text
from rutin.projections.case_words import CASE_WORDS, shown_name, sought, swedish_place
from rutin.projections.readers import CASEWORK


class Stage(StrEnum):
    """How far a case has come."""

    ORDERED = "ordered"
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    ENDED = "ended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as it stands now."""

    case: Annotated[str, label("Ärende")]
    client: Annotated[str, label("Brukare", "Brukarens personreferens.")]
    name: Annotated[str, label("Namn", "Tomt när det är skyddat eller inte känt.")]
    protected: Annotated[bool, label("Skyddade personuppgifter")]
    intervention: Annotated[str, label("Insats")]
    unit: Annotated[str, label("Enhet")]
    stage: Annotated[Stage, label("Läge", "Hur långt ärendet har kommit.")]
    ordered_on: Annotated[date | None, label("Beställning kom")]
    decision_date: Annotated[date | None, label("Beslutsdatum")]
    order_until: Annotated[date | None, label("Beställningen gäller till och med")]
    ended_on: Annotated[date | None, label("Avslutad")]
    closed_on: Annotated[date | None, label("Stängt")]
    assignees: Annotated[tuple[str, ...], label("Uppdragstagare", "De uppdrag som pågår.")]


@dataclass(frozen=True, slots=True)
class CaseRow(CaseLine):
    """A case's line, and its place in the list.

    Attributes:
        sort_key: What puts the list in Swedish order; see `swedish_place`.
    """

    sort_key: str


def case_rows(told: Told) -> Iterator[CaseRow]:
    """Work out a case's line; none before its order is in."""
    case = told.history.case(told.name)
    order = case.order
    if order is None:
        return
    name = shown_name(told, order)
    relationships = told.history.relationships_of_case(told.name).values()
    yield CaseRow(
        case=told.name,
        client=order.client,
        name=name,
        protected=order.protected,
        intervention=order.intervention,
        unit=unit_of(told.history, told.name) or "",
        stage=_stage(case),
        ordered_on=order.occurred_on,
        decision_date=order.decision_date,
        order_until=case.last_day_of_order(),
        ended_on=case.ended_on,
        closed_on=case.closed_on,
        assignees=tuple(
            sorted(
                {each.opening.assignee for each in relationships if each.opening and each.is_active}
            )
        ),
        sort_key=swedish_place(name, told.name),
    )


def _stage(case: Case) -> Stage:
    if case.closed_on is not None:
        return Stage.CLOSED
    if case.ended_on is not None:
        return Stage.ENDED
    match case.service:
        case "not_started":
            return Stage.ORDERED
        case "running":
            return Stage.RUNNING
        case "interrupted":
            return Stage.INTERRUPTED


CASES = View(
    "cases",
    "case",
    CaseRow,
    case_rows,
    inline=True,
    indexes=(("sort_key",), ("unit", "sort_key"), ("stage", "sort_key")),
)


@query("cases", "Ärenden", CaseLine, over=(CASES, CASE_WORDS), permitted=CASEWORK, access="clients")
class Cases(Query[CaseLine]):
    """Find cases: by name, case number or order number, by unit, intervention and stage."""

    search: Annotated[
        Text,
        label(
            "Sök",
            "Början av ord i namnet, ärendets beteckning eller beställningens nummer: alla ska finnas.",
            private=True,
        ),
    ] = ""
    case: Annotated[Reference | None, label("Ärende")] = None
    unit: Annotated[Reference | None, label("Enhet")] = None
    intervention: Annotated[Intervention | None, label("Insats")] = None
    stage: Annotated[Stage | None, label("Läge")] = None
    limit: Limit = 200
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[CaseLine]:
        """Answer with cases in Swedish order of the clients' names."""
        words = (
            InView("sort_key", CASE_WORDS, "sort_key", (Begins("word", word),))
            for word in sought(self.search)
        )
        exactly = asked(
            case=self.case,
            unit=self.unit,
            intervention=self.intervention,
            stage=self.stage,
        )
        return asking.views.rows(
            CASES, (*exactly, *words), order=("sort_key",), limit=self.limit, skip=self.skip
        )
