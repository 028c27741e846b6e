"""Texts from forms as they are told in a line of a list."""

SHORT = 80
"""Of a text, so many characters are told."""


def in_short(text: str) -> str:
    """Give a text on one line; of a long one, the beginning."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"
