"""Staff do anything in any order: whatever they do, the journal stays lawful, whole and in order."""

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from hypothesis import Phase, settings
from sqlalchemy import select

from any_order.machine import AnyOrderOfWork
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
    "DepartureChanged",
    "HandoverCompleted",
    "FactCorrected",
    "Refused",
    "Impossible",
    "deviation",
    "overtaken",
    "retry",
    "restart",
)
"""What a run must have tried, or its silence says nothing."""


class InMemory(AnyOrderOfWork):
    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        self.journal = MemoryJournal()
        super().__init__()

    def open(self) -> MemoryJournal:
        return self.journal


class OnSqlite(AnyOrderOfWork):
    """Each of the two programs has the file open for itself, and a restart opens it anew."""

    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        self.folder = ExitStack()
        self.file = Path(self.folder.enter_context(TemporaryDirectory())) / "rutin.db"
        self.programs = ExitStack()
        super().__init__()

    def open(self) -> SqlJournal:
        return self.programs.enter_context(open_journal(f"sqlite:///{self.file}"))

    def start(self) -> None:
        self.programs.close()
        super().start()

    def stored_documents(self, _recorded: Sequence[Recorded]) -> list[bytes]:
        with reading(self.open().engine) as connection:
            return list(connection.scalars(select(events.c.payload).order_by(events.c.position)))

    def teardown(self) -> None:
        with self.folder, self.programs:
            super().teardown()
            engine = self.open().engine
            verified = verify(engine, signing_key(engine))
            assert (verified.fault, verified.events) == (None, len(self.answers))


class TestInMemory(InMemory.TestCase):  # type: ignore[valid-type, misc] # made by Hypothesis
    settings = settings(max_examples=EXAMPLES, stateful_step_count=30, phases=PHASES)

    @classmethod
    def tearDownClass(cls) -> None:
        """Fail if the machine passed by what it is to try: an invariant never put to the test."""
        missed = [each for each in MUST_REACH if not InMemory.reached[each]]
        assert not missed, f"never reached: {missed}; reached: {InMemory.reached}"


class TestOnSqlite(OnSqlite.TestCase):  # type: ignore[valid-type, misc] # made by Hypothesis
    settings = settings(max_examples=max(EXAMPLES // 8, 1), stateful_step_count=20, phases=PHASES)
