"""Views that never lag: their rows are written in the transaction that records a fact.

Most facts change no row of them, so it is looked whether any has changed before they are written.

Whatever goes wrong in a fold, the fact is recorded: a subject whose rows cannot be worked out waits
for the keeper, as any other that went wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    Connection,
    Delete,
    Engine,
    Select,
    String,
    bindparam,
    cast,
    delete,
    exists,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from rutin.adapters.enveloped import utc_text
from rutin.adapters.sql import vault
from rutin.adapters.sql.about import read_about
from rutin.adapters.sql.among import among
from rutin.adapters.sql.recorder import last_position
from rutin.adapters.sql.references import named_beside
from rutin.adapters.sql.tables import view_generations, view_tasks
from rutin.adapters.sql.transaction import reading, writing
from rutin.adapters.sql.views import tasks
from rutin.adapters.sql.views.generations import Generation, begin, live, shape_of
from rutin.adapters.sql.views.inserting import insert_rows
from rutin.adapters.sql.views.rows import as_stored
from rutin.application.journal import Reliance
from rutin.application.view import SHIPPED_ALONE, AnyView, Kind, Told
from rutin.domain.history import History
from rutin.domain.person import Person
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Unavailable
from rutin.projections.touched import touched

_IN_USE = select(
    view_generations.c.view,
    view_generations.c.number,
    view_generations.c.horizon,
    view_generations.c.shape,
    exists().where(
        view_tasks.c.generation
        == view_generations.c.view + "_v" + cast(view_generations.c.number, String)
    ),
).where(
    view_generations.c.state == "live",
    among(view_generations.c.view, "views"),
)


def begin_inline(engine: Engine, views: Sequence[AnyView]) -> None:
    """Put views into use where nothing is recorded yet; elsewhere the keeper builds them first."""
    with reading(engine) as connection:
        if all(live(connection, view) for view in views):
            return
    try:
        _begin_inline(engine, views)
    except Unavailable as trouble:
        if trouble.code != "read_only":
            raise  # else: nothing is recorded in it here, and whoever may write puts them into use


def _begin_inline(engine: Engine, views: Sequence[AnyView]) -> None:
    with writing(engine) as connection:
        if last_position(connection):
            return
        for view in views:
            if live(connection, view) is None:
                begin(connection, view, "live", datetime.now(UTC).date())


def write_inline(
    connection: Connection,
    views: Sequence[AnyView],
    told: Sequence[Recorded],
    relying_on: Reliance | None,
) -> None:
    """Write the rows of all subjects that some facts touch.

    Args:
        connection: In the transaction that has recorded the facts.
        views: Which views, as far as they are in use.
        told: The facts.
        relying_on: What is known already of what they are about.
    """
    if not views:
        return
    by_name = {view.name: view for view in views}
    by_kind: dict[Kind, list[tuple[Generation, bool]]] = defaultdict(list)
    in_use = connection.execute(_IN_USE, {"views": [*by_name]}).all()
    for name, number, horizon, shape, any_waits in in_use:
        if shape != shape_of(by_name[name]):
            continue  # of another program; the keeper fills one of ours
        generation = Generation(by_name[name], number, date.fromisoformat(horizon), "live")
        by_kind[generation.view.kind].append((generation, any_waits))
    # What views of a kind have in common is read, and folded, once.
    known = _Known(
        cache(partial(_history, connection, told, relying_on)),
        cache(partial(vault.by_reference, connection)),
    )
    for generations in by_kind.values():
        for subject in _subjects(connection, generations[0][0].view, told):
            for generation, any_waits in generations:
                _write(connection, generation, subject, told, known, any_waits=any_waits)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known: all that is recorded about a reference, and who a person is."""

    about: Callable[[str], History]
    person: Callable[[str], Person | None]


def _subjects(connection: Connection, view: AnyView, told: Iterable[Recorded]) -> list[str]:
    """Give the subjects that facts touch: the same for all views of a kind, since none judges."""
    found = touched({each for recorded in told for each in recorded.references}, view)
    beside = named_beside(connection, "case", found.cases_beside)
    return sorted(found.names.union(*beside.values()))


def _write(
    connection: Connection,
    generation: Generation,
    subject: str,
    told: Sequence[Recorded],
    known: _Known,
    *,
    any_waits: bool,
) -> None:
    try:
        rows = [as_stored(row) for row in _rows(generation, subject, known)]
    except SQLAlchemyError:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, the fact is recorded; the keeper tries again
        last = told[-1]
        wanted = tasks.Wanted(told[0].position, last.position, utc_text(last.recorded_at))
        tasks.add(connection, generation.name, {subject: wanted})
        return
    if any_waits:
        tasks.drop(connection, generation.name, subject)
    stored = connection.execute(_selection(generation), {"of": subject}).all()
    if Counter(map(tuple, stored)) == Counter(tuple(row.values()) for row in rows):
        return
    connection.execute(_deletion(generation), {"of": subject})
    insert_rows(connection, generation.table, rows)


def _rows(generation: Generation, subject: str, known: _Known) -> Iterable[Any]:
    history = known.about(f"{generation.view.kind}/{subject}")
    return generation.view.rows(
        Told(subject, history, SHIPPED_ALONE, generation.horizon, known.person)
    )


def _history(
    connection: Connection,
    told: Sequence[Recorded],
    relying_on: Reliance | None,
    reference: str,
) -> History:
    if relying_on is not None and reference in relying_on.references:
        known: tuple[Recorded, ...] = (*relying_on.recorded, *told)
    else:
        known = read_about(connection, {reference}).recorded
    return History(tuple(recorded for recorded in known if reference in recorded.references))


@cache
def _selection(generation: Generation) -> Select[Any]:
    return select(generation.table).where(generation.subject == bindparam("of"))


@cache
def _deletion(generation: Generation) -> Delete:
    return delete(generation.table).where(generation.subject == bindparam("of"))
