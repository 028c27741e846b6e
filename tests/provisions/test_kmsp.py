"""Kontaktman/stödperson in the mobile team, day by day: who they are, and what they do (r.23–54)."""

from datetime import date, time

import pytest

from assessing import finding, instances, line, on, story
from examples import (
    EVA,
    MARCH,
    STINA,
    departure_announced,
    followed_up,
    relationship_ended,
    support_person_appointed,
    version_adopted,
)
from happenings import (
    ANY_DAY,
    EVERY_OTHER_CLOSING,
    change_granted,
    change_requested,
    closed_completed,
    closed_moved,
    ended,
    housing_support_order,
    interrupted,
    order,
    plan,
    registered,
    renewed,
    resumed,
    started,
)
from rutin.domain.act import Fact
from rutin.domain.case import ImplementationPlanUpdated
from rutin.domain.intervention import Extent
from rutin.domain.routine import PolicyParameterSet, RoutineVersionSuspended
from rutin.domain.support_relationship import (
    AssignmentExplained,
    ChangeNotPossible,
    ClientAway,
    ClientInformedOfSupportPersons,
    ClientMet,
    ClientReturned,
    ContactKept,
    DepartureChanged,
    DepartureWithdrawn,
    RightToChangeExplained,
)
from spec import Told

person_1 = support_person_appointed
person_2 = person_1.but(assignee="A2", slot=2)
person_3 = person_1.but(assignee="A3", from_date=date(2026, 4, 1), term="interim")

leaving = departure_announced
met_client = ClientMet(occurred_on=ANY_DAY)
told_orally = ClientInformedOfSupportPersons(occurred_on=ANY_DAY, mode="oral")
told_in_writing = told_orally.but(mode="written")
explained = AssignmentExplained(occurred_on=ANY_DAY, to="client", modes=("oral", "written"))
told_of_right = RightToChangeExplained(occurred_on=ANY_DAY)
understood = AssignmentExplained(
    occurred_on=ANY_DAY, to="support_person", modes=("oral",), acknowledged=True
)
not_possible = ChangeNotPossible(
    occurred_on=ANY_DAY, decided_by="unit_manager", reason="Ingen annan finns"
)
by_phone = ContactKept(occurred_on=ANY_DAY, party="client", channel="phone")
away = ClientAway(occurred_on=ANY_DAY)
back = ClientReturned(occurred_on=ANY_DAY)
plan_by_person_1 = plan.but(author="A1")

PEOPLE = (
    on("01-02", registered),
    on("01-02", registered.but(person="P8"), of="A2"),
    on("01-02", registered.but(person="P7"), of="A3"),
)
ORDERED = (*PEOPLE, on("01-12", housing_support_order))
ONE = (*ORDERED, on("01-19", person_1))
BOTH = (*ONE, on("01-19", person_2, of="K1-2"))
START = on("02-02", started)
RUNNING = (*BOTH, START)
BOTH_LEAVING = (on("02-20", leaving), on("02-20", leaving, of="K1-2"))

SOMEONE = ("KMSP-01", "KMSP-05", "KMSP-11")
STANDING = (*SOMEONE, "KMSP-12")
WITH_GAPS = ("KMSP-01", "KMSP-11", "KMSP-12")
AT_THE_FIRST_MEETING = ("KMSP-13a", "KMSP-13b", "KMSP-13c", "KMSP-15")
EACH_APPOINTMENT = ("KMSP-06", "KMSP-07", *AT_THE_FIRST_MEETING)
DONE_BY: dict[str, Fact] = {
    "KMSP-13a": told_orally,
    "KMSP-13b": told_in_writing,
    "KMSP-13c": explained,
    "KMSP-15": told_of_right,
}
"""What meets each that is due at the first meeting."""

every_standing = pytest.mark.parametrize("provision", STANDING)
each_of_someone = pytest.mark.parametrize("provision", SOMEONE)
each_with_gaps = pytest.mark.parametrize("provision", WITH_GAPS)
each_at_the_meeting = pytest.mark.parametrize("provision", AT_THE_FIRST_MEETING)
each_answer = pytest.mark.parametrize(
    "answer", [change_granted, not_possible], ids=lambda f: type(f).__name__
)


SUSPENDED = RoutineVersionSuspended(
    occurred_on=ANY_DAY, version="v1", from_date=date(2026, 1, 19), reason="Utgången"
)
NEW_VERSION = version_adopted.but(valid_from=date(2026, 3, 1), parameters=())


def setting(parameter: str, value: int, from_date: str) -> Told:
    """Set a local value of the routine from a day of 2026 on."""
    chosen = PolicyParameterSet(
        occurred_on=ANY_DAY,
        parameter=parameter,
        value=value,
        from_date=date.fromisoformat(f"2026-{from_date}"),
    )
    return on("01-02", chosen, of="KMSP")


# ---------------------------------------------------------------- which cases


@pytest.mark.parametrize(
    "provision",
    [*STANDING, *EACH_APPOINTMENT, "KMSP-02", "KMSP-09", "KMSP-10", "KMSP-14", "KMSP-17"],
)
def test_it_concerns_housing_support_alone(provision: str) -> None:
    line(
        story(on("01-02", registered), on("01-12", order), on("02-02", started)),
        provision,
        {
            "01-11": "n/a because not this intervention",
            "03-12": "n/a because not this intervention",
        },
    )


# ---------------------------------------------------------------- someone, and two


@every_standing
def test_with_both_appointed_it_is_met_from_the_start_of_the_service(provision: str) -> None:
    line(
        story(*RUNNING),
        provision,
        {
            "01-11": "open",
            "01-19": "open",
            "02-01": "open",
            "02-02": "met",
            "12-31": "met",
        },
    )


@each_with_gaps
def test_without_anyone_it_is_overdue_from_the_first_day_and_a_gap_once_cured(
    provision: str,
) -> None:
    told = story(
        *ORDERED,
        START,
        on("02-05", person_1.but(from_date=date(2026, 2, 9))),
        on("02-05", person_2.but(from_date=date(2026, 2, 9)), of="K1-2"),
    )
    line(
        told,
        provision,
        {
            "02-01": "open missing SupportPersonAppointed",
            "02-02": "overdue missing SupportPersonAppointed gaps 2026-02-02–",
            "02-08": "overdue missing SupportPersonAppointed gaps 2026-02-02–",
            "02-09": "met gaps 2026-02-02–2026-02-08",
            "03-31": "met gaps 2026-02-02–2026-02-08",
        },
    )


def test_the_manager_answers_for_there_being_someone() -> None:
    told = story(*ORDERED, START, on("02-05", person_1))
    line(
        told,
        "KMSP-05",
        {
            "02-01": "open missing KMSP-01",
            "02-02": "overdue missing KMSP-01",
            "02-05": "met by SupportPersonAppointed",
        },
    )
    line(
        story(*ORDERED, START, on("02-10", closed_completed)),
        "KMSP-05",
        {"02-10": "breached because closed without missing KMSP-01"},
    )


@pytest.mark.parametrize(("slot", "other"), [(1, 2), (2, 1)])
def test_one_person_in_either_slot_is_someone_but_not_two(slot: int, other: int) -> None:
    alone = story(*ORDERED, on("01-19", person_1.but(slot=slot)), START)
    for provision in SOMEONE:
        line(alone, provision, {"02-02": "met"})
    line(alone, "KMSP-12", {"02-01": "open", "02-02": "overdue gaps 2026-02-02–"})
    line(
        story(
            *ORDERED,
            on("01-19", person_1.but(slot=slot)),
            START,
            on("02-16", person_2.but(slot=other, from_date=date(2026, 2, 16)), of="K1-2"),
        ),
        "KMSP-12",
        {
            "02-15": "overdue",
            "02-16": "met by SupportPersonAppointed, SupportPersonAppointed"
            " gaps 2026-02-02–2026-02-15",
        },
    )


def test_one_and_the_same_person_registered_twice_is_not_two() -> None:
    told = story(
        on("01-02", registered),
        on("01-02", registered, of="A2"),
        on("01-12", housing_support_order),
        on("01-19", person_1),
        on("01-19", person_2, of="K1-2"),
        START,
    )
    line(told, "KMSP-12", {"02-02": "overdue missing SupportPersonAppointed"})
    for provision in SOMEONE:
        line(told, provision, {"02-02": "met"})


@every_standing
def test_what_is_uncured_when_the_case_closes_is_breached_however_it_closes(
    provision: str,
) -> None:
    for closed in (closed_completed, *EVERY_OTHER_CLOSING):
        told = story(*ORDERED, START, on("02-10", closed))
        line(
            told,
            provision,
            {
                "02-09": "overdue",
                "02-10": "breached because closed without",
                "03-10": "breached because closed without",
            },
        )


@each_with_gaps
def test_the_gap_of_what_is_breached_is_told(provision: str) -> None:
    told = story(*RUNNING, *BOTH_LEAVING, on("04-10", closed_completed))
    line(
        told,
        provision,
        {
            "03-31": "met",
            "04-01": "overdue gaps 2026-04-01–",
            "04-10": "breached because closed without gaps 2026-04-01–",
        },
    )


@every_standing
def test_a_case_closed_before_the_service_started_needs_no_one(provision: str) -> None:
    for closed in (closed_completed, *EVERY_OTHER_CLOSING):
        told = story(*ORDERED, on("01-30", closed))
        line(told, provision, {"01-29": "open", "01-30": "n/a because closed before"})


@every_standing
def test_what_is_met_when_the_case_closes_stays_met(provision: str) -> None:
    told = story(*RUNNING, *BOTH_LEAVING, on("03-31", closed_completed))
    line(told, provision, {"03-31": "met", "04-01": "met"})


@every_standing
def test_a_service_that_starts_while_the_routine_is_suspended_asks_for_nobody(
    provision: str,
) -> None:
    told = story(on("01-02", SUSPENDED, of="KMSP"), *ORDERED, START)
    line(
        told,
        provision,
        {
            "02-01": "open",
            "02-02": "n/a because routine suspended",
            "12-31": "n/a because routine suspended",
        },
    )
    later = SUSPENDED.but(from_date=date(2026, 2, 3))
    told = story(on("01-02", later, of="KMSP"), *ORDERED, START)
    line(told, provision, {"02-02": "overdue", "02-03": "overdue", "12-31": "overdue"})


@each_with_gaps
def test_the_version_that_replaces_a_suspended_one_asks_for_somebody_again(provision: str) -> None:
    told = story(
        on("01-02", SUSPENDED, of="KMSP"), on("01-26", NEW_VERSION, of="KMSP"), *ORDERED, START
    )
    line(
        told,
        provision,
        {
            "02-02": "n/a because routine suspended",
            "02-28": "n/a because routine suspended",
            "03-01": "overdue gaps 2026-03-01–",
        },
    )


@each_with_gaps
def test_when_the_order_has_ended_nobody_is_to_be_appointed_any_more(provision: str) -> None:
    gone = relationship_ended.but(reason="order_ended")
    told = story(
        *RUNNING,
        on("04-30", ended),
        on("04-30", gone),
        on("04-30", gone, of="K1-2"),
        on("06-10", closed_moved),
    )
    line(
        told,
        provision,
        {"04-30": "met", "05-01": "met", "06-10": "met", "12-31": "met"},
    )
    vacant = story(*ORDERED, START, on("04-30", ended), on("06-10", closed_moved))
    line(
        vacant,
        provision,
        {"04-30": "overdue", "05-01": "overdue", "06-10": "breached because closed without"},
    )


# ---------------------------------------------------------------- when they leave


def test_the_vacancy_after_one_leaves_is_overdue_from_the_day_after_the_last_day() -> None:
    told = story(*RUNNING, on("02-20", leaving))
    line(
        told,
        "KMSP-12",
        {
            "02-20": "met",
            "03-31": "met",
            "04-01": "overdue missing SupportPersonAppointed gaps 2026-04-01–",
        },
    )
    for provision in SOMEONE:
        line(told, provision, {"03-31": "met", "04-01": "met"})


def test_an_interim_successor_fills_the_slot() -> None:
    told = story(*RUNNING, on("02-20", leaving), on("03-20", person_3, of="K1-3"))
    for provision in STANDING:
        line(told, provision, {"03-31": "met", "04-01": "met"})
    late = person_3.but(from_date=date(2026, 4, 13))
    line(
        story(*RUNNING, on("02-20", leaving), on("04-07", late, of="K1-3")),
        "KMSP-12",
        {
            "04-12": "overdue gaps 2026-04-01–",
            "04-13": "met gaps 2026-04-01–2026-04-12",
        },
    )


def test_several_vacancies_are_several_gaps() -> None:
    successor = person_3.but(from_date=date(2026, 4, 6))
    told = story(
        *RUNNING,
        on("02-20", leaving),
        on("04-01", successor, of="K1-3"),
        on("05-15", leaving.but(last_day=date(2026, 5, 31)), of="K1-2"),
    )
    line(
        told,
        "KMSP-12",
        {
            "05-31": "met gaps 2026-04-01–2026-04-05",
            "06-01": "overdue gaps 2026-04-01–2026-04-05, 2026-06-01–",
        },
    )
    line(told, "KMSP-01", {"06-01": "met"})


def test_a_last_day_that_is_moved_or_taken_back_counts_as_last_known() -> None:
    moved = DepartureChanged(occurred_on=ANY_DAY, last_day=date(2026, 4, 15))
    line(
        story(*RUNNING, on("02-20", leaving), on("03-16", moved)),
        "KMSP-12",
        {"04-15": "met", "04-16": "overdue gaps 2026-04-16–"},
    )
    earlier = moved.but(last_day=date(2026, 3, 20))
    line(
        story(*RUNNING, on("02-20", leaving), on("03-16", earlier)),
        "KMSP-12",
        {"03-20": "met", "03-21": "overdue gaps 2026-03-21–"},
    )
    taken_back = DepartureWithdrawn(occurred_on=ANY_DAY)
    line(
        story(*RUNNING, on("02-20", leaving), on("03-16", taken_back)),
        "KMSP-12",
        {"03-31": "met", "04-01": "met"},
    )


def test_a_last_day_moved_once_it_had_passed_leaves_the_days_between_as_a_gap() -> None:
    moved = DepartureChanged(occurred_on=ANY_DAY, last_day=date(2026, 4, 15))
    line(
        story(*RUNNING, on("02-20", leaving), on("04-07", moved)),
        "KMSP-12",
        {
            "04-06": "overdue gaps 2026-04-01–",
            "04-07": "met gaps 2026-04-01–2026-04-06",
            "04-16": "overdue gaps 2026-04-01–2026-04-06, 2026-04-16–",
        },
    )


@pytest.mark.parametrize(("ended", "last_day"), [("03-20", "03-20"), ("04-15", "03-31")])
def test_of_the_end_and_the_announced_last_day_the_earlier_counts(
    ended: str, last_day: str
) -> None:
    told = story(*RUNNING, on("02-20", leaving), on(ended, relationship_ended))
    after = {"03-20": "03-21", "03-31": "04-01"}[last_day]
    line(told, "KMSP-12", {last_day: "met", after: f"overdue gaps 2026-{after}–"})


def test_an_end_that_was_never_announced_counts_from_its_day() -> None:
    told = story(*RUNNING, on("03-10", relationship_ended))
    line(told, "KMSP-12", {"03-10": "met", "03-11": "overdue gaps 2026-03-11–"})


def test_person_2_may_become_person_1_and_another_person_2() -> None:
    told = story(
        *RUNNING,
        on("02-20", leaving),
        on("03-20", person_2.but(slot=1, from_date=date(2026, 4, 1)), of="K1-2"),
        on("03-20", person_3.but(slot=2), of="K1-3"),
    )
    line(told, "KMSP-12", {"03-31": "met", "04-01": "met", "12-31": "met"})
    alone = story(
        *RUNNING,
        on("02-20", leaving),
        on("03-20", person_2.but(slot=1, from_date=date(2026, 4, 1)), of="K1-2"),
    )
    line(alone, "KMSP-12", {"03-31": "met", "04-01": "overdue gaps 2026-04-01–"})
    line(alone, "KMSP-11", {"04-01": "met"})
    both_in_one = story(
        *RUNNING, on("03-20", person_2.but(slot=1, from_date=date(2026, 4, 1)), of="K1-2")
    )
    line(both_in_one, "KMSP-12", {"03-31": "met", "04-01": "overdue gaps 2026-04-01–"})


def test_person_1_may_become_person_2_and_person_1_again() -> None:
    told = story(
        *RUNNING,
        on("02-20", person_1.but(slot=2, from_date=date(2026, 3, 2))),
        on("02-20", person_1.but(from_date=date(2026, 5, 4))),
    )
    line(
        told,
        "KMSP-12",
        {
            "03-01": "met",
            "03-02": "overdue gaps 2026-03-02–",
            "05-03": "overdue",
            "05-04": "met gaps 2026-03-02–2026-05-03",
        },
    )


@every_standing
def test_an_interruption_does_not_end_the_assignment(provision: str) -> None:
    told = story(*RUNNING, on("02-16", interrupted), on("03-16", resumed))
    line(told, provision, {"02-16": "met", "03-16": "met"})


def test_whoever_comes_back_counts_from_the_new_first_day() -> None:
    again = person_1.but(from_date=date(2026, 5, 1))
    told = story(*RUNNING, on("02-20", leaving), on("04-20", again, of="K1-4"))
    line(
        told,
        "KMSP-12",
        {"04-30": "overdue gaps 2026-04-01–", "05-01": "met gaps 2026-04-01–2026-04-30"},
    )


# ---------------------------------------------------------------- at the appointment


def test_the_appointee_has_understood_the_assignment_on_the_day_it_counts_from() -> None:
    line(story(*ONE), "KMSP-06", {"01-11": "open", "01-18": "open", "01-19": "absent"})
    line(
        story(*ONE, on("01-22", understood)),
        "KMSP-06",
        {
            "01-18": "absent",
            "01-19": "open missing AssignmentExplained due 2026-01-19",
            "01-20": "overdue missing AssignmentExplained due 2026-01-19",
            "01-22": "met late by AssignmentExplained",
        },
        key=person_1,
    )
    line(
        story(*ONE, on("01-19", understood, recorded="01-20")),
        "KMSP-06",
        {"01-19": "met registered late"},
        key=person_1,
    )


def test_appointed_ahead_the_appointee_has_until_the_first_day() -> None:
    ahead = person_1.but(from_date=date(2026, 2, 2))
    line(
        story(*ORDERED, on("01-19", ahead), on("01-30", understood)),
        "KMSP-06",
        {"01-19": "open due 2026-02-02", "01-30": "met by AssignmentExplained"},
        key=ahead,
    )
    line(
        story(*ORDERED, on("01-19", ahead)),
        "KMSP-06",
        {"02-02": "open", "02-03": "overdue"},
        key=ahead,
    )


@pytest.mark.parametrize(
    "told",
    [understood.but(acknowledged=False), understood.but(acknowledged=None), explained],
    ids=["has not understood", "does not say", "explained to the client"],
)
def test_explained_without_being_understood_is_not_enough(told: Fact) -> None:
    line(story(*ONE, on("01-19", told)), "KMSP-06", {"01-20": "overdue"}, key=person_1)


def test_each_of_the_two_understands_for_themselves() -> None:
    told = story(*BOTH, on("01-19", understood, of="K1-2"))
    line(told, "KMSP-06", {"01-20": "overdue"}, key=person_1)
    line(told, "KMSP-06", {"01-20": "met"}, key=person_2)


def test_the_conditions_for_the_assignment_are_confirmed_at_the_appointment() -> None:
    unconfirmed = person_1.but(capacity_confirmed_by=None, term="interim")
    line(story(*ORDERED), "KMSP-07", {"01-12": "open"})
    line(story(*ONE), "KMSP-07", {"01-19": "met by SupportPersonAppointed"}, key=person_1)
    line(
        story(*ORDERED, on("01-19", unconfirmed), on("01-26", person_1)),
        "KMSP-07",
        {
            "01-19": "open missing capacity_confirmed_by due 2026-01-19",
            "01-20": "overdue missing capacity_confirmed_by",
            "01-26": "met late by SupportPersonAppointed",
        },
        key=unconfirmed,
    )
    line(
        story(*ORDERED, on("01-19", person_1, recorded="01-21")),
        "KMSP-07",
        {"01-19": "met registered late"},
        key=person_1,
    )


@pytest.mark.parametrize("provision", ["KMSP-06", "KMSP-07"])
def test_an_appointment_left_so_is_breached_when_the_case_closes(provision: str) -> None:
    bare = person_1.but(capacity_confirmed_by=None)
    for closed in (closed_completed, *EVERY_OTHER_CLOSING):
        line(
            story(*ORDERED, on("01-19", bare), on("02-10", closed)),
            provision,
            {"02-09": "overdue", "02-10": "breached because closed without"},
            key=bare,
        )
    line(
        story(*ORDERED, on("01-19", bare), on("01-19", closed_completed)),
        provision,
        {"01-19": "n/a because closed before"},
        key=bare,
    )


@pytest.mark.parametrize("provision", EACH_APPOINTMENT)
def test_before_anyone_is_appointed_it_stands_open_until_the_case_closes(provision: str) -> None:
    line(
        story(*ORDERED, on("02-10", closed_moved)),
        provision,
        {"01-11": "open", "02-09": "open", "02-10": "n/a because closed before"},
    )


@pytest.mark.parametrize("provision", EACH_APPOINTMENT)
def test_appointing_the_same_person_anew_starts_nothing(provision: str) -> None:
    interim = person_1.but(term="interim")
    again = person_1.but(from_date=date(2026, 3, 2))
    told = story(*ORDERED, on("01-19", interim), on("03-02", again))
    assert len(instances(told, provision, on="12-31")) == 1
    successor = story(*RUNNING, on("02-20", leaving), on("03-20", person_3, of="K1-3"))
    assert len(instances(successor, provision, on="03-19")) == 2
    assert len(instances(successor, provision, on="03-20")) == 3


@pytest.mark.parametrize("provision", EACH_APPOINTMENT)
def test_whoever_is_appointed_while_the_routine_is_suspended_is_not_judged(
    provision: str,
) -> None:
    told = story(on("01-02", SUSPENDED, of="KMSP"), *ONE)
    line(told, provision, {"02-10": "n/a because routine suspended"}, key=person_1)
    later = SUSPENDED.but(from_date=date(2026, 1, 20))
    told = story(on("01-02", later, of="KMSP"), *ONE, on("01-20", met_client))
    line(
        told,
        provision,
        {"01-21": "met" if provision == "KMSP-07" else "overdue"},
        key=person_1,
    )


def test_what_was_confirmed_once_need_not_be_confirmed_anew() -> None:
    again = person_1.but(capacity_confirmed_by=None, term="interim")
    told = story(*ORDERED, on("01-19", person_1), on("02-20", again))
    line(told, "KMSP-07", {"02-20": "met", "02-21": "met"}, key=person_1)


# ---------------------------------------------------------------- at the first meeting


@each_at_the_meeting
def test_the_client_is_told_at_the_first_meeting(provision: str) -> None:
    done = DONE_BY[provision]
    name = type(done).__name__
    line(story(*ONE), provision, {"01-18": "open", "01-19": "absent"})
    line(
        story(*ONE, on("02-03", met_client), on("02-10", done)),
        provision,
        {
            "01-18": "absent",
            "01-19": f"open missing {name}",
            "02-02": f"open missing {name}",
            "02-03": f"open missing {name} due 2026-02-03",
            "02-04": f"overdue missing {name} due 2026-02-03",
            "02-10": f"met late by {name}",
        },
        key=person_1,
    )
    line(
        story(*ONE, on("02-03", met_client), on("02-03", done)),
        provision,
        {"02-02": "open", "02-03": f"met by {name}", "02-04": "met due 2026-02-03"},
        key=person_1,
    )
    line(
        story(*ONE, on("02-03", met_client), on("02-03", done, recorded="02-05")),
        provision,
        {"02-03": "met registered late"},
        key=person_1,
    )


@each_at_the_meeting
def test_told_before_the_first_meeting_is_told_in_time(provision: str) -> None:
    told = story(*ONE, on("01-26", DONE_BY[provision]), on("02-03", met_client))
    line(told, provision, {"01-25": "open", "01-26": "met", "02-04": "met"}, key=person_1)


@each_at_the_meeting
def test_a_first_meeting_without_it_is_breached_when_the_case_closes(provision: str) -> None:
    for closed in (closed_completed, *EVERY_OTHER_CLOSING):
        line(
            story(*ONE, on("02-03", met_client), on("02-10", closed)),
            provision,
            {"02-09": "overdue", "02-10": "breached because closed without"},
            key=person_1,
        )
        line(
            story(*ONE, on("02-10", closed)),
            provision,
            {"02-09": "open", "02-10": "n/a because closed before"},
            key=person_1,
        )


@each_at_the_meeting
def test_each_persons_own_first_meeting_counts_and_either_may_tell(provision: str) -> None:
    told = story(
        *BOTH,
        on("02-03", met_client),
        on("02-10", met_client, of="K1-2"),
        on("02-10", DONE_BY[provision], of="K1-2"),
    )
    line(
        told,
        provision,
        {"02-04": "overdue due 2026-02-03", "02-10": "met late due 2026-02-03"},
        key=person_1,
    )
    line(
        told,
        provision,
        {"02-04": "open", "02-10": "met due 2026-02-10"},
        key=person_2,
    )


@each_at_the_meeting
def test_a_successor_is_told_of_anew(provision: str) -> None:
    done = DONE_BY[provision]
    told = story(
        *RUNNING,
        on("02-03", met_client),
        on("02-03", done),
        on("02-20", leaving),
        on("03-20", person_3, of="K1-3"),
        on("04-02", met_client, of="K1-3"),
    )
    line(told, provision, {"02-04": "met", "04-03": "met"}, key=person_1)
    line(
        told,
        provision,
        {"03-20": "open", "04-02": "open due 2026-04-02", "04-03": "overdue"},
        key=person_3,
    )


def test_told_one_way_only_is_not_told_the_other_way() -> None:
    told = story(*ONE, on("02-03", met_client), on("02-03", told_orally))
    line(told, "KMSP-13a", {"02-04": "met"}, key=person_1)
    line(told, "KMSP-13b", {"02-04": "overdue"}, key=person_1)
    written = story(*ONE, on("02-03", met_client), on("02-03", told_in_writing))
    line(written, "KMSP-13a", {"02-04": "overdue"}, key=person_1)
    line(written, "KMSP-13b", {"02-04": "met"}, key=person_1)


@pytest.mark.parametrize(("first", "then"), [("oral", "written"), ("written", "oral")])
def test_what_the_assignment_is_must_be_told_in_both_ways(first: str, then: str) -> None:
    told = story(
        *ONE,
        on("02-03", met_client),
        on("02-03", explained.but(modes=(first,))),
        on("02-09", explained.but(modes=(first,))),
        on("02-10", explained.but(modes=(then,))),
    )
    line(
        told,
        "KMSP-13c",
        {
            "02-03": "open",
            "02-04": "overdue",
            "02-09": "overdue",
            "02-10": "met late by AssignmentExplained, AssignmentExplained",
        },
        key=person_1,
    )


@each_at_the_meeting
def test_in_what_order_the_day_of_the_appointment_is_told_does_not_matter_without_times(
    provision: str,
) -> None:
    told_before = DONE_BY[provision]
    before = (*ORDERED, on("01-19", person_2, of="K1-2"))
    line(
        story(
            *before,
            on("01-26", told_before, of="K1-2"),
            on("01-26", person_1),
            on("01-26", met_client),
        ),
        provision,
        {"01-26": "met", "01-27": "met"},
        key=person_1,
    )
    at_ten = person_1.but(occurred_at=time(10))
    line(
        story(
            *before,
            on("01-26", told_before.but(occurred_at=time(9)), of="K1-2"),
            on("01-26", at_ten),
            on("01-26", met_client),
        ),
        provision,
        {"01-26": "open", "01-27": "overdue"},
        key=at_ten,
    )
    at_ten_too = on("01-26", told_before.but(occurred_at=time(10)), of="K1-2")
    line(
        story(*before, at_ten_too, on("01-26", at_ten), on("01-26", met_client)),
        provision,
        {"01-26": "met"},
        key=at_ten,
    )


@each_at_the_meeting
def test_a_meeting_before_the_appointment_is_not_the_first(provision: str) -> None:
    told = story(*ORDERED, on("01-16", met_client), on("01-19", person_1), on("02-03", met_client))
    line(
        told,
        provision,
        {"01-19": "open", "02-02": "open", "02-04": "overdue due 2026-02-03"},
        key=person_1,
    )


# ---------------------------------------------------------------- regular contact, by the month


def test_there_is_contact_with_the_client_in_each_month() -> None:
    told = story(*RUNNING, on("03-10", met_client), on("04-10", by_phone, recorded="05-04"))
    line(told, "KMSP-02", {"02-01": "open missing ClientMet", "02-02": "absent"})
    line(
        told,
        "KMSP-02",
        {
            "02-01": "absent",
            "02-02": "open missing ClientMet due 2026-02-28",
            "02-28": "open",
            "03-01": "overdue missing ClientMet",
            "03-10": "overdue",
            "12-31": "overdue",
        },
        key="2026-02",
    )
    line(
        told,
        "KMSP-02",
        {"02-28": "absent", "03-01": "open", "03-10": "met by ClientMet", "04-01": "met"},
        key="2026-03",
    )
    line(told, "KMSP-02", {"04-10": "met registered late by ContactKept"}, key="2026-04")


@pytest.mark.parametrize(
    "contact",
    [met_client, by_phone, followed_up.but(period=MARCH)],
    ids=lambda f: type(f).__name__,
)
def test_every_contact_with_the_client_by_either_of_the_two_counts(contact: Fact) -> None:
    told = story(*RUNNING, on("03-31", contact, of="K1-2"))
    line(told, "KMSP-02", {"03-30": "open", "03-31": "met", "04-01": "met"}, key="2026-03")


@pytest.mark.parametrize("party", ["relative", "god_man", "trustee", "guardian"])
def test_contact_with_others_is_not_contact_with_the_client(party: str) -> None:
    told = story(*RUNNING, on("03-10", by_phone.but(party=party)))
    line(told, "KMSP-02", {"03-10": "open", "04-01": "overdue"}, key="2026-03")


def test_how_often_is_local_and_so_it_is_never_breached() -> None:
    told = story(*RUNNING, on("03-10", closed_completed))
    line(
        told,
        "KMSP-02",
        {"03-09": "overdue", "03-10": "overdue", "12-31": "overdue"},
        key="2026-02",
    )
    line(
        told,
        "KMSP-02",
        {"03-09": "open", "03-10": "n/a because closed before"},
        key="2026-03",
    )
    assert instances(told, "KMSP-02", on="12-31") == ["2026-02", "2026-03"]


def test_a_contact_every_other_month_is_enough_where_that_is_local_policy() -> None:
    told = story(
        setting("regular_contact_months", 2, "03-01"),
        *RUNNING,
        on("02-10", met_client),
    )
    line(told, "KMSP-02", {"03-01": "met", "04-01": "met"}, key="2026-03")
    line(told, "KMSP-02", {"04-30": "open", "05-01": "overdue"}, key="2026-04")


@pytest.mark.parametrize(
    ("provision", "key", "used"),
    [
        ("KMSP-02", "2026-03", ("regular_contact_months", 2)),
        ("KMSP-14", "2026-W11", ("daily_support_days_a_week", 4)),
        ("KMSP-10", "-", ("housing_plan_months", 2)),
    ],
)
def test_a_finding_tells_which_local_value_it_goes_by(
    provision: str, key: str, used: tuple[str, int]
) -> None:
    told = story(setting(*used, "02-01"), *RUNNING)  # after the appointments, before the start
    found = finding(told, provision, on="03-10", key=key)
    assert found is not None
    assert [(each.name, each.value) for each in found.parameters] == [used]


@pytest.mark.parametrize(
    ("gone", "returned", "reason"),
    [(interrupted, resumed, "interrupted"), (away, back, "client away")],
    ids=["interrupted", "away"],
)
def test_no_contact_is_asked_for_when_the_client_is_gone_at_the_end_of_the_month(
    gone: Fact, returned: Fact, reason: str
) -> None:
    told = story(*RUNNING, on("02-16", gone), on("03-02", returned))
    line(
        told,
        "KMSP-02",
        {"02-15": "open", "02-16": f"n/a because {reason}", "03-01": f"n/a because {reason}"},
        key="2026-02",
    )
    line(told, "KMSP-02", {"03-02": "open", "04-01": "overdue"}, key="2026-03")


def test_december_and_january_are_months_of_their_own() -> None:
    told = story(*RUNNING, on("2027-01-01", by_phone))
    line(
        told,
        "KMSP-02",
        {"12-31": "open due 2026-12-31", "2027-01-01": "overdue"},
        key="2026-12",
    )
    line(told, "KMSP-02", {"12-31": "absent", "2027-01-01": "met"}, key="2027-01")


# ---------------------------------------------------------------- a meeting, by the week

daily_order = housing_support_order.but(extent=Extent(planned_days_per_week=5))
BOTH_DAILY = (
    *PEOPLE,
    on("01-12", daily_order),
    on("01-19", person_1),
    on("01-19", person_2, of="K1-2"),
)
DAILY = (*BOTH_DAILY, on("02-04", started))
"""Every day, from a Wednesday on: the first whole week is that of 9 February."""


def test_where_support_is_daily_the_client_is_met_in_each_whole_week() -> None:
    told = story(*DAILY, on("02-18", met_client, of="K1-2"))
    line(
        told,
        "KMSP-14",
        {"01-12": "open missing ClientMet", "02-08": "open", "02-09": "absent"},
    )
    line(told, "KMSP-14", {"02-08": "absent"}, key="2026-W06")
    line(
        told,
        "KMSP-14",
        {
            "02-08": "absent",
            "02-09": "open missing ClientMet due 2026-02-15",
            "02-15": "open",
            "02-16": "overdue missing ClientMet",
            "02-18": "overdue",
            "12-31": "overdue",
        },
        key="2026-W07",
    )
    line(
        told,
        "KMSP-14",
        {"02-15": "absent", "02-16": "open", "02-18": "met by ClientMet", "02-23": "met"},
        key="2026-W08",
    )


def test_a_service_that_starts_on_a_monday_has_that_week() -> None:
    told = story(*BOTH_DAILY, START)
    line(told, "KMSP-14", {"02-02": "open due 2026-02-08", "02-09": "overdue"}, key="2026-W06")


def test_a_meeting_recorded_after_the_week_is_registered_late() -> None:
    told = story(*DAILY, on("02-15", met_client, recorded="02-16"))
    line(told, "KMSP-14", {"02-14": "open", "02-15": "met registered late"}, key="2026-W07")
    same_week = story(*DAILY, on("02-10", met_client, recorded="02-12"))
    line(same_week, "KMSP-14", {"02-10": "met"}, key="2026-W07")


def test_a_call_is_no_meeting() -> None:
    told = story(*DAILY, on("02-10", by_phone))
    line(told, "KMSP-14", {"02-10": "open", "02-16": "overdue"}, key="2026-W07")


def test_a_recommendation_is_never_breached() -> None:
    told = story(*DAILY, on("02-18", closed_completed))
    line(told, "KMSP-14", {"02-17": "overdue", "02-18": "overdue"}, key="2026-W07")
    line(
        told,
        "KMSP-14",
        {"02-17": "open", "02-18": "n/a because closed before"},
        key="2026-W08",
    )


def test_the_week_of_the_turn_of_the_year_is_week_53() -> None:
    told = story(*DAILY, on("2027-01-05", met_client))
    line(
        told,
        "KMSP-14",
        {
            "12-27": "absent",
            "12-28": "open due 2027-01-03",
            "2027-01-03": "open",
            "2027-01-04": "overdue",
            "2027-01-05": "overdue",
        },
        key="2026-W53",
    )
    line(
        told,
        "KMSP-14",
        {"2027-01-03": "absent", "2027-01-04": "open due 2027-01-10", "2027-01-05": "met"},
        key="2027-W01",
    )


@pytest.mark.parametrize("day", ["12-28", "12-31", "2027-01-01", "2027-01-03"])
def test_a_meeting_on_either_side_of_new_year_meets_the_one_week(day: str) -> None:
    told = story(*DAILY, on(day, met_client))
    line(told, "KMSP-14", {day: "met", "2027-01-04": "met"}, key="2026-W53")
    line(told, "KMSP-14", {"2027-01-11": "overdue"}, key="2027-W01")
    line(told, "KMSP-14", {"12-28": "overdue"}, key="2026-W52")
    assert "2026-W54" not in instances(told, "KMSP-14", on="2027-01-31")
    assert "2027-W53" not in instances(told, "KMSP-14", on="2027-01-31")


@pytest.mark.parametrize("days", [None, 0, 4])
def test_support_that_is_not_daily_needs_no_weekly_meeting(days: int | None) -> None:
    told_order = housing_support_order.but(extent=Extent(planned_days_per_week=days))
    happened = (*PEOPLE, on("01-12", told_order), on("01-19", person_1), on("02-04", started))
    told, met = story(*happened), story(*happened, on("02-11", met_client))
    line(told, "KMSP-14", {"01-12": "n/a because not daily", "02-08": "n/a because not daily"})
    line(met, "KMSP-14", {"02-11": "n/a because not daily"}, key="2026-W07")
    line(
        told,
        "KMSP-14",
        {"02-09": "n/a because not daily", "02-16": "n/a because not daily"},
        key="2026-W07",
    )


def test_the_plan_may_make_it_daily_and_the_next_order_not() -> None:
    told = story(
        *RUNNING,
        on("02-11", plan_by_person_1.but(planned_days_per_week=5)),
        on("02-24", renewed.but(extent=Extent(planned_days_per_week=3))),
    )
    line(
        told,
        "KMSP-14",
        {"02-10": "n/a because not daily", "02-11": "open", "02-16": "overdue"},
        key="2026-W07",
    )
    line(told, "KMSP-14", {"02-22": "open", "02-23": "overdue"}, key="2026-W08")
    line(
        told,
        "KMSP-14",
        {"02-23": "open", "02-24": "n/a because not daily", "03-02": "n/a because not daily"},
        key="2026-W09",
    )


def test_from_how_many_days_it_is_daily_is_local_policy() -> None:
    four = housing_support_order.but(extent=Extent(planned_days_per_week=4))
    told = story(
        setting("daily_support_days_a_week", 4, "01-01"),
        *PEOPLE,
        on("01-12", four),
        on("01-19", person_1),
        on("02-04", started),
    )
    line(told, "KMSP-14", {"02-15": "open", "02-16": "overdue"}, key="2026-W07")


@pytest.mark.parametrize(
    ("gone", "returned", "reason"),
    [(interrupted, resumed, "interrupted"), (away, back, "client away")],
    ids=["interrupted", "away"],
)
def test_no_meeting_is_asked_for_in_a_week_that_the_client_is_gone(
    gone: Fact, returned: Fact, reason: str
) -> None:
    told = story(*DAILY, on("02-11", gone), on("02-16", returned))
    line(
        told,
        "KMSP-14",
        {
            "02-10": "open",
            "02-11": f"n/a because {reason}",
            "02-15": f"n/a because {reason}",
            "02-16": f"n/a because {reason}",
        },
        key="2026-W07",
    )
    line(told, "KMSP-14", {"02-16": "open", "02-23": "overdue"}, key="2026-W08")


def test_in_a_week_of_interruption_no_meeting_is_asked_for() -> None:
    told = story(*DAILY, on("02-11", interrupted), on("02-25", resumed))
    interruption = "n/a because interrupted"
    line(
        told,
        "KMSP-14",
        {"02-15": "absent", "02-16": interruption, "02-25": interruption},
        key="2026-W08",
    )


def test_a_meeting_by_whoever_no_longer_has_the_assignment_is_none() -> None:
    told = story(
        *DAILY,
        on("02-05", leaving.but(last_day=date(2026, 2, 8))),
        on("02-10", met_client),
        on("03-10", met_client),
    )
    line(told, "KMSP-14", {"02-10": "open", "02-16": "overdue"}, key="2026-W07")
    line(told, "KMSP-02", {"03-10": "open", "04-01": "overdue"}, key="2026-03")


def test_a_client_who_is_back_before_the_week_is_over_is_met_that_week() -> None:
    told = story(*DAILY, on("02-10", away), on("02-12", back), on("02-17", met_client))
    line(
        told,
        "KMSP-14",
        {
            "02-09": "open",
            "02-11": "n/a because client away",
            "02-12": "open",
            "02-16": "overdue",
        },
        key="2026-W07",
    )


@pytest.mark.parametrize("gone_with", ["K1-1", "K1-2"])
def test_whole_weeks_away_need_no_meeting_whoever_tells(gone_with: str) -> None:
    told = story(*DAILY, on("02-11", away, of=gone_with), on("02-25", back, of=gone_with))
    line(
        told,
        "KMSP-14",
        {"02-16": "n/a because client away", "02-23": "n/a because client away"},
        key="2026-W08",
    )
    line(
        told,
        "KMSP-14",
        {"02-24": "n/a because client away", "02-25": "open", "03-02": "overdue"},
        key="2026-W09",
    )


def test_a_meeting_before_the_client_went_away_is_met_all_the_same() -> None:
    told = story(*DAILY, on("02-09", met_client), on("02-11", away))
    line(told, "KMSP-14", {"02-09": "met", "02-11": "met", "02-16": "met"}, key="2026-W07")


@pytest.mark.parametrize(
    ("provision", "before", "after"),
    [("KMSP-02", "2026-02", "2026-03"), ("KMSP-14", "2026-W07", "2026-W08")],
)
def test_periods_that_begin_while_the_routine_is_suspended_are_not_judged(
    provision: str, before: str, after: str
) -> None:
    suspended = RoutineVersionSuspended(
        occurred_on=ANY_DAY, version="v1", from_date=date(2026, 2, 15), reason="Utgången"
    )
    told = story(on("01-02", suspended, of="KMSP"), *DAILY)
    line(told, provision, {"03-01": "overdue"}, key=before)
    line(told, provision, {"03-02": "n/a because routine suspended"}, key=after)


# ---------------------------------------------------------------- a wish for another


@each_answer
def test_a_wish_for_another_is_answered(answer: Fact) -> None:
    told = story(*RUNNING, on("03-02", change_requested), on("03-20", answer, by=EVA))
    line(
        told,
        "KMSP-09",
        {
            "01-11": "n/a because not triggered",
            "03-01": "n/a because not triggered",
            "03-02": "absent",
        },
    )
    line(
        told,
        "KMSP-09",
        {
            "03-01": "absent",
            "03-02": "open missing ChangeGranted/ChangeNotPossible",
            "03-19": "open",
            "03-20": f"met by {type(answer).__name__}",
        },
        key=change_requested,
    )
    line(
        told,
        "KMSP-17",
        {
            "03-01": "n/a because not triggered",
            "03-19": "n/a because not triggered",
            "03-20": f"met by {type(answer).__name__}",
        },
    )


@each_answer
def test_an_answer_recorded_on_a_later_day_is_registered_late(answer: Fact) -> None:
    told = story(
        *RUNNING, on("03-02", change_requested), on("03-20", answer, by=EVA, recorded="03-23")
    )
    line(told, "KMSP-09", {"03-20": "met registered late"}, key=change_requested)
    line(told, "KMSP-17", {"03-20": "met registered late"})


def test_a_wish_without_answer_is_breached_in_a_completed_case_only() -> None:
    wished = (*RUNNING, on("03-02", change_requested))
    line(
        story(*wished, on("04-01", closed_completed)),
        "KMSP-09",
        {"03-31": "open", "04-01": "breached because closed without"},
        key=change_requested,
    )
    for closed in EVERY_OTHER_CLOSING:
        line(
            story(*wished, on("04-01", closed)),
            "KMSP-09",
            {"03-31": "open", "04-01": "n/a because closed before"},
            key=change_requested,
        )
    line(
        story(*wished, on("04-01", closed_completed)),
        "KMSP-17",
        {"03-31": "n/a because not triggered", "04-01": "n/a because closed before"},
    )


def test_each_wish_has_its_own_answer() -> None:
    other = change_requested.but(reason="Vill ha någon äldre")
    told = story(
        *RUNNING,
        on("03-02", change_requested),
        on("03-03", other, of="K1-2"),
        on("03-20", not_possible, of="K1-2", by=EVA),
    )
    line(told, "KMSP-09", {"03-20": "open"}, key=change_requested)
    line(told, "KMSP-09", {"03-19": "open", "03-20": "met"}, key=other)
    again = story(
        *RUNNING,
        on("03-02", change_requested),
        on("03-20", not_possible, by=EVA),
        on("04-20", other),
    )
    line(again, "KMSP-09", {"04-20": "met"}, key=change_requested)
    line(again, "KMSP-09", {"04-19": "absent", "04-20": "open"}, key=other)


@pytest.mark.parametrize("decided_by", ["administrator", "support_person", "other"])
@each_answer
def test_an_answer_by_anyone_but_the_manager_is_by_the_wrong_role(
    answer: Fact, decided_by: str
) -> None:
    told = story(
        *RUNNING, on("03-02", change_requested), on("03-20", answer.but(decided_by=decided_by))
    )
    line(told, "KMSP-09", {"03-20": "met"}, key=change_requested)
    line(
        told,
        "KMSP-17",
        {"03-19": "n/a because not triggered", "03-20": "breached because wrong role"},
    )


def test_one_answer_by_the_wrong_role_is_not_made_good_by_the_others() -> None:
    other = change_requested.but(reason="Vill ha någon äldre")
    wrong = not_possible.but(decided_by="support_person")
    told = story(
        *RUNNING,
        on("03-02", change_requested),
        on("03-03", other, of="K1-2"),
        on("03-20", change_granted, by=EVA),
        on("03-25", wrong, of="K1-2"),
    )
    line(told, "KMSP-17", {"03-24": "met", "03-25": "breached because wrong role"})
    wrong_first = story(
        *RUNNING,
        on("03-02", change_requested),
        on("03-03", other, of="K1-2"),
        on("03-20", wrong),
        on("03-25", change_granted, of="K1-2", by=EVA),
    )
    line(
        wrong_first,
        "KMSP-17",
        {"03-20": "breached because wrong role", "03-25": "breached because wrong role"},
    )


def test_the_first_answer_given_decides_when_it_applies_whichever_wish_came_first() -> None:
    told = story(
        *RUNNING,
        on("03-02", change_requested),
        on("03-03", change_requested.but(reason="Vill ha någon äldre"), of="K1-2"),
        on("03-20", not_possible, of="K1-2", by=EVA),
        on("03-25", change_granted, by=EVA),
    )
    line(told, "KMSP-17", {"03-19": "n/a because not triggered", "03-20": "met", "03-25": "met"})


def test_a_decision_by_the_wrong_role_is_not_made_good_by_another() -> None:
    told = story(
        *RUNNING,
        on("03-02", change_requested),
        on("03-20", not_possible.but(decided_by="support_person")),
        on("03-23", change_granted, by=EVA),
    )
    line(
        told,
        "KMSP-17",
        {"03-20": "breached because wrong role", "03-23": "breached because wrong role"},
    )


@pytest.mark.parametrize("provision", ["KMSP-09", "KMSP-17"])
def test_a_wish_is_governed_by_the_version_of_the_appointment(provision: str) -> None:
    told = story(
        on("01-26", NEW_VERSION, of="KMSP"),
        *RUNNING,
        on("03-20", person_3.but(from_date=date(2026, 3, 20)), of="K1-3"),
        on("03-23", change_requested, of="K1-3"),
        on("03-24", not_possible, of="K1-3"),
    )
    key = change_requested if provision == "KMSP-09" else "-"
    found = finding(told, provision, on="03-24", key=key)
    assert found is not None
    assert found.version is not None
    assert found.version.name == "v2"


# ---------------------------------------------------------------- the plan


def test_a_support_person_writes_the_plan_within_a_month_of_the_start() -> None:
    line(
        story(*RUNNING, on("03-10", plan_by_person_1)),
        "KMSP-10",
        {
            "01-11": "open missing ImplementationPlanEstablished",
            "02-01": "open",
            "02-02": "open due 2026-03-02",
            "03-02": "open",
            "03-03": "overdue missing ImplementationPlanEstablished due 2026-03-02",
            "03-10": "met late by ImplementationPlanEstablished",
        },
    )
    line(
        story(*RUNNING, on("03-02", plan_by_person_1)),
        "KMSP-10",
        {"03-01": "open", "03-02": "met", "03-03": "met due 2026-03-02"},
    )
    line(
        story(*RUNNING, on("03-02", plan_by_person_1, recorded="03-03")),
        "KMSP-10",
        {"03-02": "met registered late"},
    )


def test_the_month_is_local_policy_and_so_the_plan_is_never_breached() -> None:
    line(
        story(*RUNNING, on("03-20", closed_completed)),
        "KMSP-10",
        {"03-19": "overdue", "03-20": "overdue", "12-31": "overdue"},
    )
    line(
        story(*RUNNING, on("02-20", closed_completed)),
        "KMSP-10",
        {"02-19": "open", "02-20": "n/a because closed before"},
    )
    line(
        story(setting("housing_plan_months", 2, "01-01"), *RUNNING),
        "KMSP-10",
        {"04-02": "open due 2026-04-02", "04-03": "overdue"},
    )


def test_a_month_from_the_last_of_january_is_the_last_of_february() -> None:
    line(
        story(*BOTH, on("01-31", started)),
        "KMSP-10",
        {"02-28": "open due 2026-02-28", "03-01": "overdue"},
    )


@pytest.mark.parametrize("author", ["A1", "A2"])
def test_either_of_the_two_may_write_it_even_if_the_client_takes_no_part(author: str) -> None:
    declined = plan.but(
        author=author, participation="declined", participation_note="Vill inte vara med"
    )
    line(story(*RUNNING, on("02-10", declined)), "KMSP-10", {"02-10": "met"})


def test_a_support_person_of_another_client_is_someone_else_too() -> None:
    stina_herself = plan.but(author=STINA.id)
    line(
        story(*RUNNING, on("02-10", stina_herself, by=STINA)),
        "KMSP-10",
        {"02-10": "open missing author", "03-03": "overdue missing author"},
    )


def test_a_plan_by_someone_else_lacks_its_author_until_a_support_person_updates_it() -> None:
    updated = ImplementationPlanUpdated(
        occurred_on=ANY_DAY,
        participation="participated",
        author="A2",
        context="follow_up",
        changed=True,
    )
    line(
        story(*RUNNING, on("02-10", plan.but(author="A3")), on("03-10", updated)),
        "KMSP-10",
        {
            "02-09": "open missing ImplementationPlanEstablished",
            "02-10": "open missing author",
            "03-03": "overdue missing author",
            "03-10": "met late by ImplementationPlanUpdated",
        },
    )


def test_whoever_has_not_yet_or_no_longer_the_assignment_is_someone_else() -> None:
    changed = (*RUNNING, on("02-20", leaving), on("02-20", person_3, of="K1-3"))
    by_person_3 = plan.but(author="A3")
    line(story(*changed, on("03-31", by_person_3)), "KMSP-10", {"03-31": "overdue"})
    line(story(*changed, on("04-01", by_person_3)), "KMSP-10", {"04-01": "met late"})
    line(story(*changed, on("03-31", plan_by_person_1)), "KMSP-10", {"03-31": "met late"})
    line(story(*changed, on("04-01", plan_by_person_1)), "KMSP-10", {"04-01": "overdue"})


def test_a_plan_that_names_no_author_is_by_whoever_records_it() -> None:
    line(story(*RUNNING, on("02-10", plan, by=STINA)), "KMSP-10", {"02-10": "met"})
    line(story(*RUNNING, on("02-10", plan)), "KMSP-10", {"02-10": "open missing author"})
