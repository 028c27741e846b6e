"""Load, decide and append: commands through Rutin beside the library's own load and append."""

import json
from collections.abc import Iterable, Iterator
from itertools import count

from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.lives import LAST_DAY, MONTHS, monthly_report, references
from rutin.adapters.bench.making import ADAM, MOMENT, decided
from rutin.adapters.bench.measuring import by_turns
from rutin.adapters.bench.row import Row, speed
from rutin.application import Rutin
from rutin.domain.act import Command
from rutin.domain.case import RecordClientContact, RecordJournalNote
from rutin.domain.stored import encode

CASES = 60
GOAL = 0.7


def load_decide_append(databases: Databases, runs: int) -> Row:
    """Measure commands a second, each on a case with some months of service behind it.

    The library loads the streams that the decision reads, and saves an event that tells as much.
    """
    journal, bare = databases.journal(), databases.bare_library()
    for number in range(1, CASES + 1):
        facts = decided(number)
        journal.append(facts)
        bare.append(facts)
    rutin = Rutin(journal, clock=lambda: MOMENT)
    cases = range(1, CASES + 1)
    rounds = count()

    def with_rutin() -> int:
        for command in commands(cases, next(rounds)):
            rutin.handle(command, ADAM)
        return CASES

    def with_the_library() -> int:
        for number, command in zip(cases, commands(cases, next(rounds)), strict=True):
            own = f"{command.records.stream_kind}/"
            # The stream that it goes to first: there the event is saved.
            streams = sorted(_streams(number), key=lambda stream: not stream.startswith(own))
            bare.load_and_append(streams, json.loads(encode(command.fact())))
        return CASES

    measured = by_turns(with_rutin, with_the_library, runs)
    return speed(
        f"Läsa in, besluta och spara, {databases.version}",
        f"{databases.name}.load_decide_append",
        measured,
        goal=GOAL,
        unit="commands/s",
    )


def commands(cases: Iterable[int], turn: int) -> Iterator[Command]:
    """Give a command to each case: a note, a report or a contact, as the turn comes to each.

    Args:
        cases: Their numbers, as in `lives`.
        turn: Which time around; makes the notes of a case differ.
    """
    for place, number in enumerate(cases, start=turn):
        case, _, relationship = references(number)
        match place % 3:
            case 0:
                yield RecordJournalNote(
                    case=case,
                    occurred_on=LAST_DAY,
                    note=f"anteckning-{turn}",
                    text="Ringde brukaren, som är nöjd med insatsen.",
                )
            case 1:
                yield monthly_report(relationship, MONTHS[turn % len(MONTHS)])
            case _:
                yield RecordClientContact(
                    case=case, occurred_on=LAST_DAY, channel="phone", purpose="order"
                )


def _streams(number: int) -> tuple[str, ...]:
    case, assignee, relationship = references(number)
    return f"case/{case}", f"assignee/{assignee}", f"relationship/{relationship}"
