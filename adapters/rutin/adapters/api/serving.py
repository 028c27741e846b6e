"""Serving: the application on an address, until it is told to stop."""

import logging
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from rutin.domain.refusal import Unavailable

STOPPING_S = 10
"""How long requests under way may take to end when the service is stopped, in seconds."""


def serve(
    app: ASGIApp,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are answered first.

    Args:
        app: From `api`.
        host: The address to listen at; this machine alone, unless told otherwise.
        port: The port; 0 for any that is free.
        ready: Called with the URL once requests are taken in.

    Raises:
        Unavailable: With code "address": the address is taken, or is not this machine's.
    """
    with listening(host, port) as door:
        if threading.current_thread() is threading.main_thread():
            # uvicorn stops at its ease on either signal, then raises it again: as an interrupt,
            # so that whoever called can close what it has open.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            _Server(app, url_of(door), ready).run(sockets=[door])


def listening(host: str, port: int) -> socket.socket:
    """Open the door: a socket that listens at an address.

    Raises:
        Unavailable: With code "address": the address is taken, or is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        raise Unavailable(
            f"Det går inte att lyssna på {host}, port {port} ({error}). "
            "Välj en annan port med --port, eller stoppa det som använder den.",
            code="address",
        ) from error


def url_of(door: socket.socket) -> str:
    """Give the URL that a listening socket answers at."""
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """A server that tells when it is ready."""

    def __init__(self, app: ASGIApp, url: str, ready: Callable[[str], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level=logging.WARNING,
                access_log=False,  # an address may hold a reference to a person's case
                server_header=False,
                timeout_graceful_shutdown=STOPPING_S,
            )
        )
        self._url = url
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready(self._url)
