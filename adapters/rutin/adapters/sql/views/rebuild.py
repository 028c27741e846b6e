"""Building a view anew: beside the one in use, which answers meanwhile; then in its place at once."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from random import Random
from typing import Any

from sqlalchemy import Connection, func, select

from rutin.adapters.sql.recorder import last_position
from rutin.adapters.sql.references import named
from rutin.adapters.sql.transaction import keeping, reading
from rutin.adapters.sql.views import tasks
from rutin.adapters.sql.views.generations import Generation, live, reached
from rutin.adapters.sql.views.keeper import Keeper
from rutin.adapters.sql.views.reading_on import changes_after, waiting_for
from rutin.application.view import AnyView
from rutin.domain.refusal import Damaged

AT_A_TIME = 500
"""How many rows are fetched at a time when two fillings are compared."""

LOOK_AGAIN_S = 0.2
"""How long to wait for what is to be tried again, before looking, in seconds."""

VERIFIED = 200
"""How many subjects are worked out once more before a new filling takes over."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuilding came to.

    Attributes:
        view: Its name.
        subjects: How many subjects it has rows about.
        rows: How many rows.
        changed: Subjects whose rows differ from those of the filling that was in use.
    """

    view: str
    subjects: int
    rows: int
    changed: tuple[str, ...]


def rebuild(keeper: Keeper, view: AnyView) -> Rebuilt:
    """Build a view anew beside the one in use, verify it, and let it take over.

    What was in use is kept until the view is built anew again; a program of the version before, which
    does not read the new one, takes it up again. One that was left half built goes on from where it
    was.

    Raises:
        Damaged: What was built is not what the log gives, or what could be worked out before no
            longer can. The view in use stays in use.
    """
    new = keeper.begin_anew(view)
    _let_show(keeper, new)
    _refuse_parked(keeper, new)
    _verify(keeper, new)
    _look_over(keeper, new)
    with reading(keeper.engine) as connection:
        old = live(connection, view)
        changed = _changed(connection, old, new) if old else ()
        subjects, rows = _counted(connection, new)
    # What is recorded meanwhile is little, so it ends however much goes on being recorded.
    while not keeper.take_into_use(new):
        _go_on(keeper, new)
        _refuse_parked(keeper, new)
    return Rebuilt(view.name, subjects, rows, changed)


def _let_show(keeper: Keeper, new: Generation) -> None:
    """Work out all that was recorded until now; what comes meanwhile is not waited for."""
    with reading(keeper.engine) as connection:
        last = last_position(connection) or 0
    while True:
        with reading(keeper.engine) as connection:
            if reached(connection, new) >= last and not tasks.is_behind(connection, new.name, last):
                return
        _go_on(keeper, new)


def _go_on(keeper: Keeper, new: Generation) -> None:
    """Take a step; where there is none to take, something is to be tried again, or others have it."""
    if not keeper.step(new):
        time.sleep(LOOK_AGAIN_S)


def _refuse_parked(keeper: Keeper, new: Generation) -> None:
    """Refuse a filling in which subjects are parked that the one in use has rows of."""
    with reading(keeper.engine) as connection:
        old = live(connection, new.view)
        before = {subject for subject, _ in tasks.parked(connection, old.name)} if old else set()
        parked = [each for each in tasks.parked(connection, new.name) if each[0] not in before]
    if old and parked:
        subjects = ", ".join(subject for subject, _ in parked)
        raise Damaged(
            f"Vyn {new.view.name} gick inte att bygga om: {subjects} gick inte att räkna ut "
            f"({parked[0][1]}). Den gamla används fortfarande. Kör rutin verify och bygg om igen."
        )


def _verify(keeper: Keeper, new: Generation) -> None:
    """Work a sample of subjects out once more, and compare."""
    book, _ = keeper.book()
    with reading(keeper.engine) as connection:
        parked = {subject for subject, _ in tasks.parked(connection, new.name)}
        every = [each for each in named(connection, new.view.kind) if each not in parked]
    sample = Random(new.number).sample(every, min(VERIFIED, len(every)))  # noqa: S311 - no secret
    for subject in sample:
        rows, _ = keeper.rows(new, subject, book)
        with reading(keeper.engine) as connection:
            if subject in _on_their_way(connection, new):
                continue  # more has come: it is worked out anew anyway
            if _rows(connection, new, subject) != _in_order(rows):
                raise Damaged(
                    f"Vyn {new.view.name} blev fel för {subject} när den byggdes om. Den gamla "
                    "används fortfarande. Kör rutin verify och bygg om igen."
                )


def _on_their_way(connection: Connection, filling: Generation) -> set[str]:
    """Give the subjects of which something that is recorded does not show yet."""
    waiting = tasks.who_wait(connection, filling.name)
    if filling.is_written_along:
        return waiting
    position = reached(connection, filling)
    while True:
        last, changes = changes_after(connection, position)
        if last == position:
            return waiting
        waiting.update(waiting_for(connection, filling.view, changes))
        position = last


def _look_over(keeper: Keeper, new: Generation) -> None:
    """Let the database see what is in the new tables, so that it knows which index to go by."""
    with keeping(keeper.engine) as connection:
        for table in new.tables:
            connection.exec_driver_sql(f"ANALYZE {table.name}")


def _counted(connection: Connection, new: Generation) -> tuple[int, int]:
    subjects = func.count(new.subject.distinct())
    counted = connection.execute(select(subjects, func.count()).select_from(new.table)).one()
    return counted[0], counted[1]


def _changed(connection: Connection, old: Generation, new: Generation) -> tuple[str, ...]:
    """Give the subjects whose rows differ, and not because one has come further than the other."""
    before, after = dict(_by_subject(connection, old)), dict(_by_subject(connection, new))
    differ = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return tuple(sorted(differ - _on_their_way(connection, old) - _on_their_way(connection, new)))


def _by_subject(connection: Connection, generation: Generation) -> Iterator[tuple[str, int]]:
    """Give a digest of each subject's rows, which is small whatever the rows are."""
    wanted = select(generation.table).order_by(generation.subject)
    rows = connection.execute(wanted, execution_options={"yield_per": AT_A_TIME})
    for subject, those in groupby(rows, key=itemgetter(0)):
        yield subject, hash(frozenset(map(tuple, those)))


def _rows(connection: Connection, generation: Generation, subject: str) -> list[Any]:
    wanted = select(generation.table).where(generation.subject == subject)
    return _in_order(dict(row) for row in connection.execute(wanted).mappings())


def _in_order(rows: Any) -> list[Any]:
    return sorted(rows, key=repr)
