"""Saved queries: each user's own, kept under a name and asked again."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rutin.adapters.api.answers import JSON, answer, empty
from rutin.adapters.api.identity import Identify
from rutin.adapters.api.queries import asks, nothing_there, read_seen
from rutin.adapters.api.resource import resource, resource_of
from rutin.adapters.lines import lines_as_json
from rutin.application import Rutin
from rutin.application.saved_queries import Question, SavedQuery, asked_again, read_question
from rutin.application.strict_json import decoded
from rutin.domain.wording import malformed
from rutin.projections import QUERIES
from rutin.projections.swedish_order import swedish_key

PATH = "/saved-queries"
NAMED_PATH = f"{PATH}/{{name}}"
ANSWER_PATH = f"{NAMED_PATH}/answer"

_LISTED = TypeAdapter[Sequence[SavedQuery]](Sequence[SavedQuery])


def saved_query_routes(rutin: Rutin, identify: Identify) -> list[Route]:
    """Give the addresses of saved queries."""
    return [
        resource(PATH, "GET", partial(_list, rutin, identify)),
        resource_of(
            NAMED_PATH,
            {"PUT": partial(_keep, rutin, identify), "DELETE": partial(_forget, rutin, identify)},
            accepts={"PUT": (JSON,)},
        ),
        resource(ANSWER_PATH, "GET", partial(_answer, rutin, identify)),
    ]


def _list(rutin: Rutin, identify: Identify, request: Request, _: bytes) -> Response:
    saved = rutin.kept_queries(identify(request, asks(request)))
    listed = sorted(saved, key=lambda each: (swedish_key(each.name), each.name))
    return answer(_LISTED.dump_json(listed))


def _keep(rutin: Rutin, identify: Identify, request: Request, body: bytes) -> Response:
    by = identify(request, asks(request))
    try:
        question = Question.model_validate_json(decoded(body))
    except ValidationError as error:
        raise malformed(error, Question) from None
    saved, is_new = rutin.keep_query(_name(request), read_question(question, QUERIES), by)
    return answer(saved, 201 if is_new else 200)


def _forget(rutin: Rutin, identify: Identify, request: Request, _: bytes) -> Response:
    by = identify(request, asks(request))
    with nothing_there():
        rutin.forget_query(_name(request), by)
    return empty(204, {})


def _answer(rutin: Rutin, identify: Identify, request: Request, _: bytes) -> Response:
    by = identify(request, asks(request))
    seen = read_seen(dict(request.query_params), rutin)
    with nothing_there():
        query = asked_again(rutin.kept_query(_name(request), by), QUERIES)
        return answer(lines_as_json(query.line, rutin.ask(query, by, seen=seen)))


def _name(request: Request) -> str:
    name: Any = request.path_params["name"]
    return str(name)
