"""The calendar of a case: the day of each step, from the decision to the service."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from rutin.domain.values import add_months

CLOSED = frozenset({(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)})
"""Month and day of the holidays that fall on the same date each year; the others are worked."""

SHARE_OF_THE_WAY = {
    "contacted_on": 0.12,
    "met_on": 0.22,
    "searched_on": 0.27,
    "offered_on": 0.60,
    "joint_meeting_on": 0.72,
    "agreed_on": 0.82,
    "welcomed_on": 0.93,
}
"""How far from the order's arrival (0) to the service (1) each step is taken."""


def working_day(day: date) -> date:
    """Give the day, or the first working day after it."""
    while day.weekday() >= 5 or (day.month, day.day) in CLOSED:
        day += timedelta(days=1)
    return day


def days_after(day: date, days: int) -> date:
    """Give the working day that comes so many days after, or as soon as it can."""
    return working_day(day + timedelta(days=days))


def spread(first: date, last: date, number: int) -> list[date]:
    """Lay a number of working days evenly over a period, its ends left out where there is room."""
    step = (last - first) / (number + 1)
    return [min(working_day(first + step * place), last) for place in range(1, number + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The days of one search for an assignee: offer, joint meeting, agreement."""

    offered_on: date
    joint_meeting_on: date
    agreed_on: date

    @classmethod
    def after(cls, day: date) -> "Round":
        """Lay out a swift round that begins some days after a day."""
        _, offered, met, agreed = accumulate((3, 6, 4), days_after, initial=day)
        return cls(offered_on=offered, joint_meeting_on=met, agreed_on=agreed)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCalendar:
    """The day of each step of the work process (KLA steps 1–10), none before the one above it."""

    decided_on: date
    received_on: date
    contacted_on: date
    met_on: date
    searched_on: date
    offered_on: date
    joint_meeting_on: date
    agreed_on: date
    welcomed_on: date
    started_on: date

    @classmethod
    def between(cls, decided_on: date, received_on: date, started_on: date) -> "CaseCalendar":
        """Lay the steps out between an order's arrival and the start of the service."""
        way = started_on - received_on
        steps = {
            name: min(working_day(received_on + way * share), started_on)
            for name, share in SHARE_OF_THE_WAY.items()
        }
        return cls(decided_on=decided_on, received_on=received_on, started_on=started_on, **steps)

    @property
    def first_round(self) -> Round:
        """The first search for an assignee."""
        return Round(
            offered_on=self.offered_on,
            joint_meeting_on=self.joint_meeting_on,
            agreed_on=self.agreed_on,
        )


def last_day_of(first_day: date, months: int) -> date:
    """Give the last day of a period of whole months."""
    return add_months(first_day, months) - timedelta(days=1)
