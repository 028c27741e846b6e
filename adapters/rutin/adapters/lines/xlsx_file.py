"""XLSX: a sheet in which every text is a text, never a formula or a link."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from rutin.adapters.lines.columns import Cell, columns
from rutin.domain.refusal import Malformed, Problem, Unavailable
from rutin.domain.values.exact import NO_BREAK_SPACE

CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - the format knows no time zones
"""When every file says it was made, so that the same lines give the same bytes."""

MOST = 1_048_575
"""How many lines there is room for under the heading."""

LONGEST = 32_767
"""How many characters there is room for in a cell."""

FIRST_YEAR = 1900
"""The first year there is; earlier dates are written as text."""

WIDTH = 18
"""How wide a column is, in characters."""


def write_xlsx(line: type[Any], lines: Iterable[Any], out: BinaryIO) -> int:
    """Write lines of a type: a heading in Swedish that stays in sight, then a row for each.

    All is kept in memory until it is written: a temporary file would hold clients' data.

    Returns:
        How many lines they were.

    Raises:
        Malformed: With code "too_many_lines": there is no room for them all.
        Unavailable: With code "xlsx_missing": the package that writes such files is not installed.
    """
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415 - an extra that may be left out
    except ModuleNotFoundError:
        raise Unavailable(
            "XLSX-filer behöver paketet xlsxwriter. Installera rutin[cli] eller rutin[web], "
            "eller välj csv.",
            code="xlsx_missing",
        ) from None
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        bold = book.add_format({"bold": True})
        as_date = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        told = columns(line)
        last_row, last_place = 0, len(told) - 1
        sheet.set_column(0, last_place, WIDTH)
        for place, column in enumerate(told):
            sheet.write_string(0, place, column.title, bold)
        for last_row, each in enumerate(lines, start=1):
            if last_row > MOST:
                raise Malformed(_too_many_lines())
            for place, column in enumerate(told):
                _write(sheet, last_row, place, column.of(each), as_date)
        sheet.autofilter(0, 0, last_row, last_place)
    return last_row


def _too_many_lines() -> Problem:
    number = f"{MOST:,}".replace(",", NO_BREAK_SPACE)
    text = f"Svaret har fler än de {number} rader som en XLSX-fil rymmer. Välj csv, eller fråga om färre."
    return Problem("too_many_lines", text)


def _write(sheet: Any, row: int, place: int, told: Cell, as_date: Any) -> None:
    match told:
        case None:
            return
        case date() if told.year >= FIRST_YEAR:
            sheet.write_datetime(row, place, told, as_date)
        case int() | Decimal():
            sheet.write_number(row, place, float(told))
        case _:
            sheet.write_string(row, place, _fitted(str(told)))


def _fitted(text: str) -> str:
    """Cut a text that there is no room for, and show that it is cut."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"
