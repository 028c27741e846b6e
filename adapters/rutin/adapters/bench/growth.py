"""Growth: what a command costs in a large log, beside what it costs in one of a thousand events."""

from collections.abc import Iterator, Sequence

from rutin.adapters.bench.commands import commands
from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.making import ADAM, MOMENT, decided, fill
from rutin.adapters.bench.measuring import Work, by_turns
from rutin.adapters.bench.row import Row
from rutin.application import Rutin

SMALL = 1_000
GOAL = 1.3


def cost_per_command(databases: Databases, runs: int, events: int) -> Row:
    """Measure milliseconds a command, on cases all over the log, other ones each time around.

    In the small log it is the same cases each time, and each time they have one fact more behind
    them. So those of the large log are given as many first: else it would seem the faster.

    Args:
        databases: Where.
        runs: How many times.
        events: How many events the large log has.
    """
    large, small = databases.journal(), databases.journal()
    fill([large], events)
    fill([small], SMALL)
    few = range(1, SMALL // len(decided(1)) + 1)
    apart = events // len(decided(1)) // len(few)
    if apart <= runs:
        raise ValueError(f"{events} events are too few for {runs} runs.")
    all_over = [[1 + turn + apart * place for place in range(len(few))] for turn in range(runs + 1)]
    in_large, in_small = (Rutin(journal, clock=lambda: MOMENT) for journal in (large, small))
    for turns, cases in enumerate(all_over):
        for turn in range(turns):
            _handle(in_large, cases, turn)

    measured = by_turns(_work(in_large, all_over), _work(in_small, [few for _ in all_over]), runs)
    ratio, spread = measured.times_as_long()
    return Row(
        title=f"Kommando i en logg med {events:_} händelser mot {SMALL:_}, {databases.version}",
        name=f"{databases.name}.cost_per_command_at_{events}",
        value=1000 * measured.seconds,
        unit="ms",
        baseline=1000 * measured.baseline_seconds,
        ratio=ratio,
        goal=GOAL,
        better="lower",
        spread=spread,
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
