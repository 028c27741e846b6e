"""The choices that facts are told in: of an intervention, a channel, an outcome."""

from collections.abc import Iterator
from typing import Literal, get_args, get_origin

from pydantic import BaseModel


def choices_of(annotation: object) -> Iterator[str]:
    """Give the choices of a fact, or of a field's type, and of all that is within."""
    if get_origin(annotation) is Literal:  # a number is read as it is written
        yield from (choice for choice in get_args(annotation) if isinstance(choice, str))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if name != "type":
                yield from choices_of(field.annotation)
    else:
        for part in get_args(annotation):
            yield from choices_of(part)
