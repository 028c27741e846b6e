"""What a field takes, in words that need no programmer."""

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel, StringConstraints

from rutin.domain.values import Hours, IdentityNumber, IsoWeek, Money, Month, Quarter

WORDS: dict[Any, str] = {
    bool: "yes or no",
    int: "whole number",
    Decimal: "decimal number",
    str: "text",
    date: "date",
    AwareDatetime: "moment, with time zone",
    time: "time of day",
    Hours: "hours, to the hundredth",
    Money: "kronor, to the öre",
    Month: "month, as 2026-03",
    Quarter: "quarter, as 2026-Q1",
    IsoWeek: "week, as 2026-W07",
    IdentityNumber: "identity number, 12 digits",
}


def in_plain_words(annotation: Any) -> str:
    """Tell what a field takes: "date", "list of text", "`phone` or `letter`".

    Raises:
        TypeError: There are no words for it yet; `WORDS` wants another line.
    """
    if annotation in WORDS:
        return WORDS[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _constrained_text(annotation) or in_plain_words(arguments[0])
    if origin is Literal:
        return _one_of_values(arguments)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _one_of_values(each.value for each in annotation)
    if origin in (Union, UnionType):
        return _one_of([each for each in arguments if each is not type(None)])
    if origin is tuple:
        return (
            "list of groups"
            if group_within(annotation)
            else f"list of {in_plain_words(arguments[0])}"
        )
    if origin is dict:
        return "fields by name"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "group"
    raise TypeError(f"Say in WORDS what {annotation} is called in plain words.")


def _one_of_values(values: Iterable[Any]) -> str:
    *first, last = (f"`{value}`" for value in values)
    return f"{', '.join(first)} or {last}" if first else last


def _one_of(alternatives: list[Any]) -> str:
    if len(alternatives) == 1:
        return in_plain_words(alternatives[0])
    return "the fact as it should have been"


def _constrained_text(annotation: Any) -> str | None:
    for constraint in annotation.__metadata__:
        if isinstance(constraint, StringConstraints):
            if constraint.pattern:
                return "reference"
            return "text" if constraint.min_length else "text, may be empty"
    return None


def group_within(annotation: Any) -> type[BaseModel] | None:
    """Give the group of fields that a field is made of, if it is made of one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    groups = [found for part in get_args(annotation) if (found := group_within(part))]
    return groups[0] if len(groups) == 1 else None
