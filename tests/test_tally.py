"""A view's rows counted by day as they are written: whoever keeps them, what a day has is looked up."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, func, inspect, select

from examples import order_received
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.transaction import keeping, reading
from rutin.adapters.sql.views import keeper as keeping_up
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.day_tree import FIRST_LEAF, LAST_LEAF
from rutin.adapters.sql.views.generations import in_use
from rutin.adapters.sql.views.keeper import Keeper
from rutin.adapters.sql.views.rebuild import rebuild
from rutin.adapters.sql.views.tally import ROWS, TOGETHER
from rutin.application.condition import After, Among, Condition, UpTo, equal, lasting
from rutin.application.view import Tally, Told, View
from rutin.domain.recorded import Recorded
from rutin.domain.reference import Reference
from rutin.projections import VIEWS
from rutin.projections.case_hours import CASE_HOURS
from rutin.projections.findings import FINDINGS
from rutin.projections.folded import FoldedViews
from rutin.projections.quarterly_list import OVERDUE_QUARTERS
from spec import history, told
from tallying import questions_answered_wrongly

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SPRING = date(2026, 4, 1)


@dataclass(frozen=True, slots=True)
class Stay:
    """Days that a case is said to last, somewhere and somehow."""

    case: str
    place: str
    manner: str
    first: date
    until: date | None
    beds: int | None
    meals: int


def stays(told: Told) -> Iterator[Stay]:
    """Give days by chance: others for each case, and others for each fact that is told of it."""
    luck = Random(f"{told.name} {len(told.history.recorded)}")  # noqa: S311 - it keeps no secret
    for _ in range(luck.randint(0, 30)):
        first = date(2026, 1, 1) + DAY * luck.randint(-200, 600)
        until = first + DAY * luck.choice((0, 1, 2, 7, 30, 31, 365, 1000))
        yield Stay(
            told.name,
            luck.choice(("", "syd", "norr", "Öst")),
            luck.choice(("open", "met")),
            luck.choice((first, first, first, date.min, date(1850, 5, 1))),
            luck.choice((until, until, until, None, date(2099, 1, 1), date(1899, 1, 1))),
            luck.choice((None, 1, 4)),
            luck.choice((0, 0, 3)),
        )


STAYS = View(
    "stays",
    "case",
    Stay,
    stays,
    tally=Tally(("place", "manner"), together="place", own=(), sums=("beds", "meals")),
)


def at_home(told: Told) -> Iterator[Stay]:
    """Give days by chance, all of a case in one place."""
    for stay in stays(told):
        yield replace(stay, place=("syd", "norr")[int(told.name.removeprefix("K-")) % 2])


AT_HOME = replace(
    STAYS,
    name="at_home",
    rows=at_home,
    tally=Tally(("place", "manner"), together="place", own=("place",), sums=("meals",)),
)


@pytest.fixture
def journal(database_url: str) -> Iterator[SqlJournal]:
    with open_journal(database_url) as journal:
        yield journal


def keeper(journal: SqlJournal, view: Any = STAYS) -> Keeper:
    return Keeper(journal, [view], clock=lambda: NOW)


def fill(journal: SqlJournal, cases: range) -> None:
    """Take in an order in each case; there need be no more for days to be told by chance."""
    orders = (told(order_received.but(order_no=f"B{n}"), of=f"K-{n}") for n in cases)
    journal.append(history(*orders).recorded)


def tell_more(journal: SqlJournal, *cases: str, again: int) -> None:
    """Record something new about some cases, so that their rows are worked out anew."""
    journal.append([_more(journal, case, again, place) for place, case in enumerate(cases)])


def _more(journal: SqlJournal, case: str, again: int, place: int) -> Recorded:
    last = journal.history(f"case/{case}")[-1]
    new = f"{again}-{place}"
    event_id = UUID(int=(again << 32) + place)
    return replace(last, version=last.version + 1, event_id=event_id, command_id=new)


# ---------------------------------------------------------------- that it tells what the fold does


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(again=st.lists(st.integers(1, 6), min_size=1, max_size=12), seed=st.integers(0, 2**32 - 1))
def test_however_often_a_case_is_written_anew_a_day_has_what_folding_gives(
    journal_of: Any, again: list[int], seed: int
) -> None:
    with journal_of() as journal:
        fill(journal, range(1, 7))
        for view in (STAYS, AT_HOME):
            keeper(journal, view).catch_up()
        for place, number in enumerate(again, start=1):
            tell_more(journal, f"K-{number}", again=place)
            for view in (STAYS, AT_HOME):
                keeper(journal, view).catch_up()
        for view in (STAYS, AT_HOME):
            assert not questions_answered_wrongly(journal, view, now=NOW, seed=seed)


def test_keepers_that_write_at_once_count_every_row(
    journal: SqlJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping_up, "UNJUDGED", 3)  # so that there is something for all of them
    cases = range(1, 41)
    fill(journal, cases)
    wrote: set[int] = set()

    def by(number: int) -> Keeper:
        def rows(told: Told) -> Iterator[Stay]:
            wrote.add(number)
            return stays(told)

        return keeper(journal, replace(STAYS, rows=rows))

    keepers = [by(number) for number in range(4)]
    keepers[0].filling(STAYS)
    for again in (1, 2):
        with ThreadPoolExecutor() as pool:
            for done in [pool.submit(each.catch_up) for each in keepers]:
                done.result()
        tell_more(journal, *(f"K-{number}" for number in cases), again=again)
    assert len(wrote) > 1
    keeper(journal).catch_up()
    assert not questions_answered_wrongly(journal, STAYS, now=NOW)


def test_built_anew_it_is_counted_anew(journal: SqlJournal) -> None:
    fill(journal, range(1, 9))
    keeper(journal).catch_up()
    later = replace(STAYS, rows=lambda told: map(_a_day_later, stays(told)))
    rebuild(keeper(journal, later), later)
    assert not questions_answered_wrongly(journal, later, now=NOW)
    assert questions_answered_wrongly(journal, STAYS, now=NOW)


def _a_day_later(stay: Stay) -> Stay:
    return replace(stay, first=max(stay.first, FIRST_LEAF) + DAY)


def test_a_case_that_has_no_rows_any_more_is_in_no_number(journal: SqlJournal) -> None:
    fill(journal, range(1, 4))
    gone = False
    view = replace(STAYS, rows=lambda told: () if gone else stays(told))
    keeper(journal, view).catch_up()
    views = SqlViews(journal.engine)
    assert views.counts(view, ("place",), lasting(SPRING))
    gone = True
    tell_more(journal, "K-1", "K-2", "K-3", again=1)
    keeper(journal, view).catch_up()
    for by in (("place",), ("manner",), ()):
        assert views.counts(view, by, lasting(SPRING)) == {}


# ---------------------------------------------------------------- what is looked up, and what is counted

LOOKED_UP: list[tuple[tuple[str, ...], tuple[Condition, ...]]] = [
    (("place", "manner"), lasting(SPRING)),
    ((), lasting(SPRING)),
    (("manner",), lasting(LAST_LEAF)),
    (("manner",), (*lasting(FIRST_LEAF), equal("manner", "open"))),
    (("manner",), (equal("place", "syd"), *lasting(SPRING))),
    (("place",), (*lasting(SPRING), Among("manner", frozenset({"open", "met"})))),
]
COUNTED: list[tuple[tuple[str, ...], tuple[Condition, ...]]] = [
    (("case",), lasting(SPRING)),
    (("manner",), (*lasting(SPRING), equal("case", "K-1"))),
    (("manner",), (UpTo("first", SPRING), After("until", SPRING - DAY, or_none=True))),
    (("manner",), (UpTo("first", SPRING), After("until", SPRING))),
    (("manner",), (UpTo("first", SPRING),)),
    (("manner",), (*lasting(SPRING), *lasting(SPRING))),
    (("manner",), ()),
    (("manner",), lasting(LAST_LEAF + DAY)),
    (("manner",), lasting(FIRST_LEAF - DAY)),
]


@pytest.mark.parametrize(("by", "conditions"), LOOKED_UP)
def test_for_a_days_numbers_no_row_is_read(
    journal: SqlJournal, by: tuple[str, ...], conditions: tuple[Condition, ...]
) -> None:
    before, after = _with_rows_and_without(journal, by, conditions)
    assert before
    assert after == before


@pytest.mark.parametrize(("by", "conditions"), COUNTED)
def test_what_the_tally_does_not_tell_is_counted(
    journal: SqlJournal, by: tuple[str, ...], conditions: tuple[Condition, ...]
) -> None:
    before, after = _with_rows_and_without(journal, by, conditions)
    assert before
    assert after == {}


@pytest.mark.parametrize(("by", "conditions"), LOOKED_UP)
def test_for_a_days_sums_no_row_is_read(
    journal: SqlJournal, by: tuple[str, ...], conditions: tuple[Condition, ...]
) -> None:
    before, after = _sums_with_rows_and_without(journal, by, ("beds", "meals"), conditions)
    assert before
    assert after == before


@pytest.mark.parametrize(("by", "conditions"), COUNTED)
def test_sums_that_the_tally_does_not_tell_are_of_the_rows(
    journal: SqlJournal, by: tuple[str, ...], conditions: tuple[Condition, ...]
) -> None:
    before, after = _sums_with_rows_and_without(journal, by, ("beds", "meals"), conditions)
    assert before
    assert after == {}


def test_a_field_that_is_not_summed_as_rows_are_written_is_summed_when_it_is_asked_for(
    journal: SqlJournal,
) -> None:
    before, after = _sums_with_rows_and_without(
        journal, ("place",), ("beds", "meals"), lasting(SPRING), view=AT_HOME
    )
    assert before
    assert after == {}


def _sums_with_rows_and_without(
    journal: SqlJournal,
    by: tuple[str, ...],
    summed: tuple[str, ...],
    conditions: tuple[Condition, ...],
    view: View[Stay] = STAYS,
) -> list[Any]:
    """Give a database's answer, and what it answers when the table of rows has been emptied."""
    fill(journal, range(1, 9))
    keeper(journal, view).catch_up()
    views = SqlViews(journal.engine, clock=lambda: NOW)
    folded = FoldedViews(journal, clock=lambda: NOW)
    answers = [views.sums(view, by, summed, conditions)]
    assert answers == [folded.sums(view, by, summed, conditions)]
    with keeping(journal.engine) as connection:
        connection.execute(delete(in_use(connection, view).table))
    return [*answers, views.sums(view, by, summed, conditions)]


CASES_LOOKED_UP: list[tuple[View[Stay], tuple[str, ...], tuple[Condition, ...]]] = [
    (STAYS, ("place", "manner"), lasting(SPRING)),
    (STAYS, ("place",), (*lasting(SPRING), equal("manner", "open"))),
    (AT_HOME, ("manner",), lasting(SPRING)),
    (AT_HOME, (), (*lasting(SPRING), equal("manner", "open"))),
]
CASES_COUNTED: list[tuple[View[Stay], tuple[str, ...], tuple[Condition, ...]]] = [
    (STAYS, ("manner",), lasting(SPRING)),
    (AT_HOME, ("place",), lasting(SPRING)),
    (AT_HOME, (), (*lasting(SPRING), Among("manner", frozenset({"open", "met"})))),
]


@pytest.mark.parametrize(("view", "by", "conditions"), CASES_LOOKED_UP)
def test_how_many_cases_there_are_is_looked_up_where_none_is_in_two_numbers(
    journal: SqlJournal, view: Any, by: tuple[str, ...], conditions: tuple[Condition, ...]
) -> None:
    before, after = _with_rows_and_without(journal, by, conditions, distinct="case", view=view)
    assert before
    assert after == before


@pytest.mark.parametrize(("view", "by", "conditions"), CASES_COUNTED)
def test_how_many_cases_there_are_is_counted_where_one_may_be_in_two_numbers(
    journal: SqlJournal, view: Any, by: tuple[str, ...], conditions: tuple[Condition, ...]
) -> None:
    before, after = _with_rows_and_without(journal, by, conditions, distinct="case", view=view)
    assert before
    assert after in ({}, {(): 0})


def test_where_cases_are_not_tallied_they_are_counted(journal: SqlJournal) -> None:
    view = replace(STAYS, name="rows_alone", tally=Tally(("place", "manner"), together="place"))
    before, after = _with_rows_and_without(
        journal, ("place", "manner"), lasting(SPRING), distinct="case", view=view
    )
    assert before
    assert after == {}


def _with_rows_and_without(
    journal: SqlJournal,
    by: tuple[str, ...],
    conditions: tuple[Condition, ...],
    distinct: str | None = None,
    view: View[Stay] = STAYS,
) -> tuple[Any, Any]:
    fill(journal, range(1, 9))
    keeper(journal, view).catch_up()
    views = SqlViews(journal.engine)
    before = views.counts(view, by, conditions, distinct=distinct)
    with keeping(journal.engine) as connection:
        connection.execute(delete(keeper(journal, view).filling(view).table))
    return before, views.counts(view, by, conditions, distinct=distinct)


def test_all_together_is_what_no_one_can_be_called(journal: SqlJournal) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Reference).validate_python(TOGETHER)
    fill(journal, range(1, 4))
    keeper(journal).catch_up()
    named = (*lasting(SPRING), equal("place", TOGETHER))
    assert SqlViews(journal.engine).counts(STAYS, ("manner",), named) == {}


# ---------------------------------------------------------------- its table


def test_a_view_that_is_written_along_is_not_tallied() -> None:
    with pytest.raises(TypeError, match="stays is written inline"):
        replace(STAYS, inline=True)
    assert [view for view in VIEWS if view.tally] == [OVERDUE_QUARTERS, CASE_HOURS, FINDINGS]


@pytest.mark.parametrize(
    "beside", [{"together": "case"}, {"together": "place", "own": ("case",)}], ids=str
)
def test_a_tally_tells_of_no_field_that_it_does_not_count_by(beside: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="is not among those"):
        Tally(("place", "manner"), **beside)


def test_a_tally_goes_with_its_filling(journal: SqlJournal) -> None:
    fill(journal, range(1, 3))
    for _ in range(3):
        rebuild(keeper(journal), STAYS)
    tables = {each for each in inspect(journal.engine).get_table_names() if "stays" in each}
    assert tables == {"stays_v2", "stays_v2_tally", "stays_v3", "stays_v3_tally"}


def test_what_was_filled_before_it_was_tallied_is_filled_anew(journal: SqlJournal) -> None:
    fill(journal, range(1, 5))
    untallied = replace(STAYS, tally=None)
    keeper(journal, untallied).catch_up()
    keeper(journal).catch_up()
    assert not questions_answered_wrongly(journal, STAYS, now=NOW)
    rebuild(keeper(journal), STAYS)
    tables = {each for each in inspect(journal.engine).get_table_names() if "stays" in each}
    assert tables == {"stays_v2", "stays_v2_tally", "stays_v3", "stays_v3_tally"}


def test_in_a_tally_there_is_one_number_of_a_sort_at_a_node(journal: SqlJournal) -> None:
    fill(journal, range(1, 30))
    keeper(journal).catch_up()
    in_use = keeper(journal).filling(STAYS)
    with reading(journal.engine) as connection:
        most = connection.scalar(
            select(func.count()).where(
                in_use.tally.c.node == 1,
                in_use.tally.c.manner == "open",
                in_use.tally.c.counted == ROWS,
            )
        )
    assert most is not None
    assert 1 < most <= 5
