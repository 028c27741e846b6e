"""Times, each from its first day until the day after its last; without an end it goes on."""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

Time: TypeAlias = tuple[date, date | None]
"""The first day, and the day after the last; None while it is not known."""


def put_together(times: Iterable[Time]) -> list[Time]:
    """Put times together that meet or overlap, the earliest first."""
    together: list[Time] = []
    for first, until in sorted(times, key=lambda time: time[0]):
        if together and (together[-1][1] is None or first <= together[-1][1]):
            begun, before = together.pop()
            ends = (before, until)
            together.append((begun, None if None in ends else max(filter(None, ends))))
        else:
            together.append((first, until))
    return together
