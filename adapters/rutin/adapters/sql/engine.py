"""Opening the database, so that what is committed is on disk and what fails says why in Swedish."""

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

from rutin.adapters.sql import postgresql, sqlite
from rutin.adapters.sql.sqlite import database_file
from rutin.domain.refusal import Unavailable

__all__ = ["database_file", "open_engine"]

LOCK_WAIT_MS = 30_000
"""How long a writer waits for another before it gives up, in milliseconds."""


def open_engine(url: str, *, must_exist: bool = False, lock_wait_ms: int = LOCK_WAIT_MS) -> Engine:
    """Open the database of a URL, such as sqlite:///rutin.db or postgresql://rutin@localhost/rutin.

    Args:
        url: A SQLAlchemy URL of an SQLite file or of a PostgreSQL database.
        must_exist: Refuse to make a new journal, for commands that only read.
        lock_wait_ms: How long a writer waits for another, in milliseconds.

    Raises:
        Unavailable: With code "database": no such kind of URL, or the database cannot be opened.
        Damaged: The database does not keep what is committed.
    """
    place = _read(url)
    match place.get_backend_name():
        case "sqlite":
            return sqlite.open_file(place, must_exist=must_exist, lock_wait_ms=lock_wait_ms)
        case "postgresql":
            return postgresql.open_server(place, must_exist=must_exist, lock_wait_ms=lock_wait_ms)
        case kind:
            raise Unavailable(f"Databasen {kind} stöds inte. {sqlite.HOW}", code="database")


def _read(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        shown = "" if "@" in url else f" {url!r}"  # there may be a password in it
        raise Unavailable(
            f"Databasadressen{shown} går inte att läsa. {sqlite.HOW}", code="database"
        ) from None
