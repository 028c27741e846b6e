"""The law on decisions that wait, day by day (SoL 34:1–3, LSS 28 f–h; D-31, D-40, D-63)."""

from datetime import date

import pytest

from assessing import day, finding, instances, line, on, story
from happenings import (
    ANY_DAY,
    agreed,
    both_satisfied,
    closed_completed,
    closed_order_ended,
    companion_order,
    declined,
    ended,
    interrupted,
    left,
    not_both_satisfied,
    offered,
    order,
    registered,
    relief_order,
    renewed,
    resumed,
    started,
)
from rutin.domain.case import (
    ExecutionDeferredByClient,
    ExecutionReported,
    NonExecutionReported,
    OrderReceived,
)
from rutin.domain.routine import PolicyParameterSet
from rutin.domain.values import Quarter
from spec import Told

ordered = order.but(decision_date=date(2026, 1, 8))

RUNNING = (
    on("01-02", registered),
    on("01-12", ordered),
    on("02-03", offered),
    on("02-12", both_satisfied),
    on("02-16", agreed),
    on("02-20", started),
)

not_executed = NonExecutionReported(
    occurred_on=ANY_DAY,
    quarter=Quarter(2026, 2),
    reason="Ingen uppdragstagare har hittats",
    recipients=("ivo", "municipal_auditors", "municipal_council"),
)
executed = ExecutionReported(
    occurred_on=ANY_DAY, executed_on=date(2026, 8, 3), recipients=("ivo", "municipal_auditors")
)

RECIPIENTS = {"LAW-02": ("ivo", "municipal_auditors"), "LAW-04": ("municipal_council",)}
"""To whom a decision that waits is told."""

both_reports = pytest.mark.parametrize("provision", RECIPIENTS)


def decided_on(decided: str, *, came: str) -> Told:
    """Tell an order that came some days after the decision."""
    dates = {"decision_date": day(decided), "occurred_on": day(came)}
    return on(came, ordered.but(**dates))


# ---------------------------------------------------------------- LAW-01


def test_a_service_that_started_before_its_order_came_is_what_the_law_asks_for() -> None:
    before = (on("01-02", registered), on("01-09", started))
    days = {"01-08": "open missing ServiceStarted", "01-09": "met by ServiceStarted"}
    line(story(*before), "LAW-01", days)
    line(story(*before, decided_on("01-05", came="01-12")), "LAW-01", days | {"01-12": "met"})


def test_the_three_months_run_from_the_decision_not_from_the_order() -> None:
    line(
        story(on("01-12", ordered)),
        "LAW-01",
        {
            "01-12": "open missing ServiceStarted due 2026-04-08",
            "04-08": "open",
            "04-09": "overdue missing ServiceStarted due 2026-04-08",
            "2027-06-01": "overdue",
        },
    )


@pytest.mark.parametrize(
    ("decided", "came", "due"),
    [
        ("2025-11-30", "2025-12-03", "2026-02-28"),
        ("2027-11-30", "2027-12-03", "2028-02-29"),
        ("2026-01-31", "2026-02-03", "2026-04-30"),
        ("2025-12-31", "2026-01-02", "2026-03-31"),
    ],
)
def test_three_months_end_with_the_month_when_there_is_no_such_day(
    decided: str, came: str, due: str
) -> None:
    line(story(decided_on(decided, came=came)), "LAW-01", {came: f"open due {due}", due: "open"})


@pytest.mark.parametrize("intervention", [order, companion_order, relief_order])
@pytest.mark.parametrize(("start", "stands"), [("04-08", "met"), ("04-09", "met late")])
def test_executed_by_the_last_day_it_is_met_and_afterwards_late(
    intervention: OrderReceived, start: str, stands: str
) -> None:
    line(
        story(
            on("01-12", intervention.but(decision_date=date(2026, 1, 8))),
            on(start, started, despite="Avtalet skrivs i morgon"),
        ),
        "LAW-01",
        {"04-07": "open", start: f"{stands} due 2026-04-08 by ServiceStarted"},
    )


def test_a_start_in_time_recorded_after_the_last_day_is_registered_late() -> None:
    in_time = on("04-07", started, recorded="04-09", despite="Glömt")
    line(story(on("01-12", ordered), in_time), "LAW-01", {"04-07": "met registered late"})


@pytest.mark.parametrize(
    ("when", "stands"),
    [
        ("04-08", "n/a because closed before"),
        ("04-09", "breached because ended unexecuted due 2026-04-08 by OrderEnded"),
        ("06-01", "breached because ended unexecuted due 2026-04-08 by OrderEnded"),
    ],
)
def test_ended_unexecuted_it_falls_away_in_time_and_is_breached_afterwards(
    when: str, stands: str
) -> None:
    line(
        story(on("01-12", ordered), on(when, ended), on("06-30", closed_order_ended)),
        "LAW-01",
        {"04-07": "open", when: stands, "06-30": stands, "07-01": stands},
    )


def test_a_case_closed_when_its_order_had_run_out_ended_it_that_day() -> None:
    to_march = ordered.but(period_to=date(2026, 3, 31))
    line(
        story(on("01-12", to_march), on("04-08", closed_order_ended)),
        "LAW-01",
        {"04-07": "open", "04-08": "n/a because closed before"},
    )


def test_that_the_client_wants_to_wait_moves_no_day() -> None:
    deferred = ExecutionDeferredByClient(
        occurred_on=ANY_DAY, until=date(2026, 6, 1), reason="Vill vänta till sommaren"
    )
    line(
        story(on("01-12", ordered), on("02-02", deferred)),
        "LAW-01",
        {"04-08": "open due 2026-04-08", "04-09": "overdue"},
    )


def test_a_renewed_order_starts_three_months_only_while_nothing_has_started() -> None:
    assert instances(story(*RUNNING, on("06-15", renewed)), "LAW-01", on="07-01") == ["-"]
    decided_later = renewed.but(occurred_on=day("06-15"), decision_date=day("06-10"))
    waiting = story(on("01-12", ordered), on("06-15", decided_later))
    line(waiting, "LAW-01", {"06-15": "overdue due 2026-04-08"})
    line(
        waiting,
        "LAW-01",
        {"06-14": "absent", "06-15": "open due 2026-09-10", "09-11": "overdue"},
        key=decided_later,
    )


def test_without_an_order_nothing_is_due() -> None:
    line(
        story(on("01-12", started, despite="Beställningen kom aldrig")),
        "LAW-01",
        {"01-11": "open missing ServiceStarted", "01-12": "met by ServiceStarted", "12-31": "met"},
    )


# ---------------------------------------------------------------- LAW-01b


def test_an_interruption_may_last_three_months() -> None:
    case = story(*RUNNING, on("03-02", interrupted))
    line(case, "LAW-01b", {"03-01": "n/a because not triggered", "03-02": "absent"})
    line(
        case,
        "LAW-01b",
        {
            "03-01": "absent",
            "03-02": "open missing ServiceResumed due 2026-06-02",
            "06-02": "open",
            "06-03": "overdue",
        },
        key=interrupted,
    )


@pytest.mark.parametrize(("when", "stands"), [("06-02", "met"), ("06-03", "met late")])
def test_gone_on_by_then_it_is_met_and_afterwards_late(when: str, stands: str) -> None:
    line(
        story(*RUNNING, on("03-02", interrupted), on(when, resumed)),
        "LAW-01b",
        {when: f"{stands} due 2026-06-02 by ServiceResumed"},
        key=interrupted,
    )


def test_going_on_in_time_recorded_later_is_registered_late() -> None:
    line(
        story(*RUNNING, on("03-02", interrupted), on("06-01", resumed, recorded="06-03")),
        "LAW-01b",
        {"06-01": "met registered late"},
        key=interrupted,
    )


@pytest.mark.parametrize(
    ("when", "stands"),
    [("06-02", "n/a because closed before"), ("06-03", "breached because ended unexecuted")],
)
def test_ended_while_interrupted_it_falls_away_in_time_and_is_breached_afterwards(
    when: str, stands: str
) -> None:
    line(
        story(*RUNNING, on("03-02", interrupted), on(when, ended)),
        "LAW-01b",
        {when: stands, "12-31": stands},
        key=interrupted,
    )


def test_each_interruption_has_its_own_three_months() -> None:
    again = interrupted.but(reason="client_wish")
    case = story(*RUNNING, on("03-02", interrupted), on("04-01", resumed), on("05-04", again))
    line(case, "LAW-01b", {"05-04": "met", "08-05": "met"}, key=interrupted)
    line(case, "LAW-01b", {"05-04": "open due 2026-08-04", "08-05": "overdue"}, key=again)


def test_a_relationship_that_leaves_the_order_without_any_interrupts_it() -> None:
    line(
        story(*RUNNING, on("05-10", left)),
        "LAW-01b",
        {
            "05-09": "absent",
            "05-10": "open because interruption not registered due 2026-08-10",
            "08-11": "overdue because interruption not registered",
        },
        key=left,
    )


@pytest.mark.parametrize(
    "candidate",
    [
        (on("01-20", offered, of="K1-0"), on("01-26", not_both_satisfied, of="K1-0")),
        (on("05-04", offered, of="K1-0"),),
        (on("05-04", offered, of="K1-0"), on("05-14", declined, of="K1-0")),
    ],
    ids=["not satisfied", "only asked", "asked, and declines later"],
)
def test_someone_who_was_only_asked_does_not_give_the_service(candidate: tuple[Told, ...]) -> None:
    before = [each for each in candidate if each.fact.occurred_on < date(2026, 2, 1)]
    after = [each for each in candidate if each not in before]
    case = story(*RUNNING[:2], *before, *RUNNING[2:], *after[:1], on("05-10", left), *after[1:])
    line(
        case,
        "LAW-01b",
        {
            "05-09": "absent",
            "05-10": "open because interruption not registered due 2026-08-10",
            "08-11": "overdue because interruption not registered",
        },
        key=left,
    )
    for provision in RECIPIENTS:
        line(case, provision, {"09-30": "open due 2026-10-31"}, key="2026-Q3")


@pytest.mark.parametrize("first", ["the end", "the agreement"])
def test_someone_with_an_agreement_by_the_last_day_gives_it_on(first: str) -> None:
    both = (on("05-10", left), on("05-10", agreed, of="K1-2"))
    successor = (on("05-04", offered, of="K1-2"), on("05-06", both_satisfied, of="K1-2"))
    case = story(*RUNNING, *successor, *(both if first == "the end" else reversed(both)))
    line(case, "LAW-01b", {"05-10": "n/a because not triggered"})


def test_where_the_service_runs_without_any_agreement_whoever_was_asked_gives_it() -> None:
    without = (*RUNNING[:4], on("02-20", started, despite="Avtalet skrivs i morgon"))
    case = story(*without, on("03-02", offered, of="K1-2"), on("05-10", left))
    line(case, "LAW-01b", {"05-10": "n/a because not triggered"})


def test_an_interruption_told_the_day_after_the_last_one_is_the_one_that_counts() -> None:
    case = story(
        *RUNNING, on("04-30", left), on("05-01", interrupted), on("08-01", resumed, despite="Nu.")
    )
    line(
        case,
        "LAW-01b",
        {
            "04-30": "open because interruption not registered due 2026-07-30",
            "05-01": "absent",
        },
        key=left,
    )
    line(
        case,
        "LAW-01b",
        {
            "04-30": "absent",
            "05-01": "open missing ServiceResumed due 2026-08-01",
            "07-31": "open",
            "08-01": "met due 2026-08-01 by ServiceResumed",
        },
        key=interrupted,
    )


def test_an_interruption_that_no_one_told_is_over_when_the_service_goes_on() -> None:
    successor = (on("05-18", each, of="K1-2") for each in (offered, both_satisfied, agreed))
    line(
        story(*RUNNING, on("05-10", left), *successor, on("06-01", resumed)),
        "LAW-01b",
        {"05-31": "open because interruption not registered", "06-01": "met by ServiceResumed"},
        key=left,
    )


def test_an_interruption_told_later_than_that_began_when_the_last_one_left() -> None:
    case = story(*RUNNING, on("04-30", left), on("05-02", interrupted))
    line(case, "LAW-01b", {"05-02": "open because interruption not registered"}, key=left)


@pytest.mark.parametrize("first", ["the end", "the interruption"])
def test_an_interruption_told_that_day_is_the_one_that_counts(first: str) -> None:
    both = (on("05-10", left), on("05-10", interrupted))
    case = story(*RUNNING, *(both if first == "the end" else reversed(both)))
    line(case, "LAW-01b", {"05-10": "open due 2026-08-10"}, key=interrupted)
    line(case, "LAW-01b", {"05-10": "absent"}, key=left)


def test_an_offer_that_was_declined_gives_no_service_when_the_other_leaves() -> None:
    asked = on("03-02", offered.but(assignee="A2"), of="K1-2")
    case = story(*RUNNING, asked, on("03-05", declined, of="K1-2"), on("05-10", left))
    line(case, "LAW-01b", {"05-10": "open because interruption not registered"}, key=left)


def test_an_order_that_has_run_out_is_not_interrupted_by_an_end() -> None:
    to_june = (*RUNNING[:1], on("01-12", ordered.but(period_to=date(2026, 6, 30))), *RUNNING[2:])
    for last in ("06-30", "07-01"):
        line(story(*to_june, on(last, left)), "LAW-01b", {last: "n/a because not triggered"})


def test_an_order_that_was_prolonged_is_interrupted_until_its_new_last_day() -> None:
    to_june = (*RUNNING[:1], on("01-12", ordered.but(period_to=date(2026, 6, 30))), *RUNNING[2:])
    prolonged = (*to_june, on("06-15", renewed))
    line(
        story(*prolonged, on("08-10", left)),
        "LAW-01b",
        {
            "08-10": "open because interruption not registered due 2026-11-10",
            "11-11": "overdue because interruption not registered",
        },
        key=left,
    )
    line(story(*prolonged, on("12-31", left)), "LAW-01b", {"12-31": "n/a because not triggered"})


# ---------------------------------------------------------------- LAW-02 and LAW-04


@both_reports
def test_a_decision_overdue_on_a_quarters_last_day_is_reported_the_month_after(
    provision: str,
) -> None:
    case = story(on("01-12", ordered))
    line(case, provision, {"06-29": "n/a because not triggered", "06-30": "absent"})
    line(
        case,
        provision,
        {
            "06-29": "absent",
            "06-30": "open missing NonExecutionReported due 2026-07-31",
            "07-31": "open",
            "08-01": "overdue due 2026-07-31",
            "2027-06-01": "overdue",
        },
        key="2026-Q2",
    )
    assert instances(case, provision, on="12-31") == ["2026-Q2", "2026-Q3", "2026-Q4"]


@both_reports
@pytest.mark.parametrize(("when", "stands"), [("07-31", "met"), ("08-01", "met late")])
def test_reported_by_then_it_is_met_and_afterwards_late(
    provision: str, when: str, stands: str
) -> None:
    report = not_executed.but(recipients=RECIPIENTS[provision])
    line(
        story(on("01-12", ordered), on(when, report)),
        provision,
        {when: f"{stands} due 2026-07-31 by NonExecutionReported"},
        key="2026-Q2",
    )


@both_reports
def test_a_report_in_time_recorded_later_is_registered_late(provision: str) -> None:
    line(
        story(on("01-12", ordered), on("07-30", not_executed, recorded="08-03")),
        provision,
        {"07-30": "met registered late"},
        key="2026-Q2",
    )


@pytest.mark.parametrize("only", ["ivo", "municipal_auditors"])
def test_ivo_and_the_auditors_are_both_told(only: str) -> None:
    (other,) = {"ivo", "municipal_auditors"} - {only}
    case = story(
        on("01-12", ordered),
        on("07-10", not_executed.but(recipients=(only,))),
        on("08-05", not_executed.but(recipients=(other,))),
    )
    line(
        case,
        "LAW-02",
        {"07-10": "open", "08-01": "overdue", "08-05": "met late"},
        key="2026-Q2",
    )
    line(case, "LAW-04", {"08-05": "overdue"}, key="2026-Q2")


@both_reports
def test_a_report_of_another_quarter_is_no_report_of_this(provision: str) -> None:
    line(
        story(on("01-12", ordered), on("07-10", not_executed.but(quarter=Quarter(2026, 1)))),
        provision,
        {"07-10": "open", "08-01": "overdue"},
        key="2026-Q2",
    )


@both_reports
def test_each_quarter_has_a_report_of_its_own(provision: str) -> None:
    case = story(
        on("01-12", ordered),
        on("07-10", not_executed),
        on("10-12", not_executed.but(quarter=Quarter(2026, 3))),
    )
    line(case, provision, {"07-10": "met", "10-12": "met"}, key="2026-Q2")
    line(case, provision, {"10-11": "open due 2026-10-31", "10-12": "met"}, key="2026-Q3")


@both_reports
@pytest.mark.parametrize(
    ("decided", "reported"), [("2026-03-29", ["2026-Q2"]), ("2026-03-30", ["-"])]
)
def test_overdue_from_the_quarters_last_day_at_the_latest(
    provision: str, decided: str, reported: list[str]
) -> None:
    case = story(decided_on(decided, came="03-31"))
    assert instances(case, provision, on="07-01") == reported


@both_reports
@pytest.mark.parametrize(("start", "reported"), [("06-30", ["-"]), ("07-01", ["2026-Q2"])])
def test_executed_by_the_quarters_last_day_it_is_not_reported(
    provision: str, start: str, reported: list[str]
) -> None:
    case = story(on("01-12", ordered), on(start, started, despite="Avtalet saknas"))
    assert instances(case, provision, on="09-30") == reported


@both_reports
def test_an_interruption_over_three_months_is_reported_too(provision: str) -> None:
    case = story(*RUNNING, on("03-02", interrupted))
    line(case, provision, {"06-30": "open due 2026-07-31"}, key="2026-Q2")


@both_reports
def test_when_the_order_has_ended_there_is_nothing_more_to_report(provision: str) -> None:
    case = story(on("01-12", ordered), on("07-15", ended))
    assert instances(case, provision, on="12-31") == ["2026-Q2"]
    line(case, provision, {"08-01": "overdue"}, key="2026-Q2")


def test_the_local_time_for_a_report_may_be_longer() -> None:
    two_months = PolicyParameterSet(
        occurred_on=ANY_DAY,
        parameter="non_execution_report_months",
        value=2,
        from_date=date(2026, 1, 1),
    )
    case = story(on("01-02", two_months, of="LAW"), on("01-12", ordered))
    line(case, "LAW-02", {"08-31": "open due 2026-08-31", "09-01": "overdue"}, key="2026-Q2")
    found = finding(case, "LAW-02", on="08-31", key="2026-Q2")
    assert found is not None
    assert [(used.name, used.value) for used in found.parameters] == [
        ("non_execution_report_months", 2)
    ]


# ---------------------------------------------------------------- LAW-03


def reported_and_started(*after: Told) -> list[Told]:
    return [
        on("01-12", ordered),
        on("07-10", not_executed),
        on("08-03", started, despite="Avtalet saknas"),
        *after,
    ]


def test_the_day_of_execution_is_reported_if_the_waiting_was() -> None:
    case = story(*reported_and_started(on("08-10", executed)))
    line(case, "LAW-03", {"08-02": "n/a because not triggered", "08-03": "absent"})
    line(
        case,
        "LAW-03",
        {
            "08-03": "open missing ExecutionReported",
            "08-09": "open",
            "08-10": "met by ExecutionReported",
        },
        key=started,
    )


def test_both_are_told_of_the_execution() -> None:
    case = story(
        *reported_and_started(
            on("08-10", executed.but(recipients=("ivo",))),
            on("08-12", executed.but(recipients=("municipal_auditors",))),
        )
    )
    line(
        case,
        "LAW-03",
        {"08-10": "open", "08-12": "met by ExecutionReported, ExecutionReported"},
        key=started,
    )


def test_a_report_to_both_once_more_changes_nothing() -> None:
    twice = (on("08-10", executed), on("08-20", executed))
    case = story(*reported_and_started(*twice))
    line(case, "LAW-03", {"08-10": "met by ExecutionReported", "08-20": "met"}, key=started)


def test_each_execution_that_was_reported_as_waiting_is_reported() -> None:
    case = story(
        *reported_and_started(on("08-10", executed), on("09-01", interrupted)),
        on("2027-01-11", not_executed.but(quarter=Quarter(2026, 4))),
        on("2027-02-01", resumed),
    )
    line(case, "LAW-03", {"2027-01-31": "absent", "2027-02-01": "open"}, key=resumed)
    line(case, "LAW-03", {"08-02": "absent", "2027-02-01": "met"}, key=started)


def test_going_on_after_an_interruption_that_was_not_reported_is_not_reported() -> None:
    case = story(*reported_and_started(on("09-01", interrupted), on("10-01", resumed)))
    line(case, "LAW-03", {"10-01": "absent"}, key=resumed)


def test_what_was_told_later_than_it_happened_is_registered_late() -> None:
    case = story(*reported_and_started(on("08-10", executed, recorded="08-11")))
    line(case, "LAW-03", {"08-10": "met registered late"}, key=started)


def test_an_execution_that_was_never_reported_as_waiting_is_not_reported() -> None:
    case = story(on("01-12", ordered), on("08-03", started, despite="Avtalet saknas"))
    line(
        case, "LAW-03", {"08-03": "n/a because not triggered", "12-31": "n/a because not triggered"}
    )


def test_a_closed_case_is_still_to_be_reported() -> None:
    case = story(*reported_and_started(on("09-01", ended), on("09-02", closed_completed)))
    line(case, "LAW-03", {"09-02": "open"}, key=started)
    line(case, "LAW-01", {"09-02": "met late"})
