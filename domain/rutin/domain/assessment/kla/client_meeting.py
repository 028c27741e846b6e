"""KLA step 4: the meeting with the client (r.49–68)."""

from typing import Any

from rutin.domain.assessment.clocks import Act, Check, Unless, act, field, milestone
from rutin.domain.assessment.reason import Reason
from rutin.domain.case import (
    AssigneeSearchStarted,
    ClientMeetingDeclined,
    ClientMeetingHeld,
    ConsentDeclined,
    ConsentDeferred,
    ConsentFormReviewed,
    ConsentGranted,
    ImplementationPlanEstablished,
    RequirementProfileDeclined,
    RequirementProfileRecorded,
    ServiceStarted,
)

SEARCH = act(AssigneeSearchStarted)

MEETING_DECLINED = (
    Unless(
        act(ClientMeetingDeclined),
        Reason("meeting_declined", "brukaren avböjde mötet", "the client declined the meeting"),
    ),
)
PROFILE_DECLINED = (
    Unless(
        act(RequirementProfileDeclined),
        Reason(
            "profile_declined", "brukaren vill inte ha någon kravprofil", "no profile is wanted"
        ),
    ),
)


def _meeting(about: Act) -> Check:
    return milestone(about, by=SEARCH, unless=MEETING_DECLINED)


def _meeting_about(topic: str, provision: str) -> Check:
    def has(meeting: Any) -> bool:
        return getattr(meeting.topics, topic) is True

    return field("KLA-04", _meeting(act(ClientMeetingHeld, that=has, field=provision)))


KLA_CLIENT_MEETING: dict[str, Check] = {
    "KLA-04": _meeting(act(ClientMeetingHeld)),
    "KLA-04a": _meeting_about("order_extent", "KLA-04a"),
    "KLA-04b": _meeting_about("intervention", "KLA-04b"),
    "KLA-04c": milestone(act(RequirementProfileRecorded), by=SEARCH, unless=PROFILE_DECLINED),
    "KLA-04d": _meeting_about("next_steps", "KLA-04d"),
    "KLA-04e": milestone(act(ImplementationPlanEstablished), by=act(ServiceStarted)),
    "KLA-04f": milestone(
        act(ConsentFormReviewed, ConsentGranted, ConsentDeclined, ConsentDeferred), by=SEARCH
    ),
}
"""How KLA-04 to KLA-04f are judged."""
