"""`rutin assess` as its users meet it: tables and JSON, every filter, what if, every kind of bad input."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from recording import path
from running import Ran, Run
from rutin.adapters.cli import main
from rutin.adapters.cli.labels import STATUSES
from rutin.adapters.sql import open_journal
from rutin.application import Status

CONTRACT = [
    "rule_id", "routine", "routine_version", "routine_status", "severity", "basis", "subject",
    "instance_key", "status", "late", "late_registered", "due", "since", "satisfied_by", "missing",
    "gaps", "reason", "parameters", "explanation_sv", "explanation_en", "citation",
]  # fmt: skip
"""The fields of a finding, as the result contract of the rule catalogue names them."""


class Assess:
    """Runs `rutin assess` on a journal of G1, in which one case is K-1."""

    def __init__(self, url: str, run: Run) -> None:
        self.url = url
        self.run = run

    def __call__(self, *words: str) -> Ran:
        return self.run("assess", "--db", self.url, *words)

    def json(self, *words: str) -> list[dict[str, Any]]:
        ran = self(*words, "--json")
        assert ran.status == 0, ran.err
        found = ran.json
        assert isinstance(found, list)
        return found


@pytest.fixture(scope="module")
def recorded_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('assess')}/g1.db"
    assert main(["record", str(path("G1")), "--db", url]) == 0
    return url


@pytest.fixture
def assess(
    recorded_url: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Assess:
    monkeypatch.chdir(tmp_path)
    return Assess(recorded_url, Run(capsys))


# ---------------------------------------------------------------- the result contract


def test_a_finding_has_the_fields_of_the_result_contract_and_no_others(assess: Assess) -> None:
    found = assess.json("--as-of", "2026-03-05")
    assert len(found) > 150
    for finding in found:
        assert list(finding) == CONTRACT
        assert list(finding["citation"]) == ["source", "lines", "key_words"]
        assert finding["status"] in list(Status)
        assert finding["severity"] in ("binding", "advisory")
        assert finding["basis"] in ("seed", "step_order", "parameter", "law")
        assert finding["routine_status"] in ("in_force", "expired", "suspended")
        kind, _, reference = finding["subject"].partition("/")
        assert kind in ("case", "assignee", "relationship", "routine")
        assert reference
        assert (finding["status"] == "met") >= bool(finding["satisfied_by"])
        for gap in finding["gaps"]:
            assert list(gap) == ["from", "to"]
        for parameter in finding["parameters"]:
            assert list(parameter) == ["name", "value", "default"]
        if finding["status"] == "not_applicable" or finding["late"]:
            assert finding["reason"]


def test_a_finding_is_told_whole(assess: Assess) -> None:
    (found,) = assess.json("--case", "K-1", "--rule", "KLA-10", "--as-of", "2026-02-20")
    (event_id,) = found.pop("satisfied_by")
    with open_journal(assess.url) as journal:
        (match,) = [r for r in journal.since(0, 100) if str(r.event_id) == event_id]
    assert type(match.fact).__name__ == "MatchRegistered"
    assert found == {
        "rule_id": "KLA-10",
        "routine": "KLA",
        "routine_version": "v1",
        "routine_status": "in_force",
        "severity": "binding",
        "basis": "step_order",
        "subject": "case/K-1",
        "instance_key": "round-1",
        "status": "met",
        "late": False,
        "late_registered": False,
        "due": "2026-02-20",
        "since": "2026-02-17",
        "missing": [],
        "gaps": [],
        "reason": None,
        "parameters": [],
        "explanation_sv": "Matcha kontaktpersonen med brukaren i resursregistret. Uppfyllt från "
        "och med 2026-02-17 genom matchad i resursregistret 2026-02-17. Sista dagen var 2026-02-20.",
        "explanation_en": "Match the contact person with the client in the resource register. Met "
        "since 2026-02-17 by match registered 2026-02-17. Due 2026-02-20.",
        "citation": {
            "source": "002_9dedadcc7498ed4e.txt",
            "lines": [[113, 114]],
            "key_words": found["citation"]["key_words"],
        },
    }
    assert found["citation"]["key_words"]


def test_the_json_is_an_array_whatever_it_holds(assess: Assess) -> None:
    assert assess.json("--unit", "ingen-sådan") == []
    assert assess.json("--case", "K-1", "--status", "breached", "--as-of", "2026-01-20") == []


# ---------------------------------------------------------------- filters


def test_only_a_case_a_rule_a_unit_or_a_status(assess: Assess) -> None:
    day = ("--as-of", "2026-04-01")
    assert {f["subject"].partition("/")[0] for f in assess.json("--case", "K-1", *day)} == {
        "case",
        "relationship",
        "assignee",
    } & {f["subject"].partition("/")[0] for f in assess.json(*day)}
    assert {f["rule_id"] for f in assess.json("--rule", "KLA-09c-p", *day)} == {"KLA-09c-p"}
    assert {f["subject"] for f in assess.json("--unit", "syd", "--rule", "KLA-01", *day)} == {
        "case/K-1"
    }
    overdue = assess.json("--status", "overdue,breached", *day)
    assert {f["status"] for f in overdue} == {"overdue"}
    assert ("KLA-09c-p", "2026-Q1") in {(f["rule_id"], f["instance_key"]) for f in overdue}


def test_as_it_was_known_at_a_moment_or_when_a_day_was_over(assess: Assess) -> None:
    rule = ("--case", "K-1", "--rule", "KLA-10", "--as-of", "2026-02-20")
    known = {
        moment: assess.json(*rule, "--known-at", moment)[0]["status"]
        for moment in ("2026-02-16", "2026-02-17", "2026-02-17T00:00", "2026-02-18T00:00+01:00")
    }
    assert known == {
        "2026-02-16": "open",
        "2026-02-17": "met",
        "2026-02-17T00:00": "open",
        "2026-02-18T00:00+01:00": "met",
    }


# ---------------------------------------------------------------- the table


def test_the_table_tells_each_case_and_routine_and_counts(assess: Assess) -> None:
    ran = assess("--as-of", "2026-04-01")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "Ärende K-1"
    assert lines[1].split() == ["Bestämmelse", "Instans", "Läge", "Sista", "dag", "Varför"]
    assert {f"Rutin {key}" for key in ("BYTE", "KMSP", "KLA", "MAN", "NYB")} <= set(lines)
    (late,) = [line for line in lines if line.startswith("KLA-09c-p") and "2026-Q1" in line]
    assert late.split(maxsplit=4)[:4] == ["KLA-09c-p", "2026-Q1", "försenad", "2026-03-31"]
    assert "Försenat från och med 2026-04-01. Sista dagen var 2026-03-31." in late
    found = assess.json("--as-of", "2026-04-01")
    counts = {each: sum(f["status"] == each for f in found) for each in Status}
    told = ", ".join(f"{STATUSES[each]} {count}" for each, count in counts.items())
    assert lines[-1] == f"{len(found)} bedömningar: {told}."


def test_what_does_not_apply_is_shown_when_asked_for(assess: Assess) -> None:
    case = ("--case", "K-1", "--as-of", "2026-04-01")
    assert not [line for line in assess(*case).out.splitlines() if line.startswith("KLA-04e")]
    for option in (["--all"], ["--status", "not_applicable"]):
        (line,) = [
            line for line in assess(*case, *option).out.splitlines() if line.startswith("KLA-04e")
        ]
        assert "gäller inte" in line
        assert "Gäller inte den här insatsen." in line


def test_an_instance_that_an_event_triggered_goes_by_its_day(assess: Assess) -> None:
    lines = assess("--rule", "KLA-13", "--as-of", "2026-02-01").out.splitlines()
    days = [line.split()[1] for line in lines if line.startswith("KLA-13")]
    assert days == ["2026-01-13", "2026-01-16", "2026-01-23", "2026-01-30"]


# ---------------------------------------------------------------- --fail-on


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--fail-on", "overdue"), 1),
        (("--fail-on", "breached,overdue"), 1),
        (("--fail-on", "breached"), 0),
        (("--fail-on", "overdue", "--json"), 1),
        (("--fail-on", "overdue", "--status", "open"), 1),
        ((), 0),
    ],
)
def test_a_status_that_is_to_fail_ends_with_1_shown_or_not(
    assess: Assess, words: Sequence[str], status: int
) -> None:
    ran = assess("--rule", "KLA-09c-p", "--as-of", "2026-04-01", *words)
    assert (ran.status, ran.err) == (status, "")
    assert "2026-Q2" in ran.out or "overdue" in ran.out


# ---------------------------------------------------------------- --what-if


def supposing(document: object) -> tuple[str, str]:
    text = document if isinstance(document, str) else json.dumps(document)
    Path("what-if.json").write_text(text, encoding="utf-8")
    return ("--what-if", "what-if.json")


def test_what_if_says_how_it_would_stand_and_writes_nothing(assess: Assess) -> None:
    database = Path(assess.url.removeprefix("sqlite:///"))
    before = database.read_bytes()
    rule = ("--case", "K-1", "--rule", "NYB-06", "--as-of", "2026-02-20")
    (as_it_is,) = assess.json(*rule)
    (supposed,) = assess.json(*rule, *supposing({"parameters": {"welcome_before_start_days": 7}}))
    assert (as_it_is["due"], as_it_is["late"]) == ("2026-02-20", False)
    assert (supposed["due"], supposed["late"]) == ("2026-02-13", True)
    assert supposed["reason"] == "5 dagar efter sista dagen"
    assert supposed["parameters"] == [
        {"name": "welcome_before_start_days", "value": 7, "default": 0}
    ]
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"versions": {"NYB": "v9"}}, "Utgåva v9 finns inte. NYB har v1. [unknown_reference]"),
        ({"versions": {"XYZ": "v1"}}, "Rutinen XYZ finns inte. Välj bland BYTE, KMSP, KLA"),
        ({"parameters": {"notedays": 3}}, "Menade du note_days? [unknown_parameter]"),
        ({"parameters": {"note_days": 999}}, "note_days ska vara 0–60 (dagar)."),
        ({"parameters": {"note_days": "tre"}}, "ska vara ett heltal. [int_type]"),
        ({"parameters": {"note_days": True}}, "ska vara ett heltal. [int_type]"),
        ({"parameter": {}}, "Fältet parameter finns inte."),
        ([], "Innehållet ska vara ett objekt med fält."),
        ("", "Det är inte giltig JSON."),
        ("{", "Det är inte giltig JSON."),
        ("hej", "Det är inte giltig JSON."),
    ],
)
def test_what_cannot_be_supposed_is_told_and_ends_with_1(
    assess: Assess, document: object, told: str
) -> None:
    ran = assess(*supposing(document))
    assert (ran.status, ran.out) == (1, "")
    assert told in ran.err


def test_a_value_out_of_bounds_cites_the_provision_it_belongs_to(assess: Assess) -> None:
    ran = assess(*supposing({"parameters": {"note_days": 999}}))
    assert "[out_of_bounds]" in ran.err
    assert "KLA-13: Arbetsprocess KLA, rad 135–137: ”" in ran.err


def test_a_file_that_is_no_text_or_not_there_is_told(assess: Assess) -> None:
    Path("bytes").write_bytes(b"\xff\xfe\x00")
    ran = assess("--what-if", "bytes")
    assert (ran.status, ran.out) == (1, "")
    assert "Det är inte giltig JSON." in ran.err
    for name in ("finns-inte.json", "."):
        ran = assess("--what-if", name)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"Filen {name} ")


# ---------------------------------------------------------------- before anything happened


def test_a_day_before_anything_happened_is_answered_and_told_plainly(assess: Assess) -> None:
    for words in (("--case", "K-1"), (), ("--json",)):
        ran = assess("--as-of", "2025-12-31", *words)
        assert ran.status == 0
        first, second = ran.err.splitlines()
        assert first == (
            "Inget hade hänt i ärende K-1 den 2025-12-31; det första är från 2026-01-12. "
            "Bedömningarna visar hur det stod innan dess. Ange 2026-01-12 eller en senare dag. "
            "[nothing_yet]"
        )
        assert second.startswith("  KLA-01: Arbetsprocess KLA, rad 39–40: ”")
    of_case = [f for f in ran.json if f["subject"] == "case/K-1"]
    assert of_case
    for finding in of_case:
        assert finding["explanation_sv"].endswith(
            "Inget hade hänt i ärendet; det första är från 2026-01-12."
        )


def test_a_moment_before_anything_was_recorded_is_told_plainly(assess: Assess) -> None:
    ran = assess("--case", "K-1", "--known-at", "2025-12-31")
    assert ran.status == 0
    assert "Inget var registrerat om ärende K-1 vid den tiden." in ran.err


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--case", "K-404"), "Det finns inget ärende K-404. Kontrollera beteckningen."),
        (("--case", "../etc"), "Det finns inget ärende ../etc."),
        (("--rule", "KLA-99"), "Det finns ingen bestämmelse KLA-99. Menade du KLA-09"),
        (("--rule", "kla-10"), "Menade du KLA-10?"),
        (("--rule", "KMSP-03"), "KMSP-03 visas men bedöms inte: den anger ett syfte"),
        (("--rule", "NYB-01"), "NYB-01 visas men bedöms inte"),
        (("--as-of", "9999-12-31"), "Fråga om en dag till och med 2199-12-31. [day_out_of_bounds]"),
    ],
)
def test_what_is_not_there_is_told_and_ends_with_1(
    assess: Assess, words: Sequence[str], told: str
) -> None:
    for more in ((), ("--json",)):
        ran = assess(*words, *more)
        assert (ran.status, ran.out) == (1, "")
        assert told in ran.err


def test_a_unit_without_cases_is_told(assess: Assess) -> None:
    ran = assess("--unit", "Syd")
    assert ran.status == 0
    assert "Inget ärende hör till enheten Syd. Kontrollera hur den skrivs." in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--as-of", "i går"), "--as-of: Skriv ett datum som finns, som 2026-01-31."),
        (("--as-of", "2026-02-30"), "--as-of: Skriv ett datum som finns"),
        (("--known-at", "sedan"), "--known-at: Skriv en tidpunkt"),
        (("--status", "late"), "--status: Skriv ett eller flera av open, met, overdue, breached"),
        (("--status", ""), "--status: Skriv ett eller flera av"),
        (("--fail-on", "open;met"), "--fail-on: Skriv ett eller flera av"),
        (("K-1",), "Det står för många ord på kommandoraden."),
        (("--regel", "KLA-01"), "Valet --regel finns inte."),
    ],
)
def test_a_command_line_that_is_wrong_is_told_and_ends_with_2(
    assess: Assess, words: Sequence[str], told: str
) -> None:
    ran = assess(*words)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err


def test_a_database_that_is_not_there_is_not_made(assess: Assess) -> None:
    elsewhere = Assess("sqlite:///finns-inte.db", assess.run)
    ran = elsewhere()
    assert (ran.status, ran.out) == (1, "")
    assert "Databasen finns-inte.db finns inte." in ran.err
    assert not Path("finns-inte.db").exists()


def test_an_empty_journal_has_the_routines_alone(assess: Assess) -> None:
    assert assess.run("migrate", "--db", "sqlite:///tom.db").status == 0
    found = Assess("sqlite:///tom.db", assess.run).json("--as-of", "2026-02-01")
    assert {f["subject"].partition("/")[0] for f in found} == {"routine"}
