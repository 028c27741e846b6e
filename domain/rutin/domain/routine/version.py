"""A version of a routine: what its document says, and how long it is valid."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from rutin.domain.intervention import Intervention
from rutin.domain.routine.adoption import RoutineVersionAdopted
from rutin.domain.routine.course import (
    RoutineVersionReplaced,
    RoutineVersionSuspended,
    RoutineVersionWithdrawn,
)

RoutineStatus = Literal["in_force", "expired", "suspended"]
"""What a version is, seen from a day (D-71)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineVersion:
    """A version as its document describes it, and as it stands after what became of it.

    Attributes:
        routine: The routine's short name, such as "NYB".
        name: The version's own, such as "v1".
        valid_from: Its first day.
        valid_to: The last day that it states itself; None when it is valid until further notice.
        decided_on: The day of the decision; None when the document does not say.
        decided_by: The function that decided, never a person; empty when not stated (D-53).
        responsible: The function that answers for the document; empty when not stated.
        replaces: The versions that it replaces, as it names them.
        parameters: Values that it states itself, by parameter.
        scope: The interventions it is for; empty for those that its provisions name.
        document: Where the text is.
        placeholders: What its head names without filling it in.
        last_day: Its last day in fact: the one it states, or an earlier one, when it was withdrawn
            or another version began; None until further notice.
        void: Whether it never comes into force: withdrawn or replaced by its first day.
        replaced_by: The version that takes its place; None when none does.
        replaced_on: The first day of that one.
        suspended_from: The day from which it is not followed.
    """

    routine: str
    name: str
    valid_from: date
    valid_to: date | None = None
    decided_on: date | None = None
    decided_by: str = ""
    responsible: str = ""
    replaces: tuple[str, ...] = ()
    parameters: tuple[tuple[str, int], ...] = ()
    scope: tuple[Intervention, ...] = ()
    document: str = ""
    placeholders: tuple[str, ...] = ()
    last_day: date | None = None
    void: bool = False
    replaced_by: str | None = None
    replaced_on: date | None = None
    suspended_from: date | None = None

    @classmethod
    def adopted(cls, routine: str, fact: RoutineVersionAdopted) -> "RoutineVersion":
        """Give the version that an adoption tells of, before anything becomes of it."""
        return cls(
            routine=routine,
            name=fact.version,
            valid_from=fact.valid_from,
            valid_to=fact.valid_to,
            decided_on=fact.decided_on,
            decided_by=fact.decided_by,
            responsible=fact.responsible,
            replaces=fact.replaces,
            parameters=tuple((each.parameter, each.value) for each in fact.parameters),
            scope=fact.scope,
            document=fact.document,
        )

    def is_suspended_on(self, day: date) -> bool:
        """Say whether it is not to be followed in what begins on a day."""
        return self.suspended_from is not None and self.suspended_from <= day

    def is_over_on(self, day: date) -> bool:
        """Say whether it is valid no more on a day: its last day has passed, or it never begins."""
        return self.void or (self.last_day is not None and self.last_day < day)

    def status(self, as_of: date) -> RoutineStatus:
        """Say what it is, seen from a day; suspension goes before expiry, which it may follow."""
        if self.is_suspended_on(as_of):
            return "suspended"
        if self.is_over_on(as_of):
            return "expired"
        return "in_force"

    def overlaps(self, valid_from: date, valid_to: date | None) -> bool:
        """Say whether it is valid on some day of a period."""
        return (
            not self.void
            and self.valid_from <= (valid_to or date.max)
            and valid_from <= (self.last_day or date.max)
        )


def as_they_stand(
    adopted: Sequence[RoutineVersion],
    *,
    replaced: Iterable[RoutineVersionReplaced] = (),
    withdrawn: Iterable[RoutineVersionWithdrawn] = (),
    suspended: Iterable[RoutineVersionSuspended] = (),
) -> tuple[RoutineVersion, ...]:
    """Give versions with their last days, so that no two are valid on one day (DOC-05).

    A version is valid until the next one begins, whatever either of them says: this holds also of
    an overlap that was recorded as a deviation. One that never comes into force ends none.

    Args:
        adopted: The versions, in the order they were adopted.
        replaced: Which took the place of which, where the newer does not say so itself.
        withdrawn: From when versions are withdrawn; the first day told counts.
        suspended: From when versions are suspended; likewise.
    """
    withdrawn_from = _first_days(withdrawn)
    suspended_from = _first_days(suspended)
    coming = _coming_into_force(adopted, withdrawn_from)
    begins = {version.name: version.valid_from for version in coming}
    next_begins = {earlier.name: later.valid_from for earlier, later in pairwise(coming)}
    successor = {
        told.version: told.replaced_by for told in replaced if told.replaced_by in begins
    } | {named: version.name for version in reversed(coming) for named in version.replaces}

    def standing(version: RoutineVersion) -> RoutineVersion:
        void = version.name not in begins
        ends = (withdrawn_from.get(version.name), next_begins.get(version.name))
        eves = [] if void else [day - timedelta(days=1) for day in ends if day]
        stated = [version.valid_to] if version.valid_to else []
        replaced_by = successor.get(version.name)
        return replace(
            version,
            void=void,
            last_day=min((*stated, *eves), default=None),
            replaced_by=replaced_by,
            replaced_on=begins[replaced_by] if replaced_by else None,
            suspended_from=suspended_from.get(version.name),
        )

    return tuple(map(standing, adopted))


def _coming_into_force(
    adopted: Sequence[RoutineVersion], withdrawn_from: Mapping[str, date]
) -> list[RoutineVersion]:
    """Give the versions that come into force, by first day, which no two have in common."""
    coming: list[RoutineVersion] = []

    def forestalling(version: RoutineVersion) -> Iterator[RoutineVersion]:
        return (
            newer
            for newer in coming
            if newer.valid_from == version.valid_from
            or (newer.valid_from < version.valid_from and version.name in newer.replaces)
        )

    for version in reversed(adopted):
        withdrawn_first = withdrawn_from.get(version.name, date.max) <= version.valid_from
        if not withdrawn_first and not any(forestalling(version)):
            coming.append(version)
    return sorted(coming, key=lambda version: version.valid_from)


def _first_days(
    told: Iterable[RoutineVersionWithdrawn | RoutineVersionSuspended],
) -> dict[str, date]:
    first: dict[str, date] = {}
    for each in told:
        first[each.version] = min(each.from_date, first.get(each.version, each.from_date))
    return first
