"""`rutin doctor`: is everything that Rutin rests on as it should be, and where is it?"""

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import Connection, Engine, inspect, select, text

from rutin.adapters.cli.database import told_in_swedish
from rutin.adapters.cli.options import DATABASE, Database
from rutin.adapters.cli.printing import complain, counted
from rutin.adapters.cli.tables import say_table
from rutin.adapters.routines import own_routines
from rutin.adapters.sql.chain import Head, is_signed
from rutin.adapters.sql.engine import database_file, open_engine
from rutin.adapters.sql.migrate import REVISIONS
from rutin.adapters.sql.recorder import last_position
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.tables import chain_head, tracking
from rutin.adapters.sql.transaction import reading
from rutin.domain.refusal import RutinError

HELP = """\
Kontrollerar inställningar, kommunens egna rutiner, databas, tabeller, signeringsnyckel och
journalens slut, och säger var allt finns. Slutstatus är 1 om något är fel. En varning är inget fel,
men läs den."""

Verdict = Literal["ok", "varning", "fel"]

WHERE = "SELECT current_setting('server_version'), current_database(), current_schema()"
SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


class Finding(NamedTuple):
    """One thing looked at."""

    verdict: Verdict
    subject: str
    found: str


def command(db: Database = DATABASE) -> int:
    """Look at everything; 1 if something is wrong."""
    findings = [*_settings(), *_own_routines()]
    try:
        engine = open_engine(db, must_exist=True)
        try:
            with told_in_swedish():
                findings += _database(engine)
        finally:
            engine.dispose()
    except RutinError as error:
        findings.append(Finding("fel", "Databas", error.text))
    say_table(findings)
    if any(each.verdict == "fel" for each in findings):
        complain("Något är fel. Åtgärda det som är märkt fel, och kör rutin doctor igen.")
        return 1
    return 0


def _settings() -> Iterator[Finding]:
    for name in ("RUTIN_DATABASE_URL", "RUTIN_SIGNING_KEY", "RUTIN_SIGNING_KEY_FILE"):
        value = os.environ.get(name)
        if value is None:
            shown = "inte satt"
        else:
            shown = value if name == "RUTIN_SIGNING_KEY_FILE" else "satt"
        yield Finding("ok", name, shown)
    yield Finding("ok", "SQLite", sqlite3.sqlite_version)


def _own_routines() -> Iterator[Finding]:
    for each in own_routines().found:
        if each.routine is None:
            yield Finding("fel", "Egen rutin", f"{each.name} ({each.place}): {each.fault}")
        else:
            provisions = counted(len(each.routine.provisions), "bestämmelse", "bestämmelser")
            yield Finding("ok", "Egen rutin", f"{each.routine.key}: {provisions} ({each.place})")


def _database(engine: Engine) -> Iterator[Finding]:
    on_server = engine.dialect.name == "postgresql"
    with reading(engine) as connection:
        yield from (_server(connection) if on_server else _file(engine, connection))
        revision = _revision(connection)
        yield _tables(revision)
        if revision != REVISIONS[-1]:
            return
        try:
            key = signing_key(engine)
        except RutinError as error:
            yield Finding("fel", "Signeringsnyckel", error.text)
        else:
            yield from _key_place(None if on_server else database_file(engine.url))
            yield _head(connection, key)
        yield from _projections(connection)


def _file(engine: Engine, connection: Connection) -> Iterator[Finding]:
    yield Finding("ok", "Databas", str(database_file(engine.url).resolve()))
    mode = connection.scalar(text("PRAGMA journal_mode"))
    yield Finding("ok" if mode == "wal" else "fel", "journal_mode", str(mode))
    synchronous = SYNCHRONOUS.get(connection.scalar(text("PRAGMA synchronous")) or 0, "?")
    yield Finding("ok" if synchronous == "FULL" else "fel", "synchronous", synchronous)


def _server(connection: Connection) -> Iterator[Finding]:
    version, database, schema = connection.execute(text(WHERE)).one()
    yield Finding("ok", "Databas", f"PostgreSQL {version}, databasen {database}, schemat {schema}")
    # With fsync off or another encoding the database would not have been opened.
    for setting in ("fsync", "full_page_writes", "server_encoding"):
        yield Finding("ok", setting, str(connection.scalar(text(f"SHOW {setting}"))))
    committing = str(connection.scalar(text("SHOW synchronous_commit")))
    yield Finding("fel" if committing == "off" else "ok", "synchronous_commit", committing)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if revision is None else str(revision)


def _tables(revision: str | None) -> Finding:
    if revision == REVISIONS[-1]:
        return Finding("ok", "Tabeller", f"utgåva {revision}")
    if revision is None:
        return Finding("fel", "Tabeller", "saknas. Kör rutin migrate, eller kontrollera sökvägen.")
    if revision in REVISIONS:
        return Finding(
            "fel", "Tabeller", f"utgåva {revision}, ska vara {REVISIONS[-1]}. Kör rutin migrate."
        )
    return Finding(
        "fel", "Tabeller", f"utgåva {revision} är nyare än programmet. Uppgradera Rutin här."
    )


def _key_place(database: Path | None) -> Iterator[Finding]:
    """Tell where the key is, and whether it is beside the database, if that is a file."""
    if os.environ.get("RUTIN_SIGNING_KEY"):
        yield Finding("ok", "Signeringsnyckel", "i RUTIN_SIGNING_KEY")
        return
    named = os.environ.get("RUTIN_SIGNING_KEY_FILE")
    beside = database and database.with_name(f"{database.name}.key")
    path = Path(named) if named else beside
    if path is None:
        raise AssertionError("A server's key is told; there is no place where it might be else.")
    if beside and path.resolve().parent == beside.resolve().parent:
        yield Finding(
            "varning",
            "Signeringsnyckel",
            f"{path.resolve()} ligger bredvid databasen. Den som kommer åt båda kan ändra utan "
            "att det märks. Flytta nyckeln och ange den i RUTIN_SIGNING_KEY_FILE.",
        )
    else:
        yield Finding("ok", "Signeringsnyckel", str(path.resolve()))
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding(
            "varning", "Signeringsnyckel", f"Fler än ägaren kan läsa den. Kör chmod 600 {path}."
        )


def _head(connection: Connection, key: bytes) -> Finding:
    last = last_position(connection) or 0
    heads = [
        (Head(row.municipality, row.position, row.hash), row.signature)
        for row in connection.execute(select(chain_head))
    ]
    if not all(is_signed(head, signature, key) for head, signature in heads):
        return Finding("fel", "Journalens slut", "Signaturen stämmer inte. Kör rutin verify.")
    signed = max((head.position for head, _ in heads), default=0)
    if signed != last:
        return Finding(
            "fel",
            "Journalens slut",
            f"signerat till position {signed}, men sista händelsen är {last}. Kör rutin verify.",
        )
    return Finding("ok", "Journalens slut", f"position {last}")


def _projections(connection: Connection) -> Iterator[Finding]:
    rows = connection.execute(select(tracking).order_by(tracking.c.projection)).all()
    for row in rows:
        yield Finding("ok", "Vy", f"{row.projection}: position {row.position}")
    if not rows:
        yield Finding("ok", "Vyer", "inga sparade; de räknas fram ur journalen")
