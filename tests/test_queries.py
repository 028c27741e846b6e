"""What holds of every query, whatever it asks."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from examples import AUDITOR, RUNNING
from free_text import MARK, is_marked, marked_journals
from rutin.application import Rutin
from rutin.application.memory import MemoryJournal
from rutin.application.query import AnyQuery, query
from rutin.application.view import AnyView
from rutin.domain.assessment.provision_set import SHIPPED
from rutin.domain.refusal import Impossible, Malformed
from rutin.projections import QUERIES, VIEWS
from rutin.projections.cases import Cases
from rutin.projections.compliance import Compliance, Findings, Trend
from rutin.projections.folded import FoldedViews
from spec import history

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
EVERY_QUERY = pytest.mark.parametrize("query", QUERIES, ids=lambda each: each.name)


class Watched(FoldedViews):
    """Views that remember which of them are looked in."""

    looked_in: set[str]

    def _every(self, view: AnyView, known_at: datetime | None) -> Iterator[Any]:
        self.looked_in.add(view.name)
        return super()._every(view, known_at)


def example(query: type[AnyQuery]) -> AnyQuery:
    """Give a question of a kind: about the case, or whatever else must be named."""
    named = {"case": "K1", "assignee": "A1"}
    required = [name for name, info in query.model_fields.items() if info.is_required()]
    return query.model_validate({name: named[name] for name in required})


@EVERY_QUERY
def test_a_query_looks_in_no_other_views_than_it_says(query: type[AnyQuery]) -> None:
    journal = MemoryJournal()
    journal.append(list(history(*RUNNING).recorded))
    views = Watched(journal, clock=lambda: NOON)
    views.looked_in = set()
    Rutin(journal, views=views, clock=lambda: NOON).ask(example(query), AUDITOR)
    assert views.looked_in <= {view.name for view in query.over}
    assert set(query.over) <= set(VIEWS)


def test_every_view_is_looked_in_by_some_query() -> None:
    assert {view.name for each in QUERIES for view in each.over} == {view.name for view in VIEWS}


@EVERY_QUERY
def test_an_auditor_may_ask_everything_and_an_importer_nothing(query: type[AnyQuery]) -> None:
    assert "auditor" in query.permitted
    assert "importer" not in query.permitted


@EVERY_QUERY
def test_what_is_asked_in_words_that_are_not_there_is_refused(query: type[AnyQuery]) -> None:
    with pytest.raises(ValidationError):
        query.model_validate(example(query).model_dump() | {"taxi": "ja"})


@pytest.mark.parametrize("field", ["as_of", "known_at"])
@EVERY_QUERY
def test_a_bare_number_is_no_day_and_no_moment(query: type[AnyQuery], field: str) -> None:
    told = example(query).model_dump(exclude_unset=True)
    with pytest.raises(ValidationError):
        query.model_validate(told | {field: "1767225600"})


# ---------------------------------------------------------------- nothing sensitive (LAW-24)

LISTS = [
    each
    for each in QUERIES
    if each.access != "routines"  # which tells of no one
    and not any(info.is_required() for info in each.model_fields.values())  # or it is of one file
]
"""Every query that tells of many."""

TOLD_IN_LISTS = {
    "cases": {"name"},  # whom the case is of, unless the personal data are protected (LAW-25)
    "register": {"area", "languages", "times"},  # what candidates are ranked by (D-56)
    "waiting-decisions": {"explanation"},  # why the decision waits is to be shown (LAW-05)
    "quarterly-list": {"reported_reason"},  # and is reported (LAW-02)
    "reports": {"reason_not_all"},  # as the report asks for it (KLA-B1-6)
    "hours": {"reasons"},
}
"""By query, where it tells what is written of someone, or who someone is: to follow up, and what for."""


def test_no_list_tells_what_is_written_of_anyone_but_where_that_is_followed_up() -> None:
    found: dict[str, set[str]] = {}
    for journal in marked_journals():
        for moment in (NOON, NOON.replace(month=8)):
            for each in LISTS:
                for line in rutin_at(journal, moment).ask(each(), AUDITOR):
                    values = {column.name: getattr(line, column.name) for column in fields(line)}
                    told = {name for name, value in values.items() if is_marked(value)}
                    found.setdefault(each.name, set()).update(told)
    assert found.keys() == {each.name for each in LISTS}, "each must have had something to tell"
    assert {name: told for name, told in found.items() if told} == TOLD_IN_LISTS


def test_nothing_written_of_anyone_can_be_searched_for() -> None:
    in_any_words = {
        (each.name, name)
        for each in LISTS
        for name, info in each.model_fields.items()
        if info.annotation is str
    }
    assert in_any_words == {("cases", "search")}, "all else is asked for by reference or code"
    journals = list(marked_journals(names=False))
    for journal in journals:
        assert rutin_at(journal, NOON).ask(Cases(search=MARK), AUDITOR) == ()
    assert any(rutin_at(journal, NOON).ask(Cases(search="Namn"), AUDITOR) for journal in journals)


def rutin_at(journal: MemoryJournal, moment: datetime) -> Rutin:
    return Rutin(journal, views=FoldedViews(journal, clock=lambda: moment), clock=lambda: moment)


def test_names_are_given_once() -> None:
    assert len({each.name for each in QUERIES}) == len(QUERIES)
    assert len({each.title for each in QUERIES}) == len(QUERIES)


def test_a_query_that_nobody_may_ask_stops_the_start() -> None:
    with pytest.raises(TypeError, match="Nobody may ask for secrets"):
        query("secrets", "Hemligt", object, over=(), permitted=(), access="client")


UNKNOWN = {"case": "K-x", "assignee": "A-x", "person": "A-x", "routine": "KMSQ", "rule": "KLA-6c"}
"""By field, what does not exist."""


@pytest.mark.parametrize(
    ("query", "field"),
    [(each, field) for each in QUERIES for field in UNKNOWN if field in each.model_fields],
    ids=lambda each: each if isinstance(each, str) else each.name,
)
def test_what_does_not_exist_is_refused_and_never_answered_as_nothing(
    query: type[AnyQuery], field: str
) -> None:
    journal = MemoryJournal()
    journal.append(list(history(*RUNNING).recorded))
    rutin = Rutin(journal, views=FoldedViews(journal, clock=lambda: NOON), clock=lambda: NOON)
    with pytest.raises(Malformed if field == "rule" else Impossible) as refused:
        rutin.ask(example(query).but(**{field: UNKNOWN[field]}), AUDITOR)
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == (
        "unknown_rule" if field == "rule" else "unknown_reference",
        field,
    )


def test_a_rule_that_is_misspelt_is_refused_as_assessing_refuses_it() -> None:
    rutin = Rutin(views=FoldedViews(MemoryJournal()))
    with pytest.raises(Malformed, match=r"Menade du KLA-06c\?") as asked:
        rutin.ask(Compliance(rule="KLA-6c"), AUDITOR)
    with pytest.raises(Malformed) as assessed:
        rutin.assess(rule="KLA-6c")
    assert asked.value.text == assessed.value.text


@pytest.mark.parametrize("query", [Compliance, Trend, Findings], ids=lambda each: each.name)
def test_of_a_rule_about_routines_one_is_told_to_ask_how_the_routines_stand(
    query: type[AnyQuery],
) -> None:
    rutin = Rutin(views=FoldedViews(MemoryJournal()))
    for rule in SHIPPED.clocks_of_routines:
        with pytest.raises(Malformed, match="Frågan governance visar") as refused:
            rutin.ask(query.model_validate({"rule": rule}), AUDITOR)
        (problem,) = refused.value.problems
        assert (problem.code, problem.field, problem.provision) == ("not_of_a_case", "rule", rule)
