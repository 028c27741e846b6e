"""The law on who is engaged, on legal basis and on the child's view, day by day (2010:479, 2026:43)."""

from datetime import date

import pytest

from assessing import day, line, on, story
from examples import support_person_appointed
from happenings import (
    agreed,
    both_satisfied,
    companion_order,
    extract_shown,
    housing_support_order,
    left,
    meeting_declined,
    met,
    offered,
    order,
    registered,
    relief_order,
    search,
)
from rutin.domain.assignee import RegisterExtractShown
from rutin.domain.case import OrderReceived
from rutin.domain.support_relationship import FollowUpRecorded
from rutin.domain.values import Month
from spec import Told

order_for_a_child = order.but(client_born_on=date(2015, 6, 1))

WITHOUT = "breached because act without precondition missing RegisterExtractShown"


def shown(when: str, issued: str, *registers: str, check: str = "work_with_children") -> Told:
    """Tell that the assignee showed an extract issued on a day."""
    told = {"issued_on": day(issued), "registers": registers, "check": check}
    return on(when, extract_shown.but(occurred_on=day(when), **told))


def agreement_on(
    when: str, *before: Told, ordered: OrderReceived = order_for_a_child
) -> tuple[Told, ...]:
    """Tell a case for a child, with what the assignee showed before the agreement."""
    return (
        on("01-02", registered),
        on("01-12", ordered),
        on("02-03", offered),
        on("02-12", both_satisfied),
        *before,
        on(when, agreed, despite="Upptäcktes efteråt"),
    )


# ---------------------------------------------------------------- LAW-17


@pytest.mark.parametrize("ordered", [order, companion_order, relief_order])
def test_until_someone_is_engaged_with_a_child_the_check_stands_open(
    ordered: OrderReceived,
) -> None:
    for_a_child = ordered.but(client_born_on=date(2015, 6, 1))
    line(
        story(*agreement_on("02-16", ordered=for_a_child)),
        "LAW-17",
        {"01-12": "open", "02-15": "open missing RegisterExtractShown", "02-16": "absent"},
    )


@pytest.mark.parametrize(
    ("when", "issued", "registers", "stands"),
    [
        # To 28 February 2026: the criminal records, at most a year old.
        ("02-28", "2025-02-28", ("criminal_records",), "met by AgreementSigned"),
        ("02-28", "2025-02-27", ("criminal_records",), WITHOUT),
        ("02-28", "2026-02-01", ("suspects",), WITHOUT),
        ("02-28", "2026-02-01", ("social_services",), WITHOUT),
        # From 1 March 2026: the suspects too, both at most six months old.
        ("03-01", "2025-09-01", ("criminal_records", "suspects"), "met by AgreementSigned"),
        ("03-01", "2025-08-31", ("criminal_records", "suspects"), WITHOUT),
        ("03-01", "2026-02-01", ("criminal_records",), WITHOUT),
        ("03-20", "2025-09-20", ("criminal_records", "suspects"), "met by AgreementSigned"),
        ("03-20", "2025-09-19", ("criminal_records", "suspects"), WITHOUT),
    ],
)
def test_the_extracts_of_the_law_then_in_force_are_shown_before_the_agreement(
    when: str, issued: str, registers: tuple[str, ...], stands: str
) -> None:
    line(
        story(*agreement_on(when, shown("02-13", issued, *registers))),
        "LAW-17",
        {"02-15": "absent", when: stands, "12-31": stands},
        key=agreed,
        subject="relationship/K1-1",
    )


@pytest.mark.parametrize(("shown_on", "stands"), [("02-16", "met"), ("02-17", WITHOUT)])
def test_an_extract_shown_after_the_agreement_came_too_late(shown_on: str, stands: str) -> None:
    extract = shown(shown_on, "02-01", "criminal_records")
    case = (
        agreement_on("02-16", extract) if shown_on == "02-16" else (*agreement_on("02-16"), extract)
    )
    line(story(*case), "LAW-17", {"02-16": stands, "02-18": stands}, key=agreed)


def test_an_extract_for_work_in_homes_is_no_check_for_work_with_children() -> None:
    extract = shown("02-13", "02-01", "criminal_records", "suspects", check="work_in_homes")
    line(story(*agreement_on("02-16", extract)), "LAW-17", {"02-16": WITHOUT}, key=agreed)


def test_who_was_checked_for_the_child_less_than_a_year_ago_is_not_checked_again() -> None:
    first = agreement_on("02-16", shown("02-13", "02-01", "criminal_records"))
    again = agreed.but(valid_from=date(2026, 9, 1))
    case = story(
        *first,
        on("05-01", left),
        on("09-01", offered, of="K1-2"),
        on("09-01", both_satisfied, of="K1-2"),
        on("09-01", again, of="K1-2"),
    )
    line(case, "LAW-17", {"09-01": "met"}, key=again)


@pytest.mark.parametrize(
    ("left_on", "stands"), [("2025-09-02", "met by AgreementSigned"), ("2025-09-01", WITHOUT)]
)
def test_who_was_engaged_with_another_child_less_than_a_year_ago_is_not_checked_again(
    left_on: str, stands: str
) -> None:
    another_child = order_for_a_child.but(
        order_no="B0", client="P0", client_born_on=date(2013, 6, 1), decision_date=date(2025, 1, 8)
    )
    case = story(
        on("2025-01-02", registered),
        on("2025-01-12", another_child, of="K0"),
        shown("2025-01-13", "2025-01-10", "criminal_records"),
        on("2025-01-16", offered.but(case="K0"), of="K0-1"),
        on("2025-01-17", both_satisfied, of="K0-1"),
        on("2025-01-20", agreed.but(valid_from=date(2025, 1, 20)), of="K0-1"),
        on(left_on, left, of="K0-1"),
        on("01-12", order_for_a_child),
        on("02-03", offered),
        on("02-12", both_satisfied),
        on("09-01", agreed, despite="Ingen kontroll behövs." if stands == WITHOUT else None),
    )
    line(case, "LAW-17", {"08-31": "absent", "09-01": stands, "12-31": stands}, key=agreed)


def test_an_agreement_in_time_recorded_later_is_registered_late() -> None:
    case = (
        *agreement_on("02-16", shown("02-13", "02-01", "criminal_records"))[:-1],
        on("02-16", agreed, recorded="02-18"),
    )
    line(story(*case), "LAW-17", {"02-16": "met registered late"}, key=agreed)


@pytest.mark.parametrize("ordered", [order, order.but(client_born_on=date(1992, 9, 16))])
def test_an_adult_needs_no_check_for_work_with_children(ordered: OrderReceived) -> None:
    line(
        story(*agreement_on("02-16", ordered=ordered)),
        "LAW-17",
        {"01-12": "n/a because not a child", "02-16": "n/a because not a child"},
    )


@pytest.mark.parametrize(
    ("when", "stands"), [("06-09", "absent"), ("06-10", "n/a because not a child")]
)
def test_from_the_18th_birthday_the_client_is_no_child(when: str, stands: str) -> None:
    nearly_grown = order.but(client_born_on=date(2008, 6, 10))
    case = story(*agreement_on(when, ordered=nearly_grown))
    line(case, "LAW-17", {"06-08": "open", when: stands})
    line(case, "LAW-17", {when: WITHOUT if stands == "absent" else "absent"}, key=agreed)


# ---------------------------------------------------------------- LAW-18


@pytest.mark.parametrize(
    ("issued", "stands"),
    [("2025-09-20", "met by RegisterExtractShown"), ("2025-09-19", "open missing issued_on")],
)
def test_an_extract_for_work_in_homes_is_at_most_six_months_old(issued: str, stands: str) -> None:
    extract = shown("03-20", issued, "criminal_records", check="work_in_homes")
    case = story(on("01-02", registered), on("01-12", order), on("02-03", offered), extract)
    line(case, "LAW-18", {"03-19": "n/a because not triggered", "03-20": "absent"})
    assert isinstance(extract.fact, RegisterExtractShown)
    line(
        case, "LAW-18", {"03-20": stands, "12-31": stands}, key=extract.fact, subject="assignee/A1"
    )
    line(case, "LAW-18", {"03-20": stands, "12-31": stands}, key=extract.fact)


def test_what_was_shown_before_the_law_or_for_work_with_children_is_not_judged_by_it() -> None:
    for extract in (
        shown("02-28", "02-01", "criminal_records", check="work_in_homes"),
        shown("03-20", "02-01", "criminal_records"),
    ):
        case = story(on("01-02", registered), on("01-12", order), on("02-03", offered), extract)
        line(case, "LAW-18", {"03-20": "n/a because not triggered"})


def test_it_may_be_asked_for_and_need_not() -> None:
    line(
        story(*agreement_on("03-20", ordered=order)),
        "LAW-18",
        {"01-12": "n/a because not triggered", "12-31": "n/a because not triggered"},
    )


def test_an_extract_told_later_is_registered_late() -> None:
    told = extract_shown.but(
        occurred_on=day("03-20"), issued_on=day("03-02"), check="work_in_homes"
    )
    case = story(
        on("01-02", registered),
        on("01-12", order),
        on("02-03", offered),
        on("03-20", told, recorded="03-23"),
    )
    line(case, "LAW-18", {"03-20": "met registered late"}, key=told)


# ---------------------------------------------------------------- LAW-27


@pytest.mark.parametrize("basis", ["SoL", "LSS"])
def test_the_order_of_a_contact_person_says_its_legal_basis(basis: str) -> None:
    line(
        story(on("01-12", order.but(legal_basis=basis))),
        "LAW-27",
        {"01-11": "open missing OrderReceived", "01-12": "met by OrderReceived"},
    )
    line(
        story(on("01-12", order.but(legal_basis=basis), recorded="01-13")),
        "LAW-27",
        {"01-12": "met registered late"},
    )


@pytest.mark.parametrize("ordered", [companion_order, relief_order, housing_support_order])
def test_it_concerns_contact_persons_alone(ordered: OrderReceived) -> None:
    line(story(on("01-12", ordered)), "LAW-27", {"01-12": "n/a because not this intervention"})


# ---------------------------------------------------------------- LAW-30

heard = met.but(child_view="Vill ha någon som spelar basket")


def test_the_childs_view_is_written_down_by_the_day_the_search_begins() -> None:
    case = story(on("01-12", order_for_a_child), on("01-16", heard), on("02-02", search))
    line(case, "LAW-30", {"01-12": "open missing child_view", "01-16": "absent"})
    line(
        case,
        "LAW-30",
        {"01-15": "absent", "01-16": "met by ClientMeetingHeld", "02-02": "met due 2026-02-02"},
        key=heard,
    )


def test_left_out_it_is_overdue_the_day_after_the_search_began() -> None:
    line(
        story(on("01-12", order_for_a_child), on("01-16", met), on("02-02", search)),
        "LAW-30",
        {
            "01-16": "open missing child_view",
            "02-02": "open due 2026-02-02",
            "02-03": "overdue missing child_view",
        },
        key=met,
    )


@pytest.mark.parametrize("when", ["02-02", "06-15"])
def test_a_child_heard_at_a_meeting_after_the_search_began_is_not_heard_late(when: str) -> None:
    case = story(on("01-12", order_for_a_child), on("02-02", search), on(when, heard))
    line(case, "LAW-30", {when: f"met due 2026-{when}", "12-31": "met"}, key=heard)


def test_a_child_not_heard_at_a_later_meeting_is_overdue_the_day_after() -> None:
    case = story(on("01-12", order_for_a_child), on("02-02", search), on("06-15", met))
    line(case, "LAW-30", {"06-15": "open", "06-16": "overdue due 2026-06-15"}, key=met)


def test_a_child_is_heard_at_each_follow_up_too() -> None:
    appointed = on("06-01", support_person_appointed)
    unheard = FollowUpRecorded(occurred_on=day("06-30"), period=Month(2026, 6))
    ordered = on("01-12", order_for_a_child.but(intervention="housing_support"))
    case = story(ordered, appointed, on("06-30", unheard))
    line(case, "LAW-30", {"06-29": "open", "06-30": "absent"})
    line(case, "LAW-30", {"06-30": "open", "07-01": "overdue missing child_view"}, key=unheard)
    asked = unheard.but(child_view="Vill träffas ute")
    line(story(ordered, appointed, on("06-30", asked)), "LAW-30", {"06-30": "met"}, key=asked)


def test_what_was_heard_in_time_and_told_later_is_registered_late() -> None:
    case = story(
        on("01-12", order_for_a_child), on("01-16", heard, recorded="02-04"), on("02-02", search)
    )
    line(case, "LAW-30", {"02-02": "met registered late"}, key=heard)


def test_no_meeting_no_view_and_no_child_no_view() -> None:
    line(
        story(on("01-12", order_for_a_child), on("01-20", meeting_declined)),
        "LAW-30",
        {"01-19": "open", "01-20": "n/a because meeting declined"},
    )
    line(
        story(on("01-12", order.but(client_born_on=date(1992, 9, 16))), on("01-16", met)),
        "LAW-30",
        {"01-12": "n/a because not a child", "01-16": "n/a because not a child"},
    )
    nearly_grown = order.but(client_born_on=date(2008, 6, 10))
    line(
        story(on("01-12", nearly_grown), on("06-10", met)),
        "LAW-30",
        {"06-09": "open", "06-10": "n/a because not a child"},
    )
