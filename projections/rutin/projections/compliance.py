"""Compliance: what is asked of the findings over time, and what is counted."""

from dataclasses import dataclass
from datetime import date

from rutin.domain.intervention import Intervention


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which findings are asked for; each that is left out leaves nothing out.

    Attributes:
        as_of: The day, past or to come, up to the view's horizon.
        unit: Cases of this unit alone.
        intervention: Cases of this intervention alone.
        provision: The provision, as "KLA-06c".
        status: Those that stand so alone.
    """

    as_of: date
    unit: str | None = None
    intervention: Intervention | None = None
    provision: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """How many findings of a provision stand in one way."""

    provision: str
    status: str
    count: int
