"""What a page of one unit or one person reads is theirs: an index leads to it, however many others there are."""

from typing import Any

import pytest
from sqlalchemy import event

from assessing import on, story
from examples import AUDITOR
from happenings import registered
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Rutin
from rutin.application.query import AnyQuery
from rutin.projections import VIEWS
from rutin.projections.disposal import Disposal
from rutin.projections.hours import HoursByCase, HoursByUnit
from rutin.projections.load import ContinuityOfClients, Loads
from rutin.projections.register import Register
from rutin.projections.reports import Reports, State
from rutin.projections.waiting_decisions import WaitingDecisions
from rutin.projections.worklist import Worklist

OWN = ("unit=?", "assignee=?", "person=?")
ASKED = "json_each"  # of what is asked, not of the database


@pytest.mark.parametrize(
    "query",
    [
        Worklist(unit="syd"),
        Worklist(unit="syd", role="administrator"),
        Loads(unit="syd"),
        Loads(assignee="A1"),
        ContinuityOfClients(unit="syd"),
        Reports(unit="syd", state=State.EXPECTED),
        HoursByCase(unit="syd"),
        HoursByUnit(unit="syd", months=1),
        WaitingDecisions(unit="syd"),
        Disposal(unit="syd"),
        Register(assignee="A1"),
    ],
    ids=lambda query: query.name,
)
def test_no_row_of_another_is_read(sqlite_url: str, query: AnyQuery) -> None:
    with open_journal(sqlite_url) as journal:
        journal.append(story(on("01-02", registered)).recorded)
        Keeper(journal, VIEWS).catch_up()
        asked: list[tuple[str, Any]] = []

        def remember(_c: Any, _cursor: Any, statement: str, told: Any, *_rest: Any) -> None:
            if any(f"FROM {view.name}_v" in statement for view in query.over):
                asked.append((statement, told))

        event.listen(journal.engine, "before_cursor_execute", remember)
        Rutin(journal, views=SqlViews(journal.engine)).ask(query, AUDITOR)
        event.remove(journal.engine, "before_cursor_execute", remember)
        assert asked
        with journal.engine.connect() as connection:
            for statement, told in asked:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", told).all()
                reads = [step[-1] for step in plan if step[-1].startswith(("SEARCH", "SCAN"))]
                assert reads
                assert [
                    each for each in reads if not any(own in each for own in (*OWN, ASKED))
                ] == []
