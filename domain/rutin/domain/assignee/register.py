"""The assignee in the resource register: registered, available, ended."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rutin.domain.act import Act
from rutin.domain.assignee.stream import AssigneeCommand, FactOfAssignee
from rutin.domain.dates import in_order
from rutin.domain.intervention import Intervention
from rutin.domain.label import label
from rutin.domain.person import ToTheVault, must_be_of
from rutin.domain.reference import FilledText, PersonRef, RelationshipRef, Text
from rutin.domain.values import MonthlyHours

Origin = Literal["own_proposal", "recruitment", "other"]
"""How a person came: proposed by a client, recruited, or otherwise."""


class Registration(Act):
    """A person who may take assignments, and how they came."""

    person: Annotated[PersonRef, label("Personreferens")]
    interventions: Annotated[
        tuple[Intervention, ...], Field(min_length=1), label("Insatser", "Vad personen kan ta.")
    ]
    came_by: Annotated[
        Origin,
        label(
            "Kom genom",
            "En kontaktperson som brukaren föreslagit eller som rekryterats måste godkännas före avtal.",
            cites="KLA-06c",
        ),
    ] = "other"


class AssigneeRegistered(Registration, FactOfAssignee):
    """A person was entered in the register of assignees."""

    type: Literal["assignee.assignee_registered.v1"] = "assignee.assignee_registered.v1"
    identity = ("person",)

    def references(self) -> tuple[str, ...]:
        """Name the person, so that they are found again."""
        return (f"person/{self.person}",)


class RegisterAssignee(Registration, AssigneeCommand):
    """Enter a person in the register of assignees."""

    records = AssigneeRegistered
    identity: ToTheVault = None

    @model_validator(mode="after")
    def _identity_is_the_person(self) -> Self:
        must_be_of(self.identity, self.person, "uppdragstagaren")
        return self


class Availability(Act):
    """What the assignee can take on."""

    hours_per_month: Annotated[MonthlyHours | None, label("Lediga timmar per månad")] = None
    occasions_per_month: Annotated[
        int | None, Field(ge=0, le=62), label("Lediga tillfällen per månad")
    ] = None
    area: Annotated[Text, label("Område")] = ""
    languages: Annotated[tuple[FilledText, ...], label("Språk")] = ()
    times: Annotated[Text, label("Tider")] = ""


class AvailabilityChanged(Availability, FactOfAssignee):
    """What the assignee can take on changed."""

    type: Literal["assignee.availability_changed.v1"] = "assignee.availability_changed.v1"


class ChangeAvailability(Availability, AssigneeCommand):
    """Record what the assignee can take on."""

    records = AvailabilityChanged


class Absence(Act):
    """The assignee is away."""

    from_date: Annotated[date, label("Från")]
    to_date: Annotated[date | None, label("Till och med")] = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        in_order(self, "from_date", "to_date")
        return self


class AbsenceRecorded(Absence, FactOfAssignee):
    """The assignee is or will be away."""

    type: Literal["assignee.absence_recorded.v1"] = "assignee.absence_recorded.v1"


class RecordAbsence(Absence, AssigneeCommand):
    """Record that the assignee is away."""

    records = AbsenceRecorded


class Ending(Act):
    """The assignee is ended in the register: one match, or the person (D-45)."""

    scope: Annotated[Literal["match", "person"], label("Avser", cites="KLA-11e")]
    relationship: Annotated[
        RelationshipRef | None, label("Uppdrag", "Det uppdrag som avslutas.")
    ] = None
    reason: Annotated[Text, label("Orsak")] = ""

    @model_validator(mode="after")
    def _a_match_is_named(self) -> Self:
        if self.scope == "match" and self.relationship is None:
            raise ValueError("Ange vilket uppdrag som avslutas.")
        return self


class AssigneeEnded(Ending, FactOfAssignee):
    """A match, or the person, was ended in the register."""

    type: Literal["assignee.assignee_ended.v1"] = "assignee.assignee_ended.v1"


class EndAssignee(Ending, AssigneeCommand):
    """End a match, or the person, in the register."""

    records = AssigneeEnded
