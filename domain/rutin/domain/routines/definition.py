"""What a provision is: one demand of a routine or a law, with the place where it stands."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rutin.domain.routines.citation import Citation


class Kind(StrEnum):
    """What sort of demand it is."""

    PRECONDITION = "P"
    DUE_OBLIGATION = "OD"
    """An obligation with a due day or a period."""
    OBLIGATION = "O"
    """An obligation without a due day of its own."""
    RECOMMENDATION = "R"
    """What should be done ('bör'): never breached."""
    FIELD = "F"
    """A field of a form, or something that a record must hold."""
    ROLE = "ROLE"
    """Who answers for what."""
    INFORMATION = "I"
    """A duty to tell someone something."""
    VALUE = "V"
    """A purpose, a right or a scope: shown, never judged."""


class Basis(StrEnum):
    """What the time of a provision rests on."""

    SEED = "seed"
    """The routine states it."""
    STEP_ORDER = "step_order"
    """The duty belongs to an occasion that the routine names, such as the meeting or the start."""
    PARAMETER = "parameter"
    """A local policy value, not in the routine: it can make something overdue, never breached."""
    LAW = "law"


# Interventions, as in rutin.domain.intervention.
RELIEF: Final = ("relief",)
COMPANION: Final = ("companion",)
CONTACT_PERSON: Final = ("contact_person",)
HOUSING_SUPPORT: Final = ("housing_support",)
ASSIGNED: Final = RELIEF + COMPANION + CONTACT_PERSON
"""The interventions that an assignee carries out (KLA r.32–33)."""
EVERY_INTERVENTION: Final = ASSIGNED + HOUSING_SUPPORT
THE_ROUTINE_ITSELF: Final = ()
"""Concerns the routine as a document, and no intervention."""

# Roles, as in rutin.domain.actor, and three that the routines name beside them.
ADMINISTRATOR: Final = ("administrator",)
UNIT_MANAGER: Final = ("unit_manager",)
SUPPORT_PERSON: Final = ("support_person",)
ASSIGNEE: Final = ("assignee",)
CASE_OFFICER: Final = ("case_officer",)
QUALITY_DEVELOPER: Final = ("quality_developer",)
DESIGNATED_EMPLOYEE: Final = ("designated_employee",)
CLIENT: Final = ("client",)
EVERYONE: Final = ("everyone",)
NOBODY: Final = ()


@dataclass(frozen=True, slots=True)
class Provision:
    """One demand of a routine or a law.

    Attributes:
        id: Its name for good, such as "KLA-06c"; never reused.
        citation: Where it stands.
        swedish: What shall be done, in one plain sentence for staff.
        english: The same in English.
        kind: What sort of demand it is.
        applies_to: Codes of the interventions it concerns; empty when it concerns the document.
        responsible: Codes of the roles that answer for it; empty when nobody is named.
        basis: What its time rests on.
        also: Further places that say the same.
    """

    id: str
    citation: Citation
    swedish: str
    english: str
    kind: Kind
    applies_to: tuple[str, ...]
    responsible: tuple[str, ...]
    basis: Basis = Basis.SEED
    also: tuple[Citation, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every place it stands, the main one first."""
        return (self.citation, *self.also)
