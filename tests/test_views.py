"""Views say what the journal says: after any history, whoever keeps them, and built anew."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from signal import SIGKILL
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, bindparam, func, inspect, select, update

from asking import told_otherwise
from examples import ADAM, AUDITOR, RUNNING, K, order_received
from faulty import Fault
from histories.disorder import history_of, seeds
from keepers import (
    PATIENCE_S,
    PROCESSES,
    in_a_process,
    keep,
    keep_and_get_stuck,
    keep_with_others,
)
from rutin.adapters.bench.many_alike import alike
from rutin.adapters.enveloped import utc_text
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.tables import events, view_tasks
from rutin.adapters.sql.transaction import reading, writing
from rutin.adapters.sql.views import keeper as keeping_up
from rutin.adapters.sql.views import tasks
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.generations import live
from rutin.adapters.sql.views.keeper import Keeper
from rutin.adapters.sql.views.reading_on import changes_after, everyone, waiting_for
from rutin.adapters.sql.views.rebuild import rebuild
from rutin.adapters.sql.views.standing import standing
from rutin.adapters.sql.views.tasks import ATTEMPTS, TAKEN_FOR, Wanted, try_again
from rutin.application import Rutin
from rutin.application.query import Query
from rutin.application.view import AnyView, Told, horizon_on
from rutin.domain.assessment.finding import Status
from rutin.domain.case import CaseClosed, JournalNoteRecorded
from rutin.domain.refusal import Damaged, Malformed, Unavailable
from rutin.projections import VIEWS
from rutin.projections.cases import CASES, Cases
from rutin.projections.compliance import Compliance, Findings
from rutin.projections.findings import FINDINGS
from rutin.projections.folded import FoldedViews
from spec import history, to_record, told
from tallying import questions_answered_wrongly

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HORIZON = horizon_on(NOW.date())
EXAMPLES = settings().max_examples


@pytest.fixture
def journal(database_url: str) -> Iterator[SqlJournal]:
    with open_journal(database_url) as journal:
        yield journal


def keeper(journal: SqlJournal, *views: AnyView, now: datetime = NOW) -> Keeper:
    return Keeper(journal, views or [FINDINGS], clock=lambda: now)


def stored(journal: SqlJournal, view: AnyView = FINDINGS) -> Counter[str]:
    """Give the rows of the view in use, in no order."""
    return Counter(map(repr, SqlViews(journal.engine).rows(view)))


def folded(journal: SqlJournal, view: AnyView = FINDINGS) -> Counter[str]:
    """Give the rows that the journal comes to, folded one subject at a time."""
    return Counter(map(repr, FoldedViews(journal, clock=lambda: NOW).rows(view)))


def assert_folded(journal: SqlJournal) -> None:
    """Every view says what the journal says."""
    for view in VIEWS:
        assert stored(journal, view) == folded(journal, view), view.name


def ask(journal: SqlJournal, query: Query[Any]) -> tuple[Any, ...]:
    return Rutin(journal, views=SqlViews(journal.engine), clock=lambda: NOW).ask(query, AUDITOR)


def fill(journal: SqlJournal, cases: int, first: int = 1) -> None:
    for number in range(first, first + cases):
        journal.append(list(alike(number)))


# ---------------------------------------------------------------- what they say


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=seeds)
def test_every_view_is_the_fold_of_the_journal_however_it_was_told(
    journal_of: Any, seed: int
) -> None:
    with journal_of() as journal:
        facts = history_of(seed).recorded
        kept = keeper(journal, *VIEWS)
        for fact in facts:
            journal.append([fact])
            if fact.position % 7 == 0:
                kept.catch_up()
        kept.catch_up()
        assert_folded(journal)
        assert not questions_answered_wrongly(journal, now=NOW, seed=seed)


@pytest.mark.parametrize("seed", [1, 7, 23])
def test_a_new_filling_waits_for_what_reading_the_whole_log_would_lead_to(
    journal: SqlJournal, seed: int
) -> None:
    journal.append(list(history_of(seed).recorded))
    with reading(journal.engine) as connection:
        last, changes = changes_after(connection, 0)
        for view in VIEWS:
            position, waiting = everyone(connection, view)
            assert position == last
            assert waiting.keys() == waiting_for(connection, view, changes).keys()
            for subject, wanted in waiting.items():
                first = journal.about({f"{view.kind}/{subject}"}).recorded[0]
                assert wanted == Wanted(first.position, last, utc_text(first.recorded_at))


DAYS = [date(2025, 8, 1) + timedelta(days=number) for number in range(900)]
"""Days before, during and after what is told in a history of disorder."""


def assert_as_assessed(open_new: Any, seed: int, days: list[date]) -> None:
    """Expect that lists and figures say what assessing does of a history, on some days."""
    with open_new() as journal:
        journal.append(list(history_of(seed).recorded))
        fill(journal, 1)
        keeper(journal, FINDINGS, CASES).catch_up()
        rutin = Rutin(journal, clock=lambda: NOW)
        places = {each.case: (each.unit, each.intervention) for each in ask(journal, Cases())}
        for as_of in days:
            listed = ask(journal, Findings(as_of=as_of, limit=10_000))
            assert not told_otherwise(listed, rutin.assess(as_of=as_of))
            for each in listed:
                assert (each.unit, each.intervention) == places.get(each.case, ("", ""))
            counted = ask(journal, Compliance(as_of=as_of, by_unit=True, by_intervention=True))
            assert {
                (each.rule_id, each.status, each.late, each.unit, each.intervention): each.count
                for each in counted
            } == Counter(
                (each.rule_id, each.status, each.late, each.unit, each.intervention)
                for each in listed
            )


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=seeds, days=st.lists(st.sampled_from(DAYS), min_size=2, max_size=2))
def test_compliance_by_sql_is_what_assessing_says_on_any_day(
    journal_of: Any, seed: int, days: list[date]
) -> None:
    assert_as_assessed(journal_of, seed, days)


@pytest.mark.long
@settings(
    max_examples=max(EXAMPLES // 2, 1),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=seeds, days=st.lists(st.sampled_from(DAYS), min_size=2, max_size=6))
def test_compliance_by_sql_is_what_assessing_says_whatever_has_happened(
    journal_of: Any, seed: int, days: list[date]
) -> None:
    assert_as_assessed(journal_of, seed, days)


def test_a_case_is_in_no_figure_before_anything_had_happened_in_it(journal: SqlJournal) -> None:
    journal.append(history(*RUNNING).recorded)
    keeper(journal).catch_up()
    first = order_received.occurred_on
    assert ask(journal, Compliance(as_of=first - timedelta(days=1))) == ()
    assert ask(journal, Findings(as_of=first, status=Status.OPEN))


def test_the_list_behind_a_count_is_as_long_as_the_count(journal: SqlJournal) -> None:
    fill(journal, 4)
    keeper(journal).catch_up()
    counted = ask(journal, Compliance(as_of=date(2026, 5, 4)))
    assert counted
    for each in counted:
        behind = Findings(
            as_of=date(2026, 5, 4), rule=each.rule_id, status=each.status, late=each.late
        )
        assert len(ask(journal, behind)) == each.count


def test_before_a_view_is_built_and_after_its_horizon_one_is_told_so(journal: SqlJournal) -> None:
    with pytest.raises(Unavailable, match="Listan findings byggs"):
        ask(journal, Compliance(as_of=NOW.date()))
    keeper(journal).catch_up()
    assert ask(journal, Compliance(as_of=HORIZON)) == ()
    with pytest.raises(Malformed, match="till och med 2028-12-31"):
        ask(journal, Compliance(as_of=HORIZON + timedelta(days=1)))


def test_a_year_later_it_tells_of_a_year_more(journal: SqlJournal) -> None:
    journal.append(history(*RUNNING).recorded)
    keeper(journal).catch_up()
    next_year = keeper(journal, now=NOW.replace(year=2027))
    next_year.catch_up()
    assert next_year.filling(FINDINGS).horizon == date(2029, 12, 31)
    last_quarter = Findings(as_of=date(2029, 12, 31), rule="KLA-09c-p")
    assert any(each.instance_key == "2029-Q4" for each in ask(journal, last_quarter))


def test_rows_begun_in_the_year_before_do_not_stand_for_those_of_the_year_after(
    journal: SqlJournal,
) -> None:
    journal.append(history(*RUNNING).recorded)
    keeper(journal).catch_up()
    next_year = keeper(journal, now=NOW.replace(year=2027))

    def rows(told: Told) -> Any:
        next_year.filling(FINDINGS)  # while another keeper works out what was asked for this year
        return FINDINGS.rows(told)

    last = journal.history(f"case/{K}")[-1]
    journal.append(
        [replace(last, version=last.version + 1, event_id=UUID(int=999), command_id="ny")]
    )
    keeper(journal, replace(FINDINGS, rows=rows)).catch_up()
    next_year.catch_up()
    last_quarter = Findings(as_of=date(2029, 12, 31), rule="KLA-09c-p")
    assert any(each.instance_key == "2029-Q4" for each in ask(journal, last_quarter))


# ---------------------------------------------------------------- who keeps them


KILLED = 100 if os.environ.get("RUTIN_SOAK") else 20
"""How often a keeper is killed on each database; more as a soak."""
TAKEN = select(func.count()).where(view_tasks.c.taken_until > bindparam("now"))
"""How many tasks a keeper has that may not be taken by another yet."""


def test_keepers_killed_at_any_moment_leave_what_one_that_lives_would(
    journal: SqlJournal, database_url: str
) -> None:
    luck, now = Random(9), NOW  # noqa: S311 - it keeps no secret
    left_undone = 0
    fill(journal, 5)
    for turn in range(KILLED):
        tell_more(journal, turn)
        now += TAKEN_FOR / 3  # what the first had taken is free before the last are killed
        has_begun = PROCESSES.Event()
        with in_a_process(keep, database_url, now, has_begun) as process:
            assert has_begun.wait(PATIENCE_S)
            time.sleep(luck.random() / 4)
            process.kill()
            process.join()
            assert process.exitcode == -SIGKILL
        with reading(journal.engine) as connection:
            left_undone += connection.scalar(TAKEN, {"now": utc_text(now)}) or 0
    assert left_undone, "none was killed in the midst of anything"
    keeper(journal, *VIEWS, now=now + TAKEN_FOR).catch_up()
    assert_folded(journal)
    assert not questions_answered_wrongly(journal, now=NOW)


def tell_more(journal: SqlJournal, turn: int) -> None:
    """Record one more fact in each case, so that all are to be worked out anew."""
    for number in range(1, 6):
        last = journal.history(f"case/K-{number}")[-1]
        event_id, command_id = UUID(int=10**6 * number + turn), f"{number}-mer-{turn}"
        more = replace(last, version=last.version + 1, event_id=event_id, command_id=command_id)
        journal.append([more])


def test_what_a_killed_keeper_had_taken_is_free_when_its_time_has_run_out_and_not_before(
    journal: SqlJournal, database_url: str
) -> None:
    fill(journal, 2)
    keeper(journal).catch_up()
    before = stored(journal)
    closed = to_record(CaseClosed(occurred_on=date(2026, 5, 4), outcome="moved"), of="K-2")
    Rutin(journal).handle(closed, ADAM, deviation="Flyttade")
    has_taken = PROCESSES.Event()
    with in_a_process(keep_and_get_stuck, database_url, NOW, has_taken):
        assert has_taken.wait(PATIENCE_S)
    keeper(journal, now=NOW + TAKEN_FOR - timedelta(seconds=1)).catch_up()
    assert stored(journal) == before
    keeper(journal, now=NOW + TAKEN_FOR).catch_up()
    assert stored(journal) == folded(journal)
    assert stored(journal) != before


def test_two_processes_that_keep_the_same_views_write_no_row_twice(
    journal: SqlJournal, database_url: str
) -> None:
    all_here, finished, shares = PROCESSES.Barrier(3), PROCESSES.Event(), PROCESSES.SimpleQueue()
    told = (keep_with_others, database_url, NOW, all_here, finished, shares)
    with in_a_process(*told) as one, in_a_process(*told) as other:
        all_here.wait(PATIENCE_S)
        fill(journal, 6)
        SqlViews(journal.engine).reach(VIEWS, journal.head(), PATIENCE_S)
        finished.set()
        for process in (one, other):
            process.join(PATIENCE_S)
            assert process.exitcode == 0
    assert all(shares.get() for _ in (one, other))
    assert_folded(journal)
    assert not questions_answered_wrongly(journal, now=NOW)


def test_a_keeper_that_saw_no_filling_in_use_begins_none_beside_one_that_came_meanwhile(
    journal: SqlJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(journal, 1)
    first_look = iter([None])

    def live_in_a_moment(connection: Connection, view: AnyView) -> Any:
        for nothing in first_look:
            keeper(journal).catch_up()
            return nothing
        return live(connection, view)

    monkeypatch.setattr(keeping_up, "live", live_in_a_moment)
    assert keeper(journal).filling(FINDINGS).state == "live"


def test_a_fact_that_comes_while_rows_are_worked_out_shows_afterwards(journal: SqlJournal) -> None:
    fill(journal, 1)
    late: list[Any] = list(alike(2))

    def rows(told: Told) -> Any:
        if late and told.name == "K-1":
            journal.append(late)
            late.clear()
        return FINDINGS.rows(told)

    slow = replace(FINDINGS, rows=rows)
    keeper(journal, slow).catch_up()
    assert stored(journal, slow) == folded(journal)


def test_a_note_in_another_file_of_the_client_shows_in_this_one(journal: SqlJournal) -> None:
    journal.append(
        history(order_received, told(order_received.but(order_no="B2"), of="K2")).recorded
    )
    kept = keeper(journal)
    kept.catch_up()
    closed = CaseClosed(occurred_on=date(2026, 2, 2), outcome="moved")
    for case in ("K1", "K2"):
        Rutin(journal).handle(to_record(closed, of=case), ADAM, deviation="Flyttade")
        kept.catch_up()
    note = JournalNoteRecorded(occurred_on=date(2026, 4, 1), note="N1", text="Ringde.")
    Rutin(journal).handle(to_record(note, of="K2"), ADAM)
    kept.catch_up()
    assert stored(journal) == folded(journal)
    assert not questions_answered_wrongly(journal, now=NOW)


# ---------------------------------------------------------------- what goes wrong


def test_a_case_that_cannot_be_worked_out_is_parked_and_the_others_go_on(
    journal: SqlJournal,
) -> None:
    fill(journal, 3)
    fault = Fault("K-2")
    view = fault.within(FINDINGS)
    now = NOW
    for _ in range(ATTEMPTS):
        keeper(journal, view, now=now).catch_up()
        now += timedelta(minutes=5)
    (stands,) = standing(journal.engine, [view], now)
    assert [each.subject for each in stands.parked] == ["K-2"]
    assert "LookupError" in stands.parked[0].fault
    assert "Anna" not in stands.parked[0].fault
    assert (stands.behind, stands.waiting, stands.lag) == (0, 0, 0.0)
    whole = folded(journal)
    assert 0 < stored(journal, view).total() < whole.total()

    fault.mended = True
    with writing(journal.engine) as connection:
        assert try_again(connection, keeper(journal, view).filling(view).name) == 1
    keeper(journal, view, now=now).catch_up()
    assert stored(journal, view) == whole
    assert not questions_answered_wrongly(journal, now=NOW)


def test_what_was_parked_as_a_view_was_filled_is_waited_for_once_it_is_tried_again(
    journal: SqlJournal,
) -> None:
    fill(journal, 2)
    view = Fault("K-2").within(FINDINGS)
    now = NOW
    for _ in range(ATTEMPTS):
        keeper(journal, view, now=now).catch_up()
        now += timedelta(minutes=5)
    with writing(journal.engine) as connection:
        try_again(connection, keeper(journal, view).filling(view).name)
    first, *_ = journal.history("case/K-2")
    with pytest.raises(Unavailable):
        SqlViews(journal.engine).reach([view], first.position, 0)
    SqlViews(journal.engine).reach([view], first.position - 1, 0)
    (stands,) = standing(journal.engine, [view], now)
    assert stands.lag == (now - first.recorded_at).total_seconds()


def test_a_case_with_a_fact_that_cannot_be_read_is_parked_until_it_is_put_right(
    journal: SqlJournal,
) -> None:
    fill(journal, 3)
    poisoned = journal.history("case/K-2")[1].position
    with writing(journal.engine) as connection:
        payload = connection.scalar(select(events.c.payload).where(events.c.position == poisoned))
        _tamper(connection, poisoned, b"{")
    now = NOW
    for _ in range(ATTEMPTS):
        keeper(journal, *VIEWS, now=now).catch_up()
        now += timedelta(minutes=5)
    stands = standing(journal.engine, VIEWS, now)
    judged = [each for each in stands if each.parked]
    assert {each.view for each in judged} >= {"assignments", "findings"}
    assert {parked.subject for each in judged for parked in each.parked} == {"K-2"}
    assert {each.lag for each in stands} == {0.0}
    assert {row.case for row in SqlViews(journal.engine).rows(FINDINGS)} == {"K-1", "K-3"}

    with writing(journal.engine) as connection:
        _tamper(connection, poisoned, payload)
        for view in VIEWS:
            try_again(connection, keeper(journal).filling(view).name)
    keeper(journal, *VIEWS, now=now).catch_up()
    assert_folded(journal)


def _tamper(connection: Connection, position: int, payload: bytes | None) -> None:
    connection.execute(update(events).where(events.c.position == position).values(payload=payload))


def test_something_new_of_a_parked_case_is_reason_to_try_again(journal: SqlJournal) -> None:
    fill(journal, 1)
    fault = Fault()
    view = fault.within(FINDINGS)
    now = NOW
    for _ in range(ATTEMPTS):
        keeper(journal, view, now=now).catch_up()
        now += timedelta(minutes=5)
    fault.mended = True
    keeper(journal, view, now=now).catch_up()
    assert not stored(journal, view), "nothing new has come"
    last = journal.history("case/K-1")[-1]
    journal.append([replace(last, version=last.version + 1, event_id=UUID(int=1), command_id="ny")])
    keeper(journal, view, now=now).catch_up()
    assert stored(journal, view) == folded(journal)


def test_how_far_behind_a_view_is_is_told_in_seconds(journal: SqlJournal) -> None:
    fill(journal, 1)
    newest = journal.history("case/K-1")[-1].recorded_at
    (before,) = standing(journal.engine, [FINDINGS], newest + timedelta(hours=1))
    assert (before.position, before.behind) == (0, journal.head())
    assert before.lag >= 3600
    keeper(journal).catch_up()
    (after,) = standing(journal.engine, [FINDINGS], newest + timedelta(hours=1))
    assert (after.position, after.behind, after.lag) == (journal.head(), 0, 0.0)


# ---------------------------------------------------------------- built anew


def test_built_anew_it_is_what_it_was_also_while_facts_are_recorded(journal: SqlJournal) -> None:
    fill(journal, 4)
    kept = keeper(journal, *VIEWS)
    kept.catch_up()
    with ThreadPoolExecutor() as pool:
        recording = pool.submit(fill, journal, 10, 5)
        rebuilt = {view.name: rebuild(keeper(journal, *VIEWS), view) for view in VIEWS}
        recording.result()
    assert {kept.filling(view).number for view in VIEWS} == {2}
    assert rebuilt["findings"].subjects >= 4
    kept.catch_up()
    assert_folded(journal)
    assert not questions_answered_wrongly(journal, now=NOW)


def test_it_is_built_anew_while_facts_go_on_being_recorded_until_it_is(
    journal: SqlJournal,
) -> None:
    fill(journal, 10)
    keeper(journal).catch_up()
    is_built, enough = Event(), 80

    def record() -> int:
        for number in range(enough):
            last = journal.history("case/K-1")[-1]
            again = replace(last, version=last.version + 1, event_id=UUID(int=10**6 + number))
            journal.append([replace(again, command_id=f"{number}")])
            if is_built.wait(0.1):
                return number
        return enough

    with ThreadPoolExecutor() as pool:
        recording = pool.submit(record)
        rebuilt = rebuild(keeper(journal), FINDINGS)
        is_built.set()
        assert 0 < recording.result() < enough
    assert (rebuilt.subjects, rebuilt.changed) == (10, ())
    keeper(journal).catch_up()
    assert stored(journal) == folded(journal)


def test_what_is_built_anew_by_another_rule_says_what_changed(journal: SqlJournal) -> None:
    fill(journal, 3)
    keeper(journal).catch_up()
    fewer = replace(FINDINGS, rows=lambda told: [] if told.name == "K-2" else FINDINGS.rows(told))
    assert rebuild(keeper(journal, fewer), fewer).changed == ("K-2",)
    assert rebuild(keeper(journal), FINDINGS).changed == ("K-2",)


def test_the_filling_before_is_kept_and_the_one_before_that_is_not(journal: SqlJournal) -> None:
    fill(journal, 1)
    for _ in range(3):
        rebuild(keeper(journal), FINDINGS)
    tables = set(inspect(journal.engine).get_table_names())
    assert {"findings_v2", "findings_v3"} <= tables
    assert "findings_v1" not in tables


# ---------------------------------------------------------------- never half of it


def test_a_view_that_is_filled_for_the_first_time_is_not_read_before_it_is_whole(
    journal: SqlJournal,
) -> None:
    fill(journal, 3)
    other = keeper(journal)
    filling = other.filling(FINDINGS)
    with writing(journal.engine) as connection:
        tasks.add(connection, filling.name, {"K-1": tasks.Wanted(1, 1, "2026-01-01T00:00:00Z")})
        tasks.take(connection, filling.name, "another", NOW, limit=1)
    keeper(journal).catch_up()  # all but what the other has taken
    with pytest.raises(Unavailable, match="inte klar än") as told:
        ask(journal, Compliance())
    assert told.value.code == "view_not_built"
    keeper(journal, now=NOW + timedelta(minutes=2)).catch_up()
    assert stored(journal) == folded(journal)


def test_rebuilding_leaves_the_old_in_use_when_a_case_can_no_longer_be_worked_out(
    journal: SqlJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "ATTEMPTS", 1)
    fill(journal, 2)
    keeper(journal).catch_up()
    whole = stored(journal)
    broken = Fault("K-2").within(FINDINGS)
    with pytest.raises(Damaged, match="K-2 gick inte att räkna ut"):
        rebuild(keeper(journal, broken), broken)
    assert stored(journal) == whole


def test_what_could_not_be_worked_out_before_does_not_stop_a_rebuilding(
    journal: SqlJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "ATTEMPTS", 1)
    fill(journal, 2)
    broken = Fault("K-2").within(FINDINGS)
    keeper(journal, broken).catch_up()
    assert rebuild(keeper(journal, broken), broken).subjects == 1
    (stands,) = standing(journal.engine, [broken], NOW)
    assert [each.subject for each in stands.parked] == ["K-2"]


def test_what_another_program_filled_is_not_read_and_is_taken_up_again_by_it(
    journal: SqlJournal,
) -> None:
    fill(journal, 2)
    keeper(journal).catch_up()
    newer = replace(FINDINGS, version=FINDINGS.version + 1)
    with pytest.raises(Unavailable):
        tuple(SqlViews(journal.engine).rows(newer))
    keeper(journal, newer).catch_up()
    assert stored(journal, newer) == folded(journal)
    with pytest.raises(Unavailable):
        stored(journal)
    fill(journal, 1, first=3)
    again = keeper(journal)
    assert again.filling(FINDINGS).number == 1
    again.catch_up()
    assert stored(journal) == folded(journal)


def test_one_whose_lease_has_run_out_frees_nothing_of_the_next_ones(journal: SqlJournal) -> None:
    fill(journal, 1)
    later = NOW + timedelta(minutes=2)
    name = keeper(journal).filling(FINDINGS).name
    with writing(journal.engine) as connection:
        tasks.add(connection, name, {"K-1": tasks.Wanted(1, 1, "2026-01-01T00:00:00Z")})
        (task,) = tasks.take(connection, name, "first", NOW, limit=1)
        assert tasks.take(connection, name, "second", NOW, limit=1) == ()
        assert tasks.take(connection, name, "second", later, limit=1) == (task,)
        tasks.put_off(connection, name, "first", task, "fel", later)
        tasks.release(connection, name, "first", ["K-1"])
        assert tasks.take(connection, name, "third", later, limit=1) == ()
        assert tasks.still_ours(connection, name, "second", [task]) == {"K-1": 1}
        tasks.put_off(connection, name, "second", task, "fel", later)
        assert tasks.take(connection, name, "third", later, limit=1) == ()
        soon = later + timedelta(seconds=2)
        assert len(tasks.take(connection, name, "third", soon, limit=1)) == 1


def test_what_is_not_come_to_in_time_is_left_to_others(
    journal: SqlJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(journal, 3)
    monkeypatch.setattr("rutin.adapters.sql.views.keeper.AT_MOST_S", -1.0)
    slow = keeper(journal)
    filling = slow.filling(FINDINGS)
    assert slow.step(filling)
    with journal.engine.begin() as connection:
        assert tasks.any_to_take(connection, filling.name, NOW)
