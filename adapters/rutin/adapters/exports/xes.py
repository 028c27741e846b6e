"""XES (IEEE 1849) as XML: one trace for each case, which holds what stands in its case file.

The journal is read one case at a time, and each trace is written before the next case is read.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from typing import TextIO

from rutin.adapters.enveloped import utc_text
from rutin.adapters.exports.columns import Kind, Value
from rutin.adapters.exports.event import ENVELOPE, Event, kind_of
from rutin.adapters.exports.view import WITHDRAWN, View, withdrawals
from rutin.application.journal import Journal
from rutin.domain.case_file import case_file
from rutin.domain.history import History
from rutin.domain.reliance import further

STANDARD_NAMES = {"actor": "org:resource", "actor_role": "org:role", "actor_unit": "org:group"}
"""What the standard's extensions call attributes of ours."""

OF_THE_CASE = ("intervention", "legal_basis", "unit")
"""What the order says of the case, for choosing among traces."""

EXTENSIONS = {
    "Concept": "concept",
    "Identity": "identity",
    "Lifecycle": "lifecycle",
    "Organizational": "org",
    "Time": "time",
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_UNKNOWN: dict[Kind, Value] = {
    "string": "",
    "time": _EPOCH,
    "integer": 0,
    "float": 0.0,
    "boolean": False,
}

_NO_ID = "00000000-0000-0000-0000-000000000000"


def write_xes(journal: Journal, view: View, out: TextIO) -> int:
    """Write what a view shows of a journal; give the number of events, each trace's counted."""
    count = 0
    out.writelines(f"{line}\n" for line in _heading(view))
    for stream in view.streams(journal):
        if kind_of(stream) != "case":
            continue
        history = _case_file(journal, view, stream)
        events = view.events(history)
        if any(event.subject == stream for event in events):
            lines = _trace(stream, events, len(withdrawals(history)))
            out.writelines(f"{line}\n" for line in lines)
            count += len(events)
    out.write("</log>\n")
    return count


def _case_file(journal: Journal, view: View, stream: str) -> History:
    reading = journal.about({stream}, leading_on=further)
    return case_file(view.of(reading.recorded), stream.partition("/")[2])


def _heading(view: View) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">'
    for name, prefix in EXTENSIONS.items():
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        yield f'  <extension name="{name}" prefix="{prefix}" uri="{uri}"/>'
    yield '  <global scope="trace">'
    yield from _elements({"concept:name": "", WITHDRAWN: 0}, "    ")
    yield "  </global>"
    yield '  <global scope="event">'
    yield from _event("", _NO_ID, _EPOCH, {name: _UNKNOWN[ENVELOPE[name]] for name in ENVELOPE})
    yield "  </global>"
    yield '  <classifier name="Activity" scope="event" keys="concept:name"/>'
    yield '  <classifier name="Händelse" scope="event" keys="title"/>'
    yield '  <classifier name="Role" scope="event" keys="org:role"/>'
    yield from _elements(
        {"concept:name": "Rutin", "lifecycle:model": "standard", "journal_head": view.head}, "  "
    )
    if view.as_of is not None:
        yield from _elements({"as_of": str(view.as_of)}, "  ")
    if view.known_at is not None:
        yield from _elements({"known_at": view.known_at}, "  ")


def _trace(stream: str, events: tuple[Event, ...], withdrawn: int) -> Iterator[str]:
    told: dict[str, Value] = {"concept:name": stream.partition("/")[2], WITHDRAWN: withdrawn}
    for event in events:
        if event.activity == "case.order_received":
            told |= {n: event.attributes[n] for n in OF_THE_CASE if n in event.attributes}
            told |= {kind_of(other): other for other in event.concerns}
    yield "  <trace>"
    yield from _elements(told, "    ")
    for event in events:
        yield "    <event>"
        yield from _event(
            event.activity, event.id, event.time, event.attributes | {"object": event.subject}
        )
        yield "    </event>"
    yield "  </trace>"


def _event(
    activity: str, identity: str, moment: datetime, attributes: Mapping[str, Value]
) -> Iterator[str]:
    indent = "      "
    yield from _elements({"concept:name": activity, "time:timestamp": moment}, indent)
    yield from _elements({"lifecycle:transition": "complete"}, indent)
    yield f'{indent}<id key="identity:id" value="{identity}"/>'
    named = {STANDARD_NAMES.get(name, name): value for name, value in attributes.items()}
    yield from _elements(named, indent)


def _elements(attributes: Mapping[str, Value], indent: str) -> Iterator[str]:
    for key, value in attributes.items():
        tag, written = _told(value)
        yield f'{indent}<{tag} key="{key}" value="{escape(written)}"/>'


def _told(value: Value) -> tuple[str, str]:
    match value:
        case bool():
            return "boolean", str(value).lower()
        case int():
            return "int", str(value)
        case float():
            return "float", str(value)
        case datetime():
            return "date", utc_text(value)
        case _:
            return "string", value
