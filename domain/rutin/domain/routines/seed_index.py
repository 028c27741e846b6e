"""What is known of the five routines without their text: lines, hashes, and the cited words.

The routines themselves are not part of the product (D-54). This index is enough to show that a
citation points at a line that exists and at words that stand there, and to tell whether a copy
of a routine is the one that the provisions were read from. `index_seeds` makes it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType

from rutin.domain.routines.citation import Citation

INDEX_NAME = "seed_index.json"


@dataclass(frozen=True, slots=True)
class IndexedSeed:
    """One routine, as far as it is kept.

    Attributes:
        key: The short name of the routine, such as "BYTE".
        title: The name that staff know it by.
        line_hashes: `line_hash` of each line, in order.
        key_words: By line number, the words that some provision cites from that line.
    """

    key: str
    title: str
    line_hashes: tuple[str, ...]
    key_words: Mapping[int, tuple[str, ...]]

    @property
    def line_count(self) -> int:
        """The number of lines in the routine's file."""
        return len(self.line_hashes)


@cache
def seed_index() -> Mapping[str, IndexedSeed]:
    """Give the index of the routines, by file name; read from the package at first use."""
    stored = json.loads(files(__package__).joinpath(INDEX_NAME).read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            file_name: IndexedSeed(
                key=entry["key"],
                title=entry["title"],
                line_hashes=tuple(entry["line_hashes"]),
                key_words=MappingProxyType(
                    {int(line): tuple(words) for line, words in entry["key_words"].items()}
                ),
            )
            for file_name, entry in stored.items()
        }
    )


def line_hash(line: str) -> str:
    """Give the first 16 hexadecimal digits of the SHA-256 of a line, without its line break."""
    return sha256(line.encode()).hexdigest()[:16]


def stands_in(words: str, line: str) -> bool:
    """Tell whether the words stand together on the line, letter by letter, as whole words."""
    # The forms have rows of underscores to write on; those are no part of a word.
    return re.search(rf"(?<![^\W_]){re.escape(words)}(?![^\W_])", line) is not None


def faults(citation: Citation) -> tuple[str, ...]:
    """Name what is wrong with a citation of a routine; nothing when it holds.

    Args:
        citation: A citation with a file name as its source; a law has no lines to check.
    """
    if not citation.lines:
        return ()
    indexed = seed_index().get(citation.source)
    if indexed is None:
        return (f"{citation.source} is no routine of the index.",)
    numbers = tuple(citation.line_numbers())
    beyond = tuple(
        f"{citation.source} has no line {number}."
        for number in numbers
        if not 1 <= number <= indexed.line_count
    )
    missing = tuple(
        f"“{words}” does not stand on {citation.line_reference} of {citation.source}."
        for words in citation.key_words
        if not any(words in indexed.key_words.get(number, ()) for number in numbers)
    )
    return beyond + missing
