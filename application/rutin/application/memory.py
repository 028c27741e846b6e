"""A journal in memory: for embedders, for tests, and as the reference for every other journal."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from threading import Lock
from uuid import UUID

from rutin.application.journal import LeadingOn, Reading, Reliance, identity_number_taken, nowhere
from rutin.domain.person import Person
from rutin.domain.recorded import Entry, Recorded
from rutin.domain.refusal import Conflict


class MemoryJournal:
    """Keeps everything in plain dicts under one lock; gone when the process ends."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._log: list[Recorded] = []
        self._streams: defaultdict[str, list[Recorded]] = defaultdict(list)
        self._positions_about: defaultdict[str, list[int]] = defaultdict(list)
        self._commands: defaultdict[str, list[Recorded]] = defaultdict(list)
        self._event_ids: set[UUID] = set()
        self._persons: dict[str, Person] = {}

    def append(
        self,
        entries: Sequence[Entry],
        *,
        relying_on: Reliance | None = None,
        persons: Sequence[Person] = (),
    ) -> tuple[Recorded, ...]:
        """Record the entries and keep the persons, all or nothing (see `Journal`)."""
        with self._lock:
            if first_answer := self._first_answer(entries):
                return first_answer
            self._check_reliance(relying_on)
            self._check_places(entries)
            kept = self._with_persons(persons) if persons else self._persons
            recorded = tuple(
                entry.at(position)
                for position, entry in enumerate(entries, start=len(self._log) + 1)
            )
            self._persons = kept
            for fact in recorded:
                self._keep(fact)
            return recorded

    def history(self, stream: str) -> tuple[Recorded, ...]:
        """Read one stream in version order; empty if there is none."""
        with self._lock:
            return tuple(self._streams.get(stream, ()))

    def since(self, position: int, limit: int) -> tuple[Recorded, ...]:
        """Read at most `limit` facts after a position, in position order."""
        with self._lock:
            return tuple(self._log[position : position + limit])

    def head(self) -> int:
        """Give the last position, 0 for an empty log."""
        with self._lock:
            return len(self._log)

    def about(self, references: Collection[str], *, leading_on: LeadingOn = nowhere) -> Reading:
        """Read every fact that carries any of the references, or those they lead on to."""
        with self._lock:
            positions: set[int] = set()
            read: frozenset[str] = frozenset()
            facts: tuple[Recorded, ...] = ()
            more = frozenset(references)
            while more:
                positions.update(p for name in more for p in self._positions_about.get(name, ()))
                facts = tuple(self._log[position - 1] for position in sorted(positions))
                read |= more
                more = leading_on(facts, read)
            return Reading(len(self._log), facts, read)

    def named(self, kind: str) -> tuple[str, ...]:
        """Give every reference of a kind that facts are recorded about, in order."""
        with self._lock:
            begins = f"{kind}/"
            return tuple(
                sorted(
                    reference.removeprefix(begins)
                    for reference in self._positions_about
                    if reference.startswith(begins)
                )
            )

    def of_command(self, command_id: str) -> tuple[Recorded, ...]:
        """Read the facts that a command gave, in order; empty if it gave none."""
        with self._lock:
            return tuple(self._commands.get(command_id, ()))

    def person(self, reference: str) -> Person | None:
        """Look a person up in the vault."""
        with self._lock:
            return self._persons.get(reference)

    def person_by_number(self, identity_number: str) -> Person | None:
        """Look a person up in the vault by 12-digit identity number."""
        with self._lock:
            return next(
                (p for p in self._persons.values() if _number(p) == identity_number),
                None,
            )

    def _first_answer(self, entries: Iterable[Entry]) -> tuple[Recorded, ...]:
        commands = dict.fromkeys(entry.command_id for entry in entries)
        known = [command for command in commands if command in self._commands]
        if known and len(known) < len(commands):
            raise Conflict(
                "En del av kommandona är redan registrerade. Skicka bara dem som återstår."
            )
        facts = (fact for command in known for fact in self._commands[command])
        return tuple(sorted(facts, key=lambda fact: fact.position))

    def _check_reliance(self, relying_on: Reliance | None) -> None:
        if relying_on is None:
            return
        for reference in relying_on.references:
            positions = self._positions_about.get(reference)
            if positions and positions[-1] > relying_on.read_at:
                raise Conflict(
                    f"Något nytt har registrerats om {reference}. Läs in det och försök igen."
                )

    def _check_places(self, entries: Iterable[Entry]) -> None:
        ahead: defaultdict[str, int] = defaultdict(int)
        event_ids: set[UUID] = set()
        for entry in entries:
            ahead[entry.stream] += 1
            if entry.version != len(self._streams.get(entry.stream, ())) + ahead[entry.stream]:
                raise Conflict(
                    f"Någon annan hann före i {entry.stream}. Läs in det nya och försök igen."
                )
            if entry.event_id in self._event_ids or entry.event_id in event_ids:
                raise Conflict(f"Händelse-id {entry.event_id} är redan använt. Välj ett nytt.")
            event_ids.add(entry.event_id)

    def _with_persons(self, persons: Iterable[Person]) -> dict[str, Person]:
        kept = dict(self._persons)
        for person in persons:
            known = kept.get(person.reference)
            kept[person.reference] = known.updated_by(person) if known else person
            if any(
                other.identity_number == person.identity_number
                for other in kept.values()
                if person.identity_number and other.reference != person.reference
            ):
                raise identity_number_taken()
        return kept

    def _keep(self, fact: Recorded) -> None:
        self._log.append(fact)
        self._streams[fact.stream].append(fact)
        self._commands[fact.command_id].append(fact)
        self._event_ids.add(fact.event_id)
        for reference in dict.fromkeys(fact.references):
            self._positions_about[reference].append(fact.position)


def _number(person: Person) -> str | None:
    return None if person.identity_number is None else str(person.identity_number)
