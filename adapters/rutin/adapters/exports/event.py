"""An event: a fact as it counts, told so that both formats can carry it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from rutin.adapters.exports.columns import Kind, Value, columns_of
from rutin.application.registry import operation_giving
from rutin.domain.act import Fact
from rutin.domain.correction import FactCorrection
from rutin.domain.facts import FACT_TYPES
from rutin.domain.recorded import Recorded
from rutin.domain.values import STOCKHOLM

UNTIMED = time(12)
"""Where in its day an event without a time of day stands: at noon the day is the same in UTC."""

STREAM_KINDS = tuple(dict.fromkeys(fact_type.stream_kind for fact_type in FACT_TYPES.values()))

OBJECT_TYPES = (*STREAM_KINDS, "client", "order")
"""What events happen to or concern: every kind of stream, and what facts of cases name besides."""

ENVELOPE: dict[str, Kind] = {
    "title": "string",
    "fact_version": "integer",
    "position": "integer",
    "occurred_on": "string",
    "time_known": "boolean",
    "recorded_at": "time",
    "actor": "string",
    "actor_role": "string",
    "actor_unit": "string",
    "recorded_by": "string",
    "deviation": "boolean",
    "corrected": "boolean",
}
"""What every event tells, whatever happened."""

OF_CORRECTED: dict[str, Kind] = {"correction_position": "integer", "corrected_at": "time"}
"""What an event tells besides if the fact was corrected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened.

    Attributes:
        id: The fact's id; a correction does not change it.
        activity: What happened: the fact's stored name without its version.
        time: When, in UTC.
        subject: What it happened to, as "kind/reference".
        concerns: What else it is about, likewise.
        attributes: What is told of it, blank values left out.
    """

    id: str
    activity: str
    time: datetime
    subject: str
    concerns: tuple[str, ...]
    attributes: dict[str, Value]


def event_of(recorded: Recorded, correction: Recorded | None) -> Event:
    """Tell a fact as an event.

    Args:
        recorded: The fact as it counts, in its own envelope.
        correction: The correction that made it so, if any.
    """
    fact = recorded.fact
    activity, version = activity_and_version(fact.type)
    told: dict[str, Value | None] = {
        "title": operation_giving(type(fact)).happened,
        "fact_version": version,
        "position": recorded.position,
        "occurred_on": str(fact.occurred_on),
        "time_known": fact.occurred_at is not None,
        "recorded_at": recorded.recorded_at,
        "actor": recorded.actor.acting_for.id,
        "actor_role": recorded.actor.acting_for.role,
        "actor_unit": recorded.actor.acting_for.unit,
        "recorded_by": recorded.actor.id,
        "deviation": recorded.deviation is not None,
        "corrected": correction is not None,
        "correction_position": correction.position if correction else None,
        "corrected_at": correction.recorded_at if correction else None,
    }
    told |= {column.name: column.read(fact) for column in columns_of(type(fact))}
    return Event(
        id=str(recorded.event_id),
        activity=activity,
        time=moment_of(fact.occurred_on, fact.occurred_at, recorded.position),
        subject=recorded.stream,
        concerns=tuple(
            reference
            for reference in recorded.references
            if reference != recorded.stream and kind_of(reference) in OBJECT_TYPES
        ),
        attributes={name: value for name, value in told.items() if value is not None},
    )


def moment_of(day: date, at: time | None, position: int) -> datetime:
    """Give the moment in UTC of an event in Sweden.

    Without a time of day it is noon and as many microseconds as its position: programs order by
    time alone, and so they keep the order of recording within the day.
    """
    clock = UNTIMED if at is None else at
    after = timedelta(microseconds=position) if at is None else timedelta()
    try:
        return (datetime.combine(day, clock, STOCKHOLM) + after).astimezone(UTC)
    except OverflowError:  # at either end of the calendar there is no UTC to go to
        return datetime.combine(day, clock, UTC)


def activity_and_version(stored_name: str) -> tuple[str, int]:
    """Part a stored name such as "case.order_received.v1" in what happened and its version."""
    activity, _, version = stored_name.rpartition(".v")
    return activity, int(version)


def kind_of(reference: str) -> str:
    """Give what kind of thing a reference names: "case" of "case/K-1"."""
    return reference.partition("/")[0]


def event_attributes() -> dict[str, dict[str, Kind]]:
    """Give the attributes of every activity, with their kinds.

    Raises:
        TypeError: Two versions of a fact tell values of different kinds under the same name, or a
            fact a value under a name of the envelope.
    """
    declared: dict[str, dict[str, Kind]] = {}
    for fact_type in filter(is_told, FACT_TYPES.values()):
        activity, _ = activity_and_version(fact_type.model_fields["type"].default)
        attributes = declared.setdefault(activity, ENVELOPE | OF_CORRECTED)
        for column in columns_of(fact_type):
            if column.name in ENVELOPE or attributes.get(column.name, column.kind) != column.kind:
                raise TypeError(f"{column.name} of {activity} is told under a name that is taken.")
            attributes[column.name] = column.kind
    return declared


def is_told(fact_type: type[Fact]) -> bool:
    """Say whether facts of a type are events: a correction is none, it shows in what it corrects."""
    return not issubclass(fact_type, FactCorrection)
