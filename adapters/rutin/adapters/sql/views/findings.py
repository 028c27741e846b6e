"""Findings of a day, by SQL alone: how many stand how, and which they are."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, or_, select

from rutin.adapters.sql.transaction import reading
from rutin.adapters.sql.views.generations import Generation, in_use
from rutin.adapters.sql.views.rows import as_told
from rutin.domain.assessment.finding import Status
from rutin.domain.refusal import Malformed, Problem
from rutin.domain.routines import PROVISIONS
from rutin.projections.compliance import Asked, Count
from rutin.projections.findings import FINDINGS, FindingDays


def counts(engine: Engine, asked: Asked) -> tuple[Count, ...]:
    """Count the findings that are asked for, by provision and status, in catalogue order.

    Raises:
        Unavailable: With code "view_not_built": there is nothing to look in yet.
        Malformed: The day is later than the view tells of.
    """
    with reading(engine) as connection:
        generation = _in_use(connection, asked)
        found = generation.table.c
        wanted = (
            select(found.provision, found.status, func.count())
            .where(_is_asked(generation, asked))
            .group_by(found.provision, found.status)
        )
        counted = [Count(*row) for row in connection.execute(wanted)]
    return tuple(sorted(counted, key=_in_catalogue_order))


def listed(engine: Engine, asked: Asked) -> Iterator[FindingDays]:
    """List the findings that are asked for: the list behind a count.

    Raises:
        Unavailable: With code "view_not_built": there is nothing to look in yet.
        Malformed: The day is later than the view tells of.
    """
    with reading(engine) as connection:
        generation = _in_use(connection, asked)
        found = generation.table.c
        wanted = (
            select(generation.table)
            .where(_is_asked(generation, asked))
            .order_by(found.case, found.provision, found.subject, found.instance)
        )
        for row in connection.execute(wanted).mappings():
            yield as_told(FindingDays, row)


def _in_catalogue_order(count: Count) -> tuple[int, str, str]:
    """Put the shipped provisions first; a municipality's own come after them."""
    return _PLACES.get(count.provision, len(_PLACES)), count.provision, count.status


_PLACES = {each.id: place for place, each in enumerate(PROVISIONS)}


def _in_use(connection: Connection, asked: Asked) -> Generation:
    generation = in_use(connection, FINDINGS)
    if asked.as_of > generation.horizon:
        raise Malformed(
            Problem(
                "day_out_of_bounds",
                f"Fråga om en dag till och med {generation.horizon}.",
                field="as_of",
            )
        )
    return generation


def _is_asked(generation: Generation, asked: Asked) -> ColumnElement[bool]:
    found, day = generation.table.c, asked.as_of.isoformat()
    exactly = {
        found.case: asked.case,
        found.unit: asked.unit,
        found.intervention: asked.intervention,
    }
    among = {found.provision: asked.provisions, found.status: asked.statuses}
    conditions = [
        found.first <= day,
        or_(found.until.is_(None), found.until > day),
        *(column == value for column, value in exactly.items() if value is not None),
        *(column.in_(sorted(values)) for column, values in among.items() if values is not None),
    ]
    if asked.due_by is not None:
        overdue = found.status == Status.OVERDUE.value
        conditions.append(or_(overdue, found.due <= asked.due_by.isoformat()))
    return and_(*conditions)
