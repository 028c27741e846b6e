"""docs/queries.md and the JSON catalogue: current, and with every query there is."""

import json
from pathlib import Path

import pytest

from rutin.adapters.catalogue import as_json, queries_page
from rutin.adapters.catalogue.queries_page import REGENERATE
from rutin.adapters.lines import columns
from rutin.application.query import AnyQuery
from rutin.projections import QUERIES

PAGE = Path(__file__).parent.parent / "docs" / "queries.md"
TEXT = queries_page()
CATALOGUE = json.loads(as_json())["queries"]

every_query = pytest.mark.parametrize("query", QUERIES, ids=lambda each: each.name)


def test_the_page_is_what_the_queries_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == TEXT, f"Write it anew: {REGENERATE}"


@every_query
def test_every_parameter_and_column_stands_under_its_query(query: type[AnyQuery]) -> None:
    section = TEXT.split(f"\n## {query.name}\n")[1].partition("\n## ")[0]
    for name, info in query.model_fields.items():
        assert f"| `{name}` | {info.title}" in section
    for column in columns(query.line):
        assert f"| `{column.name}` | {column.title}" in section


@every_query
def test_every_query_is_listed_with_who_may_ask(query: type[AnyQuery]) -> None:
    (row,) = (line for line in TEXT.splitlines() if line.startswith(f"| [{query.name}]"))
    assert query.title in row
    assert all(f"`{role}`" in row for role in query.permitted)


@every_query
def test_the_json_catalogue_tells_what_is_asked_and_what_is_told(query: type[AnyQuery]) -> None:
    told = CATALOGUE[query.name]
    assert (told["title"], told["permitted"], told["access"]) == (
        query.title,
        list(query.permitted),
        query.access,
    )
    assert list(told["schema"]["properties"]) == list(query.model_fields)
    assert list(told["line"]["properties"]) == [column.name for column in columns(query.line)]
    for column in columns(query.line):
        assert told["line"]["properties"][column.name]["title"] == column.title


def test_the_catalogue_has_every_query_and_no_other() -> None:
    assert list(CATALOGUE) == [query.name for query in QUERIES]
