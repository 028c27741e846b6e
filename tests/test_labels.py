"""What the command line calls things: every choice has its words in Swedish."""

from collections.abc import Iterable
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from rutin.adapters.cli.labels import KINDS, ROLES, choice_in_swedish
from rutin.domain.actor import Role
from rutin.domain.facts import FACT_TYPES


def choices_of(annotation: object) -> Iterable[str]:
    if get_origin(annotation) is Literal:  # a number is read as it is written
        yield from (choice for choice in get_args(annotation) if isinstance(choice, str))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if name != "type":
                yield from choices_of(field.annotation)
    else:
        for part in get_args(annotation):
            yield from choices_of(part)


def test_every_choice_of_every_fact_has_a_swedish_label() -> None:
    labels = {
        choice_in_swedish(name, choice)
        for name, fact in FACT_TYPES.items()
        for choice in choices_of(fact)
    }
    assert "inget svar" in labels


def test_every_role_and_kind_of_stream_has_a_swedish_label() -> None:
    assert set(ROLES) == set(get_args(Role))
    assert set(KINDS) == {fact.stream_kind for fact in FACT_TYPES.values()}
