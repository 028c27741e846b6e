"""Candidates for a case: the register's assignees, each with what speaks for and against (D-56).

It ranks and tells why, and never chooses. It knows nothing of what anyone is, only of what they can
take on, what they speak, and what is recorded of their approval and their checks.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import nsmallest
from typing import Annotated, TypeVar

from rutin.application.assessment import read_case
from rutin.application.condition import After, Among, Has, UpTo, Value, equal, lasting
from rutin.application.query import Asking, Limit, Query, Skip, query
from rutin.application.short_text import in_short
from rutin.domain.case import (
    Case,
    OrderReceived,
    OrderRenewed,
    RequirementProfileDeclined,
    RequirementProfileRecorded,
)
from rutin.domain.history import History
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.refusal import Impossible
from rutin.domain.routines.approval import is_own_proposal, is_recruit
from rutin.domain.routines.definition import ASSIGNED
from rutin.domain.routines.register_check import (
    REGISTER_NAMES,
    Engagement,
    child_check_law,
    is_recent_for_homes,
    missing_extracts,
    missing_for_a_child,
)
from rutin.domain.support_relationship import SupportRelationship
from rutin.domain.values import Hours, add_months
from rutin.projections.absences import ABSENCES, DaysAway
from rutin.projections.assignments import ASSIGNMENTS
from rutin.projections.extracts import EXTRACTS, ShownExtract
from rutin.projections.readers import RESOURCES
from rutin.projections.register import REGISTER, Entry
from rutin.projections.swedish_order import folded


@dataclass(frozen=True, slots=True)
class Candidate:
    """An assignee who can take the intervention, and why or why not this case."""

    place: Annotated[int, label("Plats", "Först de som inget talar emot.")]
    assignee: Annotated[str, label("Uppdragstagare")]
    fits: Annotated[bool, label("Får skriva avtal", "Ingen bestämmelse hindrar ett avtal i dag.")]
    for_: Annotated[tuple[str, ...], label("Talar för")]
    against: Annotated[tuple[str, ...], label("Talar emot")]
    to_ask: Annotated[tuple[str, ...], label("Att ta reda på")]
    assignments: Annotated[int, label("Uppdrag nu", "Så många brukare har personen i dag.")]


@query(
    "candidates",
    "Förslag på uppdragstagare",
    Candidate,
    over=(REGISTER, ABSENCES, EXTRACTS, ASSIGNMENTS),
    permitted=RESOURCES,
    access="client",
)
class Candidates(Query[Candidate]):
    """Who could take a case, among those in the register who can take its intervention.

    It is told as the register stands now: of an earlier day it does not know what held then.

    First come those with nothing against, then those with most for, then those with fewest clients,
    then by number. Nobody is chosen.
    """

    case: Annotated[Reference, label("Ärende")]
    limit: Limit = 50
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[Candidate]:
        """Answer with candidates, ranked.

        Raises:
            Impossible: There is no such case, or it has no order yet.
        """
        day = asking.today
        sought = _sought(read_case(asking.journal, self.case), self.case, day)
        known = _known(asking, sought, day)
        weighed = (
            (_weigh(entry, sought, known, day), known.assignments.get(entry.assignee, 0), entry)
            for entry in _able(asking, sought, day)
        )
        first = nsmallest(  # everyone is weighed; those after the page are not remembered
            self.skip + self.limit,
            weighed,
            key=lambda each: (bool(each[0].against), -len(each[0].for_), each[1], each[2].assignee),
        )
        return (
            Candidate(
                place=place,
                assignee=entry.assignee,
                fits=not reasons.hindered,
                for_=tuple(reasons.for_),
                against=tuple(reasons.against),
                to_ask=tuple(reasons.to_ask),
                assignments=assignments,
            )
            for place, (reasons, assignments, entry) in enumerate(
                first[self.skip :], start=self.skip + 1
            )
        )


# ---------------------------------------------------------------- what is known


@dataclass(frozen=True, slots=True)
class _Sought:
    """What a case needs: its order, and what its client wishes.

    Attributes:
        case: The case.
        order: The latest order, which says how much is granted.
        intervention: What is granted.
        profile: The latest requirement profile; None if there is none.
        is_declined: The client wanted no profile.
        is_child: The client is one on the day.
        relationships: Those that the case has or has had, by assignee, each with the day it began.
    """

    case: Case
    order: OrderReceived | OrderRenewed
    intervention: str
    profile: RequirementProfileRecorded | None
    is_declined: bool
    is_child: bool
    relationships: Mapping[str, Sequence[tuple[date, SupportRelationship]]]


def _sought(history: History, reference: str, day: date) -> _Sought:
    case = history.case(reference)
    if case.order is None:
        raise Impossible(
            f"Ärende {reference} har ingen beställning. Kontrollera beteckningen, "
            "eller registrera beställningen först.",
            code="unknown_reference",
            field="case",
            provision="KLA-01",
        )
    told = [
        recorded.fact
        for recorded in history.in_force
        if recorded.stream == f"case/{reference}"
        and isinstance(recorded.fact, (RequirementProfileRecorded, RequirementProfileDeclined))
    ]
    latest = told[-1] if told else None
    orders: tuple[OrderReceived | OrderRenewed, ...] = (case.order, *case.renewals)
    relationships: dict[str, list[tuple[date, SupportRelationship]]] = defaultdict(list)
    for relationship in history.relationships_of_case(reference).values():
        if opening := relationship.opening:
            relationships[opening.assignee].append((opening.occurred_on, relationship))
    return _Sought(
        case=case,
        order=orders[-1],
        intervention=case.order.intervention,
        profile=latest if isinstance(latest, RequirementProfileRecorded) else None,
        is_declined=isinstance(latest, RequirementProfileDeclined),
        is_child=case.client_is_child_on(day),
        relationships=relationships,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What else views tell of the assignees, by number.

    Attributes:
        absences: When they are away, that day or later.
        extracts: The extracts they had shown by the day.
        engagements: The agreements they had signed by the day.
        assignments: How many clients they have on the day.
    """

    absences: Mapping[str, list[DaysAway]]
    extracts: Mapping[str, list[ShownExtract]]
    engagements: Mapping[str, list[Engagement]]
    assignments: Mapping[str, int]


def _known(asking: Asking, sought: _Sought, day: date) -> _Known:
    views = asking.views
    absences: dict[str, list[DaysAway]] = defaultdict(list)
    for away in views.rows(ABSENCES, (After("until", day, or_none=True),), order=("first",)):
        absences[away.assignee].append(away)
    extracts: dict[str, list[ShownExtract]] = defaultdict(list)
    for extract in views.rows(EXTRACTS, (UpTo("occurred_on", day),), order=("issued_on",)):
        extracts[extract.assignee].append(extract)
    counted = views.counts(ASSIGNMENTS, ("assignee",), lasting(day), distinct="client")
    return _Known(
        absences=absences,
        extracts=extracts,
        engagements=_engagements(asking, frozenset(extracts), day) if sought.is_child else {},
        assignments={assignee: number for (assignee,), number in counted.items()},
    )


def _able(asking: Asking, sought: _Sought, day: date) -> Iterator[Entry]:
    """Give those who can take the intervention, and have not ended by the day."""
    able = Has("interventions", sought.intervention), After("ended_on", day, or_none=True)
    return asking.views.rows(REGISTER, able)


def _engagements(
    asking: Asking, checked: frozenset[Value], day: date
) -> Mapping[str, list[Engagement]]:
    """Give the agreements, from the last year or going on, of those who have been checked."""
    found: dict[str, list[Engagement]] = defaultdict(list)
    conditions = (
        Among("assignee", checked),
        equal("slot", None),
        UpTo("first", day),
        After("until", add_months(day, -12), or_none=True),
    )
    for each in asking.views.rows(ASSIGNMENTS, conditions):
        last = each.until - timedelta(days=1) if each.until else None
        found[each.assignee].append(Engagement(each.first, last))
    return found


# ---------------------------------------------------------------- what speaks for and against


@dataclass(slots=True)
class _Reasons:
    """What is found about a candidate, as it is found.

    Attributes:
        hindered: A provision forbids an agreement today.
    """

    for_: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    to_ask: list[str] = field(default_factory=list)
    hindered: bool = False

    def forbid(self, why: str) -> None:
        """Say what forbids an agreement."""
        self.against.append(why)
        self.hindered = True


def _weigh(entry: Entry, sought: _Sought, known: _Known, day: date) -> _Reasons:
    reasons = _Reasons()
    _weigh_what_was(reasons, entry, sought, day)
    if sought.intervention in ASSIGNED:  # a support person signs no agreement
        _weigh_approval(reasons, entry, sought)
        _weigh_checks(reasons, entry, sought, known, day)
    _weigh_absence(reasons, known.absences.get(entry.assignee, ()), day)
    _weigh_profile(reasons, entry, sought)
    _weigh_room(reasons, entry, sought)
    if entry.undertaking_signed_on is not None:
        reasons.for_.append(f"Sekretessförsäkran lämnad {entry.undertaking_signed_on}")
    else:
        reasons.to_ask.append("Sekretessförsäkran är inte lämnad")
    return reasons


def _weigh_what_was(reasons: _Reasons, entry: Entry, sought: _Sought, day: date) -> None:
    """Tell what the assignee has had to do with the case before."""
    if entry.assignee in sought.case.own_proposals:
        reasons.for_.append("Brukarens eget förslag")
    for began, relationship in sought.relationships.get(entry.assignee, ()):
        over = relationship.over_on
        if relationship.answer == "declined":
            reasons.against.append(f"Tackade nej till erbjudandet {began}")
        elif over is None or over >= day:
            reasons.against.append(f"Är redan med i ärendet sedan {began}")
        else:
            reasons.to_ask.append(f"Var med i ärendet till {over}: ta reda på varför det slutade")


def _weigh_approval(reasons: _Reasons, entry: Entry, sought: _Sought) -> None:
    """Tell of the approval, and forbid what KLA-06c and KLA-07b forbid."""
    person, came_by = entry.assignee, entry.came_by
    if sought.intervention in entry.approved_for:
        reasons.for_.append(f"Godkänd {entry.decided_on}")
    elif is_own_proposal(sought.case, person, came_by):
        reasons.forbid(
            "Är inte godkänd, som den som en brukare själv har föreslagit måste vara (KLA-06c)"
        )
    elif is_recruit(sought.case, person, came_by, entry.registered_on):
        reasons.forbid("Är inte godkänd, som den som rekryteras måste vara (KLA-07b)")
    if entry.decision == "rejected":
        reasons.against.append(f"Fick avslag {entry.decided_on}")
    if entry.investigated_since is not None:
        reasons.to_ask.append(f"Utreds sedan {entry.investigated_since}")


def _weigh_checks(
    reasons: _Reasons, entry: Entry, sought: _Sought, known: _Known, day: date
) -> None:
    """Tell of the extracts that were shown, and forbid what LAW-17 forbids."""
    shown = known.extracts.get(entry.assignee, [])
    if not sought.is_child:
        for_homes = [each for each in shown if each.check == "work_in_homes"]
        if for_homes and is_recent_for_homes(for_homes[-1].issued_on, day):
            reasons.for_.append(f"Utdrag för arbete i hemmet utfärdat {for_homes[-1].issued_on}")
        elif for_homes:
            reasons.to_ask.append(
                f"Utdraget för arbete i hemmet är äldre än sex månader ({for_homes[-1].issued_on})"
            )
        return
    lacking = missing_for_a_child(shown, known.engagements.get(entry.assignee, ()), day)
    if lacking:
        oldest = add_months(day, -child_check_law(day).months)
        registers = " och ".join(REGISTER_NAMES[register] for register in lacking)
        reasons.forbid(
            f"Brukaren är barn: utdrag ur {registers} saknas, utfärdat tidigast {oldest} (LAW-17)"
        )
        return
    if missing_extracts(shown, day):  # lifted for whoever was engaged less than a year ago
        reasons.for_.append("Kontrollerad för arbete med barn och anlitad inom ett år")
        return
    for_children = [each.issued_on for each in shown if each.check == "work_with_children"]
    reasons.for_.append(f"Utdrag för arbete med barn utfärdat {for_children[-1]}")


def _weigh_absence(reasons: _Reasons, absences: Iterable[DaysAway], day: date) -> None:
    for away in absences:
        last = f" till och med {away.until - timedelta(days=1)}" if away.until else ", tills vidare"
        if away.first <= day:
            reasons.against.append(f"Borta sedan {away.first}{last}")
        else:
            reasons.to_ask.append(f"Blir borta från {away.first}{last}")


def _weigh_profile(reasons: _Reasons, entry: Entry, sought: _Sought) -> None:
    profile = sought.profile
    if profile is None:
        said = "Brukaren ville inte ha någon kravprofil" if sought.is_declined else _NO_PROFILE
        reasons.to_ask.append(f"{said}: rangordnat efter beställningen")
        return
    _weigh_languages(reasons, entry.languages, profile.languages)
    _weigh_words(reasons, "Områden", "område", entry.area, profile.area)
    _weigh_words(reasons, "Tider", "tider", entry.times, profile.times)
    reasons.to_ask.append(f"Brukarens önskemål: {in_short(profile.wishes)}")
    if profile.interests:
        reasons.to_ask.append(f"Brukarens intressen: {', '.join(profile.interests)}")


_NO_PROFILE = "Det finns ingen kravprofil"


def _weigh_languages(reasons: _Reasons, spoken: tuple[str, ...], wished: tuple[str, ...]) -> None:
    if not wished:
        return
    known = {folded(language) for language in spoken}
    common = [language for language in wished if folded(language) in known]
    if common:
        reasons.for_.append(f"Talar {' och '.join(common)}")
    elif known:
        reasons.against.append(f"Talar inte {' eller '.join(wished)}, enligt registret")
    else:
        reasons.to_ask.append(f"Språk: önskat {' eller '.join(wished)}, i registret står inget")


def _weigh_words(reasons: _Reasons, several: str, what: str, has: str, wished: str) -> None:
    """Compare free texts by the words they have in common; having none says nothing."""
    if not wished:
        return
    words = {folded(word) for word in _words(has)}
    common = [word for word in _words(wished) if folded(word) in words]
    if common:
        reasons.for_.append(f"{several} i gemensamt: {', '.join(dict.fromkeys(common))}")
    else:
        reasons.to_ask.append(
            f"Fråga om {what}: önskat {in_short(wished)}, i registret "
            + (f"står {in_short(has)}" if has else "står inget")
        )


_SMALL_WORDS = frozenset({"och", "eller", "samt", "med", "men", "inte", "gärna", "från", "till"})


def _words(text: str) -> list[str]:
    """Give the words of a text that may say where or when: those of three letters or more."""
    words = re.findall(r"\w{3,}", unicodedata.normalize("NFC", text))
    return [word for word in words if folded(word) not in _SMALL_WORDS]


def _weigh_room(reasons: _Reasons, entry: Entry, sought: _Sought) -> None:
    """Compare what is granted with what the assignee has left, hours or occasions."""
    extent = sought.order.extent
    if extent.hours_per_month is not None:
        free = Hours(entry.hours_per_month) if entry.hours_per_month else None
        _weigh_free(reasons, free, extent.hours_per_month, "timmar")
    if extent.occasions_per_month is not None:
        _weigh_free(reasons, entry.occasions_per_month, extent.occasions_per_month, "tillfällen")


_Amount = TypeVar("_Amount", int, Hours)


def _weigh_free(reasons: _Reasons, free: _Amount | None, granted: _Amount, what: str) -> None:
    ordered = f"beställningen är på {granted}"
    if free is None:
        reasons.to_ask.append(f"Fråga om lediga {what} i månaden: {ordered}")
    elif free < granted:
        reasons.against.append(f"Har {free} lediga {what} i månaden, {ordered}")
    else:
        reasons.for_.append(f"Har {free} lediga {what} i månaden, {ordered}")
