"""The queries that users have saved."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    written = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "saved_queries",
        sa.Column("owner", written, nullable=False),
        sa.Column("name", written, nullable=False),
        sa.Column("query", written, nullable=False),
        sa.Column("asked", written, nullable=False),
        sa.PrimaryKeyConstraint("owner", "name", name="pk_saved_queries"),
    )
