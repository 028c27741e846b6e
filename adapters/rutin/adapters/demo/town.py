"""The town: what all cases of the demo have in common, drawn from one seed."""

from datetime import date, timedelta

from rutin.adapters.demo.assignees import AssigneeRegister
from rutin.adapters.demo.chance import Chance
from rutin.adapters.demo.diary import Diary
from rutin.adapters.demo.mobile_team import MobileTeam
from rutin.adapters.demo.people import People
from rutin.domain.values import add_months

MONTHS = 18
"""How far back the first order lies."""

CASES_PER_ASSIGNEE = 2
"""How many assignees the register holds from the start; others are recruited, or proposed."""

CASES_PER_SUPPORT_PERSON = 12
"""Of all cases; one in five is housing support, with two support persons each."""


class Town:
    """The demo municipality while it is being made.

    Attributes:
        today: The day it is made.
        yesterday: The last day on which anything happened, so that nothing is recorded later
            than now.
        first_day: The day the first order may have come.
        diary: Where every act is noted.
        people: Whence clients come.
        register: Whence assignees come.
        team: Whence support persons come.
        presentations: The cases presented at each unit meeting of the mobile team.
    """

    def __init__(self, *, seed: int, today: date, cases: int) -> None:
        self.today = today
        self.yesterday = today - timedelta(days=1)
        self.first_day = add_months(today, -MONTHS)
        self._seed = seed
        self._cases = 0
        self.diary = Diary(self.chance("diary"), self.yesterday)
        self.people = People(self.chance("people"))
        self.register = AssigneeRegister(
            self.diary,
            self.people,
            self.chance("register"),
            size=max(5, cases // CASES_PER_ASSIGNEE),
            first_day=self.first_day,
        )

        self.team = MobileTeam(
            self.diary,
            self.people,
            self.chance("mobile team"),
            size=max(6, cases // CASES_PER_SUPPORT_PERSON),
            first_day=self.first_day,
        )
        self.presentations: dict[date, list[str]] = {}

    def chance(self, of: str) -> Chance:
        """Give a source of chance with a name of its own: what one draws changes no other's."""
        return Chance(f"{self._seed}/{of}")

    def next_case(self) -> str:
        """Give the next case's reference."""
        self._cases += 1
        return f"K-{self._cases:03}"
