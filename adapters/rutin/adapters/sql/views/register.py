"""The resource register, by SQL."""

from sqlalchemy import Engine, select

from rutin.adapters.sql.transaction import reading
from rutin.adapters.sql.views.generations import in_use
from rutin.adapters.sql.views.rows import as_told
from rutin.domain.intervention import Intervention
from rutin.projections.register import REGISTER, Entry


def register(
    engine: Engine, *, intervention: Intervention | None = None, ended: bool = False
) -> tuple[Entry, ...]:
    """Give the persons in the register, by number.

    Args:
        engine: The database.
        intervention: Those who can take this one alone.
        ended: Also those who have left.

    Raises:
        Unavailable: With code "view_not_built": there is nothing to look in yet.
    """
    with reading(engine) as connection:
        table = in_use(connection, REGISTER).table
        wanted = select(table).order_by(table.c.assignee)
        if not ended:
            wanted = wanted.where(table.c.ended_on.is_(None))
        entries = [as_told(Entry, row) for row in connection.execute(wanted).mappings()]
    return tuple(
        entry for entry in entries if intervention is None or intervention in entry.interventions
    )
