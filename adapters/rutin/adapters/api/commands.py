"""Commands: one address for each, made from the registry."""

import re
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rutin.adapters.api.answers import JSON, answer
from rutin.adapters.api.identity import Identify
from rutin.adapters.api.problems import UNREADABLE, RequestProblem
from rutin.adapters.api.resource import resource
from rutin.adapters.api.versions import etag, expected_version
from rutin.adapters.shown import fact_shown
from rutin.application import OPERATIONS, Operation, Rutin
from rutin.application.reading import read_telling
from rutin.application.strict_json import decoded
from rutin.domain.decide import ORIGINS

KEY_PATTERN = "[A-Za-z0-9_][A-Za-z0-9_.:+-]{0,69}"
"""How a command's id is written in a header: as any id, but in ASCII, with room for a row number."""


def command_routes(rutin: Rutin, identify: Identify) -> list[Route]:
    """Give the address of every command."""
    return [_command_route(operation, rutin, identify) for operation in OPERATIONS]


def opens(operation: Operation) -> bool:
    """Say whether a command opens an aggregate, and so rests on no version of it."""
    return issubclass(operation.fact, ORIGINS)


def path_of(operation: Operation) -> str:
    """Give the path of a command."""
    return f"/commands/{operation.name}"


def idempotency_key(request: Request) -> str | None:
    """Give the command's id as the caller says it; with or without quotation marks.

    Raises:
        RequestProblem: It is not written as an id is.
    """
    told = request.headers.get("idempotency-key")
    if told is None:
        return None
    key = told[1:-1] if len(told) > 1 and told[0] == told[-1] == '"' else told
    if not re.fullmatch(KEY_PATTERN, key):
        raise RequestProblem(
            UNREADABLE,
            "Idempotency-Key ska vara 1–70 tecken: bokstäver a–z, siffror och . : + - _",
            code="header",
            field="Idempotency-Key",
        )
    return key


def _command_route(operation: Operation, rutin: Rutin, identify: Identify) -> Route:
    def record(request: Request, body: bytes) -> Response:
        key = idempotency_key(request)
        version = expected_version(request, opens=opens(operation))
        telling, command = read_telling(decoded(body), operation.name)
        seen = rutin.journal.head() if key else 0
        recorded = rutin.handle(
            command,
            identify(request, telling.by),
            command_id=key,
            deviation=telling.deviation,
            recorded_at=telling.recorded_at,
            correlation_id=telling.correlation_id,
            causation_id=telling.causation_id,
            expected_version=version,
        )
        kind, _, reference = recorded.stream.partition("/")
        place = f"{request.scope.get('root_path', '')}/timelines/{kind}/{quote(reference, safe='')}"
        headers = {
            "Location": place,
            "ETag": etag(recorded.version, recorded.position),
            "Idempotency-Key": recorded.command_id,
        }
        if recorded.position <= seen:
            headers["Idempotent-Replayed"] = "true"
        return answer(fact_shown(recorded), 201, headers=headers)

    return resource(path_of(operation), "POST", record, accepts=(JSON,))
