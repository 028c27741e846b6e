"""The port of read models: where the rows of views are kept, and asked for by conditions."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from rutin.application.condition import Wanted
from rutin.application.view import AnyView, View

Row = TypeVar("Row")


class Views(Protocol):
    """Rows of views, as they stand now."""

    def at_once(self) -> AbstractContextManager["Views"]:
        """Give views that answer whatever is asked of them as of one moment.

        What is recorded while a question of many parts is answered then shows in none of them; in
        memory nothing may be recorded meanwhile.
        """

    def rows(
        self,
        view: View[Row],
        conditions: Sequence[Wanted] = (),
        *,
        order: Sequence[str] = (),
        limit: int | None = None,
        skip: int = 0,
        known_at: datetime | None = None,
        until_enough: bool = False,
    ) -> Iterator[Row]:
        """Give the rows that fulfil all conditions.

        Args:
            view: Whose rows.
            conditions: What they are to fulfil.
            order: The fields they are ordered by, text by code point; a row without a value last.
            limit: At most so many.
            skip: Leave out so many, the first ones.
            known_at: As was known at this moment; now, when left out.
            until_enough: Few of them may do: the first ones are to come soon, though it would take
                longer to read them all.

        Raises:
            Unavailable: With code "view_not_built": there is nothing to look in yet. With code
                "being_worked_out": what was known then has begun to be worked out; ask again.
        """

    def counts(
        self,
        view: AnyView,
        by: Sequence[str],
        conditions: Sequence[Wanted] = (),
        *,
        distinct: str | None = None,
        known_at: datetime | None = None,
    ) -> Mapping[tuple[Any, ...], int]:
        """Count the rows that fulfil all conditions, by the values of some fields together.

        Args:
            view: Whose rows.
            by: The fields.
            conditions: What the rows are to fulfil.
            distinct: Count the values of this field instead, each once.
            known_at: As was known at this moment; now, when left out.

        Raises:
            Unavailable: With code "view_not_built" or "being_worked_out", as for `rows`.
        """

    def sums(
        self,
        view: AnyView,
        by: Sequence[str],
        fields: Sequence[str],
        conditions: Sequence[Wanted] = (),
        *,
        known_at: datetime | None = None,
    ) -> Mapping[tuple[Any, ...], tuple[int, ...]]:
        """Sum fields of the rows that fulfil all conditions, by the values of other fields together.

        Args:
            view: Whose rows.
            by: The fields that are told apart.
            fields: Those that are summed: whole numbers; one without a value adds nothing.
            conditions: What the rows are to fulfil.
            known_at: As was known at this moment; now, when left out.

        Returns:
            The sums in the order of their fields; what comes to nothing in all of them is left out.

        Raises:
            Unavailable: With code "view_not_built" or "being_worked_out", as for `rows`.
        """

    def horizon(self, view: AnyView, known_at: datetime | None = None) -> date:
        """Give the last day that the rows of a view tell of.

        Raises:
            Unavailable: With code "view_not_built" or "being_worked_out", as for `rows`.
        """

    def reach(self, views: Sequence[AnyView], position: int, patience: float) -> None:
        """Wait until everything recorded up to a position shows in some views.

        Args:
            views: The views.
            position: A position in the log, such as that of one's own fact.
            patience: How long to wait at most, in seconds.

        Raises:
            Unavailable: With code "views_behind": it does not show yet.
        """
