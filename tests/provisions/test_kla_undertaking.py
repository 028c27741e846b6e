"""Bilaga 4, field by field: by the clock of the undertaking, due when the service starts (r.107, 215–239)."""

import pytest

from assessing import line, on, story
from happenings import (
    agreed,
    both_satisfied,
    closed_completed,
    closed_moved,
    companion_order,
    offered,
    order,
    registered,
    relief_order,
    started,
    undertaking,
)
from rutin.domain.act import Fact
from rutin.domain.case import OrderReceived

WITHOUT = {
    "KLA-B4-1": undertaking.but(person=None),
    "KLA-B4-2": undertaking.but(category=None),
    "KLA-B4-3": undertaking.but(text_version=""),
    "KLA-B4-4": undertaking.but(text_version=""),
    "KLA-B4-8": undertaking.but(law_extract_version=""),
    "KLA-B4-9": undertaking.but(place=""),
}
"""An undertaking in which the field alone is blank; what it says of afterwards is in its text."""

OFFERED = (on("01-02", registered), on("01-12", order), on("02-03", offered))
STARTED = (on("02-12", both_satisfied), on("02-16", agreed), on("02-20", started))

every_field = pytest.mark.parametrize("field", WITHOUT)


def missing(field: str) -> str:
    """What is wanting: the words that the version of the text would show."""
    return "KLA-B4-3" if field == "KLA-B4-4" else field


@every_field
@pytest.mark.parametrize("ordered", [order, companion_order, relief_order])
def test_it_is_filled_in_by_the_day_the_service_starts(field: str, ordered: OrderReceived) -> None:
    case = (on("01-02", registered), on("01-12", ordered), on("02-03", offered))
    line(
        story(*case, on("02-16", undertaking), *STARTED),
        field,
        {
            "01-11": f"open missing {missing(field)}",
            "02-15": "open",
            "02-16": "met by ConfidentialityUndertakingSigned",
            "02-20": "met due 2026-02-20",
        },
        key="round-1",
    )


@every_field
def test_blank_it_is_overdue_the_day_after_the_start_and_met_late_when_filled_in(
    field: str,
) -> None:
    line(
        story(*OFFERED, *STARTED, on("02-16", WITHOUT[field]), on("03-02", undertaking)),
        field,
        {
            "02-16": f"open missing {missing(field)}",
            "02-20": "open due 2026-02-20",
            "02-21": f"overdue missing {missing(field)}",
            "03-02": "met late due 2026-02-20",
        },
        key="round-1",
    )


@every_field
def test_a_blank_field_leaves_the_others_met(field: str) -> None:
    case = story(*OFFERED, *STARTED, on("02-16", WITHOUT[field]))
    for other in WITHOUT:
        same = missing(other) == missing(field)
        line(case, other, {"02-16": "open" if same else "met"}, key="round-1")


@every_field
def test_signed_in_time_and_recorded_after_the_start_it_is_registered_late(field: str) -> None:
    signed = on("02-16", undertaking, recorded="02-21")
    line(story(*OFFERED, signed, *STARTED), field, {"02-20": "met registered late"}, key="round-1")


@every_field
@pytest.mark.parametrize(
    ("closed", "closing", "stands"),
    [
        ("02-19", closed_completed, "n/a because closed before"),
        ("02-21", closed_completed, "breached because closed without"),
        ("02-21", closed_moved, "breached because closed without"),
    ],
)
def test_when_the_case_closes_it_is_breached_if_overdue_and_else_falls_away(
    field: str, closed: str, closing: Fact, stands: str
) -> None:
    happened = STARTED if closed > "02-20" else STARTED[:2]
    line(story(*OFFERED, *happened, on(closed, closing)), field, {closed: stands}, key="round-1")


@every_field
def test_an_undertaking_signed_for_an_earlier_assignment_counts_from_the_offer(field: str) -> None:
    line(
        story(on("01-02", registered), on("01-05", undertaking), *OFFERED[1:], *STARTED),
        field,
        {"02-02": "open", "02-03": "met"},
        key="round-1",
    )
