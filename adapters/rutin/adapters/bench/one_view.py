"""One view, kept by the library's own runner and by Rutin's keeper: how fast they catch up with a log.

The view says how many facts there are in the stream of each case. Both begin with nothing and go on
until all of the same log shows; they commit rows together with how far they have come, and in the
end the rows are the same.

The library's `ProjectionRunner` hands its projection an event at a time, from a subscription. Each is
decoded and counted, and its position noted in a transaction of its own, for which its tracking
recorder is made. The keeper lets every case wait, reads and decodes what is recorded about two hundred
of them at a time, and works each out once; their rows are a transaction. Of a case's 49 facts, two are
about an assignee alone: it reads on past them, as they change no row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier
from sqlalchemy import select

from rutin.adapters.bench.bare_library import Bare, BareLibrary
from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.making import MOMENT
from rutin.adapters.bench.many_alike import alike
from rutin.adapters.bench.measuring import by_turns
from rutin.adapters.bench.row import Row, speed
from rutin.adapters.sql.journal import SqlJournal
from rutin.adapters.sql.transaction import reading
from rutin.adapters.sql.views.generations import in_use
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application.view import Told, View

GOAL = 20
A_LITTLE = 0.005
"""How often it is looked whether the library has come to the end, in seconds."""


def keep_one_view(databases: Databases, runs: int, cases: int) -> Row:
    """Measure facts a second that a view of counts catches up with, on PostgreSQL.

    Args:
        databases: Where: on PostgreSQL.
        runs: How many times each catches up.
        cases: How many cases the log has.

    Raises:
        AssertionError: The two do not come to the same rows.
    """
    journal, bare = databases.journal(), databases.bare_library()
    for number in range(1, cases + 1):
        facts = list(alike(number))
        journal.append(facts)
        bare.append(facts)
    head, times = journal.head(), count(1)
    kept: dict[str, Mapping[str, int]] = {}

    def by_the_keeper() -> int:
        kept["ours"] = _caught_up(journal, next(times))
        return head

    def by_the_library() -> int:
        kept["theirs"] = _run(bare, next(times), head)
        return head

    measured = by_turns(by_the_keeper, by_the_library, runs)
    if kept["ours"] != kept["theirs"]:
        raise AssertionError("The two views tell different things.")
    return speed(
        f"Hålla en vy i takt (bredvid bibliotekets ProjectionRunner), {databases.version}",
        f"{databases.name}.keep_one_view",
        measured,
        goal=GOAL,
    )


# ---------------------------------------------------------------- ours


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many facts there are in a case's stream."""

    case: str
    facts: int


def _count(told: Told) -> Iterator[_Counted]:
    stream = f"case/{told.name}"
    yield _Counted(told.name, sum(each.stream == stream for each in told.history.recorded))


def _caught_up(journal: SqlJournal, time: int) -> Mapping[str, int]:
    """Keep a new view of counts, and give its rows."""
    view = View(f"counts_{time}", "case", _Counted, _count)
    Keeper(journal, [view], clock=lambda: MOMENT).catch_up()
    with reading(journal.engine) as connection:
        rows = connection.execute(select(in_use(connection, view).table)).all()
    return {f"case/{case}": facts for case, facts in rows}


# ---------------------------------------------------------------- the library's


class _Counts(PostgresTrackingRecorder):
    """A table of counts beside that of positions, as the library wants materialised views made."""

    def __init__(
        self, datastore: PostgresDatastore, *, tracking_table_name: str, **kwargs: Any
    ) -> None:
        super().__init__(datastore, tracking_table_name=tracking_table_name, **kwargs)
        self.position = 0
        table = Identifier(datastore.schema, f"{tracking_table_name}_counts")
        self.sql_create_statements.append(
            SQL("CREATE TABLE IF NOT EXISTS {} (stream text PRIMARY KEY, facts int)").format(table)
        )
        self._one_more = SQL(
            "INSERT INTO {} AS known VALUES (%s, 1) "
            "ON CONFLICT (stream) DO UPDATE SET facts = known.facts + 1"
        ).format(table)
        self._all = SQL("SELECT stream, facts FROM {}").format(table)

    def count(self, stream: str, tracking: Tracking) -> None:
        """Count an event and note its position, in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            if stream.startswith("case/"):
                cursor.execute(self._one_more, (stream,), prepare=True)
        self.position = tracking.notification_id

    def rows(self) -> Mapping[str, int]:
        """Give the counts."""
        with self.datastore.transaction() as cursor:
            return {row["stream"]: row["facts"] for row in cursor.execute(self._all)}


def _run(bare: BareLibrary, time: int, head: int) -> Mapping[str, int]:
    """Run a new projection to the end of the log, and give its rows."""

    class Counting(Projection[_Counts]):
        name = f"counting_{time}"

        def process_event(self, domain_event: Any, tracking: Tracking) -> None:
            self.view.count(domain_event.originator_id, tracking)

    with ProjectionRunner(
        application_class=Bare, projection_class=Counting, view_class=_Counts, env=bare.env
    ) as runner:
        while runner.view.position < head:
            runner.run_forever(A_LITTLE)  # and raise what went wrong
        rows = runner.view.rows()
    runner.view.datastore.close()
    return rows
