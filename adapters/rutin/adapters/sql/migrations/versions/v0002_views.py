"""What is kept about read models: their fillings, and the subjects that wait to be worked out."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    written = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "view_generations",
        sa.Column("view", written, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", written, nullable=False),
        sa.Column("horizon", written, nullable=False),
        sa.PrimaryKeyConstraint("view", "number", name="pk_view_generations"),
    )
    op.create_table(
        "view_tasks",
        sa.Column("generation", written, nullable=False),
        sa.Column("subject", written, nullable=False),
        sa.Column("position", position, nullable=False),
        sa.Column("waiting_since", written, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", written, nullable=False),
        sa.Column("taken_by", written, nullable=False),
        sa.Column("taken_until", written, nullable=False),
        sa.Column("fault", written, nullable=False),
        sa.PrimaryKeyConstraint("generation", "subject", name="pk_view_tasks"),
    )
