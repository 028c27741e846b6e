"""Decide: a command and a history in, a fact out; or a refusal that says why."""

import json
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
    CaseCommand,
    OrderReceived,
    ReceiveOrder,
    ReceiveOwnProposal,
    RenewOrder,
)
from rutin.domain.case.social_record import RecordJournalNote
from rutin.domain.case_file import case_file
from rutin.domain.correction import CorrectionCommand, FactCorrection
from rutin.domain.history import History
from rutin.domain.refusal import Impossible, Refused
from rutin.domain.routine import FactOfRoutine, RoutineCommand, ScheduleUnitMeeting
from rutin.domain.routines.preconditions import Judged, violations
from rutin.domain.support_relationship import (
    AssignmentOffered,
    OfferAssignment,
    RelationshipCommand,
    RelationshipEnded,
)
from rutin.domain.support_relationship.support_relationship import AFTER_END
from rutin.domain.wording import malformed

ORIGINS = (OrderReceived, AssigneeRegistered, AssignmentOffered)
"""Facts that others stand on: they can be put right, but not taken away."""


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
        Impossible: The command contradicts what is recorded; no deviation helps.
        Malformed: A value lies outside the bounds that are set for it; likewise.
        Refused: Provisions forbid the act, and no deviation is given.
    """
    _refuse_not_yet(command, today, "occurred_on")
    subject = subject_of(command)
    _refuse_unknown(command, history)
    fact = _fact(command, subject, history, today)
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
            return history.case(subject).decide(command, at.case(subject))
        case AssigneeCommand():
            fact = history.assignee(subject).decide(command)
            _refuse_unknown_case(command, history)
            return fact
        case RelationshipCommand():
            _refuse_after_closing(command, history)
            return history.relationship(subject).decide(command, at.relationship(subject))
        case RoutineCommand():
            return history.routine(subject).decide(command)
        case _:
            raise TypeError(f"{type(command).__name__} goes to no aggregate.")


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
        case OfferAssignment(assignee=assignee) | ReceiveOwnProposal(assignee=assignee):
            known = history.assignee(assignee)
            if known.registration is None:
                raise Impossible(
                    f"Uppdragstagare {assignee} finns inte. Registrera personen först.",
                    code="unknown_reference",
                    field="assignee",
                )
            if known.ended_on is not None and known.ended_on < command.occurred_on:
                raise Impossible(
                    f"Uppdragstagare {assignee} avslutades {known.ended_on}.",
                    code="assignee_ended",
                    field="assignee",
                )
            if isinstance(command, OfferAssignment):
                _refuse_second_offer(command, history)
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


def _refuse_unknown_case(command: AssigneeCommand, history: History) -> None:
    match command:
        case OpenInvestigation(case=str(case)) if history.case(case).order is None:
            raise Impossible(
                f"Ärende {case} finns inte. Registrera beställningen först.",
                code="unknown_reference",
                field="case",
            )


def _refuse_after_closing(command: RelationshipCommand, history: History) -> None:
    offer = history.relationship(command.relationship).offer
    case = command.case if isinstance(command, OfferAssignment) else offer.case if offer else ""
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


def _refuse_second_offer(command: OfferAssignment, history: History) -> None:
    for reference, relationship in history.relationships_of_case(command.case).items():
        offer = relationship.offer
        if offer and offer.assignee == command.assignee and relationship.is_active:
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
        if relationship.is_active and reference != command.relationship
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
    if command.changes is None and isinstance(original.fact, ORIGINS):
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
