"""A resource: one path, and for each of its methods a plain function that answers."""

from collections.abc import Callable, Collection, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from rutin.adapters.api.answers import empty
from rutin.adapters.api.problems import TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, RequestProblem

LARGEST_BODY = 1_000_000
"""The largest body that is read, in bytes."""

Handler = Callable[[Request, bytes], Response]
"""Answers a request, given its body; waits for the database, and so runs in a thread."""


def resource(path: str, method: str, handler: Handler, *, accepts: Collection[str] = ()) -> Route:
    """Make a resource. It answers OPTIONS as well, and HEAD where it answers GET.

    Args:
        path: Its path, as Starlette writes it.
        method: GET, POST, PUT or DELETE.
        handler: Answers it.
        accepts: The media types that a body may have; none for a method without a body.
    """
    return resource_of(path, {method: handler}, accepts={method: accepts})


def resource_of(
    path: str, handlers: Mapping[str, Handler], *, accepts: Mapping[str, Collection[str]]
) -> Route:
    """Make a resource of several methods; see `resource`.

    Args:
        path: Its path, as Starlette writes it.
        handlers: By method, what answers it.
        accepts: By method, the media types that a body may have.
    """
    methods = (*handlers, *(["HEAD"] if "GET" in handlers else []), "OPTIONS")
    allow = {"Allow": ", ".join(methods)}
    for method, types in accepts.items():
        allow |= _accepting(method, types)

    async def endpoint(request: Request) -> Response:
        if request.method == "OPTIONS":
            return empty(204, allow)
        method = "GET" if request.method == "HEAD" else request.method
        taken = accepts.get(method, ())
        body = await _body(request, taken) if taken else b""
        return await run_in_threadpool(handlers[method], request, body)

    return Route(path, endpoint, methods=methods, name=f"{' '.join(handlers)} {path}")


def _accepting(method: str, types: Collection[str]) -> dict[str, str]:
    """Give the header that says which bodies a method takes; for PUT there is none of its own."""
    return {"Accept-Post" if method == "POST" else "Accept": ", ".join(types)} if types else {}


async def _body(request: Request, accepts: Collection[str]) -> bytes:
    """Read the body, as far as it may reach.

    Raises:
        RequestProblem: It is of another kind than those accepted, or too large.
    """
    if media_type(request) not in accepts or not _is_plain_utf_8(request):
        raise RequestProblem(
            UNSUPPORTED_MEDIA_TYPE,
            f"Skicka innehållet som {' eller '.join(accepts)} i UTF-8, okomprimerat, "
            "och säg det i Content-Type.",
            field="Content-Type",
            headers=_accepting(request.method, accepts) | {"Accept-Encoding": "identity"},
        )
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > LARGEST_BODY:
        raise _too_large()
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise _too_large()
    return bytes(body)


def media_type(request: Request) -> str:
    """Give the media type of the body, in lower case and without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _is_plain_utf_8(request: Request) -> bool:
    parameters = request.headers.get("content-type", "").lower().partition(";")[2]
    charset = parameters.partition("charset=")[2].partition(";")[0].strip(' "')
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    return charset in ("", "utf-8", "utf8", "us-ascii") and encoding in ("", "identity")


def _too_large() -> RequestProblem:
    return RequestProblem(
        TOO_LARGE,
        f"Innehållet är större än {LARGEST_BODY // 1_000_000} MB. Dela upp det.",
    )
