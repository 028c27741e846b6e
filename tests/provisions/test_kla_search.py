"""KLA steps 5–7: an assignee is sought, investigated, recruited (r.70–86)."""

import pytest

from assessing import line, on, story
from happenings import (
    accepted,
    agreed,
    approved,
    both_satisfied,
    check_announced,
    closed_completed,
    closed_moved,
    companion_order,
    concluded,
    declined,
    exhausted,
    extract_shown,
    housing_support_order,
    interviewed,
    investigation_opened,
    match_meeting_booked,
    met,
    no_answer,
    none_found,
    offered,
    offered_by_email,
    order,
    proposed,
    recruit_opened,
    recruiting,
    registered,
    rejected,
    search,
)
from rutin.domain.act import Fact
from spec import Told

ROUND = "round-1"

STEPS: dict[str, tuple[Fact, Fact]] = {
    "KLA-05": (met, search),
    "KLA-06a": (search, offered),
    "KLA-06b": (accepted, match_meeting_booked),
}
"""By provision: what it reacts to, and what it asks for."""

PROPOSED = (on("01-02", registered), on("01-12", order), on("01-19", proposed))
INVESTIGATED = (
    on("01-20", check_announced),
    on("01-20", investigation_opened),
    on("01-26", interviewed),
    on("01-30", concluded),
    on("02-02", approved),
)
MATCHED = (on("02-03", offered), on("02-12", both_satisfied))

each_step = pytest.mark.parametrize("provision", STEPS)
for_a_proposal = pytest.mark.parametrize("provision", ["KLA-06c", "KLA-06d", "KLA-06e", "KLA-06f"])


def reaching(provision: str) -> tuple[Told, ...]:
    """What leads up to a step of the search, each a day after the other from 02-02 on."""
    chain = (met, search, offered, accepted)
    before = chain[: chain.index(STEPS[provision][0]) + 1]
    days = ("02-02", "02-03", "02-04", "02-05")
    start = (on("01-02", registered), on("01-12", order))
    return (*start, *(on(day, fact) for day, fact in zip(days, before, strict=False)))


# ---------------------------------------------------------------- KLA-05, 06a, 06b


@each_step
def test_a_step_is_open_from_the_beginning_until_it_is_taken(provision: str) -> None:
    asked_for = STEPS[provision][1]
    line(
        story(*reaching(provision), on("02-16", asked_for)),
        provision,
        {
            "01-11": f"open missing {type(asked_for).__name__}",
            "02-15": f"open missing {type(asked_for).__name__}",
            "02-16": f"met by {type(asked_for).__name__}",
        },
        key=ROUND,
    )


@each_step
def test_a_step_recorded_on_a_later_day_is_registered_late(provision: str) -> None:
    told = story(*reaching(provision), on("02-16", STEPS[provision][1], recorded="02-17"))
    line(told, provision, {"02-16": "met registered late"}, key=ROUND)


@each_step
def test_a_step_never_taken_is_breached_in_a_completed_case_if_it_was_its_turn(
    provision: str,
) -> None:
    line(
        story(*reaching(provision), on("03-02", closed_completed)),
        provision,
        {"03-01": "open", "03-02": "breached because closed without"},
        key=ROUND,
    )
    line(
        story(*reaching(provision)[:2], on("03-02", closed_completed)),
        provision,
        {"03-01": "open", "03-02": "n/a because closed before"},
        key=ROUND,
    )


@each_step
def test_a_step_never_taken_does_not_apply_in_a_case_closed_otherwise(provision: str) -> None:
    line(
        story(*reaching(provision), on("03-02", closed_moved)),
        provision,
        {"03-01": "open", "03-02": "n/a because closed before"},
        key=ROUND,
    )


def test_an_assignee_is_to_be_phoned() -> None:
    told = story(*reaching("KLA-06a"), on("02-16", offered_by_email))
    line(told, "KLA-06a", {"02-16": "open missing AssignmentOffered"}, key=ROUND)


def test_a_joint_meeting_held_was_booked() -> None:
    told = story(*reaching("KLA-06b"), on("02-16", both_satisfied))
    line(told, "KLA-06b", {"02-15": "open", "02-16": "met by MatchMeetingHeld"}, key=ROUND)


def test_an_assignee_who_declines_begins_a_new_round_of_each_step() -> None:
    told = story(*reaching("KLA-06b")[:-1], on("02-10", declined))
    for provision, before, after in (
        ("KLA-05", "met", "open missing AssigneeSearchStarted"),
        ("KLA-06a", "met", "open missing AssignmentOffered"),
        ("KLA-06b", "n/a because round abandoned", "open missing MatchMeetingBooked"),
    ):
        line(told, provision, {"02-10": before}, key="round-1")
        line(told, provision, {"02-09": "absent", "02-10": after}, key="round-2")


def test_in_a_new_round_too_a_step_is_called_for_by_the_step_before_it() -> None:
    again = (
        on("02-12", search),
        on("02-13", offered, of="K1-2"),
        on("02-14", accepted, of="K1-2"),
    )
    not_its_turn, not_taken = "n/a because closed before", "breached because closed without"
    for taken, expected in (
        (0, {"KLA-05": not_taken, "KLA-06a": not_its_turn, "KLA-06b": not_its_turn}),
        (1, {"KLA-05": "met", "KLA-06a": not_taken, "KLA-06b": not_its_turn}),
        (2, {"KLA-05": "met", "KLA-06a": "met", "KLA-06b": not_its_turn}),
        (3, {"KLA-05": "met", "KLA-06a": "met", "KLA-06b": not_taken}),
    ):
        told = story(
            *reaching("KLA-06b")[:-1],
            on("02-10", declined),
            *again[:taken],
            on("03-02", closed_completed),
        )
        for provision, stands in expected.items():
            before = "met" if stands == "met" else "open"
            line(told, provision, {"03-01": before, "03-02": stands}, key="round-2")


# ---------------------------------------------------------------- KLA-06c–f: an own proposal


@for_a_proposal
def test_without_a_proposal_nothing_is_to_be_investigated(provision: str) -> None:
    line(
        story(on("01-12", order), on("02-02", search)),
        provision,
        {"01-11": "n/a because not triggered", "02-03": "n/a because not triggered"},
        key=ROUND,
    )


@for_a_proposal
def test_from_the_proposal_on_it_stands_open(provision: str) -> None:
    line(
        story(*PROPOSED),
        provision,
        {"01-18": "n/a because not triggered", "01-19": "open", "12-31": "open"},
        key=ROUND,
    )


def test_the_investigation_is_met_by_the_decision_whatever_it_is() -> None:
    for decision in (approved, rejected):
        line(
            story(*PROPOSED, *INVESTIGATED[:-1], on("02-02", decision)),
            "KLA-06c",
            {
                "02-01": "open missing AssigneeApproved/AssigneeRejected",
                "02-02": f"met by {type(decision).__name__}",
                "02-03": "met",
            },
            key=ROUND,
        )


def test_interview_investigation_and_decision_are_all_to_be_there() -> None:
    line(
        story(*PROPOSED, *INVESTIGATED),
        "KLA-06d",
        {
            "01-19": "open missing InterviewHeld, InvestigationConcluded, "
            "AssigneeApproved/AssigneeRejected",
            "01-26": "open missing InvestigationConcluded, AssigneeApproved/AssigneeRejected",
            "01-30": "open missing AssigneeApproved/AssigneeRejected",
            "02-01": "open missing AssigneeApproved/AssigneeRejected",
            "02-02": "met by InterviewHeld, InvestigationConcluded, AssigneeApproved",
        },
        key=ROUND,
    )


def test_the_investigation_is_documented_from_its_opening_to_its_decision() -> None:
    line(
        story(*PROPOSED, *INVESTIGATED),
        "KLA-06f",
        {
            "01-19": "open missing InvestigationOpened, InvestigationConcluded, "
            "AssigneeApproved/AssigneeRejected",
            "01-20": "open missing InvestigationConcluded, AssigneeApproved/AssigneeRejected",
            "02-02": "met by InvestigationOpened, InvestigationConcluded, AssigneeApproved",
        },
        key=ROUND,
    )


def test_both_registers_are_announced_together_or_one_by_one() -> None:
    line(
        story(*PROPOSED, on("01-20", check_announced)),
        "KLA-06e",
        {"01-19": "open missing RegisterCheckAnnounced", "01-20": "met by RegisterCheckAnnounced"},
        key=ROUND,
    )
    line(
        story(
            *PROPOSED,
            on("01-20", check_announced.but(registers=("social_services",))),
            on("01-22", check_announced.but(registers=("criminal_records",))),
        ),
        "KLA-06e",
        {"01-20": "open", "01-21": "open", "01-22": "met"},
        key=ROUND,
    )


def test_an_extract_shown_before_it_was_announced_breaks_the_order() -> None:
    for early in (
        (on("01-20", extract_shown), on("01-21", check_announced)),
        (on("01-20", extract_shown), on("01-20", check_announced)),
    ):
        line(
            story(*PROPOSED, *early),
            "KLA-06e",
            {
                "01-19": "open",
                "01-20": "breached because wrong order by RegisterExtractShown",
                "01-22": "breached because wrong order",
            },
            key=ROUND,
        )


def test_an_extract_shown_after_the_announcement_of_the_same_day_keeps_the_order() -> None:
    told = story(*PROPOSED, on("01-20", check_announced), on("01-20", extract_shown))
    line(told, "KLA-06e", {"01-20": "met"}, key=ROUND)


def test_an_announcement_recorded_late_came_before_the_extract_all_the_same() -> None:
    told = story(
        *PROPOSED, on("01-21", extract_shown), on("01-20", check_announced, recorded="01-25")
    )
    line(
        told, "KLA-06e", {"01-20": "met registered late", "01-21": "met registered late"}, key=ROUND
    )


def test_an_extract_shown_for_something_else_before_the_proposal_breaks_nothing() -> None:
    told = story(
        on("01-02", registered), on("01-12", order), on("01-15", extract_shown), *PROPOSED[2:]
    )
    line(told, "KLA-06e", {"01-19": "open missing RegisterCheckAnnounced"}, key=ROUND)


def test_an_extract_of_one_proposed_is_not_announced_by_word_to_another() -> None:
    told = story(
        *PROPOSED,
        on("01-02", registered, of="A2"),
        on("01-19", proposed.but(assignee="A2")),
        on("01-20", check_announced),
        on("01-22", extract_shown, of="A2"),
    )
    line(
        told,
        "KLA-06e",
        {"01-20": "met", "01-22": "breached because wrong order by RegisterExtractShown"},
        key=ROUND,
    )


@pytest.mark.parametrize("provision", ["KLA-06c", "KLA-06d", "KLA-06f"])
def test_an_agreement_before_the_investigation_is_done_breaks_it(provision: str) -> None:
    line(
        story(
            *PROPOSED,
            *MATCHED,
            on("02-16", agreed, despite="Brukaren kunde inte vänta."),
            *(on("02-20", each.fact) for each in INVESTIGATED),
        ),
        provision,
        {
            "02-15": "open",
            "02-16": "breached because act without precondition by AgreementSigned",
            "02-20": "breached because act without precondition",
        },
        key=ROUND,
    )


def test_an_agreement_after_approval_without_an_interview_breaks_the_record_alone() -> None:
    told = story(
        *PROPOSED,
        on("01-20", check_announced),
        *INVESTIGATED[1:2],
        *INVESTIGATED[3:],
        *MATCHED,
        on("02-16", agreed),
    )
    line(told, "KLA-06c", {"02-16": "met"}, key=ROUND)
    line(told, "KLA-06f", {"02-16": "met"}, key=ROUND)
    line(
        told,
        "KLA-06d",
        {
            "02-15": "open missing InterviewHeld",
            "02-16": "breached because act without precondition missing InterviewHeld",
        },
        key=ROUND,
    )


def test_an_agreement_with_one_proposed_is_not_mended_by_the_approval_of_another() -> None:
    told = story(
        on("01-02", registered),
        on("01-02", registered, of="A2"),
        on("01-12", order),
        on("01-19", proposed.but(assignee="A2")),
        on("01-19", proposed),
        *(on("01-30", each.fact, of="A2") for each in INVESTIGATED),
        *MATCHED,
        on("02-16", agreed, despite="Brukaren kunde inte vänta."),
    )
    line(
        told,
        "KLA-06c",
        {"02-15": "met", "02-16": "breached because act without precondition"},
        key=ROUND,
    )


@for_a_proposal
def test_an_agreement_with_someone_else_breaks_nothing_about_the_one_proposed(
    provision: str,
) -> None:
    told = story(
        *PROPOSED,
        on("01-02", registered, of="A2"),
        on("02-03", offered.but(assignee="A2")),
        on("02-12", both_satisfied),
        on("02-16", agreed),
        on("03-02", closed_completed),
    )
    line(told, provision, {"02-16": "open", "03-02": "n/a because closed before"}, key=ROUND)


@for_a_proposal
def test_whoever_had_been_approved_before_needs_no_new_investigation(provision: str) -> None:
    told = story(
        on("01-02", registered),
        on("01-12", order),
        *(on("01-15", each.fact) for each in INVESTIGATED),
        on("01-19", proposed),
    )
    line(told, provision, {"01-18": "n/a because not triggered", "01-19": "met"}, key=ROUND)


@for_a_proposal
def test_whoever_had_been_rejected_before_needs_a_new_investigation(provision: str) -> None:
    told = story(
        on("01-02", registered),
        on("01-12", order),
        *(on("01-15", each.fact) for each in INVESTIGATED[:-1]),
        on("01-16", rejected),
        on("01-19", proposed),
    )
    line(told, provision, {"01-18": "n/a because not triggered", "01-19": "open"}, key=ROUND)


def test_a_decision_recorded_late_is_registered_late() -> None:
    told = story(*PROPOSED, on("02-02", approved, recorded="02-03"))
    line(told, "KLA-06c", {"02-02": "met registered late"}, key=ROUND)


@for_a_proposal
def test_in_a_case_closed_before_the_investigation_it_does_not_apply(provision: str) -> None:
    for closing in (closed_completed, closed_moved):
        line(
            story(*PROPOSED, on("02-10", closing)),
            provision,
            {"02-09": "open", "02-10": "n/a because closed before"},
            key=ROUND,
        )


@for_a_proposal
def test_what_was_never_triggered_is_closed_before_when_the_case_closes(provision: str) -> None:
    told = story(on("01-12", order), on("02-10", closed_completed))
    line(
        told,
        provision,
        {"02-09": "n/a because not triggered", "02-10": "n/a because closed before"},
        key=ROUND,
    )


@for_a_proposal
def test_an_abandoned_round_leaves_what_was_met_and_lifts_the_rest(provision: str) -> None:
    whole = story(*PROPOSED, *INVESTIGATED[:-1], on("02-02", rejected))
    line(whole, provision, {"02-02": "met", "02-03": "met"}, key="round-1")
    line(whole, provision, {"02-01": "absent", "02-02": "n/a because not triggered"}, key="round-2")
    if provision != "KLA-06c":  # the decision itself is what it asks for
        part = story(*PROPOSED, on("02-02", rejected))
        line(
            part,
            provision,
            {"02-01": "open", "02-02": "n/a because round abandoned"},
            key="round-1",
        )


# ---------------------------------------------------------------- KLA-07a, 07b: recruitment


def test_when_no_one_suits_someone_is_recruited() -> None:
    line(
        story(on("01-12", order), on("02-03", none_found), on("02-09", recruiting)),
        "KLA-07a",
        {
            "02-02": "n/a because not triggered",
            "02-03": "open missing RecruitmentStarted",
            "02-08": "open",
            "02-09": "met by RecruitmentStarted",
        },
        key=ROUND,
    )


def test_recruitment_recorded_late_is_registered_late() -> None:
    told = story(
        on("01-12", order), on("02-03", none_found), on("02-09", recruiting, recorded="02-10")
    )
    line(told, "KLA-07a", {"02-09": "met registered late"}, key=ROUND)


def test_recruitment_that_never_began_is_breached_in_a_completed_case_only() -> None:
    happened = (on("01-12", order), on("02-03", none_found))
    line(
        story(*happened, on("03-02", closed_completed)),
        "KLA-07a",
        {"03-01": "open", "03-02": "breached because closed without missing RecruitmentStarted"},
        key=ROUND,
    )
    line(
        story(*happened, on("03-02", closed_moved)),
        "KLA-07a",
        {"03-02": "n/a because closed before"},
        key=ROUND,
    )


RECRUITED = (
    on("01-02", registered.but(came_by="recruitment")),
    on("01-12", order),
    on("02-03", none_found),
    on("02-04", recruiting),
    on("02-05", recruit_opened),
)


def test_a_recruit_is_investigated_from_interview_to_decision() -> None:
    for decision in (approved, rejected):
        line(
            story(
                *RECRUITED, on("02-10", interviewed), on("02-17", concluded), on("02-18", decision)
            ),
            "KLA-07b",
            {
                "02-03": "n/a because not triggered",
                "02-04": "open missing InvestigationOpened, InterviewHeld, InvestigationConcluded, "
                "AssigneeApproved/AssigneeRejected",
                "02-05": "open missing InterviewHeld, InvestigationConcluded, "
                "AssigneeApproved/AssigneeRejected",
                "02-17": "open missing AssigneeApproved/AssigneeRejected",
                "02-18": "met",
            },
            key=ROUND,
        )


def test_a_recruit_rejected_begins_no_new_round() -> None:
    told = story(
        *RECRUITED, on("02-10", interviewed), on("02-17", concluded), on("02-18", rejected)
    )
    line(told, "KLA-07b", {"02-18": "absent"}, key="round-2")
    line(told, "KLA-05", {"02-18": "open"}, key="round-1")


def test_the_investigation_of_the_one_proposed_is_not_that_of_a_recruit() -> None:
    told = story(
        on("01-02", registered),
        on("01-12", order),
        on("01-19", proposed),
        on("02-04", recruiting),
        *(on("02-10", each.fact) for each in INVESTIGATED),
    )
    line(told, "KLA-06d", {"02-10": "met"}, key=ROUND)
    line(told, "KLA-07b", {"02-09": "open", "02-10": "open"}, key=ROUND)


def test_a_recruit_beside_the_one_proposed_is_investigated_in_their_own_right() -> None:
    told = story(
        on("01-02", registered),
        on("01-02", registered.but(came_by="recruitment"), of="A2"),
        on("01-12", order),
        on("01-19", proposed),
        on("02-04", recruiting),
        on("02-05", recruit_opened, of="A2"),
        *(on("02-18", each, of="A2") for each in (interviewed, concluded, approved)),
    )
    line(told, "KLA-07b", {"02-17": "open", "02-18": "met"}, key=ROUND)
    line(told, "KLA-06c", {"02-18": "open"}, key=ROUND)


def test_an_agreement_with_a_recruit_not_approved_breaks_it() -> None:
    line(
        story(
            *RECRUITED,
            on("02-06", offered),
            on("02-12", both_satisfied),
            on("02-16", agreed, despite="Bråttom."),
            on("02-18", approved),
        ),
        "KLA-07b",
        {
            "02-15": "open",
            "02-16": "breached because act without precondition by AgreementSigned",
            "02-18": "breached because act without precondition",
        },
        key=ROUND,
    )


def test_a_recruit_never_wholly_investigated_is_breached_in_a_completed_case_only() -> None:
    line(
        story(*RECRUITED, on("03-02", closed_completed)),
        "KLA-07b",
        {"03-01": "open", "03-02": "breached because closed without"},
        key=ROUND,
    )
    line(
        story(*RECRUITED, on("03-02", closed_moved)),
        "KLA-07b",
        {"03-02": "n/a because closed before"},
        key=ROUND,
    )


# ---------------------------------------------------------------- where they apply


@pytest.mark.parametrize("provision", ["KLA-06c", "KLA-06d", "KLA-06e", "KLA-06f", "KLA-07b"])
def test_the_register_is_for_contact_persons_alone(provision: str) -> None:
    told = story(
        on("01-02", registered),
        on("01-12", companion_order),
        on("02-04", recruiting),
        on("02-05", recruit_opened),
    )
    line(told, provision, dict.fromkeys(("01-11", "02-05"), "n/a because not this intervention"))


@pytest.mark.parametrize("provision", [*STEPS, "KLA-07a"])
def test_searching_and_recruiting_are_for_companions_too_but_not_for_housing_support(
    provision: str,
) -> None:
    line(
        story(on("01-12", companion_order), on("02-03", none_found)),
        provision,
        {"02-03": "open"},
        key=ROUND,
    )
    line(
        story(on("01-12", housing_support_order)),
        provision,
        {"01-12": "n/a because not this intervention"},
    )


@pytest.mark.parametrize(
    "provision", [*STEPS, "KLA-06c", "KLA-06d", "KLA-06e", "KLA-06f", "KLA-07a", "KLA-07b"]
)
def test_in_a_case_closed_without_any_contact_that_is_the_reason(provision: str) -> None:
    told = story(
        on("01-12", order),
        on("01-13", no_answer),
        on("02-02", exhausted, despite="Hann inte mer."),
        on("02-10", closed_completed),
    )
    line(told, provision, {"02-10": "n/a because no contact"}, key=ROUND)
