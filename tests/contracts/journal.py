"""What every fact log and every journal must do, whatever it keeps the facts in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from contracts.entries import ADAM, entry
from rutin.application.journal import FactLog, Journal, Reliance
from rutin.domain.actor import Actor
from rutin.domain.case.contact import ContactAttempted
from rutin.domain.person import Person
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Conflict, Impossible
from rutin.domain.values import IdentityNumber

NUMBER = "198012279272"
CLIENT = Person(reference="P1", name="Test Åström", identity_number=IdentityNumber(NUMBER))
ADAM_FOR_EVA = Actor(
    id="adam",
    role="administrator",
    unit="syd",
    on_behalf_of=Actor(id="eva", role="unit_manager", unit="syd"),
)


class FactLogContract:
    """Run over a log by a subclass that gives the fixture `log`, empty."""

    def test_an_empty_log_has_head_zero_and_nothing_to_read(self, log: FactLog) -> None:
        assert log.head() == 0
        assert log.history("case/K1") == ()
        assert log.since(0, 10) == ()

    def test_what_is_recorded_is_read_back_whole(self, log: FactLog) -> None:
        whole = entry(
            recorded_at=datetime(2026, 3, 29, 23, 59, 59, 999999, tzinfo=UTC),
            actor=ADAM_FOR_EVA,
            causation_id="Beställning 7",
            references=("case/K1", "client/P1", "order/Ö-1"),
            deviation="Mötet hölls per telefon, på brukarens begäran.",
            fact=ContactAttempted(
                occurred_on=date(2026, 3, 29),
                occurred_at=time(13, 5),
                channel="letter",
                outcome="returned",
                note='Brevet kom åter:\n"adressaten okänd" – åäö 🙂',
            ),
        )
        appended = log.append([whole])
        assert appended == (whole.at(1),)
        assert log.history("case/K1") == appended
        assert log.since(0, 10) == appended

    def test_a_moment_in_another_time_zone_is_the_same_moment_read_back(self, log: FactLog) -> None:
        swedish = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))
        log.append([entry(recorded_at=swedish)])
        (read,) = log.since(0, 1)
        assert read.recorded_at == swedish

    def test_positions_run_from_one_in_the_order_of_recording(self, log: FactLog) -> None:
        log.append([entry("case/K1", 1), entry("assignee/A1", 1)])
        log.append([entry("case/K1", 2)])
        places = [(fact.position, fact.stream, fact.version) for fact in log.since(0, 10)]
        assert places == [(1, "case/K1", 1), (2, "assignee/A1", 1), (3, "case/K1", 2)]
        assert log.head() == 3

    def test_a_stream_is_read_alone_and_in_version_order(self, log: FactLog) -> None:
        log.append([entry("case/K1", 1)])
        log.append([entry("case/K10", 1), entry("case/K1", 2)])
        log.append([entry("case/K1", 3)])
        read = log.history("case/K1")
        assert [(fact.position, fact.version) for fact in read] == [(1, 1), (3, 2), (4, 3)]

    def test_the_log_is_read_a_part_at_a_time_without_loss(self, log: FactLog) -> None:
        log.append([entry("case/K1", version) for version in range(1, 8)])
        read: list[Recorded] = []
        while part := log.since(read[-1].position if read else 0, 3):
            assert len(part) <= 3
            read += part
        assert [fact.position for fact in read] == [1, 2, 3, 4, 5, 6, 7]

    def test_a_version_that_is_taken_is_a_conflict(self, log: FactLog) -> None:
        log.append([entry("case/K1", 1)])
        with pytest.raises(Conflict):
            log.append([entry("case/K1", 1, command_id="another")])

    def test_a_version_that_leaves_a_gap_is_a_conflict(self, log: FactLog) -> None:
        with pytest.raises(Conflict):
            log.append([entry("case/K1", 2)])

    def test_the_same_version_twice_at_once_is_a_conflict(self, log: FactLog) -> None:
        with pytest.raises(Conflict):
            log.append([entry("case/K1", 1), entry("case/K1", 1)])
        assert log.head() == 0

    def test_all_entries_are_recorded_or_none(self, log: FactLog) -> None:
        log.append([entry("case/K1", 1)])
        with pytest.raises(Conflict):
            log.append([entry("case/K2", 1), entry("case/K1", 1, command_id="another")])
        assert log.history("case/K2") == ()
        assert log.head() == 1

    def test_recording_goes_on_after_a_conflict(self, log: FactLog) -> None:
        with pytest.raises(Conflict):
            log.append([entry("case/K1", 2)])
        (recorded,) = log.append([entry("case/K1", 1)])
        assert recorded.position == 1

    def test_recording_nothing_changes_nothing(self, log: FactLog) -> None:
        assert log.append([]) == ()
        assert log.head() == 0

    def test_of_parallel_writers_exactly_one_gets_the_version(self, log: FactLog) -> None:
        def write(writer: int) -> bool:
            return _is_recorded(lambda: log.append([entry(command_id=f"writer {writer}")]))

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(write, range(8))) == 1
        assert len(log.history("case/K1")) == 1


class JournalContract(FactLogContract):
    """Run over a journal by a subclass that gives the fixture `journal`, empty."""

    @pytest.fixture
    def log(self, journal: Journal) -> FactLog:
        return journal

    def test_a_repeated_command_gets_the_first_answer(self, journal: Journal) -> None:
        first = journal.append(
            [entry("case/K1", 1, command_id="c"), entry("assignee/A1", 1, command_id="c")]
        )
        again = journal.append([entry("case/K1", 2, command_id="c")])
        assert again == first
        assert journal.head() == 2

    def test_a_repeated_command_gets_it_even_if_what_it_relied_on_has_changed(
        self, journal: Journal
    ) -> None:
        first = journal.append([entry("case/K1", 1, command_id="c")])
        journal.append([entry("case/K1", 2)])
        relied_on = Reliance(frozenset({"case/K1"}), read_at=0)
        assert journal.append([entry("case/K1", 1, command_id="c")], relying_on=relied_on) == first

    def test_a_command_sent_twice_in_parallel_is_recorded_once(self, journal: Journal) -> None:
        def send(_: int) -> tuple[Recorded, ...]:
            return journal.append([entry("case/K1", 1, command_id="c")])

        with ThreadPoolExecutor(8) as pool:
            answers = set(pool.map(send, range(8)))
        assert answers == {journal.history("case/K1")}
        assert journal.head() == 1

    def test_commands_of_which_some_are_recorded_are_a_conflict(self, journal: Journal) -> None:
        journal.append([entry("case/K1", 1, command_id="c")])
        with pytest.raises(Conflict):
            journal.append([entry("case/K1", 1, command_id="c"), entry("case/K2", 1)])
        assert journal.head() == 1

    def test_many_commands_sent_again_get_their_first_answers(self, journal: Journal) -> None:
        many = [entry(f"case/K{number}") for number in range(1200)]
        first = journal.append(many)
        assert journal.append(many) == first
        assert journal.head() == 1200

    def test_a_command_is_found_with_all_it_gave(self, journal: Journal) -> None:
        given = journal.append(
            [entry("case/K1", 1, command_id="c"), entry("assignee/A1", 1, command_id="c")]
        )
        journal.append([entry("case/K1", 2)])
        assert journal.of_command("c") == given
        assert journal.of_command("unknown") == ()

    def test_an_event_id_is_used_once(self, journal: Journal) -> None:
        (first,) = journal.append([entry("case/K1", 1)])
        with pytest.raises(Conflict):
            journal.append([entry("case/K2", 1, event_id=first.event_id)])
        assert journal.head() == 1

    def test_what_holds_since_it_was_read_can_be_relied_on(self, journal: Journal) -> None:
        journal.append([entry("case/K1", 1)])
        read = journal.about(["case/K1"])
        journal.append([entry("case/K2", 1)])
        relied_on = Reliance(frozenset({"case/K1", "order/1"}), read.head)
        journal.append([entry("case/K1", 2)], relying_on=relied_on)
        assert journal.head() == 3

    def test_something_new_about_what_was_relied_on_is_a_conflict(self, journal: Journal) -> None:
        journal.append([entry("case/K1", 1)])
        read = journal.about(["case/K1"])
        journal.append([entry("case/K1", 2)])
        with pytest.raises(Conflict):
            journal.append(
                [entry("assignee/A1", 1)], relying_on=Reliance(frozenset({"case/K1"}), read.head)
            )
        assert journal.head() == 2

    def test_something_new_in_a_stream_that_did_not_exist_is_a_conflict(
        self, journal: Journal
    ) -> None:
        unused = Reliance(frozenset({"order/1"}), journal.about(["order/1"]).head)
        journal.append([entry("case/K1", 1, references=("case/K1", "order/1"))])
        with pytest.raises(Conflict):
            journal.append(
                [entry("case/K2", 1, references=("case/K2", "order/1"))], relying_on=unused
            )

    def test_many_references_can_be_relied_on(self, journal: Journal) -> None:
        many = frozenset(f"order/{number}" for number in range(1200))
        journal.append([entry("case/K1", 1)], relying_on=Reliance(many, 0))
        journal.append([entry("case/K2", 1, references=("case/K2", "order/777"))])
        with pytest.raises(Conflict):
            journal.append([entry("case/K3", 1)], relying_on=Reliance(many, 1))

    def test_facts_are_found_by_any_reference_once_each_and_in_order(
        self, journal: Journal
    ) -> None:
        journal.append([entry("assignee/A1", 1)])
        journal.append([entry("case/K1", 1, references=("case/K1", "assignee/A1"))])
        journal.append([entry("case/K2", 1)])
        read = journal.about(["assignee/A1", "case/K1"])
        assert [fact.position for fact in read.recorded] == [1, 2]
        assert read.head == 3

    def test_facts_are_found_by_many_references(self, journal: Journal) -> None:
        journal.append([entry(f"case/K{number}") for number in range(1200)])
        read = journal.about([f"case/K{number}" for number in reversed(range(1200))])
        assert read.recorded == journal.since(0, 2000)

    def test_nothing_is_found_about_nothing(self, journal: Journal) -> None:
        journal.append([entry("case/K1", 1)])
        assert journal.about([]).recorded == ()
        assert journal.about(["case/K2"]).recorded == ()
        assert journal.about(["case/K2"]).head == 1

    def test_a_reference_said_twice_is_found_once(self, journal: Journal) -> None:
        (appended,) = journal.append([entry("case/K1", 1, references=("case/K1", "case/K1"))])
        assert journal.about(["case/K1"]).recorded == (appended,)

    def test_persons_are_kept_with_the_facts(self, journal: Journal) -> None:
        journal.append([entry("case/K1", 1)], persons=[CLIENT])
        assert journal.person("P1") == CLIENT
        assert journal.person_by_number(NUMBER) == CLIENT

    def test_an_unknown_person_is_not_found(self, journal: Journal) -> None:
        journal.append([], persons=[Person(reference="P2")])
        assert journal.person("P1") is None
        assert journal.person_by_number(NUMBER) is None

    def test_what_is_told_anew_of_a_person_counts_and_the_rest_stands(
        self, journal: Journal
    ) -> None:
        journal.append([], persons=[CLIENT])
        journal.append([], persons=[Person(reference="P1", phone="070-000 00 00")])
        assert journal.person("P1") == CLIENT.but(phone="070-000 00 00")
        assert journal.person_by_number(NUMBER) == journal.person("P1")

    def test_an_identity_number_belongs_to_one_person(self, journal: Journal) -> None:
        journal.append([], persons=[CLIENT])
        with pytest.raises(Impossible) as refused:
            journal.append([entry("case/K1", 1)], persons=[CLIENT.but(reference="P2")])
        assert refused.value.code == "identity_number_taken"
        assert journal.person("P2") is None
        assert journal.head() == 0

    def test_no_person_is_kept_if_the_facts_conflict(self, journal: Journal) -> None:
        with pytest.raises(Conflict):
            journal.append([entry("case/K1", 2)], persons=[CLIENT])
        assert journal.person("P1") is None

    def test_a_repeated_command_keeps_no_person(self, journal: Journal) -> None:
        journal.append([entry("case/K1", 1, command_id="c")])
        journal.append([entry("case/K1", 1, command_id="c")], persons=[CLIENT])
        assert journal.person("P1") is None

    def test_a_command_can_give_facts_of_a_person_who_acts_for_another(
        self, journal: Journal
    ) -> None:
        journal.append([entry("case/K1", 1, actor=ADAM_FOR_EVA), entry("case/K2", 1, actor=ADAM)])
        actors = [fact.actor for fact in journal.since(0, 2)]
        assert [actor.acting_for.id for actor in actors] == ["eva", "adam"]


def _is_recorded(append: Callable[[], object]) -> bool:
    try:
        append()
    except Conflict:
        return False
    return True
