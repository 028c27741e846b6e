"""Which fact a subject began to wait for; what fillings look like, and as of which moment they are."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns; what waits already may wait for any fact, and what is filled is filled anew."""
    position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    written = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.add_column(
        "view_tasks", sa.Column("first_position", position, nullable=False, server_default="0")
    )
    op.add_column(
        "view_generations", sa.Column("known_at", written, nullable=False, server_default="")
    )
    op.add_column(
        "view_generations", sa.Column("shape", written, nullable=False, server_default="")
    )
