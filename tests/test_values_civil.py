"""Civil dates, months and years counted by law, Swedish time."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rutin.domain.values import (
    STOCKHOLM,
    Month,
    Unreadable,
    add_months,
    add_years,
    age_on,
    day_after,
    stockholm_date,
    swedish_date,
)

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 3, 31), -1, date(2026, 2, 28)),  # D-01
        (date(2026, 5, 31), -1, date(2026, 4, 30)),  # D-01
        (date(2028, 3, 31), -1, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 6, 30), 0, date(2026, 6, 30)),
    ],
)
def test_a_month_is_counted_to_the_same_day_or_the_months_last(
    day: date, months: int, result: date
) -> None:
    assert add_months(day, months) == result


@given(days, st.integers(-1200, 1200))
def test_the_month_is_always_the_one_counted_to(day: date, months: int) -> None:
    result = add_months(day, months)
    assert (result.year - day.year) * 12 + result.month - day.month == months
    assert result.day == min(day.day, monthrange(result.year, result.month)[1])


@given(days, days, st.integers(-1200, 1200))
def test_a_later_day_never_becomes_an_earlier_one(one: date, other: date, months: int) -> None:
    earlier, later = sorted([one, other])
    assert add_months(earlier, months) <= add_months(later, months)


@pytest.mark.parametrize(("day", "months"), [(date(9999, 12, 1), 1), (date(1, 1, 1), -1)])
def test_the_calendar_has_an_end(day: date, months: int) -> None:
    with pytest.raises(ValueError, match="utanför kalendern"):
        add_months(day, months)


def test_a_year_from_a_leap_day_ends_on_28_february() -> None:
    assert add_years(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert add_years(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert add_years(date(2026, 7, 1), -1) == date(2025, 7, 1)


def test_an_age_is_reached_on_the_birthday() -> None:
    assert age_on(date(2008, 6, 15), date(2026, 6, 14)) == 17
    assert age_on(date(2008, 6, 15), date(2026, 6, 15)) == 18


def test_who_was_born_on_a_leap_day_comes_of_age_on_28_february() -> None:
    assert age_on(date(2008, 2, 29), date(2026, 2, 27)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 18
    assert age_on(date(2008, 2, 29), date(2028, 2, 28)) == 19
    assert age_on(date(2008, 2, 29), date(2028, 2, 29)) == 20


@given(days, st.integers(0, 120))
def test_an_age_begins_where_the_years_end(born: date, years: int) -> None:
    birthday = add_years(born, years)
    assert age_on(born, birthday) == years
    assert age_on(born, birthday - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 13, 22, 59, 59, tzinfo=UTC), date(2026, 1, 13)),
        (datetime(2026, 1, 13, 23, 0, tzinfo=UTC), date(2026, 1, 14)),
        (datetime(2026, 7, 13, 21, 59, 59, tzinfo=UTC), date(2026, 7, 13)),
        (datetime(2026, 7, 13, 22, 0, tzinfo=UTC), date(2026, 7, 14)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),  # summer time begins
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),  # and ends
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 1, 1, 1, 0, tzinfo=timezone(timedelta(hours=9))), date(2025, 12, 31)),
    ],
)
def test_the_day_is_the_one_in_sweden(moment: datetime, day: date) -> None:
    assert stockholm_date(moment) == day


@given(st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(STOCKHOLM)))  # noqa: DTZ001 - the bounds get the zone beside them
def test_a_swedish_time_keeps_its_date(moment: datetime) -> None:
    assert stockholm_date(moment) == moment.date()


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(Unreadable, match="saknar tidszon"):
        stockholm_date(datetime(2026, 1, 13, 9, 0))  # noqa: DTZ001 - the very thing that is refused


def test_a_date_is_shown_in_swedish() -> None:
    assert swedish_date(date(2026, 1, 13)) == "13 januari 2026"
    assert [Month(2026, number).swedish.split()[0] for number in (1, 5, 12)] == [
        "januari",
        "maj",
        "december",
    ]


def test_the_day_after_the_last_of_the_calendar_is_that_day_itself() -> None:
    assert day_after(date(2026, 2, 28)) == date(2026, 3, 1)
    assert day_after(date.max) == date.max
