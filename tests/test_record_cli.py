"""`rutin record` as its users meet it: every kind of bad line, and whole cases."""

import io
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from instructions import A_CALL, BY, CALL, GOOD, IMPORT, ORDER, line, write_lines
from recording import path
from running import Run, change_file, in_a_file
from rutin.adapters.cli.line_reader import LONGEST, lines_of

# ---------------------------------------------------------------- bad input

BAD_LINES: dict[str, tuple[bytes, str | None, str, str | None]] = {
    "unknown field": (
        line("RecordContactAttempt", CALL | {"colour": "red"}),
        "colour",
        "extra_forbidden",
        None,
    ),
    "unknown field of the envelope": (
        line("RecordContactAttempt", CALL, who="adam"),
        "who",
        "extra_forbidden",
        None,
    ),
    "wrong type": (
        line("RecordContactAttempt", CALL | {"occurred_on": 13}),
        "occurred_on",
        "date_type",
        None,
    ),
    "no such choice": (
        line("RecordContactAttempt", CALL | {"channel": "pigeon"}),
        "channel",
        "literal_error",
        "KLA-02b",
    ),
    "no such role": (
        line("RecordContactAttempt", CALL, by=BY | {"role": "boss"}),
        "by.role",
        "literal_error",
        None,
    ),
    "unknown command": (line("RecordContactAttemt", CALL), "command", "unknown_command", None),
    "malformed JSON": (b'{"command": "RecordContactAttempt", ', None, "json_invalid", None),
    "not an object": (b"[1, 2]", None, "model_type", None),
    "nested too deep": (b"[" * 200_000, None, "json_invalid", None),
    "not a number": (b'{"command": "X", "by": {}, "data": {"x": NaN}}', None, "json_invalid", None),
    "too long a number": (b'{"data": ' + b"9" * 5000 + b"}", None, "json_invalid", None),
    "half a character": (rb'{"command": "\ud800"}', None, "json_invalid", None),
    "wrong encoding": (A_CALL[:-1] + b', "deviation": "\xe5"}', None, "encoding", None),
    "a 2 MB line": (
        line("RecordContactAttempt", CALL | {"note": "x" * 2_000_000}),
        None,
        "line_too_long",
        None,
    ),
    "dates in the wrong order": (
        line("ReceiveOrder", ORDER | {"order_no": "B-2", "decision_date": "2026-01-13"}),
        "occurred_on",
        "dates_out_of_order",
        "LAW-01",
    ),
    "a duplicate order number": (
        line("ReceiveOrder", ORDER | {"case": "K-2"}),
        "order_no",
        "duplicate_order_number",
        "KLA-01",
    ),
    "a reference that does not exist": (
        line(
            "OfferAssignment",
            {"relationship": "U-1", "case": "K-1", "assignee": "A-9", "occurred_on": "2026-02-03"},
        ),
        "assignee",
        "unknown_reference",
        None,
    ),
    "a case that does not exist": (
        line("RecordContactAttempt", CALL | {"case": "K-9"}),
        None,
        "precondition",
        "KLA-01",
    ),
    "an order without decision date": (
        line("ReceiveOrder", {k: v for k, v in ORDER.items() if k != "decision_date"}),
        "decision_date",
        "missing",
        "LAW-01",
    ),
    "the same field twice": (
        b'{"command": "X", "data": {"case": "K-1", "case": "K-2"}}',
        "case",
        "duplicate_key",
        None,
    ),
    "a day that has not come": (
        line("RecordContactAttempt", CALL | {"occurred_on": "2126-01-13"}),
        "occurred_on",
        "not_yet",
        None,
    ),
    "a moment of recording that only importers may tell": (
        line("RecordContactAttempt", CALL, recorded_at="2026-01-14T09:00:00+01:00"),
        "recorded_at",
        "recorded_at_forbidden",
        None,
    ),
    "a moment of recording beyond every calendar": (
        line("RecordContactAttempt", CALL, by=IMPORT, recorded_at="0001-01-01T00:00:00+14:00"),
        "recorded_at",
        "greater_than_equal",
        None,
    ),
    "a role that may not": (
        line("RecordContactAttempt", CALL, by=BY | {"role": "auditor"}),
        "by.role",
        "forbidden",
        None,
    ),
}


@pytest.mark.parametrize("kind", BAD_LINES)
def test_a_bad_line_is_told_and_the_lines_around_it_are_recorded(run: Run, kind: str) -> None:
    bad, field, code, provision = BAD_LINES[kind]
    ran = run("record", write_lines(GOOD, bad, A_CALL), "--json")
    first, refused, last = ran.json
    assert ran.status == 1
    assert [(each["line"], each["status"]) for each in (first, refused, last)] == [
        (1, "recorded"),
        (2, "refused"),
        (3, "recorded"),
    ]
    (problem,) = refused["error"]["problems"]
    assert (problem["field"], problem["code"], problem["provision"]) == (field, code, provision)
    assert problem["text"]
    assert (last["position"], last["reference"]) == (2, "case/K-1")
    assert run("status", "--json").json["facts"] == 2


@pytest.mark.parametrize("kind", BAD_LINES)
def test_a_bad_line_is_told_in_words_with_line_field_code_and_provision(
    run: Run, kind: str
) -> None:
    bad, field, code, provision = BAD_LINES[kind]
    ran = run("record", write_lines(GOOD, bad, A_CALL))
    assert ran.out == "2 rader registrerade, 1 nekad.\n"
    assert ran.err.startswith("Rad 2 är inte registrerad:\n  ")
    assert f"[{code}]" in ran.err
    assert (f"fältet {field}: " in ran.err) == (field is not None)
    assert (f"\n    {provision}: " in ran.err) == (provision is not None)


def test_a_refusal_names_every_provision_and_where_it_stands(run: Run) -> None:
    start = line("StartService", {"case": "K-1", "occurred_on": "2026-01-20"})
    ran = run("record", write_lines(GOOD, start))
    assert ran.err == (
        "Rad 2 är inte registrerad:\n"
        "  Rutinen tillåter inte det här ännu (KLA-08b, KLA-09i). Åtgärda det som saknas. "
        "Har det redan hänt? Registrera det då med en avvikelseorsak.\n"
        "  Både brukaren och uppdragstagaren måste uttryckligen ha sagt ja vid mötet. "
        "[precondition]\n"
        "    KLA-08b: Arbetsprocess KLA, rad 89–90: ”båda är nöjda och kan påbörja” "
        "(002_9dedadcc7498ed4e.txt, r.89–90)\n"
        "  Ingen uppdragstagare har ett påskrivet avtal. Skriv avtalet först. [precondition]\n"
        "    KLA-09i: Arbetsprocess KLA, rad 111: ”skriva på avtal” "
        "(002_9dedadcc7498ed4e.txt, r.111)\n"
    )


def test_a_refusal_in_json_cites_source_lines_and_key_words(run: Run) -> None:
    ran = run("record", write_lines(GOOD, line("ReceiveOrder", ORDER | {"case": "K-2"})), "--json")
    (problem,) = ran.json[1]["error"]["problems"]
    assert problem["citation"] == {
        "source": "002_9dedadcc7498ed4e.txt",
        "lines": [[39, 40]],
        "key_words": ["Beställning", "handläggare på myndighet"],
        "display": "Arbetsprocess KLA, rad 39–40: ”Beställning … handläggare på myndighet”",
    }


def test_an_unknown_command_is_told_what_it_may_have_meant(run: Run) -> None:
    ran = run("record", write_lines(line("RecieveOrder", ORDER)))
    assert "Kommandot RecieveOrder finns inte. Menade du ReceiveOrder?" in ran.err


def test_wrong_encoding_is_told_by_the_place_in_the_line(run: Run) -> None:
    ran = run("record", write_lines("åäö".encode() + b"\xe5"))
    assert "Raden är inte UTF-8 (tecken 4)." in ran.err


def test_what_a_line_holds_cannot_do_anything_to_the_terminal(run: Run) -> None:
    ran = run("record", write_lines(line("RecordContactAttempt", CALL | {"\x1b[2J\u202e": 1})))
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err


class Meter(io.BytesIO):
    """Notes how much was ever read at once."""

    most = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        chunk = super().readline(size)
        self.most = max(self.most, len(chunk))
        return chunk


def test_a_long_line_is_passed_over_without_being_held() -> None:
    stream = Meter(b"a\n" + b"x" * 20_000_000 + b"\nb\n")
    numbers = [(each.number, each.content) for each in lines_of(stream)]
    assert [number for number, _ in numbers] == [1, 2, 3]
    assert (numbers[0][1], numbers[2][1]) == ("a", "b")
    assert stream.most <= LONGEST + 2


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_line_of_exactly_the_longest_length_is_read(ending: bytes) -> None:
    (long, after) = lines_of(io.BytesIO(b"x" * LONGEST + ending + b"y"))
    assert (long.content, after) == ("x" * LONGEST, (2, "y"))


def test_empty_lines_a_byte_order_mark_and_windows_line_breaks_are_passed_over(run: Run) -> None:
    Path("windows.jsonl").write_bytes(b"\xef\xbb\xbf" + GOOD + b"\r\n\r\n   \r\n" + A_CALL)
    ran = run("record", "windows.jsonl", "--json")
    assert [(each["line"], each["status"]) for each in ran.json] == [
        (1, "recorded"),
        (4, "recorded"),
    ]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=8,
        ),
    )
)
def test_whatever_a_line_holds_it_is_answered(run: Run, data: object) -> None:
    content = data if isinstance(data, bytes) else line("ReceiveOrder", {"case": data})
    ran = run("record", write_lines(content), "--json")
    assert all(each["status"] == "refused" for each in ran.json)
    assert ran.status == (1 if ran.json else 0)


# ---------------------------------------------------------------- good input


def test_standard_input_is_read_when_the_file_is_a_dash(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD)))
    ran = run("record", "-")
    assert (ran.status, ran.out) == (0, "1 rad registrerad, 0 nekade.\n")


def test_a_line_with_the_same_command_id_is_recorded_once(run: Run) -> None:
    file = write_lines(line("ReceiveOrder", ORDER, command_id="c-1"))
    first, again = run("record", file, "--json").json[0], run("record", file, "--json").json[0]
    assert (first["status"], again["status"]) == ("recorded", "repeated")
    assert first["event_id"] == again["event_id"]
    assert run("record", file).out == "0 rader registrerade, 1 redan registrerad, 0 nekade.\n"
    assert run("status", "--json").json["facts"] == 1


def test_a_command_id_used_for_something_else_is_refused(run: Run) -> None:
    file = write_lines(
        line("ReceiveOrder", ORDER, command_id="c-1"),
        line("RecordContactAttempt", CALL, command_id="c-1"),
    )
    problem = run("record", file, "--json").json[1]["error"]["problems"][0]
    assert (problem["field"], problem["code"]) == ("command_id", "command_id_reused")


def test_a_deviation_records_what_a_provision_forbids(run: Run) -> None:
    start = line(
        "StartService", {"case": "K-1", "occurred_on": "2026-01-20"}, deviation="Brådskade."
    )
    assert run("record", write_lines(GOOD, start)).status == 0
    assert "Avvikelse: Brådskade." in run("timeline", "K-1").out


def test_an_empty_file_is_an_empty_array(run: Run) -> None:
    ran = run("record", write_lines(), "--json")
    assert (ran.status, ran.json) == (0, [])


@in_a_file
def test_a_database_that_fails_stops_the_run_and_leaves_the_array_whole(run: Run) -> None:
    run("record", write_lines(GOOD))
    change_file("ALTER TABLE event_references RENAME TO elsewhere")
    ran = run("record", write_lines(b"{", A_CALL, A_CALL), "--json")
    assert ran.status == 1
    assert [each["line"] for each in ran.json] == [1]
    assert "Databasen svarade med ett fel (no such table: event_references)." in ran.err


@in_a_file
def test_a_damaged_journal_stops_the_run(run: Run) -> None:
    run("record", write_lines(GOOD))
    change_file("UPDATE events SET payload = x'7b7d'")
    ran = run("record", write_lines(A_CALL, A_CALL))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.count("[damaged]") == 1


@pytest.mark.parametrize(
    ("scenario", "case", "provisions"),
    [
        ("G1", "K-1", []),
        ("G2", "K-2", ["KLA-B3-4", "D-57"]),
        ("G4", "K-4", ["KLA-06c", "KLA-08a", "KLA-08b", "LAW-17"]),
        ("G12", "K-12", []),
    ],
)
def test_a_whole_case_is_recorded_and_read_back_from_its_file(
    run: Run, scenario: str, case: str, provisions: list[str]
) -> None:
    ran = run("record", str(path(scenario)), "--json")
    refused = [each["error"]["problems"] for each in ran.json if each["status"] == "refused"]
    assert [each["provision"] for problems in refused for each in problems] == provisions
    assert ran.status == (1 if refused else 0)
    days = [each["occurred_on"] for each in run("timeline", case, "--json").json]
    shown = run("timeline", case).out.splitlines()[3:]
    assert [row[:10] for row in shown] == days == sorted(days)
    assert run("verify").status == 0
