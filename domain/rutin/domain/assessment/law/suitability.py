"""The law on who may be engaged, on legal basis, and on the child's view."""

from collections.abc import Iterator
from typing import Any

from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.clocks import (
    Check,
    act,
    broke,
    day_of,
    done_by,
    due_on,
    excused,
    judged,
    milestone,
)
from rutin.domain.assessment.duty import Due, Duty, Excuse
from rutin.domain.assessment.finding import EVER
from rutin.domain.assessment.kla.client_meeting import MEETING_DECLINED, SEARCH
from rutin.domain.assessment.reason import WITHOUT_IT, Reason
from rutin.domain.assignee import RegisterExtractShown
from rutin.domain.case import ClientMeetingHeld, OrderReceived
from rutin.domain.recorded import Recorded
from rutin.domain.routines.register_check import HOME_CHECKS_FROM, is_recent_for_homes
from rutin.domain.support_relationship import (
    AgreementSigned,
    FollowUpRecorded,
    ThirdPartyInformed,
)
from rutin.domain.values import add_years

NOT_A_CHILD = Reason("not_a_child", "brukaren är inte barn", "the client is not a child")


def _of_age(file: CaseFile) -> tuple[Excuse, ...]:
    """Lift what concerns children alone: for good for an adult, else from the 18th birthday."""
    born = file.order.client_born_on if file.order else None
    if born is None:
        return (Excuse(EVER, NOT_A_CHILD),)
    return (Excuse(add_years(born, 18), NOT_A_CHILD),)


@judged("PRE(AgreementSigned)")
def checked_for_children(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-17: no one is engaged with a child without the extracts of the law then in force."""
    agreements = [
        a for a in file.whole.of(AgreementSigned) if file.client_is_child_on(a.fact.occurred_on)
    ]
    yield Duty(
        until=day_of(agreements[0]) if agreements else None,
        missing=("RegisterExtractShown",),
        excuses=_of_age(file),
    )
    for agreement in agreements:
        forbidden = "LAW-17" in file.violated(agreement)
        yield Duty(
            key=str(agreement.event_id),
            subject=agreement.stream,
            first=agreement.fact.occurred_on,
            governed_on=agreement.fact.occurred_on,
            done=None if forbidden else done_by(agreement),
            missing=("RegisterExtractShown",),
            broken=broke(agreement, WITHOUT_IT) if forbidden else None,
        )


@judged("FIELD av RegisterExtractShown")
def shown_for_homes(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-18: what is shown for work in adults' homes is noted, and is no older than it may be."""

    def for_homes(extract: Any) -> bool:
        return bool(extract.check == "work_in_homes" and extract.occurred_on >= HOME_CHECKS_FROM)

    shown = act(RegisterExtractShown, that=for_homes).all(file.whole)
    yield Duty(until=day_of(shown[0]) if shown else None, contingent=True, triggered=None)
    for extract in shown:
        told: Any = extract.fact
        young = is_recent_for_homes(told.issued_on, told.occurred_on)
        yield Duty(
            key=str(extract.event_id),
            subject=extract.stream,
            first=told.occurred_on,
            governed_on=told.occurred_on,
            done=done_by(extract) if young else None,
            missing=("issued_on",),
        )


@judged("PRE(ThirdPartyInformed om anhörig)")
def told_with_consent(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-08: a relative is told only with a consent in force that covers them."""

    def to_a_relative(told: Any) -> bool:
        return bool(told.party == "relative")

    told = act(ThirdPartyInformed, that=to_a_relative).all(file.whole)
    yield Duty(until=day_of(told[0]) if told else None, contingent=True, triggered=None)
    for each in told:
        forbidden = "LAW-08" in file.violated(each)
        yield Duty(
            key=str(each.event_id),
            subject=each.stream,
            first=each.fact.occurred_on,
            triggered=each.fact.occurred_on,
            governed_on=each.fact.occurred_on,
            done=None if forbidden else done_by(each),
            missing=("ConsentGranted",),
            broken=broke(each, WITHOUT_IT) if forbidden else None,
        )


@judged("FIELD av ClientMeetingHeld/FollowUpRecorded")
def child_heard(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-30: the child's view is written down at each meeting and each follow-up.

    By the clock of the meeting: the search for an assignee, or the day itself when that has begun.
    """
    meetings = [
        m
        for m in file.whole.of(ClientMeetingHeld, FollowUpRecorded)
        if file.client_is_child_on(m.fact.occurred_on)
    ]
    yield Duty(
        until=day_of(meetings[0]) if meetings else None,
        missing=("child_view",),
        excuses=(*_of_age(file), *excused(file.whole, MEETING_DECLINED)),
    )
    for meeting in meetings:
        yield Duty(
            key=str(meeting.event_id),
            first=meeting.fact.occurred_on,
            dues=_last_in_time(file, meeting),
            done=done_by(meeting) if getattr(meeting.fact, "child_view", None) else None,
            missing=("child_view",),
        )


def _last_in_time(file: CaseFile, meeting: Recorded) -> tuple[Due, ...]:
    search = SEARCH.first(file.whole)
    before_the_search = isinstance(meeting.fact, ClientMeetingHeld) and (
        search is None or file.comes_before(meeting, search)
    )
    return due_on(search if before_the_search else meeting)


LAW_SUITABILITY: dict[str, Check] = {
    "LAW-08": told_with_consent,
    "LAW-17": checked_for_children,
    "LAW-18": shown_for_homes,
    "LAW-27": milestone(
        act(OrderReceived, that=lambda order: order.legal_basis in {"SoL", "LSS"}),
        by=act(OrderReceived),
    ),
    "LAW-30": child_heard,
}
"""How LAW-08, LAW-17, LAW-18, LAW-27 and LAW-30 are judged."""
