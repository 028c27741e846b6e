"""Correcting a wrong fact: it stays visible, and something else counts instead (D-48)."""

from typing import Annotated, ClassVar

from pydantic import JsonValue

from rutin.domain.act import Act, Command, Fact
from rutin.domain.label import label
from rutin.domain.reference import FilledText, Reference


class Correction(Act):
    """A recorded fact was wrong."""

    corrects: Annotated[
        Reference, label("Händelse", "Händelsens id, eller id för kommandot som gav den.")
    ]
    reason: Annotated[FilledText, label("Vad som var fel")]


class FactCorrection(Correction, Fact):
    """A correction as a fact: what counts instead is a fact of the same type, or nothing."""

    replacement: Fact | None = None


class CorrectionCommand(Correction, Command):
    """A correction as asked for: some fields changed, or the fact taken away."""

    records: ClassVar[type[Fact]]

    changes: Annotated[
        dict[str, JsonValue] | None,
        label("Rätt uppgifter", "De fält som ska ändras. Tomt om händelsen aldrig inträffade."),
    ] = None
