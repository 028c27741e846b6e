"""Every act: what it is stored as, that it reads back, that each command gives its whole fact."""

import json
import re
from datetime import date, time
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import ValidationError

from examples import ADAM, EVA, HUGO, NYB
from lawful import LAWFUL, Lawful
from rutin.application import OPERATIONS, Operation, registry
from rutin.application.reading import read_command
from rutin.domain.act import Act, Command, Fact
from rutin.domain.assignee import Assignee, AssigneeCommand
from rutin.domain.assignee.facts import CorrectableAssigneeFact
from rutin.domain.case import Case, CaseCommand
from rutin.domain.case.facts import CorrectableCaseFact
from rutin.domain.correction import FactCorrection
from rutin.domain.decide import decide, subject_of
from rutin.domain.facts import (
    FACT_TYPES,
    is_assignee_fact,
    is_case_fact,
    is_relationship_fact,
    is_routine_fact,
)
from rutin.domain.immutable import Immutable
from rutin.domain.routine import Routine, RoutineCommand
from rutin.domain.routine.facts import CorrectableRoutineFact
from rutin.domain.stored import decode, encode
from rutin.domain.support_relationship import RelationshipCommand, SupportRelationship
from rutin.domain.support_relationship.facts import CorrectableRelationshipFact
from spec import HERE, history
from strategies import commands, facts

EVERY_FACT = pytest.mark.parametrize("fact_type", FACT_TYPES.values(), ids=FACT_TYPES)
EVERY_OPERATION = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
EVERY_LAWFUL = pytest.mark.parametrize("example", LAWFUL, ids=lambda each: each.name)

TARGETS: dict[str, type[Command]] = {
    "case": CaseCommand,
    "assignee": AssigneeCommand,
    "relationship": RelationshipCommand,
    "routine": RoutineCommand,
}


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


# ---------------------------------------------------------------- names


@EVERY_FACT
def test_a_fact_is_stored_under_its_kind_its_name_and_its_version(fact_type: type[Fact]) -> None:
    expected = f"{fact_type.stream_kind}.{snake_case(fact_type.__name__)}.v1"
    field = fact_type.model_fields["type"]
    assert field.default == expected
    assert get_args(field.annotation) == (expected,)


def test_there_is_a_fact_for_everything_the_routines_ask_to_be_recorded() -> None:
    assert len(FACT_TYPES) == 120
    kinds = [name.partition(".")[0] for name in FACT_TYPES]
    assert {kind: kinds.count(kind) for kind in HERE} == {
        "case": 46,
        "assignee": 13,
        "relationship": 53,
        "routine": 8,
    }


def test_every_fact_is_given_by_one_operation() -> None:
    given_by = [operation.fact for operation in OPERATIONS]
    assert len(given_by) == len(set(given_by))
    assert set(given_by) == set(FACT_TYPES.values())


@EVERY_OPERATION
def test_an_operation_has_a_name_of_its_own_swedish_titles_and_a_permission_rule(
    operation: Operation,
) -> None:
    assert [each.name for each in OPERATIONS].count(operation.name) == 1
    assert operation.title[0].isupper()
    assert operation.happened[0].isupper()
    assert "importer" in operation.permitted


def test_an_operation_that_no_role_may_do_stops_the_start_up() -> None:
    source = Path(registry.__file__).read_text(encoding="utf-8")
    unguarded = source.replace('("administrator", "unit_manager", "importer")', "()", 1)
    with pytest.raises(RuntimeError, match="without a permission rule: DeferExecution, CloseCase"):
        exec(unguarded, {"__name__": "unguarded"})  # noqa: S102  # the registry's own source


@pytest.mark.parametrize(
    ("kind", "correctable"),
    [
        ("case", CorrectableCaseFact),
        ("assignee", CorrectableAssigneeFact),
        ("relationship", CorrectableRelationshipFact),
        ("routine", CorrectableRoutineFact),
    ],
)
def test_every_fact_but_a_correction_can_be_corrected(kind: str, correctable: Any) -> None:
    of_kind = {each for each in FACT_TYPES.values() if each.stream_kind == kind}
    assert of_kind - set(get_args(correctable)) == {FACT_TYPES[f"{kind}.fact_corrected.v1"]}


# ---------------------------------------------------------------- shape


@EVERY_FACT
def test_a_fact_is_frozen_closed_and_holds_no_list(fact_type: type[Fact]) -> None:
    assert fact_type.model_config["frozen"]
    assert fact_type.model_config["extra"] == "forbid"
    assert fact_type.model_config["strict"]
    for name, field in fact_type.model_fields.items():
        assert not re.search(r"\b(list|dict|set)\[", str(field.annotation)), name


@EVERY_OPERATION
def test_every_field_that_is_filled_in_has_a_swedish_name(operation: Operation) -> None:
    unnamed = [name for name, field in operation.command.model_fields.items() if not field.title]
    assert unnamed == []


@EVERY_OPERATION
def test_a_command_and_its_fact_tell_the_same_act(operation: Operation) -> None:
    target = TARGETS[operation.fact.stream_kind]
    assert issubclass(operation.command, target)
    where = set(target.model_fields) - set(Act.model_fields)
    asked = set(operation.command.model_fields) - where
    told = set(operation.fact.model_fields) - {"type"}
    beyond = {"person", "identity"} if operation.name.startswith(("Receive", "Register")) else set()
    if issubclass(operation.fact, FactCorrection):
        assert (asked - told, told - asked) == ({"changes"}, {"replacement"})
    else:
        assert asked - told <= beyond
        assert told <= asked


# ---------------------------------------------------------------- every command, decided


def test_every_operation_has_a_lawful_example() -> None:
    shown = [type(example.command) for example in LAWFUL]
    assert sorted(each.__name__ for each in shown) == sorted(each.name for each in OPERATIONS)


@EVERY_LAWFUL
def test_a_lawful_command_gives_its_fact_with_every_field(example: Lawful) -> None:
    by = {"EndOrder": HUGO, "CloseHandover": EVA}.get(example.name, ADAM)
    fact = decide(example.command, history(*example.given), by, today=date.max)
    assert fact == example.fact
    assert type(fact) is type(example.command).records
    for name in set(type(fact).model_fields) & set(type(example.command).model_fields):
        asked = getattr(example.command, name)
        assert getattr(fact, name) == asked or asked is None or name == "corrects"


@EVERY_LAWFUL
def test_a_lawful_command_round_trips_through_its_json(example: Lawful) -> None:
    data = json.loads(example.command.model_dump_json(exclude_none=True))
    assert read_command(example.name, data) == example.command


@EVERY_OPERATION
@settings(max_examples=20)
@any_of(st.data())
def test_any_command_round_trips_and_gives_a_fact_with_the_same_answers(
    operation: Operation, data: st.DataObject
) -> None:
    command = data.draw(commands(operation.command))
    read = read_command(operation.name, json.loads(command.model_dump_json()))
    assert read == command
    told = {"corrects": "x"} | {
        name: "x"
        for name in ("contact", "consent", "note")
        if name in operation.fact.model_fields and getattr(command, name, "") is None
    }
    settled = {name: value for name, value in told.items() if name in operation.fact.model_fields}
    fact = command.fact(**settled)
    for name in set(operation.fact.model_fields) & set(operation.command.model_fields):
        assert getattr(fact, name) == settled.get(name, getattr(command, name))


def test_a_command_goes_to_one_aggregate() -> None:
    assert {subject_of(example.command) for example in LAWFUL} == set(HERE.values())


def test_a_command_that_goes_to_no_aggregate_is_a_programming_error() -> None:
    with pytest.raises(TypeError, match="goes to no aggregate"):
        subject_of(Command(occurred_on=date(2026, 1, 12)))


@EVERY_LAWFUL
def test_whatever_has_happened_folds_for_a_fold_never_refuses(example: Lawful) -> None:
    fact = example.fact
    if is_case_fact(fact):
        assert isinstance(Case().after(fact), Case)
    elif is_assignee_fact(fact):
        assert isinstance(Assignee().after(fact), Assignee)
    elif is_relationship_fact(fact):
        assert isinstance(SupportRelationship().after(fact), SupportRelationship)
    else:
        assert is_routine_fact(fact)
        assert isinstance(Routine.named(NYB).after(fact), Routine)


# ---------------------------------------------------------------- every fact, stored


@EVERY_FACT
@settings(max_examples=25)
@any_of(st.data())
def test_a_fact_is_read_back_as_it_was_stored(fact_type: type[Fact], data: st.DataObject) -> None:
    fact = data.draw(facts(fact_type))
    document = encode(fact)
    assert decode(document) == fact
    assert encode(decode(document)) == document
    assert json.loads(document)["type"] == fact.type


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"[]",
        b"{}",
        b'{"occurred_on":"2026-01-12"}',
        b'{"type":"case.never_heard_of.v1","occurred_on":"2026-01-12"}',
        b'{"type":"case.service_started.v2","occurred_on":"2026-01-12"}',
        b'{"type":"case.service_started.v1"}',
        b'{"type":"case.service_started.v1","occurred_on":"2026-01-12","more":1}',
        b'{"type":"case.service_started.v1","occurred_on":"2026-02-30"}',
        b'{"type":"case.service_started.v1","occurred_on":20260112}',
    ],
)
def test_a_document_that_is_no_fact_is_not_read(document: bytes) -> None:
    with pytest.raises(ValidationError):
        decode(document)


# ---------------------------------------------------------------- copies


class Box(Immutable):
    count: int
    at: time | None = None


def test_a_copy_with_changes_is_validated_like_any_other() -> None:
    assert Box(count=1).but(count=2) == Box(count=2)
    with pytest.raises(ValidationError):
        Box(count=1).but(count="2")
    with pytest.raises(ValidationError):
        Box(count=1).but(counted=2)


def test_what_was_typed_never_stands_in_an_error() -> None:
    with pytest.raises(ValidationError) as error:
        Box.model_validate({"count": "19801227-9272"})
    assert "19801227" not in str(error.value)


def test_two_people_act_apart_though_they_act_for_the_same() -> None:
    assert ADAM.acting_for == ADAM
    assert ADAM.but(on_behalf_of=EVA).acting_for == EVA
