"""`rutin rebuild`: a view built anew beside the one in use, and then put in its place."""

from difflib import get_close_matches
from typing import Annotated

import typer

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.judging import judged
from rutin.adapters.cli.options import DATABASE, Database
from rutin.adapters.cli.printing import counted, in_thousands, say
from rutin.adapters.sql.transaction import keeping
from rutin.adapters.sql.views.keeper import Keeper
from rutin.adapters.sql.views.rebuild import rebuild
from rutin.adapters.sql.views.tasks import try_again
from rutin.projections import VIEWS

HELP = """\
Bygger om en vy, eller alla, ur journalen. Den gamla svarar medan den nya byggs; sedan tar den nya
över på en gång. Den gamla sparas tills nästa ombyggnad.

Med --parked byggs inget om: det som inte gick att räkna ut, och står under rutin status, prövas en
gång till."""


def command(
    view: Annotated[
        str | None, typer.Argument(metavar="[VY]", help="Vyns namn; alla när inget anges.")
    ] = None,
    db: Database = DATABASE,
    parked: Annotated[
        bool, typer.Option("--parked", help="Pröva bara igen det som inte gick att räkna ut.")
    ] = False,
) -> None:
    """Build views anew."""
    names = {each.name: each for each in VIEWS}
    if view is not None and view not in names:
        near = get_close_matches(view, names, n=1)
        hint = f"Menade du {near[0]}?" if near else f"Vyerna är {', '.join(names)}."
        raise typer.BadParameter(f"Vyn {view} finns inte. {hint}", param_hint="VY")
    wanted = VIEWS if view is None else (names[view],)
    with opened_journal(db, must_exist=True) as journal:
        keeper = Keeper(journal, wanted, provisions=judged())
        for each in wanted:
            if parked:
                in_use = keeper.filling(each)
                with keeping(journal.engine) as connection:
                    retried = try_again(connection, in_use.name)
                keeper.catch_up()
                say(f"{each.name}: {counted(retried, 'prövades igen', 'prövades igen')}.")
            else:
                rebuilt = rebuild(keeper, each)
                say(
                    f"{each.name}: {in_thousands(rebuilt.rows)} rader om "
                    f"{in_thousands(rebuilt.subjects)}; {len(rebuilt.changed)} blev annorlunda."
                )
