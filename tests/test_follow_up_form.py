"""The form of the monthly follow-up: recorded as received, and what it lacks by its own rows."""

from datetime import date, timedelta

import pytest

from examples import APR_2, FEBRUARY, MAR_20, MAR_31, MARCH, followed_up
from rutin.application.reading import read_command
from rutin.domain.refusal import Malformed
from rutin.domain.routines.catalogue import provision
from rutin.domain.support_relationship import (
    FollowedUpGoal,
    FollowUpAnswers,
    FollowUpChecklist,
    FollowUpRecorded,
    FollowUpSupplemented,
)
from rutin.domain.values import Month, add_months

blank = FollowUpRecorded(occurred_on=MAR_20, period=MARCH)

EVERYTHING = (
    "MAN-07",
    *("MAN-09a", "MAN-09b", "MAN-09c", "MAN-09d"),
    *(f"MAN-14.{point}" for point in range(1, 8)),
)


def answering(**answers: object) -> FollowUpRecorded:
    return followed_up.but(answers=followed_up.answers.but(**answers))


def checking(**points: object) -> FollowUpRecorded:
    return followed_up.but(checklist=followed_up.checklist.but(**points))


def test_a_form_filled_in_lacks_nothing() -> None:
    assert followed_up.missing() == ()


def test_a_blank_form_is_recorded_and_lacks_everything_in_form_order() -> None:
    assert blank.missing() == EVERYTHING
    assert all(provision(each).citation.lines for each in EVERYTHING)


@pytest.mark.parametrize(
    ("form", "lacks"),
    [
        (followed_up.but(wellbeing=""), "MAN-07"),
        (followed_up.but(need=""), "MAN-07"),
        (answering(wishes=""), "MAN-09a"),
        (answering(support_worked=""), "MAN-09b"),
        (answering(went_well=""), "MAN-09c"),
        (answering(went_less_well=""), "MAN-09c"),
        (answering(new_plan_needed=None), "MAN-09d"),
        (checking(plan_current=None), "MAN-14.1"),
        (checking(follow_up_planned=None), "MAN-14.1"),
        (checking(order_current=None), "MAN-14.2"),
        (checking(order_to_case_officer=None), "MAN-14.2"),
        (checking(goals=(FollowedUpGoal(goal="Laga mat", smart=True),)), "MAN-14.3"),
        (checking(goals=(FollowedUpGoal(goal="Laga mat", need_met=False),)), "MAN-14.4"),
        (checking(methods=""), "MAN-14.5"),
        (checking(methods_lead_to=""), "MAN-14.5"),
        (checking(support_by_records=""), "MAN-14.6"),
        (checking(read_from=None), "MAN-14.6"),
        (checking(read_to=None), "MAN-14.6"),
        (checking(recorded_by_goal=None), "MAN-14.6"),
        (checking(risk_assessment_current=None), "MAN-14.7"),
        (checking(action_plan_linked=None), "MAN-14.7"),
    ],
)
def test_each_answer_is_asked_for(form: FollowUpRecorded, lacks: str) -> None:
    assert form.missing() == (lacks,)


def test_no_is_an_answer() -> None:
    no = dict.fromkeys(
        ("plan_current", "follow_up_planned", "order_current", "recorded_by_goal"), False
    )
    assert checking(**no).missing() == ()


def test_each_goal_is_answered_for() -> None:
    goals = (*followed_up.checklist.goals, FollowedUpGoal(goal="Laga mat"))
    assert checking(goals=goals).missing() == ("MAN-14.3", "MAN-14.4")
    assert checking(goals=()).missing() == ("MAN-14.3", "MAN-14.4")


@pytest.mark.parametrize(
    "on",
    [
        date(2028, month, day)
        for month in range(1, 13)
        for day in range(28, Month(2028, month).last_day.day + 1)
    ],
    ids=str,
)
def test_the_records_are_read_a_month_back_clamped_to_the_months_end(on: date) -> None:
    month_back = add_months(on, -1)
    for read_from, is_enough in ((month_back, True), (month_back + timedelta(days=1), False)):
        checklist = followed_up.checklist.but(read_from=read_from, read_to=on)
        form = followed_up.but(occurred_on=on, period=Month.containing(on), checklist=checklist)
        assert form.missing() == (() if is_enough else ("MAN-14.6",))


def test_a_leap_day_is_enough_a_month_before_the_end_of_march() -> None:
    checklist = followed_up.checklist.but(read_from=date(2028, 2, 29), read_to=date(2028, 3, 31))
    form = followed_up.but(
        occurred_on=date(2028, 3, 31), period=Month(2028, 3), checklist=checklist
    )
    assert form.missing() == ()


# ---------------------------------------------------------------- supplemented


def test_a_supplement_fills_in_what_was_blank_and_leaves_the_rest() -> None:
    lacking = checking(risk_assessment_current=None, action_plan_linked=None)
    supplement = FollowUpSupplemented(
        occurred_on=MAR_31,
        period=MARCH,
        checklist=FollowUpChecklist(risk_assessment_current=True, action_plan_linked=False),
    )
    assert lacking.missing() == ("MAN-14.7",)
    assert lacking.supplemented_by(supplement) == checking(action_plan_linked=False)


def test_the_latest_answer_counts() -> None:
    supplement = FollowUpSupplemented(
        occurred_on=MAR_31,
        period=MARCH,
        wellbeing="Sämre igen",
        answers=FollowUpAnswers(new_plan_needed=True, new_plan_note="Nya mål"),
        changed_need=True,
        child_view="Vill rita",
    )
    united = followed_up.supplemented_by(supplement)
    assert (united.wellbeing, united.need) == ("Sämre igen", followed_up.need)
    assert united.answers.new_plan_needed is True
    assert (united.changed_need, united.child_view) == (True, "Vill rita")
    assert (united.occurred_on, united.period, united.type) == (MAR_20, MARCH, followed_up.type)


def test_goals_are_supplemented_one_by_one() -> None:
    first = FollowedUpGoal(goal="Laga mat", need_met=True)
    supplement = FollowUpSupplemented(
        occurred_on=MAR_31,
        period=MARCH,
        checklist=FollowUpChecklist(
            goals=(
                FollowedUpGoal(goal="Laga mat", smart=False),
                FollowedUpGoal(goal="Städa", need_met=True, smart=True),
            )
        ),
    )
    united = checking(goals=(first,)).supplemented_by(supplement)
    assert united.checklist.goals == (
        FollowedUpGoal(goal="Laga mat", need_met=True, smart=False),
        FollowedUpGoal(goal="Städa", need_met=True, smart=True),
    )


@pytest.mark.parametrize(
    ("form", "calls"),
    [
        (followed_up, False),
        (blank, False),
        (followed_up.but(changed_need=True), True),
        (answering(new_plan_needed=True), True),
    ],
    ids=["no", "blank", "changed need", "a new plan is needed"],
)
def test_the_plan_is_revised_when_need_or_wishes_have_changed(
    form: FollowUpRecorded, calls: bool
) -> None:
    assert form.calls_for_revision is calls


# ---------------------------------------------------------------- which month


def test_a_month_may_be_followed_up_late_but_not_before_it_begins() -> None:
    late = blank.but(occurred_on=APR_2, period=FEBRUARY)
    assert late.period == FEBRUARY
    data = {"relationship": "U1", "occurred_on": "2026-03-31", "period": "2026-04"}
    with pytest.raises(Malformed) as refusal:
        read_command("RecordFollowUp", data)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field, problem.provision) == (
        "month_not_begun",
        "period",
        "MAN-07",
    )
    assert problem.text.startswith("April 2026 hade inte börjat 2026-03-31.")


@pytest.mark.parametrize(
    ("command", "data"),
    [
        ("RecordHandoverNote", {}),
        ("RecordHandoverNote", {"text": "Ring först", "nothing_further": True}),
        ("TransferMaterial", {}),
        ("TransferMaterial", {"items": ["Bildschema"], "none_exists": True}),
        ("AnnounceSuccessor", {"term": "interim"}),
        ("AnnounceSuccessor", {"term": "unknown", "successor": "A2"}),
        ("NotifyUnitManager", {"actions": []}),
        ("ExplainAssignment", {"to": "client", "modes": []}),
        (
            "AppointSupportPerson",
            {"case": "K1", "assignee": "A1", "slot": 3, "from_date": "2026-01-05"},
        ),
    ],
)
def test_what_says_nothing_or_two_things_at_once_is_malformed(
    command: str, data: dict[str, object]
) -> None:
    with pytest.raises(Malformed):
        read_command(command, {"relationship": "U1", "occurred_on": "2026-03-31"} | data)  # type: ignore[arg-type] # told as JSON values
