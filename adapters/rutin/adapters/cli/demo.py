"""`rutin demo`: an invented municipality to look around in."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.options import read_date, read_number
from rutin.adapters.cli.printing import complain, counted, in_thousands, say
from rutin.adapters.demo import make_municipality
from rutin.application import Rutin
from rutin.application.trial import TrialJournal
from rutin.domain.refusal import Unavailable
from rutin.domain.values import stockholm_date, swedish_date
from rutin.projections.municipality import Municipality, municipality_of

FOLDER = Path("demo-data")
FILES = ("demo.db", "demo.db-wal", "demo.db-shm", "demo.db.key")
FEWEST, MOST = 1, 2000

HELP = f"""\
Skapar en påhittad kommun i mappen {FOLDER}: tre enheter, deras ärenden under arton månader och
uppdragstagarna, med allt som brukar krångla. Samma frö och dag ger samma kommun. Finns den redan
behålls den. Ingen person i den finns på riktigt."""


def command(
    *,
    db: Annotated[
        # No RUTIN_DATABASE_URL here: invented cases must never end up among real ones unasked.
        str | None,
        typer.Option("--db", metavar="URL", help=f"En annan databas än {FOLDER / FILES[0]}."),
    ] = None,
    cases: Annotated[
        str, typer.Option("--cases", metavar="ANTAL", help="Antal ärenden (120).")
    ] = "120",
    seed: Annotated[
        str, typer.Option("--seed", metavar="FRÖ", help="Väljer vilken kommun (2026).")
    ] = "2026",
    today: Annotated[
        str | None,
        typer.Option("--today", metavar="DATUM", help="Dagen kommunen visas för (i dag)."),
    ] = None,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Skapa bara; säg inget om hur man tittar vidare.")
    ] = False,
    reset: Annotated[
        bool, typer.Option("--reset", help=f"Ta bort demokommunen i {FOLDER} och gör en ny.")
    ] = False,
) -> None:
    """Make the demo municipality unless it is there."""
    many = read_number(cases, "--cases", FEWEST, MOST)
    chosen = read_number(seed, "--seed", 0, 2**63 - 1)
    day = read_date(today, "--today") if today is not None else stockholm_date(datetime.now(UTC))
    if db is not None and reset:
        raise typer.BadParameter(
            f"Bara demokommunen i {FOLDER} kan tas bort så. Ta själv bort den andra databasen.",
            param_hint="--reset",
        )
    url = db or _in_folder(reset=reset)
    with opened_journal(url) as journal:
        found = municipality_of(journal)
        if found.facts:
            say(f"Demokommunen finns redan: {_figures(found)}. Börja om: --reset")
        else:
            # All of it or nothing: stopped half-way, it leaves no half municipality behind.
            trial = TrialJournal(journal)
            with _progress() as progress:
                make_municipality(
                    Rutin(trial), seed=chosen, today=day, cases=many, progress=progress
                )
                trial.record()
            found = municipality_of(journal)
            say(f"Demokommun klar: {_figures(found)} (frö {chosen}, idag = {swedish_date(day)})")
    if not no_serve:
        look = f"rutin timeline K-001 --db {url}"
        say(f"Se vad som har hänt i ett ärende: {look} (eller python3 start.py {look})")


def _in_folder(*, reset: bool) -> str:
    try:
        FOLDER.mkdir(exist_ok=True)
        if reset:
            for name in FILES:
                (FOLDER / name).unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable(
            f"Mappen {FOLDER} går inte att skriva i ({error.strerror}). "
            "Byt till en mapp där du får skriva, eller ange --db.",
            code="demo_folder",
        ) from None
    return f"sqlite:///{FOLDER / FILES[0]}"


def _figures(found: Municipality) -> str:
    return (
        f"{counted(len(found.units), 'enhet', 'enheter')}, "
        f"{counted(found.cases, 'ärende', 'ärenden')}, "
        f"{in_thousands(found.assignees)} uppdragstagare, "
        f"{counted(found.facts, 'händelse', 'händelser')}"
    )


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show how far it has come: a bar at a terminal, one line anywhere else."""
    if not sys.stderr.isatty():
        complain("Skapar demokommunen …")
        yield lambda _done, _of: None
        return
    bar = Progress(
        TextColumn("Skapar demokommunen"),
        BarColumn(),
        TextColumn("{task.completed} av {task.total} ärenden"),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=1)
        yield lambda done, of: bar.update(task, completed=done, total=of)
