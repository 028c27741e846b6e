"""What facts are about, by their references: found in the index, without reading the facts."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, select

from rutin.adapters.sql.tables import event_references


def named(connection: Connection, kind: str) -> tuple[str, ...]:
    """Give every reference of a kind that facts are recorded about, in order: "K-1", "K-2"."""
    reference = event_references.c.reference
    wanted = select(reference).where(_of_kind(reference, kind)).distinct().order_by(reference)
    return _without_kind(connection.scalars(wanted).all())


def named_beside(connection: Connection, kind: str, other: str) -> tuple[str, ...]:
    """Give the references of a kind that any fact carries together with another, in order."""
    reference = event_references.c.reference
    beside = event_references.alias()
    wanted = (
        select(reference)
        .join(beside, beside.c.position == event_references.c.position)
        .where(beside.c.reference == other, _of_kind(reference, kind))
        .distinct()
        .order_by(reference)
    )
    return _without_kind(connection.scalars(wanted).all())


def _of_kind(reference: ColumnElement[str], kind: str) -> ColumnElement[bool]:
    begins, ends = f"{kind}/", f"{kind}0"  # the character after "/"
    return and_(reference >= begins, reference < ends)


def _without_kind(references: Sequence[str]) -> tuple[str, ...]:
    return tuple(reference.partition("/")[2] for reference in references)
