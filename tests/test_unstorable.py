"""What a field must not hold, lest the history can no longer be put in order or kept."""

from collections.abc import Mapping
from datetime import UTC, time

import pytest
from pydantic import ValidationError

from examples import JAN_19, K, order_received
from rutin.application.reading import read_command
from rutin.domain.case import ContactAttempted
from rutin.domain.refusal import Malformed, Problem

ATTEMPT = {"case": K, "occurred_on": str(JAN_19), "channel": "phone", "outcome": "no_answer"}


def problem_of(name: str, data: Mapping[str, str]) -> Problem:
    with pytest.raises(Malformed) as refusal:
        read_command(name, data)
    (problem,) = refusal.value.problems
    return problem


@pytest.mark.parametrize("written", ["09:30Z", "09:30+01:00", "09:30:00-00:00"])
def test_a_time_of_day_has_no_time_zone(written: str) -> None:
    problem = problem_of("RecordContactAttempt", ATTEMPT | {"occurred_at": written})
    assert (problem.code, problem.field) == ("time.zone", "occurred_at")
    assert "Skriv som 09:30." in problem.text


@pytest.mark.parametrize("written", ["09:30", "09:30:15", "00:00", "23:59:59.5"])
def test_a_time_of_day_is_what_the_clock_shows(written: str) -> None:
    command = read_command("RecordContactAttempt", ATTEMPT | {"occurred_at": written})
    assert command.occurred_at is not None
    assert command.occurred_at.isoformat().startswith(written)


def test_a_meeting_is_set_for_a_time_without_a_zone() -> None:
    meeting = {"case": K, "occurred_on": str(JAN_19), "meeting_on": "2026-01-30"}
    problem = problem_of("BookClientMeeting", meeting | {"meeting_at": "10:00Z"})
    assert (problem.code, problem.field) == ("time.zone", "meeting_at")


def test_no_fact_has_a_time_with_a_zone() -> None:
    with pytest.raises(ValidationError):
        ContactAttempted(
            occurred_on=JAN_19, occurred_at=time(9, tzinfo=UTC), channel="phone", outcome="sent"
        )


def test_a_text_has_no_character_that_a_database_cannot_keep() -> None:
    problem = problem_of("RecordContactAttempt", ATTEMPT | {"note": "Ringde\x00igen"})
    assert (problem.code, problem.field) == ("text.nul", "note")
    with pytest.raises(ValidationError):
        order_received.but(goals=("\x00",))
