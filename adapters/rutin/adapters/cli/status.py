"""`rutin status`: how much is recorded, and how far the journal has come."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.options import DATABASE, Database, Json
from rutin.adapters.cli.printing import counted, in_thousands, say, say_json
from rutin.adapters.cli.tables import say_table
from rutin.adapters.sql.views.standing import Standing, standing
from rutin.domain.refusal import Damaged
from rutin.domain.values import STOCKHOLM
from rutin.projections import VIEWS
from rutin.projections.municipality import Municipality, municipality_of

HELP = """\
Visar hur många ärenden, uppdragstagare, uppdrag och händelser journalen har, och när något senast
registrerades; och hur långt vyerna har kommit i journalen."""


def command(db: Database = DATABASE, as_json: Json = False) -> None:
    """Show the figures."""
    with opened_journal(db, must_exist=True) as journal:
        every = standing(journal.engine, VIEWS, datetime.now(UTC))
        views = {"views": [asdict(each) for each in every]}
        try:
            found = municipality_of(journal)
        except Damaged:  # nothing can be counted then, but the views tell of whom it is
            if as_json:
                say_json(views)
            else:
                _say_views(every)
            raise
    if as_json:
        say_json(_as_json(found) | views)
        return
    figures = (
        ("Ärenden", found.cases),
        ("Uppdragstagare", found.assignees),
        ("Uppdrag", found.relationships),
        ("Händelser", found.facts),
    )
    width = max(len(in_thousands(number)) for _, number in figures)
    say_table([(name, f"{in_thousands(number):>{width}}") for name, number in figures])
    if found.recorded_at is None:
        say("Inget är registrerat än.")
    else:
        moment = found.recorded_at.astimezone(STOCKHOLM)
        say(f"Senast registrerat: position {found.position}, {moment:%Y-%m-%d %H:%M}")
    if found.position:
        say()
        _say_views(every)


def _say_views(every: Sequence[Standing]) -> None:
    say_table((f"Vyn {view.view}", _how(view)) for view in every)
    for view in every:
        for each in view.parked:
            say(f"  {view.view}: {each.subject} gick inte att räkna ut ({each.fault}).")


def _how(view: Standing) -> str:
    """Tell how a view stands, in a few words."""
    if not view.state:
        return "inte byggd än: den byggs när den behövs"
    left = f", {in_thousands(view.waiting)} kvar att räkna ut" if view.waiting else ""
    if view.state == "building":
        return f"byggs{left}"
    without = f", utom {len(view.parked)} som inte gick att räkna ut" if view.parked else ""
    if not view.lag:
        return f"i takt med journalen{without}"
    return f"{_time(view.lag)} efter{left}{without}"


def _time(seconds: float) -> str:
    """Tell a time in the unit that fits it."""
    for unit, length in (("dagar", 86_400), ("timmar", 3_600), ("minuter", 60)):
        if seconds >= 2 * length:
            return f"{in_thousands(int(seconds // length))} {unit}"
    return counted(round(seconds), "sekund", "sekunder")


def _as_json(found: Municipality) -> dict[str, object]:
    return {
        "cases": found.cases,
        "assignees": found.assignees,
        "relationships": found.relationships,
        "facts": found.facts,
        "units": sorted(found.units),
        "position": found.position,
        "recorded_at": found.recorded_at and found.recorded_at.isoformat(),
    }
