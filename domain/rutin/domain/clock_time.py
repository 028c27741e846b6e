"""Times of day: what the clock on the wall shows in Sweden."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from rutin.domain.values import Unreadable
from rutin.domain.values.written import as_pydantic_error


def _without_zone(written: time) -> time:
    # Times with a zone and times without cannot be put in order: one of each on the same day
    # would leave a history that can no longer be read.
    if written.tzinfo is not None:
        raise as_pydantic_error(
            Unreadable("time.zone", "Klockslaget är svensk tid, utan tidszon. Skriv som 09:30.")
        )
    return written


ClockTime = Annotated[
    time,
    AfterValidator(_without_zone),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$",
            "examples": ["09:30"],
        }
    ),
]
"""A time of day in Sweden; never with a time zone."""
