"""Timelines: what happened, as it is known now or as it was known.

A request says nothing of who reads, so what only an auditor may read is hidden: whoever is one asks
the query of the same name, which says who asks.
"""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rutin.adapters.api.answers import answer, empty
from rutin.adapters.api.problems import NOT_FOUND, RequestProblem
from rutin.adapters.api.resource import resource
from rutin.adapters.api.versions import etag, is_known
from rutin.adapters.shown import ShownTimeline, entry_shown
from rutin.application import OPERATIONS, Rutin, Timeline
from rutin.domain.dates import as_calendars_write
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.refusal import Impossible
from rutin.domain.wording import malformed

PATH = "/timelines/{kind}/{reference}"

KINDS = tuple(dict.fromkeys(operation.fact.stream_kind for operation in OPERATIONS))
"""What has a timeline: a case, an assignee, a relationship, a routine."""


class View(Immutable, strict=False):  # a query is text throughout
    """How much of a timeline is shown."""

    as_of: Annotated[
        date | None,
        label("Till och med", "Utelämna det som hände senare."),
        BeforeValidator(as_calendars_write),
    ] = None
    known_at: Annotated[
        AwareDatetime | None,
        label("Känt vid", "Utelämna det som registrerades senare."),
        BeforeValidator(as_calendars_write),
    ] = None


def timeline_route(rutin: Rutin) -> Route:
    """Give the address of every timeline."""

    def show(request: Request, _: bytes) -> Response:
        view = _view(request)
        kind, reference = request.path_params["kind"], request.path_params["reference"]
        name = f"{kind}/{reference}"
        if kind not in KINDS:
            raise _not_found(name)
        try:
            timeline = rutin.timeline(name, as_of=view.as_of, known_at=view.known_at)
        except Impossible as unknown:
            raise _not_found(name) from unknown
        tag = _etag(timeline)
        if is_known(request, tag):
            return empty(304, {"ETag": tag})
        shown = ShownTimeline(
            reference=timeline.reference, entries=tuple(map(entry_shown, timeline.entries))
        )
        return answer(shown, headers={"ETag": tag})

    return resource(PATH, "GET", show)


def _view(request: Request) -> View:
    try:
        return View.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise malformed(error, View) from None


def _etag(timeline: Timeline) -> str:
    """Tell how much the caller has seen: of the aggregate itself, and of everything shown."""
    shown = [entry.recorded for entry in timeline.entries]
    return etag(
        max((r.version for r in shown if r.stream == timeline.reference), default=0),
        max((entry.newest for entry in timeline.entries), default=0),
    )


def _not_found(name: str) -> RequestProblem:
    return RequestProblem(
        NOT_FOUND,
        f"Det finns inget registrerat om {name}. Kontrollera beteckningen.",
        code="unknown_reference",
    )
