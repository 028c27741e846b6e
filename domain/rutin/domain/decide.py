"""Decide: a command and a history in, a fact out; or a refusal that says why."""

import json
from dataclasses import replace
from datetime import date

from pydantic import ValidationError

from rutin.domain.act import Act, Command, Fact
from rutin.domain.actor import Actor
from rutin.domain.assignee import (
    AssigneeCommand,
    AssigneeRegistered,
    EndAssignee,
    OpenInvestigation,
)
from rutin.domain.case import (
    Case,
    CaseCommand,
    DocumentAction,
    OrderReceived,
    ReceiveOrder,
    ReceiveOwnProposal,
    RenewOrder,
    ResumeService,
)
from rutin.domain.case.social_record import RecordJournalNote
from rutin.domain.case_file import case_file
from rutin.domain.correction import CorrectionCommand, FactCorrection
from rutin.domain.history import History
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Forbidden, Impossible, Refused
from rutin.domain.routine import FactOfRoutine, RoutineCommand, ScheduleUnitMeeting
from rutin.domain.routines.preconditions import Judged, violations
from rutin.domain.support_persons import clashes
from rutin.domain.support_relationship import (
    ActionRequired,
    AnnounceSuccessor,
    AppointSupportPerson,
    CloseHandover,
    DepartureChanged,
    DepartureWithdrawn,
    FactCorrected,
    InformThirdParty,
    NotifyUnitManager,
    OfferAssignment,
    OpenRelationship,
    RelationshipCommand,
    RelationshipEnded,
    RelationshipOpened,
    SupportPersonAppointed,
    UpdateMethodSheet,
)
from rutin.domain.support_relationship.support_relationship import AFTER_END
from rutin.domain.unregistered_interruption import is_interrupted_unregistered
from rutin.domain.wording import malformed

ORIGINS = (OrderReceived, AssigneeRegistered, RelationshipOpened)
"""Facts that others stand on: they can be put right, but not taken away."""

MOVES_TENURE = (SupportPersonAppointed, DepartureChanged, DepartureWithdrawn, FactCorrected)
"""Facts that may make someone support person on more days than before."""


def decide(
    command: Command, history: History, by: Actor, *, today: date, deviation: str | None = None
) -> Fact:
    """Answer the fact that a command gives.

    Args:
        command: What is to be recorded.
        history: Everything recorded about what the command names, at one position.
        by: Who records it.
        today: The Swedish date it is recorded.
        deviation: Why it is recorded although a precondition forbids the act.

    Raises:
        Forbidden: The act is the unit manager's alone.
        Impossible: The command contradicts what is recorded; no deviation helps.
        Malformed: A value lies outside the bounds that are set for it; likewise.
        Refused: Provisions forbid the act, and no deviation is given.
    """
    _refuse_not_yet(command, today, "occurred_on")
    subject = subject_of(command)
    _refuse_others_than_the_unit_manager(command, by)
    _refuse_unknown(command, history)
    fact = _fact(command, subject, history, today)
    if isinstance(command, RelationshipCommand):
        _refuse_shared_slot(fact, command, history)
    forbidding = violations(Judged.of(fact, subject, history, by))
    if forbidding and not deviation:
        raise Refused(forbidding)
    return fact


def subject_of(command: Command) -> str:
    """Give the reference of the aggregate that a command goes to, without kind."""
    match command:
        case CaseCommand(case=reference):
            return reference
        case AssigneeCommand(assignee=reference):
            return reference
        case RelationshipCommand(relationship=reference):
            return reference
        case RoutineCommand(routine=reference):
            return reference
        case _:
            raise TypeError(f"{type(command).__name__} goes to no aggregate.")


def _fact(command: Command, subject: str, history: History, today: date) -> Fact:
    if isinstance(command, CorrectionCommand):
        return _correction(command, subject, history, today)
    at = history.before(command)
    match command:
        case CaseCommand():
            return history.case(subject).decide(command, _case_at(at, subject, command))
        case AssigneeCommand():
            fact = history.assignee(subject).decide(command)
            _refuse_unknown_case(command, history)
            return fact
        case RelationshipCommand():
            _refuse_after_closing(command, history)
            fact = history.relationship(subject).decide(command, at.relationship(subject))
            _refuse_unknown_in_case(command, history)
            return fact
        case RoutineCommand():
            return history.routine(subject).decide(command)
        case _:
            raise TypeError(f"{type(command).__name__} goes to no aggregate.")


def _case_at(at: History, case: str, command: CaseCommand) -> Case:
    """Give the case as it was; an interruption that no one registered is one that can end (D-40)."""
    state = at.case(case)
    if not isinstance(command, ResumeService) or state.service != "running":
        return state
    unregistered = is_interrupted_unregistered(case_file(at, case).in_force)
    return replace(state, service="interrupted") if unregistered else state


def _refuse_others_than_the_unit_manager(command: Command, by: Actor) -> None:
    """Refuse to close a handover for anyone but the unit manager; an importer says for whom."""
    if isinstance(command, CloseHandover) and by.acting_for.role != "unit_manager":
        raise Forbidden(
            "Bara enhetschefen avslutar en överlämning. Be enhetschefen, eller registrera för "
            "enhetschefens räkning (on_behalf_of).",
            field="by.role",
            provision="BYTE-05",
        )


def _refuse_unknown(command: Command, history: History) -> None:
    """Refuse what refers to something that is not there, or takes what is taken."""
    match command:
        case ReceiveOrder(order_no=order_no) | RenewOrder(order_no=order_no):
            for recorded in history.in_force:
                if f"order/{order_no}" in recorded.references:
                    raise Impossible(
                        f"Beställning {order_no} är redan registrerad i "
                        f"ärende {recorded.stream.partition('/')[2]}. Kontrollera numret.",
                        code="duplicate_order_number",
                        field="order_no",
                        provision="KLA-01",
                    )
        case OfferAssignment(assignee=assignee):
            _refuse_unknown_assignee(assignee, command.occurred_on, history)
            _refuse_second_offer(command, history)
        case ReceiveOwnProposal(assignee=assignee):
            _refuse_unknown_assignee(assignee, command.occurred_on, history)
        case AppointSupportPerson(assignee=assignee, from_date=from_date):
            _refuse_unknown_assignee(assignee, max(command.occurred_on, from_date), history)
            _refuse_other_intervention(command, history)
        case EndAssignee():
            _refuse_ending(command, history)
        case RecordJournalNote(about=about, case=case):
            for reference in about:
                case_file(history, case).find(reference, "about")
        case ScheduleUnitMeeting(cases=cases):
            for case in cases:
                if history.case(case).order is None:
                    raise Impossible(
                        f"Ärende {case} finns inte. Kontrollera beteckningen.",
                        code="unknown_reference",
                        field="cases",
                    )
        case DocumentAction(actions=actions, case=case):
            _refuse_unknown_actions(actions, case, history)


def _refuse_shared_slot(fact: Fact, command: RelationshipCommand, history: History) -> None:
    """Refuse two persons in one slot, or one person in two, on any day (KMSP-12).

    What is looked at is the days as they would become: a last day that is moved or taken back, or
    a correction, may meet a successor as well as an appointment may.
    """
    if not isinstance(fact, MOVES_TENURE):
        return
    subject = command.relationship
    after = history.joined_by(fact, f"relationship/{subject}")
    for own, other in clashes(after, _case_of(command, history), subject):
        appoints = isinstance(fact, SupportPersonAppointed)
        if own.slot == other.slot:
            raise Impossible(
                f"Person {other.slot} är {other.assignee}, {other.period.swedish}. Två personer "
                "kan inte ha samma plats på samma dag: registrera först när den ena slutar.",
                code="slot_taken",
                field="slot" if appoints else None,
                provision="KMSP-12",
            )
        raise Impossible(
            f"{own.assignee} är redan person {other.slot}, {other.period.swedish}. "
            "Person 1 och person 2 ska vara olika personer.",
            code="same_person",
            field="assignee" if appoints else None,
            provision="KMSP-12",
        )


def _refuse_unknown_in_case(command: RelationshipCommand, history: History) -> None:
    """Refuse what a support person refers to and is not there."""
    match command:
        case AnnounceSuccessor(successor=str(successor)):
            _refuse_unknown_assignee(successor, command.occurred_on, history, field="successor")
        case UpdateMethodSheet() if not history.case(_case_of(command, history)).has_method_sheet:
            raise Impossible(
                "Brukaren har inget metodblad. Registrera metodbladet först.",
                code="no_method_sheet",
            )
        case InformThirdParty(contact=str(contact)):
            if contact not in history.case(_case_of(command, history)).contact_names:
                raise Impossible(
                    f"Kontakten {contact} finns inte. Kontrollera beteckningen.",
                    code="unknown_reference",
                    field="contact",
                )
        case NotifyUnitManager(actions=actions):
            _refuse_unknown_actions(actions, _case_of(command, history), history)


def _refuse_unknown_assignee(
    assignee: str, day: date, history: History, *, field: str = "assignee"
) -> None:
    """Refuse a person who is not registered, or who has been ended by a day."""
    known = history.assignee(assignee)
    if known.registration is None:
        raise Impossible(
            f"Uppdragstagare {assignee} finns inte. Registrera personen först.",
            code="unknown_reference",
            field=field,
        )
    if known.ended_on is not None and known.ended_on < day:
        raise Impossible(
            f"Uppdragstagare {assignee} avslutades {known.ended_on}.",
            code="assignee_ended",
            field=field,
        )


def _refuse_other_intervention(command: AppointSupportPerson, history: History) -> None:
    order = history.case(command.case).order
    if order is not None and order.intervention != "housing_support":
        raise Impossible(
            "Stödpersoner utses bara för boendestöd. I andra insatser erbjuds ett uppdrag.",
            code="wrong_intervention",
            provision="KMSP-04",
        )


def _refuse_unknown_actions(actions: tuple[str, ...], case: str, history: History) -> None:
    """Refuse what is no need of action in the case."""
    for reference in actions:
        found = case_file(history, case).find(reference, "actions")
        if not isinstance(found.fact, ActionRequired):
            raise Impossible(
                f"Händelsen {reference} beskriver inget som behöver åtgärdas. "
                "Kontrollera beteckningen.",
                code="unknown_reference",
                field="actions",
            )


def _refuse_unknown_case(command: AssigneeCommand, history: History) -> None:
    match command:
        case OpenInvestigation(case=str(case)) if history.case(case).order is None:
            raise Impossible(
                f"Ärende {case} finns inte. Registrera beställningen först.",
                code="unknown_reference",
                field="case",
            )


def _refuse_after_closing(command: RelationshipCommand, history: History) -> None:
    case = _case_of(command, history)
    closed_on = history.case(case).closed_on
    if (
        closed_on is not None
        and command.occurred_on > closed_on
        and not issubclass(command.records, (*AFTER_END, RelationshipEnded))
    ):
        raise Impossible(
            f"Ärendet avslutades {closed_on}. Kontrollera datumet; "
            "en ny insats blir ett nytt ärende.",
            code="case_closed",
            field="occurred_on",
        )


def _case_of(command: RelationshipCommand, history: History) -> str:
    """Give the case of a relationship, by the command that opens it or by its opening."""
    opening = history.relationship(command.relationship).opening
    if isinstance(command, OpenRelationship):
        return command.case
    return opening.case if opening else ""


def _refuse_second_offer(command: OfferAssignment, history: History) -> None:
    for reference, relationship in history.relationships_of_case(command.case).items():
        opening = relationship.opening
        if opening and opening.assignee == command.assignee and relationship.is_active:
            raise Impossible(
                f"Uppdragstagare {command.assignee} har redan uppdrag {reference} i ärendet.",
                code="already_offered",
                field="assignee",
            )


def _refuse_ending(command: EndAssignee, history: History) -> None:
    """Refuse to end a stranger's match, or a person with matches that go on (D-45)."""
    own = history.relationships_of_assignee(command.assignee)
    if command.relationship is not None and command.relationship not in own:
        raise Impossible(
            f"Uppdrag {command.relationship} är inte uppdragstagarens. Kontrollera beteckningen.",
            code="unknown_reference",
            field="relationship",
        )
    active = sorted(
        reference
        for reference, relationship in own.items()
        if relationship.goes_on_after(command.occurred_on) and reference != command.relationship
    )
    if command.scope == "person" and active:
        raise Impossible(
            f"Personen har uppdrag som pågår: {', '.join(active)}. Avsluta dem först, "
            "eller avsluta bara det här uppdraget.",
            code="active_relationships",
            field="scope",
            provision="KLA-11e",
        )


def _correction(command: CorrectionCommand, subject: str, history: History, today: date) -> Fact:
    original = history.find(command.corrects, "corrects")
    if original.stream != f"{command.records.stream_kind}/{subject}":
        raise Impossible(
            f"Händelsen {command.corrects} hör inte hit, utan till {original.stream}.",
            code="unknown_reference",
            field="corrects",
        )
    if isinstance(original.fact, FactCorrection):
        raise Impossible(
            "En rättelse rättas inte. Rätta den ursprungliga händelsen på nytt.",
            code="correction_of_correction",
            field="corrects",
        )
    if command.changes is None and _is_origin(original):
        raise Impossible(
            "Händelsen som allt annat bygger på kan inte tas bort. Rätta dess uppgifter i stället.",
            code="origin_removed",
            field="changes",
        )
    counting = history.as_it_counts(original)
    if counting is None:
        raise Impossible(
            "Händelsen är redan borttagen. Registrera den på nytt om den ändå inträffade.",
            code="taken_away",
            field="corrects",
        )
    replacement = _replacement(command, counting)
    if replacement is not None:
        _refuse_not_yet(replacement, today, "changes.occurred_on")
        if isinstance(replacement, FactOfRoutine):
            history.without(original).routine(subject).refuse_impossible(replacement)
    return command.fact(corrects=str(original.event_id), replacement=replacement)


def _is_origin(recorded: Recorded) -> bool:
    """Say whether others stand on a fact; a second appointment stands on the first (D-69)."""
    again = isinstance(recorded.fact, RelationshipOpened) and recorded.version > 1
    return isinstance(recorded.fact, ORIGINS) and not again


def _replacement(command: CorrectionCommand, counting: Fact) -> Fact | None:
    if command.changes is None:
        return None
    fixed = [name for name in command.changes if name in {"type", *counting.identity}]
    if fixed:
        raise Impossible(
            f"Fältet {fixed[0]} kan inte ändras, för andra händelser hänvisar till det.",
            code="identity_changed",
            field=f"changes.{fixed[0]}",
        )
    document = counting.model_dump(mode="json") | command.changes
    try:
        return type(counting).model_validate_json(json.dumps(document))
    except ValidationError as error:
        raise malformed(error, type(counting), within="changes") from None


def _refuse_not_yet(act: Act, today: date, field: str) -> None:
    if act.occurred_on > today:
        raise Impossible(
            f"Datumet {act.occurred_on} har inte varit ännu; i dag är det {today}. "
            "Registrera händelsen när den har hänt.",
            code="not_yet",
            field=field,
        )
