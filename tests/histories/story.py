"""A story of one case: who did what on which day, told with more or less care."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from examples import ADAM
from rutin.domain import case as c
from rutin.domain import support_relationship as s
from rutin.domain.act import Fact
from rutin.domain.actor import Actor
from rutin.domain.intervention import Intervention

CASE = "K1"
LATEST = date(2027, 12, 31)
"""No act is dated after this day."""

DAY = timedelta(days=1)

Option = TypeVar("Option")


@dataclass
class Telling:
    """A fact that is told: of whom, by whom, and how long after it occurred it was recorded."""

    serial: int
    fact: Fact
    of: str
    by: Actor
    delay: timedelta = timedelta(0)

    @property
    def stream(self) -> str:
        return f"{self.fact.stream_kind}/{self.of}"

    @property
    def event_id(self) -> UUID:
        return UUID(int=self.serial)

    @property
    def recorded_at(self) -> datetime:
        return datetime.combine(self.fact.occurred_on, time(12), UTC) + self.delay


@dataclass
class Story:
    """A case as it is told, day by day."""

    luck: Random
    intervention: Intervention
    day: date
    care: int
    """How many times in a hundred what the routine asks for is done."""
    told: list[Telling] = field(default_factory=list)
    orders: int = 1

    # ------------------------------------------------------------------ chance

    def number(self, most: int) -> int:
        return self.luck.randint(0, most)

    def chance(self, percent: int) -> bool:
        return self.number(99) < percent

    def does(self) -> bool:
        """Say whether something asked for is done."""
        return self.chance(self.care)

    def pick(self, *options: Option) -> Option:
        return options[self.number(len(options) - 1)]

    def some(self, *options: Option, percent: int = 50) -> tuple[Option, ...]:
        return tuple(option for option in options if self.chance(percent))

    def wait(self, most: int) -> None:
        self.day = min(self.day + timedelta(days=self.number(most)), LATEST)

    # ------------------------------------------------------------------ telling

    def tell(self, fact: type[Fact], *, of: str = CASE, by: Actor = ADAM, **fields: Any) -> Telling:
        """Tell of an act today, unless a day is given."""
        fields = {"occurred_on": self.day, **fields}
        telling = Telling(len(self.told) + 1, fact.model_validate(fields), of, by)
        self.told.append(telling)
        if isinstance(telling.fact, CONTACTS) and self.does():
            self.note(telling)
        return telling

    def note(self, about: Telling) -> None:
        """Write a note of a contact, sign it or not, and now and then find it wrong."""
        name = f"N{len(self.told)}"
        day = min(about.fact.occurred_on + timedelta(days=self.number(20)), LATEST)
        self.tell(
            c.JournalNoteRecorded,
            occurred_on=day,
            note=name,
            text="Så var det.",
            about=(self.pick(str(about.event_id), f"command-{about.serial}"),),
        )
        if self.does():
            self.tell(c.JournalNoteSigned, occurred_on=day, note=name)
        if self.chance(8):
            self.tell(
                c.JournalNoteMarkedErroneous,
                occurred_on=day + self.number(9) * DAY,
                note=name,
                reason="Fel",
                wrong_client=self.chance(30),
            )
        if self.chance(4):
            self.tell(c.ClientDisputedNote, occurred_on=day + DAY, note=name, view="Nej")


CONTACTS = (
    c.ContactAttempted,
    c.ClientContacted,
    c.ClientMeetingHeld,
    c.OwnProposalReceived,
    s.AssignmentOffered,
    s.MatchMeetingHeld,
)
