"""Opening the journal for a command, and telling in Swedish when the database fails on the way."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from rutin.adapters.sql import SqlJournal, open_journal
from rutin.application import Actor
from rutin.domain.refusal import Unavailable

BY = Actor(id="rutin", role="auditor", unit="rutin")
"""Who reads: whoever runs the command has the database in hand, and could read it all anyway."""


@contextmanager
def opened_journal(url: str, *, must_exist: bool = False) -> Iterator[SqlJournal]:
    """Open a journal and close it afterwards.

    Args:
        url: The database, such as sqlite:///rutin.db.
        must_exist: Refuse to make a new database, for commands that only read.

    Raises:
        Unavailable: The database or its key cannot be used.
        Damaged: The database does not hold what it should.
    """
    with told_in_swedish(), open_journal(url, must_exist=must_exist) as journal:
        yield journal


@contextmanager
def told_in_swedish() -> Iterator[None]:
    """Tell what a database answers to, in words that say what to do.

    Raises:
        Unavailable: The database failed.
    """
    try:
        yield
    except DBAPIError as error:
        raise Unavailable(
            f"Databasen svarade med ett fel ({error.orig}). Inget av det som pågick är sparat. "
            "Kör rutin doctor och rutin verify.",
            code="database",
        ) from error
