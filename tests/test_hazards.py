"""What goes wrong with event stores over SQL does not go wrong here."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent, Tracking
from sqlalchemy import ColumnElement, delete, func, make_url, select

from contracts.entries import entry
from processes import environment
from rutin.adapters.bench.postgresql_server import program
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.recorder import SqlApplicationRecorder, SqlTrackingRecorder
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.tables import events
from rutin.adapters.sql.transaction import reading, writing
from rutin.adapters.sql.verification import verify
from rutin.domain.recorded import Recorded

PATIENCE = 30.0
"""How long another process may take at most, in seconds."""

TAILED = 1_000_000 if os.environ.get("RUTIN_SOAK") else 50_000
"""How many events, at least, that tailing readers must not miss any of; at length in a soak."""

SHARES = {1: 4, 20: 16, 500: 40, 2500: 40}
"""What part of them is recorded how many at a time, in percent; by a process for each."""


@pytest.fixture
def journal(database_url: str) -> Iterator[SqlJournal]:
    with open_journal(database_url) as journal:
        yield journal


def test_two_processes_that_track_the_same_projection_never_both_accept(
    database_url: str, journal: SqlJournal
) -> None:
    assert journal.head() == 0  # The tables are there.
    tracker = """
from eventsourcing.persistence import IntegrityError, Tracking
from rutin.adapters.sql.recorder import SqlTrackingRecorder

recorder = SqlTrackingRecorder(open_journal(url).engine, "worklist")
for position in range(1, 201):
    try:
        recorder.insert_tracking(Tracking("rutin", position))
    except IntegrityError:
        continue
    print(position)
"""
    with ExitStack() as stack:
        both = [stack.enter_context(_started(tracker, database_url)) for _ in range(2)]
        accepted = [int(position) for one in both for position in _output(one).split()]
    assert sorted(accepted) == list(range(1, 201))


def test_two_projections_in_one_file_each_keep_their_own_position(journal: SqlJournal) -> None:
    worklist = SqlTrackingRecorder(journal.engine, "worklist")
    register = SqlTrackingRecorder(journal.engine, "register")
    worklist.insert_tracking(Tracking("rutin", 7))
    assert register.max_tracking_id("rutin") is None
    register.insert_tracking(Tracking("rutin", 1))
    assert worklist.max_tracking_id("rutin") == 7
    assert register.max_tracking_id("rutin") == 1


def test_a_projections_rows_and_its_position_are_committed_together(journal: SqlJournal) -> None:
    recorder = SqlTrackingRecorder(journal.engine, "worklist")
    recorder.insert_tracking(Tracking("rutin", 1))
    with suppress(IntegrityError), writing(journal.engine) as connection:
        connection.exec_driver_sql("CREATE TABLE worklist (row TEXT)")
        recorder.insert_tracking_in(connection, Tracking("rutin", 1))
    with reading(journal.engine) as connection:
        assert not connection.dialect.has_table(connection, "worklist")


def test_a_dump_and_restore_keeps_every_position_and_verifies(
    tmp_path: Path, sqlite_url: str
) -> None:
    with open_journal(sqlite_url) as journal:
        journal.append([entry("case/K1", version) for version in range(1, 6)])
        recorded = journal.since(0, 10)
    _copy_of_file(tmp_path / "rutin.db", tmp_path / "restored.db")
    shutil.copy(tmp_path / "rutin.db.key", tmp_path / "restored.db.key")
    _continues(f"sqlite:///{tmp_path}/restored.db", recorded)


def test_a_dump_and_restore_of_a_server_keeps_every_position_and_verifies(
    postgresql_url: str, empty_postgresql_url: str
) -> None:
    with open_journal(postgresql_url) as journal:
        journal.append([entry("case/K1", version) for version in range(1, 6)])
        recorded = journal.since(0, 10)
    _copy_of_database(postgresql_url, empty_postgresql_url)
    _continues(empty_postgresql_url, recorded)


def _continues(url: str, recorded: Sequence[Recorded]) -> None:
    with open_journal(url) as copy:
        assert copy.since(0, 10) == recorded
        assert verify(copy.engine, signing_key(copy.engine)).fault is None
        (next_,) = copy.append([entry("case/K1", 6)])
    assert next_.position == 6


def test_a_dump_and_restore_keeps_positions_even_where_one_is_missing(
    tmp_path: Path, sqlite_url: str
) -> None:
    with open_journal(sqlite_url) as journal:
        journal.append([entry("case/K1", version) for version in range(1, 6)])
        _delete(journal, events.c.position == 2)
    _copy_of_file(tmp_path / "rutin.db", tmp_path / "restored.db")
    with closing(sqlite3.connect(tmp_path / "restored.db")) as restored:
        restored.execute("VACUUM")
        positions = [row[0] for row in restored.execute("SELECT position FROM events")]
    assert positions == [1, 3, 4, 5]


def test_a_deleted_tail_never_gives_its_positions_to_others(journal: SqlJournal) -> None:
    journal.append([entry("case/K1", version) for version in range(1, 6)])
    _delete(journal, events.c.position > 3)
    (next_,) = journal.append([entry("case/K2", 1)])
    assert next_.position == 6
    fault = verify(journal.engine, signing_key(journal.engine)).fault
    assert fault is not None
    assert fault.position == 4


@pytest.mark.parametrize(
    ("moment", "recorded_before_the_retry"), [("before", 0), ("after", 2)], ids=str
)
def test_a_command_cut_off_by_a_kill_is_recorded_once_when_sent_again(
    database_url: str, moment: str, recorded_before_the_retry: int
) -> None:
    sender = """
from sqlalchemy import event

journal = open_journal(url)
kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "before":
    event.listen(journal.engine, "commit", kill)
journal.append([entry("case/K1", 1, command_id="c"), entry("case/K1", 2, command_id="c")])
kill()
"""
    with open_journal(database_url) as journal:
        with _started(sender, database_url, moment) as process:
            assert process.wait(PATIENCE) == -signal.SIGKILL
        first = journal.history("case/K1")
        assert len(first) == recorded_before_the_retry
        again = [entry("case/K1", version, command_id="c") for version in (1, 2)]
        answer = journal.append(again)
        assert journal.history("case/K1") == answer
        assert len(answer) == 2
        assert not first or answer == first
        assert verify(journal.engine, signing_key(journal.engine)).fault is None


def test_five_processes_can_start_on_an_empty_database_at_once(empty_database_url: str) -> None:
    starter = """
journal = open_journal(url)
for version in range(1, 11):
    journal.append([entry("case/" + sys.argv[2], version)])
"""
    with ExitStack() as stack:
        five = [
            stack.enter_context(_started(starter, empty_database_url, f"K{n}")) for n in range(5)
        ]
        for process in five:
            _output(process)
    with open_journal(empty_database_url) as journal:
        assert journal.head() == 50
        assert [len(journal.history(f"case/K{n}")) for n in range(5)] == [10] * 5
        assert verify(journal.engine, signing_key(journal.engine)).fault is None


def test_whoever_reads_and_then_writes_waits_for_others_and_is_never_refused(
    database_url: str,
) -> None:
    def count_up(_: int) -> None:
        with open_journal(database_url) as journal:
            recorder = SqlApplicationRecorder(journal.engine, bytes(32))
            for _ in range(20):
                with writing(journal.engine) as connection:
                    last = connection.scalar(select(func.max(events.c.version))) or 0
                    stored = StoredEvent("case/K1", last + 1, "counted", b"{}")
                    recorder.insert_events_in(connection, [stored])

    open_journal(database_url).close()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_up, range(4)))
    with open_journal(database_url) as journal, reading(journal.engine) as connection:
        assert connection.scalar(select(func.max(events.c.version))) == 80


@pytest.mark.long
def test_tailing_readers_miss_nothing_of_small_and_large_writers_in_other_processes(
    database_url: str, journal: SqlJournal
) -> None:
    writer = """
from uuid import uuid4
from eventsourcing.persistence import StoredEvent
from rutin.adapters.sql.recorder import SqlApplicationRecorder

recorder = SqlApplicationRecorder(open_journal(url).engine, bytes(32))
size, batches = int(sys.argv[2]), int(sys.argv[3])
for _ in range(batches):
    recorder.insert_events([StoredEvent(str(uuid4()), 1, "counted", b"{}") for _ in range(size)])
"""
    writers = {size: share * TAILED // 100 // size for size, share in SHARES.items()}
    expected = sum(size * batches for size, batches in writers.items())
    assert expected >= TAILED
    recorder = SqlApplicationRecorder(journal.engine, bytes(32))

    def follow() -> list[int]:
        with recorder.subscribe(gt=0) as subscription:
            return [next(subscription).id for _ in range(expected)]

    def ask_without_pause() -> list[int]:
        seen = [0]
        while seen[-1] < expected:
            read = recorder.select_notifications(seen[-1], 500, inclusive_of_start=False)
            seen += [event.id for event in read]
        return seen[1:]

    with ThreadPoolExecutor(2) as pool, ExitStack() as stack:
        readers = [pool.submit(follow), pool.submit(ask_without_pause)]
        for process in [
            stack.enter_context(_started(writer, database_url, str(size), str(batches)))
            for size, batches in writers.items()
        ]:
            _output(process, PATIENCE * TAILED / 10_000)
        for reader in readers:
            assert reader.result(PATIENCE) == list(range(1, expected + 1))
    assert journal.head() == expected


def test_a_reader_of_a_rare_type_gets_past_long_gaps(journal: SqlJournal) -> None:
    recorder = SqlApplicationRecorder(journal.engine, bytes(32))
    rare = []
    for gap in range(3):
        common = [StoredEvent(f"case/{gap}.{n}", 1, "common", b"{}") for n in range(1200)]
        recorder.insert_events(common)
        rare += recorder.insert_events([StoredEvent(f"case/{gap}", 1, "rare", b"{}")])
    with recorder.subscribe(gt=0, topics=["rare"]) as subscription:
        assert [next(subscription).id for _ in range(3)] == rare


def test_an_event_recorded_while_a_reader_waits_reaches_it(journal: SqlJournal) -> None:
    recorder = SqlApplicationRecorder(journal.engine, bytes(32))
    with ThreadPoolExecutor(1) as pool, recorder.subscribe() as subscription:
        waiting = pool.submit(next, subscription)
        sleep(0.1)  # The first look has found nothing.
        journal.append([entry("case/K1", 1)])
        assert waiting.result(PATIENCE).originator_id == "case/K1"


def test_an_event_of_a_rare_type_reaches_a_reader_that_has_passed_all_others(
    journal: SqlJournal,
) -> None:
    recorder = SqlApplicationRecorder(journal.engine, bytes(32))
    recorder.insert_events([StoredEvent(f"case/{n}", 1, "common", b"{}") for n in range(1200)])
    with (
        ThreadPoolExecutor(1) as pool,
        recorder.subscribe(gt=0, topics=["rare"]) as subscription,
    ):
        waiting = pool.submit(next, subscription)
        sleep(0.1)  # The first look has found nothing.
        recorder.insert_events([StoredEvent("case/K1", 1, "rare", b"{}")])
        assert waiting.result(PATIENCE).id == 1201


def test_a_reader_that_waits_can_be_stopped(journal: SqlJournal) -> None:
    subscription = SqlApplicationRecorder(journal.engine, bytes(32)).subscribe()
    reader = Thread(target=lambda: list(subscription))
    reader.start()
    stopped_at = monotonic()
    subscription.stop()
    reader.join(PATIENCE)
    assert not reader.is_alive()
    assert monotonic() - stopped_at < 5


def test_every_connection_has_each_commit_on_disk_before_it_is_answered(sqlite_url: str) -> None:
    with open_journal(sqlite_url) as journal, ExitStack() as stack:
        several = [stack.enter_context(journal.engine.connect()) for _ in range(4)]
        for connection in several:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_every_connection_to_a_server_has_so_too_whatever_is_usual_there(
    postgresql_url: str,
) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as administration:
        name = make_url(postgresql_url).database
        administration.execute(f"ALTER DATABASE {name} SET synchronous_commit = off".encode())
    with open_journal(postgresql_url) as journal, ExitStack() as stack:
        several = [stack.enter_context(journal.engine.connect()) for _ in range(4)]
        for connection in several:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def _delete(journal: SqlJournal, which: ColumnElement[bool]) -> None:
    with writing(journal.engine) as connection:
        connection.execute(delete(events).where(which))


def _copy_of_file(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        copy.executescript("\n".join(original.iterdump()))


def _copy_of_database(source: str, target: str) -> None:
    dump = subprocess.run([program("pg_dump"), source], capture_output=True, check=True)
    restore = [program("psql"), "--quiet", "--set=ON_ERROR_STOP=1", target]
    subprocess.run(restore, input=dump.stdout, capture_output=True, check=True)


def _started(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a process of its own, which has a journal's URL and all it needs to record."""
    start = """
import os, signal, sys
from contracts.entries import entry
from rutin.adapters.sql import open_journal

url = sys.argv[1]
"""
    return subprocess.Popen(
        [sys.executable, "-c", start + script, *arguments],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _output(process: subprocess.Popen[str], patience: float = PATIENCE) -> str:
    output, errors = process.communicate(timeout=patience)
    assert process.returncode == 0, errors
    return output
