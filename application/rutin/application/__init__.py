"""What developers embed: `Rutin`, who acts, and the errors it may raise."""

from rutin.application.registry import OPERATIONS, Operation
from rutin.application.rutin import Rutin
from rutin.application.timeline import Timeline, TimelineEntry
from rutin.application.what_if import WhatIf
from rutin.domain.actor import Actor
from rutin.domain.assessment.assess import Finding
from rutin.domain.assessment.finding import Status
from rutin.domain.assessment.own_routine import OwnRoutine
from rutin.domain.assessment.provision_set import ProvisionSet
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
    "Finding",
    "Forbidden",
    "Impossible",
    "Malformed",
    "Operation",
    "OwnRoutine",
    "Problem",
    "ProvisionSet",
    "Recorded",
    "Refused",
    "Rutin",
    "RutinError",
    "Status",
    "Timeline",
    "TimelineEntry",
    "WhatIf",
]
