"""`rutin doctor` and `rutin migrate` as those who run Rutin meet them."""

import os
import re
import sqlite3
from pathlib import Path

import pytest

from instructions import A_CALL, GOOD, write_lines
from running import Run, change_file, in_a_file


def test_migrate_makes_the_tables_once(run: Run) -> None:
    first, again = run("migrate"), run("migrate")
    assert (first.status, again.status) == (0, 0)
    assert first.out == again.out
    assert run("status").out.endswith("Inget är registrerat än.\n")


@in_a_file
def test_doctor_finds_everything_in_order_but_warns_of_a_key_beside_the_database(run: Run) -> None:
    run("record", write_lines(GOOD))
    ran = run("doctor")
    assert (ran.status, ran.err) == (0, "")
    found = [words.split(maxsplit=2) for words in ran.out.splitlines()]
    assert ["ok", "journal_mode", "wal"] in found
    assert ["ok", "synchronous", "FULL"] in found
    assert ["ok", "SQLite", sqlite3.sqlite_version] in found
    assert [verdict for verdict, *_ in found if verdict != "ok"] == ["varning"]
    assert "rutin.db.key ligger bredvid databasen" in ran.out
    assert re.search(r"^ok +Journalens slut +position 1$", ran.out, re.MULTILINE)
    assert re.search(r"^ok +Tabeller +utgåva [0-9]+$", ran.out, re.MULTILINE)
    assert re.search(r"^ok +Vyer ", ran.out, re.MULTILINE)


@in_a_file
def test_doctor_is_content_with_a_key_kept_elsewhere(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("hemligt").mkdir()
    Path("hemligt/nyckel").write_text("ab" * 32)
    Path("hemligt/nyckel").chmod(0o600)
    monkeypatch.setenv("RUTIN_SIGNING_KEY_FILE", "hemligt/nyckel")
    run("record", write_lines(GOOD))
    ran = run("doctor")
    assert ran.status == 0
    assert "varning" not in ran.out


@in_a_file
def test_doctor_warns_of_a_key_that_others_can_read(run: Run) -> None:
    run("record", write_lines(GOOD))
    Path("rutin.db.key").chmod(0o644)
    assert "Fler än ägaren kan läsa den." in run("doctor").out


def test_doctor_finds_no_fault_with_a_key_in_the_environment_and_does_not_show_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUTIN_SIGNING_KEY", "cd" * 32)
    run("record", write_lines(GOOD))
    ran = run("doctor")
    assert (ran.status, "cdcd" in ran.out) == (0, False)
    assert "i RUTIN_SIGNING_KEY" in ran.out
    assert "position 1" in ran.out


@pytest.mark.parametrize("run", ["postgresql"], indirect=True)
def test_doctor_finds_everything_in_order_on_a_server(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("record", write_lines(GOOD))
    Path("nyckel").write_text(os.environ["RUTIN_SIGNING_KEY"])
    Path("nyckel").chmod(0o644)
    monkeypatch.delenv("RUTIN_SIGNING_KEY")
    monkeypatch.setenv("RUTIN_SIGNING_KEY_FILE", "nyckel")
    ran = run("doctor")
    assert ran.status == 0
    assert "PostgreSQL" in ran.out
    assert "bredvid databasen" not in ran.out
    assert "Fler än ägaren kan läsa den." in ran.out


@in_a_file
def test_doctor_finds_that_the_end_of_the_journal_is_not_what_was_signed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("record", write_lines(GOOD, A_CALL))
    change_file("DELETE FROM events WHERE position = 2")
    ran = run("doctor")
    assert ran.status == 1
    assert "signerat till position 2, men sista händelsen är 1. Kör rutin verify." in ran.out
    monkeypatch.setenv("RUTIN_SIGNING_KEY", "cd" * 32)
    assert "Signaturen stämmer inte." in run("doctor").out


@in_a_file
@pytest.mark.parametrize("lost", ["rutin.db", "rutin.db.key"])
def test_doctor_finds_what_is_lost(run: Run, lost: str) -> None:
    run("record", write_lines(GOOD))
    Path(lost).unlink()
    ran = run("doctor")
    assert ran.status == 1
    assert re.search(rf"^fel .*{lost}", ran.out, re.MULTILINE)


@in_a_file
@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ("CREATE TABLE x (y)", "saknas. Kör rutin migrate"),
        ("CREATE TABLE alembic_version AS SELECT '9999' AS version_num", "nyare än programmet"),
    ],
)
def test_doctor_finds_tables_that_are_not_this_versions(run: Run, tables: str, told: str) -> None:
    change_file(tables)
    ran = run("doctor")
    assert ran.status == 1
    assert told in ran.out
