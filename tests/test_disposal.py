"""Disposal: which closed files are to be disposed of, from which day and by which (LAW-15, LAW-16)."""

from datetime import date

import pytest

from asking import asked
from assessing import line, on, story
from examples import STINA
from happenings import ANY_DAY, closed_completed, note, order, reached
from rutin.domain.case import FactCorrected, JournalNoteRecorded
from rutin.domain.history import History
from rutin.domain.refusal import Forbidden
from rutin.projections.disposal import Disposal, FileKept, Keeping
from spec import Told, event_id

born_on_the_16th = order.but(client_born_on=date(1992, 9, 16), unit="syd")
OPENED = on("01-12", born_on_the_16th)
NOTED = on("03-31", note)
CLOSED = on("06-30", closed_completed)


def file(*happened: Told, on: str) -> FileKept:
    (found,) = asked(Disposal(), story(*happened), on=on)
    return found


def days(found: FileKept) -> tuple[date | None, date | None, date | None]:
    return found.last_note, found.over_on, found.disposed_by


def test_a_file_is_kept_for_five_years_after_the_last_note_and_disposed_of_by_the_end_of_the_next() -> (
    None
):
    found = file(OPENED, NOTED, CLOSED, on="07-01")
    assert days(found) == (date(2026, 3, 31), date(2031, 4, 1), date(2032, 12, 31))
    assert (found.case, found.unit, found.closed_on) == ("K1", "syd", date(2026, 6, 30))


@pytest.mark.parametrize(
    ("day", "keeping"),
    [
        ("06-30", Keeping.KEPT),
        ("2031-03-31", Keeping.KEPT),
        ("2031-04-01", Keeping.DUE),
        ("2032-12-31", Keeping.DUE),
        ("2033-01-01", Keeping.OVERDUE),
    ],
)
def test_what_is_to_become_of_it_follows_from_the_day_and_is_found_by_it(
    day: str, keeping: Keeping
) -> None:
    happened = story(OPENED, NOTED, CLOSED)
    (found,) = asked(Disposal(), happened, on=day)
    assert found.keeping is keeping
    assert [each for each in Keeping if asked(Disposal(keeping=each), happened, on=day)] == [
        keeping
    ]


def test_it_says_the_same_as_law_15() -> None:
    happened = story(OPENED, NOTED, CLOSED)
    line(
        happened,
        "LAW-15",
        {
            "2031-03-31": "n/a because retention runs",
            "2031-04-01": "open due 2032-12-31",
            "2033-01-01": "overdue due 2032-12-31",
        },
    )
    found = file(OPENED, NOTED, CLOSED, on="2031-04-01")
    assert days(found)[1:] == (date(2031, 4, 1), date(2032, 12, 31))


def test_five_years_after_29_february_are_over_on_28_february() -> None:
    found = file(
        OPENED,
        on("2028-02-29", note),
        on("2028-03-01", closed_completed),
        on="2030-01-01",
    )
    assert days(found) == (date(2028, 2, 29), date(2033, 3, 1), date(2034, 12, 31))


def test_a_note_on_the_last_day_of_the_year_and_one_on_the_next_day_differ_by_a_year() -> None:
    old = file(OPENED, on("2026-12-31", note), CLOSED, on="2027-06-01")
    new = file(OPENED, on("2027-01-01", note), CLOSED, on="2027-06-01")
    assert days(old)[1:] == (date(2032, 1, 1), date(2032, 12, 31))
    assert days(new)[1:] == (date(2032, 1, 2), date(2033, 12, 31))


def test_of_a_file_without_notes_the_last_that_happened_counts() -> None:
    found = file(OPENED, on("02-28", reached), CLOSED, on="07-01")
    assert days(found) == (date(2026, 6, 30), date(2031, 7, 1), date(2032, 12, 31))


def test_a_note_in_another_file_of_the_client_keeps_this_one_too() -> None:
    happened = story(
        OPENED,
        NOTED,
        CLOSED,
        on("08-10", born_on_the_16th.but(order_no="B2"), of="K2"),
        on("2027-06-01", note.but(note="N2"), of="K2"),
    )
    (found,) = asked(Disposal(), happened, on="2027-07-01")
    assert found.case == "K1", "the other is not closed"
    assert days(found) == (date(2027, 6, 1), date(2032, 6, 2), date(2033, 12, 31))


def test_a_note_that_is_put_right_to_an_earlier_day_counts_from_that_day() -> None:
    wrong_day = on("03-31", note)
    put_right = on(
        "04-02",
        FactCorrected(
            occurred_on=ANY_DAY,
            corrects=event_id(2),
            reason="Fel dag",
            replacement=JournalNoteRecorded(
                occurred_on=date(2026, 3, 1), note="N1", text="Vi talades vid."
            ),
        ),
    )
    assert days(file(OPENED, wrong_day, CLOSED, on="07-01"))[0] == date(2026, 3, 31)
    assert days(file(OPENED, wrong_day, put_right, CLOSED, on="07-01")) == (
        date(2026, 3, 1),
        date(2031, 3, 2),
        date(2032, 12, 31),
    )


@pytest.mark.parametrize("birth_day", [5, 15, 25])
def test_those_born_on_the_5th_15th_and_25th_have_their_files_preserved(birth_day: int) -> None:
    born = on("01-12", order.but(client_born_on=date(1992, 9, birth_day)))
    found = file(born, NOTED, CLOSED, on="2040-01-01")
    assert (found.keeping, found.over_on, found.disposed_by) == (Keeping.PRESERVED, None, None)
    assert "ska bevaras" in found.why


def test_while_the_day_of_birth_is_not_known_it_is_to_be_found_out() -> None:
    happened = story(on("01-12", order), NOTED, CLOSED)
    (found,) = asked(Disposal(keeping=Keeping.BIRTH_DAY_UNKNOWN), happened, on="2040-01-01")
    assert (found.keeping, found.over_on, found.last_note) == (
        Keeping.BIRTH_DAY_UNKNOWN,
        None,
        date(2026, 3, 31),
    )
    assert "Ta reda på den" in found.why


def several() -> History:
    """Give a file to preserve, one to dispose of by 2032, one by 2033, and one that is not closed."""
    files = {
        "K1": (date(1992, 9, 15), "03-31"),
        "K2": (date(1992, 9, 16), "2027-03-31"),
        "K3": (date(1992, 9, 17), "03-31"),
    }
    return story(
        *(
            told
            for case, (born, noted) in files.items()
            for told in (
                on(
                    "01-12",
                    order.but(client=f"P-{case}", order_no=f"B-{case}", client_born_on=born),
                    of=case,
                ),
                on(noted, note, of=case),
                on("2027-06-30", closed_completed, of=case),
            )
        ),
        on("01-12", born_on_the_16th.but(client="P-K4", order_no="B-K4"), of="K4"),
    )


def test_what_is_to_be_disposed_of_first_comes_first_and_what_is_preserved_last() -> None:
    listed = asked(Disposal(), several(), on="2032-06-01")
    assert [(each.case, each.keeping) for each in listed] == [
        ("K3", Keeping.DUE),
        ("K2", Keeping.DUE),
        ("K1", Keeping.PRESERVED),
    ]
    assert [each.case for each in asked(Disposal(limit=1, skip=1), several(), on="2032-06-01")] == [
        "K2"
    ]
    assert asked(Disposal(), several(), on="2027-06-29") == (), "none is closed yet"
    assert asked(Disposal(unit="norr"), several(), on="2032-06-01") == ()


def test_it_is_not_for_support_persons() -> None:
    with pytest.raises(Forbidden):
        asked(Disposal(), several(), on="2032-06-01", by=STINA)
