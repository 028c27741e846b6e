"""Order files: CSV and JSON read into rows, and told what is wrong row by row."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple

from rutin.application.order_intake import COLUMNS, Row, unknown_columns
from rutin.application.strict_json import read_pairs
from rutin.domain.refusal import Malformed, Problem

LARGEST = 50_000_000
"""The largest order file that is read, in bytes; a row is about 300."""

_NOT_UTF_8 = re.compile("[\udc80-\udcff]")
"""What `surrogateescape` makes of bytes that are not UTF-8."""


class NumberedRow(NamedTuple):
    """A row of a file.

    Attributes:
        number: As a spreadsheet counts: the heading of a CSV file is 1; in JSON the first is 1.
        content: Its cells by column, or what is wrong with it.
    """

    number: int
    content: Row | Malformed


def rows_of(stream: BinaryIO, *, is_json: bool) -> list[NumberedRow]:
    """Read all rows of an order file.

    Raises:
        Malformed: The file as a whole cannot be read, or its headings are wrong.
    """
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _malformed("file_too_large", "Filen är större än 50 MB. Dela upp den.")
    text = content.decode("utf-8-sig", "surrogateescape")
    if not text.strip():
        raise _malformed("empty_file", "Filen är tom.")
    return _json_rows(text) if is_json else list(_csv_rows(text))


def _csv_rows(text: str) -> Iterator[NumberedRow]:
    heading_line = text.split("\n", 1)[0]
    delimiter = ";" if heading_line.count(";") > heading_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        heading = [name.strip().lower() for name in next(reader)]
        while heading and not heading[-1]:
            heading.pop()  # a spreadsheet may leave separators after the last heading
        if problems := unknown_columns([_NOT_UTF_8.sub("?", name) for name in heading]):
            raise Malformed(*problems)
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                yield NumberedRow(number, _csv_row(heading, cells))
    except csv.Error as error:
        raise _malformed(
            "csv_invalid",
            f"CSV-filen går inte att läsa vid rad {reader.line_num} ({error}). "
            "Kontrollera citattecknen.",
        ) from None


def _csv_row(heading: Sequence[str], cells: Sequence[str]) -> Row | Malformed:
    if any(cell.strip() for cell in cells[len(heading) :]):
        return _malformed(
            "extra_cells",
            f"Raden har {len(cells)} celler, men rubriken har {len(heading)}. "
            "Sätt citattecken om text som innehåller skiljetecknet.",
        )
    if len(cells) < len(heading):
        return _malformed(
            "missing_cells", f"Raden har {len(cells)} celler, men rubriken har {len(heading)}."
        )
    row = dict(zip(heading, cells, strict=False))
    return _checked_encoding(row) or row


def _checked_encoding(row: Row) -> Malformed | None:
    problems = [
        Problem("encoding", "Texten är inte UTF-8. Spara filen som UTF-8.", field=name)
        for name, cell in row.items()
        if isinstance(cell, str) and _NOT_UTF_8.search(cell)
    ]
    return Malformed(*problems) if problems else None


def _json_rows(text: str) -> list[NumberedRow]:
    if broken := _NOT_UTF_8.search(text):
        line = text.count("\n", 0, broken.start()) + 1
        raise _malformed("encoding", f"Rad {line} är inte UTF-8. Spara filen som UTF-8.")
    document = read_pairs(text)
    if not isinstance(document, list):
        raise _malformed("not_an_array", "Filen ska vara en JSON-lista med ett objekt per rad.")
    return [
        NumberedRow(number, _json_row(element)) for number, element in enumerate(document, start=1)
    ]


def _json_row(element: Any) -> Row | Malformed:
    if not isinstance(element, tuple):
        return _malformed("not_an_object", "Raden ska vara ett JSON-objekt med kolumner.")
    problems = [
        each for each in unknown_columns([name for name, _ in element]) if each.code != LEFT_OUT
    ]
    problems += [
        Problem("cell_type", "Cellen ska vara text, tal, true, false eller null.", field=name)
        for name, cell in element
        if name in COLUMNS and not _is_cell(name, cell)
    ]
    return Malformed(*problems) if problems else dict(element)


LEFT_OUT = "missing_column"
"""In JSON a column may be left out of a row: its cell is then empty."""


def _is_cell(column: str, cell: object) -> bool:
    if isinstance(cell, list):
        return column == "goals" and all(isinstance(each, str) for each in cell)
    return cell is None or isinstance(cell, str | bool)


def _malformed(code: str, text: str) -> Malformed:
    return Malformed(Problem(code, text))
