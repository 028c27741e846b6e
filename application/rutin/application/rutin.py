"""Rutin: the one door in. A command comes in, is decided, is recorded, and is answered."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import chain, islice
from uuid import UUID, uuid4, uuid5

from rutin.application.assessment import Question, answer
from rutin.application.journal import Journal
from rutin.application.memory import MemoryJournal
from rutin.application.query import AnyQuery, Asking, Line, Query, refuse_unknown
from rutin.application.registry import operation_of
from rutin.application.saved_queries import (
    MemorySavedQueries,
    SavedQueries,
    SavedQuery,
    saved_query,
)
from rutin.application.support_work import Due, UnitSituation, due_for, unit_situation
from rutin.application.timeline import Timeline, timeline
from rutin.application.views import Views
from rutin.application.what_if import WhatIf
from rutin.domain.act import Command
from rutin.domain.actor import Actor
from rutin.domain.assessment.assess import Finding
from rutin.domain.assessment.provision_set import SHIPPED, ProvisionSet
from rutin.domain.assignee import RegisterAssignee
from rutin.domain.case import ReceiveOrder, RegisterContact
from rutin.domain.decide import decide, subject_of
from rutin.domain.history import History
from rutin.domain.person import Person
from rutin.domain.recorded import Entry, Recorded
from rutin.domain.refusal import (
    Conflict,
    Forbidden,
    Impossible,
    Malformed,
    Problem,
    Unavailable,
)
from rutin.domain.reliance import found_by, further, named_by
from rutin.domain.routine import ALL_ROUTINES, RoutineBook
from rutin.domain.values import stockholm_date

EVENT_IDS = UUID("7d4fb0e6-3a43-5c0e-9a57-6b1f0c6f7a11")
"""Namespace of event ids: a fact's id follows from its command's."""

LAST_DAY_ASKED = date(2199, 12, 31)
"""A service without end has a report to hand in every month until the day that is asked about."""

PATIENCE_S = 5.0
"""How long a query waits for what its reader has seen to show, in seconds."""

ATTEMPTS = 8
"""How often a command is decided anew when others record at the same time."""


class Rutin:
    """The application: every surface calls this, and nothing else.

    Args:
        journal: Where facts are kept; in memory when none is given.
        municipality: Whose journal it is.
        clock: Gives the present moment, with time zone.
        new_id: Gives an id for a command that came without one.
        provisions: What is judged: the shipped routines, and the municipality's own if any.
        views: Where queries look for their answers; without any, none can be asked.
        saved: Where users' saved queries are kept; in memory when left out.
    """

    def __init__(
        self,
        journal: Journal | None = None,
        *,
        municipality: str = "kommunen",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], UUID] = uuid4,
        provisions: ProvisionSet = SHIPPED,
        views: Views | None = None,
        saved: SavedQueries | None = None,
    ) -> None:
        self.journal: Journal = MemoryJournal() if journal is None else journal
        self.views = views
        self.saved: SavedQueries = MemorySavedQueries() if saved is None else saved
        self._municipality = municipality
        self._clock = clock
        self._new_id = new_id
        self.provisions = provisions

    def handle(
        self,
        command: Command,
        by: Actor,
        *,
        command_id: str | None = None,
        deviation: str | None = None,
        recorded_at: datetime | None = None,
        correlation_id: str | None = None,
        causation_id: str | None = None,
        expected_version: int | None = None,
    ) -> Recorded:
        """Authorise, load, decide and append; answer the recorded fact.

        Args:
            command: What is to be recorded.
            by: Who records it.
            command_id: An id that makes a retry return the first answer.
            deviation: Why it is recorded although a precondition forbids the act.
            recorded_at: When it was recorded elsewhere; the role importer alone may say.
            correlation_id: The chain of commands it belongs to; its own id when left out.
            causation_id: What gave rise to it.
            expected_version: The version of the aggregate's stream that the caller has seen, 0 for
                one that does not exist yet; any when left out.

        Raises:
            Forbidden: The role may not do this.
            Impossible: The command contradicts what is recorded.
            Refused: Provisions forbid the act, and no deviation is given.
            Conflict: The stream has another version than the caller has seen, or others kept
                recording about the same; look again, then try again.
        """
        self._authorise(command, by, recorded_at)
        deviation = (deviation or "").strip() or None
        known_as = command_id or str(self._new_id())
        digest = _digest(command, by, deviation)
        if command_id and (earlier := self.journal.of_command(command_id)):
            return _first_answer(earlier[0], digest)
        stream = f"{command.records.stream_kind}/{subject_of(command)}"
        moment = recorded_at or self._clock()
        for _ in range(ATTEMPTS):
            reading = self.journal.about(named_by(command), leading_on=further)
            history, reliance = History(reading.recorded), reading.reliance
            if overtaken := [r for r in history.recorded if r.command_id == known_as]:
                return _first_answer(overtaken[0], digest)
            before = [r for r in history.recorded if r.stream == stream]
            _refuse_stale(stream, len(before), expected_version)
            fact = decide(command, history, by, today=stockholm_date(moment), deviation=deviation)
            entry = Entry(
                stream=stream,
                version=len(before) + 1,
                event_id=uuid5(EVENT_IDS, f"{self._municipality}/{known_as}"),
                recorded_at=moment.astimezone(UTC),
                actor=by,
                command_id=known_as,
                command_digest=digest,
                correlation_id=correlation_id or known_as,
                causation_id=causation_id,
                municipality=self._municipality,
                references=found_by(fact, stream, before),
                deviation=deviation,
                fact=fact,
            )
            try:
                (recorded,) = self.journal.append(
                    [entry], relying_on=reliance, persons=_persons(command)
                )
            except Conflict:
                continue
            return _first_answer(recorded, digest)
        raise Conflict("Andra registrerade om samma sak hela tiden. Inget är sparat; försök igen.")

    def ask(
        self, query: Query[Line], by: Actor, *, seen: int = 0, patience: float = PATIENCE_S
    ) -> tuple[Line, ...]:
        """Answer a query with its lines (see `answering`)."""
        with self.answering(query, by, seen=seen, patience=patience) as lines:
            return tuple(lines)

    @contextmanager
    def answering(
        self, query: Query[Line], by: Actor, *, seen: int = 0, patience: float = PATIENCE_S
    ) -> Iterator[Iterator[Line]]:
        """Answer a query with lines to read, however many, all of them of one moment.

        What is refused is refused before there is a line to read.

        Args:
            query: What is asked.
            by: Who asks.
            seen: Answer with what is recorded up to this position at least, such as one's own fact.
            patience: How long to wait for that, in seconds.

        Raises:
            Forbidden: The role may not ask this.
            Malformed: What is asked for is out of bounds.
            Impossible: What is asked about does not exist.
            Unavailable: With code "views_behind": what was seen does not show yet; ask again. With
                code "view_not_built": there is nothing to look in yet. With code "no_views": this
                application was given none.
        """
        if by.role not in query.permitted:
            raise Forbidden(
                f"Rollen {by.role} får inte se det här ({query.title.lower()}). "
                f"Be någon med rollen {' eller '.join(query.permitted)}.",
                field="by.role",
            )
        if self.views is None:
            raise Unavailable("Rutin har startats utan vyer att svara ur.", code="no_views")
        if seen:
            self.views.reach(query.over, seen, patience)
        today, routines = stockholm_date(self._clock()), self.routines()
        with self.views.at_once() as views:
            asking = Asking(self.journal, views, routines, self.provisions, today, by)
            refuse_unknown(query, asking)
            lines = iter(query.answer(asking))
            first = tuple(islice(lines, 1))  # many queries refuse nothing until they are read
            yield chain(first, lines)

    def keep_query(self, name: str, query: AnyQuery, by: Actor) -> tuple[SavedQuery, bool]:
        """Keep a query under a name of the user's own, in place of any that has it.

        Args:
            name: What the user calls it.
            query: What is asked; what is not given of it stays as its defaults are when it is asked.
            by: Who keeps it.

        Returns:
            The query as it is kept, and whether the name is new.

        Raises:
            Malformed: No query can have that name.
            Impossible: With code "too_many_saved_queries": the user has as many as there may be.
        """
        saved = saved_query(name, query)
        return saved, self.saved.keep(by.id, saved)

    def kept_queries(self, by: Actor) -> tuple[SavedQuery, ...]:
        """Give the queries that a user has saved."""
        return self.saved.of(by.id)

    def kept_query(self, name: str, by: Actor) -> SavedQuery:
        """Give the query that a user has saved under a name.

        Raises:
            Impossible: With code "unknown_saved_query": there is none.
        """
        for saved in self.saved.of(by.id):
            if saved.name == name.strip():
                return saved
        raise _no_such_saved(name)

    def forget_query(self, name: str, by: Actor) -> None:
        """Do away with the query that a user has saved under a name.

        Raises:
            Impossible: With code "unknown_saved_query": there is none.
        """
        if not self.saved.forget(by.id, name.strip()):
            raise _no_such_saved(name)

    def on(self, journal: Journal) -> "Rutin":
        """Give the same application over another journal, such as that of a trial."""
        return Rutin(
            journal,
            municipality=self._municipality,
            clock=self._clock,
            new_id=self._new_id,
            provisions=self.provisions,
        )

    def timeline(
        self,
        reference: str,
        *,
        as_of: date | None = None,
        known_at: datetime | None = None,
        by: Actor | None = None,
    ) -> Timeline:
        """Tell what happened in a case, with an assignee, in a support relationship or to a routine.

        Args:
            reference: "K-1", or "case/K-1" when an assignee has the same reference.
            as_of: Leave out what occurred after this day; of an assignee, too, who came to the case
                later.
            known_at: Leave out what was recorded after this moment, likewise.
            by: Who reads: the text of a note in the wrong client's file is shown to an auditor alone
                (D-66); it is hidden when this is left out.

        Raises:
            Impossible: Nothing is recorded under the reference.
        """
        return timeline(self.journal, reference, as_of=as_of, known_at=known_at, by=by)

    def routines(self) -> RoutineBook:
        """Give the routines as they stand: versions, local values and the rolling schedule."""
        book = History(self.journal.about({ALL_ROUTINES}).recorded).routine_book
        return book.joined_by(self.provisions.own_versions)

    def assess(
        self,
        case: str | None = None,
        *,
        rule: str | None = None,
        unit: str | None = None,
        as_of: date | None = None,
        known_at: datetime | None = None,
        what_if: WhatIf | None = None,
    ) -> Iterator[Finding]:
        """Say of each provision how it stands: met, late, overdue, breached or not applicable.

        Args:
            case: The case; every case, and the routines themselves, when left out.
            rule: One provision, such as "KLA-06c"; all of them when left out.
            unit: Cases of this unit alone.
            as_of: The day that is asked about, past or future; today when left out.
            known_at: The moment at which it is to have been known; now when left out.
            what_if: Other versions or local values to suppose. Nothing is written.

        Returns:
            Findings, case by case, each in catalogue order; made as they are asked for.

        Raises:
            Malformed: There is no such rule, or it is shown but not judged; or the day is too far off.
            Impossible: There is no such case, version or parameter, or a value is out of bounds.
        """
        question = Question(
            case=case,
            rule=rule,
            unit=unit,
            as_of=self._day(as_of),
            known_at=known_at,
            what_if=what_if,
        )
        return answer(self.journal, question, self.provisions)

    def due_for(self, assignee: str, *, as_of: date | None = None) -> Due:
        """Say what a support person has to do this week and this month.

        Args:
            assignee: The support person, as in the resource register.
            as_of: The day that is asked about; today when left out.

        Raises:
            Impossible: There is no such assignee.
        """
        day = self._day(as_of)
        return due_for(self.journal, assignee, day, self.routines(), self.provisions)

    def unit_situation(self, unit: str, *, as_of: date | None = None) -> UnitSituation:
        """Say which slots of support persons are vacant in a unit, who leaves, and what is handed over.

        Args:
            unit: The unit.
            as_of: The day that is asked about; today when left out.
        """
        day = self._day(as_of)
        return unit_situation(self.journal, unit, day, self.routines(), self.provisions)

    def _day(self, as_of: date | None) -> date:
        """Give the day that is asked about; today when none is told."""
        if as_of is not None and as_of > LAST_DAY_ASKED:
            raise Malformed(
                Problem(
                    "day_out_of_bounds",
                    f"Dagen {as_of} ligger för långt fram. Fråga om en dag till och med {LAST_DAY_ASKED}.",
                    field="as_of",
                )
            )
        return as_of or stockholm_date(self._clock())

    def _authorise(self, command: Command, by: Actor, recorded_at: datetime | None) -> None:
        operation = operation_of(command)
        if by.role not in operation.permitted:
            raise Forbidden(
                f"Rollen {by.role} får inte göra det här ({operation.title.lower()}). "
                f"Be någon med rollen {' eller '.join(operation.permitted)}.",
                field="by.role",
            )
        if recorded_at is not None and by.role != "importer":
            raise Forbidden(
                "Bara rollen importer får ange när något registrerades. Ta bort recorded_at, "
                "eller låt importören registrera för personens räkning (on_behalf_of).",
                code="recorded_at_forbidden",
                field="recorded_at",
            )


def _no_such_saved(name: str) -> Impossible:
    return Impossible(
        f"Du har ingen sparad fråga som heter {name}. Kontrollera namnet i listan över dina frågor.",
        code="unknown_saved_query",
        field="name",
    )


def _refuse_stale(stream: str, version: int, expected: int | None) -> None:
    if expected is not None and version != expected:
        raise Conflict(
            f"Någon har registrerat något nytt om {stream}: version {version}, inte {expected}. "
            "Läs in det nya och försök igen.",
            code="stale_version",
        )


def _persons(command: Command) -> tuple[Person, ...]:
    match command:
        case (
            ReceiveOrder(person=Person() as person)
            | RegisterContact(identity=Person() as person)
            | RegisterAssignee(identity=Person() as person)
        ):
            return (person,)
    return ()


def _first_answer(recorded: Recorded, digest: str) -> Recorded:
    if recorded.command_digest != digest:
        raise Impossible(
            f"Kommandots id {recorded.command_id} är redan använt för något annat. "
            "Ge varje kommando ett eget id.",
            code="command_id_reused",
            field="command_id",
        )
    return recorded


def _digest(command: Command, by: Actor, deviation: str | None) -> str:
    told = f"{type(command).__name__}\n{command.model_dump_json()}\n{by.acting_for.id}\n{deviation}"
    return hashlib.sha256(told.encode()).hexdigest()
