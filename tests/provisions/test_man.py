"""Månadsuppföljning för stödpersoner, day by day: each month, the record and the unit meeting (r.16–55)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

import pytest

from assessing import day, instances, line, on, story
from examples import EVA, IMPORTER, STINA, followed_up, support_person_appointed
from happenings import (
    ANY_DAY,
    EVERY_OTHER_CLOSING,
    closed_completed,
    closed_moved,
    ended,
    housing_support_order,
    interrupted,
    note,
    note_signed,
    note_wrong,
    order,
    plan,
    registered,
    renewed,
    resumed,
    started,
)
from rutin.domain.act import Fact
from rutin.domain.case import ActionDocumented, ImplementationPlanUpdated, MethodSheetEstablished
from rutin.domain.routine import RoutineVersionSuspended, UnitMeetingScheduled
from rutin.domain.support_relationship import (
    ActionRequired,
    DepartureAnnounced,
    FollowUpChecklist,
    FollowUpDeclined,
    FollowUpPresented,
    FollowUpRecorded,
    FollowUpSupplemented,
    MonthlyFollowUpBooked,
    PresentedItems,
    UnitManagerNotified,
)
from rutin.domain.values import Month, add_months
from spec import Told, told

(GOAL,) = followed_up.checklist.goals

BLANK: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "MAN-09a": ("answers", {"wishes": ""}),
    "MAN-09b": ("answers", {"support_worked": ""}),
    "MAN-09c": ("answers", {"went_less_well": ""}),
    "MAN-09d": ("answers", {"new_plan_needed": None}),
    "MAN-14.1": ("checklist", {"follow_up_planned": None}),
    "MAN-14.2": ("checklist", {"order_to_case_officer": None}),
    "MAN-14.3": ("checklist", {"goals": (GOAL.but(need_met=None),)}),
    "MAN-14.4": ("checklist", {"goals": (GOAL.but(smart=None),)}),
    "MAN-14.5": ("checklist", {"methods_lead_to": ""}),
    "MAN-14.6": ("checklist", {"recorded_by_goal": None}),
    "MAN-14.7": ("checklist", {"action_plan_linked": None}),
}
"""How each question and each point is left blank."""

QUESTIONS = [provision for provision in BLANK if provision.startswith("MAN-09")]
POINTS = [provision for provision in BLANK if provision.startswith("MAN-14")]
EACH_MONTH = ["MAN-07", "MAN-08", *QUESTIONS]
"""By the last day of the month."""
AT_THE_MEETING = ["MAN-11", "MAN-12", "MAN-13"]
OF_A_FOLLOW_UP = ["MAN-10", *POINTS, *AT_THE_MEETING]
"""By a day that the follow-up sets."""
REACTIONS = ["MAN-02", "MAN-03", "MAN-04"]

MISSING = {
    "MAN-07": "FollowUpRecorded",
    "MAN-08": "MonthlyFollowUpBooked",
    "MAN-10": "FollowUpRecorded",
    "MAN-11": "FollowUpPresented",
}
"""What is missing where nothing has been done; a field misses itself."""

STARTED = (
    on("01-02", registered),
    on("01-12", housing_support_order),
    on("01-19", support_person_appointed),
    on("01-19", started),
)
"""Support persons and service from 19 January: February is the first full month."""

FOLLOW_UP = "command-5"
"""What refers to the fact told next after STARTED."""


def follow_up(when: str, month: str = "", *, recorded: str | None = None, **told: object) -> Told:
    """Tell a follow-up of a month, of its own day's if none is said; all filled in but what is told."""
    return on(when, form(when, month, **told), by=STINA, recorded=recorded)


def form(when: str, month: str = "", **told: object) -> FollowUpRecorded:
    """Fill in the form of a follow-up, but for what is told of it."""
    held = day(when)
    whole = followed_up.but(
        occurred_on=held,
        period=Month.parse(month) if month else Month(held.year, held.month),
        checklist=followed_up.checklist.but(read_from=add_months(held, -1), read_to=held),
    )
    return whole.but(**told)


def without(provision: str, when: str) -> Told:
    """Tell a follow-up that leaves a question or a point blank."""
    part, blank = BLANK[provision]
    return follow_up(when, **{part: getattr(form(when), part).but(**blank)})


def supplement(when: str, *, of: str) -> Told:
    """Tell that the follow-up of a day was filled in."""
    whole = form(of)
    fields = {name: getattr(whole, name) for name in ("period", "wellbeing", "need", "answers")}
    filled = FollowUpSupplemented(occurred_on=day(when), checklist=whole.checklist, **fields)
    return on(when, filled, by=STINA)


def booked(when: str, month: str, *, recorded: str | None = None) -> Told:
    """Tell that a month's follow-up was booked."""
    return on(
        when,
        MonthlyFollowUpBooked(
            occurred_on=day(when), period=Month.parse(month), meeting_on=day(when)
        ),
        by=STINA,
        recorded=recorded,
    )


def declined(when: str, month: str) -> Told:
    """Tell that the client declined a month's follow-up."""
    return on(
        when,
        FollowUpDeclined(occurred_on=day(when), period=Month.parse(month), offered_on=day(when)),
        by=STINA,
    )


def meeting(when: str, *cases: str, told: str = "01-19") -> Told:
    """Tell when the unit meets, by the rolling schedule."""
    return on(
        told,
        UnitMeetingScheduled(occurred_on=ANY_DAY, unit="syd", meeting_on=day(when), cases=cases),
        of="MAN",
        by=EVA,
    )


def presented(
    when: str, month: str = "2026-02", *, recorded: str | None = None, **items: bool
) -> Told:
    """Tell that a month's follow-up was presented, with plan and method sheet unless told otherwise."""
    brought = PresentedItems.model_validate({"plan": True, "method_sheet": True} | items)
    fact = FollowUpPresented(occurred_on=day(when), period=Month.parse(month), items=brought)
    return on(when, fact, by=STINA, recorded=recorded)


sheet = MethodSheetEstablished(occurred_on=ANY_DAY)
about_it = note.but(about=(FOLLOW_UP,))

MET = (
    follow_up("02-18"),
    on("02-18", about_it),
    on("02-18", note_signed),
    meeting("02-26", "K1"),
    on("02-20", sheet),
    presented("02-26"),
)
"""February as the routine wants it."""


# ---------------------------------------------------------------- which months


@pytest.mark.parametrize("provision", [*EACH_MONTH, *OF_A_FOLLOW_UP])
def test_until_there_are_support_person_and_service_it_stands_open(provision: str) -> None:
    missing = MISSING.get(provision, provision)
    line(
        story(*STARTED),
        provision,
        {"01-11": "open", "01-18": f"open missing {missing}", "01-19": "absent"},
    )
    without_service = story(*STARTED[:3])
    line(without_service, provision, {"01-19": "open", "12-31": "open"})
    without_support_person = story(*STARTED[:2], on("01-19", started))
    line(without_support_person, provision, {"01-19": "open", "12-31": "open"})


@pytest.mark.parametrize("provision", [*EACH_MONTH, *OF_A_FOLLOW_UP])
def test_a_month_that_had_begun_before_them_need_not_be_followed_up(provision: str) -> None:
    line(
        story(*STARTED),
        provision,
        {
            "01-18": "absent",
            "01-19": "n/a because not a full month",
            "03-31": "n/a because not a full month",
        },
        key="2026-01",
    )


@pytest.mark.parametrize(
    ("appointed", "began", "first", "stands"),
    [
        ("02-01", "01-19", "2026-02", "open due 2026-02-28"),
        ("02-02", "01-19", "2026-02", "n/a because not a full month"),
        ("01-19", "02-01", "2026-02", "open due 2026-02-28"),
        ("01-19", "02-02", "2026-02", "n/a because not a full month"),
    ],
)
def test_the_first_full_month_begins_on_the_first_day_with_both(
    appointed: str, began: str, first: str, stands: str
) -> None:
    person = support_person_appointed.but(occurred_on=day("01-19"), from_date=day(appointed))
    told = story(*STARTED[:2], on("01-19", person), on(began, started))
    line(told, "MAN-07", {"02-02": stands}, key=first)
    line(told, "MAN-07", {"03-01": "open due 2026-03-31"}, key="2026-03")


@pytest.mark.parametrize("provision", EACH_MONTH)
@pytest.mark.parametrize("back", ["04-01", "04-20"])
def test_a_month_wholly_without_service_need_not_be_followed_up(provision: str, back: str) -> None:
    told = story(*STARTED, on("02-10", interrupted), on(back, resumed))
    line(
        told,
        provision,
        {
            "02-28": "absent",
            "03-01": "n/a because interrupted",
            "03-31": "n/a because interrupted",
            "05-01": "n/a because interrupted",
        },
        key="2026-03",
    )


def test_a_month_that_is_partly_without_service_is_followed_up() -> None:
    told = story(*STARTED, on("02-10", interrupted), on("03-20", resumed))
    line(told, "MAN-07", {"02-28": "open", "03-01": "overdue"}, key="2026-02")
    line(told, "MAN-07", {"03-20": "open due 2026-03-31", "04-01": "overdue"}, key="2026-03")


@pytest.mark.parametrize("provision", [*EACH_MONTH, *OF_A_FOLLOW_UP])
def test_after_the_order_ended_no_month_is_asked_for(provision: str) -> None:
    told = story(*STARTED, on("02-10", ended, by=EVA))
    assert instances(told, provision, on="12-31") == ["2026-01", "2026-02"]


def test_a_change_of_support_person_begins_no_month_anew() -> None:
    leaving = DepartureAnnounced(occurred_on=ANY_DAY, reason="leaves_unit", last_day=day("02-14"))
    successor = support_person_appointed.but(assignee="A2", from_date=day("02-15"), term="interim")
    told = story(
        on("01-02", registered.but(person="P8"), of="A2"),
        *STARTED,
        on("02-01", leaving),
        on("02-10", successor, of="K1-2"),
        on("02-25", form("02-25"), of="K1-2", by=STINA),
    )
    line(told, "MAN-07", {"02-15": "open due 2026-02-28", "02-25": "met"}, key="2026-02")


@pytest.mark.parametrize("provision", [*EACH_MONTH, *OF_A_FOLLOW_UP])
def test_a_client_who_declines_is_not_followed_up_that_month(provision: str) -> None:
    told = story(*STARTED, on("01-20", sheet), meeting("02-26", "K1"), declined("02-20", "2026-02"))
    line(
        told,
        provision,
        {
            "02-19": "open",
            "02-20": "n/a because declined by FollowUpDeclined",
            "04-01": "n/a because declined",
        },
        key="2026-02",
    )
    line(told, provision, {"03-01": "open"}, key="2026-03")


@pytest.mark.parametrize("provision", EACH_MONTH)
def test_a_client_may_decline_before_the_month_or_after_it(provision: str) -> None:
    told = story(*STARTED, declined("01-28", "2026-02"))
    line(
        told,
        provision,
        {"02-01": "n/a because declined", "04-01": "n/a because declined"},
        key="2026-02",
    )
    told = story(*STARTED, declined("03-05", "2026-02"))
    line(told, provision, {"03-04": "overdue", "03-05": "n/a because declined"}, key="2026-02")


@pytest.mark.parametrize("provision", ["MAN-10", "MAN-14.7"])
def test_what_has_been_followed_up_cannot_be_declined_any_more(provision: str) -> None:
    told = story(*STARTED, without("MAN-14.7", "02-18"), declined("02-20", "2026-02"))
    line(told, provision, {"02-19": "overdue", "02-20": "overdue"}, key="2026-02")


@pytest.mark.parametrize("provision", EACH_MONTH)
def test_to_decline_mends_nothing_when_the_time_is_over(provision: str) -> None:
    told = story(*STARTED, declined("04-10", "2026-02"))
    over = "breached because period over"
    line(told, provision, {"03-31": "overdue", "04-01": over, "04-10": over}, key="2026-02")


@pytest.mark.parametrize(
    ("provision", "stands"),
    [("MAN-07", "met"), ("MAN-10", "overdue"), ("MAN-14.7", "overdue"), ("MAN-11", "overdue")],
)
def test_a_client_who_declines_and_then_comes_is_followed_up_all_the_same(
    provision: str, stands: str
) -> None:
    told = story(
        *STARTED,
        meeting("02-26", "K1"),
        declined("02-10", "2026-02"),
        without("MAN-14.7", "02-20"),
    )
    line(told, provision, {"02-10": "n/a because declined", "02-27": stands}, key="2026-02")


@pytest.mark.parametrize(
    "provision", [*EACH_MONTH, *OF_A_FOLLOW_UP, *REACTIONS, "MAN-05", "MAN-06"]
)
def test_the_routine_is_for_housing_support_alone(provision: str) -> None:
    line(story(on("01-12", order)), provision, {"01-12": "n/a because not this intervention"})


@pytest.mark.parametrize("provision", [*EACH_MONTH, *OF_A_FOLLOW_UP])
def test_months_that_begin_while_the_routine_is_suspended_are_not_followed_up(
    provision: str,
) -> None:
    suspended = RoutineVersionSuspended(
        occurred_on=ANY_DAY, version="v1", reason="Ses över", from_date=day("03-01")
    )
    told = story(
        *STARTED,
        on("01-20", sheet),
        meeting("02-26", "K1"),
        on("02-25", suspended, of="MAN", by=EVA),
    )
    line(told, provision, {"02-28": "open"}, key="2026-02")
    line(told, provision, {"03-01": "n/a because routine suspended"}, key="2026-03")


# ---------------------------------------------------------------- by the end of the month


def done(provision: str, when: str, month: str, *, recorded: str | None = None) -> Told:
    """Tell what meets a provision of each month."""
    if provision == "MAN-08":
        return booked(when, month, recorded=recorded)
    return follow_up(when, month, recorded=recorded)


@pytest.mark.parametrize("provision", EACH_MONTH)
@pytest.mark.parametrize("when", ["02-01", "02-18", "02-28"])
def test_done_in_the_month_it_is_met(provision: str, when: str) -> None:
    act = done(provision, when, "2026-02")
    line(
        story(*STARTED, act),
        provision,
        {
            "01-31": "absent",
            when: f"met due 2026-02-28 by {type(act.fact).__name__}",
            "04-01": "met",
        },
        key="2026-02",
    )


@pytest.mark.parametrize("provision", EACH_MONTH)
@pytest.mark.parametrize(
    ("month", "begins", "due", "overdue", "last", "breached"),
    [
        ("2026-02", "02-01", "2026-02-28", "03-01", "03-31", "04-01"),
        ("2026-03", "03-01", "2026-03-31", "04-01", "04-30", "05-01"),  # clocks go forward
        ("2026-10", "10-01", "2026-10-31", "11-01", "11-30", "12-01"),  # and back
        ("2026-11", "11-01", "2026-11-30", "12-01", "12-31", "2027-01-01"),
        ("2026-12", "12-01", "2026-12-31", "2027-01-01", "2027-01-31", "2027-02-01"),
        ("2027-02", "2027-02-01", "2027-02-28", "2027-03-01", "2027-03-31", "2027-04-01"),
        ("2028-01", "2028-01-01", "2028-01-31", "2028-02-01", "2028-02-29", "2028-03-01"),
        ("2028-02", "2028-02-01", "2028-02-29", "2028-03-01", "2028-03-31", "2028-04-01"),
    ],
)
def test_undone_it_is_overdue_after_the_month_and_breached_after_the_next(
    provision: str, month: str, begins: str, due: str, overdue: str, last: str, breached: str
) -> None:
    missing = MISSING.get(provision, provision)
    line(
        story(*STARTED),
        provision,
        {
            begins: f"open missing {missing} due {due}",
            due: "open",
            overdue: f"overdue missing {missing} due {due}",
            last: "overdue",
            breached: f"breached because period over missing {missing}",
        },
        key=month,
    )


@pytest.mark.parametrize("provision", EACH_MONTH)
def test_done_in_the_next_month_it_is_met_late_and_after_that_not_at_all(provision: str) -> None:
    for when in ("03-01", "03-31"):
        line(
            story(*STARTED, done(provision, when, "2026-02")),
            provision,
            {"02-28": "open", when: "met late due 2026-02-28"},
            key="2026-02",
        )
    line(
        story(*STARTED, done(provision, "04-01", "2026-02")),
        provision,
        {"03-31": "overdue", "04-01": "breached because period over"},
        key="2026-02",
    )


@pytest.mark.parametrize("provision", EACH_MONTH)
def test_a_months_follow_up_is_not_anothers(provision: str) -> None:
    told = story(*STARTED, done(provision, "03-05", "2026-02"))
    line(told, provision, {"03-05": "open", "04-01": "overdue"}, key="2026-03")


@pytest.mark.parametrize("provision", EACH_MONTH)
@pytest.mark.parametrize(
    ("when", "recorded", "stands"),
    [
        ("02-18", "02-28", "met"),
        ("02-18", "03-01", "met registered late"),
        ("03-05", "03-05", "met late"),
        ("03-05", "03-06", "met late registered late"),
    ],
)
def test_recorded_after_the_month_it_is_registered_late(
    provision: str, when: str, recorded: str, stands: str
) -> None:
    act = done(provision, when, "2026-02", recorded=recorded)
    line(story(*STARTED, act), provision, {when: stands}, key="2026-02")


@pytest.mark.parametrize(
    ("when", "recorded", "stands"),
    [
        # By the clock of Stockholm: an hour from UTC in winter, two from 29 March to 24 October.
        ("02-28", datetime(2026, 2, 28, 22, 30, tzinfo=UTC), "met"),
        ("02-28", datetime(2026, 2, 28, 23, 30, tzinfo=UTC), "met registered late"),
        ("03-31", datetime(2026, 3, 31, 21, 30, tzinfo=UTC), "met"),
        ("03-31", datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "met registered late"),
        ("10-31", datetime(2026, 10, 31, 22, 30, tzinfo=UTC), "met"),
        ("10-31", datetime(2026, 10, 31, 23, 30, tzinfo=UTC), "met registered late"),
        ("12-31", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "met registered late"),
        ("2028-02-29", datetime(2028, 2, 29, 22, 30, tzinfo=UTC), "met"),
        ("2028-02-29", datetime(2028, 2, 29, 23, 30, tzinfo=UTC), "met registered late"),
    ],
)
def test_the_month_ends_at_midnight_in_stockholm(
    when: str, recorded: datetime, stands: str
) -> None:
    held = told(form(when), by=STINA, recorded_at=recorded)
    line(story(*STARTED, held), "MAN-07", {when: stands}, key=f"{day(when):%Y-%m}")


@pytest.mark.parametrize("provision", EACH_MONTH)
def test_closing_the_case_breaches_the_month_that_is_overdue_alone(provision: str) -> None:
    for closed in (closed_completed, *EVERY_OTHER_CLOSING):
        told = story(*STARTED, on("03-10", closed))
        line(
            told,
            provision,
            {"03-09": "overdue", "03-10": "breached because closed without"},
            key="2026-02",
        )
        line(
            told, provision, {"03-09": "open", "03-10": "n/a because closed before"}, key="2026-03"
        )


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_that_is_not_asked_leaves_the_follow_up_wanting(question: str) -> None:
    told = story(*STARTED, without(question, "02-18"), supplement("02-24", of="02-18"))
    for provision in ("MAN-07", question):
        line(
            told,
            provision,
            {
                "02-18": f"open missing {question}",
                "02-24": "met by FollowUpRecorded, FollowUpSupplemented",
            },
            key="2026-02",
        )
    for other in set(QUESTIONS) - {question}:
        line(told, other, {"02-18": "met"}, key="2026-02")


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("when", "stands"), [("03-31", "met late"), ("04-01", "breached because period over")]
)
def test_a_question_asked_after_the_month_comes_late(question: str, when: str, stands: str) -> None:
    told = story(*STARTED, without(question, "02-18"), supplement(when, of="02-18"))
    for provision in ("MAN-07", question):
        line(
            told,
            provision,
            {"03-01": f"overdue missing {question}", when: stands},
            key="2026-02",
        )


@pytest.mark.parametrize("blank", ["wellbeing", "need"])
def test_a_follow_up_is_of_both_well_being_and_need(blank: str) -> None:
    told = story(*STARTED, follow_up("02-18", **{blank: ""}), supplement("02-24", of="02-18"))
    line(told, "MAN-07", {"02-18": "open missing MAN-07", "02-24": "met"}, key="2026-02")


def test_a_month_may_be_booked_before_it_begins() -> None:
    told = story(*STARTED, booked("01-20", "2026-02"))
    line(told, "MAN-08", {"01-31": "absent", "02-01": "met"}, key="2026-02")
    line(told, "MAN-07", {"02-01": "open", "03-01": "overdue"}, key="2026-02")


def test_a_follow_up_that_was_held_had_been_booked() -> None:
    told = story(*STARTED, follow_up("02-18"))
    line(told, "MAN-08", {"02-17": "open", "02-18": "met by FollowUpRecorded"}, key="2026-02")


@pytest.mark.parametrize("provision", EACH_MONTH)
@pytest.mark.parametrize(
    ("month", "when", "stands"),
    [
        ("2026-12", "12-31", "met"),
        ("2026-12", "2027-01-01", "met late"),
        ("2026-12", "2027-01-31", "met late"),
        ("2026-12", "2027-02-01", "breached because period over"),
        ("2028-01", "2028-02-29", "met late"),
        ("2028-01", "2028-03-01", "breached because period over"),
        ("2028-02", "2028-02-29", "met"),
        ("2028-02", "2028-03-01", "met late"),
        ("2028-02", "2028-03-31", "met late"),
    ],
)
def test_over_the_turn_of_the_year_and_in_a_leap_year_months_are_as_long_as_they_are(
    provision: str, month: str, when: str, stands: str
) -> None:
    line(story(*STARTED, done(provision, when, month)), provision, {when: stands}, key=month)


def test_a_new_order_after_a_gap_begins_the_months_again() -> None:
    told = story(
        STARTED[0],
        on("01-12", housing_support_order.but(period_to=day("02-28"))),
        *STARTED[2:],
        on("06-15", renewed),
    )
    line(told, "MAN-07", {"07-01": "open due 2026-07-31", "08-01": "overdue"}, key="2026-07")


def test_a_month_is_asked_for_when_the_order_that_covers_it_has_come() -> None:
    told = story(
        STARTED[0],
        on("01-12", housing_support_order.but(period_to=day("02-28"))),
        *STARTED[2:],
        on("04-15", renewed.but(period_from=day("03-01"))),
    )
    line(told, "MAN-07", {"04-14": "absent", "04-15": "overdue due 2026-03-31"}, key="2026-03")
    line(told, "MAN-07", {"04-14": "absent", "04-15": "open due 2026-04-30"}, key="2026-04")


# ---------------------------------------------------------------- in the social record


@pytest.mark.parametrize("point", POINTS)
def test_the_seven_points_are_answered_the_day_of_the_follow_up(point: str) -> None:
    line(
        story(*STARTED, follow_up("02-18")),
        point,
        {
            "01-31": "absent",
            "02-01": f"open missing {point}",
            "02-17": "open",
            "02-18": "met due 2026-02-18 by FollowUpRecorded",
        },
        key="2026-02",
    )


@pytest.mark.parametrize("point", POINTS)
def test_a_point_without_an_answer_is_overdue_the_day_after(point: str) -> None:
    told = story(
        *STARTED,
        without(point, "02-18"),
        on("02-18", about_it),
        on("02-18", note_signed),
        supplement("02-24", of="02-18"),
    )
    for provision in ("MAN-10", point):
        line(
            told,
            provision,
            {
                "02-18": "open due 2026-02-18",
                "02-19": "overdue",
                "02-23": "overdue",
                "02-24": "met late due 2026-02-18",
            },
            key="2026-02",
        )
    line(told, "MAN-07", {"02-18": "met"}, key="2026-02")
    for other in set(POINTS) - {point}:
        line(told, other, {"02-18": "met"}, key="2026-02")


def test_days_read_that_contradict_what_was_told_before_tell_of_no_time() -> None:
    def read(when: str, **days: date) -> Told:
        part = FollowUpChecklist().but(**days)
        filled = FollowUpSupplemented(occurred_on=day(when), period=Month(2026, 2), checklist=part)
        return on(when, filled, by=STINA)

    unread = form("02-18").checklist.but(read_to=None)
    told = story(
        *STARTED,
        follow_up("02-18", checklist=unread),
        read("02-19", read_to=day("01-10")),
        read("02-20", read_from=day("01-18")),
        read("02-24", read_from=day("01-18"), read_to=day("02-18")),
    )
    line(
        told,
        "MAN-14.6",
        {"02-18": "open", "02-19": "overdue", "02-23": "overdue", "02-24": "met late"},
        key="2026-02",
    )


def test_what_is_missing_in_the_record_is_the_point_or_the_note() -> None:
    happened = (*STARTED, without("MAN-14.7", "02-18"))
    line(
        story(
            *happened,
            on("02-19", about_it),
            on("02-20", note_signed),
            supplement("02-24", of="02-18"),
        ),
        "MAN-10",
        {
            "02-17": "open missing FollowUpRecorded",
            "02-18": "open missing MAN-14.7, JournalNoteSigned",
            "02-19": "overdue missing MAN-14.7, JournalNoteSigned",
            "02-20": "overdue missing MAN-14.7",
            "02-24": "met late",
        },
        key="2026-02",
    )


def test_the_record_is_a_signed_note_of_the_follow_up_that_day() -> None:
    happened = (*STARTED, follow_up("02-18"))
    line(
        story(*happened, on("02-18", about_it), on("02-18", note_signed)),
        "MAN-10",
        {"02-17": "open", "02-18": "met due 2026-02-18"},
        key="2026-02",
    )
    for late in (
        (on("02-19", about_it), on("02-19", note_signed)),
        (on("02-18", about_it), on("02-19", note_signed)),
    ):
        line(
            story(*happened, *late),
            "MAN-10",
            {"02-18": "open missing JournalNoteSigned", "02-19": "met late"},
            key="2026-02",
        )
    for unfit in (
        (on("02-18", about_it),),
        (on("02-18", note), on("02-18", note_signed)),
        (on("02-18", about_it), on("02-18", note_signed), on("03-05", note_wrong)),
    ):
        line(
            story(*happened, *unfit),
            "MAN-10",
            {"02-18": "open", "02-19": "overdue missing JournalNoteSigned"},
            key="2026-02",
        )


def test_a_note_of_what_was_filled_in_later_is_a_record_of_the_follow_up_too() -> None:
    line(
        story(
            *STARTED,
            without("MAN-14.7", "02-18"),
            supplement("02-24", of="02-18"),
            on("02-25", note.but(about=("command-6",))),
            on("02-25", note_signed),
        ),
        "MAN-10",
        {
            "02-19": "overdue missing MAN-14.7, JournalNoteSigned",
            "02-24": "overdue missing JournalNoteSigned",
            "02-25": "met late due 2026-02-18",
        },
        key="2026-02",
    )


@pytest.mark.parametrize("provision", ["MAN-10", *POINTS])
def test_a_follow_up_recorded_later_is_registered_late_in_the_record_too(provision: str) -> None:
    told = story(
        *STARTED,
        follow_up("02-18", recorded="02-20"),
        on("02-18", about_it, recorded="02-20"),
        on("02-18", note_signed, recorded="02-20"),
    )
    line(told, provision, {"02-18": "met registered late"}, key="2026-02")


@pytest.mark.parametrize("provision", ["MAN-10", *POINTS])
def test_closing_the_case_breaches_what_is_wanting_in_the_record(provision: str) -> None:
    point = provision if provision in POINTS else "MAN-14.1"
    for closed in (closed_completed, *EVERY_OTHER_CLOSING):
        line(
            story(*STARTED, without(point, "02-18"), on("02-20", closed)),
            provision,
            {"02-19": "overdue", "02-20": "breached because closed without"},
            key="2026-02",
        )
        line(
            story(*STARTED, on("02-20", closed)),
            provision,
            {"02-19": "open", "02-20": "n/a because closed before"},
            key="2026-02",
        )


@pytest.mark.parametrize("provision", OF_A_FOLLOW_UP)
def test_of_a_follow_up_that_was_never_held_nothing_is_asked(provision: str) -> None:
    line(
        story(*STARTED, on("01-20", sheet), meeting("02-26", "K1")),
        provision,
        {"02-01": "open", "03-31": "open", "04-01": "n/a because not held"},
        key="2026-02",
    )


@pytest.mark.parametrize("provision", ["MAN-10", *POINTS])
def test_a_follow_up_held_when_the_time_was_over_is_documented_all_the_same(
    provision: str,
) -> None:
    told = story(
        *STARTED,
        follow_up("04-10", "2026-02"),
        on("04-10", about_it),
        on("04-10", note_signed),
    )
    line(told, "MAN-07", {"04-10": "breached because period over"}, key="2026-02")
    line(told, provision, {"04-09": "n/a because not held", "04-10": "met"}, key="2026-02")


@pytest.mark.parametrize(
    ("read_from", "stands"), [("02-28", "met"), ("03-01", "open missing MAN-14.6")]
)
def test_the_record_is_read_a_month_back(read_from: str, stands: str) -> None:
    # A month back from 31 March is the last of February.
    read = form("03-31").checklist.but(read_from=day(read_from))
    told = story(*STARTED, follow_up("03-31", checklist=read))
    line(told, "MAN-14.6", {"03-31": stands}, key="2026-03")


def test_in_a_leap_year_a_month_back_from_the_last_of_march_is_29_february() -> None:
    for read_from, stands in (("2028-02-29", "met"), ("2028-03-01", "open")):
        read = form("2028-03-31").checklist.but(read_from=day(read_from))
        told = story(*STARTED, follow_up("2028-03-31", checklist=read))
        line(told, "MAN-14.6", {"2028-03-31": stands}, key="2028-03")


# ---------------------------------------------------------------- at the unit meeting


@pytest.mark.parametrize("provision", AT_THE_MEETING)
def test_the_follow_up_is_presented_at_the_meeting_in_the_schedule(provision: str) -> None:
    happened = (*STARTED, on("01-20", sheet), meeting("02-26", "K1"), follow_up("02-18"))
    missing = MISSING.get(provision, provision)
    line(
        story(*happened),
        provision,
        {
            "02-17": f"open missing {missing}",
            "02-18": "open due 2026-02-26",
            "02-26": "open",
            "02-27": f"overdue missing {missing} due 2026-02-26",
        },
        key="2026-02",
    )
    for when, stands in (("02-26", "met"), ("02-27", "met late")):
        line(
            story(*happened, presented(when)),
            provision,
            {"02-25": "open", when: f"{stands} due 2026-02-26 by FollowUpPresented"},
            key="2026-02",
        )
    line(
        story(*happened, presented("02-26", recorded="02-27")),
        provision,
        {"02-26": "met registered late"},
        key="2026-02",
    )
    for closed in (closed_completed, *EVERY_OTHER_CLOSING):
        line(
            story(*happened, on("03-10", closed)),
            provision,
            {"03-09": "overdue", "03-10": "breached because closed without"},
            key="2026-02",
        )
        line(
            story(*happened, on("02-20", closed)),
            provision,
            {"02-19": "open", "02-20": "n/a because closed before"},
            key="2026-02",
        )


def test_it_is_due_at_the_first_meeting_of_its_own_from_the_follow_up_on() -> None:
    told = story(
        *STARTED,
        *(meeting(when, "K1") for when in ("02-12", "03-12", "03-26")),
        meeting("02-26", "K2"),
        follow_up("02-18"),
    )
    line(told, "MAN-11", {"02-17": "open", "02-18": "open due 2026-03-12"}, key="2026-02")
    told = story(*STARTED, meeting("02-18", "K1"), follow_up("02-18"))
    line(told, "MAN-11", {"02-18": "open due 2026-02-18", "02-19": "overdue"}, key="2026-02")


def test_what_is_held_at_the_end_of_the_year_is_presented_in_the_next() -> None:
    happened = (*STARTED, meeting("2027-01-07", "K1"), follow_up("12-29"))
    line(
        story(*happened, presented("2027-01-07", "2026-12")),
        "MAN-11",
        {"12-31": "open due 2027-01-07", "2027-01-07": "met"},
        key="2026-12",
    )
    line(story(*happened), "MAN-11", {"2027-01-08": "overdue"}, key="2026-12")


def test_a_meeting_that_is_cancelled_sets_no_day() -> None:
    told = story(
        *STARTED,
        meeting("02-26", "K1"),
        meeting("03-12", "K1"),
        meeting("02-26"),
        follow_up("02-18"),
    )
    line(told, "MAN-11", {"02-18": "open due 2026-03-12", "03-13": "overdue"}, key="2026-02")


@pytest.mark.parametrize("provision", AT_THE_MEETING)
def test_a_meeting_counts_from_the_day_it_was_scheduled(provision: str) -> None:
    happened = (*STARTED, on("01-20", sheet), follow_up("02-18"))
    line(
        story(*happened, meeting("02-26", "K1", told="03-20")),
        provision,
        {
            "02-27": "open because no schedule",
            "03-19": "open because no schedule",
            "03-20": "overdue due 2026-02-26",
        },
        key="2026-02",
    )
    line(
        story(*happened, meeting("02-26", "K1"), meeting("02-26", told="02-25")),
        provision,
        {"02-24": "open due 2026-02-26", "02-25": "open because no schedule"},
        key="2026-02",
    )


@pytest.mark.parametrize("provision", AT_THE_MEETING)
def test_without_a_schedule_it_stays_open_for_that_reason(provision: str) -> None:
    happened = (*STARTED, on("01-20", sheet), follow_up("02-18"))
    line(
        story(*happened),
        provision,
        {"02-01": "open because no schedule", "12-31": "open because no schedule"},
        key="2026-02",
    )
    line(story(*happened, presented("06-01")), provision, {"06-01": "met"}, key="2026-02")


def test_the_plan_is_brought_and_so_is_the_method_sheet_if_there_is_one() -> None:
    happened = (*STARTED, meeting("02-26", "K1"), follow_up("02-18"))
    without_plan = story(*happened, presented("02-26", plan=False))
    line(without_plan, "MAN-11", {"02-26": "met"}, key="2026-02")
    line(without_plan, "MAN-12", {"02-26": "open", "02-27": "overdue"}, key="2026-02")
    without_sheet = (*happened, presented("02-26", method_sheet=False))
    line(
        story(*without_sheet),
        "MAN-13",
        {"02-01": "n/a because no method sheet", "02-27": "n/a because no method sheet"},
        key="2026-02",
    )
    line(
        story(*without_sheet[:4], on("02-20", sheet), *without_sheet[4:]),
        "MAN-13",
        {"02-19": "n/a because no method sheet", "02-20": "open", "02-27": "overdue"},
        key="2026-02",
    )


def test_a_method_sheet_drawn_up_after_the_meeting_is_not_asked_for_at_it() -> None:
    told = story(
        *STARTED,
        meeting("02-26", "K1"),
        follow_up("02-18"),
        presented("02-26", method_sheet=False),
        on("04-01", sheet),
    )
    without_sheet = "n/a because no method sheet"
    line(
        told,
        "MAN-13",
        {"02-27": without_sheet, "03-31": without_sheet, "04-01": without_sheet},
        key="2026-02",
    )


def test_nor_is_one_drawn_up_after_it_was_presented_without_a_schedule() -> None:
    told = story(*STARTED, follow_up("02-18"), presented("02-26"), on("06-15", sheet))
    line(
        told,
        "MAN-13",
        {"02-26": "met", "06-15": "met"},
        key="2026-02",
    )
    told = story(
        *STARTED, follow_up("02-18"), presented("02-26", method_sheet=False), on("06-15", sheet)
    )
    line(
        told,
        "MAN-13",
        {"02-26": "n/a because no method sheet", "06-15": "n/a because no method sheet"},
        key="2026-02",
    )


# ---------------------------------------------------------------- what follows of it


action = ActionRequired(occurred_on=ANY_DAY, what="Trasig spis", period=Month(2026, 2))
notified = UnitManagerNotified(occurred_on=ANY_DAY, actions=(FOLLOW_UP,))
documented = ActionDocumented(occurred_on=ANY_DAY, actions=(FOLLOW_UP,), text="Ny spis")
updated = ImplementationPlanUpdated(
    occurred_on=ANY_DAY, participation="participated", context="follow_up", changed=True
)

changed_need = form("02-18", changed_need=True)
new_plan_needed = form("02-18", answers=followed_up.answers.but(new_plan_needed=True))

each_reaction = pytest.mark.parametrize(
    ("provision", "sign", "reaction"),
    [
        ("MAN-02", changed_need, updated),
        ("MAN-02", new_plan_needed, updated),
        ("MAN-02", changed_need, plan),
        ("MAN-03", action, notified),
        ("MAN-04", action, documented),
    ],
)


@each_reaction
def test_what_calls_for_it_triggers_it_and_it_has_no_last_day(
    provision: str, sign: Fact, reaction: Fact
) -> None:
    called_for = on("02-18", sign, by=STINA)
    told = story(*STARTED, called_for, on("03-04", reaction))
    line(
        told,
        provision,
        {
            "01-11": "n/a because not triggered",
            "02-17": "n/a because not triggered",
            "02-18": "absent",
        },
    )
    line(
        told,
        provision,
        {
            "02-17": "absent",
            "02-18": "open",
            "03-03": "open",
            "03-04": f"met by {type(reaction).__name__}",
        },
        key=sign,
    )
    line(
        story(*STARTED, called_for, on("03-04", reaction, recorded="03-05")),
        provision,
        {"03-04": "met registered late"},
        key=sign,
    )
    line(story(*STARTED, called_for), provision, {"12-31": "open"}, key=sign)


@each_reaction
def test_left_undone_it_is_breached_in_a_completed_case_only(
    provision: str, sign: Fact, reaction: Fact
) -> None:
    happened = (*STARTED, on("02-18", sign, by=STINA))
    missing = "ImplementationPlanUpdated" if provision == "MAN-02" else type(reaction).__name__
    line(
        story(*happened, on("03-10", closed_completed)),
        provision,
        {"03-09": "open", "03-10": f"breached because closed without missing {missing}"},
        key=sign,
    )
    for closed in EVERY_OTHER_CLOSING:
        line(
            story(*happened, on("03-10", closed)),
            provision,
            {"03-10": "n/a because closed before"},
            key=sign,
        )


@pytest.mark.parametrize("provision", REACTIONS)
def test_where_nothing_called_for_it_it_does_not_apply(provision: str) -> None:
    told = story(*STARTED, *MET, on("03-10", closed_moved))
    line(
        told,
        provision,
        {"03-09": "n/a because not triggered", "03-10": "n/a because closed before"},
    )


def test_the_plan_from_before_the_follow_up_is_not_a_revised_one() -> None:
    told = story(*STARTED, on("02-17", updated), on("02-18", changed_need, by=STINA))
    line(told, "MAN-02", {"02-18": "open", "12-31": "open"}, key=changed_need)


def test_in_what_order_the_day_of_the_follow_up_is_told_does_not_matter_without_times() -> None:
    told = story(*STARTED, on("02-18", updated), on("02-18", changed_need, by=STINA))
    line(told, "MAN-02", {"02-18": "met"}, key=changed_need)
    at_ten = changed_need.but(occurred_at=time(10))
    told = story(
        *STARTED, on("02-18", updated.but(occurred_at=time(9))), on("02-18", at_ten, by=STINA)
    )
    line(told, "MAN-02", {"02-18": "open", "12-31": "open"}, key=at_ten)


def test_a_changed_need_that_is_filled_in_later_calls_for_a_revision_then() -> None:
    filled = FollowUpSupplemented(
        occurred_on=ANY_DAY.replace(month=2, day=24), period=Month(2026, 2), changed_need=True
    )
    told = story(*STARTED, follow_up("02-18"), on("02-24", filled, by=STINA))
    line(told, "MAN-02", {"02-23": "n/a because not triggered", "02-24": "absent"})
    line(told, "MAN-02", {"02-24": "open"}, key=filled)


def test_what_is_filled_in_later_of_something_else_calls_for_no_revision() -> None:
    filled = FollowUpSupplemented(
        occurred_on=ANY_DAY.replace(month=2, day=24), period=Month(2026, 2), changed_need=False
    )
    told = story(*STARTED, follow_up("02-18"), on("02-24", filled, by=STINA))
    line(told, "MAN-02", {"02-24": "n/a because not triggered"})
    told = story(
        *STARTED, on("02-18", changed_need, by=STINA), on("02-20", updated), on("02-24", filled)
    )
    assert len(instances(told, "MAN-02", on="02-24")) == 1


def test_a_changed_need_calls_for_a_revision_though_no_month_is_asked_for() -> None:
    told = story(
        *STARTED, on("02-10", interrupted), on("03-18", changed_need), on("04-20", resumed)
    )
    line(told, "MAN-02", {"03-18": "open", "04-20": "open"}, key=changed_need)
    told = story(*STARTED[:-1], on("02-18", changed_need), on("03-01", started))
    line(told, "MAN-02", {"02-18": "open", "04-01": "open"}, key=changed_need)


def test_a_need_that_changes_again_in_the_month_calls_for_a_revision_again() -> None:
    again = form("02-25", changed_need=True)
    told = story(
        *STARTED,
        on("02-18", changed_need, by=STINA),
        on("02-20", updated),
        on("02-25", again, by=STINA),
    )
    line(told, "MAN-02", {"02-18": "open", "02-20": "met"}, key=changed_need)
    line(told, "MAN-02", {"02-24": "absent", "02-25": "open"}, key=again)


@pytest.mark.parametrize(("provision", "answer"), [("MAN-03", notified), ("MAN-04", documented)])
def test_each_need_of_action_has_its_own_answer(provision: str, answer: Fact) -> None:
    other = action.but(what="Trasig kran")
    told = story(*STARTED, on("02-18", action), on("02-18", other), on("02-19", answer))
    line(told, provision, {"02-19": "met"}, key=action)
    line(told, provision, {"02-19": "open"}, key=other)
    both = answer.but(actions=("command-5", "command-6"))
    told = story(*STARTED, on("02-18", action), on("02-18", other), on("02-20", both))
    line(told, provision, {"02-19": "open", "02-20": "met"}, key=action)
    line(told, provision, {"02-19": "open", "02-20": "met"}, key=other)


# ---------------------------------------------------------------- who, and the whole


def test_the_follow_up_is_held_by_a_support_person() -> None:
    line(
        story(*STARTED, follow_up("02-18")),
        "MAN-05",
        {
            "01-11": "n/a because not triggered",
            "02-17": "n/a because not triggered",
            "02-18": "met by FollowUpRecorded",
        },
    )
    line(
        story(*STARTED, on("02-18", form("02-18"), by=EVA)),
        "MAN-05",
        {
            "02-17": "n/a because not triggered",
            "02-18": "breached because wrong role by FollowUpRecorded",
        },
    )
    line(
        story(*STARTED, follow_up("02-18"), on("03-18", form("03-18"), by=EVA)),
        "MAN-05",
        {"03-17": "met", "03-18": "breached because wrong role"},
    )
    for by in (IMPORTER, IMPORTER.but(on_behalf_of=STINA), EVA.but(on_behalf_of=STINA)):
        line(story(*STARTED, on("02-18", form("02-18"), by=by)), "MAN-05", {"02-18": "met"})
    line(story(*STARTED, follow_up("02-18"), on("04-01", closed_moved)), "MAN-05", {"04-01": "met"})


@pytest.mark.parametrize(
    ("when", "by_the_former", "by_the_interim"),
    [
        ("03-14", "met", "breached because wrong role"),
        ("03-15", "breached because wrong role", "met"),
    ],
)
def test_whoever_is_the_support_person_that_day_holds_it_interim_or_not(
    when: str, by_the_former: str, by_the_interim: str
) -> None:
    leaving = DepartureAnnounced(occurred_on=ANY_DAY, reason="leaves_unit", last_day=day("03-14"))
    interim = support_person_appointed.but(assignee="A2", from_date=day("03-15"), term="interim")
    happened = (
        on("01-02", registered.but(person="P8"), of="A2"),
        *STARTED,
        on("02-20", leaving),
        on("03-01", interim, of="K1-2"),
    )
    for of, stands in (("K1-1", by_the_former), ("K1-2", by_the_interim)):
        told = story(*happened, on(when, form(when), of=of, by=STINA))
        line(told, "MAN-05", {when: stands})


def test_person_2_may_follow_up_as_well_as_person_1() -> None:
    told = story(
        *STARTED,
        on("01-02", registered.but(person="P8"), of="A2"),
        on("01-19", support_person_appointed.but(assignee="A2", slot=2), of="K1-2"),
        on("02-18", form("02-18"), of="K1-2", by=STINA),
    )
    line(told, "MAN-05", {"02-18": "met"})
    line(told, "MAN-07", {"02-18": "met"}, key="2026-02")


def test_the_whole_stands_as_the_worst_of_its_parts() -> None:
    line(
        story(*STARTED, *MET),
        "MAN-06",
        {
            "01-18": "open",
            "01-19": "n/a because not triggered",
            "02-01": "open",
            "02-25": "open missing MAN-11, MAN-12, MAN-13",
            "02-26": "met by FollowUpPresented",
            "02-28": "met",
            "03-01": "open",
            "04-01": "overdue missing MAN-07, MAN-08, MAN-09a, MAN-09b, MAN-09c, MAN-09d",
            "05-01": "breached because period over",
        },
    )
    line(
        story(*STARTED, follow_up("02-18"), meeting("02-26", "K1")),
        "MAN-06",
        {"02-18": "open", "02-19": "overdue missing MAN-10 due 2026-02-18"},
    )


def test_a_month_without_any_service_weighs_nothing() -> None:
    told = story(*STARTED, *MET, on("03-01", interrupted), on("05-01", resumed))
    line(told, "MAN-06", {"02-28": "met", "03-01": "met", "04-30": "met", "05-01": "open"})


def test_closing_the_case_breaches_the_whole_if_anything_was_overdue() -> None:
    told = story(*STARTED, on("03-10", closed_completed))
    line(told, "MAN-06", {"03-09": "overdue", "03-10": "breached because closed without"})
    told = story(*STARTED, *MET, on("02-28", closed_completed))
    line(told, "MAN-06", {"02-28": "met", "12-31": "met"})
