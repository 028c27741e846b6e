"""Candidates: who could take a case, ranked, each with what speaks for and against."""

from collections import Counter
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from asking import asked
from assessing import on, story
from examples import (
    ADAM,
    STINA,
    assignee_approved,
    departure_announced,
    support_person_appointed,
)
from happenings import (
    ANY_DAY,
    agreed,
    both_satisfied,
    companion_order,
    declined,
    extract_shown,
    housing_support_order,
    left,
    match_ended,
    offered,
    order,
    profile,
    profile_declined,
    proposed,
    recruit_opened,
    recruiting,
    registered,
    rejected,
    renewed,
    undertaking,
)
from histories.disorder import history_of
from rutin.domain.assignee import (
    AbsenceRecorded,
    AssigneeEnded,
    AvailabilityChanged,
    FactCorrected,
    InvestigationOpened,
)
from rutin.domain.intervention import Extent
from rutin.domain.refusal import Forbidden, Impossible
from rutin.domain.routines.definition import ASSIGNED
from rutin.domain.routines.preconditions import Judged, violations
from rutin.domain.values import Hours
from rutin.projections.candidates import Candidate, Candidates
from spec import Told, event_id

DAY = "06-01"
"""The day that is asked about, unless a test says otherwise."""

COMPANION = on("01-12", companion_order)
CONTACT_PERSON = on("01-12", order)
REGISTERED = on("01-02", registered)
CHILD = on("01-12", companion_order.but(client_born_on=date(2015, 6, 1)))

available = AvailabilityChanged(occurred_on=ANY_DAY)
wished = profile.but(
    languages=("finska",), area="Hallunda eller Fittja", times="Kvällar och helger"
)
homes = extract_shown.but(check="work_in_homes")
away = AbsenceRecorded(occurred_on=ANY_DAY, from_date=date(2026, 6, 1), to_date=date(2026, 6, 30))


def candidates(*happened: Told, on: str = DAY, **asking: Any) -> tuple[Candidate, ...]:
    return asked(Candidates(case="K1", **asking), story(*happened), on=on)


def candidate(*happened: Told, on: str = DAY) -> Candidate:
    (found,) = candidates(REGISTERED, *happened, on=on)
    return found


def can(**what: Any) -> Told:
    return on("01-12", available.but(**what))


# ---------------------------------------------------------------- who is a candidate


def test_whoever_can_take_the_intervention_is_a_candidate_and_no_one_else() -> None:
    others = registered.but(person="P8", interventions=("contact_person",))
    assert [
        each.assignee for each in candidates(COMPANION, REGISTERED, on("01-02", others, of="A2"))
    ] == ["A1"]


def test_whoever_has_ended_is_never_a_candidate() -> None:
    over = on("06-01", AssigneeEnded(occurred_on=ANY_DAY, scope="person"))
    assert candidates(COMPANION, REGISTERED, over, on="06-01") == ()
    assert len(candidates(COMPANION, REGISTERED, over, on="05-31")) == 1
    one_match = on("06-01", match_ended)
    assert len(candidates(COMPANION, REGISTERED, one_match, on="06-02")) == 1


def test_there_are_no_candidates_for_a_case_without_an_order() -> None:
    with pytest.raises(Impossible) as refusal:
        candidates(REGISTERED)
    assert [(each.code, each.field) for each in refusal.value.problems] == [
        ("unknown_reference", "case")
    ]


def test_nothing_is_told_of_what_anyone_is() -> None:
    assert [each.name for each in fields(Candidate)] == [
        "place",
        "assignee",
        "fits",
        "for_",
        "against",
        "to_ask",
        "assignments",
    ]


def test_support_persons_do_not_see_the_register() -> None:
    with pytest.raises(Forbidden):
        asked(Candidates(case="K1"), story(COMPANION, REGISTERED), on=DAY, by=STINA)


# ---------------------------------------------------------------- the profile


def test_without_a_profile_it_is_ranked_by_the_order_alone_and_says_so() -> None:
    found = candidate(COMPANION, can(hours_per_month=Hours(30), languages=("finska",)))
    assert "Det finns ingen kravprofil: rangordnat efter beställningen" in found.to_ask
    assert found.for_ == ("Har 30 lediga timmar i månaden, beställningen är på 20",)
    refused = candidate(COMPANION, on("01-20", wished), on("01-21", profile_declined))
    assert (
        "Brukaren ville inte ha någon kravprofil: rangordnat efter beställningen" in refused.to_ask
    )


def test_a_language_in_common_speaks_for_whatever_the_capitals() -> None:
    found = candidate(COMPANION, on("01-20", wished), can(languages=("Svenska", "FINSKA")))
    assert found.for_ == ("Talar finska",)


def test_none_in_common_speaks_against_and_where_none_is_told_it_is_to_be_asked() -> None:
    other = candidate(COMPANION, on("01-20", wished), can(languages=("svenska",)))
    assert other.against == ("Talar inte finska, enligt registret",)
    unknown = candidate(COMPANION, on("01-20", wished))
    assert unknown.against == ()
    assert "Språk: önskat finska, i registret står inget" in unknown.to_ask


def test_letters_written_in_two_ways_are_the_same_word() -> None:
    found = candidate(
        COMPANION, on("01-20", wished.but(area="Åkersberga")), can(area="A\u030akersberga")
    )
    assert found.for_ == ("Områden i gemensamt: Åkersberga",)


def test_areas_and_times_are_compared_by_the_words_in_common() -> None:
    found = candidate(
        COMPANION, on("01-20", wished), can(area="fittja, Norsborg", times="vardagar och helger")
    )
    assert found.for_ == ("Områden i gemensamt: Fittja", "Tider i gemensamt: helger")


def test_no_word_in_common_is_to_be_asked_and_speaks_not_against() -> None:
    found = candidate(
        COMPANION, on("01-20", wished), can(area="Tumba eller Uttran", languages=("finska",))
    )
    assert found.against == ()
    assert (
        "Fråga om område: önskat Hallunda eller Fittja, i registret står Tumba eller Uttran"
        in found.to_ask
    )
    assert "Fråga om tider: önskat Kvällar och helger, i registret står inget" in found.to_ask


def test_wishes_and_interests_are_told_to_be_asked_about() -> None:
    found = candidate(COMPANION, on("01-20", wished.but(interests=("bio", "fotboll"))))
    assert "Brukarens önskemål: Någon som gillar bio" in found.to_ask
    assert "Brukarens intressen: bio, fotboll" in found.to_ask


def test_the_latest_profile_counts() -> None:
    found = candidate(
        COMPANION,
        on("01-20", profile_declined),
        on("02-02", wished),
        can(languages=("finska",)),
    )
    assert found.for_ == ("Talar finska",)


# ---------------------------------------------------------------- the order


@pytest.mark.parametrize(
    ("free", "said"),
    [
        ("19.99", "against: Har 19.99 lediga timmar i månaden, beställningen är på 20"),
        ("20", "for: Har 20 lediga timmar i månaden, beställningen är på 20"),
    ],
)
def test_free_hours_are_set_against_what_is_granted(free: str, said: str) -> None:
    found = candidate(COMPANION, can(hours_per_month=Hours(free)))
    told = [f"for: {each}" for each in found.for_] + [f"against: {each}" for each in found.against]
    assert told == [said]


def test_free_hours_that_are_not_known_are_to_be_asked() -> None:
    found = candidate(COMPANION, can(occasions_per_month=4))
    assert "Fråga om lediga timmar i månaden: beställningen är på 20" in found.to_ask


def test_occasions_are_compared_when_occasions_are_granted() -> None:
    twice = on("01-12", order.but(extent=Extent(occasions_per_month=2)))
    assert candidate(twice, can(occasions_per_month=2)).for_ == (
        "Har 2 lediga tillfällen i månaden, beställningen är på 2",
    )
    assert candidate(twice, can(occasions_per_month=0)).against == (
        "Har 0 lediga tillfällen i månaden, beställningen är på 2",
    )


def test_the_latest_order_says_how_much() -> None:
    more = on("05-04", renewed.but(extent=Extent(hours_per_month=Hours(40))))
    found = candidate(COMPANION, more, can(hours_per_month=Hours(30)))
    assert found.against == ("Har 30 lediga timmar i månaden, beställningen är på 40",)


# ---------------------------------------------------------------- absence and papers


@pytest.mark.parametrize(
    ("asked_on", "against", "to_ask"),
    [
        ("05-31", (), ("Blir borta från 2026-06-01 till och med 2026-06-30",)),
        ("06-01", ("Borta sedan 2026-06-01 till och med 2026-06-30",), ()),
        ("06-30", ("Borta sedan 2026-06-01 till och med 2026-06-30",), ()),
        ("07-01", (), ()),
    ],
)
def test_an_absence_speaks_against_on_the_days_it_covers(
    asked_on: str, against: tuple[str, ...], to_ask: tuple[str, ...]
) -> None:
    found = candidate(COMPANION, on("01-12", away), on=asked_on)
    assert found.against == against
    assert tuple(each for each in found.to_ask if "borta" in each) == to_ask
    assert found.fits, "no provision forbids an agreement with someone who is away"


def test_an_earlier_absence_counts_though_a_later_one_has_been_told() -> None:
    later = away.but(from_date=date(2026, 12, 1), to_date=None)
    found = candidate(COMPANION, on("01-12", away), on("01-13", later), on="06-15")
    assert found.against == ("Borta sedan 2026-06-01 till och med 2026-06-30",)
    assert "Blir borta från 2026-12-01, tills vidare" in found.to_ask


def test_an_absence_that_was_taken_back_is_none() -> None:
    taken_back = FactCorrected(occurred_on=ANY_DAY, corrects=event_id(3), reason="Fel person")
    found = candidate(COMPANION, on("01-12", away), on("01-13", taken_back), on="06-15")
    assert found.against == ()


def test_an_undertaking_of_confidentiality_speaks_for() -> None:
    assert candidate(COMPANION, on("01-15", undertaking)).for_ == (
        "Sekretessförsäkran lämnad 2026-01-15",
    )
    assert "Sekretessförsäkran är inte lämnad" in candidate(COMPANION).to_ask


@pytest.mark.parametrize(("asked_on", "is_recent"), [("07-02", True), ("07-03", False)])
def test_an_extract_for_homes_speaks_for_until_it_is_six_months_old_to_the_day(
    asked_on: str, is_recent: bool
) -> None:
    found = candidate(COMPANION, on("03-02", homes), on=asked_on)
    assert found.for_ == (("Utdrag för arbete i hemmet utfärdat 2026-01-02",) if is_recent else ())
    older = "Utdraget för arbete i hemmet är äldre än sex månader (2026-01-02)"
    assert (older in found.to_ask) is not is_recent
    assert found.fits, "the law lets the municipality ask for it, and does not make it"


# ---------------------------------------------------------------- a child (LAW-17)

both = extract_shown.but(registers=("criminal_records", "suspects"))


@pytest.mark.parametrize(("asked_on", "fits"), [("07-02", True), ("07-03", False)])
def test_for_a_child_an_extract_of_six_months_to_the_day_will_do(asked_on: str, fits: bool) -> None:
    found = candidate(CHILD, on("03-02", both), on=asked_on)
    assert found.fits is fits
    if fits:
        assert found.for_ == ("Utdrag för arbete med barn utfärdat 2026-01-02",)
    else:
        (against,) = found.against
        assert against == (
            "Brukaren är barn: utdrag ur belastningsregistret och misstankeregistret saknas, "
            "utfärdat tidigast 2026-01-03 (LAW-17)"
        )


def test_for_a_child_the_law_of_the_day_says_which_registers() -> None:
    one_register = on("02-02", extract_shown)
    assert candidate(CHILD, one_register, on="02-28").fits
    found = candidate(CHILD, one_register, on="03-01")
    assert found.against == (
        "Brukaren är barn: utdrag ur misstankeregistret saknas, utfärdat tidigast 2025-09-01 (LAW-17)",
    )


def test_for_a_child_an_extract_for_adults_homes_is_none() -> None:
    assert not candidate(CHILD, on("03-02", homes)).fits


def test_whoever_is_engaged_and_was_checked_for_it_need_not_be_checked_anew() -> None:
    engaged = (
        on("01-12", companion_order.but(client="P2", order_no="B2"), of="K2"),
        on("02-02", extract_shown),
        on("02-03", offered.but(case="K2"), of="K2-1"),
        on("02-12", both_satisfied, of="K2-1"),
        on("02-16", agreed, of="K2-1"),
    )
    found = candidate(CHILD, *engaged, on="2027-01-15")
    assert found.fits
    assert "Kontrollerad för arbete med barn och anlitad inom ett år" in found.for_
    ended = (*engaged, on("03-31", left, of="K2-1"))
    assert candidate(CHILD, *ended, on="2027-03-30").fits
    assert not candidate(CHILD, *ended, on="2027-03-31").fits, "a year after the last day"


def test_a_client_who_has_come_of_age_is_no_child() -> None:
    grown = on("01-12", companion_order.but(client_born_on=date(2008, 6, 1)))
    assert not candidate(grown, on="05-31").fits
    assert candidate(grown, on="06-01").fits


# ---------------------------------------------------------------- approval (KLA-06c, KLA-07b)


def test_the_clients_own_proposal_must_be_approved() -> None:
    found = candidate(CONTACT_PERSON, on("01-19", proposed))
    assert (found.fits, found.for_) == (False, ("Brukarens eget förslag",))
    assert found.against == (
        "Är inte godkänd, som den som en brukare själv har föreslagit måste vara (KLA-06c)",
    )
    approved = candidate(CONTACT_PERSON, on("01-19", proposed), on("02-03", assignee_approved))
    assert (approved.fits, approved.against) == (True, ())
    assert approved.for_ == ("Brukarens eget förslag", "Godkänd 2026-02-03")


def test_a_recruit_must_be_approved_and_so_must_whoever_came_once_recruitment_began() -> None:
    against = ("Är inte godkänd, som den som rekryteras måste vara (KLA-07b)",)
    recruit = candidate(CONTACT_PERSON, on("01-19", recruit_opened))
    assert (recruit.fits, recruit.against) == (False, against)
    assert "Utreds sedan 2026-01-19" in recruit.to_ask
    (came_later,) = candidates(CONTACT_PERSON, on("01-19", recruiting), on("01-20", registered))
    assert (came_later.fits, came_later.against) == (False, against)
    was_there_before = candidate(CONTACT_PERSON, on("01-19", recruiting))
    assert was_there_before.fits


def test_a_rejection_speaks_against() -> None:
    found = candidate(CONTACT_PERSON, on("02-03", rejected))
    assert (found.fits, found.against) == (True, ("Fick avslag 2026-02-03",))
    opened_anew = InvestigationOpened(occurred_on=ANY_DAY, reason="other")
    anew = candidate(CONTACT_PERSON, on("02-03", rejected), on("03-02", opened_anew))
    assert "Utreds sedan 2026-03-02" in anew.to_ask


def test_a_companion_need_not_be_approved_and_a_support_person_signs_no_agreement() -> None:
    assert candidate(COMPANION, on("01-19", recruit_opened)).fits
    housing = registered.but(interventions=("housing_support",))
    (support_person,) = candidates(
        on("01-12", housing_support_order.but(client_born_on=date(2015, 6, 1))),
        on("01-02", housing),
    )
    assert support_person.fits


# ---------------------------------------------------------------- what was before


def test_whoever_declined_the_offer_is_told_with_the_day_of_it() -> None:
    found = candidate(COMPANION, on("02-02", offered), on("02-03", declined))
    assert found.against == ("Tackade nej till erbjudandet 2026-02-02",)


def test_an_offer_declined_in_another_case_speaks_not_against() -> None:
    found = candidate(
        COMPANION,
        on("01-12", companion_order.but(client="P2", order_no="B2"), of="K2"),
        on("02-02", offered.but(case="K2"), of="K2-1"),
        on("02-03", declined, of="K2-1"),
    )
    assert found.against == ()


def test_whoever_is_in_the_case_already_is_told() -> None:
    found = candidate(COMPANION, on("02-02", offered))
    assert found.against == ("Är redan med i ärendet sedan 2026-02-02",)


def test_of_whoever_was_in_the_case_before_it_is_to_be_asked_why_it_ended() -> None:
    found = candidate(COMPANION, on("02-02", offered), on("02-16", agreed), on("03-31", left))
    assert found.against == ()
    assert "Var med i ärendet till 2026-03-31: ta reda på varför det slutade" in found.to_ask


def test_a_support_person_who_has_left_by_the_announced_day_is_no_longer_in_the_case() -> None:
    housing = registered.but(interventions=("housing_support",))
    in_the_case = (
        on("01-12", housing_support_order),
        on("01-02", housing),
        on("01-19", support_person_appointed),
        on("02-20", departure_announced),
    )
    (to_the_last,) = candidates(*in_the_case, on="03-31")
    assert to_the_last.against == ("Är redan med i ärendet sedan 2026-01-19",)
    (afterwards,) = candidates(*in_the_case, on="04-01")
    assert afterwards.against == ()
    assert "Var med i ärendet till 2026-03-31: ta reda på varför det slutade" in afterwards.to_ask


# ---------------------------------------------------------------- the same rules as refuse


def test_whoever_fits_could_sign_an_agreement_and_no_one_else() -> None:
    outcomes: Counter[bool] = Counter()
    for told_of in map(history_of, range(60)):
        ordered = told_of.case("K1").order
        if ordered is None or ordered.intervention not in ASSIGNED:
            continue
        last = max(each.fact.occurred_on for each in told_of.recorded)
        for found in asked(Candidates(case="K1"), told_of, on=str(last)):
            offer = offered.but(assignee=found.assignee, occurred_on=last)
            signed = agreed.but(occurred_on=last)
            with_an_offer = told_of.joined_by(offer, "relationship/tried")
            forbidding = violations(Judged.of(signed, "tried", with_an_offer, ADAM))
            hinders = {"KLA-06c", "KLA-07b", "LAW-17"} & {each.provision for each in forbidding}
            assert found.fits is not bool(hinders), (found, hinders)
            outcomes[found.fits] += 1
    assert outcomes[True] > 5
    assert outcomes[False] > 5


# ---------------------------------------------------------------- the rank

FOUR = tuple(on("01-02", registered.but(person=f"P-A{n}"), of=f"A{n}") for n in (4, 3, 2, 1))


def ranked(*happened: Told) -> list[tuple[int, str]]:
    return [(each.place, each.assignee) for each in candidates(COMPANION, *FOUR, *happened)]


def test_with_nothing_to_tell_them_apart_they_come_by_number() -> None:
    assert ranked() == [(1, "A1"), (2, "A2"), (3, "A3"), (4, "A4")]


def test_those_with_nothing_against_come_before_those_with_most_for() -> None:
    much_for = (
        on("01-15", undertaking, of="A1"),
        on("01-15", available.but(hours_per_month=Hours(30)), of="A1"),
        on("01-16", away, of="A1"),
    )
    one_for = on("01-15", undertaking, of="A3")
    assert [who for _, who in ranked(*much_for, one_for)] == ["A3", "A2", "A4", "A1"]


def test_among_equals_those_with_fewest_clients_come_first() -> None:
    busy = (
        on("01-12", housing_support_order.but(client="P2", order_no="B2"), of="K2"),
        on(
            "01-19",
            support_person_appointed.but(case="K2", assignee="A1", from_date=date(2026, 1, 19)),
            of="K2-1",
        ),
    )
    assert ranked(*busy) == [(1, "A2"), (2, "A3"), (3, "A4"), (4, "A1")]
    assert candidates(COMPANION, *FOUR, *busy)[-1].assignments == 1


def test_a_page_keeps_the_places() -> None:
    page = candidates(COMPANION, *FOUR, limit=2, skip=1)
    assert [(each.place, each.assignee) for each in page] == [(2, "A2"), (3, "A3")]
