"""How facts are stored: JSON, decoded by their stored name and version."""

from pydantic import TypeAdapter

from rutin.domain.act import Fact
from rutin.domain.facts import AnyFact

_ANY_FACT = TypeAdapter[AnyFact](AnyFact).validator
"""The adapter itself only passes on to it, once for each fact of the log."""


def encode(fact: Fact) -> bytes:
    """Give a fact as the JSON document that is stored; what was left blank is left out."""
    return fact.model_dump_json(exclude_none=True).encode()


def decode(document: bytes) -> Fact:
    """Read a stored document as the fact it is.

    Raises:
        pydantic.ValidationError: No such type and version, or the document does not fit its type.
    """
    fact: Fact = _ANY_FACT.validate_json(document)
    return fact
