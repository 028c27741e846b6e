"""The options of a query: made from its fields, so that they are those of the other surfaces."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import typer
from pydantic import AwareDatetime, ValidationError
from pydantic.fields import FieldInfo

from rutin.adapters.cli.labels import chosen
from rutin.adapters.cli.options import read_moment
from rutin.application.query import AnyQuery
from rutin.domain.wording import malformed

Runs = Callable[..., int | None]
"""A command: takes its options by name."""


def with_options_of(query: type[AnyQuery], runs: Runs) -> Runs:
    """Give a command the options of a query, before those that it has itself.

    Args:
        query: The query.
        runs: The command: its first argument is the query asked, the others its own options.
    """
    own = list(inspect.signature(runs).parameters.values())[1:]
    names = tuple(query.model_fields)

    def command(**values: Any) -> int | None:
        told = {name: values.pop(name) for name in names}
        return runs(read(query, told), **values)

    options = [_option(name, info) for name, info in query.model_fields.items()]
    parameters = [each.replace(kind=each.KEYWORD_ONLY) for each in (*options, *own)]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # Typer reads it
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


def read(query: type[AnyQuery], told: Mapping[str, Any]) -> AnyQuery:
    """Read a query from its options; what is None is not told, and a moment is in Swedish time.

    Raises:
        typer.BadParameter: Something told is unknown, missing or of the wrong kind.
    """
    given = {name: value for name, value in told.items() if value not in (None, False)}
    for name, info in query.model_fields.items():
        if name in given and AwareDatetime in _kinds(info.annotation):
            given[name] = read_moment(given[name], written(name))
    try:
        return query.model_validate(given)
    except ValidationError as error:
        found = malformed(error, query)
        lines = (f"{written(each.field or '')}: {each.text}" for each in found.problems)
        raise typer.BadParameter("\n".join(lines)) from None


def written(field: str) -> str:
    """Give the option of a field: --as-of."""
    return f"--{field.replace('_', '-')}"


def _option(name: str, info: FieldInfo) -> inspect.Parameter:
    is_flag = info.annotation is bool
    explained = ". ".join(filter(None, (info.title, (info.description or "").removesuffix("."))))
    told = typer.Option(
        written(name),
        metavar=None if is_flag else _metavar(info),
        help=" ".join(filter(None, (f"{explained}.", _toldchoices(info), _told_default(info)))),
    )
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=False if is_flag else None,
        annotation=Annotated[bool if is_flag else str | None, told],
    )


def _metavar(info: FieldInfo) -> str:
    kinds = set(_kinds(info.annotation))
    if date in kinds:
        return "DATUM"
    if AwareDatetime in kinds:
        return "TID"
    if int in kinds:
        return "ANTAL"
    if bool in kinds:
        return "true|false"
    title = info.title or ""
    return title.upper() if title.isalpha() else "TEXT"


def _toldchoices(info: FieldInfo) -> str:
    named = [
        f"{each} ({chosen(each)})" if chosen(each) != each else each
        for each in choices(info.annotation)
    ]
    if not named:
        return ""
    return f"Något av {', '.join(named)}."


def _told_default(info: FieldInfo) -> str:
    default = info.default
    return f"Annars {default}." if isinstance(default, int) and default is not False else ""


def choices(annotation: Any) -> Iterator[str]:
    """Give the values that a field may have, if they are few and told beforehand."""
    for kind in _kinds(annotation):
        if get_origin(kind) is Literal:
            yield from get_args(kind)
        elif isinstance(kind, type) and issubclass(kind, StrEnum):
            yield from (each.value for each in kind)


def _kinds(annotation: Any) -> Iterator[Any]:
    """Give the types that a field may have, None aside."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _kinds(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for each in get_args(annotation):
            yield from _kinds(each)
    elif annotation is not type(None):
        yield annotation
