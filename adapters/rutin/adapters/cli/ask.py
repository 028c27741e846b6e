"""`rutin ask`: any query, with options made from its fields, as a table, JSON, CSV or XLSX."""

import json
import textwrap
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Annotated

import typer

from rutin.adapters.cli.asking import (
    NAMED,
    answered,
    every_kept,
    keep,
    kept,
    no_such_query,
    write_file,
)
from rutin.adapters.cli.exit_status import DONE, WRONG_USAGE
from rutin.adapters.cli.invocation import invoke
from rutin.adapters.cli.labels import ROLES
from rutin.adapters.cli.layouts import lay_out
from rutin.adapters.cli.options import DATABASE, Database, Json
from rutin.adapters.cli.printing import JsonArray, complain, counted, say
from rutin.adapters.cli.query_options import with_options_of
from rutin.adapters.cli.tables import is_terminal, say_table
from rutin.adapters.lines import FILES, columns, plain
from rutin.application.query import AnyQuery

WIDTH = 100
"""How wide the text of a help page is, in characters."""

FORMATS = ("table", "json", *FILES)

SAVED = "--saved"
"""What stands in place of a query's name when a saved one is asked."""

Format = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="table (förval), json, csv eller xlsx.")
]
Out = Annotated[
    str,
    typer.Option(
        "--out", metavar="FIL", help="Filen att skriva csv eller xlsx till; den får inte finnas."
    ),
]


def run(arguments: Sequence[str]) -> int:
    """Run the command; give the exit status.

    Args:
        arguments: The words after `ask`: a query's name, and its options.
    """
    name, *rest = arguments or ("--help",)
    if name in ("--help", "-h"):
        say(overview())
        return DONE
    if name == SAVED:
        return invoke(f"ask {SAVED}", SimpleNamespace(HELP=_SAVED_HELP, command=ask_saved), rest)
    if name not in NAMED:
        complain(no_such_query(name))
        return WRONG_USAGE
    query = NAMED[name]
    command = SimpleNamespace(HELP=_help(query), command=with_options_of(query, ask))
    return invoke(f"ask {name}", command, rest)


def overview() -> str:
    """Give the help page: every query, and what it is called."""
    width = max(map(len, (*NAMED, SAVED, "--help")))
    queries = "\n".join(f"  {name:{width}}  {query.title}" for name, query in NAMED.items())
    return f"""\
Användning: rutin ask FRÅGA [VAL]
            rutin ask --saved [NAMN] [VAL]

Svarar ur vyerna, som först hålls i takt med journalen.

Frågor:
{queries}

  {SAVED:{width}}  Ställ en sparad fråga; utan namn visas alla som finns.
  {"--help":{width}}  Visa den här sidan.

rutin ask FRÅGA --help visar vad som går att välja."""


def ask(
    query: AnyQuery,
    db: Database = DATABASE,
    form: Format = "table",
    out: Out = "-",
    as_json: Json = False,
    save: Annotated[
        str | None,
        typer.Option(
            "--save",
            metavar="NAMN",
            help="Spara frågan under namnet, och ställ den sedan med rutin ask --saved NAMN.",
        ),
    ] = None,
) -> None:
    """Ask, and show the answer; keep the query first, if it is to be saved."""
    if save is not None:
        keep(db, save, query)
        complain(f"Frågan är sparad. Ställ den igen med rutin ask {SAVED} och namnet.")
    _show(query, db, form, out, as_json=as_json)


def ask_saved(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAMN]", help="Vad frågan sparades som.")
    ] = None,
    db: Database = DATABASE,
    form: Format = "table",
    out: Out = "-",
    as_json: Json = False,
) -> None:
    """Ask a saved query, and show the answer; without a name, show which there are."""
    if name is not None:
        _show(kept(db, name), db, form, out, as_json=as_json)
        return
    saved = every_kept(db)
    if as_json:
        with JsonArray() as array:
            for each in saved:
                array.add(each.model_dump())
        return
    if saved:
        told = [
            (each.name, each.query, json.dumps(each.asked, ensure_ascii=False)) for each in saved
        ]
        say_table(told, heading=("Namn", "Fråga", "Vad som frågas"))
    say(f"{counted(len(saved), 'sparad fråga', 'sparade frågor')}.")


def _show(query: AnyQuery, db: str, form: str, out: str, *, as_json: bool) -> None:
    chosen_form = "json" if as_json else form
    if chosen_form not in FORMATS:
        raise typer.BadParameter("Välj table, json, csv eller xlsx.", param_hint="--format")
    if chosen_form not in FILES and out != "-":
        raise typer.BadParameter("Välj --format csv eller xlsx till en fil.", param_hint="--out")
    if chosen_form == "xlsx" and out == "-" and is_terminal():
        raise typer.BadParameter("Skriv --out och en fil: xlsx går inte att läsa här.")
    match chosen_form:
        case "table":
            lay_out(query, answered(db, query))
        case "json":
            lines = answered(db, query)
            with JsonArray() as array:
                for each in plain(query.line, lines):
                    array.add(each)
        case _:
            write_file(db, query, chosen_form, out)


_SAVED_HELP = """\
Ställer en fråga som är sparad med rutin ask FRÅGA --save NAMN, som den svarar i dag. Utan namn visas
alla som är sparade här. De som sparas genom API:et är vars och ens egna och syns inte här."""


def _help(query: type[AnyQuery]) -> str:
    told = ", ".join(column.title.lower() for column in columns(query.line))
    allowed = ", ".join(ROLES[role] for role in query.permitted)
    paragraphs = (
        f"{query.title}. Varje rad säger: {told}.",
        f"I API:et får det ses av {allowed}; här av den som har databasen.",
    )
    return "\n\n".join(textwrap.fill(each, WIDTH) for each in paragraphs)
