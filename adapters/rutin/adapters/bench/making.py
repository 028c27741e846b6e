"""Making large journals: decided in memory, a few cases at a time, and appended in batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from itertools import count, islice
from time import perf_counter
from uuid import UUID

from rutin.adapters.bench.lives import LAST_DAY, life
from rutin.application import Actor, Rutin
from rutin.application.journal import FactLog
from rutin.application.memory import MemoryJournal
from rutin.domain.act import Command
from rutin.domain.case import EndOrder
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import AttestExpenseClaim

BATCH = 1000
"""How many facts are appended in one transaction."""

ADAM = Actor(id="adam", role="administrator", unit="syd")
EVA = Actor(id="eva", role="unit_manager", unit="syd")
HUGO = Actor(id="handlaggare-1", role="case_officer", unit="syd")
MOMENT = datetime.combine(LAST_DAY, time(9), UTC)
"""When everything is recorded: afterwards, on one day."""


def facts(first_case: int = 1) -> Iterator[Recorded]:
    """Give the facts of one case after the other, for ever, each decided on those before it."""
    for number in count(first_case):
        yield from decided(number)


@lru_cache(maxsize=64)
def decided(number: int) -> tuple[Recorded, ...]:
    """Decide the life of a case in memory, and give its facts.

    The cases have nothing in common, so each can be decided on its own.
    """
    ids = count(number << 32)
    journal = MemoryJournal()
    rutin = Rutin(journal, clock=lambda: MOMENT, new_id=lambda: UUID(int=next(ids)))
    for command in life(number):
        rutin.handle(command, recorder_of(command))
    return journal.since(0, journal.head())


def recorder_of(command: Command) -> Actor:
    """Give who records a command: claims are attested, and orders ended, by others than who records the rest."""
    match command:
        case AttestExpenseClaim():
            return EVA
        case EndOrder():
            return HUGO
        case _:
            return ADAM


@dataclass(frozen=True, slots=True)
class Made:
    """What it took to make a log, a figure a batch.

    Attributes:
        deciding: Seconds for each event decided.
        appending: Seconds for each event appended, for each of the logs.
    """

    deciding: list[float]
    appending: tuple[list[float], ...]


def fill(logs: Sequence[FactLog], events: int) -> Made:
    """Append the same facts to empty logs, until each holds so many."""
    made = Made([], tuple([] for _ in logs))
    decided_facts = islice(facts(), events)
    while True:
        began = perf_counter()
        batch = list(islice(decided_facts, BATCH))
        if not batch:
            return made
        made.deciding.append((perf_counter() - began) / len(batch))
        for log, seconds in zip(logs, made.appending, strict=True):
            began = perf_counter()
            log.append(batch)
            seconds.append((perf_counter() - began) / len(batch))
