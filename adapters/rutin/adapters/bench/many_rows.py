"""Views as large as wanted, quickly: some cases are worked out, and their rows serve for the others.

A page reads the tables of the views alone, so there need be no more facts behind it than those of
the first cases; they differ by the days on which things happened, and some by what happened of late.
To work out ten thousand would take hours, and their rows would differ no more.
"""

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    String,
    Table,
    case,
    cast,
    func,
    insert,
    literal,
    select,
)

from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.lives import of_late
from rutin.adapters.bench.making import MOMENT, decided, recorder_of
from rutin.adapters.sql.journal import SqlJournal
from rutin.adapters.sql.transaction import reading, writing
from rutin.adapters.sql.views import tally
from rutin.adapters.sql.views.generations import Generation, in_use
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Rutin
from rutin.application.view import AnyView, Tally
from rutin.projections.absences import ABSENCES
from rutin.projections.assignments import ASSIGNMENTS
from rutin.projections.case_hours import CASE_HOURS
from rutin.projections.case_words import CASE_WORDS
from rutin.projections.cases import CASES
from rutin.projections.disposal import DISPOSALS
from rutin.projections.extracts import EXTRACTS
from rutin.projections.findings import FINDINGS
from rutin.projections.next_steps import NEXT_STEPS
from rutin.projections.quarterly_list import OVERDUE_QUARTERS
from rutin.projections.register import REGISTER
from rutin.projections.reports import REPORTS
from rutin.projections.waiting_decisions import WAITING_DECISIONS

DISTINCT = 14
"""How many cases are worked out: lives begin on so many days."""

OF_UNIT = 500
"""How many cases a unit has."""

_AT_A_TIME = 1000

_NUMBERED: Mapping[AnyView, tuple[str, tuple[str, ...]]] = {
    CASES: ("K-", ("case", "client", "assignees", "sort_key")),
    CASE_WORDS: ("K-", ("case", "word", "sort_key")),
    REGISTER: ("A-", ("assignee", "person", "cases")),
    ABSENCES: ("A-", ("assignee",)),
    EXTRACTS: ("A-", ("assignee",)),
    ASSIGNMENTS: ("K-", ("case", "client", "relationship", "assignee")),
    WAITING_DECISIONS: ("K-", ("case", "client")),
    OVERDUE_QUARTERS: ("K-", ("case", "number")),
    REPORTS: ("K-", ("case", "relationship", "assignee")),
    CASE_HOURS: ("K-", ("case",)),
    DISPOSALS: ("K-", ("case",)),
    FINDINGS: ("K-", ("case", "subject")),
    NEXT_STEPS: ("K-", ("case", "subject")),
}
"""The views that pages read: how their subjects begin, and the fields that tell the case's number."""


def large_views(databases: Databases, cases: int) -> SqlJournal:
    """Give a journal whose views hold so many cases; at least as many as are worked out."""
    journal = databases.journal()
    for number in range(1, DISTINCT + 1):
        journal.append(decided(number))
    rutin = Rutin(journal, clock=lambda: MOMENT)
    for command in of_late():
        rutin.handle(command, recorder_of(command))
    Keeper(journal, list(_NUMBERED), clock=lambda: MOMENT).catch_up()
    for view, (begins, numbered) in _NUMBERED.items():
        with reading(journal.engine) as connection:
            generation = in_use(connection, view)
        _multiply(journal.engine, generation, begins, numbered, cases)
        if view.tally:
            _tally(journal.engine, generation, view.tally, cases)
    _look_over(journal.engine)
    return journal


def unit_of(number: int) -> str:
    """Give the unit of a case."""
    return f"enhet-{(number - 1) // OF_UNIT}"


def _multiply(
    engine: Engine, generation: Generation, begins: str, numbered: tuple[str, ...], cases: int
) -> None:
    """Fill a table without its indexes but that of subjects; they are made of all rows afterwards."""
    table = generation.table
    later = [index for index in table.indexes if list(index.columns) != [generation.subject]]
    with writing(engine) as connection:
        for index in later:
            index.drop(connection)
    for first in range(DISTINCT + 1, cases + 1, _AT_A_TIME):
        numbers = range(first, min(cases, first + _AT_A_TIME - 1) + 1)
        with writing(engine) as connection:
            _repeat(connection, table, begins, numbered, numbers)
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        for index in later:
            index.create(connection)


def _repeat(
    connection: Connection, table: Table, begins: str, numbered: tuple[str, ...], cases: range
) -> None:
    """Insert the rows of some cases: those of the cases that they are like."""
    first = select(literal(cases[0], Integer).label("number")).cte("numbers", recursive=True)
    numbers = first.union_all(select(first.c.number + 1).where(first.c.number < cases[-1]))
    number = numbers.c.number
    like = cast((number - 1) % DISTINCT + 1, String)
    subject = table.c[numbered[0]]

    def told(name: str) -> ColumnElement[str]:
        if name == "unit":
            return literal("enhet-") + cast((number - 1) // OF_UNIT, String)
        column = table.c[name]
        if name not in numbered:
            return column
        within = func.replace(column, literal("-") + like, literal("-") + cast(number, String))
        return case((column == like, cast(number, String)), else_=within)

    names = [column.name for column in table.columns]
    worked_out = subject.in_([f"{begins}{each}" for each in range(1, DISTINCT + 1)])
    rows = (
        select(*map(told, names))
        .select_from(numbers)
        .join(table, subject == literal(begins) + like)
        .where(worked_out)
    )
    connection.execute(insert(table).from_select(names, rows))


def _tally(engine: Engine, generation: Generation, of: Tally, cases: int) -> None:
    """Add to the tally of a table the cases that are like those worked out, a unit at a time."""
    like = Counter(
        (unit_of(number), (number - 1) % DISTINCT + 1) for number in range(DISTINCT + 1, cases + 1)
    )
    with reading(engine) as connection:
        worked_out = {
            life: tally.spans_stored(connection, generation, generation.subject == f"K-{life}")
            for life in range(1, DISTINCT + 1)
        }
    for unit, lives in groupby(like, key=itemgetter(0)):
        spans: Counter[tally.Span] = Counter()
        for of_unit in lives:
            for span, number in worked_out[of_unit[1]].items():
                spans[_in_unit(span, of, unit)] += like[of_unit] * number
        with writing(engine) as connection:
            tally.add(connection, generation, spans)


def _in_unit(span: tally.Span, of: Tally, unit: str) -> tally.Span:
    """Give a span as it is in another unit; it begins with what is counted, then its sort."""
    if "unit" not in of.by:
        return span
    place = 1 + of.by.index("unit")
    return *span[:place], unit, *span[place + 1 :]


def _look_over(engine: Engine) -> None:
    """Let the database count what there is, as it does by itself in time."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        on_a_server = connection.dialect.name == "postgresql"
        if on_a_server:
            connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql("VACUUM ANALYZE" if on_a_server else "ANALYZE")
        connection.detach()  # its settings are not those of others
