"""Compliance: what is asked of the findings over time, and what is counted."""

from dataclasses import dataclass
from datetime import date

from rutin.domain.intervention import Intervention


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which findings are asked for; each that is left out leaves nothing out.

    Attributes:
        as_of: The day, past or to come, up to the view's horizon.
        case: This case alone.
        unit: Cases of this unit alone.
        intervention: Cases of this intervention alone.
        provisions: These alone, as "KLA-06c".
        statuses: Those that stand in one of these ways alone.
        due_by: Those that are overdue, or due by this day, alone.
    """

    as_of: date
    case: str | None = None
    unit: str | None = None
    intervention: Intervention | None = None
    provisions: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    due_by: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """How many findings of a provision stand in one way."""

    provision: str
    status: str
    count: int
