"""Chance with a seed: the same seed makes the same municipality, on every machine."""

from collections.abc import Mapping
from math import exp
from random import Random
from statistics import NormalDist
from typing import TypeVar

_Choice = TypeVar("_Choice")


class Chance(Random):
    """Draws that read as what they decide."""

    def happens(self, likelihood: float) -> bool:
        """Say whether something of a likelihood from 0 to 1 happens this time."""
        return self.random() < likelihood

    def weighted(self, choices: Mapping[_Choice, float]) -> _Choice:
        """Choose one, each as often as its weight says."""
        return self.choices(list(choices), weights=list(choices.values()))[0]


def log_normal(median: float, spread: float, place: float) -> float:
    """Give the value that stands at a place, between 0 and 1, in a log-normal distribution.

    Args:
        median: The value at place one half.
        spread: Standard deviation of the logarithm.
        place: Drawn by the caller, so that few draws can be made to cover the distribution evenly.
    """
    return median * exp(spread * NormalDist().inv_cdf(place))
