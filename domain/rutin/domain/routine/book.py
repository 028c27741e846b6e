"""The routines as they stand: which version governs a day, with which values, and what if not.

This is what assessment asks. It says nothing about cases, and nothing in it is written anywhere.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType

from rutin.domain.refusal import Impossible, Malformed
from rutin.domain.routine.parameter_values import problem_with_value
from rutin.domain.routine.referred_document import DocumentRegistered
from rutin.domain.routine.routine import Routine
from rutin.domain.routine.shipped_versions import SHIPPED_VERSIONS
from rutin.domain.routine.unit_meeting import UnitMeetingScheduled
from rutin.domain.routine.version import RoutineStatus, RoutineVersion
from rutin.domain.routines.parameters import Policy

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_VALUES: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Presentation:
    """A unit meeting where a case is to be presented, by the rolling schedule (D-29).

    Attributes:
        meeting_on: The day of the meeting.
        known: The day it was scheduled.
        until: The day it was scheduled otherwise; None when it was not.
    """

    meeting_on: date
    known: date
    until: date | None = None

    def stands_on(self, day: date) -> bool:
        """Say whether the schedule says so on a day."""
        return self.known <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class RoutineBook:
    """Every routine with its versions, the local policy, and the rolling schedule.

    Routines and values are chosen by the days they hold for, whenever they were recorded (D-47),
    so a book is made of everything that is recorded about routines.

    Attributes:
        routines: The routines by short name, the shipped ones always among them.
        chosen: What if: by routine, the version that governs whatever the day.
        supposed: What if: by parameter, the value that holds whatever else is set or stated.
    """

    routines: Mapping[str, Routine]
    chosen: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    supposed: Mapping[str, int] = field(default_factory=lambda: _NO_VALUES)

    @classmethod
    def of(cls, routines: Iterable[Routine] = ()) -> "RoutineBook":
        """Make a book of what is recorded; of nothing, it holds the shipped routines."""
        shipped = {key: Routine.named(key) for key in SHIPPED_VERSIONS}
        told = {routine.key: routine for routine in routines}
        return cls(MappingProxyType(shipped | told))

    def what_if(
        self, *, versions: Mapping[str, str] = _NOTHING, parameters: Mapping[str, int] = _NO_VALUES
    ) -> "RoutineBook":
        """Give the book as if other versions governed, or other values held. Writes nothing.

        Args:
            versions: By routine, the version that governs whatever the day.
            parameters: By parameter, the value that holds whatever is set or stated.

        Raises:
            Impossible: There is no such routine or version.
            Malformed: There is no such parameter, or a value is out of bounds.
        """
        for routine, name in versions.items():
            self._named(routine, name)
        told = (
            problem_with_value(name, value, fields=(f"parameters.{name}",) * 2)
            for name, value in parameters.items()
        )
        if problems := [problem for problem in told if problem]:
            raise Malformed(*problems)
        return replace(
            self,
            chosen=MappingProxyType({**self.chosen, **versions}),
            supposed=MappingProxyType({**self.supposed, **parameters}),
        )

    def joined_by(self, first_versions: tuple[RoutineVersion, ...]) -> "RoutineBook":
        """Give the book with a municipality's own routines in it, each with its first version.

        What is recorded of that version goes before what the routine says of itself.
        """
        routines = dict(self.routines)
        for version in first_versions:
            told = routines.get(version.routine, Routine(key=version.routine))
            if version.name not in {each.name for each in told.adopted}:
                told = replace(told, adopted=(version, *told.adopted))
            routines[version.routine] = told
        return replace(self, routines=MappingProxyType(routines)) if first_versions else self

    # ------------------------------------------------------------------ versions

    def has_versions(self, routine: str) -> bool:
        """Say whether a routine has any version; LAW and DOC have local values alone."""
        return routine in self._versions

    def versions(self, routine: str) -> tuple[RoutineVersion, ...]:
        """Give the versions of a routine as they stand, in the order they were adopted.

        Raises:
            KeyError: There is no such routine.
        """
        return self._versions[routine]

    def governing(self, routine: str, on: date) -> RoutineVersion:
        """Give the version that governs what is triggered on a day (D-35, D-50).

        It is the one in force, else the latest that had begun, else the first.

        Raises:
            KeyError: There is no such routine, or it has no version.
        """
        if routine in self.chosen:
            return self._named(routine, self.chosen[routine])
        begins, coming = self._by_first_day[routine]
        return coming[max(bisect_right(begins, on) - 1, 0)]

    def status(self, version: RoutineVersion, as_of: date) -> RoutineStatus:
        """Say what a version is, seen from a day (D-71)."""
        return version.status(as_of)

    def is_ever_suspended(self, routine: str) -> bool:
        """Say whether a routine has a version that is not followed from some day on (D-71)."""
        versions = self._versions.get(routine, ())
        return any(version.suspended_from is not None for version in versions)

    @cached_property
    def _versions(self) -> dict[str, tuple[RoutineVersion, ...]]:
        standing = {key: routine.versions for key, routine in self.routines.items()}
        return {key: versions for key, versions in standing.items() if versions}

    @cached_property
    def _by_first_day(self) -> dict[str, tuple[list[date], list[RoutineVersion]]]:
        by_first_day = {}
        for routine, versions in self._versions.items():
            coming = [version for version in versions if not version.void] or versions[:1]
            coming = sorted(coming, key=lambda version: version.valid_from)
            by_first_day[routine] = [version.valid_from for version in coming], coming
        return by_first_day

    def _named(self, routine: str, name: str) -> RoutineVersion:
        versions = self._versions.get(routine, ())
        for version in versions:
            if version.name == name:
                return version
        if not versions:
            raise Impossible(
                f"Rutinen {routine} finns inte. Välj bland {', '.join(self._versions)}.",
                code="unknown_reference",
                field="versions",
            )
        raise Impossible(
            f"Utgåva {name} finns inte. {routine} har "
            f"{', '.join(version.name for version in versions)}.",
            code="unknown_reference",
            field=f"versions.{routine}",
        )

    # ------------------------------------------------------------------ values

    @cached_property
    def local_policy(self) -> Policy:
        """The values that the municipality has set: the later day counts, then the later told."""
        settings: dict[str, dict[date, int]] = {}
        for routine in self.routines.values():
            for each in routine.settings:
                settings.setdefault(each.parameter, {})[each.from_date] = each.value
        return Policy(
            MappingProxyType({name: tuple(sorted(days.items())) for name, days in settings.items()})
        )

    def policy(self, version: RoutineVersion | None = None) -> Policy:
        """Give the values that hold under a version: its own laid over the local policy.

        What a version states itself is no local policy while it governs: it holds on every day.

        Args:
            version: The governing version; None where none governs, as for a law.
        """
        return self._policies[version.parameters if version else ()]

    @cached_property
    def _policies(self) -> dict[tuple[tuple[str, int], ...], Policy]:
        """The policy under each set of values that some version states, or none."""
        every = {version.parameters for versions in self._versions.values() for version in versions}
        return {
            stated: self.local_policy.but({**dict(stated), **self.supposed})
            for stated in {(), *every}
        }

    # ------------------------------------------------------------------ schedule and documents

    def scheduled_as_in(self, other: "RoutineBook") -> "RoutineBook":
        """Give the book with the rolling schedule of another, such as the one of an earlier moment.

        Routines hold from their days, whenever they were recorded (D-47); a schedule is known when
        it has been told.
        """
        schedules = {key: routine.meetings for key, routine in other.routines.items()}
        routines = {
            key: replace(routine, meetings=schedules.get(key, ()))
            for key, routine in self.routines.items()
        }
        return replace(self, routines=MappingProxyType(routines))

    def meetings(self, case: str) -> tuple[Presentation, ...]:
        """Give the unit meetings where a case is to be presented (D-29), in order of their days."""
        return self._meetings.get(case, ())

    @cached_property
    def _meetings(self) -> dict[str, tuple[Presentation, ...]]:
        found: dict[str, list[Presentation]] = {}
        for told in self._schedulings.values():
            for case, each in _presentations(told):
                found.setdefault(case, []).append(each)
        in_order = attrgetter("meeting_on", "known")
        return {case: tuple(sorted(those, key=in_order)) for case, those in found.items()}

    @cached_property
    def _schedulings(self) -> dict[tuple[str, date], list[UnitMeetingScheduled]]:
        """What was told of each unit's meeting of a day, in the order it was so scheduled."""
        told: dict[tuple[str, date], list[UnitMeetingScheduled]] = {}
        for routine in self.routines.values():
            for meeting in routine.meetings:
                told.setdefault((meeting.unit, meeting.meeting_on), []).append(meeting)
        return {
            meeting: sorted(those, key=attrgetter("occurred_on")) for meeting, those in told.items()
        }

    def documents(self, provision: str) -> tuple[DocumentRegistered, ...]:
        """Give the registered documents that a provision refers to, such as "NYB-03" (D-55)."""
        return tuple(
            document
            for routine in self.routines.values()
            for document in routine.documents
            if document.provision == provision
        )


def _presentations(told: Sequence[UnitMeetingScheduled]) -> Iterator[tuple[str, Presentation]]:
    """Give the cases that a meeting was scheduled for, and from when until when."""
    since: dict[str, date] = {}
    meeting_on = told[0].meeting_on
    for each in told:
        for case in [case for case in since if case not in each.cases]:
            yield case, Presentation(meeting_on, since.pop(case), each.occurred_on)
        for case in each.cases:
            since.setdefault(case, each.occurred_on)
    for case, known in since.items():
        yield case, Presentation(meeting_on, known)
