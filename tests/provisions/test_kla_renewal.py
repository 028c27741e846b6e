"""KLA step 11: the order is prolonged, or it is not (r.116–128)."""

from datetime import date, time

import pytest

from assessing import day, finding, instances, line, on, story
from examples import EVA
from happenings import (
    agreed,
    assignee_asked,
    both_go_on,
    both_satisfied,
    change_requested,
    claim,
    client_asked,
    closed_completed,
    closed_moved,
    companion_order_to_june,
    ended,
    housing_support_order,
    left,
    match_ended,
    offered,
    one_stops,
    order,
    order_to_june,
    plan,
    plan_followed_up,
    quarter_report,
    registered,
    renewal_executed,
    renewed,
    renewed_again,
    service_given,
    started,
)
from rutin.domain.act import Fact
from rutin.domain.assignee import AssigneeEnded
from rutin.domain.case import CaseClosed, ImplementationPlanUpdated
from rutin.domain.routine import PolicyParameterSet
from rutin.domain.support_relationship import ClaimRow, QuarterlyReportRow
from rutin.domain.values import Money
from spec import Told, told

STEPS = ("KLA-11a", "KLA-11b", "KLA-11c", "KLA-11d", "KLA-11e")


def running(ordered: Fact) -> tuple[Told, ...]:
    """A service that runs under an order."""
    return (
        on("01-02", registered),
        on("01-12", ordered),
        on("02-03", offered),
        on("02-12", both_satisfied),
        on("02-16", agreed),
        on("02-20", started),
    )


RUNNING = running(order_to_june)
PROLONGED = (*RUNNING, on("06-01", renewed))
ASKED = (on("06-08", client_asked), on("06-09", assignee_asked), on("06-10", both_go_on))

each_step = pytest.mark.parametrize("provision", STEPS)


# ---------------------------------------------------------------- until the order is prolonged


@each_step
def test_nothing_is_to_be_done_before_an_order_prolongs_the_service(provision: str) -> None:
    told_of = story(*RUNNING)
    line(told_of, provision, {"01-11": "n/a because not triggered", "01-12": "absent"})
    line(
        told_of,
        provision,
        {
            "01-11": "absent",
            "01-12": "n/a because not triggered",
            "12-31": "n/a because not triggered",
        },
        key=order_to_june,
    )


@each_step
def test_each_order_has_an_instance_of_its_own(provision: str) -> None:
    told_of = story(*PROLONGED, on("12-01", renewed_again))
    assert len(instances(told_of, provision, on="05-31")) == 1
    assert len(instances(told_of, provision, on="06-01")) == 2
    assert len(instances(told_of, provision, on="12-01")) == 3


@each_step
def test_what_never_came_to_be_asked_for_does_not_apply_once_the_case_is_closed(
    provision: str,
) -> None:
    for closing in (closed_completed, closed_moved):
        told_of = story(*RUNNING, on("07-02", closing))
        line(
            told_of,
            provision,
            {"07-01": "n/a because not triggered", "07-02": "n/a because closed before"},
            key=order_to_june,
        )


@each_step
def test_none_of_it_is_for_housing_support(provision: str) -> None:
    told_of = story(on("01-12", housing_support_order))
    line(told_of, provision, {"01-12": "n/a because not this intervention"})


# ---------------------------------------------------------------- KLA-11a: there is an order


def test_a_new_order_is_there_before_the_renewal() -> None:
    line(
        story(*PROLONGED, *ASKED, on("06-15", renewal_executed)),
        "KLA-11a",
        {"05-31": "n/a because not triggered", "06-01": "met by OrderRenewed", "06-15": "met"},
        key=order_to_june,
    )


def test_a_renewal_before_its_order_breaks_it_for_good() -> None:
    line(
        story(
            *RUNNING,
            on("06-01", renewal_executed, despite="Lovad per telefon."),
            on("06-08", renewed),
        ),
        "KLA-11a",
        {
            "05-31": "n/a because not triggered",
            "06-01": "breached because act without precondition missing OrderRenewed "
            "by RenewalExecuted",
            "06-08": "breached because act without precondition",
        },
        key=order_to_june,
    )


def test_an_order_recorded_late_was_there_all_the_same() -> None:
    told_of = story(*RUNNING, on("06-15", renewal_executed), on("06-01", renewed, recorded="06-16"))
    line(
        told_of,
        "KLA-11a",
        {"06-01": "met registered late", "06-15": "met registered late"},
        key=order_to_june,
    )


def test_that_the_order_lapses_breaks_nothing_by_itself() -> None:
    line(
        story(*RUNNING, on("06-30", service_given)),
        "KLA-11a",
        {"06-30": "n/a because not triggered", "07-31": "n/a because not triggered"},
        key=order_to_june,
    )


row_of_july = QuarterlyReportRow(on=date(2026, 7, 1), in_person=True)
outlay_of_july = ClaimRow(on=date(2026, 7, 1), receipt_no=1, amount=Money(120))


@pytest.mark.parametrize(
    "shown",
    [
        on("07-01", service_given),
        on("07-01", quarter_report.but(rows=(row_of_july,))),
        on("07-01", claim.but(rows=(outlay_of_july,))),
    ],
    ids=lambda each: type(each.fact).__name__,
)
def test_service_the_day_after_the_order_ended_breaks_it_for_good(shown: Told) -> None:
    line(
        story(*RUNNING, shown, on("07-02", renewed)),
        "KLA-11a",
        {
            "06-30": "n/a because not triggered",
            "07-01": f"breached because service without order by {type(shown.fact).__name__}",
            "07-02": "breached because service without order",
        },
        key=order_to_june,
    )


def test_service_that_goes_on_after_the_order_breaks_it_from_its_first_day() -> None:
    line(
        story(*RUNNING, on("07-01", service_given), on("07-08", service_given)),
        "KLA-11a",
        {
            "07-01": "breached because service without order",
            "07-07": "breached because service without order",
            "07-08": "breached because service without order",
        },
        key=order_to_june,
    )


def test_service_that_a_report_tells_of_breaks_it_from_the_day_it_is_told() -> None:
    told_of = story(
        *RUNNING,
        on("07-20", service_given),
        on("07-31", quarter_report.but(rows=(row_of_july,))),
    )
    line(
        told_of,
        "KLA-11a",
        {
            "07-19": "n/a because not triggered",
            "07-20": "breached because service without order by ServiceProvided",
        },
        key=order_to_june,
    )


@pytest.mark.parametrize("report", [quarter_report, claim], ids=lambda fact: type(fact).__name__)
def test_a_report_handed_in_after_the_order_ended_shows_the_days_that_it_tells_of(
    report: Fact,
) -> None:
    line(
        story(*RUNNING, on("07-10", report)),
        "KLA-11a",
        {"07-10": "n/a because not triggered"},
        key=order_to_june,
    )


def test_service_covered_by_an_order_received_that_same_day_breaks_nothing() -> None:
    covering = renewed.but(period_from=date(2026, 7, 1))
    told_of = story(*RUNNING, on("07-01", covering), on("07-01", service_given))
    line(told_of, "KLA-11a", {"07-01": "met"}, key=order_to_june)


def test_service_in_a_hole_between_the_orders_breaks_it() -> None:
    later = renewed.but(period_from=date(2026, 7, 15))
    told_of = story(*RUNNING, on("06-01", later), on("07-14", service_given))
    line(
        told_of,
        "KLA-11a",
        {"07-13": "met", "07-14": "breached because service without order"},
        key=order_to_june,
    )


def test_service_after_the_authority_ended_the_order_breaks_it() -> None:
    told_of = story(
        *RUNNING, on("04-30", ended, by=EVA), on("04-30", service_given), on("05-01", service_given)
    )
    line(
        told_of,
        "KLA-11a",
        {"04-30": "n/a because not triggered", "05-01": "breached because service without order"},
        key=order_to_june,
    )


def test_an_order_without_last_day_never_lapses() -> None:
    told_of = story(*running(order), on("2027-06-30", service_given))
    line(told_of, "KLA-11a", {"2027-06-30": "n/a because not triggered"}, key=order)


# ---------------------------------------------------------------- KLA-11b, KLA-11c: both are asked

asked = pytest.mark.parametrize(
    ("provision", "asking"), [("KLA-11b", client_asked), ("KLA-11c", assignee_asked)]
)


@asked
def test_both_are_asked_when_the_new_order_has_come_and_before_it_is_executed(
    provision: str, asking: Fact
) -> None:
    name = type(asking).__name__
    line(
        story(*PROLONGED, on("06-15", asking), on("06-15", renewal_executed)),
        provision,
        {
            "05-31": "n/a because not triggered",
            "06-01": f"open missing {name}",
            "06-14": f"open missing {name}",
            "06-15": f"met by {name}",
        },
        key=order_to_june,
    )


@asked
def test_asked_after_the_new_order_was_executed_is_late(provision: str, asking: Fact) -> None:
    line(
        story(*PROLONGED, on("06-15", renewal_executed), on("06-20", asking)),
        provision,
        {
            "06-15": "open due 2026-06-15",
            "06-16": "overdue due 2026-06-15",
            "06-19": "overdue",
            "06-20": "met late",
        },
        key=order_to_june,
    )


@asked
def test_asked_in_time_and_recorded_later_is_registered_late(provision: str, asking: Fact) -> None:
    told_of = story(
        *PROLONGED, on("06-14", asking, recorded="06-16"), on("06-15", renewal_executed)
    )
    line(
        told_of,
        provision,
        {"06-14": "met registered late", "06-15": "met registered late"},
        key=order_to_june,
    )


@asked
def test_a_talk_before_the_new_order_came_or_about_something_else_does_not_count(
    provision: str, asking: Fact
) -> None:
    other = asking.but(purpose="other")
    told_of = story(*RUNNING, on("05-31", asking), on("06-01", renewed), on("06-08", other))
    line(told_of, provision, {"06-01": "open", "06-08": "open"}, key=order_to_june)
    told_of = story(*RUNNING, on("06-01", asking), on("06-01", renewed))
    line(told_of, provision, {"06-01": "met"}, key=order_to_june)


@asked
def test_a_talk_about_the_next_prolongation_does_not_mend_the_former(
    provision: str, asking: Fact
) -> None:
    told_of = story(
        *PROLONGED, on("06-15", renewal_executed), on("12-01", renewed_again), on("12-08", asking)
    )
    line(told_of, provision, {"12-08": "overdue"}, key=order_to_june)
    line(told_of, provision, {"12-07": "open", "12-08": "met"}, key=renewed)


@asked
def test_not_asked_is_breached_at_the_close_if_executed_or_completed(
    provision: str, asking: Fact
) -> None:
    assert asking.stream_kind in ("case", "relationship")
    executed = on("06-15", renewal_executed)
    line(
        story(*PROLONGED, executed, on("07-01", closed_moved)),
        provision,
        {"07-01": "breached because closed without"},
        key=order_to_june,
    )
    line(
        story(*PROLONGED, on("07-01", closed_completed)),
        provision,
        {"07-01": "breached because closed without"},
        key=order_to_june,
    )
    line(
        story(*PROLONGED, on("07-01", closed_moved)),
        provision,
        {"07-01": "n/a because closed before"},
        key=order_to_june,
    )


@pytest.mark.parametrize(
    "follow_up",
    [
        plan_followed_up,
        ImplementationPlanUpdated(
            occurred_on=day("06-09"), context="renewal", changed=False, participation="participated"
        ),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_companions_plan_is_followed_up_too(follow_up: Fact) -> None:
    told_of = story(
        *running(companion_order_to_june),
        on("02-19", plan),
        on("06-01", renewed),
        on("06-08", client_asked),
        on("06-09", follow_up),
    )
    line(
        told_of,
        "KLA-11b",
        {
            "06-01": "open missing ClientContacted, GoalFollowedUp",
            "06-08": "open missing GoalFollowedUp",
            "06-09": f"met by ClientContacted, {type(follow_up).__name__}",
        },
        key=companion_order_to_june,
    )


def test_a_contact_person_has_no_plan_to_follow_up() -> None:
    line(
        story(*PROLONGED, *ASKED),
        "KLA-11b",
        {"06-07": "open missing ClientContacted", "06-08": "met"},
        key=order_to_june,
    )


# ---------------------------------------------------------------- KLA-11d: the new order is executed


def test_the_new_order_is_executed_by_the_last_day_of_the_old_one() -> None:
    line(
        story(*PROLONGED, *ASKED, on("06-30", renewal_executed)),
        "KLA-11d",
        {
            "05-31": "n/a because not triggered",
            "06-01": "open missing RenewalExecuted due 2026-06-30",
            "06-29": "open",
            "06-30": "met by RenewalExecuted, RenewalOutcomeRecorded",
        },
        key=order_to_june,
    )


def test_executed_after_the_old_orders_last_day_is_late() -> None:
    line(
        story(*PROLONGED, *ASKED, on("07-06", renewal_executed)),
        "KLA-11d",
        {
            "06-30": "open",
            "07-01": "overdue missing RenewalExecuted due 2026-06-30",
            "07-05": "overdue",
            "07-06": "met late",
        },
        key=order_to_june,
    )


def test_the_last_day_is_local_policy_and_never_breached() -> None:
    told_of = story(*PROLONGED, *ASKED, on("08-03", closed_completed))
    line(told_of, "KLA-11d", {"08-02": "overdue", "08-03": "overdue"}, key=order_to_june)
    found = finding(told_of, "KLA-11d", on="08-03", key=order_to_june)
    assert found is not None
    assert [used.name for used in found.parameters] == ["renewal_executed_before_end_days"]


def test_a_municipality_may_want_it_earlier() -> None:
    earlier = PolicyParameterSet(
        occurred_on=day("01-02"),
        parameter="renewal_executed_before_end_days",
        value=14,
        from_date=day("01-02"),
    )
    told_of = story(told(earlier, of="KLA"), *PROLONGED)
    line(
        told_of, "KLA-11d", {"06-16": "open due 2026-06-16", "06-17": "overdue"}, key=order_to_june
    )


@pytest.mark.parametrize("forgotten", ["client", "assignee"])
def test_executed_without_asking_both_is_in_the_wrong_order(forgotten: str) -> None:
    asking = ASKED[1:] if forgotten == "client" else (ASKED[0], ASKED[2])
    late = on("06-20", client_asked if forgotten == "client" else assignee_asked)
    line(
        story(*PROLONGED, *asking, on("06-15", renewal_executed), late),
        "KLA-11d",
        {
            "06-14": "open",
            "06-15": "breached because wrong order by RenewalExecuted",
            "06-20": "breached because wrong order",
        },
        key=order_to_june,
    )


def test_asked_on_the_day_of_the_execution_goes_by_the_order_of_the_day() -> None:
    told_of = story(
        *PROLONGED, *ASKED[:1], ASKED[2], on("06-15", assignee_asked), on("06-15", renewal_executed)
    )
    line(told_of, "KLA-11d", {"06-15": "met"}, key=order_to_june)
    told_of = story(
        *PROLONGED, *ASKED[:1], ASKED[2], on("06-15", renewal_executed), on("06-15", assignee_asked)
    )
    line(told_of, "KLA-11d", {"06-15": "breached because wrong order"}, key=order_to_june)
    told_of = story(
        *PROLONGED,
        *ASKED[:1],
        ASKED[2],
        on("06-15", renewal_executed.but(occurred_at=time(14))),
        on("06-15", assignee_asked.but(occurred_at=time(10))),
    )
    line(told_of, "KLA-11d", {"06-15": "met"}, key=order_to_june)


def test_executed_without_the_word_of_both_waits_for_that() -> None:
    line(
        story(*PROLONGED, *ASKED[:2], on("06-15", renewal_executed), on("06-22", both_go_on)),
        "KLA-11d",
        {
            "06-14": "open missing RenewalExecuted",
            "06-15": "open missing RenewalOutcomeRecorded",
            "06-22": "met",
        },
        key=order_to_june,
    )


@pytest.mark.parametrize(
    "word", [one_stops, both_go_on.but(client_ok=False), change_requested, left]
)
def test_it_does_not_apply_when_a_party_does_not_want_to_go_on(word: Fact) -> None:
    told_of = story(*PROLONGED, *ASKED[:2], on("06-10", word))
    line(
        told_of,
        "KLA-11d",
        {
            "06-09": "open",
            "06-10": f"n/a because renewal declined by {type(word).__name__}",
            "07-01": "n/a because renewal declined",
        },
        key=order_to_june,
    )


def test_a_no_before_the_new_order_came_or_after_it_was_executed_is_no_answer_to_it() -> None:
    before = story(*RUNNING, on("05-31", one_stops), on("06-01", renewed))
    line(before, "KLA-11d", {"06-01": "open"}, key=order_to_june)
    after = story(*PROLONGED, *ASKED, on("06-15", renewal_executed), on("06-16", change_requested))
    line(after, "KLA-11d", {"06-16": "met"}, key=order_to_june)


def test_an_answer_that_names_its_order_concerns_that_one() -> None:
    told_of = story(
        *PROLONGED, on("12-01", renewed_again), on("12-08", one_stops.but(order_no="B3"))
    )
    line(told_of, "KLA-11d", {"12-08": "overdue"}, key=order_to_june)
    line(
        told_of, "KLA-11d", {"12-07": "open", "12-08": "n/a because renewal declined"}, key=renewed
    )


def test_each_new_order_is_executed_in_its_own_period() -> None:
    told_of = story(
        *PROLONGED,
        *ASKED,
        on("06-15", renewal_executed),
        on("12-01", renewed_again),
        on("12-08", client_asked),
        on("12-09", assignee_asked),
        on("12-10", both_go_on),
        on("12-15", renewal_executed.but(order_no="B3")),
    )
    line(told_of, "KLA-11d", {"06-14": "open", "06-15": "met", "12-15": "met"}, key=order_to_june)
    line(told_of, "KLA-11d", {"12-14": "open", "12-15": "met"}, key=renewed)


def test_an_execution_of_an_order_that_has_not_come_is_of_the_period_that_goes_on() -> None:
    unknown = on("12-15", renewal_executed.but(order_no="B4"), despite="Beställningen är på väg.")
    told_of = story(*PROLONGED, on("12-01", renewed_again), unknown)
    for_good = "breached because act without precondition missing OrderRenewed"
    for prolonged in (order_to_june, renewed):
        line(told_of, "KLA-11a", {"12-14": "met", "12-15": "met"}, key=prolonged)
    line(
        told_of,
        "KLA-11a",
        {"12-14": "n/a because not triggered", "12-15": for_good},
        key=renewed_again,
    )


def test_an_execution_before_any_order_is_of_the_first_period() -> None:
    early = on("01-11", renewal_executed, despite="Lovad per telefon.")
    line(
        story(early, *RUNNING),
        "KLA-11a",
        {"01-12": "breached because act without precondition by RenewalExecuted"},
        key=order_to_june,
    )


def test_an_execution_recorded_late_is_registered_late() -> None:
    told_of = story(*PROLONGED, *ASKED, on("06-30", renewal_executed, recorded="07-01"))
    line(told_of, "KLA-11d", {"06-30": "met registered late"}, key=order_to_june)


def test_an_order_without_last_day_sets_no_day() -> None:
    told_of = story(*running(order), on("06-01", renewed))
    line(told_of, "KLA-11d", {"12-31": "open missing RenewalExecuted"}, key=order)


def test_prolonged_but_not_executed_in_a_case_closed_in_time_does_not_apply() -> None:
    told_of = story(*PROLONGED, on("06-30", closed_moved))
    line(
        told_of,
        "KLA-11d",
        {"06-30": "n/a because closed before", "07-01": "n/a because closed before"},
        key=order_to_june,
    )


# ---------------------------------------------------------------- KLA-11e: the match is ended

person_ended = AssigneeEnded(occurred_on=day("07-01"), scope="person")


@pytest.mark.parametrize("in_register", [match_ended, person_ended], ids=lambda each: each.scope)
def test_who_does_not_go_on_is_ended_as_assignee_and_in_the_register(in_register: Fact) -> None:
    line(
        story(*PROLONGED, on("06-10", one_stops), on("06-30", left), on("07-01", in_register)),
        "KLA-11e",
        {
            "06-09": "n/a because not triggered",
            "06-10": "open missing RelationshipEnded, AssigneeEnded",
            "06-30": "open missing AssigneeEnded",
            "07-01": "met by RelationshipEnded, AssigneeEnded",
        },
        key=order_to_june,
    )


def test_ended_in_the_register_first_waits_for_the_relationship() -> None:
    line(
        story(*PROLONGED, on("06-10", one_stops), on("06-20", match_ended), on("06-30", left)),
        "KLA-11e",
        {
            "06-20": "open missing RelationshipEnded",
            "06-29": "open missing RelationshipEnded",
            "06-30": "met",
        },
        key=order_to_june,
    )


def test_the_end_of_another_match_is_not_what_is_asked_for() -> None:
    other = match_ended.but(relationship="K9-1")
    told_of = story(*PROLONGED, on("06-10", one_stops), on("06-30", left), on("06-30", other))
    line(told_of, "KLA-11e", {"06-30": "open missing AssigneeEnded"}, key=order_to_june)


def test_ended_and_recorded_later_is_registered_late() -> None:
    told_of = story(
        *PROLONGED,
        on("06-10", one_stops),
        on("06-30", left, recorded="07-01"),
        on("06-30", match_ended),
    )
    line(told_of, "KLA-11e", {"06-30": "met registered late"}, key=order_to_june)


def test_never_ended_is_breached_in_a_completed_case_only() -> None:
    def closed(closing: CaseClosed) -> tuple[Told, ...]:
        return (*PROLONGED, on("06-10", one_stops), on("07-02", closing))

    line(
        story(*closed(closed_completed)),
        "KLA-11e",
        {"07-01": "open", "07-02": "breached because closed without"},
        key=order_to_june,
    )
    line(
        story(*closed(closed_moved)),
        "KLA-11e",
        {"07-02": "n/a because closed before"},
        key=order_to_june,
    )


def test_the_register_is_for_contact_persons_alone() -> None:
    told_of = story(*running(companion_order_to_june), on("06-01", renewed), on("06-10", one_stops))
    line(told_of, "KLA-11e", dict.fromkeys(("01-11", "06-10"), "n/a because not this intervention"))
