"""KLA steps 8–10: joint meeting, briefing, undertaking, agreement, match (r.88–114)."""

from datetime import time

import pytest

from assessing import day, line, on, story
from happenings import (
    agreed,
    both_satisfied,
    briefed,
    briefed_with_nothing,
    closed_completed,
    closed_moved,
    companion_order,
    exhausted,
    housing_support_order,
    interrupted,
    matched,
    no_answer,
    not_both_satisfied,
    offered,
    order,
    registered,
    relief_order,
    resumed,
    silent_about_it,
    started,
    undertaking,
    undertaking_without_place,
)
from rutin.domain.act import Fact
from rutin.domain.case import OrderReceived
from rutin.domain.support_relationship import FactCorrected
from spec import Told, event_id

ROUND = "round-1"

OFFERED = (on("01-02", registered), on("01-12", order), on("02-03", offered))

by_the_start = pytest.mark.parametrize(
    ("provision", "done", "ordered"),
    [
        ("KLA-09a", briefed, order),
        ("KLA-09b", briefed, companion_order),
        ("KLA-09b", briefed, relief_order),
        ("KLA-09c", briefed, order),
        ("KLA-09d", briefed, order),
        ("KLA-09d", briefed, companion_order),
        ("KLA-09e", briefed, companion_order),
        ("KLA-09g", briefed, order),
        ("KLA-09h", undertaking, order),
        ("KLA-10", matched, order),
    ],
    ids=lambda each: each if isinstance(each, str) else getattr(each, "intervention", ""),
)


def offered_in(ordered: Fact) -> tuple[Told, ...]:
    """The offer, in a case of an intervention."""
    return (on("01-02", registered), on("01-12", ordered), on("02-03", offered))


def started_on(written: str) -> Told:
    """The start, whatever was lacking."""
    return on(written, started, despite="Brukaren kunde inte vänta.")


# ---------------------------------------------------------------- KLA-08a, KLA-08b: the joint meeting


def test_a_joint_meeting_is_held_before_the_agreement() -> None:
    line(
        story(*OFFERED, on("02-12", both_satisfied), on("02-16", agreed)),
        "KLA-08a",
        {
            "01-11": "open missing MatchMeetingHeld",
            "02-11": "open",
            "02-12": "met by MatchMeetingHeld",
            "02-16": "met",
        },
        key=ROUND,
    )


def test_both_have_said_yes_before_the_agreement() -> None:
    line(
        story(*OFFERED, on("02-12", both_satisfied), on("02-16", agreed)),
        "KLA-08b",
        {"02-11": "open missing MatchMeetingHeld", "02-12": "met", "02-16": "met"},
        key=ROUND,
    )


@pytest.mark.parametrize("provision", ["KLA-08a", "KLA-08b"])
def test_an_agreement_without_a_meeting_breaks_it_for_good(provision: str) -> None:
    line(
        story(
            *OFFERED, on("02-16", agreed, despite="De kände varandra."), on("02-20", both_satisfied)
        ),
        provision,
        {
            "02-15": "open",
            "02-16": "breached because act without precondition by AgreementSigned",
            "02-20": "breached because act without precondition",
        },
        key=ROUND,
    )


@pytest.mark.parametrize("meeting", [not_both_satisfied, silent_about_it])
def test_silence_and_no_are_not_yes(meeting: Fact) -> None:
    told = story(*OFFERED, on("02-12", meeting))
    line(told, "KLA-08a", {"02-12": "met", "02-13": "met"}, key="round-1")
    line(told, "KLA-08b", {"02-11": "open", "02-12": "n/a because round abandoned"}, key="round-1")
    for provision in ("KLA-08a", "KLA-08b"):
        line(told, provision, {"02-11": "absent", "02-12": "open"}, key="round-2")


def test_an_agreement_although_not_both_said_yes_breaks_the_second_round() -> None:
    told = story(
        *OFFERED, on("02-12", silent_about_it), on("02-16", agreed, despite="Hon nickade.")
    )
    line(told, "KLA-08b", {"02-16": "breached because act without precondition"}, key="round-2")
    line(told, "KLA-08b", {"02-16": "n/a because round abandoned"}, key="round-1")


def test_a_second_meeting_where_both_say_yes_counts_in_the_second_round() -> None:
    told = story(
        *OFFERED, on("02-12", silent_about_it), on("02-14", both_satisfied), on("02-16", agreed)
    )
    for provision in ("KLA-08a", "KLA-08b"):
        line(told, provision, {"02-13": "open", "02-14": "met", "02-16": "met"}, key="round-2")
    line(told, "KLA-09i", {"02-15": "open", "02-16": "met"}, key="round-2")


def test_what_the_meeting_said_counts_as_it_was_corrected() -> None:
    mended = FactCorrected(
        occurred_on=day("02-20"),
        corrects=event_id(4),
        reason="Fel kryss",
        replacement=both_satisfied.but(occurred_on=day("02-12")),
    )
    told = story(*OFFERED, on("02-12", not_both_satisfied), on("02-20", mended))
    line(told, "KLA-08b", {"02-12": "met", "02-20": "met"}, key="round-1")
    line(told, "KLA-08b", {"02-20": "absent"}, key="round-2")


@pytest.mark.parametrize("provision", ["KLA-08a", "KLA-08b"])
def test_a_meeting_recorded_after_the_agreement_came_before_it(provision: str) -> None:
    told = story(*OFFERED, on("02-16", agreed), on("02-12", both_satisfied, recorded="02-17"))
    line(
        told, provision, {"02-12": "met registered late", "02-16": "met registered late"}, key=ROUND
    )


@pytest.mark.parametrize("provision", ["KLA-08a", "KLA-08b"])
def test_on_the_day_of_the_agreement_the_order_of_the_day_decides(provision: str) -> None:
    told = story(*OFFERED, on("02-16", both_satisfied), on("02-16", agreed))
    line(told, provision, {"02-16": "met"}, key=ROUND)
    told = story(
        *OFFERED,
        on("02-16", agreed.but(occurred_at=time(9)), despite="De kände varandra."),
        on("02-16", both_satisfied.but(occurred_at=time(10))),
    )
    line(told, provision, {"02-16": "breached because act without precondition"}, key=ROUND)


@pytest.mark.parametrize("provision", ["KLA-08a", "KLA-08b"])
def test_the_meeting_of_one_candidate_does_not_stand_for_the_agreement_of_another(
    provision: str,
) -> None:
    told = story(
        *OFFERED,
        on("01-02", registered, of="A2"),
        on("02-03", offered.but(assignee="A2"), of="K1-2"),
        on("02-12", both_satisfied),
        on("02-16", agreed, of="K1-2", despite="De kände varandra."),
    )
    line(
        told,
        provision,
        {"02-15": "met", "02-16": "breached because act without precondition"},
        key=ROUND,
    )


@pytest.mark.parametrize("provision", ["KLA-08a", "KLA-08b", "KLA-09", "KLA-09i"])
def test_what_did_not_come_to_pass_before_the_close_does_not_apply(provision: str) -> None:
    for closing in (closed_completed, closed_moved):
        line(
            story(*OFFERED, on("03-02", closing)),
            provision,
            {"03-01": "open", "03-02": "n/a because closed before"},
            key=ROUND,
        )


# ---------------------------------------------------------------- KLA-09: the briefing comes after


def test_the_briefing_comes_after_the_joint_meeting() -> None:
    line(
        story(*OFFERED, on("02-12", both_satisfied), on("02-16", briefed)),
        "KLA-09",
        {"02-15": "open missing BriefingHeld", "02-16": "met by BriefingHeld"},
        key=ROUND,
    )


def test_a_briefing_before_the_meeting_or_without_any_is_in_the_wrong_order() -> None:
    for meeting in ((), (on("02-12", both_satisfied),)):
        line(
            story(*OFFERED, on("02-11", briefed), *meeting),
            "KLA-09",
            {
                "02-10": "open",
                "02-11": "breached because wrong order missing MatchMeetingHeld by BriefingHeld",
                "02-12": "breached because wrong order missing MatchMeetingHeld by BriefingHeld",
            },
            key=ROUND,
        )


def test_on_the_same_day_the_order_of_recording_or_the_times_decide() -> None:
    told = story(*OFFERED, on("02-12", both_satisfied), on("02-12", briefed))
    line(told, "KLA-09", {"02-11": "open", "02-12": "met"}, key=ROUND)
    told = story(*OFFERED, on("02-12", briefed), on("02-12", both_satisfied))
    line(told, "KLA-09", {"02-12": "breached because wrong order"}, key=ROUND)
    told = story(
        *OFFERED,
        on("02-12", briefed.but(occurred_at=time(11))),
        on("02-12", both_satisfied.but(occurred_at=time(10))),
    )
    line(told, "KLA-09", {"02-12": "met"}, key=ROUND)


def test_the_meeting_with_one_candidate_does_not_come_before_the_briefing_of_another() -> None:
    told = story(
        *OFFERED,
        on("01-02", registered, of="A2"),
        on("02-03", offered.but(assignee="A2"), of="K1-2"),
        on("02-12", both_satisfied),
        on("02-13", briefed, of="K1-2"),
    )
    line(told, "KLA-09", {"02-12": "open", "02-13": "breached because wrong order"}, key=ROUND)


def test_a_briefing_recorded_later_is_registered_late() -> None:
    told = story(*OFFERED, on("02-12", both_satisfied), on("02-16", briefed, recorded="02-17"))
    line(told, "KLA-09", {"02-16": "met registered late"}, key=ROUND)


# ---------------------------------------------------------------- KLA-09a–h, KLA-10: by the start


@by_the_start
def test_it_is_done_by_the_day_the_service_starts(
    provision: str, done: Fact, ordered: OrderReceived
) -> None:
    line(
        story(*offered_in(ordered), on("02-20", done), started_on("02-20")),
        provision,
        {"01-11": "open", "02-19": "open", "02-20": f"met by {type(done).__name__}"},
        key=ROUND,
    )


@by_the_start
def test_the_day_after_the_start_it_is_overdue_and_then_met_late(
    provision: str, done: Fact, ordered: OrderReceived
) -> None:
    line(
        story(*offered_in(ordered), started_on("02-20"), on("03-02", done)),
        provision,
        {
            "02-20": "open due 2026-02-20",
            "02-21": f"overdue missing {type(done).__name__} due 2026-02-20",
            "03-01": "overdue",
            "03-02": "met late",
        },
        key=ROUND,
    )


@by_the_start
def test_done_in_time_and_recorded_after_the_start_is_registered_late(
    provision: str, done: Fact, ordered: OrderReceived
) -> None:
    told = story(*offered_in(ordered), on("02-18", done, recorded="02-21"), started_on("02-20"))
    line(
        told, provision, {"02-18": "met registered late", "02-20": "met registered late"}, key=ROUND
    )
    told = story(*offered_in(ordered), on("02-18", done, recorded="02-20"), started_on("02-20"))
    line(told, provision, {"02-20": "met"}, key=ROUND)


@by_the_start
def test_what_is_overdue_at_the_close_is_breached_and_what_was_open_does_not_apply(
    provision: str, done: Fact, ordered: OrderReceived
) -> None:
    assert done.stream_kind != "case"
    for closing in (closed_completed, closed_moved):
        line(
            story(*offered_in(ordered), started_on("02-20"), on("03-02", closing)),
            provision,
            {"03-01": "overdue", "03-02": "breached because closed without"},
            key=ROUND,
        )
        line(
            story(*offered_in(ordered), on("03-02", closing)),
            provision,
            {"03-01": "open", "03-02": "n/a because closed before"},
            key=ROUND,
        )


@by_the_start
def test_an_interruption_that_ends_sets_no_new_day_in_the_same_round(
    provision: str, done: Fact, ordered: OrderReceived
) -> None:
    assert done.stream_kind != "case"
    told = story(
        *offered_in(ordered),
        started_on("02-20"),
        on("03-02", interrupted),
        on("03-10", resumed, despite="Avtal saknas."),
    )
    line(
        told,
        provision,
        {"02-21": "overdue due 2026-02-20", "03-11": "overdue due 2026-02-20"},
        key=ROUND,
    )


@pytest.mark.parametrize("provision", ["KLA-09a", "KLA-09c", "KLA-09d", "KLA-09g"])
def test_a_briefing_that_left_it_out_is_not_enough(provision: str) -> None:
    told = story(*OFFERED, on("02-16", briefed_with_nothing), started_on("02-20"))
    line(
        told,
        provision,
        {
            "02-15": "open missing BriefingHeld",
            "02-16": f"open missing {provision}",
            "02-21": f"overdue missing {provision}",
        },
        key=ROUND,
    )


@pytest.mark.parametrize(
    ("provision", "for_whom"),
    [
        ("KLA-09b", (companion_order, relief_order)),
        ("KLA-09c", (order,)),
        ("KLA-09e", (companion_order,)),
        ("KLA-10", (order,)),
    ],
)
def test_forms_and_register_go_by_the_intervention(
    provision: str, for_whom: tuple[OrderReceived, ...]
) -> None:
    for ordered in (order, companion_order, relief_order, housing_support_order):
        told = story(
            *offered_in(ordered), on("02-16", briefed), on("02-17", matched), started_on("02-20")
        )
        if ordered in for_whom:
            line(told, provision, {"02-21": "met"}, key=ROUND)
        else:
            line(
                told,
                provision,
                dict.fromkeys(("01-11", "02-21"), "n/a because not this intervention"),
            )


@pytest.mark.parametrize(
    "provision",
    ["KLA-08a", "KLA-08b", "KLA-09", "KLA-09a", "KLA-09d", "KLA-09g", "KLA-09h", "KLA-09i"],
)
def test_the_rest_is_for_every_assignee_but_not_for_housing_support(provision: str) -> None:
    for ordered in (order, companion_order, relief_order):
        line(story(*offered_in(ordered)), provision, {"02-03": "open"}, key=ROUND)
    line(
        story(*offered_in(housing_support_order)),
        provision,
        {"02-03": "n/a because not this intervention"},
    )


@pytest.mark.parametrize(
    "provision",
    [
        "KLA-08a",
        "KLA-08b",
        "KLA-09",
        "KLA-09a",
        "KLA-09c",
        "KLA-09d",
        "KLA-09g",
        "KLA-09h",
        "KLA-09i",
        "KLA-10",
    ],
)
def test_in_a_case_closed_without_any_contact_that_is_the_reason(provision: str) -> None:
    told = story(
        on("01-12", order),
        on("01-13", no_answer),
        on("02-02", exhausted, despite="Hann inte mer."),
        on("02-10", closed_completed),
    )
    line(told, provision, {"02-09": "open", "02-10": "n/a because no contact"}, key=ROUND)


# ---------------------------------------------------------------- KLA-09h: the undertaking


def test_an_undertaking_with_a_blank_is_not_enough_and_says_which() -> None:
    line(
        story(
            *OFFERED,
            on("02-16", undertaking_without_place),
            started_on("02-20"),
            on("02-24", undertaking),
        ),
        "KLA-09h",
        {
            "02-15": "open missing ConfidentialityUndertakingSigned",
            "02-16": "open missing KLA-B4-9",
            "02-21": "overdue missing KLA-B4-9",
            "02-24": "met late",
        },
        key=ROUND,
    )


def test_an_undertaking_signed_in_an_earlier_engagement_counts_from_the_offer() -> None:
    told = story(
        on("01-02", registered), on("01-05", undertaking), on("01-12", order), on("02-03", offered)
    )
    line(told, "KLA-09h", {"02-02": "open", "02-03": "met"}, key=ROUND)


def test_the_undertaking_of_someone_else_does_not_count() -> None:
    told = story(*OFFERED, on("01-02", registered, of="A2"), on("02-16", undertaking, of="A2"))
    line(told, "KLA-09h", {"02-16": "open missing ConfidentialityUndertakingSigned"}, key=ROUND)


def test_a_candidate_asked_in_the_round_before_counts_when_they_come_up_again() -> None:
    told = story(
        *OFFERED,
        on("01-02", registered, of="A2"),
        on("02-04", offered.but(assignee="A2"), of="K1-2"),
        on("02-12", not_both_satisfied),
        on("02-14", both_satisfied, of="K1-2"),
        on("02-16", undertaking, of="A2"),
    )
    line(told, "KLA-09h", {"02-15": "open", "02-16": "met"}, key="round-2")


def test_an_undertaking_counts_once_from_when_its_signer_came_up() -> None:
    told = story(
        *OFFERED,
        on("01-02", registered, of="A2"),
        on("02-04", undertaking_without_place),
        on("02-09", offered.but(assignee="A2"), of="K1-2"),
        on("02-10", undertaking.but(category=None), of="A2"),
        on("02-12", both_satisfied),
    )
    line(
        told,
        "KLA-09h",
        {
            "02-04": "open missing KLA-B4-9",
            "02-10": "open missing KLA-B4-2",
            "02-12": "open missing KLA-B4-2",
        },
        key=ROUND,
    )


# ---------------------------------------------------------------- KLA-09i: the agreement


def test_the_agreement_is_signed_before_the_service_starts() -> None:
    line(
        story(*OFFERED, on("02-12", both_satisfied), on("02-16", agreed), on("02-20", started)),
        "KLA-09i",
        {
            "02-15": "open missing AgreementSigned",
            "02-16": "met by AgreementSigned",
            "02-20": "met",
        },
        key=ROUND,
    )


def test_a_start_without_agreement_breaks_it_for_good() -> None:
    line(
        story(*OFFERED, on("02-12", both_satisfied), started_on("02-20"), on("02-24", agreed)),
        "KLA-09i",
        {
            "02-19": "open",
            "02-20": "breached because act without precondition missing AgreementSigned "
            "by ServiceStarted",
            "02-24": "breached because act without precondition",
        },
        key=ROUND,
    )


def test_an_agreement_on_the_day_of_the_start_goes_by_the_order_of_the_day() -> None:
    matched_up = (*OFFERED, on("02-12", both_satisfied))
    told = story(*matched_up, on("02-20", agreed), on("02-20", started))
    line(told, "KLA-09i", {"02-20": "met"}, key=ROUND)
    told = story(*matched_up, started_on("02-20"), on("02-20", agreed))
    line(told, "KLA-09i", {"02-20": "breached because act without precondition"}, key=ROUND)


def test_an_agreement_recorded_after_the_start_is_registered_late() -> None:
    told = story(
        *OFFERED,
        on("02-12", both_satisfied),
        on("02-20", started),
        on("02-16", agreed, recorded="02-23"),
    )
    line(
        told, "KLA-09i", {"02-16": "met registered late", "02-20": "met registered late"}, key=ROUND
    )
