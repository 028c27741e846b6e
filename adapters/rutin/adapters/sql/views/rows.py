"""Rows in tables: days as ISO 8601, several texts as a JSON array, choices as text.

The columns are the row's fields.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic_core import from_json
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
        to_store: How the fields are told to a column that are not stored as they are.
        to_read: How each field is read back, in their order; None if it is as it is stored.
    """

    kinds: Mapping[str, Any]
    values: Callable[[Any], tuple[Any, ...]]
    to_store: Mapping[str, Callable[[Any], Any]]
    to_read: Sequence[Callable[[Any], Any] | None]


def _shape(row: Any) -> _Shape:
    return _worked_out(row)


@cache
def _worked_out(row: Hashable) -> _Shape:
    kinds = get_type_hints(row)
    to_store = {name: told for name, kind in kinds.items() if (told := _teller(kind))}
    return _Shape(kinds, attrgetter(*kinds), to_store, [_reader(each) for each in kinds.values()])


def _teller(kind: Any) -> Callable[[Any], Any] | None:
    """Give how values of a type are told to a column; None if they are stored as they are."""
    if get_origin(kind) is tuple:
        return _texts_as_stored
    if date in _told(kind):
        return _day_as_stored
    return _choice_as_stored if _is_choice(kind) else None


def _reader(kind: Any) -> Callable[[Any], Any] | None:
    """Give how values of a type are read from a column; None if they are stored as they are."""
    if get_origin(kind) is tuple:
        return _texts
    if date in _told(kind):
        return date.fromisoformat
    return kind if _is_choice(kind) else None


def _texts(stored: str) -> tuple[str, ...]:
    return tuple(from_json(stored))


def _texts_as_stored(texts: tuple[str, ...]) -> str:
    return as_json(texts) if texts else "[]"


def _day_as_stored(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _choice_as_stored(choice: StrEnum) -> str:
    return choice.value


def _is_choice(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _told(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) or (kind,)  # int | None, or str


def kinds(row: type[Any]) -> Mapping[str, Any]:
    """Give the types of a row's fields, by name, without their labels."""
    return _shape(row).kinds


def columns(row: type[Any]) -> list[Column[Any]]:
    """Make the columns that hold rows of a type."""
    return [column(name, kind) for name, kind in kinds(row).items()]


def column(name: str, kind: Any, *, key: bool = False) -> Column[Any]:
    """Make the column that holds a field of a type; with `key`, as a part of the primary key."""
    if kind is bool:
        return Column(name, Boolean, nullable=False, primary_key=key)
    told = _told(kind)
    held = Integer if int in told else Text
    return Column(name, held, nullable=NoneType in told, primary_key=key)


def as_stored(row: Any) -> dict[str, Any]:
    """Tell a row as its columns hold it, in their order."""
    shape = _shape(type(row))
    stored = dict(zip(shape.kinds, shape.values(row), strict=True))
    for name, told in shape.to_store.items():
        stored[name] = told(stored[name])
    return stored


def stored_value(value: Any) -> Any:
    """Tell a plain value, as of a condition, as a column holds it."""
    told = _teller(type(value))
    return told(value) if told else value


def as_told(row: type[_Row], stored: Iterable[Any]) -> _Row:
    """Read a row back, from its columns in their order."""
    return row(*map(_read, _shape(row).to_read, stored))


def values_told(
    row: type[Any], fields: Iterable[str]
) -> Callable[[Iterable[Any]], tuple[Any, ...]]:
    """Give what reads the values of some fields of a row back, told in the same order."""
    kinds = _shape(row).kinds
    to_read = [_reader(kinds[field]) for field in fields]
    return lambda stored: tuple(map(_read, to_read, stored))


def _read(read: Callable[[Any], Any] | None, value: Any) -> Any:
    return value if read is None or value is None else read(value)
