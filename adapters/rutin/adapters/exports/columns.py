"""What of a fact leaves the system: choices, ticks, dates and numbers; of a text only that it is there.

The rule goes by what a field takes, so that a new field falls under it without being listed, and a
field of a new kind stops the program until someone has decided (docs/decisions/0011).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from rutin.domain.act import Fact
from rutin.domain.values import Hours, IsoWeek, Money, Month, Quarter

Kind = Literal["string", "time", "integer", "float", "boolean"]
"""The kinds of values that OCEL 2.0 knows; XES knows the same under names of its own."""

Value = str | int | float | bool | datetime

IN_THE_ENVELOPE = frozenset({"type", "occurred_on", "occurred_at"})
"""Fields of every fact, which every event tells in a form of its own."""

WITHHELD = frozenset(
    {
        "client_born_on",  # a day of birth tells who someone is
        "protected",  # singles out those whom nobody is to find
    }
)
"""Fields that stay although they take a date or a tick."""

ORGANISATION = frozenset({"unit", "parameter", "version", "replaced_by"})
"""References to the organisation and its routines, never to a person: they are told as they are."""

_PLAIN: dict[type, tuple[Kind, Callable[[Any], Value]]] = {
    bool: ("boolean", bool),
    int: ("integer", int),
    Hours: ("float", lambda hours: float(hours.decimal)),
    Money: ("float", lambda money: float(money.decimal)),
    # A civil date is no moment, and the only times that OCEL and XES know are moments.
    date: ("string", str),
    time: ("string", time.isoformat),
    Month: ("string", str),
    Quarter: ("string", str),
    IsoWeek: ("string", str),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A value that events of a kind carry.

    Attributes:
        name: The path of the field, such as "topics.order_extent"; with ".filled_in" after it for a
            text or a reference that may be left out, with ".count" for a list of them.
        kind: What kind of value it is.
        read: Takes the value out of a fact; None where the box was left blank.
    """

    name: str
    kind: Kind
    read: Callable[[Any], Value | None]


@cache
def columns_of(fact_type: type[Fact]) -> tuple[Column, ...]:
    """Give what is told of a type of fact, in the order of its fields.

    Raises:
        TypeError: A field takes something that nobody has decided about yet.
    """
    return tuple(_of_group(fact_type, "", lambda fact: fact))


def _of_group(group: type[BaseModel], path: str, reach: Callable[[Any], Any]) -> Iterator[Column]:
    for name, info in group.model_fields.items():
        taken = _bare(info.annotation)
        if name in IN_THE_ENVELOPE | WITHHELD:
            continue
        if name in ORGANISATION and _is_reference(info.rebuild_annotation()):
            yield Column(f"{path}{name}", "string", _step(reach, name))
        elif not (taken is str and info.is_required()):  # that it is filled in goes without saying
            yield from _of_field(f"{path}{name}", taken, _step(reach, name))


def _of_field(name: str, taken: Any, reach: Callable[[Any], Any]) -> Iterator[Column]:
    if taken in _PLAIN:
        kind, told = _PLAIN[taken]
        yield Column(name, kind, _unless_blank(reach, told))
    elif taken is str:
        yield Column(f"{name}.filled_in", "boolean", lambda fact: bool(reach(fact)))
    elif get_origin(taken) is Literal:
        numbered = all(isinstance(choice, int) for choice in get_args(taken))
        yield Column(name, "integer" if numbered else "string", reach)
    elif get_origin(taken) is tuple and get_origin(_bare(get_args(taken)[0])) is Literal:
        yield Column(name, "string", _unless_blank(reach, ";".join))
    elif get_origin(taken) is tuple:
        yield Column(f"{name}.count", "integer", _unless_blank(reach, len))
    elif isinstance(taken, type) and issubclass(taken, BaseModel):
        yield from _of_group(taken, f"{name}.", reach)
    else:
        raise TypeError(f"Decide in columns.py whether {name}, which takes {taken}, is exported.")


def _bare(annotation: Any) -> Any:
    """Take away what does not matter here: constraints, and that the box may be blank."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        members = [member for member in get_args(annotation) if member is not NoneType]
        return _bare(members[0]) if len(members) == 1 else annotation
    return annotation


def _is_reference(annotation: Any) -> bool:
    """Say whether what is taken is a reference: text of a given form, where other text is free."""
    constraints = getattr(annotation, "__metadata__", ())
    return any(getattr(each, "pattern", None) for each in constraints) or any(
        _is_reference(part) for part in get_args(annotation)
    )


def _step(reach: Callable[[Any], Any], name: str) -> Callable[[Any], Any]:
    def further(fact: Any) -> Any:
        group = reach(fact)
        return None if group is None else getattr(group, name)

    return further


def _unless_blank(
    reach: Callable[[Any], Any], told: Callable[[Any], Value]
) -> Callable[[Any], Value | None]:
    def read(fact: Any) -> Value | None:
        value = reach(fact)
        return None if value is None else told(value)

    return read
