"""What pydantic found wrong with some input, told in Swedish, field by field."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from rutin.domain.refusal import Malformed, Problem

SENTENCES = {
    "missing": "{label} saknas. Fyll i fältet.",
    "extra_forbidden": "Fältet {field} finns inte. Kontrollera stavningen eller ta bort det.",
    "string_type": "{label} ska vara text.",
    "string_too_short": "{label} får inte vara tomt.",
    "string_too_long": "{label} är för långt: högst {max_length} tecken.",
    "string_pattern_mismatch": "{label} har fel form. Tillåtet mönster: {pattern}",
    "int_type": "{label} ska vara ett heltal.",
    "int_parsing": "{label} ska vara ett heltal.",
    "int_parsing_size": "{label} ska vara ett heltal som inte är så stort.",
    "bool_type": "{label} ska vara true eller false.",
    "bool_parsing": "{label} ska vara true eller false.",
    "date_type": "{label} ska vara ett datum, som 2026-01-31.",
    "date_parsing": "{label} ska vara ett datum som finns, som 2026-01-31.",
    "date_from_datetime_parsing": "{label} ska vara ett datum som finns, som 2026-01-31.",
    "date_from_datetime_inexact": "{label} ska vara ett datum utan klockslag, som 2026-01-31.",
    "time_type": "{label} ska vara ett klockslag, som 09:30.",
    "time_parsing": "{label} ska vara ett klockslag, som 09:30.",
    "datetime_type": "{label} ska vara en tidpunkt, som 2026-01-31T09:30:00+01:00.",
    "datetime_parsing": "{label} ska vara en tidpunkt, som 2026-01-31T09:30:00+01:00.",
    "datetime_from_date_parsing": (
        "{label} ska vara en tidpunkt som finns, som 2026-01-31T09:30:00+01:00."
    ),
    "timezone_aware": "{label} ska ha tidszon, som 2026-01-31T09:30:00+01:00.",
    "literal_error": "{label} har ett värde som inte finns. Välj bland: {expected}.",
    "enum": "{label} har ett värde som inte finns. Välj bland: {expected}.",
    "greater_than_equal": "{label} ska vara minst {ge}.",
    "less_than_equal": "{label} ska vara högst {le}.",
    "too_short": "{label} ska ha minst {min_length} värde.",
    "tuple_type": "{label} ska vara en lista.",
    "dict_type": "{label} ska vara ett objekt med fält.",
    "model_type": "{label} ska vara ett objekt med fält.",
    "json_invalid": "Det är inte giltig JSON.",
}
"""By pydantic's error type; types of our own carry their Swedish sentence already."""


def malformed(error: ValidationError, model: type[BaseModel], within: str = "") -> Malformed:
    """Tell a validation error in Swedish: each field, what is wrong, the provision behind it.

    Args:
        error: What pydantic found.
        model: What the input was to be read as.
        within: The field that the input stood in, such as "changes", if it was a part.
    """
    problems = (
        _problem(each["type"], each["loc"], each["msg"], dict(each.get("ctx", {})), model)
        for each in error.errors(include_url=False, include_input=False)
    )
    if within:
        problems = (
            replace(p, field=f"{within}.{p.field}" if p.field else within) for p in problems
        )
    return Malformed(*problems)


def _problem(
    kind: str,
    path: Sequence[int | str],
    message: str,
    context: dict[str, Any],
    model: type[BaseModel],
) -> Problem:
    named = context.pop("fields", ())  # a rule over several fields says which, the wrong one first
    field = ".".join(map(str, (*path, *named[:1])))
    infos = [_field_at(model, (*path, name)) for name in named] or [_field_at(model, path)]
    info = infos[0]
    if kind == "value_error":
        text = message.removeprefix("Value error, ")
        code = "invalid"
    elif kind in SENTENCES:
        label = f"{info.title} ({field})" if info and info.title else field or "Innehållet"
        expected = str(context.pop("expected", "")).replace(" or ", " eller ")
        text = SENTENCES[kind].format(label=label, field=field, expected=expected, **context)
        code = kind
    else:
        text, code = message, kind
    return Problem(
        code=code,
        text=text,
        field=field or None,
        provision=next(filter(None, map(_provision, infos)), None),
    )


def _provision(info: FieldInfo | None) -> str | None:
    extra = info.json_schema_extra if info else None
    cited = extra.get("provision") if isinstance(extra, dict) else None
    return cited if isinstance(cited, str) else None


def _field_at(model: type[BaseModel], path: Sequence[int | str]) -> FieldInfo | None:
    """Find the declaration of the field at a path; list places and union tags are stepped over."""
    current: type[BaseModel] | None = model
    found: FieldInfo | None = None
    for step in path:
        if current is None or step not in current.model_fields:
            continue
        found = current.model_fields[str(step)]
        current = _model_within(found.annotation)
    return found


def _model_within(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(
        (model for part in get_args(annotation) if (model := _model_within(part)) is not None), None
    )
