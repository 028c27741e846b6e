"""Amounts that are exact to the hundredth: the shape that money and hours share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from decimal import Decimal
from typing import ClassVar, Self

from rutin.domain.values.written import Unreadable, Written, read_once

NO_BREAK_SPACE = "\u00a0"

# Written with more than two decimals, 1.000 may mean a thousand: such a text is never guessed at.
_IN_DIGITS = re.compile(r"-?[0-9]+(?:[.,](?P<decimals>[0-9]+))?")
_BEYOND_REASON = 10**12


@dataclass(frozen=True, order=True, slots=True, repr=False)
class Exact(Written):
    """An amount of zero or more, below a million million, counted in whole hundredths.

    Compared and added only with its own kind. `Decimal`, `int` or text with point or comma makes
    one; a float never does, since it is already rounded.
    """

    amount: InitVar[Decimal | int | str]
    hundredths: int = field(init=False)

    subject: ClassVar[str]
    """The Swedish subject of every refusal: "Beloppet"."""

    example: ClassVar[str]
    """How to write one."""

    code: ClassVar[str]
    """First half of the code of every refusal: "money"."""

    def __post_init__(self, amount: Decimal | int | str) -> None:
        object.__setattr__(self, "hundredths", self._hundredths_of(amount))

    @classmethod
    def read(cls, written: object) -> Self:
        """The amount, from a `Decimal`, an `int` or text.

        Raises:
            Unreadable: anything else, more than two decimals, below zero, or beyond reason.
        """
        if isinstance(written, float):
            raise Unreadable(
                f"{cls.code}.float",
                f"{cls.subject} är skrivet som ett decimaltal, som datorn kan ha avrundat. "
                f'Skriv det som text, till exempel "{cls.example}".',
            )
        if isinstance(written, bool) or not isinstance(written, Decimal | int | str):
            raise cls._unreadable()
        return cls(written)

    @classmethod
    def read_json(cls, written: object) -> Self:
        """As `read`; a JSON number is taken by its shortest digits, so 412.5 is 412 and a half.

        Raises:
            Unreadable: as for `read`.
        """
        if isinstance(written, str):
            known: Self = read_once(cls, written)
            return known
        return cls.read(Decimal(repr(written)) if isinstance(written, float) else written)

    @classmethod
    def total(cls, amounts: Iterable[Self]) -> Self:
        """The exact sum; of nothing, zero."""
        return cls.of_hundredths(sum(amount.hundredths for amount in amounts))

    @property
    def decimal(self) -> Decimal:
        """The same amount with two decimals, for arithmetic of one's own."""
        return Decimal(self._with_two_decimals())

    def __add__(self, other: Self) -> Self:
        if type(other) is not type(self):
            return NotImplemented
        return self.of_hundredths(self.hundredths + other.hundredths)

    def __repr__(self) -> str:
        return f"{type(self).__name__}('{self}')"

    def _with_two_decimals(self) -> str:
        whole, rest = divmod(self.hundredths, 100)
        return f"{whole}.{rest:02}"

    @classmethod
    def of_hundredths(cls, hundredths: int) -> Self:
        """So many hundredths."""
        whole, rest = divmod(hundredths, 100)
        return cls(f"{whole}.{rest:02}")

    @classmethod
    def _hundredths_of(cls, amount: Decimal | int | str) -> int:
        if isinstance(amount, str):
            amount = cls._in_digits(amount)
        exact = Decimal(amount)
        if not exact.is_finite():
            raise cls._unreadable()
        if exact < 0:
            raise Unreadable(
                f"{cls.code}.negative",
                f"{cls.subject} kan inte vara mindre än noll. Skriv 0 eller mer.",
            )
        if exact >= _BEYOND_REASON:
            raise Unreadable(
                f"{cls.code}.too_large",
                f"{cls.subject} är orimligt stort. Kontrollera antalet siffror.",
            )
        numerator, denominator = exact.as_integer_ratio()
        hundredths, rest = divmod(numerator * 100, denominator)
        if rest:
            raise cls._too_many_decimals()
        return hundredths

    @classmethod
    def _in_digits(cls, text: str) -> Decimal:
        shape = _IN_DIGITS.fullmatch(text)
        if shape is None:
            raise cls._unreadable()
        if len(shape["decimals"] or "") > 2:
            raise cls._too_many_decimals()
        return Decimal(text.replace(",", "."))

    @classmethod
    def _too_many_decimals(cls) -> Unreadable:
        return Unreadable(
            f"{cls.code}.decimals",
            f"{cls.subject} har fler än två decimaler. "
            f'Skriv högst två, till exempel "{cls.example}".',
        )

    @classmethod
    def _unreadable(cls) -> Unreadable:
        return Unreadable(
            f"{cls.code}.unreadable",
            f"{cls.subject} går inte att läsa. "
            f'Skriv bara siffror och högst två decimaler, till exempel "{cls.example}".',
        )
