"""Anything at all sent to every address: never a fault of ours, and always as described.

Schemathesis makes the requests from the description alone: those that it allows, and those that it
does not. Some of each with --long; at length, and the borders of every field, with RUTIN_SOAK.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from schemathesis.openapi import from_dict
from schemathesis.schemas import BaseSchema

from examples import HUGO, IMPORTER, NYB, RUNNING, A, K, R
from machines import NOON, machine, rutin_over, service
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.saved_queries import SqlSavedQueries
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import OPERATIONS, Rutin
from rutin.application.view import AnyView
from rutin.domain.refusal import Unavailable
from rutin.projections import VIEWS

pytestmark = pytest.mark.long

SOAK = bool(os.environ.get("RUTIN_SOAK"))
EXAMPLES = 300 if SOAK else 3
"""Requests made at random to each address, of those the description allows and of the others."""

DESCRIPTION: dict[str, Any] = machine(rutin_over()).client.get("/openapi.json").json()
SAME_BUT_A_FILE = (".csv", ".xlsx")
EVERYWHERE = tuple(
    path
    for path in DESCRIPTION["paths"]
    if SOAK or not path.endswith(SAME_BUT_A_FILE) or path.startswith("/queries/cases")
)
"""Every address; of the queries' answers as files, those of one query, unless there is time."""

BORDERS = EVERYWHERE if SOAK else EVERYWHERE[::-6]
"""Where the borders of every field are tried: it is many requests."""

CHECKS = {
    # What fields say together, such as dates in order, no schema can tell.
    "positive_data_acceptance": {"enabled": False},
    "missing_required_header": {"expected-statuses": [400, 415, 428]},
}
CONFIGURATION = {
    "generation": {"max-examples": EXAMPLES, "deterministic": not SOAK, "database": "none"},
    "checks": CHECKS,
    "continue-on-failure": True,
    "operations": [
        {
            # A row that is wrong is told in the answer, when it is asked to be (partial).
            "include-operation-id": "TakeInOrders",
            "checks": {"negative_data_rejection": {"enabled": False}, **CHECKS},
        }
    ],
}


class CaughtUp(SqlViews):
    """Views that catch up as soon as anyone waits for them, or asks for an earlier moment."""

    def __init__(self, journal: SqlJournal) -> None:
        super().__init__(journal.engine)
        self._keeper = Keeper(journal, VIEWS, clock=lambda: NOON)
        self._keeper.catch_up()

    @contextmanager
    def at_once(self) -> Iterator[SqlViews]:
        """Answer each part of a question anew, so that what it made them work out shows."""
        yield self

    def reach(self, views: Sequence[AnyView], position: int, patience: float) -> None:
        """Let everything recorded show, up to that position and beyond."""
        self._keeper.catch_up()
        super().reach(views, position, patience)

    def horizon(self, view: AnyView, known_at: datetime | None = None) -> date:
        """Give the last day that the rows of a view tell of; it is asked before its rows are."""
        try:
            return super().horizon(view, known_at)
        except Unavailable:
            self._keeper.catch_up()
            return super().horizon(view, known_at)


@pytest.fixture
def rutin(database_url: str) -> Iterator[Rutin]:
    """The application over a journal in which a service runs, and the tables of its views."""
    with open_journal(database_url) as journal:
        rutin = rutin_over(journal, *RUNNING)
        rutin.views = CaughtUp(journal)
        rutin.saved = SqlSavedQueries(journal.engine)
        yield rutin


def described(rutin: Rutin, *paths: str) -> BaseSchema:
    """Give the API as it describes itself, at some addresses."""
    some = DESCRIPTION | {"paths": {path: DESCRIPTION["paths"][path] for path in paths}}
    schema = from_dict(some, config=SchemathesisConfig.from_dict(CONFIGURATION))
    schema.app = service(rutin)
    return schema


def run(schema: BaseSchema, *phases: str) -> tuple[list[str], Counter[int]]:
    """Send what schemathesis thinks of; give what it found, and how requests were answered."""
    schema.config.phases.update(phases=list(phases))
    found: list[str] = []
    answered: Counter[int] = Counter()
    for event in from_schema(schema).execute():
        match event:
            case ScenarioFinished(recorder=recorder):
                for interaction in recorder.interactions.values():
                    assert interaction.response is not None
                    answered[interaction.response.status_code] += 1
                found += [
                    f"{recorder.label}: {check.failure_info.failure}\n{check.failure_info.code_sample}"
                    for checks in recorder.checks.values()
                    for check in checks
                    if check.failure_info is not None
                ]
            case NonFatalError() | FatalError():
                found.append(str(event))
    assert not [status for status in answered if status >= 500]
    return found, answered


def test_every_address_answers_as_described_whatever_is_sent(rutin: Rutin) -> None:
    found, answered = run(described(rutin, *EVERYWHERE), "examples", "fuzzing")
    assert not found, found[0]
    assert answered.total() > 3 * len(EVERYWHERE)


def test_the_borders_of_fields_are_kept(rutin: Rutin) -> None:
    found, answered = run(described(rutin, *BORDERS), "coverage")
    assert not found, found[0]
    assert answered.total() > 30 * len(BORDERS)


def test_commands_of_every_kind_reach_a_running_service(rutin: Rutin) -> None:
    commands = described(rutin, *(path for path in EVERYWHERE if path.startswith("/commands/")))
    commands.config.generation.update(modes=[GenerationMode.POSITIVE])

    @commands.hook
    def map_body(_context: Any, body: Any) -> Any:
        """Send whatever it is about what exists, by someone who may, although rules forbid it."""
        here = {"case": K, "assignee": A, "relationship": R, "routine": NYB}
        data = body["data"] | {name: here[name] for name in body["data"] if name in here}
        by = IMPORTER.but(id="import", on_behalf_of=HUGO).model_dump(mode="json")
        return {"by": by, "data": data, "deviation": "Har redan hänt."}

    @commands.hook
    def map_headers(_context: Any, _headers: Any) -> Any:
        return {"If-Match": "*"}

    found, answered = run(commands, "fuzzing")
    assert not found, found[0]
    assert answered[201] > len(OPERATIONS) / 2
