"""Conditions on the rows of a view: said once, and read by a database as well as in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from rutin.application.view import AnyView

Value: TypeAlias = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class Among:
    """A field has one of some values; an empty collection lets nothing through."""

    field: str
    values: frozenset[Value]

    def holds(self, row: Any) -> bool:
        """Say whether it holds of a row."""
        return getattr(row, self.field) in self.values


@dataclass(frozen=True, slots=True)
class UpTo:
    """A field has a value, which is at most this one."""

    field: str
    value: str | int | date

    def holds(self, row: Any) -> bool:
        """Say whether it holds of a row."""
        told = getattr(row, self.field)
        return told is not None and bool(told <= self.value)


@dataclass(frozen=True, slots=True)
class After:
    """A field has a value greater than this one; with `or_none`, or has none, as a day without end."""

    field: str
    value: str | int | date
    or_none: bool = False

    def holds(self, row: Any) -> bool:
        """Say whether it holds of a row."""
        told = getattr(row, self.field)
        return self.or_none if told is None else bool(told > self.value)


@dataclass(frozen=True, slots=True)
class Begins:
    """A text field begins with a text; the last of all characters, U+10FFFF, may not stand in it."""

    field: str
    text: str

    def holds(self, row: Any) -> bool:
        """Say whether it holds of a row."""
        return bool(getattr(row, self.field).startswith(self.text))


@dataclass(frozen=True, slots=True)
class Has:
    """A field of several words has this one among them.

    A word is never ", " alone: that stands between words as they are stored.
    """

    field: str
    word: str

    def holds(self, row: Any) -> bool:
        """Say whether it holds of a row."""
        return self.word in getattr(row, self.field)


@dataclass(frozen=True, slots=True)
class Either:
    """Any of some conditions holds."""

    conditions: "tuple[Condition, ...]"

    def holds(self, row: Any) -> bool:
        """Say whether it holds of a row."""
        return any(condition.holds(row) for condition in self.conditions)


Condition: TypeAlias = Among | UpTo | After | Begins | Has | Either
"""What a row fulfils or not, whatever else there is."""


@dataclass(frozen=True, slots=True)
class InView:
    """A field has a value that also stands in another view, in rows that fulfil conditions.

    Attributes:
        field: The field.
        view: The other view.
        its: The field of its rows that has the value.
        conditions: What those rows fulfil.
    """

    field: str
    view: AnyView
    its: str
    conditions: tuple[Condition, ...]


Wanted: TypeAlias = Condition | InView
"""What rows are asked for by."""


def equal(field: str, value: Value) -> Among:
    """Require that a field has a value."""
    return Among(field, frozenset({value}))


def lasting(day: date, first: str = "first", until: str = "until") -> tuple[Condition, ...]:
    """Require that a day is among those of a row: from its first, and before the one it lasts until."""
    return UpTo(first, day), After(until, day, or_none=True)


def asked(**values: Value) -> tuple[Condition, ...]:
    """Require the values that are given; a field whose value is left out (None) may have any."""
    return tuple(equal(field, value) for field, value in values.items() if value is not None)


def holds(conditions: Iterable[Condition], row: Any) -> bool:
    """Say whether all of some conditions hold of a row."""
    return all(condition.holds(row) for condition in conditions)
