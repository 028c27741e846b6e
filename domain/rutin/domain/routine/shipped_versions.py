"""The five routines that Rutin follows from the start, as the heads of their documents describe them.

They need no fact: an empty journal has them. What a head leaves open is left open here, and is a
finding of the routine's own (DOC-01, DOC-05, DOC-06).
"""

from datetime import date
from types import MappingProxyType

from rutin.domain.routine.version import RoutineVersion
from rutin.domain.routines.citation import BYTE, KLA, KMSP, MAN, NYB

FIRST = "v1"
"""What a shipped version is called."""

_VERSIONS = (
    RoutineVersion(
        routine=BYTE.key,
        name=FIRST,
        valid_from=date(2022, 9, 22),
        decided_on=date(2022, 9, 22),
        decided_by="Övrig LSS, service, mobila teamet och personlig assistans",
        responsible="Verksamhetsutvecklare",
        scope=("housing_support",),  # decided for more services, but see D-24
        document=BYTE.file_name,
    ),
    RoutineVersion(
        routine=KMSP.key,
        name=FIRST,
        valid_from=date(2020, 11, 10),
        valid_to=date(2025, 11, 10),
        decided_on=date(2020, 11, 10),
        decided_by="Verksamhetschef Övrig OF",
        responsible="Verksamhetsutvecklare Övrig OF",
        replaces=("2020-04-02",),
        document=KMSP.file_name,
    ),
    RoutineVersion(
        routine=KLA.key,
        name=FIRST,
        valid_from=date(2023, 9, 6),  # by its title; its head has placeholders (D-22)
        placeholders=("decided_by", "decided_on", "replaces", "responsible"),
        document=KLA.file_name,
    ),
    RoutineVersion(
        routine=MAN.key,
        name=FIRST,
        valid_from=date(2022, 11, 11),
        decided_on=date(2022, 11, 11),
        decided_by="Verksamhetsutvecklare, övrig LSS",
        responsible="Verksamhetsutvecklare, övrig LSS",
        document=MAN.file_name,
    ),
    RoutineVersion(
        routine=NYB.key,
        name=FIRST,
        valid_from=date(2020, 11, 10),
        valid_to=date(2025, 11, 10),
        decided_on=date(2020, 11, 10),
        decided_by="Verksamhetschef Övrig OF",
        responsible="Verksamhetsutvecklare Övrig OF",
        replaces=("2020-04-09",),
        document=NYB.file_name,
    ),
)

SHIPPED_VERSIONS = MappingProxyType({version.routine: version for version in _VERSIONS})
"""By the routine's short name."""
