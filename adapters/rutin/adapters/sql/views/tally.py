"""Tallies: how many of a view's rows there are of each sort on each day, kept as rows are written.

A sort of rows is what they are counted by. For each sort there is a number at every node of the tree
over days at which some row is put down, so the rows of a day are a sum over the nodes above it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, func, select

from rutin.adapters.sql.views.day_tree import FIRST_LEAF, LAST_LEAF, nodes_above, nodes_from
from rutin.adapters.sql.views.generations import Generation
from rutin.adapters.sql.views.inserting import insert_rows
from rutin.application.condition import After, Among, UpTo, Wanted, lasting
from rutin.application.view import AnyView, Tally

Span: TypeAlias = tuple[Any, ...]
"""The sort of a row, its first day and the day it lasts until, as its columns hold them."""

_AT_A_TIME = 10_000
"""How many numbers are told a database in one statement, so that none takes too long."""

TOGETHER = "*"
"""Stands in a tally for all values of a field counted together; no reference is written so."""


def spans_of(view: AnyView, rows: Iterable[Mapping[str, Any]]) -> Counter[Span]:
    """Count the spans of rows, each as its columns hold it."""
    return Counter(map(itemgetter(*_fields(_tally(view))), rows))


def spans_stored(
    connection: Connection, generation: Generation, *among: ColumnElement[bool]
) -> Counter[Span]:
    """Count the spans of the rows that a table has, among some of them."""
    columns = [generation.table.c[field] for field in _fields(_tally(generation.view))]
    wanted = select(*columns, func.count()).where(*among).group_by(*columns)
    return Counter({tuple(row[:-1]): row[-1] for row in connection.execute(wanted)})


def add(connection: Connection, generation: Generation, spans: Mapping[Span, int]) -> None:
    """Add spans to the tally of a filling; fewer than none are taken away.

    The numbers are changed in the order of their keys, so that of two who do it neither waits for
    the other.

    Args:
        connection: In the transaction that writes the rows, or takes them away.
        generation: The filling.
        spans: By span, how many more rows there are of it.
    """
    tally = _tally(generation.view)
    place = tally.by.index(tally.together)
    numbers: Counter[tuple[Any, ...]] = Counter()
    for (*sort, first, until), more in spans.items():
        if more:
            together = (*sort[:place], TOGETHER, *sort[place + 1 :])
            for node in _nodes(first, until):
                numbers[node, *sort] += more
                numbers[node, *together] += more
    names = generation.tally.columns.keys()
    rows = [
        dict(zip(names, (*key, more), strict=True)) for key, more in sorted(numbers.items()) if more
    ]
    for first in range(0, len(rows), _AT_A_TIME):
        insert_rows(connection, generation.tally, rows[first : first + _AT_A_TIME], adding="count")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a tally.

    Attributes:
        by: The fields that rows are counted by.
        day: The day that they last.
        among: What else they are to fulfil.
    """

    by: tuple[str, ...]
    day: date
    among: tuple[Among, ...]


def asked(view: AnyView, by: Sequence[str], conditions: Sequence[Wanted]) -> Asked | None:
    """Read a question as one that a view's tally answers; None when it does not."""
    tally = view.tally
    if tally is None:
        return None
    among = tuple(each for each in conditions if isinstance(each, Among))
    days = tuple(each for each in conditions if not isinstance(each, Among))
    match days:
        case UpTo(value=date() as day), After() if (
            days == lasting(day, tally.first, tally.until)
            and FIRST_LEAF <= day <= LAST_LEAF
            and {*by, *(each.field for each in among)} <= set(tally.by)
        ):
            return Asked(tuple(by), day, among)
    return None


def numbers_of(generation: Generation, asked: Asked) -> tuple[ColumnElement[bool], ...]:
    """Give the clauses that find the numbers that a question is about, of all that it is not among."""
    columns, together = generation.tally.c, _tally(generation.view).together
    is_apart = together in {*asked.by, *(each.field for each in asked.among)}
    sort = columns[together]
    return (
        columns.node.in_(nodes_above(asked.day)),
        sort != TOGETHER if is_apart else sort == TOGETHER,
    )


@lru_cache(maxsize=10_000)  # many rows of a case, and of others, last the same days
def _nodes(first: str, until: str | None) -> tuple[int, ...]:
    end = None if until is None else date.fromisoformat(until)
    return tuple(nodes_from(date.fromisoformat(first), end))


def _fields(tally: Tally) -> tuple[str, ...]:
    return *tally.by, tally.first, tally.until


def _tally(view: AnyView) -> Tally:
    if view.tally is None:
        raise TypeError(f"{view.name} has no tally.")
    return view.tally
