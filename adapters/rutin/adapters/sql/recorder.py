"""The eventsourcing library's recorder ports, over our tables.

Every method opens one transaction of its own; those ending in `_in` do the same work inside a
transaction that the caller holds, so that events, views and positions can be committed together.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    IntegrityError,
    Notification,
    ProcessRecorder,
    ProgrammingError,
    StoredEvent,
    Subscription,
    Tracking,
    TrackingRecorder,
)
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import IntegrityError as AlreadyThere

from rutin.adapters.enveloped import Envelope, utc_text
from rutin.adapters.sql.listening import ListeningSubscription
from rutin.adapters.sql.log import append_rows
from rutin.adapters.sql.subscription import PollingSubscription
from rutin.adapters.sql.tables import events
from rutin.adapters.sql.tables import tracking as tracked
from rutin.adapters.sql.transaction import reading, writing
from rutin.adapters.sql.upsert import upsert

_LAST_POSITION = select(func.max(events.c.position))
_STORED = (events.c.stream, events.c.version, events.c.type, events.c.payload)


class SqlAggregateRecorder(AggregateRecorder):
    """Streams of events, read by stream; the originator is the stream, as text."""

    def __init__(self, engine: Engine, key: bytes) -> None:
        self._engine = engine
        self._key = key

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> list[int] | None:
        """Record the events; the library wants no positions from this port.

        Raises:
            eventsourcing.persistence.IntegrityError: A version of a stream is taken.
        """
        with writing(self._engine) as connection:
            self.insert_events_in(connection, stored_events, **kwargs)
        return None

    def insert_events_in(
        self,
        connection: Connection,
        stored_events: Sequence[StoredEvent],
        *,
        envelopes: Sequence[Envelope] | None = None,
        tracking: Tracking | None = None,
    ) -> list[int]:
        """Record the events, each in its envelope, and give their positions.

        Raises:
            eventsourcing.persistence.IntegrityError: A version of a stream is taken.
            eventsourcing.persistence.ProgrammingError: Only a process recorder keeps tracking.
        """
        if tracking is not None:
            raise ProgrammingError("Tracking is kept by SqlProcessRecorder.")
        if envelopes is None:
            envelopes = [_unsaid() for _ in stored_events]
        rows = [
            {
                "stream": str(stored.originator_id),
                "version": stored.originator_version,
                "type": stored.topic,
                "payload": stored.state,
                **envelope,
            }
            for stored, envelope in zip(stored_events, envelopes, strict=True)
        ]
        try:
            return append_rows(connection, rows, self._key)
        except AlreadyThere as error:
            raise IntegrityError(str(error.orig)) from error

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        """Read a stream, or part of it, in order of version."""
        wanted = select(*_STORED).where(events.c.stream == str(originator_id)).limit(limit)
        if gt is not None:
            wanted = wanted.where(events.c.version > gt)
        if lte is not None:
            wanted = wanted.where(events.c.version <= lte)
        wanted = wanted.order_by(events.c.version.desc() if desc else events.c.version)
        with reading(self._engine) as connection:
            return [StoredEvent(*row) for row in connection.execute(wanted)]


class SqlApplicationRecorder(SqlAggregateRecorder, ApplicationRecorder):
    """Streams of events in one log; a notification's id is the event's position."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> list[int]:
        """Record the events and give their positions.

        Raises:
            eventsourcing.persistence.IntegrityError: A version of a stream is taken.
        """
        with writing(self._engine) as connection:
            return self.insert_events_in(connection, stored_events, **kwargs)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[Notification]:
        """Read part of the log in order of position."""
        wanted = select(*_STORED, events.c.position).order_by(events.c.position).limit(limit)
        if start is not None:
            first = start if inclusive_of_start else start + 1
            wanted = wanted.where(events.c.position >= first)
        if stop is not None:
            wanted = wanted.where(events.c.position <= stop)
        if topics:
            wanted = wanted.where(events.c.type.in_(topics))
        with reading(self._engine) as connection:
            return [Notification(*row) for row in connection.execute(wanted)]

    def max_notification_id(self) -> int | None:
        """Give the last position; None for an empty log."""
        with reading(self._engine) as connection:
            return last_position(connection)

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Follow the log after a position, until stopped."""
        if self._engine.dialect.name == "postgresql":
            return ListeningSubscription(self, self._engine, gt=gt, topics=topics)
        return PollingSubscription(recorder=self, gt=gt, topics=topics)


class SqlTrackingRecorder(TrackingRecorder):
    """How far one projection has come; whoever is second to process an event is told so."""

    def __init__(self, engine: Engine, projection: str) -> None:
        self._engine = engine
        self._projection = projection

    def insert_tracking(self, tracking: Tracking) -> None:
        """Move the projection's position forward.

        Raises:
            eventsourcing.persistence.IntegrityError: It has come as far already.
        """
        with writing(self._engine) as connection:
            self.insert_tracking_in(connection, tracking)

    def insert_tracking_in(self, connection: Connection, tracking: Tracking) -> None:
        """Move the position forward in the transaction that writes the projection's rows."""
        row = {
            "projection": self._projection,
            "log": tracking.application_name,
            "position": tracking.notification_id,
        }
        if not upsert(connection, tracked, row, rising="position"):
            raise IntegrityError(f"{self._projection} has processed {tracking} already.")

    def max_tracking_id(self, application_name: str) -> int | None:
        """Give the projection's position in a log; None if it has not begun."""
        wanted = select(tracked.c.position).where(
            tracked.c.projection == self._projection, tracked.c.log == application_name
        )
        with reading(self._engine) as connection:
            position: int | None = connection.scalar(wanted)
            return position


class SqlProcessRecorder(SqlTrackingRecorder, SqlApplicationRecorder, ProcessRecorder):
    """Events and the position of what gave rise to them, in one transaction."""

    def __init__(self, engine: Engine, key: bytes, projection: str) -> None:
        SqlApplicationRecorder.__init__(self, engine, key)
        SqlTrackingRecorder.__init__(self, engine, projection)

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        tracking: Tracking | None = None,
        **kwargs: Any,
    ) -> list[int]:
        """Record the events, and that their cause is processed.

        Raises:
            eventsourcing.persistence.IntegrityError: A version is taken, or the cause is processed.
        """
        with writing(self._engine) as connection:
            if tracking is not None:
                self.insert_tracking_in(connection, tracking)
            return self.insert_events_in(connection, stored_events, **kwargs)


def last_position(connection: Connection) -> int | None:
    """Give the last position of the log; None if it is empty."""
    position: int | None = connection.scalar(_LAST_POSITION)
    return position


def _unsaid() -> Envelope:
    """An envelope for events saved through the library alone, where nobody said who or why."""
    event_id = str(uuid4())
    now = datetime.now(UTC)
    return Envelope(
        occurred_on=now.date().isoformat(),
        event_id=event_id,
        recorded_at=utc_text(now),
        actor="{}",
        command_id=event_id,
        command_digest="",
        correlation_id=event_id,
        causation_id=None,
        municipality="",
        refs="[]",
        deviation=None,
    )
