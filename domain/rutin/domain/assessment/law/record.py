"""The law on records: documented, followed up, put right, kept and disposed of (SoL 10, 14, 16 kap.)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.client_files import days_noted
from rutin.domain.assessment.clocks import Check, act, day_of, judged, standing
from rutin.domain.assessment.duty import Done, Due, Duty, Excuse, closing
from rutin.domain.assessment.finding import EVER
from rutin.domain.assessment.notes import contacts_documented, dispute_noted, wrong_note_replaced
from rutin.domain.assessment.reason import Reason
from rutin.domain.assessment.standing import Standing
from rutin.domain.case import ImplementationPlanEstablished, ImplementationPlanUpdated
from rutin.domain.recorded import Recorded
from rutin.domain.values import add_months, add_years

NO_PLAN_FOR_CONTACT_PERSON = Reason(
    "no_plan_for_contact_person",
    "kontaktperson har ingen genomförandeplan",
    "there is no plan for a contact person",
)
RETENTION_RUNS = Reason("retention_runs", "gallringsfristen löper", "the time of retention runs")
TO_BE_PRESERVED = Reason("to_be_preserved", "akten ska bevaras", "the file is to be preserved")
MAY_BE_DISPOSED = Reason("may_be_disposed", "akten får gallras", "the file may be disposed of")

RETENTION_YEARS = 5
PRESERVED_BIRTH_DAYS = (5, 15, 25)
"""Those born on these days of a month are the sample that is preserved (LAW-16)."""

_DAY = timedelta(days=1)


_PLAN = act(ImplementationPlanEstablished, ImplementationPlanUpdated)


def _to_be_followed_up_by(file: CaseFile, plan: Recorded) -> date:
    day = plan.fact.occurred_on
    return add_months(day, file.value("plan_review_months", day))


_NEVER_TOO_OLD = standing(
    _PLAN,
    since=_PLAN,
    said="planen följs upp, parametern plan_review_months",
    lasts=_to_be_followed_up_by,
    missing=("ImplementationPlanUpdated",),
    curable=True,
    parameters=("plan_review_months",),
)


@judged(_NEVER_TOO_OLD.clock)
def plan_followed_up(file: CaseFile) -> Iterator[Duty | Standing]:
    """Judge LAW-12: the plan is never older than it may be; a recommendation."""
    if file.intervention == "contact_person":
        yield Duty(excuses=(Excuse(EVER, NO_PLAN_FOR_CONTACT_PERSON),))
        return
    closed = day_of(file.closed)
    endings = (closing(closed, completed=False),) if closed else ()
    for never_too_old in _NEVER_TOO_OLD.duties(file):
        yield never_too_old._replace(endings=endings)


Preserved = Literal["born_in_the_sample", "birth_day_unknown"]
"""Why a file is preserved; while the day of birth is not known it is, to be on the safe side (D-67)."""


def preserved_because(file: CaseFile) -> Preserved | None:
    """Say why a file is preserved; None if it is to be disposed of in time."""
    born = file.order.client_born_on if file.order else None
    if born is None:
        return "birth_day_unknown"
    return "born_in_the_sample" if born.day in PRESERVED_BIRTH_DAYS else None


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a file is kept after a note that none followed for five years."""

    last_note: date

    @property
    def over_on(self) -> date:
        """The first day that the file may be disposed of."""
        return add_years(self.last_note, RETENTION_YEARS) + _DAY

    @property
    def disposed_by(self) -> date:
        """The last day that it is to be: that of the calendar year after the five years."""
        return date(add_years(self.last_note, RETENTION_YEARS).year + 1, 12, 31)


@judged("DL(sista anteckningen + 5 år, klart året därpå)")
def disposed(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-15: the file is disposed of in the year after five years without a note (D-44)."""
    if preserved_because(file):
        yield Duty(excuses=(Excuse(EVER, TO_BE_PRESERVED),))
        return
    dues: list[Due] = []
    excuses: list[Excuse] = []
    for retention in retentions(file):
        since = retention.last_note if excuses else EVER
        excuses.append(Excuse(since, RETENTION_RUNS, until=retention.over_on))
        dues.append(Due(retention.disposed_by, known=retention.last_note))
    yield Duty(
        excuses=tuple(excuses) or (Excuse(EVER, RETENTION_RUNS),),
        dues=tuple(dues),
        missing=("DisposalCarriedOut",),
    )


def retentions(file: CaseFile) -> Iterator[Retention]:
    """Give the times that the file is kept: from each note after which none came for five years.

    Notes in any of the client's files; of a file without notes, its facts count as such.
    """
    days = sorted((*days_noted(file.facts), *file.noted_elsewhere))
    for day, following in pairwise([*days, date.max]):
        if following > add_years(day, RETENTION_YEARS):
            yield Retention(day)


@judged("PRE(DisposalCarriedOut)")
def preserved(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-16: the files of those born on the 5th, 15th and 25th are kept for ever (D-67)."""
    if not preserved_because(file):
        yield Duty(excuses=(Excuse(EVER, MAY_BE_DISPOSED),))
        return
    yield Duty(done=Done.of(*file.facts[:1]) if file.facts else None)


LAW_RECORD: dict[str, Check] = {
    "LAW-10": contacts_documented,
    "LAW-11": wrong_note_replaced,
    "LAW-12": plan_followed_up,
    "LAW-13": dispute_noted,
    "LAW-15": disposed,
    "LAW-16": preserved,
}
"""How LAW-10 to LAW-16 are judged."""
