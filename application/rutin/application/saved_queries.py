"""Saved queries: what a user asks often, kept under a name of the user's own.

Each is the user's own setting, seen by no one else, and no fact: nothing of it is in the log. Who may
ask it is decided when it is asked, as of any query.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from threading import Lock
from typing import Annotated, Protocol

from pydantic import AfterValidator, JsonValue, StringConstraints, ValidationError

from rutin.application.query import AnyQuery
from rutin.domain.immutable import Immutable
from rutin.domain.label import label
from rutin.domain.reference import FilledText
from rutin.domain.refusal import Impossible, Malformed, Problem
from rutin.domain.values import Unreadable
from rutin.domain.values.written import as_pydantic_error
from rutin.domain.wording import malformed

MOST = 50
"""How many queries a user may keep."""


def _addressable(name: str) -> str:
    if "/" in name or name.startswith(".") or not name.isprintable():
        raise as_pydantic_error(
            Unreadable(
                "saved_query.name",
                "Namnet får inte börja med punkt eller ha snedstreck, radbrytning eller osynliga "
                "tecken. Välj ett annat.",
            )
        )
    return name


SavedName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_addressable),
]
"""What a user calls a saved query; it stands in an address."""


class Question(Immutable):
    """Which query is asked, and what is asked for in it."""

    query: Annotated[FilledText, label("Fråga", "Dess namn, som i /queries/.")]
    asked: Annotated[
        dict[str, JsonValue], label("Vad som frågas", "De av frågans fält som inte ska vara tomma.")
    ]


class SavedQuery(Question):
    """A question that a user has saved."""

    name: Annotated[SavedName, label("Namn", "Vad den som sparade den kallar den.")]


class SavedQueries(Protocol):
    """The port of saved queries: each user's own, at most `MOST`."""

    def keep(self, owner: str, saved: SavedQuery) -> bool:
        """Keep a query, in place of one of the same name; say whether the name is new.

        Raises:
            Impossible: The owner has as many as there may be; see `refuse_more`.
        """

    def of(self, owner: str) -> tuple[SavedQuery, ...]:
        """Give the queries that a user has saved."""

    def forget(self, owner: str, name: str) -> bool:
        """Do away with a query; say whether there was one."""


class MemorySavedQueries:
    """Saved queries in memory, gone when the process ends."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: defaultdict[str, dict[str, SavedQuery]] = defaultdict(dict)

    def keep(self, owner: str, saved: SavedQuery) -> bool:
        """Keep a query (see `SavedQueries`)."""
        with self._lock:
            own = self._kept[owner]
            is_new = saved.name not in own
            refuse_more(own, saved.name)
            own[saved.name] = saved
            return is_new

    def of(self, owner: str) -> tuple[SavedQuery, ...]:
        """Give the queries that a user has saved."""
        with self._lock:
            return tuple(self._kept[owner].values())

    def forget(self, owner: str, name: str) -> bool:
        """Do away with a query; say whether there was one."""
        with self._lock:
            return self._kept[owner].pop(name, None) is not None


def refuse_more(names: Collection[str], name: str) -> None:
    """Refuse a further name beside those that a user has, if they are as many as there may be.

    Raises:
        Impossible: They are.
    """
    if name not in names and len(names) >= MOST:
        raise Impossible(
            f"Du har redan {MOST} sparade frågor. Ta bort någon, eller ersätt en genom att spara "
            "under dess namn.",
            code="too_many_saved_queries",
            field="name",
        )


def saved_query(name: str, query: AnyQuery) -> SavedQuery:
    """Give a query as it is saved under a name: what is given of it, the rest as its defaults.

    Raises:
        Malformed: No query can have that name, or it asks for what may tell of a client: that would
            stay outside the vault when the client's data are disposed of.
    """
    asked = query.model_dump(mode="json", exclude_unset=True)
    if private := [name for name in query.private_fields() if asked.get(name)]:
        raise Malformed(*(_unsaved(query, name) for name in private))
    try:
        return SavedQuery(name=name, query=query.name, asked=asked)
    except ValidationError as error:
        raise malformed(error, SavedQuery) from None


def _unsaved(query: AnyQuery, name: str) -> Problem:
    title = type(query).model_fields[name].title
    text = f"{title} sparas inte, eftersom det kan vara ett namn. Spara frågan utan det."
    return Problem("private_in_saved_query", text, field=name, provision="LAW-14")


def read_question(question: Question, queries: Iterable[type[AnyQuery]]) -> AnyQuery:
    """Read a question as one of some queries.

    Raises:
        Malformed: There is no such query, or it cannot be asked so; each problem is told.
    """
    by_name = {query.name: query for query in queries}
    query = by_name.get(question.query)
    if query is None:
        near = get_close_matches(question.query, by_name, n=1)
        hint = f"Menade du {near[0]}?" if near else "rutin ask --help visar alla."
        raise Malformed(
            Problem("unknown_query", f"Frågan {question.query} finns inte. {hint}", field="query")
        )
    try:
        return query.model_validate(question.asked)
    except ValidationError as error:
        raise malformed(error, query, within="asked") from None


def asked_again(saved: SavedQuery, queries: Iterable[type[AnyQuery]]) -> AnyQuery:
    """Read a saved query, which was right when it was saved.

    Raises:
        Malformed: With code "saved_query_outdated": what can be asked has changed since.
    """
    try:
        return read_question(saved, queries)
    except Malformed as changed:
        raise Malformed(
            Problem(
                "saved_query_outdated",
                f"Den sparade frågan {saved.name} går inte längre att ställa: {changed.text} "
                "Den ligger kvar som den var. Spara den på nytt under samma namn, eller ta bort den.",
                field="name",
            )
        ) from None
