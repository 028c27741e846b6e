"""Staff do anything in any order: whatever they do, the journal stays lawful, whole and in order."""

import os
from abc import abstractmethod
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from sqlalchemy import select

from any_order.machine import AnyOrderOfWork
from databases import KEY, Postgresql
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.signing import signing_key
from rutin.adapters.sql.tables import events
from rutin.adapters.sql.transaction import reading
from rutin.adapters.sql.verification import verify
from rutin.application.memory import MemoryJournal
from rutin.domain.recorded import Recorded

EXAMPLES = settings().max_examples

PHASES = (
    tuple(Phase) if "RUTIN_SOAK" in os.environ else (Phase.explicit, Phase.reuse, Phase.generate)
)
"""To shrink a long day's work takes minutes: left to the soak, which begins with what failed here."""

MUST_REACH = (
    "AgreementSigned",
    "ServiceStarted",
    "ServiceResumed",
    "ExpensePaid",
    "SupportPersonAppointed",
    "DepartureAnnounced",
    "FactCorrected",
    "Refused",
    "Impossible",
    "deviation",
    "overtaken",
    "retry",
    "restart",
)
"""What a run must have tried, or its silence says nothing; how support persons leave and hand over is
demanded of test_staff_come_and_go.py, which does nothing else."""


class InMemory(AnyOrderOfWork):
    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        self.journal = MemoryJournal()
        super().__init__()

    def open(self) -> MemoryJournal:
        return self.journal


class OnDatabase(AnyOrderOfWork):
    """Each of the two programs has the database open for itself, and a restart opens it anew."""

    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        self.made = ExitStack()
        self.url = self.make()
        self.programs = ExitStack()
        super().__init__()

    @abstractmethod
    def make(self) -> str:
        """Make a database for one run, and give its URL."""

    def open(self) -> SqlJournal:
        return self.programs.enter_context(open_journal(self.url))

    def start(self) -> None:
        self.programs.close()
        super().start()

    def stored_documents(self, _recorded: Sequence[Recorded]) -> list[bytes]:
        with reading(self.open().engine) as connection:
            return list(connection.scalars(select(events.c.payload).order_by(events.c.position)))

    def teardown(self) -> None:
        with self.made, self.programs:
            super().teardown()
            engine = self.open().engine
            verified = verify(engine, signing_key(engine))
            assert (verified.fault, verified.events) == (None, len(self.answers))


class OnSqlite(OnDatabase):
    def make(self) -> str:
        return f"sqlite:///{self.made.enter_context(TemporaryDirectory())}/rutin.db"


class OnPostgresql(OnDatabase):
    server: ClassVar[Postgresql]

    def make(self) -> str:
        url = self.server.create()
        self.made.callback(self.server.drop, url)
        return url


def refuse_passed_by(*wanted: str) -> None:
    """Fail if the machine passed by what it is to try: an invariant never put to the test."""
    missed = [each for each in wanted if not InMemory.reached[each]]
    assert not missed, f"never reached: {missed}; reached: {InMemory.reached}"


class TestALittleInMemory(InMemory.TestCase):  # type: ignore[valid-type, misc] # made by Hypothesis
    settings = settings(max_examples=max(EXAMPLES // 4, 1), stateful_step_count=30, phases=PHASES)

    @classmethod
    def tearDownClass(cls) -> None:
        refuse_passed_by("AgreementSigned", "Refused", "Impossible", "deviation", "retry")


@pytest.mark.long
class TestInMemory(InMemory.TestCase):  # type: ignore[valid-type, misc] # made by Hypothesis
    settings = settings(max_examples=EXAMPLES, stateful_step_count=30, phases=PHASES)

    @classmethod
    def tearDownClass(cls) -> None:
        refuse_passed_by(*MUST_REACH)


@pytest.mark.long
class TestOnSqlite(OnSqlite.TestCase):  # type: ignore[valid-type, misc] # made by Hypothesis
    settings = settings(max_examples=max(EXAMPLES // 8, 1), stateful_step_count=20, phases=PHASES)


@pytest.mark.long
class TestOnPostgresql(OnPostgresql.TestCase):  # type: ignore[valid-type, misc] # made by Hypothesis
    settings = settings(max_examples=max(EXAMPLES // 20, 1), stateful_step_count=20, phases=PHASES)

    @pytest.fixture(autouse=True)
    def server(self, postgresql: Postgresql, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RUTIN_SIGNING_KEY", KEY)
        OnPostgresql.server = postgresql
