"""Exports: event logs that other programs read right, and in which no one can be read."""

import io
import json
import re
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from choices import choices_of
from contracts.entries import entry
from examples import (
    ADAM,
    EVA,
    FEB_3,
    FEB_12,
    HUGO,
    IMPORTER,
    JAN_12,
    JAN_19,
    MAR_20,
    MATCHED,
    OFFERED,
    RUNNING,
    A,
    K,
    R,
    agreement_signed,
    assignee_registered,
    assignment_offered,
    on_behalf_of,
    order_ended,
    order_received,
    order_renewed,
    service_started,
)
from recording import recorded
from rutin.adapters.catalogue.plain_words import in_plain_words
from rutin.adapters.demo import make_municipality
from rutin.adapters.demo.stories import STORIES
from rutin.adapters.exports import FORMATS, export, view
from rutin.adapters.exports import event as event_module
from rutin.adapters.exports.columns import ORGANISATION, WITHHELD, columns_of
from rutin.adapters.exports.event import (
    ENVELOPE,
    OF_CORRECTED,
    activity_and_version,
    event_attributes,
    event_of,
    is_told,
    moment_of,
)
from rutin.adapters.exports.ocel import BETWEEN_OBJECTS, CONCERNS, HAPPENED_TO, TOLD_BY
from rutin.adapters.exports.view import View
from rutin.adapters.sql import open_journal
from rutin.application import Recorded, Rutin
from rutin.application.journal import Journal
from rutin.application.memory import MemoryJournal
from rutin.domain.act import Fact
from rutin.domain.case import ChecklistCompleted, ContactAttempted, FactCorrected
from rutin.domain.correction import FactCorrection
from rutin.domain.facts import FACT_TYPES
from rutin.domain.history import corrected
from rutin.domain.person import Person
from rutin.domain.support_relationship import FactCorrected as RelationshipFactCorrected
from rutin.domain.values import IdentityNumber
from spec import Told, event_id, history, to_record, told
from strategies import facts

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)
NAMESPACE = "{http://www.xes-standard.org/}"
XES_KINDS = {"string", "date", "int", "float", "boolean", "id"}

every_format = pytest.mark.parametrize("form", FORMATS)


# ---------------------------------------------------------------- reading what is written


def written(journal: Journal, form: str, **seen: Any) -> str:
    out = io.StringIO()
    export(journal, form, out, **seen)
    return out.getvalue()


def ocel(journal: Journal, **seen: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(written(journal, "ocel", **seen))
    return document


def values_of(element: dict[str, Any]) -> dict[str, Any]:
    """The attributes of an event or an object; of those told again, the last."""
    return {each["name"]: each["value"] for each in element["attributes"]}


def related(element: dict[str, Any]) -> dict[str, str]:
    return {each["objectId"]: each["qualifier"] for each in element["relationships"]}


def xes(journal: Journal, **seen: Any) -> ET.Element:
    return ET.fromstring(written(journal, "xes", **seen))  # noqa: S314 - we wrote it ourselves


def tag(element: ET.Element) -> str:
    assert element.tag.startswith(NAMESPACE)
    return element.tag.removeprefix(NAMESPACE)


def told_in(element: ET.Element) -> dict[str, tuple[str, str]]:
    """The attributes of a component of an XES log: by key, kind and value."""
    attributes = [each for each in element if tag(each) in XES_KINDS]
    read = {each.attrib["key"]: (tag(each), each.attrib["value"]) for each in attributes}
    assert len(read) == len(attributes), "a key is used once"
    return read


def traces(log: ET.Element) -> dict[str, list[dict[str, str]]]:
    """The events of each trace, by its name."""
    return {
        told_in(trace)["concept:name"][1]: [
            {key: value for key, (_, value) in told_in(event).items()}
            for event in trace.iter(f"{NAMESPACE}event")
        ]
        for trace in log.iter(f"{NAMESPACE}trace")
    }


# ---------------------------------------------------------------- journals to export


Keep = Callable[[Sequence[Recorded]], Journal]


@pytest.fixture
def keep(database_url: str) -> Iterator[Keep]:
    """Keeps facts in a journal, on each database."""
    with open_journal(database_url) as journal:

        def kept(log: Sequence[Recorded]) -> Journal:
            journal.append(log)
            return journal

        yield kept


def holding(*given: Fact | Told) -> Journal:
    journal = MemoryJournal()
    journal.append(history(*given).recorded)
    return journal


@cache
def scenario(name: str) -> tuple[Recorded, ...]:
    """What a scenario's file leaves in the journal."""
    return everything(recorded(name).rutin.journal)


def holding_scenario(name: str) -> Journal:
    journal = MemoryJournal()
    journal.append(scenario(name))
    return journal


@cache
def town() -> MemoryJournal:
    """The demo municipality: every story once, with every trouble in it."""
    journal = MemoryJournal()
    make_municipality(Rutin(journal), seed=7, today=TODAY, cases=len(STORIES))
    return journal


@cache
def of_the_town(form: str) -> str:
    """The demo municipality's export."""
    return written(town(), form)


def everything(journal: Journal) -> tuple[Recorded, ...]:
    return journal.since(0, 1_000_000)


# ---------------------------------------------------------------- OCEL 2.0

OCEL_VALUES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "time": str,
    "integer": int,
    "float": float,
    "boolean": bool,
}


def check_ocel(document: dict[str, Any]) -> None:
    """Hold a log against what OCEL 2.0 asks of it."""
    assert list(document) == ["objectTypes", "eventTypes", "objects", "events"]
    for types, elements in (("objectTypes", "objects"), ("eventTypes", "events")):
        declared = {each["name"]: each["attributes"] for each in document[types]}
        assert len(declared) == len(document[types])
        for element in document[elements]:
            kinds = {each["name"]: each["type"] for each in declared[element["type"]]}
            assert len(kinds) == len(declared[element["type"]])
            for attribute in element["attributes"]:
                kind = kinds[attribute["name"]]
                assert kind != "time" or is_moment(attribute["value"])
                assert type(attribute["value"]) is OCEL_VALUES[kind]
    ids = [each["id"] for each in document["objects"] + document["events"]]
    assert len(ids) == len(set(ids))
    objects = {each["id"] for each in document["objects"]}
    for element in document["objects"] + document["events"]:
        assert related(element).keys() <= objects
        assert len(related(element)) == len(element["relationships"])
        assert all(related(element).values())
    assert all(is_moment(event["time"]) for event in document["events"])
    changes = [each for element in document["objects"] for each in element["attributes"]]
    assert all(is_moment(each["time"]) for each in changes)
    assert objects == {other for event in document["events"] for other in related(event)}


def is_moment(text: str) -> bool:
    return datetime.fromisoformat(text).utcoffset() == timedelta()


def test_the_log_is_what_ocel_asks_for() -> None:
    document = json.loads(of_the_town("ocel"))
    check_ocel(document)
    used = {event["type"] for event in document["events"]}
    assert len(used) > 60
    assert {each["type"] for each in document["objects"]} == {
        "case",
        "assignee",
        "relationship",
        "client",
        "order",
        "routine",
    }


def test_every_fact_that_counts_is_an_event_once_and_corrections_are_none() -> None:
    counting = corrected(everything(town()))
    assert len(counting) < town().head()
    document = json.loads(of_the_town("ocel"))
    assert Counter(event["id"] for event in document["events"]) == Counter(
        str(r.event_id) for r in counting
    )
    positions = {event["id"]: values_of(event)["position"] for event in document["events"]}
    assert positions == {str(r.event_id): r.position for r in counting}


def test_an_empty_journal_is_an_empty_log_with_its_types() -> None:
    document = ocel(MemoryJournal())
    check_ocel(document)
    assert (document["objects"], document["events"]) == ([], [])
    assert {each["name"] for each in document["eventTypes"]} == set(event_attributes())


def test_an_event_happened_to_its_own_and_concerns_what_the_journal_says() -> None:
    offer = next(
        event
        for event in ocel(holding(*OFFERED))["events"]
        if event["type"] == "relationship.assignment_offered"
    )
    assert related(offer) == {
        f"relationship/{R}": HAPPENED_TO,
        f"case/{K}": CONCERNS,
        f"assignee/{A}": CONCERNS,
    }


def test_objects_are_related_as_cases_and_relationships_are() -> None:
    document = ocel(holding(*OFFERED, order_renewed))
    objects = {each["id"]: related(each) for each in document["objects"]}
    assert objects == {
        f"case/{K}": {
            "client/P1": "for_client",
            "order/B1": "under_order",
            "order/B2": "under_order",
        },
        f"relationship/{R}": {f"case/{K}": "in_case", f"assignee/{A}": "with_assignee"},
        f"assignee/{A}": {},
        "client/P1": {},
        "order/B1": {},
        "order/B2": {},
    }


def test_objects_tell_what_was_said_of_them_and_from_when() -> None:
    changed = agreement_signed.but(occurred_on=MAR_20, agreement_type="employment")
    journal = holding(order_received.but(unit="syd"), *RUNNING[1:], changed)
    objects = {each["id"]: each for each in ocel(journal)["objects"]}
    assert values_of(objects[f"case/{K}"]) == {
        "intervention": "contact_person",
        "legal_basis": "LSS",
        "unit": "syd",
    }
    assert values_of(objects["order/B1"]) == {"decision_date": "2026-01-08"}
    assert values_of(objects["client/P1"]) == {}
    agreements = objects[f"relationship/{R}"]["attributes"]
    assert [(each["time"][:10], each["value"]) for each in agreements] == [
        ("2026-02-16", "commission"),
        ("2026-03-20", "employment"),
    ]


def test_a_client_with_two_cases_is_one_object() -> None:
    second = told(order_received.but(order_no="B9", occurred_on=FEB_3), of="K2")
    document = ocel(holding(order_received, second))
    check_ocel(document)
    assert [each["id"] for each in document["objects"] if each["type"] == "client"] == ["client/P1"]


def test_what_objects_tell_exists() -> None:
    declared = event_attributes()
    for activities in TOLD_BY.values():
        for activity, names in activities.items():
            assert set(names) <= declared[activity].keys()


# ---------------------------------------------------------------- XES


def check_xes(log: ET.Element) -> None:
    """Hold a log against what IEEE 1849 asks of it."""
    order = ["extension", "global", "classifier", *sorted(XES_KINDS), "trace"]
    places = [("attribute" if tag(each) in XES_KINDS else tag(each)) for each in log]
    ranks = ["extension", "global", "classifier", "attribute", "trace"]
    assert places == sorted(places, key=ranks.index)
    assert {tag(each) for each in log.iter() if each is not log} <= {*order, "event"}
    assert re.fullmatch(r"[0-9]+\.[0-9]+", log.attrib["xes.version"])
    extensions = {each.attrib["prefix"] for each in log.iter(f"{NAMESPACE}extension")}
    globals_ = {
        each.attrib["scope"]: {key: kind for key, (kind, _) in told_in(each).items()}
        for each in log.iter(f"{NAMESPACE}global")
    }
    assert globals_.keys() == {"trace", "event"}
    for classifier in log.iter(f"{NAMESPACE}classifier"):
        assert re.fullmatch(r"\w+", classifier.attrib["name"])
        assert set(classifier.attrib["keys"].split()) <= globals_[classifier.attrib["scope"]].keys()
    names = [told_in(each)["concept:name"][1] for each in log.iter(f"{NAMESPACE}trace")]
    assert len(names) == len(set(names))
    for scope, declared in globals_.items():
        for component in log.iter(f"{NAMESPACE}{scope}"):
            attributes = told_in(component)
            assert declared.items() <= {key: kind for key, (kind, _) in attributes.items()}.items()
            for key, (kind, value) in attributes.items():
                assert re.fullmatch(r"[A-Za-z_][\w.:-]*", key)
                assert ":" not in key or key.partition(":")[0] in extensions
                check_xes_value(kind, value)


def check_xes_value(kind: str, value: str) -> None:
    match kind:
        case "date":
            assert is_moment(value)
        case "int":
            int(value)
        case "float":
            float(value)
        case "boolean":
            assert value in ("true", "false")
        case "id":
            UUID(value)


def test_the_log_is_what_xes_asks_for() -> None:
    log = xes(town())
    check_xes(log)
    cases = {r.stream.partition("/")[2] for r in everything(town()) if r.stream.startswith("case/")}
    assert traces(log).keys() == cases
    assert len({event["concept:name"] for each in traces(log).values() for event in each}) > 60


def test_an_empty_journal_is_a_log_without_traces() -> None:
    log = xes(MemoryJournal())
    check_xes(log)
    assert traces(log) == {}


def test_a_trace_is_the_timeline_of_its_case_without_corrections() -> None:
    rutin, told_traces = Rutin(town()), traces(xes(town()))
    for case, events in told_traces.items():
        shown = [e.recorded for e in rutin.timeline(f"case/{case}").entries]
        counting = {str(r.event_id) for r in corrected(shown)}
        assert {event["identity:id"] for event in events} == counting
        if not any(isinstance(r.fact, FactCorrection) for r in shown):
            assert [event["identity:id"] for event in events] == [str(r.event_id) for r in shown]


def test_a_trace_tells_what_the_order_says_of_the_case() -> None:
    (trace,) = xes(holding(order_received.but(unit="syd"))).iter(f"{NAMESPACE}trace")
    assert told_in(trace) == {
        "concept:name": ("string", K),
        "facts_withdrawn": ("int", "0"),
        "intervention": ("string", "contact_person"),
        "legal_basis": ("string", "LSS"),
        "unit": ("string", "syd"),
        "order": ("string", "order/B1"),
        "client": ("string", "client/P1"),
    }


def test_who_acted_is_whose_act_it_is_and_who_recorded_stands_beside() -> None:
    by = on_behalf_of(EVA, IMPORTER)
    ((event,),) = traces(xes(holding(told(order_received, by=by)))).values()
    assert event["org:resource"] == "eva"
    assert event["org:role"] == "unit_manager"
    assert event["org:group"] == "syd"
    assert event["recorded_by"] == "inläsning"


# ---------------------------------------------------------------- G1 in both formats

G1 = """
    assignee.assignee_registered assignee.register_check_announced assignee.investigation_opened
    assignee.interview_held assignee.investigation_concluded assignee.assignee_approved
    case.order_received
    case.contact_attempted case.journal_note_recorded case.journal_note_signed
    case.contact_attempted case.journal_note_recorded case.journal_note_signed
    case.client_contacted case.client_meeting_booked
    case.journal_note_recorded case.journal_note_signed
    case.client_meeting_held case.requirement_profile_recorded case.consent_form_reviewed
    case.consent_granted case.journal_note_recorded case.journal_note_signed
    case.assignee_search_started
    relationship.assignment_offered relationship.assignment_accepted
    relationship.match_meeting_booked case.journal_note_recorded case.journal_note_signed
    relationship.match_meeting_held case.journal_note_recorded case.journal_note_signed
    relationship.briefing_held assignee.confidentiality_undertaking_signed
    relationship.agreement_signed case.journal_note_recorded case.journal_note_signed
    relationship.match_registered
    case.client_informed_about_service case.welcome_pack_delivered case.checklist_completed
    case.journal_note_recorded case.journal_note_signed
    case.service_started
    relationship.quarterly_report_submitted
"""


def test_g1_in_xes_is_one_trace_in_the_order_it_happened(keep: Keep) -> None:
    ((name, events),) = traces(xes(keep(scenario("G1")))).items()
    assert name == "K-1"
    assert [event["concept:name"] for event in events] == G1.split()
    moments = [event["time:timestamp"] for event in events]
    assert moments == sorted(moments)


def test_g1_in_ocel_is_the_same_when_a_program_orders_it_by_time_alone(keep: Keep) -> None:
    events = ocel(keep(scenario("G1")))["events"]
    events.reverse()  # wherever they stood in the file
    events.sort(key=lambda event: datetime.fromisoformat(event["time"]))
    assert [event["type"] for event in events] == G1.split()


def test_g1_tells_its_corrected_report_once_as_it_counts() -> None:
    (report,) = [
        event
        for event in ocel(holding_scenario("G1"))["events"]
        if event["type"] == "relationship.quarterly_report_submitted"
    ]
    told_of_it = values_of(report)
    assert report["time"].startswith("2026-04-10")
    assert (told_of_it["corrected"], told_of_it["position"]) == (True, 45)
    assert told_of_it["correction_position"] == 46
    assert told_of_it["corrected_at"] == "2026-04-10T07:05:00.000000+00:00"


# ---------------------------------------------------------------- times


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (JAN_12, time(9, 30), "2026-01-12T08:30:00+00:00"),
        (date(2026, 7, 1), time(9, 30), "2026-07-01T07:30:00+00:00"),
        (date(2026, 7, 1), time(0, 30), "2026-06-30T22:30:00+00:00"),
        (JAN_12, None, "2026-01-12T11:00:00.000007+00:00"),
        (date(2026, 7, 1), None, "2026-07-01T10:00:00.000007+00:00"),
        (date.min, time(0, 30), "0001-01-01T00:30:00+00:00"),
        (date.max, None, "9999-12-31T11:00:00.000007+00:00"),
    ],
)
def test_a_moment_is_swedish_time_in_utc_and_noon_where_there_is_none(
    day: date, at: time | None, moment: str
) -> None:
    assert moment_of(day, at, position=7).isoformat() == moment


def test_an_event_says_whether_its_time_of_day_is_known_and_its_swedish_day_always() -> None:
    call = ContactAttempted(occurred_on=JAN_19, channel="phone", outcome="no_answer")
    timed = call.but(occurred_at=time(0, 30))
    _, untimed_told, timed_told = ocel(holding(order_received, call, timed))["events"]
    assert values_of(untimed_told)["time_known"] is False
    assert values_of(timed_told)["time_known"] is True
    assert values_of(timed_told)["occurred_on"] == "2026-01-19"
    assert timed_told["time"] == "2026-01-18T23:30:00.000000+00:00"


def test_when_it_was_recorded_stands_beside_when_it_happened() -> None:
    late = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
    (event,) = ocel(holding(told(order_received, recorded_at=late)))["events"]
    assert values_of(event)["recorded_at"] == "2026-05-06T07:08:09.000000+00:00"
    assert event["time"].startswith("2026-01-12")


# ---------------------------------------------------------------- corrections and deviations

CALL = ContactAttempted(occurred_on=JAN_19, channel="phone", outcome="no_answer")
PUT_RIGHT = FactCorrected(
    occurred_on=FEB_3,
    corrects=event_id(2),
    reason="Fel dag.",
    replacement=CALL.but(occurred_on=FEB_12, channel="letter", outcome="sent"),
)
TAKEN_AWAY = FactCorrected(occurred_on=FEB_3, corrects=event_id(2), reason="Hände aldrig.")


def test_a_corrected_fact_is_told_as_it_counts_and_marked() -> None:
    document = ocel(holding(order_received, CALL, PUT_RIGHT))
    _, call = document["events"]
    assert call["id"] == event_id(2)
    assert call["time"].startswith("2026-02-12")
    assert values_of(call) == values_of(call) | {
        "channel": "letter",
        "corrected": True,
        "position": 2,
        "correction_position": 3,
        "corrected_at": "2026-02-03T12:00:00.000000+00:00",
    }


def test_before_the_correction_was_known_the_fact_is_as_it_was_first_told() -> None:
    before = datetime(2026, 2, 3, 11, 59, tzinfo=UTC)
    _, call = ocel(holding(order_received, CALL, PUT_RIGHT), known_at=before)["events"]
    assert values_of(call)["channel"] == "phone"
    assert values_of(call)["corrected"] is False
    assert "corrected_at" not in values_of(call)


def test_a_fact_taken_away_did_not_happen_and_its_case_says_how_many_were() -> None:
    journal = holding(order_received, CALL, TAKEN_AWAY)
    document = ocel(journal)
    check_ocel(document)
    assert [event["type"] for event in document["events"]] == ["case.order_received"]
    case = next(each for each in document["objects"] if each["id"] == f"case/{K}")
    assert case["attributes"][-1] == {
        "name": "facts_withdrawn",
        "time": "2026-02-03T12:00:00.000000+00:00",
        "value": 1,
    }
    (trace,) = xes(journal).iter(f"{NAMESPACE}trace")
    assert told_in(trace)["facts_withdrawn"] == ("int", "1")
    assert [event["concept:name"] for event in traces(xes(journal))[K]] == ["case.order_received"]


def test_a_fact_taken_away_is_counted_where_it_stood_and_in_the_trace_of_its_case() -> None:
    meeting_never_held = RelationshipFactCorrected(
        occurred_on=MAR_20, corrects=event_id(len(MATCHED)), reason="Mötet blev inte av."
    )
    journal = holding(*MATCHED, meeting_never_held)
    objects = {each["id"]: values_of(each) for each in ocel(journal)["objects"]}
    counted = {name: told.get("facts_withdrawn") for name, told in objects.items()}
    assert {name for name, count in counted.items() if count} == {f"relationship/{R}"}
    (trace,) = xes(journal).iter(f"{NAMESPACE}trace")
    assert told_in(trace)["facts_withdrawn"] == ("int", "1")


@every_format
def test_that_a_rule_was_departed_from_is_told_and_the_reason_is_not(form: str) -> None:
    journal = holding_scenario("G12-without-agreement-with-deviation")
    reasons = [r.deviation for r in everything(journal) if r.deviation]
    assert len(reasons) == 1
    assert reasons[0] not in written(journal, form)
    departures = [
        event["type"] for event in ocel(journal)["events"] if values_of(event)["deviation"]
    ]
    assert departures == ["case.service_started"]


# ---------------------------------------------------------------- what no export tells

CANARIES = Person(
    reference="P-kanarie",
    name="Kanarie Testsson",
    identity_number=IdentityNumber("198012279272"),
    phone="070-1740605",
    postal_address="Kanariegatan 7, 145 00 Testby",
    email="kanarie@exempel.se",
    other_route="Kanariebrevlådan",
)


def texts_in(value: Any) -> Iterator[str]:
    """Every text within a fact that is neither a choice nor a reference."""
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            if name != "type" and not is_reference(info):
                yield from texts_in(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, str):
        yield value


def is_reference(info: Any) -> bool:
    return in_plain_words(info.rebuild_annotation()).endswith("reference")


@every_format
def test_no_text_name_number_or_route_of_the_demo_municipality_is_in_its_export(form: str) -> None:
    log = everything(town())
    choices = choices_of_facts()
    texts = {
        text for r in log for text in texts_in(r.fact) if text not in choices and len(text) >= 8
    }
    references = {name for r in log for name in r.references}
    people = [town().person(name.partition("/")[2]) for name in sorted(references)]
    known = [person for person in people if person is not None]
    secrets = texts | {
        str(secret)
        for person in known
        for secret in (
            person.name,
            person.identity_number,
            person.phone,
            person.postal_address,
            person.email,
        )
        if secret is not None
    }
    assert len(texts) > 50
    assert len(known) > 20
    exported = of_the_town(form)
    assert [secret for secret in secrets if secret in exported] == []


@every_format
def test_no_canary_put_into_every_text_comes_out(form: str) -> None:
    rutin = Rutin(clock=lambda: datetime(2026, 12, 1, tzinfo=UTC))
    canary = "Kanarie Testsson 19801227-9272"
    order = order_received.but(
        client=CANARIES.reference,
        client_born_on=date(1980, 12, 27),
        protected=True,
        goals=(canary,),
        source=canary,
    )
    rutin.handle(to_record(order).but(person=CANARIES), by=ADAM)
    rutin.handle(to_record(CALL.but(note=canary)), by=ADAM)
    rutin.handle(to_record(service_started.but(note=canary)), by=ADAM, deviation=canary)
    rutin.handle(to_record(order_ended.but(note=canary)), by=HUGO)
    exported = written(rutin.journal, form)
    assert exported.count("service_started") >= 1
    for secret in (canary, "1980-12-27", *filter(None, CANARIES.model_dump(mode="json").values())):
        if secret != CANARIES.reference:
            assert secret not in exported
    assert "protected" not in exported


@cache
def choices_of_facts() -> frozenset[str]:
    return frozenset(choice for fact in FACT_TYPES.values() for choice in choices_of(fact))


CALENDAR = re.compile(r"\d{4}-(\d\d(-\d\d)?|Q\d|W\d\d)|\d\d:\d\d(:\d\d(\.\d+)?)?")
TOLD_TYPES = [each for each in FACT_TYPES.values() if is_told(each)]
DECLARED = event_attributes()


@pytest.mark.parametrize("fact_type", TOLD_TYPES, ids=lambda each: each.__name__)
@settings(max_examples=10)
@given(data=st.data())
def test_whatever_a_fact_says_its_words_in_an_event_are_choices_and_dates(
    fact_type: type[Fact], data: st.DataObject
) -> None:
    fact = data.draw(facts(fact_type))
    for column in columns_of(fact_type):
        value = column.read(fact)
        if isinstance(value, str) and column.name not in ORGANISATION:
            assert CALENDAR.fullmatch(value) or set(value.split(";")) <= choices_of_facts() | {""}


@pytest.mark.parametrize("fact_type", TOLD_TYPES, ids=lambda each: each.__name__)
@settings(max_examples=10)
@given(data=st.data())
def test_every_fact_is_told_in_values_of_the_kinds_declared(
    fact_type: type[Fact], data: st.DataObject
) -> None:
    fact = data.draw(facts(fact_type))
    event = event_of(entry(f"{fact_type.stream_kind}/X", fact=fact).at(1), None)
    kinds = DECLARED[event.activity]
    types = OCEL_VALUES | {"time": datetime}
    assert {n for n, v in event.attributes.items() if type(v) is not types[kinds[n]]} == set()


def test_of_a_text_it_is_told_whether_it_is_filled_in() -> None:
    columns = {column.name: column for column in columns_of(ContactAttempted)}
    assert list(columns) == ["channel", "outcome", "note.filled_in"]
    assert columns["note.filled_in"].read(CALL) is False
    assert columns["note.filled_in"].read(CALL.but(note="Ringde två gånger.")) is True


def test_what_is_withheld_would_be_told_otherwise() -> None:
    fields = {name for each in TOLD_TYPES for name in each.model_fields}
    assert fields >= WITHHELD
    told_of = {column.name for each in TOLD_TYPES for column in columns_of(each)}
    assert told_of.isdisjoint(WITHHELD)


def test_references_to_the_organisation_are_told_and_a_text_of_the_same_name_is_not() -> None:
    told_of = {column.name for each in TOLD_TYPES for column in columns_of(each)}
    assert told_of >= ORGANISATION
    assert [column.name for column in columns_of(ChecklistCompleted)] == [
        "version.filled_in",
        "note.filled_in",
    ]


def test_a_field_of_a_new_kind_stops_until_someone_has_decided() -> None:
    class Weighed(ContactAttempted):
        grams: dict[str, int]

    with pytest.raises(TypeError, match=r"Decide in columns\.py whether grams"):
        columns_of(Weighed)


def test_a_value_under_a_name_that_is_taken_stops_until_it_is_called_something_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Placed(ContactAttempted):
        position: int

    monkeypatch.setattr(event_module, "FACT_TYPES", {"case.contact_attempted.v1": Placed})
    with pytest.raises(TypeError, match="position of case"):
        event_attributes()


def test_an_activity_is_the_stored_name_and_its_version_stands_apart() -> None:
    assert activity_and_version("case.order_received.v12") == ("case.order_received", 12)
    (event,) = ocel(holding(order_received))["events"]
    assert (event["type"], values_of(event)["fact_version"]) == ("case.order_received", 1)
    assert values_of(event)["title"] == "Beställning mottagen"


# ---------------------------------------------------------------- as of, known at, and up to where


@pytest.mark.parametrize("day", [date(2025, 6, 1), date(2026, 1, 1), date(2026, 8, 15)], ids=str)
@pytest.mark.parametrize("seen", ["as_of", "known_at"])
def test_a_log_of_an_earlier_day_is_whole(seen: str, day: date) -> None:
    moment: Any = day if seen == "as_of" else datetime.combine(day, time(), UTC)
    document = ocel(town(), **{seen: moment})
    check_ocel(document)
    check_xes(xes(town(), **{seen: moment}))
    assert 0 < len(document["events"]) < town().head() / 1.1


def test_what_occurred_later_is_left_out_and_so_are_cases_that_were_not_there() -> None:
    journal = holding(order_received, CALL, told(order_received.but(order_no="B9"), of="K2"))
    document = ocel(journal, as_of=JAN_12)
    assert [event["type"] for event in document["events"]] == ["case.order_received"] * 2
    document = ocel(journal, as_of=JAN_12 - timedelta(days=1))
    assert (document["objects"], document["events"]) == ([], [])
    assert traces(xes(journal, as_of=JAN_12 - timedelta(days=1))) == {}


def test_an_object_stands_as_soon_as_something_known_concerns_it() -> None:
    """The importer may tell of a case later than of what was done in it."""
    late = datetime(2026, 6, 1, tzinfo=UTC)
    journal = holding(
        told(order_received, recorded_at=late),
        told(assignee_registered, recorded_at=late),
        assignment_offered,
    )
    document = ocel(journal, known_at=datetime(2026, 5, 1, tzinfo=UTC))
    check_ocel(document)
    assert [event["type"] for event in document["events"]] == ["relationship.assignment_offered"]
    assert {each["id"] for each in document["objects"]} == {
        f"case/{K}",
        f"assignee/{A}",
        f"relationship/{R}",
    }


class Meanwhile(io.StringIO):
    """A file, while it is being written to, others record in the journal."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal
        self._count = 0

    def write(self, text: str) -> int:
        self._count += 1
        number = self._count
        called = entry(
            f"case/S{number}",
            references=(f"case/S{number}", f"client/S{number}"),
            fact=order_received.but(order_no=f"S{number}", client=f"S{number}"),
        )
        more = entry(f"case/{K}", 1 + number, fact=CALL, references=(f"case/{K}",))
        self._journal.append([called, more])
        return super().write(text)


@every_format
def test_what_is_recorded_meanwhile_is_left_out(form: str) -> None:
    journal = holding(order_received)
    before = written(journal, form)
    out = Meanwhile(journal)
    export(journal, form, out)
    assert journal.head() > 10
    assert out.getvalue() == before


def test_streams_that_began_meanwhile_are_not_even_looked_for() -> None:
    journal = holding(order_received, told(order_received.but(order_no="B9"), of="K2"))
    assert list(View(head=1).streams(journal)) == [f"case/{K}"]
    assert list(View(head=2).streams(journal)) == [f"case/{K}", "case/K2"]


@every_format
def test_the_same_journal_gives_the_same_file_whatever_keeps_it(form: str, keep: Keep) -> None:
    assert written(keep(everything(town())), form) == of_the_town(form)


@every_format
def test_the_number_of_events_is_answered(form: str) -> None:
    assert export(holding(*RUNNING), form, io.StringIO()) == len(RUNNING)


# ---------------------------------------------------------------- memory


class Nowhere(io.StringIO):
    """A file that keeps nothing."""

    def write(self, text: str) -> int:
        return len(text)


@dataclass(frozen=True)
class Peaks:
    """The most memory that two exports took, in bytes: of a small journal and of one four times it."""

    small: int
    large: int


def cases(number: int) -> list[Any]:
    """A year of calls in a number of cases, each of a client of its own."""
    return [
        entry(
            f"case/K{case}",
            version,
            references=(f"case/K{case}", *([f"client/P{case}"] if version == 1 else [])),
            fact=order_received.but(order_no=f"B{case}", client=f"P{case}")
            if version == 1
            else CALL.but(note="x" * 200),
        )
        for case in range(number)
        for version in range(1, 26)
    ]


def peaks(folder: Path, export_to: Callable[[Journal], object]) -> Peaks:
    measured = []
    for number in (20, 80):
        with open_journal(f"sqlite:///{folder}/{number}.db") as journal:
            journal.append(cases(number))
            export_to(journal)  # whatever is kept for ever is kept now
            tracemalloc.start()
            export_to(journal)
            measured.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    return Peaks(*measured)


@pytest.mark.long
@every_format
def test_four_times_as_long_a_journal_takes_no_more_memory(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "BATCH", 50)
    found = peaks(tmp_path, lambda journal: export(journal, form, Nowhere()))
    assert found.large < 1.2 * found.small


def test_the_measure_tells_when_a_journal_is_held_whole(tmp_path: Path) -> None:
    found = peaks(tmp_path, everything)
    assert found.large > 3 * found.small


# ---------------------------------------------------------------- the documentation


def test_the_page_names_what_every_event_tells_and_what_is_withheld() -> None:
    page = (ROOT / "docs" / "process-mining.md").read_text(encoding="utf-8")
    qualifiers = {each for others in BETWEEN_OBJECTS.values() for each in others.values()}
    for name in {*ENVELOPE, *OF_CORRECTED, *WITHHELD, HAPPENED_TO, CONCERNS, *qualifiers}:
        assert f"`{name}`" in page
