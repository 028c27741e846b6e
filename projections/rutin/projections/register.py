"""The resource register: who may take assignments, on what ground, and what they have now.

Of a register extract it says that one was shown, of which registers and when; never what it said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from rutin.domain.assignee import (
    AbsenceRecorded,
    AssigneeApproved,
    AvailabilityChanged,
    ConfidentialityUndertakingSigned,
    FactOfAssignee,
    InvestigationOpened,
)
from rutin.domain.history import History
from rutin.projections.view import Told, View


@dataclass(frozen=True, slots=True)
class Entry:
    """A person in the register, as it stands now.

    Attributes:
        assignee: The number.
        person: Who it is, in the vault.
        interventions: What the person can take.
        came_by: How the person came.
        decision: "approved" or "rejected"; empty before any.
        decided_on: When.
        approved_for: The interventions approved.
        investigated_since: An investigation under way; None when a decision has followed.
        extract_shown_on: When an extract was last shown.
        extract_registers: Which registers it was of.
        undertaking_signed_on: When the undertaking of confidentiality was last handed in.
        hours_per_month: Free hours, as written; empty while not known.
        occasions_per_month: Free occasions.
        area: Where.
        languages: In which languages.
        times: When.
        away_from: The first day of the latest absence told.
        away_to: Its last day; None while not known.
        ended_on: The day the person left the register.
        cases: The cases of the assignments that go on.
    """

    assignee: str
    person: str
    interventions: tuple[str, ...]
    came_by: str
    decision: str
    decided_on: date | None
    approved_for: tuple[str, ...]
    investigated_since: date | None
    extract_shown_on: date | None
    extract_registers: tuple[str, ...]
    undertaking_signed_on: date | None
    hours_per_month: str
    occasions_per_month: int | None
    area: str
    languages: tuple[str, ...]
    times: str
    away_from: date | None
    away_to: date | None
    ended_on: date | None
    cases: tuple[str, ...]


def entries(told: Told) -> Iterator[Entry]:
    """Work out a person's entry; none before the person is registered."""
    known = told.history.assignee(told.name)
    if known.registration is None:
        return
    decision = known.decision
    extract = known.extracts[-1] if known.extracts else None
    opened = _latest(told, InvestigationOpened)
    available = _latest(told, AvailabilityChanged)
    away = _latest(told, AbsenceRecorded)
    signed = _latest(told, ConfidentialityUndertakingSigned)
    hours = available.hours_per_month if available else None
    is_under_way = opened and (decision is None or decision.occurred_on < opened.occurred_on)
    yield Entry(
        assignee=told.name,
        person=known.registration.person,
        interventions=known.registration.interventions,
        came_by=known.came_by,
        decision=_decision(told.history, told.name),
        decided_on=decision.occurred_on if decision else None,
        approved_for=decision.interventions if isinstance(decision, AssigneeApproved) else (),
        investigated_since=opened.occurred_on if opened and is_under_way else None,
        extract_shown_on=extract.occurred_on if extract else None,
        extract_registers=extract.registers if extract else (),
        undertaking_signed_on=signed.occurred_on if signed else None,
        hours_per_month="" if hours is None else str(hours),
        occasions_per_month=available.occasions_per_month if available else None,
        area=available.area if available else "",
        languages=available.languages if available else (),
        times=available.times if available else "",
        away_from=away.from_date if away else None,
        away_to=away.to_date if away else None,
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


REGISTER = View("register", "assignee", Entry, entries)
