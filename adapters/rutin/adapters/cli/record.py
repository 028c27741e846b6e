"""`rutin record`: a command a line; each line is recorded whole or not at all."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Annotated, Any, BinaryIO

import typer

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.files import opened
from rutin.adapters.cli.line_reader import Line, lines_of
from rutin.adapters.cli.options import DATABASE, Database, Json
from rutin.adapters.cli.printing import JsonArray, complain, counted, say
from rutin.adapters.cli.problems import error_as_json, told
from rutin.application import Rutin
from rutin.application.reading import read_instruction
from rutin.application.strict_json import check_json
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Damaged, Malformed, RutinError, Unavailable

HELP = """\
Registrerar kommandon ur en fil. Varje rad är ett JSON-objekt:

  {"command": "RecordContactAttempt",
   "by": {"id": "adam", "role": "administrator", "unit": "syd"},
   "data": {"case": "K-1", "occurred_on": "2026-01-13",
            "channel": "phone", "outcome": "no_answer"}}

(allt på en rad). Frivilligt: command_id, som gör att samma rad aldrig registreras två gånger,
deviation, skälet när något har hänt fast rutinen inte tillåter det, och recorded_at, som bara
rollen importer får ange. rutin catalogue visar alla kommandon och deras fält.

En rad registreras helt eller inte alls. En rad som nekas sägs till om, och nästa rad prövas."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a line.

    Attributes:
        line: Its number in the file, from 1.
        answer: The recorded fact, or why there is none.
        repeated: Whether the fact stood in the journal before: a retry of the same command id.
    """

    line: int
    answer: Recorded | RutinError
    repeated: bool = False


def command(
    file: Annotated[
        str, typer.Argument(metavar="FIL", help="Filen med kommandon; - är standard in.")
    ],
    db: Database = DATABASE,
    as_json: Json = False,
) -> int:
    """Record every line of a file; 1 if any was refused."""
    statuses: Counter[str] = Counter()
    with opened(file) as stream, opened_journal(db) as journal:
        array = JsonArray() if as_json else None
        with array or nullcontext():
            for outcome in _record(stream, Rutin(journal)):
                statuses[_status(outcome)] += 1
                if array:
                    array.add(_as_json(outcome))
                elif isinstance(outcome.answer, RutinError):
                    _complain(outcome.line, outcome.answer)
    if not as_json:
        say(_summary(statuses))
    return 1 if statuses["refused"] else 0


def _record(stream: BinaryIO, rutin: Rutin) -> Iterator[Outcome]:
    seen = rutin.journal.head()
    for line in lines_of(stream):
        try:
            recorded = _handle(line, rutin)
        except (Unavailable, Damaged):
            raise  # no line after this one would fare better
        except RutinError as error:
            yield Outcome(line.number, error)
        else:
            yield Outcome(line.number, recorded, repeated=recorded.position <= seen)
            seen = max(seen, recorded.position)


def _handle(line: Line, rutin: Rutin) -> Recorded:
    if isinstance(line.content, Malformed):
        raise line.content
    check_json(line.content)
    instruction, asked = read_instruction(line.content)
    return rutin.handle(
        asked,
        instruction.by,
        command_id=instruction.command_id,
        deviation=instruction.deviation,
        recorded_at=instruction.recorded_at,
        correlation_id=instruction.correlation_id,
        causation_id=instruction.causation_id,
    )


def _status(outcome: Outcome) -> str:
    if isinstance(outcome.answer, RutinError):
        return "refused"
    return "repeated" if outcome.repeated else "recorded"


def _complain(line: int, error: RutinError) -> None:
    complain(f"Rad {line} är inte registrerad:")
    for text in told(error):
        complain(f"  {text}")


def _summary(statuses: Mapping[str, int]) -> str:
    parts = [counted(statuses["recorded"], "rad registrerad", "rader registrerade")]
    if statuses["repeated"]:
        parts.append(counted(statuses["repeated"], "redan registrerad", "redan registrerade"))
    parts.append(counted(statuses["refused"], "nekad", "nekade"))
    return f"{', '.join(parts)}."


def _as_json(outcome: Outcome) -> dict[str, Any]:
    told = {"line": outcome.line, "status": _status(outcome)}
    if isinstance(outcome.answer, RutinError):
        return told | {"error": error_as_json(outcome.answer)}
    return told | {
        "position": outcome.answer.position,
        "event_id": str(outcome.answer.event_id),
        "reference": outcome.answer.stream,
        "type": outcome.answer.fact.type,
    }
