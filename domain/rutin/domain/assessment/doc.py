"""How the routines themselves are judged: who decided them, when, how long they hold (r.7–18)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rutin.domain.act import Fact
from rutin.domain.assessment.clocks import broke, done_by
from rutin.domain.assessment.duty import Broken, Done, Due, Duty, Excuse
from rutin.domain.assessment.finding import EVER
from rutin.domain.assessment.reason import WITHOUT_IT, Reason
from rutin.domain.assessment.standing import Held, Standing
from rutin.domain.history import History
from rutin.domain.recorded import Recorded
from rutin.domain.routine import (
    DocumentRegistered,
    RoutineBook,
    RoutineVersion,
    RoutineVersionAdopted,
)
from rutin.domain.routines.preconditions import Judged, violations
from rutin.domain.values import add_years, day_after

UNTIL_FURTHER_NOTICE = Reason(
    "until_further_notice",
    "rutinen gäller tills vidare",
    "the routine is valid until further notice",
)
WITHDRAWN = Reason("version_withdrawn", "utgåvan är indragen", "the version is withdrawn")
FIRST_VERSION = Reason("first_version", "utgåvan ersätter ingen", "the version replaces none")

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RoutineFile:
    """What is known of a routine: its versions as they stand, and the facts that made them.

    Attributes:
        key: The routine's short name.
        book: Every routine.
        history: The facts recorded about routines.
    """

    key: str
    book: RoutineBook
    history: History

    @property
    def subject(self) -> str:
        """What findings about the routine are about."""
        return f"routine/{self.key}"

    @property
    def versions(self) -> tuple[RoutineVersion, ...]:
        """Its versions as they stand."""
        return self.book.versions(self.key)

    def adoption(self, version: str | None) -> Recorded | None:
        """Give the fact that adopted a version; none of a shipped one."""
        for recorded in self.of(RoutineVersionAdopted):
            if getattr(recorded.fact, "version", None) == version:
                return recorded
        return None

    def first_day(self, version: RoutineVersion) -> date:
        """Give the day from which there is a version to judge: its adoption, or its first day."""
        adopted = self.adoption(version.name)
        return EVER if adopted is None else min(adopted.fact.occurred_on, version.valid_from)

    def of(self, kind: type[Fact]) -> Iterator[Recorded]:
        """Give the routine's facts of a type."""
        for recorded in self.history.in_force:
            if recorded.stream == self.subject and isinstance(recorded.fact, kind):
                yield recorded

    def violated(self, provision: str, version: str) -> Broken | None:
        """Give the adoption of a version, if a provision forbade it when it was made."""
        adopted = self.adoption(version)
        if adopted is None:
            return None
        judged = Judged.again(adopted, self.history)
        if provision in {each.provision for each in violations(judged)}:
            return broke(adopted, WITHOUT_IT)
        return None


def _stated(file: RoutineFile, version: RoutineVersion, missing: Sequence[str]) -> Duty:
    """Judge what the head of a version is to say: overdue from its first day while it does not."""
    adopted = file.adoption(version.name)
    return Duty(
        key=version.name,
        first=file.first_day(version),
        governed_on=version.valid_from,
        dues=(Due(version.valid_from),),
        done=None if missing else Done(version.valid_from, (adopted,) if adopted else ()),
        missing=tuple(missing),
    )


def decided(file: RoutineFile) -> Iterator[Duty]:
    """Judge DOC-01: the version says who decided it and when."""
    for version in file.versions:
        missing = [
            name
            for name, told in (
                ("decided_by", version.decided_by),
                ("decided_on", version.decided_on),
            )
            if not told
        ]
        yield _stated(file, version, missing)


def replaced_in_time(file: RoutineFile) -> Iterator[Duty]:
    """Judge DOC-02: a version with a last day is replaced by that day."""
    for version in file.versions:
        duty = Duty(
            key=version.name,
            first=file.first_day(version),
            governed_on=version.valid_from,
            missing=("RoutineVersionReplaced",),
            excuses=tuple(_withdrawn(version)),
            curable=True,
        )
        if version.valid_to is None:
            yield duty._replace(excuses=(Excuse(EVER, UNTIL_FURTHER_NOTICE),))
            continue
        yield duty._replace(
            dues=(Due(version.valid_to),),
            done=_replacement(file, version),
        )


def _replacement(file: RoutineFile, version: RoutineVersion) -> Done | None:
    """Say when another version took the place of one: in time if no day was left between them."""
    if version.replaced_on is None:
        return None
    successor = file.adoption(version.replaced_by)
    eve = version.replaced_on - _DAY
    day = eve if eve == version.valid_to else version.replaced_on
    return Done(day, (successor,) if successor else ())


def _withdrawn(version: RoutineVersion) -> Iterator[Excuse]:
    """Lift what is asked of a version that never began, or was ended before its time by no other."""
    if version.void:
        yield Excuse(EVER, WITHDRAWN)
    elif version.last_day and version.last_day != version.valid_to and not version.replaced_on:
        yield Excuse(day_after(version.last_day), WITHDRAWN)


def not_too_long(file: RoutineFile) -> Iterator[Duty]:
    """Judge DOC-03: at most five years; a version without last day is to be looked over by then."""
    for version in file.versions:
        duty = Duty(key=version.name, first=file.first_day(version), governed_on=version.valid_from)
        if version.valid_to is not None:
            adopted = file.adoption(version.name)
            yield duty._replace(
                done=Done(version.valid_from, (adopted,) if adopted else ()),
                broken=file.violated("DOC-03", version.name),
            )
            continue
        decision = version.decided_on or version.valid_from
        years = file.book.local_policy.value("routine_review_years", decision)
        yield duty._replace(
            dues=(Due(add_years(decision, years)),),
            done=done_by(file.adoption(version.replaced_by)),
            missing=("RoutineVersionReplaced",),
            excuses=tuple(_withdrawn(version)),
            curable=True,
            parameters=("routine_review_years",),
            valued_on=decision,
        )


def follows_its_predecessor(file: RoutineFile) -> Iterator[Duty]:
    """Judge DOC-05: the version says what it replaces, and no two are valid at once."""
    for place, version in enumerate(file.versions):
        duty = _stated(file, version, () if version.replaces else ("replaces",))
        if place == 0 and not version.replaces and "replaces" not in version.placeholders:
            yield duty._replace(excuses=(Excuse(EVER, FIRST_VERSION),))
            continue
        yield duty._replace(broken=file.violated("DOC-05", version.name))


def responsible_named(file: RoutineFile) -> Iterator[Duty]:
    """Judge DOC-06: the version says which function is responsible for it."""
    for version in file.versions:
        yield _stated(file, version, () if version.responsible else ("responsible",))


def documents_resolvable(file: RoutineFile, provision: str) -> Iterator[Standing]:
    """Judge that a document a provision refers to is registered and valid (D-55)."""
    held = [
        Held(document.fact.occurred_on, getattr(document.fact, "valid_to", None), (document,))
        for document in file.of(DocumentRegistered)
        if getattr(document.fact, "provision", None) == provision
    ]
    yield Standing(
        since=min((version.valid_from for version in file.versions), default=None),
        held=held,
        missing=("DocumentRegistered",),
        curable=True,
    )


def routine_duties(file: RoutineFile) -> Iterator[tuple[str, Duty | Standing]]:
    """Give every instance about a routine, with the id of its provision."""
    for provision, judge in (
        ("DOC-01", decided),
        ("DOC-02", replaced_in_time),
        ("DOC-03", not_too_long),
        ("DOC-05", follows_its_predecessor),
        ("DOC-06", responsible_named),
    ):
        for duty in judge(file):
            yield provision, duty
    for provision in REFERRING:
        if provision.startswith(f"{file.key}-"):
            for standing in documents_resolvable(file, provision):
                yield provision, standing


REFERRING = ("KMSP-18", "NYB-03", "NYB-04")
"""Provisions that refer to another document."""

DOC_CLOCKS = {
    "DOC-01": "FIELD",
    "DOC-02": "DL(valid_to)",
    "DOC-03": "PRE(RoutineVersionAdopted); utan slutdatum DL(beslut + routine_review_years)",
    "DOC-05": "FIELD, PRE(RoutineVersionAdopted)",
    "DOC-06": "FIELD",
    **dict.fromkeys(REFERRING, "STD(DocumentRegistered)"),
}
"""The clock of each provision that is judged of a routine."""
