"""KLA steps 1–3: the order comes, the client is reached (r.31–47)."""

from datetime import time

import pytest

from assessing import day, instances, line, on, stands, story
from examples import ADAM, EVA, HUGO, IMPORTER, STINA, on_behalf_of
from happenings import (
    EVERY_OTHER_CLOSING,
    barely_reached,
    change_requested,
    closed_completed,
    closed_moved,
    email,
    exhausted,
    housing_support_order,
    letter,
    meeting_booked,
    meeting_declined,
    met,
    no_answer,
    offered,
    order,
    order_with_email,
    reached,
    registered,
    visit,
)
from rutin.domain.act import Fact
from rutin.domain.actor import Actor
from rutin.domain.case import CaseClosed, ContactRegistered, ContactRemoved, FactCorrected
from spec import event_id

closed_another_way = pytest.mark.parametrize(
    "closing", EVERY_OTHER_CLOSING, ids=lambda c: c.outcome
)

address_known = ContactRegistered(
    occurred_on=day("01-12"), contact="epost", role="client", routes=("email",)
)


# ---------------------------------------------------------------- KLA-00


def test_the_administrator_takes_the_steps() -> None:
    line(
        story(on("01-12", order), on("01-13", no_answer), on("01-30", met)),
        "KLA-00",
        {
            "01-12": "n/a because not triggered",
            "01-13": "met by ContactAttempted",
            "01-30": "met by ContactAttempted",
        },
    )


@pytest.mark.parametrize("actor", [EVA, IMPORTER, on_behalf_of(ADAM, STINA)], ids=lambda a: a.id)
def test_the_manager_the_importer_or_someone_on_behalf_may_take_them(actor: Actor) -> None:
    taken = on("01-13", no_answer, by=actor)
    line(story(on("01-12", order), taken), "KLA-00", {"01-13": "met"})


def test_someone_else_taking_a_step_breaks_it_for_good() -> None:
    line(
        story(on("01-12", order), on("01-13", no_answer), on("01-23", reached, by=STINA)),
        "KLA-00",
        {
            "01-22": "met",
            "01-23": "breached because wrong role by ClientContacted",
            "12-31": "breached because wrong role",
        },
    )


def test_an_administrator_standing_in_for_someone_else_acts_in_their_role() -> None:
    taken = on("01-13", no_answer, by=on_behalf_of(STINA, ADAM))
    line(story(on("01-12", order), taken), "KLA-00", {"01-13": "breached because wrong role"})


def test_the_case_officers_order_is_no_step_of_the_administrators() -> None:
    line(story(on("01-12", order, by=HUGO)), "KLA-00", {"01-12": "n/a because not triggered"})


# ---------------------------------------------------------------- KLA-01


def test_the_work_begins_when_the_order_has_come() -> None:
    line(
        story(on("01-12", order), on("01-13", no_answer)),
        "KLA-01",
        {"01-11": "open missing OrderReceived", "01-12": "met by OrderReceived", "01-13": "met"},
    )


def test_work_before_the_order_breaks_it_and_the_order_does_not_mend_it() -> None:
    line(
        story(on("01-11", no_answer, despite="Brukaren ringde själv."), on("01-12", order)),
        "KLA-01",
        {
            "01-10": "open",
            "01-11": "breached because act without precondition by ContactAttempted",
            "01-12": "breached because act without precondition",
        },
    )


@pytest.mark.parametrize("needs_no_order", [registered, change_requested])
def test_who_is_registered_and_a_wish_for_a_change_wait_for_no_order(needs_no_order: Fact) -> None:
    told_of = story(on("01-05", needs_no_order), on("01-12", order), on("02-03", offered))
    line(told_of, "KLA-01", {"01-05": "open", "01-12": "met"})


def test_on_the_same_day_the_order_of_recording_decides() -> None:
    line(story(on("01-12", order), on("01-12", no_answer)), "KLA-01", {"01-12": "met"})
    line(
        story(on("01-12", no_answer, despite="Brukaren ringde själv."), on("01-12", order)),
        "KLA-01",
        {"01-12": "breached because act without precondition"},
    )


def test_on_the_same_day_times_go_before_the_order_of_recording() -> None:
    at_ten, at_nine = order.but(occurred_at=time(10)), no_answer.but(occurred_at=time(9))
    line(
        story(on("01-12", at_ten), on("01-12", at_nine, despite="Ringde själv.")),
        "KLA-01",
        {"01-12": "breached because act without precondition"},
    )


def test_an_order_recorded_late_is_still_the_first() -> None:
    line(
        story(on("01-13", no_answer, despite="Saknas än."), on("01-12", order, recorded="01-20")),
        "KLA-01",
        {"01-12": "met registered late", "01-13": "met registered late"},
    )


# ---------------------------------------------------------------- KLA-01b


def test_a_way_to_reach_the_client_comes_with_the_order() -> None:
    line(
        story(on("01-12", order)),
        "KLA-01b",
        {"01-11": "open missing contact_routes", "01-12": "met by OrderReceived"},
    )


def test_a_missing_way_may_come_later() -> None:
    line(
        story(
            on("01-12", order.but(contact_routes=())),
            on("01-20", address_known),
        ),
        "KLA-01b",
        {
            "01-12": "open missing contact_routes",
            "01-19": "open",
            "01-20": "met by ContactRegistered",
        },
    )


def test_who_speaks_for_the_client_is_a_way_to_reach_them_but_a_relative_is_not() -> None:
    guardian = address_known.but(role="guardian", routes=("phone",))
    told = story(on("01-12", order.but(contact_routes=())), on("01-20", guardian))
    assert stands(told, "KLA-01b", on="01-20") == "met"
    relative = address_known.but(role="relative", routes=("phone",))
    told = story(on("01-12", order.but(contact_routes=())), on("01-20", relative))
    assert stands(told, "KLA-01b", on="01-20") == "open missing contact_routes"


def test_a_protected_clients_address_comes_another_way() -> None:
    protected = order.but(contact_routes=(), protected=True)
    line(story(on("01-12", protected)), "KLA-01b", {"01-12": "met"})


def test_details_that_never_came_do_not_apply_once_the_case_is_closed() -> None:
    line(
        story(on("01-12", order.but(contact_routes=())), on("02-10", closed_completed)),
        "KLA-01b",
        {"02-09": "open", "02-10": "n/a because closed before"},
    )


# ---------------------------------------------------------------- KLA-02a


def test_the_client_is_contacted_within_the_local_time() -> None:
    line(
        story(on("01-12", order), on("01-19", reached)),
        "KLA-02a",
        {
            "01-11": "open missing ClientContacted",
            "01-12": "open missing ClientContacted due 2026-01-19",
            "01-18": "open due 2026-01-19",
            "01-19": "met by ClientContacted",
        },
    )


def test_without_a_try_in_time_it_is_overdue_and_then_met_late() -> None:
    line(
        story(on("01-12", order), on("01-20", no_answer), on("01-23", reached)),
        "KLA-02a",
        {
            "01-19": "open",
            "01-20": "overdue missing ClientContacted due 2026-01-19",
            "01-22": "overdue missing ClientContacted",
            "01-23": "met late by ClientContacted",
        },
    )


def test_after_a_try_in_time_it_stands_open_until_the_client_is_reached() -> None:
    line(
        story(on("01-12", order), on("01-19", no_answer), on("03-23", reached)),
        "KLA-02a",
        {"01-20": "open missing ClientContacted", "03-22": "open", "03-23": "met"},
    )


def test_contact_in_time_recorded_late_is_in_time() -> None:
    told = story(on("01-12", order), on("01-19", reached, recorded="01-20"))
    line(told, "KLA-02a", {"01-19": "met registered late"})
    told = story(on("01-12", order), on("01-15", reached, recorded="01-16"))
    line(told, "KLA-02a", {"01-15": "met registered late"})  # no due day is left to be within


def test_a_correction_of_the_day_is_what_counts() -> None:
    mended = FactCorrected(
        occurred_on=day("02-02"),
        corrects=event_id(2),
        reason="Fel dag",
        replacement=reached.but(occurred_on=day("01-21")),
    )
    line(
        story(on("01-12", order), on("01-19", reached), on("02-02", mended)),
        "KLA-02a",
        {"01-19": "open", "01-20": "overdue missing ClientContacted", "01-21": "met late"},
    )


def test_a_contact_that_never_was_leaves_it_undone() -> None:
    taken_away = FactCorrected(
        occurred_on=day("02-02"), corrects=event_id(2), reason="Fel brukare", replacement=None
    )
    line(
        story(on("01-12", order), on("01-19", reached), on("02-02", taken_away)),
        "KLA-02a",
        {"01-20": "overdue missing ClientContacted"},
    )


def test_a_completed_case_without_contact_is_breached() -> None:
    for tries in ((), (on("01-13", no_answer),)):
        line(
            story(on("01-12", order), *tries, on("02-10", closed_completed)),
            "KLA-02a",
            {"02-10": "breached because closed without missing ClientContacted"},
        )


@closed_another_way
def test_closed_another_way_an_open_contact_does_not_apply_any_more(closing: CaseClosed) -> None:
    line(
        story(on("01-12", order), on("01-13", no_answer), on("02-10", closing)),
        "KLA-02a",
        {"02-09": "open", "02-10": "n/a because closed before"},
    )


@closed_another_way
def test_closed_another_way_what_the_local_time_alone_made_overdue_stays_so(
    closing: CaseClosed,
) -> None:
    line(
        story(on("01-12", order), on("02-10", closing)),
        "KLA-02a",
        {"02-09": "overdue missing ClientContacted", "02-10": "overdue missing ClientContacted"},
    )


def test_closed_before_the_local_time_was_out_it_does_not_apply() -> None:
    line(
        story(on("01-12", order), on("01-19", closed_moved)),
        "KLA-02a",
        {
            "01-18": "open",
            "01-19": "n/a because closed before",
            "01-20": "n/a because closed before",
        },
    )


# ---------------------------------------------------------------- KLA-02b


def test_every_way_is_tried_and_what_is_left_is_told() -> None:
    line(
        story(
            on("01-12", order),
            on("01-13", no_answer),
            on("01-16", letter),
            on("01-19", visit),
        ),
        "KLA-02b",
        {
            "01-11": "open missing phone, letter, other_way",
            "01-12": "open missing phone, letter, other_way",
            "01-13": "open missing letter, other_way",
            "01-16": "open missing other_way",
            "01-18": "open missing other_way",
            "01-19": "met by ContactAttempted, ContactAttempted, ContactAttempted",
        },
    )


def test_email_is_a_way_when_there_is_an_address() -> None:
    line(
        story(
            on("01-12", order_with_email),
            on("01-13", no_answer),
            on("01-16", letter),
            on("01-19", visit),
            on("01-20", email),
        ),
        "KLA-02b",
        {
            "01-12": "open missing phone, letter, email, other_way",
            "01-19": "open missing email",
            "01-20": "met",
        },
    )


def test_an_address_that_comes_to_be_known_is_to_be_tried_and_one_removed_is_not() -> None:
    removed = ContactRemoved(occurred_on=day("01-12"), contact="epost", reason="Upphört")
    line(
        story(
            on("01-12", order),
            on("01-13", no_answer),
            on("01-14", address_known),
            on("01-16", letter),
            on("01-19", removed),
            on("01-20", visit),
        ),
        "KLA-02b",
        {
            "01-13": "open missing letter, other_way",
            "01-14": "open missing letter, email, other_way",
            "01-16": "open missing email, other_way",
            "01-19": "open missing other_way",
            "01-20": "met",
        },
    )


def test_it_does_not_apply_once_there_is_contact_whatever_was_tried() -> None:
    line(
        story(on("01-12", order), on("01-13", no_answer), on("01-23", reached)),
        "KLA-02b",
        {
            "01-22": "open missing letter, other_way",
            "01-23": "n/a because contact made by ClientContacted",
        },
    )
    line(
        story(
            on("01-12", order),
            on("01-13", no_answer),
            on("01-14", letter),
            on("01-15", visit),
            on("01-23", reached),
        ),
        "KLA-02b",
        {"01-22": "met", "01-23": "n/a because contact made"},
    )


def test_giving_up_before_every_way_is_tried_breaks_it() -> None:
    line(
        story(
            on("01-12", order),
            on("01-13", no_answer),
            on("01-30", exhausted, despite="Brukaren har flyttat."),
            on("02-02", letter),
            on("02-03", visit),
        ),
        "KLA-02b",
        {
            "01-29": "open missing letter, other_way",
            "01-30": "breached because act without precondition missing letter, other_way "
            "by ContactExhausted",
            "02-03": "breached because act without precondition",
        },
    )


def test_giving_up_with_an_untried_address_breaks_it_although_all_else_was_tried() -> None:
    line(
        story(
            on("01-12", order),
            on("01-13", no_answer),
            on("01-14", letter),
            on("01-15", visit),
            on("01-20", address_known),
            on("01-30", exhausted, despite="Hann inte mejla."),
        ),
        "KLA-02b",
        {"01-29": "met", "01-30": "breached because act without precondition missing email"},
    )


def test_it_keeps_its_status_in_a_case_closed_without_contact() -> None:
    tries = (on("01-13", no_answer), on("01-16", letter), on("01-19", visit))
    line(
        story(on("01-12", order), *tries, on("01-30", exhausted), on("02-10", closed_moved)),
        "KLA-02b",
        {"02-09": "met", "02-10": "met"},
    )


def test_a_completed_case_where_ways_were_left_is_breached_and_any_other_is_closed_before() -> None:
    line(
        story(on("01-12", order), on("01-13", no_answer), on("02-10", closed_completed)),
        "KLA-02b",
        {"02-10": "breached because closed without missing letter, other_way"},
    )
    line(
        story(on("01-12", order), on("01-13", no_answer), on("02-10", closed_moved)),
        "KLA-02b",
        {"02-10": "n/a because closed before"},
    )


# ---------------------------------------------------------------- KLA-03a, KLA-03b


@pytest.mark.parametrize("provision", ["KLA-03a", "KLA-03b"])
def test_what_is_to_be_told_at_the_contact_is_told_then(provision: str) -> None:
    line(
        story(on("01-12", order), on("01-23", reached)),
        provision,
        {"01-22": "open missing ClientContacted", "01-23": "met by ClientContacted"},
    )


@pytest.mark.parametrize("provision", ["KLA-03a", "KLA-03b"])
def test_what_was_not_told_stays_open_until_another_contact(provision: str) -> None:
    line(
        story(on("01-12", order), on("01-23", barely_reached), on("01-26", reached)),
        provision,
        {
            "01-22": "open missing ClientContacted",
            "01-23": f"open missing {provision}",
            "01-25": f"open missing {provision}",
            "01-26": "met",
        },
    )


@pytest.mark.parametrize("provision", ["KLA-03a", "KLA-03b"])
def test_what_was_told_in_time_may_be_recorded_late(provision: str) -> None:
    told = story(on("01-12", order), on("01-23", reached, recorded="01-24"))
    line(told, provision, {"01-23": "met registered late"})


@pytest.mark.parametrize("provision", ["KLA-03a", "KLA-03b"])
def test_what_was_never_told_is_breached_in_a_completed_case_only(provision: str) -> None:
    happened = (on("01-12", order), on("01-23", barely_reached))
    line(
        story(*happened, on("03-02", closed_completed)),
        provision,
        {"03-01": "open", "03-02": f"breached because closed without missing {provision}"},
    )
    line(
        story(*happened, on("03-02", closed_moved)),
        provision,
        {"03-02": "n/a because closed before"},
    )


def test_a_meeting_booked_or_declined_shows_that_it_was_asked_for() -> None:
    for answer in (meeting_booked, meeting_declined):
        told = story(on("01-12", order), on("01-23", barely_reached), on("01-24", answer))
        line(told, "KLA-03b", {"01-23": "open", "01-24": "met"})
        line(told, "KLA-03a", {"01-24": "open"})


# ---------------------------------------------------------------- where they apply


@pytest.mark.parametrize(
    "provision", ["KLA-00", "KLA-01", "KLA-01b", "KLA-02a", "KLA-02b", "KLA-03a", "KLA-03b"]
)
def test_none_of_it_is_for_housing_support_and_each_applies_once(provision: str) -> None:
    told = story(on("01-12", housing_support_order))
    line(
        told,
        provision,
        {
            "01-11": "n/a because not this intervention",
            "02-01": "n/a because not this intervention",
        },
    )
    assert instances(story(on("01-12", order)), provision, on="02-01") == ["-"]
