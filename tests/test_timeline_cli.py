"""`rutin timeline` as its users meet it: in words, as JSON, and at a terminal."""

import re
import sys

import pytest

from instructions import A_CALL, BY, CALL, GOOD, IMPORT, ORDER, line, write_lines
from recording import path
from running import Run, change_file, in_a_file


def test_a_timeline_is_told_in_order_of_occurrence(run: Run) -> None:
    run("record", write_lines(GOOD, line("RecordContactAttempt", CALL), name="a.jsonl"))
    earlier = CALL | {"occurred_on": "2026-01-12", "channel": "letter", "outcome": "sent"}
    run("record", write_lines(line("RecordContactAttempt", earlier)))
    ran = run("timeline", "K-1")
    assert ran.status == 0
    assert [words.split("  ")[0:2] for words in ran.out.splitlines()[3:]] == [
        ["2026-01-12", "Beställning mottagen"],
        ["2026-01-12", "Försök att nå brukaren"],
        ["2026-01-13", "Försök att nå brukaren"],
    ]
    assert "Kontaktsätt: brev; Utfall: skickat" in ran.out


@pytest.mark.parametrize("words", [("timeline", "K-1"), ("ask", "timeline", "--case", "K-1")])
def test_choices_are_told_in_swedish_whichever_way_the_timeline_is_asked_for(
    run: Run, words: tuple[str, ...]
) -> None:
    run("record", write_lines(GOOD, A_CALL))
    out = run(*words).out
    assert "Insats: kontaktperson" in out
    assert "Kontaktsätt: telefon" in out
    assert "Utfall: inget svar" in out
    assert "administratör" in out


def test_a_timeline_tells_when_something_was_recorded_later_and_by_whom(run: Run) -> None:
    late = line("ReceiveOrder", ORDER, by=IMPORT, recorded_at="2026-01-15T23:30:00+00:00")
    same_day = line("RecordContactAttempt", CALL, by=IMPORT, recorded_at="2026-01-13T12:00:00Z")
    run("record", write_lines(late, same_day))
    heading, first, second = run("timeline", "K-1").out.splitlines()[2:]
    assert heading.split() == ["Datum", "Händelse", "Av", "Registrerat", "Uppgifter"]
    assert "adam, administratör (genom import)  2026-01-16   Beställningsnummer: B-1" in first
    assert re.search(r"\(genom import\) +Kontaktsätt: telefon; Utfall: inget svar$", second)


def test_a_timeline_in_json_is_an_array_of_whole_facts(run: Run) -> None:
    run("record", write_lines(line("ReceiveOrder", ORDER, command_id="c-1"), A_CALL))
    first, second = run("timeline", "K-1", "--json").json
    assert {name: first[name] for name in first if name not in ("recorded_at", "event_id")} == {
        "occurred_on": "2026-01-12",
        "occurred_at": None,
        "title": "Beställning mottagen",
        "type": "case.order_received.v1",
        "reference": "case/K-1",
        "version": 1,
        "position": 1,
        "command_id": "c-1",
        "correlation_id": "c-1",
        "causation_id": None,
        "by": BY | {"on_behalf_of": None},
        "deviation": None,
        "corrects": None,
        "corrected_by": None,
        "marked_by": None,
        "hidden": False,
        "data": {
            "occurred_on": "2026-01-12",
            "order_no": "B-1",
            "decision_date": "2026-01-08",
            "extent": {},
            "goals": [],
            "intervention": "contact_person",
            "legal_basis": "LSS",
            "client": "P-1",
            "contact_routes": [],
            "protected": False,
            "source": "Lifecare",
        },
    }
    assert second["title"] == "Försök att nå brukaren"


def test_as_of_leaves_out_what_happened_later(run: Run) -> None:
    run("record", write_lines(GOOD, A_CALL))
    entries = run("timeline", "K-1", "--as-of", "2026-01-12", "--json").json
    assert [each["type"] for each in entries] == ["case.order_received.v1"]


@pytest.mark.parametrize(
    ("known_at", "count"),
    [
        ("2026-01-12", 1),
        ("2026-01-13", 2),
        ("2026-01-13T11:59", 1),
        ("2026-01-13T12:00", 2),
        ("2026-01-13T10:59Z", 1),
        ("0001-01-01", 0),
        ("9999-12-31", 2),
    ],
)
def test_known_at_is_swedish_time_and_a_date_means_all_of_the_day(
    run: Run, known_at: str, count: int
) -> None:
    order = line("ReceiveOrder", ORDER, by=IMPORT, recorded_at="2026-01-12T23:59:59+01:00")
    call = line("RecordContactAttempt", CALL, by=IMPORT, recorded_at="2026-01-13T12:00:00+01:00")
    run("record", write_lines(order, call))
    assert len(run("timeline", "K-1", "--known-at", known_at, "--json").json) == count


def test_a_corrected_fact_is_marked_beside_its_correction(run: Run) -> None:
    correction = {
        "case": "K-1",
        "occurred_on": "2026-01-14",
        "corrects": "c-1",
        "reason": "Fel datum.",
        "changes": {"decision_date": "2026-01-07"},
    }
    ran = run(
        "record",
        write_lines(
            line("ReceiveOrder", ORDER, command_id="c-1"), line("CorrectCaseFact", correction)
        ),
    )
    assert ran.status == 0
    original, corrected = run("timeline", "K-1").out.splitlines()[3:]
    assert "Beställning mottagen (rättad)" in original
    assert original.endswith(": Beslutsdatum: 2026-01-08 → 2026-01-07")
    assert "Händelse rättad" in corrected
    assert corrected.endswith(
        "Rättar beställning mottagen 2026-01-12: Beslutsdatum: 2026-01-08 → 2026-01-07; "
        "Vad som var fel: Fel datum"
    )
    first, second = run("timeline", "K-1", "--json").json
    assert (first["corrected_by"], second["corrects"]) == (second["event_id"], first["event_id"])


def test_a_fact_that_never_was_is_told_so(run: Run) -> None:
    correction = {"case": "K-1", "occurred_on": "2026-01-14", "corrects": "c-1", "reason": "Fel."}
    run(
        "record",
        write_lines(
            GOOD,
            line("RecordContactAttempt", CALL, command_id="c-1"),
            line("CorrectCaseFact", correction),
        ),
    )
    assert (
        "Rättar försök att nå brukaren 2026-01-13: det hände aldrig" in run("timeline", "K-1").out
    )


def test_a_note_that_was_marked_as_wrong_says_so_and_is_read_by_whoever_has_the_database(
    run: Run,
) -> None:
    note = {"case": "K-1", "occurred_on": "2026-01-14", "note": "N-1", "text": "Vi talades vid"}
    mark = {"case": "K-1", "occurred_on": "2026-01-15", "note": "N-1", "reason": "Fel brukare"}
    ran = run(
        "record",
        write_lines(
            GOOD,
            line("RecordJournalNote", note),
            line(
                "MarkNoteErroneous",
                mark | {"wrong_client": True},
                by=IMPORT,
                recorded_at="2026-01-16T12:00:00+01:00",
            ),
        ),
    )
    assert ran.status == 0
    _, noted, _ = run("timeline", "K-1").out.splitlines()[3:]
    assert "Journalanteckning (felmarkerad)" in noted
    assert "Anteckning: Vi talades vid;" in noted
    assert noted.endswith("; Felmarkerad 2026-01-16: Fel brukare")
    assert "Vi talades vid" in run("ask", "timeline", "--case", "K-1").out


def test_a_timeline_of_something_unknown_is_refused(run: Run) -> None:
    run("record", write_lines(GOOD))
    ran = run("timeline", "K-2")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        "Det finns inget registrerat om K-2. Kontrollera beteckningen. [unknown_reference]\n"
    )


def test_at_a_terminal_each_entry_is_a_block_that_fits_the_width(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["rutin.adapters.cli.timeline"], "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    late = line("ReceiveOrder", ORDER, by=IMPORT, recorded_at="2026-01-15T12:00:00+01:00")
    run("record", write_lines(late, line("RecordContactAttempt", CALL | {"note": "ord " * 30})))
    shown = run("timeline", "K-1").out.splitlines()
    assert max(map(len, shown)) <= 60
    assert shown[2].rstrip() == "2026-01-12  Beställning mottagen  adam, administratör (genom"
    assert shown[3].rstrip() == "            import), registrerat 2026-01-15"


def test_what_happened_in_an_assignment_of_the_case_is_told_to_be_the_assignments(
    run: Run,
) -> None:
    run("record", str(path("G1")))
    assert "Uppdrag U-1; Ärende: K-1; Uppdragstagare: A-1" in run("timeline", "K-1").out
    assert run("timeline", "relationship/U-1").out.startswith("Uppdrag U-1: ")
    assert run("timeline", "A-1").out.startswith("Uppdragstagare A-1: ")


def test_a_correction_of_something_later_than_the_day_asked_about_is_told_alone(run: Run) -> None:
    correction = {
        "case": "K-1",
        "occurred_on": "2026-01-12",
        "corrects": "c-1",
        "reason": "Fel.",
        "changes": {"outcome": "reached"},
    }
    call = line("RecordContactAttempt", CALL, command_id="c-1")
    run("record", write_lines(GOOD, call, line("CorrectCaseFact", correction)))
    out = run("timeline", "K-1", "--as-of", "2026-01-12").out
    assert "Rättar" not in out
    assert "Vad som var fel: Fel" in out


def test_text_written_by_others_cannot_do_anything_to_the_terminal(run: Run) -> None:
    run("record", write_lines(GOOD, line("RecordContactAttempt", CALL | {"note": "\x1b[2Jhej\nå"})))
    out = run("timeline", "K-1").out
    assert "\x1b" not in out
    assert "[2Jhej å" in out


def test_every_line_of_a_timeline_stands_on_a_line_of_its_own_where_no_one_looks(run: Run) -> None:
    run("record", write_lines(GOOD, line("RecordContactAttempt", CALL | {"note": "ord " * 500})))
    assert len(run("timeline", "K-1").out.splitlines()) == 5


@in_a_file
def test_a_fact_that_cannot_be_read_is_told_without_a_stack_trace(run: Run) -> None:
    run("record", write_lines(GOOD))
    change_file("UPDATE events SET payload = x'7b7d'")
    ran = run("timeline", "K-1")
    assert (ran.status, ran.out) == (1, "")
    assert "Kör rutin verify" in ran.err
