"""Tables and blocks: fitted to the width of a terminal, a line for each row anywhere else."""

import io
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rutin.adapters.cli.printing import plain


def is_terminal() -> bool:
    """Say whether results go to a terminal, and so to someone who reads them as they come."""
    return sys.stdout.isatty()


def say_table(rows: Iterable[Sequence[str]], heading: Sequence[str] = ()) -> None:
    """Write a table, a line for each row; at a terminal its last column wraps."""
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
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for left, title, beside, rest in blocks:
        block = Text.assemble((plain(title), "bold"), f"  {plain(beside)}")
        table.add_row(plain(left), Text("\n").join([block, Text(plain(rest))] if rest else [block]))
    Console(file=sys.stdout).print(table)
