"""Whole cases, recorded from files, stand on every day as their expectations say."""

from datetime import date
from pathlib import Path

import pytest

from expected_findings import Question, Scenario
from rutin.application import Status

FOLDERS = [Path(__file__).parent / name for name in ("scenarios", "further_scenarios")]
SCENARIOS = [
    Scenario(told.with_suffix(".jsonl"))
    for folder in FOLDERS
    for told in sorted(folder.glob("*.md"))
]


def test_every_scenario_says_what_is_expected_of_it() -> None:
    recorded = {path for folder in FOLDERS for path in folder.glob("*.jsonl")}
    assert {scenario.path for scenario in SCENARIOS} == recorded


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_no_table_is_empty_and_no_heading_without_table(scenario: Scenario) -> None:
    questions = list(scenario.questions)
    assert questions
    assert all(question.tables for question in questions)
    assert all(table.provisions for question in questions for table in question.tables)


@pytest.mark.parametrize("question", [q for s in SCENARIOS for q in s.questions], ids=str)
def test_every_provision_stands_as_expected_on_every_day(question: Question) -> None:
    differences = list(question.differences())
    assert not differences, "\n".join(differences)


def test_g1_the_report_does_not_satisfy_before_its_row_outside_the_quarter_is_corrected() -> None:
    (g1,) = (scenario for scenario in SCENARIOS if str(scenario) == "G1")
    report, correction = g1.facts[-2:]
    standing = [
        (finding.status, finding.state.missing)
        for known in (report, correction)
        for finding in g1.rutin.assess(
            "K-1", rule="KLA-09c-p", as_of=date(2026, 4, 10), known_at=known.recorded_at
        )
        if finding.course.key == "2026-Q1"
    ]
    assert standing == [(Status.OVERDUE, ("KLA-B2-5",)), (Status.MET, ())]


@pytest.mark.parametrize(
    ("week", "day", "status"),
    [
        ("2026-W07", date(2026, 2, 15), Status.OPEN),
        ("2026-W07", date(2026, 2, 16), Status.OVERDUE),
        ("2026-W07", date(2027, 12, 31), Status.OVERDUE),
        ("2026-W08", date(2026, 2, 22), Status.MET),
    ],
)
def test_g7_a_week_without_a_meeting_is_overdue_and_never_breached(
    week: str, day: date, status: Status
) -> None:
    (g7,) = (scenario for scenario in SCENARIOS if str(scenario) == "G7")
    (finding,) = (
        finding
        for finding in g7.rutin.assess("K-7", rule="KMSP-14", as_of=day)
        if finding.course.key == week
    )
    assert (finding.status, finding.severity.value) == (status, "advisory")
