"""The databases that tests run on: a file of SQLite, and a database of its own on PostgreSQL.

The fixtures here are for every test that touches storage. PostgreSQL is never skipped: it is the
server that RUTIN_TEST_POSTGRES_URL names (as someone who may make databases), else one of our own.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from rutin.adapters.bench.postgresql_server import postgresql_server, program
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.migrate import migrate

KEY = bytes(range(32)).hex()
"""What signs the journals on PostgreSQL; a key file stands beside each of SQLite's."""


class Postgresql:
    """A server on which each test gets a database of its own."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql")
        self._names = f"rutin_test_{uuid4().hex[:8]}"
        self._count = 0
        self._admin = psycopg.connect(
            self._url.render_as_string(hide_password=False), autocommit=True
        )
        self._migrated: str | None = None

    @property
    def url(self) -> str:
        """The URL of the server, as someone who may make databases."""
        return self._url.render_as_string(hide_password=False)

    def names(self, like: str) -> list[str]:
        """Give the names of the databases there that look like a pattern of SQL."""
        found = self._admin.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like])
        return [name for (name,) in found]

    def close(self) -> None:
        """Leave nothing behind on a server that is not ours."""
        if self._migrated:
            self.drop(self._migrated)
        self._admin.close()

    def create(self, *, empty: bool = False, encoding: str = "UTF8") -> str:
        """Make a database, with the journal's tables in place unless it is to be empty."""
        return self._create("template0" if empty else self._template(), encoding)

    @contextmanager
    def stranger(self) -> Iterator[str]:
        """Give the name of a user who has no rights to anything."""
        name = f"{self._names}_stranger"
        self._admin.execute(f"CREATE ROLE {name}".encode())
        yield name
        self._admin.execute(f"DROP ROLE {name}".encode())

    def drop(self, url: str) -> None:
        """Remove a database, whoever still uses it."""
        self._admin.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)".encode())

    def _create(self, template: str, encoding: str = "UTF8") -> str:
        self._count += 1
        name = f"{self._names}_{self._count}"
        self._admin.execute(
            f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE {template}".encode()
        )
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _template(self) -> str:
        if self._migrated is None:
            self._migrated = self._create("template0")
            engine = open_engine(self._migrated)
            migrate(engine)
            engine.dispose()
        return str(make_url(self._migrated).database)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """The server, for the whole run of this process."""
    if named := os.environ.get("RUTIN_TEST_POSTGRES_URL"):
        with closing(Postgresql(named)) as server:
            yield server
    else:
        with our_own() as url, closing(Postgresql(url)) as server:
            yield server


@contextmanager
def our_own() -> Iterator[str]:
    """Run a server of our own.

    Raises:
        LookupError: The wheel is not installed; the text says what to do.
    """
    try:
        program("postgres")
    except LookupError as missing:
        raise LookupError(
            f"{missing} Testerna hoppar inte över den: peka annars ut en server i "
            "RUTIN_TEST_POSTGRES_URL."
        ) from missing
    with postgresql_server() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a file that is not there yet."""
    return f"sqlite:///{tmp_path}/rutin.db"


@pytest.fixture
def postgresql_url(postgresql: Postgresql, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a database of this test's own, with the journal's tables and its key at hand."""
    monkeypatch.setenv("RUTIN_SIGNING_KEY", KEY)
    url = postgresql.create()
    yield url
    postgresql.drop(url)


@pytest.fixture
def empty_postgresql_url(postgresql: Postgresql, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a database in which there is nothing yet."""
    monkeypatch.setenv("RUTIN_SIGNING_KEY", KEY)
    url = postgresql.create(empty=True)
    yield url
    postgresql.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a journal to be opened: the test runs once on each database."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "empty_postgresql"], ids=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database in which there is nothing yet, of either kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def journal_of(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Any]:
    """Give a new journal each time, on each of the databases."""

    @contextmanager
    def on_sqlite() -> Iterator[SqlJournal]:
        with open_journal(f"sqlite:///{tmp_path}/{uuid4()}.db") as journal:
            yield journal

    @contextmanager
    def on_postgresql() -> Iterator[SqlJournal]:
        url = server.create()
        try:
            with open_journal(url) as journal:
                yield journal
        finally:
            server.drop(url)

    if request.param == "sqlite":
        return on_sqlite
    request.getfixturevalue("postgresql_url")  # it says with which key journals are signed
    server: Postgresql = request.getfixturevalue("postgresql")
    return on_postgresql
