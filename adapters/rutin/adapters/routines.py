"""A municipality's own routines: found among the installed packages by the entry point rutin.routines.

An entry point names an `OwnRoutine`, or a function that gives one. One that fails is left out and
named, so that a fault in a municipality's own routine never stops the shipped ones.
"""

import logging
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from rutin.application import OwnRoutine, ProvisionSet
from rutin.domain.assessment.provision_set import SHIPPED

GROUP = "rutin.routines"

_LOG = logging.getLogger("rutin.routines")


@cache
def provisions() -> ProvisionSet:
    """Give the shipped provisions, and those of every own routine that can be loaded."""
    found = [_loaded(each) for each in sorted(entry_points(group=GROUP), key=lambda e: e.name)]
    return SHIPPED.joined_by(routine for routine in found if routine is not None)


def _loaded(entry: EntryPoint) -> OwnRoutine | None:
    try:
        named = entry.load()
        routine = named if isinstance(named, OwnRoutine) else named()
    except Exception:  # noqa: BLE001 - whatever others' code raises; it is told in full
        _LOG.exception("Rutinen %s (%s) gick inte att läsa in.", entry.name, entry.value)
        return None
    if not isinstance(routine, OwnRoutine):
        _LOG.error("Rutinen %s (%s) är ingen OwnRoutine.", entry.name, entry.value)
        return None
    return routine
