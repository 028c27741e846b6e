"""`rutin verify` as its users meet it: a sound journal, and one that was changed."""

import re
from pathlib import Path

import pytest

from instructions import A_CALL, GOOD, write_lines
from running import Run, change_file, in_a_file


def test_a_sound_journal_is_told_with_its_head(run: Run) -> None:
    run("record", write_lines(GOOD, A_CALL))
    ran = run("verify")
    assert (ran.status, ran.err) == (0, "")
    assert re.fullmatch(
        r"2 händelser kontrollerade\. Allt stämmer\.\n"
        r"Huvud för kommunen: position 2, [0-9a-f]{64}\n",
        ran.out,
    )
    told = run("verify", "--json").json
    assert (told["sound"], told["events"], told["fault"]) == (True, 2, None)
    assert told["heads"][0]["hash"] in ran.out


@in_a_file
@pytest.mark.parametrize(
    ("tampering", "position"),
    [
        ("UPDATE events SET payload = replace(payload, 'phone', 'visit') WHERE position = 2", 2),
        ("UPDATE events SET recorded_at = '2020' WHERE position = 1", 1),
        ("DELETE FROM events WHERE position = 1", 1),
        ("DELETE FROM events WHERE position = 3", 3),
    ],
)
def test_a_changed_journal_is_told_by_its_first_bad_position(
    run: Run, tampering: str, position: int
) -> None:
    run("record", write_lines(GOOD, A_CALL, A_CALL))
    change_file(tampering)
    ran = run("verify")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(f"Fel på position {position}: ")
    told = run("verify", "--json").json
    assert (told["sound"], told["fault"]["position"]) == (False, position)


def test_a_database_of_something_else_is_no_journal_and_is_left_alone(run: Run) -> None:
    change_file("CREATE TABLE something (else_ TEXT)", "annat.db")
    ran = run("verify", "--db", "sqlite:///annat.db")
    assert ran.status == 1
    assert "Databasen har ingen journal." in ran.err
    assert not Path("annat.db.key").exists()
