"""A trial: decide on everything against the real journal, then record it all at once, or nothing.

A file of orders is all or nothing, and its rows build on each other: the second prolongs what the
first opened. So they are decided, one by one and through the same door as anything else, on a
journal laid over the real one; what comes of it is then appended in one transaction, on the
condition that nothing the decisions relied on has changed meanwhile. Checking first and appending
row by row afterwards would leave half a file behind when a row fails the second time.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from rutin.application.journal import (
    Journal,
    LeadingOn,
    Reading,
    Reliance,
    identity_number_taken,
    nowhere,
)
from rutin.domain.person import Person
from rutin.domain.recorded import Entry, Recorded


class TrialJournal:
    """Shows a journal as it stood at the start, with what was appended since; keeps that back."""

    def __init__(self, journal: Journal) -> None:
        """Lay a trial over a journal."""
        self._beneath = journal
        self._start = journal.head()
        self._relied_on: set[str] = set()
        self._log: list[Recorded] = []
        self._about: defaultdict[str, list[Recorded]] = defaultdict(list)
        self._of_command: defaultdict[str, list[Recorded]] = defaultdict(list)
        self._persons: dict[str, Person] = {}

    def record(self) -> tuple[Recorded, ...]:
        """Append what was kept back to the journal beneath, all or nothing, in one transaction.

        Raises:
            Conflict: Something the decisions relied on was recorded since the trial began.
            Impossible: An identity number was given to another person since the trial began.
        """
        if not self._log:
            return ()
        return self._beneath.append(
            self._log,
            relying_on=Reliance(frozenset(self._relied_on), self._start),
            persons=tuple(self._persons.values()),
        )

    def append(
        self,
        entries: Sequence[Entry],
        *,
        relying_on: Reliance | None = None,  # noqa: ARG002 - all that is read is relied on
        persons: Sequence[Person] = (),
    ) -> tuple[Recorded, ...]:
        """Keep the entries back, in the places they would get now, and the persons.

        Raises:
            Impossible: The identity number of a person belongs to another.
        """
        for person in persons:
            self.keep(person)
        kept = tuple(entry.at(place) for place, entry in enumerate(entries, self.head() + 1))
        for fact in kept:
            self._log.append(fact)
            self._of_command[fact.command_id].append(fact)
            for reference in dict.fromkeys(fact.references):
                self._about[reference].append(fact)
        return kept

    def keep(self, person: Person) -> None:
        """Keep what is told of a person.

        Raises:
            Impossible: The identity number belongs to another.
        """
        if person.identity_number is not None:
            owner = self.person_by_number(str(person.identity_number))
            if owner is not None and owner.reference != person.reference:
                raise identity_number_taken()
        known = self._persons.get(person.reference)
        self._persons[person.reference] = known.updated_by(person) if known else person

    def head(self) -> int:
        """Give the last position, that of what was kept back included."""
        return self._start + len(self._log)

    def history(self, stream: str) -> tuple[Recorded, ...]:
        """Read one stream in version order."""
        return tuple(r for r in self.about({stream}).recorded if r.stream == stream)

    def since(self, position: int, limit: int) -> tuple[Recorded, ...]:
        """Read at most `limit` facts after a position, in position order."""
        before = self._beneath.since(position, min(limit, max(self._start - position, 0)))
        after = self._log[max(position - self._start, 0) :]
        return (*before, *after)[:limit]

    def about(self, references: Collection[str], *, leading_on: LeadingOn = nowhere) -> Reading:
        """Read every fact that carries any of the references, or those they lead on to."""
        found: dict[int, Recorded] = {}
        read: frozenset[str] = frozenset()
        more = frozenset(references)
        while more:
            before = self._beneath.about(more).recorded if self._start else ()
            kept = (r for name in more for r in self._about.get(name, ()))
            found.update((r.position, r) for r in before if r.position <= self._start)
            found.update((r.position, r) for r in kept)
            read |= more
            more = leading_on(found.values(), read)
        self._relied_on.update(read)
        return Reading(self.head(), tuple(found[place] for place in sorted(found)), read)

    def named(self, kind: str) -> tuple[str, ...]:
        """Give every reference of a kind that facts are recorded about, in order."""
        begins = f"{kind}/"
        kept = {name.removeprefix(begins) for name in self._about if name.startswith(begins)}
        return tuple(sorted(kept | set(self._beneath.named(kind))))

    def of_command(self, command_id: str) -> tuple[Recorded, ...]:
        """Read the facts that a command gave, in order."""
        before = self._beneath.of_command(command_id) if self._start else ()
        return (*before, *self._of_command.get(command_id, ()))

    def person(self, reference: str) -> Person | None:
        """Look a person up, as the vault has them and as told since."""
        known, told = self._beneath.person(reference), self._persons.get(reference)
        return known.updated_by(told) if known and told else told or known

    def person_by_number(self, identity_number: str) -> Person | None:
        """Look a person up by 12-digit identity number."""
        for person in self._persons.values():
            if person.identity_number and str(person.identity_number) == identity_number:
                return self.person(person.reference)
        known = self._beneath.person_by_number(identity_number)
        return self.person(known.reference) if known else None
