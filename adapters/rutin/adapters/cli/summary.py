"""A fact in a few Swedish words: its fields by the titles staff know."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from rutin.application.in_swedish import value_in_swedish
from rutin.domain.act import Fact

_TOLD_ELSEWHERE = ("type", "occurred_on", "occurred_at", "corrects", "replacement")


def summary_of(fact: Fact) -> list[str]:
    """Tell each field that says something, as "Titel: värde"."""
    return list(_parts(fact, fact.type))


def changes_between(before: Fact, after: Fact) -> list[str]:
    """Tell each field that differs, as "Titel: före → efter"."""
    return list(_changes(before, after, before.type))


def _changes(before: BaseModel, after: BaseModel, fact_type: str) -> Iterator[str]:
    for name, info in type(before).model_fields.items():
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if _are_rows(old) and _are_rows(new) and len(old) == len(new):
            for number, (row, other) in enumerate(zip(old, new, strict=True), start=1):
                yield from (
                    f"{info.title}, rad {number}, {change}"
                    for change in _changes(row, other, fact_type)
                )
            continue
        values = (_value(each, info.annotation, fact_type) or "tomt" for each in (old, new))
        yield f"{info.title}: {' → '.join(values)}"


def _are_rows(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(each, BaseModel) for each in value)


def _parts(model: BaseModel, fact_type: str) -> Iterator[str]:
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if name in _TOLD_ELSEWHERE or (not info.is_required() and value == info.default):
            continue
        told = _value(value, info.annotation, fact_type)
        if told:
            yield f"{info.title}: {told}"


def _value(value: Any, annotation: Any, fact_type: str) -> str:
    if isinstance(value, BaseModel):
        return ", ".join(part.removesuffix(": ja") for part in _parts(value, fact_type))
    if _are_rows(value):
        return f"{len(value)} st"
    return value_in_swedish(value, annotation, fact_type).rstrip(".")
