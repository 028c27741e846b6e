"""Load and continuity: how many clients each person supports, and how many support each client."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest

from asking import asked
from assessing import day, on, story
from examples import ADAM, KARIN, support_person_appointed
from happenings import agreed, companion_order, housing_support_order, left, offered, registered
from rutin.adapters.cli.layouts import lay_out
from rutin.adapters.lines import FILES, plain
from rutin.application.query import Query
from rutin.domain.refusal import Forbidden, Malformed
from rutin.projections.assignments import Assignments
from rutin.projections.load import (
    Continuity,
    ContinuityOfClients,
    ContinuityOfUnit,
    ContinuityOfUnits,
    Load,
    Loads,
)
from spec import Told, told

PEOPLE = tuple(
    on("01-02", registered.but(person=person), of=assignee)
    for assignee, person in (("A1", "P-ann"), ("A2", "P-bo"), ("A3", "P-cia"), ("A9", "P-ann"))
)
"""A1 and A9 are the same person, who stands twice in the register."""


def ordered(case: str, client: str, unit: str = "syd") -> Told:
    order = housing_support_order.but(order_no=f"B-{case}", client=client, unit=unit)
    return on("01-12", order, of=case)


def appointed(when: str, who: str, slot: int, case: str = "K1") -> Told:
    fact = support_person_appointed.but(
        occurred_on=day(when), from_date=day(when), assignee=who, slot=slot, case=case
    )
    return told(fact, of=f"{case}-{who}")


def ended(when: str, who: str, case: str = "K1") -> Told:
    return on(when, left, of=f"{case}-{who}")


ANN_AND_BO = (
    *PEOPLE,
    ordered("K1", "P1"),
    appointed("02-02", "A1", 1),
    appointed("02-02", "A2", 2),
)


# ---------------------------------------------------------------- load


def test_each_person_has_the_clients_they_support_as_person_1_and_2() -> None:
    happened = story(
        *ANN_AND_BO,
        ordered("K2", "P2"),
        appointed("02-02", "A1", 2, case="K2"),
    )
    assert asked(Loads(), happened, on="02-02") == (
        Load(("A1",), "syd", clients=2, as_first=1, as_second=1, otherwise=0),
        Load(("A2",), "syd", clients=1, as_first=0, as_second=1, otherwise=0),
    )
    assert asked(Loads(), happened, on="02-01") == ()


def test_whoever_stands_twice_in_the_register_counts_once() -> None:
    happened = story(*ANN_AND_BO, ordered("K2", "P2"), appointed("02-02", "A9", 1, case="K2"))
    both = Load(("A1", "A9"), "syd", clients=2, as_first=2, as_second=0, otherwise=0)
    assert asked(Loads(), happened, on="03-02")[0] == both
    assert asked(Loads(assignee="A9"), happened, on="03-02") == (both,)


def test_a_client_with_two_cases_is_one_client() -> None:
    happened = story(*ANN_AND_BO, ordered("K2", "P1"), appointed("02-02", "A1", 1, case="K2"))
    (ann,) = asked(Loads(assignee="A1"), happened, on="03-02")
    assert (ann.clients, ann.as_first) == (1, 1)


def test_each_unit_is_told_by_itself() -> None:
    happened = story(
        *ANN_AND_BO, ordered("K2", "P2", unit="norr"), appointed("02-02", "A1", 1, case="K2")
    )
    assert [
        (each.unit, each.clients) for each in asked(Loads(assignee="A1"), happened, on="03-02")
    ] == [
        ("norr", 1),
        ("syd", 1),
    ]
    assert [each.assignees for each in asked(Loads(unit="norr"), happened, on="03-02")] == [("A1",)]


def test_whoever_has_an_agreement_supports_the_client_from_that_day_to_the_last() -> None:
    happened = story(
        *PEOPLE,
        on("01-12", companion_order),
        on("02-02", offered),
        on("02-16", agreed),
        on("04-30", left),
    )
    assert asked(Loads(), happened, on="02-15") == ()
    assert asked(Loads(), happened, on="04-30") == (
        Load(("A1",), "syd", clients=1, as_first=0, as_second=0, otherwise=1),
    )
    assert asked(Loads(), happened, on="05-01") == ()


# ---------------------------------------------------------------- continuity


def continuity(*happened: Told, on: str, year: int | None = None) -> Continuity:
    (found,) = asked(ContinuityOfClients(year=year), story(*happened), on=on)
    return found


def test_two_support_persons_are_two_people_and_no_change() -> None:
    assert continuity(*ANN_AND_BO, on="06-01") == Continuity(
        "P1", ("syd",), 2026, people=2, changes=0
    )


def test_another_who_takes_over_is_a_change() -> None:
    found = continuity(*ANN_AND_BO, ended("03-31", "A1"), appointed("04-01", "A3", 1), on="06-01")
    assert (found.people, found.changes) == (3, 1)


def test_whoever_changes_from_person_2_to_person_1_has_not_left() -> None:
    found = continuity(
        *ANN_AND_BO,
        ended("03-31", "A1"),
        appointed("04-01", "A2", 1),
        appointed("04-01", "A3", 2),
        on="06-01",
    )
    assert (found.people, found.changes) == (3, 1), "A1 left; A2 stayed on, as person 1"


def test_the_same_person_under_another_number_is_no_change() -> None:
    alone = (*PEOPLE, ordered("K1", "P1"), appointed("02-02", "A1", 1))
    found = continuity(*alone, ended("03-31", "A1"), appointed("04-01", "A9", 1), on="06-01")
    assert (found.people, found.changes) == (1, 0)


def test_the_end_of_the_support_is_no_change() -> None:
    found = continuity(*ANN_AND_BO, ended("03-31", "A1"), ended("03-31", "A2"), on="06-01")
    assert (found.people, found.changes) == (2, 0)


def test_a_gap_before_the_next_one_comes_is_a_change_all_the_same() -> None:
    alone = (*PEOPLE, ordered("K1", "P1"), appointed("02-02", "A1", 1), ended("03-31", "A1"))
    assert continuity(*alone, appointed("05-04", "A2", 1), on="06-01").changes == 1
    assert continuity(*alone, appointed("05-04", "A1", 1), on="06-01").changes == 0, (
        "the same person came back"
    )


def test_what_is_to_come_is_not_counted_yet() -> None:
    leaving = (*ANN_AND_BO, ended("03-31", "A1"), appointed("04-01", "A3", 1))
    assert continuity(*leaving, on="03-31").changes == 0
    assert continuity(*leaving, on="03-31").people == 2
    assert continuity(*leaving, on="04-01").changes == 1


def test_at_the_turn_of_the_year_each_year_has_its_own_people_and_the_change_is_of_the_new_one() -> (
    None
):
    happened = (
        *PEOPLE,
        ordered("K1", "P1"),
        appointed("02-02", "A1", 1),
        ended("2026-12-31", "A1"),
        appointed("2027-01-01", "A2", 1),
    )
    old = continuity(*happened, on="2027-06-01", year=2026)
    new = continuity(*happened, on="2027-06-01", year=2027)
    assert (old.people, old.changes) == (1, 0)
    assert (new.people, new.changes) == (1, 1)
    assert continuity(*happened, on="2027-06-01") == new, "this year, unless another is asked for"


def test_whoever_had_left_before_the_year_is_not_in_it() -> None:
    happened = story(*ANN_AND_BO, ended("12-30", "A1"), ended("2026-12-31", "A2"))
    assert asked(ContinuityOfClients(year=2027), happened, on="2027-06-01") == ()


def test_the_people_behind_a_clients_number_are_listed_by_the_year() -> None:
    happened = story(
        *ANN_AND_BO,
        ordered("K2", "P2"),
        appointed("02-02", "A2", 1, case="K2"),
        ended("03-31", "A1"),
        appointed("04-01", "A3", 1),
    )
    for line in asked(ContinuityOfClients(), happened, on="06-01"):
        behind = asked(Assignments(client=line.client, year=line.year), happened, on="06-01")
        assert len({each.assignee for each in behind}) == line.people
    (on_the_day,) = asked(
        Assignments(client="P1", year=2026, as_of=day("03-31"), assignee="A1"), happened, on="06-01"
    )
    assert on_the_day.until == day("04-01")
    assert asked(Assignments(year=2025), happened, on="06-01") == ()
    with pytest.raises(Malformed, match="till och med 2026"):
        asked(Assignments(year=2027), happened, on="06-01")


@pytest.mark.parametrize("query", [ContinuityOfClients(year=2027), ContinuityOfUnits(year=2027)])
def test_a_year_that_has_not_begun_is_not_told_of(query: Query[Any]) -> None:
    happened = story(*clients(5))
    with pytest.raises(Malformed, match="till och med 2026"):
        asked(query, happened, on="2026-12-31")
    assert asked(query, happened, on="2027-01-01")


def test_clients_with_most_people_come_first() -> None:
    happened = story(
        *ANN_AND_BO, ordered("K0", "P0", unit="norr"), appointed("02-02", "A3", 1, case="K0")
    )
    told_of = asked(ContinuityOfClients(), happened, on="06-01")
    assert [(each.client, each.people) for each in told_of] == [("P1", 2), ("P0", 1)]
    assert [
        each.client for each in asked(ContinuityOfClients(unit="norr"), happened, on="06-01")
    ] == ["P0"]


# ---------------------------------------------------------------- continuity by unit


def clients(number: int, *, with_two: int = 0) -> tuple[Told, ...]:
    """Give so many clients who have A1, the first of them A2 as well."""
    return (
        *PEOPLE,
        *(ordered(f"K{n}", f"P{n}") for n in range(number)),
        *(appointed("02-02", "A1", 1, case=f"K{n}") for n in range(number)),
        *(appointed("02-02", "A2", 2, case=f"K{n}") for n in range(with_two)),
    )


def test_the_mean_of_a_unit_is_of_its_clients() -> None:
    happened = story(*clients(8, with_two=5))
    assert asked(ContinuityOfUnits(), happened, on="06-01", by=KARIN) == (
        ContinuityOfUnit("syd", 2026, clients=8, people=Decimal("1.6"), changes=Decimal("0.0")),
    )


def test_of_fewer_than_five_clients_nothing_is_told() -> None:
    assert asked(ContinuityOfUnits(), story(*clients(4)), on="06-01") == (
        ContinuityOfUnit("syd", 2026, clients=None, people=None, changes=None),
    )


@pytest.mark.parametrize(("changed", "is_told"), [(0, True), (1, False), (4, False), (5, True)])
def test_what_only_one_to_four_clients_had_changed_is_not_told(changed: int, is_told: bool) -> None:
    another = (
        each
        for n in range(changed)
        for each in (ended("03-31", "A1", f"K{n}"), appointed("04-01", "A3", 1, case=f"K{n}"))
    )
    (unit,) = asked(ContinuityOfUnits(), story(*clients(10), *another), on="06-01", by=KARIN)
    told = unit.clients, unit.people is not None, unit.changes is not None
    assert told == (10, is_told, is_told)


@pytest.mark.parametrize(("with_two", "is_told"), [(0, True), (1, False), (4, False), (5, True)])
def test_that_only_one_to_four_clients_had_more_than_one_person_is_not_told(
    with_two: int, is_told: bool
) -> None:
    (unit,) = asked(ContinuityOfUnits(), story(*clients(10, with_two=with_two)), on="06-01")
    assert (unit.people is not None, unit.changes) == (is_told, Decimal("0.0"))


@pytest.mark.parametrize(("with_two", "mean"), [(0, "1.0"), (5, "1.6"), (6, "1.8"), (8, "2.0")])
def test_a_mean_is_rounded_to_the_nearest_tenth(with_two: int, mean: str) -> None:
    (unit,) = asked(ContinuityOfUnits(), story(*clients(8, with_two=with_two)), on="06-01")
    assert str(unit.people) == mean


def test_a_mean_is_a_number_in_a_file_and_stands_as_it_is_said_everywhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = asked(ContinuityOfUnits(), story(*clients(8, with_two=5)), on="06-01")
    file, sheet = io.BytesIO(), io.BytesIO()
    FILES["csv"](ContinuityOfUnit, told, file)
    assert file.getvalue().decode().endswith("syd;2026;8;1,6;0,0\r\n"), "1.6 may be read as a date"
    FILES["xlsx"](ContinuityOfUnit, told, sheet)
    with zipfile.ZipFile(sheet) as parts:
        assert b'<c r="D2"><v>1.6</v></c>' in parts.read("xl/worksheets/sheet1.xml")
    lay_out(ContinuityOfUnits(), told)
    assert capsys.readouterr().out.splitlines()[1].split() == ["syd", "2026", "8", "1,6", "0,0"]
    (as_json,) = plain(ContinuityOfUnit, told)
    assert (as_json["people"], as_json["changes"]) == ("1.6", "0.0")


def test_a_list_of_clients_is_not_for_those_who_see_figures_alone() -> None:
    happened = story(*ANN_AND_BO)
    assert asked(ContinuityOfClients(), happened, on="06-01", by=ADAM)
    with pytest.raises(Forbidden):
        asked(ContinuityOfClients(), happened, on="06-01", by=KARIN)
