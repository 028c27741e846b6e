"""Growth: what a command costs in a large log, beside what it costs in one of a thousand events."""

from collections.abc import Iterator, Sequence
from statistics import quantiles

from rutin.adapters.bench.commands import commands
from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.making import ADAM, BATCH, MOMENT, decided, fill
from rutin.adapters.bench.measuring import Work, by_turns
from rutin.adapters.bench.row import Row, time_taken
from rutin.adapters.sql.journal import SqlJournal
from rutin.application import Rutin

SMALL = 1_000
"""How many events the small log has. A large one has as many times more as there are runs, at least."""
GOAL = 1.3


def large_logs(databases: Sequence[Databases], runs: int, events: int) -> Iterator[Row]:
    """Measure making a large log, and then what a command costs in it, on each of the databases.

    Args:
        databases: Where; what is decided once is appended to all.
        runs: How many times a command's cost is measured.
        events: How many events a large log has.
    """
    journals = [each.journal() for each in databases]
    made = fill(journals, events)
    yield _making("Besluta händelser i minnet", "decide_in_memory", made.deciding)
    for each, seconds in zip(databases, made.appending, strict=True):
        title = f"Spara {BATCH} händelser åt gången, {each.version}"
        yield _making(title, f"{each.name}.append_by_{BATCH}", seconds)
    for each, large in zip(databases, journals, strict=True):
        yield _cost_per_command(each, large, runs, events)


def _making(title: str, name: str, seconds_each: Sequence[float]) -> Row:
    lower, middle, upper = quantiles((1 / seconds for seconds in seconds_each), method="inclusive")
    return Row(
        title=title,
        name=name,
        value=middle,
        unit="events/s",
        baseline=None,
        ratio=None,
        goal=None,
        better="higher",
        spread=(lower, upper),
    )


def _cost_per_command(databases: Databases, large: SqlJournal, runs: int, events: int) -> Row:
    """Measure milliseconds a command, on cases all over the log, other ones each time around.

    In the small log it is the same cases each time, and each time they have one fact more behind
    them. So those of the large log are given as many first: else it would seem the faster.
    """
    small = databases.journal()
    fill([small], SMALL)
    life = len(decided(1))
    few = range(1, SMALL // life + 1)
    apart = events // life // len(few)
    all_over = [[1 + turn + apart * place for place in range(len(few))] for turn in range(runs + 1)]
    in_large, in_small = (Rutin(journal, clock=lambda: MOMENT) for journal in (large, small))
    for turns, cases in enumerate(all_over):
        for turn in range(turns):
            _handle(in_large, cases, turn)

    measured = by_turns(_work(in_large, all_over), _work(in_small, [few for _ in all_over]), runs)
    return time_taken(
        f"Kommando i logg med {events} händelser mot {SMALL}, {databases.version}",
        f"{databases.name}.cost_per_command_at_{events}",
        measured,
        goal=GOAL,
    )


def _work(rutin: Rutin, rounds: Sequence[Sequence[int]]) -> Work:
    turns: Iterator[tuple[int, Sequence[int]]] = iter(enumerate(rounds))

    def work() -> int:
        turn, cases = next(turns)
        _handle(rutin, cases, turn)
        return len(cases)

    return work


def _handle(rutin: Rutin, cases: Sequence[int], turn: int) -> None:
    for command in commands(cases, turn):
        rutin.handle(command, ADAM)
