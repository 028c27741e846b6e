"""Compliance: how the routines are followed, counted, and the list behind every number."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import Annotated, ClassVar

from pydantic import Field

from rutin.application.condition import Among, Condition, asked, lasting
from rutin.application.existing import refuse_not_of_a_case
from rutin.application.explanation import reason_in_words
from rutin.application.query import (
    Asking,
    Day,
    Limit,
    Moment,
    OfIntervention,
    OfUnit,
    Query,
    Skip,
    query,
)
from rutin.domain.actor import Role
from rutin.domain.assessment.finding import Status
from rutin.domain.assessment.provision_set import ProvisionSet
from rutin.domain.assessment.reason import reason_of
from rutin.domain.label import label
from rutin.domain.reference import Reference
from rutin.domain.routines import Provision
from rutin.domain.values import Month
from rutin.projections.findings import FINDINGS, FindingDays, refuse_too_far
from rutin.projections.readers import CASEWORK, FIGURES
from rutin.projections.small_numbers import Class, Suppressed, are_hidden_from, hidden_among

Rule = Annotated[Reference | None, label("Bestämmelse", "Som KLA-06c.")]
Responsible = Annotated[Role | None, label("Roll", "Bara det rollen ansvarar för.")]


def _conditions(
    told: "Compliance | Trend | Findings", provisions: ProvisionSet
) -> Iterator[Condition]:
    """Give what the findings that are told of fulfil.

    Raises:
        Malformed: The rule is one about the routines themselves.
    """
    if told.rule is not None:
        refuse_not_of_a_case(told.rule, provisions)
    yield from asked(provision=told.rule, unit=told.unit, intervention=told.intervention)
    if told.role is not None:
        answered_for = (each.id for each in provisions.all if told.role in each.responsible)
        yield Among("provision", frozenset(answered_for))


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings of a provision stand in one way."""

    rule_id: Annotated[str, label("Bestämmelse")]
    rule: Annotated[str, label("Vad den säger")]
    unit: Annotated[str | None, label("Enhet", "Tomt när alla räknas tillsammans.")]
    intervention: Annotated[str | None, label("Insats", "Tomt när alla räknas tillsammans.")]
    role: Annotated[
        str | None,
        label("Ansvarig", "Det som två roller ansvarar för står hos båda; tomt utan uppdelning."),
    ]
    status: Annotated[Status, label("Bedömning")]
    late: Annotated[bool, label("Uppfylld för sent")]
    count: Annotated[int | None, label("Antal", "Tomt när talet är för litet för att visas.")]


@query(
    "compliance", "Regelefterlevnad", Count, over=(FINDINGS,), permitted=FIGURES, access="figures"
)
class Compliance(Query[Count]):
    """How many findings stand how on a day, past or to come, by provision."""

    rule: Rule = None
    unit: OfUnit = None
    intervention: OfIntervention = None
    role: Responsible = None
    by_unit: Annotated[bool, label("Dela upp på enhet")] = False
    by_intervention: Annotated[bool, label("Dela upp på insats")] = False
    by_role: Annotated[bool, label("Dela upp på den roll som ansvarar")] = False
    as_of: Day = None
    known_at: Moment = None
    suppress: Suppressed = False

    def answer(self, asking: Asking) -> Iterator[Count]:
        """Answer with counts, in catalogue order.

        Raises:
            Malformed: The day is later than the view tells of, or the rule is not of cases.
        """
        day = self.as_of or asking.today
        refuse_too_far(day, asking.views, known_at=self.known_at)
        divided = tuple(
            field
            for field, wanted in (("unit", self.by_unit), ("intervention", self.by_intervention))
            if wanted
        )
        by = ("provision", *_HOW, *divided)
        conditions = (*lasting(day), *_conditions(self, asking.provisions))
        counted = asking.views.counts(FINDINGS, by, conditions, known_at=self.known_at)
        hides = are_hidden_from(asking.by, asked=self.suppress)
        hidden = _hidden(asking, by, conditions, self.known_at) if hides else frozenset()

        def place(line: Count) -> tuple[object, ...]:
            beside = line.unit or "", line.intervention or "", line.role or ""
            return asking.provisions.place(line.rule_id), *beside, _PLACES[line.status], line.late

        lines = (
            Count(
                rule_id=key[0],
                rule=asking.provisions.named(key[0]).swedish,
                unit=beside.get("unit"),
                intervention=beside.get("intervention"),
                role=role,
                status=Status(key[1]),
                late=key[2],
                count=None if key in hidden else number,
            )
            for key, number in counted.items()
            for beside in [dict(zip(divided, key[3:], strict=True))]
            for role in self._roles(asking.provisions.named(key[0]))
        )
        yield from sorted(lines, key=place)

    def _roles(self, provision: Provision) -> tuple[str | None, ...]:
        """Give the roles that the counts of a provision are told under; None when undivided."""
        if not self.by_role:
            return (None,)
        answers = tuple(each for each in provision.responsible if self.role in (None, each))
        return answers or (None,)


_HOW = ("status", "late")
"""How findings stand, as they are counted: what is met in time and what is met late stand apart."""

_PLACES: Mapping[Status, int] = {each: place for place, each in enumerate(Status)}


def _hidden(
    asking: Asking,
    by: tuple[str, ...],
    conditions: tuple[Condition, ...],
    known_at: datetime | None = None,
) -> frozenset[Class]:
    """Give the keys of the counts that are not told: within what is told together, as a provision.

    What is of several provisions is of at least as many cases as of any one of them. To count no
    further leaves out more rather than less, and takes no longer for there being many cases.
    """
    cases: Counter[Class] = Counter()
    fields = tuple(dict.fromkeys((*by, "provision")))
    counted = asking.views.counts(FINDINGS, fields, conditions, distinct="case", known_at=known_at)
    for told, number in counted.items():
        key = told[: len(by)]
        cases[key] = max(cases[key], number)
    beside = [place for place, field in enumerate(by) if field not in _HOW]
    together: dict[Class, dict[Class, int]] = defaultdict(dict)
    for key, number in cases.items():
        together[tuple(key[place] for place in beside)][key] = number
    return frozenset().union(*map(hidden_among, together.values()))


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many findings stood in one way on the last day of a month."""

    month: Annotated[Month, label("Månad")]
    status: Annotated[Status, label("Bedömning")]
    late: Annotated[bool, label("Uppfylld för sent")]
    count: Annotated[int | None, label("Antal", "Tomt när talet är för litet för att visas.")]


@query(
    "trend",
    "Regelefterlevnad månad för månad",
    MonthCount,
    over=(FINDINGS,),
    permitted=FIGURES,
    access="figures",
)
class Trend(Query[MonthCount]):
    """How many findings stood how on the last day of each month; of the month under way, today.

    With small numbers hidden, a number is told when a single provision tells of five cases.
    """

    rule: Rule = None
    unit: OfUnit = None
    intervention: OfIntervention = None
    role: Responsible = None
    months: Annotated[int, Field(ge=1, le=60), label("Antal månader")] = 12
    as_of: Day = None
    suppress: Suppressed = False

    def answer(self, asking: Asking) -> Iterator[MonthCount]:
        """Answer with counts, the earliest month first.

        Raises:
            Malformed: The day is later than the view tells of, or the rule is not of cases.
        """
        day = self.as_of or asking.today
        refuse_too_far(day, asking.views)
        month = Month.containing(day)
        months = [month]
        for _ in range(self.months - 1):
            months.append(months[-1].previous())
        narrowed = tuple(_conditions(self, asking.provisions))
        hides = are_hidden_from(asking.by, asked=self.suppress)
        for each in reversed(months):
            conditions = (*lasting(min(each.last_day, day)), *narrowed)
            counted = asking.views.counts(FINDINGS, _HOW, conditions)
            hidden = _hidden(asking, _HOW, conditions) if hides else frozenset()
            for status, late in product(Status, (False, True)):
                key = (status.value, late)
                if (number := counted.get(key)) is not None:
                    yield MonthCount(each, status, late, None if key in hidden else number)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding, by the field names of the result contract."""

    case: Annotated[str, label("Ärende")]
    unit: Annotated[str, label("Enhet")]
    intervention: Annotated[str, label("Insats")]
    rule_id: Annotated[str, label("Bestämmelse")]
    subject: Annotated[str, label("Gäller")]
    instance_key: Annotated[str, label("Instans")]
    status: Annotated[Status, label("Bedömning")]
    late: Annotated[bool, label("Uppfylld för sent")]
    late_registered: Annotated[bool, label("Registrerad för sent")]
    since: Annotated[
        date | None,
        label("Sedan", "Första dagen i läget; tomt när det har stått så från början."),
    ]
    due: Annotated[date | None, label("Sista dag")]
    missing: Annotated[tuple[str, ...], label("Saknas")]
    satisfied_by: Annotated[tuple[str, ...], label("Uppfyllt av", "Händelsers id.")]
    gaps: Annotated[
        tuple[str, ...],
        label(
            "Luckor",
            "När ett stående krav inte var uppfyllt, som 2026-01-31/2026-02-27; "
            "utan andra dag pågår det.",
        ),
    ]
    reason: Annotated[
        str | None, label("Skäl", "Varför det inte gäller, är brutet eller uppfylldes sent.")
    ]
    reason_code: Annotated[
        str | None, label("Skälets kod", "Ändras aldrig; tom när det bara är sent.")
    ]


@query(
    "findings",
    "Listan bakom siffrorna",
    FindingLine,
    over=(FINDINGS,),
    permitted=CASEWORK,
    access="clients",
)
class Findings(Query[FindingLine]):
    """The findings behind a number: one a line, as `rutin assess` gives them."""

    ORDER: ClassVar = ("case", "provision", "subject", "instance")

    rule: Rule = None
    status: Annotated[Status | None, label("Läge", "Bara det som står så.")] = None
    late: Annotated[
        bool | None,
        label(
            "Uppfylld för sent",
            "Med true bara det som uppfylldes för sent, med false allt utom det.",
        ),
    ] = None
    case: Annotated[Reference | None, label("Ärende")] = None
    unit: OfUnit = None
    intervention: OfIntervention = None
    role: Responsible = None
    as_of: Day = None
    known_at: Moment = None
    limit: Limit = 1000
    skip: Skip = 0

    def answer(self, asking: Asking) -> Iterator[FindingLine]:
        """Answer with findings, by case and provision.

        Raises:
            Malformed: The day is later than the view tells of, or the rule is not of cases.
        """
        day = self.as_of or asking.today
        refuse_too_far(day, asking.views, known_at=self.known_at)
        status = self.status and self.status.value
        conditions = (
            *lasting(day),
            *asked(case=self.case, status=status, late=self.late),
            *_conditions(self, asking.provisions),
        )
        found = asking.views.rows(
            FINDINGS,
            conditions,
            order=self.ORDER,
            limit=self.limit,
            skip=self.skip,
            known_at=self.known_at,
        )
        return map(_line, found)


def _line(found: FindingDays) -> FindingLine:
    reason = reason_of(found.reason) if found.reason else None
    return FindingLine(
        case=found.case,
        unit=found.unit,
        intervention=found.intervention,
        rule_id=found.provision,
        subject=found.subject,
        instance_key=found.instance,
        status=Status(found.status),
        late=found.late,
        late_registered=found.late_registered,
        since=found.since,
        due=found.due,
        missing=found.missing,
        satisfied_by=found.satisfied_by,
        gaps=found.gaps,
        reason=reason_in_words(reason, late=found.late, since=found.since, due=found.due),
        reason_code=found.reason or None,
    )
