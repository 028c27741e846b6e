"""Asking on the command line: views are brought up to date first, and whoever asks may see all."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from difflib import get_close_matches
from typing import Any

from rutin.adapters.cli.database import BY, opened_journal
from rutin.adapters.cli.files import created
from rutin.adapters.cli.judging import judged
from rutin.adapters.cli.printing import counted, say
from rutin.adapters.lines import FILES
from rutin.adapters.sql.saved_queries import SqlSavedQueries
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Rutin
from rutin.application.query import AnyQuery
from rutin.application.saved_queries import SavedQuery, asked_again
from rutin.domain.refusal import Unavailable
from rutin.projections import QUERIES
from rutin.projections.swedish_order import swedish_key

NAMED = {query.name: query for query in QUERIES}
"""Every query by its name."""


def no_such_query(name: str) -> str:
    """Say that there is no such query, and which may have been meant."""
    near = get_close_matches(name, NAMED, n=1)
    hint = f"Menade du {near[0]}?" if near else "rutin ask --help visar alla."
    return f"Frågan {name} finns inte. {hint}"


def keep(db: str, name: str, query: AnyQuery) -> None:
    """Keep a query under a name, among those of whoever has the database in hand.

    Raises:
        RutinError: It cannot be kept.
    """
    with opened_journal(db, must_exist=True) as journal:
        Rutin(journal, saved=SqlSavedQueries(journal.engine)).keep_query(name, query, BY)


def kept(db: str, name: str) -> AnyQuery:
    """Give the query that is kept under a name.

    Raises:
        RutinError: There is none, or it can no longer be asked.
    """
    with opened_journal(db, must_exist=True) as journal:
        rutin = Rutin(journal, saved=SqlSavedQueries(journal.engine))
        return asked_again(rutin.kept_query(name, BY), QUERIES)


def every_kept(db: str) -> tuple[SavedQuery, ...]:
    """Give all queries that are kept, in Swedish order of their names."""
    with opened_journal(db, must_exist=True) as journal:
        saved = Rutin(journal, saved=SqlSavedQueries(journal.engine)).kept_queries(BY)
        return tuple(sorted(saved, key=lambda each: swedish_key(each.name)))


def answered(db: str, query: AnyQuery) -> tuple[Any, ...]:
    """Give the lines of a query's answer.

    Raises:
        RutinError: It cannot be answered.
    """
    with _answering(db, query) as lines:
        return tuple(lines)


def write_file(db: str, query: AnyQuery, form: str, out: str) -> None:
    """Write every line of a query's answer, or as many as it says, to a file; say how many.

    Raises:
        RutinError: It cannot be answered, or not as such a file.
    """
    with _answering(db, query.whole()) as lines, created(out) as stream:
        written = FILES[form](query.line, lines, stream.buffer)
    if out != "-":
        say(f"{counted(written, 'rad skriven', 'rader skrivna')} till {out}.")


@contextmanager
def _answering(db: str, query: AnyQuery) -> Iterator[Iterator[Any]]:
    """Answer; what was known at an earlier moment is worked out now, since nobody else may."""
    with opened_journal(db, must_exist=True) as journal, ExitStack() as opened:
        provisions = judged()
        keeper = Keeper(journal, query.over, provisions=provisions)
        keeper.catch_up()
        rutin = Rutin(journal, provisions=provisions, views=SqlViews(journal.engine))
        try:
            lines = opened.enter_context(rutin.answering(query, BY))
        except Unavailable as not_yet:
            if not_yet.code != "being_worked_out":
                raise
            keeper.catch_up()
            lines = opened.enter_context(rutin.answering(query, BY))
        yield lines
