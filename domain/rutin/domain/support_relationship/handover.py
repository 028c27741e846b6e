"""Handing over: who takes over, who is told, what is passed on, and the end of it (BYTE r.44–52)."""

from typing import Annotated, Literal, Self

from pydantic import model_validator

from rutin.domain.act import Act
from rutin.domain.label import label
from rutin.domain.reference import AssigneeRef, FilledText, Reference, Text
from rutin.domain.support_relationship.stream import FactOfSupportPerson, SupportPersonCommand


class SuccessorAnnouncement(Act):
    """The client is told who takes over, and for how long, or that it is not known."""

    term: Annotated[
        Literal["permanent", "interim", "unknown"],
        label("Tills vidare, för en tid eller inte känt", cites="BYTE-11"),
    ]
    successor: Annotated[AssigneeRef | None, label("Den som tar över", cites="BYTE-11")] = None
    note: Annotated[Text, label("Anteckning")] = ""

    @model_validator(mode="after")
    def _known_successors_are_named(self) -> Self:
        if (self.successor is None) != (self.term == "unknown"):
            raise ValueError("Ange vem som tar över, eller att det inte är känt.")
        return self


class SuccessorAnnounced(SuccessorAnnouncement, FactOfSupportPerson):
    """The client was told who takes over."""

    type: Literal["relationship.successor_announced.v1"] = "relationship.successor_announced.v1"


class AnnounceSuccessor(SuccessorAnnouncement, SupportPersonCommand):
    """Record that the client was told who takes over."""

    records = SuccessorAnnounced


class ColleagueInformation(Act):
    """Colleagues are told what was agreed when the plan was followed up."""

    agreed: Annotated[Text, label("Vad ni kom överens om", cites="BYTE-12")] = ""


class ColleaguesInformed(ColleagueInformation, FactOfSupportPerson):
    """Colleagues were told what was agreed."""

    type: Literal["relationship.colleagues_informed.v1"] = "relationship.colleagues_informed.v1"


class InformColleagues(ColleagueInformation, SupportPersonCommand):
    """Record that colleagues were told what was agreed."""

    records = ColleaguesInformed


class ThirdPartyInformation(Act):
    """Someone around the client is told that the support person leaves, and whom to turn to."""

    party: Annotated[
        Literal["god_man", "relative", "case_officer"],
        label("Vem", "En förvaltare räknas som god man.", cites="BYTE-13a"),
    ]
    contact: Annotated[
        Reference | None, label("Kontakt i ärendet", "Kontaktens beteckning, när det finns flera.")
    ] = None
    channel: Annotated[
        Literal["email", "phone", "letter", "meeting", "other"], label("Kontaktsätt")
    ] = "email"
    referral: Annotated[
        Text, label("Hänvisad till", "Var de kan få kontakt i stället.", cites="BYTE-14")
    ] = ""
    note: Annotated[Text, label("Anteckning")] = ""


class ThirdPartyInformed(ThirdPartyInformation, FactOfSupportPerson):
    """Someone around the client was told that the support person leaves."""

    type: Literal["relationship.third_party_informed.v1"] = "relationship.third_party_informed.v1"


class InformThirdParty(ThirdPartyInformation, SupportPersonCommand):
    """Record that someone around the client was told that the support person leaves."""

    records = ThirdPartyInformed


class MaterialTransfer(Act):
    """Material and notes of importance go to colleagues, or there are none."""

    items: Annotated[tuple[FilledText, ...], label("Material", cites="BYTE-15")] = ()
    none_exists: Annotated[bool, label("Det finns inget material", cites="BYTE-15")] = False

    @model_validator(mode="after")
    def _items_or_none(self) -> Self:
        if bool(self.items) == self.none_exists:
            raise ValueError("Skriv vilket material som lämnas över, eller ange att inget finns.")
        return self


class MaterialTransferred(MaterialTransfer, FactOfSupportPerson):
    """Material and notes of importance went to colleagues, or there were none."""

    type: Literal["relationship.material_transferred.v1"] = "relationship.material_transferred.v1"


class TransferMaterial(MaterialTransfer, SupportPersonCommand):
    """Record what material goes to colleagues, or that there is none."""

    records = MaterialTransferred


class HandoverCompletion(Act):
    """The one who leaves has handed over."""

    received_by: Annotated[AssigneeRef | None, label("Mottaget av", cites="BYTE-02")] = None
    note: Annotated[Text, label("Anteckning")] = ""


class HandoverCompleted(HandoverCompletion, FactOfSupportPerson):
    """The handover was completed."""

    type: Literal["relationship.handover_completed.v1"] = "relationship.handover_completed.v1"


class CompleteHandover(HandoverCompletion, SupportPersonCommand):
    """Record that the handover is completed."""

    records = HandoverCompleted


class HandoverClosing(Act):
    """The unit manager closes the handover as it stands (D-36)."""

    missing: Annotated[tuple[FilledText, ...], label("Det som saknas", cites="BYTE-02")] = ()
    note: Annotated[Text, label("Anteckning", cites="BYTE-05")] = ""


class HandoverClosed(HandoverClosing, FactOfSupportPerson):
    """The unit manager closed the handover."""

    type: Literal["relationship.handover_closed.v1"] = "relationship.handover_closed.v1"


class CloseHandover(HandoverClosing, SupportPersonCommand):
    """Close the handover, and say what is missing."""

    records = HandoverClosed
