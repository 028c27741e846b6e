"""The API: commands in, facts out; what was seen, what was sent twice, what is shown."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Mount
from starlette.testclient import TestClient

from examples import (
    ADAM,
    AUDITOR,
    EVA,
    HUGO,
    IMPORTER,
    JAN_12,
    JAN_19,
    KARIN,
    MATCHED,
    OFFERED,
    RUNNING,
    A,
    K,
    R,
    agreement_signed,
    assignment_offered,
    order_received,
    service_started,
)
from lawful import LAWFUL, Lawful
from machines import NOON, Machine, body_of, machine, rutin_over
from rutin.adapters.api import api
from rutin.adapters.catalogue import as_json
from rutin.adapters.sql import open_journal
from rutin.application import OPERATIONS, Actor
from rutin.application.journal import Journal
from rutin.application.registry import operation_giving
from rutin.application.timeline import HIDDEN_TEXT
from rutin.domain.act import Fact
from rutin.domain.case import ContactAttempted, JournalNoteMarkedErroneous, JournalNoteRecorded
from rutin.domain.decide import ORIGINS
from spec import event_id, to_record

attempted = ContactAttempted(occurred_on=JAN_19, channel="phone", outcome="no_answer")
CALL = body_of(to_record(attempted))
ORDER = body_of(to_record(order_received))


@pytest.fixture
def journal(database_url: str) -> Iterator[Journal]:
    with open_journal(database_url) as journal:
        yield journal


def after(*given: Fact) -> Machine:
    """A machine that talks to a service in which these facts are recorded."""
    return machine(rutin_over(None, *given))


# ---------------------------------------------------------------- every command


def test_every_command_has_an_example() -> None:
    assert {example.name for example in LAWFUL} == {operation.name for operation in OPERATIONS}


@pytest.mark.parametrize("example", LAWFUL, ids=lambda each: each.name)
def test_a_command_is_recorded_and_answered_with_its_fact(
    example: Lawful, journal: Journal
) -> None:
    rutin = rutin_over(journal, *example.given)
    caller = machine(rutin)
    stream = f"{example.fact.stream_kind}/{getattr(example.command, example.fact.stream_kind)}"
    caller.look(stream)
    before = len(journal.history(stream))
    of_a_routine = example.fact.stream_kind == "routine"
    by = HUGO if example.name == "EndOrder" else KARIN if of_a_routine else EVA
    answer = caller.give(example.name, body_of(example.command, by), key="C1")

    assert answer.status_code == 201, answer.text
    (recorded,) = journal.of_command("C1")
    assert recorded.fact == example.fact
    assert (recorded.stream, recorded.version) == (stream, before + 1)
    told = answer.json()
    assert told["data"] == json.loads(
        example.fact.model_dump_json(exclude_none=True, exclude={"type"})
    )
    assert (told["type"], told["reference"]) == (example.fact.type, stream)
    assert (told["version"], told["position"]) == (recorded.version, recorded.position)
    assert UUID(told["event_id"]) == recorded.event_id
    assert told["title"] == operation_giving(type(example.fact)).happened
    assert told["by"]["id"] == by.id
    assert answer.headers["Location"] == f"/timelines/{stream}"
    assert answer.headers["ETag"] == f'"{recorded.version}-{recorded.position}"'
    assert answer.headers["Idempotency-Key"] == "C1"


@pytest.mark.parametrize("example", LAWFUL, ids=lambda each: each.name)
def test_a_command_to_what_exists_must_say_what_was_seen(example: Lawful) -> None:
    caller = after()
    answer = caller.give(example.name, body_of(example.command), headers={})
    opens = isinstance(example.fact, ORIGINS)
    assert (answer.status_code == 428) is not opens
    if not opens:
        assert answer.json()["problems"][0]["field"] == "If-Match"


def test_the_envelope_is_as_told() -> None:
    caller = after()
    importer = IMPORTER.but(on_behalf_of=ADAM)
    told = {
        "recorded_at": "2026-01-12T09:00:00+01:00",
        "correlation_id": "ansökan-7",
        "causation_id": "beslut-7",
    }
    answer = caller.give("ReceiveOrder", body_of(to_record(order_received), importer, **told))
    fact = answer.json()
    assert fact["recorded_at"] == "2026-01-12T08:00:00Z"
    assert (fact["correlation_id"], fact["causation_id"]) == ("ansökan-7", "beslut-7")
    assert fact["by"]["on_behalf_of"]["id"] == "adam"


def test_what_the_routine_forbids_is_recorded_with_its_reason() -> None:
    caller = after(*MATCHED)
    started = to_record(service_started)
    caller.look("case/K1")
    assert caller.give("StartService", body_of(started)).status_code == 409
    answer = caller.give("StartService", body_of(started, deviation="Brukaren kunde inte vänta."))
    assert answer.status_code == 201
    assert answer.json()["deviation"] == "Brukaren kunde inte vänta."


def test_a_command_without_an_id_is_given_one_and_told_it() -> None:
    answer = after().give("ReceiveOrder", ORDER)
    assert UUID(answer.headers["Idempotency-Key"]).version == 4
    assert answer.json()["command_id"] == answer.headers["Idempotency-Key"]


def test_the_place_of_a_fact_is_an_address_whatever_the_reference() -> None:
    command = to_record(order_received, of="Ö:1+b")
    caller = after()
    answer = caller.give("ReceiveOrder", body_of(command))
    assert answer.headers["Location"] == "/timelines/case/%C3%96%3A1%2Bb"
    assert caller.client.get(answer.headers["Location"]).json()["reference"] == "case/Ö:1+b"


def test_who_acts_may_be_told_by_another_than_the_request() -> None:
    def by_header(request: Request, told: Actor) -> Actor:
        assert told == ADAM
        return EVA.but(id=request.headers["X-User"])

    rutin = rutin_over()
    client = TestClient(api(rutin, catalogue=as_json, identify=by_header))
    client.post("/commands/ReceiveOrder", json=ORDER, headers={"X-User": "inga"})
    assert rutin.journal.since(0, 1)[0].actor.id == "inga"


# ---------------------------------------------------------------- sent twice


def test_a_command_sent_twice_is_recorded_once_and_answered_the_same(journal: Journal) -> None:
    caller = machine(rutin_over(journal, order_received))
    seen = {"If-Match": '"1-1"', "Idempotency-Key": "C1"}
    first = caller.give("RecordContactAttempt", CALL, headers=seen)
    again = caller.give("RecordContactAttempt", CALL, headers=seen)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert journal.head() == 2


def test_a_command_answered_before_is_answered_although_more_has_happened() -> None:
    caller = after(order_received)
    caller.look("case/K1")
    first = caller.give("RecordContactAttempt", CALL, key="C1")
    caller.give("RecordContactAttempt", CALL, key="C2")
    again = caller.give(
        "RecordContactAttempt", CALL, headers={"If-Match": '"1-1"', "Idempotency-Key": "C1"}
    )
    assert again.content == first.content


@pytest.mark.parametrize(
    "other",
    [
        CALL | {"data": CALL["data"] | {"outcome": "reached"}},
        CALL | {"by": CALL["by"] | {"id": "berit"}},
        CALL | {"deviation": "Av misstag."},
    ],
)
def test_an_id_used_for_something_else_is_refused(other: dict[str, Any]) -> None:
    caller = after(order_received)
    caller.look("case/K1")
    caller.give("RecordContactAttempt", CALL, key="C1")
    answer = caller.give("RecordContactAttempt", other, key="C1")
    assert answer.status_code == 422
    assert (answer.json()["code"], answer.json()["type"]) == (
        "command_id_reused",
        "/problems/id-reused",
    )


def test_an_id_may_stand_in_quotation_marks() -> None:
    caller = after()
    answer = caller.give("ReceiveOrder", ORDER, headers={"Idempotency-Key": '"C1"'})
    assert answer.headers["Idempotency-Key"] == "C1"


@pytest.mark.parametrize("key", ["", '""', "två ord", "a" * 71, "-a", "å"])
def test_an_id_of_another_form_cannot_be_read(key: str) -> None:
    answer = after().give("ReceiveOrder", ORDER, headers={"Idempotency-Key": key.encode()})  # type: ignore[dict-item]  # the client takes bytes
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["field"] == "Idempotency-Key"


# ---------------------------------------------------------------- what was seen


@pytest.mark.parametrize("seen", ['"2-2"', '"2"', '"2-99"', "*"])
def test_a_command_on_what_is_newest_is_recorded(seen: str, journal: Journal) -> None:
    caller = machine(rutin_over(journal, order_received, attempted))
    answer = caller.give("RecordContactAttempt", CALL, headers={"If-Match": seen})
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"3-3"')


@pytest.mark.parametrize("seen", ['"1-1"', '"0-0"', '"3-3"', 'W/"2-2"', '"abc"', '""'])
def test_a_command_on_anything_else_is_not(seen: str, journal: Journal) -> None:
    caller = machine(rutin_over(journal, order_received, attempted))
    answer = caller.give("RecordContactAttempt", CALL, headers={"If-Match": seen})
    assert answer.status_code == 412
    assert answer.json()["code"] == "stale_version"
    assert "försök igen" in answer.json()["detail"]
    assert journal.head() == 2


def test_what_was_not_seen_is_told_before_what_is_wrong_with_the_command() -> None:
    caller = after(*RUNNING)
    answer = caller.give(
        "StartService", body_of(to_record(service_started)), headers={"If-Match": '"1-1"'}
    )
    assert answer.status_code == 412


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        ({"If-Match": "2"}, "If-Match"),
        ({"If-Match": ""}, "If-Match"),
        ({"If-Match": '"1", "2"'}, "If-Match"),
        ({"If-Match": '"1"', "If-None-Match": "*"}, "If-Match"),
        ({"If-None-Match": '"1"'}, "If-None-Match"),
    ],
)
def test_a_condition_of_another_form_cannot_be_read(headers: dict[str, str], field: str) -> None:
    answer = after(order_received).give("RecordContactAttempt", CALL, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["field"] == field


def test_what_is_to_be_opened_may_be_required_not_to_exist() -> None:
    caller = after()
    new = {"If-None-Match": "*"}
    assert caller.give("ReceiveOrder", ORDER, headers=new).status_code == 201
    assert caller.give("ReceiveOrder", ORDER, headers=new).status_code == 412
    assert caller.give("ReceiveOrder", ORDER, headers={}).status_code == 409


def test_the_answer_to_a_command_tells_what_the_timeline_would() -> None:
    caller = after(*OFFERED)
    caller.look(f"relationship/{R}")
    answer = caller.give(
        "SignAgreement", body_of(to_record(agreement_signed), deviation="Redan gjort.")
    )
    assert caller.look(f"relationship/{R}").headers["ETag"] == answer.headers["ETag"]


def test_a_case_is_seen_anew_when_something_happens_in_its_relationship() -> None:
    caller = after(*OFFERED)
    before = caller.look(f"case/{K}")
    caller.look(f"relationship/{R}")
    caller.give("SignAgreement", body_of(to_record(agreement_signed), deviation="Redan gjort."))
    after_it = caller.client.get(
        f"/timelines/case/{K}", headers={"If-None-Match": before.headers["ETag"]}
    )
    assert after_it.status_code == 200
    assert after_it.headers["ETag"] != before.headers["ETag"]
    # A command to the case rests on the case's own version, which stands.
    caller.seen[f"case/{K}"] = before.headers["ETag"]
    assert caller.give("RecordContactAttempt", CALL).status_code == 201


# ---------------------------------------------------------------- timelines


def test_a_timeline_tells_what_happened_in_order(journal: Journal) -> None:
    caller = machine(rutin_over(journal, *MATCHED))
    told = caller.look(f"case/{K}").json()
    assert told["reference"] == f"case/{K}"
    assert [entry["title"] for entry in told["entries"]] == [
        "Uppdragstagare registrerad",
        "Beställning mottagen",
        "Uppdrag erbjudet",
        "Gemensamt möte",
    ]
    assert [entry["reference"] for entry in told["entries"]] == [
        f"assignee/{A}",
        f"case/{K}",
        f"relationship/{R}",
        f"relationship/{R}",
    ]


@pytest.mark.parametrize("kind", ["case", "assignee", "relationship"])
def test_everything_that_has_facts_has_a_timeline(kind: str) -> None:
    reference = {"case": K, "assignee": A, "relationship": R}[kind]
    assert after(*OFFERED).look(f"{kind}/{reference}").status_code == 200


def test_a_correction_stands_beside_what_it_corrects() -> None:
    caller = after(*OFFERED)
    caller.look(f"relationship/{R}")
    corrected = {
        "relationship": R,
        "occurred_on": "2026-02-16",
        "corrects": event_id(3),
        "reason": "Fel kanal",
        "changes": {"channel": "email"},
    }
    caller.give("CorrectRelationshipFact", {"by": CALL["by"], "data": corrected})
    offered, correction = caller.look(f"relationship/{R}").json()["entries"]
    assert offered["corrected_by"] == correction["event_id"]
    assert correction["corrects"] == offered["event_id"]
    assert correction["corrected_by"] is None


NOTE = JournalNoteRecorded(occurred_on=JAN_12, note="N1", text="Brukaren trivs.")
ASTRAY = JournalNoteMarkedErroneous(
    occurred_on=JAN_19, note="N1", reason="Fel brukare", wrong_client=True
)


def test_a_note_in_the_wrong_clients_file_stands_with_its_mark_and_its_text_is_hidden() -> None:
    caller = after(order_received, NOTE, ASTRAY)
    order, note, mark = caller.look(f"case/{K}").json()["entries"]
    assert (note["marked_by"], note["hidden"]) == (mark["event_id"], True)
    assert note["data"]["text"] == HIDDEN_TEXT
    assert (order["marked_by"], order["hidden"]) == (None, False)


def test_an_auditor_asks_for_what_is_hidden_in_the_timeline() -> None:
    caller = after(order_received, NOTE, ASTRAY)
    told = {
        reader.role: caller.client.post(
            "/queries/timeline", json={"case": K}, headers={"Rutin-By": reader.model_dump_json()}
        ).text
        for reader in (ADAM, AUDITOR)
    }
    assert "Brukaren trivs." in told["auditor"]
    assert "Brukaren trivs." not in told["administrator"]


@pytest.mark.parametrize("past", [{"as_of": str(JAN_12)}, {"known_at": "2026-01-12T12:00:00Z"}])
def test_a_timeline_of_the_past_that_has_come_to_hide_a_text_is_sent_again(
    past: dict[str, str],
) -> None:
    caller = after()
    for fact in (order_received, NOTE):
        told = body_of(to_record(fact), IMPORTER, recorded_at="2026-01-12T12:00:00Z")
        caller.give(operation_giving(type(fact)).name, told)
    seen = caller.client.get(f"/timelines/case/{K}", params=past).headers["ETag"]
    caller.give("MarkNoteErroneous", body_of(to_record(ASTRAY)))
    answer = caller.client.get(f"/timelines/case/{K}", params=past, headers={"If-None-Match": seen})
    assert answer.json()["entries"][-1]["hidden"]


def test_what_happened_later_is_left_out() -> None:
    caller = after(order_received, attempted)
    answer = caller.client.get(f"/timelines/case/{K}", params={"as_of": str(JAN_12)})
    assert [entry["title"] for entry in answer.json()["entries"]] == ["Beställning mottagen"]
    assert answer.headers["ETag"] == '"1-1"'


def test_what_was_recorded_later_is_left_out() -> None:
    caller = after(order_received, attempted)
    answer = caller.client.get(
        f"/timelines/case/{K}", params={"known_at": "2026-01-15T12:00:00+01:00"}
    )
    assert [entry["title"] for entry in answer.json()["entries"]] == ["Beställning mottagen"]


def test_a_command_on_a_view_of_the_past_has_not_seen_what_is_new() -> None:
    caller = after(order_received, attempted)
    past = caller.client.get(f"/timelines/case/{K}", params={"as_of": str(JAN_12)})
    answer = caller.give("RecordContactAttempt", CALL, headers={"If-Match": past.headers["ETag"]})
    assert answer.status_code == 412


def test_before_anything_happened_there_is_nothing_to_show() -> None:
    answer = after(order_received).client.get(
        f"/timelines/case/{K}", params={"as_of": "2025-12-31"}
    )
    assert (answer.json()["entries"], answer.headers["ETag"]) == ([], '"0-0"')


@pytest.mark.parametrize("known", ['"1-1"', 'W/"1-1"', '"0-0", "1-1"', "*"])
def test_a_timeline_that_is_known_is_not_sent_again(known: str) -> None:
    answer = after(order_received).client.get(
        f"/timelines/case/{K}", headers={"If-None-Match": known}
    )
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == '"1-1"'


@pytest.mark.parametrize("known", ['"0-0"', '"1"', "1-1", ""])
def test_a_timeline_that_is_not_known_is_sent(known: str) -> None:
    answer = after(order_received).client.get(
        f"/timelines/case/{K}", headers={"If-None-Match": known}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("stream", ["case/K9", "assignee/K1", "client/P1", "case/%2e"])
def test_nothing_is_shown_where_nothing_is_recorded(stream: str) -> None:
    answer = after(order_received).look(stream)
    assert answer.status_code == 404
    assert "Kontrollera beteckningen" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("as_of=igår", "as_of"),
        ("as_of=2026-02-30", "as_of"),
        ("as_of=0", "as_of"),
        ("known_at=1700000000", "known_at"),
        ("known_at=2026-01-15T12:00:00", "known_at"),
        ("known_at=2026-01-15", "known_at"),
        ("asof=2026-01-15", "asof"),
    ],
)
def test_a_view_that_cannot_be_read_is_told_by_field(query: str, field: str) -> None:
    answer = after(order_received).client.get(f"/timelines/case/{K}?{query}")
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["problems"]] == [field]


# ---------------------------------------------------------------- the service itself


def test_the_service_is_well_when_it_reaches_its_journal(journal: Journal) -> None:
    caller = machine(rutin_over(journal, order_received))
    assert caller.client.get("/health").json() == {"status": "ok", "position": 1}


def test_the_catalogue_is_that_of_the_other_surfaces() -> None:
    assert after().client.get("/catalogue").text == as_json()


def test_mounted_somewhere_it_points_to_itself_there() -> None:
    mounted = Starlette(routes=[Mount("/api", api(rutin_over(), catalogue=as_json))])
    client = TestClient(mounted)
    answer = client.post("/api/commands/ReceiveOrder", json=ORDER)
    assert answer.headers["Location"] == "/api/timelines/case/K1"
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get("/api/nej").json()["type"] == "/api/problems/not-found"
    assert client.get("/api/problems/not-found").json()["type"] == "/api/problems/not-found"
    assert client.get("/api/openapi.json").json()["servers"] == [{"url": "/api"}]


def test_the_time_of_recording_is_the_applications_own() -> None:
    answer = after().give("ReceiveOrder", ORDER)
    assert answer.json()["recorded_at"] == NOON.isoformat().replace("+00:00", "Z")


def test_an_offer_opens_a_relationship() -> None:
    caller = after(*OFFERED[:2])
    answer = caller.give("OfferAssignment", body_of(to_record(assignment_offered)))
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/timelines/relationship/{R}")
