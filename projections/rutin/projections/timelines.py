"""Timelines as lines: what happened in a case or with an assignee, a line each fact, newest first.

A fact that was corrected stays, with what counts instead beside it; a note that was marked as wrong,
too, with its mark.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import islice
from typing import Annotated, Any

from pydantic import BaseModel

from rutin.application.in_swedish import value_in_swedish
from rutin.application.query import Asking, Day, Limit, Moment, Query, Skip, query
from rutin.application.registry import OPERATIONS
from rutin.application.timeline import Timeline, TimelineEntry, timeline
from rutin.domain.act import Fact
from rutin.domain.correction import FactCorrection
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.refusal import Malformed, Problem
from rutin.domain.values import stockholm_date
from rutin.projections.readers import JOURNALS, RESOURCES


@dataclass(frozen=True, slots=True)
class Happening:
    """A recorded fact, and what became of it."""

    day: Annotated[date, label("Dag", "Den dag det hände.")]
    at: Annotated[str, label("Klockslag", "Tomt när det inte är känt.")]
    title: Annotated[str, label("Vad som hände")]
    about: Annotated[str, label("Gäller", "Ärendet, uppdraget eller uppdragstagaren.")]
    told: Annotated[
        tuple[str, ...], label("Uppgifter", "Vart och ett med sin rubrik; av långa texter början.")
    ]
    by_role: Annotated[str, label("Roll", "Rollen hos den som registrerade.")]
    recorded_on: Annotated[date, label("Registrerat")]
    deviation: Annotated[str, label("Avvikelse", "Varför det registrerades fast något hindrade.")]
    taken_back: Annotated[bool, label("Återtaget", "Det hände aldrig, enligt en rättelse.")]
    counts_instead: Annotated[
        tuple[str, ...], label("I stället gäller", "De uppgifter som en rättelse har ändrat.")
    ]
    corrected_by: Annotated[str, label("Rättat genom", "Rättelsens id.")]
    marked_by: Annotated[str, label("Felmarkerad genom", "Felmarkeringens id, för en anteckning.")]
    corrects: Annotated[str, label("Rättar", "Den rättade händelsens id.")]
    event_id: Annotated[str, label("Händelsens id")]
    type: Annotated[str, label("Slag", "Som case.order_received.v1.")]


OfType = Annotated[
    Reference | None,
    label("Slag", "Bara händelser av det slaget, som case.order_received."),
]


@query("timeline", "Ärendets tidslinje", Happening, over=(), permitted=JOURNALS, access="client")
class TimelineOfCase(Query[Happening]):
    """What has happened in a case, and who has supported the client there."""

    case: Annotated[Reference, label("Ärende")]
    type: OfType = None
    as_of: Day = None
    known_at: Moment = None
    limit: Limit = 1000
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[Happening]:
        """Answer with what happened, the newest first.

        Raises:
            Malformed: No fact is of that type.
            Impossible: There is no such case.
        """
        return _answer(self, asking, "case", self.case)


@query(
    "assignee-timeline",
    "Uppdragstagarens tidslinje",
    Happening,
    over=(),
    permitted=RESOURCES,
    access="assignees",
)
class TimelineOfAssignee(Query[Happening]):
    """What has happened with an assignee in the register; of an extract, never what it said."""

    assignee: Annotated[Reference, label("Nummer")]
    type: OfType = None
    as_of: Day = None
    known_at: Moment = None
    limit: Limit = 1000
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[Happening]:
        """Answer with what happened, the newest first.

        Raises:
            Malformed: No fact is of that type.
            Impossible: There is no such assignee.
        """
        return _answer(self, asking, "assignee", self.assignee)


def _answer(
    asked: TimelineOfCase | TimelineOfAssignee, asking: Asking, kind: str, reference: str
) -> Iterator[Happening]:
    """Answer with what happened to a case or an assignee."""
    _refuse_unknown(asked.type)
    told = timeline(
        asking.journal,
        f"{kind}/{reference}",
        as_of=asked.as_of or asking.today,
        known_at=asked.known_at,
        by=asking.by,
        field=kind,
    )
    return islice(_happenings(told, asked.type), asked.skip, asked.skip + asked.limit)


def _unversioned(kind: str) -> str:
    name, _, version = kind.rpartition(".")
    return name if version[:1] == "v" and version[1:].isdecimal() else kind


_TYPES = frozenset(
    _unversioned(operation.fact.model_fields["type"].default) for operation in OPERATIONS
)


def _refuse_unknown(kind: str | None) -> None:
    if kind is None or _unversioned(kind) in _TYPES:
        return
    near = get_close_matches(kind, _TYPES, n=1)
    hint = f"Menade du {near[0]}?" if near else "Skriv det som case.order_received."
    text = f"Det finns inget slag av händelse som heter {kind}. {hint}"
    raise Malformed(Problem("unknown_type", text, field="type"))


def _happenings(told: Timeline, kind: str | None) -> Iterator[Happening]:
    for entry in reversed(told.entries):
        if kind is None or _unversioned(entry.recorded.fact.type) == _unversioned(kind):
            yield _happening(entry)


def _happening(entry: TimelineEntry) -> Happening:
    recorded, fact = entry.recorded, entry.recorded.fact
    correction = entry.corrected_by.fact if entry.corrected_by else None
    replacement = correction.replacement if isinstance(correction, FactCorrection) else None
    at = fact.occurred_at
    return Happening(
        day=fact.occurred_on,
        at=at.isoformat("minutes") if at else "",
        title=entry.title,
        about=recorded.stream,
        told=tuple(_pairs(fact, fact.type).values()),
        by_role=recorded.actor.acting_for.role,
        recorded_on=stockholm_date(recorded.recorded_at),
        deviation=recorded.deviation or "",
        taken_back=correction is not None and replacement is None,
        counts_instead=_changed(fact, replacement) if replacement else (),
        corrected_by=str(entry.corrected_by.event_id) if entry.corrected_by else "",
        marked_by=str(entry.marked_by.event_id) if entry.marked_by else "",
        corrects=fact.corrects if isinstance(fact, FactCorrection) else "",
        event_id=str(recorded.event_id),
        type=fact.type,
    )


# ---------------------------------------------------------------- what a fact says

_TOLD_APART = frozenset({"type", "occurred_on", "occurred_at", "corrects", "replacement"})
"""Fields that a line tells in ways of its own."""


def _changed(fact: Fact, replacement: Fact) -> tuple[str, ...]:
    """Give the fields that a correction changed, as they are to read; one that is emptied says so."""
    apart = frozenset({"type"})
    before, after = (_pairs(each, fact.type, apart) for each in (fact, replacement))
    emptied = {path: f"{pair.partition(':')[0]}: tomt" for path, pair in before.items()}
    return tuple(
        after.get(path, emptied.get(path, ""))
        for path in {**before, **after}
        if before.get(path) != after.get(path)
    )


def _pairs(
    told: BaseModel, fact_type: str, apart: frozenset[str] = _TOLD_APART, path: str = ""
) -> dict[str, str]:
    """Give what is filled in, as "Rubrik: värde", by the path of the field."""
    pairs: dict[str, str] = {}
    for name, info in type(told).model_fields.items():
        value = getattr(told, name)
        if name in apart:
            continue
        if isinstance(value, BaseModel):
            pairs |= _pairs(value, fact_type, apart, f"{path}{name}.")
        elif said := _said(value, info.annotation, fact_type):
            pairs[path + name] = f"{info.title or name}: {said}"
    return pairs


def _said(value: Any, annotation: Any, fact_type: str) -> str:
    """Give a value as it is read; of rows, how many there are."""
    if isinstance(value, tuple) and any(isinstance(each, BaseModel) for each in value):
        return f"{len(value)} rader" if len(value) > 1 else "1 rad"
    return value_in_swedish(value, annotation, fact_type)
