"""The figures of a municipality: behind each stands a list, and the lists agree with assessing."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from asking import is_kept, told_otherwise
from examples import AUDITOR
from rutin.adapters.demo import make_municipality
from rutin.adapters.demo.stories import STORIES
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Rutin
from rutin.application.view import AnyView
from rutin.domain.assessment.assess import Finding
from rutin.domain.assessment.finding import Status
from rutin.domain.values import Month
from rutin.projections import VIEWS
from rutin.projections.assignments import Assignments
from rutin.projections.compliance import Compliance, Findings, Trend
from rutin.projections.folded import FoldedViews
from rutin.projections.waiting_decisions import WaitingDecisions
from rutin.projections.worklist import AHEAD, Worklist

pytestmark = pytest.mark.long  # a municipality is made, and every case of it judged over and over

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAYS = (TODAY, date(2026, 3, 31), date(2027, 2, 28))


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlJournal]:
    """A municipality with every story, its views kept up."""
    folder = tmp_path_factory.mktemp("dashboard")
    with open_journal(f"sqlite:///{folder}/rutin.db") as journal:
        rutin = Rutin(journal, clock=lambda: NOON)
        make_municipality(rutin, seed=5, today=TODAY, cases=len(STORIES))
        Keeper(journal, VIEWS, clock=lambda: NOON).catch_up()
        yield journal


@pytest.fixture(scope="module")
def rutin(journal: SqlJournal) -> Rutin:
    views = SqlViews(journal.engine, clock=lambda: NOON)
    return Rutin(journal, views=views, clock=lambda: NOON)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_has_rows_and_they_are_the_fold_of_the_journal(
    journal: SqlJournal, view: AnyView
) -> None:
    stored = Counter(map(repr, SqlViews(journal.engine).rows(view)))
    assert stored
    assert stored == Counter(map(repr, FoldedViews(journal, clock=lambda: NOON).rows(view)))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_behind_every_figure_stands_a_list_that_agrees_with_assessing(
    rutin: Rutin, day: date
) -> None:
    counted = {
        (each.rule_id, each.status, each.late): each.count
        for each in rutin.ask(Compliance(as_of=day), AUDITOR)
    }
    assessed: dict[tuple[str, Status, bool], list[Finding]] = defaultdict(list)
    for found in filter(is_kept, rutin.assess(as_of=day)):
        assessed[found.provision.id, found.status, found.state.late].append(found)
    assert counted == {key: len(those) for key, those in assessed.items()}
    assert {late for _, _, late in assessed} == {False, True}
    for (rule, status, late), those in assessed.items():
        behind = Findings(as_of=day, rule=rule, status=status, late=late, limit=10_000)
        assert not told_otherwise(rutin.ask(behind, AUDITOR), those)


def test_the_trend_ends_in_what_compliance_says_today(rutin: Rutin) -> None:
    today = Counter[tuple[Status, bool]]()
    for each in rutin.ask(Compliance(), AUDITOR):
        today[each.status, each.late] += each.count or 0
    trend = rutin.ask(Trend(months=3), AUDITOR)
    last = max(each.month for each in trend)
    assert {(each.status, each.late): each.count for each in trend if each.month == last} == today


def test_what_waits_too_long_is_what_the_law_says_is_overdue(rutin: Rutin) -> None:
    overdue = Counter(
        line.case
        for rule in ("LAW-01", "LAW-01b")
        for line in rutin.ask(Findings(rule=rule, status=Status.OVERDUE), AUDITOR)
    )
    waiting = rutin.ask(WaitingDecisions(overdue=True), AUDITOR)
    assert overdue
    assert Counter(line.case for line in waiting) == overdue


def test_every_task_is_a_finding_of_the_same_day(rutin: Rutin) -> None:
    tasks = rutin.ask(Worklist(limit=10_000), AUDITOR)
    undone = {
        (line.case, line.rule_id, line.instance_key, line.status)
        for status in (Status.OPEN, Status.OVERDUE)
        for line in rutin.ask(Findings(status=status, limit=10_000), AUDITOR)
    }
    assert tasks
    for task in tasks:
        assert {
            (task.case, rule, task.instance_key, task.status) for rule in task.rule_ids
        } <= undone


def test_the_worklist_of_each_support_person_is_what_is_due_for_them(rutin: Rutin) -> None:
    day, told = date(2026, 6, 5), 0
    last = min(Month.containing(day).last_day, day + AHEAD)
    assignments = rutin.ask(Assignments(as_of=day, limit=10_000), AUDITOR)
    for assignee in {each.assignee for each in assignments if each.slot}:
        due = rutin.due_for(assignee, as_of=day)
        expected = {
            (each.about, each.course.subject, each.course.key, each.provision.id)
            for each in (*due.overdue, *due.this_week, *due.this_month)
            if each.by and each.by <= last
        }
        query = Worklist(person=assignee, role="support_person", as_of=day, limit=10_000)
        assert expected == {
            (f"case/{task.case}", task.subject, task.instance_key, rule)
            for task in rutin.ask(query, AUDITOR)
            for rule in task.rule_ids
            if task.by and task.by <= last
        }
        told += len(expected)
    assert told
