"""The support relationship: what its facts add up to, what it decides, and how it folds."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, assert_never

from rutin.domain.act import Fact
from rutin.domain.refusal import Impossible
from rutin.domain.support_relationship.action import UnitManagerNotified
from rutin.domain.support_relationship.appointment import (
    AppointSupportPerson,
    SupportPersonAppointed,
)
from rutin.domain.support_relationship.client_contact import ClientMet, ContactKept
from rutin.domain.support_relationship.closing_meeting import MethodSheetUpdated
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
from rutin.domain.support_relationship.follow_up import FollowUpPresented, FollowUpSupplemented
from rutin.domain.support_relationship.handover import AnnounceSuccessor
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
    RegisterMatch,
    SignAgreement,
)
from rutin.domain.support_relationship.reports import (
    MonthlyReportSubmitted,
    QuarterlyReportSubmitted,
    ServiceProvided,
)
from rutin.domain.support_relationship.stream import (
    AssignmentCommand,
    FactOfRelationship,
    FactOfSupportPerson,
    OpenRelationship,
    RelationshipCommand,
    SupportPersonCommand,
)
from rutin.domain.support_relationship.support_person import HANDING_OVER, SupportPerson, Tenure
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
    ChangeGranted,
    ChangeNotPossible,
    ClientMet,
    ContactKept,
    FollowUpSupplemented,
    FollowUpPresented,
    UnitManagerNotified,
    MethodSheetUpdated,
    *HANDING_OVER,
    FactCorrected,
)
"""What may be dated after the relationship is over.

Reports still come in, service is given, a wish is answered, and a handover goes on until it is
completed or closed (BYTE-02).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRelationship:
    """One client's case and one assignee.

    Attributes:
        opening: What opened the relationship.
        answer: What the assignee said to the offer.
        meeting: The latest joint meeting.
        claims: The latest claim for each month.
        paid: Months whose claim is paid.
        change_requested: A wish for a change that no one has answered.
        support_person: The assignee as support person, if that is what they are.
    """

    opening: AssignmentOffered | SupportPersonAppointed | None = None
    answer: Literal["accepted", "declined"] | None = None
    meeting: MatchMeetingHeld | None = None
    agreement: AgreementSigned | None = None
    matched: bool = False
    claims: tuple[ExpenseClaimSubmitted, ...] = ()
    paid: tuple[Month, ...] = ()
    change_requested: bool = False
    client_is_away: bool = False
    support_person: SupportPerson = field(default_factory=SupportPerson)
    ended_on: date | None = None

    @property
    def is_active(self) -> bool:
        """Say whether the relationship goes on: opened, not declined, not ended."""
        return self.opening is not None and self.answer != "declined" and self.ended_on is None

    @property
    def over_on(self) -> date | None:
        """Its last day: that of the end or of the departure, whichever is earlier (D-42)."""
        days = (self.ended_on, self.support_person.last_day)
        return min((day for day in days if day is not None), default=None)

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """The times during which the assignee is person 1 or person 2."""
        return self.support_person.tenures_until(self.over_on)

    def goes_on_after(self, day: date) -> bool:
        """Say whether the relationship goes on after a day, as far as is known."""
        return self.is_active and (self.over_on is None or self.over_on > day)

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
        if isinstance(command, SupportPersonCommand):
            self.support_person.refuse(command, at.support_person, self.ended_on)
        match command:
            case AnnounceSuccessor(successor=str(successor)) if (
                self.opening is not None and successor == self.opening.assignee
            ):
                raise Impossible(
                    "Den som slutar kan inte ta över efter sig själv. Ange vem som tar över.",
                    code="own_successor",
                    field="successor",
                )
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
        """Refuse what concerns no relationship, or one of another kind; and work after the end."""
        opening = self.opening
        if isinstance(command, OpenRelationship) and not (
            isinstance(command, AppointSupportPerson) and self._is_joined_as(command)
        ):
            if opening is not None:
                raise Impossible(
                    f"Uppdrag {command.relationship} finns redan. Välj en annan beteckning.",
                    code="already_exists",
                    field="relationship",
                )
            return
        if opening is None:
            raise Impossible(
                f"Uppdrag {command.relationship} finns inte. "
                "Registrera först att det erbjudits, eller att stödpersonen utsetts.",
                code="unknown_reference",
                field="relationship",
            )
        other_kind = (
            AssignmentCommand
            if isinstance(opening, SupportPersonAppointed)
            else SupportPersonCommand
        )
        if isinstance(command, other_kind):
            raise Impossible(
                f"Uppdrag {command.relationship} är "
                + (
                    "en stödpersons, och har varken avtal, rapporter eller utlägg."
                    if other_kind is AssignmentCommand
                    else "ingen stödpersons. Kontrollera beteckningen."
                ),
                code="wrong_kind",
                field="relationship",
            )
        self._refuse_after_end(command)

    def _is_joined_as(self, command: OpenRelationship) -> bool:
        """Say whether the relationship already joins the same case and assignee as support person."""
        return isinstance(self.opening, SupportPersonAppointed) and (
            (self.opening.case, self.opening.assignee) == (command.case, command.assignee)
        )

    def _refuse_after_end(self, command: RelationshipCommand) -> None:
        if (
            self.over_on is None
            or issubclass(command.records, AFTER_END)
            or (isinstance(command, EndRelationship) and self.ended_on is None)
        ):
            return
        day = (
            command.from_date if isinstance(command, AppointSupportPerson) else command.occurred_on
        )
        if day > self.over_on:
            raise Impossible(
                f"Uppdraget avslutades {self.over_on}. Kontrollera datumet.",
                code="relationship_ended",
                field="from_date" if isinstance(command, AppointSupportPerson) else "occurred_on",
            )

    # ------------------------------------------------------------------ fold

    def after(self, fact: RelationshipFact) -> "SupportRelationship":
        """Fold a fact in. Never refuses."""
        if isinstance(fact, FactOfSupportPerson):
            opening = fact if isinstance(fact, SupportPersonAppointed) else None
            return replace(
                self,
                opening=self.opening or opening,
                support_person=self.support_person.after(fact),
            )
        match fact:
            case AssignmentOffered():
                return replace(self, opening=fact)
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
            case ChangeGranted():
                granted = replace(self.support_person, change_granted=True)
                return replace(self, change_requested=False, support_person=granted)
            case ChangeNotPossible():
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
