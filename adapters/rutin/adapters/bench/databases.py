"""Where it is measured: journals in files of SQLite, and in databases on a PostgreSQL server."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from importlib.metadata import version
from itertools import count
from pathlib import Path
from secrets import token_bytes
from sqlite3 import sqlite_version
from tempfile import TemporaryDirectory
from typing import ClassVar
from uuid import uuid4

from sqlalchemy import URL, make_url

from rutin.adapters.bench.bare_library import BareLibrary
from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.journal import SqlJournal
from rutin.adapters.sql.migrate import migrate
from rutin.adapters.sql.views.inline import begin_inline
from rutin.application.view import AnyView
from rutin.domain.refusal import Unavailable


class Databases(ABC):
    """Databases of one kind, made when asked for and gone afterwards."""

    name: ClassVar[str]

    version: str

    def __init__(self) -> None:
        self._opened = ExitStack()
        self._numbers = count(1)

    def close(self) -> None:
        """Let go of every database made, and remove it."""
        self._opened.close()

    def journal(self, *, inline: Sequence[AnyView] = ()) -> SqlJournal:
        """Give an empty journal of Rutin's, which writes some views along with the facts."""
        engine = open_engine(self._create())
        journal = self._opened.enter_context(SqlJournal(engine, token_bytes(32), inline))
        migrate(engine)
        begin_inline(engine, inline)
        return journal

    def bare_library(self) -> BareLibrary:
        """Give an empty store of the library's own."""
        return self._opened.enter_context(closing(BareLibrary(self._library(self._create()))))

    @abstractmethod
    def _create(self) -> str:
        """Make a database, and give its URL."""

    @abstractmethod
    def _library(self, url: str) -> dict[str, str]:
        """Tell the library where a database is."""


class OnSqlite(Databases):
    """Files in a temporary folder."""

    name = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.version = f"SQLite {sqlite_version}"
        self._folder = self._opened.enter_context(TemporaryDirectory(prefix="rutin-bench-"))

    def _create(self) -> str:
        return f"sqlite:///{Path(self._folder) / f'{next(self._numbers)}.db'}"

    def _library(self, url: str) -> dict[str, str]:
        return {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(make_url(url).database),
        }


class OnPostgresql(Databases):
    """Databases on a server, whose user may make databases."""

    name = "postgresql"

    def __init__(self, url: str) -> None:
        """Reach the server.

        Raises:
            Unavailable: It cannot be reached, or lets us make no databases.
        """
        import psycopg  # noqa: PLC0415 - an extra that may be left out

        super().__init__()
        self._server = make_url(url).set(drivername="postgresql")
        self._names = f"rutin_bench_{uuid4().hex[:8]}"
        self._error = psycopg.Error
        try:
            self._admin = self._opened.enter_context(
                closing(psycopg.connect(_written(self._server), autocommit=True))
            )
        except psycopg.OperationalError as error:
            raise Unavailable(
                f"PostgreSQL-servern går inte att nå. Rätta adressen. ({error})", code="database"
            ) from error
        self.version = f"PostgreSQL {self._show('server_version').split()[0]}"

    def _create(self) -> str:
        name = f"{self._names}_{next(self._numbers)}"
        try:
            self._admin.execute(
                f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0".encode()
            )
        except self._error as error:
            raise Unavailable(
                f"Databasanvändaren får inte skapa databaser. Ange en som får. ({error})",
                code="database",
            ) from error
        self._opened.callback(self._drop, name)
        self._admin.execute(f"ALTER DATABASE {name} SET synchronous_commit = on".encode())
        return _written(self._server.set(database=name))

    def _drop(self, name: str) -> None:
        self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def _show(self, setting: str) -> str:
        (told,) = self._admin.execute(f"SHOW {setting}".encode()).fetchone() or ("",)
        return str(told)

    def _library(self, url: str) -> dict[str, str]:
        place = make_url(url)
        return {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(place.database),
            "POSTGRES_HOST": str(place.query.get("host") or place.host or ""),
            "POSTGRES_PORT": str(place.port or 5432),
            "POSTGRES_USER": str(place.username or ""),
            "POSTGRES_PASSWORD": str(place.password or "none"),
        }


@contextmanager
def sqlite() -> Iterator[Databases]:
    """Measure in files."""
    with closing(OnSqlite()) as databases:
        yield databases


@contextmanager
def postgresql(url: str | None) -> Iterator[Databases]:
    """Measure on the server of a URL, else on one of our own, with its data on disk.

    Raises:
        LookupError: No server is named, and the wheel is not installed.
        ModuleNotFoundError: The driver is not installed.
        Unavailable: The server named cannot be used.
    """
    # Needs the driver, which may be left out: then there are still the figures on SQLite.
    from rutin.adapters.bench.postgresql_server import postgresql_server  # noqa: PLC0415

    with ExitStack() as ours:
        reached = url or ours.enter_context(postgresql_server(on_disk=True))
        yield ours.enter_context(closing(OnPostgresql(reached)))


def versions() -> dict[str, str]:
    """Give the versions of what does the work, by name."""
    return {name: version(name) for name in ("eventsourcing", "SQLAlchemy", "pydantic")}


def _written(url: URL) -> str:
    return url.render_as_string(hide_password=False)
