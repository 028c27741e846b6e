"""The keeper: keeps views up with the log. Any number of them work at once, in any processes.

It goes in two steps, each a transaction of its own. First it reads on in the log and lets the
subjects that the new facts touch wait. Then it takes some of those that wait, works their rows out
from all that is recorded about them, and writes the rows. A subject that cannot be worked out
waits longer and longer, and is parked in the end; the others go on.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from traceback import extract_tb
from typing import Any
from uuid import uuid4

from eventsourcing.persistence import IntegrityError
from sqlalchemy import Connection, delete

from rutin.adapters.sql.among import among
from rutin.adapters.sql.journal import SqlJournal
from rutin.adapters.sql.recorder import last_position
from rutin.adapters.sql.transaction import keeping, reading, writing
from rutin.adapters.sql.views import tally, tasks
from rutin.adapters.sql.views.generations import (
    Generation,
    begin,
    building,
    change,
    every_as_known,
    in_use,
    keep,
    kept,
    live,
    one_at_a_time,
    put_others_away,
    reached,
)
from rutin.adapters.sql.views.inserting import insert_rows
from rutin.adapters.sql.views.reading_on import (
    FACTS,
    changes_after,
    everyone,
    everyone_anew,
    note,
    waiting_for,
)
from rutin.adapters.sql.views.rows import as_stored
from rutin.adapters.sql.views.tasks import Task
from rutin.application.journal import Reading, nowhere
from rutin.application.view import SHIPPED_ALONE, AnyView, Told, horizon_on
from rutin.domain.assessment.client_files import leading_on_from
from rutin.domain.assessment.provision_set import SHIPPED, ProvisionSet
from rutin.domain.history import History
from rutin.domain.routine import ALL_ROUTINES, RoutineBook
from rutin.domain.values import stockholm_date

SUBJECTS = 50
"""How many subjects are taken at a time to be judged."""

UNJUDGED = 200
"""How many are taken at a time when no more is told than what is recorded."""

AT_MOST_S = 15.0
"""How long they are worked on before what is done is written, in seconds: well before others may
take them."""


class Keeper:
    """Keeps views up with a journal.

    Args:
        journal: The journal, whose database holds the views too.
        views: What to keep.
        clock: Gives the present moment, with time zone.
        provisions: What is judged.
    """

    def __init__(
        self,
        journal: SqlJournal,
        views: Sequence[AnyView],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        provisions: ProvisionSet = SHIPPED,
    ) -> None:
        self.journal = journal
        self.engine = journal.engine
        self.views = views
        self.provisions = provisions
        self.clock = clock
        self._worker = str(uuid4())
        self._lately: dict[Hashable, tuple[Told, int]] = {}

    def catch_up(self) -> None:
        """Keep every view up with all that is recorded now, but for what waits to be tried again."""
        while self.round():
            pass

    def round(self) -> bool:
        """Take one step for each view, and for what is asked of earlier moments.

        Returns:
            Whether there was anything to do.
        """
        steps = [self._advance(view) for view in self.views]
        return any(steps) or self._look_back()

    def _advance(self, view: AnyView) -> bool:
        """Take a step for what is in use of a view; before anything is, for what is being filled."""
        filling = self.filling(view)
        return self.step(filling) or (filling.state == "building" and self.take_into_use(filling))

    def _look_back(self) -> bool:
        """Work out some of what was known at a moment that is asked about; say whether there is any."""
        with reading(self.engine) as connection:
            asked = [g for view in self.views for g in every_as_known(connection, view, "asked")]
        for generation in asked:
            if self._work(generation):
                return True
            with keeping(self.engine) as connection:
                if tasks.waiting(connection, generation.name)[0] == 0:
                    change(connection, generation, "answered")
        return False

    def filling(self, view: AnyView) -> Generation:
        """Give the filling of a view that is in use; before there is one, that under way."""
        with reading(self.engine) as connection:
            generation = live(connection, view)
        if generation is None:
            return self._begin_first(view)
        today = stockholm_date(self.clock())
        if generation.horizon < horizon_on(today) and view.judges:
            return self._look_further(view, today)
        return generation

    def step(self, generation: Generation) -> bool:
        """Read on in the log and work out some of what waits; say whether there was anything.

        All of the log is read on first, so that a subject is worked out once however much is new.
        What is written along with the facts is not read on for: only what went wrong waits.
        """
        if not generation.is_written_along:
            while self._read_on(generation):
                pass
        return self._work(generation)

    def begin_anew(self, view: AnyView) -> Generation:
        """Give the filling under way beside the one in use.

        It is begun here, unless one was left half built; or, where none is in use, unless one of this
        program's is kept since before: that one is kept up from where it was.
        """
        with keeping(self.engine) as connection:
            one_at_a_time(connection)
            return self._begin(connection, view)

    def take_into_use(self, new: Generation) -> bool:
        """Let a filling take the place of the one in use, if all that is recorded shows in it.

        Nothing is recorded meanwhile. What is parked is parked in the new one too.
        """
        with writing(self.engine) as connection:
            one_at_a_time(connection)
            if not self.is_level(connection, new) or not change(connection, new, "live"):
                return False
            put_others_away(connection, new)
            return True

    def is_level(self, connection: Connection, generation: Generation) -> bool:
        """Say whether all that is recorded shows in a filling, but for what is parked."""
        count, _ = tasks.waiting(connection, generation.name)
        last = last_position(connection) or 0
        return count == 0 and reached(connection, generation) == last

    def _begin_first(self, view: AnyView) -> Generation:
        """Give the filling under way; or that in use, if another keeper has come to an end with it."""
        with keeping(self.engine) as connection:
            one_at_a_time(connection)
            return live(connection, view) or self._begin(connection, view)

    def _begin(self, connection: Connection, view: AnyView) -> Generation:
        if under_way := building(connection, view):
            return under_way
        if live(connection, view) is None and (earlier := kept(connection, view)):
            return keep(connection, earlier, "building")
        new = begin(connection, view, "building", stockholm_date(self.clock()))
        note(connection, new, *everyone(connection, view))
        return new

    # ------------------------------------------------------------------ reading on

    def _read_on(self, generation: Generation) -> bool:
        """Let whatever the next facts touch wait to be worked out; say whether there may be more."""
        with reading(self.engine) as connection:
            position = reached(connection, generation)
            last, changes = changes_after(connection, position)
        if last == position:
            return False
        with keeping(self.engine) as connection:
            waiting = waiting_for(connection, generation.view, changes)
            try:
                note(connection, generation, last, waiting)
            except IntegrityError:
                connection.rollback()  # another keeper has read on as far
                return True
        return last - position >= FACTS

    def _look_further(self, view: AnyView, today: date) -> Generation:
        """Let everything be worked out anew to a later horizon; once a year."""
        with keeping(self.engine) as connection:
            one_at_a_time(connection)
            generation = in_use(connection, view)  # it may be another than a moment ago
            if generation.horizon >= horizon_on(today):
                return generation
            further_on = replace(generation, horizon=horizon_on(today))
            keep(connection, further_on, "live")
            _, waiting = everyone_anew(connection, view, self.clock())
            tasks.add(connection, generation.name, waiting)
            tasks.take_back(connection, generation.name)  # what is under way tells of fewer days
        return further_on

    # ------------------------------------------------------------------ working out

    def _work(self, generation: Generation) -> bool:
        """Work out the rows of those who have waited longest."""
        with reading(self.engine) as connection:
            if not tasks.any_to_take(connection, generation.name, self.clock()):
                return False  # looked at first, so as not to hold others up when there is nothing
        limit = SUBJECTS if generation.view.judges else UNJUDGED
        with keeping(self.engine) as connection:
            taken = tasks.take(connection, generation.name, self._worker, self.clock(), limit)
        if not taken:
            return False
        told_of = self._reading(generation, [task.subject for task in taken])
        worked_out: list[tuple[Task, int, list[Any]]] = []
        began = time.monotonic()
        for place, task in enumerate(taken):
            if time.monotonic() - began > AT_MOST_S:
                with keeping(self.engine) as connection:
                    rest = [each.subject for each in taken[place:]]
                    tasks.release(connection, generation.name, self._worker, rest)
                break
            try:
                told, head = told_of(task.subject)
                rows = stored_rows(generation.view, told)
            except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
                self._put_off(generation, task, error)
            else:
                worked_out.append((task, head, rows))
        self._write(generation, worked_out)
        return True

    def _reading(
        self, generation: Generation, subjects: Sequence[str]
    ) -> Callable[[str], tuple[Told, int]]:
        """Give what tells what is recorded about each of some subjects, and how far the log had come.

        What is judged is read a case at a time, since each leads on to others; all else at once.
        """
        view = generation.view
        if view.judges:
            book, head = self.book(generation.known_at)
            return partial(self._read_once, generation, book=book, head=head)
        about = self.journal.about_each([f"{view.kind}/{subject}" for subject in subjects])
        return lambda subject: self._told(generation, subject, about(f"{view.kind}/{subject}"))

    def book(self, known_at: datetime | None = None) -> tuple[RoutineBook, int]:
        """Give the routines as they stand, with the schedule that was known, and the log's head."""
        told = self.journal.about({ALL_ROUTINES})
        routines = History(told.recorded)
        book = routines.routine_book.joined_by(self.provisions.own_versions)
        if known_at is not None:
            book = book.scheduled_as_in(routines.known_at(known_at).routine_book)
        return book, told.head

    def rows(
        self, generation: Generation, subject: str, book: RoutineBook
    ) -> tuple[list[Any], int]:
        """Work out a subject's rows, and give how far the log had come."""
        told, read_at = self._read(generation, subject, book)
        return stored_rows(generation.view, told), read_at

    def _read_once(
        self, generation: Generation, subject: str, book: RoutineBook, head: int
    ) -> tuple[Told, int]:
        """Read what is recorded about a subject, once for all views that judge it at a head.

        No more is remembered than what one view takes at a time: the next one takes the same.
        """
        asked = (generation.view.kind, subject, head, generation.known_at, generation.horizon)
        if asked not in self._lately:
            if len(self._lately) == SUBJECTS:
                del self._lately[next(iter(self._lately))]
            told, read_at = self._read(generation, subject, book)
            self._lately[asked] = told, min(head, read_at)
        return self._lately[asked]

    def _read(self, generation: Generation, subject: str, book: RoutineBook) -> tuple[Told, int]:
        """Read what is recorded about a subject, and give how far the log had come."""
        view = generation.view
        leading_on = leading_on_from(subject) if view.judges else nowhere
        about = self.journal.about({f"{view.kind}/{subject}"}, leading_on=leading_on)
        return self._told(generation, subject, about, book if view.judges else SHIPPED_ALONE)

    def _told(
        self,
        generation: Generation,
        subject: str,
        about: Reading,
        book: RoutineBook = SHIPPED_ALONE,
    ) -> tuple[Told, int]:
        history = History(about.recorded)
        told = Told(
            subject,
            history if generation.known_at is None else history.known_at(generation.known_at),
            book,
            generation.horizon,
            self.journal.person,
            self.provisions,
        )
        return told, about.head

    def _write(
        self, generation: Generation, worked_out: Sequence[tuple[Task, int, list[Any]]]
    ) -> None:
        """Write rows in the place of those there were, and do away with their tasks."""
        with keeping(self.engine) as connection:
            ours = tasks.still_ours(
                connection, generation.name, self._worker, [task for task, _, _ in worked_out]
            )
            those_there = among(generation.subject, list(ours))
            every = [row for task, _, rows in worked_out if task.subject in ours for row in rows]
            spans: Counter[tally.Span] = Counter()
            if generation.view.tally:
                spans = tally.spans_of(generation.view, every)
                spans.subtract(tally.spans_stored(connection, generation, those_there))
            connection.execute(delete(generation.table).where(those_there))
            insert_rows(connection, generation.table, every)
            heads: dict[int, dict[str, int]] = defaultdict(dict)
            for task, head, _ in worked_out:
                if task.subject in ours:
                    heads[head][task.subject] = ours[task.subject]
            for head, done in heads.items():
                tasks.finish(connection, generation.name, done, head)
            if spans:
                tally.add(connection, generation, spans)  # last, as other keepers wait for it

    def _put_off(self, generation: Generation, task: Task, error: Exception) -> None:
        with keeping(self.engine) as connection:
            fault = fault_of(error)
            tasks.put_off(connection, generation.name, self._worker, task, fault, self.clock())


def stored_rows(view: AnyView, told: Told) -> list[dict[str, Any]]:
    """Work out a subject's rows, as their columns hold them."""
    return [as_stored(row) for row in view.rows(told)]


def fault_of(error: Exception) -> str:
    """Tell the kind of an error and where it was raised; never what is recorded."""
    *_, last = extract_tb(error.__traceback__)
    return f"{type(error).__name__} i {last.name}, rad {last.lineno}"
