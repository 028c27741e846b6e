"""The quarter's list of decisions that have waited too long, to IVO and the municipal auditors (LAW-02).

Whoever has protected personal data stands there under a pseudonym, and not by case number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from rutin.application.condition import Either, asked, equal
from rutin.application.query import Asking, Limit, OfIntervention, OfUnit, Query, Skip, query
from rutin.application.view import Tally, Told, View
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.law.execution import AUTHORITIES, COUNCIL, MONTHS, report_due
from rutin.domain.case import NonExecutionReported
from rutin.domain.label import label
from rutin.domain.values import Quarter, add_months
from rutin.projections.findings import refuse_too_far
from rutin.projections.readers import REPORTING
from rutin.projections.waiting_decisions import Kind, WaitingDecision, waits


class Elapsed(StrEnum):
    """How many months something had waited when the quarter ended; the classes are our own."""

    UP_TO_SIX = "3-6"
    """Over three months, and at most six."""
    UP_TO_TWELVE = "6-12"
    """Over six, and at most twelve."""
    OVER_TWELVE = "12-"


_LONGEST = {Elapsed.UP_TO_SIX: 2 * MONTHS, Elapsed.UP_TO_TWELVE: 4 * MONTHS}
"""The most months of each class but the last."""


def elapsed(since: date, day: date) -> Elapsed:
    """Give the class of what has waited since a day."""
    for each, months in _LONGEST.items():
        if day <= add_months(since, months):
            return each
    return Elapsed.OVER_TWELVE


@dataclass(frozen=True, slots=True)
class OverdueQuarter:
    """A decision that was overdue on the last day of a quarter, and to whom that is reported.

    Attributes:
        case: The case.
        number: What it is called in reports: the case's reference, or the client's pseudonym.
        unit: The unit that works the case; empty while that is unknown.
        intervention: What is granted; empty while no order has come.
        legal_basis: The act the decision rests on; empty while no order has come.
        kind: What waited: see `Kind`.
        instance: Which instance of LAW-01 or LAW-01b it is.
        decision_date: As of the waiting decision.
        since: The day that the three months run from.
        quarter: The quarter, as "2026-Q2".
        first: Its first day.
        until: The day after its last.
        elapsed: How long it had waited then: see `Elapsed`.
        due: The last day to report it.
        reason: Code of why it waits; empty when nobody has said.
        reported_reason: Why it waits, as last reported; empty before that.
        ivo_on: The day it was reported to IVO.
        auditors_on: The day it was reported to the municipal auditors.
        council_on: The day it was counted in the statistics to the council.
        executed_on: The day that the service began, or went on, afterwards.
    """

    case: str
    number: str
    unit: str
    intervention: str
    legal_basis: str
    kind: str
    instance: str
    decision_date: date | None
    since: date
    quarter: str
    first: date
    until: date
    elapsed: str
    due: date
    reason: str
    reported_reason: str
    ivo_on: date | None
    auditors_on: date | None
    council_on: date | None
    executed_on: date | None


def overdue_quarters(told: Told) -> Iterator[OverdueQuarter]:
    """Work out the quarters in which a case's decisions were overdue, or will be."""
    file = told.file
    for wait, row in waits(told, file):
        for quarter in wait.quarters_overdue(told.horizon):
            yield _row(file, row, quarter)


def _row(file: CaseFile, row: WaitingDecision, quarter: Quarter) -> OverdueQuarter:
    told, reason = _reports(file, quarter)
    ivo, auditors = AUTHORITIES
    (council,) = COUNCIL
    return OverdueQuarter(
        case=row.case,
        number=row.pseudonym or row.case,
        unit=row.unit,
        intervention=row.intervention,
        legal_basis=row.legal_basis,
        kind=row.kind,
        instance=row.instance,
        decision_date=row.decision_date,
        since=row.since,
        quarter=str(quarter),
        first=quarter.first_day,
        until=quarter.next().first_day,
        elapsed=elapsed(row.since, quarter.last_day).value,
        due=report_due(file, quarter),
        reason=row.reason,
        reported_reason=reason,
        ivo_on=told.get(ivo),
        auditors_on=told.get(auditors),
        council_on=told.get(council),
        executed_on=row.executed_on,
    )


def _reports(file: CaseFile, quarter: Quarter) -> tuple[dict[str, date], str]:
    """Give the first day that each recipient was told of a quarter, and the reason last told."""
    told: dict[str, date] = {}
    reason = ""
    for recorded in file.whole.of(NonExecutionReported):
        match recorded.fact:
            case NonExecutionReported(quarter=of) as report if of == quarter:
                told = {**dict.fromkeys(report.recipients, report.occurred_on), **told}
                reason = report.reason
    return told, reason


OVERDUE_QUARTERS = View(
    "overdue_quarters",
    "case",
    OverdueQuarter,
    overdue_quarters,
    judges=True,
    indexes=(("quarter", "since", "number"), ("quarter", "unit", "since", "number")),
    tally=Tally(("intervention", "legal_basis", "elapsed"), together="intervention", own=()),
)

OfQuarter = Annotated[
    Quarter | None, label("Kvartal", "Som 2026-Q1; det senaste hela, om inget sägs.")
]


def quarter_of(asked_for: Quarter | None, asking: Asking) -> Quarter:
    """Give the quarter that is asked about; the latest that is over, when none is told.

    Raises:
        Malformed: It is later than the view tells of.
    """
    quarter = asked_for or Quarter.containing(asking.today).previous()
    refuse_too_far(quarter.last_day, asking.views, OVERDUE_QUARTERS, field="quarter")
    return quarter


@dataclass(frozen=True, slots=True)
class Reportable:
    """A decision to report: it had waited too long on the quarter's last day."""

    number: Annotated[str, label("Ärende", "En pseudonym när personuppgifterna är skyddade.")]
    unit: Annotated[str, label("Enhet")]
    intervention: Annotated[str, label("Insats")]
    legal_basis: Annotated[str, label("Lagrum")]
    kind: Annotated[Kind, label("Vad som väntar", "Ett beslut, eller en avbruten insats.")]
    decision_date: Annotated[date | None, label("Beslutsdatum")]
    since: Annotated[date, label("Väntar sedan", "Beslutets dag, eller avbrottets.")]
    elapsed: Annotated[
        Elapsed, label("Månader", "Sedan beslutet eller avbrottet, när kvartalet var slut.")
    ]
    reason: Annotated[str, label("Varför", "Tomt när ingen har sagt det.")]
    reported_reason: Annotated[str, label("Rapporterad orsak")]
    due: Annotated[date, label("Rapporteras senast")]
    ivo_on: Annotated[date | None, label("Rapporterat till IVO")]
    auditors_on: Annotated[date | None, label("Rapporterat till kommunens revisorer")]
    is_reported: Annotated[bool, label("Rapporterat", "Till båda.")]
    executed_on: Annotated[
        date | None, label("Verkställt", "Den dag insatsen började eller återupptogs.")
    ]


@query(
    "quarterly-list",
    "Beslut att rapportera för ett kvartal",
    Reportable,
    over=(OVERDUE_QUARTERS,),
    permitted=REPORTING,
    access="clients",
)
class QuarterlyList(Query[Reportable]):
    """What had waited too long on a quarter's last day; of a quarter to come, if nothing happens."""

    quarter: OfQuarter = None
    unit: OfUnit = None
    intervention: OfIntervention = None
    elapsed: Annotated[Elapsed | None, label("Månader", "Så länge det hade väntat.")] = None
    unreported: Annotated[bool, label("Bara det som inte är rapporterat")] = False
    limit: Limit = 1000
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[Reportable]:
        """Answer with what is to be reported, what has waited longest first.

        Raises:
            Malformed: The quarter is later than the view tells of.
        """
        quarter = quarter_of(self.quarter, asking)
        untold = Either((equal("ivo_on", None), equal("auditors_on", None)))
        found = asking.views.rows(
            OVERDUE_QUARTERS,
            (
                equal("quarter", str(quarter)),
                *asked(
                    unit=self.unit,
                    intervention=self.intervention,
                    elapsed=self.elapsed and self.elapsed.value,
                ),
                *((untold,) if self.unreported else ()),
            ),
            order=("since", "number", "instance"),
            limit=self.limit,
            skip=self.skip,
        )
        return map(_reportable, found)


def _reportable(found: OverdueQuarter) -> Reportable:
    return Reportable(
        number=found.number,
        unit=found.unit,
        intervention=found.intervention,
        legal_basis=found.legal_basis,
        kind=Kind(found.kind),
        decision_date=found.decision_date,
        since=found.since,
        elapsed=Elapsed(found.elapsed),
        reason=found.reason,
        reported_reason=found.reported_reason,
        due=found.due,
        ivo_on=found.ivo_on,
        auditors_on=found.auditors_on,
        is_reported=found.ivo_on is not None and found.auditors_on is not None,
        executed_on=found.executed_on,
    )
