"""Problems: every no as RFC 9457 tells it, in the words and codes of the other surfaces.

What depends on the journal is a conflict (409): the same request may be right when something else
has been recorded, or with a deviation reason. What is wrong whatever the journal holds is 422, or
400 if it could not even be read. What a caller has not seen is 412. What the caller can do nothing
about is 500 or 503, and never looks like a bad request.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from rutin.adapters.api.answers import answer
from rutin.adapters.shown import ShownProblem, problem_shown
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.refusal import (
    Conflict,
    Damaged,
    Forbidden,
    Impossible,
    Malformed,
    Problem,
    Refused,
    RutinError,
    Unavailable,
)

PROBLEM_JSON = "application/problem+json"

RETRY_AFTER_S = 5
"""How long a caller should wait when the database or a view cannot be used yet, in seconds."""

_LOG = logging.getLogger("rutin.api")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its `type` in the answer ends with the name.

    Attributes:
        name: Stable; the last part of its address under /problems/.
        status: The HTTP status.
        title: In Swedish, the same for every problem of the kind.
        advice: What whoever calls should do, in Swedish.
    """

    name: str
    status: int
    title: str
    advice: str


UNREADABLE = Kind(
    "unreadable",
    400,
    "Begäran går inte att läsa",
    "Rätta JSON-texten eller det huvud (header) som problemet nämner.",
)
FORBIDDEN = Kind(
    "forbidden",
    403,
    "Rollen får inte göra eller se det här",
    "Låt någon med en av de nämnda rollerna göra det.",
)
NOT_FOUND = Kind(
    "not-found", 404, "Det finns inget här", "Kontrollera adressen; /openapi.json visar alla."
)
METHOD_NOT_ALLOWED = Kind(
    "method-not-allowed",
    405,
    "Adressen svarar inte på den metoden",
    "Använd en av metoderna i huvudet Allow.",
)
REFUSED = Kind(
    "refused",
    409,
    "Rutinen tillåter det inte ännu",
    "Åtgärda det som saknas. Har det redan hänt? Skicka det då med en avvikelseorsak (deviation).",
)
IMPOSSIBLE = Kind(
    "impossible",
    409,
    "Det stämmer inte med det som är registrerat",
    "Läs tidslinjen och rätta uppgifterna. En avvikelseorsak hjälper inte.",
)
CONFLICT = Kind(
    "conflict", 409, "Andra registrerade samtidigt", "Skicka samma begäran igen om en stund."
)
STALE = Kind(
    "stale",
    412,
    "Något nytt är registrerat",
    "Läs tidslinjen igen, ta ställning till det nya, och skicka dess ETag i If-Match.",
)
TOO_LARGE = Kind(
    "too-large", 413, "Innehållet är för stort", "Dela upp innehållet och skicka en del i taget."
)
UNSUPPORTED_MEDIA_TYPE = Kind(
    "unsupported-media-type",
    415,
    "Innehållet är av fel slag",
    "Skicka ett av de slag som huvudet Accept-Post eller Accept räknar upp.",
)
MALFORMED = Kind(
    "malformed", 422, "Uppgifterna går inte att läsa", "Rätta de fält som problemen nämner."
)
ID_REUSED = Kind(
    "id-reused",
    422,
    "Samma Idempotency-Key är använd till något annat",
    "Ge varje kommando ett eget id. Skicka ett kommando på nytt precis som första gången.",
)
PRECONDITION_REQUIRED = Kind(
    "precondition-required",
    428,
    "If-Match saknas",
    'Läs tidslinjen och skicka dess ETag i If-Match, eller If-Match: * för "vad som än är nytt".',
)
DAMAGED = Kind(
    "damaged",
    500,
    "Journalen är skadad",
    "Den som driver systemet kör rutin verify. Det är inget fel på begäran.",
)
INTERNAL = Kind(
    "internal",
    500,
    "Fel i Rutin",
    "Skicka begäran igen med samma Idempotency-Key: då registreras den högst en gång. "
    "Felet står i serverns logg.",
)
UNAVAILABLE = Kind(
    "unavailable",
    503,
    "Det går inte att svara just nu",
    "Vänta så länge som huvudet Retry-After säger, och skicka begäran igen, ett kommando med samma "
    "Idempotency-Key.",
)

KINDS = (
    UNREADABLE,
    FORBIDDEN,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    REFUSED,
    IMPOSSIBLE,
    CONFLICT,
    STALE,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    MALFORMED,
    ID_REUSED,
    PRECONDITION_REQUIRED,
    DAMAGED,
    INTERNAL,
    UNAVAILABLE,
)


class ProblemDetails(Immutable):
    """A problem as it is answered."""

    type: Annotated[str, label("Slag", "Adressen där problemets slag beskrivs.")]
    title: Annotated[str, label("Rubrik", "Lika för alla problem av samma slag.")]
    status: Annotated[int, label("HTTP-status")]
    detail: Annotated[str, label("Vad som är fel", "Vad som är fel och vad man gör.")]
    code: Annotated[str, label("Kod", "Samma i alla gränssnitt. Ändras aldrig.")]
    problems: Annotated[tuple[ShownProblem, ...], label("Problem", "Allt som är fel, ett i taget.")]


class RequestProblem(RutinError):
    """Something is wrong with a request as HTTP, before any command is read from it."""

    def __init__(
        self,
        kind: Kind,
        text: str,
        *,
        code: str | None = None,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Say what is wrong.

        Args:
            kind: The kind of problem.
            text: In Swedish: what is wrong and what to do.
            code: The kind's name, if left out.
            field: The header or query parameter it concerns.
            headers: What the answer says beyond its body.
        """
        self.kind = kind
        self.code = code or kind.name.replace("-", "_")
        self.headers = headers or {}
        super().__init__(text, problems=(Problem(self.code, text, field),))


def kind_of(error: RutinError) -> Kind:
    """Tell what kind of problem an error is."""
    match error:
        case RequestProblem():
            return error.kind
        case Malformed():
            is_json = all(problem.code != "json_invalid" for problem in error.problems)
            return MALFORMED if is_json else UNREADABLE
        case Impossible(code="command_id_reused"):
            return ID_REUSED
        case Conflict(code="stale_version"):
            return STALE
        case Refused():
            return REFUSED
        case Impossible():
            return IMPOSSIBLE
        case Conflict():
            return CONFLICT
        case Forbidden():
            return FORBIDDEN
        case Unavailable():
            return UNAVAILABLE
        case Damaged():
            return DAMAGED
        case _:
            return INTERNAL


def problem(request: Request, error: Exception) -> Response:
    """Answer any error: ours, Starlette's own no, or one that nobody thought of."""
    match error:
        case RutinError():
            return _no(request, error)
        case HTTPException(status_code=405):
            allowed = ", ".join(sorted((error.headers or {})["Allow"].split(", ")))
            text = f"{request.url.path} svarar på {allowed}."
            return _no(
                request, RequestProblem(METHOD_NOT_ALLOWED, text, headers={"Allow": allowed})
            )
        case HTTPException(status_code=404):
            text = f"Adressen {request.url.path} finns inte. /openapi.json visar alla."
            return _no(request, RequestProblem(NOT_FOUND, text))
        case ClientDisconnect():
            return _no(request, RequestProblem(UNREADABLE, "Sändaren avbröt."))  # heard by nobody
        case _:  # the server logs it; the caller is told no more
            return _answer(request, INTERNAL, INTERNAL.advice, code=INTERNAL.name)


def _no(request: Request, error: RutinError) -> Response:
    kind = kind_of(error)
    headers = dict(error.headers) if isinstance(error, RequestProblem) else {}
    if kind is UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    if kind.status >= INTERNAL.status:
        _LOG.error("%s: %s", error.code, error.text)
    return _answer(
        request, kind, error.text, code=error.code, problems=error.problems, headers=headers
    )


def _answer(
    request: Request,
    kind: Kind,
    detail: str,
    *,
    code: str,
    problems: tuple[Problem, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    details = ProblemDetails(
        type=f"{request.scope.get('root_path', '')}/problems/{kind.name}",
        title=kind.title,
        status=kind.status,
        detail=detail,
        code=code,
        problems=tuple(map(problem_shown, problems)),
    )
    return answer(details, kind.status, headers=headers, media_type=PROBLEM_JSON)
