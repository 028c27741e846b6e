"""Asking a query about a history, as `Rutin.ask` answers it on a day."""

from datetime import UTC, datetime, time
from typing import TypeVar

from assessing import day
from examples import AUDITOR
from rutin.application import Rutin
from rutin.application.memory import MemoryJournal
from rutin.application.query import Query
from rutin.domain.actor import Actor
from rutin.domain.assessment.assess import Finding
from rutin.domain.assessment.reason import NOT_THIS_INTERVENTION
from rutin.domain.history import History
from rutin.domain.person import Person
from rutin.projections.folded import FoldedViews

Line = TypeVar("Line")


def asked(
    query: Query[Line],
    history: History,
    *,
    on: str,
    by: Actor = AUDITOR,
    persons: tuple[Person, ...] = (),
) -> tuple[Line, ...]:
    """Give the lines that answer a query on a day, written as in `assessing`.

    Args:
        query: What is asked.
        history: What is recorded.
        on: The day it is asked; at noon.
        by: Who asks.
        persons: Those who are in the vault.
    """
    journal = MemoryJournal()
    journal.append(list(history.recorded), persons=persons)
    noon = datetime.combine(day(on), time(12), UTC)
    views = FoldedViews(journal, clock=lambda: noon)
    return Rutin(journal, views=views, clock=lambda: noon).ask(query, by)


def is_kept(finding: Finding) -> bool:
    """Say whether the view of findings is to tell what was found by assessing."""
    is_of_a_case = finding.about.startswith("case/")
    concerns_it = finding.state.reason is not NOT_THIS_INTERVENTION
    return is_of_a_case and concerns_it and not finding.is_before_anything
