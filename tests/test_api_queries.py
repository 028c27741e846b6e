"""Queries over HTTP: who asks, what is answered, as JSON and as files, and what is refused."""

import io
import json
import zipfile
from typing import Any

import pytest
from starlette.testclient import TestClient

from examples import ADAM, AUDITOR, RUNNING, K, order_received
from machines import NOON, body_of, machine, rutin_over
from rutin.adapters.api import api
from rutin.adapters.api.queries import BY, MEDIA_TYPES, path_of
from rutin.adapters.catalogue import as_json
from rutin.adapters.lines import FILES, columns, plain
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Actor, Rutin
from rutin.application.query import AnyQuery
from rutin.projections import QUERIES, VIEWS
from rutin.projections.cases import Cases
from spec import to_record, told

EVERY_QUERY = pytest.mark.parametrize("query", QUERIES, ids=lambda each: each.name)
STRANGER = Actor(id="import", role="importer", unit="import")
RUTIN = rutin_over(None, *RUNNING)
CLIENT = machine(RUTIN).client


def as_actor(by: Actor) -> dict[str, str]:
    return {BY: by.model_dump_json(exclude_none=True)}


def get(path: str, by: Actor = AUDITOR, **told: Any) -> Any:
    return CLIENT.get(path, headers=as_actor(by), params=told or None)


def problem(answer: Any, status: int, code: str) -> str:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["code"] == code
    text = document["detail"]
    assert isinstance(text, str)
    return text


# ---------------------------------------------------------------- what is answered


@EVERY_QUERY
def test_a_query_is_answered_with_what_the_application_answers(query: type[AnyQuery]) -> None:
    if any(info.is_required() for info in query.model_fields.values()):
        problem(get(path_of(query)), 422, "malformed")
        return
    answer = get(path_of(query))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == list(plain(query.line, RUTIN.ask(query(), AUDITOR)))


def test_what_is_asked_narrows_the_answer() -> None:
    assert [line["case"] for line in get("/queries/cases", case=K).json()] == [K]
    problem(get("/queries/cases", case="K-annat"), 404, "unknown_reference")
    told = problem(get("/queries/compliance", rule="KLA-6c"), 422, "malformed")
    assert "Menade du KLA-06c?" in told
    assert get("/queries/compliance", by_unit="true", as_of="2026-03-02").json()[0]["unit"]


@pytest.mark.parametrize("form", FILES)
def test_an_answer_is_had_as_a_file(form: str) -> None:
    answer = get(path_of(Cases, form), case=K)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA_TYPES[form]
    assert answer.headers["content-disposition"] == f'attachment; filename="cases.{form}"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content.startswith(b"PK" if form == "xlsx" else b"\xef\xbb\xbf")
    if form == "csv":
        heading, row, end = answer.content.decode("utf-8-sig").split("\r\n")
        assert heading.split(";") == [column.title for column in columns(Cases.line)]
        assert row.startswith(f"{K};")
        assert end == ""


@pytest.mark.parametrize("form", FILES)
def test_a_file_has_every_line_unless_it_is_said_how_many(form: str) -> None:
    a_page = Cases().limit
    orders = (
        told(order_received.but(order_no=f"B{number}"), of=f"K-{number}")
        for number in range(a_page + 1)
    )
    client = machine(rutin_over(None, *orders)).client

    def lines(**asked: Any) -> int:
        path, by = path_of(Cases, form), as_actor(AUDITOR)
        in_address = client.get(path, headers=by, params=asked)
        posted = client.post(path, headers=by, json=asked)
        assert in_address.content == posted.content
        return number_of_lines(in_address.content, form)

    assert lines() == a_page + 1
    assert lines(skip=1) == a_page
    assert lines(limit=a_page) == a_page
    page = client.get(path_of(Cases), headers=as_actor(AUDITOR)).json()
    assert len(page) == a_page


def number_of_lines(file: bytes, form: str) -> int:
    """Count the rows under the heading."""
    if form == "csv":
        return file.count(b"\r\n") - 1
    with zipfile.ZipFile(io.BytesIO(file)) as sheet:
        return sheet.read("xl/worksheets/sheet1.xml").count(b"<row ") - 1


def test_what_a_sheet_has_no_room_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rutin.adapters.lines.xlsx_file.MOST", 0)
    told = problem(get(path_of(Cases, "xlsx")), 422, "malformed")
    assert "csv" in told


# ---------------------------------------------------------------- who asks


@EVERY_QUERY
@pytest.mark.parametrize("form", [None, *FILES])
def test_it_must_be_said_who_asks(query: type[AnyQuery], form: str | None) -> None:
    told = problem(CLIENT.get(path_of(query, form)), 400, "header")
    assert "Det sägs inte vem som frågar. Skriv i huvudet Rutin-By" in told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("adam", "inte giltig JSON"),
        ("[]", "ska vara ett objekt"),
        ('{"id": "adam"}', "Roll (role) saknas."),
        ('{"id": "adam", "role": "chef", "unit": "syd"}', "har ett värde som inte finns"),
        ('{"id": "adam", "id": "eva", "role": "auditor", "unit": "syd"}', "id"),
    ],
)
def test_who_asks_must_be_someone(written: str, told: str) -> None:
    answer = CLIENT.get("/queries/cases", headers={BY: written})
    assert told in problem(answer, 400, "header")
    assert answer.json()["problems"][0]["field"] == BY


def test_who_asks_may_have_a_swedish_name() -> None:
    written = json.dumps({"id": "åsa", "role": "auditor", "unit": "söder"}, ensure_ascii=False)
    answer = CLIENT.get("/queries/cases", headers={BY.encode(): written.encode()})
    assert answer.status_code == 200


def test_who_asks_is_who_the_service_says_it_is() -> None:
    app = api(RUTIN, catalogue=as_json, identify=lambda _, told: told.but(role="importer"))
    answer = TestClient(app).get("/queries/cases", headers=as_actor(AUDITOR))
    problem(answer, 403, "forbidden")


@EVERY_QUERY
def test_a_role_that_may_not_ask_is_refused(query: type[AnyQuery]) -> None:
    assert STRANGER.role not in query.permitted
    required = {name: K for name, info in query.model_fields.items() if info.is_required()}
    told = problem(get(path_of(query), by=STRANGER, **required), 403, "forbidden")
    assert query.title.lower() in told


# ---------------------------------------------------------------- what cannot be asked


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"unitt": "syd"}, "unitt"),
        ({"intervention": "taxi"}, "intervention"),
        ({"limit": "0"}, "limit"),
        ({"skip": "99999999999999999999999"}, "skip"),
        ({"seen": "-1"}, "seen"),
        ({"seen": "x"}, "seen"),
    ],
)
def test_what_is_asked_wrongly_is_told_by_field(told: dict[str, str], field: str) -> None:
    answer = get("/queries/cases", AUDITOR, **told)
    problem(answer, 422, "malformed")
    assert [each["field"] for each in answer.json()["problems"]] == [field]


def test_there_is_no_other_query() -> None:
    problem(get("/queries/taxi"), 404, "not_found")
    problem(get("/queries/cases.pdf"), 404, "not_found")


def test_a_day_that_is_too_far_off_is_told() -> None:
    assert "till och med" in problem(
        get("/queries/compliance", as_of="2199-01-01"), 422, "malformed"
    )


@pytest.mark.parametrize(
    "asked",
    [
        "trend?as_of=0001-01-01",
        "trend?as_of=9999-12-31",
        "compliance?known_at=0001-01-01T00:00:00%2B14:00",
        "hours-by-unit?last_month=0001-01",
    ],
)
def test_a_day_that_no_calendar_can_reckon_from_is_told(asked: str) -> None:
    problem(get(f"/queries/{asked}"), 422, "malformed")


def test_nothing_can_have_been_seen_where_nothing_is_recorded() -> None:
    head = RUTIN.journal.head()
    assert get("/queries/cases", seen=head).status_code == 200
    problem(get("/queries/cases", seen=head + 1), 422, "unknown_position")


# ---------------------------------------------------------------- views that lag


def test_a_view_that_is_not_built_is_to_be_asked_again(database_url: str) -> None:
    with open_journal(database_url) as journal:
        rutin = rutin_over(journal)
        rutin.views = SqlViews(journal.engine)
        answer = machine(rutin).client.get("/queries/worklist", headers=as_actor(AUDITOR))
        assert "Fråga igen" in problem(answer, 503, "view_not_built")
        assert int(answer.headers["retry-after"]) > 0


def test_ones_own_fact_shows_once_the_views_have_come_as_far(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rutin.ask, "__kwdefaults__", {"seen": 0, "patience": 0.1})
    with open_journal(database_url) as journal:
        rutin = rutin_over(journal)
        rutin.views = SqlViews(journal.engine)
        keeper = Keeper(journal, VIEWS, clock=lambda: NOON)
        keeper.catch_up()
        caller = machine(rutin)
        recorded = caller.give("ReceiveOrder", body_of(to_record(order_received), ADAM)).json()
        asked = {"seen": recorded["position"], "rule": "KLA-01"}

        def ask() -> Any:
            return caller.client.get("/queries/findings", headers=as_actor(ADAM), params=asked)

        behind = ask()
        problem(behind, 503, "views_behind")
        assert "retry-after" in behind.headers
        keeper.catch_up()
        assert [line["case"] for line in ask().json()] == [K]


def test_a_service_without_views_says_so() -> None:
    answer = machine(Rutin()).client.get("/queries/cases", headers=as_actor(AUDITOR))
    problem(answer, 503, "no_views")


# ---------------------------------------------------------------- the description


DESCRIPTION: dict[str, Any] = CLIENT.get("/openapi.json").json()


@EVERY_QUERY
@pytest.mark.parametrize("form", [None, *FILES])
def test_a_query_is_described_by_its_fields(query: type[AnyQuery], form: str | None) -> None:
    told = DESCRIPTION["paths"][path_of(query, form)]["get"]
    assert query.title.lower() in told["summary"]
    assert all(role in told["description"] for role in query.permitted)
    parameters = {each["name"]: each for each in told["parameters"] if "name" in each}
    open_fields = [name for name in query.model_fields if name not in query.private_fields()]
    assert list(parameters) == [*open_fields, "seen"]
    for name in open_fields:
        info = query.model_fields[name]
        assert parameters[name]["required"] is info.is_required()
        assert parameters[name]["description"].startswith(info.title or "?")


@EVERY_QUERY
def test_a_line_is_described_by_its_columns(query: type[AnyQuery]) -> None:
    content = DESCRIPTION["paths"][path_of(query)]["get"]["responses"]["200"]["content"]
    name = content["application/json"]["schema"]["items"]["$ref"].rpartition("/")[2]
    described = DESCRIPTION["components"]["schemas"][name]
    assert described["required"] == [column.name for column in columns(query.line)]
    for column in columns(query.line):
        told = described["properties"][column.name]
        assert told["title"] == column.title
        assert told.get("description", "") == column.help


# ---------------------------------------------------------------- what is asked in a body


def post(path: str, body: object, by: Actor = AUDITOR, **in_address: Any) -> Any:
    return CLIENT.post(path, headers=as_actor(by), json=body, params=in_address or None)


@EVERY_QUERY
def test_a_query_that_is_posted_is_answered_as_one_in_the_address(query: type[AnyQuery]) -> None:
    required = {name: K for name, info in query.model_fields.items() if info.is_required()}
    got, posted = get(path_of(query), AUDITOR, **required), post(path_of(query), required)
    assert (posted.status_code, posted.json()) == (got.status_code, got.json())


def test_a_clients_name_is_sought_in_a_body_and_never_in_an_address() -> None:
    sought = post("/queries/cases", {"search": K, "limit": 1})
    assert [line["case"] for line in sought.json()] == [K]
    assert post("/queries/cases", {"search": "finns inte"}).json() == []
    answer = get("/queries/cases", search="Nils Tolvan")
    told = problem(answer, 422, "malformed")
    assert "får inte stå i adressen" in told
    assert "POST" in told
    assert "Tolvan" not in answer.text
    assert answer.json()["problems"][0]["code"] == "private_in_address"


def test_all_that_is_posted_stands_in_the_body() -> None:
    told = problem(post("/queries/cases", {}, limit=1), 422, "malformed")
    assert "inget i adressen: limit" in told
    problem(post("/queries/cases", ["search"]), 422, "malformed")
    problem(post("/queries/cases", {"taxi": 1}), 422, "malformed")
    problem(post("/queries/cases", {"limit": "1"}), 422, "malformed")
    months = {"month": "2026-03", "as_of": "2026-04-01", "kind": "monthly"}
    assert post("/queries/reports", months).status_code == 200


def test_what_is_posted_may_be_had_as_a_file_and_wait_for_what_was_seen() -> None:
    body = {"case": K, "seen": RUTIN.journal.head()}
    answer = post(path_of(Cases, "csv"), body)
    assert answer.content.decode("utf-8-sig").split("\r\n")[1].startswith(f"{K};")
    problem(post("/queries/cases", {"seen": RUTIN.journal.head() + 1}), 422, "unknown_position")


def test_a_private_field_is_described_as_posted_alone() -> None:
    paths = CLIENT.get("/openapi.json").json()["paths"]["/queries/cases"]
    in_address = {each.get("name") for each in paths["get"]["parameters"]}
    posted = paths["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert Cases.private_fields() == ("search",)
    assert "search" in posted
    assert "seen" in posted
    assert "unit" in in_address
    assert "search" not in in_address
