"""`rutin worklist`: what is to be done, for a unit, a case or a role, the most pressing first."""

from datetime import date
from typing import Annotated, cast, get_args

import typer

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.judging import judged
from rutin.adapters.cli.options import DATABASE, Database, Json, read_date
from rutin.adapters.cli.printing import JsonArray, say
from rutin.adapters.cli.tables import say_table
from rutin.adapters.sql.views.findings import listed
from rutin.adapters.sql.views.keeper import Keeper
from rutin.domain.actor import Role
from rutin.domain.assessment.provision_set import ProvisionSet
from rutin.domain.values import stockholm_date
from rutin.projections.findings import FINDINGS
from rutin.projections.worklist import Task, Urgency, asked_for, worklist

HELP = """\
Visar vad som ska göras: det som är försenat eller ska vara gjort inom fyra veckor, enligt rutinerna.
Inget skrivs in för hand; en uppgift försvinner när det den gäller är registrerat.

Rollerna är administrator (administratör), unit_manager (enhetschef), support_person (stödperson),
assignee (uppdragstagare), case_officer (handläggare) och quality_developer (kvalitetsutvecklare)."""

TITLES = {
    Urgency.VERY_LATE: "Mer än en månad försenat",
    Urgency.LATE: "Försenat",
    Urgency.THIS_WEEK: "Den här veckan",
    Urgency.COMING: "Senare, inom fyra veckor",
}


def command(
    db: Database = DATABASE,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="ENHET", help="Bara den enhetens ärenden.")
    ] = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="ÄRENDE", help="Bara det ärendet.")
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="ROLL", help="Bara det rollen ansvarar för.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATUM", help="Hur det står den dagen; annars i dag."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the worklist."""
    if role is not None and role not in get_args(Role):
        raise typer.BadParameter(f"Välj bland {', '.join(get_args(Role))}.", param_hint="--role")
    provisions = judged()
    with opened_journal(db, must_exist=True) as journal:
        keeper = Keeper(journal, [FINDINGS], provisions=provisions)
        keeper.catch_up()
        day = read_date(as_of, "--as-of") if as_of is not None else stockholm_date(keeper.clock())
        asked = asked_for(provisions, day, unit=unit, case=case, role=cast(Role | None, role))
        tasks = worklist(listed(journal.engine, asked), day, provisions)
    if as_json:
        with JsonArray() as array:
            for task in tasks:
                array.add(_as_json(task))
    else:
        _show(tasks, provisions, day)


def _show(tasks: tuple[Task, ...], provisions: ProvisionSet, day: date) -> None:
    for urgency, title in TITLES.items():
        those = [task for task in tasks if task.urgency is urgency]
        say(f"{title} ({len(those)})")
        if those:
            say_table(_row(task, provisions) for task in those)
        say()
    if not tasks:
        say(f"Inget att göra {day}.")


def _row(task: Task, provisions: ProvisionSet) -> tuple[str, str, str, str]:
    first, *rest = (finding.provision for finding in task.findings)
    more = f" +{len(rest)}" if rest else ""
    return str(task.by), f"Ärende {task.case}", f"{first}{more}", provisions.named(first).swedish


def _as_json(task: Task) -> dict[str, object]:
    first = task.findings[0]
    return {
        "urgency": task.urgency.value,
        "by": task.by.isoformat(),
        "case": task.case,
        "subject": first.subject,
        "instance_key": first.instance,
        "status": first.status,
        "rule_ids": [finding.provision for finding in task.findings],
        "missing": sorted({each for finding in task.findings for each in finding.missing}),
    }
