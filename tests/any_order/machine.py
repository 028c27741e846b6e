"""Staff work in any order, through `Rutin`, and the journal stays what it must be.

Every answer is kept beside the journal, and the two are compared: so what is refused, and what is
sent once more, is seen to change nothing.
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, TypeVar

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from any_order.doorway import Doorway
from any_order.lawful_path import leaps, onward, situation, turns
from any_order.oracles import broken_by, broken_by_all
from commands import (
    ADAM,
    BEA,
    CASES,
    DAYS,
    DECISIVE,
    PERSON_REFERENCES,
    PERSONS,
    TODAY,
    WHY,
    Wish,
    correction,
    corrections_of,
    deviations,
    wishes,
)
from rutin.application import Conflict, Recorded, Rutin, RutinError
from rutin.application.journal import Journal
from rutin.application.memory import MemoryJournal
from rutin.domain.act import Fact
from rutin.domain.assignee import RegisterAssignee
from rutin.domain.case import OrderRenewed, ReceiveOrder, RecordJournalNote, RegisterContact
from rutin.domain.history import History
from rutin.domain.person import Person
from rutin.domain.stored import decode, encode
from rutin.domain.support_relationship import (
    ExpenseClaimAttested,
    ExpenseClaimSubmitted,
    MatchMeetingHeld,
)

Picked = TypeVar("Picked")

MANY = 10_000

TURNING: tuple[type[Fact], ...] = (
    *(command.records for command in DECISIVE),
    MatchMeetingHeld,
    OrderRenewed,
    ExpenseClaimSubmitted,
    ExpenseClaimAttested,
)
"""What much hangs on: corrected often."""

cases = st.sampled_from(CASES)
whiches = st.integers(0, 99)
choices = st.integers(0, 59)
RIVALS = ("the same", "the same elsewhere", "a retry", "a step", "a turn", "an undoing")
rivals = st.lists(st.sampled_from(RIVALS) | wishes(), min_size=1, max_size=3)
picks = st.lists(st.tuples(choices, st.sampled_from((None,) * 6 + RIVALS)), min_size=6, max_size=25)


class AnyOrderOfWork(RuleBasedStateMachine):
    """Everything staff, and those who write at the same time, may do; over any journal."""

    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime.combine(TODAY, time(7), UTC)
        self.answers: list[Recorded] = []
        self.documents: list[bytes] = []
        self.sent: dict[str, Wish] = {}
        self.vault: dict[str, Person] = {}
        self.compared = self.judged = 0
        self.names = 0
        self.is_crowded = False
        self.start()

    @abstractmethod
    def open(self) -> Journal:
        """Open the run's journal, anew each time."""

    def start(self) -> None:
        """Start the program, and a second one on the same journal."""
        self.door = Doorway(self.open())
        self.rutin = Rutin(self.door, municipality="testkommunen", clock=self.tick)
        self.other = Rutin(self.open(), municipality="testkommunen", clock=self.tick)

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    # ------------------------------------------------------------------ what may happen

    @initialize(beginnings=st.tuples(*[picks] * len(CASES)))
    def begin(self, beginnings: tuple[list[tuple[int, str | None]], ...]) -> None:
        for case, picked in zip(CASES, beginnings, strict=True):
            self.work_on(case, picked)

    @rule(case=cases, picks=picks)
    def work_on(self, case: str, picks: list[tuple[int, str | None]]) -> None:
        for pick, rival in picks:
            self.send_overtaken(self.step(case, pick), case, pick, [rival] if rival else [])

    @rule(
        case=cases,
        day=st.sampled_from((None, *DAYS)),
        picks=st.lists(choices, min_size=5, max_size=20),
    )
    def leap(self, case: str, day: date | None, picks: list[int]) -> None:
        for pick in picks:
            now = situation(self.answers, case, pause=pick // 30, day=day)
            self.send(Wish(_picked(leaps(now), pick // 2), (ADAM, BEA)[pick % 2]))

    @rule(wish=wishes())
    def do_anything(self, wish: Wish) -> None:
        self.send(wish)

    @rule(which=whiches, turning=st.booleans(), deviation=deviations, data=st.data())
    def put_right(
        self, which: int, turning: bool, deviation: str | None, data: st.DataObject
    ) -> None:
        wrong = (
            turning and [r for r in self.answers if isinstance(r.fact, TURNING)]
        ) or self.answers
        if wrong:
            corrections = st.lists(
                corrections_of(wrong[which % len(wrong)]), min_size=1, max_size=3
            )
            for command in data.draw(corrections):
                self.send(Wish(command, ADAM, deviation))

    @rule(which=whiches)
    def send_again(self, which: int) -> None:
        if self.answers:
            first = self.answers[which % len(self.answers)]
            assert self.send(self.sent[first.command_id], first.command_id) == first
            self.reach("retry")

    @rule(which=whiches, wish=wishes())
    def send_something_else_under_a_used_id(self, which: int, wish: Wish) -> None:
        if self.answers:
            used = self.answers[which % len(self.answers)].command_id
            answer = self.send(wish, used)
            assert isinstance(answer, RutinError) or wish.command == self.sent[used].command

    @rule(
        case=cases,
        pick=choices,
        wish=wishes() | st.none(),
        looking=st.booleans(),
        who=rivals,
    )
    def be_overtaken(
        self,
        case: str,
        pick: int,
        wish: Wish | None,
        looking: bool,
        who: list[str | Wish],
    ) -> None:
        mine = wish or self.step(case, pick)
        self.send_overtaken(mine, case, pick, who, self.version_of(mine) if looking else None)

    @precondition(lambda self: len(self.answers) > 10 and not self.is_crowded)
    @rule(case=cases)
    def be_overtaken_for_ever(self, case: str) -> None:
        self.is_crowded = True
        note = RecordJournalNote(case=case, occurred_on=DAYS[-1], text="Alla skriver samtidigt.")
        self.door.rivals = [
            lambda: self.send(Wish(note, BEA, WHY), through=self.other) for _ in range(20)
        ]
        answer = self.send(Wish(note, ADAM, WHY))
        assert isinstance(answer, Conflict)
        self.door.rivals.clear()

    @precondition(lambda self: len(self.answers) > 10)
    @rule()
    def restart(self) -> None:
        self.reach("restart")
        self.start()

    # ------------------------------------------------------------------ what must hold

    @invariant()
    def the_journal_holds_what_was_answered_and_nothing_else(self) -> None:
        assert self.door.head() == len(self.answers)
        assert self.door.since(self.compared, MANY) == tuple(self.answers[self.compared :])
        self.compared = len(self.answers)

    @invariant()
    def the_vault_holds_whom_the_answered_commands_brought(self) -> None:
        for reference in PERSON_REFERENCES:
            assert self.door.person(reference) == self.vault.get(reference)

    @invariant()
    def each_fact_is_lawful_or_has_its_deviation(self) -> None:
        for number in range(self.judged, len(self.answers)):
            recorded = self.answers[number]
            broken = list(broken_by(recorded, self.answers[:number]))
            assert not broken, f"{recorded.position} {recorded.fact!r}: {' '.join(broken)}"
        self.judged = len(self.answers)

    def teardown(self) -> None:
        recorded = self.open().since(0, MANY)
        assert recorded == tuple(self.answers)
        assert not list(broken_by_all(recorded))
        self.replay_equals_live(recorded)
        self.one_at_a_time_gives_the_same()
        self.no_identity_number_is_stored()

    def replay_equals_live(self, recorded: Sequence[Recorded]) -> None:
        """What is folded from the stored bytes is what was folded as it was recorded."""
        documents = self.stored_documents(recorded)
        assert documents == self.documents
        facts = [decode(document) for document in documents]
        assert [encode(fact) for fact in facts] == documents
        replayed = [replace(r, fact=fact) for r, fact in zip(recorded, facts, strict=True)]
        for stream in {r.stream for r in recorded}:
            assert _state(stream, replayed) == _state(stream, self.answers)

    def one_at_a_time_gives_the_same(self) -> None:
        """What was recorded between others' writings is what a queue of commands gives."""
        moment = self.now
        alone = Rutin(MemoryJournal(), municipality="testkommunen", clock=lambda: moment)
        for recorded in self.answers:
            moment = recorded.recorded_at
            assert (
                self.handle(alone, self.sent[recorded.command_id], recorded.command_id) == recorded
            )

    def no_identity_number_is_stored(self) -> None:
        told = b"".join(self.documents).decode() + repr(self.answers)
        for number in {str(p.identity_number) for p in PERSONS if p.identity_number}:
            assert number not in told
            assert number[2:8] + "-" + number[8:] not in told

    def stored_documents(self, recorded: Sequence[Recorded]) -> list[bytes]:
        """Give the facts as they are stored, in position order."""
        return [encode(r.fact) for r in recorded]

    # ------------------------------------------------------------------ how it is done

    def send(
        self,
        wish: Wish,
        name: str | None = None,
        *,
        seen: int | None = None,
        through: Rutin | None = None,
    ) -> Recorded | RutinError:
        """Send a command, and note what is answered."""
        name = name or self.new_name()
        try:
            answer = self.handle(through or self.rutin, wish, name, seen=seen)
        except RutinError as no:
            self.reach(type(no).__name__)
            return no
        if answer.position > len(self.answers):
            self.note(answer, wish)
        assert answer == self.answers[answer.position - 1]
        return answer

    def handle(self, rutin: Rutin, wish: Wish, name: str, *, seen: int | None = None) -> Recorded:
        return rutin.handle(
            wish.command,
            wish.by,
            command_id=name,
            deviation=wish.deviation,
            recorded_at=wish.recorded_at,
            expected_version=seen,
        )

    def send_overtaken(
        self, wish: Wish, case: str, pick: int, who: Sequence[str | Wish], seen: int | None = None
    ) -> None:
        """Send a command, and let others in before it is recorded; decided anew, it still holds."""
        name = self.new_name()
        self.door.rivals = [self.rival(each, wish, name, case, pick) for each in who]
        answer = self.send(wish, name, seen=seen)
        if len(self.door.rivals) < len(who):
            self.reach("overtaken")
        self.door.rivals.clear()
        if isinstance(answer, Recorded):
            assert seen is None or answer.version == seen + 1
        elif who:
            again = self.send(wish, name, seen=seen)
            assert isinstance(again, RutinError)
            assert again.problems == answer.problems

    def version_of(self, wish: Wish) -> int:
        """Give the version that who looks now sees of what a command goes to."""
        kind = wish.command.records.stream_kind
        stream = f"{kind}/{getattr(wish.command, kind)}"
        return sum(r.stream == stream for r in self.answers)

    def note(self, answer: Recorded, wish: Wish) -> None:
        self.answers.append(answer)
        self.documents.append(encode(answer.fact))
        self.sent[answer.command_id] = wish
        match wish.command:
            case (
                ReceiveOrder(person=Person() as person)
                | RegisterContact(identity=Person() as person)
                | RegisterAssignee(identity=Person() as person)
            ):
                known = self.vault.get(person.reference, person)
                told = person.model_dump(exclude_none=True)
                self.vault[person.reference] = Person.model_validate(known.model_dump() | told)
        self.reach(type(answer.fact).__name__)
        if answer.deviation:
            self.reach("deviation")

    def step(self, case: str, pick: int) -> Wish:
        """Give what is next done in a case: mostly what leads on, at times a turn or a leap."""
        now = situation(self.answers, case, pause=pick // 30)
        steps = [*onward(now)] if pick % 4 < 2 else []
        if steps:
            return _picked(steps, pick // 4)
        commands = [*turns(now)] if pick % 4 == 2 else []
        return Wish(_picked(commands or leaps(now), pick // 4), (ADAM, BEA)[pick // 4 % 2])

    def rival(
        self, kind: str | Wish, mine: Wish, name: str, case: str, pick: int
    ) -> Callable[[], object]:
        """Give what another program does just before a command is recorded."""

        def come_first() -> object:
            wish = self.wish_of(kind, mine, case, pick)
            known_as = name if kind == "a retry" else None
            return wish and self.send(wish, known_as, through=self.other)

        return come_first

    def wish_of(self, kind: str | Wish, mine: Wish, case: str, pick: int) -> Wish | None:
        """Give what another program wishes, by what it is called."""
        if isinstance(kind, Wish):
            return kind
        match kind:
            case "the same elsewhere":
                return _elsewhere(mine)
            case "a step":
                return self.step(case, pick // 4 * 4)
            case "a turn":
                return self.step(case, pick // 4 * 4 + 2)
            case "an undoing":
                return self.undoing(case, pick)
        return mine

    def undoing(self, case: str, pick: int) -> Wish | None:
        """Take away one of the facts that much hangs on, one of the latest of a case."""
        about = [r for r in self.answers if f"case/{case}" in r.references]
        turning = [r for r in about if isinstance(r.fact, TURNING)][-4:]
        wrong = turning[-1 - pick % len(turning)] if turning else None
        return Wish(correction(wrong, None), BEA, WHY) if wrong else None

    def new_name(self) -> str:
        self.names += 1
        return f"c{self.names}"

    def reach(self, what: str) -> None:
        type(self).reached[what] += 1
        event(what)


def _state(stream: str, recorded: Sequence[Recorded]) -> object:
    """Fold a case, an assignee or a relationship from its own facts."""
    history = History(tuple(r for r in recorded if r.stream == stream))
    kind, _, reference = stream.partition("/")
    fold: Callable[[str], object] = getattr(history, kind)
    return fold(reference)


def _picked(some: Iterable[Picked], pick: int) -> Picked:
    """Pick one, counting round and round."""
    listed = list(some)
    return listed[pick % len(listed)]


def _elsewhere(wish: Wish) -> Wish:
    """Tell the same of another case, if it is told of a case."""
    case = getattr(wish.command, "case", None)
    if case not in CASES:
        return wish
    return replace(wish, command=wish.command.but(case=CASES[1 - CASES.index(case)]))
