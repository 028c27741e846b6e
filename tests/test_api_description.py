"""The description: valid OpenAPI 3.1, made from the registry, with examples that work."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.routing import Route

from machines import machine, rutin_over, service
from rutin.adapters.api.problems import KINDS
from rutin.application import OPERATIONS, Operation
from rutin.application.reading import read_telling

DESCRIPTION: dict[str, Any] = machine(rutin_over()).client.get("/openapi.json").json()
EVERY_OPERATION = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)


def described() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DESCRIPTION["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_the_description_is_valid() -> None:
    OpenAPIV31SpecValidator(DESCRIPTION).validate()
    assert DESCRIPTION["openapi"].startswith("3.1")


def test_every_address_is_described_and_nothing_else() -> None:
    routes = [route for route in service(rutin_over()).routes if isinstance(route, Route)]
    assert {(route.path, method) for route in routes for method in route.methods or ()} == {
        (path, method)
        for path, named, _ in described()
        for method in (named.upper(), "OPTIONS", *(["HEAD"] if named == "get" else []))
    }


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, _, operation in described()]
    assert len(names) == len(set(names))


@EVERY_OPERATION
def test_a_command_is_described_in_the_words_of_the_registry(operation: Operation) -> None:
    told = DESCRIPTION["paths"][f"/commands/{operation.name}"]["post"]
    assert (told["operationId"], told["summary"]) == (operation.name, operation.title)
    assert all(role in told["description"] for role in operation.permitted)


@EVERY_OPERATION
def test_an_example_is_a_command_that_can_be_read(operation: Operation) -> None:
    told = DESCRIPTION["paths"][f"/commands/{operation.name}"]["post"]
    examples = told["requestBody"]["content"]["application/json"]["examples"]
    for example in examples.values():
        telling, command = read_telling(json.dumps(example["value"]), operation.name)
        assert isinstance(command, operation.command)
        assert telling.by.role in operation.permitted


@pytest.mark.parametrize("kind", ["application/json", "text/csv"])
def test_the_examples_of_orders_are_taken_in(kind: str) -> None:
    told = DESCRIPTION["paths"]["/orders"]["post"]["requestBody"]["content"][kind]["examples"]
    (example,) = told.values()
    content = example["value"] if kind == "text/csv" else json.dumps(example["value"])
    answer = machine(rutin_over()).client.post(
        "/orders", content=content.encode(), headers={"Content-Type": kind}
    )
    assert [row["status"] for row in answer.json()] == ["recorded"]


def test_every_kind_of_problem_is_shown() -> None:
    shown = {
        name
        for response in DESCRIPTION["components"]["responses"].values()
        for content in response["content"].values()
        for name in content["examples"]
    }
    assert shown == {kind.name for kind in KINDS}


def test_labels_and_provisions_of_fields_are_told() -> None:
    field = DESCRIPTION["components"]["schemas"]["ReceiveOrder"]["properties"]["decision_date"]
    assert (field["title"], field["provision"]) == ("Beslutsdatum", "LAW-01")


def test_everything_that_is_referred_to_is_there() -> None:
    referred = set(_references(DESCRIPTION))
    for reference in referred:
        found: Any = DESCRIPTION
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert found is not None


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for inner in node.values():
            yield from _references(inner)
    if isinstance(node, list):
        for inner in node:
            yield from _references(inner)
