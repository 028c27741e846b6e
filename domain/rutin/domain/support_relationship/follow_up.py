"""The monthly follow-up: booked, recorded, supplemented, declined, presented (MAN r.26–55).

The form is recorded as it was filled in; what is blank is a finding, never a refusal (D-49).
"""

from datetime import date
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from rutin.domain.act import Act
from rutin.domain.clock_time import ClockTime
from rutin.domain.dates import in_order
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import FilledText, Text
from rutin.domain.support_relationship.stream import FactOfSupportPerson, SupportPersonCommand
from rutin.domain.values import Month, add_months

_Form = TypeVar("_Form", bound=Immutable)


class FollowUpBooking(Act):
    """A time set for a month's follow-up."""

    period: Annotated[Month, label("Månad", "Som 2026-03.", cites="MAN-08")]
    meeting_on: Annotated[date, label("Mötesdag", cites="MAN-08")]
    meeting_at: Annotated[ClockTime | None, label("Mötestid")] = None
    place: Annotated[Text, label("Plats")] = ""

    @model_validator(mode="after")
    def _meeting_comes_after_booking(self) -> Self:
        in_order(self, "occurred_on", "meeting_on")
        return self


class MonthlyFollowUpBooked(FollowUpBooking, FactOfSupportPerson):
    """A month's follow-up was booked."""

    type: Literal["relationship.monthly_follow_up_booked.v1"] = (
        "relationship.monthly_follow_up_booked.v1"
    )


class BookMonthlyFollowUp(FollowUpBooking, SupportPersonCommand):
    """Record that a month's follow-up is booked."""

    records = MonthlyFollowUpBooked


class FollowUpAnswers(Immutable):
    """What the client answers to the four questions; the third has two parts (r.32–35)."""

    wishes: Annotated[Text, label("Önskemål", cites="MAN-09a")] = ""
    support_worked: Annotated[Text, label("Hur stödet har fungerat", cites="MAN-09b")] = ""
    went_well: Annotated[Text, label("Vad som har fungerat bra", cites="MAN-09c")] = ""
    went_less_well: Annotated[Text, label("Vad som har fungerat mindre bra", cites="MAN-09c")] = ""
    new_plan_needed: Annotated[
        bool | None, label("En ny genomförandeplan behövs", cites="MAN-09d")
    ] = None
    new_plan_note: Annotated[Text, label("Varför en ny plan behövs eller inte")] = ""

    def missing(self) -> tuple[str, ...]:
        """List the questions that are not answered, as provision ids in form order."""
        blank = {
            "MAN-09a": not self.wishes,
            "MAN-09b": not self.support_worked,
            "MAN-09c": not (self.went_well and self.went_less_well),
            "MAN-09d": self.new_plan_needed is None,
        }
        return _blank_in(blank)


class FollowedUpGoal(Immutable):
    """A goal of the plan, gone through."""

    goal: Annotated[FilledText, label("Mål", "Som det står i genomförandeplanen.")]
    need_met: Annotated[bool | None, label("Stödet är tillgodosett", cites="MAN-14.3")] = None
    smart: Annotated[bool | None, label("Målet är SMART", cites="MAN-14.4")] = None
    note: Annotated[Text, label("Anteckning")] = ""


class FollowUpChecklist(Immutable):
    """The seven points (r.44–55); where a point asks two things there are two answers."""

    plan_current: Annotated[
        bool | None, label("1. Genomförandeplanen är aktuell", cites="MAN-14.1")
    ] = None
    follow_up_planned: Annotated[
        bool | None, label("1. Uppföljning av planen är planerad", cites="MAN-14.1")
    ] = None
    order_current: Annotated[
        bool | None, label("2. Beställningen är aktuell", cites="MAN-14.2")
    ] = None
    order_to_case_officer: Annotated[
        bool | None,
        label("2. Beställningen behöver följas upp med handläggaren", cites="MAN-14.2"),
    ] = None
    goals: Annotated[
        tuple[FollowedUpGoal, ...], label("3–4. Målen i genomförandeplanen", cites="MAN-14.3")
    ] = ()
    methods: Annotated[Text, label("5. Metoder som används", cites="MAN-14.5")] = ""
    methods_lead_to: Annotated[
        Text,
        label(
            "5. Hur de leder till självständighet, delaktighet och självbestämmande",
            cites="MAN-14.5",
        ),
    ] = ""
    support_by_records: Annotated[
        Text, label("6. Hur stödet fungerar enligt dokumentationen", cites="MAN-14.6")
    ] = ""
    read_from: Annotated[
        date | None,
        label("6. Läst dokumentationen från", "En månad bakåt.", cites="MAN-14.6"),
    ] = None
    read_to: Annotated[date | None, label("6. Läst till och med", cites="MAN-14.6")] = None
    recorded_by_goal: Annotated[
        bool | None, label("6. Dokumenterat utifrån målet i planen", cites="MAN-14.6")
    ] = None
    risk_assessment_current: Annotated[
        bool | None, label("7. Riskbedömningen är aktuell", cites="MAN-14.7")
    ] = None
    action_plan_linked: Annotated[
        bool | None, label("7. Det finns en kopplad handlingsplan", cites="MAN-14.7")
    ] = None

    @model_validator(mode="after")
    def _read_forward(self) -> Self:
        in_order(self, "read_from", "read_to")
        return self

    def supplemented_by(self, later: "FollowUpChecklist") -> "FollowUpChecklist":
        """Give the points with what was filled in later; a goal's answers are its own.

        A last day read that lies before the first tells of no time: then the days told later stand
        alone.
        """
        before = self
        first, last = later.read_from or self.read_from, later.read_to or self.read_to
        if first is not None and last is not None and last < first:
            before = self.but(read_from=None, read_to=None)
        goals = {each.goal: each for each in self.goals}
        for each in later.goals:
            known = goals.get(each.goal)
            goals[each.goal] = each if known is None else _with_answers_of(known, each)
        told = _with_answers_of(before, later)
        return told.but(goals=tuple(goals.values()))

    def missing(self, followed_up_on: date) -> tuple[str, ...]:
        """List the points that lack an answer, as provision ids in form order.

        Args:
            followed_up_on: The day of the follow-up; the records are read a month back from it.
        """
        month_back = add_months(followed_up_on, -1)
        read_enough = self.read_from is not None and self.read_from <= month_back
        blank = {
            "MAN-14.1": None in (self.plan_current, self.follow_up_planned),
            "MAN-14.2": None in (self.order_current, self.order_to_case_officer),
            "MAN-14.3": not self.goals or any(each.need_met is None for each in self.goals),
            "MAN-14.4": not self.goals or any(each.smart is None for each in self.goals),
            "MAN-14.5": not (self.methods and self.methods_lead_to),
            "MAN-14.6": not (self.support_by_records and read_enough and self.read_to)
            or self.recorded_by_goal is None,
            "MAN-14.7": None in (self.risk_assessment_current, self.action_plan_linked),
        }
        return _blank_in(blank)


class FollowUpForm(Act):
    """The form of a month's follow-up, or the part of it that is filled in now."""

    period: Annotated[Month, label("Månad", "Som 2026-03.", cites="MAN-07")]
    wellbeing: Annotated[Text, label("Hur brukaren mår", cites="MAN-07")] = ""
    need: Annotated[Text, label("Hur stödbehovet har sett ut", cites="MAN-07")] = ""
    answers: Annotated[FollowUpAnswers, label("Brukarens svar", cites="MAN-10")] = FollowUpAnswers()
    checklist: Annotated[FollowUpChecklist, label("De sju punkterna", cites="MAN-10")] = (
        FollowUpChecklist()
    )
    changed_need: Annotated[
        bool | None, label("Behovet eller önskemålen har ändrats", cites="MAN-02")
    ] = None
    child_view: Annotated[
        Text | None, label("Barnets synpunkter", "När brukaren är under 18 år.", cites="LAW-30")
    ] = None
    note: Annotated[Text, label("Anteckning")] = ""

    @model_validator(mode="after")
    def _month_has_begun(self) -> Self:
        if self.occurred_on < self.period.first_day:
            raise PydanticCustomError(
                "month_not_begun",
                "{text}",
                {
                    "text": f"{self.period.swedish.capitalize()} hade inte börjat "
                    f"{self.occurred_on}. Kontrollera månaden och datumet.",
                    "fields": ("period", "occurred_on"),
                },
            )
        return self

    def supplemented_by(self, later: "FollowUpForm") -> Self:
        """Give the form with what was filled in later: a field's latest answer counts (D-48)."""
        told = {
            name: getattr(later, name)
            for name in ("wellbeing", "need", "changed_need", "child_view", "note")
            if _is_filled_in(getattr(later, name))
        }
        return self.but(
            **told,
            answers=_with_answers_of(self.answers, later.answers),
            checklist=self.checklist.supplemented_by(later.checklist),
        )

    def missing(self) -> tuple[str, ...]:
        """List what is blank, as provision ids in form order; MAN-07 for well-being and need."""
        purpose = () if self.wellbeing and self.need else ("MAN-07",)
        return (*purpose, *self.answers.missing(), *self.checklist.missing(self.occurred_on))

    @property
    def calls_for_revision(self) -> bool:
        """Say whether the plan must be revised: need or wishes have changed (MAN r.17–19, 35)."""
        return self.changed_need is True or self.answers.new_plan_needed is True


class FollowUpRecorded(FollowUpForm, FactOfSupportPerson):
    """A month was followed up together with the client."""

    type: Literal["relationship.follow_up_recorded.v1"] = "relationship.follow_up_recorded.v1"
    identity = ("period",)


class RecordFollowUp(FollowUpForm, SupportPersonCommand):
    """Record the month's follow-up, as filled in."""

    records = FollowUpRecorded


class FollowUpSupplemented(FollowUpForm, FactOfSupportPerson):
    """What a month's follow-up lacked was filled in."""

    type: Literal["relationship.follow_up_supplemented.v1"] = (
        "relationship.follow_up_supplemented.v1"
    )
    identity = ("period",)


class SupplementFollowUp(FollowUpForm, SupportPersonCommand):
    """Fill in what the month's follow-up lacked; what is left blank stays as it was."""

    records = FollowUpSupplemented


class FollowUpRefusal(Act):
    """The client does not want a follow-up that was offered (D-17)."""

    period: Annotated[Month, label("Månad", "Som 2026-03.", cites="MAN-07")]
    offered_on: Annotated[date, label("Erbjuden den", cites="MAN-07")]
    reason: Annotated[Text, label("Brukarens skäl")] = ""

    @model_validator(mode="after")
    def _offered_before_declined(self) -> Self:
        in_order(self, "offered_on", "occurred_on")
        return self


class FollowUpDeclined(FollowUpRefusal, FactOfSupportPerson):
    """The client declined the month's follow-up."""

    type: Literal["relationship.follow_up_declined.v1"] = "relationship.follow_up_declined.v1"


class DeclineFollowUp(FollowUpRefusal, SupportPersonCommand):
    """Record that the client declined the month's follow-up."""

    records = FollowUpDeclined


class PresentedItems(Immutable):
    """What was brought to the unit meeting; none means that it was not noted."""

    plan: Annotated[bool | None, label("Genomförandeplan", cites="MAN-12")] = None
    method_sheet: Annotated[bool | None, label("Metodblad", cites="MAN-13")] = None


class FollowUpPresentation(Act):
    """A month's follow-up is presented at the unit meeting (r.39–42)."""

    period: Annotated[Month, label("Månad", "Den månad som redovisas.", cites="MAN-11")]
    meeting_on: Annotated[
        date | None,
        label(
            "Mötesdag enligt schemat",
            "Om det redovisades en annan dag än brukarens i det rullande schemat.",
            cites="MAN-11",
        ),
    ] = None
    items: Annotated[PresentedItems, label("Togs med", cites="MAN-12")] = PresentedItems()
    note: Annotated[Text, label("Anteckning")] = ""


class FollowUpPresented(FollowUpPresentation, FactOfSupportPerson):
    """A month's follow-up was presented at the unit meeting."""

    type: Literal["relationship.follow_up_presented.v1"] = "relationship.follow_up_presented.v1"


class PresentFollowUp(FollowUpPresentation, SupportPersonCommand):
    """Record that the month's follow-up was presented at the unit meeting."""

    records = FollowUpPresented


def _is_filled_in(answer: Any) -> bool:
    return answer not in (None, "", ())


def _with_answers_of(form: _Form, later: _Form) -> _Form:
    return form.but(**{name: answer for name, answer in later if _is_filled_in(answer)})


def _blank_in(blank: dict[str, bool]) -> tuple[str, ...]:
    return tuple(provision for provision, is_blank in blank.items() if is_blank)
