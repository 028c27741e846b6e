"""One connection, one transaction: to read in one snapshot, or to write with the lock held."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from rutin.domain.refusal import Unavailable

WRITER_LOCK_WAIT_MS = 30_000
"""How long a writer waits for another before it gives up, in milliseconds."""


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read everything within from one snapshot of the database."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Write everything within, or nothing; other writers wait from the start.

    The lock is taken before the first read, so that a decision to write which rests on that read
    can neither be overtaken nor be refused at the write (SQLITE_BUSY).

    Raises:
        Unavailable: With code "busy": another writer held the lock for too long.
    """
    with (
        _told_in_swedish(),
        engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection,
    ):
        yield connection


@contextmanager
def _told_in_swedish() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "locked" not in str(error.orig):
            raise
        raise Unavailable(
            "Databasen är upptagen av en annan körning. Vänta tills den är klar och försök igen.",
            code="busy",
        ) from error
