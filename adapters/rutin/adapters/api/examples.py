"""Examples for the description: a command with its required fields, made from its own schema."""

from collections.abc import Mapping
from typing import Any

from rutin.application import Operation

REFERENCES = {
    "case": "K-1",
    "assignee": "A-1",
    "relationship": "U-1",
    "routine": "NYB",
    "version": "v2",
    "parameter": "welcome_before_start_days",
    "order_no": "B-1",
    "client": "P-1",
    "person": "P-2",
    "contact": "kontakt-1",
    "consent": "samtycke-1",
    "note": "anteckning-1",
    "corrects": "0b6f3a52-5d6c-5b5e-8a41-2f6f5f2f8b1d",
}
"""What is written where a reference of that name is asked for."""

CHOICES = {"scope": "person", "term": "unknown"}
"""What is chosen where the first choice would ask for more fields."""

SAID = ("nothing_further", "none_exists")
"""What is filled in although it is not required: a form must say this or that."""

BY_FORMAT = {"date": "2026-01-13", "time": "09:30:00", "date-time": "2026-01-13T09:30:00+01:00"}

BY_PATTERN = {
    r"^[0-9]{1,12}([.,][0-9]{1,2})?$": "120.50",
    r"^[0-9]{4}-(0[1-9]|1[0-2])$": "2026-01",
    r"^[0-9]{4}-Q[1-4]$": "2026-Q1",
}

ACTORS: Mapping[str, str] = {
    "administrator": "adam",
    "unit_manager": "eva",
    "quality_developer": "karin",
}
"""Who give the commands; of each the first whose role may."""

ORDER_ROW: Mapping[str, str | list[str]] = {
    "order_no": "B-1",
    "decision_date": "2026-01-08",
    "received_on": "2026-01-12",
    "intervention": "kontaktperson",
    "legal_basis": "LSS",
    "extent": "3 tillfällen/månad",
    "goals": ["Komma ut oftare"],
    "person": "P-1",
    "kind": "ny",
}


def telling(operation: Operation, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Give the body of a request that gives a command, by someone who may."""
    role = next(role for role in ACTORS if role in operation.permitted)
    return {
        "by": {"id": ACTORS[role], "role": role, "unit": "syd"},
        "data": sample("", definitions[operation.name], definitions),
    }


def sample(name: str, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Any:
    """Give a value that a schema takes: what is required, and one of each list.

    Args:
        name: The name of the field it is for.
        schema: As pydantic writes it.
        definitions: What `$ref` refers to, by last part.
    """
    match schema:
        case {"$ref": str(reference)}:
            return sample(name, definitions[reference.rpartition("/")[2]], definitions)
        case {"anyOf": [first, *_]}:
            return sample(name, first, definitions)
        case {"enum": _} if name in CHOICES:
            return CHOICES[name]
        case {"const": value} | {"enum": [value, *_]} | {"examples": [value, *_]}:
            return value
        case {"type": "object"}:
            return {
                field: sample(field, inner, definitions)
                for field, inner in schema.get("properties", {}).items()
                if field in schema.get("required", ()) or field in SAID
            }
        case {"type": "array"}:
            return [sample(name, schema["items"], definitions)]
        case {"type": "boolean"}:
            return True
        case {"type": "integer" | "number"}:
            return schema.get("minimum", 1)
        case {"format": str(known)} if known in BY_FORMAT:
            return BY_FORMAT[known]
        case {"pattern": str(known)} if known in BY_PATTERN:
            return BY_PATTERN[known]
        case {"pattern": _}:
            return REFERENCES.get(name, "ref-1")
        case _:
            return "Fritext"
