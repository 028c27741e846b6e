"""Views in memory: folded from the journal whenever they are asked; for embedding, and as a measure.

They always say what the journal says, and cost as much as reading all of it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, TypeVar

from rutin.application.assessment import read_to_assess
from rutin.application.condition import Among, Condition, InView, Wanted, holds
from rutin.application.journal import Journal
from rutin.application.view import AnyView, Told, View, horizon_on
from rutin.domain.assessment.provision_set import SHIPPED, ProvisionSet
from rutin.domain.history import History
from rutin.domain.routine import ALL_ROUTINES
from rutin.domain.values import stockholm_date

Row = TypeVar("Row")


class FoldedViews:
    """Rows of views, folded anew for each question.

    Args:
        journal: The journal.
        clock: Gives the present moment, with time zone.
        provisions: What is judged.
    """

    def __init__(
        self,
        journal: Journal,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        provisions: ProvisionSet = SHIPPED,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._provisions = provisions

    @contextmanager
    def at_once(self) -> Iterator["FoldedViews"]:
        """Answer everything within (see `Views`); nothing may be recorded meanwhile."""
        yield self

    def rows(
        self,
        view: View[Row],
        conditions: Sequence[Wanted] = (),
        *,
        order: Sequence[str] = (),
        limit: int | None = None,
        skip: int = 0,
        known_at: datetime | None = None,
        until_enough: bool = False,  # noqa: ARG002 - a port; the first come when all do
    ) -> Iterator[Row]:
        """Give the rows that fulfil all conditions (see `Views`)."""
        plain = [self._plain(each, known_at) for each in conditions]
        found = [row for row in self._every(view, known_at) if holds(plain, row)]
        found.sort(key=lambda row: [_place(getattr(row, field)) for field in order])
        return islice(found, skip, None if limit is None else skip + limit)

    def counts(
        self,
        view: AnyView,
        by: Sequence[str],
        conditions: Sequence[Wanted] = (),
        *,
        distinct: str | None = None,
        known_at: datetime | None = None,
    ) -> Mapping[tuple[Any, ...], int]:
        """Count the rows that fulfil all conditions (see `Views`)."""
        counted: Iterator[tuple[tuple[Any, ...], Any]] = (
            (
                tuple(getattr(row, field) for field in by),
                getattr(row, distinct) if distinct else place,
            )
            for place, row in enumerate(self.rows(view, conditions, known_at=known_at))
        )
        return Counter(key for key, _ in set(counted))

    def sums(
        self,
        view: AnyView,
        by: Sequence[str],
        fields: Sequence[str],
        conditions: Sequence[Wanted] = (),
        *,
        known_at: datetime | None = None,
    ) -> Mapping[tuple[Any, ...], tuple[int, ...]]:
        """Sum fields of the rows that fulfil all conditions (see `Views`)."""
        summed: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0] * len(fields))
        for row in self.rows(view, conditions, known_at=known_at):
            sums = summed[tuple(getattr(row, field) for field in by)]
            for place, field in enumerate(fields):
                sums[place] += getattr(row, field) or 0
        return {key: tuple(sums) for key, sums in summed.items() if any(sums)}

    def horizon(self, view: AnyView, known_at: datetime | None = None) -> date:  # noqa: ARG002 - a port
        """Give the last day that the rows of a view tell of."""
        return horizon_on(stockholm_date(self._clock()))

    def reach(self, views: Sequence[AnyView], position: int, patience: float) -> None:
        """Wait for nothing: they are never behind."""

    def _plain(self, wanted: Wanted, known_at: datetime | None) -> Condition:
        """Give a condition that a row is enough for: what stands in another view is looked up."""
        if not isinstance(wanted, InView):
            return wanted
        those = self.rows(wanted.view, wanted.conditions, known_at=known_at)
        return Among(wanted.field, frozenset(getattr(row, wanted.its) for row in those))

    def _every(self, view: View[Row], known_at: datetime | None) -> Iterator[Row]:
        routines = History(self._journal.about({ALL_ROUTINES}).recorded)
        book = routines.routine_book
        if known_at is not None:
            book = book.scheduled_as_in(routines.known_at(known_at).routine_book)
        for name in self._journal.named(view.kind):
            history = (
                read_to_assess(self._journal, name)
                if view.judges
                else History(self._journal.about({f"{view.kind}/{name}"}).recorded)
            )
            yield from view.rows(
                Told(
                    name,
                    history if known_at is None else history.known_at(known_at),
                    book.joined_by(self._provisions.own_versions),
                    self.horizon(view),
                    self._journal.person,
                    self._provisions,
                )
            )


def _place(value: Any) -> tuple[bool, Any]:
    return value is None, value
