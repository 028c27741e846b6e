"""What is judged: every provision with its check, and what a municipality adds of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from rutin.domain.assessment.byte import BYTE_CHECKS
from rutin.domain.assessment.clocks import Check
from rutin.domain.assessment.doc import DOC_CLOCKS
from rutin.domain.assessment.kla import KLA_CHECKS
from rutin.domain.assessment.kmsp import KMSP_CHECKS
from rutin.domain.assessment.law import LAW_CHECKS
from rutin.domain.assessment.man import MAN_CHECKS
from rutin.domain.assessment.nyb import NYB_CHECKS
from rutin.domain.assessment.own_routine import OwnRoutine
from rutin.domain.routine import RoutineVersion
from rutin.domain.routines import PROVISIONS, Kind, Provision

_OF_THE_PROGRAM = "det är ett krav på programmet, inte på ett ärende"

NOT_JUDGED: Mapping[str, str] = MappingProxyType(
    {
        "NYB-01": "ärendets egna uppgifter visar vad som ska göras",
        "KLA-B4-5": "det är blankettens text; journalen kan inte visa om den följs",
        "KLA-B4-6": "det visar åtkomstloggen, som kommer med behörigheterna",
        "KLA-B4-7": "det är blankettens text; journalen kan inte visa om den följs",
        "LAW-09": "det visar åtkomstloggen, som kommer med behörigheterna",
        "LAW-19": "en anmälan enligt lex Sarah görs av en människa och förvaras utanför akten",
        "LAW-23": "kommunens egen dokumentation visar det, inte ett ärende",
        **dict.fromkeys(
            (
                *("LAW-07", "LAW-14", "LAW-20", "LAW-21", "LAW-22", "LAW-24", "LAW-25"),
                *("LAW-26", "LAW-28"),
            ),
            _OF_THE_PROGRAM,
        ),
    }
)
"""Provisions of a kind that is judged, but that no fact of a case or a routine can show, and why."""


@dataclass(frozen=True)
class ProvisionSet:
    """Provisions to be judged.

    Attributes:
        all: The provisions, in catalogue order.
        checks: How each is judged of a case.
        roll_ups: Those that sum up the provisions whose ids begin so.
        clocks_of_routines: The clocks of those that are judged of a routine.
        own_versions: The first version of each routine that a municipality has added.
    """

    all: tuple[Provision, ...]
    checks: Mapping[str, Check]
    roll_ups: Mapping[str, str] = field(default_factory=dict)
    clocks_of_routines: Mapping[str, str] = field(default_factory=dict)
    own_versions: tuple[RoutineVersion, ...] = ()

    def named(self, provision_id: str) -> Provision:
        """Find a provision by its id.

        Raises:
            KeyError: There is none of that id.
        """
        return self._by_id[provision_id]

    def find(self, provision_id: str) -> Provision | None:
        """Find a provision by its id, if there is one."""
        return self._by_id.get(provision_id)

    def place(self, provision_id: str) -> int:
        """Give a provision's place in the catalogue.

        Raises:
            KeyError: There is none of that id.
        """
        return self._places[provision_id]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {each.id: place for place, each in enumerate(self.all)}

    @cached_property
    def _by_id(self) -> dict[str, Provision]:
        return {each.id: each for each in self.all}

    def clock_of(self, provision_id: str) -> str | None:
        """Give the clock by which a provision is judged; None if it is shown, not judged."""
        if provision_id in self.checks:
            return self.checks[provision_id].clock
        if provision_id in self.roll_ups:
            return f"ROLE: summan av {self.roll_ups[provision_id]}*"
        return self.clocks_of_routines.get(provision_id)

    def why_not_judged(self, provision_id: str) -> str | None:
        """Say in Swedish why a provision is not judged; None if it is."""
        if self.clock_of(provision_id) is not None:
            return None
        if self.named(provision_id).kind is Kind.VALUE:
            return "den anger ett syfte, en rätt eller en gräns"
        return NOT_JUDGED.get(provision_id, "den bedöms inte än")

    def only(self, provision_id: str) -> "ProvisionSet":
        """Give the set that judges a provision, and what it sums up if it does, and no others."""
        summed = self.roll_ups.get(provision_id)
        checks = {
            name: check
            for name, check in self.checks.items()
            if name == provision_id or (summed is not None and name.startswith(summed))
        }
        roll_ups = {} if summed is None else {provision_id: summed}
        return replace(self, checks=checks, roll_ups=roll_ups)

    def joined_by(self, routines: Iterable[OwnRoutine]) -> "ProvisionSet":
        """Give the set with a municipality's own routines after those it has.

        Raises:
            ValueError: Two routines have the same short name.
        """
        provisions, checks, versions = list(self.all), dict(self.checks), list(self.own_versions)
        for routine in routines:
            if any(version.routine == routine.key for version in versions):
                raise ValueError(f"Kortnamnet {routine.key} används av två egna rutiner.")
            provisions += routine.provisions
            checks |= routine.checks
            versions.append(routine.version)
        return replace(self, all=tuple(provisions), checks=checks, own_versions=tuple(versions))


SHIPPED = ProvisionSet(
    PROVISIONS,
    MappingProxyType(
        {**BYTE_CHECKS, **KMSP_CHECKS, **MAN_CHECKS, **NYB_CHECKS, **KLA_CHECKS, **LAW_CHECKS}
    ),
    MappingProxyType({"KMSP-05": "KMSP-01", "MAN-06": "MAN-", "NYB-09": "KLA-"}),
    MappingProxyType(DOC_CLOCKS),
)
"""The five routines and the law."""
