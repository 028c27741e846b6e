"""The queries for people: docs/queries.md, what each asks for, what it tells, and whom."""

from collections.abc import Iterator
from typing import get_type_hints

from rutin.adapters.catalogue.plain_words import in_plain_words
from rutin.adapters.lines import columns
from rutin.application.query import AnyQuery
from rutin.projections import QUERIES

REGENERATE = "python3 start.py rutin catalogue --format queries > docs/queries.md"
"""The command that writes docs/queries.md anew."""

SEEN = {
    "client": "one client's data",
    "clients": "clients' data",
    "assignees": "assignees",
    "figures": "figures that tell of no one",
    "routines": "the routines",
}
"""By access: what whoever asks gets to see."""


def queries_page() -> str:
    """Write docs/queries.md: every query, who may ask it, what may be asked for and what is told."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Queries"
    yield ""
    yield f"Generated from the queries by `{REGENERATE}`. Do not edit it by hand: a test compares."
    yield ""
    yield (
        "Each query is asked by `rutin ask NAME`, with an option for each parameter (`as_of` is "
        "`--as-of`), and at `GET /queries/NAME`, `NAME.csv` and `NAME.xlsx` ([the API](api.md))."
    )
    yield ""
    yield "| Name | In Swedish | Who may ask | What is seen |"
    yield "| --- | --- | --- | --- |"
    for query in QUERIES:
        roles = ", ".join(f"`{role}`" for role in query.permitted)
        yield f"| [{query.name}](#{query.name}) | {query.title} | {roles} | {SEEN[query.access]} |"
    for query in QUERIES:
        yield ""
        yield f"## {query.name}"
        yield ""
        yield (query.__doc__ or "").partition("\n")[0]
        yield ""
        yield from _parameters(query)
        yield ""
        yield from _columns(query)


def _parameters(query: type[AnyQuery]) -> Iterator[str]:
    annotations = get_type_hints(query, include_extras=True)
    yield "| Parameter | In Swedish | Takes | Left out |"
    yield "| --- | --- | --- | --- |"
    for name, info in query.model_fields.items():
        left_out = "required" if info.is_required() else _written(info.default)
        words = in_plain_words(annotations[name])
        yield _row(name, info.title or "", info.description or "", words, left_out)


def _columns(query: type[AnyQuery]) -> Iterator[str]:
    yield "| Column | In Swedish | Holds |"
    yield "| --- | --- | --- |"
    for column in columns(query.line):
        yield _row(column.name, column.title, column.help, in_plain_words(column.holds))


def _row(name: str, title: str, explained: str, *rest: str) -> str:
    told = f"{title}. {explained}" if explained else title
    return f"| {' | '.join((f'`{name}`', told, *rest))} |"


def _written(default: object) -> str:
    match default:
        case None | "":
            return ""
        case bool():
            return "yes" if default else "no"
    return f"{default}"
