"""The command line as its users meet it: every command, every kind of bad input."""

import errno
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

import rutin.adapters.cli.demo as demo_command
from examples import ADAM, HUGO, order_received
from rutin.adapters.catalogue import as_markdown
from rutin.adapters.cli import main
from rutin.adapters.cli.labels import KINDS, ROLES, choice_in_swedish
from rutin.adapters.cli.line_reader import LONGEST, lines_of
from rutin.adapters.cli.program import COMMANDS
from rutin.adapters.sql import open_journal
from rutin.application import OPERATIONS, Conflict, Rutin
from rutin.application.memory import MemoryJournal
from rutin.application.trial import TrialJournal
from rutin.application.view import AnyView
from rutin.domain.actor import Role
from rutin.domain.facts import FACT_TYPES
from rutin.domain.person import Person
from rutin.domain.refusal import Impossible
from rutin.domain.values import IdentityNumber
from rutin.projections import VIEWS
from spec import to_record

SOURCES = [str(Path(__file__).parent.parent / each) for each in ("domain", "application")]
SOURCES += [str(Path(__file__).parent.parent / each) for each in ("projections", "adapters")]
SCENARIOS = Path(__file__).parent / "scenarios"

BY = {"id": "adam", "role": "administrator", "unit": "syd"}
IMPORT = {"id": "import", "role": "importer", "unit": "syd", "on_behalf_of": BY}
ORDER = {
    "case": "K-1",
    "order_no": "B-1",
    "client": "P-1",
    "intervention": "contact_person",
    "legal_basis": "LSS",
    "decision_date": "2026-01-08",
    "occurred_on": "2026-01-12",
}
CALL = {"case": "K-1", "occurred_on": "2026-01-13", "channel": "phone", "outcome": "no_answer"}


@dataclass(frozen=True)
class Ran:
    """What a run of the program gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(params=["sqlite", "postgresql"])
def run(
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> "Run":
    """Run the program in a folder of its own, once on each database.

    That is the file rutin.db, where nothing is said, or what RUTIN_DATABASE_URL says.
    """
    monkeypatch.chdir(tmp_path)
    for name in ("RUTIN_DATABASE_URL", "RUTIN_SIGNING_KEY", "RUTIN_SIGNING_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    if request.param == "postgresql":
        monkeypatch.setenv("RUTIN_DATABASE_URL", request.getfixturevalue("postgresql_url"))
    return Run(capsys)


in_a_file = pytest.mark.parametrize("run", ["sqlite"], indirect=True)
"""For what is about the file, or about no database at all."""


class Run:
    """Runs the program through its entry point."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    @property
    def database(self) -> str:
        """The URL of the database that is used when nothing else is said."""
        return os.environ.get("RUTIN_DATABASE_URL", "sqlite:///rutin.db")

    def __call__(self, *words: str) -> Ran:
        self._capsys.readouterr()
        status = main(words)
        captured = self._capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(status, captured.out, captured.err)


def line(command: str, data: Mapping[str, Any], **envelope: Any) -> bytes:
    told = {"command": command, "by": BY, "data": data} | envelope
    return json.dumps(told, ensure_ascii=False).encode()


def write_lines(*lines: bytes, name: str = "lines.jsonl") -> str:
    Path(name).write_bytes(b"\n".join(lines))
    return name


GOOD = line("ReceiveOrder", ORDER)
A_CALL = line("RecordContactAttempt", CALL)


# ---------------------------------------------------------------- the program as a whole


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
        env=os.environ | {"PYTHONPATH": os.pathsep.join(SOURCES)},
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


# ---------------------------------------------------------------- record: bad input

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


# ---------------------------------------------------------------- record: good input


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
    with sqlite3.connect("rutin.db") as connection:
        connection.execute("ALTER TABLE event_references RENAME TO elsewhere")
    connection.close()
    ran = run("record", write_lines(b"{", A_CALL, A_CALL), "--json")
    assert ran.status == 1
    assert [each["line"] for each in ran.json] == [1]
    assert "Databasen svarade med ett fel (no such table: event_references)." in ran.err


@in_a_file
def test_a_damaged_journal_stops_the_run(run: Run) -> None:
    run("record", write_lines(GOOD))
    with sqlite3.connect("rutin.db") as connection:
        connection.execute("UPDATE events SET payload = x'7b7d'")
    connection.close()
    ran = run("record", write_lines(A_CALL, A_CALL))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.count("[damaged]") == 1


# ---------------------------------------------------------------- timeline


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
    run("record", str(SCENARIOS / "G1.jsonl"))
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
    ran = run("record", str(SCENARIOS / f"{scenario}.jsonl"), "--json")
    refused = [each["error"]["problems"] for each in ran.json if each["status"] == "refused"]
    assert [each["provision"] for problems in refused for each in problems] == provisions
    assert ran.status == (1 if refused else 0)
    days = [each["occurred_on"] for each in run("timeline", case, "--json").json]
    shown = run("timeline", case).out.splitlines()[3:]
    assert [row[:10] for row in shown] == days == sorted(days)
    assert run("verify").status == 0


# ---------------------------------------------------------------- labels


def choices_of(annotation: object) -> Iterable[str]:
    if get_origin(annotation) is Literal:  # a number is read as it is written
        yield from (choice for choice in get_args(annotation) if isinstance(choice, str))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if name != "type":
                yield from choices_of(field.annotation)
    else:
        for part in get_args(annotation):
            yield from choices_of(part)


def test_every_choice_of_every_fact_has_a_swedish_label() -> None:
    labels = {
        choice_in_swedish(name, choice)
        for name, fact in FACT_TYPES.items()
        for choice in choices_of(fact)
    }
    assert "inget svar" in labels


def test_every_role_and_kind_of_stream_has_a_swedish_label() -> None:
    assert set(ROLES) == set(get_args(Role))
    assert set(KINDS) == {fact.stream_kind for fact in FACT_TYPES.values()}


# ---------------------------------------------------------------- verify


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
    with sqlite3.connect("rutin.db") as connection:
        connection.execute(tampering)
    connection.close()
    ran = run("verify")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(f"Fel på position {position}: ")
    told = run("verify", "--json").json
    assert (told["sound"], told["fault"]["position"]) == (False, position)


def test_a_database_of_something_else_is_no_journal_and_is_left_alone(run: Run) -> None:
    with sqlite3.connect("annat.db") as connection:
        connection.execute("CREATE TABLE something (else_ TEXT)")
    connection.close()
    ran = run("verify", "--db", "sqlite:///annat.db")
    assert ran.status == 1
    assert "Databasen har ingen journal." in ran.err
    assert not Path("annat.db.key").exists()


@in_a_file
def test_a_fact_that_cannot_be_read_is_told_without_a_stack_trace(run: Run) -> None:
    run("record", write_lines(GOOD))
    with sqlite3.connect("rutin.db") as connection:
        connection.execute("UPDATE events SET payload = x'7b7d'")
    connection.close()
    ran = run("timeline", "K-1")
    assert (ran.status, ran.out) == (1, "")
    assert "Kör rutin verify" in ran.err


# ---------------------------------------------------------------- status, doctor, migrate, catalogue


def how(view: AnyView) -> str:
    """Tell how a view stands when something is recorded and nobody has asked anything."""
    return "i takt med journalen" if view.inline else "inte byggd än: den byggs när den behövs"


def test_status_counts_and_tells_how_far_the_journal_has_come(run: Run) -> None:
    order = line("ReceiveOrder", ORDER, by=IMPORT, recorded_at="2026-01-12T09:00:00+01:00")
    call = line("RecordContactAttempt", CALL, by=IMPORT, recorded_at="2026-01-13T09:30:00+01:00")
    run("record", write_lines(order, call))
    width = max(len(view.name) for view in VIEWS)
    assert run("status").out.splitlines() == [
        "Ärenden         1",
        "Uppdragstagare  0",
        "Uppdrag         0",
        "Händelser       2",
        "Senast registrerat: position 2, 2026-01-13 09:30",
        "",
        *(f"Vyn {view.name:{width}}  {how(view)}" for view in VIEWS),
    ]
    told = run("status", "--json").json
    assert [view["view"] for view in told.pop("views")] == [view.name for view in VIEWS]
    assert told == {
        "cases": 1,
        "assignees": 0,
        "relationships": 0,
        "facts": 2,
        "units": [],
        "position": 2,
        "recorded_at": "2026-01-13T08:30:00+00:00",
    }


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
    with sqlite3.connect("rutin.db") as connection:
        connection.execute("DELETE FROM events WHERE position = 2")
    connection.close()
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
    with sqlite3.connect("rutin.db") as connection:
        connection.execute(tables)
    connection.close()
    ran = run("doctor")
    assert ran.status == 1
    assert told in ran.out


def test_the_catalogue_in_json_has_every_command_and_event_with_its_schema(run: Run) -> None:
    catalogue = run("catalogue", "--format", "json").json
    assert list(catalogue["commands"]) == [each.name for each in OPERATIONS]
    assert set(catalogue["events"]) == set(FACT_TYPES)
    order = catalogue["commands"]["ReceiveOrder"]
    assert order["title"] == "Ta emot beställning"
    assert order["gives"] == "case.order_received.v1"
    assert "case_officer" in order["permitted"]
    assert "decision_date" in order["schema"]["required"]


def test_the_catalogue_is_written_for_people_unless_json_is_asked_for(run: Run) -> None:
    ran = run("catalogue")
    assert ran.out == as_markdown()
    assert run("catalogue", "--format", "markdown").out == ran.out


# ---------------------------------------------------------------- export


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
        env=os.environ | {"PYTHONPATH": os.pathsep.join(SOURCES), "PYTHONIOENCODING": "ascii"},
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
    with sqlite3.connect("rutin.db") as connection:
        connection.execute("UPDATE events SET payload = x'7b7d' WHERE position = 2")
    connection.close()
    ran = run("export", "--format", "xes", "--out", "logg.xes")
    assert (ran.status, ran.out) == (1, "")
    assert "Händelsen på position 2 i journalen går inte att läsa." in ran.err
    assert not Path("logg.xes").exists()


# ---------------------------------------------------------------- import-orders

HEADING = (
    "order_no;decision_date;received_on;intervention;legal_basis;extent;goals;period_from;"
    "period_to;case_officer;unit;person;phone;postal_address;email;other_route;protected;kind"
)
FIRST = "B-1;2026-01-08;2026-01-12;ledsagarservice;LSS;20;;;;hanna;syd;19801227-9272;;;;;nej;ny"
SECOND = "B-2;2026-01-08;2026-01-12;kontaktperson;SoL;3 tillfällen;;;;hanna;syd;P-9;;;;;ja;ny"
RENEWAL = "B-3;2026-11-02;2026-11-05;ledsagarservice;LSS;25;;;;hanna;syd;801227-9272;;;;;;renewal"


def write_orders(*rows: str, name: str = "order.csv", heading: str = HEADING) -> str:
    Path(name).write_text("\n".join((heading, *rows)), encoding="utf-8")
    return name


def test_a_file_of_orders_is_taken_in_as_a_whole(run: Run) -> None:
    ran = run("import-orders", write_orders(FIRST, SECOND, RENEWAL))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "3 beställningar registrerade (2 nya, 1 förlängd).\n"
    entries = run("timeline", "B-1", "--json").json
    assert [each["type"] for each in entries] == [
        "case.order_received.v1",
        "case.order_renewed.v1",
    ]
    assert entries[0]["by"] == {
        "id": "import",
        "role": "importer",
        "unit": "import",
        "on_behalf_of": None,
    }
    assert "19801227" not in json.dumps(entries)
    assert entries[0]["data"]["client_born_on"] == "1980-12-27"


def test_who_imports_and_at_which_unit_may_be_told(run: Run) -> None:
    run("import-orders", write_orders(FIRST), "--as-id", "eva", "--as-unit", "norr")
    assert run("timeline", "B-1", "--json").json[0]["by"] == {
        "id": "eva",
        "role": "importer",
        "unit": "norr",
        "on_behalf_of": None,
    }


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{HEADING}\r\n{FIRST}\r\n\r\n",
        f"{HEADING};;\n{FIRST};;\n;;;;;;;;;;;;;;;;;;;\n",
        f"{HEADING}\n{FIRST}".replace(";", ","),
        f"{HEADING.upper()}\n{FIRST}",
        f"{HEADING}\n" + ";".join(f'"{cell}"' for cell in FIRST.split(";")),
    ],
    ids=["byte order mark and CRLF", "loose separators", "commas", "upper case", "quoted"],
)
def test_csv_may_be_written_as_spreadsheets_do(run: Run, content: str) -> None:
    Path("order.csv").write_bytes(content.encode())
    ran = run("import-orders", "order.csv")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("1 beställning registrerad")


def test_json_is_an_array_of_objects_with_the_same_columns(run: Run) -> None:
    row = {
        "order_no": "B-1",
        "decision_date": "2026-01-08",
        "received_on": "2026-01-12",
        "intervention": "companion",
        "legal_basis": "LSS",
        "extent": 14.5,
        "goals": ["Bada", "Gå på bio"],
        "person": "P-1",
        "phone": None,
        "protected": False,
        "kind": "new",
    }
    Path("order.json").write_text(json.dumps([row]))
    assert run("import-orders", "order.json").status == 0
    data = run("timeline", "B-1", "--json").json[0]["data"]
    assert (data["extent"], data["goals"]) == ({"hours_per_month": "14.5"}, ["Bada", "Gå på bio"])


BAD_ROWS: dict[str, tuple[str, str | None, str, str | None]] = {
    "no decision date": (SECOND.replace("2026-01-08", ""), "decision_date", "missing", "LAW-01"),
    "no such date": (
        SECOND.replace("2026-01-08", "2026-02-30"),
        "decision_date",
        "date_parsing",
        "LAW-01",
    ),
    "dates in the wrong order": (
        SECOND.replace("2026-01-08", "2026-01-13"),
        "received_on",
        "dates_out_of_order",
        "KLA-01",
    ),
    "a day that has not come": (
        SECOND.replace("2026-01-12", "2126-01-12"),
        "received_on",
        "not_yet",
        None,
    ),
    "no such intervention": (
        SECOND.replace("kontaktperson", "städning"),
        "intervention",
        "literal_error",
        None,
    ),
    "no such law": (SECOND.replace("SoL", "LVU"), "legal_basis", "literal_error", "LAW-27"),
    "an extent a week": (
        SECOND.replace("3 tillfällen", "3 timmar/vecka"),
        "extent",
        "extent.per_week",
        None,
    ),
    "a wrong identity number": (
        SECOND.replace("P-9", "19801227-9273"),
        "person",
        "identity.check_digit",
        "LAW-26",
    ),
    "an order number twice in the file": (
        SECOND.replace("B-2", "B-1") + ";",
        "order_no",
        "duplicate_order_number",
        "KLA-01",
    ),
    "a renewal of nothing": (
        SECOND.replace(";ny", ";förlängning"),
        "case",
        "no_case_to_renew",
        None,
    ),
    "too many cells": (SECOND + ";;x", None, "extra_cells", None),
    "too few cells": ("B-2;2026-01-08", None, "missing_cells", None),
}


@pytest.mark.parametrize("kind", BAD_ROWS)
def test_a_bad_row_keeps_the_whole_file_out_unless_partial(run: Run, kind: str) -> None:
    bad, column, code, provision = BAD_ROWS[kind]
    file = write_orders(FIRST, bad, RENEWAL)
    ran = run("import-orders", file, "--json")
    assert ran.status == 1
    assert [(each["row"], each["status"]) for each in ran.json] == [
        (2, "held_back"),
        (3, "refused"),
        (4, "held_back"),
    ]
    (problem,) = ran.json[1]["error"]["problems"]
    assert (problem["field"], problem["code"], problem["provision"]) == (column, code, provision)
    assert run("status", "--json").json["facts"] == 0
    partial = run("import-orders", file, "--partial", "--json")
    assert partial.status == 1
    assert [each["status"] for each in partial.json] == ["recorded", "refused", "recorded"]
    assert [each.get("position") for each in partial.json] == [1, None, 2]
    assert run("status", "--json").json["facts"] == 2


def test_bad_rows_are_told_in_words_with_row_column_code_and_provision(run: Run) -> None:
    bad = SECOND.replace("2026-01-08", "").replace("kontaktperson", "städning")
    file = write_orders(FIRST, bad)
    ran = run("import-orders", file)
    assert ran.out == (
        "Inget är registrerat, för 1 av 2 rader är fel. Rätta dem, eller kör med --partial.\n"
    )
    assert ran.err == (
        "Rad 3 är fel:\n"
        "  kolumnen decision_date: Beslutsdatum (decision_date) saknas. Fyll i kolumnen. "
        "[missing]\n"
        "    LAW-01: SoL 34 kap. 1 §\n"
        "  kolumnen intervention: Insats (intervention) har ett värde som inte finns. "
        "Skriv avlösarservice, ledsagarservice, kontaktperson eller boendestöd. [literal_error]\n"
    )
    assert run("import-orders", file, "--partial").out == (
        "1 beställning registrerad (1 ny, 0 förlängda), 1 rad fel.\n"
    )


def test_an_order_number_that_the_journal_has_is_refused(run: Run) -> None:
    run("import-orders", write_orders(FIRST))
    ran = run("import-orders", write_orders(FIRST, SECOND), "--json")
    assert [each["status"] for each in ran.json] == ["refused", "held_back"]
    assert ran.json[0]["error"]["code"] == "duplicate_order_number"


def test_what_a_row_tells_and_is_not_taken_over_is_remarked_on(run: Run) -> None:
    elsewhere = RENEWAL.replace(";syd;", ";norr;")
    ran = run("import-orders", write_orders(FIRST, elsewhere))
    assert ran.status == 0
    assert ran.err == (
        "Rad 3 är registrerad, men inte allt i den:\n"
        "  kolumnen unit: Enheten ändras inte av en förlängning; ärendet ligger kvar hos syd. "
        "[not_taken_over]\n"
    )


def test_contact_routes_of_a_renewal_reach_the_vault(run: Run) -> None:
    renewal = RENEWAL.replace("801227-9272;;", "801227-9272;070-1740699;")
    assert run("import-orders", write_orders(FIRST, renewal)).status == 0
    with open_journal(run.database) as journal:
        person = journal.person_by_number("198012279272")
    assert person is not None
    assert person.phone == "070-1740699"


@pytest.mark.parametrize(
    ("name", "content", "column", "code"),
    [
        ("o.csv", b"", None, "empty_file"),
        ("o.json", b" \n", None, "empty_file"),
        ("o.csv", b"order_no;colour\nB-1;red", "colour", "unknown_column"),
        ("o.csv", HEADING.encode() + b";kind\n", "kind", "duplicate_column"),
        ("o.csv", HEADING.replace("person;", "").encode(), "person", "missing_column"),
        ("o.csv", HEADING.encode() + b'\n"B-1', None, "csv_invalid"),
        ("o.json", b'{"order_no": "B-1"}', None, "not_an_array"),
        ("o.json", b"[1,", None, "json_invalid"),
        ("o.json", b'["\xe5"]', None, "encoding"),
    ],
)
def test_a_file_that_cannot_be_read_as_orders_is_refused_as_a_whole(
    run: Run, name: str, content: bytes, column: str | None, code: str
) -> None:
    Path(name).write_bytes(content)
    ran = run("import-orders", name)
    assert (ran.status, ran.out) == (1, "")
    assert f"[{code}]" in ran.err
    assert column is None or column in ran.err
    assert not Path("rutin.db").exists()


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ('{"order_no": "B-1", "order_no": "B-2"}', "order_no", "duplicate_column"),
        ('{"colour": "red"}', "colour", "unknown_column"),
        ('{"order_no": {"x": 1}}', "order_no", "cell_type"),
        ('{"order_no": ["B-1"]}', "order_no", "cell_type"),
        ("5", None, "not_an_object"),
    ],
)
def test_a_bad_object_in_json_is_told_by_its_row(
    run: Run, row: str, column: str | None, code: str
) -> None:
    Path("o.json").write_text(f"[{row}]")
    (refused,) = run("import-orders", "o.json", "--json").json
    (problem,) = refused["error"]["problems"]
    assert (refused["row"], problem["field"], problem["code"]) == (1, column, code)


def test_a_row_that_is_not_utf_8_is_told_by_its_columns(run: Run) -> None:
    latin = SECOND.replace("hanna", "håkan").encode("latin-1")
    Path("o.csv").write_bytes(b"\n".join((HEADING.encode(), FIRST.encode(), latin)))
    held_back, refused = run("import-orders", "o.csv", "--json").json
    assert held_back["status"] == "held_back"
    assert [(each["field"], each["code"]) for each in refused["error"]["problems"]] == [
        ("extent", "encoding"),
        ("case_officer", "encoding"),
    ]


def test_a_file_beyond_reason_is_refused_before_it_is_read(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["rutin.application.order_files"], "LARGEST", 100)
    assert "[file_too_large]" in run("import-orders", write_orders(FIRST)).err


def test_a_renewal_of_a_case_that_does_not_exist_is_refused_by_the_domain(run: Run) -> None:
    row = SECOND.replace(";ny", ";renewal;K-9")
    ran = run("import-orders", write_orders(row, heading=f"{HEADING};case"), "--json")
    (problem,) = ran.json[0]["error"]["problems"]
    assert (problem["code"], problem["provision"]) == ("precondition", "KLA-01")


# ---------------------------------------------------------------- the trial beneath import and demo


def rutin_over(journal: MemoryJournal | TrialJournal) -> Rutin:
    return Rutin(journal, clock=lambda: datetime(2026, 12, 1, tzinfo=UTC))


def test_a_trial_records_nothing_until_it_is_asked_to() -> None:
    beneath = MemoryJournal()
    trial = TrialJournal(beneath)
    rutin_over(trial).handle(to_record(order_received, of="K1"), by=ADAM)
    assert (beneath.head(), trial.head()) == (0, 1)
    (recorded,) = trial.record()
    assert beneath.history("case/K1") == (recorded,)


def test_a_trial_shows_what_stood_before_and_what_it_keeps_back() -> None:
    beneath = MemoryJournal()
    first = rutin_over(beneath).handle(to_record(order_received, of="K1"), by=ADAM)
    trial = TrialJournal(beneath)
    renewal = to_record(order_received.but(order_no="B2"), of="K2")
    second = rutin_over(trial).handle(renewal, by=ADAM, command_id="c-2")
    assert trial.since(0, 10) == (first, second)
    assert trial.since(0, 1) == (first,)
    assert trial.since(1, 1) == (second,)
    assert trial.about({"client/P1"}).recorded == (first, second)
    assert trial.of_command("c-2") == (second,)
    assert trial.history("case/K2") == (second,)


def test_a_trial_is_not_recorded_if_what_it_relied_on_has_changed() -> None:
    beneath = MemoryJournal()
    trial = TrialJournal(beneath)
    rutin_over(trial).handle(to_record(order_received, of="K1"), by=ADAM)
    rutin_over(beneath).handle(to_record(order_received, of="K2"), by=HUGO)
    with pytest.raises(Conflict):
        trial.record()
    assert beneath.history("case/K1") == ()


def test_a_trial_does_not_see_what_others_record_meanwhile() -> None:
    beneath = MemoryJournal()
    rutin_over(beneath).handle(to_record(order_received, of="K1"), by=ADAM)
    trial = TrialJournal(beneath)
    rutin_over(beneath).handle(to_record(order_received.but(order_no="B2"), of="K2"), by=HUGO)
    assert trial.about({"case/K2"}).recorded == ()
    assert len(trial.since(0, 10)) == 1


def test_a_trial_gives_no_identity_number_to_two_persons() -> None:
    number = IdentityNumber("198012279272")
    beneath = MemoryJournal()
    beneath.append((), persons=(Person(reference="P1", identity_number=number),))
    trial = TrialJournal(beneath)
    with pytest.raises(Impossible):
        trial.keep(Person(reference="P2", identity_number=number))
    trial.keep(Person(reference="P1", name="Test Ett"))
    person = trial.person_by_number("198012279272")
    assert person == Person(reference="P1", name="Test Ett", identity_number=number)


def test_an_import_decides_anew_when_others_record_at_the_same_time(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("migrate")
    record = TrialJournal.record
    rivals = [to_record(order_received.but(order_no="B-1"), of="K-7")]

    def with_a_rival(trial: TrialJournal) -> object:
        while rivals:
            with open_journal(run.database) as journal:
                Rutin(journal).handle(rivals.pop(), by=ADAM)
        return record(trial)

    monkeypatch.setattr(TrialJournal, "record", with_a_rival)
    told = run("import-orders", write_orders(SECOND, FIRST), "--partial", "--json").json
    assert [(each["status"], each.get("position")) for each in told] == [
        ("recorded", 2),
        ("refused", None),
    ]


def test_an_import_gives_up_when_others_record_about_the_same_all_the_time(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_trial: TrialJournal) -> object:
        raise Conflict("Något nytt har registrerats.")

    monkeypatch.setattr(TrialJournal, "record", never)
    ran = run("import-orders", write_orders(FIRST))
    assert (ran.status, ran.out) == (1, "")
    assert "Inget är sparat; försök igen. [conflict]" in ran.err


# ---------------------------------------------------------------- demo


def test_the_demo_makes_a_municipality_to_look_around_in(run: Run) -> None:
    ran = run("demo", "--cases", "3", "--today", "2026-11-23", "--seed", "7")
    assert ran.status == 0
    done, look = ran.out.splitlines()
    assert re.fullmatch(
        r"Demokommun klar: \d enhet(er)?, 3 ärenden, \d+ uppdragstagare, \d+ händelser "
        r"\(frö 7, idag = 23 november 2026\)",
        done,
    )
    assert "rutin timeline K-001 --db sqlite:///demo-data/demo.db" in look
    url = "sqlite:///demo-data/demo.db"
    assert run("timeline", "K-001", "--db", url).status == 0
    assert run("verify", "--db", url).status == 0


def test_the_demo_is_kept_when_it_is_there(run: Run) -> None:
    run("demo", "--cases", "2", "--no-serve")
    before = run("verify", "--db", "sqlite:///demo-data/demo.db").out
    ran = run("demo", "--cases", "3", "--no-serve")
    assert ran.status == 0
    assert re.match(r"Demokommunen finns redan: .* 2 ärenden, .*Börja om: --reset$", ran.out)
    assert run("verify", "--db", "sqlite:///demo-data/demo.db").out == before


def test_reset_makes_the_demo_anew(run: Run) -> None:
    run("demo", "--cases", "2", "--no-serve")
    ran = run("demo", "--cases", "3", "--no-serve", "--reset")
    assert (ran.status, len(ran.out.splitlines())) == (0, 1)
    assert " 3 ärenden, " in ran.out


def test_the_same_seed_and_day_make_the_same_municipality(run: Run) -> None:
    words = ("--cases", "2", "--today", "2026-11-23", "--no-serve")
    run("demo", *words, "--db", "sqlite:///a.db")
    run("demo", *words, "--db", "sqlite:///b.db")
    first, second = (
        run("timeline", "K-002", "--json", "--db", f"sqlite:///{name}.db").json for name in "ab"
    )
    assert first == second


def test_a_demo_stopped_half_way_leaves_nothing_behind(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(rutin: Rutin, **_told: object) -> None:
        rutin.handle(to_record(order_received, of="K1"), by=ADAM)
        raise KeyboardInterrupt

    monkeypatch.setattr(demo_command, "make_municipality", stopped)
    ran = run("demo")
    assert (ran.status, ran.err.splitlines()[-1]) == (130, "Avbrutet.")
    assert run("status", "--json", "--db", "sqlite:///demo-data/demo.db").json["facts"] == 0


def test_the_demo_never_lands_among_real_cases_by_a_setting(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUTIN_DATABASE_URL", "sqlite:///riktig.db")
    assert run("demo", "--cases", "1", "--no-serve").status == 0
    assert not Path("riktig.db").exists()


def test_a_folder_where_nothing_can_be_written_is_told(run: Run) -> None:
    Path("demo-data").write_text("en fil i vägen")
    ran = run("demo")
    assert (ran.status, ran.out) == (1, "")
    assert "Mappen demo-data går inte att skriva i" in ran.err


def test_at_a_terminal_the_demo_shows_how_far_it_has_come(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    ran = run("demo", "--cases", "2", "--no-serve")
    assert ran.status == 0
    assert "2 av 2 ärenden" in ran.err
