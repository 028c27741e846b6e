"""A question of many parts is answered as of one moment, whatever is recorded meanwhile."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import QueuePool

from examples import AUDITOR, order_received
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.transaction import keeping
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.generations import do_away_with, every_as_known
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Rutin
from rutin.application.view import AnyView
from rutin.domain.refusal import Unavailable
from rutin.projections.compliance import Compliance, Findings, Trend
from rutin.projections.findings import FINDINGS
from spec import history, told

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def journal(database_url: str) -> Iterator[SqlJournal]:
    with open_journal(database_url) as journal:
        take_in(journal, 1)
        yield journal


def take_in(journal: SqlJournal, number: int) -> None:
    """Take in an order, and let it show."""
    order = told(order_received.but(order_no=f"B{number}"), of=f"K-{number}")
    (recorded,) = history(order).recorded
    journal.append([replace(recorded, event_id=UUID(int=number), command_id=f"{number}")])
    Keeper(journal, [FINDINGS], clock=lambda: NOW).catch_up()


class Busy(SqlViews):
    """Views of a municipality that takes in an order after every answer."""

    def __init__(self, journal: SqlJournal) -> None:
        super().__init__(journal.engine, clock=lambda: NOW)
        self.journal = journal

    def counts(
        self, view: AnyView, by: Sequence[str], *more: Any, **asked: Any
    ) -> Mapping[Any, int]:
        """Count, and then take an order in."""
        counted = super().counts(view, by, *more, **asked)
        take_in(self.journal, self.journal.head() + 1)
        return counted


def cases(views: SqlViews) -> int:
    return sum(views.counts(FINDINGS, (), distinct="case").values())


def test_what_is_recorded_meanwhile_shows_afterwards(journal: SqlJournal) -> None:
    busy = Busy(journal)
    with busy.at_once() as views:
        assert [cases(views), cases(views), cases(views)] == [1, 1, 1]
    assert [cases(busy), cases(busy)] == [4, 5]


def test_the_months_of_a_trend_are_of_one_moment(journal: SqlJournal) -> None:
    query = Trend(months=3, rule="KLA-01", as_of=NOW.date())
    alone = Rutin(journal, views=SqlViews(journal.engine), clock=lambda: NOW).ask(query, AUDITOR)
    assert len({line.month for line in alone}) > 1
    assert Rutin(journal, views=Busy(journal), clock=lambda: NOW).ask(query, AUDITOR) == alone
    assert journal.head() > 1


def test_what_is_read_a_line_at_a_time_is_of_one_moment(
    journal: SqlJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rutin.adapters.sql.views.asked.AT_A_TIME", 1)
    rutin = Rutin(journal, views=SqlViews(journal.engine, clock=lambda: NOW), clock=lambda: NOW)
    query = Findings().whole()
    alone = rutin.ask(query, AUDITOR)
    read = []
    with rutin.answering(query, AUDITOR) as lines:
        for line in lines:
            read.append(line)
            if len(read) == 1:
                take_in(journal, 2)
    assert tuple(read) == alone
    assert len(rutin.ask(query, AUDITOR)) == 2 * len(alone)


def test_what_is_asked_of_an_earlier_moment_is_begun_all_the_same(journal: SqlJournal) -> None:
    views = SqlViews(journal.engine, clock=lambda: NOW)
    earlier = NOW - timedelta(days=1)
    with views.at_once() as once:
        assert cases(once) == 1
        with pytest.raises(Unavailable) as begun:
            once.horizon(FINDINGS, earlier)
        assert begun.value.code == "being_worked_out"
    Keeper(journal, [FINDINGS], clock=lambda: NOW).catch_up()
    assert views.horizon(FINDINGS, earlier) == views.horizon(FINDINGS)


def test_what_is_let_go_before_it_is_read_is_read_all_the_same_or_to_be_asked_for_again(
    journal: SqlJournal,
) -> None:
    views = SqlViews(journal.engine, clock=lambda: NOW)
    earlier = NOW - timedelta(days=1)
    with pytest.raises(Unavailable):
        views.horizon(FINDINGS, earlier)
    Keeper(journal, [FINDINGS], clock=lambda: NOW).catch_up()
    with views.at_once() as once:
        assert cases(once) == 1
        with keeping(journal.engine) as connection:
            (filling,) = every_as_known(connection, FINDINGS, "answered")
            do_away_with(connection, filling)
        if journal.engine.dialect.name == "sqlite":  # where tables are of the snapshot too
            assert list(once.rows(FINDINGS, known_at=earlier)) == list(once.rows(FINDINGS))
        else:
            with pytest.raises(Unavailable, match="Fråga igen") as told:
                list(once.rows(FINDINGS, known_at=earlier))
            assert told.value.code == "being_worked_out"


def test_many_who_ask_of_an_earlier_moment_do_not_wait_for_each_others_connections(
    journal: SqlJournal,
) -> None:
    many, pool_of = 30, journal.engine.pool
    assert isinstance(pool_of, QueuePool)
    assert many > pool_of.size() + pool_of._max_overflow
    rutin = Rutin(journal, views=SqlViews(journal.engine, clock=lambda: NOW), clock=lambda: NOW)
    query = Compliance(known_at=NOW - timedelta(days=1))
    all_there = Barrier(many)

    def ask() -> str:
        all_there.wait()
        with pytest.raises(Unavailable) as told:
            rutin.ask(query, AUDITOR)
        return told.value.code

    with ThreadPoolExecutor(many) as pool:
        answers = [asked.result() for asked in [pool.submit(ask) for _ in range(many)]]
    assert set(answers) == {"being_worked_out"}
