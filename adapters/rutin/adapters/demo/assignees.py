"""The register of assignees: registered, investigated, available, chosen for an assignment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rutin.adapters.demo.case_calendar import days_after, spread, working_day
from rutin.adapters.demo.chance import Chance
from rutin.adapters.demo.diary import Diary
from rutin.adapters.demo.people import STAFF, People, Staff
from rutin.domain.assignee import (
    AnnounceRegisterCheck,
    ApproveAssignee,
    ChangeAvailability,
    ConcludeInvestigation,
    HoldInterview,
    OpenInvestigation,
    Origin,
    RecordAbsence,
    Register,
    RegisterAssignee,
    RejectAssignee,
    ShowRegisterExtract,
)
from rutin.domain.intervention import Intervention
from rutin.domain.person import Person
from rutin.domain.routines.register_check import child_check_law
from rutin.domain.values import Hours

LEAD_DAYS = 120
"""How long before the first order the register was filled."""

AREAS = ("Centrum", "Norra sidan", "Södra sidan", "Strandängen", "Skogsbyn")
LANGUAGES = ("svenska", "engelska", "arabiska", "finska", "persiska", "spanska", "polska")
TIMES = ("kvällar", "helger", "vardagar dagtid", "varannan helg", "eftermiddagar")
SKILLS: tuple[tuple[Intervention, ...], ...] = (
    ("contact_person",),
    ("companion",),
    ("contact_person",),
    ("relief",),
    ("companion", "relief"),
)
"""What those in the register take on, dealt out in turn."""

Purpose = Literal["work_with_children", "work_in_homes"]


@dataclass(eq=False, slots=True)
class AssigneeAtHand:
    """An assignee, and what the town must remember of them."""

    reference: str
    person: Person
    interventions: tuple[Intervention, ...]
    assignments: int = 0
    undertaking_signed_on: date | None = None


class AssigneeRegister:
    """The assignees of the town, filled before the first order and added to as needed."""

    def __init__(
        self, diary: Diary, people: People, chance: Chance, *, size: int, first_day: date
    ) -> None:
        self._diary = diary
        self._people = people
        self._chance = chance
        self._registered = 0
        self._first_day = first_day
        self._at_hand = [self._of_old(SKILLS[place % len(SKILLS)]) for place in range(size)]

    def for_assignment(
        self, intervention: Intervention, *, but: Collection[AssigneeAtHand]
    ) -> AssigneeAtHand:
        """Choose the one with the fewest assignments of those who take on an intervention.

        Args:
            intervention: What is to be done.
            but: Those who have been asked before.
        """
        able = [
            one for one in self._at_hand if intervention in one.interventions and one not in but
        ]
        if not able:
            able = [self._of_old((intervention,))]
            self._at_hand += able
        fewest = min(one.assignments for one in able)
        chosen = self._chance.choice([one for one in able if one.assignments == fewest])
        chosen.assignments += 1
        return chosen

    def enter(
        self,
        on: date,
        staff: Staff,
        interventions: tuple[Intervention, ...],
        came_by: Origin,
        *,
        case: str | None = None,
    ) -> AssigneeAtHand:
        """Register a person; for a case, when a client proposed them or they were recruited for it."""
        self._registered += 1
        reference = f"U-{self._registered:03}"
        person = self._people.adult(f"P-{reference}")
        self._diary.note(
            case or reference,
            RegisterAssignee(
                assignee=reference,
                person=person.reference,
                interventions=interventions,
                came_by=came_by,
                identity=person,
                occurred_on=on,
            ),
            staff.administrator,
        )
        return AssigneeAtHand(reference, person, interventions)

    def tell_availability(self, assignee: AssigneeAtHand, on: date, staff: Staff) -> None:
        """Note what the assignee can take on."""
        chance = self._chance
        self._diary.note(
            assignee.reference,
            ChangeAvailability(
                assignee=assignee.reference,
                hours_per_month=Hours(chance.choice((10, 20, 30, 40))),
                area=chance.choice(AREAS),
                languages=("svenska", chance.choice(LANGUAGES[1:])),
                times=chance.choice(TIMES),
                occurred_on=on,
            ),
            staff.administrator,
        )

    def away(self, assignee: AssigneeAtHand, first_day: date, last_day: date, staff: Staff) -> None:
        """Note two weeks ahead that the assignee will be away."""
        self._diary.note(
            assignee.reference,
            RecordAbsence(
                assignee=assignee.reference,
                from_date=first_day,
                to_date=last_day,
                occurred_on=first_day - timedelta(days=14),
            ),
            staff.administrator,
        )

    def investigate(
        self,
        assignee: AssigneeAtHand,
        first_day: date,
        last_day: date,
        staff: Staff,
        *,
        reason: Origin,
        case: str | None = None,
        rejected_because: str | None = None,
    ) -> None:
        """Carry an investigation through, from opening to decision (KLA steps 6–7).

        Args:
            assignee: Who is investigated.
            first_day: The day before it is opened.
            last_day: The day of the decision.
            staff: Who carry it through; the unit manager decides.
            reason: How the person came.
            case: The case it is for.
            rejected_because: Why the person is not approved; approved when left out.
        """
        opened, told, interviewed, shown, concluded = spread(first_day, last_day, 5)
        who = assignee.reference
        noted_with = case or who
        note, administrator = self._diary.note, staff.administrator
        note(
            noted_with,
            OpenInvestigation(assignee=who, reason=reason, case=case, occurred_on=opened),
            administrator,
        )
        note(
            noted_with,
            AnnounceRegisterCheck(
                assignee=who,
                registers=("criminal_records", "social_services"),
                occurred_on=told,
            ),
            administrator,
        )
        note(
            noted_with,
            HoldInterview(
                assignee=who,
                template_version="2023-09",
                note="Intervjun följde mallen.",
                occurred_on=interviewed,
            ),
            administrator,
        )
        self.show_extract(assignee, shown, staff, case=case)
        note(
            noted_with,
            ConcludeInvestigation(
                assignee=who,
                proposal="reject" if rejected_because else "approve",
                note="Utredningen sammanfattad i resursregistret.",
                occurred_on=concluded,
            ),
            administrator,
        )
        decided_by = staff.manager.acting_for.id
        note(
            noted_with,
            RejectAssignee(
                assignee=who, reason=rejected_because, decided_by=decided_by, occurred_on=last_day
            )
            if rejected_because
            else ApproveAssignee(
                assignee=who,
                interventions=assignee.interventions,
                decided_by=decided_by,
                occurred_on=last_day,
            ),
            staff.manager,
        )

    def show_extract(
        self,
        assignee: AssigneeAtHand,
        on: date,
        staff: Staff,
        *,
        case: str | None = None,
        child_agreement_on: date | None = None,
    ) -> str:
        """Note that an extract was shown, of the registers that the day of the agreement asks for."""
        registers: tuple[Register, ...] = ("criminal_records",)
        purpose: Purpose = "work_in_homes"
        if child_agreement_on is not None:
            registers = child_check_law(child_agreement_on).registers
            purpose = "work_with_children"
        return self._diary.note(
            case or assignee.reference,
            ShowRegisterExtract(
                assignee=assignee.reference,
                registers=registers,
                issued_on=on - timedelta(days=20),
                seen_by=staff.administrator.acting_for.id,
                check=purpose,
                occurred_on=on,
            ),
            staff.administrator,
        )

    def _of_old(self, interventions: tuple[Intervention, ...]) -> AssigneeAtHand:
        """Register someone in the months before the first order, a contact person as approved."""
        staff = STAFF[self._chance.choice(("syd", "norr"))]
        on = working_day(self._first_day - timedelta(days=self._chance.randrange(60, LEAD_DAYS)))
        investigated = "contact_person" in interventions
        assignee = self.enter(on, staff, interventions, "recruitment" if investigated else "other")
        if investigated:
            self.investigate(assignee, on, days_after(on, 40), staff, reason="recruitment")
        self.tell_availability(assignee, days_after(on, 42), staff)
        return assignee
