"""Who acts, and in what role."""

from typing import Annotated, Literal

from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import Reference

Role = Literal[
    "administrator",
    "unit_manager",
    "support_person",
    "assignee",
    "case_officer",
    "quality_developer",
    "auditor",
    "importer",
]
"""The roles of the routines, and those that keep the record (D-25)."""


class Actor(Immutable):
    """The person who records, by an opaque id, and whom they stand in for, if anyone."""

    id: Annotated[Reference, label("Användare")]
    role: Annotated[Role, label("Roll")]
    unit: Annotated[Reference, label("Enhet")]
    on_behalf_of: Annotated["Actor | None", label("För någon annans räkning")] = None

    @property
    def acting_for(self) -> "Actor":
        """The one whose act it is: whom the actor stands in for, else the actor."""
        return self.on_behalf_of or self
