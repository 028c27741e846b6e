"""`rutin import-orders` as its users meet it: every form of file, every kind of bad row."""

import json
import sys
from pathlib import Path

import pytest

from examples import ADAM, order_received
from running import Run
from rutin.adapters.sql import open_journal
from rutin.application import Conflict, Rutin
from rutin.application.trial import TrialJournal
from spec import to_record

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
