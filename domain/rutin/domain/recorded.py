"""A recorded fact: the fact, its envelope, and its place."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from rutin.domain.act import Fact
from rutin.domain.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A fact in its envelope, on its way into the journal.

    Attributes:
        stream: The aggregate the fact belongs to, as "kind/reference".
        version: Place in the stream, from 1, without gaps.
        recorded_at: The moment it was recorded, in UTC.
        command_id: The command that gave it; the same id never records twice.
        command_digest: Hash of that command, so that a reused id is told from a retry.
        correlation_id: The chain of commands it belongs to; the first command's id.
        causation_id: What gave rise to the command, such as an earlier fact's id.
        references: Everything the fact is about, own stream first, as "kind/reference".
        deviation: Why it was recorded although a precondition forbids the act.
    """

    stream: str
    version: int
    event_id: UUID
    recorded_at: datetime
    actor: Actor
    command_id: str
    command_digest: str
    correlation_id: str
    causation_id: str | None
    municipality: str
    references: tuple[str, ...]
    deviation: str | None
    fact: Fact

    def at(self, position: int) -> "Recorded":
        """Put the entry in its place."""
        parts = {field.name: getattr(self, field.name) for field in fields(Entry)}
        return Recorded(position=position, **parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Entry):
    """An entry in its place: positions run from 1 in the order of commit, without gaps."""

    position: int
