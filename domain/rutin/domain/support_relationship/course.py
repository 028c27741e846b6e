"""How the relationship goes on: contact, renewal, change, absence, end (KLA step 11, Vid byte)."""

from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.label import label
from rutin.domain.reference import FilledText, OrderNo, Text
from rutin.domain.support_relationship.stream import (
    AssignmentCommand,
    FactOfRelationship,
    RelationshipCommand,
)


class AssigneeContact(Act):
    """The assignee is asked how it has gone."""

    purpose: Annotated[Literal["renewal", "other"], label("Ärende för kontakten", cites="KLA-11c")]
    note: Annotated[Text, label("Hur det har gått")] = ""


class AssigneeContacted(AssigneeContact, FactOfRelationship):
    """The assignee was asked how it has gone."""

    type: Literal["relationship.assignee_contacted.v1"] = "relationship.assignee_contacted.v1"


class ContactAssignee(AssigneeContact, AssignmentCommand):
    """Record contact with the assignee."""

    records = AssigneeContacted


class RenewalOutcome(Act):
    """What both say to going on."""

    order_no: Annotated[
        OrderNo | None, label("Beställningsnummer", "Den förlängda beställningens.")
    ] = None
    client_ok: Annotated[bool, label("Brukaren vill fortsätta", cites="KLA-11d")]
    assignee_ok: Annotated[bool, label("Uppdragstagaren vill fortsätta", cites="KLA-11d")]
    note: Annotated[Text, label("Anteckning")] = ""


class RenewalOutcomeRecorded(RenewalOutcome, FactOfRelationship):
    """What both said to going on was noted."""

    type: Literal["relationship.renewal_outcome_recorded.v1"] = (
        "relationship.renewal_outcome_recorded.v1"
    )


class RecordRenewalOutcome(RenewalOutcome, AssignmentCommand):
    """Record what both say to going on."""

    records = RenewalOutcomeRecorded


class ChangeRequest(Act):
    """Client or assignee wants a change; a wish is never refused (KMSP-08)."""

    requested_by: Annotated[
        Literal["client", "guardian", "god_man", "trustee", "assignee"], label("Önskat av")
    ]
    received_by: Annotated[
        Literal["administrator", "unit_manager", "support_person", "case_officer", "other"] | None,
        label("Mottaget av", cites="KMSP-16"),
    ] = None
    reason: Annotated[Text, label("Skäl")] = ""


class ChangeRequested(ChangeRequest, FactOfRelationship):
    """Client or assignee wanted a change."""

    type: Literal["relationship.change_requested.v1"] = "relationship.change_requested.v1"


class RequestChange(ChangeRequest, RelationshipCommand):
    """Record the wish for a change."""

    records = ChangeRequested


class ChangeGrant(Act):
    """The wish is met."""

    decided_by: Annotated[
        Literal["unit_manager", "administrator", "support_person", "other"],
        label("Beslutat av", cites="KMSP-17"),
    ]
    note: Annotated[Text, label("Anteckning")] = ""


class ChangeGranted(ChangeGrant, FactOfRelationship):
    """The wish for a change was met."""

    type: Literal["relationship.change_granted.v1"] = "relationship.change_granted.v1"


class GrantChange(ChangeGrant, RelationshipCommand):
    """Record that the change is granted."""

    records = ChangeGranted


class ChangeObstacle(Act):
    """The wish cannot be met, and why."""

    decided_by: Annotated[
        Literal["unit_manager", "administrator", "support_person", "other"],
        label("Beslutat av", cites="KMSP-17"),
    ]
    reason: Annotated[FilledText, label("Varför det inte går", cites="KMSP-09")]


class ChangeNotPossible(ChangeObstacle, FactOfRelationship):
    """The wish for a change could not be met."""

    type: Literal["relationship.change_not_possible.v1"] = "relationship.change_not_possible.v1"


class RejectChange(ChangeObstacle, RelationshipCommand):
    """Record why the change is not possible."""

    records = ChangeNotPossible


class ClientAbsence(Act):
    """The client is away."""

    note: Annotated[Text, label("Anteckning")] = ""


class ClientAway(ClientAbsence, FactOfRelationship):
    """The client went away."""

    type: Literal["relationship.client_away.v1"] = "relationship.client_away.v1"


class RecordClientAway(ClientAbsence, RelationshipCommand):
    """Record that the client is away from this day."""

    records = ClientAway


class ClientReturned(ClientAbsence, FactOfRelationship):
    """The client came back."""

    type: Literal["relationship.client_returned.v1"] = "relationship.client_returned.v1"


class RecordClientReturned(ClientAbsence, RelationshipCommand):
    """Record that the client is back."""

    records = ClientReturned


class RelationshipEnding(Act):
    """The relationship ends."""

    reason: Annotated[
        Literal[
            "client_wish",
            "assignee_wish",
            "assignee_left",
            "order_ended",
            "renewal_declined",
            "died",
            "other",
        ],
        label("Orsak"),
    ]
    note: Annotated[Text, label("Anteckning")] = ""


class RelationshipEnded(RelationshipEnding, FactOfRelationship):
    """The relationship ended."""

    type: Literal["relationship.relationship_ended.v1"] = "relationship.relationship_ended.v1"


class EndRelationship(RelationshipEnding, RelationshipCommand):
    """Record that the relationship ends."""

    records = RelationshipEnded
