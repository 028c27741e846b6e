"""The journal's tables: the facts, where to find them, the head of the chain, and the vault."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from rutin.domain.refusal import Malformed, Problem

_Position = BigInteger().with_variant(Integer, "sqlite")

_PLAIN, _BYTEWISE = String(), String(collation="C")  # asked for at every list of texts


class _Text(TypeDecorator[str]):
    """Text, compared byte by byte: so an index outlives a server's change of locale.

    A null character, which PostgreSQL cannot store, and half a character, which neither can, are
    refused by both, whether it is to be stored or looked for.
    """

    impl = String
    cache_ok = True

    @property
    def python_type(self) -> type[str]:
        return str

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_BYTEWISE if dialect.name == "postgresql" else _PLAIN)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or _is_storable(value):
            return value
        raise Malformed(
            Problem(
                "unstorable_text",
                f"Det finns ett tecken i texten som databasen ({dialect.name}) inte kan spara. "
                "Ta bort det, eller skriv texten på nytt.",
            )
        )


def _is_storable(text: str) -> bool:
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

events = Table(
    "events",
    metadata,
    Column("position", _Position, primary_key=True, autoincrement=False),
    Column("stream", _Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("type", _Text, nullable=False),
    Column("occurred_on", _Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("event_id", _Text, nullable=False, unique=True),
    Column("recorded_at", _Text, nullable=False),
    Column("actor", _Text, nullable=False),
    Column("command_id", _Text, nullable=False, index=True),
    Column("command_digest", _Text, nullable=False),
    Column("correlation_id", _Text, nullable=False),
    Column("causation_id", _Text),
    Column("municipality", _Text, nullable=False),
    Column("refs", _Text, nullable=False),
    Column("deviation", _Text),
    Column("previous_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version"),
    sqlite_autoincrement=True,
)
"""One row a fact; never changed, never removed. Every column but `hash` is hashed into the chain."""

event_references = Table(
    "event_references",
    metadata,
    Column("reference", _Text, primary_key=True),
    Column("position", _Position, primary_key=True, autoincrement=False),
    Index(None, "position"),
    sqlite_with_rowid=False,
)
"""The `refs` of every event, one row each, to find facts by what they are about."""

chain_head = Table(
    "chain_head",
    metadata,
    Column("municipality", _Text, primary_key=True),
    Column("position", _Position, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
"""How far each municipality's chain has come, signed with a key that is not in the database."""

persons = Table(
    "persons",
    metadata,
    Column("reference", _Text, primary_key=True),
    Column("identity_number", _Text, unique=True),
    Column("payload", LargeBinary, nullable=False),
)
"""The vault: who the references stand for. Outside the chain, so that a person can be forgotten."""

tracking = Table(
    "tracking",
    metadata,
    Column("projection", _Text, primary_key=True),
    Column("log", _Text, primary_key=True),
    Column("position", _Position, nullable=False),
)
"""How far each projection has come in each log."""
