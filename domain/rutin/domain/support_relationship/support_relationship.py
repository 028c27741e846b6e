"""The support relationship: what its facts add up to, what it decides, and how it folds."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, assert_never

from rutin.domain.act import Fact
from rutin.domain.refusal import Impossible
from rutin.domain.support_relationship.course import (
    AssigneeContacted,
    ChangeGranted,
    ChangeNotPossible,
    ChangeRequested,
    ClientAway,
    ClientReturned,
    EndRelationship,
    GrantChange,
    RecordClientAway,
    RecordClientReturned,
    RejectChange,
    RelationshipEnded,
    RenewalOutcomeRecorded,
)
from rutin.domain.support_relationship.expenses import (
    AttestExpenseClaim,
    ExpenseClaimAttested,
    ExpenseClaimReturned,
    ExpenseClaimSubmitted,
    ExpensePaid,
    OutlaysDeclared,
    PayExpense,
    ReturnExpenseClaim,
    SubmitExpenseClaim,
)
from rutin.domain.support_relationship.facts import FactCorrected, RelationshipFact
from rutin.domain.support_relationship.matching import (
    AcceptAssignment,
    AgreementSigned,
    AssignmentAccepted,
    AssignmentDeclined,
    AssignmentOffered,
    BriefingHeld,
    DeclineAssignment,
    MatchMeetingBooked,
    MatchMeetingHeld,
    MatchRegistered,
    OfferAssignment,
    RegisterMatch,
    SignAgreement,
)
from rutin.domain.support_relationship.reports import (
    MonthlyReportSubmitted,
    QuarterlyReportSubmitted,
    ServiceProvided,
)
from rutin.domain.support_relationship.stream import FactOfRelationship, RelationshipCommand
from rutin.domain.values import Month

AFTER_END: tuple[type[FactOfRelationship], ...] = (
    ServiceProvided,
    MonthlyReportSubmitted,
    QuarterlyReportSubmitted,
    OutlaysDeclared,
    ExpenseClaimSubmitted,
    ExpenseClaimAttested,
    ExpenseClaimReturned,
    ExpensePaid,
    AssigneeContacted,
    ChangeRequested,
    FactCorrected,
)
"""What may be dated after the relationship ended: reports still come in, and service is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRelationship:
    """One client's case and one assignee.

    Attributes:
        answer: What the assignee said to the offer.
        meeting: The latest joint meeting.
        claims: The latest claim for each month.
        paid: Months whose claim is paid.
        change_requested: A wish for a change that no one has answered.
    """

    offer: AssignmentOffered | None = None
    answer: Literal["accepted", "declined"] | None = None
    meeting: MatchMeetingHeld | None = None
    agreement: AgreementSigned | None = None
    matched: bool = False
    claims: tuple[ExpenseClaimSubmitted, ...] = ()
    paid: tuple[Month, ...] = ()
    change_requested: bool = False
    client_is_away: bool = False
    ended_on: date | None = None

    @property
    def is_active(self) -> bool:
        """Say whether the relationship goes on: offered, not declined, not ended."""
        return self.offer is not None and self.answer != "declined" and self.ended_on is None

    def claim_for(self, month: Month) -> ExpenseClaimSubmitted | None:
        """Give the latest claim for a month."""
        return next((claim for claim in self.claims if claim.period == month), None)

    # ------------------------------------------------------------------ decide

    def decide(self, command: RelationshipCommand, at: "SupportRelationship") -> Fact:
        """Answer the fact that a command gives.

        Args:
            command: What is to be recorded.
            at: The relationship as it was just before the act, which may be told long afterwards.

        Raises:
            Impossible: The command contradicts what is recorded.
        """
        self._refuse_strangers(command)
        match command:
            case AcceptAssignment() | DeclineAssignment() if self.answer is not None:
                raise Impossible(
                    "Uppdragstagaren har redan svarat på erbjudandet. "
                    "Avsluta uppdraget om personen har ändrat sig.",
                    code="already_answered",
                )
            case SignAgreement() if self.agreement is not None:
                raise Impossible(
                    f"Avtalet är redan påskrivet {self.agreement.occurred_on}.",
                    code="already_signed",
                )
            case RegisterMatch() if self.matched:
                raise Impossible(
                    "Uppdragstagaren är redan matchad med brukaren.", code="already_matched"
                )
            case SubmitExpenseClaim(period=month) | PayExpense(period=month) if month in self.paid:
                raise Impossible(
                    f"Utläggen för {month} är redan utbetalda. Rätta utbetalningen i stället.",
                    code="already_paid",
                    field="period",
                )
            case (
                AttestExpenseClaim(period=month)
                | ReturnExpenseClaim(period=month)
                | PayExpense(period=month)
            ) if self.claim_for(month) is None:
                raise Impossible(
                    f"Det finns ingen redovisning av utlägg för {month}. Registrera den först.",
                    code="unknown_reference",
                    field="period",
                )
            case PayExpense(period=month, amount=amount):
                claim = self.claim_for(month)
                if claim is not None and claim.total is not None and amount != claim.total:
                    raise Impossible(
                        f"Beloppet {amount} är ett annat än redovisningens summa {claim.total}.",
                        code="wrong_amount",
                        field="amount",
                    )
            case GrantChange() | RejectChange() if not at.change_requested:
                raise Impossible(
                    "Det finns ingen obesvarad önskan om byte. Registrera önskan först.",
                    code="no_change_requested",
                )
            case RecordClientAway() if at.client_is_away:
                raise Impossible("Brukaren är redan registrerad som borta.", code="client_away")
            case RecordClientReturned() if not at.client_is_away:
                raise Impossible(
                    "Brukaren är inte registrerad som borta. Registrera frånvaron först.",
                    code="client_not_away",
                )
            case EndRelationship() if self.ended_on is not None:
                raise Impossible(
                    f"Uppdraget avslutades redan {self.ended_on}.", code="relationship_ended"
                )
        return command.fact()

    def _refuse_strangers(self, command: RelationshipCommand) -> None:
        """Refuse what concerns no relationship, a second offer, and work after the end."""
        if isinstance(command, OfferAssignment):
            if self.offer is not None:
                raise Impossible(
                    f"Uppdrag {command.relationship} finns redan. Välj en annan beteckning.",
                    code="already_exists",
                    field="relationship",
                )
            return
        if self.offer is None:
            raise Impossible(
                f"Uppdrag {command.relationship} finns inte. Registrera först att det erbjudits.",
                code="unknown_reference",
                field="relationship",
            )
        if (
            self.ended_on is not None
            and command.occurred_on > self.ended_on
            and not issubclass(command.records, AFTER_END)
        ):
            raise Impossible(
                f"Uppdraget avslutades {self.ended_on}. Kontrollera datumet.",
                code="relationship_ended",
                field="occurred_on",
            )

    # ------------------------------------------------------------------ fold

    def after(self, fact: RelationshipFact) -> "SupportRelationship":
        """Fold a fact in. Never refuses."""
        match fact:
            case AssignmentOffered():
                return replace(self, offer=fact)
            case AssignmentAccepted():
                return replace(self, answer="accepted")
            case AssignmentDeclined():
                return replace(self, answer="declined")
            case MatchMeetingHeld():
                return replace(self, meeting=fact)
            case AgreementSigned():
                return replace(self, agreement=fact)
            case MatchRegistered():
                return replace(self, matched=True)
            case ExpenseClaimSubmitted(period=month):
                others = tuple(claim for claim in self.claims if claim.period != month)
                return replace(self, claims=(*others, fact))
            case ExpensePaid(period=month):
                return replace(self, paid=(*self.paid, month))
            case ChangeRequested():
                return replace(self, change_requested=True)
            case ChangeGranted() | ChangeNotPossible():
                return replace(self, change_requested=False)
            case ClientAway():
                return replace(self, client_is_away=True)
            case ClientReturned():
                return replace(self, client_is_away=False)
            case RelationshipEnded(occurred_on=day):
                return replace(self, ended_on=day)
            case (
                MatchMeetingBooked()
                | BriefingHeld()
                | ServiceProvided()
                | MonthlyReportSubmitted()
                | QuarterlyReportSubmitted()
                | OutlaysDeclared()
                | ExpenseClaimAttested()
                | ExpenseClaimReturned()
                | AssigneeContacted()
                | RenewalOutcomeRecorded()
                | FactCorrected()
            ):
                return self  # nothing a decision needs
            case _:
                assert_never(fact)
