"""Verifying the log: is every stored byte of it what it was when it was signed?

The events are read in batches, in order of position; so memory stays the same however long the
log is, and the first thing that does not fit is the first bad position.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType

from rutin.adapters.sql.chain import GENESIS, Head, is_signed, seal
from rutin.adapters.sql.tables import chain_head, event_references, events
from rutin.adapters.sql.transaction import reading

BATCH = 1000

# As the driver gives them, so that a value of the wrong type is seen and not converted.
_EVENT = [type_coerce(column, NullType()).label(column.name) for column in events.columns]
_HEAD = [type_coerce(column, NullType()).label(column.name) for column in chain_head.columns]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the log is not what was signed, and why, in Swedish."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying found.

    Attributes:
        events: How many events there are up to the first fault.
        heads: The signed heads of a sound log. Noted outside the system, they also show if a whole
            database was exchanged for an older copy of itself, which no signature can.
        fault: The first fault; None if the log is sound.
    """

    events: int
    heads: tuple[Head, ...]
    fault: Fault | None


def verify(engine: Engine, key: bytes) -> Verification:
    """Compare everything stored with the chain, and the chain's head with its signature."""
    ends: dict[str, Head] = {}
    last = 0
    with reading(engine) as connection:
        for batch in _batches(connection):
            if isinstance(batch, Fault):
                return Verification(last, (), batch)
            sound, fault = _follow(batch, last, ends)
            fault = _compare_references(connection, sound) or fault
            if fault:
                return Verification(fault.position - 1, (), fault)
            last = sound[-1]["position"]
        fault = (
            _compare_heads(connection, key, ends, last)
            or _find_stray_references(connection, last)
            or _check_file(connection, last)
        )
    return Verification(last, () if fault else tuple(ends.values()), fault)


def _batches(connection: Connection) -> Iterator[Sequence[RowMapping] | Fault]:
    """Read on until the end, or until a row that the database itself cannot read."""
    wanted = select(*_EVENT).order_by(events.c.position)
    after: int | None = None
    size = BATCH
    while True:
        some = wanted if after is None else wanted.where(events.c.position > after)
        try:
            with connection.begin_nested():  # which PostgreSQL needs to go on after a failure
                batch = connection.execute(some.limit(size)).mappings().all()
        except DBAPIError:
            if size == 1:
                unread = 1 if after is None else after + 1
                yield Fault(unread, f"Databasen kan inte läsa händelsen på position {unread}.")
                return
            size = 1  # One at a time, to find the one that cannot be read.
            continue
        if not batch:
            return
        yield batch
        after = batch[-1]["position"]


def _follow(
    batch: Sequence[RowMapping], last: int, ends: dict[str, Head]
) -> tuple[Sequence[RowMapping], Fault | None]:
    """Follow the chain through a batch; give the sound rows, and the fault that ended them."""
    for count, row in enumerate(batch):
        if fault := _fault_in(row, last + 1, ends.get(row["municipality"])):
            return batch[:count], fault
        last = row["position"]
        ends[row["municipality"]] = Head(row["municipality"], last, row["hash"])
    return batch, None


def _fault_in(row: RowMapping, expected: int, previous: Head | None) -> Fault | None:
    position = row["position"]
    if position > expected:
        return Fault(expected, f"Händelsen på position {expected} saknas.")
    if position < expected:
        return Fault(position, f"Position {position} hör inte till journalen.")
    if row["previous_hash"] != (previous.hash if previous else GENESIS):
        return Fault(position, f"Händelsen på position {position} följer inte på den förra.")
    if row["hash"] != seal(row):
        return Fault(position, f"Händelsen på position {position} är ändrad.")
    return None


def _compare_references(connection: Connection, rows: Sequence[RowMapping]) -> Fault | None:
    if not rows:
        return None
    stored = select(
        type_coerce(event_references.c.position, NullType()),
        type_coerce(event_references.c.reference, NullType()),
    ).where(event_references.c.position.between(rows[0]["position"], rows[-1]["position"]))
    try:
        with connection.begin_nested():
            found: set[tuple[Any, ...]] = {tuple(row) for row in connection.execute(stored)}
    except DBAPIError:
        return _wrong_references(rows[0]["position"])
    said = {(row["position"], name) for row in rows for name in _references(row)}
    if found == said:
        return None
    return _wrong_references(min(position for position, _ in found ^ said))


def _references(row: RowMapping) -> list[Any]:
    try:
        return list(json.loads(row["refs"]))
    except (ValueError, TypeError):
        return [None]  # Which no index row can match.


def _wrong_references(position: int) -> Fault:
    return Fault(
        position,
        f"Sökregistret (event_references) stämmer inte med händelsen på position {position}.",
    )


def _compare_heads(
    connection: Connection, key: bytes, ends: dict[str, Head], last: int
) -> Fault | None:
    """Compare where the chains end with where the signed heads say that they do."""
    try:
        with connection.begin_nested():
            stored = connection.execute(select(*_HEAD)).all()
    except DBAPIError:
        return Fault(max(last, 1), "Databasen kan inte läsa kedjans huvud.")
    signed: dict[str, Head] = {}
    for row in stored:
        head = Head(row.municipality, row.position, row.hash)
        if not is_signed(head, row.signature, key):
            end = ends.get(head.municipality)
            return Fault(
                end.position if end else max(last, 1),
                "Kedjans huvud är inte undertecknat med rätt nyckel: huvudet är ändrat eller "
                "kedjan omräknad. Kontrollera också att nyckeln är databasens egen.",
            )
        signed[head.municipality] = head
    faults = [_fault_at(head, ends.get(name), last) for name, head in signed.items()]
    faults += [
        _unsigned_after(connection, end, signed[name].position if name in signed else 0)
        for name, end in ends.items()
    ]
    return min(filter(None, faults), key=lambda fault: fault.position, default=None)


def _fault_at(head: Head, end: Head | None, last: int) -> Fault | None:
    if head.position > last:
        return Fault(
            last + 1,
            f"Händelserna från position {last + 1} till {head.position} saknas: slutet är avklippt.",
        )
    if end is None or (head.position == end.position and head.hash != end.hash):
        return Fault(head.position, f"Kedjans huvud gäller en annan händelse {head.position}.")
    return None


def _unsigned_after(connection: Connection, end: Head, signed: int) -> Fault | None:
    if end.position <= signed:
        return None
    first = connection.scalar(
        select(func.min(events.c.position)).where(
            events.c.municipality == end.municipality, events.c.position > signed
        )
    )
    return Fault(
        first or end.position,
        f"Händelserna från position {first} är inte undertecknade: de är tillagda vid sidan om.",
    )


def _find_stray_references(connection: Connection, last: int) -> Fault | None:
    """Find index rows about positions that do not exist; text and blobs sort after all numbers."""
    position = event_references.c.position
    stray = connection.execute(
        select(type_coerce(position, NullType())).where((position < 1) | (position > last)).limit(1)
    ).first()
    if stray is None:
        return None
    return _wrong_references(stray[0] if isinstance(stray[0], int) else max(last, 1))


def _check_file(connection: Connection, last: int) -> Fault | None:
    """Let SQLite compare its indexes with its tables, since reads by stream go through them."""
    if connection.dialect.name != "sqlite":
        return None
    told = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar())
    if told == "ok":
        return None
    return Fault(max(last, 1), f"Databasfilen är skadad utanför händelserna ({told}).")
