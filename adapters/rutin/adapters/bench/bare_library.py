"""The eventsourcing library alone: what Rutin's commands are measured beside.

An application without aggregates, over the library's own module for the database: it loads the
events of some streams and saves one more. It checks no rule, keeps no index of references and no
hash chain, and looks up nothing by command.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from eventsourcing.application import Application
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.sqlite import SQLiteFactory

from rutin.adapters.sql.sqlite import FULL
from rutin.domain.recorded import Recorded
from rutin.domain.stored import encode


@dataclass(frozen=True)
class Told:
    """A fact as an event of the library's: its fields as JSON values, and the moment."""

    originator_id: str
    originator_version: int
    timestamp: datetime
    fact: Mapping[str, Any]


class Bare(Application[str]):
    """The library's application, without aggregates."""

    name = "bare"


class BareLibrary:
    """Loads and saves events as the library does by itself."""

    def __init__(self, env: Mapping[str, str]) -> None:
        """Open the library's store.

        Args:
            env: The library's settings, such as PERSISTENCE_MODULE and SQLITE_DBNAME.
        """
        self.env = {"ORIGINATOR_ID_TYPE": "text", **env}
        self.application = Bare(self.env)
        if isinstance(self.application.factory, SQLiteFactory):
            _synchronise_every_commit(self.application.factory)

    def close(self) -> None:
        """Let go of the store."""
        self.application.close()

    def append(self, recorded: Sequence[Recorded]) -> None:
        """Save facts as they were recorded, in one transaction."""
        self.application.save(
            *(
                Told(r.stream, r.version, r.recorded_at, json.loads(encode(r.fact)))
                for r in recorded
            )
        )

    def load(self, streams: Iterable[str]) -> list[DomainEventProtocol[str]]:
        """Give the events of some streams."""
        return [event for stream in streams for event in self.application.events.get(stream)]

    def load_and_append(self, streams: Sequence[str], fact: Mapping[str, Any]) -> None:
        """Load the events of some streams, and save one more in the first of them."""
        loaded = self.load(streams)
        version = 1 + sum(event.originator_id == streams[0] for event in loaded)
        self.application.save(Told(streams[0], version, datetime.now(UTC), fact))


def _synchronise_every_commit(factory: SQLiteFactory) -> None:
    """Make commits as durable as Rutin's: the library leaves that to how SQLite was built.

    It is a setting of the connection. One thread uses one, over and over.
    """
    pool = factory.datastore.pool
    connection = pool.get_connection()
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA synchronous")
    (synchronous,) = cursor.fetchone()
    pool.put_connection(connection)
    if synchronous != FULL:
        raise AssertionError(f"SQLite does not synchronise every commit: {synchronous}.")
