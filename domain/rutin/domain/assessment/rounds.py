"""Search rounds (D-38): a case looks for an assignee, and looks again when that comes to nothing."""

from collections.abc import Iterator

from rutin.domain.assessment.case_file import CaseFile, Facts, once
from rutin.domain.assignee import AssigneeRejected
from rutin.domain.case import OrderEnded, OrderReceived, OrderRenewed
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    AgreementSigned,
    AssignmentDeclined,
    AssignmentOffered,
    ChangeGranted,
    MatchMeetingHeld,
    RelationshipEnded,
)


@once
def rounds(file: CaseFile) -> tuple[Facts, ...]:
    """Divide a file into its rounds; there is always a first one.

    A round begins with what ended the one before, and holds what comes after that. A relationship
    that has ended a round begins no second one by being ended itself.
    """
    return tuple(_rounds(file))


def _rounds(file: CaseFile) -> Iterator[Facts]:
    number, start, opened = 1, 0, None
    left: frozenset[str] = frozenset()
    for turn in file.whole.of(
        AssigneeRejected, AssignmentDeclined, MatchMeetingHeld, RelationshipEnded, ChangeGranted
    ):
        concerned = _relationships_of(file, turn)
        if concerned & left or not _ends_the_round(file, turn):
            continue
        place, day = file.place[turn.position] + 1, turn.fact.occurred_on
        yield Facts(f"round-{number}", file, start, place, left, opened, day)
        number, start, opened, left = number + 1, place, day, left | concerned
    yield Facts(f"round-{number}", file, start, without=left, opened=opened)


def _relationships_of(file: CaseFile, turn: Recorded) -> frozenset[str]:
    """Give what a turn concerns: its relationship, or the person rejected and theirs till then."""
    if not isinstance(turn.fact, AssigneeRejected):
        return frozenset({turn.stream})
    offered = (
        offer.stream
        for offer in file.whole.of(AssignmentOffered)
        if turn.stream in offer.references and file.comes_before(offer, turn)
    )
    return frozenset({turn.stream, *offered})


def _ends_the_round(file: CaseFile, turn: Recorded) -> bool:
    match turn.fact:
        case MatchMeetingHeld() as meeting:
            return not meeting.both_satisfied
        case ChangeGranted():
            return _order_is_active(file, turn)
        case RelationshipEnded():
            return _order_is_active(file, turn) and not _was_only_a_candidate(file, turn)
    return True


def _order_is_active(file: CaseFile, turn: Recorded) -> bool:
    day = turn.fact.occurred_on
    if any(ended.fact.occurred_on <= day for ended in file.whole.of(OrderEnded)):
        return False
    last_days = [
        getattr(order.fact, "period_to", None)
        for order in file.whole.of(OrderReceived, OrderRenewed)
        if order.fact.occurred_on <= day
    ]
    return any(last is None or last >= day for last in last_days)


def _was_only_a_candidate(file: CaseFile, ended: Recorded) -> bool:
    """Say whether the relationship had come to no agreement while another of the case had one."""
    agreed = {
        signed.stream
        for signed in file.whole.of(AgreementSigned)
        if file.comes_before(signed, ended)
    }
    over = {
        other.stream
        for other in file.whole.of(RelationshipEnded)
        if file.comes_before(other, ended)
    }
    return ended.stream not in agreed and bool(agreed - over)
