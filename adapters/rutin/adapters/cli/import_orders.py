"""`rutin import-orders`: a file of orders from the authority's system, taken in as a whole."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from rutin.adapters.cli.database import opened_journal
from rutin.adapters.cli.files import opened
from rutin.adapters.cli.options import DATABASE, Database, Json
from rutin.adapters.cli.printing import JsonArray, complain, counted, in_thousands, say
from rutin.adapters.cli.problems import error_as_json, problem_as_json, problem_lines
from rutin.application import Actor, Recorded, Rutin
from rutin.application.order_files import rows_of
from rutin.application.order_intake import (
    COLUMNS,
    EXTENT_GRAMMAR,
)
from rutin.application.order_taking import Outcome, take_in
from rutin.domain.case import OrderRenewed
from rutin.domain.refusal import (
    RutinError,
)


def _columns() -> str:
    width = max(map(len, COLUMNS))
    return "\n".join(
        f"  {name:{width}} {'*' if column.required else ' '} {column.holds}"
        for name, column in COLUMNS.items()
    )


HELP = f"""\
Tar emot beställningar ur en fil. Är någon rad fel registreras ingenting, och varje fel sägs;
med --partial registreras de rader som är rätta.

CSV: första raden är rubriker; komma eller semikolon emellan; UTF-8. JSON: en lista med ett objekt
per beställning och samma namn. Kolumnerna i valfri ordning (* måste vara ifylld):

{_columns()}

Omfattning skrivs så här:

{EXTENT_GRAMMAR}

Ett personnummer byts mot en personreferens: den som finns i personregistret, annars en ny. Namn,
personnummer och kontaktvägar läggs i personregistret; i händelsen står bara vilka slags
kontaktvägar som finns. En förlängning hör till det ärende som case anger, annars till personens
enda pågående ärende med samma insats. En ny beställning får ärendet case, annars ett ärende med
beställningens nummer."""


def command(
    file: Annotated[
        str, typer.Argument(metavar="FIL", help="Filen; namnet slutar på .csv eller .json.")
    ],
    *,
    db: Database = DATABASE,
    partial: Annotated[
        bool, typer.Option("--partial", help="Registrera de rader som är rätta.")
    ] = False,
    as_id: Annotated[
        str, typer.Option("--as-id", metavar="ID", help="Vem som importerar (import).")
    ] = "import",
    as_unit: Annotated[
        str, typer.Option("--as-unit", metavar="ENHET", help="Vid vilken enhet (import).")
    ] = "import",
    as_json: Json = False,
) -> int:
    """Take in a file of orders; 1 if any row is wrong."""
    by = _importer(as_id, as_unit)
    is_json = Path(file).suffix.lower() == ".json"
    if not is_json and Path(file).suffix.lower() != ".csv":
        raise typer.BadParameter("Filens namn ska sluta på .csv eller .json.", param_hint=file)
    with opened(file) as stream:
        rows = rows_of(stream, is_json=is_json)
    with opened_journal(db) as journal:
        outcomes = take_in(rows, Rutin(journal), by, partial=partial, new_reference=_new_reference)
    if as_json:
        with JsonArray() as array:
            for outcome in outcomes:
                array.add(_as_json(outcome))
    else:
        _tell(outcomes)
    return 1 if any(each.is_wrong for each in outcomes) else 0


def _importer(as_id: str, as_unit: str) -> Actor:
    try:
        return Actor(id=as_id, role="importer", unit=as_unit)
    except ValueError:
        raise typer.BadParameter(
            "Skriv bokstäver, siffror och . : + - _ utan mellanslag.",
            param_hint="--as-id eller --as-unit",
        ) from None


def _new_reference() -> str:
    return f"P-{uuid4().hex[:16]}"


def _tell(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.is_wrong:
            complain(f"Rad {outcome.row} är fel:")
        elif outcome.remarks and outcome.answer:
            complain(f"Rad {outcome.row} är registrerad, men inte allt i den:")
        for line in problem_lines(outcome.problems or outcome.remarks, field="kolumnen"):
            complain(f"  {line}")
    say(_summary(outcomes))


def _summary(outcomes: Sequence[Outcome]) -> str:
    facts = [each.answer.fact for each in outcomes if isinstance(each.answer, Recorded)]
    renewed = sum(isinstance(fact, OrderRenewed) for fact in facts)
    wrong = sum(each.is_wrong for each in outcomes)
    if wrong and len(facts) + wrong < len(outcomes):
        return (
            f"Inget är registrerat, för {in_thousands(wrong)} av "
            f"{counted(len(outcomes), 'rad', 'rader')} är fel. "
            "Rätta dem, eller kör med --partial."
        )
    told = (
        f"{counted(len(facts), 'beställning registrerad', 'beställningar registrerade')} "
        f"({counted(len(facts) - renewed, 'ny', 'nya')}, "
        f"{counted(renewed, 'förlängd', 'förlängda')})"
    )
    return f"{told}, {counted(wrong, 'rad', 'rader')} fel." if wrong else f"{told}."


def _as_json(outcome: Outcome) -> dict[str, Any]:
    remarks = {"remarks": [problem_as_json(each) for each in outcome.remarks]}
    match outcome.answer:
        case Recorded() as recorded:
            return {
                "row": outcome.row,
                "status": "recorded",
                "position": recorded.position,
                "event_id": str(recorded.event_id),
                "reference": recorded.stream,
                "type": recorded.fact.type,
            } | remarks
        case RutinError() as error:
            problems = [problem_as_json(each) for each in outcome.problems]
            told = error_as_json(error) | {"problems": problems}
            return {"row": outcome.row, "status": "refused", "error": told}
    return {"row": outcome.row, "status": "held_back"} | remarks
