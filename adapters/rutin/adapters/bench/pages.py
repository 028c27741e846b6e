"""The pages that people open: how long each takes, and how that grows with the municipality."""

from collections.abc import Iterator, Mapping
from datetime import date
from statistics import median
from time import perf_counter

from rutin.adapters.bench.databases import Databases
from rutin.adapters.bench.lives import MONTHS
from rutin.adapters.bench.making import MOMENT
from rutin.adapters.bench.many_rows import DISTINCT, large_views, unit_of
from rutin.adapters.bench.measuring import Measured
from rutin.adapters.bench.row import Row, time_taken, waits
from rutin.adapters.sql.journal import SqlJournal
from rutin.adapters.sql.views.asked import SqlViews
from rutin.application import Actor, Rutin
from rutin.application.query import AnyQuery
from rutin.domain.assessment.finding import Status
from rutin.domain.values import Quarter
from rutin.projections.assignments import Assignments
from rutin.projections.candidates import Candidates
from rutin.projections.cases import Cases
from rutin.projections.compliance import Compliance, Findings, Trend
from rutin.projections.council_statistics import CouncilStatistics
from rutin.projections.disposal import Disposal
from rutin.projections.hours import HoursByCase, HoursByUnit
from rutin.projections.load import ContinuityOfClients, ContinuityOfUnits, Loads
from rutin.projections.quarterly_list import QuarterlyList
from rutin.projections.register import Register
from rutin.projections.reports import Reports, State
from rutin.projections.timelines import TimelineOfCase
from rutin.projections.waiting_decisions import WaitingDecisions
from rutin.projections.worklist import Worklist

TENFOLD = 10
FEWEST_SHOWN, MOST_SHOWN = 2 * TENFOLD * DISTINCT, 100_000
"""How many cases pages can be measured of."""

GOAL = 2
TIMES, SECONDS = 10, 1.0
"""In a run a page is opened so many times, or for so long if it is slow; twice at least."""

AUDITOR = Actor(id="ingrid", role="auditor", unit="syd")
PAST = date(2025, 5, 15)
WAITED = Quarter(2026, 1)
"""A quarter on whose last day some decision had waited too long."""


def page_times(databases: Databases, runs: int, cases: int) -> Iterator[Row]:
    """Measure milliseconds for each page: growth over a tenfold of cases, median and 99th percentile.

    Args:
        databases: Where.
        runs: How many times each page is opened some times, in both by turns.
        cases: How many cases the large municipality has; the small one has a tenth.
    """
    large, small = (_rutin(large_views(databases, many)) for many in (cases, cases // TENFOLD))
    for name, (title, query) in _pages().items():
        in_large: list[list[float]] = []
        in_small: list[list[float]] = []
        for rutin in (large, small):
            _answered(rutin, query)
        for run in range(runs):
            turns = [(large, in_large), (small, in_small)]
            for rutin, taken in turns if run % 2 else reversed(turns):
                taken.append(_opened(rutin, query))
        growth = Measured(tuple(map(median, in_large)), tuple(map(median, in_small)))
        yield time_taken(
            f"{title}, {cases} ärenden mot {cases // TENFOLD}, {databases.version}",
            f"{databases.name}.{name}_growth_at_{cases}",
            growth,
            goal=GOAL,
        )
        for many, taken in ((cases, in_large), (cases // TENFOLD, in_small)):
            every = [seconds for run in taken for seconds in run]
            yield from waits(
                f"{title}, {many} ärenden, {databases.version}",
                f"{databases.name}.{name}_at_{many}",
                every,
            )


def _pages() -> Mapping[str, tuple[str, AnyQuery]]:
    unit = unit_of(DISTINCT + 1)
    case = f"K-{DISTINCT}"
    month = MONTHS[-1]
    return {
        "worklist": ("Att göra", Worklist(limit=50)),
        "worklist_of_unit": ("Att göra i en enhet", Worklist(unit=unit)),
        "worklist_of_role": (
            "Att göra för en roll i en enhet",
            Worklist(unit=unit, role="administrator"),
        ),
        "worklist_of_person": ("Att göra för en person", Worklist(person=f"A-{DISTINCT}")),
        "cases": ("Ärenden, första sidan", Cases(limit=50)),
        "cases_by_word": ("Ärenden, sökning", Cases(search="k-7", limit=50)),
        "cases_of_unit": ("Ärenden i en enhet", Cases(unit=unit, limit=50)),
        "register": ("Resursregister, första sidan", Register(limit=50)),
        "compliance": ("Regelefterlevnad", Compliance()),
        "compliance_past": ("Regelefterlevnad en dag som varit", Compliance(as_of=PAST)),
        "compliance_suppressed": (
            "Regelefterlevnad, små tal dolda",
            Compliance(suppress=True),
        ),
        "findings": (
            "Listan bakom en siffra",
            Findings(rule="KLA-13", status=Status.OVERDUE, limit=100),
        ),
        "trend": ("Regelefterlevnad månad för månad", Trend()),
        "assignments": ("Uppdrag, första sidan", Assignments(limit=50)),
        "candidates": ("Förslag på uppdragstagare", Candidates(case=case)),
        "load": ("Belastning i en enhet", Loads(unit=unit, limit=50)),
        "load_of_all": ("Belastning i alla enheter", Loads(limit=50)),
        "continuity": ("Kontinuitet i en enhet", ContinuityOfClients(unit=unit, limit=50)),
        "continuity_of_all": ("Kontinuitet i alla enheter", ContinuityOfClients(limit=50)),
        "continuity_by_unit": ("Kontinuitet per enhet", ContinuityOfUnits()),
        "reports_due": (
            "Rapporter som väntas i en enhet",
            Reports(unit=unit, state=State.EXPECTED, limit=50),
        ),
        "reports_of_month": (
            "En månads rapporter i en enhet",
            Reports(unit=unit, month=month, limit=50),
        ),
        "hours": (
            "Timmar ärende för ärende i en enhet",
            HoursByCase(unit=unit, last_month=month, limit=50),
        ),
        "hours_by_unit": ("Timmar i en enhet", HoursByUnit(unit=unit, last_month=month)),
        "hours_of_all_units": ("Timmar i alla enheter", HoursByUnit(last_month=month)),
        "quarterly_list": ("Kvartalslista, första sidan", QuarterlyList(quarter=WAITED, limit=50)),
        "council_statistics": ("Statistik till fullmäktige", CouncilStatistics(quarter=WAITED)),
        "waiting_decisions": ("Beslut som väntar i en enhet", WaitingDecisions(unit=unit)),
        "disposal": ("Gallring i en enhet", Disposal(unit=unit, limit=50)),
        "timeline": ("Ett ärendes tidslinje", TimelineOfCase(case=case)),
    }


def _rutin(journal: SqlJournal) -> Rutin:
    return Rutin(journal, views=SqlViews(journal.engine), clock=lambda: MOMENT)


def _answered(rutin: Rutin, query: AnyQuery) -> float:
    began = perf_counter()
    if not rutin.ask(query, AUDITOR):
        raise AssertionError(f"There is nothing on the page {query.name}.")
    return perf_counter() - began


def _opened(rutin: Rutin, query: AnyQuery) -> list[float]:
    """Open a page some times, and give the seconds that each took."""
    taken: list[float] = []
    while len(taken) < 2 or (len(taken) < TIMES and sum(taken) < SECONDS):
        taken.append(_answered(rutin, query))
    return taken
