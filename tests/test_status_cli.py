"""`rutin status` as its users meet it."""

from instructions import CALL, IMPORT, ORDER, line, write_lines
from running import Run
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
