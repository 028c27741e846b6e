"""References: what callers choose to call a case, an assignee, a note and the like."""

from typing import Annotated

from pydantic import StringConstraints

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

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
"""Free text from a form; may be empty, since a form is recorded as received."""

FilledText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)
]
"""Free text without which the act says nothing, such as a reason."""
