"""What the databases say when they cannot do as they are told, in Swedish."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as NoneFree

from rutin.domain.refusal import Malformed, Unavailable


class ConnectionLost(Unavailable):
    """The connection was lost in the middle of a transaction, of which nothing is saved."""

    code = "database"


class OutcomeUnknown(ConnectionLost):
    """The connection was lost while the commit was on its way: it may be done, or not."""

    code = "outcome-unknown"


_BUSY = "Databasen är upptagen av en annan körning. Vänta tills den är klar och försök igen."
_CROWDED = "Databasservern har för många anslutningar. Försök igen om en stund."
_FULL = "Databasens disk är full, så inget sparades. Ge den mer plats och försök igen."
_READ_ONLY = "Databasen går bara att läsa, så inget sparades. Anslut till en som går att skriva i."

_BY_STATE = {
    "55P03": ("busy", _BUSY),  # lock_not_available: lock_timeout has passed
    "57014": ("busy", _BUSY),  # query_canceled: statement_timeout has passed
    "40P01": ("busy", _BUSY),  # deadlock_detected
    "53300": ("busy", _CROWDED),  # too_many_connections
    "53100": ("database", _FULL),  # disk_full
    "25006": ("read_only", _READ_ONLY),  # read_only_sql_transaction
    "42501": (  # insufficient_privilege
        "database",
        "Databasanvändaren saknar rätt till journalens tabeller. Ge den rätt till schemat.",
    ),
}
"""By SQLSTATE, as PostgreSQL gives it once it is connected."""

_LOST = ("08", "57P01", "57P02", "57P05")
"""How the SQLSTATE begins when the server ended the connection."""

_BY_WORDS_OF_SQLITE = {
    "locked": ("busy", _BUSY),
    "disk is full": ("database", _FULL),
    "readonly": ("read_only", _READ_ONLY),
}

_STRANGER = "Fel användare eller lösenord till databasen. Rätta dem i databasadressen."
_SHUT_OUT = "Databasservern släpper inte in oss. Ge användaren rätt att ansluta till databasen."

_UNREACHED = {
    "permission denied for database": _SHUT_OUT,
    "no pg_hba.conf entry": _SHUT_OUT,
    "authentication failed": _STRANGER,
    "no password supplied": _STRANGER,
    'database "': "Databasen finns inte på servern. Skapa den, eller rätta databasadressen.",
    'role "': "Databasanvändaren finns inte på servern. Skapa den, eller rätta databasadressen.",
    "starting up": "Databasservern håller på att starta. Försök igen om en stund.",
    "shutting down": "Databasservern håller på att stänga. Försök igen om en stund.",
    "too many": _CROWDED,
    "connection slots": _CROWDED,
}
"""By the words of a PostgreSQL server that let no one in; it gives no SQLSTATE before that."""

_SILENT = (
    "Databasservern svarar inte. Kontrollera att den är igång och att databasadressen stämmer."
)


@contextmanager
def told_in_swedish() -> Iterator[None]:
    """Tell trouble with the database as `Unavailable`; a fault of ours passes as it is.

    Raises:
        ConnectionLost: The connection was lost in the middle.
        Unavailable: With code "busy" where waiting helps, else "database".
        Malformed: A text has a character that cannot be stored.
    """
    try:
        yield
    except DBAPIError as error:
        if trouble := in_swedish(error):
            raise trouble from error
        raise
    except StatementError as error:
        if isinstance(error.orig, Malformed):
            raise error.orig from error
        raise
    except NoneFree as error:
        raise Unavailable(_CROWDED, code="busy") from error


def in_swedish(error: DBAPIError) -> Unavailable | None:
    """Tell an error in Swedish; None if it is no trouble with the database."""
    if is_lost(error):
        return ConnectionLost("Kontakten med databasen bröts, och inget sparades. Försök igen.")
    told = str(error.orig).strip()
    if isinstance(error.orig, sqlite3.Error):
        return _found(_BY_WORDS_OF_SQLITE, told)
    if state := getattr(error.orig, "sqlstate", None):
        return _found(_BY_STATE, state)
    if not isinstance(error, OperationalError):
        return None
    reason = told.rpartition("failed: ")[2]  # before that it says where, and names may be anything
    why = next((text for words, text in _UNREACHED.items() if words in reason), _SILENT)
    return Unavailable(f"{why} ({told})", code="database")


def is_lost(error: DBAPIError) -> bool:
    """Say whether the connection is gone, so that no answer will come."""
    return error.connection_invalidated or str(getattr(error.orig, "sqlstate", "")).startswith(
        _LOST
    )


def _found(table: Mapping[str, tuple[str, str]], told: str) -> Unavailable | None:
    for words, (code, text) in table.items():
        if words in told:
            return Unavailable(text, code=code)
    return None
