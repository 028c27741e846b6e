"""Asking a query about a history, as `Rutin.ask` answers it on a day, beside what assessing says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime, time
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from assessing import day
from examples import AUDITOR
from rutin.adapters.shown import ShownFinding, finding_shown
from rutin.application import Rutin
from rutin.application.memory import MemoryJournal
from rutin.application.query import Query
from rutin.domain.actor import Actor
from rutin.domain.assessment.assess import Finding
from rutin.domain.assessment.reason import NOT_THIS_INTERVENTION
from rutin.domain.history import History
from rutin.domain.person import Person
from rutin.projections.compliance import FindingLine
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


def told_otherwise(lines: Iterable[FindingLine], found: Iterable[Finding]) -> list[Any]:
    """Give some of what lines of `findings` tell and assessing does not, or the other way round.

    All fields are compared but where the case is: that is no part of what is found.
    """
    listed = Counter(map(_listed, lines))
    assessed = Counter(_assessed(each) for each in found if is_kept(each))
    return [*islice(listed - assessed, 3), *islice(assessed - listed, 3)]


def _listed(line: FindingLine) -> tuple[Any, ...]:
    return f"case/{line.case}", _contract(line), line.gaps, line.reason_code


def _assessed(found: Finding) -> tuple[Any, ...]:
    shown, reason = finding_shown(found), found.state.reason
    gaps = tuple(f"{each.first}/{each.last or ''}" for each in shown.gaps)
    return found.about, _contract(shown), gaps, reason and reason.code


_contract = attrgetter(
    *(
        each.name
        for each in fields(FindingLine)
        if each.name in ShownFinding.model_fields and each.name != "gaps"
    )
)
"""Gives the fields that a line has from the result contract, and that are told in the same form."""
