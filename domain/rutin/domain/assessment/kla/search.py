"""KLA steps 5–7: an assignee is sought, investigated, recruited (r.70–86)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rutin.domain.assessment.case_file import CaseFile, Facts
from rutin.domain.assessment.clocks import (
    Act,
    Check,
    act,
    broken_by,
    day_of,
    ends,
    judged,
    reactive,
)
from rutin.domain.assessment.duty import Broken, Done, Duty
from rutin.domain.assessment.reason import WRONG_ORDER
from rutin.domain.assessment.rounds import rounds
from rutin.domain.assignee import (
    AssigneeApproved,
    AssigneeRejected,
    InterviewHeld,
    InvestigationConcluded,
    InvestigationOpened,
    RegisterCheckAnnounced,
    RegisterExtractShown,
)
from rutin.domain.case import (
    AssigneeSearchStarted,
    ClientMeetingHeld,
    NoSuitableAssigneeFound,
    OwnProposalReceived,
    RecruitmentStarted,
)
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    AgreementSigned,
    AssignmentAccepted,
    AssignmentOffered,
    MatchMeetingBooked,
    MatchMeetingHeld,
)

_AGREEMENT = act(AgreementSigned)
_STEPS = (InterviewHeld, InvestigationConcluded, AssigneeApproved, AssigneeRejected)


def _of_both_registers(announced: Any) -> bool:
    return {"social_services", "criminal_records"} <= set(announced.registers)


_BOTH_EXTRACTS = act(RegisterCheckAnnounced, that=_of_both_registers)

DECISION = act(AssigneeApproved, AssigneeRejected)
INVESTIGATION: tuple[Act, ...] = (
    act(InterviewHeld),
    act(InvestigationConcluded),
    DECISION,
)
"""What the register's templates ask for: interview, investigation and decision (r.77–79)."""

DOCUMENTED: tuple[Act, ...] = (
    act(InvestigationOpened),
    act(InvestigationConcluded),
    DECISION,
)
"""What shows that an investigation is documented in the register (r.81–82)."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Someone to be investigated: from which day, and the facts about them."""

    since: date
    stream: str
    facts: tuple[Recorded, ...]

    def first(self, each: Act) -> Recorded | None:
        """Give the first such act about them."""
        return next(
            (
                r
                for r in self.facts
                if isinstance(r.fact, each.types) and (each.that is None or each.that(r.fact))
            ),
            None,
        )

    def done(self, acts: Sequence[Act]) -> Done | None:
        """Say when everything had been done, no earlier than they came; None while it has not."""
        by = [self.first(each) for each in acts]
        whole = [fact for fact in by if fact is not None]
        if len(whole) < len(by):
            return None
        return Done(max(self.since, Done.of(*whole).day), tuple(whole))

    def wanting(self, acts: Sequence[Act], day: date) -> tuple[str, ...]:
        """Name what had not been done by a day."""
        firsts = [(each, self.first(each)) for each in acts]
        return tuple(
            each.name for each, found in firsts if not found or found.fact.occurred_on > day
        )


def _concerned(facts: Facts, *, recruits: bool) -> tuple[date | None, list[Concerned]]:
    """Give the day that a round's proposal came, or recruitment began, and whom it concerns."""
    if not recruits:
        proposals = facts.of(OwnProposalReceived)
        people = [
            (p.fact.occurred_on, f"assignee/{getattr(p.fact, 'assignee', '')}") for p in proposals
        ]
        return day_of(proposals[0]) if proposals else None, _people(facts, people)
    started = facts.first(RecruitmentStarted)
    if started is None:
        return None, []
    proposed = {
        f"assignee/{getattr(p.fact, 'assignee', '')}"
        for p in facts.file.whole.of(OwnProposalReceived)
    }
    opened = [r for r in facts.of(InvestigationOpened) if r.stream not in proposed]
    return day_of(started), _people(
        facts, [(max(o.fact.occurred_on, started.fact.occurred_on), o.stream) for o in opened]
    )


def _people(facts: Facts, people: Sequence[tuple[date, str]]) -> list[Concerned]:
    about = facts.file.whole.of(
        RegisterCheckAnnounced, RegisterExtractShown, InvestigationOpened, *_STEPS
    )
    return [
        Concerned(day, stream, tuple(r for r in about if r.stream == stream))
        for day, stream in people
    ]


def investigated(provision: str, acts: Sequence[Act], *, recruits: bool = False) -> Check:
    """Judge that whoever was proposed, or recruited, is investigated before any agreement.

    Met when it is done for one of them; an agreement with another is refused all the same.

    Args:
        provision: Its id, as the preconditions of commands know it.
        acts: What makes the investigation whole.
        recruits: Those recruited, rather than those the client proposed.
    """
    trigger = RecruitmentStarted if recruits else OwnProposalReceived

    def duties(file: CaseFile) -> Iterator[Duty]:
        for facts in rounds(file):
            day, people = _concerned(facts, recruits=recruits)
            done = [done for person in people if (done := person.done(acts)) is not None]
            yield Duty(
                key=facts.key,
                first=facts.begins,
                triggered=day,
                contingent=True,
                done=min(done, key=lambda each: each.day, default=None),
                missing=tuple(each.name for each in acts),
                lacking=tuple(_lacking(people, acts)),
                broken=broken_by(provision, facts, _AGREEMENT),
                endings=ends(facts),
                reactive=True,
            )

    return Check(f"RX({trigger.__name__}), PRE(AgreementSigned)", duties)


def _lacking(
    people: Sequence[Concerned], acts: Sequence[Act]
) -> Iterator[tuple[date, tuple[str, ...]]]:
    """Say what is wanting, from each day on which something was done, for whom least is wanting."""
    days = {person.since for person in people}
    days |= {
        max(person.since, fact.fact.occurred_on)
        for person in people
        for each in acts
        if (fact := person.first(each)) is not None
    }
    for day in sorted(days):
        known = [person.wanting(acts, day) for person in people if person.since <= day]
        yield day, min(known, key=len)


@judged("SEQ(RegisterCheckAnnounced → RegisterExtractShown)")
def extracts_announced(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-06e: the person proposed is told of both extracts before any is shown."""
    for facts in rounds(file):
        day, people = _concerned(facts, recruits=False)
        told = [
            Done(max(person.since, fact.fact.occurred_on), (fact,))
            for person in people
            if (fact := person.first(_BOTH_EXTRACTS)) is not None
        ]
        early = [
            Broken(max(person.since, shown.fact.occurred_on), WRONG_ORDER, (shown,))
            for person in people
            if (shown := person.first(act(RegisterExtractShown))) is not None
            and not _announced_before(file, person, shown)
        ]
        yield Duty(
            key=facts.key,
            first=facts.begins,
            triggered=day,
            contingent=True,
            done=min(told, key=lambda each: each.day, default=None),
            missing=("RegisterCheckAnnounced",),
            broken=min(early, key=lambda each: each.day, default=None),
            endings=ends(facts),
            reactive=True,
        )


def _announced_before(file: CaseFile, person: Concerned, shown: Recorded) -> bool:
    announced = person.first(_BOTH_EXTRACTS)
    return announced is not None and file.comes_before(announced, shown)


KLA_SEARCH: dict[str, Check] = {
    "KLA-05": reactive(act(AssigneeSearchStarted), to=act(ClientMeetingHeld), each="round"),
    "KLA-06a": reactive(
        act(AssignmentOffered, that=lambda offer: offer.channel == "phone"),
        to=act(AssigneeSearchStarted),
        each="round",
    ),
    "KLA-06b": reactive(
        act(MatchMeetingBooked, MatchMeetingHeld), to=act(AssignmentAccepted), each="round"
    ),
    "KLA-06c": investigated("KLA-06c", (DECISION,)),
    "KLA-06d": investigated("KLA-06d", INVESTIGATION),
    "KLA-06e": extracts_announced,
    "KLA-06f": investigated("KLA-06f", DOCUMENTED),
    "KLA-07a": reactive(
        act(RecruitmentStarted), to=act(NoSuitableAssigneeFound), each="round", contingent=True
    ),
    "KLA-07b": investigated("KLA-07b", (act(InvestigationOpened), *INVESTIGATION), recruits=True),
}
"""How KLA-05 to KLA-07b are judged."""
