"""All views together: how fast a keeper catches up from nothing, and how much memory a rebuild uses."""

from collections.abc import Iterator

from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.making import MOMENT
from rutin.adapters.bench.many_alike import EVENTS_EACH, decode_rows, fill_alike, stored_rows
from rutin.adapters.bench.measuring import by_turns
from rutin.adapters.bench.peak_memory import most_memory
from rutin.adapters.bench.row import Row, speed
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
    yield speed(
        f"Hålla alla vyer, från början (bredvid att bara avkoda), {databases.version}",
        f"{databases.name}.keep_all_views",
        measured,
        goal=GOAL,
    )
    yield _memory(databases, cases)


def _memory(databases: Databases, cases: int) -> Row:
    few, many = databases.journal(), databases.journal()
    fill_alike(few, cases)
    fill_alike(many, TIMES_AS_MANY * cases)
    return most_memory(
        f"Minne för att bygga om bedömningarna i {TIMES_AS_MANY * cases} ärenden mot {cases}, "
        f"{databases.version}",
        f"{databases.name}.rebuild_memory",
        rebuild_findings,
        many=many,
        few=few,
        goal=MEMORY_GOAL,
    )


def rebuild_findings(journal: SqlJournal) -> None:
    """Build the view of findings, and build it anew."""
    keeper = _keeper(journal)
    rebuild(keeper, FINDINGS)  # beside an empty one
    rebuild(keeper, FINDINGS)  # beside a full one, with which it is compared


def _keeper(journal: SqlJournal) -> Keeper:
    return Keeper(journal, VIEWS, clock=lambda: MOMENT)
