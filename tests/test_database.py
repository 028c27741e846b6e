"""Opening a database: the tables, the key, and what is said when it cannot be opened."""

import os
import sqlite3
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from threading import Barrier

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from contracts.entries import entry
from processes import environment
from rutin.adapters.bench.postgresql_server import program
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.migrate import MIGRATIONS, REVISIONS, migrate
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.sqlite import require_durable
from rutin.adapters.sql.tables import metadata
from rutin.adapters.sql.transaction import writing
from rutin.domain.refusal import Damaged, Unavailable

KEY = bytes(range(32))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def file_engine(sqlite_url: str) -> Iterator[Engine]:
    """Of a file, beside which its key is kept."""
    engine = open_engine(sqlite_url)
    migrate(engine)
    yield engine
    engine.dispose()


def test_the_migrated_tables_are_the_declared_ones(
    engine: Engine, empty_postgresql_url: str, tmp_path: Path
) -> None:
    declared = open_engine(
        empty_postgresql_url
        if engine.dialect.name == "postgresql"
        else f"sqlite:///{tmp_path}/declared.db"
    )
    metadata.create_all(declared)
    assert _schema(engine) == _schema(declared)
    declared.dispose()


def test_the_revisions_are_those_that_alembic_finds() -> None:
    found = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    assert tuple(reversed([script.revision for script in found])) == REVISIONS


def test_a_database_up_to_date_is_opened_without_loading_alembic(database_url: str) -> None:
    open_journal(database_url).close()
    start = f"""
import sys
from rutin.adapters.sql import open_journal
open_journal("{database_url}").close()
print("alembic" in sys.modules)
"""
    ran = subprocess.run(
        [sys.executable, "-c", start],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "False"


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    before = _schema(engine)
    migrate(engine)
    assert _schema(engine) == before


def test_a_database_of_a_newer_version_is_left_alone(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match="nyare version") as refused:
        migrate(engine)
    assert refused.value.code == "newer-database"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("rutin.db", "går inte att läsa"),
        ("", "går inte att läsa"),
        ("mysql://localhost/rutin", "stöds inte"),
        ("nosuchkind:///rutin.db", "stöds inte"),
        ("sqlite://", "anger ingen fil"),
        ("sqlite:///:memory:", "anger ingen fil"),
        ("sqlite:///file:rutin.db?uri=true", "anger ingen fil"),
        ("sqlite:////no/such/folder/rutin.db", "går inte att öppna"),
        ("sqlite:////", "går inte att öppna"),
    ],
)
def test_a_database_that_cannot_be_opened_says_why(url: str, said: str) -> None:
    with pytest.raises(Unavailable, match=said) as refused:
        open_engine(url)
    assert refused.value.code == "database"


def test_a_fresh_file_can_be_opened_by_many_at_the_same_moment(tmp_path: Path) -> None:
    together = Barrier(6)

    def open_one(file: Path) -> None:
        together.wait()
        open_engine(f"sqlite:///{file}").dispose()

    with ThreadPoolExecutor(6) as pool:
        for number in range(20):
            list(pool.map(open_one, [tmp_path / f"{number}.db"] * 6))


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Hej! " * 1000)
    with pytest.raises(Unavailable, match="ingen hel databas"):
        open_engine(f"sqlite:///{letter}")
    assert letter.read_text() == "Hej! " * 1000


def test_a_database_to_be_read_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="finns inte"):
        open_journal(f"sqlite:///{tmp_path}/rutin.db", must_exist=True)
    assert not list(tmp_path.iterdir())


def test_a_database_is_found_by_a_path_with_odd_characters(tmp_path: Path) -> None:
    folder = tmp_path / "Åäö 100%"
    folder.mkdir()
    with open_journal(f"sqlite:///{folder}/rutin.db") as journal:
        assert journal.head() == 0
    assert (folder / "rutin.db").exists()


@pytest.mark.parametrize("weak", ["PRAGMA synchronous = NORMAL", "PRAGMA journal_mode = DELETE"])
def test_a_connection_that_does_not_save_safely_is_damage(tmp_path: Path, weak: str) -> None:
    with closing(sqlite3.connect(tmp_path / "rutin.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        require_durable(connection)
        connection.execute(weak)
        with pytest.raises(Damaged, match="sparar inte säkert"):
            require_durable(connection)


def test_a_database_that_someone_else_keeps_busy_says_so(database_url: str, engine: Engine) -> None:
    impatient = open_engine(database_url, lock_wait_ms=1)
    with (
        writing(engine),
        pytest.raises(Unavailable, match="upptagen") as refused,
        writing(impatient),
    ):
        pass
    assert refused.value.code == "busy"
    impatient.dispose()


def test_a_transaction_that_fails_leaves_nothing(engine: Engine) -> None:
    with suppress(ZeroDivisionError), writing(engine) as connection:
        connection.execute(text("INSERT INTO tracking VALUES ('worklist', 'rutin', 1)"))
        raise ZeroDivisionError
    with writing(engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM tracking")) == 0


def test_the_first_use_makes_a_key_that_only_its_owner_can_read(
    tmp_path: Path, file_engine: Engine
) -> None:
    key = signing_key(file_engine, {})
    made = tmp_path / "rutin.db.key"
    assert len(key) == 32
    assert bytes.fromhex(made.read_text()) == key
    assert made.stat().st_mode & 0o777 == 0o600
    assert signing_key(file_engine, {}) == key
    assert [path.name for path in tmp_path.glob("*key*")] == ["rutin.db.key"]


def test_all_who_start_at_once_agree_on_one_key(file_engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: signing_key(file_engine, {}), range(8)))) == 1


def test_a_lost_key_is_never_replaced(tmp_path: Path, sqlite_url: str) -> None:
    with open_journal(sqlite_url) as journal:
        journal.append([entry()])
    (tmp_path / "rutin.db.key").unlink()
    with pytest.raises(Damaged, match=r"rutin\.db\.key saknas"):
        open_journal(sqlite_url)
    assert not (tmp_path / "rutin.db.key").exists()


def test_a_key_that_cannot_be_saved_says_so(
    file_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(PermissionError()))
    with pytest.raises(Unavailable, match="kan inte sparas"):
        signing_key(file_engine, {})


@pytest.mark.parametrize("written", [KEY.hex(), f" {KEY.hex()}\n", b64encode(KEY).decode()])
def test_a_key_is_read_in_hex_or_base64(tmp_path: Path, engine: Engine, written: str) -> None:
    named = tmp_path / "key"
    named.write_text(written)
    assert signing_key(engine, {"RUTIN_SIGNING_KEY": written}) == KEY
    assert signing_key(engine, {"RUTIN_SIGNING_KEY_FILE": str(named)}) == KEY
    assert not (tmp_path / "rutin.db.key").exists()


@pytest.mark.parametrize("written", ["hemlig", KEY.hex()[:62], "åäö", "?" * 64])
def test_a_key_that_is_no_key_says_so_without_telling_it(engine: Engine, written: str) -> None:
    with pytest.raises(Unavailable, match="minst 32 byte") as refused:
        signing_key(engine, {"RUTIN_SIGNING_KEY": written})
    assert refused.value.code == "signing-key"
    assert written not in refused.value.text


def test_a_key_file_that_is_not_there_says_so(tmp_path: Path, engine: Engine) -> None:
    with pytest.raises(Unavailable, match="går inte att läsa"):
        signing_key(engine, {"RUTIN_SIGNING_KEY_FILE": str(tmp_path / "none")})


def _schema(engine: Engine) -> object:
    """Give what the database itself says about the tables."""
    if engine.dialect.name == "postgresql":
        dump = [program("pg_dump"), "--schema-only", "--exclude-table=alembic_version"]
        url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        told = subprocess.run([*dump, url], capture_output=True, text=True, check=True).stdout
        return [line for line in told.splitlines() if "restrict" not in line]
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'"
        )
        return {name: " ".join((sql or "").split()) for name, sql in rows}
