"""Search rounds (D-38): when a new one begins, and what becomes of the former."""

import pytest

from assessing import instances, line, on, story
from examples import EVA
from happenings import (
    agreed,
    both_satisfied,
    briefed,
    change_granted,
    change_requested,
    closed_completed,
    closed_moved,
    companion_order,
    declined,
    ended,
    interrupted,
    left,
    match_meeting_booked,
    matched,
    met,
    not_both_satisfied,
    offered,
    order,
    order_to_june,
    proposed,
    registered,
    rejected,
    resumed,
    search,
    started,
    undertaking,
)
from rutin.domain.history import History
from spec import Told

BEFORE = (
    on("01-02", registered),
    on("01-02", registered, of="A2"),
    on("01-12", order),
    on("01-30", met),
    on("02-02", search),
    on("02-03", offered),
)
RUNNING = (
    *BEFORE,
    on("02-12", both_satisfied),
    on("02-16", briefed),
    on("02-16", undertaking),
    on("02-16", agreed),
    on("02-17", matched),
    on("02-20", started),
)
SECOND = (
    on("04-02", search),
    on("04-03", offered.but(assignee="A2"), of="K1-2"),
    on("04-10", both_satisfied, of="K1-2"),
    on("04-13", briefed, of="K1-2"),
    on("04-13", undertaking, of="A2"),
    on("04-14", agreed, of="K1-2"),
    on("04-15", matched, of="K1-2"),
)

EACH_ROUND = (
    *("KLA-05", "KLA-06a", "KLA-06b", "KLA-06c", "KLA-06d", "KLA-06e", "KLA-06f"),
    *("KLA-07a", "KLA-07b", "KLA-08a", "KLA-08b", "KLA-09", "KLA-09a", "KLA-09c", "KLA-09d"),
    *("KLA-09g", "KLA-09h", "KLA-09i", "KLA-10", "KLA-12b"),
)
CONTINGENT = ("KLA-06c", "KLA-06d", "KLA-06e", "KLA-06f", "KLA-07a", "KLA-07b")

each_round = pytest.mark.parametrize("provision", EACH_ROUND)


def second_round_begins(told: History, written: str) -> None:
    """Expect the second round to begin on a day."""
    before = str(int(written[-2:]) - 1).rjust(2, "0")
    line(told, "KLA-05", {f"{written[:3]}{before}": "absent", written: "open"}, key="round-2")


def only_one_round(told: History) -> None:
    """Expect no second round ever."""
    assert instances(told, "KLA-05", on="2027-12-31") == ["round-1"]


# ---------------------------------------------------------------- what begins a round


def test_an_assignee_who_declines_begins_one() -> None:
    second_round_begins(story(*BEFORE, on("02-10", declined)), "02-10")


def test_a_meeting_where_not_both_are_satisfied_begins_one() -> None:
    second_round_begins(story(*BEFORE, on("02-12", not_both_satisfied)), "02-12")


def test_the_rejection_of_the_one_proposed_begins_one() -> None:
    told = story(*BEFORE[:3], on("01-19", proposed), on("02-05", rejected))
    second_round_begins(told, "02-05")


def test_a_rejection_from_before_the_proposal_or_of_someone_else_begins_none() -> None:
    only_one_round(story(*BEFORE[:3], on("01-15", rejected), on("01-19", proposed)))
    only_one_round(story(*BEFORE, on("02-05", rejected)))


def test_the_rejection_of_one_who_was_offered_it_too_begins_one_and_their_end_no_other() -> None:
    told = story(*BEFORE[:3], on("01-19", proposed), on("02-03", offered), on("02-05", rejected))
    second_round_begins(told, "02-05")
    for end in (declined, left):
        told = story(
            *BEFORE[:3],
            on("01-19", proposed),
            on("02-03", offered),
            on("02-05", rejected),
            on("02-06", end),
        )
        assert instances(told, "KLA-05", on="12-31") == ["round-1", "round-2"]


def test_a_rejection_leaves_what_was_offered_to_another_alone() -> None:
    told = story(
        *BEFORE[:3],
        on("01-19", proposed),
        on("02-03", offered.but(assignee="A2"), of="K1-2"),
        on("02-05", rejected),
        on("02-06", declined, of="K1-2"),
    )
    assert instances(told, "KLA-05", on="12-31") == ["round-1", "round-2", "round-3"]


def test_a_relationship_that_ends_while_the_order_goes_on_begins_one() -> None:
    second_round_begins(story(*RUNNING, on("03-20", left)), "03-20")


def test_a_change_granted_while_the_order_goes_on_begins_one_and_its_end_no_other() -> None:
    told = story(
        *RUNNING,
        on("03-10", change_requested),
        on("03-20", change_granted, by=EVA),
        on("03-31", left),
    )
    second_round_begins(told, "03-20")
    assert instances(told, "KLA-05", on="12-31") == ["round-1", "round-2"]


def test_a_wish_for_a_change_alone_begins_none() -> None:
    only_one_round(story(*RUNNING, on("03-10", change_requested)))


def test_who_declines_after_an_unhappy_meeting_begins_no_second_one() -> None:
    told = story(*BEFORE, on("02-12", not_both_satisfied), on("02-14", declined))
    assert instances(told, "KLA-05", on="12-31") == ["round-1", "round-2"]


def test_a_second_unhappy_meeting_begins_a_third_round() -> None:
    told = story(*BEFORE, on("02-12", not_both_satisfied), on("02-14", not_both_satisfied))
    line(told, "KLA-05", {"02-13": "absent", "02-14": "open"}, key="round-3")


def test_who_met_again_and_agreed_begins_a_third_round_by_ending() -> None:
    told = story(
        *BEFORE,
        on("02-12", not_both_satisfied),
        on("02-14", both_satisfied),
        on("02-16", agreed),
        on("02-20", started),
        on("03-20", left),
    )
    line(told, "KLA-05", {"03-19": "absent", "03-20": "open"}, key="round-3")


def test_who_is_proposed_anew_and_rejected_anew_begins_a_third_round() -> None:
    told = story(
        *BEFORE[:3],
        on("01-19", proposed),
        on("02-05", rejected),
        on("03-02", proposed),
        on("03-20", rejected),
    )
    line(
        told,
        "KLA-06c",
        {"03-01": "n/a because not triggered", "03-02": "open", "03-20": "met"},
        key="round-2",
    )
    line(told, "KLA-05", {"03-19": "absent", "03-20": "open"}, key="round-3")


def test_a_relationship_that_ends_when_the_order_ends_begins_none() -> None:
    only_one_round(story(*RUNNING, on("03-20", ended, by=EVA), on("03-20", left)))
    only_one_round(story(*RUNNING, on("03-20", ended, by=EVA), on("03-31", left)))


def test_a_relationship_that_ends_with_the_orders_last_day_begins_none() -> None:
    ordered = (*RUNNING[:2], on("01-12", order_to_june), *RUNNING[3:])
    only_one_round(story(*ordered, on("06-30", left)))
    second_round_begins(story(*ordered, on("06-29", left)), "06-29")


def test_a_mere_candidate_who_falls_away_beside_one_who_has_agreed_begins_none() -> None:
    another = on("02-04", offered.but(assignee="A2"), of="K1-2")
    for fallen in (on("03-02", declined, of="K1-2"), on("03-02", left, of="K1-2")):
        only_one_round(story(*BEFORE, another, *RUNNING[6:], fallen))


def test_a_candidate_who_falls_away_while_the_other_is_to_be_changed_begins_one() -> None:
    another = on("03-12", offered.but(assignee="A2"), of="K1-2")
    told = story(*RUNNING, on("03-10", change_requested), another, on("03-16", declined, of="K1-2"))
    second_round_begins(told, "03-16")


def test_a_candidate_who_falls_away_when_a_change_is_granted_unasked_begins_one() -> None:
    another = on("03-12", offered.but(assignee="A2"), of="K1-2")
    granted = on("03-10", change_granted, by=EVA)
    told = story(*RUNNING, granted, another, on("03-16", declined, of="K1-2"))
    line(told, "KLA-05", {"03-15": "absent", "03-16": "open"}, key="round-3")


# ---------------------------------------------------------------- what becomes of the former


@each_round
def test_what_was_met_stays_met_when_the_round_is_over(provision: str) -> None:
    told = story(*RUNNING, on("02-13", match_meeting_booked), on("03-20", left))
    if provision in (*CONTINGENT, "KLA-12b"):
        line(
            told,
            provision,
            {"03-19": "n/a because not triggered", "03-20": "n/a because round abandoned"},
            key="round-1",
        )
    else:
        line(told, provision, {"03-19": "met", "03-20": "met", "12-31": "met"}, key="round-1")


@each_round
def test_what_was_open_does_not_apply_when_the_round_is_over(provision: str) -> None:
    told = story(*BEFORE[:3], on("02-03", offered), on("02-10", declined))
    if provision == "KLA-06a":
        line(told, provision, {"02-10": "met"}, key="round-1")
    else:
        line(
            told,
            provision,
            {"02-10": "n/a because round abandoned", "12-31": "n/a because round abandoned"},
            key="round-1",
        )


def test_what_was_overdue_does_not_apply_and_what_was_broken_stays_so() -> None:
    started_early = on("02-20", started, despite="Kunde inte vänta.")
    told = story(*BEFORE, started_early, on("03-20", left))
    line(
        told, "KLA-09a", {"03-19": "overdue", "03-20": "n/a because round abandoned"}, key="round-1"
    )
    line(
        told,
        "KLA-09i",
        {
            "03-19": "breached because act without precondition",
            "03-20": "breached because act without precondition",
        },
        key="round-1",
    )


def test_what_is_done_late_in_an_abandoned_round_changes_nothing() -> None:
    told = story(*BEFORE, on("02-10", declined), on("02-12", search))
    line(told, "KLA-06b", {"02-12": "n/a because round abandoned"}, key="round-1")
    told = story(*RUNNING, on("03-20", left), on("03-25", briefed))
    line(told, "KLA-09a", {"03-25": "open"}, key="round-2")


def test_closed_before_wins_over_the_abandoned_round() -> None:
    told = story(*BEFORE, on("02-10", declined), on("03-02", closed_moved))
    line(
        told,
        "KLA-06b",
        {"03-01": "n/a because round abandoned", "03-02": "n/a because closed before"},
        key="round-1",
    )
    line(
        told,
        "KLA-06c",
        {"03-01": "n/a because round abandoned", "03-02": "n/a because closed before"},
        key="round-1",
    )


# ---------------------------------------------------------------- the second round


@each_round
def test_the_second_round_is_open_at_once_but_for_what_waits_for_its_trigger(
    provision: str,
) -> None:
    told = story(*RUNNING, on("03-20", left))
    stands = "n/a because not triggered" if provision in CONTINGENT else "open"
    line(told, provision, {"03-19": "absent", "03-20": stands, "12-31": stands}, key="round-2")


@each_round
def test_the_second_round_is_gone_through_like_the_first(provision: str) -> None:
    told = story(
        *RUNNING, on("03-20", left), on("03-20", interrupted), *SECOND, on("04-20", resumed)
    )
    stands = "n/a because not triggered" if provision in CONTINGENT else "met"
    line(told, provision, {"04-21": stands}, key="round-2")


@pytest.mark.parametrize(
    "provision", ["KLA-09a", "KLA-09c", "KLA-09d", "KLA-09g", "KLA-09h", "KLA-10"]
)
def test_from_the_second_round_on_the_day_is_that_on_which_the_service_goes_on(
    provision: str,
) -> None:
    handed_over = {
        "KLA-09h": on("04-30", undertaking, of="A2"),
        "KLA-10": on("04-30", matched, of="K1-2"),
    }.get(provision, on("04-30", briefed, of="K1-2"))
    told = story(
        *RUNNING,
        on("03-20", left),
        on("03-20", interrupted),
        *SECOND[:3],
        SECOND[5],
        on("04-20", resumed),
        handed_over,
    )
    line(
        told,
        provision,
        {
            "04-19": "open",
            "04-20": "open due 2026-04-20",
            "04-21": "overdue due 2026-04-20",
            "04-29": "overdue",
            "04-30": "met late",
        },
        key="round-2",
    )


def test_a_service_that_had_not_begun_starts_in_the_second_round() -> None:
    told = story(*BEFORE, on("02-10", declined), on("04-20", started, despite="Kunde inte vänta."))
    line(told, "KLA-09a", {"04-20": "open due 2026-04-20", "04-21": "overdue"}, key="round-2")
    line(told, "KLA-09i", {"04-20": "breached because act without precondition"}, key="round-2")


def test_a_service_that_goes_on_without_a_new_agreement_breaks_the_second_round() -> None:
    told = story(
        *RUNNING,
        on("03-20", left),
        on("03-20", interrupted),
        on("04-20", resumed, despite="Kunde inte vänta."),
    )
    line(
        told,
        "KLA-09i",
        {"04-19": "open", "04-20": "breached because act without precondition"},
        key="round-2",
    )
    line(told, "KLA-09i", {"04-20": "met"}, key="round-1")


@pytest.mark.parametrize("provision", ["KLA-05", "KLA-06a", "KLA-12b"])
def test_a_second_round_left_undone_is_breached_in_a_completed_case(provision: str) -> None:
    happened: tuple[Told, ...] = (*RUNNING, on("03-20", left))
    if provision == "KLA-06a":
        happened = (*happened, SECOND[0])
    line(
        story(*happened, on("06-01", closed_completed)),
        provision,
        {"05-31": "open", "06-01": "breached because closed without"},
        key="round-2",
    )
    line(
        story(*happened, on("06-01", closed_moved)),
        provision,
        {"06-01": "n/a because closed before"},
        key="round-2",
    )


# ---------------------------------------------------------------- KLA-12b


def test_a_round_comes_to_agreement_and_match() -> None:
    line(
        story(*RUNNING, on("03-20", left), *SECOND),
        "KLA-12b",
        {
            "03-20": "open missing AgreementSigned, MatchRegistered",
            "04-13": "open missing AgreementSigned, MatchRegistered",
            "04-14": "open missing MatchRegistered",
            "04-15": "met by AgreementSigned, MatchRegistered",
        },
        key="round-2",
    )


def test_a_companions_round_comes_to_an_agreement() -> None:
    companion = (*RUNNING[:2], on("01-12", companion_order), *RUNNING[3:])
    line(
        story(*companion, on("03-20", left), *SECOND[:-1]),
        "KLA-12b",
        {"04-13": "open missing AgreementSigned", "04-14": "met by AgreementSigned"},
        key="round-2",
    )


def test_a_round_that_comes_to_nothing_gives_way_to_a_third() -> None:
    told = story(*RUNNING, on("03-20", left), *SECOND[:2], on("04-08", declined, of="K1-2"))
    line(told, "KLA-12b", {"04-07": "open", "04-08": "n/a because round abandoned"}, key="round-2")
    line(told, "KLA-12b", {"04-07": "absent", "04-08": "open"}, key="round-3")


def test_the_first_round_repeats_nothing() -> None:
    line(story(*RUNNING), "KLA-12b", {"12-31": "n/a because not triggered"}, key="round-1")
