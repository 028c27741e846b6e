"""The description: an OpenAPI 3.1 document, made from the registry and the models themselves."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from rutin.adapters.api import findings, orders, queries, saved_queries, support_work, timelines
from rutin.adapters.api.about import Health, ShownKind
from rutin.adapters.api.answers import JSON
from rutin.adapters.api.commands import KEY_PATTERN, opens, path_of
from rutin.adapters.api.examples import ORDER_ROW, telling
from rutin.adapters.api.problems import KINDS, PROBLEM_JSON, Kind, ProblemDetails
from rutin.adapters.shown import (
    ShownDue,
    ShownFact,
    ShownFinding,
    ShownSituation,
    ShownTimeline,
)
from rutin.application import OPERATIONS, Operation, WhatIf
from rutin.application.order_intake import COLUMNS, EXTENT_GRAMMAR
from rutin.application.query import AnyQuery
from rutin.application.reading import Telling
from rutin.application.saved_queries import MOST, Question, SavedQuery
from rutin.projections import QUERIES

API_VERSION = "1.0"
"""Rises with what callers must know of: the first number when something they use is taken away."""

TAGS = {
    "case": "Ärende",
    "assignee": "Uppdragstagare",
    "relationship": "Uppdrag",
    "routine": "Rutin",
}
FINDINGS_TAG, QUERIES_TAG = "Bedömningar", "Frågor"
ORDERS_TAG, ABOUT_TAG = "Beställningar", "Om tjänsten"

_Schema = dict[str, Any]

_ABOUT = """\
Varje kommando har en egen adress under /commands/. Ett kommando blir en händelse i journalen, eller
nekas med ett problem (RFC 9457) som säger vad som är fel, vilken bestämmelse det gäller och vad man
gör. Koder och texter är desamma som i de andra gränssnitten.

Idempotency-Key är kommandots id: skickas samma kommando igen med samma id registreras inget nytt,
svaret blir det första, och huvudet Idempotent-Replayed säger det.

If-Match säger vad avsändaren har sett: den ETag som följde med tidslinjen eller med svaret på förra
kommandot. Har något nytt hänt sedan dess nekas kommandot (412). If-Match: * betyder att det inte
spelar någon roll. Kommandon som öppnar ett ärende, ett uppdrag eller en uppdragstagare behöver inget
If-Match."""


@cache
def description(root_path: str) -> str:
    """Write the description of the service.

    Args:
        root_path: Where it is mounted; empty when it stands alone.
    """
    definitions = _definitions()
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Rutin", "version": API_VERSION, "description": _ABOUT},
        "servers": [{"url": root_path or "/"}],
        "tags": [{"name": name} for name in _every_tag()],
        "paths": {
            **{path_of(op): {"post": _command(op, definitions)} for op in OPERATIONS},
            timelines.PATH: {"get": _timeline()},
            findings.PATH: {"get": _findings("ShowFindings", "Visa hur bestämmelserna står")},
            findings.WHAT_IF_PATH: {"post": _what_if()},
            support_work.DUE_PATH: {
                "get": _on_a_day("ShowDue", "Visa vad en stödperson ska göra", ShownDue, "S-1")
            },
            support_work.SITUATION_PATH: {
                "get": _on_a_day(
                    "ShowUnitSituation",
                    "Visa vilka stödpersoner som saknas, slutar och lämnar över",
                    ShownSituation,
                    "syd",
                )
            },
            **{
                queries.path_of(query, form): {
                    "get": _asking(query, form),
                    "post": _asking_by_post(query, form, definitions),
                }
                for query in QUERIES
                for form in (None, *queries.MEDIA_TYPES)
            },
            saved_queries.PATH: {"get": _saved_queries()},
            saved_queries.NAMED_PATH: {
                "put": _keeping_a_query(),
                "delete": _forgetting_a_query(),
            },
            saved_queries.ANSWER_PATH: {"get": _asking_again()},
            orders.PATH: {"post": _orders()},
            **_about(),
        },
        "components": {
            "schemas": definitions,
            "responses": dict(_problem_response(status) for status in _statuses()),
            "headers": _HEADERS,
            "parameters": _PARAMETERS,
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _every_tag() -> Iterable[str]:
    return (*TAGS.values(), FINDINGS_TAG, QUERIES_TAG, ORDERS_TAG, ABOUT_TAG)


# ---------------------------------------------------------------- what is asked


def _command(operation: Operation, definitions: _Schema) -> _Schema:
    told = definitions["Telling"]
    named = {"data": _ref("schemas", operation.name)}
    body = told | {"properties": told["properties"] | named}
    condition = "IfNoneMatch" if opens(operation) else "IfMatch"
    return {
        "operationId": operation.name,
        "summary": operation.title,
        "description": f"Får göras av {', '.join(operation.permitted)}. "
        f"Blir händelsen {operation.fact.model_fields['type'].default}.",
        "tags": [TAGS[operation.fact.stream_kind]],
        "parameters": [_ref("parameters", "IdempotencyKey"), _ref("parameters", condition)],
        "requestBody": {
            "required": True,
            "content": {
                JSON: {
                    "schema": body,
                    "examples": {
                        "required": {
                            "summary": "Det som måste fyllas i",
                            "value": telling(operation, definitions),
                        }
                    },
                }
            },
        },
        "responses": {
            "201": {
                "description": "Händelsen är registrerad, eller var det redan under samma id.",
                "headers": {
                    name: _ref("headers", component)
                    for name, component in (
                        ("Location", "Location"),
                        ("ETag", "ETag"),
                        ("Idempotency-Key", "IdempotencyKey"),
                        ("Idempotent-Replayed", "IdempotentReplayed"),
                    )
                },
                "content": {JSON: {"schema": _fact(operation)}},
            },
            **_problems(400, 403, 409, 412, 413, 415, 422, 500, 503),
            **({} if opens(operation) else _problems(428)),
        },
    }


def _fact(operation: Operation) -> _Schema:
    kind = operation.fact.model_fields["type"].default
    return {"allOf": [_ref("schemas", "ShownFact"), {"properties": {"type": {"const": kind}}}]}


def _timeline() -> _Schema:
    return {
        "operationId": "ShowTimeline",
        "summary": "Visa vad som har hänt",
        "description": "I ett ärendes tidslinje ingår dess uppdrag, och det hos uppdragstagarna "
        "som rör ärendet. En rättad händelse står kvar, med rättelsen intill, och en felmarkerad "
        "anteckning likaså. Är den skriven i fel brukares akt är texten dold; en granskare läser "
        "den i svaret på frågan timeline.",
        "tags": list(TAGS.values()),
        "parameters": [
            {
                "name": "kind",
                "in": "path",
                "required": True,
                "description": "Vad tidslinjen gäller.",
                "schema": {"type": "string", "enum": list(timelines.KINDS)},
                "example": "case",
            },
            {
                "name": "reference",
                "in": "path",
                "required": True,
                "description": "Dess beteckning.",
                "schema": {"type": "string", "minLength": 1, "pattern": "^[^/]+$"},
                "example": "K-1",
            },
            *_query(timelines.View),
            {
                "name": "If-None-Match",
                "in": "header",
                "description": "En ETag från tidigare: är inget nytt svarar tjänsten 304.",
                "schema": {"type": "string"},
            },
        ],
        "responses": {
            "200": {
                "description": "Tidslinjen.",
                "headers": {"ETag": _ref("headers", "ETag")},
                "content": {JSON: {"schema": _ref("schemas", "ShownTimeline")}},
            },
            "304": {
                "description": "Inget är nytt.",
                "headers": {"ETag": _ref("headers", "ETag")},
            },
            **_problems(404, 422, 500, 503),
        },
    }


def _findings(name: str, summary: str) -> _Schema:
    return {
        "operationId": name,
        "summary": summary,
        "description": "Ange minst ett av ärende, enhet och bestämmelse. Det som inte gäller står "
        "med, och varför.",
        "tags": [FINDINGS_TAG],
        "parameters": [*_query(findings.Asked)],
        "responses": {
            "200": {
                "description": "Bedömningarna, ärende för ärende.",
                "content": {
                    JSON: {"schema": {"type": "array", "items": _ref("schemas", "ShownFinding")}}
                },
            },
            **_problems(404, 422, 500, 503),
        },
    }


def _on_a_day(name: str, summary: str, shown: type[BaseModel], example: str) -> _Schema:
    return {
        "operationId": name,
        "summary": summary,
        "tags": [FINDINGS_TAG],
        "parameters": [
            {
                "name": "reference",
                "in": "path",
                "required": True,
                "description": "Stödpersonens nummer, eller enheten.",
                "schema": {"type": "string", "minLength": 1, "pattern": "^[^/]+$"},
                "example": example,
            },
            *_query(support_work.OnADay),
        ],
        "responses": {
            "200": {"description": f"{summary}.", "content": {JSON: {"schema": _of(shown)}}},
            **_problems(404, 422, 500, 503),
        },
    }


def _what_if() -> _Schema:
    asked = _findings("ShowWhatIf", "Visa hur bestämmelserna skulle stå")
    return asked | {
        "description": "Som om andra utgåvor eller andra värden gällde. Inget registreras.",
        "requestBody": {
            "required": True,
            "content": {
                JSON: {
                    "schema": _ref("schemas", "WhatIf"),
                    "examples": {
                        "note": {
                            "summary": "Anteckning inom en vecka",
                            "value": {"parameters": {"note_days": 7}},
                        }
                    },
                }
            },
        },
        "responses": {**asked["responses"], **_problems(400, 409, 413, 415)},
    }


def _asking(query: type[AnyQuery], form: str | None) -> _Schema:
    words = "".join(word.capitalize() for word in query.name.split("-"))
    shown = f"Visa {query.title.lower()}"
    lines: _Schema = {"type": "array", "items": _line(query)}
    content = {queries.MEDIA_TYPES[form]: {}} if form else {JSON: {"schema": lines}}
    attached = {"Content-Disposition": _ref("headers", "ContentDisposition")}
    return {
        "operationId": f"Ask{words}{(form or '').capitalize()}",
        "summary": f"{shown} som {form.upper()}-fil" if form else shown,
        "description": f"Får frågas av {', '.join(query.permitted)}.",
        "tags": [QUERIES_TAG],
        "parameters": [
            _ref("parameters", "RutinBy"),
            *_query(query),
            *_query(queries.Seen),
        ],
        "responses": {
            "200": {
                "description": f"{query.title}, en rad i taget.",
                **({"headers": attached} if form else {}),
                "content": content,
            },
            **_problems(400, 403, 404, 422, 500, 503),
        },
    }


def _saved_queries() -> _Schema:
    return {
        "operationId": "ShowSavedQueries",
        "summary": "Visa sina sparade frågor",
        "description": "Den som frågar ser bara sina egna, i namnens ordning.",
        "tags": [QUERIES_TAG],
        "parameters": [_ref("parameters", "RutinBy")],
        "responses": {
            "200": {
                "description": "De sparade frågorna.",
                "content": {
                    JSON: {"schema": {"type": "array", "items": _ref("schemas", "SavedQuery")}}
                },
            },
            **_problems(400, 500, 503),
        },
    }


def _keeping_a_query() -> _Schema:
    return {
        "operationId": "KeepQuery",
        "summary": "Spara en fråga under ett namn",
        "description": "Ersätter den egna fråga som har namnet. Var och en får ha högst "
        f"{MOST}. Frågans fält är de som dess adress under /queries/ tar.",
        "tags": [QUERIES_TAG],
        "parameters": [_ref("parameters", "RutinBy"), _ref("parameters", "SavedName")],
        "requestBody": {
            "required": True,
            "content": {
                JSON: {
                    "schema": _ref("schemas", "Question"),
                    "examples": {
                        "unit": {
                            "summary": "Ärenden i en enhet",
                            "value": {"query": "cases", "asked": {"unit": "syd"}},
                        }
                    },
                }
            },
        },
        "responses": {
            status: {
                "description": described,
                "content": {JSON: {"schema": _ref("schemas", "SavedQuery")}},
            }
            for status, described in (
                ("200", "Frågan är sparad i stället för den som hade namnet."),
                ("201", "Frågan är sparad."),
            )
        }
        | _problems(400, 404, 409, 413, 415, 422, 500, 503),
    }


def _forgetting_a_query() -> _Schema:
    return {
        "operationId": "ForgetQuery",
        "summary": "Ta bort en sparad fråga",
        "tags": [QUERIES_TAG],
        "parameters": [_ref("parameters", "RutinBy"), _ref("parameters", "SavedName")],
        "responses": {
            "204": {"description": "Frågan är borta."},
            **_problems(400, 404, 422, 500, 503),
        },
    }


def _asking_again() -> _Schema:
    lines = sorted({query.line.__name__ for query in QUERIES})
    each = [{"type": "array", "items": _ref("schemas", line)} for line in lines]
    return {
        "operationId": "AskSavedQuery",
        "summary": "Ställ en sparad fråga",
        "description": "Svaret är det som frågan får på sin egen adress. Har frågans fält ändrats "
        "så att den inte går att ställa sägs det (422), och den ligger kvar.",
        "tags": [QUERIES_TAG],
        "parameters": [
            _ref("parameters", "RutinBy"),
            _ref("parameters", "SavedName"),
            *_query(queries.Seen),
        ],
        "responses": {
            "200": {
                "description": "Svaret, en rad i taget.",
                "content": {JSON: {"schema": {"anyOf": each}}},
            },
            **_problems(400, 403, 404, 422, 500, 503),
        },
    }


def _asking_by_post(query: type[AnyQuery], form: str | None, definitions: _Schema) -> _Schema:
    asked, seen = definitions[query.__name__], definitions[queries.Seen.__name__]
    body = asked | {"properties": asked.get("properties", {}) | seen["properties"]}
    by_get = _asking(query, form)
    return by_get | {
        "operationId": f"{by_get['operationId']}ByPost",
        "description": f"{by_get['description']} Det som frågas står i innehållet, inte i adressen.",
        "parameters": [_ref("parameters", "RutinBy")],
        "requestBody": {"required": True, "content": {JSON: {"schema": body}}},
        "responses": {**by_get["responses"], **_problems(413, 415)},
    }


def _line(query: type[AnyQuery]) -> _Schema:
    return _ref("schemas", query.line.__name__)


def _orders() -> _Schema:
    text = {"type": "string"}
    row = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {
                "title": column.title,
                "description": column.holds,
                "anyOf": [
                    text,
                    {"type": ["boolean", "number", "null"]},
                    *([{"type": "array", "items": text}] if name == "goals" else []),
                ],
            }
            for name, column in COLUMNS.items()
        },
    }
    required = ", ".join(name for name, column in COLUMNS.items() if column.required)
    return {
        "operationId": "TakeInOrders",
        "summary": "Ta emot beställningar ur en fil",
        "description": "Är någon rad fel registreras ingenting, och varje fel sägs; med "
        "partial=true registreras de rader som är rätta. Med Idempotency-Key kan samma fil "
        f"skickas igen. Måste vara ifyllda: {required}. Omfattning skrivs:\n\n{EXTENT_GRAMMAR}",
        "tags": [ORDERS_TAG],
        "parameters": [_ref("parameters", "IdempotencyKey"), *_query(orders.Taking)],
        "requestBody": {
            "required": True,
            "content": {
                JSON: {
                    "schema": {"type": "array", "items": row},
                    "examples": {"one": {"summary": "En ny beställning", "value": [ORDER_ROW]}},
                },
                orders.CSV: {
                    "schema": {"type": "string"},
                    "examples": {"one": {"summary": "En ny beställning", "value": _csv()}},
                },
            },
        },
        "responses": {
            "200": {
                "description": "Vad det blev av varje rad.",
                "headers": {
                    "Idempotency-Key": _ref("headers", "IdempotencyKey"),
                    "Idempotent-Replayed": _ref("headers", "IdempotentReplayed"),
                },
                "content": {
                    JSON: {"schema": {"type": "array", "items": _ref("schemas", "ShownOutcome")}}
                },
            },
            **_problems(400, 403, 409, 413, 415, 422, 500, 503),
        },
    }


def _csv() -> str:
    cells = (cell if isinstance(cell, str) else "|".join(cell) for cell in ORDER_ROW.values())
    return f"{';'.join(ORDER_ROW)}\n{';'.join(cells)}\n"


def _about() -> _Schema:
    free = {"type": "object"}
    return {
        "/catalogue": {
            "get": _document("ShowCatalogue", "Visa alla kommandon och händelser", free)
        },
        "/openapi.json": {"get": _document("ShowDescription", "Visa den här beskrivningen", free)},
        "/health": {
            "get": _document("ShowHealth", "Visa att tjänsten når sin journal", _of(Health), 503)
        },
        "/problems/{name}": {
            "get": _document("ShowProblem", "Visa vad ett slags problem är", _of(ShownKind), 404)
            | {
                "parameters": [
                    {
                        "name": "name",
                        "in": "path",
                        "required": True,
                        "description": "Slagets namn, som i problemets type.",
                        "schema": {"type": "string", "enum": [kind.name for kind in KINDS]},
                        "example": "refused",
                    }
                ]
            }
        },
    }


def _document(name: str, summary: str, schema: _Schema, *problems: int) -> _Schema:
    return {
        "operationId": name,
        "summary": summary,
        "tags": [ABOUT_TAG],
        "responses": {
            "200": {"description": f"{summary}.", "content": {JSON: {"schema": schema}}},
            **_problems(*problems, 500),
        },
    }


# ---------------------------------------------------------------- what is answered


def _statuses() -> list[int]:
    return sorted({kind.status for kind in KINDS})


def _problem_response(status: int) -> tuple[str, _Schema]:
    kinds = [kind for kind in KINDS if kind.status == status]
    response: _Schema = {
        "description": "\n\n".join(f"{kind.title}. {kind.advice}" for kind in kinds),
        "content": {
            PROBLEM_JSON: {
                "schema": _ref("schemas", "ProblemDetails"),
                "examples": {kind.name: {"value": _problem_example(kind)} for kind in kinds},
            }
        },
    }
    if status == 503:
        response["headers"] = {"Retry-After": _ref("headers", "RetryAfter")}
    return f"Problem{status}", response


def _problem_example(kind: Kind) -> _Schema:
    return {
        "type": f"/problems/{kind.name}",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.advice,
        "code": kind.name.replace("-", "_"),
        "problems": [],
    }


def _problems(*statuses: int) -> _Schema:
    return {str(status): _ref("responses", f"Problem{status}") for status in sorted(set(statuses))}


# ---------------------------------------------------------------- parts


_TAG = r'"[0-9]{1,18}(-[0-9]{1,18})?"'

_PARAMETERS: _Schema = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Kommandots id. Samma id registreras bara en gång.",
        "schema": {"type": "string", "pattern": f"^{KEY_PATTERN}$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": 'Senaste ETag som avsändaren har sett, som "3-57"; eller *.',
        "schema": {"type": "string", "pattern": rf"^(\*|{_TAG})$"},
        "example": "*",
    },
    "RutinBy": {
        "name": queries.BY,
        "in": "header",
        "required": True,
        "description": "Vem som frågar, som by i ett kommando.",
        "content": {
            JSON: {
                "schema": {"$ref": "#/components/schemas/Actor-Input"},
                "example": {"id": "maj", "role": "auditor", "unit": "revision"},
            }
        },
    },
    "SavedName": {
        "name": "name",
        "in": "path",
        "required": True,
        "description": "Vad den sparade frågan kallas.",
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": 80,
            "pattern": r"^[^\s/.][^/\x00-\x1f\x7f]*$",
        },
        "example": "Syd",
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "*: nekas med 412 om det som öppnas redan finns.",
        "schema": {"type": "string", "const": "*"},
    },
}

_HEADERS: _Schema = {
    "ETag": {
        "description": "Hur mycket som är sett: version av det tidslinjen gäller, bindestreck, "
        "position för det nyaste den visar.",
        "required": True,
        "schema": {"type": "string", "pattern": f"^{_TAG}$"},
    },
    "Location": {
        "description": "Tidslinjen där händelsen står.",
        "required": True,
        "schema": {"type": "string"},
    },
    "ContentDisposition": {
        "description": "Vad filen heter.",
        "required": True,
        "schema": {"type": "string"},
    },
    "IdempotencyKey": {
        "description": "Kommandots id.",
        "schema": {"type": "string"},
    },
    "IdempotentReplayed": {
        "description": "Sägs när svaret är det första, och inget nytt är registrerat.",
        "schema": {"type": "string", "const": "true"},
    },
    "RetryAfter": {
        "description": "Sekunder att vänta.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
}


def _definitions() -> _Schema:
    asked: tuple[type[BaseModel], ...] = (
        Telling,
        WhatIf,
        Question,
        queries.Seen,
        *(op.command for op in OPERATIONS),
        *QUERIES,
    )
    answered: tuple[type[BaseModel], ...] = (
        ShownFact,
        ShownFinding,
        ShownDue,
        ShownSituation,
        ShownTimeline,
        SavedQuery,
        orders.ShownOutcome,
        ProblemDetails,
        Health,
        ShownKind,
    )
    lines = (query.line for query in QUERIES)
    modes: list[tuple[type[Any], JsonSchemaMode]] = [
        *((model, "validation") for model in asked),
        *((model, "serialization") for model in (*answered, *lines)),
    ]
    # In one go, so that what several of them hold is one definition.
    _, schema = TypeAdapter.json_schemas(
        [(each.__name__, mode, TypeAdapter(each)) for each, mode in modes],
        ref_template="#/components/schemas/{model}",
    )
    definitions: _Schema = schema["$defs"]
    return definitions


def _query(model: type[BaseModel]) -> Iterable[_Schema]:
    """Give a model's fields as query parameters, but for private ones; one left out tells nothing."""
    schema = model.model_json_schema()
    for name, field in schema["properties"].items():
        if "private" in field:
            continue
        told = {key: value for key, value in field.items() if key not in ("title", "description")}
        if "anyOf" in told:
            told = told["anyOf"][0]
        if "$ref" in told:
            told = schema["$defs"][told["$ref"].rpartition("/")[2]]
        yield {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": f"{field['title']}. {field.get('description', '')}".strip(),
            "schema": told,
        }


def _of(model: type[BaseModel]) -> _Schema:
    return _ref("schemas", model.__name__)


def _ref(kind: str, name: str) -> _Schema:
    return {"$ref": f"#/components/{kind}/{name}"}
