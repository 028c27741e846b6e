"""The undertaking of confidentiality (bilaga 4)."""

from datetime import date
from typing import Annotated, Literal

from rutin.domain.act import Act
from rutin.domain.assignee.stream import AssigneeCommand, FactOfAssignee
from rutin.domain.label import label
from rutin.domain.reference import PersonRef, Text


class Undertaking(Act):
    """The form as it was handed in; a blank box is an empty value."""

    person: Annotated[
        PersonRef | None,
        label(
            "Namn och personnummer", "Personreferens; uppgifterna skrivs inte av.", cites="KLA-B4-1"
        ),
    ] = None
    category: Annotated[
        Literal["employee", "trainee", "elected", "assignee"] | None,
        label("Anställd, praktikant, förtroendevald eller uppdragstagare", cites="KLA-B4-2"),
    ] = None
    text_version: Annotated[
        Text, label("Utgåva av försäkran som skrevs under", cites="KLA-B4-3")
    ] = ""
    law_extract_version: Annotated[
        Text, label("Utgåva av bilagan med lagtext", cites="KLA-B4-8")
    ] = ""
    place: Annotated[Text, label("Ort", cites="KLA-B4-9")] = ""
    signed_on: Annotated[date | None, label("Underskrivet den", cites="KLA-B4-9")] = None

    def missing(self) -> tuple[str, ...]:
        """List the fields of bilaga 4 that are blank, as provision ids in form order."""
        blank = {
            "KLA-B4-1": self.person is None,
            "KLA-B4-2": self.category is None,
            "KLA-B4-3": not self.text_version,
            "KLA-B4-8": not self.law_extract_version,
            "KLA-B4-9": not self.place or self.signed_on is None,
        }
        return tuple(rule for rule, is_blank in blank.items() if is_blank)


class ConfidentialityUndertakingSigned(Undertaking, FactOfAssignee):
    """The person signed the undertaking of confidentiality; it outlives the engagement."""

    type: Literal["assignee.confidentiality_undertaking_signed.v1"] = (
        "assignee.confidentiality_undertaking_signed.v1"
    )


class SignConfidentialityUndertaking(Undertaking, AssigneeCommand):
    """Record the signed undertaking of confidentiality."""

    records = ConfidentialityUndertakingSigned
