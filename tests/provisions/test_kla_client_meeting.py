"""KLA step 4: the meeting with the client (r.49–68)."""

import pytest

from assessing import day, line, on, story
from happenings import (
    closed_completed,
    closed_moved,
    companion_order,
    consent_declined,
    consent_deferred,
    consent_given,
    consent_reviewed,
    exhausted,
    housing_support_order,
    meeting_declined,
    met,
    met_without_topics,
    no_answer,
    order,
    plan,
    profile,
    profile_declined,
    relief_order,
    search,
    started,
)
from rutin.domain.act import Fact
from rutin.domain.case import FactCorrected
from spec import event_id

TOPICS = ("KLA-04a", "KLA-04b", "KLA-04d")

by_the_search = pytest.mark.parametrize(
    ("provision", "done"),
    [
        ("KLA-04", met_without_topics),
        *((topic, met) for topic in TOPICS),
        ("KLA-04c", profile),
        ("KLA-04f", consent_reviewed),
        ("KLA-04f", consent_given),
        ("KLA-04f", consent_declined),
        ("KLA-04f", consent_deferred),
    ],
    ids=lambda each: each if isinstance(each, str) else type(each).__name__,
)


@by_the_search
def test_it_is_done_by_the_day_the_search_begins(provision: str, done: Fact) -> None:
    line(
        story(on("01-12", order), on("02-02", done), on("02-02", search)),
        provision,
        {"01-11": "open", "02-01": "open", "02-02": f"met by {type(done).__name__}"},
    )


@by_the_search
def test_the_day_after_the_search_began_it_is_overdue_and_then_met_late(
    provision: str, done: Fact
) -> None:
    line(
        story(on("01-12", order), on("02-02", search), on("02-10", done)),
        provision,
        {
            "02-01": "open",
            "02-02": "open due 2026-02-02",
            "02-03": "overdue due 2026-02-02",
            "02-09": "overdue",
            "02-10": "met late due 2026-02-02",
        },
    )


@by_the_search
def test_done_in_time_and_recorded_after_the_search_is_registered_late(
    provision: str, done: Fact
) -> None:
    happened = on("01-30", done, recorded="02-03")
    line(
        story(on("01-12", order), happened, on("02-02", search)),
        provision,
        {"01-30": "met registered late", "02-02": "met registered late"},
    )
    happened = on("01-30", done, recorded="02-02")
    line(story(on("01-12", order), happened, on("02-02", search)), provision, {"02-02": "met"})


@by_the_search
def test_done_late_and_recorded_still_later_is_both(provision: str, done: Fact) -> None:
    happened = on("02-10", done, recorded="02-11")
    line(
        story(on("01-12", order), on("02-02", search), happened),
        provision,
        {"02-10": "met late registered late"},
    )


@by_the_search
def test_what_is_overdue_when_the_case_closes_is_breached_however_it_closes(
    provision: str, done: Fact
) -> None:
    for closing in (closed_completed, closed_moved):
        line(
            story(on("01-12", order), on("02-02", search), on("02-10", closing), on("02-11", done)),
            provision,
            {
                "02-09": "overdue",
                "02-10": "breached because closed without",
                "02-11": "breached because closed without",
            },
        )


@by_the_search
def test_what_is_done_the_day_the_case_closes_is_met(provision: str, done: Fact) -> None:
    line(
        story(
            on("01-12", order), on("02-02", search), on("02-10", done), on("02-10", closed_moved)
        ),
        provision,
        {"02-10": "met late", "02-11": "met late"},
    )


@by_the_search
def test_in_a_case_closed_before_the_search_it_does_not_apply(provision: str, done: Fact) -> None:
    assert done.stream_kind == "case"
    line(
        story(on("01-12", order), on("01-20", closed_completed)),
        provision,
        {"01-19": "open", "01-20": "n/a because closed before"},
    )
    line(
        story(on("01-12", order), on("01-20", search), on("01-20", closed_completed)),
        provision,
        {"01-20": "n/a because closed before"},
    )


@by_the_search
def test_in_a_case_closed_without_any_contact_that_is_the_reason(
    provision: str, done: Fact
) -> None:
    assert done.stream_kind == "case"
    line(
        story(
            on("01-12", order),
            on("01-13", no_answer),
            on("02-02", exhausted, despite="Hann inte mer."),
            on("02-10", closed_moved),
        ),
        provision,
        {"02-02": "open", "02-09": "open", "02-10": "n/a because no contact"},
    )


@pytest.mark.parametrize("provision", ["KLA-04", *TOPICS])
def test_a_client_who_declines_the_meeting_lifts_it(provision: str) -> None:
    line(
        story(on("01-12", order), on("01-23", meeting_declined), on("02-02", search)),
        provision,
        {
            "01-22": "open",
            "01-23": "n/a because meeting declined by ClientMeetingDeclined",
            "02-03": "n/a because meeting declined",
        },
    )


@pytest.mark.parametrize("provision", ["KLA-04", *TOPICS])
def test_a_client_who_declined_and_met_all_the_same_has_met(provision: str) -> None:
    line(
        story(on("01-12", order), on("01-23", meeting_declined), on("01-30", met)),
        provision,
        {"01-29": "n/a because meeting declined", "01-30": "met"},
    )


@pytest.mark.parametrize("provision", ["KLA-04", *TOPICS])
def test_declining_when_it_was_overdue_lifts_it_from_that_day(provision: str) -> None:
    line(
        story(on("01-12", order), on("02-02", search), on("02-10", meeting_declined)),
        provision,
        {"02-09": "overdue", "02-10": "n/a because meeting declined"},
    )


@pytest.mark.parametrize("provision", TOPICS)
def test_a_meeting_where_it_was_not_gone_through_is_not_enough(provision: str) -> None:
    line(
        story(on("01-12", order), on("01-30", met_without_topics), on("02-02", search)),
        provision,
        {
            "01-29": "open missing ClientMeetingHeld",
            "01-30": f"open missing {provision}",
            "02-03": f"overdue missing {provision}",
        },
    )


@pytest.mark.parametrize("provision", TOPICS)
def test_what_was_not_gone_through_first_may_be_at_a_second_meeting(provision: str) -> None:
    line(
        story(
            on("01-12", order),
            on("01-30", met_without_topics),
            on("02-02", met),
            on("02-02", search),
        ),
        provision,
        {"01-30": "open", "02-02": "met", "02-03": "met"},
    )


def test_a_topic_corrected_to_not_gone_through_is_missing_again() -> None:
    mended = FactCorrected(
        occurred_on=day("02-05"),
        corrects=event_id(2),
        reason="Fel kryss",
        replacement=met_without_topics.but(occurred_on=day("01-30")),
    )
    line(
        story(on("01-12", order), on("01-30", met), on("02-02", search), on("02-05", mended)),
        "KLA-04a",
        {"01-29": "open missing ClientMeetingHeld", "02-03": "overdue missing KLA-04a"},
    )


def test_no_profile_is_needed_if_none_is_wished_for() -> None:
    line(
        story(on("01-12", order), on("01-30", profile_declined), on("02-02", search)),
        "KLA-04c",
        {
            "01-29": "open missing RequirementProfileRecorded",
            "01-30": "n/a because profile declined by RequirementProfileDeclined",
            "02-03": "n/a because profile declined",
        },
    )


def test_a_profile_written_after_all_is_met() -> None:
    line(
        story(on("01-12", order), on("01-30", profile_declined), on("02-10", profile)),
        "KLA-04c",
        {"02-09": "n/a because profile declined", "02-10": "met"},
    )


def test_a_declined_meeting_lifts_neither_profile_nor_consent_form() -> None:
    told = story(on("01-12", order), on("01-23", meeting_declined), on("02-02", search))
    for provision in ("KLA-04c", "KLA-04f"):
        line(told, provision, {"01-23": "open", "02-03": "overdue"})


# ---------------------------------------------------------------- KLA-04e


@pytest.mark.parametrize("ordered", [companion_order, relief_order], ids=lambda o: o.intervention)
def test_the_plan_is_there_by_the_day_the_service_starts(ordered: Fact) -> None:
    line(
        story(
            on("01-12", ordered), on("02-19", plan), on("02-19", started, despite="Avtal saknas.")
        ),
        "KLA-04e",
        {
            "02-18": "open missing ImplementationPlanEstablished",
            "02-19": "met by ImplementationPlanEstablished",
        },
    )


def test_without_a_plan_it_is_overdue_the_day_after_the_start_and_then_met_late() -> None:
    line(
        story(
            on("01-12", companion_order),
            on("02-19", started, despite="Avtal saknas."),
            on("03-02", plan),
        ),
        "KLA-04e",
        {
            "02-19": "open due 2026-02-19",
            "02-20": "overdue missing ImplementationPlanEstablished due 2026-02-19",
            "03-01": "overdue",
            "03-02": "met late",
        },
    )


def test_the_search_is_not_what_the_plan_waits_for() -> None:
    told = story(on("01-12", companion_order), on("02-02", search))
    line(told, "KLA-04e", {"02-03": "open"})


def test_a_plan_recorded_after_the_start_is_registered_late() -> None:
    line(
        story(
            on("01-12", companion_order),
            on("02-10", plan, recorded="02-20"),
            on("02-19", started, despite="Avtal saknas."),
        ),
        "KLA-04e",
        {"02-10": "met registered late", "02-20": "met registered late"},
    )


def test_a_plan_never_written_is_breached_at_the_close_if_the_service_had_started() -> None:
    begun = (on("01-12", companion_order), on("02-19", started, despite="Avtal saknas."))
    line(
        story(*begun, on("03-02", closed_moved)),
        "KLA-04e",
        {"03-01": "overdue", "03-02": "breached because closed without"},
    )
    line(
        story(on("01-12", companion_order), on("03-02", closed_completed)),
        "KLA-04e",
        {"03-01": "open", "03-02": "n/a because closed before"},
    )


def test_a_contact_person_needs_no_plan_at_any_date() -> None:
    told = story(
        on("01-12", order), on("02-19", plan), on("02-20", started, despite="Avtal saknas.")
    )
    line(
        told,
        "KLA-04e",
        dict.fromkeys(("01-11", "02-19", "02-21", "12-31"), "n/a because not this intervention"),
    )


@pytest.mark.parametrize("provision", ["KLA-04", *TOPICS, "KLA-04c", "KLA-04e", "KLA-04f"])
def test_none_of_it_is_for_housing_support(provision: str) -> None:
    line(
        story(on("01-12", housing_support_order)),
        provision,
        {
            "01-11": "n/a because not this intervention",
            "01-12": "n/a because not this intervention",
        },
    )
