"""`rutin assess`: how every provision stands, on any day, as known at any time, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

import typer

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.exit_status import REFUSED
from rutin.adapters.cli.files import opened
from rutin.adapters.cli.judging import judged
from rutin.adapters.cli.labels import KINDS, STATUSES
from rutin.adapters.cli.options import DATABASE, Database, Json, read_date, read_moment
from rutin.adapters.cli.printing import JsonArray, complain, counted, say
from rutin.adapters.cli.problems import problem_lines
from rutin.adapters.cli.tables import say_table
from rutin.adapters.shown import finding_shown
from rutin.application import Finding, Rutin, Status, WhatIf
from rutin.application.assessment import nothing_yet
from rutin.application.explanation import explain
from rutin.application.what_if import read_what_if

HELP = """\
Säger för varje bestämmelse om den är uppfylld, sen, försenad, bruten eller inte gäller: sedan när,
varför, på vilka händelser, och var i rutinen den står. Gäller alla ärenden och rutinerna själva, om
inget ärende anges. Det som inte gäller visas bara med --all, --status eller --json.

En fil till --what-if är JSON, som {"versions": {"NYB": "v2"}, "parameters": {"note_days": 7}}: så
bedöms allt som om den utgåvan och de värdena hade gällt. Inget registreras.

Lägena är open (öppen), met (uppfylld), overdue (försenad), breached (bruten) och not_applicable
(gäller inte)."""


def command(
    db: Database = DATABASE,
    case: Annotated[
        str | None, typer.Option("--case", metavar="ÄRENDE", help="Bara det ärendet.")
    ] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="ID", help="Bara den bestämmelsen, som KLA-06c.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="ENHET", help="Bara den enhetens ärenden.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATUM", help="Hur det står den dagen; annars i dag."),
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option(
            "--known-at",
            metavar="TID",
            help="Med det som var registrerat då. Svensk tid; bara datum är hela dagen.",
        ),
    ] = None,
    what_if: Annotated[
        str | None, typer.Option("--what-if", metavar="FIL", help="Vad som ska antas.")
    ] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="LÄGEN", help="Bara de lägena, som overdue,breached."),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", metavar="LÄGEN", help="Sluta med 1 om något har ett av lägena."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Visa också det som inte gäller.")
    ] = False,
    as_json: Json = False,
) -> int | None:
    """Show findings."""
    day = read_date(as_of, "--as-of") if as_of is not None else None
    moment = read_moment(known_at, "--known-at") if known_at is not None else None
    supposed = _supposed(what_if)
    wanted = _statuses(status, "--status")
    failing = _statuses(fail_on, "--fail-on")
    with opened_journal(db, must_exist=True) as journal:
        rutin = Rutin(journal, provisions=judged())
        told = Told()
        found = told.all(
            rutin.assess(case, rule=rule, unit=unit, as_of=day, known_at=moment, what_if=supposed)
        )
        shown = (each for each in found if not wanted or each.status in wanted)
        if as_json:
            with JsonArray() as array:
                for finding in shown:
                    array.add(finding_shown(finding).model_dump(mode="json", by_alias=True))
        else:
            _show(shown, everything=everything or bool(wanted))
    if unit is not None and not told.statuses:
        complain(f"Inget ärende hör till enheten {unit}. Kontrollera hur den skrivs.")
    if told.nothing_yet:
        complain("\n".join(problem_lines((nothing_yet(told.nothing_yet, told.as_of),), field="")))
    return REFUSED if told.statuses & failing else None


@dataclass
class Told:
    """What is to be remembered of findings that have gone by.

    Attributes:
        statuses: Every status among them, shown or not.
        nothing_yet: Cases in which nothing had happened by the day, with their first day.
        as_of: The day.
    """

    statuses: set[Status] = field(default_factory=set)
    nothing_yet: dict[str, date | None] = field(default_factory=dict)
    as_of: date = date.min

    def all(self, found: Iterable[Finding]) -> Iterator[Finding]:
        """Let findings go by."""
        for finding in found:
            self.statuses.add(finding.status)
            self.as_of = finding.as_of
            if finding.is_before_anything:
                self.nothing_yet[finding.about.partition("/")[2]] = finding.began
            yield finding


def _show(found: Iterable[Finding], *, everything: bool) -> None:
    """Write a table for each subject, and how many stand how."""
    counts = dict.fromkeys(Status, 0)
    for name, findings in _by_subject(found):
        for finding in findings:
            counts[finding.status] += 1
        rows = [
            (
                finding.provision.id,
                _key(finding),
                _status(finding),
                str(finding.state.due or ""),
                explain(finding).swedish,
            )
            for finding in findings
            if everything or finding.status is not Status.NOT_APPLICABLE
        ]
        kind, _, reference = name.partition("/")
        say(f"{KINDS[kind]} {reference}")
        if rows:
            say_table(rows, heading=("Bestämmelse", "Instans", "Läge", "Sista dag", "Varför"))
        say()
    told = ", ".join(f"{STATUSES[each]} {count}" for each, count in counts.items())
    say(f"{counted(sum(counts.values()), 'bedömning', 'bedömningar')}: {told}.")


def _by_subject(found: Iterable[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Group findings by the case or routine that they are about; they come one after the other."""
    present: list[Finding] = []
    name = ""
    for finding in found:
        if finding.about != name and present:
            yield name, present
            present = []
        name = finding.about
        present.append(finding)
    if present:
        yield name, present


def _key(finding: Finding) -> str:
    """Tell which instance it is; of one that an event triggered, the day it began."""
    key = finding.course.key
    if len(key) < len("2026-Q1-and-more"):
        return "" if key == "-" else key
    return str(finding.course.instance.first)


def _status(finding: Finding) -> str:
    told = STATUSES[finding.status]
    if finding.state.late:
        told += ", sent"
    if finding.state.late_registered:
        told += ", sent registrerat"
    return told


def _supposed(name: str | None) -> WhatIf | None:
    if name is None:
        return None
    with opened(name) as file:
        return read_what_if(file.read())


def _statuses(written: str | None, option: str) -> frozenset[Status]:
    if written is None:
        return frozenset()
    try:
        return frozenset(Status(each.strip()) for each in written.split(","))
    except ValueError:
        raise typer.BadParameter(
            f"Skriv ett eller flera av {', '.join(Status)}, med komma emellan.", param_hint=option
        ) from None
