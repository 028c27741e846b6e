"""KLA steps 8–10: joint meeting, briefing, undertaking, agreement, match (r.88–114)."""

from collections.abc import Callable, Iterator
from typing import Any

from rutin.domain.assessment.case_file import CaseFile, Facts
from rutin.domain.assessment.clocks import (
    Act,
    Check,
    act,
    due_on,
    ends,
    judged,
    milestone,
    precondition,
    sequence,
)
from rutin.domain.assessment.duty import Done, Duty
from rutin.domain.assessment.rounds import rounds
from rutin.domain.assignee import ConfidentialityUndertakingSigned
from rutin.domain.case import ServiceResumed, ServiceStarted
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    AgreementSigned,
    AssignmentAccepted,
    AssignmentOffered,
    BriefingHeld,
    MatchMeetingBooked,
    MatchMeetingHeld,
    MatchRegistered,
)

SERVICE = act(ServiceStarted, ServiceResumed)
"""The start of the service; after a change, that it goes on (D-38)."""

_STEPS = (
    AssignmentOffered,
    AssignmentAccepted,
    MatchMeetingBooked,
    MatchMeetingHeld,
    BriefingHeld,
    AgreementSigned,
)
"""What shows that someone comes up in a round; a candidate may have been asked in the one before."""

_AGREEMENT = act(AgreementSigned)
_MEETING = act(MatchMeetingHeld)


def _handed_over(item: str, provision: str) -> Check:
    def has(briefing: Any) -> bool:
        return getattr(briefing.items, item) is True

    return milestone(act(BriefingHeld, that=has, field=provision), by=SERVICE, each="round")


@judged("MS(ServiceStarted)")
def undertaking_signed(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-09h: whoever is to give the service has signed a whole undertaking (bilaga 4)."""
    yield from undertaking_duties(file, lambda form: form.missing(), missing=_UNDERTAKING)


def undertaking_field(provision: str) -> Check:
    """Judge a field of bilaga 4, by the clock of the undertaking (D-59)."""

    @judged("FIELD av KLA-09h")
    def duties(file: CaseFile) -> Iterator[Duty]:
        yield from undertaking_duties(
            file,
            lambda form: (provision,) if provision in form.missing() else (),
            missing=(provision,),
        )

    return duties


_UNDERTAKING = ("ConfidentialityUndertakingSigned",)


def undertaking_duties(
    file: CaseFile, lacks: Callable[[Any], tuple[str, ...]], *, missing: tuple[str, ...]
) -> Iterator[Duty]:
    """Give a duty a round about the undertaking of the round's assignee.

    An undertaking outlives the engagement in which it was signed (r.222–223), so an older one
    counts from the day its signer comes up in the round.
    """
    for facts in rounds(file):
        forms = _forms(facts)
        yield Duty(
            key=facts.key,
            first=facts.begins,
            done=next((done for done, form in forms if not lacks(form.fact)), None),
            dues=due_on(SERVICE.first(facts)),
            missing=missing,
            lacking=tuple((done.day, lacks(form.fact)) for done, form in forms),
            endings=ends(facts),
        )


def _forms(facts: Facts) -> list[tuple[Done, Recorded]]:
    """Give the undertakings of those who come up in the round, from when they count."""
    found: list[tuple[Done, Recorded]] = []
    seen: set[str] = set()
    for step in facts.of(*_STEPS):
        if step.stream not in seen:
            seen.add(step.stream)
            found += [
                (Done(max(step.fact.occurred_on, form.fact.occurred_on), (form,)), form)
                for form in facts.file.whole.of(ConfidentialityUndertakingSigned)
                if form.stream in step.references
            ]
    return sorted(found, key=lambda each: each[0].day)


def _both_satisfied(meeting: Any) -> bool:
    return bool(meeting.both_satisfied)


_SATISFIED: Act = act(MatchMeetingHeld, that=_both_satisfied)

KLA_MATCHING: dict[str, Check] = {
    "KLA-08a": precondition("KLA-08a", _MEETING, of=_AGREEMENT),
    "KLA-08b": precondition("KLA-08b", _SATISFIED, of=_AGREEMENT),
    "KLA-09": sequence(act(BriefingHeld), after=_MEETING),
    "KLA-09a": _handed_over("assignment_description", "KLA-09a"),
    "KLA-09b": _handed_over("monthly_form", "KLA-09b"),
    "KLA-09c": _handed_over("quarterly_form", "KLA-09c"),
    "KLA-09d": _handed_over("expense_guideline", "KLA-09d"),
    "KLA-09e": _handed_over("outlay_form", "KLA-09e"),
    "KLA-09g": _handed_over("time_reporting", "KLA-09g"),
    "KLA-09h": undertaking_signed,
    "KLA-09i": precondition("KLA-09i", _AGREEMENT, of=SERVICE),
    "KLA-10": milestone(act(MatchRegistered), by=SERVICE, each="round"),
}
"""How KLA-08a to KLA-10 are judged, but for the reports."""
