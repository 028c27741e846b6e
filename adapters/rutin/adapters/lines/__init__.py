"""The lines of an answer as programs and spreadsheets read them: JSON, CSV and XLSX.

All is made from the type of a query's lines and its labels, for every query alike.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO

from rutin.adapters.lines.columns import Column, columns, lines_as_json, plain
from rutin.adapters.lines.csv_file import write_csv
from rutin.adapters.lines.xlsx_file import write_xlsx

__all__ = ["FILES", "Column", "columns", "lines_as_json", "plain"]

FILES: Mapping[str, Callable[[type[Any], Iterable[Any], BinaryIO], int]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
}
"""By the end of a file's name, what writes lines of a type to it and gives how many they were."""
