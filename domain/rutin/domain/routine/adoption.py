"""A version of a routine is adopted: what the head of the document says (DOC-01 to DOC-06)."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import model_validator

from rutin.domain.act import Act
from rutin.domain.dates import in_order
from rutin.domain.immutable import Immutable
from rutin.domain.intervention import Intervention
from rutin.domain.label import label
from rutin.domain.reference import Reference, RoutineVersionRef, Text
from rutin.domain.routine.stream import FactOfRoutine, RoutineCommand
from rutin.domain.values import add_years

LONGEST_VALIDITY = 5
"""Years from the decision, for a version with a last day (DOC-03)."""


class StatedValue(Immutable):
    """A value that a version states itself, and that so is no local policy while it governs."""

    parameter: Annotated[Reference, label("Parameter", "Som welcome_before_start_days.")]
    value: Annotated[int, label("Värde", "Ett heltal i parameterns enhet.")]


class Adoption(Act):
    """A version, as the head of its document describes it; a blank line is an empty value."""

    version: Annotated[
        RoutineVersionRef, label("Utgåva", "Som v2. En beteckning används bara en gång.")
    ]
    decided_on: Annotated[date | None, label("Beslutad den", cites="DOC-01")] = None
    decided_by: Annotated[
        Text, label("Beslutad av", "Funktionen, aldrig en persons namn.", cites="DOC-01")
    ] = ""
    responsible: Annotated[
        Text, label("Dokumentansvarig", "Funktionen, aldrig en persons namn.", cites="DOC-06")
    ] = ""
    valid_from: Annotated[date, label("Gäller från och med")]
    valid_to: Annotated[
        date | None,
        label(
            "Gäller till och med",
            "Tomt om rutinen gäller tills vidare. Högst fem år efter beslutet.",
            cites="DOC-03",
        ),
    ] = None
    replaces: Annotated[
        tuple[RoutineVersionRef, ...],
        label(
            "Ersätter utgåva",
            "Den som ersätts slutar gälla dagen innan den nya börjar.",
            cites="DOC-05",
        ),
    ] = ()
    parameters: Annotated[
        tuple[StatedValue, ...], label("Värden som utgåvan själv anger", "Går före lokala värden.")
    ] = ()
    scope: Annotated[
        tuple[Intervention, ...],
        label("Gäller insatser", "Tomt om de insatser som bestämmelserna själva nämner."),
    ] = ()
    document: Annotated[Text, label("Dokument", "Var texten finns.")] = ""

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        in_order(self, "decided_on", "occurred_on")
        in_order(self, "valid_from", "valid_to")
        return self

    @property
    def latest_last_day(self) -> date:
        """The latest day that it may be valid to, if it has a last day at all (DOC-03)."""
        return add_years(self.decided_on or self.occurred_on, LONGEST_VALIDITY)


class RoutineVersionAdopted(Adoption, FactOfRoutine):
    """A version of the routine was adopted."""

    type: Literal["routine.routine_version_adopted.v1"] = "routine.routine_version_adopted.v1"
    identity = ("version",)


class AdoptRoutineVersion(Adoption, RoutineCommand):
    """Record that a version of a routine is adopted; the first version begins a routine."""

    records = RoutineVersionAdopted
