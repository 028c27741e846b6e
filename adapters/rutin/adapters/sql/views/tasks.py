"""Tasks: the subjects whose rows are to be worked out anew, in the order they began to wait.

A task says up to which position its subject's rows are wanted. It is taken for a while by one
worker, and done away with in the transaction that writes the rows; so rows are written once for
each task, whatever happens to the worker in between.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    and_,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from rutin.adapters.enveloped import utc_text
from rutin.adapters.sql.tables import events, view_tasks

TAKEN_FOR = timedelta(seconds=60)
"""How long a worker has a task before another may take it."""

ATTEMPTS = 6
"""How often a task is tried before it is parked."""

NEVER = "9999"
"""When a parked task is tried again: after any moment there is, until something is told anew."""

_OPEN = ""
"""No moment, no worker, no fault."""


@dataclass(frozen=True, slots=True)
class Task:
    """A subject whose rows a worker has taken upon itself to work out.

    Attributes:
        subject: The subject's reference, as "K-1".
        position: The position up to which its rows are wanted.
        attempts: How often it has been tried in vain.
    """

    subject: str
    position: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a subject: that some facts show in its rows.

    Attributes:
        first: The position of the first of the facts.
        last: That of the last.
        since: When the first was recorded.
    """

    first: int
    last: int
    since: str

    def and_then(self, more: "Wanted") -> "Wanted":
        """Want more facts to show as well; the first of them comes no earlier than ours."""
        return Wanted(self.first, max(self.last, more.last), self.since)


def add(connection: Connection, generation: str, waiting: Mapping[str, Wanted]) -> None:
    """Let subjects wait to be worked out; those that wait already go on doing so, for more.

    Args:
        connection: In the transaction that moves the generation's position in the log.
        generation: Its name.
        waiting: By subject, what is wanted of it.
    """
    if not waiting:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(view_tasks)
    anew = statement.on_conflict_do_update(
        index_elements=["generation", "subject"],
        set_={
            "position": statement.excluded.position,
            "attempts": 0,
            "not_before": _OPEN,
            "fault": _OPEN,
        },
    )
    connection.execute(
        anew,
        [
            {
                "generation": generation,
                "subject": subject,
                "first_position": wanted.first,
                "position": wanted.last,
                "waiting_since": wanted.since,
                "attempts": 0,
                "not_before": _OPEN,
                "taken_by": _OPEN,
                "taken_until": _OPEN,
                "fault": _OPEN,
            }
            for subject, wanted in sorted(waiting.items())
        ],
    )


def any_to_take(connection: Connection, generation: str, now: datetime) -> bool:
    """Say whether any task may be taken."""
    wanted = select(view_tasks.c.subject).where(_is_free(generation, now)).limit(1)
    return connection.execute(wanted).first() is not None


def take(
    connection: Connection, generation: str, worker: str, now: datetime, limit: int
) -> tuple[Task, ...]:
    """Take the tasks that have waited longest; other workers pass them by meanwhile."""
    wanted = (
        select(view_tasks.c.subject, view_tasks.c.position, view_tasks.c.attempts)
        .where(_is_free(generation, now))
        .order_by(view_tasks.c.waiting_since, view_tasks.c.subject)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    tasks = tuple(Task(*row) for row in connection.execute(wanted))
    connection.execute(
        update(view_tasks)
        .where(_among(generation, (task.subject for task in tasks)))
        .values(taken_by=worker, taken_until=utc_text(now + TAKEN_FOR))
    )
    return tasks


def still_ours(
    connection: Connection, generation: str, worker: str, tasks: Sequence[Task]
) -> dict[str, int]:
    """Give the tasks that nobody else has taken since, by subject, each with its position now."""
    wanted = (
        select(view_tasks.c.subject, view_tasks.c.position)
        .where(
            _among(generation, (task.subject for task in tasks)), view_tasks.c.taken_by == worker
        )
        .order_by(view_tasks.c.subject)  # as `add` does, so that neither waits for the other
        .with_for_update()
    )
    return {row[0]: row[1] for row in connection.execute(wanted)}


def finish(
    connection: Connection, generation: str, worked_out: Mapping[str, int], head: int
) -> None:
    """Do away with tasks; one for which more has come to be wanted waits on.

    Args:
        connection: In the transaction that writes the rows.
        generation: Its name.
        worked_out: By subject, the position up to which its rows are wanted now.
        head: How far the log had come when the rows were worked out.
    """
    done = [subject for subject, position in worked_out.items() if position <= head]
    more = [subject for subject, position in worked_out.items() if position > head]
    connection.execute(delete(view_tasks).where(_among(generation, done)))
    connection.execute(
        update(view_tasks)
        .where(_among(generation, more))
        .values(
            first_position=head + 1,
            waiting_since=func.coalesce(_recorded_after(head), view_tasks.c.waiting_since),
            taken_by=_OPEN,
            taken_until=_OPEN,
        )
    )


def drop(connection: Connection, generation: str, subject: str) -> None:
    """Do away with a subject's task: its rows are written without the keeper."""
    connection.execute(delete(view_tasks).where(_among(generation, [subject])))


def put_off(
    connection: Connection, generation: str, worker: str, task: Task, fault: str, now: datetime
) -> None:
    """Let a task that went wrong wait a while, longer each time; in the end it is parked.

    Something new about it, since it was taken, is reason to try again at once.
    """
    attempts = task.attempts + 1
    later = now + timedelta(seconds=2**attempts)
    ours = and_(_among(generation, [task.subject]), view_tasks.c.taken_by == worker)
    connection.execute(
        update(view_tasks)
        .where(ours, view_tasks.c.position == task.position)
        .values(
            attempts=attempts,
            not_before=NEVER if attempts >= ATTEMPTS else utc_text(later),
            fault=fault,
        )
    )
    connection.execute(update(view_tasks).where(ours).values(taken_by=_OPEN, taken_until=_OPEN))


def release(connection: Connection, generation: str, worker: str, subjects: Iterable[str]) -> None:
    """Let others take what this worker has taken and not come to."""
    connection.execute(
        update(view_tasks)
        .where(_among(generation, subjects), view_tasks.c.taken_by == worker)
        .values(taken_by=_OPEN, taken_until=_OPEN)
    )


def try_again(connection: Connection, generation: str) -> int:
    """Let the parked tasks be tried again, as after a mended fault; give how many there are."""
    parked = and_(view_tasks.c.generation == generation, view_tasks.c.not_before == NEVER)
    retried = connection.execute(
        update(view_tasks).where(parked).values(attempts=0, not_before=_OPEN, fault=_OPEN)
    )
    return retried.rowcount


def is_behind(connection: Connection, generation: str, position: int) -> bool:
    """Say whether anything up to a position waits to show, and is not parked."""
    wanted = select(view_tasks.c.subject).where(
        view_tasks.c.generation == generation,
        view_tasks.c.first_position <= position,
        view_tasks.c.not_before != NEVER,
    )
    return connection.execute(wanted.limit(1)).first() is not None


def waiting(connection: Connection, generation: str) -> tuple[int, str | None]:
    """Give how many subjects wait and are not parked, and since when the first does."""
    wanted = select(func.count(), func.min(view_tasks.c.waiting_since)).where(
        view_tasks.c.generation == generation, view_tasks.c.not_before != NEVER
    )
    count, since = connection.execute(wanted).one()
    return count, since


def parked(connection: Connection, generation: str) -> tuple[tuple[str, str], ...]:
    """Give the subjects that are parked, each with what went wrong."""
    wanted = (
        select(view_tasks.c.subject, view_tasks.c.fault)
        .where(view_tasks.c.generation == generation, view_tasks.c.not_before == NEVER)
        .order_by(view_tasks.c.subject)
    )
    return tuple((subject, fault) for subject, fault in connection.execute(wanted))


def _recorded_after(position: int) -> ScalarSelect[str]:
    """Tell when the first fact after a position was recorded."""
    wanted = select(events.c.recorded_at).where(events.c.position > position)
    return wanted.order_by(events.c.position).limit(1).scalar_subquery()


def _is_free(generation: str, now: datetime) -> ColumnElement[bool]:
    moment = utc_text(now)
    return and_(
        view_tasks.c.generation == generation,
        view_tasks.c.not_before <= moment,
        view_tasks.c.taken_until <= moment,
    )


def _among(generation: str, names: Iterable[str]) -> ColumnElement[bool]:
    return and_(view_tasks.c.generation == generation, view_tasks.c.subject.in_(list(names)))
