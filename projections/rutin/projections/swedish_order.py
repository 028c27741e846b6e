"""The order of Swedish texts, as a key that is stored: no database need know the alphabet."""

import unicodedata

_PLACES = {"å": "~1", "ä": "~2", "æ": "~2", "ö": "~3", "ø": "~3", "ü": "y", "đ": "d"}
"""The three letters after z ("~" comes after "z"), and those that are sorted as another letter."""


def swedish_key(text: str) -> str:
    """Give the key that a text is sorted by: å, ä and ö last; capitals and other marks aside."""
    return "".join(_PLACES.get(letter) or _unmarked(letter) for letter in folded(text))


def folded(text: str) -> str:
    """Give a text as it is searched: in small letters, each written in one way."""
    return unicodedata.normalize("NFC", text.casefold())


def _unmarked(letter: str) -> str:
    """Take the marks off a letter: é is sorted as e."""
    return unicodedata.normalize("NFD", letter)[0]
