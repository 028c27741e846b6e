"""A journal on a PostgreSQL server: who waits how long for what, and what is said when it fails.

A schema per municipality is a matter of the URL: ?options=-csearch_path%3Dnorra. The tables, the
writers' lock and the chain are then that schema's own.
"""

from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from rutin.adapters.sql.trouble import told_in_swedish
from rutin.domain.refusal import Damaged, Unavailable

_UNSAID = {
    "connect_timeout": "10",  # seconds, for each address of the server
    "keepalives_idle": "30",  # seconds until a silent server is asked whether it is there
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",  # milliseconds until unanswered bytes count as a lost connection
    "application_name": "rutin",
    "client_encoding": "utf8",
}
"""What a URL does not say otherwise: no one waits for ever for a server that is gone."""

TRUSTED = 1.0
"""How long a connection may be unused before it is asked whether it is there, in seconds."""

_STATEMENT_MS = 60_000
_IDLE_IN_TRANSACTION_MS = 60_000

_PREPARE = """
SELECT set_config('lock_timeout', %s, false),
       set_config('statement_timeout', %s, false),
       set_config('idle_in_transaction_session_timeout', %s, false),
       set_config('synchronous_commit', CASE current_setting('synchronous_commit')
           WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
"""
_ASK = """
SELECT current_setting('fsync'), current_setting('full_page_writes'),
       current_setting('server_encoding'), current_schema()
"""


def open_server(place: URL, *, must_exist: bool, lock_wait_ms: int) -> Engine:
    """Open the database of a URL (see `open_engine`)."""
    if place.drivername not in {"postgresql", "postgresql+psycopg"}:
        raise Unavailable(
            f"Drivrutinen {place.drivername} stöds inte. Skriv postgresql://.", code="database"
        )
    engine = _engine(place)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        _prepare(connection, lock_wait_ms)

    engine.dialect.use_insertmanyvalues_wo_returning = True
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkin", _note_when_last_used)
    binary = engine.dialect.loaded_dbapi.pq.Format.BINARY

    @event.listens_for(engine, "before_cursor_execute")
    def read_as_stored(_: Any, cursor: Any, *asked: Any) -> None:
        *_statement, context, _many = asked
        if context is not None and context.execution_options.get("as_stored"):
            cursor.format = binary  # as text, the bytes of every fact would be twice as many

    @event.listens_for(engine, "checkout")
    def look(connection: Any, record: ConnectionPoolEntry, _use: Any) -> None:
        if monotonic() - record.info.get("last_used", monotonic()) > TRUSTED:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError from error  # The pool takes another.

    try:
        with told_in_swedish(), engine.connect() as connection:
            _require_usable(connection)
            if must_exist:
                _require_journal(connection, place)
    except DBAPIError as error:
        engine.dispose()
        raise Unavailable(
            f"Databasadressen går inte att använda. Rätta den. ({error.orig})", code="database"
        ) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def _engine(place: URL) -> Engine:
    try:
        return create_engine(
            place.set(drivername="postgresql+psycopg", query=_UNSAID | dict(place.query)),
            isolation_level="REPEATABLE READ",  # whoever only reads sees one moment
            use_native_hstore=False,
        )
    except ModuleNotFoundError as error:
        raise Unavailable(
            "PostgreSQL behöver paketet psycopg. Installera rutin[postgres].", code="database"
        ) from error


def _prepare(connection: Any, lock_wait_ms: int) -> None:
    connection.autocommit = True  # or the settings would go with the transaction
    timeouts = (lock_wait_ms, _STATEMENT_MS, _IDLE_IN_TRANSACTION_MS)
    connection.execute(_PREPARE, tuple(map(str, timeouts)))
    connection.autocommit = False


def _note_when_last_used(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["last_used"] = monotonic()


def _begin(connection: Connection) -> None:
    if first := connection.get_execution_options().get("begin"):
        connection.exec_driver_sql(first)


def _require_usable(connection: Connection) -> None:
    """Make sure that a commit is on disk before it is answered, and that å is kept as å."""
    fsync, full_page_writes, encoding, schema = connection.exec_driver_sql(_ASK).one()
    if (fsync, full_page_writes) != ("on", "on"):
        raise Damaged(
            f"Databasen sparar inte säkert (fsync={fsync}, full_page_writes={full_page_writes}). "
            "Slå på båda i serverns inställningar."
        )
    if encoding != "UTF8":
        raise Unavailable(
            f"Databasen har teckenkodningen {encoding}. Skapa den med ENCODING 'UTF8'.",
            code="database",
        )
    if schema is None:
        raise Unavailable(
            "Schemat som adressen anger finns inte i databasen. Skapa det med CREATE SCHEMA, "
            "eller rätta search_path.",
            code="database",
        )


def _require_journal(connection: Connection, place: URL) -> None:
    if not inspect(connection).has_table("alembic_version"):
        raise Unavailable(
            f"I databasen {place.database} finns ingen journal. Kontrollera adressen i --db.",
            code="database",
        )
