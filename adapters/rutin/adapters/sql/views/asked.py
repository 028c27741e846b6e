"""The rows of views, asked for by conditions: each condition is a clause of SQL."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from copy import copy
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.exc import DBAPIError

from rutin.adapters.sql.among import among
from rutin.adapters.sql.tables import Text
from rutin.adapters.sql.transaction import reading
from rutin.adapters.sql.views import tally, tasks
from rutin.adapters.sql.views.as_known import ask_as_known, is_overtaken
from rutin.adapters.sql.views.generations import Generation, as_known, in_use, live, reached
from rutin.adapters.sql.views.rows import as_json, as_told, stored_value, values_told
from rutin.application.condition import (
    After,
    Among,
    Begins,
    Condition,
    Either,
    Has,
    InView,
    UpTo,
    Wanted,
)
from rutin.application.view import AnyView, View
from rutin.domain.refusal import Unavailable
from rutin.domain.values import stockholm_date

Row = TypeVar("Row")

AT_A_TIME = 500
"""How many rows are fetched at a time: whoever wants but the first is not to wait for them all."""

HIGHEST = "\U0010ffff"
"""The last of all characters, byte by byte as well."""

_FEW, _ALL = "0.01", "1.0"
"""How much of an answer will be read."""

_FRACTION = select(func.set_config("cursor_tuple_fraction", bindparam("fraction"), True))

_UNDEFINED_TABLE = "42P01"
"""The SQLSTATE when there is no such table."""

LOOK_AGAIN_S = 0.02
"""How long to wait before looking again whether a view has come as far, in seconds."""


class SqlViews:
    """Rows of views in the database of a journal.

    Args:
        engine: The journal's.
        clock: Gives the present moment, with time zone.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._reading: Callable[[], AbstractContextManager[Connection]] = partial(reading, engine)
        self._let_go: Callable[[], None] = lambda: None

    @contextmanager
    def at_once(self) -> Iterator["SqlViews"]:
        """Answer everything within from one snapshot, taken at the first question (see `Views`)."""
        with ExitStack() as opened:
            snapshot = cache(lambda: opened.enter_context(reading(self._engine)))
            views = copy(self)
            views._reading = lambda: nullcontext(snapshot())  # noqa: SLF001 - its own copy
            views._let_go = opened.close  # noqa: SLF001 - likewise
            yield views

    def rows(
        self,
        view: View[Row],
        conditions: Sequence[Wanted] = (),
        *,
        order: Sequence[str] = (),
        limit: int | None = None,
        skip: int = 0,
        known_at: datetime | None = None,
        until_enough: bool = False,
    ) -> Iterator[Row]:
        """Give the rows that fulfil all conditions (see `Views`)."""
        with self._filled((view, *_others(conditions)), known_at) as (connection, fillings):
            _expect(connection, _FEW if until_enough else _ALL)
            for row in _selected(connection, fillings, view, conditions, order, limit, skip):
                yield as_told(view.row, row)

    def counts(
        self,
        view: AnyView,
        by: Sequence[str],
        conditions: Sequence[Wanted] = (),
        *,
        distinct: str | None = None,
        known_at: datetime | None = None,
    ) -> Mapping[tuple[Any, ...], int]:
        """Count the rows that fulfil all conditions (see `Views`)."""
        with self._filled((view, *_others(conditions)), known_at) as (connection, fillings):
            wanted = _counting(fillings, view, by, conditions, distinct)
            told = values_told(view.row, by)
            return {
                told(row[:-1]): row[-1]
                for row in connection.execute(wanted)
                if row[-1]  # what there was of a sort may be gone
            }

    def sums(
        self,
        view: AnyView,
        by: Sequence[str],
        fields: Sequence[str],
        conditions: Sequence[Wanted] = (),
        *,
        known_at: datetime | None = None,
    ) -> Mapping[tuple[Any, ...], tuple[int, ...]]:
        """Sum fields of the rows that fulfil all conditions (see `Views`)."""
        with self._filled((view, *_others(conditions)), known_at) as (connection, fillings):
            told = values_told(view.row, by)
            wanted = _summing(fillings, view, by, fields, conditions)
            return {
                told(row[: len(by)]): tuple(number or 0 for number in row[len(by) :])
                for row in connection.execute(wanted)
                if any(row[len(by) :])
            }

    def horizon(self, view: AnyView, known_at: datetime | None = None) -> date:
        """Give the last day that the rows of a view tell of (see `Views`)."""
        with self._filled((view,), known_at) as (_, fillings):
            return fillings[view].horizon

    def reach(self, views: Sequence[AnyView], position: int, patience: float) -> None:
        """Wait until everything recorded up to a position shows in some views (see `Views`)."""
        give_up = time.monotonic() + patience
        while self._is_behind(views, position):
            if time.monotonic() >= give_up:
                raise Unavailable(
                    "Det senaste syns inte i listorna än. Försök igen om en stund, eller se med "
                    "rutin status om något håller dem i takt.",
                    code="views_behind",
                )
            time.sleep(LOOK_AGAIN_S)

    @contextmanager
    def _filled(
        self, views: Sequence[AnyView], known_at: datetime | None
    ) -> Iterator[tuple[Connection, Mapping[AnyView, Generation]]]:
        """Give the fillings that tell what is known, or was, in a transaction that reads them."""
        with self._reading() as connection, _told_when_gone():
            if known_at is None or known_at >= self._clock():
                yield connection, {view: in_use(connection, view) for view in views}
                return
            found = {view: _answered(connection, view, known_at) for view in views}
            told = {view: filling for view, filling in found.items() if filling}
            if len(told) == len(found):
                yield connection, told
                return
        self._let_go()  # or many who ask would each hold a connection while they wait for one more
        today = stockholm_date(self._clock())
        unknown = found.keys() - told.keys()
        left = sum(ask_as_known(self._engine, view, known_at, today) for view in unknown)
        raise Unavailable(
            f"Hur det var känt då räknas ut nu: {left} återstår. Fråga igen om en stund.",
            code="being_worked_out",
        )

    def _is_behind(self, views: Sequence[AnyView], position: int) -> bool:
        with reading(self._engine) as connection:
            return any(_is_behind(connection, view, position) for view in views)


def _expect(connection: Connection, fraction: str) -> None:
    """Tell PostgreSQL how much of an answer will be read, for it to choose how to find it."""
    if connection.dialect.name == "postgresql":
        connection.execute(_FRACTION, {"fraction": fraction})


@contextmanager
def _told_when_gone() -> Iterator[None]:
    """Tell that a filling was let go after it was found: PostgreSQL keeps no tables of a snapshot."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _UNDEFINED_TABLE:
            raise
        raise Unavailable(
            "Det som lästes byttes ut under tiden. Fråga igen om en stund.",
            code="being_worked_out",
        ) from error


def _is_behind(connection: Connection, view: AnyView, position: int) -> bool:
    generation = live(connection, view)
    if generation is None:
        return True
    if not generation.is_written_along and reached(connection, generation) < position:
        return True
    return tasks.is_behind(connection, generation.name, position)


def _answered(connection: Connection, view: AnyView, known_at: datetime) -> Generation | None:
    """Give the filling that tells what was known at a moment, if it is there and still does."""
    found = as_known(connection, view, known_at)
    is_ready = found and found.state == "answered" and not is_overtaken(connection, found)
    return found if is_ready else None


def _others(conditions: Sequence[Wanted]) -> list[AnyView]:
    """Give the further views that conditions look in."""
    return [each.view for each in conditions if isinstance(each, InView)]


def _wanted(
    fillings: Mapping[AnyView, Generation], table: Table, wanted: Wanted
) -> ColumnElement[bool]:
    if not isinstance(wanted, InView):
        return _clause(table, wanted)
    clause: ColumnElement[bool] = table.c[wanted.field].in_(_those(fillings, wanted))
    return clause


def _those(fillings: Mapping[AnyView, Generation], wanted: InView) -> Select[Any]:
    """Select the values that stand in the other view."""
    other = fillings[wanted.view].table
    return select(other.c[wanted.its]).where(*(_clause(other, each) for each in wanted.conditions))


def _selected(
    connection: Connection,
    fillings: Mapping[AnyView, Generation],
    view: AnyView,
    conditions: Sequence[Wanted],
    order: Sequence[str],
    limit: int | None,
    skip: int,
) -> Iterator[Any]:
    """Fetch rows; those of a page that is in the order of what is sought elsewhere, by what is found."""
    table = fillings[view].table
    ordered = select(table).order_by(*_order(table, order))
    given = 0
    sought = _sought(conditions, order)
    if sought and limit is not None:
        found = _first_found(connection, fillings, sought, skip + limit)
        first = ordered.where(_clause(table, Among(order[0], frozenset(found))))
        for row in _fetched(connection, first.limit(limit).offset(skip)):
            given += 1
            yield row
        if given == limit or len(found) < skip + limit:
            return
        limit -= given  # what was found more than once, or is not here, left room
    every = ordered.where(*(_wanted(fillings, table, each) for each in conditions))
    yield from _fetched(connection, every.limit(limit).offset(skip + given))


def _sought(conditions: Sequence[Wanted], order: Sequence[str]) -> list[InView]:
    """Give the conditions, if all are that other views have what the rows are ordered by."""
    sought = [each for each in conditions if isinstance(each, InView) and [each.field] == [*order]]
    return sought if len(sought) == len(conditions) else []


def _first_found(
    connection: Connection,
    fillings: Mapping[AnyView, Generation],
    sought: Sequence[InView],
    number: int,
) -> Sequence[Any]:
    """Give the first values that other views have, in order: of many, the rest are not put in order.

    A database that is asked for the rows at once fetches all of them, or looks through those before.
    """
    first, *others = sought
    table = fillings[first.view].table
    value = table.c[first.its]
    wanted = (
        select(value)
        .where(value.is_not(None), *(_clause(table, each) for each in first.conditions))
        .where(*(value.in_(_those(fillings, other)) for other in others))
        .order_by(value)
        .limit(number)
    )
    return connection.scalars(wanted).all()


def _counting(
    fillings: Mapping[AnyView, Generation],
    view: AnyView,
    by: Sequence[str],
    conditions: Sequence[Wanted],
    distinct: str | None,
) -> Select[Any]:
    """Look a day's rows, or subjects, up in the tally where it tells of them; else count them."""
    filling = fillings[view]
    number: ColumnElement[int]
    asked = tally.asked(view, by, conditions, distinct=distinct)
    if asked:
        table = filling.tally
        number = func.sum(table.c.count)
        where = tally.numbers_of(filling, asked)
        narrowing: Sequence[Wanted] = asked.among
    else:
        table = filling.table
        number = func.count(table.c[distinct].distinct()) if distinct else func.count()
        where, narrowing = (), conditions
    columns = [table.c[field] for field in by]
    clauses = (_wanted(fillings, table, each) for each in narrowing)
    return select(*columns, number).where(*where, *clauses).group_by(*columns)


def _summing(
    fillings: Mapping[AnyView, Generation],
    view: AnyView,
    by: Sequence[str],
    fields: Sequence[str],
    conditions: Sequence[Wanted],
) -> Select[Any]:
    """Look a day's sums up in the tally where it tells of them; else sum the rows."""
    filling = fillings[view]
    asked = tally.asked(view, by, conditions, summed=fields)
    if asked:
        table = filling.tally
        is_of, number = table.c.counted, table.c.count
        sums = [func.sum(case((is_of == field, number), else_=0)) for field in fields]
        where = tally.numbers_of(filling, asked)
        narrowing: Sequence[Wanted] = asked.among
    else:
        table = filling.table
        sums = [func.sum(table.c[field]) for field in fields]
        where, narrowing = (), conditions
    columns = [table.c[field] for field in by]
    clauses = (_wanted(fillings, table, each) for each in narrowing)
    return select(*columns, *sums).where(*where, *clauses).group_by(*columns)


def _clause(table: Table, condition: Condition) -> ColumnElement[bool]:
    if isinstance(condition, Either):
        return or_(*(_clause(table, each) for each in condition.conditions))
    column: ColumnElement[Any] = table.c[condition.field]
    clause: ColumnElement[bool]
    match condition:
        case Among(values=values) if len(values) == 1:
            (value,) = values
            return column.is_(None) if value is None else column == stored_value(value)
        case Among(values=values):
            told = sorted(stored_value(value) for value in values if value is not None)
            is_text = isinstance(column.type, Text)
            clause = among(column, told) if is_text else column.in_(told)
            return or_(clause, column.is_(None)) if None in values else clause
        case UpTo(value=value):
            clause = column <= stored_value(value)
            return clause
        case After(value=value, or_none=or_none):
            clause = column > stored_value(value)
            return or_(clause, column.is_(None)) if or_none else clause
        case Begins(text=text):
            return and_(column >= text, column < text + HIGHEST)  # a range, which an index serves
        case Has(word=word):
            return func.replace(column, as_json(word), "") != column  # quoted, so a whole one


def _order(table: Table, order: Sequence[str]) -> list[ColumnElement[Any]]:
    columns = [table.c[field] for field in order]
    # SQLite puts in order anew what it is told to put nulls last in, though an index has it in order.
    return [each.asc().nulls_last() if each.nullable else each.asc() for each in columns]


def _fetched(connection: Connection, wanted: Select[Any]) -> Iterator[Any]:
    with connection.execute(wanted.execution_options(yield_per=AT_A_TIME)) as result:
        yield from result
