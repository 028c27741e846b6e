"""The worklist: what is to be done, as the findings say; nothing is ever typed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rutin.domain.actor import Role
from rutin.domain.assessment.assess import severity_of
from rutin.domain.assessment.finding import Severity, Status
from rutin.domain.assessment.provision_set import ProvisionSet
from rutin.domain.values import IsoWeek
from rutin.projections.compliance import Asked
from rutin.projections.findings import FindingDays

LONG = timedelta(days=30)
"""What should have been done longer ago than this is very late."""

AHEAD = timedelta(days=28)
"""How far ahead the list looks."""


class Urgency(StrEnum):
    """How pressing it is."""

    VERY_LATE = "very_late"
    LATE = "late"
    THIS_WEEK = "this_week"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done: a finding, with those that the same act would answer.

    Attributes:
        findings: What says so, in catalogue order; a report that is not in, with each of its fields.
        by: The last day in time; of what is to hold every day, the first day it did not.
        urgency: How pressing it is on the day asked about.
    """

    findings: tuple[FindingDays, ...]
    by: date
    urgency: Urgency

    @property
    def case(self) -> str:
        """The case."""
        return self.findings[0].case


def asked_for(
    provisions: ProvisionSet,
    as_of: date,
    *,
    unit: str | None = None,
    case: str | None = None,
    role: Role | None = None,
) -> Asked:
    """Say which findings are to be looked at for a worklist.

    Args:
        provisions: What is judged.
        as_of: The day.
        unit: Cases of this unit alone.
        case: This case alone.
        role: What this role answers for alone.
    """
    of_the_role = None
    if role is not None:
        of_the_role = frozenset(each.id for each in provisions.all if role in each.responsible)
    return Asked(
        as_of=as_of,
        unit=unit,
        case=case,
        provisions=of_the_role,
        statuses=frozenset({Status.OPEN.value, Status.OVERDUE.value}),
        due_by=as_of + AHEAD,
    )


def worklist(
    findings: Iterable[FindingDays], as_of: date, provisions: ProvisionSet
) -> tuple[Task, ...]:
    """Make a worklist of findings, the most pressing first.

    A sum of others is no task, nor is a recommendation for a period that is over: what is done later
    is of another period.
    """
    together: dict[tuple[str, str, str, date], list[FindingDays]] = {}
    for finding in findings:
        by = finding.due or (finding.since if _is_late(finding) else None)
        if by is not None and _can_be_done(finding, provisions):
            key = finding.case, finding.subject, finding.instance, by
            together.setdefault(key, []).append(finding)
    tasks = (
        Task(tuple(each), key[-1], _urgency(each[0], key[-1], as_of))
        for key, each in together.items()
    )
    return tuple(sorted(tasks, key=lambda task: (task.by, task.case, task.findings[0].instance)))


def _is_late(finding: FindingDays) -> bool:
    return finding.status == Status.OVERDUE.value


def _can_be_done(finding: FindingDays, provisions: ProvisionSet) -> bool:
    if finding.provision in provisions.roll_ups:
        return False
    clock = provisions.clock_of(finding.provision) or ""
    provision = provisions.named(finding.provision)
    is_advice = severity_of(provision, None) is Severity.ADVISORY
    return not (_is_late(finding) and is_advice and clock.startswith("PER"))


def _urgency(finding: FindingDays, by: date, as_of: date) -> Urgency:
    if _is_late(finding):
        return Urgency.VERY_LATE if by < as_of - LONG else Urgency.LATE
    this_week = by <= IsoWeek.containing(as_of).last_day
    return Urgency.THIS_WEEK if this_week else Urgency.COMING
