"""Money exact to the öre, hours exact to the hundredth."""

import copy
import pickle
from contextlib import suppress
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from rutin.domain.values import Hours, Money, MonthlyHours, Unreadable

hundredths = st.integers(0, 10**9)
amounts = st.decimals(0, 10**9, places=2)


class Receipt(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    amount: Money


class TimeReport(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    performed: Hours
    granted: MonthlyHours = Hours(0)


@pytest.mark.parametrize("written", [412.5, 0.0, 0.1, True, None, b"412", Decimal("NaN")])
@pytest.mark.parametrize("kind", [Money, Hours])
def test_nothing_inexact_or_foreign_becomes_an_amount(
    kind: type[Money | Hours], written: object
) -> None:
    with pytest.raises(Unreadable):
        kind.read(written)


@pytest.mark.parametrize("kind", [Money, Hours])
@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("412.505", "decimals"),
        ("412.500", "decimals"),  # perhaps 412 500 was meant
        ("1.000", "decimals"),
        (Decimal("0.001"), "decimals"),
        (Decimal("1." + "0" * 40 + "1"), "decimals"),
        ("-1", "negative"),
        (Decimal("-0.01"), "negative"),
        (-1, "negative"),
        (10**12, "too_large"),
        ("9" * 10_000, "too_large"),
        (Decimal("1E+999999"), "too_large"),
        (Decimal("Infinity"), "unreadable"),
        ("", "unreadable"),
        ("1 000", "unreadable"),
        ("1,000.50", "unreadable"),
        ("1e3", "unreadable"),
        ("412 kr", "unreadable"),
        (".5", "unreadable"),
        ("5.", "unreadable"),
        ("+5", "unreadable"),
        ("٤", "unreadable"),
        ("5\n", "unreadable"),
        ("NaN", "unreadable"),
    ],
)
def test_every_fault_has_its_own_code(
    kind: type[Money | Hours], written: Decimal | int | str, fault: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        kind(written)
    assert refused.value.code == f"{kind.code}.{fault}"


@given(st.text() | st.from_regex(r"[0-9]{0,3}[.,]?[0-9]{0,3}"))
def test_any_text_is_an_amount_or_refused_and_never_breaks(text: str) -> None:
    with suppress(Unreadable):
        amount = Money(text)
        assert Money(str(amount)) == amount


def test_text_decimal_and_whole_number_make_the_same_amount() -> None:
    assert Money("412") == Money(412) == Money(Decimal(412)) == Money("412.00") == Money("412,0")
    assert Money("412.5") == Money(Decimal("412.500")) == Money(Decimal("4125E-1"))
    assert Money(0) == Money("0") == Money(Decimal("-0"))


@given(amounts)
def test_an_amount_is_kept_exactly_whatever_the_decimal_context(amount: Decimal) -> None:
    with localcontext() as context:
        context.prec = 2
        assert Money(amount).decimal == amount
        assert Hours(amount).decimal == amount


@given(st.lists(amounts, max_size=20))
def test_a_total_is_the_exact_sum_of_its_parts_in_any_order(parts: list[Decimal]) -> None:
    money = [Money(part) for part in parts]
    assert Money.total(money).decimal == sum(parts)
    assert Money.total(reversed(money)) == Money.total(money)


def test_ten_ten_ore_coins_are_one_krona() -> None:
    assert Money.total([Money("0.10")] * 10) == Money(1)
    assert Money("0.10") + Money("0.20") == Money("0.30")


@given(amounts, amounts)
def test_amounts_are_ordered_as_numbers(one: Decimal, other: Decimal) -> None:
    assert (Money(one) < Money(other)) == (one < other)
    assert (Money(one) == Money(other)) == (one == other)


def test_money_and_hours_never_mix() -> None:
    money: object = Money(1)
    assert money != Hours(1)
    assert money != 1
    with pytest.raises(TypeError):
        Money(1) + Hours(1)  # type: ignore[operator] # the very thing that is refused
    with pytest.raises(TypeError):
        assert Money(1) < Hours(2)  # type: ignore[operator] # the very thing that is refused


def test_an_amount_is_a_key_and_cannot_be_changed() -> None:
    assert {Money("1"): "here"}[Money("1.00")] == "here"
    assert copy.deepcopy(Money(1)) == Money(1)
    assert pickle.loads(pickle.dumps(Hours("1.5"))) == Hours("1.5")  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        Money(1).hundredths = 2  # type: ignore[misc] # the very thing that is refused


@pytest.mark.parametrize(
    ("amount", "swedish"),
    [
        ("0", "0,00 kr"),
        ("412.5", "412,50 kr"),
        ("1234.5", "1 234,50 kr"),
        ("1234567.09", "1 234 567,09 kr"),
    ],
)
def test_money_is_shown_in_swedish_with_no_break_spaces(amount: str, swedish: str) -> None:
    assert Money(amount).swedish == swedish.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("amount", "text", "swedish"),
    [
        ("0", "0", "0 tim"),
        ("20.00", "20", "20 tim"),
        ("14.50", "14.5", "14,5 tim"),
        ("0.25", "0.25", "0,25 tim"),
        ("100", "100", "100 tim"),
    ],
)
def test_hours_are_written_without_needless_zeros(amount: str, text: str, swedish: str) -> None:
    assert str(Hours(amount)) == text
    assert Hours(amount).swedish == swedish.replace(" ", "\u00a0")


def test_the_written_form_stands_in_logs() -> None:
    assert repr(Money("412.5")) == "Money('412.50')"
    assert repr(Hours("14.50")) == "Hours('14.5')"


@given(hundredths)
def test_a_model_stores_text_and_reads_it_back(count: int) -> None:
    written = f"{count // 100}.{count % 100:02}"
    receipt = Receipt(amount=Money(written))
    assert receipt.model_dump_json() == f'{{"amount":"{written}"}}'
    assert Receipt.model_validate_json(receipt.model_dump_json()) == receipt
    assert Receipt.model_validate(receipt.model_dump()) == receipt
    report = TimeReport(performed=Hours(written))
    assert TimeReport.model_validate_json(report.model_dump_json()) == report


def test_numbers_in_json_are_money_by_the_digits_that_were_written() -> None:
    assert Receipt.model_validate_json('{"amount":412}').amount == Money(412)
    assert Receipt.model_validate_json('{"amount":412.10}').amount == Money("412.10")


def test_a_python_float_is_never_money() -> None:
    with pytest.raises(ValidationError) as refused:
        Receipt.model_validate({"amount": 412.50})
    (error,) = refused.value.errors()
    assert error["type"] == "money.float"
    assert error["msg"] == (
        "Beloppet är skrivet som ett decimaltal, som datorn kan ha avrundat. "
        'Skriv det som text, till exempel "412.50".'
    )


@given(hundredths)
def test_hours_in_json_may_be_numbers_and_are_read_by_their_digits(count: int) -> None:
    number = f"{count // 100}.{count % 100:02}"
    report = TimeReport.model_validate_json(f'{{"performed":{number}}}')
    assert report.performed.hundredths == count


@pytest.mark.parametrize("json", ["14.333", "NaN", "Infinity", "-1", "true", "null", "1e300", "[]"])
def test_other_json_is_not_hours(json: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TimeReport.model_validate_json(f'{{"performed":{json}}}')
    (error,) = refused.value.errors()
    assert error["msg"].startswith("Antalet timmar")


def test_no_month_has_more_than_744_hours_but_a_year_has() -> None:
    assert TimeReport(performed=Hours(8760), granted=Hours(744)).granted == Hours(744)
    with pytest.raises(ValidationError) as refused:
        TimeReport.model_validate_json('{"performed":1,"granted":744.01}')
    (error,) = refused.value.errors()
    assert error["type"] == "hours.more_than_a_month"
    assert error["msg"].startswith("En månad har högst 744 timmar.")


def test_the_schema_says_what_is_read_and_what_is_stored() -> None:
    kinds = [kind["type"] for kind in Receipt.model_json_schema()["properties"]["amount"]["anyOf"]]
    assert kinds == ["string", "number"]
    stored = TimeReport.model_json_schema(mode="serialization")["properties"]["performed"]
    assert stored["type"] == "string"
