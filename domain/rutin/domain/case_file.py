"""The case file (akt): what a provision looks at and what a timeline shows."""

from rutin.domain.act import Fact
from rutin.domain.assignee import (
    AbsenceRecorded,
    AssigneeEnded,
    AvailabilityChanged,
    InvestigationOpened,
)
from rutin.domain.correction import FactCorrection
from rutin.domain.history import History
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    AgreementSigned,
    RelationshipEnded,
    RelationshipOpened,
)


def case_file(history: History, case: str) -> History:
    """Gather a case's own facts, those of its relationships, and those of its assignees that concern it.

    An assignee concerns the case as proposed by the client, as investigated for it, or as party to
    one of its relationships; absences, availability and the ending of other matches do not concern it.
    """
    relationships = set(history.relationships_of_case(case))
    assignees = _assignees(history, case)

    def belongs(recorded: Recorded) -> bool:
        kind, _, reference = recorded.stream.partition("/")
        if kind == "case":
            return reference == case
        if kind == "relationship":
            return reference in relationships
        if kind == "assignee":
            return reference in assignees and _concerns(recorded.fact, relationships)
        return False  # what a routine says concerns every case, and is no part of any

    return history.only(belongs)


def with_other_engagements(gathered: History, history: History, case: str) -> History:
    """Add to a case's file when its assignees were engaged elsewhere, as a decision knows (LAW-17)."""
    elsewhere = {
        f"relationship/{reference}"
        for assignee in _assignees(history, case)
        for reference in history.relationships_of_assignee(assignee)
    } - {f"relationship/{reference}" for reference in history.relationships_of_case(case)}
    if not elsewhere:
        return gathered
    kept = {r.position for r in gathered.recorded}
    kept |= {
        r.position
        for r in history.recorded
        if r.stream in elsewhere and isinstance(r.fact, _ENGAGEMENT)
    }
    return history.only(lambda r: r.position in kept)


_ENGAGEMENT = (RelationshipOpened, AgreementSigned, RelationshipEnded, FactCorrection)
"""What tells that someone was engaged, and from when to when."""


def _assignees(history: History, case: str) -> set[str]:
    """Give the assignees that a case has, had proposed by its client, or had investigated."""
    relationships = history.relationships_of_case(case).values()
    assignees = {r.opening.assignee for r in relationships if r.opening}
    assignees |= set(history.case(case).own_proposals)
    assignees |= {
        r.stream.partition("/")[2]
        for r in history.in_force
        if isinstance(r.fact, InvestigationOpened) and r.fact.case == case
    }
    return assignees


def _concerns(fact: Fact, relationships: set[str]) -> bool:
    match fact:
        case AvailabilityChanged() | AbsenceRecorded():
            return False
        case AssigneeEnded(scope="match", relationship=ended):
            return ended in relationships
    return True
