"""Every journal keeps the same promises."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, make_url, update

from contracts.entries import entry
from contracts.journal import FactLogContract, JournalContract
from rutin.adapters.library import LibraryLog
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.tables import events, persons
from rutin.adapters.sql.transaction import writing
from rutin.application.journal import FactLog, Journal, Reliance
from rutin.application.memory import MemoryJournal
from rutin.domain.person import Person
from rutin.domain.refusal import Damaged, Malformed


class TestMemoryJournal(JournalContract):
    @pytest.fixture
    def journal(self) -> Journal:
        return MemoryJournal()


class TestSqlJournal(JournalContract):
    @pytest.fixture
    def journal(self, database_url: str) -> Iterator[Journal]:
        with open_journal(database_url) as journal:
            yield journal


class TestLibraryLogInMemory(FactLogContract):
    @pytest.fixture
    def log(self) -> Iterator[FactLog]:
        with LibraryLog({"PERSISTENCE_MODULE": "eventsourcing.popo"}) as log:
            yield log


class TestLibraryLogOnSqlite(FactLogContract):
    @pytest.fixture
    def log(self, tmp_path: Path) -> Iterator[FactLog]:
        with LibraryLog(_library_sqlite(tmp_path)) as log:
            yield log


class TestLibraryLogOnPostgresql(FactLogContract):
    @pytest.fixture
    def log(self, empty_postgresql_url: str) -> Iterator[FactLog]:
        with LibraryLog(_library_postgresql(empty_postgresql_url)) as log:
            yield log


class TestLibraryLogCompressedAndEncrypted(FactLogContract):
    @pytest.fixture
    def log(self, tmp_path: Path) -> Iterator[FactLog]:
        protected = {
            "COMPRESSOR_TOPIC": "eventsourcing.compressor:ZlibCompressor",
            "CIPHER_TOPIC": "eventsourcing.cipher:AESCipher",
            "CIPHER_KEY": "AAECAwQFBgcICQoLDA0ODw==",
        }
        with LibraryLog(_library_sqlite(tmp_path) | protected) as log:
            yield log


def test_a_journal_opened_again_holds_what_was_recorded(database_url: str) -> None:
    with open_journal(database_url) as journal:
        recorded = journal.append([entry("case/K1", 1), entry("case/K1", 2)])
    with open_journal(database_url) as journal:
        assert journal.history("case/K1") == recorded
        (third,) = journal.append([entry("case/K1", 3)])
    assert third.position == 3


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings of a store of the library's that outlives a log."""
    if request.param == "sqlite":
        return _library_sqlite(request.getfixturevalue("tmp_path"))
    return _library_postgresql(request.getfixturevalue("empty_postgresql_url"))


def test_a_library_log_opened_again_holds_what_was_recorded(library: dict[str, str]) -> None:
    with LibraryLog(library) as log:
        recorded = log.append([entry("case/K1", 1), entry("case/K1", 2)])
    with LibraryLog(library) as log:
        assert log.history("case/K1") == recorded


def test_two_library_logs_on_one_store_see_each_others_positions(library: dict[str, str]) -> None:
    with LibraryLog(library) as one, LibraryLog(library) as two:
        one.append([entry("case/K1", 1)])
        assert [fact.position for fact in two.history("case/K1")] == [1]
        one.append([entry("case/K2", 1), entry("case/K1", 2)])
        assert [fact.position for fact in two.history("case/K1")] == [1, 3]


@pytest.mark.parametrize(
    "broken",
    [
        {"payload": b"not json"},
        {"payload": b'{"type":"case.never_heard_of.v1","occurred_on":"2026-01-12"}'},
        {"recorded_at": "yesterday"},
        {"event_id": "7"},
        {"actor": "{}"},
        {"refs": "null"},
    ],
)
def test_a_fact_that_cannot_be_read_is_damage_and_names_the_position(
    database_url: str, broken: dict[str, object]
) -> None:
    with open_journal(database_url) as journal:
        journal.append([entry("case/K1", 1), entry("case/K1", 2)])
        _break(journal, 2, broken)
        with pytest.raises(Damaged, match="position 2 i journalen"):
            journal.history("case/K1")
        assert len(journal.since(0, 1)) == 1


def test_a_person_that_cannot_be_read_is_damage(database_url: str) -> None:
    with open_journal(database_url) as journal:
        journal.append([], persons=[Person(reference="P1")])
        with writing(journal.engine) as connection:
            connection.execute(update(persons).values(payload=b"{}"))
        with pytest.raises(Damaged, match="Personuppgifterna går inte att läsa"):
            journal.person("P1")


@pytest.mark.parametrize("text", ["K\0", "K\ud800"], ids=["null", "half a character"])
def test_a_text_that_cannot_be_stored_is_malformed_where_it_is_looked_for(
    database_url: str, text: str
) -> None:
    with open_journal(database_url) as journal:
        for look in (
            lambda: journal.history(f"case/{text}"),
            lambda: journal.about([f"case/{text}", "case/K1"]),
            lambda: journal.of_command(text),
            lambda: journal.person(text),
            lambda: journal.person_by_number(text),
        ):
            with pytest.raises(Malformed, match="Ta bort det") as refused:
                look()
            assert refused.value.problems[0].code == "unstorable_text"


def test_a_text_that_cannot_be_stored_is_malformed_and_nothing_is_stored(
    database_url: str,
) -> None:
    with open_journal(database_url) as journal:
        for wish in (entry(deviation="K\0"), entry("case/K\0"), entry(references=("case/K\0",))):
            with pytest.raises(Malformed, match="Ta bort det"):
                journal.append([wish])
        assert journal.head() == 0


def _break(journal: SqlJournal, position: int, values: dict[str, object]) -> None:
    with writing(journal.engine) as connection:
        connection.execute(update(events).where(events.c.position == position).values(values))


def _library_sqlite(folder: Path) -> dict[str, str]:
    return {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": str(folder / "library.db"),
    }


def _library_postgresql(url: str) -> dict[str, str]:
    place = make_url(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(place.database),
        "POSTGRES_HOST": str(place.query.get("host") or place.host),
        "POSTGRES_PORT": str(place.port or 5432),
        "POSTGRES_USER": str(place.username),
        "POSTGRES_PASSWORD": str(place.password or "none"),
    }


def test_an_append_looks_once_at_what_is_recorded_before_it_writes(database_url: str) -> None:
    with open_journal(database_url) as journal:
        journal.append([entry()])
        told: list[str] = []
        event.listen(journal.engine, "before_cursor_execute", lambda *args: told.append(args[2]))
        journal.append(
            [entry(version=2), entry(stream="case/K2")],
            relying_on=Reliance(frozenset({"case/K1", "case/K2"}), journal.head()),
        )
    told = told[told.index(next(text for text in told if "'newer'" in text)) :]
    assert [text for text in told if "FROM events" in text] == told[:1]
