"""Whoever follows the log on PostgreSQL is woken at once, and misses nothing if a wake-up is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from time import monotonic, sleep

import psycopg
import pytest
from eventsourcing.persistence import ApplicationRecorder, Subscription
from sqlalchemy import event

from contracts.entries import entry
from rutin.adapters.sql import SqlJournal, listening, open_journal
from rutin.adapters.sql.recorder import SqlApplicationRecorder

PATIENCE = 30.0

Following = Subscription[ApplicationRecorder]


@pytest.fixture
def journal(postgresql_url: str) -> Iterator[SqlJournal]:
    with open_journal(postgresql_url) as journal:
        yield journal


@pytest.fixture
def subscription(journal: SqlJournal) -> Iterator[Following]:
    with SqlApplicationRecorder(journal.engine, bytes(32)).subscribe(gt=0) as subscription:
        yield subscription


@pytest.fixture
def only_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is not woken sleeps on, until long after the test has given up."""
    monkeypatch.setattr(listening, "UNASKED", 10 * PATIENCE)


@pytest.mark.usefixtures("only_woken")
def test_a_reader_is_woken_by_what_is_recorded(
    journal: SqlJournal, subscription: Following
) -> None:
    with ThreadPoolExecutor(1) as pool:
        for version in range(1, 6):
            waiting = pool.submit(next, subscription)
            sleep(0.05)  # The look has found nothing.
            journal.append([entry("case/K1", version)])
            assert waiting.result(PATIENCE).originator_version == version


@pytest.mark.usefixtures("only_woken")
@pytest.mark.parametrize("moment", ["before_cursor_execute", "after_cursor_execute"])
def test_what_is_recorded_just_as_listening_begins_is_not_missed(
    postgresql_url: str, journal: SqlJournal, subscription: Following, moment: str
) -> None:
    with open_journal(postgresql_url) as other:

        @event.listens_for(journal.engine, moment)
        def record(_: object, __: object, said: str, *___: object) -> None:
            if said.startswith("LISTEN"):
                other.append([entry("case/K1", 1)])

        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(next, subscription).result(PATIENCE).originator_id == "case/K1"
        assert other.head() == 1


def test_what_is_recorded_without_a_word_is_found_all_the_same(
    journal: SqlJournal, subscription: Following
) -> None:
    @event.listens_for(journal.engine, "before_cursor_execute", retval=True)
    def hush(_: object, __: object, said: str, told: object, *___: object) -> tuple[str, object]:
        return ("SELECT 1" if said.startswith("NOTIFY") else said), told

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, subscription)
        sleep(0.1)  # The first look has found nothing.
        journal.append([entry("case/K1", 1)])
        assert waiting.result(PATIENCE).originator_id == "case/K1"


def test_a_reader_whose_listening_connection_is_killed_reads_on(
    postgresql_url: str, journal: SqlJournal, subscription: Following
) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, subscription)
        _until(lambda: _end_listeners(postgresql_url) == 1)
        journal.append([entry("case/K1", 1)])
        assert waiting.result(PATIENCE).originator_version == 1
        waiting = pool.submit(next, subscription)
        journal.append([entry("case/K1", 2)])
        assert waiting.result(PATIENCE).originator_version == 2


def test_a_reader_listens_anew_after_a_while(
    postgresql_url: str,
    journal: SqlJournal,
    subscription: Following,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listening, "_DEAF", 0.1)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, subscription)
        for _ in range(3):
            _until(lambda: _end_listeners(postgresql_url) == 1)
        journal.append([entry("case/K1", 1)])
        assert waiting.result(PATIENCE).originator_version == 1


def test_a_reader_that_cannot_listen_polls(journal: SqlJournal, subscription: Following) -> None:
    @event.listens_for(journal.engine, "before_cursor_execute", retval=True)
    def refuse(_: object, __: object, said: str, told: object, *___: object) -> tuple[str, object]:
        return ("LISTEN to nothing" if said.startswith("LISTEN") else said), told

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, subscription)
        sleep(0.1)  # The first look has found nothing.
        journal.append([entry("case/K1", 1)])
        assert waiting.result(PATIENCE).originator_version == 1


@pytest.mark.usefixtures("only_woken")
def test_a_reader_that_waits_is_stopped_at_once_and_leaves_no_connection(
    postgresql_url: str, subscription: Following
) -> None:
    reader = Thread(target=lambda: list(subscription))
    reader.start()
    _until(lambda: _listeners(postgresql_url) == 1)
    stopped_at = monotonic()
    subscription.stop()
    reader.join(PATIENCE)
    assert not reader.is_alive()
    assert monotonic() - stopped_at < 5
    _until(lambda: _listeners(postgresql_url) == 0)


def _listeners(url: str) -> int:
    with psycopg.connect(url) as administration:
        return administration.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        ).rowcount


def _end_listeners(url: str) -> int:
    with psycopg.connect(url) as administration:
        return administration.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        ).rowcount


def _until(done: Callable[[], bool]) -> None:
    gives_up = monotonic() + PATIENCE
    while not done():
        assert monotonic() < gives_up
        sleep(0.02)
