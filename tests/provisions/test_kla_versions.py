"""Which version of Arbetsprocess KLA governs, what its suspension does, and since when (D-35, D-62, D-71)."""

from datetime import date

import pytest

from assessing import day, finding, line, on, story
from examples import version_adopted
from happenings import (
    closed_moved,
    letter,
    met,
    no_answer,
    order,
    reached,
    search,
)
from rutin.domain.act import Fact
from rutin.domain.assessment.assess import basis_of
from rutin.domain.history import History
from rutin.domain.routine import RoutineVersionSuspended, StatedValue
from spec import Told, told

SUSPENDED = told(
    RoutineVersionSuspended(
        occurred_on=day("01-05"), version="v1", from_date=day("01-12"), reason="Ses över"
    ),
    of="KLA",
)

ONCE = ("KLA-00", "KLA-01", "KLA-02a", "KLA-02b", "KLA-03a", "KLA-04", "KLA-04f")
EACH_ROUND = ("KLA-05", "KLA-06a", "KLA-08a", "KLA-09", "KLA-10", "KLA-12b")


def case_from(ordered: str) -> tuple[Told, ...]:
    """A case whose order came on a day."""
    return (on(ordered, order.but(decision_date=day("01-02"))), on("02-02", search))


@pytest.mark.parametrize("provision", [*ONCE, *EACH_ROUND])
def test_an_order_that_came_after_the_suspension_began_is_not_judged(provision: str) -> None:
    told_of = story(SUSPENDED, *case_from("01-12"))
    key = "round-1" if provision in EACH_ROUND else "-"
    stands = "n/a because routine suspended"
    line(told_of, provision, {"01-12": stands, "02-03": stands, "12-31": stands}, key=key)


@pytest.mark.parametrize("provision", ["KLA-04", "KLA-04f"])
def test_an_order_that_came_before_is_judged_as_ever(provision: str) -> None:
    told_of = story(SUSPENDED, *case_from("01-11"))
    line(told_of, provision, {"01-12": "open", "02-03": "overdue"})


def test_a_finding_tells_the_version_that_governs_it_and_what_that_is_on_the_day() -> None:
    found = finding(story(*case_from("01-11")), "KLA-04", on="02-03")
    assert found is not None
    assert (found.routine, found.routine_version, found.routine_status) == ("KLA", "v1", "in_force")
    suspended = finding(story(SUSPENDED, *case_from("01-12")), "KLA-04", on="02-03")
    assert suspended is not None
    assert suspended.routine_status == "suspended"


@pytest.mark.parametrize(
    ("on_day", "since"),
    [
        ("01-12", None),
        ("01-19", None),
        ("01-20", "01-20"),
        ("01-22", "01-20"),
        ("01-23", "01-23"),
        ("12-31", "01-23"),
    ],
)
def test_since_is_the_first_day_of_the_present_status(on_day: str, since: str | None) -> None:
    told_of = story(on("01-12", order), on("01-23", reached))
    assert _since(told_of, "KLA-02a", on_day) == since


OWN_TIME = version_adopted.but(
    decided_on=date(2026, 1, 2),
    valid_from=date(2026, 1, 12),
    valid_to=None,
    parameters=(
        StatedValue(parameter="first_contact_days", value=3),
        StatedValue(parameter="note_days", value=3),
    ),
)
"""A version that states for itself what the first leaves to local policy."""


def test_a_time_that_is_local_policy_is_shown_as_such_while_it_may_still_be_kept() -> None:
    happened = (on("01-12", order), on("01-21", letter), on("01-23", reached))
    for told_of, basis in (
        (story(*happened), "parameter"),
        (story(on("01-05", OWN_TIME, of="KLA"), *happened), "seed"),
    ):
        for open_overdue_and_late in ("01-12", "01-20", "01-23"):
            assert _basis(told_of, "KLA-02a", open_overdue_and_late) == basis
        assert _basis(told_of, "KLA-13", "01-22", key=letter) == basis


def test_once_a_first_try_is_made_in_time_no_local_time_is_left() -> None:
    told_of = story(on("01-12", order), on("01-13", no_answer), on("01-23", reached))
    for open_and_met in ("01-13", "01-23"):
        assert _basis(told_of, "KLA-02a", open_and_met) == "seed"


def _basis(told_of: History, provision: str, on_day: str, *, key: str | Fact = "-") -> str:
    found = finding(told_of, provision, on=on_day, key=key)
    assert found is not None
    return basis_of(found)


def test_a_time_that_the_version_states_itself_is_broken_when_the_case_closes() -> None:
    happened = (on("01-12", order), on("01-20", letter), on("02-10", closed_moved))
    for told_of, stands in (
        (story(*happened), "overdue"),
        (story(on("01-05", OWN_TIME, of="KLA"), *happened), "breached because closed without"),
    ):
        line(told_of, "KLA-02a", {"02-09": "overdue", "02-10": stands, "12-31": stands})
        line(told_of, "KLA-13", {"02-09": "overdue", "02-10": stands}, key=letter)
        assert _basis(told_of, "KLA-02a", "02-10") == (
            "parameter" if stands == "overdue" else "seed"
        )


def test_since_looks_past_what_changed_without_the_status() -> None:
    told_of = story(
        on("01-12", order), on("01-13", no_answer), on("02-02", search), on("02-10", met)
    )
    assert _since(told_of, "KLA-02b", "02-02") is None  # fewer ways are left, and it is open still
    assert _since(told_of, "KLA-04", "02-09") == "02-03"
    assert _since(told_of, "KLA-04", "02-10") == "02-10"


def _since(told_of: History, provision: str, on_day: str) -> str | None:
    found = finding(told_of, provision, on=on_day)
    assert found is not None
    return found.since.isoformat().removeprefix("2026-") if found.since else None
