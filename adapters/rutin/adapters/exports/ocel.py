"""OCEL 2.0 as JSON: objects and events, each in a list of its own.

The journal is read twice, one stream at a time: once for the objects and once for the events. So
the lists are written as they come, and no more is held than a stream and a batch of positions.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TextIO

from rutin.adapters.enveloped import utc_text
from rutin.adapters.exports.columns import Kind, Value
from rutin.adapters.exports.event import (
    OBJECT_TYPES,
    STREAM_KINDS,
    Event,
    event_attributes,
    kind_of,
)
from rutin.adapters.exports.view import WITHDRAWN, View, withdrawals
from rutin.application.journal import Journal
from rutin.domain.recorded import Recorded

HAPPENED_TO = "happened_to"
"""How an event is related to the object in whose stream it stands."""

CONCERNS = "concerns"
"""How it is related to others."""

BETWEEN_OBJECTS: dict[str, dict[str, str]] = {
    "case": {"client": "for_client", "order": "under_order"},
    "relationship": {"case": "in_case", "assignee": "with_assignee"},
}
"""How objects are related, by the kind of the one and of the other."""

_ORDER = (
    "decision_date",
    "extent.hours_per_month",
    "extent.occasions_per_month",
    "period_from",
    "period_to",
)

TOLD_BY: dict[str, dict[str, Sequence[str]]] = {
    "case": {"case.order_received": ("intervention", "legal_basis", "unit")},
    "order": {"case.order_received": _ORDER, "case.order_renewed": _ORDER},
    "assignee": {"assignee.assignee_registered": ("came_by", "interventions")},
    "relationship": {
        "relationship.agreement_signed": ("agreement_type", "valid_from", "valid_to"),
        "relationship.support_person_appointed": ("slot", "term"),
    },
}
"""The attributes of objects: by kind of object, the activities that tell them."""


def write_ocel(journal: Journal, view: View, out: TextIO) -> int:
    """Write what a view shows of a journal; give the number of events."""
    attributes = event_attributes()
    out.write('{"objectTypes":')
    _write_list(out, _types(_object_attributes(attributes)))
    out.write(',\n"eventTypes":')
    _write_list(out, _types(attributes))
    out.write(',\n"objects":')
    _write_list(out, _objects(journal, view))
    out.write(',\n"events":')
    count = _write_list(out, _events(journal, view))
    out.write("}\n")
    return count


def _object_attributes(attributes: Mapping[str, Mapping[str, Kind]]) -> dict[str, dict[str, Kind]]:
    return {
        kind: {
            name: attributes[activity][name]
            for activity, names in TOLD_BY.get(kind, {}).items()
            for name in names
        }
        | ({WITHDRAWN: "integer"} if kind in STREAM_KINDS else {})
        for kind in OBJECT_TYPES
    }


def _types(attributes: Mapping[str, Mapping[str, Kind]]) -> Iterator[dict[str, Any]]:
    for name, kinds in attributes.items():
        declared = [{"name": each, "type": kind} for each, kind in kinds.items()]
        yield {"name": name, "attributes": declared}


def _objects(journal: Journal, view: View) -> Iterator[dict[str, Any]]:
    """Give every object that an event happened to or concerns, once."""
    for stream in view.streams(journal):
        history = view.of(journal.about({stream}).recorded)
        events = view.events(history, stream)
        if view.occurred(history):
            taken_away = [r for r in withdrawals(history) if r.stream == stream]
            yield _object(stream, events, taken_away)
        for event in events:
            for reference in event.concerns:
                if kind_of(reference) not in STREAM_KINDS:
                    yield from _first_told(journal, view, reference, event)


def _first_told(
    journal: Journal, view: View, reference: str, event: Event
) -> Iterator[dict[str, Any]]:
    """Give an object that has no stream, if this is the first event that tells of it."""
    about = view.events(view.of(journal.about({reference}).recorded))
    if about[0].id == event.id:
        yield _object(reference, about)


def _object(
    reference: str, events: Sequence[Event], taken_away: Sequence[Recorded] = ()
) -> dict[str, Any]:
    kind = kind_of(reference)
    told = TOLD_BY.get(kind, {})
    related = {
        other: BETWEEN_OBJECTS[kind][kind_of(other)]
        for event in events
        for other in event.concerns
        if kind_of(other) in BETWEEN_OBJECTS.get(kind, {})
    }
    return {
        "id": reference,
        "type": kind,
        "attributes": [
            {
                "name": name,
                "time": utc_text(event.time),
                "value": _json_value(event.attributes[name]),
            }
            for event in events
            for name in told.get(event.activity, ())
            if name in event.attributes
        ]
        + [
            {"name": WITHDRAWN, "time": utc_text(correction.recorded_at), "value": so_far}
            for so_far, correction in enumerate(taken_away, start=1)
        ],
        "relationships": _relationships(related),
    }


def _events(journal: Journal, view: View) -> Iterator[dict[str, Any]]:
    for stream in view.streams(journal):
        for event in view.events(view.of(journal.history(stream))):
            yield {
                "id": event.id,
                "type": event.activity,
                "time": utc_text(event.time),
                "attributes": [
                    {"name": name, "value": _json_value(value)}
                    for name, value in event.attributes.items()
                ],
                "relationships": _relationships(
                    {event.subject: HAPPENED_TO} | dict.fromkeys(event.concerns, CONCERNS)
                ),
            }


def _relationships(qualifiers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"objectId": other, "qualifier": how} for other, how in qualifiers.items()]


def _json_value(value: Value) -> str | int | float | bool:
    return utc_text(value) if isinstance(value, datetime) else value


def _write_list(out: TextIO, elements: Iterable[Mapping[str, Any]]) -> int:
    """Write a JSON list as its elements come, one a line; give how many they were."""
    count = 0
    out.write("[")
    for element in elements:
        out.write(",\n" if count else "\n")
        out.write(json.dumps(element, ensure_ascii=False, separators=(",", ":")))
        count += 1
    out.write("]")
    return count
