"""Order taking: a file of orders, taken in as a whole or row by row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rutin.application.order_files import NumberedRow
from rutin.application.order_intake import in_columns, read_order
from rutin.application.rutin import Rutin
from rutin.application.trial import TrialJournal
from rutin.domain.actor import Actor
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import (
    Conflict,
    Damaged,
    Forbidden,
    Malformed,
    Problem,
    RutinError,
    Unavailable,
)

ATTEMPTS = 5
"""How often the file is decided anew when others record about the same persons meanwhile."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a row.

    Attributes:
        row: Its number in the file.
        answer: The recorded fact, or why there is none; None for a row that is right, but held
            back because others are wrong.
        problems: What is wrong, by column.
        remarks: What is not taken over, by column.
    """

    row: int
    answer: Recorded | RutinError | None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether the row cannot be recorded."""
        return isinstance(self.answer, RutinError)


def take_in(
    rows: Sequence[NumberedRow],
    rutin: Rutin,
    by: Actor,
    *,
    partial: bool,
    new_reference: Callable[[], str],
    id_prefix: str | None = None,
) -> list[Outcome]:
    """Decide on every row, then record what came of it, all in one transaction (see `trial`).

    Args:
        rows: What the file holds.
        rutin: Where they are recorded.
        by: Who takes them in.
        partial: Record the rows that are right although others are wrong.
        new_reference: Gives an opaque reference for a person who is not known before.
        id_prefix: Makes the command of row 7 be PREFIX:7, so that a file sent twice is taken in
            once; each command gets a new id when left out.

    Raises:
        Forbidden: The role may not take in orders.
        Conflict: Others kept recording about the same.
    """
    for _ in range(ATTEMPTS):
        trial = TrialJournal(rutin.journal)
        deciding = rutin.on(trial)
        outcomes = [
            _decide(
                row,
                deciding,
                trial,
                by,
                new_reference=new_reference,
                command_id=id_prefix and f"{id_prefix}:{row.number}",
            )
            for row in rows
        ]
        if not partial and any(each.is_wrong for each in outcomes):
            return [each if each.is_wrong else replace(each, answer=None) for each in outcomes]
        try:
            in_place = {recorded.event_id: recorded for recorded in trial.record()}
        except Conflict:
            continue
        return [
            replace(each, answer=in_place.get(each.answer.event_id, each.answer))
            if isinstance(each.answer, Recorded)
            else each
            for each in outcomes
        ]
    raise Conflict("Andra registrerade om samma sak hela tiden. Inget är sparat; försök igen.")


def _decide(
    row: NumberedRow,
    deciding: Rutin,
    trial: TrialJournal,
    by: Actor,
    *,
    new_reference: Callable[[], str],
    command_id: str | None,
) -> Outcome:
    try:
        if isinstance(row.content, Malformed):
            raise row.content
        order = read_order(row.content, trial, new_reference=new_reference)
    except Malformed as error:
        return Outcome(row.number, error, error.problems)  # by column already
    try:
        recorded = deciding.handle(order.command, by, command_id=command_id)
        if order.person:
            trial.keep(order.person)
    except (Unavailable, Damaged, Forbidden):
        raise  # no row after this one would fare better
    except RutinError as error:
        return Outcome(row.number, error, in_columns(error))
    return Outcome(row.number, recorded, remarks=order.remarks)
