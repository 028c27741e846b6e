"""Insert a row, or replace the one with the same key: spelt alike by SQLite and PostgreSQL."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection,
    table: Table,
    row: Mapping[str, Any],
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
    statement = _statement(connection.dialect.name, table, rising)
    return connection.execute(statement, row).first() is not None


@cache
def _statement(dialect: str, table: Table, rising: str | None) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    replacing = statement.on_conflict_do_update(
        index_elements=keys,
        set_={
            column.name: statement.excluded[column.name]
            for column in table.columns
            if column.name not in keys
        },
        where=None if rising is None else table.c[rising] < statement.excluded[rising],
    )
    return replacing.returning(*table.primary_key)
