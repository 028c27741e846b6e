"""Writing: results to standard output, errors to standard error, both safe to look at."""

import contextlib
import io
import json
import re
import sys
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What moves the cursor, colours, or turns the text round: never let through from a file."""


def tolerate_any_text() -> None:
    """Write a mark for what the terminal's encoding lacks, instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def plain(text: str) -> str:
    """Take out control characters, which might do something to the terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def say(text: str = "") -> None:
    """Write a result."""
    sys.stdout.write(f"{plain(text)}\n")


def complain(text: str) -> None:
    """Write an error."""
    sys.stderr.write(f"{plain(text)}\n")


def say_json(document: Mapping[str, Any]) -> None:
    """Write one JSON object, laid out for reading."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


class JsonArray:
    """A JSON array, written as it comes: one object a line, whole even if stopped half-way."""

    def __init__(self) -> None:
        self._count = 0

    def __enter__(self) -> Self:
        sys.stdout.write("[")
        return self

    def add(self, element: Mapping[str, Any]) -> None:
        """Write one more."""
        separator = ",\n" if self._count else "\n"
        sys.stdout.write(separator + json.dumps(element, ensure_ascii=False))
        self._count += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.write("\n]\n" if self._count else "]\n")


def counted(number: int, one: str, many: str) -> str:
    """Write how many there are of something: 1 rad, 1 560 rader."""
    return f"{in_thousands(number)} {one if number == 1 else many}"


def in_thousands(number: int) -> str:
    """Write a number as people read it: 1 560, with a no-break space."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
