"""Cash outlays of companions: declared, claimed, attested, paid (bilaga 3)."""

from datetime import date
from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import FilledText, PersonRef, Reference, Text
from rutin.domain.support_relationship.stream import AssignmentCommand, FactOfRelationship
from rutin.domain.values import Money, Month


class OutlayDeclaration(Act):
    """Whether there were outlays in a month; a month without any calls for no claim (D-50)."""

    period: Annotated[Month, label("Månad", cites="KLA-09f")]
    made: Annotated[bool, label("Utlägg har gjorts")]


class OutlaysDeclared(OutlayDeclaration, FactOfRelationship):
    """The companion said whether there were outlays in the month."""

    type: Literal["relationship.outlays_declared.v1"] = "relationship.outlays_declared.v1"


class DeclareOutlays(OutlayDeclaration, AssignmentCommand):
    """Record whether there were outlays in the month."""

    records = OutlaysDeclared


class ClaimRow(Immutable):
    """An outlay and its receipt."""

    on: Annotated[date | None, label("Datum", cites="KLA-B3-3")] = None
    receipt_no: Annotated[int | None, label("Kvitto nr", cites="KLA-B3-4")] = None
    note: Annotated[Text, label("Anteckningar")] = ""
    amount: Annotated[Money | None, label("Summa", cites="KLA-B3-3")] = None

    @property
    def is_filled_in(self) -> bool:
        """Say whether date and amount are there (KLA-B3-3)."""
        return self.on is not None and self.amount is not None


class Attachment(Immutable):
    """A receipt's picture; the picture itself is kept elsewhere."""

    receipt_no: Annotated[int, label("Kvitto nr", cites="KLA-B3-7")]
    legible: Annotated[
        bool, label("Läsligt, utan att överlappa ett annat kvitto", cites="KLA-B3-8")
    ] = True
    document: Annotated[Reference | None, label("Handling")] = None


class ExpenseClaim(Act):
    """Bilaga 3 as it was handed in; the year is data, never the printed one."""

    period: Annotated[Month, label("År och månad", cites="KLA-B3-2")]
    client: Annotated[PersonRef | None, label("Brukare", cites="KLA-B3-2")] = None
    rows: Annotated[tuple[ClaimRow, ...], label("Utlägg", cites="KLA-B3-3")] = ()
    total: Annotated[Money | None, label("Summa redovisade utlägg", cites="KLA-B3-5")] = None
    attachments: Annotated[tuple[Attachment, ...], label("Kvitton", cites="KLA-B3-7")] = ()
    signed: Annotated[bool, label("Namnteckning", cites="KLA-B3-6")] = False
    payee: Annotated[
        PersonRef | None,
        label(
            "Namn, adress och kontonummer",
            "Personreferens; uppgifterna skrivs inte av.",
            cites="KLA-B3-6",
        ),
    ] = None

    @property
    def receipts_numbered(self) -> bool:
        """Say whether the receipts are numbered 1, 2, 3 … without gap or repeat (KLA-B3-4)."""
        return bool(self.rows) and sorted(r.receipt_no or 0 for r in self.rows) == list(
            range(1, len(self.rows) + 1)
        )

    @property
    def total_is_the_sum(self) -> bool:
        """Say whether the total is the sum of the rows, to the öre (KLA-B3-5)."""
        amounts = [row.amount for row in self.rows if row.amount is not None]
        return (
            self.total is not None
            and len(amounts) == len(self.rows)
            and self.total == Money.total(amounts)
        )

    @property
    def receipts_attached(self) -> bool:
        """Say whether each receipt has one attachment of its own (KLA-B3-7)."""
        return sorted(a.receipt_no for a in self.attachments) == sorted(
            r.receipt_no or 0 for r in self.rows
        )

    def missing(self) -> tuple[str, ...]:
        """List what bilaga 3 lacks, as provision ids in form order."""
        blank = {
            "KLA-B3-2": self.client is None,
            "KLA-B3-3": not self.rows or not all(row.is_filled_in for row in self.rows),
            "KLA-B3-4": not self.receipts_numbered,
            "KLA-B3-5": not self.total_is_the_sum,
            "KLA-B3-6": not self.signed or self.payee is None,
            "KLA-B3-7": not self.receipts_attached,
            "KLA-B3-8": not all(a.legible for a in self.attachments),
        }
        return tuple(rule for rule, is_blank in blank.items() if is_blank)


class ExpenseClaimSubmitted(ExpenseClaim, FactOfRelationship):
    """A claim for outlays came in."""

    type: Literal["relationship.expense_claim_submitted.v1"] = (
        "relationship.expense_claim_submitted.v1"
    )
    identity = ("period",)


class SubmitExpenseClaim(ExpenseClaim, AssignmentCommand):
    """Hand in a claim for outlays, as filled in; handed in again, it takes the place of the former."""

    records = ExpenseClaimSubmitted


class ClaimAttestation(Act):
    """The claim is found right."""

    period: Annotated[Month, label("Månad")]


class ExpenseClaimAttested(ClaimAttestation, FactOfRelationship):
    """The claim was attested."""

    type: Literal["relationship.expense_claim_attested.v1"] = (
        "relationship.expense_claim_attested.v1"
    )
    identity = ("period",)


class AttestExpenseClaim(ClaimAttestation, AssignmentCommand):
    """Attest the month's claim."""

    records = ExpenseClaimAttested


class ClaimReturn(Act):
    """The claim is sent back to be mended."""

    period: Annotated[Month, label("Månad")]
    reason: Annotated[FilledText, label("Vad som behöver rättas")]


class ExpenseClaimReturned(ClaimReturn, FactOfRelationship):
    """The claim was sent back."""

    type: Literal["relationship.expense_claim_returned.v1"] = (
        "relationship.expense_claim_returned.v1"
    )
    identity = ("period",)


class ReturnExpenseClaim(ClaimReturn, AssignmentCommand):
    """Send the month's claim back."""

    records = ExpenseClaimReturned


class Payment(Act):
    """The claim is paid."""

    period: Annotated[Month, label("Månad")]
    amount: Annotated[Money, label("Utbetalt belopp")]


class ExpensePaid(Payment, FactOfRelationship):
    """The claim was paid."""

    type: Literal["relationship.expense_paid.v1"] = "relationship.expense_paid.v1"
    identity = ("period",)


class PayExpense(Payment, AssignmentCommand):
    """Record that the month's claim is paid."""

    records = ExpensePaid
