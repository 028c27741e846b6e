"""An entry as text and bytes: the one form in which every store keeps facts and envelopes."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypedDict
from uuid import UUID

from pydantic import TypeAdapter

from rutin.domain.actor import Actor
from rutin.domain.recorded import Entry, Recorded
from rutin.domain.refusal import Damaged
from rutin.domain.stored import decode

_UUID = TypeAdapter[UUID](UUID).validator
"""What the standard library reads in Python, a microsecond for each fact of the log."""


class Envelope(TypedDict):
    """Everything stored beside stream, version, type and payload, as plain text.

    Times are ISO 8601 in UTC with microseconds, so that the same moment is the same bytes.
    """

    occurred_on: str
    event_id: str
    recorded_at: str
    actor: str
    command_id: str
    command_digest: str
    correlation_id: str
    causation_id: str | None
    municipality: str
    refs: str
    deviation: str | None


def envelope_of(entry: Entry) -> Envelope:
    """Tell an entry's envelope as text.

    Raises:
        ValueError: The entry's moment of recording has no time zone.
    """
    return Envelope(
        occurred_on=entry.fact.occurred_on.isoformat(),
        event_id=str(entry.event_id),
        recorded_at=utc_text(entry.recorded_at),
        actor=entry.actor.model_dump_json(exclude_none=True),
        command_id=entry.command_id,
        command_digest=entry.command_digest,
        correlation_id=entry.correlation_id,
        causation_id=entry.causation_id,
        municipality=entry.municipality,
        refs=json.dumps(entry.references, ensure_ascii=False, separators=(",", ":")),
        deviation=entry.deviation,
    )


def recorded(
    position: int,
    stream: str,
    version: int,
    payload: bytes,
    event_id: str,
    recorded_at: str,
    actor: str,
    command_id: str,
    command_digest: str,
    correlation_id: str,
    causation_id: str | None,
    municipality: str,
    refs: str,
    deviation: str | None,
) -> Recorded:
    """Read a stored entry back.

    Raises:
        Damaged: Something stored cannot be read as what it should be; the text names the position.
    """
    try:
        return Recorded(
            position=position,
            stream=stream,
            version=version,
            fact=decode(payload),
            event_id=_UUID.validate_python(event_id),
            recorded_at=datetime.fromisoformat(recorded_at),
            actor=_actor(actor),
            command_id=command_id,
            command_digest=command_digest,
            correlation_id=correlation_id,
            causation_id=causation_id,
            municipality=municipality,
            references=_references(refs),
            deviation=deviation,
        )
    except (ValueError, TypeError, KeyError, AttributeError) as unreadable:
        raise unreadable_at(position) from unreadable


def unreadable_at(position: int) -> Damaged:
    """Give the error of a stored entry that cannot be read."""
    return Damaged(
        f"Händelsen på position {position} i journalen går inte att läsa. "
        "Kör rutin verify, och återläs säkerhetskopian om den bekräftar felet."
    )


def utc_text(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC with microseconds.

    Raises:
        ValueError: The moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment of recording needs a time zone.")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@lru_cache(maxsize=4096)
def _actor(document: str) -> Actor:
    # The same few hundred people act over and over: read each once.
    return Actor.model_validate_json(document)


@lru_cache(maxsize=4096)
def _references(document: str) -> tuple[str, ...]:
    # What happens in a case is mostly about the same as what happened in it before.
    return tuple(json.loads(document))
