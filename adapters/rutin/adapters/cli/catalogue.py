"""`rutin catalogue`: every command and every fact, for machines or for people."""

import sys
from typing import Annotated

import typer

from rutin.adapters.catalogue import as_json, as_markdown
from rutin.adapters.cli.judging import judged

HELP = """\
Visar alla kommandon och händelser: vad de heter, vem som får, och vilka fält de har.
json ger JSON Schema för varje kommando och händelse, och alla bestämmelser, också kommunens egna;
markdown är texten i docs/events.md."""

FORMATS = ("json", "markdown")


def command(
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="json eller markdown (förval).")
    ] = "markdown",
) -> None:
    """Show the catalogue."""
    if form not in FORMATS:
        raise typer.BadParameter(f"Välj {' eller '.join(FORMATS)}.", param_hint="--format")
    sys.stdout.write(as_json(judged()) if form == "json" else as_markdown())
