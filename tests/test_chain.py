"""Whatever is changed in the stored log, verifying finds it and names the first bad position."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, delete, insert, make_url, select, text, update

from contracts.entries import entry
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.chain import GENESIS, SEALED, Head, seal, sign
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.tables import chain_head, event_references, events, metadata
from rutin.adapters.sql.verification import BATCH, Verification, verify

COLUMNS = [column.name for column in events.columns]
MOVABLE = [name for name in COLUMNS if name != "position"]
LENGTH = 6

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def database(database_url: str) -> str:
    """A sound log of six events in three streams, each about two things."""
    with open_journal(database_url) as journal:
        for number in range(LENGTH):
            stream = f"case/K{number % 3}"
            journal.append(
                [
                    entry(
                        stream,
                        number // 3 + 1,
                        references=(stream, "client/P1"),
                        causation_id=f"cause {number}",
                        deviation=f"reason {number}",
                    )
                ]
            )
    return database_url


@pytest.fixture
def tampering(database: str) -> Iterator[Connection]:
    """What someone with the database and without the key can do."""
    with _administration(database) as connection:
        yield connection


def test_a_sound_log_verifies(database: str) -> None:
    verified = _verify(database)
    assert verified.fault is None
    assert verified.events == LENGTH
    assert [head.position for head in verified.heads] == [LENGTH]


def test_an_empty_log_verifies(database_url: str) -> None:
    assert _verify(database_url) == Verification(0, (), None)


def test_a_log_longer_than_a_batch_verifies_to_its_end(database_url: str) -> None:
    with open_journal(database_url) as journal:
        journal.append([entry(f"case/K{number}") for number in range(2 * BATCH + 1)])
    assert _verify(database_url).events == 2 * BATCH + 1
    with _administration(database_url) as connection:
        _alter(connection, "type = type || ' '", BATCH + 7)
    assert _first_bad_position(database_url) == BATCH + 7


def test_two_municipalities_have_a_chain_each(database_url: str) -> None:
    with open_journal(database_url) as journal:
        for number in range(3):
            journal.append([entry(f"case/N{number}", municipality="norra")])
            journal.append([entry(f"case/S{number}", municipality="södra")])
    heads = {head.municipality: head.position for head in _verify(database_url).heads}
    assert heads == {"norra": 5, "södra": 6}
    with _administration(database_url) as connection:
        connection.exec_driver_sql("DELETE FROM chain_head WHERE municipality = 'södra'")
    assert _first_bad_position(database_url) == 2


def test_every_column_but_the_hash_is_sealed() -> None:
    assert [*SEALED, "hash"] == COLUMNS


@on_sqlite
@pytest.mark.parametrize("column", MOVABLE)
@pytest.mark.parametrize(
    "change",
    [
        "CAST({0} AS BLOB) || x'00'",
        "x''",
        "CASE typeof({0}) WHEN 'blob' THEN CAST({0} AS TEXT) ELSE CAST({0} AS BLOB) END",
        "CASE typeof({0}) WHEN 'integer' THEN {0} + 0.5 ELSE 7 END",
        "CAST(x'ff' AS TEXT)",
        "CASE typeof({0}) WHEN 'integer' THEN {0} + 10 ELSE CAST(substr({0}, 2) AS TEXT) END",
    ],
    ids=["a byte more", "emptied", "other type", "a number", "not text", "a byte less"],
)
def test_any_change_of_any_column_is_found(
    database: str, tampering: Connection, column: str, change: str
) -> None:
    _alter(tampering, f"{column} = {change.format(column)}", 3)
    assert _first_bad_position(database) == 3


BY_TYPE = {
    "a byte more": {int: "{0} + 10", str: "{0} || ' '", bytes: "{0} || '\\x00'::bytea"},
    "emptied": {int: "0", str: "''", bytes: "''"},
    "a byte less": {int: "{0} / 10", str: "substr({0}, 2)", bytes: "substring({0} FROM 2)"},
    "a byte other": {
        int: "-{0}",
        str: "overlay({0} PLACING '#' FROM 1)",
        bytes: "set_byte({0}, 0, get_byte({0}, 0) # 1)",
    },
}
"""Whatever a server's typed columns can be changed to."""


@on_postgresql
@pytest.mark.parametrize("column", MOVABLE)
@pytest.mark.parametrize("change", BY_TYPE)
def test_any_change_of_any_column_on_a_server_is_found(
    database: str, tampering: Connection, column: str, change: str
) -> None:
    changed = BY_TYPE[change][events.c[column].type.python_type].format(column)
    _alter(tampering, f"{column} = {changed}", 3)
    assert _first_bad_position(database) == 3


@pytest.mark.parametrize("column", [column.name for column in events.columns if column.nullable])
def test_a_column_made_empty_is_found(database: str, tampering: Connection, column: str) -> None:
    _alter(tampering, f"{column} = NULL", 3)
    assert _first_bad_position(database) == 3


@pytest.mark.parametrize(("to", "first_bad"), [(-1, -1), (0, 0), (7, 3), (1_000_000, 3)])
def test_a_moved_event_is_found(
    database: str, tampering: Connection, to: int, first_bad: int
) -> None:
    _alter(tampering, f"position = {to}", 3)
    assert _first_bad_position(database) == first_bad


@pytest.mark.parametrize("position", range(1, LENGTH))
def test_a_removed_event_is_found(database: str, tampering: Connection, position: int) -> None:
    tampering.execute(text("DELETE FROM events WHERE position = :at"), {"at": position})
    assert _first_bad_position(database) == position


def test_two_events_that_changed_places_are_found(database: str, tampering: Connection) -> None:
    for old, new in ((2, -1), (5, 2), (-1, 5)):
        _alter(tampering, f"position = {new}", old)
    assert _first_bad_position(database) == 2


def test_two_events_that_changed_contents_are_found(database: str, tampering: Connection) -> None:
    _alter(tampering, "deviation = 'reason 4'", 2)
    _alter(tampering, "deviation = 'reason 1'", 5)
    assert _first_bad_position(database) == 2


@pytest.mark.parametrize("kept", [5, 2, 0])
def test_a_cut_tail_is_found(database: str, tampering: Connection, kept: int) -> None:
    _cut(tampering, kept)
    assert _first_bad_position(database) == kept + 1


def test_a_cut_tail_with_the_head_moved_back_is_found(database: str, tampering: Connection) -> None:
    _cut(tampering, 4)
    tampering.exec_driver_sql(
        "UPDATE chain_head SET (position, hash) = "
        "(SELECT position, hash FROM events WHERE position = 4)"
    )
    assert _first_bad_position(database) == 4


def test_a_cut_tail_with_the_head_removed_is_found(database: str, tampering: Connection) -> None:
    _cut(tampering, 4)
    tampering.exec_driver_sql("DELETE FROM chain_head")
    assert _first_bad_position(database) == 1


def test_a_chain_recomputed_without_the_key_is_found(database: str, tampering: Connection) -> None:
    _alter(tampering, "deviation = 'none'", 3)
    _recompute(tampering, key=b"guessed" * 5)
    assert _first_bad_position(database) == LENGTH


def test_a_chain_recomputed_with_the_old_signature_is_found(
    database: str, tampering: Connection
) -> None:
    signature = tampering.exec_driver_sql("SELECT signature FROM chain_head").scalar()
    _alter(tampering, "deviation = 'none'", 3)
    _recompute(tampering, key=b"guessed" * 5)
    tampering.execute(text("UPDATE chain_head SET signature = :of"), {"of": signature})
    assert _first_bad_position(database) == LENGTH


OF_THE_HEAD = [
    "UPDATE chain_head SET municipality = 'another'",
    "UPDATE chain_head SET position = position - 1",
    "UPDATE chain_head SET position = position + 1",
    "UPDATE chain_head SET hash = ''",
    "UPDATE chain_head SET signature = ''",
    "UPDATE chain_head SET signature = hash",
]
OF_ITS_TYPES = [
    "UPDATE chain_head SET municipality = CAST(municipality AS BLOB)",
    "UPDATE chain_head SET municipality = CAST(x'ff' AS TEXT)",
    "UPDATE chain_head SET position = 'x'",
    "UPDATE chain_head SET hash = zeroblob(32)",
    "UPDATE chain_head SET hash = hex(hash)",
    "UPDATE chain_head SET signature = zeroblob(32)",
    "UPDATE chain_head SET signature = hex(signature)",
]


@pytest.mark.parametrize("change", OF_THE_HEAD)
def test_a_changed_head_is_found(database: str, tampering: Connection, change: str) -> None:
    tampering.exec_driver_sql(change)
    assert _first_bad_position(database) == LENGTH


@on_sqlite
@pytest.mark.parametrize("change", OF_ITS_TYPES)
def test_a_head_of_other_types_is_found(database: str, tampering: Connection, change: str) -> None:
    tampering.exec_driver_sql(change)
    assert _first_bad_position(database) == LENGTH


def test_every_column_of_the_head_is_signed() -> None:
    signed = Head("testkommunen", 3, GENESIS)
    others = [Head("annan", 3, GENESIS), Head("testkommunen", 4, GENESIS)]
    others.append(Head("testkommunen", 3, b"\1" * 32))
    signatures = {sign(head, b"key") for head in (signed, *others)} | {sign(signed, b"another")}
    assert len(signatures) == 5
    assert [column.name for column in chain_head.columns] == [
        "municipality",
        "position",
        "hash",
        "signature",
    ]


def test_an_older_signed_head_put_back_is_found(database: str, tampering: Connection) -> None:
    older = tampering.execute(select(chain_head)).one()
    with open_journal(database) as journal:
        journal.append([entry("case/K9", 1), entry("case/K9", 2)])
    tampering.execute(update(chain_head).values(older._asdict()))
    assert _first_bad_position(database) == LENGTH + 1


def test_an_event_added_behind_the_head_is_found(database: str, tampering: Connection) -> None:
    row = _row(tampering, LENGTH)
    row |= {"position": LENGTH + 1, "version": 9, "event_id": "x", "previous_hash": row["hash"]}
    row["hash"] = seal(row)
    tampering.execute(insert(events), row)
    for reference in ("case/K2", "client/P1"):
        tampering.execute(
            insert(event_references), {"reference": reference, "position": LENGTH + 1}
        )
    assert _first_bad_position(database) == LENGTH + 1


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM event_references WHERE position = 4 AND reference = 'client/P1'",
        "DELETE FROM event_references WHERE position = 4",
        "INSERT INTO event_references VALUES ('case/K7', 4)",
        "UPDATE event_references SET reference = reference || '0' WHERE position = 4",
        "UPDATE event_references SET position = 7 WHERE position = 4",
    ],
)
def test_a_changed_reference_is_found(database: str, tampering: Connection, change: str) -> None:
    tampering.exec_driver_sql(change)
    assert _first_bad_position(database) == 4


@on_sqlite
@pytest.mark.parametrize("column", ["reference", "position"])
def test_a_reference_of_another_type_is_found(
    database: str, tampering: Connection, column: str
) -> None:
    tampering.exec_driver_sql(
        f"UPDATE event_references SET {column} = CAST({column} AS BLOB) WHERE position = 4"  # noqa: S608 - a name of ours
    )
    assert _first_bad_position(database) == 4


@pytest.mark.parametrize(("position", "first_bad"), [(0, 0), (7, 7)])
def test_a_reference_to_an_event_that_does_not_exist_is_found(
    database: str, tampering: Connection, position: int, first_bad: int
) -> None:
    tampering.execute(insert(event_references), {"reference": "client/P1", "position": position})
    assert _first_bad_position(database) == first_bad


@on_sqlite
def test_a_reference_to_what_is_no_position_is_found(database: str, tampering: Connection) -> None:
    tampering.exec_driver_sql("INSERT INTO event_references VALUES ('client/P1', x'37')")
    assert _first_bad_position(database) == LENGTH


@on_sqlite
def test_references_that_cannot_be_read_are_found(database: str, tampering: Connection) -> None:
    tampering.exec_driver_sql("INSERT INTO event_references VALUES (CAST(x'ff' AS TEXT), 1)")
    assert _first_bad_position(database) == 1


def test_another_key_does_not_verify(database: str) -> None:
    with open_journal(database) as journal:
        verified = verify(journal.engine, b"another" * 5)
    assert verified.fault is not None
    assert "nyckel" in verified.fault.reason


def test_the_first_of_several_faults_is_named(database: str, tampering: Connection) -> None:
    _alter(tampering, "actor = '{}'", 5)
    tampering.exec_driver_sql("DELETE FROM event_references WHERE position = 2")
    assert _first_bad_position(database) == 2


@on_sqlite
def test_bytes_changed_in_an_index_alone_are_found(database: str, tmp_path: Path) -> None:
    path = tmp_path / "rutin.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = path.read_bytes()
    # The command id stands first in its row, in the table, and last in the file in its index.
    place = stored.rindex(b"case/K1 2")
    path.write_bytes(stored[:place] + b"case/K1 9" + stored[place + 9 :])
    assert _verify(database).fault is not None


def test_verifying_changes_nothing(database: str, tampering: Connection) -> None:
    before = _everything(tampering)
    _verify(database)
    assert _everything(tampering) == before


@contextmanager
def _administration(database: str) -> Iterator[Connection]:
    engine = create_engine(
        make_url(database).set(
            drivername=make_url(database)
            .get_backend_name()
            .replace("postgresql", "postgresql+psycopg")
        ),
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _verify(database: str) -> Verification:
    with open_journal(database) as journal:
        return verify(journal.engine, signing_key(journal.engine))


def _first_bad_position(database: str) -> int | None:
    fault = _verify(database).fault
    return fault.position if fault else None


def _everything(connection: Connection) -> list[object]:
    return [
        sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables
    ]


def _row(connection: Connection, position: int) -> dict[str, object]:
    found = connection.execute(select(events).where(events.c.position == position))
    return dict(found.mappings().one())


def _alter(connection: Connection, change: str, position: int) -> None:
    statement = f"UPDATE events SET {change} WHERE position = {position}"  # noqa: S608 - to tamper is the point
    assert connection.exec_driver_sql(statement).rowcount == 1


def _cut(connection: Connection, after: int) -> None:
    connection.execute(delete(events).where(events.c.position > after))
    connection.execute(delete(event_references).where(event_references.c.position > after))


def _recompute(connection: Connection, key: bytes) -> None:
    """Do what someone does who knows everything but the key."""
    previous = GENESIS
    for position in range(1, LENGTH + 1):
        row = _row(connection, position) | {"previous_hash": previous}
        before, previous = previous, seal(row)
        connection.execute(
            update(events)
            .where(events.c.position == position)
            .values(previous_hash=before, hash=previous)
        )
    signature = sign(Head("testkommunen", LENGTH, previous), key)
    connection.execute(update(chain_head).values(hash=previous, signature=signature))
