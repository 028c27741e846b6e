"""What developers embed: `Rutin`, who acts, and the errors it may raise."""

from rutin.application.registry import OPERATIONS, Operation
from rutin.application.rutin import Rutin
from rutin.application.timeline import Timeline, TimelineEntry
from rutin.domain.actor import Actor
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import (
    Conflict,
    Damaged,
    Forbidden,
    Impossible,
    Malformed,
    Problem,
    Refused,
    RutinError,
)

__all__ = [
    "OPERATIONS",
    "Actor",
    "Conflict",
    "Damaged",
    "Forbidden",
    "Impossible",
    "Malformed",
    "Operation",
    "Problem",
    "Recorded",
    "Refused",
    "Rutin",
    "RutinError",
    "Timeline",
    "TimelineEntry",
]
