"""The person vault: who the references in the log stand for.

A person is stored as one document, `payload`, beside what it is found by. That document is what
is to be encrypted under the person's own key; nothing outside this module reads it.
"""

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.exc import IntegrityError

from rutin.adapters.sql.tables import persons
from rutin.adapters.sql.upsert import upsert
from rutin.application.journal import identity_number_taken
from rutin.domain.person import Person
from rutin.domain.refusal import Damaged


def keep(connection: Connection, person: Person) -> None:
    """Keep a person; what was known and is not told anew stands.

    Raises:
        Impossible: Another person has the identity number.
    """
    known = by_reference(connection, person.reference)
    whole = known.updated_by(person) if known else person
    number = whole.identity_number
    row = {
        "reference": whole.reference,
        "identity_number": None if number is None else str(number),
        "payload": whole.model_dump_json(exclude_none=True).encode(),
    }
    try:
        upsert(connection, persons, row)
    except IntegrityError:
        raise identity_number_taken() from None


def by_reference(connection: Connection, reference: str) -> Person | None:
    """Look a person up.

    Raises:
        Damaged: What is stored cannot be read.
    """
    return _find(connection, persons.c.reference == reference)


def by_number(connection: Connection, identity_number: str) -> Person | None:
    """Look a person up by 12-digit identity number.

    Raises:
        Damaged: What is stored cannot be read.
    """
    return _find(connection, persons.c.identity_number == identity_number)


def _find(connection: Connection, wanted: ColumnElement[bool]) -> Person | None:
    document = connection.scalar(select(persons.c.payload).where(wanted))
    if document is None:
        return None
    try:
        return Person.model_validate_json(document)
    except ValidationError as error:
        raise Damaged(
            "Personuppgifterna går inte att läsa. Återläs personregistret från säkerhetskopian."
        ) from error
