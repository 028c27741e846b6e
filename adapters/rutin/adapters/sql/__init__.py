"""The journal in an SQL database."""

from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.journal import SqlJournal
from rutin.adapters.sql.migrate import migrate
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.views.inline import begin_inline
from rutin.projections import VIEWS

INLINE = tuple(view for view in VIEWS if view.inline)
"""The views that are written along with the facts."""

__all__ = ["SqlJournal", "open_journal"]


def open_journal(url: str, *, must_exist: bool = False) -> SqlJournal:
    """Open the journal of a database URL, its tables brought up to date and its key at hand.

    Args:
        url: Such as sqlite:///rutin.db or postgresql://rutin@localhost/rutin.
        must_exist: Refuse to make a new database, for commands that only read.

    Raises:
        Unavailable: The database or the key cannot be used; the text says what to do.
        Damaged: The database does not save safely, or its key is lost.
    """
    engine = open_engine(url, must_exist=must_exist)
    try:
        migrate(engine)
        begin_inline(engine, INLINE)
        return SqlJournal(engine, signing_key(engine), INLINE)
    except BaseException:
        engine.dispose()
        raise
