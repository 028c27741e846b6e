"""Asking on the command line: views are brought up to date first, and whoever asks may see all."""

from typing import Any

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.judging import judged
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Actor, Rutin
from rutin.application.query import AnyQuery
from rutin.projections import VIEWS

BY = Actor(id="rutin", role="auditor", unit="rutin")
"""Who asks: whoever runs the command has the database in hand, and could read it all anyway."""

AT_A_TIME = 10_000
"""How many lines are asked for at a time when all are wanted."""


def answered(db: str, query: AnyQuery, *, whole: bool = False) -> tuple[Any, ...]:
    """Give the lines of a query's answer.

    Args:
        db: The database.
        query: What is asked.
        whole: Give every line there is, however few the query asks for at a time.

    Raises:
        RutinError: It cannot be answered.
    """
    with opened_journal(db, must_exist=True) as journal:
        provisions = judged()
        Keeper(journal, VIEWS, provisions=provisions).catch_up()
        rutin = Rutin(journal, provisions=provisions, views=SqlViews(journal.engine))
        if not (whole and "limit" in type(query).model_fields):
            return rutin.ask(query, BY)
        lines: list[Any] = []
        while len(page := rutin.ask(query.but(limit=AT_A_TIME, skip=len(lines)), BY)) == AT_A_TIME:
            lines += page
        return (*lines, *page)
