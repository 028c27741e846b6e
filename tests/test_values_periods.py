"""Months, quarters, ISO weeks, and periods from a date to a date."""

import pickle
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from rutin.domain.values import CalendarPeriod, IsoWeek, Month, Period, Quarter, Unreadable

DAY = timedelta(days=1)
KINDS: list[type[CalendarPeriod]] = [Month, Quarter, IsoWeek]

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
kinds = st.sampled_from(KINDS)


class Reports(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    month: Month
    quarter: Quarter
    week: IsoWeek


@given(kinds, days)
def test_every_day_lies_in_exactly_one_period_of_each_kind(
    kind: type[CalendarPeriod], day: date
) -> None:
    period = kind.containing(day)
    assert period.first_day <= day <= period.last_day
    assert day in period
    assert day not in period.next()
    assert day not in period.previous()
    assert {kind.containing(period.first_day), kind.containing(period.last_day)} == {period}


@given(kinds, days)
def test_periods_follow_each_other_without_gap(kind: type[CalendarPeriod], day: date) -> None:
    period = kind.containing(day)
    assert period.next().first_day == period.last_day + DAY
    assert period.next().previous() == period == period.previous().next()
    assert period.previous() < period < period.next()


@given(kinds, days, days)
def test_periods_are_ordered_by_time(kind: type[CalendarPeriod], one: date, other: date) -> None:
    a, b = kind.containing(one), kind.containing(other)
    assert (a < b) == (a.first_day < b.first_day)
    assert (a == b) == (a.first_day == b.first_day)
    assert [str(p) for p in sorted([a, b])] == sorted([str(a), str(b)])


@given(kinds, days)
def test_the_written_form_is_read_back(kind: type[CalendarPeriod], day: date) -> None:
    period = kind.containing(day)
    assert kind.parse(str(period)) == period


@pytest.mark.parametrize(
    ("period", "text", "swedish", "first_day", "last_day"),
    [
        (Month(2026, 3), "2026-03", "mars 2026", date(2026, 3, 1), date(2026, 3, 31)),
        (Month(2028, 2), "2028-02", "februari 2028", date(2028, 2, 1), date(2028, 2, 29)),
        (Month(2026, 2), "2026-02", "februari 2026", date(2026, 2, 1), date(2026, 2, 28)),
        (Quarter(2026, 1), "2026-Q1", "kvartal 1 2026", date(2026, 1, 1), date(2026, 3, 31)),
        (Quarter(2026, 4), "2026-Q4", "kvartal 4 2026", date(2026, 10, 1), date(2026, 12, 31)),
        (IsoWeek(2026, 7), "2026-W07", "vecka 7 2026", date(2026, 2, 9), date(2026, 2, 15)),
        (IsoWeek(2026, 1), "2026-W01", "vecka 1 2026", date(2025, 12, 29), date(2026, 1, 4)),
        (IsoWeek(2026, 53), "2026-W53", "vecka 53 2026", date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_a_period_knows_its_days_and_its_names(
    period: CalendarPeriod, text: str, swedish: str, first_day: date, last_day: date
) -> None:
    assert str(period) == text
    assert period.swedish == swedish
    assert (period.first_day, period.last_day) == (first_day, last_day)


def test_week_53_stands_only_in_the_years_that_have_it() -> None:
    assert IsoWeek.containing(date(2027, 1, 1)) == IsoWeek(2026, 53)
    assert IsoWeek(2026, 53).next() == IsoWeek(2027, 1)
    assert IsoWeek(2026, 1).previous() == IsoWeek(2025, 52)
    with pytest.raises(Unreadable, match="Det finns ingen vecka 53 år 2025"):
        IsoWeek.parse("2025-W53")


def test_the_year_turns_with_its_last_month_and_quarter() -> None:
    assert Month(2026, 12).next() == Month(2027, 1)
    assert Month(2026, 1).previous() == Month(2025, 12)
    assert Quarter(2026, 4).next() == Quarter(2027, 1)
    assert Quarter(2026, 1).previous() == Quarter(2025, 4)


@given(days)
def test_a_month_belongs_to_one_quarter_of_three(day: date) -> None:
    month = Month.containing(day)
    assert month in month.quarter.months
    assert month.quarter == Quarter.containing(day)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Month, "2026-3"),
        (Month, "2026-00"),
        (Month, "2026-13"),
        (Month, "0000-01"),
        (Month, "2026-03-01"),
        (Month, "26-03"),
        (Month, "mars 2026"),
        (Month, ""),
        (Month, "2026-03\n"),
        (Month, "٢٠٢٦-٠٣"),
        (Quarter, "2026-Q0"),
        (Quarter, "2026-Q5"),
        (Quarter, "2026-1"),
        (Quarter, "2026q1"),
        (IsoWeek, "2026-W00"),
        (IsoWeek, "2026-W54"),
        (IsoWeek, "2026-W7"),
        (IsoWeek, "2026-07"),
        (IsoWeek, "0000-W01"),
    ],
)
def test_other_forms_are_refused_with_what_to_write(kind: type[CalendarPeriod], text: str) -> None:
    with pytest.raises(Unreadable, match=r"Skriv .* till exempel 2026-") as refused:
        kind.parse(text)
    assert refused.value.code in {f"{kind.code}.unreadable", f"{kind.code}.no_such"}


@given(kinds, st.text() | st.from_regex(r"[0-9]{4}-[QW]?[0-9]{1,2}"))
def test_any_text_is_a_period_or_refused_and_never_breaks(
    kind: type[CalendarPeriod], text: str
) -> None:
    with suppress(Unreadable):
        assert str(kind.parse(text)) == text


def test_a_period_that_does_not_exist_cannot_be_made_even_without_parsing() -> None:
    for kind, number in ((Month, 13), (Quarter, 0), (IsoWeek, 54)):
        with pytest.raises(Unreadable):
            kind(2026, number)


@given(kinds, days, st.integers(0, 400))
def test_the_periods_between_two_days_cover_them_and_no_more(
    kind: type[CalendarPeriod], first: date, length: int
) -> None:
    last = first + length * DAY
    periods = list(kind.between(first, last))
    assert first in periods[0]
    assert last in periods[-1]
    assert [period.next() for period in periods[:-1]] == periods[1:]


def test_no_period_lies_between_a_day_and_the_day_before() -> None:
    assert list(Month.between(date(2026, 2, 1), date(2026, 1, 31))) == []


def test_kinds_never_mix() -> None:
    month: object = Month(2026, 1)
    assert month != Quarter(2026, 1)
    assert len({Month(2026, 1), Quarter(2026, 1), IsoWeek(2026, 1), Month.parse("2026-01")}) == 3
    with pytest.raises(TypeError):
        assert Month(2026, 1) < Quarter(2026, 2)  # type: ignore[operator] # the very thing that is refused


def test_a_period_cannot_be_changed_and_survives_copying() -> None:
    assert pickle.loads(pickle.dumps(IsoWeek(2026, 53))) == IsoWeek(2026, 53)  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        Month(2026, 1).year = 2027  # type: ignore[misc] # the very thing that is refused


@given(days)
def test_a_model_stores_the_written_forms_and_reads_them_back(day: date) -> None:
    reports = Reports(
        month=Month.containing(day), quarter=Quarter.containing(day), week=IsoWeek.containing(day)
    )
    stored = reports.model_dump_json()
    assert stored == (
        f'{{"month":"{reports.month}","quarter":"{reports.quarter}","week":"{reports.week}"}}'
    )
    assert Reports.model_validate_json(stored) == reports
    assert Reports.model_validate(reports.model_dump()) == reports


def test_a_model_names_every_fault_in_swedish_with_its_code() -> None:
    with pytest.raises(ValidationError) as refused:
        Reports.model_validate_json('{"month":"2026-13","quarter":1,"week":"2025-W53"}')
    assert [(error["type"], error["msg"]) for error in refused.value.errors()] == [
        ("month.no_such", f"Det finns ingen månad 13 år 2026. {Month.how_to_write}"),
        ("quarter.unreadable", Quarter.how_to_write),
        ("week.no_such", f"Det finns ingen vecka 53 år 2025. {IsoWeek.how_to_write}"),
    ]


def test_the_schema_gives_a_pattern_for_each_kind() -> None:
    for mode in ("validation", "serialization"):
        properties = Reports.model_json_schema(mode=mode)["properties"]
        assert all(p["type"] == "string" and p["pattern"] for p in properties.values())


YEAR = Period(from_date=date(2026, 1, 13), to_date=date(2027, 1, 12))
OPEN = Period(from_date=date(2026, 1, 13))


def test_a_period_includes_its_first_and_last_day() -> None:
    assert date(2026, 1, 13) in YEAR
    assert date(2027, 1, 12) in YEAR
    assert date(2026, 1, 12) not in YEAR
    assert date(2027, 1, 13) not in YEAR


def test_a_period_without_end_runs_until_further_notice() -> None:
    assert date(2099, 1, 1) in OPEN
    assert date(2026, 1, 12) not in OPEN
    assert OPEN.swedish == "från och med 13 januari 2026 tills vidare"
    assert YEAR.swedish == "13 januari 2026 – 12 januari 2027"


def test_a_period_may_be_one_day_but_never_end_before_it_begins() -> None:
    day = date(2026, 1, 13)
    assert day in Period(from_date=day, to_date=day)
    with pytest.raises(ValueError, match="slutar innan den börjar") as refused:
        Period(from_date=day, to_date=day - DAY)
    assert isinstance(refused.value, ValidationError)
    assert [error["type"] for error in refused.value.errors()] == ["period.ends_before_start"]


@given(days, st.integers(0, 400), kinds, days)
def test_shared_days_are_counted_as_one_would_count_them(
    first: date, length: int, kind: type[CalendarPeriod], day: date
) -> None:
    period = Period(from_date=first, to_date=first + length * DAY)
    calendar_period = kind.containing(day)
    counted = sum(first + step * DAY in calendar_period for step in range(length + 1))
    assert period.days_within(calendar_period) == counted


def test_a_period_until_further_notice_shares_the_rest_of_every_quarter() -> None:
    assert OPEN.days_within(Quarter(2025, 4)) == 0
    assert OPEN.days_within(Quarter(2026, 1)) == 19 + 28 + 31
    assert OPEN.days_within(Quarter(2026, 2)) == 91


@given(days, st.integers(0, 60), days, st.integers(0, 60))
def test_periods_overlap_when_a_day_lies_in_both(
    one: date, length: int, other: date, other_length: int
) -> None:
    a = Period(from_date=one, to_date=one + length * DAY)
    b = Period(from_date=other, to_date=other + other_length * DAY)
    shared = any(one + step * DAY in b for step in range(length + 1))
    assert a.overlaps(b) == b.overlaps(a) == shared
    assert a.overlaps(Period(from_date=a.from_date + length * DAY))


def test_a_period_is_stored_and_read_back() -> None:
    for period in (YEAR, OPEN):
        assert Period.model_validate_json(period.model_dump_json()) == period
    assert OPEN.model_dump_json() == '{"from_date":"2026-01-13","to_date":null}'
    assert Period.model_json_schema()["required"] == ["from_date"]
