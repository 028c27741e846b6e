"""What a support person has to do, and what a unit manager must see to."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rutin.adapters.api.answers import answer
from rutin.adapters.api.problems import NOT_FOUND, RequestProblem
from rutin.adapters.api.resource import resource
from rutin.adapters.shown import due_shown, situation_shown
from rutin.application import Rutin
from rutin.domain.dates import as_calendars_write
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.refusal import Impossible
from rutin.domain.wording import malformed

DUE_PATH = "/support-persons/{reference}/due"
SITUATION_PATH = "/units/{reference}/support-persons"


class OnADay(Immutable, strict=False):  # a query is text throughout
    """The day that is asked about."""

    as_of: Annotated[
        date | None,
        label("Vilken dag", "I dag, om inget sägs."),
        BeforeValidator(as_calendars_write),
    ] = None


def support_routes(rutin: Rutin) -> list[Route]:
    """Give the addresses of what is due and of a unit's situation."""

    def show_due(request: Request, _: bytes) -> Response:
        reference = request.path_params["reference"]
        try:
            due = rutin.due_for(reference, as_of=_day(request))
        except Impossible as unknown:
            raise RequestProblem(NOT_FOUND, unknown.text, code="unknown_reference") from unknown
        return answer(due_shown(due).model_dump_json(by_alias=True))

    def show_situation(request: Request, _: bytes) -> Response:
        unit = request.path_params["reference"]
        return answer(situation_shown(rutin.unit_situation(unit, as_of=_day(request))))

    return [
        resource(DUE_PATH, "GET", show_due),
        resource(SITUATION_PATH, "GET", show_situation),
    ]


def _day(request: Request) -> date | None:
    try:
        return OnADay.model_validate(dict(request.query_params)).as_of
    except ValidationError as error:
        raise malformed(error, OnADay) from None
