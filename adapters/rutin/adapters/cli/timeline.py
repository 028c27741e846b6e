"""`rutin timeline`: what happened, in order of occurrence, with corrections beside the original."""

from collections.abc import Mapping
from typing import Annotated

import typer

from rutin.adapters.cli.database import BY, opened_journal
from rutin.adapters.cli.labels import KINDS, ROLES
from rutin.adapters.cli.options import DATABASE, AsOf, Database, Json, KnownAt, read_view
from rutin.adapters.cli.printing import JsonArray, counted, say
from rutin.adapters.cli.summary import changes_between, summary_of
from rutin.adapters.cli.tables import is_terminal, say_blocks, say_table
from rutin.adapters.shown import entry_shown
from rutin.application import Actor, Recorded, Rutin, Timeline, TimelineEntry
from rutin.domain.act import Fact
from rutin.domain.case import JournalNoteMarkedErroneous
from rutin.domain.correction import FactCorrection
from rutin.domain.values import stockholm_date

HELP = """\
Visar vad som har hänt i ett ärende, ett uppdrag, hos en uppdragstagare eller med en rutin, i den
ordning det hände. I ett ärende ingår dess uppdrag, och det hos uppdragstagarna som rör ärendet.
En rättad händelse står kvar, märkt rättad, med rättelsen intill; en felmarkerad anteckning likaså."""


def command(
    reference: Annotated[
        str,
        typer.Argument(
            metavar="BETECKNING",
            help="Som K-1, eller case/K-1, assignee/A-1, relationship/U-1, routine/NYB om flera heter lika.",
        ),
    ],
    db: Database = DATABASE,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """Show a timeline."""
    day, moment = read_view(as_of, known_at)
    with opened_journal(db, must_exist=True) as journal:
        timeline = Rutin(journal).timeline(reference, as_of=day, known_at=moment, by=BY)
    if as_json:
        with JsonArray() as array:
            for entry in timeline.entries:
                array.add(entry_shown(entry).model_dump(mode="json"))
    else:
        _show(timeline)


def _show(timeline: Timeline) -> None:
    kind, _, name = timeline.reference.partition("/")
    say(f"{KINDS[kind]} {name}: {counted(len(timeline.entries), 'händelse', 'händelser')}")
    if not timeline.entries:
        return
    say()
    by_id = {str(entry.recorded.event_id): entry for entry in timeline.entries}
    rows = [
        (
            _day(entry.recorded.fact),
            _title(entry),
            _who(entry.recorded.actor),
            _recorded_on(entry.recorded),
            "; ".join(_details(entry, timeline.reference, by_id)),
        )
        for entry in timeline.entries
    ]
    if is_terminal():
        say_blocks(
            (day, title, f"{who}, registrerat {late}" if late else who, details)
            for day, title, who, late, details in rows
        )
    else:
        say_table(rows, heading=("Datum", "Händelse", "Av", "Registrerat", "Uppgifter"))


def _title(entry: TimelineEntry) -> str:
    became = (("rättad", entry.corrected_by), ("felmarkerad", entry.marked_by))
    told = ", ".join(word for word, by in became if by)
    return f"{entry.title} ({told})" if told else entry.title


def _day(fact: Fact) -> str:
    return f"{fact.occurred_on}" + (f" {fact.occurred_at:%H:%M}" if fact.occurred_at else "")


def _who(actor: Actor) -> str:
    if actor.on_behalf_of is None:
        return f"{actor.id}, {ROLES[actor.role]}"
    return f"{_who(actor.on_behalf_of)} (genom {actor.id})"


def _recorded_on(recorded: Recorded) -> str:
    """Tell the day of recording where it is another than the day it happened."""
    day = stockholm_date(recorded.recorded_at)
    return "" if day == recorded.fact.occurred_on else str(day)


def _details(entry: TimelineEntry, reference: str, by_id: Mapping[str, TimelineEntry]) -> list[str]:
    recorded = entry.recorded
    told = []
    if recorded.stream != reference:
        kind, _, name = recorded.stream.partition("/")
        told.append(f"{KINDS[kind]} {name}")
    if isinstance(recorded.fact, FactCorrection):
        told += _correction(recorded.fact, by_id)
    told += summary_of(recorded.fact)
    if recorded.deviation:
        told.append(f"Avvikelse: {recorded.deviation}")
    if entry.corrected_by and isinstance(entry.corrected_by.fact, FactCorrection):
        day = stockholm_date(entry.corrected_by.recorded_at)
        told.append(f"Rättad {day}: {_instead(recorded.fact, entry.corrected_by.fact)}")
    if entry.marked_by and isinstance(entry.marked_by.fact, JournalNoteMarkedErroneous):
        day = stockholm_date(entry.marked_by.recorded_at)
        told.append(f"Felmarkerad {day}: {entry.marked_by.fact.reason.rstrip('.')}")
    return told


def _correction(correction: FactCorrection, by_id: Mapping[str, TimelineEntry]) -> list[str]:
    original = by_id.get(correction.corrects)
    if original is None:  # it happened after the day asked about
        return []
    fact = original.recorded.fact
    return [f"Rättar {original.title.lower()} {_day(fact)}: {_instead(fact, correction)}"]


def _instead(original: Fact, correction: FactCorrection) -> str:
    if correction.replacement is None:
        return "det hände aldrig"
    return ", ".join(changes_between(original, correction.replacement)) or "inget ändrat"
