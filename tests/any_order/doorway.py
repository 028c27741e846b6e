"""A journal with a door: others may come in between a decision's reading and its appending."""

from collections.abc import Callable, Collection, Sequence

from rutin.application.journal import Journal, LeadingOn, Reading, Reliance, nowhere
from rutin.domain.person import Person
from rutin.domain.recorded import Entry, Recorded


class Doorway:
    """Passes everything on; at each append one of the rivals, if any wait, goes first."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.rivals: list[Callable[[], object]] = []

    def append(
        self,
        entries: Sequence[Entry],
        *,
        relying_on: Reliance | None = None,
        persons: Sequence[Person] = (),
    ) -> tuple[Recorded, ...]:
        if self.rivals:
            self.rivals.pop(0)()
        return self.journal.append(entries, relying_on=relying_on, persons=persons)

    def history(self, stream: str) -> tuple[Recorded, ...]:
        return self.journal.history(stream)

    def since(self, position: int, limit: int) -> tuple[Recorded, ...]:
        return self.journal.since(position, limit)

    def head(self) -> int:
        return self.journal.head()

    def about(self, references: Collection[str], *, leading_on: LeadingOn = nowhere) -> Reading:
        return self.journal.about(references, leading_on=leading_on)

    def named(self, kind: str) -> tuple[str, ...]:
        return self.journal.named(kind)

    def of_command(self, command_id: str) -> tuple[Recorded, ...]:
        return self.journal.of_command(command_id)

    def person(self, reference: str) -> Person | None:
        return self.journal.person(reference)

    def person_by_number(self, identity_number: str) -> Person | None:
        return self.journal.person_by_number(identity_number)
