"""What was done about what a follow-up showed (MAN r.20–21)."""

from typing import Annotated, Literal

from pydantic import Field

from rutin.domain.act import Act
from rutin.domain.case.stream import CaseCommand, FactOfCase
from rutin.domain.label import label
from rutin.domain.reference import FactReference, FilledText


class ActionDocumentation(Act):
    """What is done is written down."""

    actions: Annotated[
        tuple[FactReference, ...],
        Field(min_length=1),
        label("Åtgärdsbehov", "De händelser som beskriver vad som behövde åtgärdas."),
    ]
    text: Annotated[FilledText, label("Vad som gjordes", cites="MAN-04")]


class ActionDocumented(ActionDocumentation, FactOfCase):
    """What was done was written down."""

    type: Literal["case.action_documented.v1"] = "case.action_documented.v1"


class DocumentAction(ActionDocumentation, CaseCommand):
    """Write down what is done about what a follow-up showed."""

    records = ActionDocumented
