"""A service that no one gives any more is interrupted, whether someone has said so or not (D-40)."""

from collections.abc import Sequence

from rutin.domain.act import Fact
from rutin.domain.case import ServiceInterrupted, ServiceResumed, ServiceStarted
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    AgreementSigned,
    AssignmentDeclined,
    AssignmentOffered,
    RelationshipEnded,
    SupportPersonAppointed,
)


def leaves_none(facts: Sequence[Recorded], ended: Recorded) -> bool:
    """Say whether no other relationship goes on when one has ended.

    Someone who was only asked is no other one: an assignment begins with its agreement.

    Args:
        facts: The facts of the case and its relationships that count.
        ended: The end of one of them.
    """
    gone = _streams_by(facts, ended, RelationshipEnded, AssignmentDeclined)
    giving = _streams_by(facts, ended, AgreementSigned, SupportPersonAppointed)
    # without any agreement, whoever was asked gives the service all the same
    return not (giving or _streams_by(facts, ended, AssignmentOffered)) - gone


def is_interrupted_unregistered(facts: Sequence[Recorded]) -> bool:
    """Say whether the last who gave a service has left since it last began, and no one said more."""
    interrupted = False
    for recorded in facts:
        match recorded.fact:
            case ServiceStarted() | ServiceInterrupted() | ServiceResumed():
                interrupted = False
            case RelationshipEnded():
                interrupted = interrupted or leaves_none(facts, recorded)
    return interrupted


def _streams_by(facts: Sequence[Recorded], ended: Recorded, *kinds: type[Fact]) -> set[str]:
    """Give the relationships of which something is told by the day that one ended, that day too."""
    last_day = ended.fact.occurred_on
    return {r.stream for r in facts if isinstance(r.fact, kinds) and r.fact.occurred_on <= last_day}
