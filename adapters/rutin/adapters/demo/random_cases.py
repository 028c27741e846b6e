"""The random cases: courses drawn by the likelihoods, each case from a chance of its own."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal, TypeVar

from rutin.adapters.demo import likelihoods
from rutin.adapters.demo.arrival import (
    never_reach,
    open_case,
    reach,
    register_contact,
    report_non_execution,
)
from rutin.adapters.demo.assignees import AssigneeAtHand
from rutin.adapters.demo.case_at_hand import CaseAtHand
from rutin.adapters.demo.case_calendar import days_after
from rutin.adapters.demo.chance import Chance, log_normal
from rutin.adapters.demo.client_meeting import decline_meeting, meet, withdraw_consent
from rutin.adapters.demo.course import (
    change_assignee,
    end_assignment,
    end_order,
    find_another,
    follow_up_plan,
    lapse,
    pause_while_away,
    renew,
)
from rutin.adapters.demo.follow_ups import follow_up_months
from rutin.adapters.demo.handovers import Departure, hand_over
from rutin.adapters.demo.matching import (
    joint_meeting_fails,
    match,
    offers_declined,
    own_proposal,
    recruit,
    search,
)
from rutin.adapters.demo.outlays import claim_outlays, declare_no_outlays
from rutin.adapters.demo.reporting import (
    months_served,
    report_months,
    report_quarters,
)
from rutin.adapters.demo.social_record import write_up
from rutin.adapters.demo.support_persons import provide_support_persons
from rutin.adapters.demo.town import Town
from rutin.adapters.demo.welcome import MATTERS, start, welcome
from rutin.domain.case import Channel
from rutin.domain.intervention import Extent, Intervention
from rutin.domain.person import Person
from rutin.domain.values import Hours, Month

_Manner = TypeVar("_Manner")

WAYS_IN_TURN: tuple[Channel, ...] = (
    *("phone", "phone", "letter", "phone"),
    *("email", "phone", "letter", "phone"),
)
DELAYS = (
    "Ingen lämplig uppdragstagare har funnits.",
    "Brukaren har tackat nej till den som föreslagits.",
    "Rekrytering pågår.",
)
VISITS = (
    "Vi gick igenom veckans post och betalade räkningar.",
    "Vi städade köket och planerade inköp.",
    "Brukaren ville prata om sin situation. Vi bokade tid på vårdcentralen.",
)
BOTH_SIDES: tuple[Literal["client", "assignee"], ...] = ("client", "assignee")
LAST_ARRIVAL = timedelta(days=7)
"""How long before today the last order comes, so that a working day always follows it."""


def random_cases(town: Town, number: int) -> None:
    """Make a number of cases whose times to execution, together, cover what is usual evenly."""
    places = [(case + 0.5) / number for case in range(number)]
    town.chance("order of places").shuffle(places)
    for case, place in enumerate(places):
        _random_case(town, town.chance(f"random case {case}"), place)


def _random_case(town: Town, chance: Chance, place: float) -> None:
    case = _order(town, chance, place)
    case.note_manner = lambda: chance.weighted(likelihoods.NOTE)
    case.days_late = lambda: (
        chance.randint(3, 20) if chance.happens(likelihoods.RECORDED_LATE) else 0
    )
    _those_around(case, chance)
    if chance.happens(likelihoods.UNREACHABLE):
        never_reach(case)
        report_non_execution(
            case, "Brukaren går inte att nå.", likelihood=likelihoods.NON_EXECUTION_REPORTED
        )
        return
    _until_service(case, chance)
    report_non_execution(
        case,
        chance.choice(DELAYS),
        until=case.calendar.started_on,
        likelihood=likelihoods.NON_EXECUTION_REPORTED,
    )
    _report(case, chance, until=_from_service(case, chance))


# ---------------------------------------------------------------- the order and the client


def _order(town: Town, chance: Chance, place: float) -> CaseAtHand:
    intervention = chance.weighted(likelihoods.INTERVENTIONS)
    under_lss = chance.happens(likelihoods.UNDER_LSS[intervention])
    median, spread = likelihoods.DAYS_TO_EXECUTION[intervention]
    decided_days_before = chance.randint(0, 10)
    days_to_execution = max(decided_days_before + 12, round(log_normal(median, spread, place)))
    period_months = chance.weighted(likelihoods.PERIOD_MONTHS)
    while period_months * 30 < days_to_execution + 120:
        period_months += 6  # the authority grants no period that ends before the service is running
    case = open_case(
        town,
        intervention,
        received_on=_arrival(town, chance),
        days_to_execution=days_to_execution,
        decided_days_before=decided_days_before,
        period_months=period_months,
        client=_client(town, chance, intervention),
        protected=chance.happens(likelihoods.PROTECTED),
        missing_routes=() if chance.happens(0.6) else ("email",),
        extent=_extent(chance, intervention),
        legal_basis="LSS" if under_lss else "SoL",
    )
    if under_lss and case.spokesperson == "client" and chance.happens(likelihoods.GOD_MAN):
        case.spokesperson = "god_man"
    return case


def _arrival(town: Town, chance: Chance) -> date:
    """Half the orders come in the first third of the time, so that many are renewed within it."""
    days = (town.today - LAST_ARRIVAL - town.first_day).days
    early = chance.happens(0.5)
    return town.first_day + timedelta(
        days=chance.randrange(days // 3) if early else chance.randrange(days // 3, days)
    )


def _client(town: Town, chance: Chance, intervention: Intervention) -> Callable[[str], Person]:
    if chance.happens(likelihoods.CHILDREN[intervention]):
        return town.people.child
    if chance.happens(likelihoods.COORDINATION_NUMBER):
        return town.people.with_coordination_number
    return town.people.adult_of_any_age


def _extent(chance: Chance, intervention: Intervention) -> Extent:
    match intervention:
        case "contact_person":
            return Extent(occasions_per_month=chance.choice((2, 3, 3, 4)))
        case "companion":
            return Extent(hours_per_month=Hours(chance.randrange(6, 31, 2)))
        case "relief":
            return Extent(hours_per_month=Hours(chance.randrange(10, 41, 2)))
        case "housing_support":
            return Extent(
                hours_per_month=Hours(chance.randrange(10, 41, 5)),
                planned_days_per_week=chance.choice((1, 2, 3, 5)),
            )


def _those_around(case: CaseAtHand, chance: Chance) -> None:
    if case.spokesperson == "god_man":
        register_contact(case, "god_man", case.calendar.received_on)
    if chance.happens(0.3):
        register_contact(case, "relative", case.calendar.met_on)


# ---------------------------------------------------------------- to the service


def _until_service(case: CaseAtHand, chance: Chance) -> None:
    in_vain, by = _ways_to_reach(case, chance)
    reach(case, in_vain, by)
    if chance.happens(likelihoods.CLIENT_MEETING_DECLINED):
        decline_meeting(case)
    else:
        _meet(case, chance)
    if case.intervention != "housing_support":
        _find_assignee(case, chance)
        _welcome(case, chance)
    else:
        provide_support_persons(case)
    start(case)


def _ways_to_reach(case: CaseAtHand, chance: Chance) -> tuple[list[Channel], Channel]:
    """Draw the ways tried in vain, and the one that reached the client."""
    in_vain: list[Channel] = []
    for channel in WAYS_IN_TURN:
        if channel == "email" and "email" not in case.routes:
            continue
        if chance.happens(likelihoods.REACHED_BY[channel]):
            return in_vain, channel
        in_vain.append(channel)
    return in_vain, "visit"


def _meet(case: CaseAtHand, chance: Chance) -> None:
    consent = chance.weighted(likelihoods.CONSENT)
    meet(
        case,
        profile=chance.happens(likelihoods.PROFILE_WISHED),
        consent=consent,
        plan=not chance.happens(likelihoods.PLAN_MISSING),
        with_client=not chance.happens(likelihoods.PLAN_WITHOUT_CLIENT),
    )
    if consent == "granted" and chance.happens(likelihoods.CONSENT_WITHDRAWN):
        withdraw_consent(case, days_after(case.calendar.met_on, chance.randint(20, 90)))


def _find_assignee(case: CaseAtHand, chance: Chance) -> None:
    search(case)
    if chance.happens(likelihoods.JOINT_MEETING_FAILS):
        joint_meeting_fails(case, chance.choice(BOTH_SIDES))
    elif chance.happens(likelihoods.OFFER_DECLINED):
        offers_declined(case, chance.choice((1, 1, 2)))
    match(
        case,
        _from_outside_the_register(case, chance),
        undertaking=not chance.happens(likelihoods.UNDERTAKING_MISSING),
    )


def _from_outside_the_register(case: CaseAtHand, chance: Chance) -> AssigneeAtHand | None:
    if case.is_for_contact_person and chance.happens(likelihoods.OWN_PROPOSAL):
        if chance.happens(likelihoods.OWN_PROPOSAL_APPROVED):
            return own_proposal(case)
        own_proposal(case, rejected_because="Utredningen gav inte stöd för förslaget.")
        return None
    return recruit(case) if chance.happens(likelihoods.RECRUITMENT) else None


def _welcome(case: CaseAtHand, chance: Chance) -> None:
    incomplete = chance.happens(likelihoods.WELCOME_PACK_INCOMPLETE)
    later = days_after(case.calendar.started_on, chance.randint(-2, 20))
    supplemented = incomplete and chance.happens(likelihoods.WELCOME_PACK_SUPPLEMENTED)
    welcome(
        case,
        lacking=chance.sample(MATTERS, chance.randint(1, 2)) if incomplete else (),
        supplemented_on=max(later, case.calendar.welcomed_on) if supplemented else None,
        checklist=chance.happens(0.9),
    )


# ---------------------------------------------------------------- from the service on


def _from_service(case: CaseAtHand, chance: Chance) -> date | None:
    """Draw how the service goes on; give its last day, None while it goes on."""
    started_on = case.calendar.started_on
    turn = chance.weighted(_turns(case))
    on = days_after(started_on, chance.randint(45, 150))
    quiet_until = case.order_to - timedelta(days=100)  # after it the renewal is under way
    if on < quiet_until:
        match turn:
            case "ends":
                end_order(case, on, chance.choice(("moved", "need_ceased", "client_declined")))
                return on
            case "changes":
                change_assignee(case, on, chance.choice(BOTH_SIDES))
            case "pauses":
                pause_while_away(case, on, days_after(on, chance.randint(14, 40)))
            case _:
                pass  # most services just go on
    followed_up_on = days_after(started_on, 150)
    if case.has_plan and followed_up_on < case.order_to and chance.happens(0.4):
        follow_up_plan(case, followed_up_on, changed=chance.happens(0.3))
    return _renewals(case, chance)


def _turns(case: CaseAtHand) -> dict[str, float]:
    turns = {
        "ends": likelihoods.ORDER_ENDED_EARLY,
        "changes": likelihoods.ASSIGNEE_CHANGES[case.intervention],
        "pauses": likelihoods.INTERRUPTED,
    }
    return {**turns, "goes on": 1 - sum(turns.values())}


def _renewals(case: CaseAtHand, chance: Chance) -> date | None:
    """Renew the order as long as it runs out before long, or let it lapse; give its last day."""
    while case.order_to < case.town.today + timedelta(days=60):
        if not chance.happens(likelihoods.RENEWED):
            lapse(case)
            return case.order_to
        ran_out_on = case.order_to
        months = chance.weighted(likelihoods.PERIOD_MONTHS)
        days_before_end = chance.randint(20, 45)
        if case.engagements and chance.happens(likelihoods.RENEWAL_DECLINED):
            renew(
                case,
                months=months,
                days_before_end=days_before_end,
                declined_by=chance.choice(BOTH_SIDES),
            )
            end_assignment(case, ran_out_on, "renewal_declined")
            find_another(case, ran_out_on)
        else:
            renew(case, months=months, days_before_end=days_before_end)
    return None


def _report(case: CaseAtHand, chance: Chance, *, until: date | None) -> None:
    match case.intervention:
        case "contact_person":
            report_quarters(case, _drawn(chance, likelihoods.QUARTERLY_REPORT), until=until)
        case "relief" | "companion":
            report_months(
                case,
                _drawn(chance, likelihoods.MONTHLY_REPORT),
                below_granted=likelihoods.MONTH_BELOW_GRANTED,
                until=until,
            )
        case "housing_support":
            _support_person_leaves(case, chance, until)
            follow_up_months(case, _drawn(chance, likelihoods.FOLLOW_UP), until=until)
            _note_visits(case, chance, until)
    if case.intervention == "companion":
        _claim(case, chance, until)


def _drawn(chance: Chance, manners: dict[_Manner, float]) -> Iterator[_Manner]:
    while True:
        yield chance.weighted(manners)


def _claim(case: CaseAtHand, chance: Chance, until: date | None) -> None:
    for engagement, month in months_served(case, until):
        if chance.happens(likelihoods.OUTLAYS_IN_A_MONTH):
            claim_outlays(case, engagement, month, chance.weighted(likelihoods.CLAIM))
        elif chance.happens(likelihoods.NO_OUTLAYS_DECLARED):
            declare_no_outlays(case, engagement, month)


def _support_person_leaves(case: CaseAtHand, chance: Chance, until: date | None) -> None:
    if not chance.happens(likelihoods.SUPPORT_PERSON_LEAVES):
        return
    last_day = days_after(case.calendar.started_on, chance.randint(90, 200))
    if last_day + timedelta(days=30) < (until or case.town.yesterday):
        is_late = chance.happens(likelihoods.HANDED_OVER_LATE)
        days = Departure.late(last_day) if is_late else Departure.in_time(last_day)
        hand_over(case, case.supports[0], days)


def _note_visits(case: CaseAtHand, chance: Chance, until: date | None) -> None:
    last_day = min(until or case.town.yesterday, case.town.yesterday)
    for month in Month.between(case.calendar.started_on.replace(day=28), last_day):
        on = days_after(month.first_day, chance.randint(0, 20))
        if case.calendar.started_on <= on <= last_day:
            write_up(case, chance.choice(VISITS), on)
