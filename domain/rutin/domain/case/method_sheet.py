"""The method sheet: in detail how staff work with the client. Not everyone has one (D-46)."""

from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.label import label
from rutin.domain.reference import Reference, Text


class MethodSheet(Act):
    """A method sheet is drawn up."""

    author: Annotated[Reference | None, label("Upprättat av")] = None
    kept_at: Annotated[Text, label("Förvaras", cites="MAN-13")] = ""
    note: Annotated[Text, label("Anteckning")] = ""


class MethodSheetEstablished(MethodSheet, FactOfCase):
    """A method sheet was drawn up."""

    type: Literal["case.method_sheet_established.v1"] = "case.method_sheet_established.v1"


class EstablishMethodSheet(MethodSheet, CaseCommand):
    """Record that the client has a method sheet."""

    records = MethodSheetEstablished
