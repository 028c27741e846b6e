"""Tallies: how many of a view's rows there are of each sort on each day, kept as rows are written.

A sort of rows is what they are counted by. For each sort there is a number at every node of the tree
over days at which some row is put down, so the rows of a day are a sum over the nodes above it. The
subjects that have rows of a sort are counted likewise, by the days on which they have any; and whole
numbers in rows are summed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, select

from rutin.adapters.sql.views.day_tree import FIRST_LEAF, LAST_LEAF, nodes_above, nodes_from
from rutin.adapters.sql.views.generations import Generation
from rutin.adapters.sql.views.inserting import insert_rows
from rutin.application.condition import After, Among, UpTo, Wanted, lasting
from rutin.application.view import AnyView, Tally

Span: TypeAlias = tuple[Any, ...]
"""What is counted, its sort, its first day and the day it lasts until, as columns hold them."""

ROWS, SUBJECTS = "rows", "subjects"
"""What is counted; what is summed is told by its field."""

_AT_A_TIME = 10_000
"""How many numbers are told a database in one statement, so that none takes too long."""

TOGETHER = "*"
"""Stands in a tally for all values of a field counted together; no reference is written so."""


def spans_of(view: AnyView, rows: Iterable[Mapping[str, Any]]) -> Counter[Span]:
    """Count the spans of all rows that some subjects have, each as its columns hold it."""
    return _spans(_tally(view), map(itemgetter(*_fields(view)), rows))


def spans_stored(
    connection: Connection, generation: Generation, *of: ColumnElement[bool]
) -> Counter[Span]:
    """Count the spans of all rows that a table has of some subjects."""
    columns = [generation.table.c[field] for field in _fields(generation.view)]
    rows = connection.execute(select(*columns).where(*of))
    return _spans(_tally(generation.view), map(tuple, rows))


def _spans(tally: Tally, rows: Iterable[Span]) -> Counter[Span]:
    """Count the spans of rows that are told as subject, sort, first, until and what is summed."""
    spans: Counter[Span] = Counter()
    days: dict[Span, list[Span]] = defaultdict(list)
    first, end = len(tally.by) + 1, len(tally.by) + 3
    for row in rows:
        spans[ROWS, *row[1:end]] += 1
        for field, number in zip(tally.sums, row[end:], strict=True):
            if number:
                spans[field, *row[1:end]] += number
        days[row[:first]].append(row[first:end])
    if tally.own is not None:
        for (_, *sort), each in days.items():
            spans.update((SUBJECTS, *sort, *span) for span in _joined(each))
    return spans


def _joined(days: Iterable[Span]) -> list[Span]:
    """Put days together that overlap or follow on each other; each a first and an until."""
    joined: list[Span] = []
    for first, until in sorted(days, key=itemgetter(0)):
        if joined and (joined[-1][1] is None or first <= joined[-1][1]):
            before, so_far = joined[-1]
            joined[-1] = before, until and so_far and max(until, so_far)
        elif until is None or first < until:
            joined.append((first, until))
    return joined


def add(connection: Connection, generation: Generation, spans: Mapping[Span, int]) -> None:
    """Add spans to the tally of a filling; fewer than none are taken away.

    The numbers are changed in the order of their keys, so that of two who do it neither waits for
    the other.

    Args:
        connection: In the transaction that writes the rows, or takes them away.
        generation: The filling.
        spans: By span, how many more there are of it, rows or subjects.
    """
    tally = _tally(generation.view)
    place = tally.by.index(tally.together)
    numbers: Counter[tuple[Any, ...]] = Counter()
    for (counted, *sort, first, until), more in spans.items():
        if more:
            together = (*sort[:place], TOGETHER, *sort[place + 1 :])
            for node in _nodes(first, until):
                numbers[node, counted, *sort] += more
                numbers[node, counted, *together] += more
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
        counted: What is to be counted or summed.
        by: The fields that it is counted by.
        day: The day that it lasts.
        among: What else they are to fulfil.
    """

    counted: tuple[str, ...]
    by: tuple[str, ...]
    day: date
    among: tuple[Among, ...]


def asked(
    view: AnyView,
    by: Sequence[str],
    conditions: Sequence[Wanted],
    *,
    distinct: str | None = None,
    summed: Sequence[str] = (),
) -> Asked | None:
    """Read a question as one that a view's tally answers; None when it does not.

    Subjects add up only over what a subject has one value of: over others one would be counted twice.
    """
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
            if summed:
                is_kept = set(summed) <= set(tally.sums)
                return Asked(tuple(summed), tuple(by), day, among) if is_kept else None
            if distinct is None:
                return Asked((ROWS,), tuple(by), day, among)
            told_apart = {*by, *(each.field for each in among if len(each.values) == 1)}
            if (
                distinct == view.subject
                and tally.own is not None
                and set(tally.by) <= told_apart.union(tally.own)
            ):
                return Asked((SUBJECTS,), tuple(by), day, among)
    return None


def numbers_of(generation: Generation, asked: Asked) -> tuple[ColumnElement[bool], ...]:
    """Give the clauses that find the numbers that a question is about, of all that it is not among."""
    columns, together = generation.tally.c, _tally(generation.view).together
    is_apart = together in {*asked.by, *(each.field for each in asked.among)}
    sort = columns[together]
    return (
        columns.node.in_(nodes_above(asked.day)),
        columns.counted.in_(asked.counted),
        sort != TOGETHER if is_apart else sort == TOGETHER,
    )


@lru_cache(maxsize=10_000)  # many rows of a case, and of others, last the same days
def _nodes(first: str, until: str | None) -> tuple[int, ...]:
    end = None if until is None else date.fromisoformat(until)
    return tuple(nodes_from(date.fromisoformat(first), end))


def _fields(view: AnyView) -> tuple[str, ...]:
    """Give the fields that spans are made of: subject, sort, first, until and what is summed."""
    tally = _tally(view)
    return view.subject, *tally.by, tally.first, tally.until, *tally.sums


def _tally(view: AnyView) -> Tally:
    if view.tally is None:
        raise TypeError(f"{view.name} has no tally.")
    return view.tally
