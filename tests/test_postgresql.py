"""Opening a database on a PostgreSQL server, and what is said when it cannot be used."""

import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from struct import pack

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from contracts.entries import entry
from databases import Postgresql
from rutin.adapters.sql import open_journal, postgresql
from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.transaction import reading, writing
from rutin.adapters.sql.verification import verify
from rutin.domain.refusal import Damaged, Unavailable


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('password authentication failed for user "eva"', "Fel användare eller lösenord"),
        ('no pg_hba.conf entry for host "192.0.2.1"', "släpper inte in oss"),
        ('permission denied for database "password"', "släpper inte in oss"),
        ('role "eva" does not exist', "Databasanvändaren finns inte"),
        ("the database system is starting up", "håller på att starta"),
        ("the database system is shutting down", "håller på att stänga"),
        ("sorry, too many clients already", "för många anslutningar"),
        ("remaining connection slots are reserved", "för många anslutningar"),
        ("något annat", "svarar inte"),
    ],
)
def test_a_server_that_lets_no_one_in_is_told_of_in_swedish(said: str, told: str) -> None:
    with (
        _refusing(said) as port,
        pytest.raises(Unavailable, match=told) as refused,
    ):
        open_engine(f"postgresql://eva:hemligt@127.0.0.1:{port}/rutin")
    assert refused.value.code == "database"
    assert said in refused.value.text
    assert "hemligt" not in refused.value.text


def test_a_database_that_is_not_there_says_so(postgresql_url: str) -> None:
    elsewhere = make_url(postgresql_url).set(database="finns_inte")
    with pytest.raises(Unavailable, match="Databasen finns inte på servern"):
        open_engine(elsewhere.render_as_string(hide_password=False))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://eva@127.0.0.1:1/rutin", "svarar inte"),
        ("postgresql://eva@/rutin?host=/no/such/folder", "svarar inte"),
        ("postgresql://eva@no-such-server.invalid/rutin", "svarar inte"),
        ("postgresql://eva@127.0.0.1:1/rutin?nonsense=1", "går inte att använda"),
        ("postgresql://eva:hemligt@127.0.0.1:port/rutin", "Databasadressen går inte att läsa"),
        ("postgresql+pg8000://eva@127.0.0.1:1/rutin", "stöds inte"),
    ],
)
def test_a_server_that_cannot_be_reached_says_so(url: str, told: str) -> None:
    with pytest.raises(Unavailable, match=told) as refused:
        open_engine(url)
    assert refused.value.code == "database"


def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(postgresql._UNSAID, "connect_timeout", "2")
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        with pytest.raises(Unavailable, match="svarar inte"):
            open_engine(f"postgresql://eva@127.0.0.1:{port}/rutin")


def test_a_missing_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Unavailable, match=r"Installera rutin\[postgres\]"):
        open_engine("postgresql://eva@127.0.0.1:1/rutin")


def test_the_driver_may_be_named_in_the_url(postgresql_url: str) -> None:
    with open_journal(postgresql_url.replace("postgresql://", "postgresql+psycopg://")) as journal:
        assert journal.head() == 0


def test_an_empty_database_is_only_taken_into_use_by_whoever_records(
    empty_postgresql_url: str,
) -> None:
    with pytest.raises(Unavailable, match="finns ingen journal"):
        open_journal(empty_postgresql_url, must_exist=True)
    open_journal(empty_postgresql_url).close()
    open_journal(empty_postgresql_url, must_exist=True).close()


def test_a_key_is_required(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUTIN_SIGNING_KEY")
    with pytest.raises(Unavailable, match="RUTIN_SIGNING_KEY_FILE") as refused:
        open_journal(postgresql_url)
    assert refused.value.code == "signing-key"


@pytest.mark.parametrize("answer", ["'off', 'on'", "'on', 'off'"])
def test_a_server_that_does_not_save_safely_is_damage(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(postgresql, "_ASK", f"SELECT {answer}, 'UTF8', 'public'")
    with pytest.raises(Damaged, match="sparar inte säkert"):
        open_engine(postgresql_url)


def test_a_database_that_cannot_keep_every_letter_is_not_used(
    postgresql: Postgresql,
) -> None:
    url = postgresql.create(empty=True, encoding="SQL_ASCII")
    with pytest.raises(Unavailable, match="ENCODING 'UTF8'"):
        open_engine(url)
    postgresql.drop(url)


def test_a_schema_that_is_not_there_says_so(postgresql_url: str) -> None:
    with pytest.raises(Unavailable, match="CREATE SCHEMA"):
        open_engine(_in_schema(postgresql_url, "norra"))


def test_two_municipalities_can_have_a_schema_each(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as administration:
        administration.execute("CREATE SCHEMA norra")
        administration.execute("CREATE SCHEMA sodra")
    with (
        open_journal(_in_schema(postgresql_url, "norra")) as norra,
        open_journal(_in_schema(postgresql_url, "sodra")) as sodra,
    ):
        norra.append([entry("case/K1", 1, municipality="norra")])
        with writing(norra.engine):
            sodra.append([entry("case/K1", 1, municipality="södra")])
        sodra.append([entry("case/K1", 2, municipality="södra")])
        assert [norra.head(), sodra.head()] == [1, 2]
        for journal in (norra, sodra):
            assert verify(journal.engine, signing_key(journal.engine)).fault is None
    with open_journal(postgresql_url) as journal:
        assert journal.head() == 0


def test_a_user_without_rights_to_the_tables_is_told_so(
    postgresql_url: str, postgresql: Postgresql
) -> None:
    with (
        postgresql.stranger() as name,
        pytest.raises(Unavailable, match="saknar rätt till journalens tabeller"),
    ):
        open_journal(_with_option(postgresql_url, f"role={name}"))


def test_a_server_that_can_only_be_read_says_so(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as administration:
        name = make_url(postgresql_url).database
        administration.execute(
            f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode()
        )
    with open_journal(postgresql_url) as journal:
        assert journal.head() == 0
        with pytest.raises(Unavailable, match="går bara att läsa"):
            journal.append([entry()])


def test_a_statement_that_takes_too_long_is_ended(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "_STATEMENT_MS", 50)
    with (
        open_journal(postgresql_url) as journal,
        pytest.raises(Unavailable, match="upptagen") as refused,
        reading(journal.engine) as connection,
    ):
        connection.execute(text("SELECT pg_sleep(60)"))
    assert refused.value.code == "busy"


def test_when_every_connection_is_taken_whoever_comes_next_is_told_so(
    postgresql_url: str,
) -> None:
    with open_journal(postgresql_url) as journal:
        journal.engine.pool._timeout = 0.1  # type: ignore[attr-defined] # what a QueuePool waits
        taken = [journal.engine.connect() for _ in range(15)]
        with pytest.raises(Unavailable, match="för många anslutningar") as refused:
            journal.head()
        assert refused.value.code == "busy"
        for connection in taken:
            connection.close()


def test_a_fault_of_ours_is_not_told_as_trouble_with_the_database(database_url: str) -> None:
    with (
        open_journal(database_url) as journal,
        pytest.raises(DBAPIError),
        reading(journal.engine) as connection,
    ):
        connection.execute(text("SELECT nonsense FROM events"))


def test_everything_read_at_once_is_of_one_moment(postgresql_url: str) -> None:
    with (
        open_journal(postgresql_url) as journal,
        open_journal(postgresql_url) as other,
        reading(journal.engine) as connection,
    ):
        count = text("SELECT count(*) FROM events")
        assert connection.scalar(count) == 0
        other.append([entry()])
        assert connection.scalar(count) == 0


def test_whoever_writes_sees_what_was_written_while_it_waited(postgresql_url: str) -> None:
    def count() -> int:
        with open_journal(postgresql_url) as other, writing(other.engine) as connection:
            return int(connection.scalar(text("SELECT count(*) FROM tracking")) or 0)

    with open_journal(postgresql_url) as journal, ThreadPoolExecutor(1) as pool:
        with writing(journal.engine) as connection:
            waiting = pool.submit(count)
            _until_someone_waits(postgresql_url)
            connection.execute(text("INSERT INTO tracking VALUES ('worklist', 'rutin', 1)"))
        assert waiting.result(30) == 1


def _until_someone_waits(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as administration:
        waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while administration.execute(waiting).fetchone() is None:
            pass


def _in_schema(url: str, schema: str) -> str:
    return _with_option(url, f"search_path={schema}")


def _with_option(url: str, option: str) -> str:
    there = make_url(url).update_query_dict({"options": f"-c{option}"})
    return there.render_as_string(hide_password=False)


_ENCRYPTED = (pack("!i", 80877103), pack("!i", 80877104))
"""How a client asks whether a server speaks TLS, or GSS."""


@contextmanager
def _refusing(said: str) -> Iterator[int]:
    """Listen as a server that answers everyone with an error; give the port."""
    fields = b"SFATAL\0VFATAL\0C28000\0M%b\0\0" % said.encode()
    refusal = b"E" + pack("!i", 4 + len(fields)) + fields

    def refuse() -> None:
        while True:
            client = server.accept()[0]
            with client:
                while client.recv(1000)[4:8] in _ENCRYPTED:
                    client.sendall(b"N")
                client.sendall(refusal)

    with ThreadPoolExecutor(1) as pool, socket.create_server(("127.0.0.1", 0)) as server:
        serving = pool.submit(refuse)
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        assert isinstance(serving.exception(30), OSError)
