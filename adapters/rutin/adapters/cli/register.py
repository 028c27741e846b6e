"""`rutin register`: who may take assignments, on what ground, and what they have now."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.judging import judged
from rutin.adapters.cli.labels import CHOICES
from rutin.adapters.cli.options import DATABASE, Database, Json, OfIntervention, read_intervention
from rutin.adapters.cli.printing import JsonArray, counted, say
from rutin.adapters.cli.tables import say_table
from rutin.adapters.sql.views.keeper import Keeper
from rutin.adapters.sql.views.register import register
from rutin.projections.register import REGISTER, Entry

HELP = """\
Visar resursregistret: uppdragstagare med insatser, beslut, när ett registerutdrag visades (aldrig vad
det sa), lediga timmar och de uppdrag som pågår.

Insatserna är contact_person (kontaktperson), companion (ledsagare), relief (avlösare) och
housing_support (boendestöd)."""

DECISIONS = {"approved": "godkänd", "rejected": "inte godkänd", "": ""}


def command(
    db: Database = DATABASE,
    intervention: OfIntervention = None,
    everyone: Annotated[bool, typer.Option("--all", help="Visa också dem som har slutat.")] = False,
    as_json: Json = False,
) -> None:
    """Show the register."""
    wanted = read_intervention(intervention)
    with opened_journal(db, must_exist=True) as journal:
        Keeper(journal, [REGISTER], provisions=judged()).catch_up()
        found = register(journal.engine, intervention=wanted, ended=everyone)
    if as_json:
        with JsonArray() as array:
            for entry in found:
                array.add({name: _plain(value) for name, value in asdict(entry).items()})
        return
    if found:
        say_table(
            map(_row, found),
            heading=("Nummer", "Insatser", "Beslut", "Utdrag visat", "Lediga timmar", "Uppdrag"),
        )
    say(f"{counted(len(found), 'uppdragstagare', 'uppdragstagare')}.")


def _row(entry: Entry) -> tuple[str, ...]:
    decided = f"{DECISIONS[entry.decision]} {entry.decided_on or ''}".strip()
    return (
        entry.assignee,
        ", ".join(CHOICES.get(each, each) for each in entry.interventions),
        "utredning pågår" if entry.investigated_since else decided,
        str(entry.extract_shown_on or ""),
        entry.hours_per_month,
        ", ".join(entry.cases),
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
