"""The case list is searched by how words begin: alike in memory, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event

from examples import ADAM, AUDITOR, order_received
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.transaction import writing
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.generations import in_use
from rutin.application import Rutin
from rutin.application.views import Views
from rutin.domain.person import Person
from rutin.projections.case_words import CASE_WORDS, LONGEST_NAME, LONGEST_WORD
from rutin.projections.cases import CASES, CaseLine, Cases, Stage
from rutin.projections.folded import FoldedViews
from spec import to_record

LISTED = {
    "K-084": ("2026-17", "Anna-Karin Åberg", False),
    "K-85": ("B85", "Östen Ek", False),
    "K-9": ("B9", "Ann Ek", False),
    "K-10": ("B10", "Åke Ek-Öberg", False),
    "X.1": ("B_1", None, False),
    "K-11": ("B11", "Hemlig Ek", True),
}
"""By case: the order's number, the client's name, and whether it is protected."""


def record(rutin: Rutin, case: str, number: str, name: str | None, protected: bool) -> None:
    client = f"P-{case}"
    order = order_received.but(order_no=number, client=client, protected=protected)
    told = to_record(order, of=case)
    rutin.handle(told.but(person=Person(reference=client, name=name)), ADAM)


@pytest.fixture
def journal(database_url: str) -> Iterator[SqlJournal]:
    with open_journal(database_url) as journal:
        for case, listed in LISTED.items():
            record(Rutin(journal), case, *listed)
        yield journal


def every(journal: SqlJournal) -> tuple[Views, ...]:
    return SqlViews(journal.engine), FoldedViews(journal)


def found(journal: SqlJournal, query: Cases) -> list[str]:
    """Give the cases that are found, the same in tables as in memory."""
    in_tables, in_memory = (
        [line.case for line in Rutin(journal, views=views).ask(query, AUDITOR)]
        for views in every(journal)
    )
    assert in_tables == in_memory
    return in_tables


IN_ORDER = ["K-9", "K-084", "K-10", "K-85", "K-11", "X.1"]
"""Ann, Anna-Karin, Åke, Östen; then those without a name, by case."""


SOUGHT = {
    "": IN_ORDER,
    " - ": IN_ORDER,
    "karin": ["K-084"],
    "anna-k": ["K-084"],
    "ANN": ["K-9", "K-084"],
    "nna": [],
    "k-084": ["K-084"],
    "084": ["K-084"],
    "-084": ["K-084"],
    "2026-1": ["K-084"],
    "17": ["K-084"],
    "ek": ["K-9", "K-10", "K-85"],
    "ek ö": ["K-10", "K-85"],
    "Ö EK b8": ["K-85"],
    "ek-öb": ["K-10"],
    "k-1": ["K-10", "K-11"],
    "hemlig": [],
    "x.1": ["X.1"],
    "x_1": [],
    "b%": [],
    "b_": ["X.1"],
    "å": ["K-084", "K-10"],
    "a\u030a": ["K-084", "K-10"],
}
"""By what is sought, the cases that are found."""


def test_a_case_is_found_by_how_its_words_begin(journal: SqlJournal) -> None:
    assert {search: found(journal, Cases(search=search)) for search in SOUGHT} == SOUGHT


def test_what_is_found_is_narrowed_and_read_a_page_at_a_time(journal: SqlJournal) -> None:
    assert found(journal, Cases(search="k-", limit=2)) == ["K-9", "K-084"]
    assert found(journal, Cases(search="k-", limit=2, skip=2)) == ["K-10", "K-85"]
    assert found(journal, Cases(search="k-", limit=2, skip=4)) == ["K-11"]
    assert found(journal, Cases(search="k-", unit="annan")) == []
    assert found(journal, Cases(search="k-", case="K-9", stage=Stage.ORDERED)) == ["K-9"]
    assert found(journal, Cases(search="k-", stage=Stage.CLOSED)) == []


def test_a_page_is_full_though_what_is_found_first_is_found_by_several_words(
    journal: SqlJournal,
) -> None:
    record(Rutin(journal), "A-1", "A1", "Aa Ab Ac", False)
    in_order = ["A-1", "K-9", "K-084"]
    for limit in range(1, 5):
        for skip in range(4):
            page = Cases(search="a", limit=limit, skip=skip)
            assert found(journal, page) == in_order[skip : skip + limit]


def test_a_case_is_found_by_its_new_name_and_no_more_by_its_old(journal: SqlJournal) -> None:
    client = "P-K-9"
    order = to_record(order_received.but(order_no="B90", client=client), of="K-90")
    Rutin(journal).handle(order.but(person=Person(reference=client, name="Ann Åberg")), ADAM)
    assert found(journal, Cases(search="ann ek")) == []
    assert found(journal, Cases(search="ann åberg")) == ["K-9", "K-90", "K-084"]


def test_a_name_however_long_is_kept_and_found(journal: SqlJournal) -> None:
    name = "".join(chr(0x4E00 + place * 7 % 20_000) for place in range(5000))
    record(Rutin(journal), "K-12", "B12", name, False)
    assert found(journal, Cases(search=name[:LONGEST_NAME])) == ["K-12"]
    assert found(journal, Cases(search=name[: LONGEST_WORD - 1])) == ["K-12"]
    assert found(journal, Cases(search=name[1:LONGEST_WORD])) == []


def test_a_line_tells_the_stage_as_a_choice_and_nothing_of_how_it_is_found(
    journal: SqlJournal,
) -> None:
    for views in every(journal):
        (line,) = Rutin(journal, views=views).ask(Cases(case="K-9"), AUDITOR)
        assert isinstance(line, CaseLine)
        assert line.stage is Stage.ORDERED
    assert not {"sort_key", "sought"} & set(CaseLine.__dataclass_fields__)


def test_the_protected_have_no_name_among_the_words(journal: SqlJournal) -> None:
    words = {row.word for row in SqlViews(journal.engine).rows(CASE_WORDS) if row.case == "K-11"}
    assert words == {"k-11", "11", "b11"}


LETTERS = st.text(alphabet="abåäöEk-1 .\u030a\U0010ffff\U0001f600", max_size=6)


@given(
    names=st.lists(LETTERS, min_size=3, max_size=3),
    searches=st.lists(LETTERS, min_size=1, max_size=4),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=4)
def test_whatever_is_sought_a_database_finds_what_memory_does(
    journal: SqlJournal, names: list[str], searches: list[str]
) -> None:
    rutin = Rutin(journal)
    for name in names:
        number = journal.head()
        record(rutin, f"N-{number}", f"N{number}", name, False)
    for search in (*names, *searches):
        whole = found(journal, Cases(search=search))
        for skip in range(3):
            assert (
                found(journal, Cases(search=search, limit=2, skip=skip)) == whole[skip : skip + 2]
            )


@contextmanager
def what_is_asked(journal: SqlJournal) -> Iterator[list[tuple[str, Any]]]:
    """Give the statements within, each with what it is told, that concern the cases or their words."""
    asked: list[tuple[str, Any]] = []

    def remember(_c: Any, _cursor: Any, statement: str, told: Any, *_rest: Any) -> None:
        if "FROM case" in statement:
            asked.append((statement, told))

    event.listen(journal.engine, "before_cursor_execute", remember)
    yield asked
    event.remove(journal.engine, "before_cursor_execute", remember)


def plan(journal: SqlJournal, statement: str, told: Any) -> list[str]:
    with journal.engine.connect() as connection:
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", told).all()
    return [step[-1] for step in steps]


def test_of_all_that_are_found_the_lines_of_the_page_alone_are_fetched(sqlite_url: str) -> None:
    with open_journal(sqlite_url) as journal:
        rutin = Rutin(journal, views=SqlViews(journal.engine))
        for number in range(1, 7):
            record(rutin, f"K-{number}", f"B{number}", "Åsa Ek", False)
        with what_is_asked(journal) as asked:
            lines = rutin.ask(Cases(search="k-", limit=2, skip=1), AUDITOR)
        assert [line.case for line in lines] == ["K-2", "K-3"]
        words, cases = asked
        assert plan(journal, *words) == [
            "SEARCH case_words_v1 USING COVERING INDEX ix_case_words_v1_1 (word>? AND word<?)",
            "USE TEMP B-TREE FOR ORDER BY",
        ]
        assert "K-3" in str(cases[1])
        assert "K-4" not in str(cases[1])


def test_a_list_in_order_is_read_from_its_index(sqlite_url: str) -> None:
    with open_journal(sqlite_url) as journal:
        rutin = Rutin(journal, views=SqlViews(journal.engine))
        record(rutin, "K-1", "B1", "Åsa Ek", False)
        with what_is_asked(journal) as asked:
            rutin.ask(Cases(), AUDITOR)
            rutin.ask(Cases(search="ek", stage=Stage.ORDERED), AUDITOR)
        every, of_stage = (plan(journal, *each) for each in asked)
        assert every == ["SCAN cases_v1 USING INDEX ix_cases_v1_1"]
        assert of_stage == [
            "SEARCH cases_v1 USING INDEX ix_cases_v1_3 (stage=? AND sort_key=?)",
            "LIST SUBQUERY 1",
            "SEARCH case_words_v1 USING COVERING INDEX ix_case_words_v1_1 (word>? AND word<?)",
        ]


def test_what_is_found_and_is_not_in_the_list_leaves_the_page_full(journal: SqlJournal) -> None:
    with writing(journal.engine) as connection:
        table = in_use(connection, CASES).table
        connection.execute(delete(table).where(table.c.case == "K-9"))
    lines = Rutin(journal, views=SqlViews(journal.engine)).ask(
        Cases(search="k-", limit=2, skip=1), AUDITOR
    )
    assert [line.case for line in lines] == IN_ORDER[2:4]
