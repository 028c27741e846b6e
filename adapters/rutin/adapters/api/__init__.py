"""The JSON API: what machines use. Assembled from commands and queries; see /openapi.json."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from rutin.adapters.api.about import about_routes
from rutin.adapters.api.commands import command_routes
from rutin.adapters.api.findings import finding_routes
from rutin.adapters.api.identity import Identify, as_told
from rutin.adapters.api.openapi import description
from rutin.adapters.api.orders import order_route
from rutin.adapters.api.problems import problem
from rutin.adapters.api.queries import query_routes
from rutin.adapters.api.saved_queries import saved_query_routes
from rutin.adapters.api.serving import serve
from rutin.adapters.api.support_work import support_routes
from rutin.adapters.api.timelines import timeline_route
from rutin.application import Rutin
from rutin.domain.refusal import RutinError

__all__ = ["Identify", "api", "as_told", "serve"]


def api(rutin: Rutin, *, catalogue: Callable[[], str], identify: Identify = as_told) -> Starlette:
    """Assemble the API; mount it anywhere, or `serve` it.

    Args:
        rutin: What every request goes to; queries are answered from its views.
        catalogue: Writes the catalogue of commands and facts as JSON.
        identify: Tells who acts; believes what the request says when left out.
    """
    app = Starlette(
        routes=[
            *command_routes(rutin, identify),
            timeline_route(rutin),
            *finding_routes(rutin),
            *support_routes(rutin),
            *query_routes(rutin, identify),
            *saved_query_routes(rutin, identify),
            order_route(rutin, identify),
            *about_routes(rutin, catalogue=catalogue, description=description),
        ],
        exception_handlers={
            RutinError: problem,
            HTTPException: problem,
            ClientDisconnect: problem,
            Exception: problem,
        },
    )
    app.router.redirect_slashes = False  # an address is one, or it is none
    return app
