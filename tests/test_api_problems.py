"""Problems: every no has its status, its Swedish words and codes, and blames nobody wrongly."""

import gzip
import json
import logging
from typing import Any

import pytest
from sqlalchemy import update
from starlette.routing import Route

from examples import (
    AUDITOR,
    IMPORTER,
    JAN_19,
    MATCHED,
    RUNNING,
    K,
    order_received,
    service_started,
)
from machines import Machine, body_of, machine, rutin_over, service
from rutin.adapters.api.problems import KINDS
from rutin.adapters.api.resource import LARGEST_BODY
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.tables import events
from rutin.adapters.sql.transaction import writing
from rutin.application import Refused, RutinError
from rutin.application.journal import Reading
from rutin.application.memory import MemoryJournal
from rutin.domain.act import Fact
from rutin.domain.case import ContactAttempted
from rutin.domain.refusal import Conflict, Unavailable
from spec import to_record

ORDER = body_of(to_record(order_received))
START = body_of(to_record(service_started))
ATTEMPT = body_of(
    to_record(ContactAttempted(occurred_on=JAN_19, channel="phone", outcome="no_answer"))
)
NUMBER = "19801227-9272"
ANYTHING_NEW = {"If-Match": "*"}

ROUTES = [route for route in service(rutin_over()).routes if isinstance(route, Route)]
EVERY_ROUTE = pytest.mark.parametrize("route", ROUTES, ids=lambda each: each.path)


def after(*given: Fact) -> Machine:
    """A machine that talks to a service in which these facts are recorded."""
    return machine(rutin_over(None, *given))


def failing(error: Exception) -> Machine:
    """A machine whose service has a journal that cannot be read."""

    class Failing(MemoryJournal):
        def about(self, *_references: object, **_leading_on: object) -> Reading:
            raise error

        def head(self) -> int:
            raise error

    return machine(rutin_over(Failing()))


def place_of(route: Route) -> str:
    """An address of the route at which there is something."""
    return route.path.format(kind="case", reference=K, name="refused")


# ---------------------------------------------------------------- what the domain says no to


def test_a_refusal_names_every_provision_and_where_it_stands() -> None:
    answer = after(*MATCHED).give("StartService", START, headers=ANYTHING_NEW)
    assert answer.status_code == 409
    told = answer.json()
    assert (told["type"], told["code"]) == ("/problems/refused", "refused")
    (problem,) = told["problems"]
    assert problem["provision"] == "KLA-09i"
    assert problem["citation"]["display"].startswith("Arbetsprocess KLA, rad 111")
    assert "avvikelseorsak" in told["detail"]


def test_a_refusal_is_told_in_the_words_of_the_application() -> None:
    with pytest.raises(Refused) as refusal:
        rutin_over(None, *MATCHED).handle(to_record(service_started), IMPORTER)
    told = after(*MATCHED).give("StartService", START, headers=ANYTHING_NEW).json()
    assert told["detail"] == refusal.value.text
    assert [(each["code"], each["text"], each["provision"]) for each in told["problems"]] == [
        (each.code, each.text, each.provision) for each in refusal.value.problems
    ]


def test_a_contradiction_is_a_conflict_with_what_is_recorded() -> None:
    answer = after(*RUNNING).give("StartService", START, headers=ANYTHING_NEW)
    assert (answer.status_code, answer.json()["code"]) == (409, "service_already_started")
    assert answer.json()["type"] == "/problems/impossible"


def test_who_may_not_is_told_who_may() -> None:
    answer = after().give("ReceiveOrder", body_of(to_record(order_received), AUDITOR))
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "administrator" in answer.json()["detail"]


def test_who_may_not_say_when_is_told_so() -> None:
    answer = after().give("ReceiveOrder", ORDER | {"recorded_at": "2026-01-12T09:00:00+01:00"})
    assert (answer.status_code, answer.json()["code"]) == (403, "recorded_at_forbidden")


def test_others_who_never_stop_are_a_conflict() -> None:
    class Contended(MemoryJournal):
        def append(self, *_: Any, **__: Any) -> Any:
            raise Conflict("Någon annan hann före.")

    answer = machine(rutin_over(Contended())).give("ReceiveOrder", ORDER)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["type"] == "/problems/conflict"


# ---------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize(
    "content", ["", "{", "hej", "[" * 100_000, '{"by": NaN}', '{"a":' * 5000, "\ufeff{}"]
)
def test_what_is_not_json_cannot_be_read(content: str) -> None:
    answer = post("ReceiveOrder", content.encode())
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/unreadable")
    assert answer.json()["problems"][0]["code"] == "json_invalid"


def test_what_is_not_utf_8_cannot_be_read() -> None:
    answer = post("ReceiveOrder", '{"by": "åsa"}'.encode("latin-1"))
    assert answer.status_code == 400
    assert "UTF-8" in answer.json()["detail"]


@pytest.mark.parametrize("content", [b"[]", b"1", b"null", b'"text"', b"{}"])
def test_json_that_is_no_command_is_told_what_it_should_be(content: bytes) -> None:
    answer = post("ReceiveOrder", content)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/malformed")


def test_every_field_that_is_wrong_is_told_at_once_with_its_provision() -> None:
    data = ORDER["data"] | {"legal_basis": "PBL", "klient": "P1"}
    del data["decision_date"]
    answer = after().give("ReceiveOrder", ORDER | {"data": data})
    assert answer.status_code == 422
    assert {(each["field"], each["provision"]) for each in answer.json()["problems"]} == {
        ("legal_basis", "LAW-27"),
        ("decision_date", "LAW-01"),
        ("klient", None),
    }
    assert "Beslutsdatum (decision_date) saknas. Fyll i fältet." in answer.json()["detail"]


def test_a_field_told_twice_is_told_so() -> None:
    answer = post("ReceiveOrder", b'{"by": {}, "data": {}, "data": {}}')
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (422, "duplicate_key")


@pytest.mark.parametrize("field", ["command", "command_id"])
def test_what_the_address_and_the_header_say_is_not_said_again(field: str) -> None:
    answer = after().give("ReceiveOrder", ORDER | {field: "ReceiveOrder"})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == field


def test_what_was_written_is_never_repeated() -> None:
    person = {"reference": "P1", "identity_number": f"{NUMBER}0"}
    answer = after().give("ReceiveOrder", ORDER | {"data": ORDER["data"] | {"person": person}})
    assert answer.status_code == 422
    assert NUMBER not in answer.text


# ---------------------------------------------------------------- the body


def post(name: str, content: bytes, **headers: str) -> Any:
    told = {"Content-Type": "application/json"} | {
        key.replace("_", "-"): value for key, value in headers.items()
    }
    return after().client.post(f"/commands/{name}", content=content, headers=told)


def test_the_largest_body_is_read() -> None:
    content = json.dumps(ORDER).encode()
    assert post("ReceiveOrder", content.rjust(LARGEST_BODY)).status_code == 201


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, 5 * LARGEST_BODY])
def test_a_larger_body_is_too_large(size: int) -> None:
    answer = post("ReceiveOrder", b" " * size)
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


def test_a_larger_body_is_too_large_though_its_length_is_not_told() -> None:
    parts = (b" " * 100_000 for _ in range(11))
    answer = after().client.post(
        "/commands/ReceiveOrder", content=parts, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/xml",
        "application/jsonx",
        "text/csv",
        "",
        "application/json; charset=latin-1",
    ],
)
def test_a_body_of_another_kind_is_not_read(kind: str) -> None:
    answer = post("ReceiveOrder", b"{}", Content_Type=kind)
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/unsupported-media-type")
    assert answer.headers["Accept-Post"] == "application/json"


@pytest.mark.parametrize(
    "kind",
    ["application/json; charset=utf-8", "Application/JSON", 'application/json;charset="UTF-8"'],
)
def test_a_kind_may_be_written_as_http_allows(kind: str) -> None:
    assert post("ReceiveOrder", b"{}", Content_Type=kind).status_code == 422


def test_a_compressed_body_is_not_read() -> None:
    answer = post("ReceiveOrder", gzip.compress(b"{}"), Content_Encoding="gzip")
    assert (answer.status_code, answer.headers["Accept-Encoding"]) == (415, "identity")


# ---------------------------------------------------------------- the method


@EVERY_ROUTE
def test_options_tells_what_an_address_answers_to(route: Route) -> None:
    answer = after(order_received).client.options(place_of(route))
    assert (answer.status_code, answer.content) == (204, b"")
    assert set(answer.headers["Allow"].split(", ")) == route.methods


@EVERY_ROUTE
@pytest.mark.parametrize(
    "method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"]
)
def test_a_method_that_an_address_has_not_is_told_which_it_has(route: Route, method: str) -> None:
    answer = after(order_received).client.request(method, place_of(route))
    methods = route.methods or set()
    assert (answer.status_code == 405) is (method not in methods)
    if method not in methods:
        assert set(answer.headers["Allow"].split(", ")) == methods
        assert method == "HEAD" or answer.json()["type"] == "/problems/method-not-allowed"


@EVERY_ROUTE
def test_head_tells_what_get_would_but_for_the_content(route: Route) -> None:
    caller = after(order_received)
    got, head = (caller.client.request(method, place_of(route)) for method in ("GET", "HEAD"))
    assert head.status_code == got.status_code
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nej",
        "/commands",
        "/commands/StartServise",
        "/commands/StartService/",
        "/timelines/case",
        "/timelines/case/K1/2",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_an_address_that_is_not_there_is_told_where_all_are_listed(path: str, method: str) -> None:
    answer = after().client.request(method, path)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
    assert "/openapi.json" in answer.json()["detail"]


# ---------------------------------------------------------------- what the caller cannot help


DAMAGES: dict[str, dict[str, object]] = {
    "no JSON": {"payload": b"not json"},
    "a fact of no kind": {"payload": b'{"type":"case.never_heard_of.v1"}'},
    "a fact without a field": {"payload": b'{"type":"case.order_received.v1"}'},
    "no moment": {"recorded_at": "igår"},
    "no actor": {"actor": "{}"},
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("request_for", ["a command", "a timeline"])
def test_a_damaged_history_is_no_fault_of_the_request(
    damage: str, request_for: str, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with open_journal(database_url) as journal:
        caller = machine(rutin_over(journal, order_received))
        with writing(journal.engine) as connection:
            connection.execute(update(events).values(DAMAGES[damage]))
        if request_for == "a command":
            answer = caller.give("RecordContactAttempt", ATTEMPT, headers=ANYTHING_NEW)
        else:
            answer = caller.look(f"case/{K}")
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/damaged")
    assert "position 1" in answer.json()["detail"]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_database_that_cannot_be_used_says_when_to_try_again() -> None:
    caller = failing(Unavailable("Databasen är upptagen.", code="busy"))
    for answer in (caller.give("ReceiveOrder", ORDER), caller.client.get("/health")):
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert answer.headers["Retry-After"] == "5"


def test_an_error_that_nobody_thought_of_is_told_and_tells_nothing() -> None:
    caller = failing(ZeroDivisionError("hemligt"))
    answer = caller.give("ReceiveOrder", ORDER)
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal")
    assert "hemligt" not in answer.text
    assert "Idempotency-Key" in answer.json()["detail"]


def test_an_error_of_a_kind_that_is_new_is_nobodys_but_ours() -> None:
    answer = failing(RutinError("Något nytt.", problems=())).give("ReceiveOrder", ORDER)
    assert (answer.status_code, answer.json()["code"]) == (500, "rutin")


# ---------------------------------------------------------------- every answer


def some_answers() -> dict[str, Any]:
    caller = after(order_received)
    return {
        "recorded": caller.give("RecordContactAttempt", ATTEMPT, headers=ANYTHING_NEW),
        "refused": caller.give("StartService", START, headers=ANYTHING_NEW),
        "shown": caller.look(f"case/{K}"),
        "known": caller.client.get(f"/timelines/case/{K}", headers={"If-None-Match": "*"}),
        "not there": caller.client.get("/nej"),
        "no such method": caller.client.put("/health"),
        "asked": caller.client.options("/health"),
        "too large": caller.client.post(
            "/orders", content=b" " * (LARGEST_BODY + 1), headers={"Content-Type": "text/csv"}
        ),
        "failed": failing(ZeroDivisionError()).client.get("/health"),
    }


ANSWERS = some_answers()


@pytest.mark.parametrize("kind", ANSWERS)
def test_no_answer_is_kept_on_the_way_or_taken_for_a_page(kind: str) -> None:
    headers = ANSWERS[kind].headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_problem_is_told_as_one(kind: str) -> None:
    answer = ANSWERS[kind]
    if answer.status_code < 400:
        assert answer.headers.get("Content-Type") in ("application/json", None)
    else:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
        assert {"type", "title", "detail", "code", "problems"} < set(answer.json())


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.name)
def test_the_type_of_a_problem_is_an_address_that_describes_it(kind: Any) -> None:
    told = after().client.get(f"/problems/{kind.name}").json()
    assert (told["title"], told["status"]) == (kind.title, kind.status)
    assert told["advice"].endswith((".", "”."))


def test_a_kind_of_problem_that_is_not_there_is_not_described() -> None:
    assert after().client.get("/problems/nej").status_code == 404
