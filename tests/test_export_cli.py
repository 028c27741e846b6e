"""`rutin export` of the journal as its users meet it: written out, to a file, and half way."""

import subprocess
import sys
from pathlib import Path

import pytest

from instructions import A_CALL, GOOD, write_lines
from processes import environment
from running import Run, change_file, in_a_file


def test_an_export_is_written_out_as_it_comes(run: Run) -> None:
    run("record", write_lines(GOOD, A_CALL))
    ran = run("export", "--format", "ocel")
    assert (ran.status, ran.err) == (0, "")
    assert [event["type"] for event in ran.json["events"]] == [
        "case.order_received",
        "case.contact_attempted",
    ]
    assert run("export", "--format", "xes").out.startswith('<?xml version="1.0" encoding="UTF-8"?>')


@pytest.mark.parametrize("form", ["ocel", "xes"])
def test_an_export_to_a_file_is_the_same_in_utf_8_and_says_how_much_it_is(
    run: Run, form: str
) -> None:
    run("record", write_lines(GOOD, A_CALL))
    ran = run("export", "--format", form, "--out", "logg")
    assert (ran.status, ran.out, ran.err) == (0, "2 händelser skrivna till logg.\n", "")
    assert Path("logg").read_bytes() == run("export", "--format", form).out.encode()
    assert "Beställning mottagen" in Path("logg").read_text(encoding="utf-8")


def test_an_export_is_utf_8_even_where_the_terminal_is_not(run: Run) -> None:
    run("record", write_lines(GOOD))
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            "from rutin.adapters.cli import main; main(['export', '--format', 'xes'])",
        ],
        env=environment(PYTHONIOENCODING="ascii"),
        capture_output=True,
        check=True,
    )
    assert "Beställning mottagen" in ran.stdout.decode("utf-8")


def test_an_export_of_an_earlier_day_leaves_out_what_came_later(run: Run) -> None:
    run("record", write_lines(GOOD, A_CALL))
    early = run("export", "--format", "ocel", "--as-of", "2026-01-12")
    assert len(early.json["events"]) == 1
    unknown = run("export", "--format", "ocel", "--known-at", "2026-01-12")
    assert unknown.json["events"] == []


def test_an_export_never_writes_over_a_file(run: Run) -> None:
    run("record", write_lines(GOOD))
    Path("logg.json").write_text("viktigt")
    ran = run("export", "--format", "ocel", "--out", "logg.json")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "Filen logg.json finns redan. Ange ett annat namn, eller ta själv bort den först.\n"
    )
    assert Path("logg.json").read_text() == "viktigt"


@pytest.mark.parametrize("name", ["finns/inte/logg.json", "n\0l"])
def test_a_file_that_cannot_be_written_is_told(run: Run, name: str) -> None:
    run("record", write_lines(GOOD))
    ran = run("export", "--format", "ocel", "--out", name)
    assert (ran.status, ran.out) == (2, "")
    assert "går inte att skriva" in ran.err
    assert "Kontrollera att mappen finns" in ran.err


@in_a_file
def test_an_export_that_fails_half_way_leaves_no_file_behind(run: Run) -> None:
    run("record", write_lines(GOOD, A_CALL))
    change_file("UPDATE events SET payload = x'7b7d' WHERE position = 2")
    ran = run("export", "--format", "xes", "--out", "logg.xes")
    assert (ran.status, ran.out) == (1, "")
    assert "Händelsen på position 2 i journalen går inte att läsa." in ran.err
    assert not Path("logg.xes").exists()
