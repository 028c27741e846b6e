"""The implementation plan and its goals (KLA steps 4 and 11; not for contact persons)."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rutin.domain.act import Act
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import FilledText, Reference, Text


class Goal(Immutable):
    """A goal of the plan."""

    text: Annotated[FilledText, label("Mål")]
    smart: Annotated[
        bool | None,
        label("SMART", "Målet är tydligt, mätbart, accepterat, möjligt att nå och har en tid."),
    ] = None


class PlanWriting(Act):
    """What a plan says, and the client's part in it."""

    goals: Annotated[tuple[Goal, ...], label("Mål")] = ()
    participation: Annotated[
        Literal["participated", "declined"],
        label("Brukarens medverkan", "Planen skrivs även om brukaren inte vill vara med."),
    ]
    participation_note: Annotated[Text, label("Om medverkan")] = ""
    author: Annotated[Reference | None, label("Upprättad av")] = None
    follow_up_on: Annotated[date | None, label("Följs upp den")] = None
    planned_days_per_week: Annotated[
        int | None, Field(ge=0, le=7), label("Planerade dagar per vecka")
    ] = None

    @model_validator(mode="after")
    def _declining_is_explained(self) -> Self:
        if self.participation == "declined" and not self.participation_note:
            raise ValueError("Skriv en anteckning om varför brukaren inte medverkade.")
        return self


class ImplementationPlanEstablished(PlanWriting, FactOfCase):
    """An implementation plan was drawn up."""

    type: Literal["case.implementation_plan_established.v1"] = (
        "case.implementation_plan_established.v1"
    )


class EstablishImplementationPlan(PlanWriting, CaseCommand):
    """Record the implementation plan."""

    records = ImplementationPlanEstablished


class PlanUpdate(PlanWriting):
    """A plan looked over; that nothing needed changing counts too."""

    context: Annotated[
        Literal["follow_up", "renewal", "closing", "need_changed", "other"], label("Anledning")
    ]
    changed: Annotated[bool, label("Planen ändrades")]


class ImplementationPlanUpdated(PlanUpdate, FactOfCase):
    """The implementation plan was looked over."""

    type: Literal["case.implementation_plan_updated.v1"] = "case.implementation_plan_updated.v1"


class UpdateImplementationPlan(PlanUpdate, CaseCommand):
    """Record that the plan was looked over, and changed if it was."""

    records = ImplementationPlanUpdated


class GoalFollowUp(Act):
    """How a goal has gone."""

    goal: Annotated[FilledText, label("Mål", cites="KLA-11b")]
    outcome: Annotated[
        Literal["reached", "partly", "not_reached", "no_longer_wanted"], label("Utfall")
    ]
    context: Annotated[Literal["renewal", "follow_up", "other"], label("Anledning")] = "renewal"
    note: Annotated[Text, label("Anteckning")] = ""


class GoalFollowedUp(GoalFollowUp, FactOfCase):
    """A goal was followed up with the client."""

    type: Literal["case.goal_followed_up.v1"] = "case.goal_followed_up.v1"


class FollowUpGoal(GoalFollowUp, CaseCommand):
    """Record how a goal has gone."""

    records = GoalFollowedUp
