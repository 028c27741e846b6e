"""The case: what its facts add up to, what it decides, and how it folds."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, assert_never

from rutin.domain.act import Fact
from rutin.domain.case.action import ActionDocumented
from rutin.domain.case.client_meeting import (
    ClientMeetingBooked,
    ClientMeetingDeclined,
    ClientMeetingHeld,
    RequirementProfileDeclined,
    RequirementProfileRecorded,
)
from rutin.domain.case.consent import (
    ConsentDeclined,
    ConsentDeferred,
    ConsentFormReviewed,
    ConsentGranted,
    ConsentWithdrawn,
    GrantConsent,
    WithdrawConsent,
)
from rutin.domain.case.contact import (
    CaseOfficerNotified,
    ClientContacted,
    ContactAttempted,
    ContactExhausted,
    ContactRegistered,
    ContactRemoved,
    RegisterContact,
    RemoveContact,
    Way,
)
from rutin.domain.case.facts import CaseFact, FactCorrected
from rutin.domain.case.method_sheet import MethodSheetEstablished
from rutin.domain.case.order import (
    CaseClosed,
    CloseCase,
    EndOrder,
    ExecutionDeferredByClient,
    ExecutionReported,
    NonExecutionReported,
    OrderEnded,
    OrderReceived,
    OrderRenewed,
    ReceiveOrder,
    RenewOrder,
)
from rutin.domain.case.plan import (
    FollowUpGoal,
    GoalFollowedUp,
    ImplementationPlanEstablished,
    ImplementationPlanUpdated,
    UpdateImplementationPlan,
)
from rutin.domain.case.search import (
    AssigneeSearchStarted,
    NoSuitableAssigneeFound,
    OwnProposalReceived,
    ReceiveOwnProposal,
    RecruitmentStarted,
)
from rutin.domain.case.service import (
    ExecuteRenewal,
    InterruptService,
    RenewalExecuted,
    ResumeService,
    ServiceInterrupted,
    ServiceResumed,
    ServiceStarted,
    StartService,
)
from rutin.domain.case.social_record import (
    ClientDisputedNote,
    DisputeNote,
    DocumentRegistered,
    JournalNoteMarkedErroneous,
    JournalNoteRecorded,
    JournalNoteSigned,
    MarkNoteErroneous,
    RecordJournalNote,
    SignJournalNote,
)
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.case.welcome import (
    ChecklistCompleted,
    ClientInformedAboutService,
    SupplementWelcomePack,
    WelcomePackDelivered,
    WelcomePackSupplemented,
)
from rutin.domain.person import Person
from rutin.domain.refusal import Impossible
from rutin.domain.values import age_on

AFTER_CLOSING: tuple[type[FactOfCase], ...] = (
    JournalNoteRecorded,
    JournalNoteSigned,
    JournalNoteMarkedErroneous,
    ClientDisputedNote,
    DocumentRegistered,
    NonExecutionReported,
    ExecutionReported,
    CaseOfficerNotified,
    ContactRemoved,
    ConsentWithdrawn,
    ActionDocumented,
    FactCorrected,
)
"""What may be dated after the day the case was closed: the record is kept on, the work is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One chain of orders for one client and one intervention.

    Attributes:
        renewals: Orders that prolong the first, in the order they came.
        renewals_executed: Numbers of those executed.
        attempts: Ways tried to reach the client.
        contacts: Contacts in force.
        contact_names: Contacts ever registered.
        consents_withdrawn: Consent and the day it was withdrawn.
        notes_signed: Notes that are locked.
    """

    order: OrderReceived | None = None
    renewals: tuple[OrderRenewed, ...] = ()
    renewals_executed: tuple[str, ...] = ()
    ended_on: date | None = None
    closed_on: date | None = None
    attempts: tuple[ContactAttempted, ...] = ()
    contacts: tuple[ContactRegistered, ...] = ()
    contact_names: tuple[str, ...] = ()
    consents: tuple[ConsentGranted, ...] = ()
    consents_withdrawn: tuple[tuple[str, date], ...] = ()
    has_plan: bool = False
    has_method_sheet: bool = False
    has_welcome_pack: bool = False
    own_proposals: tuple[str, ...] = ()
    recruitment_started_on: date | None = None
    notes: tuple[str, ...] = ()
    notes_signed: tuple[str, ...] = ()
    notes_erroneous: tuple[str, ...] = ()
    service: Literal["not_started", "running", "interrupted"] = "not_started"

    @property
    def is_for_contact_person(self) -> bool:
        """Say whether the intervention is a contact person."""
        return self.order is not None and self.order.intervention == "contact_person"

    @property
    def consent_names(self) -> tuple[str, ...]:
        """Give the names of the consents ever given."""
        return tuple(each.consent for each in self.consents)

    @property
    def has_email(self) -> bool:
        """Say whether an e-mail address of the client is known (D-03, D-46)."""
        in_order = self.order is not None and "email" in self.order.contact_routes
        return in_order or any(c.role == "client" and "email" in c.routes for c in self.contacts)

    @property
    def ways_left(self) -> tuple[Way, ...]:
        """Give the ways of reaching the client that are still to be tried."""
        tried = {attempt.channel for attempt in self.attempts}
        needed: tuple[Way, ...] = ("phone", "letter")
        if self.has_email:
            needed = (*needed, "email")
        left = tuple(way for way in needed if way not in tried)
        return left if tried - {"phone", "letter", "email"} else (*left, "other_way")

    def client_is_child_on(self, day: date) -> bool:
        """Say whether the client is known to be under 18 on a day."""
        born = self.order.client_born_on if self.order else None
        return born is not None and age_on(born, day) < 18

    def may_tell(self, recipient: str, contact: str | None, day: date) -> bool:
        """Say whether a consent in force on a day covers a recipient (D-05, D-73).

        Args:
            recipient: The recipient's role, such as "relative".
            contact: Which contact with that role, if it is known.
            day: The day they are told; a consent does not cover the day it is taken back.
        """
        taken_back = dict(self.consents_withdrawn)
        return any(
            each.covers(recipient, contact, day) and day < taken_back.get(each.consent, date.max)
            for each in self.consents
        )

    def last_day_of_order(self) -> date | None:
        """Give the last day that any order received covers; None if no end is written."""
        orders = [o for o in (self.order, *self.renewals) if o is not None]
        if not orders or any(o.period_to is None for o in orders[-1:]):
            return None
        return max(o.period_to for o in orders if o.period_to is not None)

    # ------------------------------------------------------------------ decide

    def decide(self, command: CaseCommand, at: "Case") -> Fact:
        """Answer the fact that a command gives.

        Args:
            command: What is to be recorded.
            at: The case as it was just before the act, which may be told long afterwards.

        Raises:
            Impossible: The command contradicts what is recorded.
        """
        self._refuse_after_closing(command)
        settled: dict[str, Any] = {}
        match command:
            case ReceiveOrder(case=case) if self.order is not None:
                raise Impossible(
                    f"Ärende {case} har redan en beställning, {self.order.order_no}. "
                    "Välj ett annat ärendenummer, eller registrera en förlängd beställning.",
                    code="order_already_received",
                    field="case",
                )
            case ReceiveOrder(client_born_on=None, person=Person(identity_number=number)) if number:
                settled["client_born_on"] = number.born_on
            case EndOrder() if self.ended_on is not None:
                raise Impossible(
                    f"Beställningen avslutades redan {self.ended_on}.",
                    code="order_ended",
                    field="case",
                )
            case RenewOrder() | ExecuteRenewal() | StartService() | ResumeService() if (
                at.ended_on is not None
            ):
                raise Impossible(
                    f"Beställningen avslutades {at.ended_on}. Ett nytt beslut blir ett nytt ärende.",
                    code="order_ended",
                    field="case",
                )
            case CloseCase() if self.closed_on is not None:
                raise Impossible(
                    f"Ärendet avslutades redan {self.closed_on}.", code="case_closed", field="case"
                )
            case RegisterContact(contact=contact):
                settled["contact"] = contact or _next("kontakt", self.contact_names)
                if contact in self.contact_names:
                    raise Impossible(
                        f"Kontakten {contact} finns redan. Välj ett annat namn på den.",
                        code="already_exists",
                        field="contact",
                    )
            case RemoveContact(contact=contact) if contact not in {
                c.contact for c in self.contacts
            }:
                raise _unknown("Kontakten", contact, "contact")
            case GrantConsent(consent=consent):
                settled["consent"] = consent or _next("samtycke", self.consent_names)
                if consent in self.consent_names:
                    raise Impossible(
                        f"Samtycket {consent} finns redan. Välj ett annat namn på det.",
                        code="already_exists",
                        field="consent",
                    )
            case WithdrawConsent(consent=consent):
                if consent not in self.consent_names:
                    raise _unknown("Samtycket", consent, "consent")
                if consent in dict(self.consents_withdrawn):
                    raise Impossible(
                        f"Samtycket {consent} är redan återtaget.",
                        code="consent_withdrawn",
                        field="consent",
                    )
            case SupplementWelcomePack() if not self.has_welcome_pack:
                raise Impossible(
                    "Ingen välkomstmapp är registrerad att komplettera. Registrera mappen först.",
                    code="no_welcome_pack",
                )
            case UpdateImplementationPlan() | FollowUpGoal() if not self.has_plan:
                raise Impossible(
                    "Ärendet har ingen genomförandeplan. Registrera planen först.", code="no_plan"
                )
            case ReceiveOwnProposal() if self.order and not self.is_for_contact_person:
                raise Impossible(
                    "Eget förslag gäller bara insatsen kontaktperson.",
                    code="wrong_intervention",
                    provision="KLA-06c",
                )
            case StartService() if self.service != "not_started":
                raise Impossible(
                    "Insatsen är redan påbörjad. Efter ett avbrott registreras att den återupptas.",
                    code="service_already_started",
                )
            case InterruptService() if at.service != "running":
                raise Impossible(
                    "Insatsen pågår inte, så den kan inte avbrytas. "
                    "Registrera först att den har påbörjats eller återupptagits.",
                    code="service_not_running",
                )
            case ResumeService() if at.service != "interrupted":
                raise Impossible(
                    "Insatsen är inte avbruten. Registrera avbrottet först.",
                    code="service_not_interrupted",
                )
            case ExecuteRenewal(order_no=order_no) if order_no in self.renewals_executed:
                raise Impossible(
                    f"Den förlängda beställningen {order_no} är redan verkställd.",
                    code="renewal_already_executed",
                    field="order_no",
                )
            case RecordJournalNote(note=note):
                settled["note"] = note or _next("anteckning", self.notes)
                if note in self.notes:
                    raise Impossible(
                        f"Anteckningen {note} finns redan. Välj en annan beteckning.",
                        code="already_exists",
                        field="note",
                    )
            case SignJournalNote(note=note) | MarkNoteErroneous(note=note) | DisputeNote(note=note):
                if note not in self.notes:
                    raise _unknown("Anteckningen", note, "note")
                if isinstance(command, SignJournalNote) and note in self.notes_signed:
                    raise Impossible(
                        f"Anteckningen {note} är redan signerad.", code="note_signed", field="note"
                    )
                if isinstance(command, MarkNoteErroneous) and note in self.notes_erroneous:
                    raise Impossible(
                        f"Anteckningen {note} är redan felmarkerad.",
                        code="note_erroneous",
                        field="note",
                    )
        return command.fact(**settled)

    def _refuse_after_closing(self, command: CaseCommand) -> None:
        if (
            self.closed_on is not None
            and command.occurred_on > self.closed_on
            and not issubclass(command.records, AFTER_CLOSING)
        ):
            raise Impossible(
                f"Ärendet avslutades {self.closed_on}. Kontrollera datumet; "
                "en ny insats blir ett nytt ärende.",
                code="case_closed",
                field="occurred_on",
            )

    # ------------------------------------------------------------------ fold

    def after(self, fact: CaseFact) -> "Case":
        """Fold a fact in. Never refuses: routines change, history does not."""
        match fact:
            case OrderReceived():
                return replace(self, order=fact)
            case OrderRenewed():
                return replace(self, renewals=(*self.renewals, fact))
            case RenewalExecuted(order_no=order_no):
                return replace(self, renewals_executed=(*self.renewals_executed, order_no))
            case OrderEnded(occurred_on=day):
                return replace(self, ended_on=day)
            case CaseClosed(occurred_on=day):
                return replace(self, closed_on=day)
            case ContactAttempted():
                return replace(self, attempts=(*self.attempts, fact))
            case ContactRegistered(contact=contact):
                return replace(
                    self,
                    contacts=(*self.contacts, fact),
                    contact_names=(*self.contact_names, contact),
                )
            case ContactRemoved(contact=contact):
                return replace(
                    self, contacts=tuple(c for c in self.contacts if c.contact != contact)
                )
            case ConsentGranted():
                return replace(self, consents=(*self.consents, fact))
            case ConsentWithdrawn(consent=consent, occurred_on=day):
                return replace(self, consents_withdrawn=(*self.consents_withdrawn, (consent, day)))
            case ImplementationPlanEstablished():
                return replace(self, has_plan=True)
            case MethodSheetEstablished():
                return replace(self, has_method_sheet=True)
            case WelcomePackDelivered():
                return replace(self, has_welcome_pack=True)
            case OwnProposalReceived(assignee=assignee):
                return replace(self, own_proposals=(*self.own_proposals, assignee))
            case RecruitmentStarted(occurred_on=day):
                return replace(self, recruitment_started_on=self.recruitment_started_on or day)
            case ServiceStarted() | ServiceResumed():
                return replace(self, service="running")
            case ServiceInterrupted():
                return replace(self, service="interrupted")
            case JournalNoteRecorded(note=note):
                return replace(self, notes=(*self.notes, note))
            case JournalNoteSigned(note=note):
                return replace(self, notes_signed=(*self.notes_signed, note))
            case JournalNoteMarkedErroneous(note=note):
                return replace(self, notes_erroneous=(*self.notes_erroneous, note))
            case (
                ClientContacted()
                | ExecutionDeferredByClient()
                | NonExecutionReported()
                | ExecutionReported()
                | ContactExhausted()
                | CaseOfficerNotified()
                | ClientMeetingBooked()
                | ClientMeetingHeld()
                | ClientMeetingDeclined()
                | RequirementProfileRecorded()
                | RequirementProfileDeclined()
                | ConsentFormReviewed()
                | ConsentDeclined()
                | ConsentDeferred()
                | ClientInformedAboutService()
                | WelcomePackSupplemented()
                | ChecklistCompleted()
                | ImplementationPlanUpdated()
                | GoalFollowedUp()
                | AssigneeSearchStarted()
                | NoSuitableAssigneeFound()
                | ActionDocumented()
                | ClientDisputedNote()
                | DocumentRegistered()
                | FactCorrected()
            ):
                return self  # nothing a decision needs
            case _:
                assert_never(fact)


def _next(word: str, taken: tuple[str, ...]) -> str:
    """Give the next free numbered name, such as "kontakt-3"."""
    number = len(taken) + 1
    while f"{word}-{number}" in taken:
        number += 1
    return f"{word}-{number}"


def _unknown(what: str, reference: str, field: str) -> Impossible:
    return Impossible(
        f"{what} {reference} finns inte. Kontrollera beteckningen.",
        code="unknown_reference",
        field=field,
    )
