"""Reading on in the log: which subjects wait to be worked out anew when facts have come.

No fact is read for that. What facts are about stands in an index, and says which rows they may change.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain

from eventsourcing.persistence import Tracking
from sqlalchemy import Connection, bindparam, func, select

from rutin.adapters.enveloped import utc_text
from rutin.adapters.sql.recorder import SqlTrackingRecorder, last_position
from rutin.adapters.sql.references import first_named, named, named_beside
from rutin.adapters.sql.tables import event_references, events
from rutin.adapters.sql.views import tasks
from rutin.adapters.sql.views.generations import Generation
from rutin.adapters.sql.views.tasks import Wanted
from rutin.application.view import AnyView
from rutin.projections.touched import touched

LOG = "rutin"
"""The name of the log, in which a filling has its place."""

FACTS = 5000
"""How many facts are read on at a time: not they, but what they are about."""

_next = (
    select(events.c.position)
    .where(events.c.position > bindparam("after"))
    .order_by(events.c.position)
    .limit(bindparam("facts"))
    .subquery()
)
_LAST = select(func.max(_next.c.position))
_about = (
    select(
        event_references.c.reference,
        func.min(event_references.c.position).label("first"),
        func.max(event_references.c.position).label("last"),
    )
    .where(event_references.c.position > bindparam("after"))
    .where(event_references.c.position <= bindparam("last"))
    .group_by(event_references.c.reference)
    .subquery()
)
_ABOUT = (
    select(*_about.c, events.c.recorded_at)
    .join(events, events.c.position == _about.c.first)
    .order_by(_about.c.first)
)


def everyone(connection: Connection, view: AnyView) -> tuple[int, dict[str, Wanted]]:
    """Let all that a view has rows about wait for all that is recorded about it.

    A filling that begins reads on like that: what each fact of a long log touches is not looked at.

    Returns:
        The position of the last fact, 0 if there is none, and by subject, what is wanted to show.
    """
    last = last_position(connection) or 0
    firsts = first_named(connection, view.kind)
    return last, {subject: Wanted(first, last, since) for subject, (first, since) in firsts.items()}


def everyone_anew(
    connection: Connection, view: AnyView, since: datetime
) -> tuple[int, dict[str, Wanted]]:
    """Give the same, but let them wait since a moment, and for no fact before the last: all shows."""
    last = last_position(connection) or 0
    wanted = Wanted(last, last, utc_text(since))
    return last, dict.fromkeys(named(connection, view.kind), wanted)


def changes_after(connection: Connection, position: int) -> tuple[int, Mapping[str, Wanted]]:
    """Say what the next facts after a position are about, and give the position of the last.

    Returns:
        That position, and by reference, what is wanted to show: in the order of the first facts.
    """
    last = connection.scalar(_LAST, {"after": position, "facts": FACTS})
    if last is None:
        return position, {}
    about = connection.execute(_ABOUT, {"after": position, "last": last}).all()
    return last, {reference: Wanted(*wanted) for reference, *wanted in about}


def note(
    connection: Connection, filling: Generation, last: int, waiting: Mapping[str, Wanted]
) -> None:
    """Put down how far a filling has read on, and who waits since.

    Raises:
        eventsourcing.persistence.IntegrityError: It has come as far already.
    """
    recorder = SqlTrackingRecorder(connection.engine, filling.name)
    recorder.insert_tracking_in(connection, Tracking(LOG, last))
    tasks.add(connection, filling.name, waiting)


def waiting_for(
    connection: Connection, view: AnyView, changes: Mapping[str, Wanted]
) -> dict[str, Wanted]:
    """Give the subjects whose rows some facts change, or may change, by what the facts are about."""
    touches = {reference: touched({reference}, view) for reference in changes}
    beside = named_beside(
        connection, "case", {each for found in touches.values() for each in found.cases_beside}
    )
    files: Mapping[str, Iterable[str]] = {}
    if view.judges:
        names = {name for found in touches.values() for name in found.names}
        files = _files_of(connection, names)
    is_of_all = any(found.everything for found in touches.values())
    all_there_are = named(connection, view.kind) if is_of_all else ()
    waiting: dict[str, Wanted] = {}
    for reference, wanted in changes.items():
        found = touches[reference]
        cases = (beside[each] for each in found.cases_beside)
        others = (files.get(name, ()) for name in found.names)
        every = all_there_are if found.everything else ()
        for subject in {*chain(found.names, *cases, *others, every)}:
            earlier = waiting.get(subject)
            waiting[subject] = wanted if earlier is None else earlier.and_then(wanted)
    return waiting


def _files_of(connection: Connection, cases: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Give, by case, every case of its client: a note in one counts in all of them (LAW-15)."""
    clients = named_beside(connection, "client", [f"case/{case}" for case in cases])
    of_clients = {f"client/{client}" for those in clients.values() for client in those}
    files = named_beside(connection, "case", of_clients)
    return {
        reference.partition("/")[2]: frozenset(
            chain.from_iterable(files[f"client/{client}"] for client in those)
        )
        for reference, those in clients.items()
    }
