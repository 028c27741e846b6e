"""`rutin status` as its users meet it."""

import sys

import pytest

from instructions import CALL, IMPORT, ORDER, line, write_lines
from running import Run, in_a_file
from rutin.adapters.sql.views.standing import Standing
from rutin.application.view import AnyView
from rutin.projections import VIEWS


def how(view: AnyView) -> str:
    """Tell how a view stands when something is recorded and nobody has asked anything."""
    return "i takt med journalen" if view.inline else "inte byggd än: den byggs när den behövs"


def test_status_counts_and_tells_how_far_the_journal_has_come(run: Run) -> None:
    order = line("ReceiveOrder", ORDER, by=IMPORT, recorded_at="2026-01-12T09:00:00+01:00")
    call = line("RecordContactAttempt", CALL, by=IMPORT, recorded_at="2026-01-13T09:30:00+01:00")
    run("record", write_lines(order, call))
    width = max(len(view.name) for view in VIEWS)
    assert run("status").out.splitlines() == [
        "Ärenden         1",
        "Uppdragstagare  0",
        "Uppdrag         0",
        "Händelser       2",
        "Senast registrerat: position 2, 2026-01-13 09:30",
        "",
        *(f"Vyn {view.name:{width}}  {how(view)}" for view in VIEWS),
    ]
    told = run("status", "--json").json
    assert [view["view"] for view in told.pop("views")] == [view.name for view in VIEWS]
    assert told == {
        "cases": 1,
        "assignees": 0,
        "relationships": 0,
        "facts": 2,
        "units": [],
        "position": 2,
        "recorded_at": "2026-01-13T08:30:00+00:00",
    }


@in_a_file
@pytest.mark.parametrize(
    ("lag", "told"),
    [
        (0.9, "1 sekund efter"),
        (1.2, "1 sekund efter"),
        (2.0, "2 sekunder efter"),
        (119.0, "119 sekunder efter"),
        (120.0, "2 minuter efter"),
        (7200.0, "2 timmar efter"),
        (172_800.0, "2 dagar efter"),
    ],
)
def test_how_far_behind_a_view_is_stands_in_the_unit_that_fits(
    run: Run, lag: float, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("record", write_lines(line("ReceiveOrder", ORDER)))
    behind = Standing("cases", "live", position=1, behind=1, waiting=0, lag=lag, parked=())
    monkeypatch.setattr(sys.modules["rutin.adapters.cli.status"], "standing", lambda *_: [behind])
    assert run("status").out.splitlines()[-1] == f"Vyn cases  {told}"
