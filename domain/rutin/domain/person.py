"""Who a person is. Kept in the vault beside the journal, never in a fact."""

from typing import Annotated, TypeAlias

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


ToTheVault: TypeAlias = Annotated[
    Person | None, label("Personuppgifter", "Läggs i personregistret, aldrig i händelsen.")
]
"""Who the person is that a command names, when it tells."""


def must_be_of(person: Person | None, reference: str | None, whom: str) -> None:
    """Check that who a person is, if told, is told of the one whom the command names.

    Args:
        person: Who the person is.
        reference: Whom the command names.
        whom: What that is called, in Swedish.

    Raises:
        ValueError: It is told of someone else; pydantic makes a problem of it.
    """
    if person is not None and person.reference != reference:
        raise ValueError(f"Personuppgifterna har en annan personreferens än {whom}. Använd samma.")
