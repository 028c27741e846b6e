"""Appending rows to the log: positions in order of commit, sealed, signed and indexed."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, select

from rutin.adapters.sql.chain import GENESIS, Head, seal, sign
from rutin.adapters.sql.tables import chain_head, event_references, events
from rutin.adapters.sql.upsert import upsert

CHANNEL = "rutin"
"""Where PostgreSQL tells, at commit, those who listen that there is more to read."""


_HEADS = select(chain_head)
_INSERT = insert(events)
_REFER = insert(event_references)


def append_rows(
    connection: Connection, rows: Sequence[Mapping[str, object]], key: bytes
) -> list[int]:
    """Append events in a writing transaction, and give their positions.

    Positions go on from the signed head, not from the last row: if rows at the end are gone, their
    positions are not given to others, and `verify` finds the hole.

    Args:
        connection: In a transaction that holds the writers' lock.
        rows: Everything but position, previous hash and hash.
        key: Signs the new heads.
    """
    if not rows:
        return []
    heads = _heads(connection)
    first = 1 + max((head.position for head in heads.values()), default=0)
    sealed = []
    for position, row in enumerate(rows, start=first):
        municipality = str(row["municipality"])
        head = heads.get(municipality)
        whole = {**row, "position": position, "previous_hash": head.hash if head else GENESIS}
        whole["hash"] = hash_ = seal(whole)
        heads[municipality] = Head(municipality, position, hash_)
        sealed.append(whole)
    connection.execute(_INSERT, sealed)
    _index(connection, sealed)
    for municipality in {str(row["municipality"]) for row in rows}:
        _keep(connection, heads[municipality], key)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")
    return list(range(first, first + len(rows)))


def _heads(connection: Connection) -> dict[str, Head]:
    rows = connection.execute(_HEADS)
    return {row.municipality: Head(row.municipality, row.position, row.hash) for row in rows}


def _index(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    found = [
        {"reference": reference, "position": row["position"]}
        for row in rows
        for reference in dict.fromkeys(json.loads(str(row["refs"])))
    ]
    if found:
        connection.execute(_REFER, found)


def _keep(connection: Connection, head: Head, key: bytes) -> None:
    upsert(
        connection,
        chain_head,
        {
            "municipality": head.municipality,
            "position": head.position,
            "hash": head.hash,
            "signature": sign(head, key),
        },
    )
