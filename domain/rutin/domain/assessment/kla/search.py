"""KLA steps 5–7: an assignee is sought, investigated, recruited (r.70–86)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rutin.domain.assessment.case_file import CaseFile, Facts
from rutin.domain.assessment.clocks import (
    Act,
    Check,
    act,
    all_done,
    broke,
    broken_by,
    day_of,
    ends,
    judged,
    reactive,
)
from rutin.domain.assessment.duty import Broken, Done, Duty
from rutin.domain.assessment.reason import WITHOUT_IT, WRONG_ORDER
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
_INVESTIGATING = (
    RegisterCheckAnnounced,
    RegisterExtractShown,
    InvestigationOpened,
    InterviewHeld,
    InvestigationConcluded,
    AssigneeApproved,
    AssigneeRejected,
)


ANNOUNCED = ("social_services", "criminal_records")
"""The registers that the person is told of (r.79–80)."""

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
    """Someone to be investigated, since when, and what is known of them.

    Attributes:
        since: The proposal, or the opening of the investigation of a recruit.
        asked: The day from which it is asked for.
        stream: The person's.
        facts: What was done about them. An investigation that had ended in no is no part of it.
    """

    since: Recorded
    asked: date
    stream: str
    facts: tuple[Recorded, ...]

    def all(self, each: Act) -> Iterator[Recorded]:
        """Give every such act about them."""
        for r in self.facts:
            if isinstance(r.fact, each.types):
                yield r

    def first(self, each: Act) -> Recorded | None:
        """Give the first such act about them."""
        return next(self.all(each), None)

    def done(self, acts: Sequence[Act]) -> Done | None:
        """Say when everything had been done, no earlier than asked for; None while it has not."""
        done = all_done([self.first(each) for each in acts])
        return done and Done(max(self.asked, done.day), done.by)

    def wanting(self, acts: Sequence[Act], day: date) -> tuple[str, ...]:
        """Name what had not been done by a day."""
        firsts = [(each, self.first(each)) for each in acts]
        return tuple(
            each.name for each, found in firsts if not found or found.fact.occurred_on > day
        )


def _proposed(facts: Facts) -> list[Concerned]:
    """Give those whom the client proposed in a round."""
    return [
        _about(facts.file, proposal, f"assignee/{getattr(proposal.fact, 'assignee', '')}")
        for proposal in facts.of(OwnProposalReceived)
    ]


def _recruited(facts: Facts) -> list[Concerned]:
    """Give those who were investigated in a round without being proposed, once recruitment began."""
    started = facts.first(RecruitmentStarted)
    if started is None:
        return []
    return [
        replace(_about(facts.file, opened, opened.stream), asked=max(_day(opened), _day(started)))
        for opened in facts.of(InvestigationOpened)
        if not any(
            opened.stream in proposal.references and facts.file.comes_before(proposal, opened)
            for proposal in facts.file.whole.of(OwnProposalReceived)
        )
    ]


def _about(file: CaseFile, since: Recorded, person: str) -> Concerned:
    own = [r for r in file.whole.of(*_INVESTIGATING) if r.stream == person]
    rejections = [r for r in own if isinstance(r.fact, AssigneeRejected)]
    over = [r for r in rejections if file.comes_before(r, since)]
    if over:
        own = [r for r in own if file.comes_before(over[-1], r)]
    return Concerned(since, _day(since), person, tuple(own))


def _day(recorded: Recorded) -> date:
    return recorded.fact.occurred_on


def investigated(provision: str, acts: Sequence[Act]) -> Check:
    """Judge that whoever the client proposed is investigated before any agreement with them.

    Met when it is done for one of them, whatever was decided; breached by an agreement without it.

    Args:
        provision: Its id, as the preconditions of commands know it.
        acts: What makes the investigation whole.
    """

    @judged("PRE(AgreementSigned)")
    def duties(file: CaseFile) -> Iterator[Duty]:
        for facts in rounds(file):
            people = _proposed(facts)
            breaks = [broken_by(provision, facts, _AGREEMENT), _agreed_without(facts, people, acts)]
            yield Duty(
                key=facts.key,
                first=facts.begins,
                triggered=min((person.asked for person in people), default=None),
                contingent=True,
                done=_first_done(people, acts),
                missing=tuple(each.name for each in acts),
                lacking=tuple(_lacking(people, acts)),
                broken=_first_broken(breaks),
                endings=ends(facts),
                lasting=True,
            )

    return duties


def _agreed_without(
    facts: Facts, people: Sequence[Concerned], acts: Sequence[Act]
) -> Broken | None:
    """Give the first agreement with someone proposed before all had been done about them."""
    before = facts.file.comes_before
    for signed in facts.of(AgreementSigned):
        for person in people:
            if person.stream not in signed.references or before(signed, person.since):
                continue
            steps = [person.first(each) for each in acts]
            if not all(step is not None and before(step, signed) for step in steps):
                return broke(signed, WITHOUT_IT)
    return None


@judged("RX(RecruitmentStarted), PRE(AgreementSigned)")
def recruits_investigated(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-07b: whoever is recruited is investigated, and approved before any agreement."""
    acts = (act(InvestigationOpened), *INVESTIGATION)
    for facts in rounds(file):
        people = _recruited(facts)
        yield Duty(
            key=facts.key,
            first=facts.begins,
            triggered=day_of(facts.first(RecruitmentStarted)),
            contingent=True,
            done=_first_done(people, acts),
            missing=tuple(each.name for each in acts),
            lacking=tuple(_lacking(people, acts)),
            broken=broken_by("KLA-07b", facts, _AGREEMENT),
            endings=ends(facts),
            reactive=True,
            lasting=True,
        )


def _first_done(people: Iterable[Concerned], acts: Sequence[Act]) -> Done | None:
    done = [done for person in people if (done := person.done(acts)) is not None]
    return min(done, key=lambda each: each.day, default=None)


def _first_broken(breaks: Iterable[Broken | None]) -> Broken | None:
    return min((each for each in breaks if each), key=lambda each: each.day, default=None)


def _lacking(
    people: Sequence[Concerned], acts: Sequence[Act]
) -> Iterator[tuple[date, tuple[str, ...]]]:
    """Say what is wanting, from each day on which something was done, for whom least is wanting."""
    days = {person.asked for person in people}
    days |= {
        max(person.asked, _day(fact))
        for person in people
        for each in acts
        if (fact := person.first(each)) is not None
    }
    for day in sorted(days):
        known = [person.wanting(acts, day) for person in people if person.asked <= day]
        yield day, min(known, key=len)


@judged("SEQ(RegisterCheckAnnounced → RegisterExtractShown)")
def extracts_announced(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-06e: the person proposed is told of both extracts before any is shown."""
    for facts in rounds(file):
        people = _proposed(facts)
        told = [done for person in people if (done := _announced(person)) is not None]
        yield Duty(
            key=facts.key,
            first=facts.begins,
            triggered=min((person.asked for person in people), default=None),
            contingent=True,
            done=min(told, key=lambda each: each.day, default=None),
            missing=("RegisterCheckAnnounced",),
            broken=_first_broken(_shown_early(file, person) for person in people),
            endings=ends(facts),
            lasting=True,
        )


def _announced(person: Concerned) -> Done | None:
    """Say when they had been told of both registers."""
    by: list[Recorded] = []
    told: set[str] = set()
    for announced in person.all(act(RegisterCheckAnnounced)):
        by.append(announced)
        told |= set(getattr(announced.fact, "registers", ()))
        if told >= set(ANNOUNCED):
            return Done(max(person.asked, _day(announced)), tuple(by))
    return None


def _shown_early(file: CaseFile, person: Concerned) -> Broken | None:
    """Give the first extract shown after the proposal, if they had not been told of both by then."""
    told = _announced(person)
    for shown in person.all(act(RegisterExtractShown)):
        if file.comes_before(person.since, shown):
            early = told is None or file.comes_before(shown, told.by[-1])
            return broke(shown, WRONG_ORDER) if early else None
    return None


KLA_SEARCH: dict[str, Check] = {
    "KLA-05": reactive(
        act(AssigneeSearchStarted), to=act(ClientMeetingHeld), each="round", anew=True
    ),
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
    "KLA-07b": recruits_investigated,
}
"""How KLA-05 to KLA-07b are judged."""
