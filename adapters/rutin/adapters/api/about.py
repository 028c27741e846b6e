"""What the service says about itself: its description, catalogue, problems and health."""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rutin.adapters.api.answers import answer
from rutin.adapters.api.problems import KINDS, NOT_FOUND, RequestProblem
from rutin.adapters.api.resource import resource
from rutin.application import Rutin
from rutin.domain.immutable import Immutable
from rutin.domain.label import label


class ShownKind(Immutable):
    """A kind of problem, described."""

    type: Annotated[str, label("Slag")]
    title: Annotated[str, label("Rubrik")]
    status: Annotated[int, label("HTTP-status")]
    advice: Annotated[str, label("Vad man gör")]


class Health(Immutable):
    """The service answers, and reaches its journal."""

    status: Annotated[Literal["ok"], label("Läge")]
    position: Annotated[int, label("Position", "Journalens sista position.")]


def about_routes(
    rutin: Rutin, *, catalogue: Callable[[], str], description: Callable[[str], str]
) -> list[Route]:
    """Give the addresses that tell about the service.

    Args:
        rutin: Whose health is told.
        catalogue: Writes the catalogue of commands and facts as JSON.
        description: Writes the OpenAPI document of a service mounted under a path.
    """
    written_once = cache(catalogue)

    def show_catalogue(_: Request, __: bytes) -> Response:
        return answer(written_once())

    def show_description(request: Request, _: bytes) -> Response:
        return answer(description(request.scope.get("root_path", "")))

    def show_problem(request: Request, _: bytes) -> Response:
        name = request.path_params["name"]
        for kind in KINDS:
            if kind.name == name:
                return answer(
                    ShownKind(
                        type=request.url.path,
                        title=kind.title,
                        status=kind.status,
                        advice=kind.advice,
                    )
                )
        raise RequestProblem(NOT_FOUND, f"Det finns inget slags problem som heter {name}.")

    def show_health(_: Request, __: bytes) -> Response:
        return answer(Health(status="ok", position=rutin.journal.head()))

    return [
        resource("/catalogue", "GET", show_catalogue),
        resource("/openapi.json", "GET", show_description),
        resource("/problems/{name}", "GET", show_problem),
        resource("/health", "GET", show_health),
    ]
