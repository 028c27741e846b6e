"""Read models: pure folds of recorded facts into what a page or a report shows, and what is asked.

A projection knows neither tables nor clocks. The same fold serves while facts are appended, when
it catches up afterwards, and when it is built anew.
"""

from rutin.application.query import AnyQuery
from rutin.application.view import AnyView
from rutin.projections.absences import ABSENCES
from rutin.projections.assignments import ASSIGNMENTS, Assignments
from rutin.projections.candidates import Candidates
from rutin.projections.case_hours import CASE_HOURS
from rutin.projections.case_words import CASE_WORDS
from rutin.projections.cases import CASES, Cases
from rutin.projections.compliance import Compliance, Findings, Trend
from rutin.projections.council_statistics import CouncilStatistics
from rutin.projections.disposal import DISPOSALS, Disposal
from rutin.projections.extracts import EXTRACTS
from rutin.projections.findings import FINDINGS
from rutin.projections.governance import Governance, Parameters
from rutin.projections.hours import HoursByCase, HoursByUnit
from rutin.projections.load import ContinuityOfClients, ContinuityOfUnits, Loads
from rutin.projections.next_steps import NEXT_STEPS
from rutin.projections.quarterly_list import OVERDUE_QUARTERS, QuarterlyList
from rutin.projections.register import REGISTER, Register
from rutin.projections.reports import REPORTS, Reports
from rutin.projections.timelines import TimelineOfAssignee, TimelineOfCase
from rutin.projections.waiting_decisions import WAITING_DECISIONS, WaitingDecisions
from rutin.projections.worklist import Worklist

VIEWS: tuple[AnyView, ...] = (
    CASES,
    CASE_WORDS,
    REGISTER,
    ABSENCES,
    EXTRACTS,
    ASSIGNMENTS,
    WAITING_DECISIONS,
    OVERDUE_QUARTERS,
    REPORTS,
    CASE_HOURS,
    DISPOSALS,
    FINDINGS,
    NEXT_STEPS,
)
"""Every view that is kept in tables; those that are quickest to keep come first."""

QUERIES: tuple[type[AnyQuery], ...] = (
    Worklist,
    Cases,
    Register,
    Assignments,
    Compliance,
    Trend,
    Findings,
    WaitingDecisions,
    QuarterlyList,
    CouncilStatistics,
    Reports,
    HoursByCase,
    HoursByUnit,
    Loads,
    ContinuityOfClients,
    ContinuityOfUnits,
    Disposal,
    TimelineOfCase,
    TimelineOfAssignee,
    Governance,
    Parameters,
    Candidates,
)
"""Every query there is: the API, the command line and the exports are made from this tuple."""
