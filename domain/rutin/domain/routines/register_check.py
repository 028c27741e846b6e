"""The register checks: of those who work with children (LAW-17), or in adults' homes (LAW-18)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rutin.domain.assignee import Register
from rutin.domain.values import add_months


class Extract(Protocol):
    """An extract that was shown, as a fact tells it or as a register keeps it."""

    @property
    def check(self) -> str:
        """The kind of check: "work_with_children" or "work_in_homes"."""

    @property
    def registers(self) -> Sequence[str]:
        """The registers that it is from."""

    @property
    def issued_on(self) -> date:
        """The day it was issued."""

    @property
    def occurred_on(self) -> date:
        """The day it was shown."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """That someone was engaged, with whomever: the day of the agreement, and the last day if any."""

    agreed_on: date
    ended_on: date | None


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


def missing_extracts(shown: Iterable[Extract], on: date) -> tuple[Register, ...]:
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


def missing_for_a_child(
    shown: Sequence[Extract], engagements: Iterable[Engagement], on: date
) -> tuple[Register, ...]:
    """List the registers of which an extract is to be shown before an agreement about a child.

    None for a person who, once checked, was engaged less than a year ago, with whomever (D-14).
    Only whoever is checked for work with children when they are engaged counts as such.

    Args:
        shown: Extracts that the person has shown.
        engagements: Those that the person has had before.
        on: The day of the agreement.
    """
    a_year_ago = add_months(on, -12)
    for earlier in engagements:
        is_recent = earlier.ended_on is None or earlier.ended_on > a_year_ago
        if is_recent and not missing_extracts(shown, earlier.agreed_on):
            return ()
    return missing_extracts(shown, on)


HOME_CHECKS_FROM = date(2026, 3, 1)
"""The day the act on checks for work in adults' homes came into force (2026:43)."""
HOME_CHECK_MONTHS = 6


def is_recent_for_homes(issued_on: date, on: date) -> bool:
    """Say whether an extract is no older than it may be for work in adults' homes (LAW-18)."""
    return issued_on >= add_months(on, -HOME_CHECK_MONTHS)
