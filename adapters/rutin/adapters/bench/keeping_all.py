"""All views together: how fast a keeper catches up from nothing, and how much memory a rebuild uses."""

import os
import subprocess
import sys
from collections.abc import Iterator

from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.making import MOMENT
from rutin.adapters.bench.many_alike import EVENTS_EACH, decode_rows, fill_alike, stored_rows
from rutin.adapters.bench.measuring import by_turns
from rutin.adapters.bench.row import Row
from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.journal import SqlJournal
from rutin.adapters.sql.views.keeper import Keeper
from rutin.adapters.sql.views.rebuild import rebuild
from rutin.projections import VIEWS
from rutin.projections.findings import FINDINGS

GOAL, MEMORY_GOAL = 0.1, 1.2
TIMES_AS_MANY = 4
"""How many times as many cases there are when memory is to stay the same."""


def keep_all_views(databases: Databases, runs: int, cases: int) -> Iterator[Row]:
    """Measure facts a second when every view catches up from nothing, beside decoding the facts.

    Args:
        databases: Where; each run has a journal of its own, filled before.
        runs: How many times.
        cases: How many cases a journal has.
    """
    journals = [databases.journal() for _ in range(runs + 1)]
    for journal in journals:
        fill_alike(journal, cases)
    left = iter(journals)
    stored = [row for number in range(1, cases + 1) for row in stored_rows(number)]

    def catch_up() -> int:
        _keeper(next(left)).catch_up()
        return cases * EVENTS_EACH

    def decode() -> int:
        decode_rows(stored)
        return cases * EVENTS_EACH

    measured = by_turns(catch_up, decode, runs)
    ratio, spread = measured.times_as_fast()
    yield Row(
        title=f"Hålla alla vyer, från början (bredvid att bara avkoda), {databases.version}",
        name=f"{databases.name}.keep_all_views",
        value=1 / measured.seconds,
        unit="events/s",
        baseline=1 / measured.baseline_seconds,
        ratio=ratio,
        goal=GOAL,
        better="higher",
        spread=spread,
    )
    yield _memory(databases, cases)


def _memory(databases: Databases, cases: int) -> Row:
    """Measure the most memory a process of its own uses to build the findings anew."""
    few, many = databases.journal(), databases.journal()
    fill_alike(few, cases)
    fill_alike(many, TIMES_AS_MANY * cases)
    most, with_few = (_peak_of_a_process(journal) for journal in (many, few))
    ratio = most / with_few
    return Row(
        title=(
            f"Minne för att bygga om bedömningarna i {TIMES_AS_MANY * cases} ärenden mot {cases}, "
            f"{databases.version}"
        ),
        name=f"{databases.name}.rebuild_memory",
        value=most,
        unit="MB",
        baseline=with_few,
        ratio=ratio,
        goal=MEMORY_GOAL,
        better="lower",
        spread=(ratio, ratio),
    )


_PEAK = "from rutin.adapters.bench.keeping_all import peak; peak()"
_URL = "RUTIN_BENCH_REBUILT"


def _peak_of_a_process(journal: SqlJournal) -> float:
    url = journal.engine.url.render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-c", _PEAK],
        env={**os.environ, _URL: url},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return float(done.stdout)


def peak() -> None:
    """Build and build anew in the journal that the environment names, and write the most MB used."""
    import resource  # noqa: PLC0415 - Windows has none

    with SqlJournal(open_engine(os.environ[_URL]), b"") as journal:
        keeper = _keeper(journal)
        rebuild(keeper, FINDINGS)  # beside an empty one
        rebuild(keeper, FINDINGS)  # beside a full one, with which it is compared
    unit = 1024**2 if sys.platform == "darwin" else 1024
    sys.stdout.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit))


def _keeper(journal: SqlJournal) -> Keeper:
    return Keeper(journal, VIEWS, clock=lambda: MOMENT)
