"""Rutin.assess: of a case, a unit, a rule, on any day, as known at any time, what if; streamed."""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from tracemalloc import get_traced_memory, start, stop
from typing import Any

import pytest
from sqlalchemy import MetaData, select

from examples import (
    ADAM,
    AGREED,
    FEB_16,
    FEB_20,
    JAN_12,
    KARIN,
    RUNNING,
    K,
    companion_ordered,
    order_received,
)
from recording import recorded
from rutin.adapters.bench.many_alike import alike
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.journal import SqlJournal
from rutin.application import Finding, Malformed, Refused, Rutin, RutinError, Status, WhatIf
from rutin.application.assessment import nothing_yet
from rutin.application.journal import Journal
from rutin.application.memory import MemoryJournal
from rutin.application.rutin import LAST_DAY_ASKED
from rutin.domain.assessment.provision_set import SHIPPED
from rutin.domain.case import ConsentGranted, JournalNoteRecorded
from rutin.domain.recorded import Recorded
from rutin.domain.routine import AdoptRoutineVersion, DocumentRegistered, RoutineVersionAdopted
from spec import history, told

NOON = datetime(2026, 2, 21, 12, tzinfo=UTC)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def journal(request: pytest.FixtureRequest) -> Iterator[Journal]:
    with ExitStack() as opened:
        if request.param == "memory":
            yield MemoryJournal()
        else:
            url = str(request.getfixturevalue(f"{request.param}_url"))
            yield opened.enter_context(open_journal(url))


def rutin_with(journal: Journal | None, *facts: Any) -> Rutin:
    rutin = Rutin(journal, clock=lambda: NOON)
    rutin.journal.append(history(*facts).recorded)
    return rutin


def by_rule(found: Iterator[Finding]) -> dict[tuple[str, str], Status]:
    """Tell findings by provision and instance."""
    return {(each.provision.id, each.course.key): each.status for each in found}


# ---------------------------------------------------------------- what is asked about


def test_a_case_is_judged_by_every_provision_in_catalogue_order(journal: Journal) -> None:
    found = list(rutin_with(journal, *RUNNING).assess(K))
    ids = [each.provision.id for each in found]
    places = [[each.id for each in SHIPPED.all].index(each) for each in ids]
    assert places == sorted(places)
    of_cases = {*SHIPPED.checks, *SHIPPED.roll_ups}
    assert len(of_cases & set(ids)) > 0.9 * len(of_cases)
    assert {each.about for each in found} == {f"case/{K}"}
    assert {each.as_of for each in found} == {date(2026, 2, 21)}


def test_every_store_gives_the_same_findings(journal: Journal) -> None:
    facts = RUNNING
    alike_in_memory = list(rutin_with(None, *facts).assess())
    assert list(rutin_with(journal, *facts).assess()) == alike_in_memory


def test_all_cases_come_one_after_the_other_and_then_the_routines(journal: Journal) -> None:
    rutin = rutin_with(
        journal,
        told(order_received, of="K2"),
        told(order_received.but(order_no="B9", client="P2"), of="K1"),
    )
    subjects = list(dict.fromkeys(each.about for each in rutin.assess()))
    assert subjects[:2] == ["case/K1", "case/K2"]
    assert subjects[2:] == [f"routine/{key}" for key in ("BYTE", "KMSP", "KLA", "MAN", "NYB")]


def test_a_file_is_kept_for_a_note_in_another_file_of_the_same_client(journal: Journal) -> None:
    ordered = order_received.but(client_born_on=date(1992, 9, 16))
    noted = JournalNoteRecorded(occurred_on=date(2026, 5, 4), note="N1", text="Allt väl.")
    rutin = rutin_with(
        journal,
        told(ordered, of="K1"),
        told(ordered.but(order_no="B2"), of="K2"),
        told(noted, of="K2"),
        told(ordered.but(order_no="B3", client="P2"), of="K3"),
        told(noted.but(occurred_on=date(2026, 8, 3)), of="K3"),
    )
    for case, last_day in (("K1", date(2031, 5, 4)), ("K3", date(2031, 8, 3))):
        for day, status in (
            (last_day, Status.NOT_APPLICABLE),
            (last_day + timedelta(days=1), Status.OPEN),
        ):
            found = by_rule(rutin.assess(case, rule="LAW-15", as_of=day))
            assert found == {("LAW-15", "-"): status}


def test_a_rule_alone_is_judged_in_every_case_and_of_a_routine(journal: Journal) -> None:
    rutin = rutin_with(journal, *RUNNING)
    assert by_rule(rutin.assess(rule="KLA-09i")) == {("KLA-09i", "round-1"): Status.MET}
    found = list(rutin.assess(rule="DOC-02", as_of=date(2025, 11, 11)))
    overdue = {each.about for each in found if each.status is Status.OVERDUE}
    assert overdue == {"routine/KMSP", "routine/NYB"}


def test_a_unit_has_the_cases_ordered_to_it_and_no_routine_of_its_own(journal: Journal) -> None:
    rutin = rutin_with(
        journal,
        told(order_received.but(unit="nord"), of="K1"),
        told(order_received.but(order_no="B2", client="P2"), of="K2", by=ADAM),
    )
    assert {each.about for each in rutin.assess(unit="nord")} == {"case/K1"}
    assert {each.about for each in rutin.assess(unit="syd")} == {"case/K2"}
    assert list(rutin.assess(unit="okänd")) == []


def test_a_rule_alone_stands_as_it_does_among_all_the_others() -> None:
    for name in ("G1", "G5", "G9"):
        rutin = recorded(name).rutin
        everything = list(rutin.assess(as_of=date(2026, 4, 1)))
        for rule in dict.fromkeys(each.provision.id for each in everything):
            assert list(rutin.assess(rule=rule, as_of=date(2026, 4, 1))) == [
                each for each in everything if each.provision.id == rule
            ]


# ---------------------------------------------------------------- on which day, as known when


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (FEB_16 - timedelta(days=1), Status.OPEN),
        (FEB_16, Status.MET),
        (date(2031, 1, 1), Status.MET),
        (date.min, Status.OPEN),
        (LAST_DAY_ASKED, Status.MET),
    ],
)
def test_any_day_past_or_future_may_be_asked_about(as_of: date, status: Status) -> None:
    found = by_rule(rutin_with(None, *RUNNING).assess(K, rule="KLA-09i", as_of=as_of))
    assert found == {("KLA-09i", "round-1"): status}


def test_today_is_the_day_in_sweden() -> None:
    late_evening = datetime(2026, 2, 20, 23, 30, tzinfo=UTC)  # half past midnight on the 21st
    rutin = Rutin(clock=lambda: late_evening)
    rutin.journal.append(history(*RUNNING).recorded)
    assert {each.as_of for each in rutin.assess(K)} == {date(2026, 2, 21)}


def test_what_was_recorded_later_was_not_known_then(journal: Journal) -> None:
    late = datetime(2026, 3, 1, 9, tzinfo=UTC)
    *before, agreement = AGREED
    rutin = rutin_with(journal, *before, told(agreement, recorded_at=late))
    rule = ("KLA-09i", "round-1")
    assert by_rule(rutin.assess(K, as_of=FEB_20))[rule] is Status.MET
    unknown = rutin.assess(K, as_of=FEB_20, known_at=late - timedelta(seconds=1))
    assert by_rule(unknown)[rule] is Status.OPEN
    assert by_rule(rutin.assess(K, as_of=FEB_20, known_at=late))[rule] is Status.MET


def test_as_known_at_a_moment_equals_a_journal_cut_there() -> None:
    everything = recorded("G2").rutin.journal.since(0, 1000)
    opened = next(each.recorded_at for each in everything if each.stream == "case/K-2")
    moments = sorted({each.recorded_at for each in everything if each.recorded_at >= opened})
    whole = rutin_of(everything)
    for moment in moments[:: len(moments) // 6]:
        cut = rutin_of([each for each in everything if each.recorded_at <= moment])
        day = date(2026, 6, 30)
        assert list(whole.assess("K-2", as_of=day, known_at=moment)) == list(
            cut.assess("K-2", as_of=day)
        )


def rutin_of(facts: Any) -> Rutin:
    rutin = Rutin(clock=lambda: NOON)
    rutin.journal.append(list(facts))
    return rutin


def test_before_anything_happened_findings_say_from_when_there_is_something(
    journal: Journal,
) -> None:
    rutin = rutin_with(journal, *RUNNING)
    day = JAN_12 - timedelta(days=1)
    found = list(rutin.assess(K, as_of=day))
    assert found
    assert {(each.is_before_anything, each.began) for each in found} == {(True, JAN_12)}
    of_routines = {each.status for each in found if each.routine != "LAW"}
    assert of_routines <= {Status.OPEN, Status.NOT_APPLICABLE}
    assert not any(each.is_before_anything for each in rutin.assess(K, as_of=JAN_12))
    problem = nothing_yet({K: JAN_12}, day)
    assert (problem.code, problem.provision) == ("nothing_yet", "KLA-01")
    assert (
        "Inget hade hänt i ärende K1 den 2026-01-11; det första är från 2026-01-12." in problem.text
    )


def test_before_anything_was_recorded_findings_say_so() -> None:
    rutin = rutin_with(None, *RUNNING)
    found = list(rutin.assess(K, known_at=datetime(2020, 1, 1, tzinfo=UTC)))
    assert {each.began for each in found} == {None}
    assert "Inget var registrerat om ärende K1" in nothing_yet({K: None}, FEB_20).text


def test_what_happened_to_the_assignee_before_is_no_beginning_of_the_case() -> None:
    rutin = rutin_with(None, *RUNNING)  # the assignee was registered on 2 January
    assert {each.began for each in rutin.assess(K)} == {JAN_12}


# ---------------------------------------------------------------- what if


def test_what_if_another_version_had_governed() -> None:
    rutin = recorded("G9").rutin
    day = date(2026, 2, 20)
    case = "K-9Y"
    (as_it_is,) = rutin.assess(case, rule="NYB-06", as_of=day)
    (what_if,) = rutin.assess(
        case, rule="NYB-06", as_of=day, what_if=WhatIf(versions={"NYB": "v2"})
    )
    assert (as_it_is.state.late, as_it_is.state.due) == (False, date(2026, 2, 10))
    assert (what_if.state.late, what_if.state.due) == (True, date(2026, 2, 3))
    assert (as_it_is.routine_version, what_if.routine_version) == ("v1", "v2")


def test_what_if_a_local_value_were_another_and_a_later_date() -> None:
    rutin = rutin_with(None, order_received)
    soon = WhatIf(parameters={"first_contact_days": 2})
    day = JAN_12 + timedelta(days=3)
    assert by_rule(rutin.assess(K, rule="KLA-02a", as_of=day)) == {("KLA-02a", "-"): Status.OPEN}
    (found,) = rutin.assess(K, rule="KLA-02a", as_of=day, what_if=soon)
    assert found.status is Status.OVERDUE
    (used,) = found.parameters
    assert (used.name, used.value, used.default) == ("first_contact_days", 2, 7)


@pytest.mark.parametrize(
    ("what_if", "code", "field"),
    [
        (WhatIf(versions={"XYZ": "v1"}), "unknown_reference", "versions"),
        (WhatIf(versions={"NYB": "v7"}), "unknown_reference", "versions.NYB"),
        (WhatIf(parameters={"notedays": 3}), "unknown_parameter", "parameters.notedays"),
        (WhatIf(parameters={"note_days": 100_000}), "out_of_bounds", "parameters.note_days"),
        (WhatIf(parameters={"note_days": -1}), "out_of_bounds", "parameters.note_days"),
    ],
)
def test_what_cannot_be_supposed_is_refused_at_once(what_if: WhatIf, code: str, field: str) -> None:
    rutin = rutin_with(None, *RUNNING)
    with pytest.raises(RutinError) as refusal:
        rutin.assess(what_if=what_if)  # not even one finding need be asked for
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == (code, field)
    if code == "out_of_bounds":
        assert problem.citation is not None


def test_a_version_that_overlaps_its_predecessor_is_refused_with_its_citation() -> None:
    overlapping = AdoptRoutineVersion(
        routine="KLA", version="v2", occurred_on=FEB_16, valid_from=FEB_20
    )
    with pytest.raises(Refused) as refusal:
        Rutin(clock=lambda: NOON).handle(overlapping, KARIN)
    assert "DOC-05" in refusal.value.provisions
    assert all(problem.citation for problem in refusal.value.problems)


def test_neither_assessing_nor_what_if_writes_anything(journal: Journal) -> None:
    rutin = rutin_with(journal, *RUNNING)
    before = _everything_in(journal)
    for what_if in (
        None,
        WhatIf(parameters={"note_days": 3, "first_contact_days": 1}),
        WhatIf(versions={"NYB": "v1"}),
    ):
        for _ in rutin.assess(as_of=date(2027, 1, 1), what_if=what_if):
            pass
    assert _everything_in(journal) == before


def _everything_in(journal: Journal) -> Any:
    """Give every byte that is kept: each row of each table; of memory, each fact."""
    if not isinstance(journal, SqlJournal):
        return journal.head(), journal.since(0, 10_000)
    tables = MetaData()
    with journal.engine.connect() as connection:
        tables.reflect(connection)
        return journal.head(), {
            name: [tuple(map(bytes_of, row)) for row in connection.execute(select(table))]
            for name, table in tables.tables.items()
        }


def bytes_of(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def test_not_a_byte_of_the_file_changes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/rutin.db"
    with open_journal(url) as journal:
        journal.append(history(*RUNNING).recorded)
    before = (tmp_path / "rutin.db").read_bytes()
    with open_journal(url, must_exist=True) as journal:
        assert list(Rutin(journal).assess(what_if=WhatIf(parameters={"note_days": 3})))
    assert (tmp_path / "rutin.db").read_bytes() == before


# ---------------------------------------------------------------- what cannot be asked


def test_an_unknown_case_is_told_at_once_with_the_provision_that_begins_a_case() -> None:
    rutin = rutin_with(None, *RUNNING)
    with pytest.raises(RutinError, match=r"Det finns inget ärende K-404\.") as refusal:
        rutin.assess("K-404")
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field, problem.provision) == (
        "unknown_reference",
        "case",
        "KLA-01",
    )


@pytest.mark.parametrize(
    ("rule", "code", "text"),
    [
        ("KLA-06x", "unknown_rule", "Det finns ingen bestämmelse KLA-06x. Menade du KLA-06"),
        ("kla-06c", "unknown_rule", "Menade du KLA-06c?"),
        ("något annat", "unknown_rule", "rutin catalogue --format json visar alla."),
        ("KLA-B4-7", "not_judged", "visas men bedöms inte: det är blankettens text"),
        ("BYTE-03", "not_judged", "visas men bedöms inte: den anger ett syfte"),
    ],
)
def test_a_rule_that_is_not_judged_is_told_at_once(rule: str, code: str, text: str) -> None:
    with pytest.raises(Malformed) as refusal:
        Rutin().assess(rule=rule)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == (code, "rule")
    assert text in problem.text
    assert (problem.citation is not None) == (code == "not_judged")


def test_an_application_over_another_journal_judges_the_same_provisions() -> None:
    mine = replace(SHIPPED, checks={"KLA-01": SHIPPED.checks["KLA-01"]}, roll_ups={})
    rutin = Rutin(provisions=mine).on(MemoryJournal())
    rutin.journal.append(history(companion_ordered).recorded)
    assert [each.provision.id for each in rutin.assess(K)] == ["KLA-01"]


@pytest.mark.parametrize("as_of", [LAST_DAY_ASKED + timedelta(days=1), date.max])
def test_a_day_too_far_off_is_told(as_of: date) -> None:
    rutin = rutin_with(None, *RUNNING)
    asked: tuple[Callable[[], Any], ...] = (
        lambda: rutin.assess(as_of=as_of),
        lambda: rutin.unit_situation("syd", as_of=as_of),
    )
    for ask in asked:
        with pytest.raises(Malformed, match="Fråga om en dag till och med 2199-12-31") as refusal:
            ask()
        assert refusal.value.problems[0].code == "day_out_of_bounds"


FOR_EVER = date.max
"""How other systems write "until further notice"."""


@pytest.mark.parametrize(
    "facts",
    [
        [f.but(period_to=FOR_EVER) if f is order_received else f for f in RUNNING],
        [*RUNNING, ConsentGranted(occurred_on=FEB_20, consent="S1", recipients=("relative",),
                                  scope="Allt", valid_from=FOR_EVER, valid_to=FOR_EVER)],
        [told(DocumentRegistered(occurred_on=FEB_20, title="Karta", provision="NYB-03",
                                 valid_to=FOR_EVER, kept_at="Pärm 1"), of="NYB")],
        [told(RoutineVersionAdopted(occurred_on=FEB_20, version="v2", decided_on=FEB_20,
                                    valid_from=FEB_20, valid_to=FOR_EVER), of="KLA"), *RUNNING],
    ],
    ids=["order", "consent", "document", "version"],
)  # fmt: skip
def test_until_further_notice_may_be_written_as_the_last_day_of_the_calendar(facts: Any) -> None:
    found = list(rutin_with(None, *facts).assess(as_of=LAST_DAY_ASKED))
    assert len(found) > 10


# ---------------------------------------------------------------- streamed


class Counting:
    """A journal that counts the cases read."""

    def __init__(self, journal: Journal) -> None:
        self._beneath = journal
        self.read = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._beneath, name)

    def about(self, references: Any, **how: Any) -> Any:
        self.read += any(each.startswith("case/") for each in references)
        return self._beneath.about(references, **how)


def many(cases: int, journal: Journal | None = None) -> Rutin:
    rutin = Rutin(journal, clock=lambda: NOON)
    for number in range(1, cases + 1):
        rutin.journal.append(list(alike(number)))
    return rutin


def test_a_case_is_read_when_its_findings_are_asked_for_and_not_before() -> None:
    journal = Counting(many(4).journal)
    found = Rutin(journal, clock=lambda: NOON).assess()
    assert journal.read == 0
    next(found)
    assert journal.read == 1
    rest = list(found)
    assert len({each.about for each in rest}) == 4 + 5
    assert journal.read == 4


@pytest.mark.long
def test_memory_stays_the_same_however_many_cases_there_are(tmp_path: Path) -> None:
    with open_journal(f"sqlite:///{tmp_path}/rutin.db") as journal:
        rutin = many(24, journal)
        for _ in rutin.assess("K-1"):
            pass  # whatever is loaded once is loaded now
        held = []
        start()
        for _, of_one in groupby(rutin.assess(), key=lambda each: each.about):
            for _ in of_one:
                pass
            gc.collect()
            held.append(get_traced_memory()[0])
        stop()
    assert len(held) == 24 + 5
    assert max(held[4:24]) < 1.5 * max(held[:4])


def test_many_alike_are_lawful_cases_of_about_fifty_facts(journal: Journal) -> None:
    facts: list[Recorded] = [each for number in (1, 2) for each in alike(number)]
    journal.append(facts)
    assert len(facts) == 98
    assert journal.named("case") == ("K-1", "K-2")
    rutin = Rutin(journal, clock=lambda: NOON)
    one, two = (by_rule(rutin.assess(case, as_of=date(2025, 8, 29))) for case in ("K-1", "K-2"))
    assert len(one) == len(two) > 150
    assert list(one.values()).count(Status.MET) == list(two.values()).count(Status.MET) > 50
