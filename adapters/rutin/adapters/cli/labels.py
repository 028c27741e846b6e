"""What the command line calls kinds, roles and how things stand, in Swedish."""

from typing import Final

from rutin.application import Status
from rutin.application.in_swedish import CHOICES

KINDS: Final = {
    "case": "Ärende",
    "assignee": "Uppdragstagare",
    "relationship": "Uppdrag",
    "routine": "Rutin",
}
"""Kinds of streams."""

ROLES: Final = {
    "administrator": "administratör",
    "unit_manager": "enhetschef",
    "support_person": "stödperson",
    "assignee": "uppdragstagare",
    "case_officer": "handläggare",
    "quality_developer": "kvalitetsutvecklare",
    "auditor": "granskare",
    "importer": "importör",
}

STATUSES: Final = {
    Status.OPEN: "öppen",
    Status.MET: "uppfylld",
    Status.OVERDUE: "försenad",
    Status.BREACHED: "bruten",
    Status.NOT_APPLICABLE: "gäller inte",
}
"""How a provision stands."""

STAGES: Final = {
    "ordered": "beställt",
    "running": "pågår",
    "interrupted": "uppehåll",
    "ended": "avslutat",
    "closed": "stängt",
}
"""How far a case has come."""

DECISIONS: Final = {"approved": "godkänd", "rejected": "inte godkänd"}
"""What is decided about an assignee."""

WAITING: Final = {
    "decision": "beslut",
    "interruption": "avbrott",
    "3-6": "3–6 månader",
    "6-12": "6–12 månader",
    "12-": "ett år eller mer",
}
"""What waits to be executed, and for how long it has."""

REPORTS: Final = {
    "monthly": "månadsrapport",
    "quarterly": "kvartalsrapport",
    "outlays": "utlägg",
    "expected": "väntas",
    "missing": "saknas",
    "incomplete": "ofullständig",
    "received": "komplett",
    "late": "komplett för sent",
}
"""What is reported, and how a report stands."""

KEEPING: Final = {
    "kept": "sparas än",
    "due": "ska gallras",
    "preserved": "bevaras",
    "birth_day_unknown": "födelsedagen är inte känd",
}
"""What is to become of a closed file."""

VERSIONS: Final = {
    "coming": "kommande",
    "in_force": "gäller",
    "suspended": "vilande",
    "expired": "tiden har gått ut",
    "replaced": "ersatt",
    "withdrawn": "upphävd",
    "default": "förval",
    "municipality": "kommunen",
    "version": "utgåvan",
}
"""How a routine's version stands, and where a local value comes from."""


def chosen(value: str) -> str:
    """Give what a value that may be asked for is called; the value itself, if it has no name."""
    return _NAMES.get(value, value)


_NAMES: Final = {
    **CHOICES,
    **ROLES,
    **STAGES,
    **DECISIONS,
    **WAITING,
    **REPORTS,
    **KEEPING,
    **VERSIONS,
    **{status.value: name for status, name in STATUSES.items()},
}
