"""What was stored once can be read for ever: one golden document per fact type and version.

Every field of a fact is filled in, so a renamed field, a narrowed choice or a changed way of
writing a value is found here, before it meets a journal that cannot be changed.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from rutin.domain.facts import FACT_TYPES
from rutin.domain.stored import decode, encode

GOLDEN = Path(__file__).parent / "golden"
SUMS = GOLDEN / "SHA256SUMS"

every_golden = pytest.mark.parametrize(
    "path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem
)


def as_written(document: Any) -> str:
    """A stored document as it stands in its golden file: the same JSON, one value a line."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def values(value: Any) -> Iterator[tuple[type[BaseModel], str]]:
    """Every field that is filled in, in a fact and in the groups it is made of."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if getattr(value, name) is not None:
                yield type(value), name
                yield from values(getattr(value, name))
    if isinstance(value, tuple):
        for part in value:
            yield from values(part)


def test_every_fact_type_has_a_golden_document() -> None:
    missing = [name for name in FACT_TYPES if not (GOLDEN / f"{name}.json").exists()]
    assert not missing, (
        f"{missing} can be stored but has no golden document. Write tests/golden/<type>.json with "
        "every field filled in, and add its line to SHA256SUMS (sha256sum in tests/golden)."
    )


def test_there_is_no_golden_document_that_can_no_longer_be_read() -> None:
    stale = [path.name for path in GOLDEN.glob("*.json") if path.stem not in FACT_TYPES]
    assert not stale, (
        f"{stale} can no longer be read, but journals hold facts like them. Put the type back; "
        "a new shape is a new version beside it."
    )


@every_golden
def test_a_golden_document_decodes_as_the_type_it_is_named_for(path: Path) -> None:
    assert type(decode(path.read_bytes())) is FACT_TYPES[path.stem]


@every_golden
def test_a_golden_document_comes_back_as_it_was_written(path: Path) -> None:
    again = encode(decode(path.read_bytes()))
    assert as_written(json.loads(again)) == path.read_text(encoding="utf-8")


@every_golden
def test_a_golden_document_fills_in_every_field_of_its_fact(path: Path) -> None:
    assert set(json.loads(path.read_bytes())) == set(FACT_TYPES[path.stem].model_fields)


def test_every_field_of_every_group_is_filled_in_somewhere() -> None:
    filled = {
        place for path in GOLDEN.glob("*.json") for place in values(decode(path.read_bytes()))
    }
    blank = {
        f"{group.__name__}.{name}"
        for group in {group for group, _ in filled}
        for name in group.model_fields
        if (group, name) not in filled
    }
    assert not blank


def test_a_golden_document_is_never_changed() -> None:
    listed = dict(line.split("  ")[::-1] for line in SUMS.read_text().splitlines())
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in GOLDEN.glob("*.json")}
    assert found == listed, (
        "A golden document is what journals already hold, and is never edited. A fact with a new "
        "shape is a new version: add a type case.something.v2 with an upcast from v1, a golden "
        "document of its own, and its line in SHA256SUMS. Restore the document that was changed."
    )


def test_a_document_of_an_unknown_type_does_not_decode() -> None:
    with pytest.raises(ValidationError):
        decode(b'{"type": "case.service_started.v99", "occurred_on": "2026-02-20"}')


def test_a_document_without_a_type_does_not_decode() -> None:
    with pytest.raises(ValidationError):
        decode(b'{"occurred_on": "2026-02-20", "note": ""}')


@every_golden
def test_a_document_with_an_unknown_field_does_not_decode(path: Path) -> None:
    document = json.loads(path.read_bytes()) | {"surprise": "yes"}
    with pytest.raises(ValidationError, match="surprise"):
        decode(json.dumps(document).encode())
