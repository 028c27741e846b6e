"""Whether a view's tally tells of any day what the fold does."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from rutin.adapters.sql import SqlJournal
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.day_tree import FIRST_LEAF, LAST_LEAF
from rutin.application.condition import Among, Condition, lasting
from rutin.application.view import AnyView
from rutin.projections.findings import FINDINGS
from rutin.projections.folded import FoldedViews

DAY = timedelta(days=1)


class FoldedOnce(FoldedViews):
    """Views that are folded at the first question, and remembered."""

    remembered: list[Any] | None = None

    def _every(self, view: AnyView, known_at: datetime | None) -> Iterator[Any]:
        if self.remembered is None:
            self.remembered = list(super()._every(view, known_at))
        return iter(self.remembered)


def questions_answered_wrongly(
    journal: SqlJournal,
    view: AnyView = FINDINGS,
    *,
    now: datetime,
    known_at: datetime | None = None,
    seed: int = 1,
) -> list[Any]:
    """Ask a database and the fold alike, of days when something changes and the days before those.

    Raises:
        AssertionError: Nearly nothing is told of, so that there is nothing to be wrong about.
    """
    stored = SqlViews(journal.engine, clock=lambda: now)
    folded = FoldedOnce(journal, clock=lambda: now)
    rows = list(folded.rows(view, known_at=known_at))
    wrong: list[Any] = []
    told = 0
    for by, conditions in _questions(view, rows, Random(seed)):  # noqa: S311 - it keeps no secret
        for distinct in (None, view.subject):
            right, found = (
                views.counts(view, by, conditions, distinct=distinct, known_at=known_at)
                for views in (folded, stored)
            )
            told += len(right)
            if found != right:
                wrong.append((by, conditions, distinct))
        if sums := view.tally.sums if view.tally else ():
            right_sums, found_sums = (
                views.sums(view, by, sums, conditions, known_at=known_at)
                for views in (folded, stored)
            )
            if found_sums != right_sums:
                wrong.append((by, conditions, sums))
    assert told > 20
    return wrong


def _questions(
    view: AnyView, rows: Sequence[Any], luck: Random
) -> Iterator[tuple[Sequence[str], Sequence[Condition]]]:
    tally = view.tally
    assert tally
    ends = {day for row in rows for day in (row.first, row.until) if day and day > FIRST_LEAF}
    for end in luck.sample(sorted(ends), min(len(ends), 12)):
        for day in (end, end - DAY, end + DAY * luck.randint(1, 40)):
            for narrowed in range(3):
                by = luck.sample(tally.by, luck.randint(0, len(tally.by)))
                fields = luck.sample(tally.by, narrowed)
                among = (Among(each, _some(rows, each, luck)) for each in fields)
                yield by, (*lasting(day), *among)
    for day in (FIRST_LEAF, LAST_LEAF, date.min, date(2199, 12, 31)):
        yield tally.by, lasting(day)


def _some(rows: Sequence[Any], field: str, luck: Random) -> frozenset[str]:
    """Give some of the values that a field has; one of them, most often, as a query would."""
    values = sorted({getattr(row, field) for row in rows})
    return frozenset(luck.sample(values, min(len(values), luck.choice((1, 1, 3)))))
