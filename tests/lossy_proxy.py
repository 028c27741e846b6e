"""A way to a PostgreSQL server on which the commit of facts, or the answer to it, can be lost."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from select import select
from threading import Event, Thread
from typing import Literal

from sqlalchemy import make_url

Loss = Literal["nothing", "the commit", "the answer to the commit"]

_RECORDED = b"NOTIFY"
_COMMIT = b"COMMIT\0"


@dataclass
class LossyProxy:
    """What stands between us and the server.

    Attributes:
        url: The way through it.
        losing: What goes astray the next time, and the connection with it.
        cut_off: Whether the server is out of reach from then on.
        unreachable: Nobody is let through.
        lost: How many times something went astray.
    """

    url: str
    losing: Loss = "nothing"
    cut_off: bool = False
    unreachable: bool = False
    lost: int = 0
    _closed: Event = field(default_factory=Event)

    def serve(self, listener: socket.socket, server: str) -> None:
        """Let whoever comes through, until closed."""
        with ExitStack() as stack:
            while not self._closed.is_set():
                if select([listener], [], [], 0.05)[0]:
                    client = listener.accept()[0]
                    if self.unreachable:
                        client.close()
                        continue
                    thread = Thread(target=self._carry, args=(client, _connected(server)))
                    thread.start()
                    stack.callback(thread.join)

    def close(self) -> None:
        """Let nobody through any more, and cut off whoever is."""
        self._closed.set()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        since_commit = b""
        with client, server, suppress(ConnectionError):
            while not self._closed.is_set():
                ready = select([client, server], [], [], 0.05)[0]
                if server in ready and not _pass_on(server.recv(65536), client):
                    return
                if client in ready:
                    said = client.recv(65536)
                    since_commit += said
                    is_commit = _COMMIT in said
                    if is_commit and _RECORDED in since_commit and self._loses(said, server):
                        return
                    if is_commit:
                        since_commit = b""
                    if not _pass_on(said, server):
                        return

    def _loses(self, said: bytes, server: socket.socket) -> bool:
        """Lose what is said, or the answer to it, if it is time to; say whether it was."""
        losing, self.losing = self.losing, "nothing"
        if losing == "nothing":
            return False
        if losing == "the answer to the commit":
            server.sendall(said)
            server.recv(65536)
        self.lost += 1
        self.unreachable = self.cut_off
        return True


@contextmanager
def lossy_proxy(url: str) -> Iterator[LossyProxy]:
    """Give a way to the database of a URL on which nothing is lost yet."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        way = make_url(url).set(host="127.0.0.1", port=port).difference_update_query(["host"])
        proxy = LossyProxy(way.render_as_string(hide_password=False))
        thread = Thread(target=proxy.serve, args=(listener, url))
        thread.start()
        try:
            yield proxy
        finally:
            proxy.close()
            thread.join()


def _connected(url: str) -> socket.socket:
    place = make_url(url)
    port = place.port or 5432
    host = str(place.query.get("host") or place.host or "localhost")
    if not host.startswith("/"):
        return socket.create_connection((host, port))
    server = socket.socket(socket.AF_UNIX)
    server.connect(str(Path(host, f".s.PGSQL.{port}")))
    return server


def _pass_on(said: bytes, to: socket.socket) -> bool:
    to.sendall(said)
    return bool(said)
