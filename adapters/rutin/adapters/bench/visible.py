"""From the answer to a command until all views show what it recorded, a keeper working beside."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from rutin.adapters.bench.commands import commands
from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.making import ADAM, MOMENT, decided
from rutin.adapters.bench.row import Row, waits
from rutin.adapters.sql import INLINE
from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.journal import SqlJournal
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.background import Background
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Rutin
from rutin.projections import VIEWS

CASES = 20
"""How many cases there are; a run is a command on half of them, one after the other."""

PATIENCE = 60.0
"""How long a fact may take to show, in seconds."""


def until_visible(databases: Databases, runs: int) -> Iterator[Row]:
    """Measure milliseconds until everything that a command changes in any view can be read.

    The keeper works in the background of a process of its own, as a server's does.

    Args:
        databases: Where.
        runs: How many times.
    """
    journal = databases.journal(inline=INLINE)
    for number in range(1, CASES + 1):
        journal.append(decided(number))
    rutin, views = Rutin(journal, clock=lambda: MOMENT), SqlViews(journal.engine)
    waited: list[float] = []
    with _keeper_beside(journal):
        views.reach(VIEWS, journal.head(), PATIENCE)
        for turn in range(runs):
            for command in commands(range(1, CASES // 2 + 1), turn):
                position = rutin.handle(command, ADAM).position
                answered = perf_counter()
                views.reach(VIEWS, position, PATIENCE)
                waited.append(perf_counter() - answered)
    return waits(
        f"Från svar tills vyerna visar det, {databases.version}",
        f"{databases.name}.visible",
        waited,
    )


_FOLLOW = "from rutin.adapters.bench.visible import follow; follow()"
_URL = "RUTIN_BENCH_FOLLOWED"


@contextmanager
def _keeper_beside(journal: SqlJournal) -> Iterator[None]:
    """Let a process of its own keep all views while the block runs."""
    url = journal.engine.url.render_as_string(hide_password=False)
    command, environment = [sys.executable, "-c", _FOLLOW], {**os.environ, _URL: url}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE):
        yield  # and then its input ends


def follow() -> None:
    """Keep the views up with the journal that the environment names, until the input ends."""
    with SqlJournal(open_engine(os.environ[_URL]), b"") as journal:
        keeper = Keeper(journal, VIEWS, clock=lambda: MOMENT)
        with Background(keeper):
            sys.stdin.read()
