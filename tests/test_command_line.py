"""The command line as a whole: its help, and what goes wrong in any command."""

import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from instructions import GOOD, write_lines
from processes import environment
from running import Run, in_a_file
from rutin.adapters.cli.program import COMMANDS


def test_help_lists_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.status == 0
    assert [each for each in COMMANDS if f"  {each} " not in ran.out] == []


def test_help_waits_for_no_database_and_no_models() -> None:
    program = (
        "import sys; from rutin.adapters.cli import main; main(['--help']); "
        "heavy = {'sqlalchemy', 'alembic', 'eventsourcing', 'pydantic', 'rich', 'typer'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(),
        capture_output=True,
        check=True,
        text=True,
    )
    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_swedish(run: Run, name: str) -> None:
    ran = run(name, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"Användning: rutin {name} ")
    assert "Visa den här sidan." in ran.out
    assert not re.search(r"Usage|Options|Arguments|Show this|default|required", ran.out)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Användning: rutin KOMMANDO"),
        (("timelin",), "Kommandot timelin finns inte. Menade du timeline?"),
        (("xyz",), "Kommandot xyz finns inte. rutin --help visar alla."),
        (("timeline",), "BETECKNING saknas."),
        (("timeline", "K-1", "K-2"), "Det står för många ord på kommandoraden."),
        (("timeline", "K-1", "--asof", "x"), "Valet --asof finns inte. Menade du --as-of"),
        (("timeline", "K-1", "--as-of"), "Valet --as-of ska ha ett värde."),
        (("timeline", "K-1", "--json=ja"), "Valet --json tar inget värde."),
        (("timeline", "K-1", "--as-of", "i går"), "--as-of: Skriv ett datum som finns"),
        (("timeline", "K-1", "--known-at", "2026-13-01"), "--known-at: Skriv en tidpunkt"),
        (
            ("catalogue", "--format", "xml"),
            "--format: Välj json, markdown, queries eller routines.",
        ),
        (("export",), "--format saknas."),
        (("export", "--format", "parquet"), "--format: Välj ocel, xes, csv eller xlsx."),
        (("export", "--format", "xes", "--as-of", "i går"), "--as-of: Skriv ett datum som finns"),
        (("export", "--format", "xes", "--known-at", "nu"), "--known-at: Skriv en tidpunkt"),
        (("record", "saknas.jsonl"), "Filen saknas.jsonl finns inte. Kontrollera sökvägen."),
        (("record", "."), "Filen . går inte att läsa"),
        (("import-orders", "order.xlsx"), "order.xlsx: Filens namn ska sluta på .csv eller .json."),
        (("import-orders", "order.csv"), "Filen order.csv finns inte."),
        (("import-orders", "o.csv", "--as-id", "a b"), "--as-id eller --as-unit: Skriv bokstäver"),
        (("demo", "--cases", "0"), "--cases: Skriv ett heltal från 1 till 2000."),
        (("demo", "--cases", "många"), "--cases: Skriv ett heltal"),
        (("demo", "--seed", "-1"), "--seed: Skriv ett heltal"),
        (("demo", "--today", "2026-02-30"), "--today: Skriv ett datum som finns"),
        (("demo", "--db", "sqlite:///x.db", "--reset"), "--reset: Bara demokommunen"),
    ],
)
def test_a_command_line_that_is_wrong_is_told_and_ends_with_2(
    run: Run, words: Sequence[str], told: str
) -> None:
    ran = run(*words)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("timeline", "K-1"),
        ("status",),
        ("verify",),
        ("export", "--format", "ocel", "--out", "logg.json"),
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite:///saknas.db", "Databasen saknas.db finns inte. Kontrollera sökvägen i --db."),
        ("sqlite:///text.db", "text.db är ingen hel databas."),
        ("sqlite:///mapp", "mapp går inte att öppna."),
        ("sqlite://", "anger ingen fil"),
        ("mysql://nobody@localhost/x", "Databasen mysql stöds inte."),
        ("rutin.db", "Databasadressen 'rutin.db' går inte att läsa."),
    ],
)
def test_a_database_that_cannot_be_used_is_told_and_ends_with_1(
    run: Run, words: Sequence[str], url: str, told: str
) -> None:
    Path("text.db").write_text("Det här är ingen databas, utan bara text.\n" * 50)
    Path("mapp").mkdir()
    ran = run(*words, "--db", url)
    assert (ran.status, ran.out) == (1, "")
    assert told in ran.err
    assert not Path("logg.json").exists()
    assert "[database]" in ran.err


def test_a_folder_that_does_not_exist_gets_no_database(run: Run) -> None:
    ran = run("record", write_lines(GOOD), "--db", "sqlite:///finns/inte/rutin.db")
    assert ran.status == 1
    assert "går inte att öppna. Kontrollera att mappen finns" in ran.err


def test_the_database_is_the_one_in_the_environment_unless_another_is_given(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUTIN_DATABASE_URL", "sqlite:///miljö.db")
    assert run("record", write_lines(GOOD)).status == 0
    assert run("status", "--json").json["cases"] == 1
    assert run("record", "lines.jsonl", "--db", "sqlite:///annan.db").status == 0
    assert Path("annan.db").exists()
    assert not Path("rutin.db").exists()


@in_a_file
def test_without_any_setting_the_database_is_rutin_db_in_the_folder(run: Run) -> None:
    assert run("record", write_lines(GOOD)).status == 0
    assert Path("rutin.db").exists()


@pytest.mark.parametrize("words", [("--help",), ("catalogue", "--format", "json")])
def test_output_that_nobody_reads_on_ends_quietly(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: Sequence[str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as unread:
        monkeypatch.setattr(sys, "stdout", unread)
        ran = run(*words)
    assert (ran.status, ran.err) == (1, "")


class FullDisk(io.StringIO):
    """Standard output on a disk without room."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fileno(self) -> int:
        return os.open(os.devnull, os.O_WRONLY)


def test_output_that_cannot_be_written_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", FullDisk())
    ran = run("--help")
    assert (ran.status, ran.err) == (
        1,
        "Det gick inte att läsa eller skriva (No space left on device).\n",
    )
