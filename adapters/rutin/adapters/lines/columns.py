"""The columns of lines, and a line as JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from rutin.domain.values.exact import Exact

Cell: TypeAlias = str | int | Decimal | date | None
"""What stands in one place of a table; no value is None."""


@dataclass(frozen=True, slots=True)
class Column:
    """A field of lines.

    Attributes:
        name: The field's name, as programs read it.
        title: What it is called, in Swedish.
        help: What it means, in Swedish; empty when the title says it.
        holds: The type of its values.
    """

    name: str
    title: str
    help: str
    holds: Any

    def of(self, line: Any) -> Cell:
        """Give what stands in this column of a line."""
        return cell(getattr(line, self.name))


def columns(line: type[Any]) -> tuple[Column, ...]:
    """Give the columns of a type of lines, in the order of its fields.

    Raises:
        TypeError: A field has no Swedish label.
    """
    annotations = get_type_hints(line, include_extras=True)
    return tuple(_column(field.name, annotations[field.name]) for field in fields(line))


def _column(name: str, annotation: Any) -> Column:
    if get_origin(annotation) is Annotated:
        holds, *told = get_args(annotation)
        for each in told:
            if isinstance(each, FieldInfo) and each.title:
                return Column(name, each.title, each.description or "", holds)
    raise TypeError(f"The field {name} has no Swedish label.")


def cell(value: Any) -> Cell:
    """Give a value for a table: numbers, means, hours, money and dates as such, all else as text."""
    match value:
        case None:
            return None
        case bool():
            return "ja" if value else "nej"
        case Enum():
            return str(value.value)
        case str() | int() | Decimal() | date():
            return value
        case Exact():
            return value.decimal
        case tuple():
            return ", ".join(str(cell(each)) for each in value)
    return str(value)  # a period writes itself


def plain(line: type[Any], lines: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Give lines of a type as JSON has them: dates in ISO 8601, several values as a list."""
    adapter: TypeAdapter[Any] = TypeAdapter(line)
    for each in lines:
        yield adapter.dump_python(each, mode="json")


def lines_as_json(line: type[Any], lines: Iterable[Any]) -> bytes:
    """Write lines of a type as a JSON array."""
    return b"[" + b",".join(map(TypeAdapter(line).dump_json, lines)) + b"]"
