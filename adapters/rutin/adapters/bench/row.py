"""A row of the figures: what was measured, beside what, and what it should reach."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from statistics import quantiles
from typing import Literal

from rutin.adapters.bench.measuring import Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure.

    Attributes:
        title: What it is, in Swedish, for whoever reads the table.
        name: The same in a stable form.
        value: The median of the runs.
        unit: Of the value and the baseline.
        baseline: The median of what was measured by turns with it, in the same runs.
        ratio: The median over the runs of value to baseline.
        goal: What the ratio should reach; the value, where there is no ratio.
        better: Whether more or less of it is better.
        spread: The lower and upper quartile of the ratio; of the value, where there is none. Of a
            99th percentile: the 95th, and the longest.
    """

    title: str
    name: str
    value: float
    unit: str
    baseline: float | None
    ratio: float | None
    goal: float | None
    better: Literal["higher", "lower"]
    spread: tuple[float, float]

    @property
    def reached(self) -> bool | None:
        """Say whether the goal is reached; None if there is no goal."""
        if self.goal is None:
            return None
        judged = self.value if self.ratio is None else self.ratio
        return judged >= self.goal if self.better == "higher" else judged <= self.goal

    def as_json(self) -> dict[str, object]:
        """Give the row as a JSON object, without what is for people."""
        told = asdict(self)
        return {each.name: told[each.name] for each in fields(self) if each.name != "title"}


def speed(
    title: str, name: str, measured: Measured, *, goal: float, unit: str = "events/s", each: int = 1
) -> Row:
    """Give a row of how many are done a second, and how many times as many as beside.

    Args:
        title: What it is, in Swedish.
        name: The same in a stable form.
        measured: How long it took.
        goal: What the ratio should reach.
        unit: What is done, a second.
        each: How many of them were done in what was timed.
    """
    ratio, spread = measured.times_as_fast()
    return Row(
        title=title,
        name=name,
        value=each / measured.seconds,
        unit=unit,
        baseline=each / measured.baseline_seconds,
        ratio=ratio,
        goal=goal,
        better="higher",
        spread=spread,
    )


def time_taken(title: str, name: str, measured: Measured, *, goal: float | None) -> Row:
    """Give a row of milliseconds, and how many times as many as beside.

    Args:
        title: What it is, in Swedish.
        name: The same in a stable form.
        measured: How long it took.
        goal: What the ratio should reach.
    """
    ratio, spread = measured.times_as_long()
    return Row(
        title=title,
        name=name,
        value=1000 * measured.seconds,
        unit="ms",
        baseline=1000 * measured.baseline_seconds,
        ratio=ratio,
        goal=goal,
        better="lower",
        spread=spread,
    )


def waits(title: str, name: str, seconds: Sequence[float]) -> Iterator[Row]:
    """Give two rows of how long something was waited for: the median, and the 99th percentile."""
    hundredths = quantiles(seconds, n=100, method="inclusive")
    for what, each, value, spread in (
        ("median", "median", hundredths[49], (hundredths[24], hundredths[74])),
        ("99:e percentilen", "p99", hundredths[98], (hundredths[94], max(seconds))),
    ):
        yield Row(
            title=f"{title}, {what}",
            name=f"{name}_{each}",
            value=1000 * value,
            unit="ms",
            baseline=None,
            ratio=None,
            goal=None,
            better="lower",
            spread=(1000 * spread[0], 1000 * spread[1]),
        )
