"""Views that never lag: their rows are there when a fact is, whatever goes wrong on the way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete

from examples import ADAM, AUDITOR, order_received
from faulty import Fault
from rutin.adapters.bench.many_alike import alike
from rutin.adapters.sql import INLINE, SqlJournal, open_journal
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.tables import view_generations
from rutin.adapters.sql.transaction import writing
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.keeper import Keeper
from rutin.adapters.sql.views.rebuild import rebuild
from rutin.adapters.sql.views.standing import standing
from rutin.application import Rutin
from rutin.application.view import AnyView
from rutin.domain.person import Person
from rutin.domain.refusal import Unavailable
from rutin.projections.cases import CASES, Cases
from rutin.projections.folded import FoldedViews
from spec import to_record

ORDER = to_record(order_received)


@pytest.fixture
def journal(database_url: str) -> Iterator[SqlJournal]:
    with open_journal(database_url) as journal:
        yield journal


def cases(journal: SqlJournal) -> list[str]:
    rutin = Rutin(journal, views=SqlViews(journal.engine))
    return [line.case for line in rutin.ask(Cases(), AUDITOR)]


def assert_folded(journal: SqlJournal, views: tuple[AnyView, ...] = INLINE) -> None:
    for view in views:
        stored = set(SqlViews(journal.engine).rows(view))
        assert stored == set(FoldedViews(journal).rows(view)), view.name


def test_a_case_is_in_the_list_as_soon_as_its_order_is_recorded(journal: SqlJournal) -> None:
    Rutin(journal).handle(ORDER, ADAM)
    assert cases(journal) == ["K1"]
    for stands in standing(journal.engine, INLINE, order_received_at(journal)):
        assert (stands.position, stands.behind, stands.lag) == (1, 0, 0.0)


def order_received_at(journal: SqlJournal) -> Any:
    return journal.since(0, 1)[0].recorded_at


def test_what_is_appended_without_a_decision_shows_as_well(journal: SqlJournal) -> None:
    journal.append(list(alike(1)))
    assert cases(journal) == ["K-1"]
    assert_folded(journal)


def test_a_name_told_with_the_order_is_found_and_so_is_a_later_one(journal: SqlJournal) -> None:
    rutin = Rutin(journal, views=SqlViews(journal.engine))
    told = ORDER.but(person=Person(reference=order_received.client, name="Åsa Öberg"))
    rutin.handle(told, ADAM)
    (found,) = rutin.ask(Cases(search="öberg ÅSA"), AUDITOR)
    assert found.name == "Åsa Öberg"
    again = to_record(order_received.but(order_no="B2"), of="K2")
    rutin.handle(again.but(person=Person(reference=order_received.client, name="Åsa Ek")), ADAM)
    assert [line.name for line in rutin.ask(Cases(search="åsa ek"), AUDITOR)] == ["Åsa Ek"] * 2


def test_where_a_fold_goes_wrong_the_fact_is_recorded_and_the_keeper_mends_it(
    database_url: str,
) -> None:
    fault = Fault()
    view = fault.within(CASES)
    with open_journal(database_url) as opened:
        journal = SqlJournal(opened.engine, signing_key(opened.engine), [view])
        Rutin(journal).handle(ORDER, ADAM)
        assert journal.head() == 1
        assert cases(journal) == []
        (stands,) = standing(journal.engine, [view], order_received_at(journal))
        assert stands.waiting == 1
        fault.mended = True
        Keeper(journal, [view]).catch_up()
        assert cases(journal) == ["K1"]


def test_something_new_mends_what_went_wrong_without_the_keeper(database_url: str) -> None:
    fault = Fault()
    view = fault.within(CASES)
    with open_journal(database_url) as opened:
        journal = SqlJournal(opened.engine, signing_key(opened.engine), [view])
        journal.append(list(alike(1)))
        fault.mended = True
        last = journal.history("case/K-1")[-1]
        journal.append(
            [
                replace(
                    last,
                    version=last.version + 1,
                    event_id=type(last.event_id)(int=1),
                    command_id="ny",
                )
            ]
        )
        assert cases(journal) == ["K-1"]
        (stands,) = standing(journal.engine, [view], last.recorded_at)
        assert stands.waiting == 0


def test_a_journal_from_before_the_view_gets_it_from_the_keeper_also_while_facts_are_recorded(
    journal: SqlJournal,
) -> None:
    for number in range(1, 6):
        journal.append(list(alike(number)))
    with writing(journal.engine) as connection:
        connection.execute(delete(view_generations))
        for view in INLINE:
            connection.exec_driver_sql(f"DROP TABLE {view.name}_v1")
    with pytest.raises(Unavailable, match="byggs, och är inte klar än"):
        cases(journal)
    with ThreadPoolExecutor() as pool:
        recording = pool.submit(lambda: [journal.append(list(alike(n))) for n in range(6, 16)])
        Keeper(journal, INLINE).catch_up()
        recording.result()
    assert len(cases(journal)) == 15
    assert_folded(journal)


def test_built_anew_it_goes_on_being_written_along(journal: SqlJournal) -> None:
    journal.append(list(alike(1)))
    with ThreadPoolExecutor() as pool:
        recording = pool.submit(lambda: [journal.append(list(alike(n))) for n in range(2, 12)])
        for view in INLINE:
            rebuild(Keeper(journal, INLINE), view)
        recording.result()
    journal.append(list(alike(12)))
    assert len(cases(journal)) == 12
    assert_folded(journal)
