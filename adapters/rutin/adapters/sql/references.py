"""What facts are about, by their references: found in the index, without reading the facts."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, bindparam, select

from rutin.adapters.sql.tables import event_references

# Built once: to build a statement anew takes longer than to run it.

_reference = event_references.c.reference
_beside = event_references.alias()
_OF_KIND = and_(_reference >= bindparam("begins"), _reference < bindparam("ends"))

_NAMED = select(_reference).where(_OF_KIND).distinct().order_by(_reference)
_NAMED_BESIDE = (
    select(_reference)
    .join(_beside, _beside.c.position == event_references.c.position)
    .where(_beside.c.reference == bindparam("other"), _OF_KIND)
    .distinct()
    .order_by(_reference)
)


def named(connection: Connection, kind: str) -> tuple[str, ...]:
    """Give every reference of a kind that facts are recorded about, in order: "K-1", "K-2"."""
    return _without_kind(connection.scalars(_NAMED, _kind(kind)).all())


def named_beside(connection: Connection, kind: str, other: str) -> tuple[str, ...]:
    """Give the references of a kind that any fact carries together with another, in order."""
    wanted = {**_kind(kind), "other": other}
    return _without_kind(connection.scalars(_NAMED_BESIDE, wanted).all())


def _kind(kind: str) -> dict[str, str]:
    """Bound the references of a kind: all that begin with it and a slash."""
    return {"begins": f"{kind}/", "ends": f"{kind}0"}  # the character after "/"


def _without_kind(references: Sequence[str]) -> tuple[str, ...]:
    return tuple(reference.partition("/")[2] for reference in references)
