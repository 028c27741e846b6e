"""Every fact there is, whatever it happened to."""

from typing import Annotated, Any, TypeGuard, get_args

from pydantic import Field

from rutin.domain.act import Fact
from rutin.domain.assignee.facts import AssigneeFact
from rutin.domain.assignee.stream import FactOfAssignee
from rutin.domain.case.facts import CaseFact
from rutin.domain.case.stream import FactOfCase
from rutin.domain.routine.facts import RoutineFact
from rutin.domain.routine.stream import FactOfRoutine
from rutin.domain.support_relationship.facts import RelationshipFact
from rutin.domain.support_relationship.stream import FactOfRelationship

AnyFact = Annotated[
    CaseFact | AssigneeFact | RelationshipFact | RoutineFact, Field(discriminator="type")
]


def _members(union: Any) -> tuple[type[Fact], ...]:
    if isinstance(union, type):
        return (union,) if issubclass(union, Fact) else ()
    return tuple(member for part in get_args(union) for member in _members(part))


FACT_TYPES: dict[str, type[Fact]] = {
    member.model_fields["type"].default: member for member in _members(AnyFact)
}
"""Fact types by stored name."""


def is_case_fact(fact: Fact) -> TypeGuard[CaseFact]:
    """Say whether a fact belongs to a case's stream."""
    return isinstance(fact, FactOfCase)


def is_assignee_fact(fact: Fact) -> TypeGuard[AssigneeFact]:
    """Say whether a fact belongs to an assignee's stream."""
    return isinstance(fact, FactOfAssignee)


def is_relationship_fact(fact: Fact) -> TypeGuard[RelationshipFact]:
    """Say whether a fact belongs to a support relationship's stream."""
    return isinstance(fact, FactOfRelationship)


def is_routine_fact(fact: Fact) -> TypeGuard[RoutineFact]:
    """Say whether a fact belongs to a routine's stream."""
    return isinstance(fact, FactOfRoutine)
