"""Which fact a subject began to wait for: so that a reader can wait for their own."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; what waits already may wait for any fact."""
    position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column(
        "view_tasks", sa.Column("first_position", position, nullable=False, server_default="0")
    )
