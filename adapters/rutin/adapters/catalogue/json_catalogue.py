"""The catalogue as JSON: what a program needs to send commands and to read facts."""

import json
from typing import Any

from rutin.adapters.catalogue.conditions import condition_ids
from rutin.application.registry import OPERATIONS, Operation

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def as_json() -> str:
    """Write every command and every fact, with its JSON Schema, as one JSON document.

    The schema of a command says what is read; that of a fact says what is written to the
    journal. Labels stand in `title`, help in `description`, and the provision that a field
    answers to in `provision`.
    """
    catalogue = {
        "commands": {operation.name: _command(operation) for operation in OPERATIONS},
        "events": {
            operation.fact.model_fields["type"].default: _event(operation)
            for operation in OPERATIONS
        },
    }
    return json.dumps(catalogue, ensure_ascii=False, indent=2) + "\n"


def _command(operation: Operation) -> dict[str, Any]:
    return {
        "title": operation.title,
        "gives": operation.fact.model_fields["type"].default,
        "to": operation.fact.stream_kind,
        "permitted": operation.permitted,
        "preconditions": condition_ids(operation.fact),
        "schema": {
            "$schema": DIALECT,
            **operation.command.model_json_schema(mode="validation"),
        },
    }


def _event(operation: Operation) -> dict[str, Any]:
    return {
        "title": operation.happened,
        "given_by": operation.name,
        "schema": {
            "$schema": DIALECT,
            **operation.fact.model_json_schema(mode="serialization"),
        },
    }
