"""Figures leave out what tells of few clients, always so for whoever may see no list of them."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from examples import AUDITOR, EVA, KARIN
from histories.disorder import history_of
from rutin.adapters.bench.many_alike import alike
from rutin.application import Actor, Rutin
from rutin.application.memory import MemoryJournal
from rutin.application.query import AnyQuery
from rutin.domain.assessment.finding import Status
from rutin.domain.assessment.provision_set import SHIPPED
from rutin.domain.recorded import Recorded
from rutin.projections.compliance import Compliance, Trend
from rutin.projections.folded import FoldedViews
from rutin.projections.readers import CASEWORK

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
AS_OF = date(2026, 5, 4)


def municipality(cases: int, *others: Recorded) -> Rutin:
    journal = MemoryJournal()
    journal.append(others)
    for number in range(1, cases + 1):
        journal.append(list(alike(number)))
    return Rutin(journal, views=FoldedViews(journal, clock=lambda: NOON), clock=lambda: NOON)


FOUR = municipality(4)


@pytest.mark.parametrize(
    "query",
    [Compliance(as_of=AS_OF), Trend(as_of=AS_OF, months=2, rule="KLA-01")],
    ids=lambda each: each.name,
)
def test_whoever_may_see_no_list_gets_no_small_number(
    query: AnyQuery,
) -> None:
    assert KARIN.role not in CASEWORK

    def numbers(by: Actor, *, suppress: bool = False) -> list[int | None]:
        return [line.count for line in FOUR.ask(query.but(suppress=suppress), by)]

    hidden = numbers(KARIN)
    assert hidden
    assert set(hidden) == {None}
    assert numbers(EVA, suppress=True) == hidden
    assert None not in numbers(EVA)


def test_what_would_tell_of_a_small_number_is_left_out_within_a_provision() -> None:
    rutin = municipality(6)
    open_told = {each.rule_id: Counter[bool]() for each in rutin.ask(Compliance(), AUDITOR)}
    for each in rutin.ask(Compliance(suppress=True), AUDITOR):
        open_told[each.rule_id][each.count is None] += 1
    for rule, told in open_told.items():
        assert told[True] != 1 or not told[False], f"{rule}: the rest would tell of the one"
    assert any(told[False] for told in open_told.values())


@pytest.mark.parametrize(
    "query",
    [Compliance(as_of=AS_OF, rule="KLA-02a"), Trend(as_of=AS_OF, rule="KLA-02a", months=1)],
    ids=lambda each: each.name,
)
def test_the_one_that_was_late_is_not_told_of_by_those_that_were_in_time(query: AnyQuery) -> None:
    rutin = municipality(6, *history_of(7).recorded)
    counted = rutin.ask(query, AUDITOR)
    assert [(each.status, each.late, each.count) for each in counted] == [
        (Status.MET, False, 6),
        (Status.MET, True, 1),
    ]
    assert [each.count for each in rutin.ask(query.but(suppress=True), AUDITOR)] == [None, None]


# ---------------------------------------------------------------- by the role that answers


def test_counts_are_divided_by_the_role_that_answers_and_one_of_two_is_under_each() -> None:
    whole = {
        (each.rule_id, each.status, each.late): each.count
        for each in FOUR.ask(Compliance(), AUDITOR)
    }
    divided = FOUR.ask(Compliance(by_role=True), AUDITOR)
    two = [each.id for each in SHIPPED.all if len(each.responsible) > 1]
    for (rule, status, late), count in whole.items():
        counted = (rule, status, late)
        under = [each for each in divided if (each.rule_id, each.status, each.late) == counted]
        roles = SHIPPED.named(rule).responsible or (None,)
        assert {each.role for each in under} == set(roles)
        assert {each.count for each in under} == {count}
        assert len(under) == len(roles)
    assert {rule for rule, *_ in whole} & set(two)


def test_one_roles_counts_are_told_under_that_role_alone() -> None:
    divided = FOUR.ask(Compliance(by_role=True, role="assignee"), AUDITOR)
    assert {each.role for each in divided} == {"assignee"}
    assert any(each.status is Status.MET for each in divided)
