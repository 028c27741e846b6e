"""Measuring two ways of doing the same by turns, so that what slows the machine slows both."""

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import TypeAlias

Work: TypeAlias = Callable[[], int]
"""Does something a number of times, and gives the number."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a number of runs took.

    Attributes:
        ours: Seconds for each time it was done, a figure a run.
        theirs: The same of what it is measured beside, in the same runs.
    """

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def seconds(self) -> float:
        """Give the median of ours."""
        return median(self.ours)

    @property
    def baseline_seconds(self) -> float:
        """Give the median of theirs."""
        return median(self.theirs)

    def times_as_fast(self) -> tuple[float, tuple[float, float]]:
        """Give how many times as fast as theirs ours is: the median of the runs, and quartiles."""
        return _spread(theirs / ours for ours, theirs in zip(self.ours, self.theirs, strict=True))

    def times_as_long(self) -> tuple[float, tuple[float, float]]:
        """Give how many times as long as theirs ours takes: the median of the runs, and quartiles."""
        return _spread(ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True))

    def quartiles(self) -> tuple[float, float]:
        """Give the lower and upper quartile of ours, in seconds."""
        return _spread(self.ours)[1]


def by_turns(ours: Work, theirs: Work, runs: int) -> Measured:
    """Do both once without measuring, then as often as told, taking turns at going first.

    Args:
        ours: What is measured.
        theirs: What it is measured beside.
        runs: How many times each is measured; at least two.
    """
    ours()
    theirs()
    timed: dict[Work, list[float]] = {ours: [], theirs: []}
    for run in range(runs):
        for work in (ours, theirs) if run % 2 else (theirs, ours):
            timed[work].append(seconds_each(work))
    return Measured(tuple(timed[ours]), tuple(timed[theirs]))


def seconds_each(work: Work) -> float:
    """Do something, and give the seconds it took for each time."""
    gc.collect()  # or one pays for what the other left
    began = perf_counter()
    times = work()
    return (perf_counter() - began) / times


def _spread(figures: Iterable[float]) -> tuple[float, tuple[float, float]]:
    listed = sorted(figures)
    lower, middle, upper = quantiles(listed, method="inclusive")
    return middle, (lower, upper)
