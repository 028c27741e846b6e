"""Recording the scenario files in memory, line by line."""

from dataclasses import dataclass, field
from pathlib import Path

from rutin.application import Refused, Rutin, RutinError
from rutin.application.reading import Instruction, read_instruction
from rutin.domain.act import Command

SCENARIOS = Path(__file__).parent / "scenarios"


@dataclass
class Recording:
    """A scenario recorded line by line: the journal, and the lines that were refused."""

    rutin: Rutin = field(default_factory=Rutin)
    refused: dict[str, RutinError] = field(default_factory=dict)

    def record(self, name: str) -> "Recording":
        return self.record_file(path(name))

    def record_file(self, file: Path) -> "Recording":
        for line in file.read_text(encoding="utf-8").splitlines():
            instruction, command = read_instruction(line)
            try:
                carry_out(self.rutin, instruction, command)
            except RutinError as refusal:
                self.refused[str(instruction.command_id)] = refusal
        return self

    def provisions(self) -> dict[str, tuple[str, ...]]:
        return {
            command: refusal.provisions
            for command, refusal in self.refused.items()
            if isinstance(refusal, Refused)
        }


def carry_out(rutin: Rutin, instruction: Instruction, command: Command) -> None:
    """Record what a line says, under the id and at the moment that it tells."""
    rutin.handle(
        command,
        instruction.by,
        command_id=instruction.command_id,
        deviation=instruction.deviation,
        recorded_at=instruction.recorded_at,
    )


def path(name: str) -> Path:
    return SCENARIOS / f"{name}.jsonl"


def recorded(name: str) -> Recording:
    return Recording().record(name)
