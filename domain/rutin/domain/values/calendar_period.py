"""The calendar's own periods: month, quarter and ISO week."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

from pydantic.json_schema import JsonSchemaValue

from rutin.domain.values.civil import MONTH_NAMES, add_months
from rutin.domain.values.written import Unreadable, Written, read_once

_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True, slots=True)
class CalendarPeriod(Written):
    """The number-th month, quarter or week of a year; ordered by time among its own kind.

    Every date of the calendar lies in exactly one of each kind.
    """

    year: int
    number: int

    code: ClassVar[str]
    """First half of the code of every refusal: "month"."""

    form: ClassVar[re.Pattern[str]]
    """The written form, with the groups year and number."""

    how_to_write: ClassVar[str]
    """Closing sentence of every refusal."""

    not_one: ClassVar[str]
    """Opens the refusal of a number that the year lacks: "Det finns ingen månad"."""

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.number <= self._numbers_in(self.year)):
            raise Unreadable(
                f"{self.code}.no_such",
                f"{self.not_one} {self.number} år {self.year}. {self.how_to_write}",
            )

    @classmethod
    @abstractmethod
    def containing(cls, day: date) -> Self:
        """The period in which the day lies."""

    @property
    @abstractmethod
    def first_day(self) -> date:
        """Its first day."""

    @property
    @abstractmethod
    def last_day(self) -> date:
        """Its last day, which belongs to it."""

    @property
    @abstractmethod
    def swedish(self) -> str:
        """As people read it."""

    @classmethod
    @abstractmethod
    def _numbers_in(cls, year: int) -> int:
        """How many there are in a year."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period, from its written form.

        Raises:
            Unreadable: another form, or a number that the year lacks.
        """
        shape = cls.form.fullmatch(text)
        if shape is None:
            raise cls._unreadable()
        return cls(int(shape["year"]), int(shape["number"]))

    @classmethod
    def read(cls, written: object) -> Self:
        """As `parse`, from anything a program may hand over; only text can be right.

        Raises:
            Unreadable: as for `parse`.
        """
        if not isinstance(written, str):
            raise cls._unreadable()
        return cls.parse(written)

    @classmethod
    def read_json(cls, written: object) -> Self:
        """As `read`.

        Raises:
            Unreadable: as for `parse`.
        """
        return read_once(cls, written) if isinstance(written, str) else cls.read(written)

    @classmethod
    def between(cls, first_day: date, last_day: date) -> Iterator[Self]:
        """Every period with at least one day from the first day to the last, in order (D-72)."""
        day = first_day
        while day <= last_day:
            period = cls.containing(day)
            yield period
            day = period.last_day + _DAY

    def next(self) -> Self:
        """The period that follows, in the next year if need be."""
        return self.containing(self.last_day + _DAY)

    def previous(self) -> Self:
        """The period before, in the year before if need be."""
        return self.containing(self.first_day - _DAY)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    @classmethod
    def _unreadable(cls) -> Unreadable:
        return Unreadable(f"{cls.code}.unreadable", cls.how_to_write)


class Month(CalendarPeriod):
    """A calendar month, written "2026-03": the period of the monthly forms (D-16).

    Raises:
        Unreadable: the year has no such month.
    """

    __slots__ = ()

    code = "month"
    form = re.compile(r"(?P<year>[0-9]{4})-(?P<number>[0-9]{2})")
    how_to_write = "Skriv månaden som år och två siffror, till exempel 2026-03 för mars 2026."
    not_one = "Det finns ingen månad"
    accepted: ClassVar[JsonSchemaValue] = {
        "type": "string",
        "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$",
    }
    stored: ClassVar[JsonSchemaValue] = accepted

    @classmethod
    def containing(cls, day: date) -> Self:
        """The month in which the day lies."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """The 1st."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The 28th to the 31st, as the month has it."""
        return add_months(date(2000, 1, 31), 12 * (self.year - 2000) + self.number - 1)

    @property
    def quarter(self) -> Quarter:
        """The quarter to which the month belongs."""
        return Quarter.containing(self.first_day)

    @property
    def swedish(self) -> str:
        """As people read it: "mars 2026"."""
        return f"{MONTH_NAMES[self.number - 1]} {self.year}"

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @classmethod
    def _numbers_in(cls, _year: int) -> int:
        return 12


class Quarter(CalendarPeriod):
    """A calendar quarter, written "2026-Q1": the period of the quarterly report (D-15).

    Raises:
        Unreadable: the year has no such quarter.
    """

    __slots__ = ()

    code = "quarter"
    form = re.compile(r"(?P<year>[0-9]{4})-Q(?P<number>[0-9])")
    how_to_write = "Skriv kvartalet som år och Q1–Q4, till exempel 2026-Q1 för januari–mars 2026."
    not_one = "Det finns inget kvartal"
    accepted: ClassVar[JsonSchemaValue] = {"type": "string", "pattern": "^[0-9]{4}-Q[1-4]$"}
    stored: ClassVar[JsonSchemaValue] = accepted

    @classmethod
    def containing(cls, day: date) -> Self:
        """The quarter in which the day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def months(self) -> tuple[Month, Month, Month]:
        """Its three months, in order."""
        last = self.number * 3
        return Month(self.year, last - 2), Month(self.year, last - 1), Month(self.year, last)

    @property
    def first_day(self) -> date:
        """1 January, 1 April, 1 July or 1 October."""
        return self.months[0].first_day

    @property
    def last_day(self) -> date:
        """31 March, 30 June, 30 September or 31 December: when its report is due (D-15)."""
        return self.months[2].last_day

    @property
    def swedish(self) -> str:
        """As people read it: "kvartal 1 2026"."""
        return f"kvartal {self.number} {self.year}"

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"

    @classmethod
    def _numbers_in(cls, _year: int) -> int:
        return 4


class IsoWeek(CalendarPeriod):
    """A week from Monday to Sunday, written "2026-W07": the weeks of Swedish calendars (D-18).

    Its year is the week's own (ISO 8601): week 1 holds the year's first Thursday, so
    1 January 2027 lies in 2026-W53.

    Raises:
        Unreadable: the year has no such week; only some years have a week 53.
    """

    __slots__ = ()

    code = "week"
    form = re.compile(r"(?P<year>[0-9]{4})-W(?P<number>[0-9]{2})")
    how_to_write = "Skriv veckan som år, W och två siffror, till exempel 2026-W07 för vecka 7."
    not_one = "Det finns ingen vecka"
    accepted: ClassVar[JsonSchemaValue] = {
        "type": "string",
        "pattern": "^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$",
    }
    stored: ClassVar[JsonSchemaValue] = accepted

    @classmethod
    def containing(cls, day: date) -> Self:
        """The week in which the day lies."""
        year, number, _weekday = day.isocalendar()
        return cls(year, number)

    @property
    def first_day(self) -> date:
        """The Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The Sunday."""
        return self.first_day + 6 * _DAY

    @property
    def swedish(self) -> str:
        """As people read it: "vecka 7 2026"."""
        return f"vecka {self.number} {self.year}"

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @classmethod
    def _numbers_in(cls, year: int) -> int:
        return date(year, 12, 28).isocalendar().week  # always in the year's last week
