"""The catalogue as JSON: what a program needs to send commands and to read facts."""

import json
from typing import Any

from pydantic import TypeAdapter

from rutin.adapters.catalogue.conditions import condition_ids
from rutin.application.query import AnyQuery
from rutin.application.registry import OPERATIONS, Operation
from rutin.domain.assessment import Provision
from rutin.domain.assessment.provision_set import SHIPPED, ProvisionSet
from rutin.projections import QUERIES

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def as_json(provisions: ProvisionSet = SHIPPED) -> str:
    """Write every command, fact and query, with JSON Schemas, and every provision, as one document.

    The schema of a command says what is read; that of a fact says what is written to the
    journal. The schema of a query says what may be asked for, and `line` what is told in each line. Labels stand in `title`, help in `description`, and the provision that a field
    answers to in `provision`.

    Args:
        provisions: What is judged: the shipped routines, and the municipality's own if any.
    """
    catalogue = {
        "commands": {operation.name: _command(operation) for operation in OPERATIONS},
        "events": {
            operation.fact.model_fields["type"].default: _event(operation)
            for operation in OPERATIONS
        },
        "queries": {query.name: _query(query) for query in QUERIES},
        "provisions": {each.id: _provision(each, provisions) for each in provisions.all},
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


def _provision(provision: Provision, provisions: ProvisionSet) -> dict[str, Any]:
    return {
        "title": provision.swedish,
        "english": provision.english,
        "kind": provision.kind,
        "basis": provision.basis,
        "applies_to": provision.applies_to,
        "responsible": provision.responsible,
        "citations": [
            {
                "source": citation.source,
                "lines": citation.lines,
                "key_words": citation.key_words,
                "display": citation.display,
            }
            for citation in provision.citations
        ],
        "clock": provisions.clock_of(provision.id),
        "not_judged": provisions.why_not_judged(provision.id),
    }


def _query(query: type[AnyQuery]) -> dict[str, Any]:
    return {
        "title": query.title,
        "permitted": query.permitted,
        "access": query.access,
        "schema": {"$schema": DIALECT, **query.model_json_schema(mode="validation")},
        "line": {"$schema": DIALECT, **TypeAdapter(query.line).json_schema(mode="serialization")},
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
