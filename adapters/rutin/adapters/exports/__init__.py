"""Exports: the journal as other programs read it, without names, numbers or texts of anyone.

`FORMATS` says how each is written; what is told of a fact stands in `columns`, once for all.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TextIO

from rutin.adapters.exports.ocel import write_ocel
from rutin.adapters.exports.view import View
from rutin.adapters.exports.xes import write_xes
from rutin.application.journal import Journal

__all__ = ["FORMATS", "export"]

FORMATS: Mapping[str, Callable[[Journal, View, TextIO], int]] = {
    "ocel": write_ocel,
    "xes": write_xes,
}
"""By name, what writes a view of a journal and gives the number of events."""


def export(
    journal: Journal,
    form: str,
    out: TextIO,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> int:
    """Write a journal in one of the formats, as far as it has come; give the number of events.

    Args:
        journal: What is exported.
        form: One of `FORMATS`.
        out: What is written to, as it comes; the text is UTF-8's to encode.
        as_of: Leave out what occurred after this day.
        known_at: Leave out what was recorded after this moment.
    """
    view = View(head=journal.head(), as_of=as_of, known_at=known_at)
    return FORMATS[form](journal, view, out)
