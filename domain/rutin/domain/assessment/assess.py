"""Assess: how every provision stands for a case or a routine, on any day, as known at any time.

`courses` gives a provision's instances; `findings` says how they stand on a day.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Literal, NamedTuple

from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.clocks import Check
from rutin.domain.assessment.doc import RoutineFile, routine_duties
from rutin.domain.assessment.duty import Duty, Ending, Excuse, closing
from rutin.domain.assessment.finding import (
    EVER,
    Course,
    Instance,
    Severity,
    State,
    Status,
    Unchanging,
)
from rutin.domain.assessment.provision_set import SHIPPED, ProvisionSet
from rutin.domain.assessment.reason import NO_CONTACT, NOT_THIS_INTERVENTION, SUSPENDED
from rutin.domain.assessment.roll_up import RollUp
from rutin.domain.assessment.standing import Standing
from rutin.domain.case import CaseClosed
from rutin.domain.history import History
from rutin.domain.routine import RoutineBook, RoutineStatus, RoutineVersion
from rutin.domain.routines import PROVISIONS, Kind, Provision
from rutin.domain.routines.parameters import parameter

_ONCE_REACHED = ("KLA-03", "KLA-04", "KLA-05", "KLA-06", "KLA-07", "KLA-08", "KLA-09", "KLA-10")

WITHOUT_CONTACT = tuple(
    each.id
    for each in PROVISIONS
    if each.id == "KLA-02a"
    or each.id.startswith((*_ONCE_REACHED, "KLA-12", "KLA-B"))  # a form's field goes with step 9
    or (each.id.startswith("NYB-") and "NYB-05" <= each.id[:6] <= "NYB-11")
)
"""What does not apply in a case closed without the client ever being reached (D-36)."""


@dataclass(frozen=True, slots=True)
class ParameterUsed:
    """A local value that a finding's time rests on."""

    name: str
    value: int
    default: int


class Finding(NamedTuple):
    """How one instance of a provision stands on a day; a named tuple, since it is made so often.

    Attributes:
        provision: What was judged.
        course: The instance, through all time.
        state: How it stands on the day.
        as_of: The day.
        version: The version of the routine that governs it; None for a law.
        parameters: The local values that its time rests on.
        about: The case or routine it is a finding of; an instance may concern a part of it.
        began: The first day that anything happened there; None when nothing is known of it.
    """

    provision: Provision
    course: Course
    state: State
    as_of: date
    version: RoutineVersion | None
    parameters: tuple[ParameterUsed, ...] = ()
    about: str = ""
    began: date | None = EVER

    @property
    def status(self) -> Status:
        """Its status."""
        return self.state.status

    @property
    def routine(self) -> str:
        """The short name of the routine, "LAW" for a law."""
        return self.version.routine if self.version else routine_of(self.provision.id)

    @property
    def routine_version(self) -> str:
        """The version's name; of a law, the place it stands."""
        return self.version.name if self.version else self.provision.citation.source

    @property
    def routine_status(self) -> RoutineStatus:
        """What the version is, seen from the day (D-71)."""
        return self.version.status(self.as_of) if self.version else "in_force"

    @property
    def severity(self) -> Severity:
        """Whether it is demanded or recommended."""
        return severity_of(self.provision, self.version)

    @property
    def is_before_anything(self) -> bool:
        """Say whether nothing had happened by the day in what it is about."""
        return self.began is None or self.as_of < self.began

    @property
    def by(self) -> date | None:
        """The day it is to be done by; see `Course.by`."""
        segment = self.course.segment(self.as_of)
        return self.course.by(segment) if segment else None

    @property
    def since(self) -> date | None:
        """The first day of the present status; None when it has stood so from the beginning."""
        segment = self.course.segment(self.as_of)
        return self.course.since(segment) if segment else None


def severity_of(provision: Provision, version: RoutineVersion | None) -> Severity:
    """Say whether a provision demands or recommends; a routine without last day is to be reviewed."""
    undated = provision.id == "DOC-03" and version is not None and version.valid_to is None
    advisory = provision.kind is Kind.RECOMMENDATION or provision.id in ADVISORY or undated
    return Severity.ADVISORY if advisory else Severity.BINDING


ADVISORY = ("LAW-12", "KMSP-02", "KMSP-14")
"""Judged as recommendations, whatever kind of sentence they are."""


def routine_of(provision_id: str) -> str:
    """Give the short name of the routine that a provision belongs to: the start of its id."""
    return provision_id.partition("-")[0]


# ---------------------------------------------------------------- a case


def open_file(history: History, case: str, book: RoutineBook, horizon: date) -> CaseFile:
    """Gather a case's file, to be judged by the routines as they stand.

    Args:
        history: Everything recorded about the case, as it was known at some moment.
        case: The case's reference.
        book: The routines; what a version states itself goes before local policy.
        horizon: The last day that anyone will ask about.
    """

    def value(name: str, on: date) -> int:
        return value_on(book, name, on)

    return CaseFile.of(history, case, value, horizon, book.meetings(case))


def value_on(book: RoutineBook, name: str, day: date) -> int:
    """Give the value of a parameter on a day: what a version states goes before local policy."""
    known = parameter(name)
    routine = known.routine if known else ""
    version = None if routine in NO_VERSIONS else book.governing(routine, day)
    return book.policy(version).value(name, day)


NO_VERSIONS = ("LAW", "DOC")


def case_courses(
    file: CaseFile, book: RoutineBook, provisions: ProvisionSet = SHIPPED
) -> dict[str, tuple[Course, ...]]:
    """Give the instances of every provision of a case, by provision id in catalogue order."""
    found: dict[str, tuple[Course, ...]] = {}
    for provision in provisions.all:
        check = provisions.checks.get(provision.id)
        if check is not None:
            found[provision.id] = tuple(courses(file, provision, check, book))
    for provision_id, prefix in provisions.roll_ups.items():
        summed = provisions.named(provision_id)
        found[provision_id] = (_rolled_up(file, summed, prefix, found),)
    return found


def courses(
    file: CaseFile, provision: Provision, check: Check, book: RoutineBook
) -> Iterator[Course]:
    """Give the instances of one provision in a case."""
    if not applies(provision, file):
        yield _lifted(file)
        return
    endings = tuple(_endings(file, provision))
    routine = routine_of(provision.id)
    suspended = book.is_ever_suspended(routine)
    for duty in check.duties(file):
        ended = _with(duty, endings) if endings else duty
        if suspended and isinstance(ended, Standing):
            ended = _unless_suspended(ended, book, routine)
        elif provision.id in RESTS_ON_PARAMETER and isinstance(ended, Duty):
            version = book.governing(routine, ended.governed_on or file.begins)
            ended = _unless_local(ended, provision, version)
        course = _course(ended, file.subject, file.begins)
        if suspended and not isinstance(duty, Standing):
            version = book.governing(routine, course.governed_on)
            if version.is_suspended_on(course.governed_on):
                course = replace(course, instance=_suspended(ended))
        if course.is_ever_there:
            yield course


def applies(provision: Provision, file: CaseFile) -> bool:
    """Say whether a provision concerns the case's intervention; while that is unknown, it does."""
    return file.intervention is None or file.intervention in provision.applies_to


@once
def _lifted(file: CaseFile) -> Course:
    """Give the course of whatever does not concern the case's intervention."""
    state = State(Status.NOT_APPLICABLE, reason=NOT_THIS_INTERVENTION)
    return Course("-", file.subject, file.begins, Unchanging(state))


def _endings(file: CaseFile, provision: Provision) -> Iterator[Ending]:
    """Say what the closing of the case does to a provision (D-36); laws follow their own text."""
    closed = file.closed
    if closed is None or routine_of(provision.id) == "LAW":
        return
    day = closed.fact.occurred_on
    if file.without_contact and provision.id in WITHOUT_CONTACT:
        yield Ending(day, NO_CONTACT)
    else:
        outcome = closed.fact.outcome if isinstance(closed.fact, CaseClosed) else ""
        yield closing(day, completed=outcome == "completed")


def _with(duty: Duty | Standing, endings: tuple[Ending, ...]) -> Duty | Standing:
    together = (*duty.endings, *endings)
    return duty._replace(endings=tuple(sorted(together, key=lambda ending: ending.day)))


def _course(duty: Duty | Standing, subject: str, begins: date) -> Course:
    return Course(
        key=duty.key,
        subject=duty.subject or subject,
        governed_on=duty.governed_on or begins,
        instance=duty,
        parameters=duty.parameters,
        valued_on=_valued_on(duty),
        standing=isinstance(duty, Standing),
    )


def _valued_on(duty: Duty | Standing) -> tuple[date, ...]:
    """Give the days whose values decide: of a condition, those of the acts that make it hold."""
    if isinstance(duty, Standing):
        return tuple(held.first for held in duty.held) if duty.parameters else ()
    return (duty.valued_on,) if duty.valued_on else ()


def _unless_suspended(standing: Standing, book: RoutineBook, routine: str) -> Standing:
    """Lift a condition that was to hold from a day when its routine was not followed (D-71).

    It is judged again from the first day of the version that takes that one's place.
    """
    if standing.since is None:
        return standing
    version = book.governing(routine, standing.since)
    if not version.is_suspended_on(standing.since):
        return standing
    excuse = Excuse(standing.since, SUSPENDED, until=version.replaced_on)
    return standing._replace(excuses=(excuse, *standing.excuses))


def _unless_local(duty: Duty, provision: Provision, version: RoutineVersion) -> Duty:
    """Let time breach what a version binds to a time of its own: that is no local policy (D-36)."""
    binding = severity_of(provision, version) is Severity.BINDING
    if binding and _states_itself(version, duty.parameters):
        return duty._replace(curable=False)
    return duty


def _suspended(instance: Instance) -> Instance:
    """Say that an instance does not apply, since its routine was not followed when it began (D-71)."""
    state = State(Status.NOT_APPLICABLE, reason=SUSPENDED)
    return Unchanging(state, instance.first, instance.until)


def _rolled_up(
    file: CaseFile, provision: Provision, prefix: str, found: Mapping[str, tuple[Course, ...]]
) -> Course:
    if not applies(provision, file):
        return _lifted(file)
    parts = tuple(
        (each, course)
        for each, its_courses in found.items()
        if each.startswith(prefix)
        for course in its_courses
    )
    return Course("-", file.subject, file.begins, RollUp(parts))


# ---------------------------------------------------------------- a routine


def routine_courses(file: RoutineFile) -> dict[str, tuple[Course, ...]]:
    """Give the instances of every provision about a routine, by provision id in catalogue order."""
    found: dict[str, list[Course]] = {}
    begins = min((version.valid_from for version in file.versions), default=EVER)
    for provision_id, duty in routine_duties(file):
        found.setdefault(provision_id, []).append(_course(duty, file.subject, begins))
    return {each.id: tuple(found[each.id]) for each in PROVISIONS if each.id in found}


# ---------------------------------------------------------------- on a day


def findings(
    found: Mapping[str, Iterable[Course]],
    book: RoutineBook,
    as_of: date,
    provisions: ProvisionSet = SHIPPED,
    about: str = "",
    began: date | None = EVER,
) -> Iterator[Finding]:
    """Say how every instance stands on a day, in catalogue order.

    Args:
        found: The instances, by provision id.
        book: The routines as they stand.
        as_of: The day.
        provisions: What was judged.
        about: The case or routine whose findings they are, as "case/K-1".
        began: The first day that anything happened there; None when nothing is known of it.
    """
    used = cache(partial(_parameters_used, book))
    for provision in provisions.all:
        routine = routine_of(provision.id)
        for course in found.get(provision.id, ()):
            state = course.on(as_of)
            if state is not None:
                governed_on = as_of if course.standing else course.governed_on
                version = _governing(routine, course, book, governed_on)
                parameters = used(course.parameters, course.last_valued(as_of) or governed_on)
                yield Finding(provision, course, state, as_of, version, parameters, about, began)


def _parameters_used(
    book: RoutineBook, names: tuple[str, ...], on: date
) -> tuple[ParameterUsed, ...]:
    return tuple(
        ParameterUsed(name, value_on(book, name, on), known.default)
        for name in names
        if (known := parameter(name)) is not None
    )


def _governing(routine: str, course: Course, book: RoutineBook, on: date) -> RoutineVersion | None:
    """Give the version that governs an instance; None for a law (D-35, D-50, D-71)."""
    if routine == "LAW":
        return None
    if routine == "DOC":
        versions = book.versions(course.subject.partition("/")[2])
        return next((v for v in versions if v.name == course.key), versions[0])
    return book.governing(routine, on)


def basis_of(finding: Finding) -> Literal["seed", "step_order", "parameter", "law"]:
    """Say what a finding's time rests on."""
    if finding.routine == "LAW":
        return "law"
    if finding.provision.id in RESTS_ON_PARAMETER:
        if _states_itself(finding.version, finding.course.parameters):
            return "seed"
        if finding.status is not Status.BREACHED and finding.state.due is not None:
            return "parameter"
    basis: Literal["seed", "step_order", "parameter", "law"] = finding.provision.basis.value
    return basis


def _states_itself(version: RoutineVersion | None, parameters: Iterable[str]) -> bool:
    """Say whether a version states a value itself, so that it is no local policy."""
    return version is not None and not set(dict(version.parameters)).isdisjoint(parameters)


RESTS_ON_PARAMETER = ("KLA-02a", "KLA-11d", "KLA-13", "KMSP-02")
"""Provisions without any time in the routine: a due day is local policy alone."""


def assess(
    history: History,
    case: str,
    book: RoutineBook,
    *,
    as_of: date,
    provisions: ProvisionSet = SHIPPED,
) -> tuple[Finding, ...]:
    """Give every finding of a case on a day, from a history as it was known at some moment."""
    file = open_file(history, case, book, as_of)
    found = case_courses(file, book, provisions)
    return tuple(findings(found, book, as_of, provisions, file.subject, file.first_day))
