"""`rutin compliance`: how many findings stand how on a day, and the list behind every number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.judging import judged
from rutin.adapters.cli.labels import KINDS, STATUSES
from rutin.adapters.cli.options import (
    DATABASE,
    Database,
    Json,
    OfIntervention,
    read_date,
    read_intervention,
)
from rutin.adapters.cli.printing import JsonArray, counted, in_thousands, say
from rutin.adapters.cli.tables import say_table
from rutin.adapters.sql import SqlJournal
from rutin.adapters.sql.views.findings import counts, listed
from rutin.adapters.sql.views.keeper import Keeper
from rutin.application import Status
from rutin.domain.values import stockholm_date
from rutin.projections.compliance import Asked, Count
from rutin.projections.findings import FINDINGS, FindingDays

HELP = """\
Visar för varje bestämmelse hur många gånger den är uppfylld, försenad, bruten, öppen eller inte
gäller en dag, i alla ärenden tillsammans. Siffrorna kommer ur en vy som hålls i takt med journalen.

Med --list visas i stället listan bakom siffrorna: ett ärende på varje rad. Den säger detsamma som
rutin assess, utom att det som aldrig rör ärendets insats är utelämnat."""

SHOWN = (Status.MET, Status.OPEN, Status.OVERDUE, Status.BREACHED, Status.NOT_APPLICABLE)


def command(
    db: Database = DATABASE,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="ENHET", help="Bara den enhetens ärenden.")
    ] = None,
    intervention: OfIntervention = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="ID", help="Bara den bestämmelsen, som KLA-06c.")
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="LÄGE", help="Bara det läget, som breached.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATUM", help="Hur det står den dagen; annars i dag."),
    ] = None,
    as_list: Annotated[bool, typer.Option("--list", help="Visa listan bakom siffrorna.")] = False,
    as_json: Json = False,
) -> None:
    """Show the figures, or the list behind them."""
    if status is not None and status not in set(Status):
        names = ", ".join(Status)
        raise typer.BadParameter(f"Välj bland {names}.", param_hint="--status")
    with opened_journal(db, must_exist=True) as journal:
        keeper = Keeper(journal, [FINDINGS], provisions=judged())
        keeper.catch_up()
        today = stockholm_date(keeper.clock())
        asked = Asked(
            as_of=read_date(as_of, "--as-of") if as_of is not None else today,
            unit=unit,
            intervention=read_intervention(intervention),
            provisions=None if rule is None else frozenset({rule}),
            statuses=None if status is None else frozenset({status}),
        )
        if as_list:
            _list(journal, asked, as_json=as_json)
        else:
            _count(journal, asked, as_json=as_json)


def _count(journal: SqlJournal, asked: Asked, *, as_json: bool) -> None:
    found = counts(journal.engine, asked)
    if as_json:
        with JsonArray() as array:
            for each in found:
                array.add({"rule_id": each.provision, "status": each.status, "count": each.count})
        return
    if found:
        headings = [STATUSES[each] for each in SHOWN]
        say_table(_rows(found, headings), heading=("Bestämmelse", *headings))
    say(f"{counted(sum(each.count for each in found), 'bedömning', 'bedömningar')}.")


def _rows(found: Iterable[Count], headings: Sequence[str]) -> Iterable[tuple[str, ...]]:
    by_provision: dict[str, dict[str, int]] = defaultdict(dict)
    for each in found:
        by_provision[each.provision][each.status] = each.count
    for provision, by_status in by_provision.items():
        yield (
            provision,
            *(
                f"{in_thousands(by_status.get(status, 0)):>{len(heading)}}"
                for status, heading in zip(SHOWN, headings, strict=True)
            ),
        )


def _list(journal: SqlJournal, asked: Asked, *, as_json: bool) -> None:
    found = listed(journal.engine, asked)
    if as_json:
        with JsonArray() as array:
            for each in found:
                array.add(_as_json(each))
        return
    rows = [
        (
            f"{KINDS['case']} {each.case}",
            each.provision,
            "" if each.instance == "-" else each.instance,
            STATUSES[Status(each.status)],
            str(each.due or ""),
        )
        for each in found
    ]
    if rows:
        say_table(rows, heading=("Ärende", "Bestämmelse", "Instans", "Läge", "Sista dag"))
    say(f"{counted(len(rows), 'bedömning', 'bedömningar')}.")


def _as_json(each: FindingDays) -> dict[str, object]:
    """Tell a finding by the field names of the result contract."""
    return {
        "case": each.case,
        "rule_id": each.provision,
        "subject": each.subject,
        "instance_key": each.instance,
        "status": each.status,
        "late": each.late,
        "late_registered": each.late_registered,
        "due": each.due and each.due.isoformat(),
        "satisfied_by": each.satisfied_by,
        "missing": each.missing,
    }
