"""Commands of every kind, drawn from their own declarations: what staff may send, in any order.

References come from a few names and dates from a few days, so that commands meet.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import reject
from hypothesis import strategies as st
from pydantic import BaseModel, JsonValue, ValidationError

from rutin.application.registry import OPERATIONS, operation_giving
from rutin.domain.act import Command
from rutin.domain.actor import Actor
from rutin.domain.case import (
    CloseCase,
    DeclareContactExhausted,
    EndOrder,
    ExecuteRenewal,
    ResumeService,
    StartService,
)
from rutin.domain.correction import CorrectionCommand
from rutin.domain.person import Person
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    AppointSupportPerson,
    ChangeDeparture,
    CompleteHandover,
    InformThirdParty,
    PayExpense,
    SignAgreement,
    WithdrawDeparture,
)
from rutin.domain.values import Hours, IdentityNumber, Money, Month, Quarter

CASES = ("K1", "K2")
ASSIGNEES = ("A1", "A2", "A3")
RELATIONSHIPS = ("U1", "U2", "U3", "U4", "U5", "U6")
ORDERS = tuple(f"{case}-{number}" for case in CASES for number in (1, 2, 3))

DAYS = tuple(date(2026, 2, 2) + timedelta(days=5 * n) for n in range(12))
"""Across 1 March 2026, when the law on register checks changed."""

TODAY = date(2026, 4, 1)
NOT_YET = date(2026, 12, 24)
MONTHS = (Month(2026, 2), Month(2026, 3))

PERSONS = (
    Person(reference="P1", name="Test Ett", identity_number=IdentityNumber("198012279272")),
    Person(reference="P1", phone="070-000 00 00"),
    Person(reference="P2", name="Test Två", identity_number=IdentityNumber("194206178420")),
    Person(reference="P3", name="Test Tre", identity_number=IdentityNumber("199312792386")),
    Person(reference="P3", identity_number=IdentityNumber("198012279272")),
)
"""Official test identity numbers, which no person has; the last belongs to another."""

PERSON_REFERENCES = ("P1", "P2", "P3")

ADAM = Actor(id="adam", role="administrator", unit="syd")
BEA = Actor(id="bea", role="administrator", unit="syd")
EVA = Actor(id="eva", role="unit_manager", unit="syd")
HANNA = Actor(id="hanna", role="case_officer", unit="myndigheten")
KARIN = Actor(id="karin", role="quality_developer", unit="stab")
ULLA = Actor(id="ulla", role="assignee", unit="syd")
IMPORT = Actor(id="import", role="importer", unit="syd", on_behalf_of=ADAM)

ACTORS = (
    ADAM,
    BEA,
    EVA,
    HANNA,
    KARIN,
    ULLA,
    IMPORT,
    Actor(id="adam", role="administrator", unit="syd", on_behalf_of=HANNA),
    Actor(id="stig", role="support_person", unit="syd"),
    Actor(id="rut", role="auditor", unit="syd"),
)

WHY = "Det hade redan hänt när det registrerades."


@dataclass(frozen=True)
class Wish:
    """A command, who sends it, and what the envelope says."""

    command: Command
    by: Actor
    deviation: str | None = None
    recorded_at: datetime | None = None


DECISIVE: tuple[type[Command], ...] = (
    AppointSupportPerson,
    ChangeDeparture,
    WithdrawDeparture,
    CompleteHandover,
    InformThirdParty,
    SignAgreement,
    StartService,
    ResumeService,
    PayExpense,
    ExecuteRenewal,
    DeclareContactExhausted,
    EndOrder,
    CloseCase,
)
"""The commands with preconditions of their own (D-57), and those that move a support person."""

_WORDS: dict[str, tuple[str, ...]] = {
    "case": CASES,
    "assignee": ASSIGNEES,
    "relationship": (*RELATIONSHIPS[:2] * 3, *RELATIONSHIPS),  # the first are mostly there
    "order_no": ORDERS,
    "client": PERSON_REFERENCES,
    "person": PERSON_REFERENCES,
    "payee": PERSON_REFERENCES,
    "note": ("anteckning-1", "anteckning-2"),
    "consent": ("samtycke-1", "samtycke-2"),
    "contact": ("kontakt-1", "kontakt-2"),
    "contacts": ("kontakt-1", "kontakt-2"),
    "about": tuple(f"c{n}" for n in range(1, 13)),
    "actions": tuple(f"c{n}" for n in range(1, 13)),
    **dict.fromkeys(("successor", "received_by"), ASSIGNEES),
    "goal": ("Gå på bio", "Träffa andra"),
    **dict.fromkeys(
        (
            "case_officer",
            "decided_by",
            "seen_by",
            "signed_by",
            "unit",
            "author",
            "capacity_confirmed_by",
        ),
        ("hanna", "eva", "syd"),
    ),
    **dict.fromkeys(("decision_reference", "document", "meeting"), ("D-2026-17",)),
    "not_needed_because": ("",),
    "routine": ("NYB", "KLA", "MAN"),
    **dict.fromkeys(("version", "replaces", "replaced_by"), ("v1", "v2", "v3")),
    "parameter": ("welcome_before_start_days", "note_days"),
    "cases": CASES,
    "provision": ("NYB-03", "NYB-04"),
}
"""By the name of the field; other fields of text may hold any of `_TEXTS`."""

_TEXTS = ("Ja", 'Åäö: "sagt", sedan\nväntat 🙂')

_DATES: dict[str, tuple[date, ...]] = {
    "decision_date": (date(2026, 1, 26), DAYS[0], DAYS[6]),
    "period_from": DAYS[:2],
    "period_to": (date(2026, 12, 31), DAYS[5], DAYS[9]),
    "valid_from": DAYS[:2],
    "decided_on": DAYS[:2],
    "valid_to": (date(2026, 12, 31), DAYS[8], date(2031, 2, 2), date(2031, 6, 1)),
    "from_date": DAYS[:2],
    "to_date": DAYS[2:],
    "last_day": DAYS[2:],
    "offered_on": DAYS[:2],
    "meeting_on": (*DAYS[8:], NOT_YET, NOT_YET),
    "client_born_on": (date(1942, 6, 17), date(2015, 3, 2), date(2008, 3, 4)),
    "issued_on": (date(2024, 6, 1), date(2025, 5, 2), date(2026, 1, 20), *DAYS[:3]),
}
"""By the name of the field; the wrong order comes up too. All others lie among `DAYS`."""

_DAYS = st.sampled_from((*DAYS, *DAYS, NOT_YET))

_VALUES: Mapping[type, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(1, 3),
    time: st.sampled_from((time(9), time(15, 30))),
    Money: st.sampled_from([Money("10"), Money("20.50"), Money("30.50"), Money("20")]),
    Hours: st.sampled_from([Hours("7.5"), Hours(20)]),
    Month: st.sampled_from(MONTHS),
    Quarter: st.sampled_from([Quarter(2026, 1)]),
}


def values_of(name: str, annotation: Any) -> st.SearchStrategy[Any]:
    """Draw values for a field, by its type and, for references and dates, by its name."""
    if get_origin(annotation) is Annotated:
        return values_of(name, get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
        return st.one_of([values_of(name, kind) for kind in kinds])
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    if get_origin(annotation) is tuple:
        members = values_of(name, get_args(annotation)[0])
        return st.lists(members, min_size=1, max_size=2).map(tuple)
    if annotation is str:
        return st.sampled_from(_WORDS.get(name, _TEXTS))
    if annotation is date:
        return st.sampled_from(_DATES[name]) if name in _DATES else _DAYS
    if annotation is Person:
        return st.sampled_from(PERSONS)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _fields_of(annotation)
    return _VALUES[annotation]


def _fields_of(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {
        name: (field.is_required(), values_of(name, field.annotation))
        for name, field in model.model_fields.items()
    }
    return st.fixed_dictionaries(
        {name: drawn for name, (required, drawn) in fields.items() if required},
        optional={name: drawn for name, (required, drawn) in fields.items() if not required},
    )


@st.composite
def commands_of(draw: st.DrawFn, kind: type[Command]) -> Command:
    """Draw commands of a kind; fields that make no such command are drawn anew."""
    for _ in range(5):
        fields = draw(_fields_of(kind))
        match fields:
            case {"client": _, "person": Person() as person}:
                fields["client"] = person.reference
            case {"person": _, "identity": Person() as person}:
                fields["person"] = person.reference
        with suppress(ValidationError):
            return kind.model_validate(fields)
    return reject()


ANYTHING: tuple[type[Command], ...] = tuple(
    operation.command
    for operation in OPERATIONS
    if not issubclass(operation.command, CorrectionCommand)
)
"""Every command but corrections, which need a fact to correct (see `corrections_of`)."""

_OFTEN = (*ANYTHING, *DECISIVE * 4)
_BEFORE_TODAY = datetime(2026, 3, 1, 12, tzinfo=UTC)

deviations = st.sampled_from((None, None, WHY))


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    """Draw whatever anyone may send."""
    return Wish(
        command=draw(commands_of(draw(st.sampled_from(_OFTEN)))),
        by=draw(st.sampled_from((ADAM, BEA, *ACTORS))),
        deviation=draw(deviations),
        recorded_at=draw(st.sampled_from((None,) * 7 + (_BEFORE_TODAY,))),
    )


@st.composite
def corrections_of(draw: st.DrawFn, recorded: Recorded) -> Command:
    """Draw corrections of a recorded fact: changed, taken away, or put back as it was."""
    kind = operation_giving(type(recorded.fact)).command
    fields = sorted(type(recorded.fact).model_fields.keys() & kind.model_fields.keys())
    if issubclass(kind, CorrectionCommand) or not draw(st.integers(0, 3)):
        return correction(recorded, None)
    other = draw(commands_of(kind)).model_dump(mode="json")
    names = draw(st.lists(st.sampled_from(fields), max_size=2, unique=True))
    return correction(recorded, {name: other[name] for name in names}, draw(st.sampled_from(DAYS)))


def correction(
    recorded: Recorded, changes: dict[str, JsonValue] | None, day: date = DAYS[-1]
) -> Command:
    """Correct a recorded fact: the fields that are changed, or nothing instead of it."""
    kind, _, reference = recorded.stream.partition("/")
    return _CORRECTING[kind].model_validate(
        {
            kind: reference,
            "occurred_on": day,
            "corrects": recorded.command_id,
            "reason": "Fel uppgift.",
            "changes": changes,
        }
    )


_CORRECTING: dict[str, type[Command]] = {
    operation.fact.stream_kind: operation.command
    for operation in OPERATIONS
    if issubclass(operation.command, CorrectionCommand)
}
