"""Reading the log: to typed facts, beside reading the same rows through SQLAlchemy alone."""

from sqlalchemy import select

from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.making import fill
from rutin.adapters.bench.measuring import by_turns
from rutin.adapters.bench.row import Row, speed
from rutin.adapters.sql.about import STORED
from rutin.adapters.sql.tables import events
from rutin.adapters.sql.transaction import reading

EVENTS = 2_000
PAGE = 500
GOAL = 0.4


def log_to_facts(databases: Databases, runs: int) -> Row:
    """Measure events a second, a page at a time from the first to the last."""
    journal = databases.journal()
    fill([journal], EVENTS)

    def to_facts() -> int:
        position = 0
        while page := journal.since(position, PAGE):
            position = page[-1].position
        return position

    def to_rows() -> int:
        position = 0
        while True:
            wanted = select(*STORED).where(events.c.position > position)
            with reading(journal.engine) as connection:
                page = connection.execute(wanted.order_by(events.c.position).limit(PAGE)).all()
            if not page:
                return position
            position = page[-1].position

    measured = by_turns(to_facts, to_rows, runs)
    return speed(
        f"Läsa loggen till typade fakta, {databases.version}",
        f"{databases.name}.log_to_facts",
        measured,
        goal=GOAL,
    )
