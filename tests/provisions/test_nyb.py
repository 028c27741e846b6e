"""Ny brukare, day by day: what is to be done by the start of the service (r.43–52, D-33)."""

from datetime import date

import pytest

from assessing import finding, line, on, story
from examples import version_adopted
from happenings import (
    ANY_DAY,
    EVERY_OTHER_CLOSING,
    agreed,
    both_satisfied,
    closed_completed,
    closed_declined,
    closed_moved,
    companion_order,
    exhausted,
    housing_support_order,
    offered,
    order,
    plan,
    reached,
    registered,
    relief_order,
    search,
    started,
)
from rutin.domain.act import Fact
from rutin.domain.case import (
    ChecklistCompleted,
    ClientInformedAboutService,
    OrderReceived,
    PackItem,
    PackItems,
    WelcomePackDelivered,
    WelcomePackSupplemented,
)
from rutin.domain.routine import PolicyParameterSet, RoutineVersionSuspended
from spec import Told

GIVEN = PackItem(given=True)
NO_ALARM = PackItem(not_needed_because="Brukaren har inget larm")
MATTERS = {
    "NYB-07a": "phone_numbers",
    "NYB-07b": "names",
    "NYB-07c": "key_routines",
    "NYB-07d": "private_funds",
    "NYB-07e": "alarm",
    "NYB-07f": "complaints",
}
LIFTED = ("NYB-07c", "NYB-07e")
"""The matters that may be said not to be called for."""

WHOLE = PackItems().model_copy(update=dict.fromkeys(MATTERS.values(), GIVEN))

informed = ClientInformedAboutService(occurred_on=ANY_DAY)
pack = WelcomePackDelivered(occurred_on=ANY_DAY, items=WHOLE, delivered_by="designated_employee")
checklist = ChecklistCompleted(occurred_on=ANY_DAY)

DONE_BY: dict[str, Fact] = {
    "NYB-05": informed,
    "NYB-06": pack,
    **dict.fromkeys(MATTERS, pack),
    "NYB-08": plan,
    "NYB-10": checklist,
    "NYB-11": pack,
}
"""What meets each provision that is due when the service starts."""

every_provision = pytest.mark.parametrize("provision", DONE_BY)
may_be_lifted = pytest.mark.parametrize("provision", LIFTED)
demanded_of_all = pytest.mark.parametrize("provision", sorted(MATTERS.keys() - LIFTED))
every_matter = pytest.mark.parametrize("provision", MATTERS)


def case_of(*happened: Told, ordered: OrderReceived = companion_order) -> list[Told]:
    """Tell a case in which the service starts on 20 February."""
    return [
        on("01-02", registered),
        on("01-12", ordered),
        *(each for each in happened if each.fact.occurred_on < date(2026, 2, 3)),
        on("02-03", offered),
        on("02-12", both_satisfied),
        on("02-16", agreed),
        *(each for each in happened if date(2026, 2, 3) <= each.fact.occurred_on <= START),
        on("02-20", started),
        *(each for each in happened if each.fact.occurred_on > START),
    ]


START = date(2026, 2, 20)


def without(matter: str) -> PackItems:
    """A pack in which one matter is left blank."""
    return WHOLE.model_copy(update={MATTERS[matter]: None})


# ---------------------------------------------------------------- by the start


@every_provision
def test_done_by_the_start_it_is_met_and_open_until_then(provision: str) -> None:
    done = DONE_BY[provision]
    for day in ("02-09", "02-20"):
        line(
            story(*case_of(on(day, done))),
            provision,
            {
                "01-11": "open",
                "02-08": "open",
                day: f"met by {type(done).__name__}",
                "02-20": "met due 2026-02-20",
                "03-01": "met",
            },
        )


@every_provision
def test_left_undone_it_is_overdue_the_day_after_and_met_late_when_done(provision: str) -> None:
    line(
        story(*case_of(on("03-02", DONE_BY[provision]))),
        provision,
        {
            "02-19": "open",
            "02-20": "open due 2026-02-20",
            "02-21": "overdue due 2026-02-20",
            "03-01": "overdue",
            "03-02": "met late due 2026-02-20",
        },
    )


@every_provision
def test_done_in_time_and_recorded_after_the_start_it_is_registered_late(provision: str) -> None:
    done = DONE_BY[provision]
    line(story(*case_of(on("02-18", done, recorded="02-20"))), provision, {"02-20": "met"})
    line(
        story(*case_of(on("02-18", done, recorded="02-21"))),
        provision,
        {"02-20": "met registered late"},
    )


@every_provision
@pytest.mark.parametrize("closing", [closed_completed, *EVERY_OTHER_CLOSING])
def test_overdue_when_the_case_closes_it_is_breached(provision: str, closing: Fact) -> None:
    left = "breached because closed without"
    line(story(*case_of(), on("02-21", closing)), provision, {"02-21": left, "03-01": left})
    done = on("02-21", DONE_BY[provision])
    line(story(*case_of(), done, on("02-21", closing)), provision, {"02-21": "met late"})


@every_provision
def test_before_the_start_it_falls_away_when_the_case_closes(provision: str) -> None:
    line(
        story(on("01-12", companion_order), on("01-20", reached), on("02-02", closed_completed)),
        provision,
        {"02-01": "open", "02-02": "n/a because closed before"},
    )


@pytest.mark.parametrize("provision", [*DONE_BY, "NYB-07g"])
def test_without_any_contact_it_falls_away_for_that_reason(provision: str) -> None:
    gave_up = on("01-30", exhausted, despite="Allt är prövat")
    line(
        story(on("01-12", companion_order), gave_up, on("02-02", closed_moved)),
        provision,
        {"02-01": "open", "02-02": "n/a because no contact"},
    )


@every_provision
def test_it_does_not_concern_housing_support(provision: str) -> None:
    line(
        story(on("01-12", housing_support_order), on("02-20", started)),
        provision,
        {
            "01-12": "n/a because not this intervention",
            "02-21": "n/a because not this intervention",
        },
    )


@every_provision
@pytest.mark.parametrize("ordered", [relief_order, order])
def test_it_concerns_relief_and_contact_persons_but_for_the_plan(
    provision: str, ordered: OrderReceived
) -> None:
    no_plan = provision == "NYB-08" and ordered is order
    line(
        story(*case_of(ordered=ordered)),
        provision,
        {"02-21": "n/a because not this intervention" if no_plan else "overdue"},
    )


# ---------------------------------------------------------------- the pack


@every_matter
def test_a_matter_left_blank_is_told_by_the_pack_and_by_its_own_provision(provision: str) -> None:
    blank = pack.but(items=without(provision))
    case = story(*case_of(on("02-11", blank)))
    for each in ("NYB-06", provision):
        line(
            case,
            each,
            {
                "02-11": f"open missing {provision}",
                "02-20": f"open missing {provision} due 2026-02-20",
                "02-21": f"overdue missing {provision}",
            },
        )
    for other in MATTERS:
        if other != provision:
            line(case, other, {"02-11": "met", "02-21": "met"})
    line(case, "NYB-11", {"02-11": "met"})


@every_matter
def test_a_matter_given_afterwards_completes_the_pack(provision: str) -> None:
    blank = pack.but(items=without(provision))
    given = WelcomePackSupplemented(
        occurred_on=ANY_DAY,
        items=PackItems().model_copy(update={MATTERS[provision]: GIVEN}),
        delivered_by="designated_employee",
    )
    for day, stands in (("02-20", "met"), ("02-23", "met late")):
        case = story(*case_of(on("02-11", blank), on(day, given)))
        line(case, provision, {"02-19": "open", day: f"{stands} by WelcomePackSupplemented"})
        line(
            case,
            "NYB-06",
            {"02-19": "open", day: f"{stands} by WelcomePackDelivered, WelcomePackSupplemented"},
        )


@may_be_lifted
def test_a_matter_that_is_not_called_for_needs_no_giving(provision: str) -> None:
    because = WHOLE.model_copy(update={MATTERS[provision]: NO_ALARM})
    case = story(*case_of(on("02-11", pack.but(items=because))))
    line(
        case,
        provision,
        {"02-10": "open", "02-11": "n/a because not needed", "02-21": "n/a because not needed"},
    )
    line(case, "NYB-06", {"02-10": "open", "02-11": "met", "02-21": "met"})


@demanded_of_all
def test_no_reason_lifts_a_matter_that_every_client_is_to_have(provision: str) -> None:
    because = WHOLE.model_copy(update={MATTERS[provision]: NO_ALARM})
    given = WelcomePackSupplemented(
        occurred_on=ANY_DAY,
        items=PackItems().model_copy(update={MATTERS[provision]: GIVEN}),
        delivered_by="designated_employee",
    )
    case = story(*case_of(on("02-11", pack.but(items=because)), on("02-25", given)))
    for judged in (provision, "NYB-06"):
        line(
            case,
            judged,
            {
                "02-11": f"open missing {provision}",
                "02-20": "open due 2026-02-20",
                "02-21": f"overdue missing {provision}",
                "02-25": "met late",
            },
        )


def test_of_several_matters_left_blank_those_still_wanting_are_told() -> None:
    two_blank = WHOLE.model_copy(update={"alarm": None, "private_funds": None})
    funds = WelcomePackSupplemented(
        occurred_on=ANY_DAY,
        items=PackItems(private_funds=GIVEN),
        delivered_by="designated_employee",
    )
    line(
        story(*case_of(on("02-11", pack.but(items=two_blank)), on("02-18", funds))),
        "NYB-06",
        {
            "02-10": "open missing WelcomePackDelivered",
            "02-11": "open missing NYB-07d, NYB-07e",
            "02-18": "open missing NYB-07e",
            "02-21": "overdue missing NYB-07e",
        },
    )


def test_what_else_a_pack_holds_is_never_demanded() -> None:
    line(
        story(*case_of()),
        "NYB-07g",
        {"01-11": "open", "02-20": "open", "02-21": "open missing WelcomePackDelivered"},
    )
    line(story(*case_of(on("02-11", pack))), "NYB-07g", {"02-11": "met", "03-01": "met"})
    line(
        story(*case_of(), on("03-02", closed_completed)),
        "NYB-07g",
        {"03-01": "open", "03-02": "n/a because closed before"},
    )


@pytest.mark.parametrize("by", ["unit_manager", "designated_employee"])
def test_the_unit_manager_or_someone_designated_hands_the_pack_over(by: str) -> None:
    line(story(*case_of(on("02-11", pack.but(delivered_by=by)))), "NYB-11", {"02-11": "met"})


def test_a_pack_handed_over_by_another_is_not_handed_over_by_the_right_one() -> None:
    by_another = pack.but(delivered_by="other")
    case = story(*case_of(on("02-11", by_another)))
    line(case, "NYB-06", {"02-11": "met"})
    line(case, "NYB-11", {"02-11": "open missing NYB-11", "02-21": "overdue missing NYB-11"})


# ---------------------------------------------------------------- which version, which values

OF_THE_PACK = ("NYB-06", *MATTERS, "NYB-11")


@pytest.mark.parametrize("provision", OF_THE_PACK)
def test_the_second_version_asks_for_the_pack_a_week_before_the_start(provision: str) -> None:
    late = story(
        on("01-26", version_adopted),
        on("01-02", registered),
        on("02-03", companion_order),
        on("02-03", offered),
        on("02-12", both_satisfied),
        on("02-16", agreed),
        on("02-14", pack),
        on("02-20", started),
    )
    line(late, provision, {"02-19": "met", "02-20": "met late due 2026-02-13"})


def test_a_case_is_governed_by_the_version_of_the_day_its_order_came() -> None:
    for came, name, due in (("01-31", "v1", date(2026, 2, 20)), ("02-01", "v2", date(2026, 2, 13))):
        case = story(
            on("01-02", registered),
            on("01-26", version_adopted),
            on(came, companion_order),
            on("02-03", offered),
            on("02-12", both_satisfied),
            on("02-16", agreed),
            on("02-20", started),
        )
        found = finding(case, "NYB-06", on="02-20")
        assert found is not None
        assert found.version is not None
        assert (found.version.name, found.state.due) == (name, due)


@pytest.mark.parametrize("provision", OF_THE_PACK)
def test_the_local_value_of_the_day_the_order_came_counts(provision: str) -> None:
    three_days = PolicyParameterSet(
        occurred_on=ANY_DAY,
        parameter="welcome_before_start_days",
        value=3,
        from_date=date(2026, 1, 12),
    )
    line(
        story(on("01-09", three_days), *case_of(on("02-18", pack))),
        provision,
        {"02-19": "met", "02-20": "met late due 2026-02-17"},
    )
    found = finding(story(on("01-09", three_days), *case_of()), provision, on="02-19")
    assert found is not None
    assert [(used.name, used.value) for used in found.parameters] == [
        ("welcome_before_start_days", 3)
    ]
    afterwards = three_days.but(from_date=date(2026, 1, 13))
    line(
        story(on("01-09", afterwards), *case_of(on("02-18", pack))),
        provision,
        {"02-20": "met due 2026-02-20"},
    )


@pytest.mark.parametrize("provision", [each for each in DONE_BY if each != "NYB-08"])
def test_expired_it_is_judged_and_flagged_suspended_it_is_not_judged(provision: str) -> None:
    expired = finding(story(*case_of(ordered=order)), provision, on="02-21")
    assert expired is not None
    assert expired.routine_status == "expired"
    suspended = RoutineVersionSuspended(
        occurred_on=ANY_DAY, version="v1", from_date=date(2026, 1, 12), reason="Utgången"
    )
    line(
        story(on("01-09", suspended, of="NYB"), *case_of()),
        provision,
        {"01-12": "n/a because routine suspended", "02-21": "n/a because routine suspended"},
    )
    from_the_next_day = suspended.but(from_date=date(2026, 1, 13))
    line(
        story(on("01-09", from_the_next_day, of="NYB"), *case_of()),
        provision,
        {"02-21": "overdue"},
    )


# ---------------------------------------------------------------- the sum of KLA


def test_the_process_map_is_followed_as_well_as_the_worst_of_kla() -> None:
    unnoted = (on("01-12", companion_order), on("01-15", reached))
    line(story(*unnoted), "NYB-09", {"01-11": "open", "01-29": "open", "01-30": "overdue"})
    line(story(*unnoted, on("02-10", closed_moved)), "NYB-09", {"02-10": "overdue"})
    line(
        story(*unnoted, on("01-20", search), on("02-10", closed_moved)),
        "NYB-09",
        {"02-09": "overdue", "02-10": "breached because closed without"},
    )
    line(
        story(on("01-12", companion_order), on("01-13", closed_declined)),
        "NYB-09",
        {"01-12": "open", "01-13": "met"},
    )
    line(
        story(on("01-12", housing_support_order)),
        "NYB-09",
        {"01-12": "n/a because not this intervention"},
    )
