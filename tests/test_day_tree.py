"""The tree over days: whatever lasts from a day until another is found under just those days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rutin.adapters.sql.views.day_tree import FIRST_LEAF, LAST_LEAF, nodes_above, nodes_from

DAY = timedelta(days=1)

days = st.dates(FIRST_LEAF, LAST_LEAF)
ends = st.dates() | st.dates(date(2024, 1, 1), date(2028, 12, 31))


@given(first=ends, until=ends | st.none(), day=days)
def test_a_day_is_under_one_node_if_it_is_among_those_that_last_and_else_under_none(
    first: date, until: date | None, day: date
) -> None:
    nodes = list(nodes_from(first, until))
    assert len(nodes) <= 30
    near = (
        {first, first - DAY, until, until - DAY}
        if until and date.min not in (first, until)
        else set()
    )
    for each in {day, FIRST_LEAF, LAST_LEAF, *near}:
        if FIRST_LEAF <= each <= LAST_LEAF:
            lasts = first <= each and (until is None or each < until)
            assert sum(nodes.count(node) for node in nodes_above(each)) == lasts


@given(first=st.dates(date(2024, 1, 1), date(2026, 12, 31)), length=st.integers(0, 200))
def test_every_day_of_a_range_is_under_one_node_and_no_other_day_is(
    first: date, length: int
) -> None:
    nodes = list(nodes_from(first, first + length * DAY))
    around = [first + number * DAY for number in range(-200, 401)]
    under = [day for day in around for node in nodes_above(day) if node in nodes]
    assert under == [first + number * DAY for number in range(length)]


def test_a_few_nodes_are_enough() -> None:
    assert list(nodes_from(date.min, None)) == [1]
    assert len(list(nodes_from(date(2026, 1, 1), date(2026, 2, 1)))) <= 8
    assert len(nodes_above(date(2026, 1, 1))) == 17


@pytest.mark.parametrize("day", [FIRST_LEAF - DAY, LAST_LEAF + DAY])
def test_a_day_outside_the_tree_is_under_nothing(day: date) -> None:
    with pytest.raises(ValueError, match="has no leaf"):
        nodes_above(day)
