"""The catalogue for people: docs/events.md, aggregate by aggregate, topic by topic."""

import sys
from collections.abc import Iterable, Iterator
from typing import Annotated, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from rutin.adapters.catalogue.conditions import condition_ids
from rutin.adapters.catalogue.plain_words import group_within, in_plain_words
from rutin.application.registry import OPERATIONS, Operation
from rutin.domain import correction
from rutin.domain.act import Act, Fact
from rutin.domain.correction import FactCorrection
from rutin.domain.routines.catalogue import LOCAL_DECISION, PROVISIONS, citation_of, provision

REGENERATE = "python3 start.py rutin catalogue --format markdown > docs/events.md"
"""The command that writes docs/events.md anew."""

AGGREGATES = {
    "case": ("Case", "ärende", "one order chain for one client and one intervention"),
    "assignee": ("Assignee", "uppdragstagare", "a person who may take assignments"),
    "relationship": ("Support relationship", "uppdrag", "one client's case and one assignee"),
    "routine": ("Routine", "rutin", "a written routine and its versions"),
}
"""By stream kind: English name, Swedish name, what it is."""


def as_markdown() -> str:
    """Write docs/events.md: every fact, what it holds, who records it and what must hold before."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Facts and commands"
    yield ""
    yield f"Generated from the types by `{REGENERATE}`. Do not edit it by hand: a test compares."
    yield ""
    yield (
        "A fact (event) is something that happened; it is stored under its name and version, and "
        "never changed. A command asks for it to be recorded. Both take the fields in the "
        "fact's table. A field that is not required may be left out: a form is recorded as received, "
        "and what is blank is left out of the stored document."
    )
    yield ""
    yield "Every fact and every command has these two fields, which the tables below leave out:"
    yield ""
    yield from _table(Act, leaving_out=())
    for kind, (name, swedish, meaning) in AGGREGATES.items():
        yield ""
        yield f"## {name} ({swedish})"
        yield ""
        yield f"{meaning[0].upper()}{meaning[1:]}. Streams are named `{kind}/` and the reference."
        for topic, operations in _topics(kind).items():
            yield ""
            yield f"### {topic}"
            for operation in operations:
                yield ""
                yield from _fact(operation)
    yield ""
    yield from _preconditions()


def _topics(kind: str) -> dict[str, list[Operation]]:
    """Group the operations of an aggregate by the file that tells of them."""
    topics: dict[str, list[Operation]] = {}
    for operation in OPERATIONS:
        if operation.fact.stream_kind == kind:
            topics.setdefault(_topic(operation.fact), []).append(operation)
    return topics


def _topic(fact_type: type[Fact]) -> str:
    corrects = issubclass(fact_type, FactCorrection)
    module = correction if corrects else sys.modules[fact_type.__module__]
    return _first_line(module.__doc__).removesuffix(".")


def _fact(operation: Operation) -> Iterator[str]:
    fact, command = operation.fact, operation.command
    yield f"#### {operation.happened}"
    yield ""
    yield f"`{fact.model_fields['type'].default}`, {fact.__name__}. {_first_line(fact.__doc__)}"
    yield ""
    table = list(_table(fact, leaving_out=("type", *Act.model_fields)))
    if table:
        yield from table
        yield ""
    yield (
        f"- Given by `{operation.name}` ({operation.title}). {_first_line(command.__doc__)}"
        f"{_beside_the_fact(operation)}"
    )
    yield f"- Permitted: {', '.join(f'`{role}`' for role in operation.permitted)}."
    conditions = condition_ids(fact)
    named = ", ".join(f"[{each}](#{_anchor(each)})" for each in conditions) or "none"
    yield f"- Preconditions: {named}."


def _beside_the_fact(operation: Operation) -> str:
    """Tell how the command's fields differ from the fact's."""
    command, fact = operation.command.model_fields, operation.fact.model_fields
    further = [f"`{name}` ({info.title})" for name, info in command.items() if name not in fact]
    numbered = [
        f"`{name}`"
        for name, info in command.items()
        if name in fact and fact[name].is_required() and not info.is_required()
    ]
    told = f" It also takes {_listed(further)}."
    return told + (f" It may leave out {_listed(numbered)}." if numbered else "")


def _table(model: type[BaseModel], *, leaving_out: tuple[str, ...]) -> Iterator[str]:
    rows = list(_rows(model, "", leaving_out))
    if not rows:
        return
    yield "| Field | In Swedish | Takes | Required | Provision |"
    yield "| --- | --- | --- | --- | --- |"
    yield from rows


def _rows(model: type[BaseModel], prefix: str, leaving_out: tuple[str, ...]) -> Iterator[str]:
    """Tell each field in a row, and after a group the fields it is made of."""
    annotations = get_type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        if name in leaving_out:
            continue
        annotation = annotations[name]
        words = in_plain_words(annotation)
        cells = (
            f"`{prefix}{name}`",
            info.title or "",
            words,
            _required(info),
            provision_of(info) or "",
        )
        yield f"| {' | '.join(cells)} |"
        if group := group_within(annotation):
            many = "[]" if _is_list(annotation) else ""
            yield from _rows(group, f"{prefix}{name}{many}.", ())


def _is_list(annotation: object) -> bool:
    if get_origin(annotation) is Annotated:
        return _is_list(annotation.__origin__)  # type: ignore[attr-defined]  # Annotated has it
    return get_origin(annotation) is tuple


def _required(info: FieldInfo) -> str:
    if info.is_required():
        return "yes"
    match info.default:
        case True | False as answer:
            return f"no; left out means {'yes' if answer else 'no'}"
        case str() as text if text:
            return f"no; left out means `{text}`"
        case (str(), *_) as several:
            return f"no; left out means {_listed([f'`{each}`' for each in several])}"
    return "no"


def provision_of(info: FieldInfo) -> str | None:
    """Give the provision that a field answers to, if its label names one."""
    extra = info.json_schema_extra
    cited = extra.get("provision") if isinstance(extra, dict) else None
    return cited if isinstance(cited, str) else None


def _preconditions() -> Iterator[str]:
    """Tell each precondition once, with the place it stands, in catalogue order."""
    used = {each for operation in OPERATIONS for each in condition_ids(operation.fact)}
    yield "## Preconditions"
    yield ""
    yield (
        "A command is refused when one of its preconditions does not hold, and the refusal names "
        "every one that does not. What has already happened is recorded all the same, with a "
        "deviation reason."
    )
    for each in (*(p.id for p in PROVISIONS if p.id in used), LOCAL_DECISION):
        yield ""
        yield f'<a id="{_anchor(each)}"></a>'
        yield f"**{each}**: {_demand(each)} {citation_of(each).display}."


def _demand(provision_id: str) -> str:
    if provision_id == LOCAL_DECISION:
        return "What must come before an act, where no row of a routine says it."
    return provision(provision_id).english


def _anchor(provision_id: str) -> str:
    return provision_id.lower()


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _first_line(docstring: str | None) -> str:
    return (docstring or "").partition("\n")[0]
