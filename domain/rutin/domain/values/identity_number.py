"""The Swedish personal identity number, and the coordination number that stands in for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from pydantic.json_schema import JsonSchemaValue

from rutin.domain.values.written import Unreadable, Written

_TWELVE_DIGITS = re.compile(r"[0-9]{12}")
_WRITTEN = re.compile(r"(?P<century>[0-9]{2})?(?P<date>[0-9]{6})(?P<sign>[-+]?)(?P<last>[0-9]{4})")
_HOW = "Skriv det som ÅÅÅÅMMDD-NNNN."


@dataclass(frozen=True, slots=True, repr=False)
class IdentityNumber(Written):
    """A personal identity number or a coordination number; only a valid one can exist.

    Held, compared and stored as its 12 digits. The last digit is a Luhn check over the nine
    before it (century left out). A coordination number has 60 added to its day of birth; there
    month 00 and day 60 occur, and say that month or day of birth is unknown (LAW-26;
    SKVM 2010:3).

    `str` gives the 12 digits; `repr`, which ends up in logs, the year of birth alone.

    Attributes:
        digits: the 12 digits, YYYYMMDDNNNN.

    Raises:
        Unreadable: not 12 digits, a year outside 1800–2099, no such date, or a wrong check digit.
    """

    digits: str

    accepted: ClassVar[JsonSchemaValue] = {
        "type": "string",
        "pattern": "^(18|19|20)[0-9]{6}-?[0-9]{4}$",
        "examples": ["19801227-9272"],
    }
    stored: ClassVar[JsonSchemaValue] = {"type": "string", "pattern": "^(18|19|20)[0-9]{10}$"}

    def __post_init__(self) -> None:
        if not _TWELVE_DIGITS.fullmatch(self.digits):
            raise _not_so_written(self.digits)
        if not 1800 <= int(self.digits[:4]) <= 2099:
            raise Unreadable(
                "identity.year",
                "Personnumrets födelseår ligger utanför 1800–2099. "
                "Kontrollera de fyra första siffrorna.",
            )
        _birth_date(self.digits)
        if check_digit(self.digits[2:11]) != int(self.digits[11]):
            raise Unreadable(
                "identity.check_digit",
                "Personnumrets kontrollsiffra stämmer inte. Kontrollera alla siffror mot "
                "beställningen eller en legitimation.",
            )

    @classmethod
    def parse(cls, text: str, *, on: date | None = None) -> Self:
        """The number, from any form in which people write it.

        YYYYMMDDNNNN and YYYYMMDD-NNNN stand for themselves. YYMMDD-NNNN, YYMMDDNNNN and
        YYMMDD+NNNN leave out the century, and need the date `on` which they were written: '+'
        stands from 1 January of the year in which the person turns 100.

        Raises:
            Unreadable: another form; no century and no `on`; a date of birth after `on`; or as
                for the class.
        """
        shape = _WRITTEN.fullmatch(text)
        if shape is None or (shape["century"] and shape["sign"] == "+"):
            raise _not_so_written(text)
        if shape["century"]:
            return cls(shape["century"] + shape["date"] + shape["last"])
        if on is None:
            raise Unreadable(
                "identity.century",
                "Personnumret saknar århundrade. Skriv födelseåret med fyra siffror: "
                "ÅÅÅÅMMDD-NNNN.",
            )
        turning = (on.year - int(shape["date"][:2])) % 100 + (100 if shape["sign"] == "+" else 0)
        number = cls(f"{on.year - turning}{shape['date'][2:]}{shape['last']}")
        if number.born_on is not None and number.born_on > on:
            raise Unreadable(
                "identity.future",
                "Personnumrets födelsedatum har inte varit än. Skriv födelseåret med fyra "
                "siffror: ÅÅÅÅMMDD-NNNN.",
            )
        return number

    @classmethod
    def read(cls, written: object) -> Self:
        """As `parse`, from anything a program may hand over; only text with century can be right.

        Raises:
            Unreadable: as for `parse`.
        """
        if not isinstance(written, str):
            raise Unreadable("identity.unreadable", f"Personnumret ska vara text. {_HOW}")
        return cls.parse(written)

    @property
    def is_coordination_number(self) -> bool:
        """Whether it is a coordination number (samordningsnummer): 60 added to the day."""
        return int(self.digits[6:8]) >= 60

    @property
    def born_on(self) -> date | None:
        """The date of birth that the number states; None where it states month or day as unknown."""
        return _birth_date(self.digits)

    @property
    def long(self) -> str:
        """As forms write it: YYYYMMDD-NNNN."""
        return f"{self.digits[:8]}-{self.digits[8:]}"

    def short(self, on: date) -> str:
        """As written on a day: YYMMDD-NNNN, with '+' from the year of turning 100."""
        sign = "+" if on.year - int(self.digits[:4]) >= 100 else "-"
        return f"{self.digits[2:8]}{sign}{self.digits[8:]}"

    def __str__(self) -> str:
        return self.digits

    def __repr__(self) -> str:
        return f"IdentityNumber({self.digits[:4]}********)"


def check_digit(nine_digits: str) -> int:
    """The tenth digit by Luhn: every other digit doubled, the digits of the products summed."""
    products = (int(digit) * (2, 1)[place % 2] for place, digit in enumerate(nine_digits))
    return -sum(product // 10 + product % 10 for product in products) % 10


def _birth_date(digits: str) -> date | None:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    day_of_birth = day - 60 if day >= 60 else day
    unknown = day == 60 or (day > 60 and month == 0)
    if unknown and month <= 12 and day_of_birth <= 31:
        return None
    try:
        return date(year, month, day_of_birth)
    except ValueError:
        raise Unreadable(
            "identity.no_such_date",
            "Personnumrets födelsedatum finns inte i kalendern. Kontrollera år, månad och dag.",
        ) from None


def _not_so_written(text: str) -> Unreadable:
    bare = text.replace("-", "").replace("+", "")
    if bare.isdecimal() and len(bare) not in (10, 12):
        return Unreadable(
            "identity.length",
            f"Personnumret har {len(bare)} siffror och ska ha 12. {_HOW}",
        )
    return Unreadable("identity.unreadable", f"Personnumret går inte att läsa. {_HOW}")
