"""Absences of assignees: from which day to which they are away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rutin.application.view import Told, View
from rutin.domain.assignee import AbsenceRecorded
from rutin.domain.values import day_after


@dataclass(frozen=True, slots=True)
class DaysAway:
    """Days on which an assignee is away.

    Attributes:
        assignee: The assignee.
        first: The first of the days.
        until: The day after the last; None when it is not known.
    """

    assignee: str
    first: date
    until: date | None


def days_away(told: Told) -> Iterator[DaysAway]:
    """Tell when an assignee is away, as far as is known."""
    for recorded in told.history.in_force:
        if recorded.stream == f"assignee/{told.name}" and isinstance(
            recorded.fact, AbsenceRecorded
        ):
            away = recorded.fact
            until = day_after(away.to_date) if away.to_date else None
            yield DaysAway(assignee=told.name, first=away.from_date, until=until)


ABSENCES = View("absences", "assignee", DaysAway, days_away, indexes=(("until",),))
