"""Statistics to the municipal council of decisions that wait too long, without identities (LAW-04).

How many there are is told by intervention, legal basis and how long they have waited, and in all. A
number that tells of fewer than five cases is left out. Since the total is told, more are left out
until they are two at least and come to five: else subtraction would tell of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from rutin.application.condition import Condition, lasting
from rutin.application.query import Asking, Query, query
from rutin.application.views import Views
from rutin.domain.label import label
from rutin.projections.quarterly_list import OVERDUE_QUARTERS, Elapsed, OfQuarter, quarter_of
from rutin.projections.readers import FIGURES
from rutin.projections.small_numbers import FEW, Class, hidden_among


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many decisions of a kind have waited how long; last, how many there are in all."""

    intervention: Annotated[str | None, label("Insats", "Tomt på raden för alla tillsammans.")]
    legal_basis: Annotated[str | None, label("Lagrum", "Tomt på raden för alla tillsammans.")]
    elapsed: Annotated[
        Elapsed | None,
        label("Månader", "Sedan beslutet eller avbrottet, när kvartalet var slut."),
    ]
    count: Annotated[int | None, label("Antal", "Tomt när talet är för litet för att visas.")]


@query(
    "council-statistics",
    "Statistik till fullmäktige",
    Waiting,
    over=(OVERDUE_QUARTERS,),
    permitted=FIGURES,
    access="figures",
)
class CouncilStatistics(Query[Waiting]):
    """How many decisions had waited over three months when a quarter ended, in the whole municipality.

    They are not told by unit: the difference between two such tables would tell of few.
    """

    quarter: OfQuarter = None

    def answer(self, asking: Asking) -> Iterator[Waiting]:
        """Answer with counts, and their total; nothing when nothing waited.

        Raises:
            Malformed: The quarter is later than the view tells of.
        """
        quarter = quarter_of(self.quarter, asking)
        conditions = lasting(quarter.first_day)
        by = ("intervention", "legal_basis", "elapsed")
        counted = asking.views.counts(OVERDUE_QUARTERS, by, conditions)
        cases = asking.views.counts(OVERDUE_QUARTERS, by, conditions, distinct="case")
        hidden = hidden_among(cases)
        for key in sorted(counted, key=_place):
            intervention, legal_basis, elapsed = key
            count = None if key in hidden else counted[key]
            yield Waiting(intervention, legal_basis, Elapsed(elapsed), count)
        if counted:
            is_few = _in_all(asking.views, cases, conditions) < FEW
            yield Waiting(None, None, None, None if is_few else sum(counted.values()))


def _in_all(views: Views, cases: Mapping[Class, int], conditions: tuple[Condition, ...]) -> int:
    """Give how many cases there are, or some of them if those are enough: one may be in two counts."""
    most = max(cases.values())
    if most >= FEW:
        return most
    return sum(views.counts(OVERDUE_QUARTERS, (), conditions, distinct="case").values())


def _place(key: Class) -> tuple[Any, ...]:
    """Give where a count of an intervention, a legal basis and a time stands."""
    intervention, legal_basis, elapsed = key
    return intervention, legal_basis, list(Elapsed).index(Elapsed(elapsed))
