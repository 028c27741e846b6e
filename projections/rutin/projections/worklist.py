"""The worklist: what is to be done, as findings and next steps say; nothing is ever typed in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain, groupby, islice
from typing import Annotated

from rutin.application.condition import Among, Condition, UpTo, asked, holds, lasting
from rutin.application.query import Asking, Day, Limit, OfUnit, Query, Skip, query
from rutin.application.tasks import Engagement, is_task, is_task_of
from rutin.domain.actor import Role
from rutin.domain.assessment.finding import Status
from rutin.domain.assessment.provision_set import ProvisionSet
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.values import IsoWeek
from rutin.projections.assignments import ASSIGNMENTS, Assignment
from rutin.projections.findings import FINDINGS, FindingDays, refuse_too_far
from rutin.projections.next_steps import NEXT_STEPS
from rutin.projections.readers import CASEWORK
from rutin.projections.register import REGISTER, numbers_of

LONG = timedelta(days=30)
"""What should have been done longer ago than this is very late."""

AHEAD = timedelta(days=28)
"""How far ahead the list looks."""

OWN: tuple[Role, ...] = ("support_person", "assignee")
"""Who have tasks in the cases they are assigned to."""


class Urgency(StrEnum):
    """How pressing it is."""

    VERY_LATE = "very_late"
    LATE = "late"
    THIS_WEEK = "this_week"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done: a finding, with those that the same act would answer, or a next step."""

    urgency: Annotated[Urgency, label("Hur brådskande")]
    by: Annotated[
        date | None,
        label(
            "Sista dag",
            "Av det som ska gälla varje dag: den första dag det inte gjorde det. "
            "Tomt för nästa steg i en rutin, när ingen dag är satt.",
        ),
    ]
    case: Annotated[str, label("Ärende")]
    unit: Annotated[str, label("Enhet")]
    intervention: Annotated[str, label("Insats")]
    task: Annotated[str, label("Uppgift", "Bestämmelsen med egna ord.")]
    rule_ids: Annotated[
        tuple[str, ...],
        label("Bestämmelser", "En rapport som inte har kommit, med vart och ett av dess fält."),
    ]
    missing: Annotated[tuple[str, ...], label("Saknas")]
    status: Annotated[Status, label("Bedömning")]
    subject: Annotated[str, label("Gäller")]
    instance_key: Annotated[str, label("Instans")]


@query(
    "worklist",
    "Att göra",
    Task,
    over=(FINDINGS, NEXT_STEPS, ASSIGNMENTS, REGISTER),
    permitted=CASEWORK,
    access="clients",
)
class Worklist(Query[Task]):
    """What is overdue or due within four weeks, the most pressing first; then what has no day.

    Of what has no day, the next step of each routine in a case is told (see `NEXT_STEPS`).
    """

    unit: OfUnit = None
    case: Annotated[Reference | None, label("Ärende")] = None
    role: Annotated[Role | None, label("Roll", "Bara det rollen ansvarar för.")] = None
    person: Annotated[
        Reference | None,
        label(
            "Person",
            "Det en stödperson eller uppdragstagare ska göra i sina uppdrag, under alla sina nummer.",
        ),
    ] = None
    as_of: Day = None
    limit: Limit = 200
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[Task]:
        """Answer with tasks (see `rutin.application.tasks`).

        Raises:
            Malformed: The day is later than the view tells of.
        """
        day = self.as_of or asking.today
        refuse_too_far(day, asking.views)
        conditions = [*lasting(day), *asked(unit=self.unit, case=self.case)]
        if self.role is not None:
            conditions.append(_of_roles(asking.provisions, {self.role}))
        theirs = None
        if self.person is not None:
            numbers = numbers_of(asking.views, self.person)
            every = list(asking.views.rows(ASSIGNMENTS, (Among("assignee", numbers),)))
            theirs = _engagement(every, day)
            conditions.append(_of_roles(asking.provisions, set(OWN)))
            conditions.append(Among("case", frozenset(each.case for each in every)))
        tasks = chain(
            _with_a_day(asking, conditions, theirs, day), _next_steps(asking, conditions, theirs)
        )
        return islice(tasks, self.skip, self.skip + self.limit)


def _with_a_day(
    asking: Asking, conditions: Sequence[Condition], theirs: Engagement | None, day: date
) -> Iterator[Task]:
    found = asking.views.rows(
        FINDINGS,
        (*conditions, UpTo("by", day + AHEAD)),
        order=("by", "case", "subject", "instance", "provision"),
        until_enough=True,  # a page of tasks is put together of as many findings as it takes
    )
    wanted = (each for each in found if _is_wanted(each, theirs, asking.provisions))
    yield from _tasks(wanted, day, asking.provisions)


def _next_steps(
    asking: Asking, conditions: Sequence[Condition], theirs: Engagement | None
) -> Iterator[Task]:
    """Give the next steps, which are asked for when there is room for them on the page."""
    found = asking.views.rows(
        NEXT_STEPS,
        conditions,
        order=("case", "provision", "subject", "instance"),
        until_enough=True,
    )
    for step in found:
        provision = asking.provisions.named(step.provision)
        if theirs is None or is_task_of(theirs, provision, step.subject, step.case):
            yield Task(
                urgency=Urgency.COMING,
                by=None,
                case=step.case,
                unit=step.unit,
                intervention=step.intervention,
                task=provision.swedish,
                rule_ids=(step.provision,),
                missing=step.missing,
                status=Status.OPEN,
                subject=step.subject,
                instance_key=step.instance,
            )


def _of_roles(provisions: ProvisionSet, roles: set[Role]) -> Condition:
    """Require that some role answers for the provision."""
    every = provisions.all
    return Among("provision", frozenset(each.id for each in every if roles & set(each.responsible)))


def _engagement(every: Sequence[Assignment], day: date) -> Engagement:
    """Give what someone has with clients on a day, of all the assignments they ever have."""
    on_the_day = [each for each in every if holds(lasting(day), each)]
    return Engagement(
        relationships=frozenset(f"relationship/{each.relationship}" for each in every),
        as_support_person=frozenset(each.case for each in on_the_day if each.slot is not None),
        as_assignee=frozenset(each.case for each in on_the_day if each.slot is None),
    )


def _is_wanted(finding: FindingDays, theirs: Engagement | None, provisions: ProvisionSet) -> bool:
    provision = provisions.named(finding.provision)
    return is_task(provision, Status(finding.status), provisions) and (
        theirs is None or is_task_of(theirs, provision, finding.subject, finding.case)
    )


def _tasks(findings: Iterable[FindingDays], day: date, provisions: ProvisionSet) -> Iterator[Task]:
    """Put together what one act would answer."""
    for _, group in groupby(
        findings, lambda each: (each.by, each.case, each.subject, each.instance)
    ):
        together = sorted(group, key=lambda each: provisions.place(each.provision))
        first = together[0]
        by = first.by or day
        yield Task(
            urgency=_urgency(first, by, day),
            by=by,
            case=first.case,
            unit=first.unit,
            intervention=first.intervention,
            task=provisions.named(first.provision).swedish,
            rule_ids=tuple(each.provision for each in together),
            missing=tuple(sorted({wanting for each in together for wanting in each.missing})),
            status=Status(first.status),
            subject=first.subject,
            instance_key=first.instance,
        )


def _is_late(finding: FindingDays) -> bool:
    return finding.status == Status.OVERDUE.value


def _urgency(finding: FindingDays, by: date, day: date) -> Urgency:
    if _is_late(finding):
        return Urgency.VERY_LATE if by < day - LONG else Urgency.LATE
    this_week = by <= IsoWeek.containing(day).last_day
    return Urgency.THIS_WEEK if this_week else Urgency.COMING
