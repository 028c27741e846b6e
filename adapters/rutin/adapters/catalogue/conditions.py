"""Which provisions may forbid an act, as a refusal would name them."""

from collections.abc import Iterable, Iterator

from rutin.domain.act import Fact
from rutin.domain.routines.catalogue import PROVISIONS
from rutin.domain.routines.preconditions import Precondition, preconditions_of

_PLACES = {each.id: place for place, each in enumerate(PROVISIONS)}


def condition_ids(fact_type: type[Fact]) -> tuple[str, ...]:
    """List what must hold before a kind of act: provision ids in catalogue order (D-49, D-57).

    What a provision itself rests on is listed too, since a refusal names it. A local decision,
    which has no row in a routine, comes last.
    """
    named = {each.provision for each in _with_required(preconditions_of(fact_type))}
    return tuple(sorted(named, key=lambda each: _PLACES.get(each, len(_PLACES))))


def _with_required(preconditions: Iterable[Precondition]) -> Iterator[Precondition]:
    for precondition in preconditions:
        yield precondition
        yield from _with_required(precondition.requires)
