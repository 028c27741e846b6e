"""Personal identity and coordination numbers; only the official test numbers, which no person has."""

import pickle
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from rutin.domain.values import IdentityNumber, Unreadable, check_digit

OLDER_ADULTS = [
    "19351018-3399",
    "19381015-7093",
    "19420617-8420",
    "19430516-6995",
    "19430611-3475",
    "19450621-8983",
    "19470920-1836",
    "19471029-2345",
    "19480114-1864",
    "19490210-2138",
    "19560303-2193",
    "19571121-2893",
    "19580713-3052",
    "19640409-4739",
    "19640518-3630",
    "19640905-3086",
    "19641128-3499",
    "19790620-9239",
    "19801227-9272",
    "19810405-9293",
    "19810924-9287",
    "19811128-9297",
    "19840529-9291",
    "19850522-9891",
]
COORDINATION = {
    "19510269-2380": date(1951, 2, 9),
    "19530377-2387": date(1953, 3, 17),
    "19541078-2394": date(1954, 10, 18),
    "19620562-2399": date(1962, 5, 2),
    "19931279-2386": date(1993, 12, 19),
    "19990877-2388": date(1999, 8, 17),
}
AUTHORITYS_EXAMPLE = "701063-2391"  # SKVM 2010:3


def days_of(*years: int) -> list[date]:
    starts = (date(year, 1, 1) for year in years)
    return [
        start + timedelta(days)
        for start in starts
        for days in range((start.replace(year=start.year + 1) - start).days)
    ]


def written(day: date, birth_number: str) -> str:
    start = f"{day:%Y%m%d}{birth_number}"
    return start + str(check_digit(start[2:]))


ADULTS = [written(day, number) for day in days_of(1991, 1992, 1993) for number in ("238", "239")]
CHILDREN = [
    written(day, "239" if day.timetuple().tm_yday % 2 else "238") for day in days_of(2015, 2019)
]
test_numbers = st.sampled_from([*ADULTS, *CHILDREN]).map(IdentityNumber)


class Person(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    identity: IdentityNumber | None


def refusal_of(text: str, on: date | None = None) -> str:
    with pytest.raises(Unreadable) as refused:
        IdentityNumber.parse(text, on=on)
    return refused.value.code


def test_every_test_number_of_adults_and_children_is_read_with_its_date_of_birth() -> None:
    assert len(ADULTS) == 2192
    assert len(CHILDREN) == 730
    for digits in [*ADULTS, *CHILDREN]:
        number = IdentityNumber.parse(digits)
        assert f"{number.born_on:%Y%m%d}" == digits[:8]
        assert not number.is_coordination_number


@pytest.mark.parametrize("text", OLDER_ADULTS)
def test_older_adults_are_read_as_they_are_written(text: str) -> None:
    number = IdentityNumber.parse(text)
    assert number.long == text
    assert str(number) == text.replace("-", "")


@pytest.mark.parametrize(("text", "born"), COORDINATION.items())
def test_a_coordination_number_has_sixty_added_to_the_day(text: str, born: date) -> None:
    number = IdentityNumber.parse(text)
    assert number.is_coordination_number
    assert number.born_on == born


def test_the_authoritys_example_is_a_coordination_number() -> None:
    number = IdentityNumber.parse(AUTHORITYS_EXAMPLE, on=date(2010, 1, 1))
    assert number.long == "19701063-2391"
    assert number.is_coordination_number
    assert number.born_on == date(1970, 10, 3)


@pytest.mark.parametrize("date_part", ["20990060", "20990160", "20990061", "20990091"])
def test_a_coordination_number_may_leave_month_or_day_of_birth_unknown(date_part: str) -> None:
    # A year to come: these numbers can be nobody's.
    number = IdentityNumber(date_part + "239" + str(check_digit(date_part[2:] + "239")))
    assert number.is_coordination_number
    assert number.born_on is None


@pytest.mark.parametrize(
    "date_part",
    [
        "19910229",
        "19911301",
        "19910001",
        "19910100",
        "19910132",
        "19910290",
        "20990092",
        "20991360",
    ],
)
def test_a_date_that_does_not_exist_is_refused_whatever_the_check_digit(date_part: str) -> None:
    for last in range(10):
        assert refusal_of(f"{date_part}239{last}") == "identity.no_such_date"


def test_a_leap_day_is_a_date_in_a_leap_year() -> None:
    assert IdentityNumber(written(date(1992, 2, 29), "238")).born_on == date(1992, 2, 29)


@given(test_numbers, st.integers(1, 9))
def test_any_other_check_digit_is_refused(number: IdentityNumber, error: int) -> None:
    wrong = (int(number.digits[-1]) + error) % 10
    assert refusal_of(f"{number.digits[:-1]}{wrong}") == "identity.check_digit"


@given(test_numbers, st.dates(date(2020, 1, 1), date(2110, 12, 31)))
def test_the_short_form_of_a_day_is_read_back_on_that_day(number: IdentityNumber, on: date) -> None:
    short = number.short(on)
    assert IdentityNumber.parse(short, on=on) == number
    if "-" in short:
        assert IdentityNumber.parse(short.replace("-", ""), on=on) == number


def test_plus_stands_from_new_year_of_the_year_of_turning_a_hundred() -> None:
    number = IdentityNumber("193510183399")
    assert number.short(date(2034, 12, 31)) == "351018-3399"
    assert number.short(date(2035, 1, 1)) == "351018+3399"
    assert IdentityNumber.parse("351018+3399", on=date(2035, 1, 1)) == number


def test_the_century_is_never_guessed() -> None:
    for text in ("801227-9272", "801227+9272", "8012279272"):
        assert refusal_of(text) == "identity.century"


def test_a_birth_still_to_come_is_refused_rather_than_moved_a_century() -> None:
    assert refusal_of("801227-9272", on=date(2080, 12, 26)) == "identity.future"
    assert IdentityNumber.parse("801227-9272", on=date(2079, 12, 31)).long == "19801227-9272"
    assert IdentityNumber.parse("801227-9272", on=date(1980, 12, 27)).long == "19801227-9272"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "identity.unreadable"),
        ("1980122", "identity.length"),
        ("19801227-927", "identity.length"),
        ("19801227-92721", "identity.length"),
        ("19801227+9272", "identity.unreadable"),
        ("19801227 9272", "identity.unreadable"),
        (" 198012279272", "identity.unreadable"),
        ("198012279272\n", "identity.unreadable"),
        ("1980-1227-9272", "identity.unreadable"),
        ("19801227–9272", "identity.unreadable"),
        ("19801227TF12", "identity.unreadable"),
        ("١٩٨٠١٢٢٧٩٢٧٢", "identity.unreadable"),
        ("17801227-9272", "identity.year"),
        ("91801227-9272", "identity.year"),
    ],
)
def test_other_forms_are_refused_by_name(text: str, code: str) -> None:
    assert refusal_of(text) == code


@given(st.text())
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    with suppress(Unreadable):
        number = IdentityNumber.parse(text, on=date(2026, 1, 1))
        assert IdentityNumber(number.digits) == number


def test_only_a_valid_one_can_be_made_even_without_parsing() -> None:
    for digits in ("198012279271", "19801227-9272", "8012279272"):
        with pytest.raises(Unreadable):
            IdentityNumber(digits)


def test_a_log_shows_the_year_of_birth_alone() -> None:
    number = IdentityNumber("198012279272")
    assert repr(number) == "IdentityNumber(1980********)"
    assert "1227" not in repr(Person(identity=number))


def test_a_refusal_never_repeats_the_number() -> None:
    with pytest.raises(Unreadable) as refused:
        IdentityNumber("198012279271")
    assert "9271" not in str(refused.value)
    assert "1227" not in str(refused.value)


def test_equal_numbers_are_one_key_and_cannot_be_changed() -> None:
    number = IdentityNumber.parse("19801227-9272")
    assert {number: "person"}[IdentityNumber("198012279272")] == "person"
    assert pickle.loads(pickle.dumps(number)) == number  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        number.digits = "198104059293"  # type: ignore[misc] # the very thing that is refused


@given(test_numbers)
def test_a_model_stores_twelve_digits_and_reads_them_back(number: IdentityNumber) -> None:
    person = Person(identity=number)
    assert person.model_dump_json() == f'{{"identity":"{number.digits}"}}'
    assert Person.model_validate_json(person.model_dump_json()) == person
    assert Person.model_validate(person.model_dump()) == person


def test_a_model_takes_text_with_century_and_may_leave_the_number_out() -> None:
    assert Person.model_validate_json('{"identity":"19801227-9272"}') == Person(
        identity=IdentityNumber("198012279272")
    )
    assert Person.model_validate_json('{"identity":null}').identity is None


@pytest.mark.parametrize(
    ("json", "code"),
    [
        ('"801227-9272"', "identity.century"),
        ('"198012279271"', "identity.check_digit"),
        ("198012279272", "identity.unreadable"),
        ("true", "identity.unreadable"),
    ],
)
def test_a_model_names_the_fault_in_swedish_with_its_code(json: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Person.model_validate_json(f'{{"identity":{json}}}')
    (error,) = refused.value.errors()
    assert error["type"] == code
    assert error["msg"].startswith("Personnumre")


def test_the_schema_says_what_is_read_and_what_is_stored() -> None:
    assert "-?" in str(Person.model_json_schema()["properties"])
    assert "[0-9]{10}" in str(Person.model_json_schema(mode="serialization")["properties"])
