"""Assessing: every provision over many cases, streamed; and one case anew after one more fact."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, islice
from operator import attrgetter

from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.lives import LAST_DAY
from rutin.adapters.bench.making import ADAM, MOMENT
from rutin.adapters.bench.many_alike import (
    EVENTS_EACH,
    as_stored,
    decode_rows,
    fill_alike,
    stored_rows,
)
from rutin.adapters.bench.measuring import Measured, Work, by_turns, seconds_each
from rutin.adapters.bench.peak_memory import most_memory
from rutin.adapters.bench.row import Row, speed, time_taken
from rutin.adapters.sql.journal import SqlJournal
from rutin.application import Rutin
from rutin.domain.case import RecordJournalNote

TENTHS = 10
"""The large journal is gone through in so many parts, by turns with a small one of the same size."""

FEWEST, MOST = 20, 100_000
GOAL, GROWTH_GOAL, REASSESSING_GOAL = 0.05, 1.2, 20
REASSESSED = 10
"""How many cases are assessed anew in a run."""


def assess_all(databases: Databases, runs: int, cases: int) -> Iterator[Row]:
    """Measure assessing all there is: how fast, how it grows, how much memory; and one case anew.

    Args:
        databases: Where.
        runs: How many times single cases are assessed anew; all of them together, once.
        cases: How many cases the large journal has; the small one has a tenth.
    """
    large, small = databases.journal(), databases.journal()
    fill_alike(large, cases)
    fill_alike(small, cases // TENTHS)
    yield from _streaming(databases, large, small, cases)
    yield most_memory(
        f"Minne för att bedöma {cases} ärenden mot {cases // TENTHS}, {databases.version}",
        f"{databases.name}.assess_memory_at_{cases}_cases",
        assess_every_case,
        many=large,
        few=small,
        goal=GROWTH_GOAL,
    )
    yield _one_anew(databases, small, runs)


def _streaming(
    databases: Databases, large: SqlJournal, small: SqlJournal, cases: int
) -> Iterator[Row]:
    """Go through the large journal once, a tenth at a time, by turns with the other two."""
    tenth = cases // TENTHS
    findings = groupby(_rutin(large).assess(as_of=LAST_DAY), key=attrgetter("about"))
    works: tuple[Work, ...] = (
        partial(_next_cases, findings, tenth),
        partial(assess_every_case, small),
        partial(_decode, [row for number in range(1, tenth + 1) for row in stored_rows(number)]),
    )
    for warming_up in works[1:]:
        warming_up()
    timed: dict[Work, list[float]] = {work: [] for work in works}
    for turn in range(TENTHS):
        for work in works if turn % 2 else reversed(works):
            timed[work].append(seconds_each(work))
    in_large, in_small, decoding = (tuple(timed[work]) for work in works)

    yield speed(
        f"Bedöma alla bestämmelser i {cases} ärenden, {databases.version} "
        "(bredvid att bara avkoda)",
        f"{databases.name}.assess_{cases}_cases",
        Measured(in_large, decoding),
        goal=GOAL,
        each=EVENTS_EACH,
    )
    yield time_taken(
        f"Bedöma ett av {cases} ärenden mot ett av {tenth}, {databases.version}",
        f"{databases.name}.assess_growth_at_{cases}_cases",
        Measured(in_large, in_small),
        goal=GROWTH_GOAL,
    )


def _one_anew(databases: Databases, journal: SqlJournal, runs: int) -> Row:
    """Measure reading and assessing a case after a fact more, beside decoding its history."""
    numbers = range(1, min(REASSESSED, journal.head() // EVENTS_EACH) + 1)
    rutin = _rutin(journal)
    for number in numbers:
        note = RecordJournalNote(
            case=f"K-{number}", occurred_on=LAST_DAY, note="anteckning-sist", text="Ringde."
        )
        rutin.handle(note, ADAM)
    rows = [as_stored(r) for n in numbers for r in journal.about({f"case/K-{n}"}).recorded]

    def assess() -> int:
        for number in numbers:
            for _ in rutin.assess(f"K-{number}", as_of=LAST_DAY):
                pass
        return len(numbers)

    def decode() -> int:
        _decode(rows)
        return len(numbers)

    measured = by_turns(assess, decode, runs)
    return time_taken(
        f"Bedöma ett ärende igen efter en händelse, {databases.version}",
        f"{databases.name}.reassess_case",
        measured,
        goal=REASSESSING_GOAL,
    )


# ---------------------------------------------------------------- what is done


def _rutin(journal: SqlJournal) -> Rutin:
    return Rutin(journal, clock=lambda: MOMENT)


def _next_cases(findings: Iterator[tuple[str, Iterator[object]]], cases: int) -> int:
    for _, of_case in islice(findings, cases):
        for _ in of_case:
            pass
    return cases


def assess_every_case(journal: SqlJournal) -> int:
    """Assess all there is in a journal, and give how many cases that is."""
    for _ in _rutin(journal).assess(as_of=LAST_DAY):
        pass
    return journal.head() // EVENTS_EACH


def _decode(rows: Sequence[tuple[object, ...]]) -> int:
    decode_rows(rows)
    return len(rows) // EVENTS_EACH
