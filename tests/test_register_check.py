"""The register check of those who work with children, across the change of law (LAW-17)."""

from datetime import date

import pytest

from examples import (
    K,
    agreement_signed,
    assignee_registered,
    assignment_offered,
    both_satisfied,
    extract_shown,
    order_for_a_child,
    own_proposal_received,
    relationship_ended,
)
from rutin.domain.act import Fact
from rutin.domain.assignee import (
    AssigneeApproved,
    AssigneeRejected,
    InterviewHeld,
    InvestigationConcluded,
    InvestigationOpened,
    Register,
    RegisterCheckAnnounced,
    RegisterExtractShown,
)
from rutin.domain.case import (
    ClientMeetingHeld,
    NoSuitableAssigneeFound,
    RecruitmentStarted,
)
from rutin.domain.routines.register_check import child_check_law, missing_extracts
from spec import Told, given, to_record, told

CRIMINAL: tuple[Register, ...] = ("criminal_records",)
BOTH: tuple[Register, ...] = ("criminal_records", "suspects")


def shown(
    issued_on: date, registers: tuple[Register, ...] = BOTH, on: date | None = None
) -> RegisterExtractShown:
    return extract_shown.but(issued_on=issued_on, occurred_on=on or issued_on, registers=registers)


def signed(on: date) -> Fact:
    return agreement_signed.but(occurred_on=on, agreement_type="employment")


# A companion for a child: neither proposal nor approval comes into it.
CHILD = (
    order_for_a_child.but(intervention="companion", decision_date=date(2024, 1, 8)).but(
        occurred_on=date(2024, 1, 12)
    ),
    assignee_registered.but(occurred_on=date(2024, 1, 2)),
    assignment_offered.but(occurred_on=date(2024, 2, 3)),
    both_satisfied.but(occurred_on=date(2024, 2, 12)),
)


# ---------------------------------------------------------------- which law


@pytest.mark.parametrize(
    ("day", "registers", "months"),
    [
        (date(2010, 1, 1), CRIMINAL, 12),
        (date(2026, 2, 28), CRIMINAL, 12),
        (date(2026, 3, 1), BOTH, 6),
        (date(2030, 1, 1), BOTH, 6),
    ],
)
def test_the_day_of_the_agreement_decides_which_law_governs(
    day: date, registers: tuple[Register, ...], months: int
) -> None:
    law = child_check_law(day)
    assert (law.registers, law.months) == (registers, months)


# ---------------------------------------------------------------- how old, to the day


@pytest.mark.parametrize(
    ("agreement_on", "extract", "lacking"),
    [
        (date(2026, 2, 20), shown(date(2025, 2, 20), CRIMINAL), False),
        (date(2026, 2, 20), shown(date(2025, 2, 19), CRIMINAL), True),
        (date(2026, 2, 28), shown(date(2025, 2, 28), CRIMINAL), False),
        (date(2026, 2, 28), shown(date(2025, 2, 27), CRIMINAL), True),
        (date(2026, 2, 28), shown(date(2025, 9, 10), ("suspects",)), True),
        (date(2026, 3, 1), shown(date(2025, 9, 1)), False),
        (date(2026, 3, 1), shown(date(2025, 8, 31)), True),
        (date(2026, 3, 1), shown(date(2026, 2, 28), CRIMINAL), True),
        (date(2026, 8, 31), shown(date(2026, 2, 28)), False),
        (date(2026, 8, 31), shown(date(2026, 2, 27)), True),
        (date(2026, 3, 20), shown(date(2026, 3, 20)), False),
        (date(2026, 3, 20), shown(date(2026, 3, 1), on=date(2026, 3, 21)), True),
        (date(2026, 3, 20), shown(date(2026, 3, 1)).but(check="work_in_homes"), True),
        (date(2026, 3, 20), shown(date(2026, 3, 1), ("social_services",)), True),
    ],
    ids=[
        "a year old",
        "a year and a day",
        "a year old, last day of the old law",
        "a year and a day, last day of the old law",
        "the wrong register under the old law",
        "six months old, first day of the new law",
        "six months and a day, first day of the new law",
        "the suspects are missing on the first day of the new law",
        "six months back from 31 August is 28 February",
        "a day before that",
        "issued and shown that day",
        "shown the day after",
        "shown for work in homes",
        "another register",
    ],
)
def test_an_agreement_for_a_child_needs_an_extract_young_enough(
    agreement_on: date, extract: RegisterExtractShown, lacking: bool
) -> None:
    agreement = signed(agreement_on)
    when = given(*CHILD, extract).when(to_record(agreement))
    if lacking:
        when.then_refused("LAW-17")
    else:
        when.then(agreement)


def test_no_extract_at_all_is_refused_under_both_laws() -> None:
    given(*CHILD).when(to_record(signed(date(2026, 2, 28)))).then_refused(
        "LAW-17", saying="utdrag ur belastningsregistret, utfärdat tidigast 2025-02-28"
    )
    given(*CHILD).when(to_record(signed(date(2026, 3, 1)))).then_refused(
        "LAW-17", saying="belastningsregistret och misstankeregistret, utfärdat tidigast 2025-09-01"
    )


def test_an_agreement_dated_before_its_own_offer_is_checked_too() -> None:
    offered_later = assignment_offered.but(occurred_on=date(2024, 3, 4))
    given(*CHILD[:2], offered_later, CHILD[3]).when(
        to_record(signed(date(2024, 2, 20)))
    ).then_refused("LAW-17")


def test_each_register_may_be_shown_on_its_own_day() -> None:
    one = shown(date(2026, 2, 10), CRIMINAL)
    other = shown(date(2026, 3, 5), ("suspects",))
    agreement = signed(date(2026, 3, 20))
    given(*CHILD, one, other).when(to_record(agreement)).then(agreement)
    assert missing_extracts((one,), date(2026, 3, 20)) == ("suspects",)
    assert missing_extracts((other,), date(2026, 3, 20)) == CRIMINAL
    assert missing_extracts((one, other), date(2026, 3, 20)) == ()
    assert missing_extracts((one, other), date(2026, 3, 4)) == ("suspects",)


def test_an_old_extract_does_no_harm_beside_a_new_one() -> None:
    agreement = signed(date(2026, 3, 20))
    given(*CHILD, shown(date(2024, 3, 1)), shown(date(2026, 3, 2))).when(to_record(agreement)).then(
        agreement
    )


# ---------------------------------------------------------------- who is a child


@pytest.mark.parametrize(
    ("born_on", "lacking"),
    [
        (date(2008, 3, 21), True),
        (date(2008, 3, 20), False),
        (date(2008, 3, 19), False),
        (date(1980, 12, 27), False),
        (None, False),
    ],
    ids=["18 tomorrow", "18 that day", "18 yesterday", "an adult", "unknown"],
)
def test_a_client_is_a_child_until_the_day_they_turn_eighteen(
    born_on: date | None, lacking: bool
) -> None:
    agreement = signed(date(2026, 3, 20))
    when = given(CHILD[0].but(client_born_on=born_on), *CHILD[1:]).when(to_record(agreement))
    if lacking:
        when.then_refused("LAW-17")
    else:
        when.then(agreement)


@pytest.mark.parametrize("intervention", ["contact_person", "companion", "relief"])
def test_every_intervention_for_a_child_needs_the_extract(intervention: str) -> None:
    given(CHILD[0].but(intervention=intervention), *CHILD[1:]).when(
        to_record(signed(date(2026, 3, 20)))
    ).then_refused("LAW-17")


# ---------------------------------------------------------------- engaged again


def engaged_before(ended_on: date, *extracts: Fact) -> tuple[Fact | Told, ...]:
    """Engage the same person for the same child in 2024, and let it end."""
    return (
        *CHILD[:3],
        *extracts,
        CHILD[3],
        signed(date(2024, 2, 20)),
        relationship_ended.but(occurred_on=ended_on),
        told(assignment_offered.but(occurred_on=date(2025, 12, 1)), of="K1-2"),
        told(both_satisfied.but(occurred_on=date(2025, 12, 8)), of="K1-2"),
    )


CHECKED_IN_2024 = shown(date(2024, 1, 15), CRIMINAL)
AGAIN = to_record(signed(date(2026, 2, 20)), of="K1-2")


@pytest.mark.parametrize("ended_on", [date(2025, 2, 21), date(2026, 2, 20), date(2026, 6, 30)])
def test_who_was_checked_and_engaged_less_than_a_year_ago_is_not_checked_again(
    ended_on: date,
) -> None:
    given(*engaged_before(ended_on, CHECKED_IN_2024)).when(AGAIN).then(signed(date(2026, 2, 20)))


@pytest.mark.parametrize(
    "facts",
    [
        engaged_before(date(2025, 2, 20), CHECKED_IN_2024),
        engaged_before(date(2024, 6, 30), CHECKED_IN_2024),
        engaged_before(date(2025, 11, 30)),
        engaged_before(date(2025, 11, 30), shown(date(2023, 1, 1), CRIMINAL)),
        engaged_before(date(2025, 11, 30), shown(date(2024, 1, 15), CRIMINAL, on=date(2024, 6, 1))),
        (*CHILD[:3], CHECKED_IN_2024, *engaged_before(date(2025, 11, 30))[-3:]),
    ],
    ids=[
        "a year ago",
        "longer ago",
        "never checked",
        "checked too early",
        "checked too late",
        "never engaged",
    ],
)
def test_who_was_not_engaged_with_a_check_within_the_year_is_checked_again(
    facts: tuple[Fact | Told, ...],
) -> None:
    given(*facts).when(AGAIN).then_refused("LAW-17")


@pytest.mark.parametrize(("ended_on", "engaged"), [(21, True), (20, False)])
def test_an_engagement_with_another_child_counts_as_well(ended_on: int, engaged: bool) -> None:
    anothers = order_for_a_child.but(order_no="B0", client="P0", client_born_on=date(2013, 6, 1))
    facts = (
        told(anothers.but(occurred_on=date(2024, 1, 12), decision_date=date(2024, 1, 8)), of="K0"),
        *CHILD[:2],
        CHECKED_IN_2024,
        told(assignment_offered.but(occurred_on=date(2024, 2, 1), case="K0"), of="K0-1"),
        told(both_satisfied.but(occurred_on=date(2024, 2, 12)), of="K0-1"),
        told(signed(date(2024, 2, 20)), of="K0-1"),
        told(relationship_ended.but(occurred_on=date(2025, 2, ended_on)), of="K0-1"),
        assignment_offered.but(occurred_on=date(2025, 12, 1)),
        both_satisfied.but(occurred_on=date(2025, 12, 8)),
    )
    attempted = given(*facts).when(to_record(signed(date(2026, 2, 20))))
    if engaged:
        attempted.then(signed(date(2026, 2, 20)))
    else:
        attempted.then_refused("LAW-17")


def test_another_assignees_engagement_does_not_count() -> None:
    other = told(assignee_registered.but(occurred_on=date(2024, 1, 2)), of="A2")
    offered = told(assignment_offered.but(occurred_on=date(2025, 12, 1), assignee="A2"), of="K1-3")
    met = told(both_satisfied.but(occurred_on=date(2025, 12, 8)), of="K1-3")
    checked = told(CHECKED_IN_2024, of="A2")
    given(
        *engaged_before(date(2025, 11, 30), CHECKED_IN_2024)[:-2], other, checked, offered, met
    ).when(to_record(signed(date(2026, 2, 20)), of="K1-3")).then_refused("LAW-17")


# ---------------------------------------------------------------- G4 of the golden scenarios


def day(month: int, day_of_month: int) -> date:
    return date(2026, month, day_of_month)


G4_PROPOSAL: tuple[Fact | Told, ...] = (
    order_for_a_child,
    ClientMeetingHeld(occurred_on=day(1, 16), participants=("client", "guardian")),
    assignee_registered.but(occurred_on=day(1, 19)),
    own_proposal_received.but(occurred_on=day(1, 19)),
    RegisterCheckAnnounced(occurred_on=day(1, 20), registers=CRIMINAL),
    InvestigationOpened(occurred_on=day(1, 20), reason="own_proposal", case=K),
    assignment_offered.but(occurred_on=day(1, 20)),
    InterviewHeld(occurred_on=day(1, 26)),
)
G4_RECRUITED: tuple[Fact | Told, ...] = (
    *G4_PROPOSAL,
    InvestigationConcluded(occurred_on=day(1, 30), proposal="reject"),
    AssigneeRejected(occurred_on=day(2, 2), reason="Inte lämplig för uppdraget"),
    NoSuitableAssigneeFound(occurred_on=day(2, 3)),
    RecruitmentStarted(occurred_on=day(2, 4)),
    told(assignee_registered.but(occurred_on=day(2, 5), came_by="recruitment"), of="N"),
    told(InvestigationOpened(occurred_on=day(2, 5), reason="recruitment", case=K), of="N"),
    told(InterviewHeld(occurred_on=day(2, 10)), of="N"),
    told(shown(date(2025, 9, 10), CRIMINAL, on=day(2, 12)), of="N"),
    told(InvestigationConcluded(occurred_on=day(2, 17), proposal="approve"), of="N"),
    told(AssigneeApproved(occurred_on=day(2, 18)), of="N"),
    told(assignment_offered.but(occurred_on=day(2, 18), assignee="N"), of="K1-N"),
    told(both_satisfied.but(occurred_on=day(2, 19)), of="K1-N"),
)


def test_g4_the_agreement_attempted_with_the_proposed_person_lacks_everything() -> None:
    given(*G4_PROPOSAL).when(to_record(signed(day(1, 27)))).then_refused(
        "KLA-06c", "KLA-08a", "KLA-08b", "LAW-17"
    )


def test_g4_the_rejected_person_is_never_engaged() -> None:
    given(*G4_RECRUITED).when(to_record(signed(day(2, 20)))).then_refused(
        "KLA-06c", "KLA-08a", "KLA-08b", "LAW-17"
    )


@pytest.mark.parametrize("on", [day(2, 20), day(2, 28)])
def test_g4_the_agreement_with_the_recruit_is_lawful_until_the_law_changes(on: date) -> None:
    given(*G4_RECRUITED).when(to_record(signed(on), of="K1-N")).then(signed(on))


@pytest.mark.parametrize(
    ("on", "saying"),
    [
        (day(3, 1), "utdrag ur misstankeregistret, utfärdat tidigast 2025-09-01"),
        (day(3, 10), "utdrag ur misstankeregistret, utfärdat tidigast 2025-09-10"),
        (
            day(3, 11),
            "belastningsregistret och misstankeregistret, utfärdat tidigast 2025-09-11",
        ),
        (
            day(3, 20),
            "belastningsregistret och misstankeregistret, utfärdat tidigast 2025-09-20",
        ),
    ],
)
def test_g4_the_same_agreement_after_the_law_changed_is_refused(on: date, saying: str) -> None:
    given(*G4_RECRUITED).when(to_record(signed(on), of="K1-N")).then_refused(
        "LAW-17", saying=saying
    )


def test_g4_no_event_holds_what_an_extract_says() -> None:
    assert set(RegisterExtractShown.model_fields) == {
        "type",
        "occurred_on",
        "occurred_at",
        "registers",
        "issued_on",
        "seen_by",
        "check",
    }
