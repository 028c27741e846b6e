"""A machine that talks to the API, for tests: it remembers the ETags it was given."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.testclient import TestClient

from examples import ADAM
from rutin.adapters.api import api
from rutin.adapters.catalogue import as_json
from rutin.application import Actor, Rutin
from rutin.application.journal import Journal
from rutin.application.memory import MemoryJournal
from rutin.application.registry import operation_named
from rutin.domain.act import Command, Fact
from rutin.projections.folded import FoldedViews
from spec import Told, history

NOON = datetime(2026, 5, 5, 10, tzinfo=UTC)
"""When tests happen, after every day that their examples tell of."""


def rutin_over(journal: Journal | None = None, *given: Fact | Told) -> Rutin:
    """Give the application over a journal in which some facts are recorded."""
    kept = MemoryJournal() if journal is None else journal
    views = FoldedViews(kept, clock=lambda: NOON)
    rutin = Rutin(kept, municipality="testkommunen", clock=lambda: NOON, views=views)
    if given:
        rutin.journal.append(history(*given).recorded)
    return rutin


def service(rutin: Rutin) -> Starlette:
    """Give the API over an application."""
    return api(rutin, catalogue=as_json)


class Machine:
    """Sends commands, each on what it last saw of the aggregate.

    Attributes:
        seen: The newest ETag of each aggregate, by stream.
    """

    def __init__(self, client: httpx2.Client) -> None:
        """Talk through a client, in process or over a socket."""
        self.client = client
        self.seen: dict[str, str] = {}

    def give(
        self,
        name: str,
        body: Mapping[str, Any],
        *,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """Give a command; on the last ETag seen, unless the headers say otherwise."""
        operation = operation_named(name)
        assert operation is not None
        kind = operation.fact.stream_kind
        stream = f"{kind}/{body['data'][kind]}"
        told = {"Idempotency-Key": key} if key else {}
        if stream in self.seen:
            told["If-Match"] = self.seen[stream]
        answer = self.client.post(
            f"/commands/{name}", json=body, headers=told if headers is None else dict(headers)
        )
        if answer.status_code == 201:
            self.seen[stream] = answer.headers["ETag"]
        return answer

    def look(self, stream: str) -> httpx2.Response:
        """Read a timeline, and remember how far it has come."""
        answer = self.client.get(f"/timelines/{stream}")
        if answer.status_code == 200:
            self.seen[stream] = answer.headers["ETag"]
        return answer


def machine(rutin: Rutin) -> Machine:
    """Give a machine that talks to the API in process."""
    return Machine(TestClient(service(rutin), raise_server_exceptions=False))


def body_of(command: Command, by: Actor = ADAM, **told: Any) -> dict[str, Any]:
    """Give the body of the request that gives a command."""
    return {
        "by": by.model_dump(mode="json", exclude_none=True),
        "data": command.model_dump(mode="json", exclude_none=True),
        **told,
    }
