"""What cannot be read is told in Swedish: the field, what is wrong, the provision; never the input."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from lawful import BY_NAME, LAWFUL, Lawful
from rutin.adapters.api.findings import Asked
from rutin.application.reading import read_command, read_instruction
from rutin.domain.refusal import Malformed, Problem
from rutin.domain.wording import SENTENCES, malformed
from rutin.projections.cases import Cases
from rutin.projections.compliance import Compliance

NUMBER = "19801227-9272"
EVERY_COMMAND = pytest.mark.parametrize("example", LAWFUL, ids=lambda each: each.name)


def data_of(name: str) -> dict[str, Any]:
    data = json.loads(BY_NAME[name].command.model_dump_json(exclude_none=True))
    assert isinstance(data, dict)
    return data


def put(document: Any, place: tuple[str | int, ...], value: object) -> Any:
    """Give a copy of a JSON document with something else in one place."""
    copy = json.loads(json.dumps(document))
    inner = copy
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return copy


def places(document: Any, so_far: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Give every place in a JSON document where something stands."""
    inside = document.items() if isinstance(document, dict) else enumerate(document)
    for step, value in inside:
        yield (*so_far, step)
        if isinstance(value, dict | list):
            yield from places(value, (*so_far, step))


def refusal_of(name: str, data: dict[str, Any]) -> Malformed | None:
    """Give what is wrong with a command's fields, if anything is."""
    try:
        read_command(name, data)
    except Malformed as refusal:
        return refusal
    return None


def problems_of(name: str, place: str, value: object) -> tuple[Problem, ...]:
    steps = tuple(int(step) if step.isdigit() else step for step in place.split("."))
    refusal = refusal_of(name, put(data_of(name), steps, value))
    assert refusal is not None
    return refusal.problems


def refusals_of(example: Lawful, wrong: tuple[object, ...]) -> Iterator[Malformed]:
    """Give what is wrong with a command when something wrong stands in one place or another."""
    data = json.loads(example.command.model_dump_json())
    for place in places(data):
        for value in wrong:
            refusal = refusal_of(example.name, put(data, place, value))
            if refusal is not None:
                yield refusal


INSTRUCTION: dict[str, Any] = {
    "command": "StartService",
    "by": {"id": "adam", "role": "administrator", "unit": "syd"},
    "data": {"case": "K1", "occurred_on": "2026-02-20"},
    "command_id": "C1",
    "recorded_at": "2026-02-20T09:00:00+01:00",
}


def problems_of_instruction(text: str) -> tuple[Problem, ...]:
    with pytest.raises(Malformed) as refusal:
        read_instruction(text)
    return refusal.value.problems


# ---------------------------------------------------------------- reading


def test_an_instruction_is_read_with_its_command() -> None:
    instruction, command = read_instruction(json.dumps(INSTRUCTION))
    assert (instruction.by.id, instruction.command_id) == ("adam", "C1")
    assert command == read_command("StartService", INSTRUCTION["data"])


def test_an_unknown_command_is_told_the_nearest_there_is() -> None:
    (problem,) = problems_of_instruction(json.dumps(INSTRUCTION | {"command": "StartServise"}))
    assert (problem.code, problem.field) == ("unknown_command", "command")
    assert problem.text == "Kommandot StartServise finns inte. Menade du StartService?"


def test_a_command_like_no_other_is_told_where_all_are_listed() -> None:
    (problem,) = problems_of_instruction(json.dumps(INSTRUCTION | {"command": "Xyzzy"}))
    assert problem.text == "Kommandot Xyzzy finns inte. rutin catalogue visar alla kommandon."


@pytest.mark.parametrize("text", ["", "{", "hej", "{'case': 1}", '{"command":"\\ud800"}'])
def test_text_that_is_not_json_is_told_so(text: str) -> None:
    (problem,) = problems_of_instruction(text)
    assert (problem.code, problem.text) == ("json_invalid", SENTENCES["json_invalid"])
    assert problem.field is None


@pytest.mark.parametrize("text", ["[]", "1", "null", '"StartService"'])
def test_json_that_is_no_object_is_told_so(text: str) -> None:
    (problem,) = problems_of_instruction(text)
    assert problem.text == "Innehållet ska vara ett objekt med fält."


def test_every_problem_of_a_command_is_told_at_once() -> None:
    data = data_of("ReceiveOrder") | {"legal_basis": "PBL", "occurred_on": "i går", "klient": "P1"}
    del data["decision_date"]
    with pytest.raises(Malformed) as refusal:
        read_command("ReceiveOrder", data)
    assert {(each.field, each.code) for each in refusal.value.problems} == {
        ("occurred_on", "date_parsing"),
        ("decision_date", "missing"),
        ("legal_basis", "literal_error"),
        ("klient", "extra_forbidden"),
    }
    assert all(each.text in refusal.value.text for each in refusal.value.problems)


# ---------------------------------------------------------------- every sentence


TOLD = [
    ("ReceiveOrder", "klient", "P1", "Fältet klient finns inte. Kontrollera stavningen"),
    ("ReceiveOrder", "source", 7, "Källa (source) ska vara text."),
    ("ReceiveOrder", "order_no", "", "Beställningsnummer (order_no) får inte vara tomt."),
    ("ReceiveOrder", "order_no", "B" * 81, "Beställningsnummer (order_no) är för långt: högst 80"),
    ("ReceiveOrder", "order_no", "B 1", "Beställningsnummer (order_no) har fel form."),
    ("ReceiveOrder", "protected", "ja", "Skyddade personuppgifter (protected) ska vara true eller"),
    ("ReceiveOrder", "decision_date", 20260108, "Beslutsdatum (decision_date) ska vara ett datum,"),
    ("ReceiveOrder", "decision_date", "2026-02-30", "(decision_date) ska vara ett datum som finns"),
    ("ReceiveOrder", "occurred_at", 9, "Klockslag (occurred_at) ska vara ett klockslag, som 09:30"),
    ("ReceiveOrder", "occurred_at", "25:00", "Klockslag (occurred_at) ska vara ett klockslag"),
    ("ReceiveOrder", "legal_basis", "PBL", "Välj bland: 'SoL' eller 'LSS'."),
    ("ReceiveOrder", "extent", [], "Omfattning (extent) ska vara ett objekt med fält."),
    ("ReceiveOrder", "goals", "Bio", "Mål med insatsen (goals) ska vara en lista."),
    ("ChangeAvailability", "occasions_per_month", "4", "Lediga tillfällen per månad"),
    ("ChangeAvailability", "occasions_per_month", -1, "ska vara minst 0."),
    ("ChangeAvailability", "occasions_per_month", 63, "ska vara högst 62."),
    ("RegisterAssignee", "interventions", [], "Insatser (interventions) ska ha minst 1 värde."),
    ("CorrectCaseFact", "changes", "note", "Rätta uppgifter"),
    ("PayExpense", "amount", "4.125", "Beloppet har fler än två decimaler."),
    ("PayExpense", "period", "mars", "Skriv månaden som år och två siffror"),
    ("ReceiveOrder", "person.identity_number", "19801227-9271", "kontrollsiffra stämmer inte"),
    ("ReceiveOrder", "goals.0", 7, "Mål med insatsen (goals.0) ska vara text."),
    ("SubmitExpenseClaim", "rows.1.amount", "mycket", "Beloppet går inte att läsa."),
    ("SubmitExpenseClaim", "rows.1.receipt_no", 1.5, "Kvitto nr (rows.1.receipt_no) ska vara ett"),
]


@pytest.mark.parametrize(("name", "place", "value", "sentence"), TOLD)
def test_a_field_that_cannot_be_read_says_what_to_write(
    name: str, place: str, value: object, sentence: str
) -> None:
    (problem,) = problems_of(name, place, value)
    assert problem.field == place
    assert sentence in problem.text.replace("Rätt uppgifter", "Rätta uppgifter")


def test_a_field_that_is_left_out_is_named() -> None:
    data = data_of("ReceiveOrder")
    del data["client"]
    with pytest.raises(Malformed, match=r"Brukare \(client\) saknas. Fyll i fältet."):
        read_command("ReceiveOrder", data)


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (9, "Registrerat (recorded_at) ska vara en tidpunkt, som 2026-01-31T09:30:00+01:00."),
        ("i går", "Registrerat (recorded_at) ska vara en tidpunkt, som 2026-01-31T09:30:00+01:00."),
        ("2026-02-20T09:00:00", "Registrerat (recorded_at) ska ha tidszon"),
    ],
)
def test_a_moment_of_recording_is_a_moment_with_a_time_zone(moment: object, sentence: str) -> None:
    (problem,) = problems_of_instruction(json.dumps(INSTRUCTION | {"recorded_at": moment}))
    assert problem.field == "recorded_at"
    assert sentence in problem.text


def test_data_that_is_no_object_is_told_so() -> None:
    (problem,) = problems_of_instruction(json.dumps(INSTRUCTION | {"data": []}))
    assert problem.text == "Uppgifter (data) ska vara ett objekt med fält."


def test_an_unknown_role_is_told_the_roles_there_are() -> None:
    by = INSTRUCTION["by"] | {"role": "chef"}
    (problem,) = problems_of_instruction(json.dumps(INSTRUCTION | {"by": by}))
    assert problem.field == "by.role"
    assert "'unit_manager'" in problem.text


WRONG: tuple[object, ...] = (
    None,
    True,
    7,
    7.5,
    -1,
    99,
    "",
    "x" * 81,
    "x" * 20_001,
    "Ö Ö",
    "2026-02-30",
    "2026-02-20T09:00:00",
    "2026-02-20T00:00:00",
    "25:00",
    [],
    [None],
    {},
    {"okänt": 1},
)


WRONG_QUERIES: tuple[tuple[type[BaseModel], dict[str, str]], ...] = (
    (Asked, {"as_of": "2026-02-30"}),
    (Asked, {"as_of": "2026-02-20T09:00:00"}),
    (Asked, {"as_of": "i går"}),
    (Asked, {"known_at": "2026-02-30T09:00:00Z"}),
    (Asked, {"known_at": "2026-02-20T09:00:00"}),
    (Asked, {"status": "late"}),
    (Asked, {"case": ""}),
    (Asked, {"fler": "ja"}),
    (Compliance, {"suppress": "kanske"}),
    (Cases, {"limit": "några"}),
    (Cases, {"limit": "0"}),
    (Cases, {"skip": "9" * 5000}),
)


def problems_of_query(query: type[BaseModel], asked: dict[str, str]) -> tuple[Problem, ...]:
    """Tell what is wrong with a question."""
    with pytest.raises(ValidationError) as wrong:
        query.model_validate(asked)
    return malformed(wrong.value, query).problems


MOMENTS: tuple[object, ...] = ("i går", 9, "2026-02-20", "2026-02-20T09:00:00")


def test_every_sentence_is_told_on_some_occasion() -> None:
    of_commands = {
        problem.code
        for example in LAWFUL
        for refusal in refusals_of(example, WRONG)
        for problem in refusal.problems
    }
    of_instructions = {
        problem.code
        for text in ("{", *(json.dumps(INSTRUCTION | {"recorded_at": each}) for each in MOMENTS))
        for problem in problems_of_instruction(text)
    }
    of_queries = {problem.code for each in WRONG_QUERIES for problem in problems_of_query(*each)}
    assert set(SENTENCES) - of_commands - of_instructions - of_queries == set()


# ---------------------------------------------------------------- Swedish, and only Swedish


ENGLISH = ("Input", "should", "valid", "must", "Value error", "Extra", "required")


@EVERY_COMMAND
def test_whatever_is_wrong_with_a_command_is_told_in_swedish(example: Lawful) -> None:
    for refusal in refusals_of(example, WRONG):
        for problem in refusal.problems:
            words = problem.text.replace(f"({problem.field})", "").split("Välj bland")[0]
            assert not any(english in words for english in ENGLISH), words


@pytest.mark.parametrize(("query", "asked"), WRONG_QUERIES)
def test_whatever_is_wrong_with_a_question_is_told_in_swedish(
    query: type[BaseModel], asked: dict[str, str]
) -> None:
    (problem,) = problems_of_query(query, asked)
    words = problem.text.replace(f"({problem.field})", "").split("Välj bland")[0]
    assert not any(english in words for english in ENGLISH), words


@EVERY_COMMAND
def test_what_was_typed_is_never_told_back(example: Lawful) -> None:
    for refusal in refusals_of(example, (NUMBER, [NUMBER], {"x": NUMBER})):
        assert NUMBER not in f"{refusal.text} {refusal!r} {refusal.problems}"


# ---------------------------------------------------------------- provisions


@pytest.mark.parametrize(
    ("name", "place", "provision"),
    [
        ("ReceiveOrder", "decision_date", "LAW-01"),
        ("ReceiveOrder", "order_no", "KLA-01"),
        ("ReceiveOrder", "legal_basis", "LAW-27"),
        ("RecordContactAttempt", "channel", "KLA-02b"),
        ("HoldClientMeeting", "topics.order_extent", "KLA-04a"),
        ("DeliverWelcomePack", "items.private_funds", "NYB-07d"),
        ("HoldMatchMeeting", "client_ok", "KLA-08b"),
        ("SubmitExpenseClaim", "rows.0.receipt_no", "KLA-B3-4"),
        ("SubmitExpenseClaim", "attachments.0.legible", "KLA-B3-8"),
        ("ShowRegisterExtract", "issued_on", "LAW-17"),
    ],
)
def test_a_field_that_answers_to_a_provision_names_it(
    name: str, place: str, provision: str
) -> None:
    (problem,) = problems_of(name, place, {"fel": "slag"} if place != "items.private_funds" else 7)
    assert (problem.field, problem.provision) == (place, provision)
    assert problem.citation is not None


def test_a_field_that_answers_to_none_names_none() -> None:
    (problem,) = problems_of("ReceiveOrder", "source", 7)
    assert problem.provision is None
    assert problem.citation is None


# ---------------------------------------------------------------- answers that exclude each other


@pytest.mark.parametrize(
    ("name", "changed", "fields"),
    [
        ("ReceiveOrder", {"decision_date": "2026-01-13"}, {"decision_date", "occurred_on"}),
        ("ReceiveOrder", {"period_to": "2026-01-11"}, {"period_from", "period_to"}),
        ("RenewOrder", {"period_to": "2026-01-11"}, {"period_from", "period_to"}),
        ("GrantConsent", {"valid_to": "2026-01-18"}, {"valid_from", "valid_to"}),
        ("SignAgreement", {"valid_to": "2026-02-15"}, {"valid_from", "valid_to"}),
        ("BookClientMeeting", {"meeting_on": "2026-01-18"}, {"occurred_on", "meeting_on"}),
        ("BookMatchMeeting", {"meeting_on": "2026-02-02"}, {"occurred_on", "meeting_on"}),
        ("RecordAbsence", {"to_date": "2026-03-01"}, {"from_date", "to_date"}),
        ("ShowRegisterExtract", {"issued_on": "2026-02-04"}, {"issued_on", "occurred_on"}),
    ],
)
def test_dates_in_the_wrong_order_are_named_with_one_of_their_fields(
    name: str, changed: dict[str, str], fields: set[str]
) -> None:
    with pytest.raises(Malformed) as refusal:
        read_command(name, data_of(name) | changed)
    (problem,) = refusal.value.problems
    assert problem.text.startswith("Datumen kommer i fel ordning: ")
    assert all(str(day) in problem.text for day in changed.values())
    assert problem.field in fields


@pytest.mark.parametrize(
    ("name", "changed", "sentence"),
    [
        (
            "ReceiveOrder",
            {"extent": {"hours_per_month": "10", "occasions_per_month": 2}},
            "Ange omfattningen i timmar eller i tillfällen, inte båda.",
        ),
        (
            "ReceiveOrder",
            {"person": {"reference": "P2"}},
            "Personuppgifterna har en annan personreferens än brukaren. Använd samma.",
        ),
        (
            "RegisterAssignee",
            {"identity": {"reference": "P2"}},
            "Personuppgifterna har en annan personreferens än uppdragstagaren. Använd samma.",
        ),
        ("EndAssignee", {"relationship": None}, "Ange vilket uppdrag som avslutas."),
        (
            "EstablishImplementationPlan",
            {"participation_note": ""},
            "Skriv en anteckning om varför brukaren inte medverkade.",
        ),
    ],
)
def test_answers_that_exclude_each_other_are_told_in_one_sentence(
    name: str, changed: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Malformed) as refusal:
        read_command(name, data_of(name) | changed)
    assert [problem.text for problem in refusal.value.problems] == [sentence]
