"""Tasks: the subjects whose rows are to be worked out anew, in the order they began to wait.

A task says up to which position its subject's rows are wanted. It is taken for a while by one
worker, and done away with in the transaction that writes the rows; so rows are written once for
each task, whatever happens to the worker in between.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, select, update

from rutin.adapters.enveloped import utc_text
from rutin.adapters.sql.among import among
from rutin.adapters.sql.tables import Text, events, view_tasks
from rutin.adapters.sql.views.inserting import insert_rows

TAKEN_FOR = timedelta(seconds=60)
"""How long a worker has a task before another may take it."""

ATTEMPTS = 6
"""How often a task is tried before it is parked."""

NEVER = "9999"
"""When a parked task is tried again: after any moment there is, until something is told anew."""

_OPEN = ""
"""No moment, no worker, no fault."""

# Built once: to build a statement anew takes longer than to run it.

_GENERATION = view_tasks.c.generation == bindparam("of")
_AMONG = _GENERATION, among(view_tasks.c.subject, "subjects")
_FREE = (
    _GENERATION,
    view_tasks.c.not_before <= bindparam("now"),
    view_tasks.c.taken_until <= bindparam("now"),
)
_ANY = select(view_tasks.c.subject).where(*_FREE).limit(1)
_LONGEST = (
    select(view_tasks.c.subject, view_tasks.c.position, view_tasks.c.attempts)
    .where(*_FREE)
    .order_by(view_tasks.c.waiting_since, view_tasks.c.subject)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(view_tasks)
    .where(*_AMONG)
    .values(taken_by=bindparam("worker"), taken_until=bindparam("until"))
)
_OURS = (
    select(view_tasks.c.subject, view_tasks.c.position)
    .where(*_AMONG, view_tasks.c.taken_by == bindparam("worker"))
    .order_by(view_tasks.c.subject)  # as `add` does, so that neither waits for the other
    .with_for_update()
)
_DO_AWAY = delete(view_tasks).where(*_AMONG)
_WAIT_ON = (
    update(view_tasks)
    .where(*_AMONG)
    .values(
        first_position=bindparam("first"),
        waiting_since=func.coalesce(bindparam("since", type_=Text), view_tasks.c.waiting_since),
        taken_by=_OPEN,
        taken_until=_OPEN,
    )
)
_RELEASE = (
    update(view_tasks)
    .where(*_AMONG, view_tasks.c.taken_by == bindparam("worker"))
    .values(taken_by=_OPEN, taken_until=_OPEN)
)
_SINCE = (
    select(events.c.recorded_at)
    .where(events.c.position > bindparam("after"))
    .order_by(events.c.position)
    .limit(1)
)


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
    rows = [
        {
            "generation": generation,
            "subject": subject,
            "position": wanted.last,
            "waiting_since": wanted.since,
            "attempts": 0,
            "not_before": _OPEN,
            "taken_by": _OPEN,
            "taken_until": _OPEN,
            "fault": _OPEN,
            "first_position": wanted.first,
        }
        for subject, wanted in sorted(waiting.items())
    ]
    anew = ("position", "attempts", "not_before", "fault")
    insert_rows(connection, view_tasks, rows, replacing=anew)


def any_to_take(connection: Connection, generation: str, now: datetime) -> bool:
    """Say whether any task may be taken."""
    asked = {"of": generation, "now": utc_text(now)}
    return connection.execute(_ANY, asked).first() is not None


def take(
    connection: Connection, generation: str, worker: str, now: datetime, limit: int
) -> tuple[Task, ...]:
    """Take the tasks that have waited longest; other workers pass them by meanwhile."""
    asked = {"of": generation, "now": utc_text(now), "limit": limit}
    tasks = tuple(Task(*row) for row in connection.execute(_LONGEST, asked))
    taken = {"worker": worker, "until": utc_text(now + TAKEN_FOR)}
    connection.execute(_TAKE, taken | _those(generation, (task.subject for task in tasks)))
    return tasks


def still_ours(
    connection: Connection, generation: str, worker: str, tasks: Sequence[Task]
) -> dict[str, int]:
    """Give the tasks that nobody else has taken since, by subject, each with its position now."""
    asked = {"worker": worker, **_those(generation, (task.subject for task in tasks))}
    return {row[0]: row[1] for row in connection.execute(_OURS, asked)}


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
    connection.execute(_DO_AWAY, _those(generation, done))
    if more:
        since = connection.scalar(_SINCE, {"after": head})
        anew = {"first": head + 1, "since": since}
        connection.execute(_WAIT_ON, anew | _those(generation, more))


def drop(connection: Connection, generation: str, subject: str) -> None:
    """Do away with a subject's task: its rows are written without the keeper."""
    connection.execute(_DO_AWAY, _those(generation, [subject]))


def put_off(
    connection: Connection, generation: str, worker: str, task: Task, fault: str, now: datetime
) -> None:
    """Let a task that went wrong wait a while, longer each time; in the end it is parked.

    Something new about it, since it was taken, is reason to try again at once.
    """
    attempts = task.attempts + 1
    later = now + timedelta(seconds=2**attempts)
    connection.execute(
        update(view_tasks)
        .where(
            view_tasks.c.generation == generation,
            view_tasks.c.subject == task.subject,
            view_tasks.c.taken_by == worker,
            view_tasks.c.position == task.position,
        )
        .values(
            attempts=attempts,
            not_before=NEVER if attempts >= ATTEMPTS else utc_text(later),
            fault=fault,
        )
    )
    release(connection, generation, worker, [task.subject])


def release(connection: Connection, generation: str, worker: str, subjects: Iterable[str]) -> None:
    """Let others take what this worker has taken and not come to."""
    connection.execute(_RELEASE, {"worker": worker, **_those(generation, subjects)})


def take_back(connection: Connection, generation: str) -> None:
    """Let no worker keep what it has taken: what it is working out no longer holds."""
    connection.execute(
        update(view_tasks)
        .where(view_tasks.c.generation == generation, view_tasks.c.taken_by != _OPEN)
        .values(taken_by=_OPEN, taken_until=_OPEN)
    )


def try_again(connection: Connection, generation: str) -> int:
    """Let the parked tasks be tried again, as after a mended fault; give how many there are."""
    retried = connection.execute(
        update(view_tasks)
        .where(view_tasks.c.generation == generation, view_tasks.c.not_before == NEVER)
        .values(attempts=0, not_before=_OPEN, fault=_OPEN)
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


def who_wait(connection: Connection, generation: str) -> set[str]:
    """Give the subjects that wait and are not parked."""
    wanted = select(view_tasks.c.subject).where(
        view_tasks.c.generation == generation, view_tasks.c.not_before != NEVER
    )
    return set(connection.scalars(wanted))


def parked(connection: Connection, generation: str) -> tuple[tuple[str, str], ...]:
    """Give the subjects that are parked, each with what went wrong."""
    wanted = (
        select(view_tasks.c.subject, view_tasks.c.fault)
        .where(view_tasks.c.generation == generation, view_tasks.c.not_before == NEVER)
        .order_by(view_tasks.c.subject)
    )
    return tuple((subject, fault) for subject, fault in connection.execute(wanted))


def _those(generation: str, subjects: Iterable[str]) -> dict[str, object]:
    """Name some tasks."""
    return {"of": generation, "subjects": list(subjects)}
