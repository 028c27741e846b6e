"""A journal in one file, written ahead and synchronised with every commit."""

import sqlite3
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from rutin.domain.refusal import Damaged, Unavailable

HOW = "Skriv den som sqlite:///rutin.db, eller postgresql://användare@server/databas."

FULL = 2
"""What `PRAGMA synchronous` says when every commit is synchronised."""


def open_file(place: URL, *, must_exist: bool, lock_wait_ms: int) -> Engine:
    """Open the file of a URL (see `open_engine`)."""
    path = database_file(place)
    if must_exist and not path.exists():
        raise Unavailable(
            f"Databasen {path} finns inte. Kontrollera sökvägen i --db.", code="database"
        )
    engine = create_engine(place)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        _prepare(connection, lock_wait_ms)

    event.listen(engine, "begin", _begin)
    try:
        engine.connect().close()
    except (sqlite3.Error, DBAPIError) as error:
        engine.dispose()
        raise Unavailable(f"{_why(error, path)} ({error})", code="database") from error
    return engine


def database_file(url: URL) -> Path:
    """Give the file that an SQLite URL names.

    Raises:
        Unavailable: With code "database": it names no file, but memory or nothing.
    """
    name = url.database
    if not name or name == ":memory:" or name.startswith("file:"):
        raise Unavailable(
            f"Databasadressen {url} anger ingen fil, så journalen skulle försvinna. {HOW}",
            code="database",
        )
    return Path(name)


def require_durable(connection: sqlite3.Connection) -> None:
    """Make sure that a commit is on disk before it is answered.

    Raises:
        Damaged: The connection does not write ahead with every commit synchronised.
    """
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    if mode != "wal" or synchronous != FULL:
        raise Damaged(
            f"Databasen sparar inte säkert (journal_mode={mode}, synchronous={synchronous}). "
            "Lägg filen på en lokal disk som klarar WAL."
        )


def _prepare(connection: sqlite3.Connection, lock_wait_ms: int) -> None:
    connection.isolation_level = None  # Transactions begin when `_begin` says so, never unasked.
    connection.execute(f"PRAGMA busy_timeout = {lock_wait_ms}")
    connection.execute("PRAGMA foreign_keys = ON")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")
    require_durable(connection)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _write_ahead(connection: sqlite3.Connection) -> None:
    # The change to WAL does not wait for others who start at the same moment: try again.
    for patience in range(100, -1, -1):
        if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
            return
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if not patience:
                raise
            sleep(0.05)


def _why(error: Exception, path: Path) -> str:
    told = str(error)
    if "not a database" in told or "malformed" in told:
        return f"{path} är ingen hel databas. Kontrollera sökvägen eller återläs säkerhetskopian."
    if "locked" in told:
        return f"{path} är upptagen av en annan körning. Vänta tills den är klar och försök igen."
    return f"{path} går inte att öppna. Kontrollera att mappen finns och att du får skriva i den."
