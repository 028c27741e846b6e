"""Views are kept in the background while a program runs, and a reader may wait for their own fact."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest

from examples import ADAM, AUDITOR, EVA, order_received
from faulty import Fault
from rutin.adapters.sql import SqlJournal, open_journal
from rutin.adapters.sql.views import background
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.background import Background
from rutin.adapters.sql.views.keeper import Keeper
from rutin.adapters.sql.views.tasks import ATTEMPTS
from rutin.application import Rutin
from rutin.domain.refusal import Forbidden, Unavailable
from rutin.projections import VIEWS
from rutin.projections.cases import Cases
from rutin.projections.compliance import Compliance, Findings
from rutin.projections.findings import FINDINGS
from spec import to_record

ORDER = to_record(order_received)
PATIENCE = 30.0


@pytest.fixture
def journal(database_url: str) -> Iterator[SqlJournal]:
    with open_journal(database_url) as journal:
        yield journal


@pytest.fixture
def rutin(journal: SqlJournal) -> Rutin:
    return Rutin(journal, views=SqlViews(journal.engine))


def test_what_is_recorded_shows_soon_without_anyone_asking_for_it(
    journal: SqlJournal, rutin: Rutin
) -> None:
    with Background(Keeper(journal, VIEWS)):
        recorded = rutin.handle(ORDER, ADAM)
        found = rutin.ask(Findings(case="K1"), AUDITOR, seen=recorded.position, patience=PATIENCE)
    assert str(recorded.event_id) in {each for line in found for each in line.satisfied_by}


def test_a_reader_who_waits_in_vain_is_told_so(rutin: Rutin) -> None:
    recorded = rutin.handle(ORDER, ADAM)
    with pytest.raises(Unavailable, match="syns inte i listorna än") as told:
        rutin.ask(Compliance(), AUDITOR, seen=recorded.position, patience=0.1)
    assert told.value.code == "views_behind"


def test_what_is_to_be_tried_again_is_waited_for_and_what_is_parked_is_not(
    journal: SqlJournal,
) -> None:
    broken = Fault().within(FINDINGS)
    rutin = Rutin(journal, views=SqlViews(journal.engine))
    recorded = rutin.handle(ORDER, ADAM)
    now = recorded.recorded_at
    for _ in range(ATTEMPTS):
        with pytest.raises(Unavailable):
            rutin.ask(Findings(case="K1"), AUDITOR, seen=recorded.position, patience=0)
        now += timedelta(minutes=5)
        Keeper(journal, [broken], clock=partial(datetime.fromisoformat, now.isoformat())).catch_up()
    assert rutin.ask(Findings(case="K1"), AUDITOR, seen=recorded.position, patience=0) == ()


def test_a_keeper_that_goes_wrong_tells_of_it_and_tries_again(
    journal: SqlJournal,
    rutin: Rutin,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(background, "UNWELL_S", 0.01)
    kept = Keeper(journal, VIEWS)
    well = kept.round
    turns = iter([True, False])

    def round_of_luck() -> bool:
        if next(turns, False):
            raise LookupError("Anna Andersson")
        return well()

    monkeypatch.setattr(kept, "round", round_of_luck)
    recorded = rutin.handle(ORDER, ADAM)
    with caplog.at_level(logging.WARNING), Background(kept):
        rutin.ask(Compliance(), AUDITOR, seen=recorded.position, patience=PATIENCE)
    assert "LookupError" in caplog.text
    assert "Anna" not in caplog.text


def test_it_stops_when_it_is_told_to(journal: SqlJournal) -> None:
    began = time.monotonic()
    with Background(Keeper(journal, VIEWS)):
        pass
    assert time.monotonic() - began < 5


def test_who_may_not_see_a_list_is_told_who_may(rutin: Rutin) -> None:
    importer = ADAM.but(role="importer")
    with pytest.raises(Forbidden, match="får inte se det här"):
        rutin.ask(Cases(), importer)
    assert rutin.ask(Cases(), EVA) == ()


def test_without_views_nothing_can_be_asked() -> None:
    with pytest.raises(Unavailable, match="utan vyer"):
        Rutin().ask(Cases(), AUDITOR)
