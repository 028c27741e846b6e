"""Answers: JSON, with the headers that every answer carries."""

from collections.abc import Mapping

from pydantic import BaseModel
from starlette.responses import Response

JSON = "application/json"

ALWAYS: Mapping[str, str] = {
    "Cache-Control": "no-store",  # what is told concerns a person: no copy stays on the way
    "Content-Language": "sv",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def answer(
    content: BaseModel | str | bytes,
    status: int = 200,
    *,
    headers: Mapping[str, str] | None = None,
    media_type: str = JSON,
) -> Response:
    """Answer with a document, of JSON unless another kind is said.

    Args:
        content: What is told, or a document that is written already.
        status: The HTTP status.
        headers: Beyond those that every answer carries.
        media_type: The kind of document.
    """
    document = content.model_dump_json() if isinstance(content, BaseModel) else content
    return Response(document, status, {**ALWAYS, **(headers or {})}, media_type=media_type)


def empty(status: int, headers: Mapping[str, str]) -> Response:
    """Answer with headers alone."""
    return Response(None, status, {**ALWAYS, **headers})
