"""Compliance as it was known at an earlier moment: worked out in the background, then looked up."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import inspect

from asking import told_otherwise
from examples import AUDITOR
from histories.disorder import history_of
from rutin.adapters.bench.many_alike import alike
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.transaction import writing
from rutin.adapters.sql.views.as_known import KEPT
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.generations import change, do_away_with, every_as_known
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Rutin
from rutin.domain.refusal import Unavailable
from rutin.projections.compliance import Compliance, Findings
from rutin.projections.findings import FINDINGS
from rutin.projections.folded import FoldedViews
from tallying import questions_answered_wrongly

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def journal(database_url: str) -> Iterator[SqlJournal]:
    with open_journal(database_url) as journal:
        journal.append(list(history_of(7).recorded))
        journal.append(list(alike(1)))
        journal.append(list(alike(2)))
        keeper(journal).catch_up()
        yield journal


def keeper(journal: SqlJournal) -> Keeper:
    return Keeper(journal, [FINDINGS], clock=lambda: NOW)


def rutin(journal: SqlJournal) -> Rutin:
    views = SqlViews(journal.engine, clock=lambda: NOW)
    return Rutin(journal, views=views, clock=lambda: NOW)


def moments(journal: SqlJournal) -> list[datetime]:
    """Give a few moments in the middle of what was recorded."""
    times = sorted({r.recorded_at for r in journal.since(0, 10_000)})
    return [times[len(times) * part // 4] for part in (1, 2, 3)]


def ask(journal: SqlJournal, query: Any) -> tuple[Any, ...]:
    """Ask, let a keeper work it out, and ask again."""
    with pytest.raises(Unavailable, match="räknas ut nu") as told:
        rutin(journal).ask(query, AUDITOR)
    assert told.value.code == "being_worked_out"
    keeper(journal).catch_up()
    return rutin(journal).ask(query, AUDITOR)


def test_it_is_what_assessing_says_as_known_then(journal: SqlJournal) -> None:
    for known_at in moments(journal):
        day = date(2026, 6, 1)
        found = ask(journal, Findings(as_of=day, known_at=known_at, limit=10_000))
        assessed = rutin(journal).assess(as_of=day, known_at=known_at)
        assert not told_otherwise(found, assessed)
        counted = rutin(journal).ask(Compliance(as_of=day, known_at=known_at), AUDITOR)
        assert sum(each.count or 0 for each in counted) == len(found)


def test_it_is_what_folding_gives(journal: SqlJournal) -> None:
    known_at = moments(journal)[1]
    ask(journal, Compliance(known_at=known_at))
    stored = SqlViews(journal.engine, clock=lambda: NOW).rows(FINDINGS, known_at=known_at)
    folded = FoldedViews(journal, clock=lambda: NOW).rows(FINDINGS, known_at=known_at)
    assert Counter(map(repr, stored)) == Counter(map(repr, folded))
    assert not questions_answered_wrongly(journal, now=NOW, known_at=known_at)


def test_how_much_is_left_is_told_meanwhile(journal: SqlJournal) -> None:
    query = Compliance(known_at=moments(journal)[0])
    for _ in range(2):
        with pytest.raises(Unavailable, match=r"\d återstår"):
            rutin(journal).ask(query, AUDITOR)


def test_once_worked_out_it_is_looked_up_and_new_facts_change_nothing_of_it(
    journal: SqlJournal,
) -> None:
    query = Findings(known_at=moments(journal)[1], limit=10_000)
    before = ask(journal, query)
    last = journal.history("case/K-1")[-1]
    again = replace(last, version=last.version + 1, event_id=UUID(int=987654321), command_id="ny")
    journal.append([replace(again, recorded_at=NOW - timedelta(days=1))])
    keeper(journal).catch_up()
    assert rutin(journal).ask(query, AUDITOR) == before


def test_a_fact_that_was_recorded_elsewhere_before_that_moment_makes_it_worked_out_anew(
    journal: SqlJournal,
) -> None:
    query = Findings(known_at=moments(journal)[1], limit=10_000)
    ask(journal, query)
    journal.append(
        [replace(each, recorded_at=moments(journal)[0] - timedelta(days=1)) for each in alike(3)]
    )
    assert any(each.case == "K-3" for each in ask(journal, query))


def test_a_moment_to_come_is_now(journal: SqlJournal) -> None:
    later = NOW + timedelta(days=1)
    now = rutin(journal).ask(Compliance(), AUDITOR)
    assert now
    assert rutin(journal).ask(Compliance(known_at=later), AUDITOR) == now


def test_the_moments_asked_for_longest_ago_are_let_go(journal: SqlJournal) -> None:
    first = moments(journal)[0]
    for hours in range(KEPT + 2):
        ask(journal, Compliance(known_at=first + timedelta(hours=hours)))
    tables = inspect(journal.engine).get_table_names()
    tallies = {name for name in tables if name.startswith("findings") and name.endswith("_tally")}
    fillings = {name for name in tables if name.startswith("findings")} - tallies
    assert len(fillings) == KEPT + 1
    assert tallies == {f"{name}_tally" for name in fillings}


def test_no_more_moments_are_worked_out_at_once_than_are_kept(journal: SqlJournal) -> None:
    first = moments(journal)[0]
    for hours in range(KEPT):
        with pytest.raises(Unavailable, match="återstår"):
            rutin(journal).ask(Compliance(known_at=first + timedelta(hours=hours)), AUDITOR)
    with pytest.raises(Unavailable, match="Flera andra tidpunkter") as told:
        rutin(journal).ask(Compliance(known_at=first + timedelta(days=9)), AUDITOR)
    assert told.value.code == "being_worked_out"


def test_what_is_let_go_while_it_is_worked_out_does_not_come_back(journal: SqlJournal) -> None:
    known_at = moments(journal)[1]
    with pytest.raises(Unavailable):
        rutin(journal).ask(Compliance(known_at=known_at), AUDITOR)
    with writing(journal.engine) as connection:
        (asked,) = every_as_known(connection, FINDINGS, "asked")
        do_away_with(connection, asked)
        assert not change(connection, asked, "answered")
    assert sum(each.count or 0 for each in ask(journal, Compliance(known_at=known_at))) > 0
