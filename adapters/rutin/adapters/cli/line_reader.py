"""Reading a file of lines without ever holding more than one line of bounded length."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from rutin.domain.refusal import Malformed, Problem

LONGEST = 1_000_000
"""The longest line that is read, in bytes."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A line of a file.

    Attributes:
        number: Counted from 1, as editors do.
        content: Its text without line break, or why it cannot be read.
    """

    number: int
    content: str | Malformed


def lines_of(stream: BinaryIO) -> Iterator[Line]:
    """Give the lines that are not empty; one too long, or not UTF-8, is told and passed over."""
    number = 0
    while chunk := stream.readline(LONGEST + 2):  # room for the line break
        number += 1
        if number == 1:
            chunk = chunk.removeprefix(BYTE_ORDER_MARK)
        line = chunk.rstrip(b"\r\n")
        if len(line) > LONGEST:
            if not chunk.endswith(b"\n"):
                _skip_to_line_break(stream)
            yield Line(number, _too_long())
        elif line.strip():
            yield Line(number, _decoded(line))


def _skip_to_line_break(stream: BinaryIO) -> None:
    while chunk := stream.readline(LONGEST):
        if chunk.endswith(b"\n"):
            return


def _decoded(line: bytes) -> str | Malformed:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        return Malformed(
            Problem(
                "encoding",
                f"Raden är inte UTF-8 (tecken {len(line[: error.start].decode()) + 1}). "
                "Spara filen som UTF-8.",
            )
        )


def _too_long() -> Malformed:
    return Malformed(
        Problem("line_too_long", "Raden är längre än 1 MB. Dela upp innehållet på flera rader.")
    )
