"""The library's persistence module over our recorders, with a view that counts: for its test cases.

The library finds it by its name, as `PERSISTENCE_MODULE`, and the database as `DATABASE_URL`.
"""

from time import sleep
from typing import Any

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    ProcessRecorder,
    Tracking,
)
from eventsourcing.tests.projection import EventCountersView
from sqlalchemy import Column, Engine, Integer, MetaData, Table, insert, select, update
from sqlalchemy.pool import QueuePool

from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.migrate import migrate
from rutin.adapters.sql.recorder import (
    SqlApplicationRecorder,
    SqlTrackingRecorder,
)
from rutin.adapters.sql.transaction import reading, writing

KEY = bytes(32)

OPENED: list[Engine] = []
"""What is to be let go of after a test: the library never closes the factory of a view."""

counters = Table(
    "counters",
    MetaData(),
    Column("created", Integer, nullable=False),
    Column("subsequent", Integer, nullable=False),
)


class CountingView(SqlTrackingRecorder, EventCountersView):
    """Counts events in a table, in the transaction that moves its position."""

    def __init__(self, engine: Engine, projection: str = "counting") -> None:
        super().__init__(engine, projection)
        with writing(engine) as connection:
            counters.create(connection, checkfirst=True)
            if connection.execute(select(counters)).first() is None:
                connection.execute(insert(counters).values(created=0, subsequent=0))

    def get_created_event_counter(self) -> int:
        return self._count("created")

    def get_subsequent_event_counter(self) -> int:
        return self._count("subsequent")

    def incr_created_event_counter(self, tracking: Tracking) -> None:
        self._count_one("created", tracking)

    def incr_subsequent_event_counter(self, tracking: Tracking) -> None:
        self._count_one("subsequent", tracking)

    def _count(self, what: str) -> int:
        with reading(self._engine) as connection:
            return int(connection.scalars(select(counters.c[what])).one())

    def _count_one(self, what: str, tracking: Tracking) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(counters).values({what: counters.c[what] + 1}))
            self.insert_tracking_in(connection, tracking)


class CountingFactory(InfrastructureFactory[CountingView]):
    """Makes our recorders for the library's application and projection."""

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self._engine = open_engine(env.get("DATABASE_URL"))
        OPENED.append(self._engine)
        migrate(self._engine)

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        raise NotImplementedError(purpose)  # snapshots alone want it, and none are taken

    def application_recorder(self) -> ApplicationRecorder:
        return SqlApplicationRecorder(self._engine, KEY)

    def tracking_recorder(self, tracking_recorder_class: Any = None) -> Any:
        return (tracking_recorder_class or CountingView)(self._engine)

    def process_recorder(self) -> ProcessRecorder:
        raise NotImplementedError  # a process application alone wants it


def let_go() -> None:
    """Let go of the databases, when those who read them are done."""
    while OPENED:
        dispose_when_idle(OPENED.pop())


def dispose_when_idle(engine: Engine) -> None:
    """Let go of a database; the library does not wait for its readers to end."""
    assert isinstance(engine.pool, QueuePool)
    while engine.pool.checkedout():
        sleep(0.01)
    engine.dispose()
