"""Reading a command, and who gives it, from JSON."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Annotated, TypeVar

from pydantic import AwareDatetime, Field, JsonValue, ValidationError

from rutin.application.registry import OPERATIONS, operation_named
from rutin.domain.act import Command
from rutin.domain.actor import Actor
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import FilledText, Reference
from rutin.domain.refusal import Malformed, Problem
from rutin.domain.wording import malformed

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""No fact was recorded outside these; near year 1 and 9999 no calendar can convert a moment."""

Told = TypeVar("Told", bound=Immutable)


class Telling(Immutable):
    """What is told of a command that is known by name: by whom, and what the envelope shall say."""

    by: Annotated[Actor, label("Av")]
    data: Annotated[dict[str, JsonValue], label("Uppgifter")]
    recorded_at: Annotated[
        AwareDatetime | None,
        Field(ge=EARLIEST, le=LATEST),
        label("Registrerat", "Får bara anges av rollen importer, för det som registrerats förut."),
    ] = None
    deviation: Annotated[
        FilledText | None,
        label("Avvikelseorsak", "Varför det registreras fast rutinen inte tillåter det."),
    ] = None
    correlation_id: Annotated[Reference | None, label("Hör ihop med")] = None
    causation_id: Annotated[Reference | None, label("Orsakat av")] = None


class Instruction(Telling):
    """A command on its way in: which, and all that is told of it."""

    command: Annotated[FilledText, label("Kommando")]
    command_id: Annotated[
        Reference | None,
        label(
            "Kommandots id", "Samma id registreras bara en gång; andra händelser kan hänvisa hit."
        ),
    ] = None


def read_instruction(text: str) -> tuple[Instruction, Command]:
    """Read an instruction and its command from JSON text.

    Raises:
        Malformed: It is not JSON, or a field is unknown, missing or of the wrong kind; every
            such problem is told.
    """
    instruction = _read(Instruction, text)
    return instruction, read_command(instruction.command, instruction.data)


def read_telling(text: str, name: str) -> tuple[Telling, Command]:
    """Read what is told of a command, and the command, from JSON text.

    Raises:
        Malformed: It is not JSON, or a field is unknown, missing or of the wrong kind; every
            such problem is told.
    """
    telling = _read(Telling, text)
    return telling, read_command(name, telling.data)


def read_actor(text: str) -> Actor:
    """Read who acts from JSON text.

    Raises:
        Malformed: It is not JSON, or a field is unknown, missing or of the wrong kind.
    """
    return _read(Actor, text)


def _read(told: type[Told], text: str) -> Told:
    try:
        return told.model_validate_json(text)
    except ValidationError as error:
        raise malformed(error, told) from None


def read_command(name: str, data: Mapping[str, JsonValue]) -> Command:
    """Read a command by its name from its fields.

    Raises:
        Malformed: No such command, or a field is unknown, missing or of the wrong kind.
    """
    operation = operation_named(name)
    if operation is None:
        near = get_close_matches(name, [each.name for each in OPERATIONS], n=1)
        hint = f"Menade du {near[0]}?" if near else "rutin catalogue visar alla kommandon."
        raise Malformed(
            Problem("unknown_command", f"Kommandot {name} finns inte. {hint}", field="command")
        )
    try:
        return operation.command.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise malformed(error, operation.command) from None
