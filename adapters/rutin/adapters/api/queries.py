"""Queries: three addresses for each, made from the queries themselves: JSON, CSV and XLSX."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Any

from pydantic import Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rutin.adapters.api.answers import answer
from rutin.adapters.api.identity import Identify
from rutin.adapters.api.problems import MALFORMED, NOT_FOUND, UNREADABLE, RequestProblem
from rutin.adapters.api.resource import resource
from rutin.adapters.lines import FILES, lines_as_json
from rutin.application import Actor, Rutin
from rutin.application.query import AnyQuery
from rutin.application.reading import read_actor
from rutin.application.strict_json import decoded
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.refusal import Impossible, Malformed
from rutin.domain.wording import malformed
from rutin.projections import QUERIES

BY = "Rutin-By"
"""The header that says who asks, as `by` does in a command."""

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By the end of a file's name."""


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
        resource(path_of(query, form), "GET", partial(_show, rutin, identify, query, form))
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
    _: bytes,
) -> Response:
    by = identify(request, asks(request))
    told = dict(request.query_params)
    seen = read_seen({name: told.pop(name) for name in Seen.model_fields if name in told}, rutin)
    try:
        asked = query.model_validate(told)
    except ValidationError as error:
        raise malformed(error, query) from None
    with nothing_there():
        lines = rutin.ask(asked, by, seen=seen)
    if form is None:
        return answer(lines_as_json(query.line, lines))
    file = io.BytesIO()
    FILES[form](query.line, lines, file)
    named = {"Content-Disposition": f'attachment; filename="{query.name}.{form}"'}
    return answer(file.getvalue(), headers=named, media_type=MEDIA_TYPES[form])


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


def read_seen(told: dict[str, Any], rutin: Rutin) -> int:
    """Read which position has been seen.

    Raises:
        RequestProblem: Nothing is recorded there, so it cannot have been seen.
    """
    try:
        seen = Seen.model_validate(told).seen
    except ValidationError as error:
        raise malformed(error, Seen) from None
    if seen and seen > rutin.journal.head():
        raise RequestProblem(
            MALFORMED,
            f"Inget är registrerat på position {seen} än. Skicka positionen ur svaret på kommandot.",
            code="unknown_position",
            field="seen",
        )
    return seen
