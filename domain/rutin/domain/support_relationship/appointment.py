"""Appointing a support person, and telling who it is and what it means (KMSP r.23–52)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from rutin.domain.act import Act
from rutin.domain.label import label
from rutin.domain.reference import AssigneeRef, Reference, Text
from rutin.domain.support_relationship.stream import (
    FactOfSupportPerson,
    Opening,
    OpenRelationship,
    RelationshipOpened,
    SupportPersonCommand,
)

Slot = Literal[1, 2]
"""Person 1 and person 2 (KMSP r.46)."""

Term = Literal["permanent", "interim"]
"""Until further notice, or for a time (BYTE r.44–45)."""

Mode = Literal["oral", "written"]
"""How the client is told (KMSP r.47)."""


class Appointment(Opening):
    """Someone is appointed support person; the first appointment opens the relationship.

    It counts from its first day until the next appointment in the same relationship, or until the
    relationship is over (D-42). The same person is appointed anew when a time becomes until
    further notice, or when person 2 becomes person 1 (D-69).
    """

    assignee: Annotated[AssigneeRef, label("Stödperson", "Personens nummer i resursregistret.")]
    slot: Annotated[Slot, label("Person 1 eller 2", cites="KMSP-12")]
    from_date: Annotated[date, label("Från och med", cites="KMSP-01")]
    term: Annotated[Term, label("Tills vidare eller för en tid", cites="BYTE-11")] = "permanent"
    capacity_confirmed_by: Annotated[
        Reference | None,
        label(
            "Förutsättningar intygade av",
            "Den enhetschef som ser till att personen har det som krävs.",
            cites="KMSP-07",
        ),
    ] = None
    note: Annotated[Text, label("Anteckning")] = ""


class SupportPersonAppointed(Appointment, RelationshipOpened, FactOfSupportPerson):
    """A support person was appointed."""

    type: Literal["relationship.support_person_appointed.v1"] = (
        "relationship.support_person_appointed.v1"
    )


class AppointSupportPerson(Appointment, OpenRelationship, SupportPersonCommand):
    """Record that a support person is appointed."""

    records = SupportPersonAppointed


class AssignmentExplanation(Act):
    """What the assignment means is explained: to the one appointed, or to the client."""

    to: Annotated[
        Literal["support_person", "client"],
        label("För vem", "Stödpersonen själv (rad 35–36) eller brukaren (rad 48)."),
    ]
    modes: Annotated[
        tuple[Mode, ...],
        Field(min_length=1),
        label("Sätt", "Brukaren ska få veta både muntligt och skriftligt.", cites="KMSP-13c"),
    ]
    acknowledged: Annotated[
        bool | None, label("Har sagt sig ha förstått uppdraget", cites="KMSP-06")
    ] = None
    note: Annotated[Text, label("Anteckning")] = ""


class AssignmentExplained(AssignmentExplanation, FactOfSupportPerson):
    """What the assignment means was explained."""

    type: Literal["relationship.assignment_explained.v1"] = "relationship.assignment_explained.v1"


class ExplainAssignment(AssignmentExplanation, SupportPersonCommand):
    """Record that the assignment was explained."""

    records = AssignmentExplained


class PresentationOfSupportPersons(Act):
    """The client is told who the support persons are; in one way at a time."""

    mode: Annotated[Mode, label("Sätt", cites="KMSP-13a")]
    note: Annotated[Text, label("Anteckning")] = ""


class ClientInformedOfSupportPersons(PresentationOfSupportPersons, FactOfSupportPerson):
    """The client was told who the support persons are."""

    type: Literal["relationship.client_informed_of_support_persons.v1"] = (
        "relationship.client_informed_of_support_persons.v1"
    )


class InformClientOfSupportPersons(PresentationOfSupportPersons, SupportPersonCommand):
    """Record that the client was told who the support persons are."""

    records = ClientInformedOfSupportPersons


class RightExplanation(Act):
    """The client is told of the right to change support person."""

    note: Annotated[Text, label("Anteckning", cites="KMSP-15")] = ""


class RightToChangeExplained(RightExplanation, FactOfSupportPerson):
    """The client was told of the right to change support person."""

    type: Literal["relationship.right_to_change_explained.v1"] = (
        "relationship.right_to_change_explained.v1"
    )


class ExplainRightToChange(RightExplanation, SupportPersonCommand):
    """Record that the client was told of the right to change support person."""

    records = RightToChangeExplained
