"""Which subjects a fact touches: whose rows are to be worked out anew when it is recorded."""

from collections.abc import Iterable
from dataclasses import dataclass

from rutin.application.view import AnyView


@dataclass(frozen=True, slots=True)
class Touched:
    """What some facts touch.

    Attributes:
        names: The subjects themselves, as "K-1".
        cases_of: Assignees, each of whose cases is touched.
        everything: A routine has changed, and with it possibly all that is judged.
    """

    names: frozenset[str]
    cases_of: frozenset[str] = frozenset()
    everything: bool = False


def touched(references: Iterable[str], view: AnyView) -> Touched:
    """Tell what facts with some references touch, among the subjects of a view."""
    names: set[str] = set()
    assignees: set[str] = set()
    everything = False
    for reference in references:
        of, _, name = reference.partition("/")
        if of == view.kind:
            names.add(name)
        if of == "assignee":
            assignees.add(name)
        everything = everything or of == "routine"
    if not view.judges:
        return Touched(frozenset(names))
    return Touched(frozenset(names), frozenset(assignees), everything)
