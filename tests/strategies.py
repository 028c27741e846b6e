"""Hypothesis strategies for any fact and any command, made from their own declarations."""

from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin

from annotated_types import Ge, Le, MinLen
from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints

from rutin.domain.act import Command, Fact
from rutin.domain.assignee import RegisterAssignee
from rutin.domain.assignee.register import Ending
from rutin.domain.case import PackItem, ReceiveOrder, RegisterContact
from rutin.domain.case.plan import PlanWriting
from rutin.domain.correction import CorrectionCommand, FactCorrection
from rutin.domain.intervention import Extent
from rutin.domain.support_relationship import FollowUpForm
from rutin.domain.support_relationship.closing_meeting import HandoverNote
from rutin.domain.support_relationship.handover import MaterialTransfer, SuccessorAnnouncement
from rutin.domain.values import Hours, IdentityNumber, Money, Month, Quarter

IN_ORDER = (
    "decision_date",
    "issued_on",
    "decided_on",
    "offered_on",
    "occurred_on",
    "meeting_on",
    "period_from",
    "period_to",
    "valid_from",
    "valid_to",
    "from_date",
    "to_date",
    "read_from",
    "read_to",
)
"""Dates that must come in this order in a model that has more than one of them."""

Model = TypeVar("Model", bound=BaseModel)
Strategy = st.SearchStrategy[Any]

_hundredths = st.integers(0, 74400).map(lambda each: f"{each // 100}.{each % 100:02}")
_characters = st.characters(exclude_categories=("Cs", "Cc"))

PLAIN: dict[object, Strategy] = {
    bool: st.booleans(),
    date: st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    NoneType: st.none(),
    Money: _hundredths.map(Money),
    Hours: _hundredths.map(Hours),
    Month: st.builds(Month, st.integers(2000, 2100), st.integers(1, 12)),
    Quarter: st.builds(Quarter, st.integers(2000, 2100), st.integers(1, 4)),
    IdentityNumber: st.sampled_from(
        [IdentityNumber("198012279272"), IdentityNumber("199312792386")]
    ),
}


@cache
def built(model: type[Model]) -> st.SearchStrategy[Model]:
    """Give instances of a fact, a command or a value, blank boxes and all."""
    fields = {name: _field(model, name) for name in model.model_fields}
    dates = [name for name in IN_ORDER if name in fields]

    @st.composite
    def draw_model(draw: st.DrawFn) -> Model:
        values = {name: draw(strategy) for name, strategy in fields.items()}
        given = [name for name in dates if values[name] is not None]
        in_order = zip(given, sorted(values[name] for name in given), strict=True)
        return model.model_validate(_agreeing(model, values | dict(in_order)))

    return draw_model()


def _agreeing(model: type[BaseModel], values: dict[str, Any]) -> dict[str, Any]:
    """Settle answers that exclude each other, as the models' own checks ask."""
    if issubclass(model, Extent) and values["hours_per_month"] is not None:
        return values | {"occasions_per_month": None}
    if issubclass(model, PackItem) and values["given"]:
        return values | {"not_needed_because": None}
    if issubclass(model, PlanWriting) and not values["participation_note"]:
        return values | {"participation": "participated"}
    if issubclass(model, Ending) and values["relationship"] is None:
        return values | {"scope": "person"}
    if issubclass(model, ReceiveOrder) and values["person"] is not None:
        return values | {"client": values["person"].reference, "client_born_on": None}
    if issubclass(model, (RegisterAssignee, RegisterContact)) and values["identity"] is not None:
        return values | {"person": values["identity"].reference}
    if issubclass(model, FollowUpForm):
        return values | {"period": Month.containing(values["occurred_on"])}
    if issubclass(model, HandoverNote):
        return values | {"nothing_further": not values["text"]}
    if issubclass(model, MaterialTransfer):
        return values | {"none_exists": not values["items"]}
    if issubclass(model, SuccessorAnnouncement):
        return values | {"term": "interim" if values["successor"] else "unknown"}
    return values


def _field(model: type[BaseModel], name: str) -> Strategy:
    info = model.model_fields[name]
    if issubclass(model, FactCorrection) and name == "replacement":
        members = [each for each in get_args(info.annotation) if each is not NoneType]
        return st.none() | st.sampled_from(members).flatmap(built)
    if issubclass(model, CorrectionCommand) and name == "changes":
        return st.none() | st.dictionaries(
            st.sampled_from(["note", "reason"]), st.text(_characters)
        )
    return _value(info.annotation, tuple(info.metadata))


def _value(annotation: Any, metadata: tuple[Any, ...] = ()) -> Strategy:
    if annotation in PLAIN:
        return PLAIN[annotation]
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _value(inside[0], metadata + inside[1:])
    if origin is Literal:
        return st.sampled_from(inside)
    if origin in (Union, UnionType):
        return st.one_of([_value(member, metadata) for member in inside])
    if origin is tuple:
        least = max((each.min_length for each in metadata if isinstance(each, MinLen)), default=0)
        return st.lists(_value(inside[0]), min_size=least, max_size=least + 2).map(tuple)
    if annotation is str:
        return _text(metadata)
    if annotation is int:
        least = max((cast("int", each.ge) for each in metadata if isinstance(each, Ge)), default=-5)
        most = min((cast("int", each.le) for each in metadata if isinstance(each, Le)), default=99)
        return st.integers(least, most)
    if issubclass(annotation, BaseModel):
        return built(annotation)
    return st.times()


def _text(metadata: tuple[Any, ...]) -> Strategy:
    constraints = next((each for each in metadata if isinstance(each, StringConstraints)), None)
    if constraints is not None and constraints.pattern is not None:
        return st.from_regex(r"[A-ZÅÄÖa-zåäö0-9_][A-ZÅÄÖa-zåäö0-9_.:+-]{0,11}", fullmatch=True)
    text = st.text(_characters, max_size=30).map(str.strip)
    return text.filter(bool) if constraints and constraints.min_length else text


def facts(fact_type: type[Fact]) -> st.SearchStrategy[Fact]:
    """Give facts of a type."""
    return built(fact_type)


def commands(command_type: type[Command]) -> st.SearchStrategy[Command]:
    """Give commands of a type."""
    return built(command_type)
