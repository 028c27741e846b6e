"""`rutin serve`: the JSON API on an address of this machine, until it is stopped."""

import sys
from typing import Annotated

import typer

from rutin.adapters.catalogue import as_json
from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.judging import judged
from rutin.adapters.cli.options import DATABASE, Database, read_number
from rutin.adapters.cli.printing import say
from rutin.adapters.sql.saved_queries import SqlSavedQueries
from rutin.adapters.sql.views.asked import SqlViews
from rutin.adapters.sql.views.background import Background
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Rutin
from rutin.domain.refusal import Unavailable
from rutin.projections import VIEWS

HIGHEST_PORT = 65_535

HELP = """\
Svarar på begäran från andra system tills den stoppas med Ctrl+C eller SIGTERM; det som pågår
besvaras först. Listorna hålls i takt med journalen medan den går. Adressen /openapi.json beskriver allt som går att göra.

Ingen inloggning finns ännu: den som når adressen blir trodd om vem den är. Låt den därför stå kvar
på 127.0.0.1, eller öppna den bara mot ett nät där alla är betrodda."""


def command(
    db: Database = DATABASE,
    host: Annotated[
        str, typer.Option("--host", metavar="ADRESS", help="Adressen att svara på (127.0.0.1).")
    ] = "127.0.0.1",
    port: Annotated[
        str, typer.Option("--port", metavar="PORT", help="Porten; 0 är någon ledig (8000).")
    ] = "8000",
) -> None:
    """Serve the API until it is told to stop."""
    number = read_number(port, "--port", 0, HIGHEST_PORT)
    try:
        from rutin.adapters.api import api, serve  # noqa: PLC0415 - an extra that may be left out
    except ModuleNotFoundError as missing:
        raise Unavailable(
            f"rutin serve behöver tillägget web ({missing.name} saknas). Installera rutin[web].",
            code="web_missing",
        ) from None
    with opened_journal(db) as journal:
        provisions = judged()
        rutin = Rutin(
            journal,
            provisions=provisions,
            views=SqlViews(journal.engine),
            saved=SqlSavedQueries(journal.engine),
        )
        app = api(rutin, catalogue=lambda: as_json(provisions))
        with Background(Keeper(journal, VIEWS, provisions=provisions)):
            serve(app, host, number, ready=_tell)


def _tell(url: str) -> None:
    say(f"Rutin svarar på {url} (beskrivning: {url}/openapi.json). Stoppa: Ctrl+C")
    sys.stdout.flush()  # whoever started it through a pipe waits for the address
