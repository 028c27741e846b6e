"""What is before a support person, and what a unit manager must see to.

For the one: what is due this week and this month. For the other: which slots are vacant, who
leaves, and which handovers are under way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rutin.application.assessment import read_case, read_to_assess, unit_of
from rutin.application.existing import no_such
from rutin.application.journal import Journal
from rutin.application.tasks import Engagement, is_task, is_task_of
from rutin.domain.assessment.assess import Finding, assess, open_file
from rutin.domain.assessment.byte import Handover, handovers
from rutin.domain.assessment.finding import Status
from rutin.domain.assessment.provision_set import ProvisionSet
from rutin.domain.case import Case
from rutin.domain.history import History
from rutin.domain.routine import RoutineBook
from rutin.domain.support_persons import holders_on
from rutin.domain.values import IsoWeek, Month

SLOTS = (1, 2)
UNDONE = (Status.OPEN, Status.OVERDUE)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for a support person, in the order it is due.

    Attributes:
        overdue: What should have been done, and still can be.
        this_week: What is due by the end of the ISO week.
        this_month: What is due later in the calendar month.
    """

    overdue: tuple[Finding, ...]
    this_week: tuple[Finding, ...]
    this_month: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A slot that no one holds in a case whose service has started and is not over."""

    case: str
    slot: int


@dataclass(frozen=True, slots=True)
class HandoverUnderWay:
    """Someone who leaves a client, and what is still wanting of the handover.

    Attributes:
        case: The client's case.
        relationship: The leaver's relationship.
        assignee: The leaver.
        last_day: The last day as support person, if it is known.
        missing: Provisions and acts still wanting.
    """

    case: str
    relationship: str
    assignee: str
    last_day: date | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitSituation:
    """What a unit manager must see to on a day.

    Attributes:
        vacancies: Slots that no one holds, by case.
        leavers: Those who leave after the day, by their last day.
        handovers: Handovers that are not completed or closed, by last day.
    """

    vacancies: tuple[Vacancy, ...]
    leavers: tuple[HandoverUnderWay, ...]
    handovers: tuple[HandoverUnderWay, ...]


def due_for(
    journal: Journal, assignee: str, as_of: date, book: RoutineBook, provisions: ProvisionSet
) -> Due:
    """Give what is due for a support person this week and this month.

    It is what the worklist tells a support person, of this week and this month alone, and of the
    assignments under this number.

    Raises:
        Impossible: There is no such assignee.
    """
    week, month = IsoWeek.containing(as_of), Month.containing(as_of)
    overdue, this_week, this_month = [], [], []
    for case, history in _cases_of(journal, assignee):
        theirs = _engagement(history, case, assignee, as_of)
        for finding in assess(history, case, book, as_of=as_of, provisions=provisions):
            provision = finding.provision
            if "support_person" not in provision.responsible:
                continue
            if not is_task(provision, finding.status, provisions):
                continue
            if not is_task_of(theirs, provision, finding.course.subject, case):
                continue
            by = finding.by
            if by is None:
                continue
            if finding.status is Status.OVERDUE:
                overdue.append(finding)
            elif by <= week.last_day:
                this_week.append(finding)
            elif by <= month.last_day:
                this_month.append(finding)
    return Due(_by_day(overdue), _by_day(this_week), _by_day(this_month))


def unit_situation(
    journal: Journal, unit: str, as_of: date, book: RoutineBook, provisions: ProvisionSet
) -> UnitSituation:
    """Give a unit's vacancies, leavers and handovers on a day."""
    vacancies: list[Vacancy] = []
    leavers: list[HandoverUnderWay] = []
    under_way: list[HandoverUnderWay] = []
    for case in journal.named("case"):
        history = read_case(journal, case)
        if unit_of(history, case) != unit:
            continue
        file = open_file(history, case, book, as_of).up_to(as_of)
        if file.intervention != "housing_support":
            continue
        vacancies += _vacancies(history, case, file.history.case(case), as_of)
        found = assess(history, case, book, as_of=as_of, provisions=provisions)
        whole = {each.course.key: each for each in found if each.provision.id == "BYTE-02"}
        for handover in handovers(file):
            finding = whole.get(str(handover.sign.event_id))
            if finding is None or handover.withdrawn:
                continue
            each = _told(case, handover, finding, history, as_of)
            if each.last_day is None or each.last_day >= as_of:
                leavers.append(each)
            if finding.status in UNDONE:
                under_way.append(each)
    return UnitSituation(tuple(vacancies), _by_last_day(leavers), _by_last_day(under_way))


def _cases_of(journal: Journal, assignee: str) -> Iterator[tuple[str, History]]:
    about = journal.about({f"assignee/{assignee}"}).recorded
    if not any(r.stream == f"assignee/{assignee}" for r in about):
        raise no_such("assignee", assignee)
    cases = {
        reference.removeprefix("case/")
        for recorded in about
        for reference in recorded.references
        if reference.startswith("case/")
    }
    for case in sorted(cases):
        yield case, read_to_assess(journal, case)


def _engagement(history: History, case: str, assignee: str, as_of: date) -> Engagement:
    """Give what an assignee has with a client as support person."""
    holds = assignee in {each.assignee for each in holders_on(history, case, as_of)}
    every = history.relationships_of_case(case).items()
    return Engagement(
        relationships=frozenset(
            f"relationship/{reference}"
            for reference, each in every
            if each.opening and each.opening.assignee == assignee
        ),
        as_support_person=frozenset({case} if holds else ()),
        as_assignee=frozenset(),
    )


def _vacancies(history: History, case: str, state: Case, as_of: date) -> Iterator[Vacancy]:
    is_over = state.closed_on is not None or state.ended_on is not None
    if state.service == "not_started" or is_over:
        return  # a break leaves the two in place (KMSP r.46)
    held = {each.slot for each in holders_on(history, case, as_of)}
    for slot in SLOTS:
        if slot not in held:
            yield Vacancy(case, slot)


def _told(
    case: str, handover: Handover, finding: Finding, history: History, as_of: date
) -> HandoverUnderWay:
    stream = handover.sign.stream
    return HandoverUnderWay(
        case,
        stream.partition("/")[2],
        _assignee_of(stream, history),
        handover.last_day_known(as_of),
        finding.state.missing,
    )


def _assignee_of(stream: str, history: History) -> str:
    """Give the assignee of a relationship's stream; empty for any other stream."""
    kind, _, relationship = stream.partition("/")
    opening = history.relationship(relationship).opening if kind == "relationship" else None
    return opening.assignee if opening else ""


def _by_last_day(leaving: Iterable[HandoverUnderWay]) -> tuple[HandoverUnderWay, ...]:
    return tuple(sorted(leaving, key=lambda each: (each.last_day or date.max, each.case)))


def _by_day(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: (each.by or date.max, each.about)))
