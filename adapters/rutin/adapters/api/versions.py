"""Versions: what a caller has seen (ETag), and what a command rests on (If-Match, If-None-Match).

An ETag is "VERSION-POSITION": the version of the aggregate's own stream, and the position in the
journal of the newest fact that the timeline shows or rests on. A case's timeline shows its relationships too,
and so may change while the case's own version stands. A command rests on the version alone.
"""

import re

from starlette.requests import Request

from rutin.adapters.api.problems import PRECONDITION_REQUIRED, UNREADABLE, RequestProblem
from rutin.domain.refusal import Conflict

_TAG = re.compile(r'(?:W/)?"[^"\x00-\x20\x7f]*"')
_OURS = re.compile(r'"([0-9]{1,18})(?:-[0-9]{1,18})?"')


def etag(version: int, position: int) -> str:
    """Give the ETag of a timeline."""
    return f'"{version}-{position}"'


def expected_version(request: Request, *, opens: bool) -> int | None:
    """Give the version that a command rests on; None for any.

    Args:
        request: Its If-Match, or If-None-Match, says.
        opens: Whether the command opens an aggregate, and so rests on nothing.

    Raises:
        RequestProblem: The header is missing, or cannot be read.
        Conflict: The ETag is none of ours, so it cannot be that of what is recorded.
    """
    seen = _header(request, "if-match")
    unseen = _header(request, "if-none-match")
    if seen is not None and unseen is not None:
        raise _unreadable("If-Match", "Skicka If-Match eller If-None-Match, inte båda.")
    if unseen is not None:
        if unseen != "*":
            raise _unreadable("If-None-Match", "If-None-Match kan bara vara * för ett kommando.")
        return 0
    if seen is not None:
        return _version(seen)
    if opens:
        return None
    raise RequestProblem(
        PRECONDITION_REQUIRED,
        "Skicka tidslinjens ETag i If-Match, så att inget nytt förbises, "
        "eller If-Match: * om det inte spelar någon roll.",
        field="If-Match",
    )


def is_known(request: Request, tag: str) -> bool:
    """Say whether a caller who reads has this version already, by If-None-Match."""
    known = _header(request, "if-none-match")
    return known is not None and (
        known == "*" or tag in (each.removeprefix("W/") for each in _TAG.findall(known))
    )


def _version(written: str) -> int | None:
    if written == "*":
        return None
    if not _TAG.fullmatch(written):
        raise _unreadable(
            "If-Match", 'Skriv en enda ETag, med citattecken, som If-Match: "3-57", eller *.'
        )
    ours = _OURS.fullmatch(written)
    if ours is None:
        raise Conflict(
            f"ETag {written} kommer inte från den här tidslinjen. Läs in den och försök igen.",
            code="stale_version",
            field="If-Match",
        )
    return int(ours[1])


def _header(request: Request, name: str) -> str | None:
    written = request.headers.getlist(name)
    return ", ".join(written).strip() if written else None


def _unreadable(header: str, text: str) -> RequestProblem:
    return RequestProblem(UNREADABLE, text, code="header", field=header)
