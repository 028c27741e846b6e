"""A tree over days: however long something lasts, it is a few nodes, and a day is under few of them.

The leaves are days, and every other node stands for the days of the two nodes below it: below node n
are 2n and 2n + 1, and the root is node 1. What lasts from one day until another is put down at the
largest nodes that have just those days between them. So all that lasts a certain day is found at the
nodes from its leaf up to the root, and nowhere else.
"""

from collections.abc import Iterator
from datetime import date, timedelta

_LEAVES = 1 << 16

FIRST_LEAF = date(1900, 1, 1)
LAST_LEAF = FIRST_LEAF + timedelta(days=_LEAVES - 1)
"""The days that have a leaf: until June 2079. What began before or lasts longer is cut off there."""


def nodes_from(first: date, until: date | None) -> Iterator[int]:
    """Give the nodes that have between them the days from one until another; at most thirty.

    Args:
        first: The first of the days.
        until: The day after the last; None when there is no last.
    """
    low = _LEAVES + max((first - FIRST_LEAF).days, 0)
    end = _LEAVES if until is None else min((until - FIRST_LEAF).days, _LEAVES)
    high = _LEAVES + end
    while low < high:
        if low % 2:
            yield low
            low += 1
        if high % 2:
            high -= 1
            yield high
        low, high = low // 2, high // 2


def nodes_above(day: date) -> tuple[int, ...]:
    """Give the nodes that a day is under, from its leaf up to the root.

    Raises:
        ValueError: The day has no leaf.
    """
    if not FIRST_LEAF <= day <= LAST_LEAF:
        raise ValueError(f"{day} has no leaf.")
    node = _LEAVES + (day - FIRST_LEAF).days
    return tuple(node >> height for height in range(node.bit_length()))
