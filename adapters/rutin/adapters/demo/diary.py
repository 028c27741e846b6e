"""The diary: what was done, gathered case by case, then recorded in the order it was recorded."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rutin.adapters.demo.chance import Chance
from rutin.domain.act import Command
from rutin.domain.actor import Actor
from rutin.domain.values import STOCKHOLM


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """A command to be given, and the moment at which it was."""

    recorded_at: datetime
    command: Command
    by: Actor
    command_id: str
    deviation: str | None


class Diary:
    """Takes what is noted up to its last day; what would come later has not happened yet."""

    def __init__(self, chance: Chance, last_day: date) -> None:
        self._chance = chance
        self._last_day = last_day
        self._entries: list[DiaryEntry] = []
        self._noted_about: Counter[str] = Counter()
        self._clocks: dict[tuple[str, date], datetime] = {}

    def note(
        self,
        subject: str,
        command: Command,
        by: Actor,
        *,
        recorded_on: date | None = None,
        deviation: str | None = None,
    ) -> str:
        """Note a command; give its id, by which journal notes and corrections refer to it.

        Args:
            subject: The case or assignee whose day it belongs to; what is noted first of a
                subject and day is recorded first.
            command: What was done.
            by: Who records it.
            recorded_on: The day it was recorded, when not the day it happened.
            deviation: Why it is recorded although a precondition forbids it.
        """
        self._noted_about[subject] += 1
        command_id = f"demo:{subject}:{self._noted_about[subject]}"
        day = recorded_on or command.occurred_on
        moment = self._next_moment(subject, day)
        if day <= self._last_day:
            self._entries.append(DiaryEntry(moment, command, by, command_id, deviation))
        return command_id

    def entries(self) -> list[DiaryEntry]:
        """Give everything noted, in the order it is to be recorded."""
        return sorted(self._entries, key=lambda entry: entry.recorded_at)

    def _next_moment(self, subject: str, day: date) -> datetime:
        former = self._clocks.get((subject, day))
        if former is None:
            morning = datetime.combine(day, time(8), tzinfo=STOCKHOLM)
            moment = morning + timedelta(minutes=self._chance.randrange(0, 240))
        else:
            moment = former + timedelta(minutes=self._chance.randrange(1, 10))
        self._clocks[subject, day] = moment
        return moment
