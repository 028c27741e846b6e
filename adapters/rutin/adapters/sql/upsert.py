"""Insert a row, or replace the one with the same key: spelt alike by SQLite and PostgreSQL."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection,
    table: Table,
    row: Mapping[str, object],
    *,
    rising: str | None = None,
) -> bool:
    """Insert the row, or replace the one that has its primary key; say whether either happened.

    Args:
        connection: In a writing transaction.
        table: Where the row belongs.
        row: The whole row.
        rising: Replace only where the new row has more in this column; compared and set at once.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(row)
    keys = [column.name for column in table.primary_key]
    replacing = statement.on_conflict_do_update(
        index_elements=keys,
        set_={name: statement.excluded[name] for name in row if name not in keys},
        where=None if rising is None else table.c[rising] < statement.excluded[rising],
    )
    return connection.execute(replacing.returning(*table.primary_key)).first() is not None
