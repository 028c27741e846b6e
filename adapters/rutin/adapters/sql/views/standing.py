"""How the views stand: how far behind the log each is, and what is parked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, select

from rutin.adapters.sql.recorder import last_position
from rutin.adapters.sql.tables import events
from rutin.adapters.sql.transaction import reading
from rutin.adapters.sql.views import tasks
from rutin.adapters.sql.views.generations import building, live, reached
from rutin.application.view import AnyView


@dataclass(frozen=True, slots=True)
class Parked:
    """A subject that could not be worked out.

    Attributes:
        subject: Its reference, as "K-1".
        fault: The kind of error and where it was raised; nothing of what is recorded.
    """

    subject: str
    fault: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a view stands.

    Attributes:
        view: Its name.
        state: "live" when it is in use, "building" while it is filled for the first time; empty before.
        position: How far it has read on in the log; 0 before it has begun.
        behind: How many facts there are after that.
        waiting: How many subjects wait to be worked out.
        lag: Seconds since the oldest fact that does not show in it yet was recorded; 0 for none.
        parked: The subjects that could not be worked out.
    """

    view: str
    state: str
    position: int
    behind: int
    waiting: int
    lag: float
    parked: tuple[Parked, ...]


def standing(engine: Engine, views: Sequence[AnyView], now: datetime) -> tuple[Standing, ...]:
    """Tell how views stand at a moment."""
    with reading(engine) as connection:
        return tuple(_standing(connection, view, now) for view in views)


def _standing(connection: Connection, view: AnyView, now: datetime) -> Standing:
    generation = live(connection, view) or building(connection, view)
    name = generation.name if generation else ""
    if generation and generation.is_written_along:
        position = last_position(connection) or 0
    else:
        position = reached(connection, generation) if generation else 0
    wanted = select(func.count(), func.min(events.c.recorded_at)).where(
        events.c.position > position
    )
    behind, unread_since = connection.execute(wanted).one()
    count, waiting_since = tasks.waiting(connection, name)
    oldest = min((since for since in (unread_since, waiting_since) if since), default=None)
    lag = (now.astimezone(UTC) - datetime.fromisoformat(oldest)).total_seconds() if oldest else 0.0
    return Standing(
        view.name,
        generation.state if generation else "",
        position,
        behind,
        count,
        max(lag, 0.0),
        tuple(Parked(*each) for each in tasks.parked(connection, name)),
    )
