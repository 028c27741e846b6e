"""The catalogue: whole, current, labelled in Swedish, and true to what is stored."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from rutin.adapters.catalogue import as_json, as_markdown
from rutin.adapters.catalogue.conditions import condition_ids
from rutin.adapters.catalogue.markdown import REGENERATE, provision_of
from rutin.adapters.catalogue.plain_words import group_within
from rutin.application.registry import OPERATIONS, Operation
from rutin.domain.facts import FACT_TYPES
from rutin.domain.routines.catalogue import LOCAL_DECISION, PROVISIONS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "events.md"
CATALOGUE = json.loads(as_json())
MARKDOWN = as_markdown()
IDS = {each.id for each in PROVISIONS} | {LOCAL_DECISION}

every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
every_schema = pytest.mark.parametrize(
    "schema",
    [
        pytest.param(entry["schema"], id=name)
        for part in ("commands", "events")
        for name, entry in CATALOGUE[part].items()
    ],
)


def fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every field of a model and of the groups it is made of, by its path."""
    for name, info in model.model_fields.items():
        yield f"{prefix}{name}", info
        if group := group_within(info.annotation):
            yield from fields(group, f"{prefix}{name}.")


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema within a schema, itself first."""
    if not isinstance(schema, dict):
        return
    yield schema
    for keyword in ("properties", "$defs"):
        for part in schema.get(keyword, {}).values():
            yield from subschemas(part)
    for keyword in ("anyOf", "oneOf", "allOf", "prefixItems"):
        for part in schema.get(keyword, ()):
            yield from subschemas(part)
    for keyword in ("items", "additionalProperties"):
        yield from subschemas(schema.get(keyword))


# ---------------------------------------------------------------- docs/events.md


def test_the_page_is_what_the_types_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == MARKDOWN, f"Write it anew: {REGENERATE}"


@every_operation
def test_every_fact_and_command_stands_on_the_page(operation: Operation) -> None:
    assert f"`{operation.fact.model_fields['type'].default}`" in MARKDOWN
    assert f"`{operation.name}` ({operation.title})" in MARKDOWN
    assert f"#### {operation.happened}\n" in MARKDOWN


@every_operation
def test_every_field_of_a_fact_stands_under_its_heading(operation: Operation) -> None:
    stored_name = operation.fact.model_fields["type"].default
    section = MARKDOWN.split(f"`{stored_name}`, ")[1].split("\n#")[0]
    for name in operation.fact.model_fields:
        if name not in ("type", "occurred_on", "occurred_at"):
            assert f"| `{name}` |" in section


def test_the_page_shows_no_programmers_words() -> None:
    for word in ("NoneType", "Annotated", "typing.", "StringConstraints", "pydantic"):
        assert word not in MARKDOWN


# ---------------------------------------------------------------- labels and provisions


@every_operation
def test_every_field_of_a_command_has_a_swedish_label(operation: Operation) -> None:
    assert [path for path, info in fields(operation.command) if not info.title] == []


@every_operation
def test_every_field_of_a_fact_but_its_type_has_a_swedish_label(operation: Operation) -> None:
    unlabelled = [path for path, info in fields(operation.fact) if not info.title]
    assert unlabelled == ["type"]


@every_operation
def test_every_provision_that_a_field_answers_to_exists(operation: Operation) -> None:
    cited = {provision_of(info) for _, info in fields(operation.command)} - {None}
    assert cited <= IDS


@every_operation
def test_every_precondition_exists_and_stands_in_catalogue_order(operation: Operation) -> None:
    order = [each.id for each in PROVISIONS] + [LOCAL_DECISION]
    places = [order.index(each) for each in condition_ids(operation.fact)]
    assert places == sorted(set(places))


def test_an_agreement_is_listed_with_all_that_may_forbid_it() -> None:
    assert CATALOGUE["commands"]["SignAgreement"]["preconditions"] == [
        "KLA-01",
        "KLA-06c",
        "KLA-07b",
        "KLA-08a",
        "KLA-08b",
        "LAW-17",
    ]


def test_a_start_is_listed_with_what_its_agreement_rests_on() -> None:
    assert CATALOGUE["commands"]["StartService"]["preconditions"] == [
        "KLA-01",
        "KLA-06c",
        "KLA-07b",
        "KLA-08b",
        "KLA-09i",
        "LAW-17",
    ]


# ---------------------------------------------------------------- JSON


def test_every_command_and_every_fact_type_stands_in_the_json() -> None:
    assert list(CATALOGUE["commands"]) == [operation.name for operation in OPERATIONS]
    assert set(CATALOGUE["events"]) == set(FACT_TYPES)


def test_commands_and_events_name_each_other() -> None:
    for name, command in CATALOGUE["commands"].items():
        assert CATALOGUE["events"][command["gives"]]["given_by"] == name


def test_a_command_tells_its_title_its_stream_and_who_may() -> None:
    told = CATALOGUE["commands"]["RecordContactAttempt"]
    assert told["title"] == "Registrera kontaktförsök"
    assert told["to"] == "case"
    assert told["permitted"] == ["administrator", "unit_manager", "importer"]


@every_schema
def test_a_schema_is_a_closed_object_of_the_dialect_it_names(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert set(schema.get("required", ())) <= set(schema["properties"])


@every_schema
def test_every_reference_within_a_schema_leads_somewhere(schema: dict[str, Any]) -> None:
    known = {f"#/$defs/{name}" for name in schema.get("$defs", {})}
    assert {part["$ref"] for part in subschemas(schema) if "$ref" in part} <= known


@every_schema
def test_every_property_says_what_it_takes(schema: dict[str, Any]) -> None:
    kinds = {"type", "$ref", "anyOf", "oneOf", "const", "enum"}
    for part in subschemas(schema):
        for name, taken in part.get("properties", {}).items():
            assert kinds & taken.keys(), name


def test_a_schema_carries_the_label_the_help_and_the_provision() -> None:
    period = CATALOGUE["commands"]["SubmitMonthlyReport"]["schema"]["properties"]["period"]
    assert period["title"] == "Månad"
    assert period["description"] == "Som 2026-03."
    assert period["provision"] == "KLA-09b-p"


def test_a_command_takes_an_amount_as_number_or_text_and_a_fact_stores_text() -> None:
    read = CATALOGUE["commands"]["PayExpense"]["schema"]["properties"]["amount"]
    stored = CATALOGUE["events"]["relationship.expense_paid.v1"]["schema"]["properties"]["amount"]
    assert {each["type"] for each in read["anyOf"]} == {"string", "number"}
    assert stored["type"] == "string"


@pytest.mark.parametrize("stored_name", FACT_TYPES)
def test_a_golden_document_has_the_fields_of_its_schema(stored_name: str) -> None:
    document = json.loads((ROOT / "tests" / "golden" / f"{stored_name}.json").read_bytes())
    schema = CATALOGUE["events"][stored_name]["schema"]
    assert set(schema["required"]) <= set(document) <= set(schema["properties"])
