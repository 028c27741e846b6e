"""Who a client's support persons are, day by day: person 1 and person 2 (KMSP r.46)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rutin.domain.history import History
from rutin.domain.support_relationship import Slot, Tenure
from rutin.domain.values import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Someone who is person 1 or person 2 for a time.

    Attributes:
        relationship: The relationship with the client.
        assignee: The support person's reference in the register.
        person: Who they are; the same person may stand in the register more than once.
        tenure: As what, and from when to when.
    """

    relationship: str
    assignee: str
    person: str
    tenure: Tenure

    @property
    def slot(self) -> Slot:
        """Person 1 or person 2."""
        return self.tenure.appointment.slot

    @property
    def period(self) -> Period:
        """The days of it, as far as is known (D-42)."""
        return self.tenure.period


def holders(history: History, case: str) -> tuple[Holder, ...]:
    """Give everyone who is, was or is to be support person in a case, in order of their first day."""
    found = (
        Holder(
            relationship=reference,
            assignee=tenure.appointment.assignee,
            person=_person(tenure.appointment.assignee, history),
            tenure=tenure,
        )
        for reference, relationship in history.relationships_of_case(case).items()
        for tenure in relationship.tenures
    )
    return tuple(sorted(found, key=lambda each: each.period.from_date))


def holders_on(history: History, case: str, day: date) -> tuple[Holder, ...]:
    """Give the support persons in a case on a day."""
    return tuple(each for each in holders(history, case) if day in each.period)


def clashes(history: History, case: str, relationship: str) -> Iterator[tuple[Holder, Holder]]:
    """Give each time that a relationship shares a slot, or its person, with another's."""
    everyone = holders(history, case)
    for own in everyone:
        for other in everyone:
            if (
                own.relationship == relationship != other.relationship
                and own.period.overlaps(other.period)
                and (own.slot == other.slot or own.person == other.person)
            ):
                yield own, other


def _person(assignee: str, history: History) -> str:
    registration = history.assignee(assignee).registration
    return registration.person if registration else assignee
