"""A document that is kept elsewhere: what it is called, how long it is valid, where it is."""

from datetime import date
from typing import Annotated

from rutin.domain.act import Act
from rutin.domain.label import label
from rutin.domain.reference import FilledText, Text


class DocumentRegistration(Act):
    """A document, and where it is kept; its text is never read in (D-55)."""

    title: Annotated[FilledText, label("Handling")]
    version: Annotated[Text, label("Utgåva")] = ""
    valid_to: Annotated[date | None, label("Gäller till och med")] = None
    kept_at: Annotated[FilledText, label("Förvaras")]
