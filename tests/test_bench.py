"""`rutin bench`: the figures are of what they say, each beside what they say."""

import json
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest
from eventsourcing.sqlite import SQLiteFactory

from databases import Postgresql
from rutin.adapters.bench import Databases, Row, measuring, pages, postgresql_server, sqlite
from rutin.adapters.bench import postgresql as on_a_server
from rutin.adapters.bench.assessing import assess_every_case
from rutin.adapters.bench.bare_library import BareLibrary
from rutin.adapters.bench.commands import commands
from rutin.adapters.bench.lives import of_late
from rutin.adapters.bench.making import ADAM, MOMENT, decided, fill, recorder_of
from rutin.adapters.bench.measuring import by_turns
from rutin.adapters.bench.peak_memory import most_memory, peak
from rutin.adapters.cli import bench as bench_command
from rutin.adapters.cli import main
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.verification import verify
from rutin.application import Rutin
from rutin.application.memory import MemoryJournal

GOALS = {
    "help_page": 400,
    **{
        f"{database}.{name}": goal
        for database in ("sqlite", "postgresql")
        for name, goal in (
            ("load_decide_append", 0.7),
            ("log_to_facts", 0.4),
            ("load_stream_200", None),
            ("assess_20_cases", 0.05),
            ("assess_growth_at_20_cases", 1.2),
            ("assess_memory_at_20_cases", 1.2),
            ("reassess_case", 20),
            ("handle_with_inline_views", 0.4),
            ("append_with_inline_views", 0.4),
            ("visible_median", None),
            ("visible_p99", None),
            ("keep_all_views", 0.1),
            ("rebuild_memory", 1.2),
            ("append_by_1000", None),
            ("cost_per_command_at_4000", 1.3),
        )
    },
    **{
        f"{database}.{page}_{figure}": goal
        for database in ("sqlite", "postgresql")
        for page in (
            "worklist",
            "worklist_of_unit",
            "worklist_of_role",
            "worklist_of_person",
            "cases",
            "cases_by_word",
            "cases_of_unit",
            "register",
            "compliance",
            "compliance_past",
            "compliance_suppressed",
            "findings",
            "trend",
            "assignments",
            "candidates",
            "load",
            "load_of_all",
            "continuity",
            "continuity_of_all",
            "continuity_by_unit",
            "reports_due",
            "reports_of_month",
            "hours",
            "hours_by_unit",
            "hours_of_all_units",
            "quarterly_list",
            "council_statistics",
            "waiting_decisions",
            "disposal",
            "timeline",
        )
        for figure, goal in (
            ("growth_at_280", 2),
            ("at_280_median", None),
            ("at_280_p99", None),
            ("at_28_median", None),
            ("at_28_p99", None),
        )
    },
    "postgresql.keep_one_view": 20,
    "decide_in_memory": None,
}
MUCH_MB = 256
"""More than it takes to assess nothing."""

KEYS = ["name", "value", "unit", "baseline", "ratio", "goal", "better", "spread"]


def row(value: float, ratio: float | None, goal: float | None, better: str) -> Row:
    return Row(
        title="Något",
        name="something",
        value=value,
        unit="ms",
        baseline=None,
        ratio=ratio,
        goal=goal,
        better="higher" if better == "higher" else "lower",
        spread=(0, 0),
    )


# ---------------------------------------------------------------- the command


@pytest.fixture
def server(postgresql: Postgresql, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUTIN_BENCH_POSTGRES_URL", postgresql.url)


@pytest.mark.usefixtures("server")
@pytest.mark.long
def test_every_row_is_measured_on_both_databases(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "TIMES", 2)
    sizes = ("--events", "4000", "--cases", "20", "--pages", "280")
    assert main(["bench", "--json", "--runs", "3", *sizes]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {each["name"]: each["goal"] for each in rows} == GOALS
    for each in rows:
        assert list(each) == KEYS
        assert each["value"] > 0
        low, high = each["spread"]
        assert 0 < low <= (each["ratio"] or each["value"]) <= high
        if each["ratio"] is not None:
            # Of medians, and median of quotients: near each other, whatever the machine does.
            assert 0.1 < each["ratio"] / (each["value"] / each["baseline"]) < 10


def test_figures_are_told_in_a_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        row(1234.5, 0.5, 0.7, "higher"),
        row(2, None, 400, "lower"),
        row(3, None, None, "lower"),
    ]
    monkeypatch.setattr(bench_command, "_rows", lambda *_: rows)
    monkeypatch.setattr(postgresql_server, "find_spec", lambda name: find_spec(f"no_such_{name}"))
    assert main(["bench"]) == 0
    told = capsys.readouterr()
    heading, *lines = told.out.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert heading.split() == ["Vad", "Värde", "Jämfört", "med", "Kvot", "Kvartiler", "Mål"]
    assert ["minst 0,70: INTE nått" in line for line in lines] == [True, False, False]
    assert ["högst 400: nått" in line for line in lines] == [False, True, False]
    assert "1 234 ms" in lines[0]


def test_without_a_server_only_sqlite_is_measured_and_that_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[str] = []
    monkeypatch.delenv("RUTIN_BENCH_POSTGRES_URL", raising=False)
    monkeypatch.setattr(postgresql_server, "find_spec", lambda name: find_spec(f"no_such_{name}"))

    def only_names(databases: Sequence[Databases], *_: int) -> Sequence[Row]:
        measured.extend(each.name for each in databases)
        return ()

    monkeypatch.setattr(bench_command, "_rows", only_names)
    assert main(["bench"]) == 0
    assert measured == ["sqlite"]
    assert "Bara SQLite mäts" in capsys.readouterr().err


def test_a_server_that_was_named_and_cannot_be_reached_is_no_reason_to_measure_less(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bench", "--postgres", "postgresql://nobody@127.0.0.1:1/none"]) == 1
    assert "PostgreSQL-servern går inte att nå" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("--runs", "2"),
        ("--runs", "16"),
        ("--events", "7999"),
        ("--events", "många"),
        ("--cases", "19"),
        ("--cases", "alla"),
        ("--pages", "279"),
        ("--pages", "100001"),
    ],
)
def test_what_cannot_be_measured_is_told(
    words: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", *words]) == 2
    assert f"{words[0]}: Skriv ett heltal från" in capsys.readouterr().err


# ---------------------------------------------------------------- how it is measured


def test_two_ways_take_turns_and_the_first_time_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    now = count()
    monkeypatch.setattr(measuring, "perf_counter", lambda: next(now))

    def ours() -> int:
        done.append("ours")
        return 2

    def theirs() -> int:
        done.append("theirs")
        return 4

    measured = by_turns(ours, theirs, 3)
    assert done == ["ours", "theirs", "theirs", "ours", "ours", "theirs", "theirs", "ours"]
    assert (measured.ours, measured.theirs) == ((0.5,) * 3, (0.25,) * 3)
    assert measured.times_as_fast() == (0.5, (0.5, 0.5))
    assert measured.times_as_long() == (2, (2, 2))


@pytest.mark.parametrize(
    ("measured", "reached"),
    [
        (row(1, 0.7, 0.7, "higher"), True),
        (row(1, 0.69, 0.7, "higher"), False),
        (row(9, 1.3, 1.3, "lower"), True),
        (row(1, 1.31, 1.3, "lower"), False),
        (row(400, None, 400, "lower"), True),
        (row(401, None, 400, "lower"), False),
        (row(1, 1, None, "lower"), None),
    ],
)
def test_a_goal_is_of_the_ratio_or_of_the_value_where_there_is_none(
    measured: Row, reached: bool | None
) -> None:
    assert measured.reached is reached


def test_the_memory_of_a_process_is_its_own_however_much_whoever_measures_it_uses() -> None:
    held = bytearray(MUCH_MB * 1024**2)
    with sqlite() as databases:
        empty = databases.journal()
        measured = most_memory("Något", "it", assess_every_case, many=empty, few=empty, goal=1)
    assert peak() > len(held) / 1024**2
    assert measured.baseline is not None
    assert max(measured.value, measured.baseline) < MUCH_MB


# ---------------------------------------------------------------- what is measured


def test_a_life_is_lawful_and_leaves_room_for_more() -> None:
    facts = decided(7)
    assert {fact.deviation for fact in facts} == {None}
    journal = MemoryJournal()
    journal.append(facts)
    rutin = Rutin(journal, clock=lambda: MOMENT)
    for turn in range(6):
        for command in commands([7], turn):
            assert rutin.handle(command, ADAM).deviation is None


def test_what_happened_of_late_is_lawful() -> None:
    journal = MemoryJournal()
    for number in range(1, 5):
        journal.append(decided(number))
    rutin = Rutin(journal, clock=lambda: MOMENT)
    recorded = [rutin.handle(command, recorder_of(command)) for command in of_late()]
    assert {each.deviation for each in recorded} == {None}


def test_a_large_log_holds_what_was_decided_and_verifies(database_url: str) -> None:
    alike = MemoryJournal()
    with open_journal(database_url) as journal:
        fill([alike, journal], 2_345)
        assert journal.head() == 2_345
        assert journal.since(0, 5_000) == alike.since(0, 5_000)
        assert verify(journal.engine, signing_key(journal.engine)).fault is None


def test_the_library_loads_and_saves_as_much(postgresql: Postgresql) -> None:
    for opened in (sqlite(), on_a_server(postgresql.url)):
        with opened as databases:
            bare = databases.bare_library()
            facts = decided(1)
            bare.append(facts)
            streams = list(dict.fromkeys(fact.stream for fact in facts))
            assert len(bare.load(streams)) == len(facts)
            bare.load_and_append(streams, {"type": "one more"})
            assert len(bare.load(streams)) == len(facts) + 1


def test_the_library_is_as_durable_on_every_connection(tmp_path: Path) -> None:
    settings = {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": str(tmp_path / "bare.db"),
    }
    with closing(BareLibrary(settings)) as bare:
        bare.append(decided(1))
        factory = bare.application.factory
        assert isinstance(factory, SQLiteFactory)
        pool = factory.datastore.pool
        assert pool.num_in_pool == 1
        connection = pool.get_connection()
        cursor = connection.cursor()
        for setting, value in (("synchronous", 2), ("journal_mode", "wal")):
            cursor.execute(f"PRAGMA {setting}")
            assert cursor.fetchone()[0] == value
        pool.put_connection(connection)


def test_what_was_made_on_a_server_is_gone_afterwards(postgresql: Postgresql) -> None:
    with on_a_server(postgresql.url) as databases:
        databases.journal()
        databases.bare_library()
        assert len(postgresql.names("rutin_bench_%")) == 2
    assert postgresql.names("rutin_bench_%") == []
