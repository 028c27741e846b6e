"""The law on the record, day by day: notes, the plan, disputes, disposal (SoL 10, 14, 16 kap.; LSS 21 a–d)."""

from datetime import date

import pytest

from assessing import finding, line, on, story
from happenings import (
    ANY_DAY,
    assignee_asked,
    both_go_on,
    both_satisfied,
    briefed,
    change_requested,
    closed_completed,
    closed_moved,
    companion_order,
    declined,
    meeting_declined,
    met,
    no_answer,
    note,
    note_signed,
    note_wrong,
    offered,
    order,
    plan,
    proposed,
    reached,
    registered,
    relief_order,
)
from rutin.domain.act import Fact
from rutin.domain.assessment.finding import Severity
from rutin.domain.case import (
    CaseOfficerNotified,
    ClientDisputedNote,
    FactCorrected,
    ImplementationPlanUpdated,
    OrderReceived,
)
from rutin.domain.routine import PolicyParameterSet
from spec import Told, event_id

# ---------------------------------------------------------------- LAW-10: every contact is noted

told_the_officer = CaseOfficerNotified(
    occurred_on=ANY_DAY, reason="client_unreachable", in_writing=True
)

CONTACTS: tuple[Fact, ...] = (
    no_answer,
    reached,
    met,
    meeting_declined,
    proposed,
    told_the_officer,
    offered,
    declined,
    both_satisfied,
    briefed,
    assignee_asked,
    both_go_on,
    change_requested,
)
"""Contacts with the client, the case officer, the assignee and others."""

BEFORE = (on("01-02", registered), on("01-12", order), on("01-13", offered))
CONTACT = event_id(4)
"""The id of the fact told after them."""

about_it = note.but(about=(CONTACT,))


def case_with(contact: Fact, *after: Told) -> list[Told]:
    """Tell a case with a contact on 20 January, the fourth fact that is told."""
    return [*BEFORE, on("01-20", contact), *after]


every_contact = pytest.mark.parametrize("contact", CONTACTS, ids=lambda c: type(c).__name__)
note_rows = pytest.mark.parametrize("provision", ["KLA-13", "LAW-10"])


@note_rows
@every_contact
def test_a_contact_is_to_be_noted_and_signed_within_fourteen_days(
    provision: str, contact: Fact
) -> None:
    line(
        story(*case_with(contact)),
        provision,
        {
            "01-19": "absent",
            "01-20": "open missing JournalNoteSigned due 2026-02-03",
            "02-03": "open",
            "02-04": "overdue missing JournalNoteSigned due 2026-02-03",
            "2027-06-01": "overdue",
        },
        key=CONTACT,
    )


@note_rows
@pytest.mark.parametrize(("signed", "stands"), [("02-03", "met"), ("02-04", "met late")])
def test_it_counts_from_the_day_the_note_is_signed(
    provision: str, signed: str, stands: str
) -> None:
    line(
        story(*case_with(met, on("01-21", about_it), on(signed, note_signed))),
        provision,
        {"01-21": "open", signed: f"{stands} by JournalNoteRecorded, JournalNoteSigned"},
        key=CONTACT,
    )


@note_rows
def test_a_note_told_later_than_it_was_signed_is_registered_late(provision: str) -> None:
    signed = on("02-02", note_signed, recorded="02-05")
    line(
        story(*case_with(met, on("01-21", about_it), signed)),
        provision,
        {"02-02": "met registered late"},
        key=CONTACT,
    )


@note_rows
def test_a_note_of_something_else_notes_nothing(provision: str) -> None:
    line(
        story(*case_with(met, on("01-20", note), on("01-20", note_signed))),
        provision,
        {"02-04": "overdue"},
        key=CONTACT,
    )


@note_rows
def test_one_note_may_be_of_several_contacts(provision: str) -> None:
    both = note.but(about=(CONTACT, event_id(5)))
    case = story(
        *case_with(reached, on("01-20", no_answer), on("01-22", both), on("01-22", note_signed))
    )
    for contact in both.about:
        line(case, provision, {"01-21": "open", "01-22": "met"}, key=contact)


@note_rows
def test_a_note_marked_as_wrong_never_noted_anything(provision: str) -> None:
    case = story(
        *case_with(met, on("01-20", about_it), on("01-20", note_signed), on("03-02", note_wrong))
    )
    line(case, provision, {"01-20": "open", "02-04": "overdue", "03-02": "overdue"}, key=CONTACT)


@note_rows
def test_before_the_first_contact_there_is_nothing_to_note(provision: str) -> None:
    line(
        story(on("01-12", order)),
        provision,
        {"01-11": "n/a because not triggered", "01-12": "n/a because not triggered"},
    )
    line(
        story(*case_with(met)), provision, {"01-12": "n/a because not triggered", "01-13": "absent"}
    )


@note_rows
def test_the_local_time_may_be_shorter(provision: str) -> None:
    a_week = PolicyParameterSet(
        occurred_on=ANY_DAY, parameter="note_days", value=7, from_date=date(2026, 1, 20)
    )
    case = story(*case_with(met, on("01-20", a_week, of="KLA")))
    line(case, provision, {"01-27": "open due 2026-01-27", "01-28": "overdue"}, key=CONTACT)
    line(case, provision, {"01-27": "open due 2026-01-27"}, key=event_id(3))


def test_at_the_close_what_is_overdue_stays_so_and_the_routine_asks_for_no_more() -> None:
    overdue = story(*case_with(met, on("02-04", closed_completed)))
    for provision in ("KLA-13", "LAW-10"):
        line(overdue, provision, {"02-04": "overdue", "06-01": "overdue"}, key=CONTACT)
    in_time = story(*case_with(met, on("02-03", closed_moved)))
    line(in_time, "KLA-13", {"02-02": "open", "02-03": "n/a because closed before"}, key=CONTACT)
    line(in_time, "LAW-10", {"02-03": "open", "02-04": "overdue"}, key=CONTACT)


# ---------------------------------------------------------------- LAW-11: put right, visibly


def test_a_note_marked_as_wrong_is_written_anew() -> None:
    noted = (on("01-20", note), on("01-20", note_signed), on("02-02", note_wrong))
    case = story(on("01-12", order), *noted, on("02-05", note.but(note="N2")))
    line(case, "LAW-11", {"02-01": "n/a because not triggered", "02-02": "absent"})
    line(
        case,
        "LAW-11",
        {
            "02-01": "absent",
            "02-02": "open missing JournalNoteRecorded",
            "02-04": "open",
            "02-05": "met by JournalNoteRecorded",
        },
        key=note_wrong,
    )


def test_a_note_written_before_the_marking_replaces_nothing() -> None:
    case = story(
        on("01-12", order),
        on("01-20", note),
        on("01-21", note.but(note="N2")),
        on("02-02", note_wrong),
    )
    line(case, "LAW-11", {"02-02": "open", "12-31": "open"}, key=note_wrong)


def test_the_note_marked_does_not_replace_itself_however_early_the_marking_is_dated() -> None:
    case = story(on("01-12", order), on("01-20", note), on("01-19", note_wrong))
    line(case, "LAW-11", {"01-20": "open missing JournalNoteRecorded"}, key=note_wrong)


def test_in_a_wrong_clients_file_there_is_nothing_to_write_anew() -> None:
    wrong_client = note_wrong.but(wrong_client=True)
    case = story(on("01-12", order), on("01-20", note), on("02-02", wrong_client))
    line(case, "LAW-11", {"02-02": "met by JournalNoteMarkedErroneous"}, key=wrong_client)


def test_a_new_note_told_later_is_registered_late() -> None:
    case = story(
        on("01-12", order),
        on("01-20", note),
        on("02-02", note_wrong),
        on("02-05", note.but(note="N2"), recorded="02-06"),
    )
    line(case, "LAW-11", {"02-05": "met registered late"}, key=note_wrong)


# ---------------------------------------------------------------- LAW-12: the plan is followed up

looked_over = ImplementationPlanUpdated(
    occurred_on=ANY_DAY, participation="participated", context="follow_up", changed=False
)


@pytest.mark.parametrize("ordered", [companion_order, relief_order])
def test_a_plan_older_than_a_year_is_overdue_until_it_is_looked_over(
    ordered: OrderReceived,
) -> None:
    line(
        story(on("01-12", ordered), on("01-20", plan), on("2027-02-10", looked_over)),
        "LAW-12",
        {
            "01-19": "n/a because not triggered",
            "01-20": "met by ImplementationPlanEstablished",
            "2027-01-20": "met",
            "2027-01-21": "overdue missing ImplementationPlanUpdated gaps 2027-01-21–",
            "2027-02-09": "overdue",
            "2027-02-10": "met by ImplementationPlanUpdated gaps 2027-01-21–2027-02-09",
            "2028-02-11": "overdue gaps 2027-01-21–2027-02-09, 2028-02-11–",
        },
    )


def test_looked_over_within_the_year_it_has_no_gap() -> None:
    line(
        story(on("01-12", companion_order), on("01-20", plan), on("2027-01-20", looked_over)),
        "LAW-12",
        {"2027-01-21": "met", "2028-01-20": "met", "2028-01-21": "overdue gaps 2028-01-21–"},
    )


def test_it_is_a_recommendation() -> None:
    case = story(on("01-12", companion_order), on("01-20", plan))
    found = finding(case, "LAW-12", on="2027-01-21")
    assert found is not None
    assert found.severity is Severity.ADVISORY


def test_a_contact_person_has_no_plan_to_follow_up() -> None:
    line(
        story(on("01-12", order)),
        "LAW-12",
        {
            "01-11": "n/a because no plan for contact person",
            "12-31": "n/a because no plan for contact person",
        },
    )


def test_the_local_time_for_a_plan_may_be_shorter() -> None:
    half_a_year = PolicyParameterSet(
        occurred_on=ANY_DAY, parameter="plan_review_months", value=6, from_date=date(2026, 1, 1)
    )
    line(
        story(on("01-02", half_a_year, of="LAW"), on("01-12", companion_order), on("01-31", plan)),
        "LAW-12",
        {"07-31": "met", "08-01": "overdue"},
    )


def test_the_time_told_is_that_of_the_day_of_the_plan() -> None:
    from_march = PolicyParameterSet(
        occurred_on=ANY_DAY, parameter="plan_review_months", value=6, from_date=date(2026, 3, 1)
    )
    case = story(
        on("01-02", from_march, of="LAW"),
        on("01-12", companion_order),
        on("01-20", plan),
        on("04-01", looked_over),
    )
    line(case, "LAW-12", {"03-02": "met", "2027-01-20": "met", "2027-01-21": "overdue"})
    for asked, months in (("03-02", 12), ("04-01", 6)):
        found = finding(case, "LAW-12", on=asked)
        assert found is not None
        assert [used.value for used in found.parameters] == [months]


def test_a_closed_case_has_no_plan_to_follow_up() -> None:
    planned = (on("01-12", companion_order), on("01-20", plan))
    line(
        story(*planned, on("06-01", closed_completed)),
        "LAW-12",
        {"06-01": "met", "2027-06-01": "met"},
    )
    line(
        story(*planned, on("2027-03-01", closed_completed), on("2027-03-01", note)),
        "LAW-12",
        {"2027-02-28": "overdue", "2027-03-01": "overdue", "2027-06-01": "overdue"},
    )
    line(
        story(on("01-12", companion_order), on("01-13", closed_completed)),
        "LAW-12",
        {"01-13": "n/a because closed before"},
    )


# ---------------------------------------------------------------- LAW-13: what the client holds


def test_a_disputed_note_has_the_clients_view_beside_it() -> None:
    disputed = ClientDisputedNote(occurred_on=ANY_DAY, note="N1", view="Så var det inte")
    case = story(on("01-12", order), on("01-20", note), on("02-02", disputed))
    line(case, "LAW-13", {"02-01": "n/a because not triggered", "02-02": "absent"})
    line(case, "LAW-13", {"02-01": "absent", "02-02": "met by ClientDisputedNote"}, key=disputed)
    told_later = story(
        on("01-12", order), on("01-20", note), on("02-02", disputed, recorded="02-03")
    )
    line(told_later, "LAW-13", {"02-02": "met registered late"}, key=disputed)


# ---------------------------------------------------------------- LAW-15 and LAW-16: disposal

born_on_the_16th = order.but(client_born_on=date(1992, 9, 16))


def test_a_file_is_disposed_of_in_the_year_after_five_years_without_a_note() -> None:
    runs = "n/a because retention runs"
    line(
        story(on("01-12", born_on_the_16th), on("03-31", note)),
        "LAW-15",
        {
            "01-11": runs,
            "03-31": runs,
            "2031-03-31": runs,
            "2031-04-01": "open missing DisposalCarriedOut due 2032-12-31",
            "2032-12-31": "open",
            "2033-01-01": "overdue missing DisposalCarriedOut due 2032-12-31",
            "2040-01-01": "overdue",
        },
    )


def test_a_note_within_the_five_years_starts_them_anew() -> None:
    runs = "n/a because retention runs"
    line(
        story(
            on("01-12", born_on_the_16th), on("03-31", note), on("2031-03-31", note.but(note="N2"))
        ),
        "LAW-15",
        {"2031-03-31": runs, "2036-03-31": runs, "2036-04-01": "open due 2037-12-31"},
    )


def test_a_note_after_the_five_years_makes_the_file_one_to_keep_again() -> None:
    line(
        story(
            on("01-12", born_on_the_16th), on("03-31", note), on("2031-05-02", note.but(note="N2"))
        ),
        "LAW-15",
        {
            "2031-05-01": "open due 2032-12-31",
            "2031-05-02": "n/a because retention runs",
            "2036-05-03": "open due 2037-12-31",
        },
    )


def test_of_a_file_without_notes_its_last_fact_counts() -> None:
    line(
        story(on("01-12", born_on_the_16th), on("02-28", reached)),
        "LAW-15",
        {"2031-02-28": "n/a because retention runs", "2031-03-01": "open due 2032-12-31"},
    )


def test_a_note_in_another_file_of_the_same_client_keeps_this_one_too() -> None:
    elsewhere = born_on_the_16th.but(order_no="B2")
    case = story(
        on("01-12", born_on_the_16th),
        on("03-31", note),
        on("06-30", closed_completed),
        on("08-10", elsewhere, of="K2"),
        on("2027-06-01", note.but(note="N2"), of="K2"),
    )
    for file in ("K1", "K2"):
        line(
            case,
            "LAW-15",
            {
                "2031-04-01": "n/a because retention runs",
                "2032-06-01": "n/a because retention runs",
                "2032-06-02": "open missing DisposalCarriedOut due 2033-12-31",
            },
            of=file,
        )


def test_another_file_without_notes_counts_by_its_facts_from_the_day_it_was_opened() -> None:
    elsewhere = born_on_the_16th.but(order_no="B2")
    case = story(
        on("01-12", born_on_the_16th),
        on("03-31", note),
        on("2031-05-02", elsewhere, of="K2"),
    )
    line(
        case,
        "LAW-15",
        {
            "2031-05-01": "open due 2032-12-31",
            "2031-05-02": "n/a because retention runs",
            "2036-05-03": "open due 2037-12-31",
        },
    )


def test_the_files_of_another_client_keep_nothing() -> None:
    anothers = born_on_the_16th.but(order_no="B2", client="P2")
    moved = FactCorrected(
        occurred_on=ANY_DAY, corrects=event_id(4), reason="Fel brukare", replacement=anothers
    )
    case = story(
        on("01-12", born_on_the_16th),
        on("03-31", note),
        on("05-01", anothers.but(order_no="B3"), of="K3"),
        on("05-01", born_on_the_16th.but(order_no="B2"), of="K2"),
        on("2027-06-01", note.but(note="N2"), of="K2"),
        on("2027-06-01", note.but(note="N2"), of="K3"),
        on("2027-06-02", moved, of="K2"),
    )
    line(case, "LAW-15", {"2031-04-01": "open due 2032-12-31"})


@pytest.mark.parametrize("born", [date(1992, 9, 5), date(1992, 9, 15), date(1992, 9, 25), None])
def test_the_file_of_one_born_on_the_5th_15th_25th_or_no_one_knows_when_is_kept(
    born: date | None,
) -> None:
    case = story(on("01-12", order.but(client_born_on=born)))
    for day in ("01-12", "2040-01-01"):
        line(case, "LAW-15", {day: "n/a because to be preserved"})
        line(case, "LAW-16", {day: "met by OrderReceived"})


def test_the_file_of_anyone_else_is_not_kept_for_ever() -> None:
    line(
        story(on("01-12", born_on_the_16th)),
        "LAW-16",
        {"01-12": "n/a because may be disposed", "2040-01-01": "n/a because may be disposed"},
    )
