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
from rutin.adapters.sql.tables import view_tasks
from rutin.adapters.sql.transaction import keeping, reading
from rutin.adapters.sql.views import tasks
from rutin.adapters.sql.views.generations import Generation, live, reached
from rutin.adapters.sql.views.keeper import Keeper
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
    while True:
        if keeper.step(new):
            continue
        with reading(keeper.engine) as connection:
            waiting, _ = tasks.waiting(connection, new.name)
        if waiting:
            time.sleep(LOOK_AGAIN_S)  # to be tried again in a while, or another keeper has it
            continue
        _refuse_parked(keeper, new)
        _verify(keeper, new)
        _look_over(keeper, new)
        with reading(keeper.engine) as connection:
            old = live(connection, view)
            changed = _changed(connection, old, new) if old else ()
            subjects, rows = _counted(connection, new)
        if keeper.take_into_use(new):
            return Rebuilt(view.name, subjects, rows, changed)


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
        every = named(connection, new.view.kind)
    sample = Random(new.number).sample(every, min(VERIFIED, len(every)))  # noqa: S311 - no secret
    for subject in sample:
        with reading(keeper.engine) as connection:
            if _waits(connection, new, subject):
                continue  # it is parked, or more has come
        rows, head = keeper.rows(new, subject, book)
        with reading(keeper.engine) as connection:
            is_read_on = reached(connection, new) == head == (last_position(connection) or 0)
            if not is_read_on or _waits(connection, new, subject):
                continue  # more is being recorded; it is worked out anew anyway
            if _rows(connection, new, subject) != _in_order(rows):
                raise Damaged(
                    f"Vyn {new.view.name} blev fel för {subject} när den byggdes om. Den gamla "
                    "används fortfarande. Kör rutin verify och bygg om igen."
                )


def _look_over(keeper: Keeper, new: Generation) -> None:
    """Let the database see what is in the new tables, so that it knows which index to go by."""
    with keeping(keeper.engine) as connection:
        for table in new.tables:
            connection.exec_driver_sql(f"ANALYZE {table.name}")


def _waits(connection: Connection, new: Generation, subject: str) -> bool:
    wanted = select(func.count()).where(
        view_tasks.c.generation == new.name, view_tasks.c.subject == subject
    )
    return bool(connection.scalar(wanted))


def _counted(connection: Connection, new: Generation) -> tuple[int, int]:
    subjects = func.count(new.subject.distinct())
    counted = connection.execute(select(subjects, func.count()).select_from(new.table)).one()
    return counted[0], counted[1]


def _changed(connection: Connection, old: Generation, new: Generation) -> tuple[str, ...]:
    """Give the subjects whose rows differ; both fillings are read along, a subject at a time."""
    before, after = dict(_by_subject(connection, old)), dict(_by_subject(connection, new))
    return tuple(sorted(name for name in {*before, *after} if before.get(name) != after.get(name)))


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
