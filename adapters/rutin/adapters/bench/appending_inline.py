"""Appending with the views that never lag, beside appending without them."""

from collections.abc import Iterator, Sequence
from itertools import count
from secrets import token_bytes
from time import perf_counter

from rutin.adapters.bench.commands import commands
from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.making import ADAM, MOMENT, decided
from rutin.adapters.bench.measuring import Measured
from rutin.adapters.bench.row import Row, speed
from rutin.adapters.sql import INLINE
from rutin.adapters.sql.journal import SqlJournal
from rutin.application import Rutin
from rutin.application.journal import Reliance
from rutin.application.view import AnyView
from rutin.domain.person import Person
from rutin.domain.recorded import Entry, Recorded

CASES = 30
GOAL = 0.4


class _Timed(SqlJournal):
    """A journal that knows how long its appends have taken, in seconds."""

    appending = 0.0

    def append(
        self,
        entries: Sequence[Entry],
        *,
        relying_on: Reliance | None = None,
        persons: Sequence[Person] = (),
    ) -> tuple[Recorded, ...]:
        """Append, and take the time (see `Journal`)."""
        began = perf_counter()
        try:
            return super().append(entries, relying_on=relying_on, persons=persons)
        finally:
            self.appending += perf_counter() - began


def append_inline(databases: Databases, runs: int) -> Iterator[Row]:
    """Measure commands a second, whole and their appends alone, with the inline views and without.

    Each command is a note, a report or a contact in a case with some months of service behind it.
    What it decides on is read before the append, and told to it; the views are written from that.
    """
    journals = [_timed(databases, inline) for inline in (INLINE, ())]
    for number in range(1, CASES + 1):
        for journal in journals:
            journal.append(decided(number))
    whole: list[list[float]] = [[], []]
    alone: list[list[float]] = [[], []]
    rounds = count()
    for run in range(runs + 1):
        places = (0, 1) if run % 2 else (1, 0)
        for place in places:
            journal = journals[place]
            rutin = Rutin(journal, clock=lambda: MOMENT)
            asked = list(commands(range(1, CASES + 1), next(rounds)))
            journal.appending, began = 0.0, perf_counter()
            for command in asked:
                rutin.handle(command, ADAM)
            if run:  # the first time does not count
                whole[place].append((perf_counter() - began) / CASES)
                alone[place].append(journal.appending / CASES)
    yield _row(databases, "Kommando", "handle", whole)
    yield _row(databases, "Spara", "append", alone)


def _timed(databases: Databases, inline: Sequence[AnyView]) -> _Timed:
    return _Timed(databases.journal(inline=inline).engine, token_bytes(32), inline)


def _row(databases: Databases, what: str, name: str, seconds: Sequence[Sequence[float]]) -> Row:
    with_views, bare = map(tuple, seconds)
    measured = Measured(with_views, bare)
    return speed(
        f"{what} med de vyer som aldrig släpar (bredvid utan), {databases.version}",
        f"{databases.name}.{name}_with_inline_views",
        measured,
        goal=GOAL,
        unit="commands/s",
    )
