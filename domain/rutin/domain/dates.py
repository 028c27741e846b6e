"""Dates that must come in order."""

from datetime import date
from itertools import pairwise


def in_order(*dated: tuple[str, date | None]) -> None:
    """Check that the dates given come in the order they are listed; unknown ones are passed over.

    Args:
        dated: What each date is called in Swedish, and the date.

    Raises:
        ValueError: A date lies before one that must come first; the text names both.
    """
    known = [(name, day) for name, day in dated if day is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            raise ValueError(
                f"Datumen kommer i fel ordning: {later} {second} ligger före {earlier} {first}. "
                "Rätta det datum som är fel."
            )
