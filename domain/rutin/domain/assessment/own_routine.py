"""A routine that a municipality adds of its own, without changing anything here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from rutin.domain.actor import Role
from rutin.domain.assessment.clocks import Check
from rutin.domain.intervention import Intervention
from rutin.domain.routine import RoutineVersion
from rutin.domain.routines import PROVISIONS, Provision

_SHORT_NAME = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖ0-9]{1,19}")
_TAKEN_NAMES = {each.id.partition("-")[0] for each in PROVISIONS}
_RESPONSIBLE = {*get_args(Role), "designated_employee", "client", "everyone"}


@dataclass(frozen=True)
class OwnRoutine:
    """A routine with its provisions, and how each is judged.

    Attributes:
        version: Its first version; later ones are adopted as those of any routine.
        provisions: Its provisions; their ids begin with the routine's short name and a hyphen.
        checks: How each is judged of a case, by its id; one without a check is shown, not judged.

    Raises:
        ValueError: Something does not fit; the text says what, in Swedish.
    """

    version: RoutineVersion
    provisions: tuple[Provision, ...]
    checks: Mapping[str, Check]

    def __post_init__(self) -> None:
        if faults := tuple(self._faults()):
            raise ValueError(" ".join(faults))

    @property
    def key(self) -> str:
        """Its short name."""
        return self.version.routine

    def _faults(self) -> Iterator[str]:
        key, ids = self.key, [each.id for each in self.provisions]
        if not _SHORT_NAME.fullmatch(key):
            yield f"Kortnamnet {key} ska vara 2–20 stora bokstäver och siffror, som RESA."
        if key in _TAKEN_NAMES:
            yield f"Kortnamnet {key} är redan en av Rutins egna rutiner. Välj ett annat."
        if not ids:
            yield f"Rutinen {key} har ingen bestämmelse."
        for each in self.provisions:
            if not each.id.startswith(f"{key}-"):
                yield f"Bestämmelsens id {each.id} ska börja med {key}-."
            if ids.count(each.id) > 1:
                yield f"Id {each.id} används två gånger."
            if strange := set(each.applies_to) - set(get_args(Intervention)):
                yield f"{each.id}: insatsen {', '.join(sorted(strange))} finns inte."
            if strange := set(each.responsible) - _RESPONSIBLE:
                yield f"{each.id}: rollen {', '.join(sorted(strange))} finns inte."
        if strange := set(self.checks) - set(ids):
            yield f"{', '.join(sorted(strange))} bedöms men finns inte bland bestämmelserna."
