"""Queries: three addresses for each, made from the queries themselves: JSON, CSV and XLSX.

What is asked stands in the address, or in a posted body. What may tell of a client only in the latter.
"""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rutin.adapters.api.answers import JSON, answer
from rutin.adapters.api.identity import Identify
from rutin.adapters.api.problems import MALFORMED, NOT_FOUND, UNREADABLE, RequestProblem
from rutin.adapters.api.resource import resource_of
from rutin.adapters.lines import FILES, lines_as_json
from rutin.application import Actor, Rutin
from rutin.application.query import AnyQuery
from rutin.application.reading import read_actor
from rutin.application.strict_json import decoded
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.refusal import Impossible, Malformed, Problem
from rutin.domain.wording import malformed
from rutin.projections import QUERIES

BY = "Rutin-By"
"""The header that says who asks, as `by` does in a command."""

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By the end of a file's name."""


_Asked = TypeVar("_Asked", bound=Immutable)


class Seen(Immutable, strict=False):  # a query is text throughout
    """What whoever asks has seen already, beside what is asked."""

    seen: Annotated[
        int,
        Field(ge=0),
        label(
            "Sett",
            "En position i journalen, som den egna händelsens: svaret väntar tills den syns.",
        ),
    ] = 0


def query_routes(rutin: Rutin, identify: Identify) -> list[Route]:
    """Give the addresses of every query."""
    return [
        resource_of(
            path_of(query, form),
            dict.fromkeys(("GET", "POST"), partial(_show, rutin, identify, query, form)),
            accepts={"POST": (JSON,)},
        )
        for query in QUERIES
        for form in (None, *FILES)
    ]


def path_of(query: type[AnyQuery], form: str | None = None) -> str:
    """Give the path of a query's answer as JSON, or as a file of a form."""
    return f"/queries/{query.name}" + (f".{form}" if form else "")


def _show(
    rutin: Rutin,
    identify: Identify,
    query: type[AnyQuery],
    form: str | None,
    request: Request,
    body: bytes,
) -> Response:
    by = identify(request, asks(request))
    is_posted = request.method == "POST"
    told = _posted(request, body) if is_posted else _in_address(request, query)
    beside = {name: told.pop(name) for name in Seen.model_fields if name in told}
    seen = read_seen(beside, rutin, strict=is_posted)
    asked = _read(query, told, strict=is_posted)
    if form is None:
        with nothing_there():
            return answer(lines_as_json(query.line, rutin.ask(asked, by, seen=seen)))
    file = io.BytesIO()  # sent when it is whole: half a file cannot be told from all of it
    with nothing_there(), rutin.answering(asked.whole(), by, seen=seen) as lines:
        FILES[form](query.line, lines, file)
    named = {"Content-Disposition": f'attachment; filename="{query.name}.{form}"'}
    return answer(file.getvalue(), headers=named, media_type=MEDIA_TYPES[form])


def _in_address(request: Request, query: type[AnyQuery]) -> dict[str, Any]:
    """Read what is asked in the address.

    Raises:
        Malformed: A field that may tell of a client stands there, where it would end up in logs.
    """
    told = dict(request.query_params)
    private = [name for name in query.private_fields() if name in told]
    if private:
        raise Malformed(*(_private(query, name) for name in private))
    return told


def _private(query: type[AnyQuery], name: str) -> Problem:
    title = query.model_fields[name].title
    text = (
        f"{title} ({name}) får inte stå i adressen, som sparas i loggar. "
        f'Skicka frågan med POST till samma adress, som {{"{name}": "…"}}.'
    )
    return Problem("private_in_address", text, field=name, provision="LAW-14")


def _posted(request: Request, body: bytes) -> dict[str, Any]:
    """Read what is asked in the body, where all of it is to stand.

    Raises:
        Malformed: It is not a JSON object, or something stands in the address too.
    """
    if request.query_params:
        names = ", ".join(request.query_params)
        text = f"Skriv allt som frågas i innehållet, inget i adressen: {names}."
        raise Malformed(Problem("asked_in_two_places", text))
    told = json.loads(decoded(body))
    if not isinstance(told, dict):
        raise Malformed(Problem("not_an_object", "Innehållet ska vara ett objekt, som {}."))
    return told


@contextmanager
def nothing_there() -> Iterator[None]:
    """Answer that what is asked about does not exist: there is nothing at such an address."""
    try:
        yield
    except Impossible as unknown:
        (problem,) = unknown.problems
        raise RequestProblem(
            NOT_FOUND, unknown.text, code=unknown.code, field=problem.field
        ) from unknown


def asks(request: Request) -> Actor:
    """Read who asks.

    Raises:
        RequestProblem: The header is missing, or says no one.
    """
    written = request.headers.get(BY)
    if written is None:
        raise _unreadable("Det sägs inte vem som frågar.")
    try:
        return read_actor(decoded(written.encode("latin-1")))  # as HTTP has it: bytes
    except Malformed as error:
        raise _unreadable(error.text) from None


def _unreadable(text: str) -> RequestProblem:
    example = '{"id": "adam", "role": "administrator", "unit": "syd"}'
    return RequestProblem(
        UNREADABLE,
        f"{text} Skriv i huvudet {BY} vem som frågar, som {example}.",
        code="header",
        field=BY,
    )


def _read(model: type[_Asked], told: dict[str, Any], *, strict: bool) -> _Asked:
    """Read what is told; strictly as JSON, where a number is a number, or as the text of an address.

    Raises:
        Malformed: A field is unknown, missing or of the wrong kind.
    """
    try:
        if strict:
            return model.model_validate_json(json.dumps(told), strict=True)
        return model.model_validate(told)
    except ValidationError as error:
        raise malformed(error, model) from None


def read_seen(told: dict[str, Any], rutin: Rutin, *, strict: bool = False) -> int:
    """Read which position has been seen.

    Raises:
        Malformed: It is no position.
        RequestProblem: Nothing is recorded there, so it cannot have been seen.
    """
    seen = _read(Seen, told, strict=strict).seen
    if seen and seen > rutin.journal.head():
        raise RequestProblem(
            MALFORMED,
            f"Inget är registrerat på position {seen} än. Skicka positionen ur svaret på kommandot.",
            code="unknown_position",
            field="seen",
        )
    return seen
