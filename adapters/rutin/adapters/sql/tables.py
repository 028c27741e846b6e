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

Position = BigInteger().with_variant(Integer, "sqlite")

_PLAIN, _BYTEWISE = String(), String(collation="C")  # asked for at every list of texts


class Text(TypeDecorator[str]):
    """Text, compared byte by byte: so an index outlives a server's change of locale.

    A null character, which PostgreSQL cannot store, and half a character, which neither can, are
    refused by both, whether it is to be stored or looked for.
    """

    impl = String
    cache_ok = True

    @property
    def python_type(self) -> type[str]:
        """What its values are in Python."""
        return str

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give what a database calls it."""
        return dialect.type_descriptor(_BYTEWISE if dialect.name == "postgresql" else _PLAIN)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse what a database cannot store."""
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
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("occurred_on", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("event_id", Text, nullable=False, unique=True),
    Column("recorded_at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("command_id", Text, nullable=False, index=True),
    Column("command_digest", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("causation_id", Text),
    Column("municipality", Text, nullable=False),
    Column("refs", Text, nullable=False),
    Column("deviation", Text),
    Column("previous_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version"),
    sqlite_autoincrement=True,
)
"""One row a fact; never changed, never removed. Every column but `hash` is hashed into the chain."""

event_references = Table(
    "event_references",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("position", Position, primary_key=True, autoincrement=False),
    Index(None, "position"),
    sqlite_with_rowid=False,
)
"""The `refs` of every event, one row each, to find facts by what they are about."""

chain_head = Table(
    "chain_head",
    metadata,
    Column("municipality", Text, primary_key=True),
    Column("position", Position, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
"""How far each municipality's chain has come, signed with a key that is not in the database."""

persons = Table(
    "persons",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("identity_number", Text, unique=True),
    Column("payload", LargeBinary, nullable=False),
)
"""The vault: who the references stand for. Outside the chain, so that a person can be forgotten."""

tracking = Table(
    "tracking",
    metadata,
    Column("projection", Text, primary_key=True),
    Column("log", Text, primary_key=True),
    Column("position", Position, nullable=False),
)
"""How far each projection has come in each log."""

view_generations = Table(
    "view_generations",
    metadata,
    Column("view", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("horizon", Text, nullable=False),
    Column("known_at", Text, nullable=False, server_default=""),
    Column("shape", Text, nullable=False, server_default=""),
)
"""The fillings of each view: the one in use, one being built beside it, and those kept or asked for."""

view_tasks = Table(
    "view_tasks",
    metadata,
    Column("generation", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("position", Position, nullable=False),
    Column("waiting_since", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Text, nullable=False),
    Column("taken_by", Text, nullable=False),
    Column("taken_until", Text, nullable=False),
    Column("fault", Text, nullable=False),
    Column("first_position", Position, nullable=False, server_default="0"),
)
"""Subjects whose rows are to be worked out anew: for which facts, and since when they wait."""

saved_queries = Table(
    "saved_queries",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False),
    Column("asked", Text, nullable=False),
)
"""What users have saved to ask again: settings of their own, outside the chain."""
