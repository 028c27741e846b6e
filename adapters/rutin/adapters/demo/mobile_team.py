"""The mobile team: those who are support persons in housing support."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from rutin.adapters.demo.case_calendar import working_day
from rutin.adapters.demo.chance import Chance
from rutin.adapters.demo.diary import Diary
from rutin.adapters.demo.people import STAFF, People
from rutin.domain.assignee import RegisterAssignee


@dataclass(eq=False, slots=True)
class SupportPersonAtHand:
    """A support person, and how many clients they have had."""

    reference: str
    clients: int = 0


class MobileTeam:
    """Those who are support persons, registered before the first order."""

    def __init__(
        self, diary: Diary, people: People, chance: Chance, *, size: int, first_day: date
    ) -> None:
        self._chance = chance
        self._members = [SupportPersonAtHand(f"S-{number:02}") for number in range(1, size + 1)]
        for member in self._members:
            on = working_day(first_day - timedelta(days=chance.randrange(60, 110)))
            person = people.adult(f"P-{member.reference}")
            diary.note(
                member.reference,
                RegisterAssignee(
                    assignee=member.reference,
                    person=person.reference,
                    interventions=("housing_support",),
                    identity=person,
                    occurred_on=on,
                ),
                STAFF["mobila"].manager,
            )

    def for_client(self, *, but: Collection[str]) -> str:
        """Choose the one with the fewest clients, of those who are not named."""
        able = [each for each in self._members if each.reference not in but]
        fewest = min(each.clients for each in able)
        chosen = self._chance.choice([each for each in able if each.clients == fewest])
        chosen.clients += 1
        return chosen.reference
