"""One connection, one transaction: to read in one snapshot, or to write with the lock held."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from rutin.adapters.sql.trouble import OutcomeUnknown, is_lost, told_in_swedish

_WRITING: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {"begin": "BEGIN IMMEDIATE"},
    "postgresql": {
        # Each statement sees what was committed before it; so the first look after the lock is
        # got sees all that its former holders wrote. The lock goes after the commit is visible.
        "isolation_level": "READ COMMITTED",
        "begin": "SELECT pg_advisory_xact_lock(hashtext('rutin'), hashtext(current_schema()))",
    },
}


_KEEPING: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {"begin": "BEGIN IMMEDIATE"},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read everything within from one snapshot of the database.

    Raises:
        Unavailable: The database cannot be reached, or is too busy.
    """
    with told_in_swedish(), engine.begin() as connection:
        yield connection


@contextmanager
def keeping(engine: Engine) -> Iterator[Connection]:
    """Write read models within, or nothing; where the database can, beside those who append.

    Raises:
        Unavailable: The database cannot be reached or written, or is too busy.
    """
    with told_in_swedish(), engine.connect() as connection:
        connection.execution_options(**_KEEPING[engine.dialect.name])
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Write everything within, or nothing; other writers wait from the start.

    The lock is taken before the first read, so that a decision to write which rests on that read
    can neither be overtaken nor be refused at the write (SQLITE_BUSY), and so that positions are
    committed in their order.

    Raises:
        OutcomeUnknown: The connection was lost during the commit.
        ConnectionLost: It was lost before; nothing is written.
        Unavailable: With code "busy": another writer held the lock for too long. With code
            "database": the database cannot be reached or written. Nothing is written.
    """
    with told_in_swedish(), engine.connect() as connection:
        connection.execution_options(**_WRITING[engine.dialect.name])
        with connection.begin() as transaction:
            yield connection
            try:
                transaction.commit()
            except DBAPIError as error:
                if is_lost(error):
                    raise OutcomeUnknown(
                        "Kontakten med databasen bröts när det sparades, så det är osäkert om det "
                        "blev sparat. Skicka samma sak igen med samma command_id: då sparas det "
                        "en gång."
                    ) from error
                raise
