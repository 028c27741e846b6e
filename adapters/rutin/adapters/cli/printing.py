"""Writing: results to standard output, errors to standard error, both safe to look at."""

import contextlib
import io
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
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


def is_terminal() -> bool:
    """Say whether results go to a terminal, and so to someone who reads them as they come."""
    return sys.stdout.isatty()


def say_table(rows: Iterable[Sequence[str]], heading: Sequence[str] = ()) -> None:
    """Write a table, a line for each row; at a terminal its last column wraps."""
    from rich.console import Console  # noqa: PLC0415 - slow to load, and few commands need it
    from rich.table import Table  # noqa: PLC0415 - likewise
    from rich.text import Text  # noqa: PLC0415 - likewise

    table = Table.grid(padding=(0, 2, 0, 0))
    written = [[Text(plain(cell)) for cell in row] for row in (heading, *rows) if row]
    for column in range(len(written[0])):
        table.add_column(no_wrap=column < len(written[0]) - 1)
    for row in written:
        table.add_row(*row)
    if is_terminal():
        Console(file=sys.stdout).print(table)
        return
    page = io.StringIO()
    Console(file=page, width=100_000, color_system=None).print(table)
    for line in page.getvalue().removesuffix("\n").split("\n"):
        sys.stdout.write(f"{line.rstrip()}\n")


def say_blocks(blocks: Iterable[tuple[str, str, str, str]]) -> None:
    """Write blocks for a terminal: what stands left, a title, what goes with it, and the rest."""
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for left, title, beside, rest in blocks:
        block = Text.assemble((plain(title), "bold"), f"  {plain(beside)}")
        table.add_row(plain(left), Text("\n").join([block, Text(plain(rest))] if rest else [block]))
    Console(file=sys.stdout).print(table)


def counted(number: int, one: str, many: str) -> str:
    """Write how many there are of something: 1 rad, 1 560 rader."""
    return f"{in_thousands(number)} {one if number == 1 else many}"


def in_thousands(number: int) -> str:
    """Write a number as people read it: 1 560, with a no-break space."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
