"""Entries to record, with all that a test does not care about filled in."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from rutin.domain.actor import Actor
from rutin.domain.case.contact import ContactAttempted
from rutin.domain.recorded import Entry

ADAM = Actor(id="adam", role="administrator", unit="syd")


def entry(stream: str = "case/K1", version: int = 1, **but: Any) -> Entry:
    """An entry of a command of its own, about its own stream, unless the test says otherwise."""
    command = but.get("command_id", f"{stream} {version}")
    return replace(
        Entry(
            stream=stream,
            version=version,
            event_id=uuid4(),
            recorded_at=datetime(2026, 1, 12, 8, 30, 0, 123456, tzinfo=UTC),
            actor=ADAM,
            command_id=command,
            command_digest=f"digest of {command}",
            correlation_id=command,
            causation_id=None,
            municipality="testkommunen",
            references=(stream,),
            deviation=None,
            fact=ContactAttempted(
                occurred_on=date(2026, 1, 12), channel="phone", outcome="no_answer"
            ),
        ),
        **but,
    )
