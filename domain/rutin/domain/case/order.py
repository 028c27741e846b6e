"""The order from the authority: received, renewed, ended; and the case closed after it."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rutin.domain.act import Act
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.dates import in_order
from rutin.domain.intervention import Extent, Intervention, LegalBasis
from rutin.domain.label import label
from rutin.domain.person import ToTheVault, must_be_of
from rutin.domain.reference import FilledText, OrderNo, PersonRef, Reference, Text
from rutin.domain.values import Quarter

RouteKind = Literal["phone", "post", "email", "other"]
"""A kind of contact route; the number or address itself is kept in the vault."""


class Order(Act):
    """What an order says, new or renewed: decision, extent, goals and period."""

    order_no: Annotated[OrderNo, label("Beställningsnummer", cites="KLA-01")]
    decision_date: Annotated[
        date,
        label(
            "Beslutsdatum",
            "Den dag myndigheten fattade beslutet. Tiden för verkställighet räknas härifrån.",
            cites="LAW-01",
        ),
    ]
    extent: Annotated[Extent, label("Omfattning")] = Extent()
    goals: Annotated[tuple[FilledText, ...], label("Mål med insatsen")] = ()
    period_from: Annotated[date | None, label("Gäller från")] = None
    period_to: Annotated[date | None, label("Gäller till och med")] = None
    case_officer: Annotated[
        Reference | None, label("Handläggare", "Handläggarens referens hos myndigheten.")
    ] = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        in_order(self, "decision_date", "occurred_on")
        in_order(self, "period_from", "period_to")
        return self


class OrderReception(Order):
    """The first order of a case, as it came in (KLA step 1)."""

    intervention: Annotated[Intervention, label("Insats")]
    legal_basis: Annotated[LegalBasis, label("Lagrum", cites="LAW-27")]
    unit: Annotated[Reference | None, label("Enhet")] = None
    client: Annotated[
        PersonRef, label("Brukare", "Brukarens personreferens, aldrig namn eller personnummer.")
    ]
    client_born_on: Annotated[
        date | None, label("Brukarens födelsedag", "Avgör om brukaren är barn.")
    ] = None
    contact_routes: Annotated[
        tuple[RouteKind, ...],
        label(
            "Kontaktvägar i beställningen",
            "De sätt att nå brukaren som följer med.",
            cites="KLA-01b",
        ),
    ] = ()
    protected: Annotated[
        bool, label("Skyddade personuppgifter", "Adressen lämnas då i särskild ordning.")
    ] = False
    source: Annotated[Text, label("Källa")] = "Lifecare"


class OrderReceived(OrderReception, FactOfCase):
    """An order for support came in from the authority's case officer."""

    type: Literal["case.order_received.v1"] = "case.order_received.v1"
    identity = ("order_no", "client")

    def references(self) -> tuple[str, ...]:
        """Name the order, so that its number is used once, and the client."""
        return (f"order/{self.order_no}", f"client/{self.client}")


class ReceiveOrder(OrderReception, CaseCommand):
    """Take an order in; it opens the case, under the reference that the caller chooses."""

    records = OrderReceived

    person: ToTheVault = None

    @model_validator(mode="after")
    def _person_is_the_client(self) -> Self:
        must_be_of(self.person, self.client, "brukaren")
        return self

    @model_validator(mode="after")
    def _birth_day_is_the_persons(self) -> Self:
        number = self.person.identity_number if self.person else None
        if number and number.born_on and self.client_born_on not in (None, number.born_on):
            raise ValueError("Födelsedagen är en annan än personnumrets. Rätta den som är fel.")
        return self


class OrderRenewed(Order, FactOfCase):
    """A new order came in that prolongs the intervention (KLA step 11)."""

    type: Literal["case.order_renewed.v1"] = "case.order_renewed.v1"
    identity = ("order_no",)

    def references(self) -> tuple[str, ...]:
        """Name the order, so that its number is used once."""
        return (f"order/{self.order_no}",)


class RenewOrder(Order, CaseCommand):
    """Take in the order that prolongs a case's intervention."""

    records = OrderRenewed


class OrderEnding(Act):
    """The authority ends the order."""

    reason: Annotated[
        Literal["completed", "client_declined", "moved", "died", "need_ceased", "other"],
        label("Orsak"),
    ]
    decision_reference: Annotated[
        Reference | None,
        label(
            "Beslutets beteckning", "Krävs när någon annan än handläggaren registrerar beslutet."
        ),
    ] = None
    note: Annotated[Text, label("Anteckning")] = ""


class OrderEnded(OrderEnding, FactOfCase):
    """The authority ended the order."""

    type: Literal["case.order_ended.v1"] = "case.order_ended.v1"


class EndOrder(OrderEnding, CaseCommand):
    """Record that the authority has ended the order; the case officer's decision alone (D-57)."""

    records = OrderEnded


class CaseClosing(Act):
    """The provider closes the case."""

    outcome: Annotated[
        Literal["completed", "order_ended", "client_declined", "moved", "died"],
        label("Avslutas som"),
    ]
    note: Annotated[Text, label("Anteckning")] = ""


class CaseClosed(CaseClosing, FactOfCase):
    """The case was closed."""

    type: Literal["case.case_closed.v1"] = "case.case_closed.v1"


class CloseCase(CaseClosing, CaseCommand):
    """Close a case whose order has ended or lapsed."""

    records = CaseClosed


class Deferral(Act):
    """The client asks that execution waits (LAW-05)."""

    until: Annotated[date | None, label("Vänta till")] = None
    reason: Annotated[FilledText, label("Brukarens skäl")]


class ExecutionDeferredByClient(Deferral, FactOfCase):
    """The client asked that the decision be executed later; the three months run all the same."""

    type: Literal["case.execution_deferred_by_client.v1"] = "case.execution_deferred_by_client.v1"


class DeferExecution(Deferral, CaseCommand):
    """Record the client's wish to wait."""

    records = ExecutionDeferredByClient


class NonExecutionReport(Act):
    """A quarterly report of a decision not executed within three months (LAW-02)."""

    quarter: Annotated[Quarter, label("Kvartal", "Som 2026-Q1.")]
    reason: Annotated[FilledText, label("Orsak till att beslutet inte är verkställt")]
    recipients: Annotated[
        tuple[Literal["ivo", "municipal_auditors", "municipal_council"], ...],
        Field(min_length=1),
        label("Rapporterat till"),
    ]


class NonExecutionReported(NonExecutionReport, FactOfCase):
    """A decision not executed was reported."""

    type: Literal["case.non_execution_reported.v1"] = "case.non_execution_reported.v1"


class ReportNonExecution(NonExecutionReport, CaseCommand):
    """Record a report of a decision not executed."""

    records = NonExecutionReported


class ExecutionReport(Act):
    """A report of the day a formerly reported decision was executed (LAW-03)."""

    executed_on: Annotated[date, label("Verkställt den")]
    recipients: Annotated[
        tuple[Literal["ivo", "municipal_auditors"], ...],
        Field(min_length=1),
        label("Rapporterat till"),
    ]


class ExecutionReported(ExecutionReport, FactOfCase):
    """The day of execution was reported."""

    type: Literal["case.execution_reported.v1"] = "case.execution_reported.v1"


class ReportExecution(ExecutionReport, CaseCommand):
    """Record the report of the day of execution."""

    records = ExecutionReported
