"""Findings over time: how every provision stands in every case, from day to day.

A finding is kept as the days it lasts, so that any day, past or to come, is looked up; nothing has
to be worked out at night. What never concerns a case's intervention is left out, and so are the days
before anything had happened in the case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from rutin.application.assessment import unit_of
from rutin.application.view import AnyView, Tally, Told, View
from rutin.application.views import Views
from rutin.domain.assessment.reason import NOT_THIS_INTERVENTION
from rutin.domain.refusal import Malformed, Problem


@dataclass(frozen=True, slots=True)
class FindingDays:
    """How an instance of a provision stands, and from when to when.

    Attributes:
        case: The case.
        unit: The unit that works the case; empty while that is unknown.
        intervention: What is granted; empty while that is unknown.
        provision: What was judged, as "KLA-06c".
        subject: What the instance is about, as "case/K-1".
        instance: "-", a round, a period, or the id of the fact that triggered it.
        first: The first of the days; that of the case's first fact at the earliest.
        until: The day after the last; None when it stands so for good.
        status: How it stands.
        since: The first day of the status, which may have begun before the first of the days, and
            before the case; None when it has stood so from the beginning of time.
        due: The last day in time, as far as it is known.
        by: Of what is open or overdue, the day it is to be done by: the due day; of what is to hold
            every day, the first day it did not.
        late: Met after the due day.
        late_registered: Met, but recorded too late to show it.
        reason: Code of why it does not apply or was breached; empty for none.
        missing: What is still wanting.
        satisfied_by: Ids of the facts that it is met by.
        gaps: Of a standing condition, when it did not hold, as "2026-01-31/2026-02-27".
        governed_on: The day that decides which version governs; None for the day asked about.
    """

    case: str
    unit: str
    intervention: str
    provision: str
    subject: str
    instance: str
    first: date
    until: date | None
    status: str
    since: date | None
    due: date | None
    by: date | None
    late: bool
    late_registered: bool
    reason: str
    missing: tuple[str, ...]
    satisfied_by: tuple[str, ...]
    gaps: tuple[str, ...]
    governed_on: date | None


def finding_days(told: Told) -> Iterator[FindingDays]:
    """Work out how every provision stands in a case, from its first fact to the horizon."""
    file = told.file
    began = file.first_day
    if began is None:
        return
    unit, intervention = unit_of(told.history, told.name) or "", file.intervention or ""
    for provision, courses in told.courses.items():
        for course in courses:
            for segment in course.segments:
                state = segment.state
                is_over = segment.until is not None and segment.until <= began
                if is_over or state.reason is NOT_THIS_INTERVENTION:
                    continue
                yield FindingDays(
                    case=told.name,
                    unit=unit,
                    intervention=intervention,
                    provision=provision,
                    subject=course.subject,
                    instance=course.key,
                    first=max(segment.first, began),
                    until=segment.until,
                    status=state.status.value,
                    since=course.since(segment),
                    due=state.due,
                    by=course.by(segment),
                    late=state.late,
                    late_registered=state.late_registered,
                    reason=state.reason.code if state.reason else "",
                    missing=state.missing,
                    satisfied_by=state.satisfied_by,
                    gaps=tuple(f"{gap.first}/{gap.last or ''}" for gap in state.gaps),
                    governed_on=None if course.standing else course.governed_on,
                )


FINDINGS = View(
    "findings",
    "case",
    FindingDays,
    finding_days,
    version=3,
    judges=True,
    indexes=(
        # To list: in the order that the list is read, so that its first page is all that is read.
        ("provision", "status", "case", "subject", "instance"),
        ("unit", "by", "case"),
        ("by", "case"),
    ),
    tally=Tally(
        ("unit", "provision", "status", "late", "intervention"),
        together="unit",
        own=("unit", "intervention"),
    ),
)


def refuse_too_far(
    day: date,
    views: Views,
    view: AnyView = FINDINGS,
    *,
    field: str = "as_of",
    known_at: datetime | None = None,
) -> None:
    """Refuse a day that is later than a view tells of; the findings, unless another is named.

    Raises:
        Malformed: It is.
    """
    horizon = views.horizon(view, known_at)
    if day > horizon:
        text = f"Fråga om en dag till och med {horizon}."
        raise Malformed(Problem("day_out_of_bounds", text, field=field))
