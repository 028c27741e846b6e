"""Findings: how the provisions stand, for a case, a unit or a rule, on any day, and what if."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, ValidationError
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from rutin.adapters.api.answers import ALWAYS, JSON
from rutin.adapters.api.problems import NOT_FOUND, RequestProblem
from rutin.adapters.api.resource import resource
from rutin.adapters.shown import finding_shown
from rutin.application import Finding, Rutin, WhatIf
from rutin.application.what_if import read_what_if
from rutin.domain.assessment.finding import Status
from rutin.domain.dates import as_calendars_write
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.refusal import Impossible, Malformed, Problem
from rutin.domain.wording import malformed

PATH = "/findings"
WHAT_IF_PATH = "/what-if"


class Asked(Immutable, strict=False):  # a query is text throughout
    """Which findings are asked for; of a case, a unit or a rule, or of some of these together."""

    case: Annotated[Reference | None, label("Ärende")] = None
    unit: Annotated[Reference | None, label("Enhet", "Bara den enhetens ärenden.")] = None
    rule: Annotated[Reference | None, label("Bestämmelse", "Som KLA-06c.")] = None
    status: Annotated[Status | None, label("Läge", "Bara det som står så.")] = None
    as_of: Annotated[
        date | None,
        label("Vilken dag", "I dag, om inget sägs."),
        BeforeValidator(as_calendars_write),
    ] = None
    known_at: Annotated[
        AwareDatetime | None,
        label("Känt vid", "Med det som var registrerat då."),
        BeforeValidator(as_calendars_write),
    ] = None


def finding_routes(rutin: Rutin) -> list[Route]:
    """Give the addresses of findings, and of what they would be if."""

    def show(request: Request, _: bytes) -> Response:
        return _answered(rutin, _asked(request), None)

    def suppose(request: Request, body: bytes) -> Response:
        return _answered(rutin, _asked(request), read_what_if(body))

    return [
        resource(PATH, "GET", show),
        resource(WHAT_IF_PATH, "POST", suppose, accepts=(JSON,)),
    ]


def _asked(request: Request) -> Asked:
    try:
        asked = Asked.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise malformed(error, Asked) from None
    if asked.case is None and asked.unit is None and asked.rule is None:
        raise Malformed(
            Problem("too_much", "Ange ett ärende, en enhet eller en bestämmelse.", field="case")
        )
    return asked


def _answered(rutin: Rutin, asked: Asked, what_if: WhatIf | None) -> Response:
    try:
        found = rutin.assess(
            asked.case,
            rule=asked.rule,
            unit=asked.unit,
            as_of=asked.as_of,
            known_at=asked.known_at,
            what_if=what_if,
        )
    except Impossible as unknown:
        if unknown.problems[0].field == "case":
            raise RequestProblem(
                NOT_FOUND, unknown.text, code="unknown_reference", field="case"
            ) from unknown
        raise
    wanted = (each for each in found if asked.status is None or each.status is asked.status)
    return StreamingResponse(written(wanted), headers=dict(ALWAYS), media_type=JSON)


def written(found: Iterator[Finding]) -> Iterator[str]:
    """Write a JSON array as the findings come, however many there are."""
    written = False
    for each in found:
        separator = "," if written else "["
        yield f"{separator}{finding_shown(each).model_dump_json(by_alias=True)}"
        written = True
    yield "]" if written else "[]"
