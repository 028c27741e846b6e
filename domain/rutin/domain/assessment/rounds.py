"""Search rounds (D-38): a case looks for an assignee, and looks again when that comes to nothing."""

from collections.abc import Iterator

from rutin.domain.assessment.case_file import CaseFile, Facts, once
from rutin.domain.assignee import AssigneeRejected
from rutin.domain.case import OwnProposalReceived
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    AgreementSigned,
    AssignmentDeclined,
    AssignmentOffered,
    ChangeGranted,
    ChangeRequested,
    MatchMeetingHeld,
    RelationshipEnded,
)


@once
def rounds(file: CaseFile) -> tuple[Facts, ...]:
    """Divide a file into its rounds; there is always a first one.

    A round begins with what ended the one before, and holds what comes after that. A relationship
    that has ended a round begins no second one by being ended itself, unless the two met again.
    """
    return tuple(_rounds(file))


def _rounds(file: CaseFile) -> Iterator[Facts]:
    number, start, opened = 1, 0, None
    left: frozenset[str] = frozenset()
    unsatisfied: set[str] = set()
    for turn in file.whole.of(
        AssigneeRejected, AssignmentDeclined, MatchMeetingHeld, RelationshipEnded, ChangeGranted
    ):
        concerned = _concerned(file, turn)
        if isinstance(turn.fact, MatchMeetingHeld):
            unsatisfied.discard(turn.stream)  # they meet again
        gone = concerned & (left | unsatisfied)
        if not concerned or gone or not _ends_the_round(file, turn, concerned):
            continue
        place, day = file.place[turn.position] + 1, turn.fact.occurred_on
        yield Facts(f"round-{number}", file, _but(left, file.facts[start:place]), opened, day)
        number, start, opened = number + 1, place, day
        if isinstance(turn.fact, MatchMeetingHeld):
            unsatisfied.add(turn.stream)
        else:
            left |= concerned
    yield Facts(f"round-{number}", file, _but(left, file.facts[start:]), opened)


def _but(left: frozenset[str], facts: tuple[Recorded, ...]) -> tuple[Recorded, ...]:
    """Leave out what is about relationships that have had their round."""
    return tuple(each for each in facts if each.stream not in left)


def _concerned(file: CaseFile, turn: Recorded) -> frozenset[str]:
    """Give what a turn concerns: its relationship; of a rejection, the proposal and what came of it.

    Nothing, if the person rejected had not been proposed by the client of the case.
    """
    if not isinstance(turn.fact, AssigneeRejected):
        return frozenset({turn.stream})
    proposals = [
        proposal
        for proposal in file.whole.of(OwnProposalReceived)
        if turn.stream in proposal.references and file.comes_before(proposal, turn)
    ]
    if not proposals:
        return frozenset()
    offers = file.whole.of(AssignmentOffered)
    about = {o.stream for o in offers if turn.stream in o.references and file.comes_before(o, turn)}
    return frozenset({str(proposals[-1].event_id), *about})


def _ends_the_round(file: CaseFile, turn: Recorded, concerned: frozenset[str]) -> bool:
    match turn.fact:
        case MatchMeetingHeld() as meeting if meeting.both_satisfied:
            return False
        case ChangeGranted():
            return file.order_goes_on_after(turn.fact.occurred_on)
        case RelationshipEnded():
            return leaves_a_want(file, turn)
    return not _was_only_a_candidate(file, turn, concerned)


def leaves_a_want(file: CaseFile, ended: Recorded) -> bool:
    """Say whether someone else is wanted when a relationship has ended: the order goes on without it."""
    goes_on = file.order_goes_on_after(ended.fact.occurred_on)
    return goes_on and not _was_only_a_candidate(file, ended, frozenset({ended.stream}))


def _was_only_a_candidate(file: CaseFile, turn: Recorded, concerned: frozenset[str]) -> bool:
    """Say whether a turn concerns someone without agreement, while another has one and is to stay."""
    agreed = {r.stream for r in file.whole.of(AgreementSigned) if file.comes_before(r, turn)}
    to_go = {
        r.stream
        for r in file.whole.of(RelationshipEnded, ChangeRequested, ChangeGranted)
        if file.comes_before(r, turn)
    }
    return not concerned & agreed and bool(agreed - to_go)
