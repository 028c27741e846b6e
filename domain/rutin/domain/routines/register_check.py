"""The register check of those who work with children (LAW-17): which extracts, how old."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rutin.domain.assignee import Register, RegisterExtractShown
from rutin.domain.values import add_months


@dataclass(frozen=True, slots=True)
class ChildCheckLaw:
    """A version of 2010:479: the registers it asks for and how old an extract may be."""

    in_force_from: date
    registers: tuple[Register, ...]
    months: int


CHILD_CHECK_LAWS = (
    ChildCheckLaw(date.min, ("criminal_records",), 12),
    ChildCheckLaw(date(2026, 3, 1), ("criminal_records", "suspects"), 6),
)
"""In the order they came into force; the second by Lag 2026:48."""

REGISTER_NAMES: dict[Register, str] = {
    "criminal_records": "belastningsregistret",
    "suspects": "misstankeregistret",
    "social_services": "socialregistret",
}


def child_check_law(on: date) -> ChildCheckLaw:
    """Give the version that governs an agreement signed on a day."""
    return [law for law in CHILD_CHECK_LAWS if law.in_force_from <= on][-1]


def missing_extracts(shown: Iterable[RegisterExtractShown], on: date) -> tuple[Register, ...]:
    """List the registers of which no extract, young enough on the day, has been shown.

    Args:
        shown: Extracts that the person has shown; those shown after the day do not count.
        on: The day of the agreement, which also decides the version of the law.
    """
    law = child_check_law(on)
    oldest = add_months(on, -law.months)
    covered = {
        register
        for extract in shown
        if extract.check == "work_with_children"
        and extract.occurred_on <= on
        and extract.issued_on >= oldest
        for register in extract.registers
    }
    return tuple(register for register in law.registers if register not in covered)
