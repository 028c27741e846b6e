"""The forms of KLA, bilaga 1–4: recorded as received, and what each lacks by its own rows."""

from datetime import date

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from examples import APR_2, APR_7, MAR_2, MAR_31, MARCH, claim_submitted
from rutin.domain.act import Act
from rutin.domain.assignee import ConfidentialityUndertakingSigned
from rutin.domain.case import PackItem, PackItems
from rutin.domain.routines.catalogue import provision
from rutin.domain.support_relationship import (
    Attachment,
    BriefingItems,
    ClaimRow,
    ExpenseClaimSubmitted,
    MonthlyReportSubmitted,
    QuarterlyReportRow,
    QuarterlyReportSubmitted,
)
from rutin.domain.values import Hours, Money, Month, Quarter

month_reported = MonthlyReportSubmitted(
    occurred_on=APR_2,
    period=MARCH,
    client="P1",
    intervention="companion",
    granted_hours=Hours(20),
    goal="Komma ut oftare",
    performed_hours=Hours(20),
    activities="Promenader och bio",
)
quarter_reported = QuarterlyReportSubmitted(
    occurred_on=APR_2,
    quarter=Quarter(2026, 1),
    client="P1",
    assignee="A1",
    rows=(QuarterlyReportRow(on=MAR_2, in_person=True),),
    signed_by="A1",
    signed_on=APR_2,
)
undertaking = ConfidentialityUndertakingSigned(
    occurred_on=APR_2,
    person="P9",
    category="assignee",
    text_version="2023",
    law_extract_version="2023",
    place="Tumba",
    signed_on=APR_2,
)


# ---------------------------------------------------------------- bilaga 1: the month


def test_a_monthly_report_filled_in_lacks_nothing() -> None:
    assert month_reported.missing() == ()


@pytest.mark.parametrize(
    ("blank", "lacking"),
    [
        ({"client": None}, "KLA-B1-1"),
        ({"intervention": None}, "KLA-B1-2"),
        ({"granted_hours": None}, "KLA-B1-3"),
        ({"goal": ""}, "KLA-B1-4"),
        ({"goal": "   "}, "KLA-B1-4"),
        ({"performed_hours": None}, "KLA-B1-5"),
        ({"performed_hours": Hours("19.99")}, "KLA-B1-6"),
        ({"activities": ""}, "KLA-B1-7"),
    ],
)
def test_a_blank_field_of_the_monthly_report_is_named(
    blank: dict[str, object], lacking: str
) -> None:
    assert month_reported.but(**blank).missing() == (lacking,)


def test_a_monthly_report_handed_in_blank_names_its_fields_in_form_order() -> None:
    blank = MonthlyReportSubmitted(occurred_on=APR_2, period=MARCH)
    assert blank.missing() == (
        "KLA-B1-1",
        "KLA-B1-2",
        "KLA-B1-3",
        "KLA-B1-4",
        "KLA-B1-5",
        "KLA-B1-7",
    )


@pytest.mark.parametrize(
    ("granted", "performed", "reason", "asked_for"),
    [
        ("20", "14", "", True),
        ("20", "14", "Brukaren var sjuk", False),
        ("20", "19.99", "", True),
        ("20", "20", "", False),
        ("20", "20.01", "", False),
        ("20", "0", "", True),
        ("0", "0", "", False),
        (None, "14", "", False),
        ("20", None, "", False),
    ],
)
def test_a_reason_is_asked_for_only_when_fewer_hours_were_performed_than_granted(
    granted: str | None, performed: str | None, reason: str, asked_for: bool
) -> None:
    report = month_reported.but(
        granted_hours=granted, performed_hours=performed, reason_not_all=reason
    )
    assert ("KLA-B1-6" in report.missing()) is asked_for


@any_of(st.integers(0, 74400), st.integers(0, 74400))
def test_hours_are_compared_to_the_hundredth(granted: int, performed: int) -> None:
    report = month_reported.but(
        granted_hours=f"{granted // 100}.{granted % 100:02}",
        performed_hours=f"{performed // 100}.{performed % 100:02}",
    )
    assert report.fewer_than_granted is (performed < granted)


# ---------------------------------------------------------------- bilaga 2: the quarter


def test_a_quarterly_report_filled_in_lacks_nothing() -> None:
    assert quarter_reported.missing() == ()


@pytest.mark.parametrize(
    ("blank", "lacking"),
    [
        ({"client": None}, ("KLA-B2-1",)),
        ({"assignee": None}, ("KLA-B2-2",)),
        ({"rows": ()}, ("KLA-B2-5",)),
        ({"signed_by": None}, ("KLA-B2-6",)),
        ({"signed_on": None}, ("KLA-B2-6",)),
        (
            {"client": None, "assignee": None, "rows": (), "signed_by": None, "signed_on": None},
            ("KLA-B2-1", "KLA-B2-2", "KLA-B2-5", "KLA-B2-6"),
        ),
        ({"rows": (), "no_contact": True}, ()),
        ({"rows": (QuarterlyReportRow(in_person=True),)}, ("KLA-B2-5",)),
    ],
)
def test_what_a_quarterly_report_lacks_is_named_in_form_order(
    blank: dict[str, object], lacking: tuple[str, ...]
) -> None:
    assert quarter_reported.but(**blank).missing() == lacking


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (Quarter(2026, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (Quarter(2026, 2), date(2026, 4, 1), date(2026, 6, 30)),
        (Quarter(2026, 3), date(2026, 7, 1), date(2026, 9, 30)),
        (Quarter(2026, 4), date(2026, 10, 1), date(2026, 12, 31)),
    ],
    ids=str,
)
def test_the_rows_lie_within_the_quarter_its_first_and_last_day_included(
    quarter: Quarter, first: date, last: date
) -> None:
    def missing_with(*days: date) -> tuple[str, ...]:
        rows = tuple(QuarterlyReportRow(on=day, by_telephone=True) for day in days)
        return quarter_reported.but(quarter=quarter, rows=rows).missing()

    assert missing_with(first, last) == ()
    assert missing_with(first, date.fromordinal(last.toordinal() + 1)) == ("KLA-B2-5",)
    assert missing_with(date.fromordinal(first.toordinal() - 1), last) == ("KLA-B2-5",)


def test_a_nil_report_does_not_excuse_a_row_outside_the_quarter() -> None:
    report = quarter_reported.but(rows=(QuarterlyReportRow(on=APR_2),), no_contact=True)
    assert report.missing() == ("KLA-B2-5",)


# ---------------------------------------------------------------- bilaga 3: outlays


def test_a_claim_filled_in_lacks_nothing() -> None:
    assert claim_submitted.missing() == ()


one, two = claim_submitted.rows


@pytest.mark.parametrize(
    ("changed", "lacking"),
    [
        ({"client": None}, ("KLA-B3-2",)),
        ({"total": None}, ("KLA-B3-5",)),
        ({"total": Money("412.01")}, ("KLA-B3-5",)),
        ({"total": Money("411.99")}, ("KLA-B3-5",)),
        ({"signed": False}, ("KLA-B3-6",)),
        ({"payee": None}, ("KLA-B3-6",)),
        ({"attachments": (Attachment(receipt_no=1),)}, ("KLA-B3-7",)),
        (
            {"attachments": (Attachment(receipt_no=1), Attachment(receipt_no=1))},
            ("KLA-B3-7",),
        ),
        (
            {"attachments": (*claim_submitted.attachments, Attachment(receipt_no=3))},
            ("KLA-B3-7",),
        ),
        (
            {"attachments": (Attachment(receipt_no=1), Attachment(receipt_no=2, legible=False))},
            ("KLA-B3-8",),
        ),
        ({"rows": (one, two.but(receipt_no=None))}, ("KLA-B3-4", "KLA-B3-7")),
        ({"rows": (one, two.but(on=None))}, ("KLA-B3-3",)),
        ({"rows": (one, two.but(amount=None))}, ("KLA-B3-3", "KLA-B3-5")),
        ({"rows": (one, two.but(amount=None)), "total": one.amount}, ("KLA-B3-3", "KLA-B3-5")),
        ({"rows": (one,)}, ("KLA-B3-5", "KLA-B3-7")),
        ({"rows": (two,)}, ("KLA-B3-4", "KLA-B3-5", "KLA-B3-7")),
    ],
)
def test_what_a_claim_lacks_is_named_in_form_order(
    changed: dict[str, object], lacking: tuple[str, ...]
) -> None:
    assert claim_submitted.but(**changed).missing() == lacking


def test_a_claim_handed_in_blank_names_every_field() -> None:
    blank = ExpenseClaimSubmitted(occurred_on=APR_2, period=MARCH)
    assert blank.missing() == ("KLA-B3-2", "KLA-B3-3", "KLA-B3-4", "KLA-B3-5", "KLA-B3-6")


def claim_of(*numbers: int | None) -> ExpenseClaimSubmitted:
    """Give a claim with rows of one krona each, numbered so, and as many attachments."""
    return claim_submitted.but(
        rows=tuple(ClaimRow(on=MAR_2, receipt_no=number, amount=Money(1)) for number in numbers),
        attachments=tuple(Attachment(receipt_no=number or 0) for number in numbers),
        total=Money(len(numbers)),
    )


@pytest.mark.parametrize(
    ("numbers", "right"),
    [
        ((1,), True),
        ((1, 2, 3), True),
        ((3, 1, 2), True),
        ((), False),
        ((0,), False),
        ((0, 1), False),
        ((2,), False),
        ((1, 2, 4), False),
        ((1, 2, 2), False),
        ((1, 1, 3), False),
        ((None,), False),
        ((1, None), False),
        ((-1, 1), False),
    ],
)
def test_receipts_are_numbered_from_one_without_gap_or_repeat(
    numbers: tuple[int | None, ...], right: bool
) -> None:
    assert claim_of(*numbers).receipts_numbered is right
    assert ("KLA-B3-4" not in claim_of(*numbers).missing()) is right


@any_of(st.permutations(range(1, 8)), st.integers(1, 7))
def test_any_order_of_one_to_n_is_right_and_no_other_numbers_are(
    numbers: list[int], wrong: int
) -> None:
    assert claim_of(*numbers).receipts_numbered
    assert not claim_of(*(number for number in numbers if number != wrong), 9).receipts_numbered


@any_of(st.lists(st.integers(0, 99_999), min_size=1, max_size=20), st.sampled_from([-1, 0, 1]))
def test_the_total_is_the_sum_of_the_rows_to_the_ore(amounts: list[int], wrong_by: int) -> None:
    rows = tuple(
        ClaimRow(on=MAR_2, receipt_no=number, amount=Money(f"{ore // 100}.{ore % 100:02}"))
        for number, ore in enumerate(amounts, start=1)
    )
    total = max(sum(amounts) + wrong_by, 0)
    claim = claim_submitted.but(rows=rows, total=Money(f"{total // 100}.{total % 100:02}"))
    assert claim.total_is_the_sum is (total == sum(amounts))


def test_ten_times_ten_ore_is_one_krona() -> None:
    rows = tuple(ClaimRow(on=MAR_2, receipt_no=n, amount=Money("0.10")) for n in range(1, 11))
    assert claim_submitted.but(rows=rows, total=Money(1)).total_is_the_sum
    assert not claim_submitted.but(rows=rows, total=Money("0.99")).total_is_the_sum


def test_the_year_of_a_claim_is_data_and_never_the_printed_one() -> None:
    assert claim_submitted.but(period=Month(2027, 1)).period.year == 2027


# ---------------------------------------------------------------- bilaga 4: confidentiality


def test_an_undertaking_filled_in_lacks_nothing() -> None:
    assert undertaking.missing() == ()


@pytest.mark.parametrize(
    ("blank", "lacking"),
    [
        ({"person": None}, "KLA-B4-1"),
        ({"category": None}, "KLA-B4-2"),
        ({"text_version": ""}, "KLA-B4-3"),
        ({"law_extract_version": ""}, "KLA-B4-8"),
        ({"place": ""}, "KLA-B4-9"),
        ({"signed_on": None}, "KLA-B4-9"),
    ],
)
def test_a_blank_field_of_the_undertaking_is_named(blank: dict[str, object], lacking: str) -> None:
    assert undertaking.but(**blank).missing() == (lacking,)


def test_an_undertaking_handed_in_blank_names_its_fields_in_form_order() -> None:
    assert ConfidentialityUndertakingSigned(occurred_on=APR_2).missing() == (
        "KLA-B4-1",
        "KLA-B4-2",
        "KLA-B4-3",
        "KLA-B4-8",
        "KLA-B4-9",
    )


@pytest.mark.parametrize("category", ["employee", "trainee", "elected", "assignee"])
def test_an_undertaking_is_signed_by_every_category_assignees_among_them(category: str) -> None:
    assert undertaking.but(category=category).category == category


# ---------------------------------------------------------------- what the forms answer to


FORMS: dict[str, type[Act]] = {
    "KLA-B1": MonthlyReportSubmitted,
    "KLA-B2": QuarterlyReportSubmitted,
    "KLA-B3": ExpenseClaimSubmitted,
    "KLA-B4": ConfidentialityUndertakingSigned,
}


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("KLA-B1", 7),
        ("KLA-B2", 5),
        ("KLA-B3", 5),
        ("KLA-B4", 5),
    ],
)
def test_every_field_of_a_form_cites_its_own_row_of_the_routine(form: str, fields: int) -> None:
    cited = {
        extra["provision"]
        for info in FORMS[form].model_fields.values()
        if isinstance(extra := info.json_schema_extra, dict)
    }
    own = {str(each) for each in cited if str(each).startswith(form)}
    assert len(own) == fields
    assert all(provision(each).id == each for each in own)


def test_the_briefing_and_the_welcome_pack_have_a_box_for_each_row() -> None:
    assert set(BriefingItems.model_fields) == {
        "assignment_description",
        "monthly_form",
        "quarterly_form",
        "expense_guideline",
        "outlay_form",
        "time_reporting",
        "confidentiality_form",
    }
    assert set(PackItems.model_fields) == {
        "phone_numbers",
        "names",
        "key_routines",
        "private_funds",
        "alarm",
        "complaints",
        "other",
    }


def test_a_box_of_the_welcome_pack_is_given_or_not_needed_never_both() -> None:
    assert PackItem(given=True).given
    assert PackItem(not_needed_because="Brukaren har inget larm").not_needed_because
    with pytest.raises(ValueError, match="inte båda"):
        PackItem(given=True, not_needed_because="Brukaren har inget larm")


# ---------------------------------------------------------------- dates in order


def test_a_rows_date_may_be_any_day_for_a_form_is_recorded_as_received() -> None:
    later = claim_submitted.but(rows=(one.but(on=APR_7), two.but(on=MAR_31)))
    assert later.missing() == ()
