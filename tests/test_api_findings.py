"""Findings over HTTP: of a case, a unit, a rule; on a day, as known at a moment; and what if."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types
from starlette.testclient import TestClient

from examples import JAN_12, RUNNING, K, order_received
from machines import rutin_over, service
from rutin.adapters.api.findings import written
from rutin.adapters.api.problems import KINDS
from rutin.adapters.sql import open_journal
from rutin.application import Rutin, Status
from rutin.application.journal import Journal
from spec import told

SOME_DAY = {"as_of": "2026-03-05"}
CASE = {"case": K, **SOME_DAY}


@pytest.fixture
def journal(database_url: str) -> Iterator[Journal]:
    with open_journal(database_url) as journal:
        yield journal


def client_of(rutin: Rutin) -> TestClient:
    return TestClient(service(rutin), raise_server_exceptions=False)


@pytest.fixture
def client() -> TestClient:
    return client_of(rutin_over(None, *RUNNING))


def problem_of(answer: Any, status: int) -> dict[str, Any]:
    """Give the one problem of an answer that says no."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    (problem,) = answer.json()["problems"] or [answer.json()]
    assert isinstance(problem, dict)
    return problem


# ---------------------------------------------------------------- findings


def test_a_case_s_findings_are_those_of_the_application(journal: Journal) -> None:
    rutin = rutin_over(journal, *RUNNING)
    answer = client_of(rutin).get("/findings", params=CASE)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    found = list(rutin.assess(K, as_of=JAN_12.replace(month=3, day=5)))
    assert [(f["rule_id"], f["instance_key"], f["status"]) for f in answer.json()] == [
        (f.provision.id, f.course.key, f.status) for f in found
    ]


def test_a_rule_a_unit_or_a_status_alone(client: TestClient) -> None:
    rule = client.get("/findings", params={"rule": "KLA-09i", **SOME_DAY}).json()
    assert [(f["rule_id"], f["status"]) for f in rule] == [("KLA-09i", "met")]
    unit = client.get("/findings", params={"unit": "syd", **SOME_DAY}).json()
    assert {f["routine"] for f in unit} >= {"KLA", "NYB", "LAW"}
    overdue = client.get("/findings", params={**CASE, "status": "overdue"}).json()
    assert overdue
    assert {f["status"] for f in overdue} == {"overdue"}
    assert client.get("/findings", params={"unit": "ingen", **SOME_DAY}).json() == []


def test_a_rule_of_the_routines_themselves(client: TestClient) -> None:
    found = client.get("/findings", params={"rule": "DOC-02", "as_of": "2025-11-11"}).json()
    subjects = {f["subject"]: f["status"] for f in found}
    assert subjects["routine/NYB"] == subjects["routine/KMSP"] == "overdue"


def test_the_day_and_the_moment_are_told_in_the_query(client: TestClient) -> None:
    def status(**when: str) -> str:
        (found,) = client.get("/findings", params={"rule": "KLA-09i", **when}).json()
        return str(found["status"])

    assert status(as_of="2026-02-15") == "open"
    assert status(as_of="2026-02-16") == "met"
    assert status(as_of="2026-02-16", known_at="2026-02-16T11:00:00Z") == "open"
    assert status(as_of="2026-02-16", known_at="2026-02-16T13:00:00+01:00") == "met"


def test_a_day_before_anything_happened_says_so_in_each_explanation(client: TestClient) -> None:
    found = client.get("/findings", params={"case": K, "as_of": "2020-01-01"}).json()
    assert found
    for finding in found:
        assert "det första är från 2026-01-12." in finding["explanation_sv"]
        assert "the first is from 2026-01-12." in finding["explanation_en"]


def test_findings_are_written_as_they_come() -> None:
    cases = [told(order_received.but(order_no=f"B{n}", client=f"P{n}"), of=f"K{n}") for n in (1, 2)]
    rutin = rutin_over(None, *cases)
    read: list[str] = []
    about = rutin.journal.about

    def counting(references: Any, **how: Any) -> Any:
        read.extend(references)
        return about(references, **how)

    rutin.journal.about = counting  # type: ignore[method-assign]  # to see when it is read
    parts = written(rutin.assess(unit="syd"))
    assert next(parts).startswith('[{"rule_id":')
    assert "case/K1" in read
    assert "case/K2" not in read
    json.loads("[" + ",".join(part.lstrip("[,") for part in list(parts)[:-1]) + "]")
    assert "case/K2" in read


def test_the_array_is_whole_however_many_findings_it_has(client: TestClient) -> None:
    for params in ({"rule": "KLA-01"}, CASE, {"unit": "ingen"}):
        text = client.get("/findings", params=params).text
        assert text.startswith("[")
        assert text.endswith("]")
        assert isinstance(json.loads(text), list)


# ---------------------------------------------------------------- what if


def test_what_if_answers_as_if_and_writes_nothing(journal: Journal) -> None:
    rutin = rutin_over(journal, *RUNNING)
    client, head = client_of(rutin), journal.head()
    params = {"case": K, "rule": "KLA-02a", "as_of": "2026-01-16"}
    (as_it_is,) = client.get("/findings", params=params).json()
    answer = client.post("/what-if", params=params, json={"parameters": {"first_contact_days": 2}})
    (supposed,) = answer.json()
    assert (as_it_is["status"], supposed["status"]) == ("open", "overdue")
    assert supposed["parameters"] == [{"name": "first_contact_days", "value": 2, "default": 7}]
    assert journal.head() == head
    assert client.get("/findings", params=params).json() == [as_it_is]


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({"versions": {"NYB": "v9"}}, 409, "unknown_reference", "versions.NYB"),
        ({"versions": {"XYZ": "v1"}}, 409, "unknown_reference", "versions"),
        ({"parameters": {"notedays": 3}}, 422, "unknown_parameter", "parameters.notedays"),
        ({"parameters": {"note_days": 999}}, 422, "out_of_bounds", "parameters.note_days"),
        ({"parameters": {"note_days": "3"}}, 422, "int_type", "parameters.note_days"),
        ({"parametrar": {}}, 422, "extra_forbidden", "parametrar"),
    ],
)
def test_what_cannot_be_supposed_is_told(
    client: TestClient, body: Any, status: int, code: str, field: str
) -> None:
    problem = problem_of(client.post("/what-if", params=CASE, json=body), status)
    assert (problem["code"], problem["field"]) == (code, field)
    if code == "out_of_bounds":
        assert problem["citation"]["source"] == "002_9dedadcc7498ed4e.txt"


def test_a_body_that_is_no_json_is_told(client: TestClient) -> None:
    told_as_json = {"Content-Type": "application/json"}
    answer = client.post("/what-if", params=CASE, content=b"{", headers=told_as_json)
    assert problem_of(answer, 400)["code"] == "json_invalid"
    answer = client.post("/what-if", params=CASE, content=b"{}", headers={"Content-Type": "a/b"})
    problem_of(answer, 415)
    big = json.dumps({"parameters": {"x" * 1_100_000: 1}}).encode()
    problem_of(client.post("/what-if", params=CASE, content=big, headers=told_as_json), 413)


# ---------------------------------------------------------------- what cannot be asked


@pytest.mark.parametrize(
    ("params", "status", "code", "field"),
    [
        ({}, 422, "too_much", "case"),
        (SOME_DAY, 422, "too_much", "case"),
        ({"case": "K-404"}, 404, "unknown_reference", "case"),
        ({"rule": "KLA-99"}, 422, "unknown_rule", "rule"),
        ({"rule": "KLA-B4-7"}, 422, "not_judged", "rule"),
        ({"case": K, "status": "late"}, 422, "enum", "status"),
        ({"case": K, "as_of": "i-går"}, 422, "date_parsing", "as_of"),
        ({"case": K, "as_of": "2026-02-30"}, 422, "date_from_datetime_parsing", "as_of"),
        ({"case": K, "as_of": "9999-12-31"}, 422, "day_out_of_bounds", "as_of"),
        ({"case": K, "known_at": "2026-02-16T11:00:00"}, 422, "timezone_aware", "known_at"),
        ({"case": "a b"}, 422, "string_pattern_mismatch", "case"),
        ({"case": K, "fler": "ja"}, 422, "extra_forbidden", "fler"),
    ],
)
def test_what_cannot_be_asked_is_told(
    client: TestClient, params: dict[str, str], status: int, code: str, field: str
) -> None:
    problem = problem_of(client.get("/findings", params=params), status)
    assert (problem["code"], problem["field"]) == (code, field)
    assert problem["text"]
    answer = client.post("/what-if", params=params, json={})
    assert problem_of(answer, status)["code"] == code


def test_a_problem_s_kind_is_one_that_is_described(client: TestClient) -> None:
    kinds = {kind.status for kind in KINDS}
    assert {404, 409, 422} <= kinds
    answer = client.get("/findings", params={"case": "K-404"})
    assert client.get(answer.json()["type"]).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_findings_are_only_read(client: TestClient, method: str) -> None:
    answer = client.request(method, "/findings", params=CASE)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


# ---------------------------------------------------------------- the description


def test_what_is_answered_is_as_described(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    schema = {
        "type": "array",
        "items": {"$ref": "#/components/schemas/ShownFinding"},
        "components": description["components"],
    }
    validator = Draft202012Validator(schema)
    answer = client.get("/findings", params={"case": K, "as_of": "2026-04-05"}).json()
    assert len(answer) > 100
    validator.validate(answer)
    answer[0]["status"] = "late"
    assert not validator.is_valid(answer)
    described = description["components"]["schemas"]["ShownFinding"]
    assert set(described["required"]) == set(described["properties"]) == set(answer[1])


def test_the_addresses_are_described_with_what_they_take_and_answer(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    findings, what_if = paths["/findings"]["get"], paths["/what-if"]["post"]
    names = [each["name"] for each in findings["parameters"]]
    assert names == ["case", "unit", "rule", "status", "as_of", "known_at"]
    assert [each["name"] for each in what_if["parameters"]] == names
    statuses = next(each for each in findings["parameters"] if each["name"] == "status")
    assert statuses["schema"] == {"$ref": "#/components/schemas/Status"} or set(
        statuses["schema"]["enum"]
    ) == set(Status)
    assert {"200", "404", "422"} <= set(findings["responses"])
    assert {"200", "400", "404", "409", "413", "415", "422"} <= set(what_if["responses"])
