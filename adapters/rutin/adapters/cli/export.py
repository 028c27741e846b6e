"""`rutin export`: the journal as an event log for programs that look into processes."""

from typing import Annotated

import typer

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.files import created
from rutin.adapters.cli.options import DATABASE, AsOf, Database, KnownAt, read_view
from rutin.adapters.cli.printing import counted, say
from rutin.adapters.exports import FORMATS, export

HELP = """\
Skriver journalen som en händelselogg, så att en granskare kan pröva den med andra program.
ocel är OCEL 2.0 (JSON) med ärenden, brukare, beställningar, uppdrag, uppdragstagare och rutiner var
för sig; xes är IEEE 1849 (XML) med ett spår för varje ärende.

Texter, namn, personnummer och födelsedagar följer aldrig med: bara val, kryss, datum, tal och
beteckningar. Beteckningarna går att koppla till personer här, så hantera filen som personuppgifter.
En rättad händelse står som den gäller, märkt corrected; en borttagen följer inte med."""


def command(
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="ocel eller xes.")],
    *,
    db: Database = DATABASE,
    out: Annotated[
        str,
        typer.Option(
            "--out",
            metavar="FIL",
            help="Filen att skriva till; den får inte finnas. Utelämnas den skrivs allt ut här.",
        ),
    ] = "-",
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> None:
    """Export the journal."""
    if form not in FORMATS:
        raise typer.BadParameter(f"Välj {' eller '.join(FORMATS)}.", param_hint="--format")
    day, moment = read_view(as_of, known_at)
    with opened_journal(db, must_exist=True) as journal, created(out) as stream:
        count = export(journal, form, stream, as_of=day, known_at=moment)
    if out != "-":
        say(f"{counted(count, 'händelse skriven', 'händelser skrivna')} till {out}.")
