"""The resource register: who may take assignments, on what ground, and what they have now."""

from dataclasses import fields
from datetime import date
from typing import get_args

import pytest
from sqlalchemy import event

from asking import asked as ask
from assessing import day, on, story
from examples import AUDITOR, support_person_appointed
from happenings import ANY_DAY, approved, housing_support_order, order, registered, started
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Rutin
from rutin.application.memory import MemoryJournal
from rutin.application.view import Told
from rutin.domain.assignee import (
    AbsenceRecorded,
    AssigneeEnded,
    AssigneeRejected,
    AvailabilityChanged,
    InvestigationOpened,
    RegisterExtractShown,
)
from rutin.domain.history import History
from rutin.domain.intervention import Intervention
from rutin.projections.absences import ABSENCES
from rutin.projections.register import REGISTER, Entry, Register
from spec import Told as ToldFact

available = AvailabilityChanged(
    occurred_on=ANY_DAY, occasions_per_month=4, area="Hallunda", languages=("svenska", "finska")
)
opened = InvestigationOpened(occurred_on=ANY_DAY, case="K1", reason="recruitment")
shown = RegisterExtractShown(
    occurred_on=ANY_DAY,
    registers=("criminal_records",),
    issued_on=date(2026, 1, 5),
    seen_by="eva",
    check="work_in_homes",
)
rejected = AssigneeRejected(occurred_on=ANY_DAY, reason="Har inte tid")


def entries(*happened: ToldFact) -> list[Entry]:
    told: History = story(*happened)
    book = Rutin(MemoryJournal()).routines()
    return list(REGISTER.rows(Told("A1", told, book, date(2028, 12, 31), lambda _: None)))


def entry(*happened: ToldFact) -> Entry:
    (found,) = entries(on("01-02", registered), *happened)
    return found


def test_nobody_is_in_the_register_before_being_registered() -> None:
    assert entries(on("01-02", registered.but(person="P8"), of="A2")) == []


def test_whoever_is_registered_can_take_what_was_said_and_no_more_is_known() -> None:
    found = entry()
    assert (found.assignee, found.interventions) == ("A1", registered.interventions)
    assert (found.decision, found.decided_on, found.cases) == ("", None, ())


def test_an_investigation_is_under_way_until_it_is_decided() -> None:
    ordered = on("01-09", order)
    begun = entry(ordered, on("01-12", opened))
    assert begun.investigated_since == date(2026, 1, 12)
    decided = entry(ordered, on("01-12", opened), on("01-26", approved))
    assert decided.investigated_since is None
    assert (decided.decision, decided.decided_on) == ("approved", date(2026, 1, 26))
    assert decided.approved_for == approved.interventions
    refused = entry(ordered, on("01-12", opened), on("01-26", rejected))
    assert (refused.decision, refused.approved_for) == ("rejected", ())


def test_of_an_extract_it_tells_that_one_was_shown_and_never_what_it_said() -> None:
    found = entry(on("01-12", shown))
    assert (found.extract_shown_on, found.extract_registers) == (
        date(2026, 1, 12),
        ("criminal_records",),
    )
    told = {field.name for field in fields(Entry)}
    assert not {name for name in told if "content" in name or "outcome" in name}


def test_an_approval_is_told_with_the_extract_that_had_been_shown_when_it_was_decided() -> None:
    decided = (on("01-12", shown), on("01-20", shown), on("01-26", approved), on("03-09", shown))
    found = entry(*decided)
    assert (found.decided_on, found.extract_at_decision, found.extract_shown_on) == (
        date(2026, 1, 26),
        date(2026, 1, 20),
        date(2026, 3, 9),
    )
    assert entry(on("01-26", shown), on("01-26", approved)).extract_at_decision == date(2026, 1, 26)
    assert entry(on("01-26", approved), on("03-09", shown)).extract_at_decision is None
    assert entry(on("01-12", shown)).extract_at_decision is None, "there is no decision"


def test_the_latest_told_is_what_the_person_can_take_on() -> None:
    found = entry(on("01-12", available), on("02-09", available.but(occasions_per_month=2)))
    assert (found.occasions_per_month, found.area, found.languages) == (
        2,
        "Hallunda",
        ("svenska", "finska"),
    )


def test_the_assignments_that_go_on_are_told_by_case() -> None:
    begun = (
        on("01-12", housing_support_order),
        on("01-19", support_person_appointed),
        on("02-02", started),
    )
    assert entry(*begun).cases == ("K1",)


def asked(query: Register, *happened: ToldFact) -> list[str]:
    return [each.assignee for each in ask(query, story(*happened), on="06-01")]


def away(first: str, last: str | None = None) -> ToldFact:
    to_date = day(last) if last else None
    return on("01-12", AbsenceRecorded(occurred_on=ANY_DAY, from_date=day(first), to_date=to_date))


@pytest.mark.parametrize(
    ("absences", "told_of"),
    [
        ((), ("", "")),
        ((away("03-02", "03-08"),), ("2026-03-02", "2026-03-08")),
        ((away("03-02", "03-03"),), ("", "")),
        ((away("03-02", "03-04"),), ("2026-03-02", "2026-03-04")),
        ((away("04-06", "04-12"),), ("2026-04-06", "2026-04-12")),
        ((away("03-02"),), ("2026-03-02", "")),
        ((away("06-01", "06-30"), away("04-06", "04-12")), ("2026-04-06", "2026-04-12")),
        ((away("03-02", "03-08"), away("03-09", "03-15")), ("2026-03-02", "2026-03-15")),
        ((away("03-02", "03-08"), away("03-02")), ("2026-03-02", "")),
    ],
    ids=[
        "never",
        "now",
        "until yesterday",
        "until today",
        "later",
        "without an end",
        "twice later",
        "prolonged",
        "prolonged without an end",
    ],
)
def test_whoever_is_away_or_will_be_is_told_with_the_days(
    absences: tuple[ToldFact, ...], told_of: tuple[str, str]
) -> None:
    happened = story(on("01-02", registered), *absences)
    (line,) = ask(Register(), happened, on="03-04")
    assert (str(line.away_from or ""), str(line.away_to or "")) == told_of


def test_a_page_takes_two_statements_however_many_it_tells_of(database_url: str) -> None:
    happened = [on("01-02", registered.but(person=f"P{n}"), of=f"A{n}") for n in range(5)]
    asked_for: list[str] = []
    with open_journal(database_url) as journal:
        journal.append(story(*happened).recorded)
        Keeper(journal, (REGISTER, ABSENCES)).catch_up()
        event.listen(
            journal.engine,
            "before_cursor_execute",
            lambda _c, _cursor, statement, *_rest: asked_for.append(statement),
        )
        lines = Rutin(journal, views=SqlViews(journal.engine)).ask(Register(limit=4), AUDITOR)
    assert len(lines) == 4
    kept = [each for each in asked_for if "FROM register_v" in each or "FROM absences_v" in each]
    assert len(kept) == 2


def test_who_has_left_is_told_when_asked_for_alone() -> None:
    gone = AssigneeEnded(occurred_on=ANY_DAY, scope="person")
    two = (
        on("01-02", registered),
        on("01-02", registered.but(person="P8"), of="A2"),
        on("03-02", gone, of="A2"),
    )
    assert asked(Register(), *two) == ["A1"]
    assert asked(Register(ended=True), *two) == ["A1", "A2"]


def test_those_who_can_take_an_intervention_are_asked_for_alone() -> None:
    (can_take,) = registered.interventions[:1]
    (cannot,) = (each for each in get_args(Intervention) if each not in registered.interventions)
    two = (on("01-02", registered), on("01-02", registered.but(interventions=(cannot,)), of="A2"))
    assert asked(Register(intervention=can_take), *two) == ["A1"]
    assert asked(Register(intervention=cannot), *two) == ["A2"]
    assert asked(Register(assignee="A2"), *two) == ["A2"]
