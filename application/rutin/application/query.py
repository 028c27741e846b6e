"""Queries: questions with a permission, answered with lines; the API, CLI and exports are made of them.

A query is declared once, as a model whose fields are what may be asked for, and a line type whose
fields are what is told. Both carry Swedish labels.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Generic, Literal, Self, TypeVar

from pydantic import AwareDatetime, BeforeValidator, Field

from rutin.application.existing import (
    refuse_unknown_routine,
    refuse_unknown_rule,
    refuse_unknown_subject,
)
from rutin.application.journal import Journal
from rutin.application.reading import EARLIEST, LATEST
from rutin.application.view import AnyView
from rutin.application.views import Views
from rutin.domain.actor import Actor, Role
from rutin.domain.assessment.provision_set import ProvisionSet
from rutin.domain.dates import as_calendars_write
from rutin.domain.immutable import Immutable
from rutin.domain.intervention import Intervention
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.routine import RoutineBook

Line = TypeVar("Line")

FIRST_DAY, LAST_DAY = EARLIEST.date(), LATEST.date()
"""No query asks about days outside these; near year 1 and 9999 no calendar can reckon."""


def _as_day(written: object) -> object:
    """Read a day that is written, so that it is one where JSON is read strictly too."""
    return _as_told(as_calendars_write(written), date.fromisoformat)


def _as_moment(written: object) -> object:
    return _as_told(as_calendars_write(written), datetime.fromisoformat)


def _as_told(written: object, read: Callable[[str], date]) -> object:
    """Read a text; one that cannot be read is left as it is, to be refused as what it is."""
    try:
        return read(written) if isinstance(written, str) else written
    except ValueError:
        return written


Day = Annotated[
    Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)] | None,
    label("Vilken dag", "I dag, om inget sägs."),
    BeforeValidator(_as_day),
]
Moment = Annotated[
    Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)] | None,
    label("Känt vid", "Med det som var registrerat då; nu, om inget sägs."),
    BeforeValidator(_as_moment),
]
OfUnit = Annotated[Reference | None, label("Enhet", "Bara den enhetens ärenden.")]
OfIntervention = Annotated[Intervention | None, label("Insats")]
Limit = Annotated[
    int,
    Field(ge=1, le=10_000),
    label("Högst så många", "En fil har alla, om inget sägs."),
]
Skip = Annotated[int, Field(ge=0, le=10_000_000), label("Hoppa över så många", "För nästa sida.")]

EVERY = 1_000_000_000
"""More lines than any answer has, and more than may be asked for."""

Access = Literal["client", "clients", "assignees", "figures", "routines"]
"""What whoever asks gets to see: one client's data, or a list of clients; assignees; figures that tell
of no one; or the routines. The access log tells these apart."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a query is answered from.

    Attributes:
        journal: The journal.
        views: The rows of views.
        book: The routines as they stand.
        provisions: What is judged.
        today: The day it is asked.
        by: Who asks.
    """

    journal: Journal
    views: Views
    book: RoutineBook
    provisions: ProvisionSet
    today: date
    by: Actor


class Query(Immutable, ABC, Generic[Line], strict=False):  # asked in an address, where all is text
    """A question; see `query` for what is declared of each."""

    name: ClassVar[str]
    title: ClassVar[str]
    line: ClassVar[type[Any]]
    over: ClassVar[tuple[AnyView, ...]]
    permitted: ClassVar[tuple[Role, ...]]
    access: ClassVar[Access]

    @classmethod
    def private_fields(cls) -> tuple[str, ...]:
        """Give the fields that may tell of a client, and so must not stand in an address."""
        told = ((name, info.json_schema_extra) for name, info in cls.model_fields.items())
        return tuple(name for name, extra in told if isinstance(extra, dict) and "private" in extra)

    def whole(self) -> Self:
        """Give the question as a file answers it: about every line, unless it says how many."""
        is_page = "limit" in type(self).model_fields and "limit" not in self.model_fields_set
        return self.model_copy(update={"limit": EVERY}) if is_page else self

    @abstractmethod
    def answer(self, asking: Asking) -> Iterable[Line]:
        """Answer with lines, in the order they are to be read.

        Raises:
            Malformed: What is asked for is out of bounds.
            Impossible: What is asked about does not exist.
            Unavailable: A view is not built yet.
        """


AnyQuery = Query[Any]


def refuse_unknown(query: AnyQuery, asking: Asking) -> None:
    """Refuse a query that names what does not exist: a field means the same in every query.

    Raises:
        Malformed: There is no such provision, or it is not judged.
        Impossible: There is no such case, assignee or routine.
    """
    for field, name in query:
        match field, name:
            case "case" | "assignee" as kind, str():
                refuse_unknown_subject(asking.journal, kind, name)
            case "person", str():
                refuse_unknown_subject(asking.journal, "assignee", name, field)
            case "routine", str():
                refuse_unknown_routine(asking.book, name)
            case "rule", str():
                refuse_unknown_rule(name, asking.provisions)


_Q = TypeVar("_Q", bound=AnyQuery)


def query(
    name: str,
    title: str,
    line: type[Any],
    *,
    over: tuple[AnyView, ...],
    permitted: tuple[Role, ...],
    access: Access,
) -> Callable[[type[_Q]], type[_Q]]:
    """Declare a query.

    Args:
        name: Its name, in addresses and on the command line, as "waiting-decisions".
        title: What it is called, in Swedish.
        line: The type of a line: a frozen dataclass with labels.
        over: The views it looks in, which must have come as far as whoever asks has seen.
        permitted: The roles that may ask; a query without any stops the start-up.
        access: What whoever asks gets to see.
    """
    if not permitted:
        raise TypeError(f"Nobody may ask for {name}.")

    def declare(declared: type[_Q]) -> type[_Q]:
        declared.name, declared.title, declared.line, declared.over = name, title, line, over
        declared.permitted, declared.access = permitted, access
        return declared

    return declare
