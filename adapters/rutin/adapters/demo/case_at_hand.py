"""A case at hand: what must be remembered of a case while its acts are noted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rutin.adapters.demo.assignees import AssigneeAtHand
from rutin.adapters.demo.case_calendar import CaseCalendar
from rutin.adapters.demo.chance import Chance
from rutin.adapters.demo.manners import NoteManner
from rutin.adapters.demo.people import Staff, support_person
from rutin.adapters.demo.town import Town
from rutin.domain.act import Command
from rutin.domain.actor import Actor
from rutin.domain.case import RouteKind
from rutin.domain.intervention import Extent, Intervention
from rutin.domain.person import Person
from rutin.domain.support_relationship import Slot
from rutin.domain.values import age_on

Spokesperson = Literal["client", "guardian", "god_man"]


@dataclass(slots=True, eq=False)
class Engagement:
    """An assignee's assignment in a case, from its agreement until it ends."""

    relationship: str
    assignee: AssigneeAtHand
    from_day: date
    to_day: date | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class Support:
    """A support person of a case, from the first day until the last."""

    relationship: str
    reference: str
    slot: Slot
    from_day: date
    to_day: date | None = None

    @property
    def actor(self) -> Actor:
        """The support person as the one on whose behalf their work is recorded."""
        return support_person(self.reference)


@dataclass(slots=True, eq=False, kw_only=True)
class CaseAtHand:
    """A case, and how it is worked.

    Attributes:
        order_to: The last day that the orders received so far cover.
        spokesperson: Who speaks for the client: themselves, a guardian or a god man.
        asked: The assignees who have been offered the assignment.
        engagements: The assignees that signed an agreement, the present one last.
        supports: The support persons ever appointed, the latest last.
        note_manner: Says how the next journal note is written; on the same day if no one says.
        days_late: Says how many days late the next contact or report is recorded.
    """

    town: Town
    reference: str
    intervention: Intervention
    staff: Staff
    client: Person
    routes: tuple[RouteKind, ...]
    extent: Extent
    goals: tuple[str, ...]
    calendar: CaseCalendar
    order_to: date
    chance: Chance
    spokesperson: Spokesperson = "client"
    engagements: list[Engagement] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)
    has_plan: bool = False
    has_method_sheet: bool = False
    asked: list[AssigneeAtHand] = field(default_factory=list)
    renewals: int = 0
    notes: int = 0
    note_manner: Callable[[], NoteManner] = lambda: "same_day"
    days_late: Callable[[], int] = lambda: 0

    @property
    def is_for_contact_person(self) -> bool:
        """Say whether the intervention is a contact person, who has no plan but is registered."""
        return self.intervention == "contact_person"

    @property
    def engagement(self) -> Engagement:
        """The present assignee's."""
        return self.engagements[-1]

    def supports_on(self, day: date) -> list[Support]:
        """Give the support persons on a day, person 1 first."""
        there = [s for s in self.supports if s.from_day <= day <= (s.to_day or date.max)]
        return sorted(there, key=lambda each: each.slot)

    def client_is_child_on(self, day: date) -> bool:
        """Say whether the client is under 18 on a day."""
        number = self.client.identity_number
        born_on = number.born_on if number else None
        return born_on is not None and age_on(born_on, day) < 18

    @property
    def clients_side(self) -> tuple[Spokesperson, ...]:
        """Those who come to a meeting for the client."""
        return ("client",) if self.spokesperson == "client" else ("client", self.spokesperson)

    def note(
        self,
        command: Command,
        by: Actor | None = None,
        *,
        recorded_on: date | None = None,
        deviation: str | None = None,
    ) -> str:
        """Note what was done in the case, by its administrator if no one else is named."""
        return self.town.diary.note(
            self.reference,
            command,
            by or self.staff.administrator,
            recorded_on=recorded_on,
            deviation=deviation,
        )
