"""Whatever is changed in the stored log, verifying finds it and names the first bad position."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from contracts.entries import entry
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.chain import GENESIS, SEALED, Head, seal, sign
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.tables import chain_head, events
from rutin.adapters.sql.verification import BATCH, Verification, verify

COLUMNS = [column.name for column in events.columns]
MOVABLE = [name for name in COLUMNS if name != "position"]
LENGTH = 6


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A sound log of six events in three streams, each about two things."""
    path = tmp_path / "rutin.db"
    with open_journal(f"sqlite:///{path}") as journal:
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
    return path


@pytest.fixture
def tampering(database: Path) -> Iterator[sqlite3.Connection]:
    """What someone with the file and without the key can do."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        yield connection


def test_a_sound_log_verifies(database: Path) -> None:
    verified = _verify(database)
    assert verified.fault is None
    assert verified.events == LENGTH
    assert [head.position for head in verified.heads] == [LENGTH]


def test_an_empty_log_verifies(tmp_path: Path) -> None:
    path = tmp_path / "rutin.db"
    open_journal(f"sqlite:///{path}").close()
    assert _verify(path) == Verification(0, (), None)


def test_a_log_longer_than_a_batch_verifies_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "rutin.db"
    with open_journal(f"sqlite:///{path}") as journal:
        journal.append([entry(f"case/K{number}") for number in range(2 * BATCH + 1)])
    assert _verify(path).events == 2 * BATCH + 1
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _alter(connection, "type = type || ' '", BATCH + 7)
    assert _first_bad_position(path) == BATCH + 7


def test_two_municipalities_have_a_chain_each(tmp_path: Path) -> None:
    path = tmp_path / "rutin.db"
    with open_journal(f"sqlite:///{path}") as journal:
        for number in range(3):
            journal.append([entry(f"case/N{number}", municipality="norra")])
            journal.append([entry(f"case/S{number}", municipality="södra")])
    heads = {head.municipality: head.position for head in _verify(path).heads}
    assert heads == {"norra": 5, "södra": 6}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM chain_head WHERE municipality = 'södra'")
    assert _first_bad_position(path) == 2


def test_every_column_but_the_hash_is_sealed() -> None:
    assert [*SEALED, "hash"] == COLUMNS


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
    database: Path, tampering: sqlite3.Connection, column: str, change: str
) -> None:
    _alter(tampering, f"{column} = {change.format(column)}", 3)
    assert _first_bad_position(database) == 3


@pytest.mark.parametrize("column", [column.name for column in events.columns if column.nullable])
def test_a_column_made_empty_is_found(
    database: Path, tampering: sqlite3.Connection, column: str
) -> None:
    _alter(tampering, f"{column} = NULL", 3)
    assert _first_bad_position(database) == 3


@pytest.mark.parametrize(("to", "first_bad"), [(-1, -1), (0, 0), (7, 3), (1_000_000, 3)])
def test_a_moved_event_is_found(
    database: Path, tampering: sqlite3.Connection, to: int, first_bad: int
) -> None:
    _alter(tampering, f"position = {to}", 3)
    assert _first_bad_position(database) == first_bad


@pytest.mark.parametrize("position", range(1, LENGTH))
def test_a_removed_event_is_found(
    database: Path, tampering: sqlite3.Connection, position: int
) -> None:
    tampering.execute("DELETE FROM events WHERE position = ?", (position,))
    assert _first_bad_position(database) == position


def test_two_events_that_changed_places_are_found(
    database: Path, tampering: sqlite3.Connection
) -> None:
    for old, new in ((2, -1), (5, 2), (-1, 5)):
        _alter(tampering, f"position = {new}", old)
    assert _first_bad_position(database) == 2


def test_two_events_that_changed_contents_are_found(
    database: Path, tampering: sqlite3.Connection
) -> None:
    _alter(tampering, "deviation = 'reason 4'", 2)
    _alter(tampering, "deviation = 'reason 1'", 5)
    assert _first_bad_position(database) == 2


@pytest.mark.parametrize("kept", [5, 2, 0])
def test_a_cut_tail_is_found(database: Path, tampering: sqlite3.Connection, kept: int) -> None:
    _cut(tampering, kept)
    assert _first_bad_position(database) == kept + 1


def test_a_cut_tail_with_the_head_moved_back_is_found(
    database: Path, tampering: sqlite3.Connection
) -> None:
    _cut(tampering, 4)
    tampering.execute(
        "UPDATE chain_head SET (position, hash) = "
        "(SELECT position, hash FROM events WHERE position = 4)"
    )
    assert _first_bad_position(database) == 4


def test_a_cut_tail_with_the_head_removed_is_found(
    database: Path, tampering: sqlite3.Connection
) -> None:
    _cut(tampering, 4)
    tampering.execute("DELETE FROM chain_head")
    assert _first_bad_position(database) == 1


def test_a_chain_recomputed_without_the_key_is_found(
    database: Path, tampering: sqlite3.Connection
) -> None:
    _alter(tampering, "payload = payload || ' '", 3)
    _recompute(tampering, key=b"guessed" * 5)
    assert _first_bad_position(database) == LENGTH


def test_a_chain_recomputed_with_the_old_signature_is_found(
    database: Path, tampering: sqlite3.Connection
) -> None:
    (signature,) = tampering.execute("SELECT signature FROM chain_head").fetchone()
    _alter(tampering, "payload = payload || ' '", 3)
    _recompute(tampering, key=b"guessed" * 5)
    tampering.execute("UPDATE chain_head SET signature = ?", (signature,))
    assert _first_bad_position(database) == LENGTH


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE chain_head SET municipality = 'another'",
        "UPDATE chain_head SET municipality = CAST(municipality AS BLOB)",
        "UPDATE chain_head SET municipality = CAST(x'ff' AS TEXT)",
        "UPDATE chain_head SET position = position - 1",
        "UPDATE chain_head SET position = position + 1",
        "UPDATE chain_head SET position = 'x'",
        "UPDATE chain_head SET hash = zeroblob(32)",
        "UPDATE chain_head SET hash = hex(hash)",
        "UPDATE chain_head SET signature = zeroblob(32)",
        "UPDATE chain_head SET signature = hex(signature)",
        "UPDATE chain_head SET signature = ''",
    ],
)
def test_a_changed_head_is_found(
    database: Path, tampering: sqlite3.Connection, change: str
) -> None:
    tampering.execute(change)
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


def test_an_older_signed_head_put_back_is_found(
    database: Path, tampering: sqlite3.Connection
) -> None:
    older = tampering.execute("SELECT position, hash, signature FROM chain_head").fetchone()
    with open_journal(f"sqlite:///{database}") as journal:
        journal.append([entry("case/K9", 1), entry("case/K9", 2)])
    tampering.execute("UPDATE chain_head SET (position, hash, signature) = (?, ?, ?)", older)
    assert _first_bad_position(database) == LENGTH + 1


def test_an_event_added_behind_the_head_is_found(
    database: Path, tampering: sqlite3.Connection
) -> None:
    row = _row(tampering, LENGTH)
    row |= {"position": LENGTH + 1, "version": 9, "event_id": "x", "previous_hash": row["hash"]}
    row["hash"] = seal(row)
    tampering.execute(str(insert(events)), row)
    for reference in ("case/K2", "client/P1"):
        tampering.execute("INSERT INTO event_references VALUES (?, ?)", (reference, LENGTH + 1))
    assert _first_bad_position(database) == LENGTH + 1


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM event_references WHERE position = 4 AND reference = 'client/P1'",
        "DELETE FROM event_references WHERE position = 4",
        "INSERT INTO event_references VALUES ('case/K7', 4)",
        "UPDATE event_references SET reference = reference || '0' WHERE position = 4",
        "UPDATE event_references SET reference = CAST(reference AS BLOB) WHERE position = 4",
        "UPDATE event_references SET position = CAST(position AS BLOB) WHERE position = 4",
        "UPDATE event_references SET position = 7 WHERE position = 4",
    ],
)
def test_a_changed_reference_is_found(
    database: Path, tampering: sqlite3.Connection, change: str
) -> None:
    tampering.execute(change)
    assert _first_bad_position(database) == 4


@pytest.mark.parametrize(("position", "first_bad"), [(0, 0), (7, 7), (b"7", LENGTH)])
def test_a_reference_to_an_event_that_does_not_exist_is_found(
    database: Path, tampering: sqlite3.Connection, position: object, first_bad: int
) -> None:
    tampering.execute("INSERT INTO event_references VALUES ('client/P1', ?)", (position,))
    assert _first_bad_position(database) == first_bad


def test_references_that_cannot_be_read_are_found(
    database: Path, tampering: sqlite3.Connection
) -> None:
    tampering.execute("INSERT INTO event_references VALUES (CAST(x'ff' AS TEXT), 1)")
    assert _first_bad_position(database) == 1


def test_another_key_does_not_verify(database: Path) -> None:
    with open_journal(f"sqlite:///{database}") as journal:
        verified = verify(journal.engine, bytes(32))
    assert verified.fault is not None
    assert "nyckel" in verified.fault.reason


def test_the_first_of_several_faults_is_named(
    database: Path, tampering: sqlite3.Connection
) -> None:
    _alter(tampering, "actor = '{}'", 5)
    tampering.execute("DELETE FROM event_references WHERE position = 2")
    assert _first_bad_position(database) == 2


def test_bytes_changed_in_an_index_alone_are_found(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = database.read_bytes()
    # The command id stands first in its row, in the table, and last in the file in its index.
    place = stored.rindex(b"case/K1 2")
    database.write_bytes(stored[:place] + b"case/K1 9" + stored[place + 9 :])
    assert _verify(database).fault is not None


def test_verifying_changes_nothing(database: Path, tampering: sqlite3.Connection) -> None:
    before = list(tampering.iterdump())
    _verify(database)
    assert list(tampering.iterdump()) == before


def _verify(database: Path) -> Verification:
    with open_journal(f"sqlite:///{database}") as journal:
        return verify(journal.engine, signing_key(journal.engine))


def _first_bad_position(database: Path) -> int | None:
    fault = _verify(database).fault
    return fault.position if fault else None


def _row(connection: sqlite3.Connection, position: int) -> dict[str, object]:
    found = connection.execute("SELECT * FROM events WHERE position = ?", (position,)).fetchone()
    return dict(zip(COLUMNS, found, strict=True))


def _alter(connection: sqlite3.Connection, change: str, position: int) -> None:
    statement = f"UPDATE events SET {change} WHERE position = ?"  # noqa: S608 - to tamper is the point
    assert connection.execute(statement, (position,)).rowcount == 1


def _cut(connection: sqlite3.Connection, after: int) -> None:
    connection.execute("DELETE FROM events WHERE position > ?", (after,))
    connection.execute("DELETE FROM event_references WHERE position > ?", (after,))


def _recompute(connection: sqlite3.Connection, key: bytes) -> None:
    """Do what someone does who knows everything but the key."""
    previous = GENESIS
    for position in range(1, LENGTH + 1):
        row = _row(connection, position) | {"previous_hash": previous}
        before, previous = previous, seal(row)
        connection.execute(
            "UPDATE events SET previous_hash = ?, hash = ? WHERE position = ?",
            (before, previous, position),
        )
    connection.execute(
        "UPDATE chain_head SET hash = ?, signature = ?",
        (previous, sign(Head("testkommunen", LENGTH, previous), key)),
    )
