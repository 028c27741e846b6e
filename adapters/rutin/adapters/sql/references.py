"""What facts are about, by their references: found in the index, without reading the facts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, and_, bindparam, func, select

from rutin.adapters.sql.among import among
from rutin.adapters.sql.tables import event_references, events

# Built once: to build a statement anew takes longer than to run it.

_reference = event_references.c.reference
_beside = event_references.alias()
_OF_KIND = and_(_reference >= bindparam("begins"), _reference < bindparam("ends"))

_NAMED = select(_reference).where(_OF_KIND).distinct().order_by(_reference)
_first = (
    select(_reference, func.min(event_references.c.position).label("position"))
    .where(_OF_KIND)
    .group_by(_reference)
    .subquery()
)
_FIRST_NAMED = (
    select(_first.c.reference, events.c.position, events.c.recorded_at)
    .join(events, events.c.position == _first.c.position)
    .order_by(_first.c.reference)
)
_NAMED_BESIDE = (
    select(_beside.c.reference, _reference)
    .join(_beside, _beside.c.position == event_references.c.position)
    .where(among(_beside.c.reference, "others"), _OF_KIND)
    .distinct()
    .order_by(_beside.c.reference, _reference)
)


def named(connection: Connection, kind: str) -> tuple[str, ...]:
    """Give every reference of a kind that facts are recorded about, in order: "K-1", "K-2"."""
    return _without_kind(connection.scalars(_NAMED, _kind(kind)).all())


def first_named(connection: Connection, kind: str) -> Mapping[str, tuple[int, str]]:
    """Give the same, each with its first fact: the position, and when it was recorded."""
    firsts = connection.execute(_FIRST_NAMED, _kind(kind)).all()
    names = _without_kind([reference for reference, _, _ in firsts])
    return {name: (first[1], first[2]) for name, first in zip(names, firsts, strict=True)}


def named_beside(
    connection: Connection, kind: str, others: Collection[str]
) -> Mapping[str, tuple[str, ...]]:
    """Give, by each of some references, those of a kind that any fact carries together with it."""
    if not others:
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    for other, reference in connection.execute(_NAMED_BESIDE, {**_kind(kind), "others": others}):
        found[other].append(reference)
    return {other: _without_kind(found[other]) for other in others}


def _kind(kind: str) -> dict[str, str]:
    """Bound the references of a kind: all that begin with it and a slash."""
    return {"begins": f"{kind}/", "ends": f"{kind}0"}  # the character after "/"


def _without_kind(references: Sequence[str]) -> tuple[str, ...]:
    return tuple(reference.partition("/")[2] for reference in references)
