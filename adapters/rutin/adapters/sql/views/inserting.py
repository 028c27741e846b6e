"""Inserting rows of views, thousands at a time, in the way that each database is quick at."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert


def insert_rows(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    adding: str | None = None,
    replacing: tuple[str, ...] = (),
) -> None:
    """Insert rows, each as its columns hold it and in their order.

    PostgreSQL is told them as one document: a statement with a parameter for each value takes longer
    to read than to run, in the driver and in the server.

    Args:
        connection: In a writing transaction.
        table: Where the rows belong.
        rows: The rows, whole.
        adding: Where there is a row with the same primary key, add to what it has in this column.
        replacing: Where there is one, replace what it has in these columns.
    """
    if not rows:
        return
    statement = _statement(connection.dialect, table, adding, replacing)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(statement, (json.dumps(rows, ensure_ascii=False),))
    else:
        connection.exec_driver_sql(statement, [tuple(row.values()) for row in rows])


@cache
def _statement(
    dialect: Dialect, table: Table, adding: str | None, replacing: tuple[str, ...]
) -> str:
    prepared = dialect.identifier_preparer
    name = prepared.format_table(table)
    if dialect.name == "postgresql":
        statement = (
            f"INSERT INTO {name} SELECT * FROM json_populate_recordset(NULL::{name}, %s::json)"  # noqa: S608 - the name of our own table
        )
    else:
        statement = str(insert(table).compile(dialect=dialect))
    anew = [f"{column} = excluded.{column}" for column in map(prepared.quote, replacing)]
    if adding is not None:
        number = prepared.quote(adding)
        anew.append(f"{number} = {name}.{number} + excluded.{number}")
    if not anew:
        return statement
    keys = ", ".join(map(prepared.quote, table.primary_key.columns.keys()))
    return f"{statement} ON CONFLICT ({keys}) DO UPDATE SET {', '.join(anew)}"
