"""Register extracts that were shown: from which registers, issued and shown when; never what they said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rutin.application.view import Told, View


@dataclass(frozen=True, slots=True)
class ShownExtract:
    """An extract that an assignee has shown.

    Attributes:
        assignee: The assignee.
        check: The kind of check: "work_with_children" or "work_in_homes".
        registers: The registers that it is from.
        issued_on: The day it was issued.
        occurred_on: The day it was shown.
    """

    assignee: str
    check: str
    registers: tuple[str, ...]
    issued_on: date
    occurred_on: date


def shown_extracts(told: Told) -> Iterator[ShownExtract]:
    """Tell the extracts that an assignee has shown, in the order they were shown."""
    for extract in told.history.assignee(told.name).extracts:
        yield ShownExtract(
            assignee=told.name,
            check=extract.check,
            registers=extract.registers,
            issued_on=extract.issued_on,
            occurred_on=extract.occurred_on,
        )


EXTRACTS = View("extracts", "assignee", ShownExtract, shown_extracts, indexes=(("check",),))
