"""The journal's tables: the facts, where to find them, the head of the chain, and the vault."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

_Position = BigInteger().with_variant(Integer, "sqlite")

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
    Column("stream", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("type", String, nullable=False),
    Column("occurred_on", String, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("event_id", String, nullable=False, unique=True),
    Column("recorded_at", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("command_id", String, nullable=False, index=True),
    Column("command_digest", String, nullable=False),
    Column("correlation_id", String, nullable=False),
    Column("causation_id", String),
    Column("municipality", String, nullable=False),
    Column("refs", String, nullable=False),
    Column("deviation", String),
    Column("previous_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version"),
    sqlite_autoincrement=True,
)
"""One row a fact; never changed, never removed. Every column but `hash` is hashed into the chain."""

event_references = Table(
    "event_references",
    metadata,
    Column("reference", String, primary_key=True),
    Column("position", _Position, primary_key=True, autoincrement=False),
    Index(None, "position"),
    sqlite_with_rowid=False,
)
"""The `refs` of every event, one row each, to find facts by what they are about."""

chain_head = Table(
    "chain_head",
    metadata,
    Column("municipality", String, primary_key=True),
    Column("position", _Position, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
"""How far each municipality's chain has come, signed with a key that is not in the database."""

persons = Table(
    "persons",
    metadata,
    Column("reference", String, primary_key=True),
    Column("identity_number", String, unique=True),
    Column("payload", LargeBinary, nullable=False),
)
"""The vault: who the references stand for. Outside the chain, so that a person can be forgotten."""

tracking = Table(
    "tracking",
    metadata,
    Column("projection", String, primary_key=True),
    Column("log", String, primary_key=True),
    Column("position", _Position, nullable=False),
)
"""How far each projection has come in each log."""
