"""Dates that must come in order, and dates as they are written."""

import re
from datetime import date
from itertools import pairwise

from pydantic import BaseModel
from pydantic_core import PydanticCustomError, PydanticKnownError


def in_order(told: BaseModel, *fields: str) -> None:
    """Check that dates come in the order their fields are listed; blank ones are passed over.

    Args:
        told: What the dates are told in.
        fields: Names of its date fields, the earliest first.

    Raises:
        pydantic_core.PydanticCustomError: A date lies before one that must come first; the text
            names both, and the context the fields.
    """
    known = [(name, day) for name in fields if (day := getattr(told, name)) is not None]
    for (earlier, first), (later, last) in pairwise(known):
        if last < first:
            disorder = out_of_order((_title(told, earlier), first), (_title(told, later), last))
            raise PydanticCustomError(
                "dates_out_of_order", "{text}", {"text": disorder, "fields": (later, earlier)}
            )


def out_of_order(first: tuple[str, date], last: tuple[str, date]) -> str | None:
    """Say in Swedish that a date lies before one that must come first; None if it does not.

    Args:
        first: What the date that must come first is called, and the date.
        last: The same of the date that must not come before it.
    """
    if last[1] >= first[1]:
        return None
    return (
        f"Datumen kommer i fel ordning: {last[0]} {last[1]} ligger före {first[0]} {first[1]}. "
        "Rätta det datum som är fel."
    )


def as_calendars_write(told: object) -> object:
    """Refuse a bare number: pydantic would take it for seconds since 1970.

    Raises:
        pydantic_core.PydanticKnownError: It is a text, and none that begins with a year.
    """
    if isinstance(told, str) and not re.match(r"[0-9]{4}-", told):
        raise PydanticKnownError("date_parsing", {"error": "not as ISO 8601 says"})
    return told


def _title(told: BaseModel, field: str) -> str:
    return (type(told).model_fields[field].title or field).lower()
