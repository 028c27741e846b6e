"""The journal port: where facts are kept, in order, for ever."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from rutin.domain.person import Person
from rutin.domain.recorded import Entry, Recorded
from rutin.domain.refusal import Impossible

LeadingOn: TypeAlias = Callable[[Iterable[Recorded], frozenset[str]], frozenset[str]]
"""Tells which further references some facts lead to, beyond those that have been read."""


def nowhere(_facts: Iterable[Recorded], _read: frozenset[str]) -> frozenset[str]:
    """Lead on to nothing."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything recorded about some references, and how far the log had come when it was read."""

    head: int
    recorded: tuple[Recorded, ...]
    references: frozenset[str]

    @property
    def reliance(self) -> "Reliance":
        """Rely on all of it."""
        return Reliance(self.references, self.head, self.recorded)


@dataclass(frozen=True, slots=True)
class Reliance:
    """What a decision relied on: that nothing more is recorded about the references than was read.

    It covers every stream the decision looked at, and streams that did not exist yet: a new
    relationship of the same case, or the same order number, carries a reference in common.
    """

    references: frozenset[str]
    read_at: int
    recorded: tuple[Recorded, ...] = ()
    """What was read: all there is about the references, if nothing more is recorded."""


class FactLog(Protocol):
    """What any event store offers: streams with versions, in one log with positions."""

    def append(self, entries: Sequence[Entry]) -> tuple[Recorded, ...]:
        """Record the entries, all or none.

        Raises:
            Conflict: A stream's next version is not the entry's.
        """

    def history(self, stream: str) -> tuple[Recorded, ...]:
        """Read one stream in version order; empty if there is none."""

    def since(self, position: int, limit: int) -> tuple[Recorded, ...]:
        """Read at most `limit` facts after a position, in position order."""

    def head(self) -> int:
        """Give the last position, 0 for an empty log."""


class Journal(FactLog, Protocol):
    """A fact log that also reads by reference and appends on condition."""

    def append(
        self,
        entries: Sequence[Entry],
        *,
        relying_on: Reliance | None = None,
        persons: Sequence[Person] = (),
    ) -> tuple[Recorded, ...]:
        """Record the entries and keep the persons, all or nothing, in one transaction.

        If facts of the entries' command are recorded already, those are returned and nothing
        is written: a retry gets the first answer.

        Raises:
            Conflict: Something the decision relied on has changed.
            Impossible: The identity number of a person belongs to another.
        """

    def about(self, references: Collection[str], *, leading_on: LeadingOn = nowhere) -> Reading:
        """Read every fact that carries any of the references, in position order, in one snapshot.

        Args:
            references: Where to begin.
            leading_on: Asked what else to read, until there is nothing more.
        """

    def named(self, kind: str) -> tuple[str, ...]:
        """Give every reference of a kind that facts are recorded about, in order: "K-1", "K-2".

        Args:
            kind: Such as "case".
        """

    def of_command(self, command_id: str) -> tuple[Recorded, ...]:
        """Read the facts that a command gave, in order; empty if it gave none."""

    def person(self, reference: str) -> Person | None:
        """Look a person up in the vault."""

    def person_by_number(self, identity_number: str) -> Person | None:
        """Look a person up in the vault by 12-digit identity number."""


def identity_number_taken() -> Impossible:
    """Give the refusal of an identity number that belongs to another person in the vault."""
    return Impossible(
        "Personnumret finns redan på en annan personreferens. Använd den referensen.",
        code="identity_number_taken",
        field="identity_number",
    )
