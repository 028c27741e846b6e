"""What things are called: every choice has its words in Swedish."""

from typing import get_args

from choices import choices_of
from rutin.adapters.cli.labels import KINDS, ROLES
from rutin.application.in_swedish import choice_in_swedish
from rutin.domain.actor import Role
from rutin.domain.facts import FACT_TYPES


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
