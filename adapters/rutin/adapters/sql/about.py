"""Reading facts by what they are about, in a transaction that the caller holds."""

from collections import defaultdict
from collections.abc import Callable, Collection
from inspect import signature
from itertools import starmap
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from rutin.adapters.enveloped import recorded
from rutin.adapters.sql.among import among
from rutin.adapters.sql.recorder import last_position
from rutin.adapters.sql.tables import event_references, events
from rutin.application.journal import LeadingOn, Reading, nowhere
from rutin.domain.recorded import Recorded

STORED = [events.c[name] for name in signature(recorded).parameters]
"""What `recorded` reads, in its order."""


def stored_facts(*beside: ColumnElement[Any]) -> Select[Any]:
    """Select facts for `recorded`, each with some columns before it."""
    return select(*beside, *STORED).execution_options(as_stored=True)


# Built once: to build a statement anew takes longer than to run it.

_ABOUT = stored_facts().where(
    events.c.position.in_(
        select(event_references.c.position).where(among(event_references.c.reference, "references"))
    )
)
_ABOUT_EACH = (
    stored_facts(event_references.c.reference)
    .join(event_references, event_references.c.position == events.c.position)
    .where(among(event_references.c.reference, "references"))
)


def read_about(
    connection: Connection, references: Collection[str], leading_on: LeadingOn = nowhere
) -> Reading:
    """Read every fact that carries any of the references, or those they lead on to."""
    found: dict[int, Recorded] = {}
    read: frozenset[str] = frozenset()
    more = frozenset(references)
    head = last_position(connection) or 0
    while more:
        rows = connection.execute(_ABOUT, {"references": more}).all()
        found.update((row[0], recorded(*row)) for row in rows if row[0] not in found)
        read |= more
        more = leading_on(found.values(), read)
    return Reading(head, tuple(found[position] for position in sorted(found)), read)


def read_about_each(
    connection: Connection, references: Collection[str]
) -> Callable[[str], Reading]:
    """Read every fact that carries any of the references, at once.

    Returns:
        What gives the reading of one of them; facts that cannot be read (`Damaged`) are none of the
        others' business.
    """
    head = last_position(connection) or 0
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in connection.execute(_ABOUT_EACH, {"references": references}).all():
        rows[row[0]].append(row[1:])

    def about(reference: str) -> Reading:
        told = starmap(recorded, sorted(rows[reference]))
        return Reading(head, tuple(told), frozenset({reference}))

    return about
