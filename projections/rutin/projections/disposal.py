"""Disposal: which closed files are to be disposed of and when, and which are to be preserved.

The notes of all the client's files count, as the law has it (LAW-15, LAW-16).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, assert_never

from rutin.application.assessment import unit_of
from rutin.application.condition import After, Condition, UpTo, asked, equal
from rutin.application.query import Asking, Day, Limit, OfUnit, Query, Skip, query
from rutin.application.view import Told, View
from rutin.domain.assessment.law.record import preserved_because, retentions
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.projections.readers import FILES

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Retained:
    """How long a case's file is kept.

    Attributes:
        case: The case.
        unit: The unit that works the case; empty while that is unknown.
        closed_on: The day that the case was closed.
        last_note: The day of the last note in any of the client's files.
        over_on: The first day that it may be disposed of; None if it is preserved.
        disposed_by: The last day that it is to be; None if it is preserved.
        preserved: Why it is preserved, as the law on records names it; empty if it is not.
    """

    case: str
    unit: str
    closed_on: date | None
    last_note: date | None
    over_on: date | None
    disposed_by: date | None
    preserved: str


def retained(told: Told) -> Iterator[Retained]:
    """Work out how long a case's file is kept."""
    file = told.file
    *_, last = (None, *retentions(file))
    because = preserved_because(file)
    yield Retained(
        case=told.name,
        unit=unit_of(told.history, told.name) or "",
        closed_on=told.history.case(told.name).closed_on,
        last_note=last.last_note if last else None,
        over_on=last.over_on if last and not because else None,
        disposed_by=last.disposed_by if last and not because else None,
        preserved=because or "",
    )


DISPOSALS = View(
    "disposals",
    "case",
    Retained,
    retained,
    judges=True,
    indexes=(("disposed_by", "case"), ("unit", "disposed_by", "case")),
)


class Keeping(StrEnum):
    """What is to become of a file, seen from a day."""

    KEPT = "kept"
    """The five years run."""
    DUE = "due"
    OVERDUE = "overdue"
    PRESERVED = "preserved"
    BIRTH_DAY_UNKNOWN = "birth_day_unknown"


@dataclass(frozen=True, slots=True)
class FileKept:
    """A closed file, and what is to become of it."""

    case: Annotated[str, label("Ärende")]
    unit: Annotated[str, label("Enhet")]
    closed_on: Annotated[date | None, label("Stängt")]
    last_note: Annotated[
        date | None, label("Sista anteckningen", "I någon av brukarens alla akter.")
    ]
    keeping: Annotated[Keeping, label("Läge")]
    over_on: Annotated[date | None, label("Får gallras från", "Tomt när akten ska bevaras.")]
    disposed_by: Annotated[
        date | None, label("Ska vara gallrad senast", "Tomt när akten ska bevaras.")
    ]
    why: Annotated[str, label("Varför")]


@query("disposal", "Gallring", FileKept, over=(DISPOSALS,), permitted=FILES, access="clients")
class Disposal(Query[FileKept]):
    """Which closed files are to be disposed of, and by when; and which are to be preserved, and why."""

    unit: OfUnit = None
    case: Annotated[Reference | None, label("Ärende")] = None
    keeping: Annotated[Keeping | None, label("Läge", "Bara akter som är i det läget.")] = None
    as_of: Day = None
    limit: Limit = 1000
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[FileKept]:
        """Answer with files that are closed by the day, by the last day to dispose of them."""
        day = self.as_of or asking.today
        conditions = (
            UpTo("closed_on", day),
            *asked(unit=self.unit, case=self.case),
            *(_conditions(self.keeping, day) if self.keeping else ()),
        )
        found = asking.views.rows(
            DISPOSALS,
            conditions,
            order=("disposed_by", "case"),
            limit=self.limit,
            skip=self.skip,
        )
        return (_file_kept(each, day) for each in found)


def _conditions(keeping: Keeping, day: date) -> tuple[Condition, ...]:
    """Require what `_keeping` tells."""
    match keeping:
        case Keeping.KEPT:
            return (After("over_on", day),)
        case Keeping.DUE:
            return UpTo("over_on", day), After("disposed_by", day - _DAY)
        case Keeping.OVERDUE:
            return (UpTo("disposed_by", day - _DAY),)
        case Keeping.PRESERVED:
            return (equal("preserved", "born_in_the_sample"),)
        case Keeping.BIRTH_DAY_UNKNOWN:
            return (equal("preserved", "birth_day_unknown"),)
        case _:
            assert_never(keeping)


def _keeping(row: Retained, day: date) -> Keeping:
    if row.preserved == "birth_day_unknown":
        return Keeping.BIRTH_DAY_UNKNOWN
    if row.over_on is None or row.disposed_by is None:
        return Keeping.PRESERVED
    if day < row.over_on:
        return Keeping.KEPT
    return Keeping.DUE if day <= row.disposed_by else Keeping.OVERDUE


_WHY = {
    Keeping.KEPT: "Fem år har inte gått sedan den sista anteckningen.",
    Keeping.DUE: "Fem år har gått sedan den sista anteckningen. Gallra akten senast sista dagen.",
    Keeping.OVERDUE: "Akten skulle ha gallrats senast den sista dagen. Gallra den nu.",
    Keeping.PRESERVED: "Brukaren är född den 5:e, 15:e eller 25:e. Akten ska bevaras.",
    Keeping.BIRTH_DAY_UNKNOWN: (
        "Brukarens födelsedag är inte känd. Ta reda på den: den avgör om akten ska bevaras. "
        "Gallra inte förrän dess."
    ),
}


def _file_kept(row: Retained, day: date) -> FileKept:
    keeping = _keeping(row, day)
    return FileKept(
        case=row.case,
        unit=row.unit,
        closed_on=row.closed_on,
        last_note=row.last_note,
        keeping=keeping,
        over_on=row.over_on,
        disposed_by=row.disposed_by,
        why=_WHY[keeping],
    )
