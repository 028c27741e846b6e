"""The support person's contact with the client, and with those around them (KMSP r.24–26, 48–49)."""

from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.label import label
from rutin.domain.reference import Text
from rutin.domain.support_relationship.stream import FactOfSupportPerson, SupportPersonCommand


class Meeting(Act):
    """Support person and client meet, face to face."""

    note: Annotated[Text, label("Anteckning", cites="KMSP-14")] = ""


class ClientMet(Meeting, FactOfSupportPerson):
    """The support person met the client."""

    type: Literal["relationship.client_met.v1"] = "relationship.client_met.v1"


class MeetClient(Meeting, SupportPersonCommand):
    """Record that the support person met the client."""

    records = ClientMet


class SupportContact(Act):
    """Contact without meeting, or with those around the client; to know how things are."""

    party: Annotated[
        Literal["client", "relative", "god_man", "trustee", "guardian"],
        label("Kontakt med", cites="KMSP-02"),
    ]
    channel: Annotated[
        Literal["phone", "email", "sms", "letter", "meeting", "other"], label("Kontaktsätt")
    ]
    note: Annotated[Text, label("Anteckning")] = ""


class ContactKept(SupportContact, FactOfSupportPerson):
    """The support person was in contact with the client or those around them."""

    type: Literal["relationship.contact_kept.v1"] = "relationship.contact_kept.v1"


class KeepContact(SupportContact, SupportPersonCommand):
    """Record contact with the client or those around them."""

    records = ContactKept
