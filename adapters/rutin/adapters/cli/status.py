"""`rutin status`: how much is recorded, and how far the journal has come."""

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.options import DATABASE, Database, Json
from rutin.adapters.cli.printing import in_thousands, say, say_json
from rutin.adapters.cli.tables import say_table
from rutin.domain.values import STOCKHOLM
from rutin.projections.municipality import Municipality, municipality_of

HELP = """\
Visar hur många ärenden, uppdragstagare, uppdrag och händelser journalen har, och när något senast
registrerades."""


def command(db: Database = DATABASE, as_json: Json = False) -> None:
    """Show the figures."""
    with opened_journal(db, must_exist=True) as journal:
        found = municipality_of(journal)
    if as_json:
        say_json(_as_json(found))
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
