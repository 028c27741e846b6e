"""A support person leaves: announced, changed, withdrawn; the client is told (BYTE r.31–38, D-68)."""

from datetime import date
from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.label import label
from rutin.domain.reference import Text
from rutin.domain.support_relationship.appointment import Mode
from rutin.domain.support_relationship.stream import FactOfSupportPerson, SupportPersonCommand


class DepartureAnnouncement(Act):
    """A support person leaves the unit, or this client alone; it opens the handover."""

    reason: Annotated[
        Literal["leaves_unit", "assignment_ends"],
        label("Orsak", "Slutar på enheten, eller bara som stödperson här.", cites="BYTE-06"),
    ]
    last_day: Annotated[
        date,
        label("Sista dag som stödperson", "Inte sista anställningsdag.", cites="BYTE-08"),
    ]
    note: Annotated[Text, label("Anteckning")] = ""


class DepartureAnnounced(DepartureAnnouncement, FactOfSupportPerson):
    """It was announced that the support person leaves."""

    type: Literal["relationship.departure_announced.v1"] = "relationship.departure_announced.v1"


class AnnounceDeparture(DepartureAnnouncement, SupportPersonCommand):
    """Record that the support person leaves, and the last day."""

    records = DepartureAnnounced


class DepartureChange(Act):
    """The last day becomes another."""

    last_day: Annotated[date, label("Ny sista dag som stödperson", cites="BYTE-08")]
    note: Annotated[Text, label("Anteckning")] = ""


class DepartureChanged(DepartureChange, FactOfSupportPerson):
    """The support person's last day became another."""

    type: Literal["relationship.departure_changed.v1"] = "relationship.departure_changed.v1"


class ChangeDeparture(DepartureChange, SupportPersonCommand):
    """Record that the last day becomes another."""

    records = DepartureChanged


class DepartureWithdrawal(Act):
    """The support person stays after all."""

    note: Annotated[Text, label("Anteckning")] = ""


class DepartureWithdrawn(DepartureWithdrawal, FactOfSupportPerson):
    """The support person stayed after all."""

    type: Literal["relationship.departure_withdrawn.v1"] = "relationship.departure_withdrawn.v1"


class WithdrawDeparture(DepartureWithdrawal, SupportPersonCommand):
    """Record that the support person stays after all."""

    records = DepartureWithdrawn


class DepartureInformation(Act):
    """The client is told that the support person leaves."""

    mode: Annotated[Mode, label("Sätt", cites="BYTE-08")]
    note: Annotated[Text, label("Anteckning")] = ""


class ClientInformedOfDeparture(DepartureInformation, FactOfSupportPerson):
    """The client was told that the support person leaves."""

    type: Literal["relationship.client_informed_of_departure.v1"] = (
        "relationship.client_informed_of_departure.v1"
    )


class InformClientOfDeparture(DepartureInformation, SupportPersonCommand):
    """Record that the client was told that the support person leaves."""

    records = ClientInformedOfDeparture
