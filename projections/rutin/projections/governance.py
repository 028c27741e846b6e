"""Routine governance: which versions there are and how they stand, and which local values hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from rutin.application.query import Asking, Day, Query, query
from rutin.domain.assessment.assess import Finding, findings, routine_courses
from rutin.domain.assessment.doc import REFERRING, RoutineFile
from rutin.domain.assessment.finding import Status
from rutin.domain.history import History
from rutin.domain.label import label
from rutin.domain.reference import RoutineRef
from rutin.domain.routine import (
    ALL_ROUTINES,
    RoutineBook,
    RoutineVersion,
    RoutineVersionAdopted,
)
from rutin.domain.routines.parameters import PARAMETERS, Parameter
from rutin.domain.values import day_after
from rutin.projections.readers import FIGURES

REMINDED = timedelta(days=90)
"""So long before the last day of a version, or before it is to be looked over, a reminder is given."""

SAID_BY_THE_VERSION = ("DOC-01", "DOC-05", "DOC-06")
"""Provisions of what the head of a version is to say."""

OfRoutine = Annotated[RoutineRef | None, label("Rutin", "Som NYB.")]


class Standing(StrEnum):
    """How a version stands on a day."""

    COMING = "coming"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    """Not followed in what begins, by choice and with a reason; its own last day may have passed."""
    EXPIRED = "expired"
    """Its own last day has passed, and no other took its place the day after."""
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a routine, and how it stands on a day."""

    routine: Annotated[str, label("Rutin")]
    version: Annotated[str, label("Utgåva")]
    standing: Annotated[Standing, label("Läge")]
    governs: Annotated[
        bool,
        label(
            "Styr",
            "Det som börjar den dagen bedöms efter den, också när den har gått ut; inte när den vilar.",
        ),
    ]
    valid_from: Annotated[date, label("Gäller från")]
    last_day: Annotated[
        date | None,
        label("Sista dag", "Den dag den själv anger, eller dagen innan nästa; tomt tills vidare."),
    ]
    days_left: Annotated[int | None, label("Dagar kvar", "Till den sista dagen; 0 på den dagen.")]
    look_over_by: Annotated[
        date | None, label("Ses över senast", "Den dag en utgåva utan slutdatum bör ha setts över.")
    ]
    is_to_be_reminded: Annotated[
        bool,
        label(
            "Påminnelse",
            "Sista dagen, eller dagen då den bör ha setts över, är inom 90 dagar eller har passerat "
            "utan ersättare, också när utgåvan vilar; inte när den är indragen.",
        ),
    ]
    decided_on: Annotated[date | None, label("Beslutad den")]
    decided_by: Annotated[str, label("Beslutad av", "Funktionen, aldrig en persons namn.")]
    responsible: Annotated[str, label("Dokumentansvarig")]
    replaced_by: Annotated[str, label("Ersätts av")]
    missing: Annotated[
        tuple[str, ...], label("Saknas", "Det som utgåvan själv ska säga men inte säger.")
    ]
    documents_missing: Annotated[
        tuple[str, ...],
        label(
            "Handlingar som saknas", "De bestämmelser som hänvisar till en handling som inte finns."
        ),
    ]
    document: Annotated[str, label("Dokument", "Var texten finns.")]


@query(
    "governance", "Rutinernas giltighet", VersionLine, over=(), permitted=FIGURES, access="routines"
)
class Governance(Query[VersionLine]):
    """Every version of every routine: from when to when, who decided it, and what it lacks."""

    routine: OfRoutine = None
    standing: Annotated[Standing | None, label("Läge")] = None
    reminders: Annotated[bool, label("Bara påminnelser")] = False
    as_of: Day = None

    def answer(self, asking: Asking) -> Iterator[VersionLine]:
        """Answer with versions, routine by routine in the order they were adopted."""
        day = self.as_of or asking.today
        history = History(asking.journal.about({ALL_ROUTINES}).recorded)
        for key in asking.book.routines:
            if not asking.book.has_versions(key) or self.routine not in (None, key):
                continue
            file = RoutineFile(key, asking.book, history)
            found = tuple(findings(routine_courses(file), asking.book, day))
            for version in file.versions:
                line = _version_line(version, file, found, day)
                if self.standing not in (None, line.standing):
                    continue
                if line.is_to_be_reminded or not self.reminders:
                    yield line


def _version_line(
    version: RoutineVersion, file: RoutineFile, found: Iterable[Finding], day: date
) -> VersionLine:
    unmet = [each for each in found if each.status in (Status.OPEN, Status.OVERDUE)]
    of_version = [each for each in unmet if each.course.key == version.name]
    last_days = {each.provision.id: each.state.due for each in of_version}
    governs = file.book.governing(file.key, day) == version and not version.is_suspended_on(day)
    to_come = [last_days.get(provision) for provision in ("DOC-02", "DOC-03")]
    return VersionLine(
        routine=version.routine,
        version=version.name,
        standing=_standing(version, file.versions, day),
        governs=governs,
        valid_from=version.valid_from,
        last_day=version.last_day,
        days_left=_days_left(version, day),
        look_over_by=last_days.get("DOC-03"),
        is_to_be_reminded=version.replaced_by is None
        and any(due is not None and due - day <= REMINDED for due in to_come),
        decided_on=version.decided_on,
        decided_by=version.decided_by,
        responsible=version.responsible,
        replaced_by=version.replaced_by or "",
        missing=tuple(
            str(RoutineVersionAdopted.model_fields[name].title)
            for each in of_version
            if each.provision.id in SAID_BY_THE_VERSION
            for name in each.state.missing
        ),
        documents_missing=tuple(
            each.provision.id for each in unmet if governs and each.provision.id in REFERRING
        ),
        document=version.document,
    )


def _days_left(version: RoutineVersion, day: date) -> int | None:
    if version.last_day is None or version.last_day < day:
        return None
    return (version.last_day - day).days


def _standing(version: RoutineVersion, every: Iterable[RoutineVersion], day: date) -> Standing:
    """Say how a version stands: what the domain says of it, and of one that is over, why it is.

    One that is suspended is over all the same when another has taken its place, or it is withdrawn.
    """
    if version.is_over_on(day):
        over = _over(version, every)
        is_resting = over is Standing.EXPIRED and version.is_suspended_on(day)
        return Standing.SUSPENDED if is_resting else over
    if version.is_suspended_on(day):
        return Standing.SUSPENDED
    return Standing.IN_FORCE if version.valid_from <= day else Standing.COMING


def _over(version: RoutineVersion, every: Iterable[RoutineVersion]) -> Standing:
    """Say why a version is over: another began the day after, or its own last day has passed."""
    if version.void or version.last_day is None:
        return Standing.REPLACED if version.replaced_by else Standing.WITHDRAWN
    begins = {each.valid_from for each in every if not each.void}
    if day_after(version.last_day) in begins:
        return Standing.REPLACED
    return Standing.EXPIRED if version.last_day == version.valid_to else Standing.WITHDRAWN


class ValueFrom(StrEnum):
    """Where the value of a parameter comes from."""

    DEFAULT = "default"
    MUNICIPALITY = "municipality"
    VERSION = "version"
    """The version of the routine that governs states it itself."""


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A local value, as it holds on a day."""

    parameter: Annotated[str, label("Parameter")]
    routine: Annotated[str, label("Rutin", "LAW för en lag, DOC för alla rutiner.")]
    meaning: Annotated[str, label("Vad den säger")]
    value: Annotated[int, label("Värde")]
    counts: Annotated[str, label("Räknas i", "Som dagar.")]
    since: Annotated[date | None, label("Sedan", "Tomt när det är förslagets värde.")]
    value_from: Annotated[ValueFrom, label("Bestämt av")]
    default: Annotated[int, label("Förslag", "Värdet om inget annat bestäms.")]
    least: Annotated[int, label("Minst")]
    most: Annotated[int, label("Högst")]
    provisions: Annotated[tuple[str, ...], label("Bestämmelser", "De vars tid vilar på värdet.")]


@query("parameters", "Lokala värden", ParameterLine, over=(), permitted=FIGURES, access="routines")
class Parameters(Query[ParameterLine]):
    """The values that no routine states and that the municipality sets, as they hold on a day."""

    routine: OfRoutine = None
    as_of: Day = None

    def answer(self, asking: Asking) -> Iterator[ParameterLine]:
        """Answer with parameters, in the order of the catalogue."""
        day = self.as_of or asking.today
        for each in PARAMETERS:
            if self.routine in (None, each.routine):
                yield _parameter_line(each, asking.book, day)


def _parameter_line(parameter: Parameter, book: RoutineBook, day: date) -> ParameterLine:
    routine, name = parameter.routine, parameter.name
    version = book.governing(routine, day) if book.has_versions(routine) else None
    set_on = [since for since, _ in book.local_policy.settings.get(name, ()) if since <= day]
    if version and name in dict(version.parameters):
        since, value_from = version.valid_from, ValueFrom.VERSION
    elif set_on:
        since, value_from = set_on[-1], ValueFrom.MUNICIPALITY
    else:
        since, value_from = None, ValueFrom.DEFAULT
    return ParameterLine(
        parameter=name,
        routine=routine,
        meaning=parameter.swedish,
        value=book.policy(version).value(name, day),
        counts=parameter.unit,
        since=since,
        value_from=value_from,
        default=parameter.default,
        least=parameter.least,
        most=parameter.most,
        provisions=parameter.provisions,
    )
