"""Recording the scenario files in memory, line by line."""

from dataclasses import dataclass, field
from pathlib import Path

from rutin.application import Refused, Rutin, RutinError
from rutin.application.reading import read_instruction

SCENARIOS = Path(__file__).parent / "scenarios"


@dataclass
class Recording:
    """A scenario recorded line by line: the journal, and the lines that were refused."""

    rutin: Rutin = field(default_factory=Rutin)
    refused: dict[str, RutinError] = field(default_factory=dict)

    def record(self, name: str) -> "Recording":
        for line in path(name).read_text(encoding="utf-8").splitlines():
            instruction, command = read_instruction(line)
            try:
                self.rutin.handle(
                    command,
                    instruction.by,
                    command_id=instruction.command_id,
                    deviation=instruction.deviation,
                    recorded_at=instruction.recorded_at,
                )
            except RutinError as refusal:
                self.refused[str(instruction.command_id)] = refusal
        return self

    def provisions(self) -> dict[str, tuple[str, ...]]:
        return {
            command: refusal.provisions
            for command, refusal in self.refused.items()
            if isinstance(refusal, Refused)
        }


def path(name: str) -> Path:
    return SCENARIOS / f"{name}.jsonl"


def recorded(name: str) -> Recording:
    return Recording().record(name)
