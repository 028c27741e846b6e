"""Load and continuity: how many clients each person supports, and how many support each client.

A person who stands twice in the register counts once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from rutin.application.condition import (
    After,
    Among,
    Condition,
    InView,
    UpTo,
    asked,
    lasting,
)
from rutin.application.query import Asking, Day, Limit, OfUnit, Query, Skip, query
from rutin.application.views import Views
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.projections.assignments import ASSIGNMENTS, Assignment, year_of
from rutin.projections.readers import CASEWORK, REPORTING, RESOURCES
from rutin.projections.register import REGISTER, numbers_of
from rutin.projections.small_numbers import FEW
from rutin.projections.times import Time, put_together

Year = Annotated[
    int | None, Field(ge=2000, le=2199), label("År", "Det här året, om inget sägs; till i dag.")
]


@dataclass(frozen=True, slots=True)
class Load:
    """How many clients a person supports in a unit on a day."""

    assignees: Annotated[
        tuple[str, ...],
        label("Nummer", "Fler än ett när samma person står flera gånger i registret."),
    ]
    unit: Annotated[str, label("Enhet")]
    clients: Annotated[int, label("Brukare")]
    as_first: Annotated[int, label("Som person 1", "Så många av brukarna.")]
    as_second: Annotated[int, label("Som person 2", "Så många av brukarna.")]
    otherwise: Annotated[int, label("Med avtal", "Så många av brukarna, utan att vara stödperson.")]


@query(
    "load",
    "Belastning",
    Load,
    over=(ASSIGNMENTS, REGISTER),
    permitted=RESOURCES,
    access="assignees",
)
class Loads(Query[Load]):
    """How many clients each person supports on a day, unit by unit; those with none are left out."""

    assignee: Annotated[Reference | None, label("Uppdragstagare")] = None
    unit: OfUnit = None
    as_of: Day = None
    limit: Limit = 1000
    skip: Skip = 0

    def answer(self, asking: Asking) -> list[Load]:
        """Answer with the number of clients, the greatest first, then by number."""
        conditions = [*asked(unit=self.unit), *lasting(self.as_of or asking.today)]
        if self.assignee is not None:
            conditions.append(Among("assignee", numbers_of(asking.views, self.assignee)))
        persons = _persons(asking.views, conditions)
        assigned: dict[tuple[str, str], list[Assignment]] = defaultdict(list)
        for each in asking.views.rows(ASSIGNMENTS, conditions):
            assigned[persons.get(each.assignee, each.assignee), each.unit].append(each)
        loads = sorted(
            (_load(unit, of_one) for (_, unit), of_one in assigned.items()),
            key=lambda load: (-load.clients, load.assignees, load.unit),
        )
        return loads[self.skip : self.skip + self.limit]


def _load(unit: str, assigned: Iterable[Assignment]) -> Load:
    clients: dict[int | None, set[str]] = defaultdict(set)
    numbers: set[str] = set()
    for each in assigned:
        clients[each.slot].add(each.client)
        numbers.add(each.assignee)
    return Load(
        assignees=tuple(sorted(numbers)),
        unit=unit,
        clients=len(set().union(*clients.values())),
        as_first=len(clients[1]),
        as_second=len(clients[2]),
        otherwise=len(clients[None]),
    )


@dataclass(frozen=True, slots=True)
class Continuity:
    """How many different people have supported a client in a year."""

    client: Annotated[str, label("Brukare", "Brukarens personreferens.")]
    units: Annotated[tuple[str, ...], label("Enheter")]
    year: Annotated[int, label("År")]
    people: Annotated[int, label("Personer", "Olika människor som har stöttat brukaren.")]
    changes: Annotated[
        int,
        label(
            "Byten",
            "Gånger någon slutade och någon annan stöttade brukaren därefter. "
            "Att person 1 och 2 byter plats är inget byte.",
        ),
    ]


@query(
    "continuity",
    "Kontinuitet",
    Continuity,
    over=(ASSIGNMENTS, REGISTER),
    permitted=CASEWORK,
    access="clients",
)
class ContinuityOfClients(Query[Continuity]):
    """How many people each client has had in a year, and how often it changed."""

    year: Year = None
    unit: OfUnit = None
    limit: Limit = 1000
    skip: Skip = 0

    def answer(self, asking: Asking) -> list[Continuity]:
        """Answer with clients; those who have had most people first, then by reference.

        Raises:
            Malformed: The year has not begun.
        """
        year = year_of(self.year, asking)
        of_clients: dict[str, list[Assignment]] = defaultdict(list)
        assigned_in_year, persons = _in_year(year, asking, asked(unit=self.unit))
        for each in assigned_in_year:
            of_clients[each.client].append(each)
        lines = (
            _continuity(client, year, assigned, persons) for client, assigned in of_clients.items()
        )
        told = sorted(
            (line for line in lines if line.people),
            key=lambda line: (-line.people, -line.changes, line.client),
        )
        return told[self.skip : self.skip + self.limit]


@dataclass(frozen=True, slots=True)
class ContinuityOfUnit:
    """How many people the clients of a unit have had in a year, on an average."""

    unit: Annotated[str, label("Enhet")]
    year: Annotated[int, label("År")]
    clients: Annotated[int | None, label("Brukare", "Tomt när de är färre än fem.")]
    people: Annotated[
        Decimal | None,
        label("Personer per brukare", "Medelvärde med en decimal; tomt när de är för få."),
    ]
    changes: Annotated[
        Decimal | None,
        label("Byten per brukare", "Medelvärde med en decimal; tomt när de är för få."),
    ]


@query(
    "continuity-by-unit",
    "Kontinuitet per enhet",
    ContinuityOfUnit,
    over=(ASSIGNMENTS, REGISTER),
    permitted=REPORTING,
    access="figures",
)
class ContinuityOfUnits(Query[ContinuityOfUnit]):
    """How many people the clients of each unit have had in a year; of few clients nothing is told."""

    year: Year = None

    def answer(self, asking: Asking) -> Iterator[ContinuityOfUnit]:
        """Answer with units, by reference.

        Raises:
            Malformed: The year has not begun.
        """
        year = year_of(self.year, asking)
        assigned_in_year, persons = _in_year(year, asking)
        units: dict[str, dict[str, list[Assignment]]] = defaultdict(lambda: defaultdict(list))
        for each in assigned_in_year:
            units[each.unit][each.client].append(each)
        for unit, of_clients in sorted(units.items()):
            lines = [
                line
                for client, assigned in of_clients.items()
                if (line := _continuity(client, year, assigned, persons)).people
            ]
            if lines:
                is_few = len(lines) < FEW
                had_few_others = is_few or 0 < sum(line.people > 1 for line in lines) < FEW
                had_few_changes = is_few or 0 < sum(line.changes > 0 for line in lines) < FEW
                yield ContinuityOfUnit(
                    unit=unit,
                    year=year,
                    clients=None if is_few else len(lines),
                    people=None if had_few_others else _mean([line.people for line in lines]),
                    changes=None if had_few_changes else _mean([line.changes for line in lines]),
                )


def _in_year(
    year: int, asking: Asking, narrowed: tuple[Condition, ...] = ()
) -> tuple[list[Assignment], Mapping[str, str]]:
    """Give a year's assignments as far as it has come, those that ended on its eve, and who has them."""
    eve = date(year - 1, 12, 31)
    last = min(date(year, 12, 31), asking.today)
    conditions = (*narrowed, UpTo("first", last), After("until", eve, or_none=True))
    assigned = [
        replace(each, until=None) if each.until and each.until > last else each  # no change as yet
        for each in asking.views.rows(ASSIGNMENTS, conditions)
    ]
    return assigned, _persons(asking.views, conditions)


def _continuity(
    client: str, year: int, assigned: list[Assignment], persons: Mapping[str, str]
) -> Continuity:
    """Count the people of a client; a change belongs to the first day that someone is not there."""
    new_year = date(year, 1, 1)
    times: dict[str, list[Time]] = defaultdict(list)
    for each in assigned:
        times[persons.get(each.assignee, each.assignee)].append((each.first, each.until))
    # times that meet are one: whoever changes from person 2 to 1 has not left
    together = {person: put_together(those) for person, those in times.items()}
    changes = sum(
        until is not None and new_year <= until and _another_supports(person, until, together)
        for person, those in together.items()
        for _, until in those
    )
    here = [each for each in assigned if each.until is None or each.until > new_year]
    return Continuity(
        client=client,
        units=tuple(sorted({each.unit for each in here})),
        year=year,
        people=len({persons.get(each.assignee, each.assignee) for each in here}),
        changes=changes,
    )


def _another_supports(person: str, since: date, times: Mapping[str, list[Time]]) -> bool:
    return any(
        until is None or until > since
        for other, those in times.items()
        if other != person
        for _, until in those
    )


def _persons(views: Views, conditions: Iterable[Condition]) -> Mapping[str, str]:
    """Give who those are that have some assignments, by number; the rest of the register is not read."""
    assigned = InView("assignee", ASSIGNMENTS, "assignee", tuple(conditions))
    return {entry.assignee: entry.person for entry in views.rows(REGISTER, (assigned,))}


def _mean(numbers: list[int]) -> Decimal:
    """Give a mean with one decimal, a half rounded upwards."""
    tenths = (20 * sum(numbers) + len(numbers)) // (2 * len(numbers))
    return Decimal(tenths).scaleb(-1)
