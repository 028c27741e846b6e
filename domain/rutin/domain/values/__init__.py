"""Plain values of the municipality's day: dates, periods, hours, money, identity numbers."""

from rutin.domain.values.calendar_period import CalendarPeriod, IsoWeek, Month, Quarter
from rutin.domain.values.civil import (
    STOCKHOLM,
    add_months,
    add_years,
    age_on,
    day_after,
    stockholm_date,
    swedish_date,
)
from rutin.domain.values.hours import Hours, MonthlyHours
from rutin.domain.values.identity_number import IdentityNumber, check_digit
from rutin.domain.values.money import Money
from rutin.domain.values.period import Period
from rutin.domain.values.written import Unreadable

__all__ = [
    "STOCKHOLM",
    "CalendarPeriod",
    "Hours",
    "IdentityNumber",
    "IsoWeek",
    "Money",
    "Month",
    "MonthlyHours",
    "Period",
    "Quarter",
    "Unreadable",
    "add_months",
    "add_years",
    "age_on",
    "check_digit",
    "day_after",
    "stockholm_date",
    "swedish_date",
]
