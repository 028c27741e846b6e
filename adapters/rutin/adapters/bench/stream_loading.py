"""Loading one long stream: a case of two hundred events."""

from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.lives import LAST_DAY, references
from rutin.adapters.bench.making import ADAM, MOMENT, decided
from rutin.adapters.bench.measuring import by_turns
from rutin.adapters.bench.row import Row, time_taken
from rutin.application import Rutin
from rutin.application.memory import MemoryJournal
from rutin.domain.case import RecordJournalNote
from rutin.domain.recorded import Recorded

EVENTS = 200
TIMES = 20


def load_stream(databases: Databases, runs: int) -> Row:
    """Measure milliseconds to load the stream to typed facts, beside the library's own load."""
    journal, bare = databases.journal(), databases.bare_library()
    stream = _long_stream()
    journal.append(stream)
    bare.append(stream)
    name = stream[0].stream

    def with_rutin() -> int:
        for _ in range(TIMES):
            journal.history(name)
        return TIMES

    def with_the_library() -> int:
        for _ in range(TIMES):
            bare.load([name])
        return TIMES

    measured = by_turns(with_rutin, with_the_library, runs)
    return time_taken(
        f"Läsa in en ström med {EVENTS} händelser, {databases.version}",
        f"{databases.name}.load_stream_{EVENTS}",
        measured,
        goal=None,
    )


def _long_stream() -> tuple[Recorded, ...]:
    """Give a case's stream, its life and then notes until it is long enough."""
    journal = MemoryJournal()
    journal.append(decided(1))
    case, _, _ = references(1)
    rutin = Rutin(journal, clock=lambda: MOMENT)
    for number in range(EVENTS - len(journal.history(f"case/{case}"))):
        note = RecordJournalNote(
            case=case, occurred_on=LAST_DAY, note=f"anteckning-{number}", text="Ringde brukaren."
        )
        rutin.handle(note, ADAM)
    return journal.history(f"case/{case}")
