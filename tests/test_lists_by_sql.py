"""Lists to authorities, reports, hours and load: a database reads their conditions as memory does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from asking import asked
from assessing import on, story
from examples import AUDITOR
from happenings import (
    ANY_DAY,
    agreed,
    both_satisfied,
    companion_order,
    month_report,
    offered,
    order,
    outlays_made,
    registered,
    started,
)
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Rutin
from rutin.application.query import AnyQuery
from rutin.domain.assignee import AbsenceRecorded
from rutin.domain.values import Hours, Month, Quarter
from rutin.projections import VIEWS
from rutin.projections.assignments import Assignments
from rutin.projections.candidates import Candidates
from rutin.projections.cases import Cases
from rutin.projections.council_statistics import CouncilStatistics
from rutin.projections.hours import HoursByCase, HoursByUnit
from rutin.projections.load import ContinuityOfClients, Loads
from rutin.projections.quarterly_list import Elapsed, QuarterlyList
from rutin.projections.register import Register
from rutin.projections.reports import Reports, State
from rutin.projections.waiting_decisions import WaitingDecisions
from rutin.projections.worklist import Worklist
from spec import Told

NOW = datetime(2026, 8, 3, 12, tzinfo=UTC)


away = AbsenceRecorded(occurred_on=ANY_DAY, from_date=date(2026, 7, 20))


def waiting(number: int, decided: str, **fields: object) -> Told:
    case = f"V{number}"
    named = {"order_no": case, "client": f"P-{case}", "decision_date": date.fromisoformat(decided)}
    return on("02-02", order.but(occurred_on=date(2026, 2, 2), **named | fields), of=case)


def happened() -> Iterator[Told]:
    """Seven who wait, one of them protected; and one whose service runs and is reported on."""
    yield from (waiting(n, "2026-01-08") for n in range(4))
    yield from (waiting(n, "2025-12-01", legal_basis="SoL") for n in range(4, 6))
    yield waiting(6, "2026-02-02", protected=True)
    contact_persons = registered.but(person="P8", interventions=("contact_person",))
    yield on("01-02", contact_persons, of="A2")
    yield on("01-02", registered, of="A9")  # the same person under another number
    yield from (on("01-02", registered), on("01-12", companion_order), on("02-03", offered))
    yield from (on("07-20", away.but(to_date=date(2026, 8, 3))), on("07-20", away, of="A2"))
    yield from (on("02-12", both_satisfied), on("02-16", agreed), on("02-20", started))
    yield on("03-02", month_report.but(period=Month(2026, 2)))
    yield on("04-20", month_report.but(performed_hours=Hours("14.5"), reason_not_all="Sjuk"))
    yield on("05-03", month_report.but(period=Month(2026, 4), activities=""))
    yield on("05-29", outlays_made.but(period=Month(2026, 5)))


def queries() -> Iterator[AnyQuery]:
    yield Cases(search="v")
    yield WaitingDecisions()
    yield WaitingDecisions(overdue=True, as_of=date(2026, 4, 9))
    yield QuarterlyList(quarter=Quarter(2026, 2))
    yield QuarterlyList(unreported=True, intervention="contact_person")
    yield QuarterlyList(quarter=Quarter(2026, 2), elapsed=Elapsed.UP_TO_SIX)
    yield CouncilStatistics()
    yield Assignments(year=2026, client="P1")
    yield Reports(as_of=date(2026, 6, 4))
    yield from (Reports(state=state, as_of=date(2026, 6, 4)) for state in State)
    yield Reports(month=Month(2026, 2), assignee="A1")
    yield HoursByCase(months=6)
    yield HoursByUnit(months=6, suppress=False)
    yield HoursByUnit(months=6, suppress=True, unit="syd")
    yield Register()
    yield Register(intervention="companion")
    yield Register(intervention="contact_person", limit=1, skip=1)
    yield Candidates(case="K1")
    yield Loads()
    yield Loads(assignee="A1")
    yield Worklist(person="A9")
    yield ContinuityOfClients()


def test_a_database_answers_as_folding_does(database_url: str) -> None:
    told = story(*happened())
    with open_journal(database_url) as journal:
        journal.append(told.recorded)
        Keeper(journal, VIEWS, clock=lambda: NOW).catch_up()
        rutin = Rutin(journal, views=SqlViews(journal.engine), clock=lambda: NOW)
        for query in queries():
            answered: Any = rutin.ask(query, AUDITOR)
            assert answered == asked(query, told, on=str(NOW.date()))
            assert answered, f"{query!r} tells of nothing"
            assert rutin.ask(query.whole(), AUDITOR) == answered, "a page has them all here"
