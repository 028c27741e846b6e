"""Orders over HTTP: a file taken in whole, or as far as it is right; and once, however often sent."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from machines import machine, rutin_over
from rutin.adapters.api.examples import ORDER_ROW
from rutin.adapters.sql import open_journal
from rutin.application.journal import Journal
from rutin.domain.values import IdentityNumber

NUMBER = "198012279272"
FIRST: dict[str, Any] = {**ORDER_ROW, "order_no": "B-1", "person": NUMBER, "name": "Test Ett"}
SECOND: dict[str, Any] = {**ORDER_ROW, "order_no": "B-2", "person": "P-2"}
RENEWAL: dict[str, Any] = {**FIRST, "order_no": "B-3", "kind": "förlängning"}
WRONG: dict[str, Any] = {**ORDER_ROW, "order_no": "B-4", "decision_date": "igår"}

HEADING = "order_no;decision_date;received_on;intervention;legal_basis;person;kind"
CSV = f"{HEADING}\nB-1;2026-01-08;2026-01-12;kontaktperson;LSS;P-1;ny\n"


@pytest.fixture
def journal(database_url: str) -> Iterator[Journal]:
    with open_journal(database_url) as journal:
        yield journal


def send(
    journal: Journal, content: str, kind: str = "text/csv", query: str = "", **headers: str
) -> Any:
    told = {"Content-Type": kind} | {key.replace("_", "-"): each for key, each in headers.items()}
    client = machine(rutin_over(journal)).client
    return client.post(f"/orders{query}", content=content.encode(), headers=told)


def send_rows(journal: Journal, *rows: dict[str, Any], query: str = "", **headers: str) -> Any:
    return send(journal, json.dumps(rows), "application/json", query, **headers)


def test_orders_are_taken_in_as_json(journal: Journal) -> None:
    answer = send_rows(journal, FIRST, SECOND)
    assert answer.status_code == 200, answer.text
    assert [(row["row"], row["status"]) for row in answer.json()] == [
        (1, "recorded"),
        (2, "recorded"),
    ]
    assert [row["fact"]["reference"] for row in answer.json()] == ["case/B-1", "case/B-2"]
    assert [fact.actor.role for fact in journal.since(0, 10)] == ["importer", "importer"]


@pytest.mark.parametrize("content", [CSV, CSV.replace(";", ","), "\ufeff" + CSV])
def test_orders_are_taken_in_as_csv(content: str, journal: Journal) -> None:
    answer = send(journal, content)
    assert answer.status_code == 200, answer.text
    assert [(row["row"], row["status"]) for row in answer.json()] == [(2, "recorded")]
    assert journal.head() == 1


def test_who_is_named_goes_to_the_vault_and_not_into_the_answer(journal: Journal) -> None:
    answer = send_rows(journal, FIRST)
    person = journal.person_by_number(str(IdentityNumber(NUMBER)))
    assert person is not None
    assert person.name == "Test Ett"
    assert person.reference == answer.json()[0]["fact"]["data"]["client"]
    assert NUMBER not in answer.text
    assert "Test Ett" not in answer.text


def test_a_row_builds_on_the_rows_before_it(journal: Journal) -> None:
    answer = send_rows(journal, FIRST, RENEWAL)
    assert [row["fact"]["type"] for row in answer.json()] == [
        "case.order_received.v1",
        "case.order_renewed.v1",
    ]


def test_if_any_row_is_wrong_nothing_is_recorded_and_every_problem_is_told(
    journal: Journal,
) -> None:
    answer = send_rows(journal, FIRST, WRONG, WRONG | {"legal_basis": "PBL"})
    assert answer.status_code == 422
    told = answer.json()
    assert told["detail"].startswith("Inget är registrerat, för 2 av 3 rader är fel.")
    assert [problem["field"] for problem in told["problems"]] == [
        "2.decision_date",
        "3.decision_date",
        "3.legal_basis",
    ]
    assert told["problems"][0]["text"].startswith("Rad 2: Beslutsdatum (decision_date)")
    assert told["problems"][0]["provision"] == "LAW-01"
    assert journal.head() == 0


def test_what_is_right_is_recorded_when_that_is_asked_for(journal: Journal) -> None:
    answer = send_rows(journal, FIRST, WRONG, query="?partial=true")
    assert answer.status_code == 200
    right, wrong = answer.json()
    assert (right["status"], wrong["status"]) == ("recorded", "refused")
    assert wrong["fact"] is None
    assert [problem["field"] for problem in wrong["problems"]] == ["decision_date"]
    assert journal.head() == 1


def test_what_is_not_taken_over_is_told(journal: Journal) -> None:
    answer = send_rows(journal, FIRST, RENEWAL | {"unit": "norr"})
    first, renewal = answer.json()
    assert first["remarks"] == []
    assert [remark["field"] for remark in renewal["remarks"]] == ["unit"]


def test_a_file_sent_twice_is_taken_in_once(journal: Journal) -> None:
    first = send_rows(journal, FIRST, RENEWAL, Idempotency_Key="fil-1")
    again = send_rows(journal, FIRST, RENEWAL, Idempotency_Key="fil-1")
    assert (first.status_code, again.status_code) == (200, 200), again.text
    assert again.content == first.content
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Idempotency-Key"] == "fil-1"
    assert journal.head() == 2


def test_a_file_sent_twice_without_an_id_is_refused_for_its_order_numbers(
    journal: Journal,
) -> None:
    send_rows(journal, FIRST)
    answer = send_rows(journal, FIRST)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "duplicate_order_number"
    assert journal.head() == 1


def test_another_file_under_the_same_id_is_refused(journal: Journal) -> None:
    send_rows(journal, FIRST, Idempotency_Key="fil-1")
    answer = send_rows(journal, SECOND, Idempotency_Key="fil-1")
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "command_id_reused"


def test_who_imports_may_be_told(journal: Journal) -> None:
    send_rows(journal, FIRST, query="?as_id=lifecare&as_unit=syd")
    (fact,) = journal.since(0, 10)
    assert (fact.actor.id, fact.actor.unit) == ("lifecare", "syd")


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        ("", "text/csv", 422, "empty_file"),
        ("order_no;fel\n", "text/csv", 422, "unknown_column"),
        ("{", "application/json", 400, "json_invalid"),
        ("{}", "application/json", 422, "not_an_array"),
        ("[1]", "application/json", 422, "not_an_object"),
        ("[]", "text/plain", 415, "unsupported_media_type"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(
    content: str, kind: str, status: int, code: str, journal: Journal
) -> None:
    answer = send(journal, content, kind)
    assert answer.status_code == status
    assert code in {problem["code"] for problem in answer.json()["problems"]}


def test_an_empty_list_records_nothing(journal: Journal) -> None:
    answer = send_rows(journal)
    assert (answer.status_code, answer.json(), journal.head()) == (200, [], 0)


@pytest.mark.parametrize("query", ["?partial=kanske", "?as_id=två ord", "?delvis=true"])
def test_a_wish_that_cannot_be_read_is_told_so(query: str, journal: Journal) -> None:
    answer = send_rows(journal, FIRST, query=query)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/malformed")
    assert journal.head() == 0
