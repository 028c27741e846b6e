"""`rutin rebuild` and `rutin status` of views, as people and programs meet them."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from histories.disorder import history_of
from rutin.adapters.bench.many_alike import alike
from rutin.adapters.cli.program import main
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.tables import events
from rutin.adapters.sql.transaction import writing
from rutin.adapters.sql.views import tasks
from rutin.adapters.sql.views.asked import SqlViews
from rutin.application.condition import asked
from rutin.domain.recorded import Recorded
from rutin.projections import VIEWS
from rutin.projections.findings import FINDINGS
from rutin.projections.folded import FoldedViews


@pytest.fixture
def url(database_url: str) -> str:
    """A database with a few cases."""
    with open_journal(database_url) as journal:
        journal.append(list(history_of(7).recorded))
        for number in (1, 2):
            journal.append(list(alike(number)))
    return database_url


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str]) -> Any:
    def ran(*words: str, status: int = 0) -> str:
        assert main([*words, "--db", url]) == status
        out, err = capsys.readouterr()
        return err if status else out

    return ran


@pytest.fixture
def status(url: str, capsys: pytest.CaptureFixture[str]) -> Any:
    """Give what `rutin status` tells, also where it ends by saying that a fact cannot be read."""

    def told(*options: str, damaged: bool = False) -> str:
        assert main(["status", *options, "--db", url]) == int(damaged)
        out, err = capsys.readouterr()
        assert ("går inte att läsa" in err) is damaged
        return out

    return told


def test_a_view_is_built_anew_and_status_tells_how_far_it_has_come(run: Any) -> None:
    built = run("rebuild").splitlines()
    assert [line.partition(":")[0] for line in built] == [view.name for view in VIEWS]
    assert "0 blev annorlunda." in run("rebuild", "findings")
    views = json.loads(run("status", "--json"))["views"]
    assert [view["view"] for view in views] == [view.name for view in VIEWS]
    for view in views:
        assert (view["behind"], view["waiting"], view["parked"]) == (0, 0, [])
    assert run("status").count("i takt med journalen") == len(VIEWS)


def test_there_is_no_view_by_another_name(run: Any) -> None:
    assert "Menade du findings?" in run("rebuild", "finding", status=2)


# ---------------------------------------------------------------- what cannot be worked out

OF_CASES = {view.name for view in VIEWS if view.kind == "case"}


def test_where_nothing_is_parked_nothing_is_tried_again(run: Any) -> None:
    run("rebuild")
    assert "findings: 0 prövades igen." in run("rebuild", "--parked")


def test_a_case_that_cannot_be_read_is_told_of_by_status_until_it_is_mended_and_tried_again(
    run: Any, url: str, status: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("rebuild")
    with open_journal(url) as journal:
        _, poisoned, *_, last = journal.history("case/K-2")
        before = rows_of(journal, "K-2")
        payload = put_in_place(journal, poisoned, b"{")
        journal.append([more_than(last, 1), *alike(3)])
        run("rebuild", "--parked")
        for view in json.loads(status("--json", damaged=True))["views"]:
            waits = view["view"] in OF_CASES
            assert (view["waiting"], view["lag"] > 0, view["parked"]) == (int(waits), waits, [])
        assert status(damaged=True).count(" efter, 1 kvar att räkna ut\n") == len(OF_CASES)

        monkeypatch.setattr(tasks, "ATTEMPTS", 1)
        journal.append([more_than(last, 2)])
        run("rebuild", "--parked")
        for view in json.loads(status("--json", damaged=True))["views"]:
            parked = ["K-2"] if view["view"] in OF_CASES else []
            assert [each["subject"] for each in view["parked"]] == parked
            assert (view["behind"], view["waiting"], view["lag"]) == (0, 0, 0)
        told = status(damaged=True)
        without = "i takt med journalen, utom 1 som inte gick att räkna ut\n"
        assert told.count(without) == len(OF_CASES)
        assert told.count(": K-2 gick inte att räkna ut (") == len(OF_CASES)
        assert rows_of(journal, "K-2") == before
        assert rows_of(journal, "K-3")

        put_in_place(journal, poisoned, payload)
        assert run("rebuild", "findings", "--parked") == "findings: 1 prövades igen.\n"
        assert run("rebuild", "--parked").count(": 1 prövades igen.\n") == len(OF_CASES) - 1
        assert status().count("i takt med journalen\n") == len(VIEWS)
        stored, folded = SqlViews(journal.engine), FoldedViews(journal)
        for each in VIEWS:
            assert Counter(map(repr, stored.rows(each))) == Counter(map(repr, folded.rows(each)))


def put_in_place(journal: SqlJournal, of: Recorded, payload: bytes) -> bytes:
    """Let what is stored of a fact be something else; give what it was."""
    fact = events.c.position == of.position
    with writing(journal.engine) as connection:
        was = bytes(connection.execute(select(events.c.payload).where(fact)).scalar_one())
        connection.execute(update(events).where(fact).values(payload=payload))
    return was


def more_than(last: Recorded, number: int) -> Recorded:
    """Give a fact that comes after the last of a case, told again."""
    return replace(
        last,
        version=last.version + number,
        event_id=UUID(int=10**9 + number),
        command_id=f"mer-{number}",
        recorded_at=datetime(2026, 1, 12, tzinfo=UTC),
    )


def rows_of(journal: SqlJournal, case: str) -> Counter[str]:
    """Give what is stored of a case among the findings."""
    return Counter(map(repr, SqlViews(journal.engine).rows(FINDINGS, asked(case=case))))
