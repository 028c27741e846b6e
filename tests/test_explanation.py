"""Explanations: each finding says in plain words what it rests on, in Swedish and in English.

They are tried on all that the scenarios come to: every provision, and every way it stands in time.
"""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from examples import JAN_12, K, order_received
from recording import recorded as record_file
from rutin.application import Finding, Rutin
from rutin.application.assessment import read_case
from rutin.application.explanation import OTHER_MISSING, explain, missing_told, reason_told
from rutin.application.registry import OPERATIONS, operation_giving
from rutin.domain import assessment
from rutin.domain.assessment.assess import case_courses, findings, open_file, routine_courses
from rutin.domain.assessment.doc import RoutineFile
from rutin.domain.assessment.finding import EVER, Course, Gap, State, Status, Unchanging
from rutin.domain.assessment.provision_set import SHIPPED
from rutin.domain.assessment.reason import Reason
from rutin.domain.history import History
from rutin.domain.routine import ALL_ROUTINES
from spec import history

HERE = Path(__file__).parent
FILES = sorted([*HERE.glob("scenarios/*.jsonl"), *HERE.glob("further_scenarios/*.jsonl")])
HORIZON = date(2028, 1, 1)
UNDONE = (Status.OPEN, Status.OVERDUE, Status.BREACHED)


@cache
def every_finding() -> tuple[Finding, ...]:
    """Give a finding for each segment of each instance, of every case and routine there is."""
    return tuple(each for rutin in everything() for each in _findings_of(rutin))


@cache
def everything() -> tuple[Rutin, ...]:
    """Give each scenario, recorded."""
    return tuple(record_file(str(file.with_suffix(""))).rutin for file in FILES)


def _findings_of(rutin: Rutin) -> Iterator[Finding]:
    book = rutin.routines()
    for case in rutin.journal.named("case"):
        file = open_file(read_case(rutin.journal, case), case, book, HORIZON)
        yield from _each_segment(case_courses(file, book), rutin, file.subject, file.first_day)
    routines = History(rutin.journal.about({ALL_ROUTINES}).recorded)
    for key in ("KLA", "KMSP", "NYB"):
        about = RoutineFile(key, book, routines)
        yield from _each_segment(routine_courses(about), rutin, about.subject, EVER)


def _each_segment(
    found: dict[str, tuple[Course, ...]], rutin: Rutin, about: str, began: date | None
) -> Iterator[Finding]:
    for provision, courses in found.items():
        for course in courses:
            for segment in course.segments:
                day = max(segment.first, began or EVER, date(2020, 11, 10))
                only = replace(
                    course, instance=Unchanging(segment.state, segment.first, segment.until)
                )
                for finding in findings({provision: (only,)}, rutin.routines(), day, about=about):
                    yield finding._replace(course=course, began=began)


def test_the_scenarios_come_to_every_status_and_to_most_provisions() -> None:
    seen = defaultdict(set)
    for finding in every_finding():
        seen[finding.status].add(finding.provision.id)
    assert set(seen) == set(Status)
    judged = {each.id for each in SHIPPED.all if SHIPPED.clock_of(each.id)}
    assert len(set.union(*seen.values()) & judged) >= 0.95 * len(judged)


# ---------------------------------------------------------------- what each explanation names


def test_each_says_in_both_languages_what_is_to_be_done() -> None:
    for finding in every_finding():
        told = explain(finding)
        assert told.swedish.startswith(finding.provision.swedish)
        assert told.english.startswith(finding.provision.english)
        for text in (told.swedish, told.english):
            assert text.endswith(".")
            assert not re.search(r"  |\.\.|None|set\(|[a-z]_[a-z]| \.|: \.", text), text


def test_each_names_the_due_day_if_there_is_one() -> None:
    with_due = [f for f in every_finding() if f.state.due is not None]
    assert {each.status for each in with_due} >= {Status.OPEN, Status.MET, Status.OVERDUE}
    for finding in with_due:
        told = explain(finding)
        if finding.status is not Status.NOT_APPLICABLE:
            assert str(finding.state.due) in told.swedish
            assert str(finding.state.due) in told.english


def test_what_is_met_names_its_evidence_with_the_day() -> None:
    met = [f for f in every_finding() if f.status is Status.MET]
    for finding in met:
        told = explain(finding)
        for fact in finding.state.evidence:
            happened = operation_giving(type(fact.fact)).happened.lower()
            assert f"{happened} {fact.fact.occurred_on}" in told.swedish
            assert str(fact.fact.occurred_on) in told.english
        if not finding.state.evidence:
            assert finding.about.startswith("routine/"), finding.provision.id
            assert "rutinens eget huvud" in told.swedish


def test_what_is_not_done_names_what_is_missing_or_what_broke_it() -> None:
    for finding in every_finding():
        if finding.status not in UNDONE:
            continue
        told, state = explain(finding), finding.state
        if state.missing:
            assert "Saknas: " in told.swedish
            assert "Missing: " in told.english
        elif finding.status is Status.OPEN:
            assert "Inget saknas." in told.swedish
            assert "Nothing is missing." in told.english
        else:
            assert state.gaps or state.evidence, finding.provision.id
        if finding.status is Status.BREACHED:
            assert state.reason is not None or finding.provision.id in SHIPPED.roll_ups
            for fact in state.evidence:
                assert str(fact.fact.occurred_on) in told.swedish


def test_what_does_not_apply_or_was_late_has_a_reason() -> None:
    for finding in every_finding():
        if finding.status is Status.NOT_APPLICABLE or finding.state.late:
            assert reason_told(finding), finding.provision.id
            assert "inte känt" not in explain(finding).swedish


def test_lateness_is_counted_in_days_and_never_less_than_one() -> None:
    late = [f for f in every_finding() if f.state.late and f.state.due]
    assert len(late) > 20
    for finding in late:
        (days,) = re.findall(r"Sent: sista dagen var \S+, (\d+) dag", explain(finding).swedish)
        assert finding.since is not None
        assert finding.state.due is not None
        assert int(days) == (finding.since - finding.state.due).days >= 1


# ---------------------------------------------------------------- words for all that may be missing


def _tokens_told() -> set[str]:
    """Give what stands in `missing` anywhere in time in the scenarios."""
    return {token for finding in every_finding() for token in finding.state.missing}


def _tokens_written() -> set[str]:
    """Give what the clocks are told to say is missing: the words that stand there in the code."""
    found: set[str] = set()
    for module in _modules():
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in ("missing", "wanting", "lacking"):
                compared = {
                    c
                    for n in ast.walk(node.value)
                    if isinstance(n, ast.Compare)
                    for c in ast.walk(n)
                }
                found |= {
                    part.value
                    for part in ast.walk(node.value)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                    if part not in compared
                }
    return found - {""}


def _modules() -> Iterator[Any]:
    for info in pkgutil.walk_packages(assessment.__path__, f"{assessment.__name__}."):
        yield importlib.import_module(info.name)


def test_all_that_may_be_missing_has_words_in_both_languages() -> None:
    acts = {operation.fact.__name__ for operation in OPERATIONS}
    tokens = _tokens_told() | _tokens_written()
    assert len(tokens & acts) > 30
    assert {"other_way", "child_view", "KLA-B1-6"} <= tokens
    known = acts | {each.id for each in SHIPPED.all} | set(OTHER_MISSING)
    assert {part for token in tokens for part in token.split("/")} - known == set()
    for token in tokens:
        swedish, english = missing_told(token)
        assert swedish
        assert english
        assert "_" not in swedish + english


def test_there_are_no_words_for_what_is_never_missing() -> None:
    assert set(OTHER_MISSING) <= _tokens_told() | _tokens_written()


def test_a_provision_that_is_missing_is_told_with_its_sentence_and_one_s_own_field_is_not() -> None:
    assert missing_told("NYB-07d") == (
        "NYB-07d (Informera brukaren om hur ni hanterar hens egna pengar)",
        "NYB-07d (Inform the client of how their own money is handled)",
    )
    own = next(
        f
        for f in every_finding()
        if f.provision.id == "NYB-07d" and f.state.missing == ("NYB-07d",)
    )
    assert "Saknas: uppgiften." in explain(own).swedish
    assert "Missing: the field." in explain(own).english


def test_one_act_or_another_is_told_so() -> None:
    assert missing_told("AssigneeApproved/AssigneeRejected") == (
        "uppdragstagaren godkänd eller uppdragstagaren inte godkänd",
        "assignee approved or assignee rejected",
    )


# ---------------------------------------------------------------- reasons


REASONS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in _modules()
    for name, value in vars(module).items()
    if isinstance(value, Reason)
}


@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS)
def test_a_reason_is_a_few_words_in_each_language(reason: Reason) -> None:
    assert re.fullmatch(r"[a-z0-9_]+", reason.code)
    for text in (reason.swedish, reason.english):
        assert 3 < len(text) <= 80
        assert text[0].islower()
        assert not text.endswith(".")


def test_a_reason_s_code_says_one_thing() -> None:
    by_code: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for reason in REASONS.values():
        by_code[reason.code].add((reason.swedish, reason.english))
    assert {code: told for code, told in by_code.items() if len(told) > 1} == {}


# ---------------------------------------------------------------- wording


def met_late(days: int) -> Finding:
    """A finding that was met some days late."""
    (recorded,) = history(order_received).recorded
    state = State(Status.MET, due=JAN_12 - timedelta(days=days), late=True, evidence=(recorded,))
    course = Course("-", f"case/{K}", JAN_12, Unchanging(state, JAN_12))
    return Finding(SHIPPED.named("KLA-01"), course, state, JAN_12, None)


@pytest.mark.parametrize(
    ("days", "swedish", "english"),
    [(1, "1 dag", "1 day"), (2, "2 dagar", "2 days"), (10, "10 dagar", "10 days")],
)
def test_one_day_and_many_days(days: int, swedish: str, english: str) -> None:
    told = explain(met_late(days))
    assert f", {swedish} tidigare." in told.swedish
    assert f", {english} before." in told.english
    assert reason_told(met_late(days)) == f"{swedish} efter sista dagen"


def told_of(provision: str, state: State, **more: Any) -> tuple[str, str]:
    """Explain a state of a provision, without the sentence that says what is to be done."""
    course = Course("-", f"case/{K}", JAN_12, Unchanging(state))
    finding = Finding(SHIPPED.named(provision), course, state, JAN_12, None, **more)
    told, demand = explain(finding), finding.provision
    return (
        told.swedish.removeprefix(demand.swedish).strip(),
        told.english.removeprefix(demand.english).strip(),
    )


def test_what_may_still_be_done_says_until_when() -> None:
    assert told_of("KLA-01", State(Status.OPEN, due=JAN_12, missing=("OrderReceived",))) == (
        "Kan ännu göras. Sista dagen är 2026-01-12. Saknas: beställning mottagen.",
        "May still be done. Due 2026-01-12. Missing: order received.",
    )
    assert told_of("KLA-01", State(Status.OPEN, missing=("OrderReceived",))) == (
        "Kan ännu göras. Ingen sista dag är bestämd. Saknas: beställning mottagen.",
        "May still be done. No due day is set. Missing: order received.",
    )


@pytest.mark.parametrize("status", [Status.OPEN, Status.OVERDUE, Status.MET])
def test_a_time_that_is_local_policy_alone_is_told_as_such(status: Status) -> None:
    swedish, english = told_of("KLA-13", State(status, due=JAN_12))
    assert "Tiden är lokalt bestämd och står inte i rutinen." in swedish
    assert "The time is a policy parameter, not in the routine." in english


def test_gaps_are_told_from_day_to_day() -> None:
    gaps = (Gap(date(2026, 1, 1), date(2026, 1, 5)), Gap(JAN_12, None))
    swedish, english = told_of("KMSP-01", State(Status.OVERDUE, gaps=gaps))
    assert "Luckor: 2026-01-01–2026-01-05, från 2026-01-12." in swedish
    assert "Gaps: 2026-01-01 to 2026-01-05, from 2026-01-12." in english


def test_what_does_not_apply_says_so_once() -> None:
    reason = Reason("x", "gäller inte den här insatsen", "does not apply to this intervention")
    assert told_of("KLA-01", State(Status.NOT_APPLICABLE, reason=reason)) == (
        "Gäller inte den här insatsen.",
        "Not applicable: this intervention.",
    )


def test_a_day_before_anything_happened_is_told() -> None:
    state = State(Status.OPEN, missing=("OrderReceived",))
    swedish, english = told_of("KLA-01", state, began=JAN_12 + timedelta(days=1))
    assert swedish.endswith("Inget hade hänt i ärendet; det första är från 2026-01-13.")
    assert english.endswith("Nothing had happened in the case; the first is from 2026-01-13.")
    swedish, english = told_of("KLA-01", state, began=None)
    assert swedish.endswith("Inget var registrerat om ärendet.")
    assert english.endswith("Nothing was recorded about the case.")


def test_what_was_recorded_late_says_when_and_an_expired_routine_that_it_is() -> None:
    late = [f for f in every_finding() if f.state.late_registered]
    assert late
    for finding in late:
        assert re.search(r"Registrerat först \d{4}-\d\d-\d\d\.", explain(finding).swedish)
        assert re.search(r"Recorded only on \d{4}-\d\d-\d\d\.", explain(finding).english)
    expired = [f for f in every_finding() if f.routine_status == "expired"]
    assert expired
    for finding in expired:
        assert "Rutinens giltighetstid har gått ut." in explain(finding).swedish
        assert "The routine's validity has expired." in explain(finding).english


# ---------------------------------------------------------------- nothing personal


def test_an_explanation_holds_nothing_that_was_written_about_anyone() -> None:
    written: set[str] = set()
    for rutin in everything():
        for recorded in rutin.journal.since(0, 10_000):
            written |= set(_texts(recorded.fact.model_dump(exclude={"type"})))
            written |= {recorded.actor.id, recorded.deviation or ""}
    personal = {text for text in written if re.search(r"\w{3} \w|^P-", text)}
    assert len(personal) > 50
    told = "\n".join({part for f in every_finding() for part in _both(f)})
    assert [text for text in personal if text in told] == []


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _both(finding: Finding) -> tuple[str, str]:
    told = explain(finding)
    return told.swedish, told.english
