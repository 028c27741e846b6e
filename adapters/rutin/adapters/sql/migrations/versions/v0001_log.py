"""The log, its chain, the vault and the positions of projections."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    written = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "events",
        sa.Column("position", position, autoincrement=False, nullable=False),
        sa.Column("stream", written, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", written, nullable=False),
        sa.Column("occurred_on", written, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("event_id", written, nullable=False),
        sa.Column("recorded_at", written, nullable=False),
        sa.Column("actor", written, nullable=False),
        sa.Column("command_id", written, nullable=False),
        sa.Column("command_digest", written, nullable=False),
        sa.Column("correlation_id", written, nullable=False),
        sa.Column("causation_id", written),
        sa.Column("municipality", written, nullable=False),
        sa.Column("refs", written, nullable=False),
        sa.Column("deviation", written),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_events"),
        sa.UniqueConstraint("stream", "version", name="uq_events_stream_version"),
        sa.UniqueConstraint("event_id", name="uq_events_event_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_command_id", "events", ["command_id"])
    op.create_table(
        "event_references",
        sa.Column("reference", written, nullable=False),
        sa.Column("position", position, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("reference", "position", name="pk_event_references"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_references_position", "event_references", ["position"])
    op.create_table(
        "chain_head",
        sa.Column("municipality", written, nullable=False),
        sa.Column("position", position, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("municipality", name="pk_chain_head"),
    )
    op.create_table(
        "persons",
        sa.Column("reference", written, nullable=False),
        sa.Column("identity_number", written),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_persons"),
        sa.UniqueConstraint("identity_number", name="uq_persons_identity_number"),
    )
    op.create_table(
        "tracking",
        sa.Column("projection", written, nullable=False),
        sa.Column("log", written, nullable=False),
        sa.Column("position", position, nullable=False),
        sa.PrimaryKeyConstraint("projection", "log", name="pk_tracking"),
    )
