"""The law on decisions that wait to be executed: three months, reports, statistics (SoL 34 kap.)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.clocks import Check, day_of, done_by, judged
from rutin.domain.assessment.duty import Broken, Done, Due, Duty, Excuse
from rutin.domain.assessment.finding import EVER, Status
from rutin.domain.assessment.reason import CLOSED_BEFORE, Reason
from rutin.domain.case import (
    CaseClosed,
    ExecutionReported,
    NonExecutionReported,
    OrderEnded,
    OrderReceived,
    OrderRenewed,
    ServiceInterrupted,
    ServiceResumed,
    ServiceStarted,
)
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import RelationshipEnded
from rutin.domain.unregistered_interruption import leaves_none
from rutin.domain.values import Quarter, add_months

MONTHS = 3
"""How long a decision may wait before it is reported (SoL 34:1, LSS 28 f)."""

ENDED_TOO_LATE = Reason(
    "ended_unexecuted",
    "beslutet avslutades efter att tiden gått ut, utan att ha verkställts",
    "the decision was ended after its time without being executed",
)
UNREGISTERED = Reason(
    "interruption_not_registered", "avbrott ej registrerat", "the interruption is not registered"
)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision that waits, or waits again after an interruption.

    Attributes:
        key: Which instance it is.
        first: The first day that there is such an instance.
        since: The day from which the three months run.
        known: The day on which it came to be known that it waits.
        begun: The service began, or went on.
        ended: The order ended, or the case was closed, before that.
        reason: Why it waits, if no one has said so.
        until: The first day that there is no such instance any more.
    """

    key: str
    first: date
    since: date
    known: date
    begun: Recorded | None
    ended: Recorded | None
    reason: Reason | None = None
    until: date | None = None

    @property
    def last_day(self) -> date:
        """The last day before it is to be reported."""
        return add_months(self.since, MONTHS)

    def duty(self) -> Duty:
        """Tell the waiting as a duty (D-40)."""
        ended = self.ended.fact.occurred_on if self.ended else None
        too_late = ended is not None and ended > self.last_day
        return Duty(
            key=self.key,
            first=self.first,
            until=self.until,
            dues=(Due(self.last_day, self.known),),
            governed_on=self.since,
            done=done_by(self.begun),
            missing=("ServiceStarted" if self.key == "-" else "ServiceResumed",),
            excuses=(
                (Excuse(ended, CLOSED_BEFORE, evidence=(self.ended,)),)
                if self.ended and ended and not too_late
                else ()
            ),
            broken=(
                Broken(ended, ENDED_TOO_LATE, (self.ended,))
                if self.ended and ended and too_late
                else None
            ),
            remark=self.reason,
        )

    def quarters_overdue(self, horizon: date) -> Iterator[Quarter]:
        """Give the quarters on whose last day it was overdue, or will be, up to a day (D-63)."""
        for segment in self.duty().segments():
            if segment.state.status is Status.OVERDUE:
                last = segment.until - _DAY if segment.until else horizon
                quarters = Quarter.between(segment.first, last)
                yield from (quarter for quarter in quarters if quarter.last_day <= last)


@once
def waiting(file: CaseFile) -> tuple[Waiting, ...]:
    """Give the decisions that wait for the service to start."""
    return tuple(_waiting(file))


def _waiting(file: CaseFile) -> Iterator[Waiting]:
    start, end = file.whole.first(ServiceStarted), file.whole.first(OrderEnded, CaseClosed)
    if start and end and file.comes_before(end, start):
        start = None
    for order in file.whole.of(OrderReceived, OrderRenewed):
        if isinstance(order.fact, OrderRenewed) and start and file.comes_before(start, order):
            continue  # while service runs or is interrupted no new clock starts (D-40)
        told: Any = order.fact
        is_first = isinstance(order.fact, OrderReceived)
        yield Waiting(
            "-" if is_first else str(order.event_id),
            EVER if is_first else order.fact.occurred_on,
            told.decision_date,
            order.fact.occurred_on,
            start,
            None if start else end,
        )


@once
def interruptions(file: CaseFile) -> tuple[Waiting, ...]:
    """Give the interruptions, those too that show only in that no one gives the service (D-40)."""
    return tuple(_interruptions(file))


def _interruptions(file: CaseFile) -> Iterator[Waiting]:
    began: tuple[Recorded, Reason | None] | None = None
    service = False
    registered = {r.fact.occurred_on for r in file.whole.of(ServiceInterrupted)}
    for recorded in file.whole.of(
        ServiceStarted,
        ServiceInterrupted,
        ServiceResumed,
        RelationshipEnded,
        OrderEnded,
        CaseClosed,
    ):
        match recorded.fact:
            case ServiceStarted():
                service = True
            case ServiceInterrupted() if service and began is None:
                began = recorded, None
            case ServiceInterrupted(occurred_on=day) if began and _is_eve_of(began, day):
                yield replace(_interrupted(*began, None, None), until=day)
                began = recorded, None
            case RelationshipEnded(occurred_on=day) if service and began is None:
                goes_on = file.order_goes_on_after(day)
                if day not in registered and goes_on and leaves_none(file.facts, recorded):
                    began = recorded, UNREGISTERED
            case ServiceResumed() | OrderEnded() | CaseClosed() if began is not None:
                resumed = recorded if isinstance(recorded.fact, ServiceResumed) else None
                yield _interrupted(*began, resumed, None if resumed else recorded)
                began = None
            case OrderEnded() | CaseClosed():
                service = False
    if began is not None:
        yield _interrupted(*began, None, None)


def _interrupted(
    sign: Recorded, reason: Reason | None, resumed: Recorded | None, ended: Recorded | None
) -> Waiting:
    day = sign.fact.occurred_on
    return Waiting(str(sign.event_id), day, day, day, resumed, ended, reason)


def _is_eve_of(began: tuple[Recorded, Reason | None], day: date) -> bool:
    """Say whether someone's last day was the one before, so that the pause is registered after all.

    A relationship counts through its last day (D-42), and its pause begins with the next.
    """
    sign, reason = began
    return reason is UNREGISTERED and sign.fact.occurred_on == day - _DAY


@judged("DL(beslutsdatum + 3 månader)")
def executed_in_time(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-01: the decision is executed within three months of its date."""
    decisions = waiting(file)
    yield Duty(  # while no decision is known
        done=done_by(file.whole.first(ServiceStarted)),
        missing=("ServiceStarted",),
        until=decisions[0].first if decisions else None,
    )
    for decision in decisions:
        yield decision.duty()


@judged("DL(avbrott + 3 månader)")
def resumed_in_time(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-01b: an interrupted service goes on within three months."""
    breaks = interruptions(file)
    yield Duty(contingent=True, triggered=None, until=breaks[0].first if breaks else None)
    for each in breaks:
        yield each.duty()


# ---------------------------------------------------------------- reports


@once
def overdue_quarters(file: CaseFile) -> tuple[Quarter, ...]:
    """Give the quarters on whose last day a decision of the case was overdue (D-63)."""
    found = {
        quarter
        for each in (*waiting(file), *interruptions(file))
        for quarter in each.quarters_overdue(file.horizon)
    }
    return tuple(sorted(found))


def report_due(file: CaseFile, quarter: Quarter) -> date:
    """Give the last day to report what was overdue on a quarter's last day (D-63)."""
    months = file.value("non_execution_report_months", quarter.last_day)
    return add_months(quarter.last_day + _DAY, months) - _DAY


def _reported(file: CaseFile, quarter: Quarter, recipients: Sequence[str]) -> Done | None:
    """Say when a quarter had been reported to every recipient."""
    by: list[Recorded] = []
    told: set[str] = set()
    for report in file.whole.of(NonExecutionReported):
        if getattr(report.fact, "quarter", None) != quarter:
            continue
        by.append(report)
        told |= set(getattr(report.fact, "recipients", ()))
        if told >= set(recipients):
            return Done.of(*by)
    return None


def _quarterly(file: CaseFile, recipients: Sequence[str]) -> Iterator[Duty]:
    quarters = overdue_quarters(file)
    yield Duty(contingent=True, triggered=None, until=quarters[0].last_day if quarters else None)
    for quarter in quarters:
        yield Duty(
            key=str(quarter),
            first=quarter.last_day,
            triggered=quarter.last_day,
            governed_on=quarter.last_day,
            dues=(Due(report_due(file, quarter)),),
            done=_reported(file, quarter, recipients),
            missing=("NonExecutionReported",),
            curable=True,
            parameters=("non_execution_report_months",),
        )


AUTHORITIES = ("ivo", "municipal_auditors")
COUNCIL = ("municipal_council",)


@judged("PER(quarter), parametern non_execution_report_months")
def waiting_reported(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-02: what waits too long is reported each quarter to IVO and the auditors."""
    yield from _quarterly(file, AUTHORITIES)


@judged("PER(quarter), parametern non_execution_report_months")
def waiting_counted(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-04: what waits too long is counted in the quarter's statistics to the council."""
    yield from _quarterly(file, COUNCIL)


@judged("RX(ServiceStarted efter rapport)")
def execution_reported(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-03: when a reported decision is executed, the day of it is reported too."""
    reports = file.whole.of(NonExecutionReported)
    starts = [
        start
        for start in file.whole.of(ServiceStarted, ServiceResumed)
        if any(file.comes_before(report, start) for report in reports)
    ]
    triggers = _after_reports(file, starts)
    yield Duty(contingent=True, triggered=None, until=day_of(triggers[0]) if triggers else None)
    for start in triggers:
        by: list[Recorded] = []
        told: set[str] = set()
        for report in file.whole.of(ExecutionReported):
            if told < set(AUTHORITIES) and not file.comes_before(report, start):
                by.append(report)
                told |= set(getattr(report.fact, "recipients", ()))
        yield Duty(
            key=str(start.event_id),
            first=start.fact.occurred_on,
            triggered=start.fact.occurred_on,
            done=Done.of(*by) if told >= set(AUTHORITIES) else None,
            missing=("ExecutionReported",),
        )


def _after_reports(file: CaseFile, starts: Sequence[Recorded]) -> list[Recorded]:
    """Give the starts before which something had been reported since the start before."""
    found: list[Recorded] = []
    for start in starts:
        since = found[-1] if found else None
        if any(
            file.comes_before(report, start) and (since is None or file.comes_before(since, report))
            for report in file.whole.of(NonExecutionReported)
        ):
            found.append(start)
    return found


LAW_EXECUTION: dict[str, Check] = {
    "LAW-01": executed_in_time,
    "LAW-01b": resumed_in_time,
    "LAW-02": waiting_reported,
    "LAW-03": execution_reported,
    "LAW-04": waiting_counted,
}
"""How LAW-01 to LAW-04 are judged; LAW-05 and LAW-06 are shown, not judged."""
