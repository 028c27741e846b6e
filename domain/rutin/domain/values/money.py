"""Money, exact to the öre."""

from __future__ import annotations

from typing import ClassVar

from pydantic.json_schema import JsonSchemaValue

from rutin.domain.values.exact import NO_BREAK_SPACE, Exact


class Money(Exact):
    """Swedish kronor, zero or more, to the öre: a receipt, an outlay, a claim, a payment.

    `Money("412.50")`, `Money(412)`, `Money(Decimal("412.5"))`. Text may use point or comma, no
    spaces. JSON is text with two decimals ("412.50"); numbers (412, 412.5) are read as the digits
    they stand for. Every amount on the routines' forms (KLA bilaga 1–3) is something paid out, so none
    is below zero.

    Raises:
        Unreadable: a float, more than two decimals, below zero, or a million million and more.
    """

    __slots__ = ()

    subject = "Beloppet"
    example = "412.50"
    code = "money"
    accepted: ClassVar[JsonSchemaValue] = {
        "anyOf": [
            {"type": "string", "pattern": r"^[0-9]{1,12}([.,][0-9]{1,2})?$"},
            {"type": "number", "minimum": 0},
        ]
    }
    stored: ClassVar[JsonSchemaValue] = {"type": "string", "pattern": r"^[0-9]{1,12}\.[0-9]{2}$"}

    @property
    def swedish(self) -> str:
        """As people read it: "1 234,50 kr", with no-break spaces."""
        kronor, ore = divmod(self.hundredths, 100)
        grouped = f"{kronor:,}".replace(",", NO_BREAK_SPACE)
        return f"{grouped},{ore:02}{NO_BREAK_SPACE}kr"

    def __str__(self) -> str:
        return self._with_two_decimals()
