"""Welcoming the client: oral information, welcome pack, checklist (Ny brukare)."""

from typing import Annotated, Literal, Self

from pydantic import model_validator

from rutin.domain.act import Act
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import FilledText, Text


class ServiceInformation(Act):
    """The client is told of the service by word of mouth."""

    mode: Annotated[Literal["oral"], label("Hur")] = "oral"
    items: Annotated[tuple[FilledText, ...], label("Vad du berättade om")] = ()
    note: Annotated[Text, label("Anteckning")] = ""


class ClientInformedAboutService(ServiceInformation, FactOfCase):
    """The client was told of the service by word of mouth."""

    type: Literal["case.client_informed_about_service.v1"] = "case.client_informed_about_service.v1"


class InformClientAboutService(ServiceInformation, CaseCommand):
    """Record that the client was told of the service."""

    records = ClientInformedAboutService


class PackItem(Immutable):
    """One matter of the welcome pack: handed over, or not called for and why."""

    given: Annotated[bool, label("Lämnat")] = False
    not_needed_because: Annotated[
        Text | None, label("Behövs inte, därför att", "Till exempel att brukaren inte har larm.")
    ] = None

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        if self.given and self.not_needed_because:
            raise ValueError(
                "Ange att uppgiften är lämnad eller varför den inte behövs, inte båda."
            )
        return self


class PackItems(Immutable):
    """The matters that the routine names; none means that the box was left blank."""

    phone_numbers: Annotated[PackItem | None, label("Viktiga telefonnummer", cites="NYB-07a")] = (
        None
    )
    names: Annotated[PackItem | None, label("Namn på personal", cites="NYB-07b")] = None
    key_routines: Annotated[PackItem | None, label("Nyckelrutiner", cites="NYB-07c")] = None
    private_funds: Annotated[
        PackItem | None, label("Hantering av privata medel", cites="NYB-07d")
    ] = None
    alarm: Annotated[PackItem | None, label("Larm", cites="NYB-07e")] = None
    complaints: Annotated[PackItem | None, label("Synpunkter och klagomål", cites="NYB-07f")] = None
    other: Annotated[tuple[FilledText, ...], label("Övrigt", cites="NYB-07g")] = ()


class PackDelivery(Act):
    """The welcome pack, in whole or in part."""

    items: Annotated[PackItems, label("Innehåll", cites="NYB-06")]
    delivered_by: Annotated[
        Literal["unit_manager", "designated_employee", "other"],
        label("Överlämnad av", cites="NYB-11"),
    ]
    note: Annotated[Text, label("Anteckning")] = ""


class WelcomePackDelivered(PackDelivery, FactOfCase):
    """The welcome pack was handed over."""

    type: Literal["case.welcome_pack_delivered.v1"] = "case.welcome_pack_delivered.v1"


class DeliverWelcomePack(PackDelivery, CaseCommand):
    """Record that the welcome pack was handed over, and what it held."""

    records = WelcomePackDelivered


class WelcomePackSupplemented(PackDelivery, FactOfCase):
    """What the welcome pack lacked was handed over later."""

    type: Literal["case.welcome_pack_supplemented.v1"] = "case.welcome_pack_supplemented.v1"


class SupplementWelcomePack(PackDelivery, CaseCommand):
    """Record what was handed over afterwards."""

    records = WelcomePackSupplemented


class Checklist(Act):
    """The checklist for a new client."""

    version: Annotated[Text, label("Checklistans utgåva")] = ""
    note: Annotated[Text, label("Anteckning")] = ""


class ChecklistCompleted(Checklist, FactOfCase):
    """The checklist for a new client was gone through."""

    type: Literal["case.checklist_completed.v1"] = "case.checklist_completed.v1"


class CompleteChecklist(Checklist, CaseCommand):
    """Record that the checklist was gone through."""

    records = ChecklistCompleted
