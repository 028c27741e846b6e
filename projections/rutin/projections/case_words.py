"""What cases are found by: the words of the client's name and of the case's numbers, by how they begin.

Who has protected personal data is found by numbers alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rutin.application.view import Told, View
from rutin.domain.case import OrderReceived
from rutin.projections.swedish_order import folded, swedish_key

LONGEST_NAME = 200
"""How much of a name is sorted and searched, in characters: an index holds no longer texts."""

LONGEST_WORD = 60
"""How much of a word is told from another, in characters."""

_LAST_CHARACTER = "\U0010ffff"
"""It means nothing, and parts words: what begins with a text is looked for up to it (see `Begins`)."""


@dataclass(frozen=True, slots=True)
class CaseWord:
    """A word that a case is found by.

    Attributes:
        case: The case.
        word: The word in small letters; what stands after a hyphen is a word too.
        sort_key: The case's place in the list; see `swedish_place`.
    """

    case: str
    word: str
    sort_key: str


def case_words(told: Told) -> Iterator[CaseWord]:
    """Work out the words that a case is found by; none before its order is in."""
    case = told.history.case(told.name)
    order = case.order
    if order is None:
        return
    name = shown_name(told, order)
    numbers = (order.order_no, *(renewal.order_no for renewal in case.renewals))
    words = {part for text in (name, told.name, *numbers) for part in _found_by(text)}
    place = swedish_place(name, told.name)
    yield from (CaseWord(told.name, word, place) for word in sorted(words))


def sought(text: str) -> tuple[str, ...]:
    """Give the words of a text as they are looked for."""
    words = (word.strip("-")[:LONGEST_WORD] for word in _words(text))
    return tuple(dict.fromkeys(filter(None, words)))


def shown_name(told: Told, order: OrderReceived) -> str:
    """Give the name that a client stands with in lists; empty when it is protected or not known."""
    person = None if order.protected else told.person(order.client)
    return (person.name if person else None) or ""


def swedish_place(name: str, case: str) -> str:
    """Give what puts cases in the Swedish order of names; those without a name come last, by case."""
    return f"{swedish_key(name[:LONGEST_NAME]) or '~~'} {case}"


def _words(text: str) -> list[str]:
    return folded(text).replace(_LAST_CHARACTER, " ").split()


def _found_by(text: str) -> Iterator[str]:
    for word in _words(text[:LONGEST_NAME]):
        parts = word.strip("-").split("-")
        tails = ("-".join(parts[place:])[:LONGEST_WORD] for place in range(len(parts)))
        yield from filter(None, tails)


CASE_WORDS = View(
    "case_words", "case", CaseWord, case_words, inline=True, indexes=(("word", "sort_key"),)
)
