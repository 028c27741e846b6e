"""Decisions that wait to be executed, and services that wait to go on (SoL 34:1, LSS 28 f).

The law's three months run from the day of the decision, or of the interruption, also while the
client wants to wait (LAW-05). How many days too long a decision has waited is what a special fee
would rest on (LAW-06).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from rutin.application.assessment import unit_of
from rutin.application.condition import UpTo, asked, lasting
from rutin.application.query import Asking, Day, Limit, OfIntervention, OfUnit, Query, Skip, query
from rutin.application.view import Told, View
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.clocks import day_of
from rutin.domain.assessment.finding import Segment, Status
from rutin.domain.assessment.law.execution import Waiting, interruptions, waiting
from rutin.domain.case import (
    ExecutionDeferredByClient,
    OrderReceived,
    OrderRenewed,
    ServiceInterrupted,
)
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.projections.pseudonym import pseudonym
from rutin.projections.readers import CASEWORK


class Kind(StrEnum):
    """What waits."""

    DECISION = "decision"
    """A decision, for the service to start."""
    INTERRUPTION = "interruption"
    """A service, to go on after an interruption."""


DEFERRED = "deferred_by_client"
"""The reason of a wait that the client asks for."""


@dataclass(frozen=True, slots=True)
class WaitingDecision:
    """A decision that waits or waited, and from when to when.

    Attributes:
        case: The case.
        client: The client's reference; empty when personal data are protected.
        pseudonym: What stands in its place then; empty otherwise.
        unit: The unit that works the case; empty while that is unknown.
        intervention: What is granted; empty while no order has come.
        legal_basis: The act the decision rests on; empty while no order has come.
        kind: What waits: see `Kind`.
        instance: Which instance of LAW-01 or LAW-01b it is.
        decision_date: The day of the decision; of an interruption, that of the decision it interrupts;
            None when no order has come.
        since: The day that the three months run from.
        last_day: The last day in time.
        overdue_from: The first day that it was, or will be, overdue; None if it never is.
        first: The first day that it was known to wait.
        until: The first day that it waits no more; None while it does.
        executed_on: The day that the service began, or went on.
        ended_on: The day that the order ended or the case was closed before that.
        reason: Code of why it waits; empty when nobody has said.
        deferred_until: The day that the client wants to wait to.
        explanation: What was said of the reason.
    """

    case: str
    client: str
    pseudonym: str
    unit: str
    intervention: str
    legal_basis: str
    kind: str
    instance: str
    decision_date: date | None
    since: date
    last_day: date
    overdue_from: date | None
    first: date
    until: date | None
    executed_on: date | None
    ended_on: date | None
    reason: str
    deferred_until: date | None
    explanation: str


def waiting_decisions(told: Told) -> Iterator[WaitingDecision]:
    """Work out what waits and waited in a case."""
    file = told.file
    for _, row in waits(told, file):
        yield row


def waits(told: Told, file: CaseFile) -> Iterator[tuple[Waiting, WaitingDecision]]:
    """Give each wait of a case, by the law's rule and as a row; none that was over when it was known."""
    for kind, each in (
        *((Kind.DECISION, decision) for decision in waiting(file)),
        *((Kind.INTERRUPTION, interruption) for interruption in interruptions(file)),
    ):
        lasts = [segment for segment in each.duty().segments() if _waits(segment)]
        if lasts:
            yield each, _row(told, file, kind, each, lasts)


def _waits(segment: Segment) -> bool:
    """Say whether it waits on some days: it is not executed, and known to be decided."""
    state = segment.state
    return state.status in (Status.OPEN, Status.OVERDUE) and state.due is not None


def _row(
    told: Told, file: CaseFile, kind: Kind, each: Waiting, lasts: list[Segment]
) -> WaitingDecision:
    order = file.order
    first, until = lasts[0].first, lasts[-1].until
    reason, deferred_until, explanation = _why(file, each, until)
    client = order.client if order else ""
    is_protected = order is not None and order.protected
    return WaitingDecision(
        case=told.name,
        client="" if is_protected else client,
        pseudonym=pseudonym(told.history, client) if is_protected else "",
        unit=unit_of(told.history, told.name) or "",
        intervention=order.intervention if order else "",
        legal_basis=order.legal_basis if order else "",
        kind=kind.value,
        instance=each.key,
        decision_date=_decided_on(file, each.since) if kind is Kind.INTERRUPTION else each.since,
        since=each.since,
        last_day=each.last_day,
        overdue_from=next((s.first for s in lasts if s.state.status is Status.OVERDUE), None),
        first=first,
        until=until,
        executed_on=day_of(each.begun),
        ended_on=day_of(each.ended),
        reason=reason,
        deferred_until=deferred_until,
        explanation=explanation,
    )


def _decided_on(file: CaseFile, day: date) -> date | None:
    """Give the day of the decision whose service was interrupted on a day; None without an order."""
    decided: date | None = None
    for recorded in file.whole.of(OrderReceived, OrderRenewed):
        match recorded.fact:
            case OrderReceived() | OrderRenewed() as order if (
                decided is None or (order.period_from or order.occurred_on) <= day
            ):
                decided = order.decision_date
    return decided


def _why(file: CaseFile, each: Waiting, until: date | None) -> tuple[str, date | None, str]:
    """Say why it waits: that the client asked for it, or what the interruption says."""
    for recorded in reversed(file.whole.of(ExecutionDeferredByClient)):
        match recorded.fact:
            case ExecutionDeferredByClient() as wish if each.since <= wish.occurred_on and (
                until is None or wish.occurred_on < until
            ):
                return DEFERRED, wish.until, wish.reason
    if each.reason is not None:
        return each.reason.code, None, ""
    for recorded in file.whole.of(ServiceInterrupted):
        match recorded.fact:
            case ServiceInterrupted() as pause if str(recorded.event_id) == each.key:
                return pause.reason, None, pause.note
    return "", None, ""


WAITING_DECISIONS = View(
    "waiting_decisions",
    "case",
    WaitingDecision,
    waiting_decisions,
    judges=True,
    indexes=(("until", "last_day"), ("unit", "until")),
)


@dataclass(frozen=True, slots=True)
class Wait:
    """A decision that waits on the day that is asked about."""

    case: Annotated[str, label("Ärende")]
    client: Annotated[
        str, label("Brukare", "Brukarens personreferens; tomt när personuppgifterna är skyddade.")
    ]
    pseudonym: Annotated[str, label("Pseudonym", "Bara när personuppgifterna är skyddade.")]
    unit: Annotated[str, label("Enhet")]
    intervention: Annotated[str, label("Insats")]
    legal_basis: Annotated[str, label("Lagrum")]
    kind: Annotated[Kind, label("Vad som väntar", "Ett beslut, eller en avbruten insats.")]
    decision_date: Annotated[date | None, label("Beslutsdatum")]
    since: Annotated[date, label("Väntar sedan", "Beslutets dag, eller avbrottets.")]
    last_day: Annotated[date, label("Sista dag", "Tre månader efter den dagen.")]
    days_overdue: Annotated[
        int,
        label("Dagar för länge", "Dagar efter den sista; noll så länge tiden inte har gått ut."),
    ]
    reason: Annotated[str, label("Varför", "Tomt när ingen har sagt det.")]
    deferred_until: Annotated[date | None, label("Brukaren vill vänta till")]
    explanation: Annotated[str, label("Vad som är sagt om skälet")]


@query(
    "waiting-decisions",
    "Beslut som väntar",
    Wait,
    over=(WAITING_DECISIONS,),
    permitted=CASEWORK,
    access="clients",
)
class WaitingDecisions(Query[Wait]):
    """Which decisions and interrupted services wait on a day, and how many days too long."""

    unit: OfUnit = None
    case: Annotated[Reference | None, label("Ärende")] = None
    intervention: OfIntervention = None
    overdue: Annotated[bool, label("Bara de som har väntat för länge")] = False
    as_of: Day = None
    limit: Limit = 200
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[Wait]:
        """Answer with what waits, what has waited longest first."""
        day = self.as_of or asking.today
        found = asking.views.rows(
            WAITING_DECISIONS,
            (
                *lasting(day),
                *asked(unit=self.unit, case=self.case, intervention=self.intervention),
                *((UpTo("overdue_from", day),) if self.overdue else ()),
            ),
            order=("last_day", "case", "instance"),
            limit=self.limit,
            skip=self.skip,
        )
        return (_wait(each, day) for each in found)


def _wait(found: WaitingDecision, day: date) -> Wait:
    return Wait(
        case=found.case,
        client=found.client,
        pseudonym=found.pseudonym,
        unit=found.unit,
        intervention=found.intervention,
        legal_basis=found.legal_basis,
        kind=Kind(found.kind),
        decision_date=found.decision_date,
        since=found.since,
        last_day=found.last_day,
        days_overdue=max((day - found.last_day).days, 0),
        reason=found.reason,
        deferred_until=found.deferred_until,
        explanation=found.explanation,
    )
