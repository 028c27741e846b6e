"""CSV as Swedish spreadsheet programs open it, and as no text of it is taken for a formula."""

import codecs
import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from rutin.adapters.lines.columns import Cell, columns

ENCODING = "utf-8-sig"
"""Begins with a mark; without it spreadsheet programs take the file for another encoding."""

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(line: type[Any], lines: Iterable[Any], out: BinaryIO) -> int:
    """Write lines of a type: a heading in Swedish, then a row for each; give how many they were."""
    rows = csv.writer(codecs.getwriter(ENCODING)(out), delimiter=";", lineterminator="\r\n")
    told = columns(line)
    rows.writerow(_row([column.title for column in told]))
    written = 0
    for each in lines:
        rows.writerow(_row([column.of(each) for column in told]))
        written += 1
    return written


def _row(row: Sequence[Cell]) -> list[Cell]:
    """Give what is written of a row."""
    return [_written(told) for told in row]


def _written(told: Cell) -> Cell:
    """Put an apostrophe before a text that would be taken for a formula; decimals have a comma."""
    match told:
        case str() if told.startswith(BEGINS_A_FORMULA):
            return f"'{told}"
        case Decimal():
            return str(told).replace(".", ",")
    return told
