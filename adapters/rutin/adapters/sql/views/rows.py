"""Rows in tables: days as ISO 8601, several texts as a JSON array, choices as text.

The columns are the row's fields.
"""

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy import Boolean, Column, Integer

from rutin.adapters.sql.tables import Text

_Row = TypeVar("_Row")

as_json = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` makes one for each value


@dataclass(frozen=True, slots=True)
class _Shape:
    """What there is to know of a type of rows.

    Attributes:
        kinds: The types of its fields, by name, without their labels.
        values: Reads all fields of a row.
        told_otherwise: The fields that are not stored as they are.
    """

    kinds: Mapping[str, Any]
    values: Callable[[Any], tuple[Any, ...]]
    told_otherwise: tuple[str, ...]


def _shape(row: Any) -> _Shape:
    return _worked_out(row)


@cache
def _worked_out(row: Hashable) -> _Shape:
    kinds = get_type_hints(row)
    told_otherwise = (name for name, kind in kinds.items() if not _is_stored_as_it_is(kind))
    return _Shape(kinds, attrgetter(*kinds), tuple(told_otherwise))


def _is_stored_as_it_is(kind: Any) -> bool:
    return get_origin(kind) is not tuple and date not in _told(kind) and not _is_choice(kind)


def _is_choice(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _told(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) or (kind,)  # int | None, or str


def kinds(row: type[Any]) -> Mapping[str, Any]:
    """Give the types of a row's fields, by name, without their labels."""
    return _shape(row).kinds


def columns(row: type[Any]) -> list[Column[Any]]:
    """Make the columns that hold rows of a type."""
    return [_column(name, kind) for name, kind in kinds(row).items()]


def _column(name: str, kind: Any) -> Column[Any]:
    if kind is bool:
        return Column(name, Boolean, nullable=False)
    told = _told(kind)
    return Column(name, Integer if int in told else Text, nullable=NoneType in told)


def as_stored(row: Any) -> dict[str, Any]:
    """Tell a row as its columns hold it, in their order."""
    shape = _shape(type(row))
    stored = dict(zip(shape.kinds, shape.values(row), strict=True))
    for name in shape.told_otherwise:
        stored[name] = stored_value(stored[name])
    return stored


def stored_value(value: Any) -> Any:
    """Tell a value as a column holds it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return as_json(value) if value else "[]"
    if isinstance(value, StrEnum):
        return value.value
    return value


def as_told(row: type[_Row], stored: Mapping[Any, Any]) -> _Row:
    """Read a row back."""
    shape = _shape(row)
    told = dict(stored)
    for name in shape.told_otherwise:
        told[name] = told_value(shape.kinds[name], told[name])
    return row(**told)


def told_value(kind: Any, value: Any) -> Any:
    """Read a value of a type back."""
    if value is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(json.loads(value))
    if date in _told(kind):
        return date.fromisoformat(value)
    if _is_choice(kind):
        return kind(value)
    return value
