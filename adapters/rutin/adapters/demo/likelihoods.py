"""How often things happen: the figures of the municipality, in one place.

Shares are from 0 to 1. Nearly all are assumptions about a Swedish municipality of a hundred
thousand inhabitants; the numbers of persons with each intervention follow national statistics.
"""

from rutin.adapters.demo.manners import (
    ClaimManner,
    ConsentAnswer,
    FollowUpManner,
    MonthManner,
    NoteManner,
    QuarterManner,
)
from rutin.domain.case import Channel
from rutin.domain.intervention import Intervention

INTERVENTIONS: dict[Intervention, float] = {
    "contact_person": 0.40,
    "companion": 0.22,
    "relief": 0.16,
    "housing_support": 0.22,
}
UNDER_LSS: dict[Intervention, float] = {
    "contact_person": 0.8,
    "companion": 0.75,
    "relief": 0.85,
    "housing_support": 0.0,
}
CHILDREN: dict[Intervention, float] = {
    "contact_person": 0.08,
    "companion": 0.0,
    "relief": 0.3,
    "housing_support": 0.0,
}
GOD_MAN = 0.25
"""Of adults under LSS."""
PROTECTED = 0.015
COORDINATION_NUMBER = 0.015

PERIOD_MONTHS: dict[int, float] = {6: 0.2, 12: 0.6, 24: 0.2}
"""How long a decision holds."""
DAYS_TO_EXECUTION: dict[Intervention, tuple[float, float]] = {
    "contact_person": (44, 0.6),
    "companion": (39, 0.55),
    "relief": (39, 0.55),
    "housing_support": (35, 0.5),
}
"""Median and spread of the days from decision to service (log-normal); a tenth take over 92."""

REACHED_BY: dict[Channel, float] = {"phone": 0.55, "letter": 0.3, "email": 0.35}
"""The chance that one attempt reaches the client."""
UNREACHABLE = 0.03

CLIENT_MEETING_DECLINED = 0.03
PROFILE_WISHED = 0.7
CONSENT: dict[ConsentAnswer, float] = {"granted": 0.75, "declined": 0.15, "deferred": 0.1}
CONSENT_WITHDRAWN = 0.06
PLAN_MISSING = 0.06
PLAN_WITHOUT_CLIENT = 0.08

OWN_PROPOSAL = 0.12
"""Of clients with a contact person."""
OWN_PROPOSAL_APPROVED = 0.7
RECRUITMENT = 0.08
OFFER_DECLINED = 0.25
JOINT_MEETING_FAILS = 0.08
UNDERTAKING_MISSING = 0.05
WELCOME_PACK_INCOMPLETE = 0.2
WELCOME_PACK_SUPPLEMENTED = 0.6

MONTHLY_REPORT: dict[MonthManner, float] = {
    "on_time": 0.76,
    "late": 0.1,
    "missing": 0.08,
    "without_reason": 0.06,
}
MONTH_BELOW_GRANTED = 0.2
QUARTERLY_REPORT: dict[QuarterManner, float] = {
    "on_time": 0.63,
    "late": 0.22,
    "row_outside": 0.05,
    "missing": 0.1,
}
OUTLAYS_IN_A_MONTH = 0.25
NO_OUTLAYS_DECLARED = 0.25
CLAIM: dict[ClaimManner, float] = {"in_order": 0.85, "misnumbered": 0.1, "wrong_total": 0.05}

FOLLOW_UP: dict[FollowUpManner, float] = {
    "on_time": 0.76,
    "late": 0.08,
    "missing": 0.07,
    "supplemented": 0.04,
    "declined": 0.03,
    "action_required": 0.02,
}
SUPPORT_PERSON_LEAVES = 0.12
"""Of person 1 in housing support, a year."""
HANDED_OVER_LATE = 0.2

NOTE: dict[NoteManner, float] = {
    "same_day": 0.8,
    "within_two_weeks": 0.13,
    "later": 0.03,
    "never_signed": 0.03,
    "not_written": 0.01,
}
RECORDED_LATE = 0.06
"""Of contacts and reports: recorded some days after they happened."""

INTERRUPTED = 0.07
ASSIGNEE_CHANGES: dict[Intervention, float] = {
    "contact_person": 0.15,
    "companion": 0.12,
    "relief": 0.12,
    "housing_support": 0.0,
}
"""A year."""
ORDER_ENDED_EARLY = 0.08
RENEWED = 0.75
"""Of orders that run out; the rest lapse."""
RENEWAL_DECLINED = 0.06
"""Of renewals: client or assignee does not want to go on."""
NON_EXECUTION_REPORTED = 0.85
"""Of the quarterly reports that are called for."""
