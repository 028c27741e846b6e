"""The journal over SQL: facts, envelopes, references, command ids and chain in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from types import TracebackType
from typing import Any, Self

from eventsourcing.persistence import IntegrityError, StoredEvent
from sqlalchemy import (
    Connection,
    Engine,
    Select,
    bindparam,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from rutin.adapters.enveloped import envelope_of, recorded
from rutin.adapters.sql import vault
from rutin.adapters.sql.about import read_about, read_about_each, stored_facts
from rutin.adapters.sql.among import among
from rutin.adapters.sql.recorder import SqlApplicationRecorder
from rutin.adapters.sql.references import named
from rutin.adapters.sql.tables import event_references, events
from rutin.adapters.sql.transaction import reading, writing
from rutin.adapters.sql.trouble import ConnectionLost, OutcomeUnknown
from rutin.adapters.sql.views.inline import write_inline
from rutin.application.journal import LeadingOn, Reading, Reliance, nowhere
from rutin.application.view import AnyView
from rutin.domain.person import Person
from rutin.domain.recorded import Entry, Recorded
from rutin.domain.refusal import Conflict, Unavailable
from rutin.domain.stored import encode

# Built once: to build a statement anew takes longer than to run it.

_IN_STREAM = stored_facts().where(events.c.stream == bindparam("stream")).order_by("version")
_AFTER = (
    stored_facts()
    .where(events.c.position > bindparam("position"))
    .order_by(events.c.position)
    .limit(bindparam("limit"))
)
_OF_COMMANDS = (
    stored_facts().where(among(events.c.command_id, "commands")).order_by(events.c.position)
)
_STANDING = union_all(
    select(literal_column("'command'"), null(), func.count(events.c.position)).where(
        among(events.c.command_id, "commands")
    ),
    select(literal_column("'newer'"), func.min(event_references.c.reference), null()).where(
        among(event_references.c.reference, "references"),
        event_references.c.position > bindparam("read_at"),
    ),
    select(literal_column("'stream'"), events.c.stream, func.max(events.c.version))
    .where(among(events.c.stream, "streams"))
    .group_by(events.c.stream),
)
"""What `_Standing` reads: what it is about, and a name and a number, of which either may be null."""


class SqlJournal:
    """A journal in an SQL database; safe for many threads and processes at once."""

    def __init__(self, engine: Engine, key: bytes, inline: Sequence[AnyView] = ()) -> None:
        """Take up a journal whose tables are in place.

        Args:
            engine: From `open_engine`.
            key: Signs the head of the chain, from `signing_key`.
            inline: Views whose rows are written in the transaction that records a fact.
        """
        self.engine = engine
        self._inline = inline
        self._recorder = SqlApplicationRecorder(engine, key)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def append(
        self,
        entries: Sequence[Entry],
        *,
        relying_on: Reliance | None = None,
        persons: Sequence[Person] = (),
    ) -> tuple[Recorded, ...]:
        """Record the entries and keep the persons, all or nothing (see `Journal`).

        If the connection is lost, it is found out what became of them: they are recorded once.

        Raises:
            OutcomeUnknown: That cannot be found out now; the same command sent later gets to know.
            ConnectionLost: The database cannot be reached again; nothing is recorded.
        """
        try:
            return self._append(entries, relying_on, persons)
        except ConnectionLost as lost:
            # The next to get the writers' lock gets it when the lost transaction is over. So if
            # its commands are not recorded then, they never will be.
            try:
                return self._append(entries, relying_on, persons)
            except OutcomeUnknown:
                raise
            except Unavailable as unreachable:
                raise lost from unreachable

    def _append(
        self, entries: Sequence[Entry], relying_on: Reliance | None, persons: Sequence[Person]
    ) -> tuple[Recorded, ...]:
        with writing(self.engine) as connection:
            standing = _Standing.of(connection, entries, relying_on)
            if standing.is_answered:
                return _first_answer(connection, entries)
            standing.check(entries)
            for person in persons:
                vault.keep(connection, person)
            told = tuple(map(Entry.at, entries, self._insert(connection, entries)))
            write_inline(connection, self._inline, told, relying_on)
        return told

    def history(self, stream: str) -> tuple[Recorded, ...]:
        """Read one stream in version order; empty if there is none."""
        with reading(self.engine) as connection:
            return tuple(_read(connection, _IN_STREAM, stream=stream))

    def since(self, position: int, limit: int) -> tuple[Recorded, ...]:
        """Read at most `limit` facts after a position, in position order."""
        with reading(self.engine) as connection:
            return tuple(_read(connection, _AFTER, position=position, limit=limit))

    def head(self) -> int:
        """Give the last position, 0 for an empty log."""
        return self._recorder.max_notification_id() or 0

    def about(self, references: Collection[str], *, leading_on: LeadingOn = nowhere) -> Reading:
        """Read every fact that carries any of the references, or those they lead on to."""
        with reading(self.engine) as connection:
            return read_about(connection, references, leading_on)

    def about_each(self, references: Collection[str]) -> Callable[[str], Reading]:
        """Read every fact that carries any of the references at once, and give each one's reading."""
        with reading(self.engine) as connection:
            return read_about_each(connection, references)

    def named(self, kind: str) -> tuple[str, ...]:
        """Give every reference of a kind that facts are recorded about, in order."""
        with reading(self.engine) as connection:
            return named(connection, kind)

    def of_command(self, command_id: str) -> tuple[Recorded, ...]:
        """Read the facts that a command gave, in order; empty if it gave none."""
        with reading(self.engine) as connection:
            return tuple(_read(connection, _OF_COMMANDS, commands=[command_id]))

    def person(self, reference: str) -> Person | None:
        """Look a person up in the vault."""
        with reading(self.engine) as connection:
            return vault.by_reference(connection, reference)

    def person_by_number(self, identity_number: str) -> Person | None:
        """Look a person up in the vault by 12-digit identity number."""
        with reading(self.engine) as connection:
            return vault.by_number(connection, identity_number)

    def _insert(self, connection: Connection, entries: Sequence[Entry]) -> list[int]:
        stored = [StoredEvent(e.stream, e.version, e.fact.type, encode(e.fact)) for e in entries]
        envelopes = [envelope_of(entry) for entry in entries]
        try:
            return self._recorder.insert_events_in(connection, stored, envelopes=envelopes)
        except IntegrityError as error:
            raise Conflict(
                "En händelse har ett id som redan är använt. Försök igen med nya id:n."
            ) from error


@dataclass(frozen=True, slots=True)
class _Standing:
    """How the log stands to entries that are to be appended; all of it asked for at once.

    Attributes:
        is_answered: Any of their commands is recorded.
        newer: A reference relied on, about which there is newer.
        versions: The last version of each of their streams that there is.
    """

    is_answered: bool
    newer: str | None
    versions: Mapping[str, int]

    @classmethod
    def of(
        cls, connection: Connection, entries: Sequence[Entry], relying_on: Reliance | None
    ) -> Self:
        is_answered, newer, versions = False, None, {}
        asked = {
            "commands": {entry.command_id for entry in entries},
            "streams": {entry.stream for entry in entries},
            "references": relying_on.references if relying_on else (),
            "read_at": relying_on.read_at if relying_on else 0,
        }
        for what, name, number in connection.execute(_STANDING, asked).all():
            match what:
                case "command":
                    is_answered = number > 0
                case "newer":
                    newer = name
                case _:
                    versions[name] = number
        return cls(is_answered, newer, versions)

    def check(self, entries: Sequence[Entry]) -> None:
        """Refuse entries that rest on what has changed."""
        if self.newer is not None:
            raise Conflict(
                f"Något nytt har registrerats om {self.newer}. Läs in det och försök igen."
            )
        last = defaultdict(int, self.versions)
        for entry in entries:
            last[entry.stream] += 1
            if entry.version != last[entry.stream]:
                raise Conflict(
                    f"Någon annan hann före i {entry.stream}. Läs in det nya och försök igen."
                )


def _first_answer(connection: Connection, entries: Sequence[Entry]) -> tuple[Recorded, ...]:
    """Give what the commands gave before: a retry changes nothing."""
    commands = {entry.command_id for entry in entries}
    facts = tuple(_read(connection, _OF_COMMANDS, commands=commands))
    if {fact.command_id for fact in facts} != commands:
        raise Conflict("En del av kommandona är redan registrerade. Skicka bara dem som återstår.")
    return facts


def _read(connection: Connection, wanted: Select[Any], **values: object) -> Iterator[Recorded]:
    return starmap(recorded, connection.execute(wanted, values).all())
