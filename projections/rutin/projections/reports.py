"""Reports due and received: each month, each quarter, and each month with outlays (KLA step 9).

Which are due, and when, is the routine's own rule. A report that is put right or handed in again
counts as united with the former (D-48); one that is withdrawn was never received.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Annotated, Any

from rutin.application.assessment import unit_of
from rutin.application.condition import After, Among, Condition, UpTo, asked, equal, holds, lasting
from rutin.application.query import Asking, Day, Limit, OfIntervention, OfUnit, Query, Skip, query
from rutin.application.view import Told, View
from rutin.domain.act import Fact
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.finding import Course, Status
from rutin.domain.assessment.kla.reports import (
    granted_hours,
    granted_occasions,
    months,
    outlays,
    quarters,
)
from rutin.domain.assessment.periods import Asked
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.support_relationship import (
    ExpenseClaimAttested,
    ExpenseClaimReturned,
    ExpensePaid,
    OutlaysDeclared,
    ServiceProvided,
)
from rutin.domain.values import Hours, Money, Month, Quarter
from rutin.projections.findings import refuse_too_far
from rutin.projections.readers import CASEWORK

_DAY = timedelta(days=1)


class Kind(StrEnum):
    """What is reported."""

    MONTHLY = "monthly"
    """Bilaga 1: the hours of a companion or relief worker."""
    QUARTERLY = "quarterly"
    """Bilaga 2: a contact person's quarter."""
    OUTLAYS = "outlays"
    """Bilaga 3: what a companion paid for, in a month with outlays."""


class State(StrEnum):
    """How a report stands on a day."""

    EXPECTED = "expected"
    """It has not come, and may still come in time."""
    MISSING = "missing"
    """It has not come, and its last day has passed."""
    INCOMPLETE = "incomplete"
    """It has come, but something that is to be in it has not."""
    RECEIVED = "received"
    """It was complete in time."""
    LATE = "late"
    """It was complete after its last day; if that was when the next period was over, it is breached."""


@dataclass(frozen=True, slots=True)
class _Reporting:
    """The rules of a kind of report: which provision asks for it, and when."""

    provision: str
    asked: Callable[[CaseFile], Sequence[Asked]]


_REPORTING: Mapping[Kind, _Reporting] = {
    Kind.MONTHLY: _Reporting("KLA-09b-p", months),
    Kind.QUARTERLY: _Reporting("KLA-09c-p", quarters),
    Kind.OUTLAYS: _Reporting("KLA-09f", outlays),
}


@dataclass(frozen=True, slots=True)
class Report:
    """A report that an assignment calls for in a period, and what has come of it.

    Attributes:
        case: The case.
        unit: The unit that works the case; empty while that is unknown.
        intervention: What is granted; empty while that is unknown.
        relationship: The assignment.
        assignee: Who has it; empty while that is unknown.
        kind: What is reported: see `Kind`.
        period: The month or quarter, as "2026-03" or "2026-Q1".
        first: The first day that it is asked for.
        until: The first day that it is no longer; None when it is for good. A report that is asked
            for anew afterwards has a row of its own.
        due: The last day in time.
        received_on: The day that the first of it came.
        complete_on: The day that nothing was missing in it.
        late: That was after the last day.
        granted_hours: The hours granted for the month, as "14.5"; None when none are.
        performed_hours: The hours performed, as reported.
        granted_occasions: The occasions granted for the month, where the order counts those.
        given_occasions: The days of the month on which support was recorded; likewise.
        reason_not_all: Why not all hours were performed, as reported.
        declared_on: The day that the assignee said there were outlays.
        claimed: The amount claimed, as "412.50".
        attested_on: The day that the claim was last attested.
        returned_on: The day that it was last sent back.
        paid_on: The day that it was paid.
    """

    case: str
    unit: str
    intervention: str
    relationship: str
    assignee: str
    kind: str
    period: str
    first: date
    until: date | None
    due: date
    received_on: date | None
    complete_on: date | None
    late: bool
    granted_hours: str | None
    performed_hours: str | None
    granted_occasions: int | None
    given_occasions: int | None
    reason_not_all: str
    declared_on: date | None
    claimed: str | None
    attested_on: date | None
    returned_on: date | None
    paid_on: date | None


def reports(told: Told) -> Iterator[Report]:
    """Work out the reports that a case's assignments call for, up to the horizon."""
    for kind in _REPORTING:
        yield from reports_of(told, kind)


def reports_of(told: Told, kind: Kind) -> Iterator[Report]:
    """Work out those of one kind."""
    file, rule = told.file, _REPORTING[kind]
    unit = unit_of(told.history, told.name) or ""
    found = {(each.subject, each.key): each for each in told.courses[rule.provision]}
    for each in rule.asked(file):
        course = found.get((each.subject, str(each.period)))
        for first, until in _asked_for(course) if course else ():
            yield _report(file, unit, kind, each, first, until)


def _asked_for(course: Course) -> Iterator[tuple[date, date | None]]:
    """Give the days on which a report is asked for: from the first, until the day after the last."""
    by_whether = groupby(
        course.segments, lambda segment: segment.state.status is not Status.NOT_APPLICABLE
    )
    for is_asked_for, group in by_whether:
        if is_asked_for:
            segments = list(group)
            yield segments[0].first, segments[-1].until


def _report(
    file: CaseFile, unit: str, kind: Kind, each: Asked, first: date, until: date | None
) -> Report:
    due = next(due.day for due in reversed(each.dues) if due.day)
    received_on = each.handed[0].day if each.handed else None
    form: Any = each.handed[-1].form if each.handed else None
    is_monthly, is_of_outlays = kind is Kind.MONTHLY, kind is Kind.OUTLAYS
    occasions = granted_occasions(file, each.period.first_day, date.max) if is_monthly else None
    return Report(
        case=file.case,
        unit=unit,
        intervention=file.intervention or "",
        relationship=each.subject.partition("/")[2],
        assignee=file.assignee_of(each.subject),
        kind=kind.value,
        period=str(each.period),
        first=first,
        until=until,
        due=due,
        received_on=received_on,
        complete_on=each.whole.day if each.whole else None,
        late=each.whole is not None and each.whole.day > due,
        granted_hours=_written(_granted(file, each, form)) if is_monthly else None,
        performed_hours=_written(form.performed_hours) if form and is_monthly else None,
        granted_occasions=occasions,
        given_occasions=None if occasions is None else len(_days(file, each, ServiceProvided)),
        reason_not_all=form.reason_not_all if form and is_monthly else "",
        declared_on=_last_day(file, each, OutlaysDeclared) if is_of_outlays else None,
        claimed=_written(form.total) if form and is_of_outlays else None,
        attested_on=_last_day(file, each, ExpenseClaimAttested) if is_of_outlays else None,
        returned_on=_last_day(file, each, ExpenseClaimReturned) if is_of_outlays else None,
        paid_on=_last_day(file, each, ExpensePaid) if is_of_outlays else None,
    )


def _written(amount: Hours | Money | None) -> str | None:
    return None if amount is None else str(amount)


def _granted(file: CaseFile, month: Asked, form: Any) -> Hours | None:
    """Give the hours granted for a month, as is known now: by the order, or else by the report."""
    ordered = granted_hours(file, month.period.first_day, date.max)
    stated: Hours | None = form.granted_hours if form else None
    return stated if ordered is None else ordered


def _days(file: CaseFile, each: Asked, kind: type[Fact]) -> set[date]:
    """Give the days of a period on which a kind of act is recorded of an assignment."""
    days = (r.fact.occurred_on for r in file.whole.of(kind) if r.stream == each.subject)
    return {day for day in days if day in each.period}


def _last_day(file: CaseFile, each: Asked, kind: type[Fact]) -> date | None:
    """Give the last day on which a kind of act was done that is about a month of an assignment."""
    found: date | None = None
    for recorded in file.whole.of(kind):
        about = (recorded.stream, getattr(recorded.fact, "period", None))
        if about == (each.subject, each.period):
            found = recorded.fact.occurred_on
    return found


REPORTS = View(
    "reports",
    "case",
    Report,
    reports,
    judges=True,
    indexes=(("unit", "due"), ("assignee", "due"), ("kind", "period", "unit")),
)


def _standing(state: State, day: date) -> tuple[Condition, ...]:
    """Require that a report stands so on a day."""
    has_come, has_not_come = UpTo("received_on", day), After("received_on", day, or_none=True)
    is_whole = UpTo("complete_on", day)
    match state:
        case State.EXPECTED:
            return has_not_come, After("due", day - _DAY)
        case State.MISSING:
            return has_not_come, UpTo("due", day - _DAY)
        case State.INCOMPLETE:
            return has_come, After("complete_on", day, or_none=True)
        case State.RECEIVED:
            return is_whole, equal("late", value=False)
        case State.LATE:
            return is_whole, equal("late", value=True)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as it stands on the day that is asked about."""

    case: Annotated[str, label("Ärende")]
    unit: Annotated[str, label("Enhet")]
    intervention: Annotated[str, label("Insats")]
    relationship: Annotated[str, label("Uppdrag")]
    assignee: Annotated[str, label("Uppdragstagare")]
    kind: Annotated[Kind, label("Vad som rapporteras", "Månad, kvartal eller utlägg.")]
    period: Annotated[str, label("Period")]
    due: Annotated[date, label("Sista dag")]
    state: Annotated[
        State,
        label("Läge", "Väntas, saknas, ofullständig, komplett i tid, eller komplett för sent."),
    ]
    received_on: Annotated[date | None, label("Kom in")]
    complete_on: Annotated[date | None, label("Komplett", "Dagen då inget saknades i den.")]
    granted_hours: Annotated[Hours | None, label("Beviljade timmar")]
    performed_hours: Annotated[Hours | None, label("Utförda timmar")]
    granted_occasions: Annotated[int | None, label("Beviljade tillfällen")]
    given_occasions: Annotated[
        int | None, label("Dagar med stöd", "När insatsen är beviljad i tillfällen.")
    ]
    reason_not_all: Annotated[str, label("Varför inte alla timmar utfördes")]
    declared_on: Annotated[date | None, label("Utlägg anmälda")]
    claimed: Annotated[Money | None, label("Begärt belopp")]
    attested_on: Annotated[date | None, label("Attesterat")]
    returned_on: Annotated[date | None, label("Skickat tillbaka")]
    paid_on: Annotated[date | None, label("Utbetalt")]


@query("reports", "Rapporter", ReportLine, over=(REPORTS,), permitted=CASEWORK, access="clients")
class Reports(Query[ReportLine]):
    """Which reports have come on a day, which are missing, and which came too late."""

    unit: OfUnit = None
    assignee: Annotated[Reference | None, label("Uppdragstagare")] = None
    case: Annotated[Reference | None, label("Ärende")] = None
    intervention: OfIntervention = None
    kind: Annotated[Kind | None, label("Vad som rapporteras")] = None
    month: Annotated[Month | None, label("Månad", "Som 2026-03.")] = None
    quarter: Annotated[Quarter | None, label("Kvartal", "Som 2026-Q1.")] = None
    state: Annotated[State | None, label("Läge")] = None
    as_of: Day = None
    limit: Limit = 200
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[ReportLine]:
        """Answer with reports, by their last day.

        Raises:
            Malformed: The day is later than the view tells of.
        """
        day = self.as_of or asking.today
        refuse_too_far(day, asking.views, REPORTS)
        exactly = asked(
            unit=self.unit,
            assignee=self.assignee,
            case=self.case,
            intervention=self.intervention,
            kind=self.kind and self.kind.value,
        )
        periods = frozenset(str(each) for each in (self.month, self.quarter) if each)
        found = asking.views.rows(
            REPORTS,
            (
                *lasting(day),
                *exactly,
                *((Among("period", periods),) if periods else ()),
                *(_standing(self.state, day) if self.state else ()),
            ),
            order=("due", "case", "relationship", "kind"),
            limit=self.limit,
            skip=self.skip,
        )
        return (_line(each, day) for each in found)


def _line(found: Report, day: date) -> ReportLine:
    has_come = found.received_on is not None and found.received_on <= day

    def by_then(when: date | None) -> date | None:
        return when if when and when <= day else None

    return ReportLine(
        case=found.case,
        unit=found.unit,
        intervention=found.intervention,
        relationship=found.relationship,
        assignee=found.assignee,
        kind=Kind(found.kind),
        period=found.period,
        due=found.due,
        state=next(state for state in State if holds(_standing(state, day), found)),
        received_on=by_then(found.received_on),
        complete_on=by_then(found.complete_on),
        granted_hours=Hours(found.granted_hours) if found.granted_hours else None,
        performed_hours=Hours(found.performed_hours)
        if has_come and found.performed_hours
        else None,
        granted_occasions=found.granted_occasions,
        given_occasions=found.given_occasions,
        reason_not_all=found.reason_not_all if has_come else "",
        declared_on=by_then(found.declared_on),
        claimed=Money(found.claimed) if has_come and found.claimed else None,
        attested_on=by_then(found.attested_on),
        returned_on=by_then(found.returned_on),
        paid_on=by_then(found.paid_on),
    )
