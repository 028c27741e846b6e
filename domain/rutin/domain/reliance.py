"""What a decision looks at: the references a command names, and those that they lead to."""

from collections.abc import Iterable, Sequence

from rutin.domain.act import Command, Fact
from rutin.domain.assignee import AssigneeCommand, InvestigationOpened, OpenInvestigation
from rutin.domain.case import (
    CaseCommand,
    OwnProposalReceived,
    ReceiveOrder,
    ReceiveOwnProposal,
    RenewOrder,
)
from rutin.domain.correction import FactCorrection
from rutin.domain.recorded import Recorded
from rutin.domain.routine import RoutineCommand, ScheduleUnitMeeting
from rutin.domain.support_relationship import (
    AnnounceSuccessor,
    OpenRelationship,
    RelationshipCommand,
    RelationshipOpened,
)


def named_by(command: Command) -> frozenset[str]:
    """Give the references that a command names itself."""
    named: set[str] = set()
    match command:
        case CaseCommand(case=case):
            named.add(f"case/{case}")
        case AssigneeCommand(assignee=assignee):
            named.add(f"assignee/{assignee}")
        case RelationshipCommand(relationship=relationship):
            named.add(f"relationship/{relationship}")
        case RoutineCommand(routine=routine):
            named.add(f"routine/{routine}")
    match command:
        case ReceiveOrder(order_no=order_no) | RenewOrder(order_no=order_no):
            named.add(f"order/{order_no}")
        case ReceiveOwnProposal(assignee=assignee):
            named.add(f"assignee/{assignee}")
        case OpenInvestigation(case=str(case)):
            named.add(f"case/{case}")
        case OpenRelationship(case=case, assignee=assignee):
            named |= {f"case/{case}", f"assignee/{assignee}"}
        case ScheduleUnitMeeting(cases=cases):
            named |= {f"case/{case}" for case in cases}
        case AnnounceSuccessor(successor=str(successor)):
            named.add(f"assignee/{successor}")
    return frozenset(named)


def further(recorded: Iterable[Recorded], references: frozenset[str]) -> frozenset[str]:
    """Give the references that facts read so far lead on to, beyond those already read.

    A relationship leads to its case and its assignee, a case to the assignees it has, was proposed
    or had investigated. An assignee leads nowhere: other clients' cases concern no decision of this one.
    That someone was engaged there is among what is read about the assignee (LAW-17).
    """
    leads: set[str] = set()
    for r in recorded:
        match r.fact:
            case RelationshipOpened(case=case, assignee=assignee):
                if r.stream in references or f"case/{case}" in references:
                    leads |= {f"case/{case}", f"assignee/{assignee}"}
            case OwnProposalReceived(assignee=assignee) if r.stream in references:
                leads.add(f"assignee/{assignee}")
            case InvestigationOpened(case=case) if f"case/{case}" in references:
                leads.add(r.stream)
    return frozenset(leads - references)


def found_by(fact: Fact, stream: str, before: Sequence[Recorded]) -> tuple[str, ...]:
    """Give the references a new fact is found by: its stream first, then what it is about.

    Facts of a relationship are found by its case and its assignee too, as its opening says; a
    correction by all that the corrected fact is found by.
    """
    joined = before[0].references if stream.startswith("relationship/") and before else ()
    if isinstance(fact, FactCorrection):
        joined += next((r.references for r in before if str(r.event_id) == fact.corrects), ())
    return tuple(dict.fromkeys((stream, *fact.references(), *joined)))
