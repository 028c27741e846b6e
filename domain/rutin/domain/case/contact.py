"""Reaching the client, and those around them (KLA steps 2–3)."""

from typing import Annotated, Literal, Self

from pydantic import model_validator

from rutin.domain.act import Act
from rutin.domain.case.order import RouteKind
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.label import label
from rutin.domain.person import ToTheVault, must_be_of
from rutin.domain.reference import FilledText, PersonRef, Reference, Text

Channel = Literal[
    "phone", "letter", "email", "sms", "visit", "via_representative", "via_case_officer", "other"
]
"""A way of reaching someone. All beyond phone, letter and e-mail count as another way (D-03)."""

Way = Literal["phone", "letter", "email", "other_way"]
"""What is to be tried to reach a client: e-mail if there is an address, and some other way (D-03)."""


class ContactAttempt(Act):
    """An attempt to reach the client."""

    channel: Annotated[Channel, label("Kontaktsätt", cites="KLA-02b")]
    outcome: Annotated[
        Literal["no_answer", "message_left", "sent", "returned", "reached"], label("Utfall")
    ]
    note: Annotated[Text, label("Anteckning")] = ""


class ContactAttempted(ContactAttempt, FactOfCase):
    """An attempt was made to reach the client."""

    type: Literal["case.contact_attempted.v1"] = "case.contact_attempted.v1"


class RecordContactAttempt(ContactAttempt, CaseCommand):
    """Record an attempt to reach the client."""

    records = ContactAttempted


class ClientContact(Act):
    """The client was reached."""

    channel: Annotated[Channel, label("Kontaktsätt", cites="KLA-02a")]
    purpose: Annotated[Literal["order", "renewal", "other"], label("Ärende för kontakten")] = (
        "order"
    )
    spoke_with: Annotated[
        Literal["client", "guardian", "god_man", "trustee"], label("Talade med")
    ] = "client"
    informed_of_order: Annotated[
        bool | None, label("Informerad om beställningen", cites="KLA-03a")
    ] = None
    informed_of_meeting: Annotated[
        bool | None, label("Informerad om att du vill boka möte", cites="KLA-03b")
    ] = None
    note: Annotated[
        Text, label("Anteckning", "Vid förlängning: hur det har gått.", cites="KLA-11b")
    ] = ""


class ClientContacted(ClientContact, FactOfCase):
    """The client, or who speaks for them, was reached."""

    type: Literal["case.client_contacted.v1"] = "case.client_contacted.v1"


class RecordClientContact(ClientContact, CaseCommand):
    """Record that the client was reached, and what was told."""

    records = ClientContacted


class ExhaustedContact(Act):
    """Every way was tried in vain."""

    note: Annotated[Text, label("Anteckning")] = ""


class ContactExhausted(ExhaustedContact, FactOfCase):
    """All ways of reaching the client had been tried without contact."""

    type: Literal["case.contact_exhausted.v1"] = "case.contact_exhausted.v1"


class DeclareContactExhausted(ExhaustedContact, CaseCommand):
    """State that all ways have been tried."""

    records = ContactExhausted


class CaseOfficerNotice(Act):
    """Word to the case officer."""

    reason: Annotated[
        Literal[
            "client_unreachable",
            "contact_details_missing",
            "order_needs_review",
            "need_changed",
            "own_proposal_rejected",
            "service_delayed",
            "other",
        ],
        label("Skäl"),
    ]
    in_writing: Annotated[bool, label("Skriftligt")]
    note: Annotated[Text, label("Anteckning")] = ""


class CaseOfficerNotified(CaseOfficerNotice, FactOfCase):
    """The case officer was told."""

    type: Literal["case.case_officer_notified.v1"] = "case.case_officer_notified.v1"


class NotifyCaseOfficer(CaseOfficerNotice, CaseCommand):
    """Record what the case officer was told."""

    records = CaseOfficerNotified


class ContactRegistration(Act):
    """Someone to contact in the case, or a further route to the client (D-30, D-46)."""

    role: Annotated[
        Literal["client", "guardian", "god_man", "trustee", "relative", "case_officer"],
        label("Roll"),
    ]
    person: Annotated[PersonRef | None, label("Personreferens")] = None
    routes: Annotated[
        tuple[RouteKind, ...],
        label("Kontaktvägar", "Vilka sätt som finns; numren står i personregistret."),
    ] = ()


class ContactRegistered(ContactRegistration, FactOfCase):
    """A contact, or a further route to the client, came to be known."""

    type: Literal["case.contact_registered.v1"] = "case.contact_registered.v1"
    identity = ("contact",)
    contact: Annotated[Reference, label("Kontakt")]


class RegisterContact(ContactRegistration, CaseCommand):
    """Register a god man, guardian, relative, case officer or a further route to the client."""

    records = ContactRegistered
    contact: Annotated[
        Reference | None, label("Kontakt", "Eget namn på kontakten, annars numreras den.")
    ] = None
    identity: ToTheVault = None

    @model_validator(mode="after")
    def _identity_is_the_person(self) -> Self:
        must_be_of(self.identity, self.person, "kontakten")
        return self


class ContactRemoval(Act):
    """A contact no longer holds."""

    contact: Annotated[Reference, label("Kontakt")]
    reason: Annotated[FilledText, label("Orsak")]


class ContactRemoved(ContactRemoval, FactOfCase):
    """A contact ceased to hold."""

    type: Literal["case.contact_removed.v1"] = "case.contact_removed.v1"


class RemoveContact(ContactRemoval, CaseCommand):
    """Record that a contact no longer holds."""

    records = ContactRemoved
