"""KLA, change of assignee (r.129–132): someone new is engaged. KLA-12b stands among the rounds."""

import pytest

from assessing import instances, line, on, story
from examples import EVA
from happenings import (
    agreed,
    both_satisfied,
    change_granted,
    change_requested,
    closed_completed,
    closed_moved,
    companion_order,
    declined,
    ended,
    exhausted,
    housing_support_order,
    left,
    no_answer,
    offered,
    order,
    order_to_june,
    registered,
    started,
)
from rutin.domain.act import Fact
from spec import Told


def running(ordered: Fact) -> tuple[Told, ...]:
    """A service that runs under an order."""
    return (
        on("01-02", registered),
        on("01-02", registered, of="A2"),
        on("01-12", ordered),
        on("02-03", offered),
        on("02-12", both_satisfied),
        on("02-16", agreed),
        on("02-20", started),
    )


RUNNING = running(order)
ENGAGED = (
    on("04-03", offered.but(assignee="A2"), of="K1-2"),
    on("04-10", both_satisfied, of="K1-2"),
    on("04-14", agreed, of="K1-2"),
)

each_sign = pytest.mark.parametrize(
    "sign", [change_requested, left], ids=lambda f: type(f).__name__
)


@each_sign
def test_after_a_wish_for_a_change_or_an_end_someone_new_is_engaged(sign: Fact) -> None:
    told = story(*RUNNING, on("03-20", sign), *ENGAGED)
    line(
        told,
        "KLA-12a",
        {
            "01-11": "n/a because not triggered",
            "03-19": "n/a because not triggered",
            "03-20": "absent",
        },
    )
    line(
        told,
        "KLA-12a",
        {
            "03-19": "absent",
            "03-20": "open missing AgreementSigned",
            "04-13": "open",
            "04-14": "met by AgreementSigned",
        },
        key=sign,
    )


@each_sign
def test_an_agreement_recorded_later_is_registered_late(sign: Fact) -> None:
    told = story(
        *RUNNING, on("03-20", sign), *ENGAGED[:-1], on("04-14", agreed, of="K1-2", recorded="04-15")
    )
    line(told, "KLA-12a", {"04-14": "met registered late"}, key=sign)


@each_sign
def test_no_one_new_is_breached_in_a_completed_case_only(sign: Fact) -> None:
    happened = (*RUNNING, on("03-20", sign))
    line(
        story(*happened, on("06-01", closed_completed)),
        "KLA-12a",
        {"05-31": "open", "06-01": "breached because closed without missing AgreementSigned"},
        key=sign,
    )
    line(
        story(*happened, on("06-01", closed_moved)),
        "KLA-12a",
        {"06-01": "n/a because closed before"},
        key=sign,
    )


def test_the_first_sign_of_a_change_is_its_instance() -> None:
    told = story(
        *RUNNING,
        on("03-10", change_requested),
        on("03-20", change_granted, by=EVA),
        on("03-31", left),
    )
    assert len(instances(told, "KLA-12a", on="12-31")) == 1
    line(told, "KLA-12a", {"03-10": "open", "03-31": "open"}, key=change_requested)


def test_an_end_after_a_change_granted_without_a_wish_on_record_is_the_first_sign() -> None:
    told = story(*RUNNING, on("03-20", change_granted, by=EVA), on("03-31", left))
    line(told, "KLA-12a", {"03-30": "absent", "03-31": "open"}, key=left)


def test_a_second_change_has_an_instance_of_its_own() -> None:
    told = story(*RUNNING, on("03-20", left), *ENGAGED, on("06-01", change_requested, of="K1-2"))
    line(told, "KLA-12a", {"06-01": "met"}, key=left)
    line(told, "KLA-12a", {"05-31": "absent", "06-01": "open"}, key=change_requested)


def test_a_round_that_comes_to_nothing_on_the_way_is_the_same_change() -> None:
    told = story(
        *RUNNING,
        on("03-20", left),
        on("03-25", offered.but(assignee="A2"), of="K1-3"),
        on("03-26", declined, of="K1-3"),
        *ENGAGED,
    )
    line(told, "KLA-12a", {"03-26": "open", "04-14": "met"}, key=left)
    assert len(instances(told, "KLA-12a", on="12-31")) == 1


def test_an_end_without_an_order_that_goes_on_is_no_change() -> None:
    for happened in (
        (*RUNNING, on("03-20", ended, by=EVA), on("03-20", left)),
        (*running(order_to_june), on("06-30", left)),
        (*running(order_to_june), on("07-10", left)),
    ):
        told = story(*happened, on("07-15", closed_completed))
        line(
            told,
            "KLA-12a",
            {"07-14": "n/a because not triggered", "07-15": "n/a because closed before"},
        )


def test_a_mere_candidate_who_falls_away_is_no_change() -> None:
    told = story(*RUNNING, ENGAGED[0], on("04-05", left, of="K1-2"))
    line(told, "KLA-12a", {"04-05": "n/a because not triggered"})


def test_the_former_assignees_own_agreement_is_not_a_new_one() -> None:
    told = story(*RUNNING[:5], on("02-18", change_requested), on("02-20", agreed))
    line(told, "KLA-12a", {"02-20": "open"}, key=change_requested)


def test_companions_are_changed_too_but_not_housing_support() -> None:
    line(
        story(*running(companion_order), on("03-20", left)), "KLA-12a", {"03-20": "open"}, key=left
    )
    line(
        story(on("01-12", housing_support_order)),
        "KLA-12a",
        {"01-12": "n/a because not this intervention"},
    )


@pytest.mark.parametrize(("provision", "key"), [("KLA-12a", "-"), ("KLA-12b", "round-1")])
def test_in_a_case_closed_without_any_contact_that_is_the_reason(provision: str, key: str) -> None:
    told = story(
        on("01-12", order),
        on("01-13", no_answer),
        on("02-02", exhausted, despite="Hann inte mer."),
        on("02-10", closed_moved),
    )
    line(
        told,
        provision,
        {"02-09": "n/a because not triggered", "02-10": "n/a because no contact"},
        key=key,
    )
