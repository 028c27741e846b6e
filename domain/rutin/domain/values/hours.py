"""Hours, exact to the hundredth of an hour."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator
from pydantic.json_schema import JsonSchemaValue

from rutin.domain.values.exact import NO_BREAK_SPACE, Exact
from rutin.domain.values.written import Unreadable, as_pydantic_error

HOURS_IN_A_LONG_MONTH = 31 * 24


class Hours(Exact):
    """Hours of support, zero or more, to the hundredth: granted, planned or performed.

    Hundredths and not minutes, because orders and time reports state decimals: a quarter of an
    hour is 0.25, and twenty minutes are written 0.33. `Hours("14.5")`, `Hours(20)`,
    `Hours(Decimal("14.25"))`; text may use point or comma. JSON is text without needless zeros
    ("14.5", "20"); numbers (20, 14.5) are read as the digits they stand for.

    Raises:
        Unreadable: a Python float, more than two decimals, below zero, or beyond reason.
    """

    __slots__ = ()

    subject = "Antalet timmar"
    example = "14.5"
    code = "hours"
    accepted: ClassVar[JsonSchemaValue] = {
        "anyOf": [
            {"type": "string", "pattern": r"^[0-9]{1,12}([.,][0-9]{1,2})?$"},
            {"type": "number", "minimum": 0},
        ]
    }
    stored: ClassVar[JsonSchemaValue] = {
        "type": "string",
        "pattern": r"^[0-9]{1,12}(\.[0-9]{1,2})?$",
    }

    @property
    def swedish(self) -> str:
        """As people read it: "14,5 tim", with a no-break space."""
        return f"{self} tim".replace(".", ",").replace(" ", NO_BREAK_SPACE)

    def __str__(self) -> str:
        return self._with_two_decimals().rstrip("0").rstrip(".")


def _within_a_month(hours: Hours) -> Hours:
    if hours.hundredths > HOURS_IN_A_LONG_MONTH * 100:
        raise as_pydantic_error(
            Unreadable(
                "hours.more_than_a_month",
                f"En månad har högst {HOURS_IN_A_LONG_MONTH} timmar. Kontrollera antalet timmar.",
            )
        )
    return hours


MonthlyHours = Annotated[Hours, AfterValidator(_within_a_month)]
"""The hours of one month, as a field of a model: `Hours` of at most 744 (31 days)."""
