"""What the databases say when they cannot do as they are told, in Swedish."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from rutin.domain.refusal import Unavailable

_BUSY = "Databasen är upptagen av en annan körning. Vänta tills den är klar och försök igen."
_GONE = (
    "Kontakten med databasen bröts. Inget är sparat. Kontrollera databasservern och försök igen."
)
_FULL = "Databasens disk är full. Inget är sparat. Ge den mer plats och försök igen."
_READ_ONLY = "Databasen går bara att läsa. Inget är sparat. Anslut till en som går att skriva i."
_FORBIDDEN = "Databasanvändaren saknar rätt till journalens tabeller. Ge den rätten."

_BY_STATE = {
    "55P03": ("busy", _BUSY),  # lock_not_available: lock_timeout has passed
    "57014": ("busy", _BUSY),  # query_canceled: statement_timeout has passed
    "40P01": ("busy", _BUSY),  # deadlock_detected
    "53300": ("busy", "Databasservern har för många anslutningar. Försök igen om en stund."),
    "53100": ("database", _FULL),  # disk_full
    "25006": ("database", _READ_ONLY),  # read_only_sql_transaction
    "42501": ("database", _FORBIDDEN),  # insufficient_privilege
}
"""By SQLSTATE, as PostgreSQL gives it."""

_BY_WORDS = {
    "locked": ("busy", _BUSY),
    "disk is full": ("database", _FULL),
    "readonly": ("database", _READ_ONLY),
}
"""By what SQLite says."""


@contextmanager
def told_in_swedish() -> Iterator[None]:
    """Tell trouble with the database as `Unavailable`; what is no one's fault but ours passes.

    Raises:
        Unavailable: With code "busy" where waiting helps, else "database".
    """
    try:
        yield
    except DBAPIError as error:
        if known := in_swedish(error):
            raise known from error
        raise
    except NoneFree as error:
        raise Unavailable(_BUSY, code="busy") from error


def in_swedish(error: DBAPIError) -> Unavailable | None:
    """Tell an error of a database that was reached; None if it is not trouble of that kind."""
    if error.connection_invalidated:
        return Unavailable(_GONE, code="database")
    state = getattr(error.orig, "sqlstate", None)
    if state in _BY_STATE:
        code, text = _BY_STATE[state]
        return Unavailable(text, code=code)
    for words, (code, text) in _BY_WORDS.items():
        if state is None and words in str(error.orig):
            return Unavailable(text, code=code)
    return None
