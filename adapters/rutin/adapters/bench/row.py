"""A row of the figures: what was measured, beside what, and what it should reach."""

from dataclasses import asdict, dataclass, fields
from typing import Literal


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
        spread: The lower and upper quartile of the ratio; of the value, where there is none.
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
