"""Staff do anything in any order: whatever they do, the journal stays lawful, whole and in order."""

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from hypothesis import settings

from any_order.machine import AnyOrderOfWork
from rutin.application.memory import MemoryJournal


class InMemory(AnyOrderOfWork):
    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        self.journal = MemoryJournal()
        super().__init__()

    def open(self) -> MemoryJournal:
        return self.journal


class TestInMemory(InMemory.TestCase):
    settings = settings(max_examples=50, stateful_step_count=30)
