"""Small numbers in figures: what tells of few clients is left out, for it may tell of one (LAW-24, D-56)."""

from collections.abc import Mapping
from typing import Annotated, Any

from rutin.domain.actor import Actor
from rutin.domain.label import label
from rutin.projections.readers import CASEWORK

FEW = 5
"""Fewer clients than this are not told of in figures that others are to read."""

Suppressed = Annotated[
    bool,
    label(
        "Dölj små tal",
        "Tal som rör färre än fem ärenden visas inte; aldrig för den som inte får se listorna.",
    ),
]

Class = tuple[Any, ...]
"""What is counted together: the values of some fields."""


def are_hidden_from(by: Actor, *, asked: bool) -> bool:
    """Say whether small numbers are left out: when that is asked for, and for whoever may see no list."""
    return asked or by.role not in CASEWORK


def hidden_among(cases: Mapping[Class, int]) -> frozenset[Class]:
    """Say which classes are not told of: those of too few cases, and as many more as would tell of them.

    Args:
        cases: How many cases there are in each class; the total of all may be known.
    """
    by_size = sorted(cases, key=lambda each: (cases[each], each))
    hidden = [each for each in by_size if cases[each] < FEW]
    for each in by_size[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(cases[few] for few in hidden) >= FEW):
            break
        hidden.append(each)
    return frozenset(hidden)
