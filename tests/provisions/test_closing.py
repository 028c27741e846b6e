"""When a case is closed (D-36), and which reason wins (D-61)."""

from datetime import UTC, datetime

import pytest

from assessing import day, line, on, stands, story
from examples import EVA
from happenings import (
    EVERY_OTHER_CLOSING,
    agreed,
    both_satisfied,
    briefed,
    closed_completed,
    closed_moved,
    companion_order,
    declined,
    exhausted,
    housing_support_order,
    left,
    letter,
    matched,
    met,
    no_answer,
    none_found,
    offered,
    order,
    reached,
    registered,
    search,
    started,
    visit,
)
from rutin.domain.assessment.assess import case_courses, findings, open_file
from rutin.domain.assessment.finding import Status
from rutin.domain.case import CaseClosed, FactCorrected
from rutin.domain.history import History
from spec import Told, event_id

EVERY_CLOSING = (closed_completed, *EVERY_OTHER_CLOSING)
each_closing = pytest.mark.parametrize("closing", EVERY_CLOSING, ids=lambda c: c.outcome)

UNREACHED = (
    on("01-12", order),
    on("01-13", no_answer),
    on("01-16", letter),
    on("01-19", visit),
    on("01-30", exhausted),
)

AFTER_CONTACT = {
    "KLA-02a": "-",
    **dict.fromkeys(("KLA-03a", "KLA-03b"), "-"),
    **dict.fromkeys((f"KLA-04{letter}" for letter in ("", "a", "b", "c", "d", "f")), "-"),
    **dict.fromkeys(
        (
            *("KLA-05", "KLA-06a", "KLA-06b", "KLA-06c", "KLA-06d", "KLA-06e", "KLA-06f"),
            *("KLA-07a", "KLA-07b", "KLA-08a", "KLA-08b", "KLA-09", "KLA-09a", "KLA-09c"),
            *("KLA-09d", "KLA-09g", "KLA-09h", "KLA-09i", "KLA-10", "KLA-12b"),
        ),
        "round-1",
    ),
    **dict.fromkeys(("KLA-09c-p", "KLA-12a", "KLA-B2-5"), "-"),
    "KLA-B4-1": "round-1",
}
"""What waits for contact with a contact person's client, with the key of its instance."""


def closed(closing: CaseClosed, *happened: Told) -> History:
    """A case that is closed on the second of March."""
    return story(*happened, on("03-02", closing))


# ---------------------------------------------------------------- what was overdue, open, triggered


@each_closing
def test_what_is_overdue_is_breached_on_the_day_of_the_close(closing: CaseClosed) -> None:
    told = closed(closing, on("01-12", order), on("02-02", search))
    line(
        told,
        "KLA-04",
        {
            "03-01": "overdue missing ClientMeetingHeld due 2026-02-02",
            "03-02": "breached because closed without missing ClientMeetingHeld due 2026-02-02",
            "12-31": "breached because closed without",
        },
    )


@each_closing
def test_what_comes_due_on_the_day_of_the_close_had_not_come(closing: CaseClosed) -> None:
    told = closed(closing, on("01-12", order), on("03-02", search))
    line(told, "KLA-04", {"03-01": "open", "03-02": "n/a because closed before"})
    told = closed(closing, on("01-12", order), on("03-01", search))
    line(told, "KLA-04", {"03-01": "open", "03-02": "breached because closed without"})


@each_closing
def test_what_was_broken_or_met_before_stays_so(closing: CaseClosed) -> None:
    told = closed(
        closing,
        on("01-02", registered),
        on("01-12", order),
        on("01-30", met),
        on("02-03", offered),
        on("02-16", agreed, despite="De kände varandra."),
    )
    line(told, "KLA-04", {"03-01": "met", "03-02": "met"})
    broken = "breached because act without precondition"
    line(told, "KLA-08a", {"03-01": broken, "03-02": broken}, key="round-1")


@each_closing
def test_what_is_done_on_the_day_is_done_and_what_is_done_after_is_not(closing: CaseClosed) -> None:
    line(closed(closing, on("01-12", order), on("03-02", met)), "KLA-04", {"03-02": "met"})
    after = story(on("01-12", order), on("03-02", closing), on("03-03", met))
    line(after, "KLA-04", {"03-03": "n/a because closed before"})


@each_closing
def test_what_was_met_late_stays_met_late(closing: CaseClosed) -> None:
    told = closed(closing, on("01-12", order), on("02-02", search), on("02-10", met))
    line(told, "KLA-04", {"03-01": "met late", "03-02": "met late"})


def test_a_reaction_that_was_called_for_is_breached_in_a_completed_case() -> None:
    happened = (on("01-12", order), on("01-30", met), on("02-02", none_found))
    told = closed(closed_completed, *happened)
    for provision in ("KLA-05", "KLA-07a"):
        line(
            told,
            provision,
            {"03-01": "open", "03-02": "breached because closed without"},
            key="round-1",
        )
    for closing in EVERY_OTHER_CLOSING:
        told = closed(closing, *happened)
        for provision in ("KLA-05", "KLA-07a"):
            line(
                told,
                provision,
                {"03-01": "open", "03-02": "n/a because closed before"},
                key="round-1",
            )


def test_a_reaction_called_for_on_the_day_of_the_close_is_breached_too() -> None:
    told = closed(closed_completed, on("01-12", order), on("03-02", met))
    line(
        told, "KLA-05", {"03-01": "open", "03-02": "breached because closed without"}, key="round-1"
    )


@each_closing
def test_what_was_never_called_for_does_not_apply(closing: CaseClosed) -> None:
    told = closed(closing, on("01-12", order))
    line(told, "KLA-05", {"03-01": "open", "03-02": "n/a because closed before"}, key="round-1")
    line(
        told,
        "KLA-12a",
        {"03-01": "n/a because not triggered", "03-02": "n/a because closed before"},
    )


def test_a_close_recorded_late_is_of_its_day() -> None:
    told = story(
        on("01-12", order), on("02-02", search), on("03-02", closed_moved, recorded="03-20")
    )
    line(told, "KLA-04", {"03-01": "overdue", "03-02": "breached because closed without"})
    known_before = told.known_at(datetime(2026, 3, 19, tzinfo=UTC))
    line(known_before, "KLA-04", {"03-02": "overdue", "03-20": "overdue"})


def test_a_close_that_never_was_closes_nothing() -> None:
    taken_away = FactCorrected(
        occurred_on=day("03-20"), corrects=event_id(2), reason="Fel ärende", replacement=None
    )
    told = story(on("01-12", order), on("03-02", closed_moved), on("03-20", taken_away))
    line(told, "KLA-04", {"03-02": "open", "12-31": "open"})


# ---------------------------------------------------------------- no contact


@pytest.mark.parametrize("provision", AFTER_CONTACT)
@each_closing
def test_closed_without_contact_everything_after_the_order_does_not_apply(
    provision: str, closing: CaseClosed
) -> None:
    told = closed(closing, *UNREACHED)
    line(
        told,
        provision,
        {"03-02": "n/a because no contact", "12-31": "n/a because no contact"},
        key=AFTER_CONTACT[provision],
    )
    assert (
        stands(told, provision, on="03-01", key=AFTER_CONTACT[provision])
        != "n/a because no contact"
    )


@pytest.mark.parametrize(
    "provision", ["KLA-04e", "KLA-09b", "KLA-09b-p", "KLA-09e", "KLA-09f", "KLA-B1-1", "KLA-B3-1"]
)
def test_closed_without_contact_a_companions_rows_do_not_apply_either(provision: str) -> None:
    key = "round-1" if provision in ("KLA-09b", "KLA-09e") else "-"
    told = closed(closed_moved, on("01-12", companion_order), *UNREACHED[1:])
    line(told, provision, {"03-01": "open", "03-02": "n/a because no contact"}, key=key)


@each_closing
def test_the_tries_themselves_keep_their_status(closing: CaseClosed) -> None:
    told = closed(closing, *UNREACHED)
    line(told, "KLA-01", {"03-02": "met"})
    line(told, "KLA-02b", {"03-01": "met", "03-02": "met"})


def test_the_local_time_for_the_first_try_is_no_reproach_when_there_was_no_contact() -> None:
    late = (
        on("01-12", order),
        *(on("02-10", each.fact) for each in UNREACHED[1:4]),
        on("02-12", exhausted),
    )
    told = closed(closed_completed, *late)
    line(told, "KLA-02a", {"03-01": "overdue", "03-02": "n/a because no contact"})


def test_once_the_client_was_reached_it_is_an_ordinary_close() -> None:
    told = closed(closed_moved, *UNREACHED, on("02-20", reached))
    line(told, "KLA-04", {"03-01": "open", "03-02": "n/a because closed before"})
    line(told, "KLA-02b", {"03-02": "n/a because contact made"})


def test_unreached_but_without_the_word_that_every_way_is_tried_it_is_an_ordinary_close() -> None:
    told = closed(closed_moved, *UNREACHED[:-1])
    line(told, "KLA-04", {"03-02": "n/a because closed before"})


def test_exhausted_alone_lifts_nothing_before_the_close() -> None:
    line(story(*UNREACHED), "KLA-04", {"01-30": "open", "12-31": "open"})
    line(story(*UNREACHED), "KLA-02a", {"01-30": "open", "12-31": "open"})


# ---------------------------------------------------------------- which reason wins


def test_not_this_intervention_wins_over_all() -> None:
    told = closed(closed_moved, on("01-12", housing_support_order), *UNREACHED[1:])
    line(told, "KLA-04", {"03-02": "n/a because not this intervention"})
    told = closed(closed_moved, *UNREACHED)
    line(told, "KLA-04e", {"03-02": "n/a because not this intervention"})


def test_no_contact_wins_over_closed_before_and_the_abandoned_round() -> None:
    told = closed(
        closed_moved, *UNREACHED, on("02-03", search), on("02-04", offered), on("02-10", declined)
    )
    line(
        told,
        "KLA-06b",
        {"03-01": "n/a because round abandoned", "03-02": "n/a because no contact"},
        key="round-1",
    )


def test_closed_before_wins_over_the_abandoned_round_and_that_over_not_triggered() -> None:
    told = closed(closed_moved, on("01-12", order), on("02-04", offered), on("02-10", declined))
    line(
        told,
        "KLA-06c",
        {
            "02-09": "n/a because not triggered",
            "02-10": "n/a because round abandoned",
            "03-02": "n/a because closed before",
        },
        key="round-1",
    )


# ---------------------------------------------------------------- a whole case


WHOLE = (
    on("01-02", registered),
    on("01-12", order),
    on("01-23", reached),
    on("01-30", met),
    on("02-02", search),
    on("02-03", offered),
    on("02-12", both_satisfied),
    on("02-16", briefed),
    on("02-16", agreed),
    on("02-17", matched),
    on("02-20", started),
    on("06-15", left),
)


@each_closing
def test_nothing_of_the_process_is_open_after_the_close(closing: CaseClosed) -> None:
    told = story(*WHOLE, on("07-01", closing, by=EVA))
    as_of = day("07-01")
    book = told.routine_book
    file = open_file(told, "K1", book, as_of)
    left_open = [
        found.provision.id
        for found in findings(case_courses(file, book), book, as_of)
        if found.provision.id.startswith(("KLA-", "NYB-")) and found.status is Status.OPEN
    ]
    assert left_open == []
