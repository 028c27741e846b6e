"""Waiting for more to read in the log: woken by NOTIFY on PostgreSQL, and never dependent on it."""

from collections.abc import Sequence
from contextlib import suppress
from threading import Event, Lock
from time import monotonic
from typing import Any

from eventsourcing.persistence import ApplicationRecorder
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from rutin.adapters.sql.log import CHANNEL
from rutin.adapters.sql.subscription import PAUSE, PollingSubscription

UNASKED = 1.0
"""How long to wait for a wake-up before asking all the same, in seconds."""

_SLICE = 0.2
"""How long to wait before looking whether to stop, in seconds."""

_DEAF = 5.0
"""How long to poll before trying anew to listen, in seconds."""


class Waiting:
    """Waits until there may be more to read; whatever database it is, not for long.

    A wake-up is a hint. `begin` listening, then read, then `wait`: so what was recorded until
    listening began is not missed. If a wake-up is lost, or listening is not possible, the next look
    finds what there is.

    Args:
        engine: The database.
        stopped: Set when there is no more to wait for.
    """

    def __init__(self, engine: Engine, stopped: Event) -> None:
        self._engine = engine
        self._stopped = stopped
        self._listens = engine.dialect.name == "postgresql"
        self._listener: Connection | None = None
        self._deaf_until = 0.0
        self._lock = Lock()

    def begin(self) -> None:
        """Begin to listen, unless that is done, or went wrong just now."""
        with self._lock:
            if self._listens and self._listener is None and monotonic() >= self._deaf_until:
                self._listen()

    def wait(self) -> None:
        """Wait until something is recorded, or a while has gone, or it is time to stop."""
        ask_at = monotonic() + UNASKED
        while monotonic() < ask_at and not self._stopped.is_set():
            with self._lock:
                if self._listener is None:
                    break
                if self._is_told(self._listener):
                    return
        self._stopped.wait(PAUSE)

    def close(self) -> None:
        """Let go of the connection that listens."""
        with self._lock:
            self._close()

    def _listen(self) -> None:
        if self._stopped.is_set():
            return
        try:
            self._listener = self._engine.connect()
            self._listener.execution_options(isolation_level="AUTOCOMMIT")
            self._listener.detach()  # it is kept for long, and is not one of those that are shared
            self._listener.exec_driver_sql(f"LISTEN {CHANNEL}")
        except SQLAlchemyError:
            self._close()

    def _is_told(self, listener: Connection) -> bool:
        """Wait a little; say whether there is more to read."""
        driver: Any = listener.connection.dbapi_connection
        try:
            return any([*driver.notifies(timeout=_SLICE, stop_after=1)])
        except self._engine.dialect.loaded_dbapi.Error:
            self._close()
            return True  # Something happened; look for oneself.

    def _close(self) -> None:
        if self._listener is not None:
            with suppress(SQLAlchemyError):
                self._listener.close()
            self._listener = None
            self._deaf_until = monotonic() + _DEAF


class ListeningSubscription(PollingSubscription):
    """Yields every event after a position, soon after it is committed."""

    def __init__(
        self,
        recorder: ApplicationRecorder,
        engine: Engine,
        gt: int | None = None,
        topics: Sequence[str] = (),
    ) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._waiting = Waiting(engine, self._stopped)

    def stop(self) -> None:
        """Stop following, and let go of the connection that listens."""
        super().stop()
        self._waiting.close()

    def _read_on(self) -> bool:
        self._waiting.begin()
        return super()._read_on()

    def _wait(self) -> None:
        self._waiting.wait()
