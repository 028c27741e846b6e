"""Who may ask what: the roles of those who read lists, as D-25 gives those who record.

Which unit and which clients someone works with does not narrow what they are told yet; so it is to be:
a unit manager the unit, a support person and a case officer their own clients (D-25).
"""

from rutin.domain.actor import Role

CASEWORK: tuple[Role, ...] = (
    "administrator",
    "unit_manager",
    "support_person",
    "case_officer",
    "auditor",
)
"""Those who work with clients, and who examine that work."""

JOURNALS: tuple[Role, ...] = ("administrator", "unit_manager", "support_person", "auditor")
"""Those who read all that is recorded of a client; a case officer does not, without consent."""

FIGURES: tuple[Role, ...] = (*CASEWORK, "quality_developer")
"""Those who follow how the routines are kept; nobody's data is told."""

RESOURCES: tuple[Role, ...] = ("administrator", "unit_manager", "auditor")
"""Those who find assignees for clients."""

REPORTING: tuple[Role, ...] = ("administrator", "unit_manager", "quality_developer", "auditor")
"""Those who report to authorities and to the council."""

FILES: tuple[Role, ...] = ("administrator", "unit_manager", "auditor")
"""Those who keep clients' files, and dispose of them."""
