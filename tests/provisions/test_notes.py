"""KLA-13: what matters of every contact is documented (r.135–137)."""

import pytest

from assessing import day, finding, instances, line, on, story
from examples import EVA, STINA
from happenings import (
    ANY_DAY,
    assignee_asked,
    both_go_on,
    both_satisfied,
    briefed,
    change_requested,
    closed_completed,
    closed_moved,
    declined,
    housing_support_order,
    letter,
    meeting_declined,
    met,
    no_answer,
    note,
    note_signed,
    note_wrong,
    offered,
    order,
    proposed,
    reached,
    registered,
    visit,
)
from rutin.domain.act import Fact
from rutin.domain.case import CaseClosed, CaseOfficerNotified, FactCorrected
from rutin.domain.routine import PolicyParameterSet
from spec import Told, event_id, told

# The contact is the second fact told, so that a note knows it by its id.
ABOUT_IT = note.but(about=(event_id(2),))
CONTACTED = (on("01-12", order), on("01-23", reached))

officer_told = CaseOfficerNotified(occurred_on=ANY_DAY, reason="need_changed", in_writing=True)


def noted(written: str, signed: str, *, recorded: str | None = None) -> tuple[Told, ...]:
    """A note of the contact, written on a day and signed on another."""
    return (
        on(written, ABOUT_IT, recorded=recorded),
        on(signed, note_signed, recorded=recorded),
    )


# ---------------------------------------------------------------- fourteen days


def test_before_any_contact_nothing_is_to_be_noted() -> None:
    told_of = story(*CONTACTED)
    line(
        told_of,
        "KLA-13",
        {
            "01-12": "n/a because not triggered",
            "01-22": "n/a because not triggered",
            "01-23": "absent",
        },
    )


def test_a_contact_is_noted_and_signed_within_fourteen_days() -> None:
    line(
        story(*CONTACTED, *noted("01-26", "02-06")),
        "KLA-13",
        {
            "01-22": "absent",
            "01-23": "open missing JournalNoteSigned due 2026-02-06",
            "01-26": "open missing JournalNoteSigned",
            "02-05": "open",
            "02-06": "met by JournalNoteRecorded, JournalNoteSigned",
        },
        key=reached,
    )


def test_the_day_after_it_is_overdue_and_then_met_late() -> None:
    line(
        story(*CONTACTED, *noted("01-26", "02-10")),
        "KLA-13",
        {
            "02-06": "open",
            "02-07": "overdue missing JournalNoteSigned due 2026-02-06",
            "02-09": "overdue",
            "02-10": "met late",
        },
        key=reached,
    )


def test_the_fourteen_days_run_from_the_contact_however_late_it_is_recorded() -> None:
    told_of = story(on("01-12", order), on("01-23", reached, recorded="02-20"))
    line(told_of, "KLA-13", {"02-06": "open", "02-07": "overdue"}, key=reached)


def test_registered_late_is_about_the_note() -> None:
    told_of = story(*CONTACTED, *noted("02-06", "02-06", recorded="02-07"))
    line(told_of, "KLA-13", {"02-06": "met registered late"}, key=reached)
    told_of = story(*CONTACTED, *noted("01-26", "01-26", recorded="02-06"))
    line(told_of, "KLA-13", {"01-26": "met"}, key=reached)
    late_contact = on("01-23", reached, recorded="02-20")
    told_of = story(on("01-12", order), late_contact, *noted("01-26", "01-26"))
    line(told_of, "KLA-13", {"01-26": "met"}, key=reached)


def test_a_note_written_before_the_contact_was_recorded_counts_from_the_contact() -> None:
    told_of = story(*CONTACTED, *noted("01-20", "01-20"))
    line(told_of, "KLA-13", {"01-23": "met"}, key=reached)


def test_a_note_may_know_its_contact_by_the_command_that_gave_it() -> None:
    by_command = note.but(about=("command-2",))
    told_of = story(*CONTACTED, on("01-26", by_command), on("01-26", note_signed))
    line(told_of, "KLA-13", {"01-25": "open", "01-26": "met"}, key=reached)


def test_the_first_of_two_notes_of_a_contact_counts_however_they_know_it() -> None:
    by_command = note.but(note="N2", about=("command-2",))
    told_of = story(
        *CONTACTED,
        on("01-28", by_command),
        on("01-28", note_signed.but(note="N2")),
        *noted("01-26", "01-26"),
    )
    line(told_of, "KLA-13", {"01-25": "open", "01-26": "met", "01-28": "met"}, key=reached)


def test_of_two_notes_signed_the_same_day_the_first_is_shown() -> None:
    another = (on("01-26", ABOUT_IT.but(note="N2")), on("01-26", note_signed.but(note="N2")))
    told_of = story(*CONTACTED, *noted("01-26", "01-26"), *another)
    found = finding(told_of, "KLA-13", on="01-26", key=reached)
    assert found is not None
    assert [shown.fact for shown in found.state.evidence] == [
        ABOUT_IT.but(occurred_on=day("01-26")),
        note_signed.but(occurred_on=day("01-26")),
    ]


def test_a_note_about_something_else_or_about_nothing_does_not_count() -> None:
    for other in (note, note.but(about=(event_id(1),))):
        told_of = story(*CONTACTED, on("01-26", other), on("01-26", note_signed))
        line(told_of, "KLA-13", {"01-26": "open"}, key=reached)


def test_one_note_may_be_about_several_contacts() -> None:
    both = note.but(about=(event_id(2), event_id(3)))
    told_of = story(*CONTACTED, on("01-30", met), on("02-02", both), on("02-02", note_signed))
    for contact in (reached, met):
        line(told_of, "KLA-13", {"02-01": "open", "02-02": "met"}, key=contact)


@pytest.mark.parametrize("provision", ["KLA-13", "LAW-10"])
def test_a_contact_is_about_the_case_or_the_relationship_that_it_was_in(provision: str) -> None:
    told_of = story(*CONTACTED, on("01-02", registered), on("02-03", offered))
    line(told_of, provision, {"02-03": "open"}, key=reached, subject="case/K1")
    line(told_of, provision, {"02-03": "open"}, key=offered, subject="relationship/K1-1")


def test_a_municipality_may_set_other_days() -> None:
    sooner = PolicyParameterSet(
        occurred_on=day("01-02"), parameter="note_days", value=3, from_date=day("01-02")
    )
    told_of = story(told(sooner, of="KLA"), *CONTACTED)
    line(told_of, "KLA-13", {"01-26": "open due 2026-01-26", "01-27": "overdue"}, key=reached)
    found = finding(told_of, "KLA-13", on="01-27", key=reached)
    assert found is not None
    assert [(used.name, used.value, used.default) for used in found.parameters] == [
        ("note_days", 3, 14)
    ]


@pytest.mark.parametrize("provision", ["KLA-13", "LAW-10"])
def test_the_days_told_are_those_that_held_on_the_day_of_the_contact(provision: str) -> None:
    from_june = PolicyParameterSet(
        occurred_on=day("06-01"), parameter="note_days", value=5, from_date=day("06-01")
    )
    from_mid_june = from_june.but(occurred_on=day("06-15"), value=20, from_date=day("06-15"))
    contacts = {
        "05-31": (no_answer, "06-14", 14),
        "06-01": (letter, "06-06", 5),
        "06-14": (visit, "06-19", 5),
        "06-15": (reached, "07-05", 20),
    }
    told_of = story(
        told(from_june, of="KLA"),
        told(from_mid_june, of="KLA"),
        on("05-19", order),
        *(on(happened, contact) for happened, (contact, _, _) in contacts.items()),
    )
    for contact, last_day, days in contacts.values():
        stands = {"06-30": f"{'open' if days == 20 else 'overdue'} due 2026-{last_day}"}
        line(told_of, provision, stands, key=contact)
        found = finding(told_of, provision, on="06-30", key=contact)
        assert found is not None
        assert [(used.name, used.value) for used in found.parameters] == [("note_days", days)]


# ---------------------------------------------------------------- wrong notes and contacts


def test_a_note_marked_as_wrong_satisfies_nothing_on_any_day() -> None:
    told_of = story(*CONTACTED, *noted("01-26", "01-26"), on("03-02", note_wrong))
    line(told_of, "KLA-13", {"01-26": "open", "02-07": "overdue", "03-02": "overdue"}, key=reached)


def test_a_right_note_beside_the_wrong_one_does() -> None:
    right = ABOUT_IT.but(note="N2")
    told_of = story(
        *CONTACTED,
        *noted("01-26", "01-26"),
        on("03-02", note_wrong),
        on("03-02", right),
        on("03-02", note_signed.but(note="N2")),
    )
    line(told_of, "KLA-13", {"03-01": "overdue", "03-02": "met late"}, key=reached)


def test_the_signature_of_another_note_is_none() -> None:
    told_of = story(*CONTACTED, on("01-26", ABOUT_IT), on("01-26", note_signed.but(note="N2")))
    line(told_of, "KLA-13", {"01-26": "open"}, key=reached)


def test_a_contact_that_never_was_needs_no_note() -> None:
    taken_away = FactCorrected(
        occurred_on=day("02-02"), corrects=event_id(2), reason="Fel brukare", replacement=None
    )
    told_of = story(*CONTACTED, on("02-02", taken_away))
    line(told_of, "KLA-13", {"02-02": "n/a because not triggered"})


# ---------------------------------------------------------------- at the close


def test_what_was_overdue_at_the_close_stays_so_and_may_still_be_noted() -> None:
    line(
        story(*CONTACTED, on("02-10", closed_completed), *noted("02-20", "02-20")),
        "KLA-13",
        {"02-09": "overdue", "02-10": "overdue", "02-19": "overdue", "02-20": "met late"},
        key=reached,
    )


@pytest.mark.parametrize("closing", [closed_completed, closed_moved], ids=lambda c: c.outcome)
def test_what_was_still_in_time_at_the_close_does_not_apply(closing: CaseClosed) -> None:
    line(
        story(*CONTACTED, on("02-02", closing)),
        "KLA-13",
        {
            "02-01": "open",
            "02-02": "n/a because closed before",
            "02-07": "n/a because closed before",
        },
        key=reached,
    )


def test_it_is_never_breached() -> None:
    told_of = story(*CONTACTED, on("02-10", closed_completed))
    line(told_of, "KLA-13", {"2030-12-31": "overdue"}, key=reached)


# ---------------------------------------------------------------- which contacts


@pytest.mark.parametrize(
    "contact",
    [
        no_answer,
        reached,
        met,
        meeting_declined,
        proposed,
        officer_told,
        offered,
        declined,
        both_satisfied,
        briefed,
        assignee_asked,
        both_go_on,
        change_requested,
    ],
    ids=lambda each: type(each).__name__,
)
def test_every_contact_with_client_officer_and_assignee_is_to_be_noted(contact: Fact) -> None:
    setting = (on("01-02", registered), on("01-12", order), on("01-20", offered))
    told_of = story(*setting, on("01-23", contact, by=EVA))
    if contact is offered:
        told_of = story(*setting)
        line(told_of, "KLA-13", {"01-19": "absent", "01-20": "open"}, key=contact)
    else:
        line(told_of, "KLA-13", {"01-22": "absent", "01-23": "open"}, key=contact)


def test_a_note_is_no_contact_itself() -> None:
    told_of = story(on("01-12", order), on("01-23", note, by=STINA))
    assert instances(told_of, "KLA-13", on="01-23") == ["-"]


def test_it_is_not_for_housing_support() -> None:
    told_of = story(on("01-12", housing_support_order), on("01-23", reached))
    line(told_of, "KLA-13", {"01-23": "n/a because not this intervention"})
