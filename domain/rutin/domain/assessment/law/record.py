"""The law on records: documented, followed up, put right, kept and disposed of (SoL 10, 14, 16 kap.)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

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
        yield replace(never_too_old, endings=endings)


def _is_preserved(file: CaseFile) -> bool:
    born = file.order.client_born_on if file.order else None
    return born is None or born.day in PRESERVED_BIRTH_DAYS


@judged("DL(sista anteckningen + 5 år, klart året därpå)")
def disposed(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-15: the file is disposed of in the year after five years without a note (D-44)."""
    if _is_preserved(file):
        yield Duty(excuses=(Excuse(EVER, TO_BE_PRESERVED),))
        return
    dues: list[Due] = []
    excuses: list[Excuse] = []
    for last in _last_notes(file):
        runs_to = add_years(last, RETENTION_YEARS)
        since = last if excuses else EVER
        excuses.append(Excuse(since, RETENTION_RUNS, until=runs_to + _DAY))
        dues.append(Due(date(runs_to.year + 1, 12, 31), known=last))
    yield Duty(
        excuses=tuple(excuses) or (Excuse(EVER, RETENTION_RUNS),),
        dues=tuple(dues),
        missing=("DisposalCarriedOut",),
    )


def _last_notes(file: CaseFile) -> Iterator[date]:
    """Give the days of notes after which nothing came for five years, the last one included.

    Notes in any of the client's files; of a file without notes, its facts count as such.
    """
    days = sorted((*days_noted(file.facts), *file.noted_elsewhere))
    for day, following in pairwise([*days, date.max]):
        if following > add_years(day, RETENTION_YEARS):
            yield day


@judged("PRE(DisposalCarriedOut)")
def preserved(file: CaseFile) -> Iterator[Duty]:
    """Judge LAW-16: the files of those born on the 5th, 15th and 25th are kept for ever (D-67)."""
    if not _is_preserved(file):
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
