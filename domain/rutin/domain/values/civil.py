"""Civil dates: months and years counted as Swedish law counts them, and the Swedish day and clock."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rutin.domain.values.written import Unreadable

STOCKHOLM = ZoneInfo("Europe/Stockholm")
"""Swedish civil time; from the system's zone database, or else from the package tzdata."""

MONTH_NAMES = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


def add_months(day: date, months: int) -> date:
    """The same day of the month, so many months later, or earlier if negative.

    Where that month is too short, its last day: 31 March less one month is 28 February (D-01;
    SFS 1930:173, 1 §). So adding and then subtracting need not lead back.

    Raises:
        ValueError: the year would fall outside 1–9999.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= years <= 9999:
        raise Unreadable("date.out_of_range", "Datumet hamnar utanför kalendern (år 1–9999).")
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same date so many years later; 29 February becomes 28 February in a common year.

    Raises:
        ValueError: the year would fall outside 1–9999.
    """
    return add_months(day, 12 * years)


def day_after(day: date) -> date:
    """The day after; the last day of the calendar, which stands for "until further notice", has none.

    So it stands for itself: 31 December 9999 gives 31 December 9999.
    """
    return day + timedelta(days=1) if day < date.max else day


def age_on(born: date, day: date) -> int:
    """Completed years of age on a day; negative before the birth.

    An age is reached on the birthday itself. Who was born on 29 February reaches it on
    28 February in a common year: the statute on reckoning time lets the month's last day stand
    for a day the month lacks (SFS 1930:173, 1 §), and `add_years` reckons likewise.
    """
    years = day.year - born.year
    return years if day >= add_years(born, years) else years - 1


def stockholm_date(moment: datetime) -> date:
    """The date in Sweden at a moment: half past eleven at night UTC is the next day.

    Raises:
        Unreadable: the moment has no time zone, so it is no moment.
    """
    if moment.utcoffset() is None:
        raise Unreadable(
            "time.no_zone",
            "Tidpunkten saknar tidszon. Skriv den med tidszon, till exempel "
            "2026-01-13T09:00:00+01:00.",
        )
    return moment.astimezone(STOCKHOLM).date()


def swedish_date(day: date) -> str:
    """As people read it: "13 januari 2026"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
