"""Byte av stödperson, day by day: the client told in time, and the handover (r.20–52, D-01, D-68)."""

from datetime import date, time

import pytest

from assessing import day, finding, instances, line, on, story
from examples import (
    ADAM,
    EVA,
    IMPORTER,
    STINA,
    departure_announced,
    housing_support_ordered,
    on_behalf_of,
    relationship_ended,
    support_person_appointed,
)
from happenings import (
    ANY_DAY,
    change_requested,
    closed_completed,
    closed_moved,
    companion_order,
    consent_given,
    registered,
    started,
)
from rutin.domain.act import Fact
from rutin.domain.actor import Actor
from rutin.domain.case import (
    ConsentWithdrawn,
    ContactRegistered,
    ContactRemoved,
    ImplementationPlanUpdated,
    MethodSheetEstablished,
)
from rutin.domain.history import History
from rutin.domain.routine import RoutineVersionSuspended
from rutin.domain.support_relationship import (
    ChangeGranted,
    ClientInformedOfDeparture,
    ClosingMeetingBooked,
    ClosingMeetingDeclined,
    ClosingMeetingHeld,
    ColleaguesInformed,
    DepartureChanged,
    DepartureWithdrawn,
    HandoverClosed,
    HandoverCompleted,
    HandoverNoteRecorded,
    MaterialTransferred,
    MethodSheetUpdated,
    SuccessorAnnounced,
    ThirdPartyInformed,
)
from spec import Told

leaves = departure_announced
changed = DepartureChanged(occurred_on=ANY_DAY, last_day=date(2026, 4, 30))
withdrawn = DepartureWithdrawn(occurred_on=ANY_DAY)
gone = relationship_ended
granted = ChangeGranted(occurred_on=ANY_DAY, decided_by="unit_manager")
closed = HandoverClosed(occurred_on=ANY_DAY)

informed = ClientInformedOfDeparture(occurred_on=ANY_DAY, mode="oral")
booked = ClosingMeetingBooked(occurred_on=ANY_DAY, meeting_on=date(2026, 12, 31))
held = ClosingMeetingHeld(occurred_on=ANY_DAY)
meeting_declined = ClosingMeetingDeclined(occurred_on=ANY_DAY)
plan_updated = ImplementationPlanUpdated(
    occurred_on=ANY_DAY, participation="participated", context="closing", changed=True
)
sheet_updated = MethodSheetUpdated(occurred_on=ANY_DAY, context="closing", changed=True)
noted = HandoverNoteRecorded(occurred_on=ANY_DAY, text="Ring på före klockan tio")
named = SuccessorAnnounced(occurred_on=ANY_DAY, term="interim", successor="A3")
not_known = SuccessorAnnounced(occurred_on=ANY_DAY, term="unknown")
colleagues_told = ColleaguesInformed(occurred_on=ANY_DAY, agreed="Handla på torsdagar")
god_man_told = ThirdPartyInformed(occurred_on=ANY_DAY, party="god_man", referral="Jouren")
relative_told = god_man_told.but(party="relative")
officer_told = god_man_told.but(party="case_officer")
material = MaterialTransferred(occurred_on=ANY_DAY, items=("Bildschema",))
no_material = MaterialTransferred(occurred_on=ANY_DAY, none_exists=True)
completed = HandoverCompleted(occurred_on=ANY_DAY)

sheet = MethodSheetEstablished(occurred_on=ANY_DAY)
god_man = ContactRegistered(occurred_on=ANY_DAY, role="god_man", contact="gm")
relative = ContactRegistered(occurred_on=ANY_DAY, role="relative", contact="mor")
consent_withdrawn = ConsentWithdrawn(occurred_on=ANY_DAY, consent="mor")

successor = support_person_appointed.but(assignee="A3", from_date=date(2026, 4, 1), term="interim")

CLIENT = (
    on("01-02", registered),
    on("01-02", registered.but(person="P8"), of="A2"),
    on("01-02", registered.but(person="P7"), of="A3"),
    on("01-12", housing_support_ordered),
    on("01-19", support_person_appointed),
    on("01-19", support_person_appointed.but(assignee="A2", slot=2), of="K1-2"),
    on("02-02", started),
)
"""A client with person 1 and person 2, and a service that runs."""

AROUND = (
    on("01-26", sheet),
    on("01-26", god_man),
    on("01-26", relative),
    on("01-26", consent_given),
)
"""A method sheet, a god man, and a relative who may be told."""


def leaving(*happened: Told, around: tuple[Told, ...] = AROUND) -> History:
    """Person 1 says on 20 February that 31 March is the last day; someone follows from 1 April on."""
    return story(
        *CLIENT, *around, on("02-20", leaves), on("02-20", successor, of="K1-3"), *happened
    )


def leaving_on_time() -> tuple[Told, ...]:
    """The same, to be told after something else."""
    return (*CLIENT, *AROUND, on("02-20", leaves), on("02-20", successor, of="K1-3"))


def on_each(written: str, facts: tuple[Fact, ...], recorded: str | None = None) -> list[Told]:
    """Several things on one day."""
    return [on(written, each, recorded=recorded) for each in facts]


DONE_BY: dict[str, tuple[Fact, ...]] = {
    "BYTE-09": (held,),
    "BYTE-11": (named,),
    "BYTE-12": (colleagues_told,),
    "BYTE-13a": (god_man_told,),
    "BYTE-13b": (relative_told,),
    "BYTE-13c": (officer_told,),
    "BYTE-14": (god_man_told, relative_told, officer_told),
    "BYTE-15": (material,),
}
"""What is due by the last day, and by what it is met."""

MISSING = {
    "BYTE-09": "ClosingMeetingBooked, ClosingMeetingHeld",
    "BYTE-11": "SuccessorAnnounced",
    "BYTE-12": "ColleaguesInformed",
    "BYTE-13a": "ThirdPartyInformed",
    "BYTE-13b": "ThirdPartyInformed",
    "BYTE-13c": "ThirdPartyInformed",
    "BYTE-14": "BYTE-14",
    "BYTE-15": "MaterialTransferred",
}

AT_THE_MEETING: dict[str, Fact] = {
    "BYTE-10a": plan_updated,
    "BYTE-10b": sheet_updated,
    "BYTE-10c": noted,
}
"""What is due at the closing meeting, and by what it is met."""

EVERY_STEP = ("BYTE-01", "BYTE-02", "BYTE-08", *DONE_BY, *AT_THE_MEETING)
WHOLE: tuple[Fact, ...] = (
    held,
    plan_updated,
    sheet_updated,
    noted,
    named,
    colleagues_told,
    god_man_told,
    relative_told,
    officer_told,
    material,
)
"""All that a handover is made of."""

by_the_last_day = pytest.mark.parametrize("provision", DONE_BY)
at_the_meeting = pytest.mark.parametrize("provision", AT_THE_MEETING)
every_step = pytest.mark.parametrize("provision", EVERY_STEP)
told_in_time = pytest.mark.parametrize("provision", ["BYTE-01", "BYTE-08"])


def before_it(provision: str) -> list[Told]:
    """What must come before: colleagues are told what the closing meeting came to."""
    return [on("03-12", held)] if provision == "BYTE-12" else []


# ---------------------------------------------------------------- before anyone leaves


@every_step
def test_before_anyone_leaves_nothing_is_to_be_handed_over(provision: str) -> None:
    line(
        leaving(),
        provision,
        {
            "01-11": "n/a because not triggered",
            "02-19": "n/a because not triggered",
            "02-20": "absent",
        },
    )
    line(leaving(), provision, {"02-19": "absent"}, key=leaves)


@every_step
def test_only_housing_support_has_support_persons_who_leave(provision: str) -> None:
    line(
        story(on("01-12", companion_order)),
        provision,
        {"01-12": "n/a because not this intervention"},
    )


@every_step
def test_a_suspended_routine_asks_nothing_of_who_leaves_from_then_on(provision: str) -> None:
    for from_date, stands in (("02-20", "n/a because routine suspended"), ("02-21", "open")):
        suspended = RoutineVersionSuspended(
            occurred_on=ANY_DAY, version="v1", from_date=day(from_date), reason="Utgången"
        )
        line(
            story(on("01-09", suspended, of="BYTE"), *leaving_on_time()),
            provision,
            {"02-20": stands, "02-25": stands},
            key=leaves,
        )


# ---------------------------------------------------------------- told in time


@told_in_time
def test_the_client_is_told_a_month_before_the_last_day(provision: str) -> None:
    for written in ("02-20", "02-27", "02-28"):
        line(
            leaving(on(written, informed)),
            provision,
            {
                written: "met due 2026-02-28 by ClientInformedOfDeparture",
                "04-01": "met",
            },
            key=leaves,
        )
    line(
        leaving(),
        provision,
        {
            "02-20": "open missing ClientInformedOfDeparture due 2026-02-28",
            "02-28": "open",
            "03-01": "overdue missing ClientInformedOfDeparture due 2026-02-28",
            "03-31": "overdue",
            "04-01": "breached because period over missing ClientInformedOfDeparture",
        },
        key=leaves,
    )


@told_in_time
def test_told_after_the_month_but_by_the_last_day_is_late(provision: str) -> None:
    for written in ("03-01", "03-31"):
        line(
            leaving(on(written, informed)),
            provision,
            {"02-28": "open", written: "met late due 2026-02-28", "04-01": "met late"},
            key=leaves,
        )


@told_in_time
def test_told_after_the_last_day_is_too_late(provision: str) -> None:
    line(
        leaving(on("04-01", informed)),
        provision,
        {
            "03-31": "overdue",
            "04-01": "breached because period over",
            "05-01": "breached because period over",
        },
        key=leaves,
    )


@told_in_time
def test_told_in_time_but_recorded_after_the_due_day_is_registered_late(provision: str) -> None:
    line(leaving(on("02-27", informed, recorded="02-28")), provision, {"02-28": "met"}, key=leaves)
    line(
        leaving(on("02-27", informed, recorded="03-01")),
        provision,
        {"02-27": "met registered late"},
        key=leaves,
    )
    line(
        leaving(on("03-02", informed, recorded="03-03")),
        provision,
        {"03-02": "met late registered late"},
        key=leaves,
    )


@told_in_time
def test_announced_at_short_notice_it_is_overdue_at_once_and_says_so(provision: str) -> None:
    short = leaves.but(last_day=date(2026, 3, 31))
    told = story(*CLIENT, on("03-10", short), on("03-11", informed))
    line(
        told,
        provision,
        {
            "03-09": "absent",
            "03-10": "overdue because announced late due 2026-02-28",
            "03-11": "met late because announced late",
        },
        key=short,
    )
    line(
        story(*CLIENT, on("03-10", short)),
        provision,
        {"03-31": "overdue because announced late", "04-01": "breached because period over"},
        key=short,
    )


@told_in_time
def test_told_the_day_that_it_is_announced_on_the_due_day_is_in_time(provision: str) -> None:
    told = story(*CLIENT, on("02-28", leaves), on("02-28", informed))
    line(told, provision, {"02-28": "met due 2026-02-28"}, key=leaves)


@told_in_time
def test_ended_without_a_word_it_counts_as_announced_that_day(provision: str) -> None:
    told = story(*CLIENT, on("03-31", gone))
    line(
        told,
        provision,
        {
            "03-30": "absent",
            "03-31": "overdue because announced late due 2026-02-28",
            "04-01": "breached because period over",
        },
        key=gone,
    )


@told_in_time
def test_told_before_it_was_announced_counts_as_told_that_day(provision: str) -> None:
    told = story(*CLIENT, on("02-20", leaves), on("02-16", informed, recorded="02-20"))
    line(
        told,
        provision,
        {"02-19": "absent", "02-20": "met by ClientInformedOfDeparture", "04-01": "met"},
        key=leaves,
    )


@told_in_time
def test_told_in_time_is_in_time_however_late_it_is_announced(provision: str) -> None:
    line(
        story(*CLIENT, on("02-16", informed), on("03-10", leaves)),
        provision,
        {"03-09": "absent", "03-10": "met due 2026-02-28 by ClientInformedOfDeparture"},
        key=leaves,
    )
    line(
        story(*CLIENT, on("02-16", informed), on("04-07", leaves)),
        provision,
        {"04-06": "absent", "04-07": "met due 2026-02-28"},
        key=leaves,
    )
    line(
        story(*CLIENT, on("03-02", informed), on("03-10", leaves)),
        provision,
        {"03-10": "met late because announced late due 2026-02-28"},
        key=leaves,
    )


MONTH_BEFORE = {
    "2026-03-31": "2026-02-28",
    "2026-05-31": "2026-04-30",
    "2026-07-31": "2026-06-30",
    "2027-03-28": "2027-02-28",
    "2027-03-29": "2027-02-28",
    "2028-03-29": "2028-02-29",
    "2028-03-30": "2028-02-29",
    "2028-03-31": "2028-02-29",
    "2028-02-29": "2028-01-29",
    "2027-02-28": "2027-01-28",
    "2027-01-31": "2026-12-31",
    "2026-12-31": "2026-11-30",
    "2027-01-01": "2026-12-01",
}
"""Last days, and a month before each, clamped to the month (D-01); Sundays and holidays too."""


@told_in_time
@pytest.mark.parametrize("last_day", MONTH_BEFORE)
def test_a_month_before_is_clamped_to_the_month_over_leap_days_and_new_years(
    provision: str, last_day: str
) -> None:
    due = MONTH_BEFORE[last_day]
    after = date.fromordinal(day(due).toordinal() + 1).isoformat()
    over = date.fromordinal(day(last_day).toordinal() + 1).isoformat()
    then = leaves.but(last_day=day(last_day))
    line(
        story(*CLIENT, on("02-02", then)),
        provision,
        {
            "2026-02-02": f"open due {due}",
            due: f"open due {due}",
            after: f"overdue due {due}",
            last_day: f"overdue due {due}",
            over: "breached because period over",
        },
        key=then,
    )


@told_in_time
def test_closed_before_the_last_day_untold_is_breached(provision: str) -> None:
    line(
        leaving(on("02-26", closed, by=EVA)),
        provision,
        {
            "02-25": "open",
            "02-26": "breached because closed without missing ClientInformedOfDeparture",
        },
        key=leaves,
    )


# ---------------------------------------------------------------- by the last day


@by_the_last_day
def test_done_by_the_last_day_it_is_met_and_open_until_then(provision: str) -> None:
    done = DONE_BY[provision]
    names = ", ".join(type(each).__name__ for each in done)
    for written in ("03-20", "03-31"):
        line(
            leaving(*before_it(provision), *on_each(written, done)),
            provision,
            {
                "02-20": f"open missing {MISSING[provision]} due 2026-03-31",
                "03-19": f"open missing {MISSING[provision]} due 2026-03-31",
                written: f"met due 2026-03-31 by {names}",
                "04-01": "met",
                "2027-01-01": "met",
            },
            key=leaves,
        )


@by_the_last_day
def test_left_undone_it_is_overdue_the_day_after_and_met_late_when_done(provision: str) -> None:
    line(
        leaving(*before_it(provision), *on_each("04-10", DONE_BY[provision])),
        provision,
        {
            "03-31": "open due 2026-03-31",
            "04-01": f"overdue missing {MISSING[provision]} due 2026-03-31",
            "04-09": "overdue",
            "04-10": "met late due 2026-03-31",
        },
        key=leaves,
    )


@by_the_last_day
def test_left_undone_it_is_breached_when_the_handover_is_closed(provision: str) -> None:
    for written, before in (("03-25", "open"), ("04-10", "overdue")):
        yesterday = date.fromordinal(day(written).toordinal() - 1).isoformat()
        line(
            leaving(
                *before_it(provision),
                on(written, closed, by=EVA),
                *on_each("04-20", DONE_BY[provision]),
            ),
            provision,
            {
                yesterday: before,
                written: f"breached because closed without missing {MISSING[provision]}",
                "04-20": "breached because closed without",
            },
            key=leaves,
        )


@by_the_last_day
def test_done_before_the_handover_is_closed_stays_met(provision: str) -> None:
    told = leaving(
        *before_it(provision), *on_each("03-25", DONE_BY[provision]), on("04-02", closed, by=EVA)
    )
    line(told, provision, {"04-02": "met", "2027-01-01": "met"}, key=leaves)


@by_the_last_day
def test_what_was_done_in_time_may_be_registered_late(provision: str) -> None:
    done = DONE_BY[provision]
    line(
        leaving(*before_it(provision), *on_each("03-30", done, "04-01")),
        provision,
        {"03-30": "met registered late"},
        key=leaves,
    )
    line(
        leaving(*before_it(provision), *on_each("03-30", done, "03-31")),
        provision,
        {"03-30": "met"},
        key=leaves,
    )
    line(
        leaving(*before_it(provision), *on_each("04-08", done, "04-09")),
        provision,
        {"04-08": "met late registered late"},
        key=leaves,
    )


@by_the_last_day
def test_overdue_when_the_case_is_closed_is_breached(provision: str) -> None:
    for outcome in (closed_completed, closed_moved):
        line(
            leaving(*before_it(provision), on("04-20", outcome)),
            provision,
            {"04-19": "overdue", "04-20": "breached because closed without"},
            key=leaves,
        )


@by_the_last_day
def test_its_time_not_come_when_the_client_moves_it_does_not_apply(provision: str) -> None:
    line(
        leaving(*before_it(provision), on("03-20", closed_moved)),
        provision,
        {"03-19": "open", "03-20": "n/a because closed before"},
        key=leaves,
    )


@by_the_last_day
def test_what_was_done_before_the_announcement_counts_as_done_that_day(provision: str) -> None:
    first = (held,) if provision == "BYTE-12" else ()
    told = leaving(*on_each("02-16", (*first, *DONE_BY[provision]), "02-20"))
    line(told, provision, {"02-19": "absent", "02-20": "met", "04-01": "met"}, key=leaves)


def test_a_closing_meeting_booked_is_still_to_be_held() -> None:
    line(
        leaving(on("03-02", booked), on("04-02", held)),
        "BYTE-09",
        {
            "03-01": "open missing ClosingMeetingBooked, ClosingMeetingHeld",
            "03-02": "open missing ClosingMeetingHeld",
            "04-01": "overdue missing ClosingMeetingHeld",
            "04-02": "met late by ClosingMeetingHeld",
        },
        key=leaves,
    )


@by_the_last_day
def test_a_last_day_that_has_not_come_when_the_case_is_closed_asks_nothing_more(
    provision: str,
) -> None:
    for outcome in (closed_completed, closed_moved):
        line(
            leaving(*before_it(provision), on("03-20", outcome)),
            provision,
            {
                "03-19": "open",
                "03-20": "n/a because closed before",
                "04-20": "n/a because closed before",
            },
            key=leaves,
        )


# ---------------------------------------------------------------- at the closing meeting


@at_the_meeting
def test_what_is_gone_through_at_the_closing_meeting_is_due_that_day(provision: str) -> None:
    done = AT_THE_MEETING[provision]
    line(
        leaving(on("03-12", held), on("03-12", done)),
        provision,
        {
            "02-20": f"open missing {type(done).__name__}",
            "03-11": "open",
            "03-12": f"met due 2026-03-12 by {type(done).__name__}",
            "04-01": "met",
        },
        key=leaves,
    )


@at_the_meeting
def test_not_gone_through_then_it_is_overdue_the_day_after_and_met_late(provision: str) -> None:
    done = AT_THE_MEETING[provision]
    line(
        leaving(on("03-12", held), on("03-16", done)),
        provision,
        {
            "03-12": "open due 2026-03-12",
            "03-13": f"overdue missing {type(done).__name__} due 2026-03-12",
            "03-16": "met late due 2026-03-12",
        },
        key=leaves,
    )
    line(
        leaving(on("03-12", held), on("03-12", done, recorded="03-13")),
        provision,
        {"03-12": "met registered late"},
        key=leaves,
    )


@at_the_meeting
def test_a_closing_meeting_before_the_announcement_counts_as_held_that_day(provision: str) -> None:
    done = AT_THE_MEETING[provision]
    line(
        leaving(*on_each("02-16", (held, done), "02-20")),
        provision,
        {"02-19": "absent", "02-20": "met due 2026-02-20"},
        key=leaves,
    )
    line(
        leaving(on("02-16", held, recorded="02-20"), on("02-23", done)),
        provision,
        {"02-20": "open", "02-21": "overdue due 2026-02-20", "02-23": "met late"},
        key=leaves,
    )


@at_the_meeting
def test_without_any_closing_meeting_it_stays_open_until_the_handover_is_closed(
    provision: str,
) -> None:
    line(
        leaving(on("04-10", closed, by=EVA)),
        provision,
        {"03-31": "open", "04-09": "open", "04-10": "breached because closed without"},
        key=leaves,
    )
    line(
        leaving(on("03-12", held), on("04-10", closed, by=EVA)),
        provision,
        {"04-09": "overdue", "04-10": "breached because closed without"},
        key=leaves,
    )


@pytest.mark.parametrize("provision", ["BYTE-09", "BYTE-10a", "BYTE-10b", "BYTE-10c"])
def test_a_client_who_wants_no_closing_meeting_has_none(provision: str) -> None:
    line(
        leaving(on("03-05", meeting_declined), on("04-10", closed, by=EVA)),
        provision,
        {
            "03-04": "open",
            "03-05": "n/a because closing meeting declined by ClosingMeetingDeclined",
            "04-01": "n/a because closing meeting declined",
            "04-10": "n/a because closing meeting declined",
        },
        key=leaves,
    )


@pytest.mark.parametrize("provision", ["BYTE-09", "BYTE-10a", "BYTE-10b", "BYTE-10c"])
def test_declined_after_the_last_day_was_overdue_until_then(provision: str) -> None:
    line(
        leaving(on("04-05", meeting_declined)),
        provision,
        {
            "04-04": "overdue" if provision == "BYTE-09" else "open",
            "04-05": "n/a because closing meeting declined",
        },
        key=leaves,
    )


def test_a_plan_updated_for_another_reason_or_before_the_meeting_is_not_the_closing_one() -> None:
    for written, updated in (
        ("03-12", plan_updated.but(context="follow_up")),
        ("03-11", plan_updated),
    ):
        line(
            leaving(on("03-11", booked), on(written, updated), on("03-12", held))
            if written == "03-11"
            else leaving(on("03-12", held), on(written, updated)),
            "BYTE-10a",
            {"03-12": "open", "03-13": "overdue"},
            key=leaves,
        )


def test_a_sheet_updated_for_another_reason_or_before_the_meeting_is_not_the_closing_one() -> None:
    for updated in (sheet_updated.but(context="follow_up"), sheet_updated):
        line(
            leaving(on("02-25", updated), on("03-12", held)),
            "BYTE-10b",
            {"02-25": "open", "03-12": "open", "03-13": "overdue"},
            key=leaves,
        )
    line(
        leaving(on("03-12", held), on("03-12", sheet_updated.but(context="follow_up"))),
        "BYTE-10b",
        {"03-12": "open", "03-13": "overdue"},
        key=leaves,
    )


def test_a_plan_looked_over_without_change_and_nothing_further_to_tell_count() -> None:
    told = leaving(
        on("03-12", held),
        on("03-12", plan_updated.but(changed=False)),
        on("03-12", sheet_updated.but(changed=False)),
        on("03-12", noted.but(text="", nothing_further=True)),
    )
    line(told, "BYTE-10a", {"03-12": "met"}, key=leaves)
    line(told, "BYTE-10b", {"03-12": "met"}, key=leaves)
    line(told, "BYTE-10c", {"03-12": "met"}, key=leaves)


@pytest.mark.parametrize("drawn_up", ["03-13", "04-01", "06-15"])
def test_a_sheet_drawn_up_after_the_meeting_is_not_to_be_updated_at_it(drawn_up: str) -> None:
    told = leaving(on("03-12", held), on(drawn_up, sheet), around=())
    line(
        told,
        "BYTE-10b",
        {
            "03-12": "n/a because no method sheet",
            drawn_up: "n/a because no method sheet",
            "06-16": "n/a because no method sheet",
        },
        key=leaves,
    )


def test_a_sheet_drawn_up_after_the_last_day_is_to_be_updated_at_a_later_meeting_alone() -> None:
    line(
        leaving(on("04-10", sheet), around=()),
        "BYTE-10b",
        {"04-10": "n/a because no method sheet", "05-04": "n/a because no method sheet"},
        key=leaves,
    )
    line(
        leaving(on("04-10", sheet), on("05-04", held), around=()),
        "BYTE-10b",
        {
            "04-10": "n/a because no method sheet",
            "05-03": "n/a because no method sheet",
            "05-04": "open due 2026-05-04",
            "05-05": "overdue",
        },
        key=leaves,
    )


def test_the_plan_updated_when_the_next_one_leaves_is_not_of_this_closing_meeting() -> None:
    later = leaves.but(last_day=date(2026, 8, 31))
    told = leaving(
        on("03-12", held),
        on("07-01", later, of="K1-2"),
        on("08-10", held, of="K1-2"),
        on("08-10", plan_updated),
    )
    line(told, "BYTE-10a", {"03-13": "overdue", "08-10": "overdue"}, key=leaves)
    line(told, "BYTE-10a", {"08-10": "met due 2026-08-10"}, key=later)


def test_a_handover_completed_before_its_closing_meeting_breaches_it_for_good() -> None:
    told = leaving(
        on("03-10", completed, despite="Brådskande"),
        on("03-12", held),
        *on_each("03-12", WHOLE[1:]),
    )
    line(
        told,
        "BYTE-09",
        {
            "03-09": "open",
            "03-10": "breached because act without precondition by HandoverCompleted",
            "03-12": "breached because act without precondition",
            "04-01": "breached because act without precondition",
        },
        key=leaves,
    )
    line(
        leaving(on("03-10", held), on("03-12", completed)), "BYTE-09", {"03-12": "met"}, key=leaves
    )


def test_a_client_without_method_sheet_has_none_to_update() -> None:
    line(
        leaving(on("03-10", sheet), on("03-12", held), around=()),
        "BYTE-10b",
        {
            "02-20": "n/a because no method sheet",
            "03-09": "n/a because no method sheet",
            "03-10": "open",
            "03-13": "overdue",
        },
        key=leaves,
    )
    line(
        leaving(on("03-12", held), on("04-10", closed, by=EVA), around=()),
        "BYTE-10b",
        {"03-13": "n/a because no method sheet", "04-10": "n/a because no method sheet"},
        key=leaves,
    )


# ---------------------------------------------------------------- who takes over


def test_who_takes_over_is_told_if_it_is_known_by_the_last_day() -> None:
    told = story(
        *CLIENT, on("02-20", leaves), on("03-20", successor, of="K1-3"), on("03-25", named)
    )
    line(
        told,
        "BYTE-11",
        {
            "02-20": "n/a because successor unknown",
            "03-19": "n/a because successor unknown",
            "03-20": "open missing SuccessorAnnounced due 2026-03-31",
            "03-25": "met due 2026-03-31",
        },
        key=leaves,
    )


def test_known_on_the_last_day_itself_is_known_in_time() -> None:
    told = story(*CLIENT, on("02-20", leaves), on("03-31", successor, of="K1-3"))
    line(
        told,
        "BYTE-11",
        {"03-30": "n/a because successor unknown", "03-31": "open", "04-01": "overdue"},
        key=leaves,
    )


@pytest.mark.parametrize("told_of", [True, False], ids=["told", "untold"])
def test_known_only_after_the_last_day_it_does_not_apply(told_of: bool) -> None:
    happened = [on("04-01", successor.but(from_date=date(2026, 4, 6)), of="K1-3")]
    happened += [on("04-07", named)] if told_of else []
    told = story(*CLIENT, on("02-20", leaves), *happened, on("04-20", closed, by=EVA))
    line(
        told,
        "BYTE-11",
        {
            "03-31": "n/a because successor unknown",
            "04-01": "n/a because successor unknown",
            "04-07": "n/a because successor unknown",
            "04-20": "n/a because successor unknown",
        },
        key=leaves,
    )


def test_to_say_that_it_is_not_known_tells_nothing() -> None:
    told = story(*CLIENT, on("02-20", leaves), on("03-02", not_known), on("03-20", named))
    line(
        told,
        "BYTE-11",
        {
            "03-02": "n/a because successor unknown",
            "03-19": "n/a because successor unknown",
            "03-20": "met",
        },
        key=leaves,
    )


def test_person_2_who_becomes_person_1_takes_over_but_a_new_person_2_does_not() -> None:
    promoted = support_person_appointed.but(assignee="A2", slot=1, from_date=date(2026, 4, 1))
    second = successor.but(slot=2)
    line(
        story(*CLIENT, on("02-20", leaves), on("03-20", promoted, of="K1-2")),
        "BYTE-11",
        {"03-19": "n/a because successor unknown", "03-20": "open", "04-01": "overdue"},
        key=leaves,
    )
    line(
        story(*CLIENT, on("02-20", leaves), on("03-20", second, of="K1-3")),
        "BYTE-11",
        {"03-20": "n/a because successor unknown", "04-01": "n/a because successor unknown"},
        key=leaves,
    )


def test_a_successor_appointed_before_the_departure_was_told_of_is_known_when_it_is() -> None:
    told = story(*CLIENT, on("02-16", successor, of="K1-3"), on("02-20", leaves))
    line(told, "BYTE-11", {"02-20": "open", "03-31": "open", "04-01": "overdue"}, key=leaves)


def test_a_successor_appointed_before_the_last_day_was_known_is_known_when_it_is() -> None:
    told = story(
        *CLIENT,
        on("03-02", change_requested),
        on("03-10", granted, by=EVA),
        on("03-20", successor, of="K1-3"),
        on("03-31", gone),
    )
    line(
        told,
        "BYTE-11",
        {"03-20": "n/a because successor unknown", "03-31": "open", "04-01": "overdue"},
        key=granted,
    )


def test_whoever_changed_slot_is_followed_in_the_slot_of_the_last_day() -> None:
    promoted = support_person_appointed.but(assignee="A2", slot=1, from_date=date(2026, 4, 1))
    later = leaves.but(last_day=date(2026, 6, 30))
    first = successor.but(from_date=date(2026, 7, 1))
    for follows, stands in (
        (first, ("open", "overdue")),
        (first.but(slot=2), ("n/a because successor unknown", "n/a because successor unknown")),
    ):
        line(
            story(
                *CLIENT,
                on("02-20", leaves),
                on("03-20", promoted, of="K1-2"),
                on("05-01", later, of="K1-2"),
                on("06-01", follows, of="K1-3"),
            ),
            "BYTE-11",
            {
                "05-31": "n/a because successor unknown",
                "06-01": stands[0],
                "07-01": stands[1],
            },
            key=later,
        )


def test_someone_for_a_time_and_then_until_further_notice_is_told_once() -> None:
    permanent = successor.but(term="permanent", from_date=date(2026, 5, 4))
    told = leaving(
        on("03-20", named),
        on("05-04", permanent, of="K1-3"),
        on("05-05", named.but(term="permanent")),
    )
    line(told, "BYTE-11", {"03-20": "met", "05-04": "met", "05-05": "met"}, key=leaves)
    assert len(instances(told, "BYTE-11", on="12-31")) == 1


def test_a_leaver_appointed_anew_before_the_announcement_is_no_successor() -> None:
    anew = support_person_appointed.but(from_date=date(2026, 2, 10))
    told = story(*CLIENT, on("02-10", anew), on("02-20", leaves), on("02-25", successor, of="K1-3"))
    line(told, "BYTE-11", {"02-24": "n/a because successor unknown", "02-25": "open"}, key=leaves)


def test_a_successor_who_falls_away_before_the_start_has_been_told_of_all_the_same() -> None:
    told = leaving(
        on("03-10", named),
        on("03-20", gone, of="K1-3"),
        on("04-20", successor.but(assignee="A2", from_date=date(2026, 4, 20)), of="K1-4"),
    )
    line(told, "BYTE-11", {"03-10": "met", "03-20": "met", "04-20": "met"}, key=leaves)


# ---------------------------------------------------------------- colleagues, and material


def test_colleagues_are_told_what_the_closing_meeting_came_to_not_before_it() -> None:
    line(
        leaving(on("03-10", colleagues_told), on("03-12", held), on("04-02", colleagues_told)),
        "BYTE-12",
        {"03-10": "open", "03-12": "open", "04-01": "overdue", "04-02": "met late"},
        key=leaves,
    )
    line(
        leaving(on("03-12", held), on("03-12", colleagues_told)),
        "BYTE-12",
        {"03-12": "met"},
        key=leaves,
    )
    line(
        leaving(on("03-12", colleagues_told), on("03-12", held)),
        "BYTE-12",
        {"03-12": "met"},
        key=leaves,
    )
    line(
        leaving(
            on("03-12", colleagues_told.but(occurred_at=time(9))),
            on("03-12", held.but(occurred_at=time(10))),
        ),
        "BYTE-12",
        {"03-12": "open"},
        key=leaves,
    )


def test_without_a_closing_meeting_there_is_nothing_to_tell_colleagues_of() -> None:
    line(
        leaving(on("03-10", colleagues_told), on("04-10", closed, by=EVA)),
        "BYTE-12",
        {"03-10": "open", "04-01": "overdue", "04-10": "breached because closed without"},
        key=leaves,
    )


def test_that_there_is_no_material_lifts_it() -> None:
    for written, before in (("03-25", "open"), ("04-05", "overdue")):
        yesterday = date.fromordinal(day(written).toordinal() - 1).isoformat()
        line(
            leaving(on(written, no_material), on("04-10", closed, by=EVA)),
            "BYTE-15",
            {
                yesterday: before,
                written: "n/a because no material by MaterialTransferred",
                "04-10": "n/a because no material",
            },
            key=leaves,
        )


def test_material_that_turns_up_after_all_is_handed_over() -> None:
    line(
        leaving(on("03-10", no_material), on("03-20", material)),
        "BYTE-15",
        {
            "03-09": "open",
            "03-10": "n/a because no material",
            "03-19": "n/a because no material",
            "03-20": "met by MaterialTransferred",
            "04-20": "met",
        },
        key=leaves,
    )
    line(
        leaving(on("03-10", material), on("03-20", no_material)),
        "BYTE-15",
        {"03-10": "met", "03-20": "met"},
        key=leaves,
    )


# ---------------------------------------------------------------- those around the client


def test_without_god_man_there_is_none_to_tell() -> None:
    line(
        leaving(on("04-10", closed, by=EVA), around=()),
        "BYTE-13a",
        {
            "02-20": "n/a because no god man",
            "04-01": "n/a because no god man",
            "04-10": "n/a because no god man",
        },
        key=leaves,
    )


@pytest.mark.parametrize(
    ("provision", "nobody"), [("BYTE-13a", "no god man"), ("BYTE-13b", "no relative")]
)
def test_announced_after_the_last_day_who_was_there_then_counts(
    provision: str, nobody: str
) -> None:
    line(
        story(*CLIENT, on("04-02", leaves)),
        provision,
        {"04-02": f"n/a because {nobody}", "04-10": f"n/a because {nobody}"},
        key=leaves,
    )
    line(
        story(*CLIENT, *(on("04-01", each.fact) for each in AROUND), on("04-02", leaves)),
        provision,
        {"04-02": f"n/a because {nobody}", "04-10": f"n/a because {nobody}"},
        key=leaves,
    )
    line(story(*CLIENT, *AROUND, on("04-02", leaves)), provision, {"04-02": "overdue"}, key=leaves)


def test_a_god_man_or_trustee_who_comes_during_the_handover_is_told() -> None:
    for told_of in (god_man, god_man.but(role="trustee")):
        line(
            leaving(on("03-10", told_of), on("03-20", god_man_told), around=()),
            "BYTE-13a",
            {"03-09": "n/a because no god man", "03-10": "open", "03-20": "met"},
            key=leaves,
        )


def test_a_god_man_who_is_no_longer_there_is_not_told() -> None:
    removed = ContactRemoved(occurred_on=ANY_DAY, contact="gm", reason="Upphört")
    line(
        leaving(on("03-10", removed)),
        "BYTE-13a",
        {"03-09": "open", "03-10": "n/a because no god man", "04-01": "n/a because no god man"},
        key=leaves,
    )


def test_one_party_told_does_not_stand_for_another() -> None:
    told = leaving(on("03-10", relative_told))
    line(told, "BYTE-13a", {"03-10": "open", "04-01": "overdue"}, key=leaves)
    line(told, "BYTE-13b", {"03-10": "met"}, key=leaves)
    line(told, "BYTE-13c", {"03-10": "open", "04-01": "overdue"}, key=leaves)


def test_a_relative_is_told_only_while_a_consent_is_in_force() -> None:
    line(
        leaving(on("03-10", consent_given), around=AROUND[:3]),
        "BYTE-13b",
        {"02-20": "n/a because no relative", "03-09": "n/a because no relative", "03-10": "open"},
        key=leaves,
    )
    line(
        leaving(around=AROUND[3:]),
        "BYTE-13b",
        {"02-20": "n/a because no relative", "04-01": "n/a because no relative"},
        key=leaves,
    )


def test_a_consent_taken_back_during_the_handover_lifts_it_from_that_day() -> None:
    line(
        leaving(on("03-20", consent_withdrawn), on("04-10", closed, by=EVA)),
        "BYTE-13b",
        {
            "03-19": "open",
            "03-20": "n/a because no relative",
            "04-01": "n/a because no relative",
            "04-10": "n/a because no relative",
        },
        key=leaves,
    )
    line(
        leaving(on("03-10", relative_told), on("03-20", consent_withdrawn)),
        "BYTE-13b",
        {"03-10": "met", "03-20": "met", "04-01": "met"},
        key=leaves,
    )
    line(
        leaving(
            on("03-10", consent_withdrawn),
            on("03-20", consent_given.but(consent="igen", valid_from=date(2026, 3, 20))),
        ),
        "BYTE-13b",
        {"03-10": "n/a because no relative", "03-20": "open", "04-01": "overdue"},
        key=leaves,
    )


def test_a_consent_taken_back_on_the_last_day_is_not_in_force_then() -> None:
    line(
        leaving(on("03-31", consent_withdrawn)),
        "BYTE-13b",
        {"03-30": "open", "03-31": "n/a because no relative", "04-01": "n/a because no relative"},
        key=leaves,
    )


def test_after_the_last_day_no_consent_changes_whether_relatives_were_to_be_told() -> None:
    line(
        leaving(on("04-01", consent_withdrawn)),
        "BYTE-13b",
        {"03-31": "open", "04-01": "overdue", "04-02": "overdue"},
        key=leaves,
    )
    line(
        leaving(on("04-01", consent_given), around=AROUND[:3]),
        "BYTE-13b",
        {"03-31": "n/a because no relative", "04-01": "n/a because no relative"},
        key=leaves,
    )


def test_a_consent_lasts_a_year_at_most_whatever_it_says() -> None:
    for valid_from, on_last_day in (
        ("2025-04-01", "open"),
        ("2025-03-31", "n/a because no relative"),
    ):
        consent = consent_given.but(valid_from=day(valid_from), valid_to=date(2027, 12, 31))
        line(
            leaving(on("01-26", consent), around=AROUND[:3]),
            "BYTE-13b",
            {"03-30": "open", "03-31": on_last_day},
            key=leaves,
        )


def test_a_consent_for_another_relative_or_another_recipient_covers_nobody_here() -> None:
    for consent in (
        consent_given.but(contacts=("far",)),
        consent_given.but(recipients=("god_man",)),
    ):
        line(
            leaving(on("01-26", consent), around=AROUND[:3]),
            "BYTE-13b",
            {"02-20": "n/a because no relative", "04-01": "n/a because no relative"},
            key=leaves,
        )


def test_those_told_without_being_referred_on_are_still_to_be_referred() -> None:
    unreferred = officer_told.but(referral="")
    told = leaving(on("03-10", unreferred), on("04-05", officer_told), around=())
    line(told, "BYTE-13c", {"03-10": "met", "04-05": "met"}, key=leaves)
    line(
        told,
        "BYTE-14",
        {"03-10": "open", "04-01": "overdue", "04-05": "met late by ThirdPartyInformed"},
        key=leaves,
    )


def test_each_of_those_told_is_referred_on() -> None:
    told = leaving(on("03-10", officer_told), on("03-12", god_man_told), on("03-16", relative_told))
    line(told, "BYTE-14", {"03-10": "open", "03-15": "open", "03-16": "met"}, key=leaves)


def test_a_consent_given_ahead_counts_from_its_first_day() -> None:
    ahead = consent_given.but(valid_from=date(2026, 3, 20))
    line(
        leaving(on("01-26", ahead), around=AROUND[:3]),
        "BYTE-13b",
        {"03-19": "n/a because no relative", "03-20": "open", "04-01": "overdue"},
        key=leaves,
    )


def test_whoever_may_no_longer_be_told_need_not_be_referred_on() -> None:
    told = leaving(
        on("03-10", god_man_told), on("03-20", consent_withdrawn), on("03-25", officer_told)
    )
    line(told, "BYTE-14", {"03-24": "open", "03-25": "met", "04-01": "met"}, key=leaves)


def test_when_the_others_were_referred_it_is_met_the_day_nobody_else_is_to_be_told() -> None:
    removed = ContactRemoved(occurred_on=ANY_DAY, contact="gm", reason="Upphört")
    for other_told, falls_away in ((god_man_told, consent_withdrawn), (relative_told, removed)):
        line(
            leaving(on("03-10", other_told), on("03-10", officer_told), on("03-20", falls_away)),
            "BYTE-14",
            {"03-19": "open", "03-20": "met", "04-01": "met"},
            key=leaves,
        )


def test_after_the_last_day_no_consent_changes_who_was_to_be_referred_on() -> None:
    others = (on("04-07", god_man_told), on("04-07", officer_told))
    line(
        leaving(on("04-05", consent_given), *others, around=AROUND[:3]),
        "BYTE-14",
        {"04-06": "overdue", "04-07": "met late"},
        key=leaves,
    )
    line(
        leaving(on("04-05", consent_withdrawn), *others),
        "BYTE-14",
        {"04-06": "overdue", "04-07": "overdue"},
        key=leaves,
    )


def test_who_comes_to_be_told_later_is_to_be_referred_too() -> None:
    told = leaving(
        on("03-10", officer_told), on("03-15", god_man), on("03-20", god_man_told), around=()
    )
    line(
        told,
        "BYTE-14",
        {
            "03-09": "open",
            "03-10": "met by ThirdPartyInformed",
            "03-14": "met",
            "03-15": "open",
            "03-20": "met by ThirdPartyInformed, ThirdPartyInformed",
        },
        key=leaves,
    )
    line(
        leaving(on("03-10", officer_told), on("03-15", god_man), around=()),
        "BYTE-14",
        {"03-15": "open", "03-31": "open", "04-01": "overdue"},
        key=leaves,
    )


def test_who_comes_after_the_handover_was_closed_changes_nothing() -> None:
    line(
        leaving(
            on("03-10", officer_told), on("03-12", closed, by=EVA), on("03-15", god_man), around=()
        ),
        "BYTE-14",
        {"03-10": "met", "03-12": "met", "03-15": "met", "04-01": "met"},
        key=leaves,
    )


# ---------------------------------------------------------------- the handover as a whole

EVERY_ITEM = (
    "BYTE-09, BYTE-10a, BYTE-10b, BYTE-10c, BYTE-11, BYTE-12, BYTE-13a, BYTE-13b, BYTE-13c, "
    "BYTE-14, BYTE-15"
)


def test_a_handover_is_completed_when_all_that_it_is_made_of_is_done() -> None:
    line(
        leaving(*on_each("03-12", WHOLE), on("03-31", completed)),
        "BYTE-02",
        {
            "02-20": f"open missing HandoverCompleted, {EVERY_ITEM} due 2026-03-31",
            "03-11": f"open missing HandoverCompleted, {EVERY_ITEM}",
            "03-12": "open missing HandoverCompleted",
            "03-31": "met due 2026-03-31 by HandoverCompleted",
            "2027-01-01": "met",
        },
        key=leaves,
    )


def test_a_handover_completed_after_the_last_day_is_late() -> None:
    line(
        leaving(*on_each("03-12", WHOLE), on("04-02", completed)),
        "BYTE-02",
        {
            "03-31": "open",
            "04-01": "overdue missing HandoverCompleted due 2026-03-31",
            "04-02": "met late",
        },
        key=leaves,
    )
    line(
        leaving(*on_each("03-12", WHOLE), on("03-31", completed, recorded="04-01")),
        "BYTE-02",
        {"03-31": "met registered late"},
        key=leaves,
    )


@pytest.mark.parametrize("left_out", [*DONE_BY, *AT_THE_MEETING])
def test_a_handover_completed_with_something_undone_waits_for_it(left_out: str) -> None:
    late = DONE_BY.get(left_out) or (AT_THE_MEETING[left_out],)
    rest = [each for each in WHOLE if each not in late]
    told = leaving(
        *([on("03-05", booked)] if left_out == "BYTE-09" else []),
        *on_each("03-12", tuple(rest)),
        on("03-31", completed),
        *on_each("04-06", late),
    )
    found = finding(told, "BYTE-02", on="03-31", key=leaves)
    assert found is not None
    assert left_out in found.state.missing
    assert "HandoverCompleted" not in found.state.missing
    line(told, "BYTE-02", {"03-31": "open", "04-01": "overdue", "04-05": "overdue"}, key=leaves)
    if left_out != "BYTE-09":  # colleagues, and the plan, come after the meeting
        line(told, "BYTE-02", {"04-06": "met late by HandoverCompleted"}, key=leaves)


def test_what_does_not_apply_is_no_part_of_the_handover() -> None:
    told = story(
        *CLIENT,
        on("02-20", leaves),
        on("03-05", meeting_declined),
        on("03-10", colleagues_told),
        on("03-10", officer_told),
        on("03-10", no_material),
        on("03-31", completed),
    )
    line(
        told,
        "BYTE-02",
        {
            "02-20": "open missing HandoverCompleted, BYTE-09, BYTE-10a, BYTE-10c, BYTE-12, "
            "BYTE-13c, BYTE-14, BYTE-15",
            "03-05": "open missing HandoverCompleted, BYTE-12, BYTE-13c, BYTE-14, BYTE-15",
            "03-10": "open missing HandoverCompleted",
            "03-31": "met",
        },
        key=leaves,
    )


def test_a_relative_who_may_no_longer_be_told_does_not_keep_a_handover_from_being_whole() -> None:
    told = leaving(
        *on_each("03-12", tuple(each for each in WHOLE if each != relative_told)),
        on("03-20", consent_withdrawn),
        on("03-31", completed),
    )
    line(told, "BYTE-02", {"03-31": "met"}, key=leaves)


def test_told_too_late_does_not_keep_a_handover_from_being_whole() -> None:
    told = leaving(*on_each("03-12", WHOLE), on("03-31", completed))
    line(told, "BYTE-08", {"04-01": "breached because period over"}, key=leaves)
    line(told, "BYTE-02", {"04-01": "met"}, key=leaves)


def test_a_handover_stays_open_after_the_last_day_until_it_is_closed() -> None:
    line(
        leaving(*on_each("03-12", WHOLE), on("06-10", closed, by=EVA)),
        "BYTE-02",
        {
            "04-01": "overdue",
            "06-09": "overdue",
            "06-10": "breached because closed without missing HandoverCompleted",
            "2027-06-10": "breached because closed without",
        },
        key=leaves,
    )
    line(
        leaving(on("03-20", closed_moved)),
        "BYTE-02",
        {"03-19": "open", "03-20": "n/a because closed before"},
        key=leaves,
    )


def test_a_handover_is_whole_no_longer_when_somebody_more_is_to_be_told() -> None:
    told = leaving(
        *on_each(
            "03-10",
            tuple(f for f in WHOLE if f not in (god_man_told, relative_told, sheet_updated)),
        ),
        on("03-11", completed),
        on("03-15", god_man),
        on("03-20", god_man_told),
        around=(),
    )
    line(
        told,
        "BYTE-02",
        {
            "03-10": "open missing HandoverCompleted",
            "03-11": "met by HandoverCompleted",
            "03-15": "open missing BYTE-13a, BYTE-14",
            "03-20": "met by HandoverCompleted",
        },
        key=leaves,
    )


# ---------------------------------------------------------------- a departure that changes


@every_step
def test_whoever_stays_after_all_has_nothing_to_hand_over(provision: str) -> None:
    told = leaving(*on_each("02-25", WHOLE), on("03-05", withdrawn), on("04-10", closed, by=EVA))
    line(
        told,
        provision,
        {
            "02-20": "open",
            "03-05": "n/a because withdrawn by DepartureWithdrawn",
            "04-01": "n/a because withdrawn",
            "04-10": "n/a because withdrawn",
        },
        key=leaves,
    )


@every_step
def test_whoever_leaves_again_hands_over_again(provision: str) -> None:
    again = leaves.but(last_day=date(2026, 9, 30))
    told = story(
        *CLIENT,
        *AROUND,
        on("02-20", leaves),
        on("02-25", held),
        *on_each("02-25", WHOLE[1:]),
        on("02-25", informed),
        on("03-05", withdrawn),
        on("06-01", again),
        on("06-01", successor.but(from_date=date(2026, 10, 1)), of="K1-3"),
    )
    line(told, provision, {"06-01": "n/a because withdrawn"}, key=leaves)
    line(told, provision, {"05-31": "absent", "06-01": "open", "08-30": "open"}, key=again)


@told_in_time
def test_a_later_last_day_gives_more_time_and_an_earlier_less(provision: str) -> None:
    line(
        leaving(on("03-20", changed), on("03-30", informed)),
        provision,
        {
            "03-01": "overdue due 2026-02-28",
            "03-19": "overdue due 2026-02-28",
            "03-20": "open due 2026-03-30",
            "03-30": "met due 2026-03-30",
        },
        key=leaves,
    )
    sooner = changed.but(last_day=date(2026, 3, 15))
    line(
        leaving(on("02-25", sooner), on("02-26", informed)),
        provision,
        {
            "02-24": "open due 2026-02-28",
            "02-25": "overdue because announced late due 2026-02-15",
            "02-26": "met late because announced late",
        },
        key=leaves,
    )
    line(
        leaving(on("02-25", sooner)),
        provision,
        {"03-15": "overdue because announced late", "03-16": "breached because period over"},
        key=leaves,
    )


@told_in_time
def test_a_last_day_that_has_passed_is_not_changed_back(provision: str) -> None:
    line(
        leaving(on("04-10", changed), on("04-11", informed)),
        provision,
        {
            "04-01": "breached because period over",
            "04-10": "breached because period over",
            "04-11": "breached because period over",
        },
        key=leaves,
    )


def test_a_last_day_changed_to_one_that_has_passed_is_over_at_once() -> None:
    passed = changed.but(last_day=date(2026, 3, 10))
    told = leaving(on("03-20", passed), around=())
    line(
        told,
        "BYTE-08",
        {"03-19": "overdue", "03-20": "breached because period over"},
        key=leaves,
    )
    line(told, "BYTE-13c", {"03-19": "open", "03-20": "overdue due 2026-03-10"}, key=leaves)
    line(told, "BYTE-13a", {"03-20": "n/a because no god man"}, key=leaves)


@told_in_time
def test_on_the_last_day_itself_there_is_still_time_to_change_it(provision: str) -> None:
    line(
        leaving(on("03-31", changed), on("04-01", informed)),
        provision,
        {
            "03-30": "overdue due 2026-02-28",
            "03-31": "overdue because announced late due 2026-03-30",
            "04-01": "met late because announced late due 2026-03-30",
        },
        key=leaves,
    )


@by_the_last_day
def test_the_latest_last_day_known_counts(provision: str) -> None:
    line(
        leaving(*before_it(provision), on("03-20", changed)),
        provision,
        {
            "03-19": "open due 2026-03-31",
            "03-20": "open due 2026-04-30",
            "04-30": "open",
            "05-01": "overdue due 2026-04-30",
        },
        key=leaves,
    )
    line(
        leaving(*before_it(provision), on("03-20", gone)),
        provision,
        {
            "03-19": "open due 2026-03-31",
            "03-20": "open due 2026-03-20",
            "03-21": "overdue due 2026-03-20",
        },
        key=leaves,
    )
    line(
        leaving(*before_it(provision), on("03-31", gone)),
        provision,
        {"03-31": "open due 2026-03-31", "04-01": "overdue due 2026-03-31"},
        key=leaves,
    )
    line(
        leaving(*before_it(provision), on("04-15", gone)),
        provision,
        {"04-01": "overdue due 2026-03-31", "04-15": "overdue due 2026-03-31"},
        key=leaves,
    )


def test_an_end_of_a_relationship_that_was_announced_is_no_second_handover() -> None:
    told = leaving(on("03-31", gone))
    for provision in EVERY_STEP:
        assert len(instances(told, provision, on="12-31")) == 1


@pytest.mark.parametrize("provision", ["BYTE-01", "BYTE-02", "BYTE-08", "BYTE-13c", "BYTE-15"])
def test_a_change_granted_has_no_due_day_until_the_last_day_is_known(provision: str) -> None:
    told = story(*CLIENT, *AROUND, on("03-02", granted, by=EVA), on("03-20", changed))
    due = "2026-03-30" if provision in ("BYTE-01", "BYTE-08") else "2026-04-30"
    line(told, provision, {"03-01": "absent"}, key=granted)
    line(told, provision, {"03-02": "open", "03-19": "open"}, key=granted)
    line(
        told, provision, {"03-20": f"open due {due}", "05-02": stands_after(provision)}, key=granted
    )
    unended = finding(told, provision, on="03-19", key=granted)
    assert unended is not None
    assert unended.state.due is None


def stands_after(provision: str) -> str:
    """How what was left undone stands when the last day is past."""
    return "breached because period over" if provision in ("BYTE-01", "BYTE-08") else "overdue"


def test_an_end_because_the_client_dies_or_the_order_ends_hands_nothing_over() -> None:
    for reason in ("died", "order_ended"):
        told = story(*CLIENT, on("03-31", gone.but(reason=reason)))
        for provision in EVERY_STEP:
            line(told, provision, {"04-10": "n/a because not triggered"})


# ---------------------------------------------------------------- several who leave

second_leaves = leaves.but(last_day=date(2026, 3, 15), reason="assignment_ends")
"""Person 2 stays in the unit, but not with this client."""


@by_the_last_day
def test_two_who_leave_in_the_same_month_hand_over_one_each(provision: str) -> None:
    done = DONE_BY[provision]
    told = leaving(
        on("02-25", second_leaves, of="K1-2"),
        on("02-25", successor.but(slot=2, from_date=date(2026, 3, 16)), of="K1-4"),
        *before_it(provision),
        *(on("03-12", each.fact, of="K1-2") for each in before_it(provision)),
        *on_each("03-13", done),
        *(on("03-18", each, of="K1-2") for each in done),
    )
    assert len(instances(told, provision, on="12-31")) == 2
    line(told, provision, {"02-20": "open due 2026-03-31", "03-13": "met"}, key=leaves)
    line(
        told,
        provision,
        {
            "02-24": "absent",
            "02-25": "open due 2026-03-15",
            "03-13": "open",
            "03-16": "overdue",
            "03-18": "met late",
        },
        key=second_leaves,
        subject="relationship/K1-2",
    )


@told_in_time
def test_the_client_is_told_of_each_who_leaves(provision: str) -> None:
    told = leaving(
        on("02-25", second_leaves, of="K1-2"),
        on("02-26", informed),
        on("03-02", informed, of="K1-2"),
    )
    line(told, provision, {"02-26": "met", "03-02": "met"}, key=leaves)
    line(
        told,
        provision,
        {"02-26": "overdue because announced late", "03-02": "met late because announced late"},
        key=second_leaves,
    )


def test_one_handover_closed_leaves_the_other_open() -> None:
    told = leaving(on("02-25", second_leaves, of="K1-2"), on("03-20", closed, of="K1-2", by=EVA))
    line(told, "BYTE-02", {"03-20": "open", "04-01": "overdue"}, key=leaves)
    line(told, "BYTE-02", {"03-20": "breached because closed without"}, key=second_leaves)


def test_whoever_was_there_for_a_time_hands_over_in_turn() -> None:
    leaves_too = leaves.but(last_day=date(2026, 6, 30))
    told = leaving(on("05-20", leaves_too, of="K1-3"))
    line(
        told,
        "BYTE-13c",
        {
            "05-19": "absent",
            "05-20": "open due 2026-06-30",
            "07-01": "overdue",
        },
        key=leaves_too,
    )
    line(told, "BYTE-13c", {"05-19": "overdue", "07-01": "overdue"}, key=leaves)


def test_a_handover_over_the_turn_of_the_year_is_due_in_the_new_one() -> None:
    then = leaves.but(last_day=date(2027, 1, 15))
    told = story(
        *CLIENT,
        on("11-20", then),
        on("12-15", informed),
        on("2027-01-08", held),
        on("2027-01-18", material),
    )
    line(told, "BYTE-08", {"12-15": "met due 2026-12-15", "2027-01-16": "met"}, key=then)
    line(
        told,
        "BYTE-09",
        {"12-31": "open due 2027-01-15", "2027-01-01": "open", "2027-01-08": "met"},
        key=then,
    )
    line(told, "BYTE-10c", {"2027-01-08": "open", "2027-01-09": "overdue"}, key=then)
    line(
        told,
        "BYTE-15",
        {"2027-01-15": "open", "2027-01-16": "overdue", "2027-01-18": "met late"},
        key=then,
    )


# ---------------------------------------------------------------- coverage meanwhile


def covered(told: History, on: str) -> str:
    """How the client's two support persons stand on a day (KMSP-12), with every gap there was."""
    found = finding(told, "KMSP-12", on=on)
    assert found is not None
    gaps = [f"{gap.first}–{gap.last or ''}" for gap in found.state.gaps]
    return " ".join((found.status.value, *gaps))


def test_a_successor_from_the_day_after_leaves_no_gap() -> None:
    told = leaving()
    assert covered(told, "03-31") == "met"
    assert covered(told, "04-01") == "met"
    assert covered(told, "2027-01-01") == "met"


def test_a_place_left_empty_is_overdue_from_the_day_after_and_never_met() -> None:
    told = story(*CLIENT, on("02-20", leaves))
    assert covered(told, "03-31") == "met"
    for later in ("04-01", "06-01", "2027-01-01"):
        assert covered(told, later) == "overdue 2026-04-01–"


def test_every_gap_is_listed_when_it_is_over() -> None:
    told = story(
        *CLIENT,
        on("02-20", leaves),
        on("04-06", successor.but(from_date=date(2026, 4, 6)), of="K1-3"),
        on("04-20", leaves.but(last_day=date(2026, 5, 31)), of="K1-3"),
        on("06-15", successor.but(from_date=date(2026, 6, 15), term="permanent"), of="K1-5"),
    )
    assert covered(told, "04-05") == "overdue 2026-04-01–"
    assert covered(told, "04-06") == "met 2026-04-01–2026-04-05"
    assert covered(told, "06-01") == "overdue 2026-04-01–2026-04-05 2026-06-01–"
    assert covered(told, "06-15") == "met 2026-04-01–2026-04-05 2026-06-01–2026-06-14"


def test_a_successor_who_falls_away_before_the_start_leaves_the_place_empty() -> None:
    told = leaving(on("03-20", gone, of="K1-3"))
    assert covered(told, "03-31") == "met"
    assert covered(told, "04-01") == "overdue 2026-04-01–"


def test_for_a_time_and_then_until_further_notice_leaves_no_gap() -> None:
    told = leaving(
        on("05-04", successor.but(term="permanent", from_date=date(2026, 5, 4)), of="K1-3")
    )
    for later in ("04-01", "05-03", "05-04", "12-31"):
        assert covered(told, later) == "met"


# ---------------------------------------------------------------- who does it

BY_THE_SUPPORT_PERSON: tuple[Fact, ...] = (
    informed,
    booked,
    held,
    sheet_updated,
    noted,
    named,
    colleagues_told,
    god_man_told,
    material,
    completed,
)

each_act = pytest.mark.parametrize(
    "done", BY_THE_SUPPORT_PERSON, ids=lambda fact: type(fact).__name__
)


@each_act
def test_the_support_person_or_the_unit_manager_hands_over(done: Fact) -> None:
    for actor in (STINA, EVA, on_behalf_of(STINA, ADAM), IMPORTER):
        line(
            leaving(on("03-12", done, by=actor)),
            "BYTE-04",
            {
                "02-20": "n/a because not triggered",
                "03-11": "n/a because not triggered",
                "03-12": f"met by {type(done).__name__}",
                "12-31": "met",
            },
        )


@each_act
def test_anyone_else_handing_over_is_breached(done: Fact) -> None:
    line(
        leaving(on("03-12", informed, by=STINA), on("03-16", done, by=ADAM)),
        "BYTE-04",
        {
            "03-15": "met",
            "03-16": f"breached because wrong role by {type(done).__name__}",
            "12-31": "breached because wrong role",
        },
    )


@pytest.mark.parametrize("actor", [EVA, on_behalf_of(EVA, ADAM), IMPORTER], ids=lambda a: a.id)
def test_the_unit_manager_closes_the_handover(actor: Actor) -> None:
    line(
        leaving(on("04-10", closed, by=actor)),
        "BYTE-05",
        {"04-09": "n/a because not triggered", "04-10": "met by HandoverClosed"},
    )


@pytest.mark.parametrize("actor", [STINA, ADAM], ids=lambda a: a.id)
def test_a_handover_closed_by_anyone_else_is_breached(actor: Actor) -> None:
    line(
        leaving(on("04-10", closed, by=actor)),
        "BYTE-05",
        {
            "04-09": "n/a because not triggered",
            "04-10": "breached because wrong role by HandoverClosed",
        },
    )
