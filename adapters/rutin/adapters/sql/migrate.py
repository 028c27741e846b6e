"""Bringing the tables up to date, whoever starts first."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from rutin.adapters.sql.transaction import reading, writing
from rutin.domain.refusal import Unavailable

REVISIONS = ("0001", "0002", "0003", "0004")
"""Every revision there is, oldest first; known here so that a start need not load alembic."""

MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(engine: Engine) -> None:
    """Bring the tables up to date; does nothing, and quickly, where they are.

    Any number of processes may do so at once: one does the work, the others wait for it.

    Raises:
        Unavailable: With code "newer-database": a newer version of Rutin made the tables.
    """
    with reading(engine) as connection:
        if _is_current(connection):
            return
    with writing(engine) as connection:
        if not _is_current(connection):
            _upgrade(connection)


def _is_current(connection: Connection) -> bool:
    if not inspect(connection).has_table("alembic_version"):
        return False
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if revision is not None and revision not in REVISIONS:
        raise Unavailable(
            f"Databasen är gjord av en nyare version av Rutin ({revision}). Uppgradera Rutin här.",
            code="newer-database",
        )
    return bool(revision == REVISIONS[-1])


def _upgrade(connection: Connection) -> None:
    from alembic import command, config  # noqa: PLC0415 - slow to load, and seldom needed

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")  # However long it takes.
    settings = config.Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
