"""A period from one date to another, or until further notice."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from rutin.domain.values.calendar_period import CalendarPeriod
from rutin.domain.values.civil import swedish_date
from rutin.domain.values.written import Unreadable, as_pydantic_error


class Period(BaseModel):
    """From a first day to a last day, both included; without last day, until further notice.

    Attributes:
        from_date: the first day.
        to_date: the last day, on or after the first; None is until further notice.

    Raises:
        ValidationError: the last day lies before the first ("period.ends_before_start").
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    from_date: date
    to_date: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_date is not None and self.to_date < self.from_date:
            raise as_pydantic_error(
                Unreadable(
                    "period.ends_before_start",
                    "Perioden slutar innan den börjar. Skriv ett slutdatum som är samma dag som "
                    "startdatumet eller senare, eller lämna slutdatumet tomt för tills vidare.",
                )
            )
        return self

    def days_within(self, calendar_period: CalendarPeriod) -> int:
        """How many days it shares with a month, quarter or week (D-72); 0 if none."""
        first = max(self.from_date, calendar_period.first_day)
        last = min(self.to_date or date.max, calendar_period.last_day)
        return max((last - first).days + 1, 0)

    def overlaps(self, other: Period) -> bool:
        """Whether some day lies in both."""
        return self.from_date <= (other.to_date or date.max) and other.from_date <= (
            self.to_date or date.max
        )

    @property
    def swedish(self) -> str:
        """As people read it: "13 januari 2026 – 12 januari 2027" or "… tills vidare"."""
        first = swedish_date(self.from_date)
        if self.to_date is None:
            return f"från och med {first} tills vidare"
        return f"{first} – {swedish_date(self.to_date)}"

    def __contains__(self, day: date) -> bool:
        return self.from_date <= day <= (self.to_date or date.max)
