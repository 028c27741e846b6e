"""Many cases quickly: one life of about fifty facts is decided, and the others are its likes.

To decide ten thousand lives takes longer than to assess them, and they would not differ in what
there is to judge.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain, count, islice
from uuid import UUID

from rutin.adapters.bench.lives import MONTHS, references
from rutin.adapters.bench.making import ADAM, BATCH, MOMENT, decided
from rutin.adapters.enveloped import envelope_of, recorded
from rutin.application import Rutin
from rutin.application.journal import FactLog
from rutin.application.memory import MemoryJournal
from rutin.domain.case import RecordJournalNote, SignJournalNote
from rutin.domain.recorded import Recorded
from rutin.domain.stored import decode, encode
from rutin.domain.support_relationship import ContactAssignee


@cache
def _first() -> tuple[Recorded, ...]:
    """Decide a life that goes on with a noted contact in some of the months."""
    journal = MemoryJournal()
    journal.append(decided(1))
    ids = count(2 << 32)
    rutin = Rutin(journal, clock=lambda: MOMENT, new_id=lambda: UUID(int=next(ids)))
    case, _, relationship = references(1)
    for month in MONTHS[:4]:
        day, note = month.first_day, f"samtal-{month}"
        for command in (
            ContactAssignee(relationship=relationship, occurred_on=day, purpose="other"),
            RecordJournalNote(
                case=case, occurred_on=day, note=note, text="Ringde uppdragstagaren."
            ),
            SignJournalNote(case=case, occurred_on=day, note=note),
        ):
            rutin.handle(command, ADAM)
    return journal.since(0, journal.head())


EVENTS_EACH = len(_first())


def alike(number: int) -> Iterator[Recorded]:
    """Give the facts of a case that is like the first, with references and ids of its own."""
    for place, each in enumerate(_first()):
        document = encode(each.fact).replace(b'-1"', b'-%d"' % number)
        command = f"{number}-{place}"
        yield replace(
            each,
            stream=_named(each.stream, number),
            event_id=UUID(int=(number << 32) + place),
            command_id=command,
            correlation_id=command,
            references=tuple(_named(reference, number) for reference in each.references),
            fact=decode(document),
        )


def _named(reference: str, number: int) -> str:
    return f"{reference.removesuffix('-1')}-{number}"


def fill_alike(log: FactLog, cases: int) -> None:
    """Append the facts of so many cases to an empty log."""
    facts = chain.from_iterable(map(alike, range(1, cases + 1)))
    while batch := list(islice(facts, BATCH)):
        log.append(batch)


def stored_rows(number: int) -> Iterator[tuple[object, ...]]:
    """Give a case's facts as they are stored."""
    return map(as_stored, alike(number))


def decode_rows(rows: Iterable[tuple[object, ...]]) -> None:
    """Decode facts as they are stored, and do nothing with them."""
    for row in rows:
        recorded(*row)  # type: ignore[arg-type]  # a row is what is stored, in order


def as_stored(told: Recorded) -> tuple[object, ...]:
    """Give a fact as the columns it is stored in, in the order that it is read."""
    _, event_id, *envelope = envelope_of(told).values()
    stored = (told.position, told.stream, told.version, encode(told.fact))
    return (*stored, event_id, *envelope)
