"""Generations: each view has a table in use, and maybe another that is being filled beside it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    bindparam,
    delete,
    select,
    update,
)

from rutin.adapters.enveloped import utc_text
from rutin.adapters.sql.tables import Text, tracking, view_generations, view_tasks
from rutin.adapters.sql.upsert import upsert
from rutin.adapters.sql.views.rows import column, columns, kinds
from rutin.application.view import AnyView, horizon_on
from rutin.domain.refusal import Unavailable

# Built once: to build a statement anew takes longer than to run it.

_IN_STATE = (
    select(view_generations.c.number, view_generations.c.horizon, view_generations.c.known_at)
    .where(
        view_generations.c.view == bindparam("view"),
        view_generations.c.shape == bindparam("shape"),
        view_generations.c.state == bindparam("state"),
    )
    .order_by(view_generations.c.number.desc())
)
_REACHED = select(tracking.c.position).where(tracking.c.projection == bindparam("name"))


@dataclass(frozen=True, slots=True)
class Generation:
    """One filling of a view.

    Attributes:
        view: What it is a filling of.
        number: From 1.
        horizon: The last day that its rows tell of.
        state: "live", "building", or "kept" for going back to; "asked" while an earlier moment's is
            worked out, and "answered" when it is.
        known_at: The moment at which all that it rests on had been recorded; None for now.
    """

    view: AnyView
    number: int
    horizon: date
    state: str
    known_at: datetime | None = None

    @property
    def is_written_along(self) -> bool:
        """Its rows are written in the transaction that records a fact."""
        return self.view.inline and self.state == "live"

    @property
    def name(self) -> str:
        """Its name, as "findings_v1": that of its table, and of its place in the log."""
        return f"{self.view.name}_v{self.number}"

    @property
    def table(self) -> Table:
        """Its table."""
        return _table(self.view, self.name)

    @property
    def tally(self) -> Table:
        """The table beside it, where its rows are counted; only of a view with a tally."""
        return _tally(self.view, self.name)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All its tables."""
        return (self.table, self.tally) if self.view.tally else (self.table,)

    @property
    def subject(self) -> Column[str]:
        """The column that says which subject a row is about."""
        return self.table.columns[self.view.subject]


@cache
def _table(view: AnyView, name: str) -> Table:
    table = Table(name, MetaData(), *columns(view.row))
    for place, together in enumerate(((view.subject,), *view.indexes)):
        Index(f"ix_{name}_{place}", *(table.c[field] for field in together))
    return table


@cache
def _tally(view: AnyView, name: str) -> Table:
    if view.tally is None:
        raise TypeError(f"{view.name} has no tally.")
    return Table(
        f"{name}_tally",
        MetaData(),
        Column("node", Integer, primary_key=True, autoincrement=False),
        Column("counted", Text, primary_key=True),
        *(column(field, kinds(view.row)[field], key=True) for field in view.tally.by),
        Column("count", Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def shape_of(view: AnyView) -> str:
    """Give what the rows of a view look like, and by which version of its fold, as a short text.

    A filling of another shape is not read: it is of an earlier program, or a later one.
    """
    told = ",".join(f"{name}:{kind}" for name, kind in kinds(view.row).items())
    told += f"|{view.tally}" if view.tally else ""
    return f"{view.version}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def live(connection: Connection, view: AnyView) -> Generation | None:
    """Give the filling in use; None before there is one."""
    return _in_state(connection, view, "live")


def in_use(connection: Connection, view: AnyView) -> Generation:
    """Give the filling in use.

    Raises:
        Unavailable: With code "view_not_built": there is none yet.
    """
    generation = live(connection, view)
    if generation is None:
        raise Unavailable(
            f"Listan {view.name} byggs, och är inte klar än. Fråga igen om en stund. "
            "rutin status visar hur långt den har kommit.",
            code="view_not_built",
        )
    return generation


def building(connection: Connection, view: AnyView) -> Generation | None:
    """Give the filling under way beside the one in use; None when there is none."""
    return _in_state(connection, view, "building")


def kept(connection: Connection, view: AnyView) -> Generation | None:
    """Give the newest filling that was in use before; None when there is none of this shape."""
    return _in_state(connection, view, "kept")


def reached(connection: Connection, generation: Generation) -> int:
    """Give how far a filling has read on in the log; 0 before it has begun."""
    return connection.scalar(_REACHED, {"name": generation.name}) or 0


def _in_state(connection: Connection, view: AnyView, state: str) -> Generation | None:
    found = connection.execute(_IN_STATE, _asked(view, state)).first()
    if found is None:
        return None
    number, horizon, _ = found
    return Generation(view, number, date.fromisoformat(horizon), state)


def _asked(view: AnyView, state: str) -> dict[str, str]:
    return {"view": view.name, "shape": shape_of(view), "state": state}


def as_known(connection: Connection, view: AnyView, known_at: datetime) -> Generation | None:
    """Give the filling that tells what was known at a moment; None when there is none."""
    stored = view_generations.c
    wanted = select(stored.number, stored.horizon, stored.state).where(
        stored.view == view.name,
        stored.shape == shape_of(view),
        stored.known_at == utc_text(known_at),
    )
    found = connection.execute(wanted).first()
    if found is None:
        return None
    number, horizon, state = found
    return Generation(view, number, date.fromisoformat(horizon), state, known_at)


def every_as_known(connection: Connection, view: AnyView, state: str) -> tuple[Generation, ...]:
    """Give the fillings of earlier moments in a state, the newest first."""
    return tuple(
        Generation(view, number, date.fromisoformat(horizon), state, datetime.fromisoformat(moment))
        for number, horizon, moment in connection.execute(_IN_STATE, _asked(view, state))
    )


def one_at_a_time(connection: Connection) -> None:
    """Let one transaction at a time make fillings; SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT pg_advisory_xact_lock(hashtext('rutin.views'), hashtext(current_schema()))"
        )


def begin(
    connection: Connection,
    view: AnyView,
    state: str,
    today: date,
    known_at: datetime | None = None,
) -> Generation:
    """Make the tables of a new filling, empty."""
    wanted = select(view_generations.c.number).where(view_generations.c.view == view.name)
    number = max(connection.scalars(wanted), default=0) + 1
    generation = Generation(view, number, horizon_on(today), state, known_at)
    for table in generation.tables:
        table.create(connection)
    return keep(connection, generation, state)


def keep(connection: Connection, generation: Generation, state: str) -> Generation:
    """Write down what a filling is now."""
    row = {
        "view": generation.view.name,
        "number": generation.number,
        "state": state,
        "horizon": generation.horizon.isoformat(),
        "known_at": utc_text(generation.known_at) if generation.known_at else "",
        "shape": shape_of(generation.view),
    }
    upsert(connection, view_generations, row)
    return replace(generation, state=state)


def change(connection: Connection, generation: Generation, state: str) -> bool:
    """Let a filling come into another state, if it still is in the one it was found in."""
    stored = view_generations.c
    changed = connection.execute(
        update(view_generations)
        .where(
            stored.view == generation.view.name,
            stored.number == generation.number,
            stored.state == generation.state,
        )
        .values(state=state)
    )
    return changed.rowcount > 0


def put_others_away(connection: Connection, new: Generation) -> None:
    """Keep the filling that was in use before another, and do away with those before it.

    A program of the version before takes up again what was kept, and keeps it up from where it was.
    """
    stored = view_generations.c
    others = select(stored.number, stored.state).where(
        stored.view == new.view.name, stored.number != new.number, stored.known_at == ""
    )
    states = {row.number: row.state for row in connection.execute(others)}
    last = max((number for number, state in states.items() if state == "live"), default=None)
    for number, state in states.items():
        other = replace(new, number=number, state=state)
        if number == last:
            change(connection, other, "kept")
        elif state == "building" or (state == "kept" and last is not None):
            do_away_with(connection, other)


def do_away_with(connection: Connection, generation: Generation) -> None:
    """Drop a filling, and all that is kept about it."""
    for table in generation.tables:
        table.drop(connection, checkfirst=True)  # one of another shape may have had no tally
    connection.execute(delete(tracking).where(tracking.c.projection == generation.name))
    connection.execute(delete(view_tasks).where(view_tasks.c.generation == generation.name))
    connection.execute(
        delete(view_generations).where(
            view_generations.c.view == generation.view.name,
            view_generations.c.number == generation.number,
        )
    )
