"""A view: rows about one case or one assignee at a time, worked out from all that is recorded of it.

The fold of a view takes the whole history of its subject, corrections and all, and gives that
subject's rows anew. So the same fold serves to keep up and to rebuild, and a fact that is told
late, or taken back, needs no thought.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from rutin.domain.assessment.assess import case_courses, open_file
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.finding import Course
from rutin.domain.assessment.provision_set import SHIPPED, ProvisionSet
from rutin.domain.history import History
from rutin.domain.person import Person
from rutin.domain.routine import RoutineBook

Kind = Literal["case", "assignee"]
"""What the rows of a view are about, one subject at a time."""

Row = TypeVar("Row")

SHIPPED_ALONE = RoutineBook.of(())
"""The routines as they are shipped: what a view that does not judge is told."""


@dataclass(frozen=True)
class Told:
    """What is recorded about a subject: all that its rows may rest on.

    Attributes:
        name: The subject's reference, as "K-1".
        history: What is recorded about it; for a view that judges, what that leads on to as well.
        book: The routines as they stand; those that are shipped alone, for a view that does not judge.
        horizon: The last day that the rows are to tell of; a service may go on for ever.
        person: Looks a person up in the vault.
        provisions: What is judged.
    """

    name: str
    history: History
    book: RoutineBook
    horizon: date
    person: Callable[[str], Person | None]
    provisions: ProvisionSet = SHIPPED

    @cached_property
    def file(self) -> CaseFile:
        """The case's file, for views that judge; what one has worked out of it serves the next."""
        return open_file(self.history, self.name, self.book, self.horizon)

    @cached_property
    def courses(self) -> Mapping[str, tuple[Course, ...]]:
        """The instances of every provision in the case, by provision id; likewise."""
        return case_courses(self.file, self.book, self.provisions)


@dataclass(frozen=True, slots=True)
class Tally:
    """That rows which last for days are counted as they are written, so that a day's are looked up.

    Attributes:
        by: The fields that they are counted by: texts, and yes or no.
        together: One of these; over all its values they are counted together as well, so that what
            does not ask for it takes no longer for there being many.
        own: Those of them, maybe none, that all rows of a subject have the same value of. With them
            the subjects are counted as well: each once, however many rows of a sort it has on a day.
            None when subjects are not counted.
        sums: Fields of whole numbers that are summed as well as counted.
        first: The field of the first of a row's days.
        until: That of the day after the last; None for what lasts for good.
    """

    by: tuple[str, ...]
    together: str
    own: tuple[str, ...] | None = None
    sums: tuple[str, ...] = ()
    first: str = "first"
    until: str = "until"

    def __post_init__(self) -> None:
        if not {self.together, *(self.own or ())} <= set(self.by):
            raise TypeError(
                f"Rows are counted by {self.by}; what is told beside is not among those."
            )


@dataclass(frozen=True, slots=True)
class View(Generic[Row]):
    """A read model.

    Attributes:
        name: Its name, as "findings"; that of its table too.
        kind: What it has rows about, one subject at a time.
        row: The type of its rows; a frozen dataclass whose first field is the subject's reference.
        rows: The fold.
        version: Raised when the fold comes to say something else, so that what an earlier program
            filled is not taken for what this one would.
        judges: Its rows rest on the routines, and change when those do.
        inline: Its rows are written in the transaction that records a fact, so that they never lag.
            Only for a view that does not judge, and whose rows about a subject are few.
        indexes: Fields that rows are looked up by together, beside the subject. What was filled
            before they were told has none of them until it is built anew.
        tally: How its rows are counted as they are written. Not of a view that is written inline:
            those who record facts would wait for each other's counts.
    """

    name: str
    kind: Kind
    row: type[Row]
    rows: Callable[[Told], Iterable[Row]]
    version: int = 1
    judges: bool = False
    inline: bool = False
    indexes: tuple[tuple[str, ...], ...] = ()
    tally: Tally | None = None

    def __post_init__(self) -> None:
        if self.inline and self.tally:
            raise TypeError(f"{self.name} is written inline and cannot be tallied.")

    @property
    def subject(self) -> str:
        """The field that tells which subject a row is about."""
        row: Any = self.row  # a dataclass, which its type does not tell
        return fields(row)[0].name


AnyView = View[Any]


def horizon_on(day: date) -> date:
    """Give the last day that views are worked out to on a day: the end of the year after the next."""
    return date(day.year + 2, 12, 31)
