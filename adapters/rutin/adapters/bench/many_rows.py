"""Views as large as wanted, quickly: some cases are worked out, and their rows serve for the others.

A page reads the tables of the views alone, so there need be no more facts behind it than those of
the first cases; they differ by the days on which things happened. To work out ten thousand would take
hours, and their rows would differ no more.
"""

from collections.abc import Mapping

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    String,
    Table,
    cast,
    func,
    insert,
    literal,
    select,
)

from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.making import MOMENT, decided
from rutin.adapters.sql.journal import SqlJournal
from rutin.adapters.sql.transaction import reading, writing
from rutin.adapters.sql.views.generations import in_use
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application.view import AnyView
from rutin.projections.assignments import ASSIGNMENTS
from rutin.projections.cases import CASES
from rutin.projections.findings import FINDINGS
from rutin.projections.register import REGISTER

DISTINCT = 14
"""How many cases are worked out: lives begin on so many days."""

OF_UNIT = 500
"""How many cases a unit has."""

_AT_A_TIME = 1000

_NUMBERED: Mapping[AnyView, tuple[str, ...]] = {
    CASES: ("case", "client", "assignees", "sought", "sort_key"),
    REGISTER: ("assignee", "person", "cases"),
    ASSIGNMENTS: ("case", "client", "relationship", "assignee"),
    FINDINGS: ("case", "subject"),
}
"""The views that pages read, and the fields in which the number of a case is told."""


def large_views(databases: Databases, cases: int) -> SqlJournal:
    """Give a journal whose views hold so many cases; at least as many as are worked out."""
    journal = databases.journal()
    for number in range(1, DISTINCT + 1):
        journal.append(decided(number))
    Keeper(journal, list(_NUMBERED), clock=lambda: MOMENT).catch_up()
    for view, numbered in _NUMBERED.items():
        with reading(journal.engine) as connection:
            table = in_use(connection, view).table
        _multiply(journal.engine, table, numbered, cases)
    _look_over(journal.engine)
    return journal


def unit_of(number: int) -> str:
    """Give the unit of a case."""
    return f"enhet-{(number - 1) // OF_UNIT}"


def _multiply(engine: Engine, table: Table, numbered: tuple[str, ...], cases: int) -> None:
    """Fill a table without its indexes, which are made of all rows at once afterwards."""
    with writing(engine) as connection:
        for index in table.indexes:
            index.drop(connection)
    for first in range(DISTINCT + 1, cases + 1, _AT_A_TIME):
        with writing(engine) as connection:
            _repeat(connection, table, numbered, first, min(cases, first + _AT_A_TIME - 1))
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        for index in table.indexes:
            index.create(connection)


def _repeat(
    connection: Connection, table: Table, numbered: tuple[str, ...], first: int, last: int
) -> None:
    """Insert the rows of some cases: those of the cases that they are like."""
    numbers = select(literal(first, Integer).label("number")).cte("numbers", recursive=True)
    number = numbers.c.number
    numbers = numbers.union_all(select(number + 1).where(number < last))
    number = numbers.c.number
    ours = literal("-") + cast(number, String)
    like = literal("-") + cast((number - 1) % DISTINCT + 1, String)
    subject = table.c[numbered[0]]
    begins = func.substr(subject, 1, 1)  # "K" of a case, "A" of an assignee

    def told(name: str) -> ColumnElement[str]:
        if name == "unit":
            return literal("enhet-") + cast((number - 1) // OF_UNIT, String)
        return func.replace(table.c[name], like, ours) if name in numbered else table.c[name]

    names = [column.name for column in table.columns]
    rows = select(*map(told, names)).select_from(numbers).join(table, subject == begins + like)
    connection.execute(insert(table).from_select(names, rows))


def _look_over(engine: Engine) -> None:
    """Let the database count what there is, as it does by itself in time."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        on_a_server = connection.dialect.name == "postgresql"
        if on_a_server:
            connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql("VACUUM ANALYZE" if on_a_server else "ANALYZE")
        connection.detach()  # its settings are not those of others
