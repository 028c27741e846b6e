"""Acts, facts and commands.

An act is what someone did, told in the fields of a form. It is declared once, and stands twice:
as the command that asks for it to be recorded, and as the fact that it was. So a precondition
that looks at an act is one function, whether it refuses a command or judges a fact.
"""

from datetime import date
from typing import Annotated, Any, ClassVar

from rutin.domain.clock_time import ClockTime
from rutin.domain.immutable import Immutable
from rutin.domain.label import label


class Act(Immutable):
    """Something done on a Swedish civil date; with a time where order within the day matters."""

    occurred_on: Annotated[date, label("Datum", "Den dag det hände.")]
    occurred_at: Annotated[
        ClockTime | None, label("Klockslag", "Svensk tid, om ordningen under dagen har betydelse.")
    ] = None


class Fact(Act):
    """An act that is recorded. Its type is its stored name and version, and is never reused."""

    type: str

    stream_kind: ClassVar[str]

    identity: ClassVar[tuple[str, ...]] = ()
    """Fields by which other facts refer to this one: a correction leaves them as they are."""

    def references(self) -> tuple[str, ...]:
        """Name what the fact is about, beyond its own stream, as "kind/reference"."""
        return ()


class Command(Act):
    """A wish to record an act; `records` is the fact it becomes."""

    records: ClassVar[type[Fact]]

    def fact(self, **settled: Any) -> Fact:
        """Tell the same act as a fact.

        Args:
            settled: Fields that the decision settles, such as a reference the caller left out.
        """
        told = {
            name: getattr(self, name) for name in self.records.model_fields if hasattr(self, name)
        }
        return self.records.model_validate(told | settled)
