"""What can be granted: the intervention, its legal basis and its extent."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.values import MonthlyHours

Intervention = Literal["relief", "companion", "contact_person", "housing_support"]
"""Avlösarservice, ledsagarservice, kontaktperson, boendestöd."""

LegalBasis = Literal["SoL", "LSS"]
"""The act the decision rests on (LAW-27)."""


class Extent(Immutable):
    """How much support is granted: hours a month, or occasions a month."""

    hours_per_month: Annotated[MonthlyHours | None, label("Timmar per månad")] = None
    occasions_per_month: Annotated[
        int | None, Field(ge=1, le=62), label("Tillfällen per månad")
    ] = None
    planned_days_per_week: Annotated[
        int | None,
        Field(ge=0, le=7),
        label("Planerade dagar per vecka", "Fem dagar eller fler räknas som dagliga insatser."),
    ] = None

    @model_validator(mode="after")
    def _hours_or_occasions(self) -> Self:
        if self.hours_per_month is not None and self.occasions_per_month is not None:
            raise ValueError("Ange omfattningen i timmar eller i tillfällen, inte båda.")
        return self
