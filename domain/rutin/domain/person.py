"""Who a person is. Kept in the vault beside the journal, never in a fact."""

from typing import Annotated

from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import PersonRef
from rutin.domain.values import IdentityNumber


class Person(Immutable):
    """Identity and contact routes; facts refer to the person by reference alone."""

    reference: Annotated[PersonRef, label("Personreferens")]
    name: Annotated[str | None, label("Namn")] = None
    identity_number: Annotated[
        IdentityNumber | None,
        label(
            "Personnummer", "Personnummer eller samordningsnummer, tolv siffror. Kan vara okänt."
        ),
    ] = None
    phone: Annotated[str | None, label("Telefon")] = None
    postal_address: Annotated[str | None, label("Postadress")] = None
    email: Annotated[str | None, label("E-post")] = None
    other_route: Annotated[str | None, label("Annan kontaktväg")] = None

    def updated_by(self, newer: "Person") -> "Person":
        """Give the person as told later: what is told anew counts, what is left out stands."""
        return self.but(**{name: told for name, told in newer if told is not None})
