"""Saved queries: each user's own, in memory and in tables; kept, asked again and forgotten."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from examples import ADAM, AUDITOR, EVA, RUNNING, K
from machines import machine, rutin_over
from rutin.adapters.api.queries import BY
from rutin.adapters.sql import open_journal
from rutin.adapters.sql.saved_queries import SqlSavedQueries
from rutin.application import Actor, Rutin
from rutin.application.memory import MemoryJournal
from rutin.application.query import Asking, Query, query
from rutin.application.saved_queries import (
    MOST,
    MemorySavedQueries,
    Question,
    SavedQueries,
    SavedQuery,
    asked_again,
    read_question,
)
from rutin.domain.label import label
from rutin.domain.refusal import Impossible, Malformed
from rutin.domain.values import Month
from rutin.projections import QUERIES
from rutin.projections.cases import Cases, Stage
from rutin.projections.reports import Reports

STRANGER = Actor(id="import", role="importer", unit="import")
SYD = Question(query="cases", asked={"unit": "syd"})


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def saved(request: pytest.FixtureRequest) -> Iterator[SavedQueries]:
    if request.param == "memory":
        yield MemorySavedQueries()
        return
    with open_journal(request.getfixturevalue(f"{request.param}_url")) as journal:
        yield SqlSavedQueries(journal.engine)


def named(name: str, **asked: Any) -> SavedQuery:
    return SavedQuery(name=name, query="cases", asked=asked)


# ---------------------------------------------------------------- where they are kept


def test_each_user_has_what_that_user_keeps_until_it_is_forgotten(saved: SavedQueries) -> None:
    assert saved.of("adam") == ()
    assert saved.keep("adam", named("Syd", unit="syd"))
    assert saved.keep("adam", named("Åsa Öst", search="åsa", limit=5, stage=None))
    assert saved.keep("eva", named("Syd", unit="sydost"))
    assert set_of(saved, "adam") == {
        "Syd": {"unit": "syd"},
        "Åsa Öst": {"search": "åsa", "limit": 5, "stage": None},
    }
    assert set_of(saved, "eva") == {"Syd": {"unit": "sydost"}}
    assert saved.forget("adam", "Syd")
    assert not saved.forget("adam", "Syd")
    assert list(set_of(saved, "adam")) == ["Åsa Öst"]
    assert list(set_of(saved, "eva")) == ["Syd"]


def set_of(saved: SavedQueries, owner: str) -> dict[str, Any]:
    return {each.name: each.asked for each in saved.of(owner)}


def test_the_same_name_replaces(saved: SavedQueries) -> None:
    assert saved.keep("adam", named("Syd", unit="syd"))
    assert not saved.keep("adam", named("Syd", unit="sydost"))
    assert set_of(saved, "adam") == {"Syd": {"unit": "sydost"}}


def test_a_user_may_keep_so_many_however_many_are_kept_at_once(saved: SavedQueries) -> None:
    for number in range(MOST - 2):
        saved.keep("adam", named(f"fråga {number}"))

    def keep(number: int) -> bool:
        try:
            return saved.keep("adam", named(f"till {number}"))
        except Impossible:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(keep, range(6))) == 2
    assert len(saved.of("adam")) == MOST
    with pytest.raises(Impossible, match="redan 50 sparade frågor"):
        saved.keep("adam", named("en till"))
    assert not saved.keep("adam", named("fråga 0", unit="syd"))
    assert saved.keep("eva", named("till 0"))


# ---------------------------------------------------------------- what is kept


def test_what_is_given_is_kept_and_the_rest_is_as_it_is_when_it_is_asked() -> None:
    rutin = Rutin()
    kept, is_new = rutin.keep_query(" Syd ", Cases(unit="syd", stage=Stage.RUNNING), ADAM)
    assert (kept.name, kept.query, is_new) == ("Syd", "cases", True)
    assert kept.asked == {"unit": "syd", "stage": "running"}
    assert rutin.kept_query("Syd ", ADAM) == kept
    assert asked_again(kept, QUERIES) == Cases(unit="syd", stage=Stage.RUNNING)


@pytest.mark.parametrize(
    "asked",
    [
        Cases(),
        Cases(unit="syd", limit=7),
        Reports(month=Month(2026, 2), as_of=date(2026, 3, 1)),
    ],
    ids=repr,
)
def test_a_query_of_any_kind_is_asked_again_as_it_was(asked: Query[Any]) -> None:
    rutin = Rutin()
    rutin.keep_query("Min", asked, ADAM)
    assert asked_again(rutin.kept_query("Min", ADAM), QUERIES) == asked


@pytest.mark.parametrize(
    "name", ["", "  ", "a/b", ".dold", "två\nrader", "\x00", "x" * 81, "\u200b"]
)
def test_some_names_are_refused(name: str) -> None:
    with pytest.raises(Malformed) as refused:
        Rutin().keep_query(name, Cases(), ADAM)
    assert [each.field for each in refused.value.problems] == ["name"]


@pytest.mark.parametrize(
    ("question", "field", "told"),
    [
        (Question(query="case", asked={}), "query", "Menade du cases?"),
        (Question(query="taxi", asked={}), "query", "Frågan taxi finns inte."),
        (Question(query="cases", asked={"enhet": "syd"}), "asked.enhet", "finns inte"),
        (Question(query="cases", asked={"limit": "alla"}), "asked.limit", "ska vara ett heltal"),
        (Question(query="cases", asked={"unit": ["syd"]}), "asked.unit", "ska vara text"),
        (Question(query="candidates", asked={}), "asked.case", "saknas"),
    ],
)
def test_what_cannot_be_asked_is_told_by_field(question: Question, field: str, told: str) -> None:
    with pytest.raises(Malformed, match=told.replace("?", r"\?")) as refused:
        read_question(question, QUERIES)
    assert [each.field for each in refused.value.problems] == [field]


@dataclass(frozen=True, slots=True)
class Nothing:
    """A line that tells nothing much."""

    case: Annotated[str, label("Ärende")]


@query("cases", "Ärenden", Nothing, over=(), permitted=("auditor",), access="clients")
class CasesOfTomorrow(Query[Nothing]):
    """The cases, in a version of Rutin that calls units something else."""

    department: Annotated[str | None, label("Avdelning")] = None

    def answer(self, asking: Asking) -> Iterator[Nothing]:  # noqa: ARG002 - a query's shape
        yield Nothing(self.department or "")


def test_a_name_that_is_sought_is_not_saved() -> None:
    rutin = rutin_over(MemoryJournal())
    with pytest.raises(Malformed, match="Sök sparas inte") as told:
        rutin.keep_query("Nils", Cases(search="Nils Tolvan"), ADAM)
    assert told.value.problems[0].code == "private_in_saved_query"
    assert rutin.kept_queries(ADAM) == ()


def test_a_query_that_has_changed_since_is_told_and_what_was_saved_is_there() -> None:
    rutin = Rutin()
    kept, _ = rutin.keep_query("Syd", Cases(unit="syd"), ADAM)
    for changed in [(CasesOfTomorrow,), ()]:
        with pytest.raises(Malformed, match="Den sparade frågan Syd går inte längre") as refused:
            asked_again(rutin.kept_query("Syd", ADAM), changed)
        (problem,) = refused.value.problems
        assert (problem.code, problem.field) == ("saved_query_outdated", "name")
    assert rutin.kept_queries(ADAM) == (kept,)


def test_one_does_not_see_or_forget_what_another_has_saved() -> None:
    rutin = Rutin()
    rutin.keep_query("Syd", Cases(unit="syd"), ADAM)
    assert rutin.kept_queries(EVA) == ()
    with pytest.raises(Impossible, match="ingen sparad fråga som heter Syd"):
        rutin.kept_query("Syd", EVA)
    with pytest.raises(Impossible, match="ingen sparad fråga som heter Syd"):
        rutin.forget_query("Syd", EVA)
    assert len(rutin.kept_queries(ADAM)) == 1


# ---------------------------------------------------------------- over HTTP


@pytest.fixture
def client(saved: SavedQueries) -> TestClient:
    rutin = rutin_over(None, *RUNNING)
    rutin.saved = saved
    client = machine(rutin).client
    assert isinstance(client, TestClient)
    return client


def send(client: TestClient, method: str, path: str, by: Actor = AUDITOR, **told: Any) -> Any:
    headers = {BY: by.model_dump_json(exclude_none=True)}
    return client.request(method, f"/saved-queries{path}", headers=headers, **told)


def body(**asked: Any) -> dict[str, Any]:
    return {"query": "cases", "asked": asked}


def test_a_query_is_kept_listed_asked_and_forgotten(client: TestClient) -> None:
    path = f"/{quote('Öst? & väst')}"
    first = send(client, "PUT", path, json=body(case=K, limit="1"))
    assert first.status_code == 201
    kept = {"query": "cases", "asked": {"case": K, "limit": 1}, "name": "Öst? & väst"}
    assert first.json() == kept
    assert send(client, "PUT", path, json=body(stage="closed")).status_code == 200
    assert send(client, "GET", f"{path}/answer").json() == []
    assert send(client, "PUT", path, json=body(case=K)).json()["asked"] == {"case": K}
    send(client, "PUT", "/Zebra", json=body())
    send(client, "PUT", "/eget", by=ADAM, json=body())
    listed = send(client, "GET", "")
    assert [each["name"] for each in listed.json()] == ["Zebra", "Öst? & väst"]
    answered = send(client, "GET", f"{path}/answer", params={"seen": 1})
    assert answered.headers["cache-control"] == "no-store"
    assert (
        answered.json()
        == client.get(
            f"/queries/cases?case={K}", headers={BY: AUDITOR.model_dump_json(exclude_none=True)}
        ).json()
    )
    assert [line["case"] for line in answered.json()] == [K]
    assert send(client, "DELETE", path).status_code == 204
    for method, gone in (("DELETE", path), ("GET", f"{path}/answer")):
        answer = send(client, method, gone)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_saved_query")


def problem(answer: Any) -> tuple[int, str, list[str | None]]:
    document = answer.json()
    return answer.status_code, document["code"], [each["field"] for each in document["problems"]]


def service() -> TestClient:
    client = machine(rutin_over(None, *RUNNING)).client
    assert isinstance(client, TestClient)
    return client


def test_what_is_wrong_is_told_as_for_every_request() -> None:
    client = service()
    assert problem(client.get("/saved-queries")) == (400, "header", [BY])
    asked = send(client, "PUT", "/x", json=body(unitt="syd"))
    assert problem(asked) == (422, "malformed", ["asked.unitt"])
    assert problem(send(client, "PUT", "/x", json={"query": "cases"})) == (
        422,
        "malformed",
        ["asked"],
    )
    assert problem(send(client, "PUT", "/.x", json=body()))[::2] == (422, ["name"])
    assert send(client, "GET", "").json() == []


def test_a_body_is_json_and_an_address_says_what_it_takes() -> None:
    client = service()
    refused = client.put("/saved-queries/x", content="query=cases")
    assert refused.status_code == 415
    assert refused.headers["Accept"] == "application/json"
    told = client.options("/saved-queries/x").headers
    assert (told["Allow"], told["Accept"]) == ("PUT, DELETE, OPTIONS", "application/json")
    other = client.post("/saved-queries/x")
    assert other.status_code == 405
    assert other.headers["Allow"] == "DELETE, OPTIONS, PUT"


def test_the_role_that_asks_must_be_permitted_whatever_it_has_saved() -> None:
    client = service()
    assert send(client, "PUT", "/x", by=STRANGER, json=body()).status_code == 201
    assert problem(send(client, "GET", "/x/answer", by=STRANGER)) == (403, "forbidden", ["by.role"])


def test_one_more_than_there_may_be_is_refused() -> None:
    client = service()
    for number in range(MOST):
        assert send(client, "PUT", f"/{number}", json=body()).status_code == 201
    refused = send(client, "PUT", "/en-till", json=body())
    assert problem(refused) == (409, "too_many_saved_queries", ["name"])
