"""If the connection to the server is lost, what was on its way is recorded once or not at all."""

from collections.abc import Callable, Iterator
from datetime import date

import psycopg
import pytest
from sqlalchemy import event

from contracts.entries import ADAM, entry
from lossy_proxy import Loss, LossyProxy, lossy_proxy
from rutin.adapters.sql import SqlJournal, open_journal, postgresql
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.trouble import ConnectionLost, OutcomeUnknown
from rutin.adapters.sql.verification import verify
from rutin.application import Rutin
from rutin.domain.case import ReceiveOrder
from rutin.domain.refusal import Unavailable


@pytest.fixture
def proxy(postgresql_url: str) -> Iterator[LossyProxy]:
    with lossy_proxy(postgresql_url) as proxy:
        yield proxy


@pytest.fixture
def journal(proxy: LossyProxy) -> Iterator[SqlJournal]:
    with open_journal(proxy.url) as journal:
        yield journal


@pytest.fixture
def nearby(postgresql_url: str) -> Iterator[SqlJournal]:
    """The same journal, reached otherwise."""
    with open_journal(postgresql_url) as journal:
        yield journal


@pytest.mark.parametrize("loss", ["the commit", "the answer to the commit"])
def test_a_command_is_recorded_once_and_answered_though_a_commit_goes_astray(
    proxy: LossyProxy, journal: SqlJournal, nearby: SqlJournal, loss: Loss
) -> None:
    proxy.losing = loss
    answer = journal.append([entry("case/K1", 1), entry("case/K1", 2)])
    assert proxy.lost == 1
    assert nearby.history("case/K1") == answer
    assert len(answer) == 2
    assert verify(nearby.engine, signing_key(nearby.engine)).fault is None


@pytest.mark.parametrize(("loss", "recorded"), [("the commit", 0), ("the answer to the commit", 1)])
def test_if_nobody_can_tell_what_became_of_it_the_answer_says_so_and_a_retry_gets_to_know(
    proxy: LossyProxy, journal: SqlJournal, nearby: SqlJournal, loss: Loss, recorded: int
) -> None:
    proxy.losing, proxy.cut_off = loss, True
    with pytest.raises(OutcomeUnknown, match="samma command_id") as unknown:
        journal.append([entry("case/K1", 1, command_id="c")])
    assert unknown.value.code == "outcome-unknown"
    assert nearby.head() == recorded
    proxy.unreachable = False
    answer = journal.append([entry("case/K1", 1, command_id="c")])
    assert nearby.of_command("c") == answer
    assert nearby.head() == 1


def test_a_command_sent_again_after_that_gets_the_first_answer(
    proxy: LossyProxy, journal: SqlJournal, nearby: SqlJournal
) -> None:
    order = ReceiveOrder(
        case="K-1",
        order_no="B-1",
        client="P-1",
        intervention="companion",
        legal_basis="LSS",
        decision_date=date(2026, 1, 8),
        occurred_on=date(2026, 1, 12),
    )
    proxy.losing, proxy.cut_off = "the answer to the commit", True
    with pytest.raises(OutcomeUnknown):
        Rutin(journal).handle(order, ADAM, command_id="c")
    proxy.unreachable = False
    answer = Rutin(journal).handle(order, ADAM, command_id="c")
    assert nearby.since(0, 10) == (answer,)


def test_a_connection_killed_between_two_statements_is_taken_up_anew(
    postgresql_url: str, journal: SqlJournal, nearby: SqlJournal
) -> None:
    killed = _kill_once_at("INSERT INTO event_references", journal, postgresql_url)
    (recorded,) = journal.append([entry()])
    assert len(killed) == 1
    assert nearby.since(0, 10) == (recorded,)


def test_nothing_is_recorded_if_the_connection_is_killed_and_the_server_out_of_reach(
    postgresql_url: str, proxy: LossyProxy, journal: SqlJournal, nearby: SqlJournal
) -> None:
    def cut_off() -> None:
        proxy.unreachable = True

    _kill_once_at("INSERT INTO event_references", journal, postgresql_url, cut_off)
    with pytest.raises(ConnectionLost, match="inget sparades") as lost:
        journal.append([entry()])
    assert lost.value.code == "database"
    assert nearby.head() == 0


def test_connections_that_died_while_nobody_used_them_are_no_trouble(
    postgresql_url: str, journal: SqlJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "TRUSTED", 0.0)
    journal.append([entry("case/K1", 1)])
    _kill_all(postgresql_url)
    assert journal.head() == 1
    _kill_all(postgresql_url)
    journal.append([entry("case/K1", 2)])
    assert journal.head() == 2


def test_a_reader_that_loses_its_connection_says_so(
    postgresql_url: str, journal: SqlJournal
) -> None:
    _kill_once_at("FROM events", journal, postgresql_url)
    with pytest.raises(ConnectionLost, match="Kontakten med databasen bröts"):
        journal.since(0, 10)
    assert journal.since(0, 10) == ()


def test_a_server_that_is_out_of_reach_says_so(proxy: LossyProxy, journal: SqlJournal) -> None:
    proxy.unreachable = True
    journal.engine.dispose()
    with pytest.raises(Unavailable, match="svarar inte") as refused:
        journal.append([entry()])
    assert refused.value.code == "database"


def _kill_once_at(
    statement: str,
    journal: SqlJournal,
    url: str,
    and_then: Callable[[], None] = lambda: None,
) -> list[str]:
    """Have the server end the connection on which that is about to be said, once."""
    killed: list[str] = []

    @event.listens_for(journal.engine, "before_cursor_execute")
    def kill(_: object, cursor: psycopg.Cursor, said: str, *__: object) -> None:
        if statement in said and not killed:
            killed.append(said)
            with psycopg.connect(url, autocommit=True) as administration:
                pid = cursor.connection.info.backend_pid
                administration.execute("SELECT pg_terminate_backend(%s, 10000)", (pid,))
            and_then()

    return killed


def _kill_all(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as administration:
        administration.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
