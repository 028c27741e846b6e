"""References: what callers choose to call a case, an assignee, a note and the like."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from rutin.domain.values import Unreadable
from rutin.domain.values.written import as_pydantic_error

Reference = Annotated[
    str, StringConstraints(min_length=1, max_length=80, pattern=r"^[\w][\w.:+-]*$")
]
"""Opaque; letters, digits and . : + - _ ; never a name or an identity number."""

CaseRef = Reference
AssigneeRef = Reference
RelationshipRef = Reference
PersonRef = Reference
"""A person in the vault, where name, identity number and contact routes are kept."""

OrderNo = Reference

RoutineRef = Reference
"""A routine by its short name, such as "KLA"; a municipality's own has one too."""

RoutineVersionRef = Reference
"""A version of a routine, such as "v1"."""

FactReference = Reference
"""A recorded fact, by its event id or by the id of the command that gave it."""


def _without_nul(written: str) -> str:
    if "\x00" in written:
        raise as_pydantic_error(
            Unreadable(
                "text.nul",
                "Texten har ett osynligt tecken (NUL) som inte går att spara. Skriv om den.",
            )
        )
    return written


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=20_000),
    AfterValidator(_without_nul),  # PostgreSQL keeps no such text
]
"""Free text from a form; may be empty, since a form is recorded as received."""

FilledText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000),
    AfterValidator(_without_nul),
]
"""Free text without which the act says nothing, such as a reason."""
