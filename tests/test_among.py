"""Texts told to a database as one value: however many, and whatever stands in them."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from rutin.adapters.bench.many_alike import alike
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.among import among
from rutin.adapters.sql.tables import saved_queries
from rutin.adapters.sql.transaction import reading, writing
from rutin.adapters.sql.views.keeper import Keeper
from rutin.domain.refusal import Malformed
from rutin.projections import VIEWS

OWNERS = ["Åsa", "O'Brien", 'den "andra"', "a,b", "{c}", "\\", "", "NULL"]
_FOUND = select(saved_queries.c.owner).where(among(saved_queries.c.owner, "owners"))


def found(engine: Engine, *owners: str) -> set[str]:
    with reading(engine) as connection:
        return set(connection.scalars(_FOUND, {"owners": owners}))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    with open_journal(database_url) as journal:
        rows = [{"owner": owner, "name": "n", "query": "q", "asked": "{}"} for owner in OWNERS]
        with writing(journal.engine) as connection:
            connection.execute(saved_queries.insert(), rows)
        yield journal.engine


@pytest.mark.parametrize("owner", OWNERS)
def test_a_text_is_found_whatever_stands_in_it(engine: Engine, owner: str) -> None:
    assert found(engine, owner) == {owner}
    assert found(engine, owner, "nobody") == {owner}
    assert found(engine, f"{owner} ") == set()


def test_among_none_there_is_nothing(engine: Engine) -> None:
    assert found(engine) == set()


def test_more_are_looked_for_than_a_statement_can_have_parameters(engine: Engine) -> None:
    assert found(engine, *(f"owner-{number}" for number in range(70_000)), "Åsa") == {"Åsa"}


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_cannot_be_stored_cannot_be_looked_for(engine: Engine, text: str) -> None:
    with pytest.raises(Malformed):
        found(engine, "Åsa", text)


def test_what_is_among_texts_is_found_by_an_index(sqlite_url: str) -> None:
    asked: dict[str, Any] = {}

    def remember(_c: Any, _cursor: Any, statement: str, told: Any, *_rest: Any) -> None:
        if "json_each" in statement:
            asked[statement] = told

    with open_journal(sqlite_url) as journal:
        event.listen(journal.engine, "before_cursor_execute", remember)
        for number in (1, 2):
            journal.append(list(alike(number)))  # a view that is kept, and one that is filled
            Keeper(journal, VIEWS).catch_up()
        journal.about({"case/K-1"})
        journal.of_command("unknown")
        event.remove(journal.engine, "before_cursor_execute", remember)
        assert len(asked) > len(VIEWS)
        with journal.engine.connect() as connection:
            for statement, told in asked.items():
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", told).all()
                whole = [step[-1] for step in plan if step[-1].startswith("SCAN")]
                assert {each.partition(" VIRTUAL")[0] for each in whole} == {"SCAN json_each"}
