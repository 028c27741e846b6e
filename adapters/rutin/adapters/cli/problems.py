"""How a no is told: as lines to read, and as JSON."""

from collections.abc import Iterator
from typing import Any

from rutin.adapters.shown import problem_shown
from rutin.domain.refusal import Problem, Refused, RutinError
from rutin.domain.routines.citation import Citation


def told(error: RutinError, *, field: str = "fältet") -> list[str]:
    """Tell an error in lines: what to do, and every problem with its code and provision.

    Args:
        error: What was said no to.
        field: What a field is called where the input comes from; empty where it has none.
    """
    advice = [error.text] if isinstance(error, Refused) else []
    return [*advice, *problem_lines(error.problems, field=field)]


def problem_lines(problems: tuple[Problem, ...], *, field: str) -> list[str]:
    """Tell problems in lines, as `told` does."""
    return [line for problem in problems for line in _lines(problem, field)]


def _lines(problem: Problem, field: str) -> Iterator[str]:
    place = f"{field} {problem.field}: " if field and problem.field else ""
    yield f"{place}{problem.text} [{problem.code}]"
    if problem.provision and problem.citation:
        yield f"  {problem.provision}: {_place(problem.citation)}"


def _place(citation: Citation) -> str:
    if not citation.lines:
        return citation.display
    return f"{citation.display} ({citation.source}, {citation.line_reference})"


def error_as_json(error: RutinError) -> dict[str, Any]:
    """Give an error as JSON."""
    return {
        "code": error.code,
        "text": error.text,
        "problems": [problem_as_json(problem) for problem in error.problems],
    }


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Give one problem as JSON."""
    return problem_shown(problem).model_dump(mode="json")
