"""Which subjects a fact touches: whose rows are to be worked out anew when it is recorded."""

from collections.abc import Iterable
from dataclasses import dataclass

from rutin.application.view import AnyView


@dataclass(frozen=True, slots=True)
class Touched:
    """What some facts touch.

    Attributes:
        names: The subjects themselves, as "K-1".
        cases_beside: References, as "client/P1": each case that any fact carries together with one
            of them is touched.
        everything: A routine has changed, and with it possibly all that is judged.
    """

    names: frozenset[str]
    cases_beside: frozenset[str] = frozenset()
    everything: bool = False


def touched(references: Iterable[str], view: AnyView) -> Touched:
    """Tell what facts with some references touch, among the subjects of a view.

    What is told about a person, such as a name, shows in all the cases of that client; what is told
    about an assignee is judged in all the cases of the assignee.
    """
    names: set[str] = set()
    beside: set[str] = set()
    everything = False
    for reference in references:
        of, _, name = reference.partition("/")
        match of:
            case view.kind:
                names.add(name)
            case "assignee" if view.judges:
                beside.add(reference)
            case "client" | "person" if view.kind == "case":
                beside.add(f"client/{name}")
            case "routine" if view.judges:
                everything = True
    return Touched(frozenset(names), frozenset(beside), everything)
