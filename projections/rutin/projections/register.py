"""The resource register: who may take assignments, on what ground, and what they have now.

Of a register extract it says that one was shown, of which registers and when; never what it said.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Annotated, Any, TypeVar

from rutin.application.condition import After, Among, Has, Value, asked, equal
from rutin.application.query import Asking, Limit, Query, Skip, query
from rutin.application.view import Told, View
from rutin.application.views import Views
from rutin.domain.assignee import (
    AssigneeApproved,
    AvailabilityChanged,
    ConfidentialityUndertakingSigned,
    FactOfAssignee,
    InvestigationOpened,
)
from rutin.domain.history import History
from rutin.domain.intervention import Intervention
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.projections.absences import ABSENCES
from rutin.projections.readers import RESOURCES
from rutin.projections.times import Time, put_together


@dataclass(frozen=True, slots=True)
class Entry:
    """A person in the register, as it stands now."""

    assignee: Annotated[str, label("Nummer")]
    person: Annotated[str, label("Person", "Personreferens.")]
    interventions: Annotated[tuple[str, ...], label("Insatser", "Vad personen kan ta.")]
    registered_on: Annotated[date, label("Registrerad")]
    came_by: Annotated[str, label("Kom genom")]
    decision: Annotated[str, label("Beslut", "approved eller rejected; tomt före beslut.")]
    decided_on: Annotated[date | None, label("Beslutat")]
    approved_for: Annotated[tuple[str, ...], label("Godkänd för")]
    investigated_since: Annotated[
        date | None, label("Utreds sedan", "Tomt när ett beslut har följt.")
    ]
    extract_shown_on: Annotated[
        date | None, label("Registerutdrag visat", "När det senast visades; aldrig vad det sa.")
    ]
    extract_registers: Annotated[tuple[str, ...], label("Utdrag ur")]
    extract_at_decision: Annotated[
        date | None,
        label(
            "Utdrag vid beslutet",
            "När det senast hade visats när beslutet togs; tomt om inget hade visats då.",
        ),
    ]
    undertaking_signed_on: Annotated[date | None, label("Sekretessförsäkran lämnad")]
    hours_per_month: Annotated[str, label("Lediga timmar per månad")]
    occasions_per_month: Annotated[int | None, label("Lediga tillfällen per månad")]
    area: Annotated[str, label("Område")]
    languages: Annotated[tuple[str, ...], label("Språk")]
    times: Annotated[str, label("Tider")]
    ended_on: Annotated[date | None, label("Slutade")]
    cases: Annotated[tuple[str, ...], label("Ärenden", "De uppdrag som pågår.")]


@dataclass(frozen=True, slots=True)
class RegisterLine(Entry):
    """A person in the register, and whether the person is away, or will be."""

    away_from: Annotated[
        date | None, label("Borta från och med", "Den frånvaro som pågår, annars nästa.")
    ]
    away_to: Annotated[
        date | None, label("Borta till och med", "Tomt när den sista dagen inte är känd.")
    ]


def entries(told: Told) -> Iterator[Entry]:
    """Work out a person's entry; none before the person is registered."""
    known = told.history.assignee(told.name)
    if known.registration is None:
        return
    decision = known.decision
    extract = known.extracts[-1] if known.extracts else None
    shown_by_then = [
        each.occurred_on
        for each in known.extracts
        if decision and each.occurred_on <= decision.occurred_on
    ]
    opened = _latest(told, InvestigationOpened)
    available = _latest(told, AvailabilityChanged)
    signed = _latest(told, ConfidentialityUndertakingSigned)
    hours = available.hours_per_month if available else None
    is_under_way = opened and (decision is None or decision.occurred_on < opened.occurred_on)
    yield Entry(
        assignee=told.name,
        person=known.registration.person,
        interventions=known.registration.interventions,
        registered_on=known.registration.occurred_on,
        came_by=known.came_by,
        decision=_decision(told.history, told.name),
        decided_on=decision.occurred_on if decision else None,
        approved_for=decision.interventions if isinstance(decision, AssigneeApproved) else (),
        investigated_since=opened.occurred_on if opened and is_under_way else None,
        extract_shown_on=extract.occurred_on if extract else None,
        extract_registers=extract.registers if extract else (),
        extract_at_decision=max(shown_by_then, default=None),
        undertaking_signed_on=signed.occurred_on if signed else None,
        hours_per_month="" if hours is None else str(hours),
        occasions_per_month=available.occasions_per_month if available else None,
        area=available.area if available else "",
        languages=available.languages if available else (),
        times=available.times if available else "",
        ended_on=known.ended_on,
        cases=_cases(told.history, told.name),
    )


def _decision(history: History, assignee: str) -> str:
    match history.assignee(assignee).decision:
        case None:
            return ""
        case AssigneeApproved():
            return "approved"
        case _:
            return "rejected"


def _cases(history: History, assignee: str) -> tuple[str, ...]:
    going_on = (
        relationship.opening.case
        for relationship in history.relationships_of_assignee(assignee).values()
        if relationship.opening and relationship.is_active
    )
    return tuple(sorted(set(going_on)))


_Fact = TypeVar("_Fact", bound=FactOfAssignee)


def _latest(told: Told, kind: type[_Fact]) -> _Fact | None:
    """Give the latest fact of a type about the person."""
    found: _Fact | None = None
    for recorded in told.history.in_force:
        if recorded.stream == f"assignee/{told.name}" and isinstance(recorded.fact, kind):
            found = recorded.fact
    return found


REGISTER = View("register", "assignee", Entry, entries, inline=True, indexes=(("person",),))


def numbers_of(views: Views, assignee: str) -> frozenset[Value]:
    """Give the numbers that someone stands with in the register, of whom one is known; it is among them."""
    persons = frozenset(entry.person for entry in views.rows(REGISTER, asked(assignee=assignee)))
    same = views.rows(REGISTER, (Among("person", persons),))
    return frozenset({assignee, *(entry.assignee for entry in same)})


@query(
    "register",
    "Resursregister",
    RegisterLine,
    over=(REGISTER, ABSENCES),
    permitted=RESOURCES,
    access="assignees",
)
class Register(Query[RegisterLine]):
    """Who may take assignments, on what ground, what they have now, and when they are away."""

    intervention: Annotated[
        Intervention | None, label("Insats", "Bara dem som kan ta den insatsen.")
    ] = None
    assignee: Annotated[Reference | None, label("Nummer")] = None
    ended: Annotated[bool, label("Också dem som har slutat")] = False
    limit: Limit = 1000
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[RegisterLine]:
        """Answer with lines, by number."""
        conditions = (
            *asked(assignee=self.assignee),
            *(() if self.intervention is None else (Has("interventions", self.intervention),)),
            *(() if self.ended else (equal("ended_on", None),)),
        )
        page = list(
            asking.views.rows(
                REGISTER, conditions, order=("assignee",), limit=self.limit, skip=self.skip
            )
        )
        away = _away(asking.views, frozenset(each.assignee for each in page), asking.today)
        for entry in page:
            first, until = away.get(entry.assignee, (None, None))
            told: dict[str, Any] = {each.name: getattr(entry, each.name) for each in fields(Entry)}
            last = until and until - timedelta(days=1)
            yield RegisterLine(**told, away_from=first, away_to=last)


def _away(views: Views, assignees: frozenset[Value], day: date) -> Mapping[str, Time]:
    """Give when those who are away on a day, or will be, are so first; by number."""
    found: dict[str, list[Time]] = defaultdict(list)
    for each in views.rows(
        ABSENCES, (Among("assignee", assignees), After("until", day, or_none=True))
    ):
        found[each.assignee].append((each.first, each.until))
    return {assignee: put_together(times)[0] for assignee, times in found.items()}
