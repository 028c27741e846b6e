"""`rutin due`: what a support person has to do, or what a unit manager must see to."""

from collections.abc import Iterable
from typing import Annotated

import typer

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.judging import judged
from rutin.adapters.cli.options import DATABASE, Database, Json, read_date
from rutin.adapters.cli.printing import say, say_json
from rutin.adapters.cli.tables import say_table
from rutin.adapters.shown import due_shown, situation_shown
from rutin.application import Finding, Rutin
from rutin.application.explanation import missing_in_swedish
from rutin.application.support_work import Due, HandoverUnderWay, UnitSituation

HELP = """\
Visar vad en stödperson ska göra den här veckan och den här månaden (--support-person), eller vilka
stödpersoner som saknas, slutar och lämnar över i en enhet (--unit)."""


def command(
    db: Database = DATABASE,
    support_person: Annotated[
        str | None,
        typer.Option("--support-person", metavar="NUMMER", help="Stödpersonens nummer, som S-1."),
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="ENHET", help="Enheten.")] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATUM", help="Hur det står den dagen; annars i dag."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what is due."""
    if (support_person is None) == (unit is None):
        raise typer.BadParameter(
            "Ange antingen en stödperson eller en enhet.", param_hint="--support-person/--unit"
        )
    day = read_date(as_of, "--as-of") if as_of is not None else None
    with opened_journal(db, must_exist=True) as journal:
        rutin = Rutin(journal, provisions=judged())
        if support_person is not None:
            due = rutin.due_for(support_person, as_of=day)
            if as_json:
                say_json(due_shown(due).model_dump(mode="json", by_alias=True))
            else:
                _show_due(due)
        elif unit is not None:
            situation = rutin.unit_situation(unit, as_of=day)
            if as_json:
                say_json(situation_shown(situation).model_dump(mode="json"))
            else:
                _show_situation(situation)


def _show_due(due: Due) -> None:
    for title, findings in (
        ("Försenat", due.overdue),
        ("Den här veckan", due.this_week),
        ("Senare den här månaden", due.this_month),
    ):
        say(f"{title} ({len(findings)})")
        if findings:
            say_table(map(_row, findings))
        say()


def _row(finding: Finding) -> tuple[str, str, str, str]:
    case = finding.about.partition("/")[2]
    return str(finding.by), case, finding.provision.id, finding.provision.swedish


def _show_situation(situation: UnitSituation) -> None:
    say(f"Saknas ({len(situation.vacancies)})")
    if situation.vacancies:
        say_table((f"Ärende {v.case}", f"stödperson {v.slot}") for v in situation.vacancies)
    say()
    for title, handovers in (
        ("Slutar", situation.leavers),
        ("Överlämningar som pågår", situation.handovers),
    ):
        say(f"{title} ({len(handovers)})")
        if handovers:
            say_table(_rows(handovers))
        say()


def _rows(handovers: Iterable[HandoverUnderWay]) -> Iterable[tuple[str, str, str, str]]:
    for each in handovers:
        wanting = ", ".join(map(missing_in_swedish, each.missing))
        yield str(each.last_day or "dag okänd"), each.assignee, f"Ärende {each.case}", wanting
