"""A municipality's own routines: found among the installed packages by the entry point rutin.routines.

An entry point names an `OwnRoutine`, or a function that gives one. One that fails is left out and
told, so that a fault in a municipality's own routine never stops the shipped ones; a provision that
fails while a case is judged is told too, and says so in its finding.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from traceback import extract_tb

from rutin.application import OwnRoutine, ProvisionSet
from rutin.domain.assessment import CaseFile, Check, Duty, Excuse, Reason
from rutin.domain.assessment.finding import EVER
from rutin.domain.assessment.provision_set import SHIPPED
from rutin.domain.assessment.standing import Standing

GROUP = "rutin.routines"

NOT_JUDGED = Reason(
    "could_not_be_judged",
    "bestämmelsen gick inte att bedöma, den har ett fel",
    "the provision could not be judged, it has a fault",
)

_LOG = logging.getLogger(GROUP)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of an entry point.

    Attributes:
        name: The entry point's name.
        place: Where it points, as "package.module:name".
        routine: The routine; None if it could not be loaded.
        fault: Why not, in Swedish; empty if it could.
    """

    name: str
    place: str
    routine: OwnRoutine | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class OwnRoutines:
    """Every own routine that is installed, and what is judged with them."""

    found: tuple[Loaded, ...]
    provisions: ProvisionSet

    @property
    def faults(self) -> tuple[str, ...]:
        """Name what was left out, and say why."""
        return tuple(
            f"Den egna rutinen {each.name} ({each.place}) är utelämnad: {each.fault}"
            for each in self.found
            if each.fault
        )


def own_routines() -> OwnRoutines:
    """Load every own routine, by the entry point's name; of two with one short name, the first."""
    provisions = SHIPPED
    found: list[Loaded] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda each: (each.name, each.value)):
        loaded = _loaded(entry)
        if loaded.routine is not None:
            try:
                provisions = provisions.joined_by([_guarded(loaded.routine)])
            except ValueError as taken:
                loaded = replace(loaded, routine=None, fault=str(taken))
        found.append(loaded)
    return OwnRoutines(tuple(found), provisions)


def _loaded(entry: EntryPoint) -> Loaded:
    try:
        named = entry.load()
        routine = named if isinstance(named, OwnRoutine) else named()
    except Exception as error:  # noqa: BLE001 - whatever others' code raises; it is told
        return Loaded(entry.name, entry.value, None, f"{type(error).__name__}: {error}")
    if not isinstance(routine, OwnRoutine):
        kind = type(routine).__name__
        return Loaded(entry.name, entry.value, None, f"{kind} är ingen OwnRoutine.")
    return Loaded(entry.name, entry.value, routine)


def _guarded(routine: OwnRoutine) -> OwnRoutine:
    """Give the routine with checks that never fail."""
    return replace(
        routine,
        checks={name: _guarded_check(name, check) for name, check in routine.checks.items()},
    )


def _guarded_check(provision: str, check: Check) -> Check:
    told: set[str] = set()

    def duties(file: CaseFile) -> Iterator[Duty | Standing]:
        try:
            judged = tuple(check.duties(file))
            for duty in judged:
                duty.segments()
        except Exception as error:  # noqa: BLE001 - whatever others' code raises; it is told
            where = _where(error)
            if where not in told:
                told.add(where)
                _LOG.error("%s gick inte att bedöma: %s.", provision, where)
            judged = (Duty(excuses=(Excuse(EVER, NOT_JUDGED),)),)
        yield from judged

    return Check(check.clock, duties)


def _where(error: Exception) -> str:
    """Tell the kind of an error and its place; not its text, which may hold what is recorded."""
    *_, last = extract_tb(error.__traceback__)
    return f"{type(error).__name__} i {last.name}, {last.filename} rad {last.lineno}"
