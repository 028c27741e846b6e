"""Assessing: the findings of a case, of a unit's cases, or of everything, case by case.

One case at a time is read and judged, so memory stays the same however many there are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rutin.application.existing import no_such, refuse_unknown_rule
from rutin.application.journal import Journal
from rutin.application.what_if import WhatIf
from rutin.domain.assessment.assess import Finding, assess, findings, routine_courses
from rutin.domain.assessment.client_files import leading_on_from
from rutin.domain.assessment.doc import RoutineFile
from rutin.domain.assessment.provision_set import ProvisionSet
from rutin.domain.case import OrderReceived
from rutin.domain.history import History
from rutin.domain.refusal import Problem
from rutin.domain.reliance import further
from rutin.domain.routine import ALL_ROUTINES, RoutineBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked.

    Attributes:
        case: The case; every case, and the routines themselves, when left out.
        rule: The provision; all of them when left out.
        unit: Cases of this unit alone.
        as_of: The day that is asked about.
        known_at: The moment at which it is to have been known; what is known now when left out.
        what_if: What is supposed, if anything.
    """

    case: str | None = None
    rule: str | None = None
    unit: str | None = None
    as_of: date
    known_at: datetime | None = None
    what_if: WhatIf | None = None


def answer(journal: Journal, question: Question, provisions: ProvisionSet) -> Iterator[Finding]:
    """Give the findings that answer a question, case by case, each in catalogue order.

    Raises:
        Malformed: There is no such rule.
        Impossible: There is no such case, or what is supposed cannot be.
    """
    if question.rule is not None:
        refuse_unknown_rule(question.rule, provisions)
        provisions = provisions.only(question.rule)
    routines = History(journal.about({ALL_ROUTINES}).recorded)
    book = routines.routine_book.joined_by(provisions.own_versions)
    if question.known_at is not None:
        book = book.scheduled_as_in(routines.known_at(question.known_at).routine_book)
    if question.what_if is not None:
        book = question.what_if.laid_over(book)
    if question.case is not None:
        found = _of_case(journal, question.case, question, book, provisions)
        if found is None:
            raise no_such("case", question.case)
        return found
    return _of_everything(journal, question, book, routines, provisions)


def _of_everything(
    journal: Journal,
    question: Question,
    book: RoutineBook,
    routines: History,
    provisions: ProvisionSet,
) -> Iterator[Finding]:
    of_cases = provisions.checks or provisions.roll_ups
    for reference in journal.named("case") if of_cases else ():
        yield from _of_case(journal, reference, question, book, provisions) or ()
    if question.unit is None:
        for key in book.routines:
            yield from _of_routine(key, question, book, routines, provisions)


def _of_case(
    journal: Journal, case: str, question: Question, book: RoutineBook, provisions: ProvisionSet
) -> Iterator[Finding] | None:
    """Give the findings of a case; none of another unit's; None if nothing is recorded of it."""
    history = read_to_assess(journal, case)
    if not any(r.stream == f"case/{case}" for r in history.recorded):
        return None
    if question.known_at is not None:
        history = history.known_at(question.known_at)
    if question.unit is not None and unit_of(history, case) != question.unit:
        return iter(())
    found = assess(history, case, book, as_of=question.as_of, provisions=provisions)
    return (each for each in found if _is_asked(each, question))


def read_case(journal: Journal, case: str) -> History:
    """Read what is recorded about a case, its relationships and their assignees."""
    return History(journal.about({f"case/{case}"}, leading_on=further).recorded)


def read_to_assess(journal: Journal, case: str) -> History:
    """Read a case as it is judged: with the notes that its client has in other files."""
    return History(journal.about({f"case/{case}"}, leading_on=leading_on_from(case)).recorded)


def _of_routine(
    key: str,
    question: Question,
    book: RoutineBook,
    routines: History,
    provisions: ProvisionSet,
) -> Iterator[Finding]:
    if not book.has_versions(key):
        return
    file = RoutineFile(key, book, routines)
    found = routine_courses(file)
    for each in findings(found, book, question.as_of, provisions, file.subject):
        if _is_asked(each, question):
            yield each


def unit_of(history: History, case: str) -> str | None:
    """Give the unit that works a case: the one in its order, else that of whoever took it in."""
    for recorded in history.in_force:
        if recorded.stream == f"case/{case}" and isinstance(recorded.fact, OrderReceived):
            return recorded.fact.unit or recorded.actor.acting_for.unit
    return None


def _is_asked(found: Finding, question: Question) -> bool:
    return question.rule is None or found.provision.id == question.rule


def nothing_yet(cases: Mapping[str, date | None], as_of: date) -> Problem:
    """Tell that nothing had happened in some cases by a day, and from which day something had.

    Args:
        cases: The cases, and the first day that anything happened in each; None when nothing was
            known of it.
        as_of: The day.
    """
    named = f"ärende {next(iter(cases))}" if len(cases) == 1 else f"{len(cases)} ärenden"
    first = min((day for day in cases.values() if day is not None), default=None)
    if first is None:
        text = f"Inget var registrerat om {named} vid den tiden. Ange en senare tidpunkt."
    else:
        text = (
            f"Inget hade hänt i {named} den {as_of}; det första är från {first}. "
            f"Bedömningarna visar hur det stod innan dess. Ange {first} eller en senare dag."
        )
    return Problem("nothing_yet", text, field="as_of", provision="KLA-01")
