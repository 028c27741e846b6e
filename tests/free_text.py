"""Histories where all that is written of someone, and who everyone is, bears a mark: where does it show?

What is sensitive of a person (LAW-24) has no field of its own: it is written in words, wherever words
may be written. Who someone is stands in the vault.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, get_args
from uuid import UUID

from pydantic import ValidationError

from histories.disorder import history_of
from rutin.application.memory import MemoryJournal
from rutin.domain.act import Fact
from rutin.domain.immutable import Immutable
from rutin.domain.person import Person
from rutin.domain.recorded import Recorded
from rutin.domain.reference import Text
from rutin.domain.reliance import found_by
from rutin.domain.stored import decode
from rutin.domain.values import IdentityNumber

MARK = "Röjd"
"""What stands wherever something may be written; nothing else that is told has such a word."""

IDENTITY_NUMBER = IdentityNumber("198012279272")
STORIES = (22, 43, 52)
"""Histories that between them have something for every list."""
OF = {"case": "K1", "assignee": "A1", "relationship": "U1"}
"""Of what those stories tell, by kind; what is recorded of a routine tells of no one."""

GOLDEN = Path(__file__).parent / "golden"
*_, _MAY_BE_WRITTEN = get_args(Text)

Model = TypeVar("Model", bound=Immutable)


def is_marked(told: object) -> bool:
    """Say whether something holds what is written of someone, or who someone is."""
    return MARK.casefold() in str(told).casefold() or str(IDENTITY_NUMBER)[-4:] in str(told)


def marked_journals(*, names: bool = True) -> Iterator[MemoryJournal]:
    """Give journals that each hold facts of every type, but those about routines.

    Args:
        names: Whether names bear the mark too.
    """
    for story in STORIES:
        recorded = list(history_of(story).recorded)
        for fact in _not_among(recorded):
            recorded.append(_following(recorded, fact))
        journal = MemoryJournal()
        journal.append(
            [replace(each, fact=marked(each.fact), deviation=MARK) for each in recorded],
            persons=[_someone(reference, names) for reference in sorted(_persons(recorded))],
        )
        yield journal


def marked(model: Model) -> Model:
    """Give a fact, or a part of one, with the mark wherever something may be written."""
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if _may_be_written(info.annotation, info.metadata):
            anew: Any = (MARK,) if "tuple" in str(info.annotation) else MARK
        elif isinstance(value, Immutable):
            anew = marked(value)
        elif isinstance(value, tuple):
            anew = tuple(marked(part) if isinstance(part, Immutable) else part for part in value)
        else:
            continue
        try:
            model = model.but(**{name: anew})
        except ValidationError:
            assert not value, "only what another answer excludes is left blank"
    return model


def _may_be_written(annotation: Any, metadata: Iterable[Any] = ()) -> bool:
    said_of_it = (*metadata, *getattr(annotation, "__metadata__", ()))
    return _MAY_BE_WRITTEN in said_of_it or any(map(_may_be_written, get_args(annotation)))


def _not_among(recorded: Iterable[Recorded]) -> list[Fact]:
    """Give a fact, all filled in, of each type that there is none of."""
    told = {type(each.fact) for each in recorded}
    every = (decode(path.read_bytes()) for path in sorted(GOLDEN.glob("*.json")))
    return [fact for fact in every if type(fact) not in told and fact.stream_kind in OF]


def _following(before: list[Recorded], fact: Fact) -> Recorded:
    stream = f"{fact.stream_kind}/{OF[fact.stream_kind]}"
    in_stream = [each for each in before if each.stream == stream]
    position = before[-1].position + 1
    return replace(
        before[-1],
        position=position,
        stream=stream,
        version=len(in_stream) + 1,
        event_id=UUID(int=10**6 + position),
        command_id=f"alla-{position}",
        references=found_by(fact, stream, in_stream),
        fact=fact,
    )


def _persons(recorded: list[Recorded]) -> set[str]:
    """Give the references of all persons and clients of whom something is recorded."""
    references = {each.partition("/") for one in recorded for each in one.references}
    return {reference for kind, _, reference in references if kind in ("client", "person")}


def _someone(reference: str, is_name_marked: bool) -> Person:
    return Person(
        reference=reference,
        name=MARK if is_name_marked else "Namn",
        identity_number=IDENTITY_NUMBER if reference == "P1" else None,  # one person's only
        phone=MARK,
        postal_address=MARK,
        email=MARK,
        other_route=MARK,
    )
