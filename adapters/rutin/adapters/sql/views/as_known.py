"""What was known at an earlier moment: asked for once, worked out by a keeper, and kept for a while."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, select

from rutin.adapters.enveloped import utc_text
from rutin.adapters.sql.tables import events
from rutin.adapters.sql.transaction import keeping
from rutin.adapters.sql.views import tasks
from rutin.adapters.sql.views.generations import (
    Generation,
    as_known,
    begin,
    do_away_with,
    every_as_known,
    one_at_a_time,
    reached,
)
from rutin.adapters.sql.views.reading_on import everyone_anew, note
from rutin.application.view import AnyView
from rutin.domain.refusal import Unavailable

KEPT = 4
"""How many earlier moments are kept for each view, and how many are worked out at once."""


def ask_as_known(engine: Engine, view: AnyView, known_at: datetime, today: date) -> int:
    """Ask a keeper to work out what was known at a moment; give how many subjects there are.

    The moments that were asked for longest ago are let go.

    Raises:
        Unavailable: With code "being_worked_out": as many moments as may be are worked out already.
    """
    with keeping(engine) as connection:
        one_at_a_time(connection)
        found = as_known(connection, view, known_at)
        if found is not None and not is_overtaken(connection, found):
            return tasks.waiting(connection, found.name)[0]
        if found is not None:
            do_away_with(connection, found)
        if len(every_as_known(connection, view, "asked")) >= KEPT:
            raise Unavailable(
                "Flera andra tidpunkter räknas ut nu. Fråga igen om en stund.",
                code="being_worked_out",
            )
        for old in every_as_known(connection, view, "answered")[KEPT - 1 :]:
            do_away_with(connection, old)
        generation = begin(connection, view, "asked", today, known_at)
        head, waiting = everyone_anew(connection, view, known_at)
        note(connection, generation, head, waiting)
        return len(waiting)


def is_overtaken(connection: Connection, filling: Generation) -> bool:
    """Say whether more has become known as of its moment: an importer tells when a fact was recorded."""
    if filling.known_at is None:
        return False
    wanted = select(events.c.position).where(
        events.c.position > reached(connection, filling),
        events.c.recorded_at <= utc_text(filling.known_at),
    )
    return connection.execute(wanted.limit(1)).first() is not None
