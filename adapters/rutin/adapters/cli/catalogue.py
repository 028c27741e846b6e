"""`rutin catalogue`: every command, fact and query, for machines or for people."""

import sys
from typing import Annotated

import typer

from rutin.adapters.catalogue import as_json, as_markdown, queries_page, routines_page
from rutin.adapters.cli.judging import judged

HELP = """\
Visar alla kommandon, händelser och frågor: vad de heter, vem som får, och vilka fält de har.
json ger JSON Schema för varje kommando, händelse och fråga, och alla bestämmelser, också kommunens
egna; markdown är texten i docs/events.md, om kommandon och händelser; queries är texten i
docs/queries.md; routines är texten i docs/routines.md, med varje bestämmelses plats, hur den bedöms
och var det är prövat."""

FORMATS = ("json", "markdown", "queries", "routines")


def command(
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="json, markdown (förval), queries eller routines."
        ),
    ] = "markdown",
) -> None:
    """Show the catalogue."""
    if form not in FORMATS:
        raise typer.BadParameter(
            "Välj json, markdown, queries eller routines.", param_hint="--format"
        )
    match form:
        case "json":
            sys.stdout.write(as_json(judged()))
        case "queries":
            sys.stdout.write(queries_page())
        case "routines":
            sys.stdout.write(routines_page())
        case _:
            sys.stdout.write(as_markdown())
