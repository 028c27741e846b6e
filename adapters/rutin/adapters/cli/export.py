"""`rutin export`: the journal as an event log for programs that look into processes, or a table."""

from typing import Annotated

import typer

from rutin.adapters.cli.asking import NAMED, no_such_query, write_file
from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.files import created
from rutin.adapters.cli.options import DATABASE, AsOf, Database, KnownAt, read_view
from rutin.adapters.cli.printing import counted, say
from rutin.adapters.cli.query_options import read
from rutin.adapters.exports import FORMATS, export
from rutin.adapters.lines import FILES

HELP = """\
Skriver journalen som en händelselogg, så att en granskare kan pröva den med andra program.
ocel är OCEL 2.0 (JSON) med ärenden, brukare, beställningar, uppdrag, uppdragstagare och rutiner var
för sig; xes är IEEE 1849 (XML) med ett spår för varje ärende.

Texter, namn, personnummer och födelsedagar följer aldrig med: bara val, kryss, datum, tal och
beteckningar. Beteckningarna går att koppla till personer här, så hantera filen som personuppgifter.
En rättad händelse står som den gäller, märkt corrected; en borttagen följer inte med.

csv och xlsx är i stället hela svaret på en fråga; det kan hålla personuppgifter. Frågan sägs med
--query, och rutin ask --help visar vilka som finns. Ska bara en del med, som en enhets ärenden, skriv
rutin ask FRÅGA --format csv --out FIL med frågans egna val: också den filen har alla rader."""


def command(
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="ocel, xes, csv eller xlsx.")
    ],
    *,
    db: Database = DATABASE,
    name: Annotated[
        str | None,
        typer.Option("--query", metavar="FRÅGA", help="Vad csv eller xlsx ska svara på."),
    ] = None,
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
    """Export the journal, or the whole answer to a query."""
    if form in FILES:
        _export_answer(form, db, name, out, as_of, known_at)
        return
    if form not in FORMATS:
        known = (*FORMATS, *FILES)
        raise typer.BadParameter(
            f"Välj {', '.join(known[:-1])} eller {known[-1]}.", param_hint="--format"
        )
    if name is not None:
        raise typer.BadParameter(
            "Välj --format csv eller xlsx till en fråga.", param_hint="--query"
        )
    day, moment = read_view(as_of, known_at)
    with opened_journal(db, must_exist=True) as journal, created(out) as stream:
        count = export(journal, form, stream, as_of=day, known_at=moment)
    if out != "-":
        say(f"{counted(count, 'händelse skriven', 'händelser skrivna')} till {out}.")


def _export_answer(
    form: str, db: str, name: str | None, out: str, as_of: str | None, known_at: str | None
) -> None:
    if name is None:
        raise typer.BadParameter(f"--query behövs för {form}: vilken fråga ska besvaras?")
    if name not in NAMED:
        raise typer.BadParameter(no_such_query(name), param_hint="--query")
    query = read(NAMED[name], {"as_of": as_of, "known_at": known_at})
    write_file(db, query, form, out)
