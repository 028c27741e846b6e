"""Order intake: a row from the authority's system becomes the command that takes the order in.

Nothing is read or written here but through the journal port, to know who a person is and which
case an order prolongs. What is wrong with a row is told by column, all of it at once.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from rutin.application.journal import Journal
from rutin.domain.case import OrderReceived, ReceiveOrder, RenewOrder
from rutin.domain.case.case import Case
from rutin.domain.dates import out_of_order
from rutin.domain.history import History
from rutin.domain.intervention import Extent, Intervention
from rutin.domain.person import Person
from rutin.domain.reference import Reference
from rutin.domain.refusal import Malformed, Problem, RutinError
from rutin.domain.values import Hours, IdentityNumber, Unreadable
from rutin.domain.wording import malformed

Cell = str | bool | Sequence[str] | None
"""What a cell may hold: text, or in JSON also true or false and a list of texts."""

Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an order file.

    Attributes:
        title: What the column is called to staff.
        holds: How it is filled in, in Swedish, for the help text.
        required: Whether every row must have it filled in.
        provision: The provision it answers to.
    """

    title: str
    holds: str
    required: bool = False
    provision: str | None = None


COLUMNS: Final[dict[str, Column]] = {
    "order_no": Column("Beställningsnummer", "beställningens nummer", True, "KLA-01"),
    "decision_date": Column("Beslutsdatum", "2026-01-31", True, "LAW-01"),
    "received_on": Column("Mottagen den", "2026-01-31", True, "KLA-01"),
    "intervention": Column(
        "Insats", "avlösarservice, ledsagarservice, kontaktperson eller boendestöd", True
    ),
    "legal_basis": Column("Lagrum", "SoL eller LSS", True, "LAW-27"),
    "extent": Column("Omfattning", "20 timmar/månad, 20 eller 3 tillfällen/månad"),
    "goals": Column("Mål", "flera skiljs åt med |"),
    "period_from": Column("Gäller från", "2026-01-31"),
    "period_to": Column("Gäller till och med", "2026-01-31; tomt är tills vidare"),
    "case_officer": Column("Handläggare", "handläggarens referens"),
    "unit": Column("Enhet", "enhetens referens"),
    "person": Column("Person", "personreferens eller personnummer", True, "KLA-01b"),
    "name": Column("Namn", "kan utelämnas", provision="KLA-01b"),
    "phone": Column("Telefon", "kontaktväg", provision="KLA-01b"),
    "postal_address": Column("Postadress", "kontaktväg", provision="KLA-01b"),
    "email": Column("E-post", "kontaktväg", provision="KLA-01b"),
    "other_route": Column("Annan kontaktväg", "kontaktväg", provision="KLA-01b"),
    "protected": Column("Skyddade personuppgifter", "ja eller nej; tomt är nej"),
    "kind": Column("Slag", "ny eller förlängning", True),
    "case": Column("Ärende", "kan utelämnas; annars ärendets beteckning"),
}
"""Every column that an order file may have, by the name in its heading."""

INTERVENTIONS: Final[dict[str, Intervention]] = {
    "avlösarservice": "relief",
    "relief": "relief",
    "ledsagarservice": "companion",
    "ledsagning": "companion",
    "companion": "companion",
    "kontaktperson": "contact_person",
    "contact_person": "contact_person",
    "boendestöd": "housing_support",
    "housing_support": "housing_support",
}
LEGAL_BASES: Final = {"sol": "SoL", "lss": "LSS"}
KINDS: Final = {
    "new": "new",
    "ny": "new",
    "renewal": "renewal",
    "förlängning": "renewal",
    "förlängd": "renewal",
}
ANSWERS: Final = {"ja": True, "true": True, "1": True, "nej": False, "false": False, "0": False}

ROUTES: Final = {
    "phone": "phone",
    "postal_address": "post",
    "email": "email",
    "other_route": "other",
}
"""Columns of contact routes: what they hold goes to the vault, the fact holds the kind alone."""

_COLUMN_OF_FIELD: Final = {
    "occurred_on": "received_on",
    "client": "person",
    "client_born_on": "person",
    "identity_number": "person",
    "reference": "person",
}
_NAMES: Final[dict[Intervention, str]] = {
    "relief": "avlösarservice",
    "companion": "ledsagarservice",
    "contact_person": "kontaktperson",
    "housing_support": "boendestöd",
}

_REFERENCE: Final[TypeAdapter[str]] = TypeAdapter(Reference)
_LIKE_AN_IDENTITY_NUMBER = re.compile(r"[0-9]{6}([0-9]{2})?[-+ ]?[0-9]{4}")
_EXTENT = re.compile(
    r"""
    (?P<amount>[0-9]{1,12}(?:[.,][0-9]{1,12})?) \s*
    (?:
        (?P<hours>timmar|timme|tim\.?|h)
      | (?P<occasions>tillfällen|tillfälle|gånger|gång|ggr)
    )?
    (?: \s* (?:/|per|i) \s* (?: månaden|månad|mån\.? | (?P<week>veckan|vecka|v\.?) ) )?
    (?: \s* [,;] \s* (?P<days>[0-7]) \s* (?:dagar|dag) \s* (?:/|per|i) \s* (?:veckan|vecka|v\.?) )?
    """,
    re.VERBOSE | re.IGNORECASE,
)

EXTENT_GRAMMAR: Final = """\
ANTAL [ENHET] [/månad] [, DAGAR dagar/vecka]
ANTAL   20 eller 14,5
ENHET   timmar (timme, tim, h) eller tillfällen (tillfälle, gånger, gång, ggr);
        utan enhet menas timmar
/månad  kan också skrivas per månad, i månaden eller /mån, eller utelämnas"""
"""How an extent is written, for help texts."""


@dataclass(frozen=True, slots=True)
class IncomingOrder:
    """What a row asks for.

    Attributes:
        command: Takes the order in.
        person: What the row tells of the client and a renewal cannot carry; for the vault.
        remarks: What the row tells that is not taken over, in Swedish, by column.
    """

    command: ReceiveOrder | RenewOrder
    person: Person | None = None
    remarks: tuple[Problem, ...] = ()


def read_order(row: Row, journal: Journal, *, new_reference: Callable[[], str]) -> IncomingOrder:
    """Read what a row asks for.

    Args:
        row: Its cells by column; a column may be left out.
        journal: Where persons and cases are looked up.
        new_reference: Gives an opaque reference for a person who is not known before.

    Raises:
        Malformed: Something in the row cannot be read; each problem names its column.
    """
    return _RowReader(row, journal, new_reference).read()


def in_columns(error: RutinError) -> tuple[Problem, ...]:
    """Tell what is wrong with an order by column instead of by the command's field."""
    return tuple(
        Problem(each.code, each.text, column_of(each.field), each.provision)
        for each in error.problems
    )


def column_of(field: str | None) -> str | None:
    """Give the column that a field of the command is read from; None for the row as a whole."""
    if field is None:
        return None
    steps = field.removeprefix("person.").split(".")
    return _COLUMN_OF_FIELD.get(steps[0], steps[0])


def unknown_columns(names: Sequence[str]) -> list[Problem]:
    """Tell which headings are no columns of an order file, stand twice, or lack altogether."""
    unknown = [
        Problem(
            "unknown_column",
            f"Kolumnen {name or '(utan namn)'} finns inte. Kolumnerna är: {', '.join(COLUMNS)}.",
            field=name or None,
        )
        for name in dict.fromkeys(names)
        if name not in COLUMNS
    ]
    twice = [
        Problem(
            "duplicate_column",
            f"Kolumnen {name} finns två gånger. Ta bort den ena.",
            field=name,
        )
        for name in COLUMNS
        if list(names).count(name) > 1
    ]
    lacking = [
        Problem(
            "missing_column",
            f"Kolumnen {name} ({column.title.lower()}) saknas. Lägg till den.",
            field=name,
            provision=column.provision,
        )
        for name, column in COLUMNS.items()
        if column.required and name not in names
    ]
    return unknown + twice + lacking


def read_extent(written: str) -> Extent:
    """Read an extent, as EXTENT_GRAMMAR says; empty text is an extent not told.

    Raises:
        Unreadable: It is written in another way, or is no possible amount.
    """
    if not written:
        return Extent()
    shape = _EXTENT.fullmatch(written)
    if shape is None:
        raise Unreadable(
            "extent.unreadable",
            "Omfattningen går inte att läsa. Skriv som 20 timmar/månad, 14,5 eller "
            "3 tillfällen/månad.",
        )
    if shape["week"]:
        raise Unreadable(
            "extent.per_week", "Omfattningen ska anges per månad. Räkna om den från veckor."
        )
    days = int(shape["days"]) if shape["days"] else None
    if not shape["occasions"]:
        return Extent(hours_per_month=Hours(shape["amount"]), planned_days_per_week=days)
    if not shape["amount"].isdecimal():
        raise Unreadable("extent.occasions", "Antalet tillfällen ska vara ett heltal.")
    return Extent(occasions_per_month=int(shape["amount"]), planned_days_per_week=days)


class _RowReader:
    """Reads one row, noting every problem on the way."""

    def __init__(self, row: Row, journal: Journal, new_reference: Callable[[], str]) -> None:
        self._row = row
        self._journal = journal
        self._new_reference = new_reference
        self._problems: list[Problem] = []

    def read(self) -> IncomingOrder:
        kind = self._choice("kind", KINDS, "ny eller förlängning")
        order: dict[str, Any] = {
            "order_no": self._reference("order_no"),
            "decision_date": self._date("decision_date"),
            "occurred_on": self._date("received_on"),
            "extent": self._extent(),
            "goals": self._goals(),
            "period_from": self._date("period_from"),
            "period_to": self._date("period_to"),
            "case_officer": self._reference("case_officer"),
        }
        self._check_dates(order)
        intervention = self._choice("intervention", INTERVENTIONS, COLUMNS["intervention"].holds)
        basis = self._choice("legal_basis", LEGAL_BASES, "SoL eller LSS")
        unit = self._reference("unit")
        protected = self._choice("protected", ANSWERS, "ja eller nej")
        case = self._reference("case")
        told = self._person(order["occurred_on"], makes_new=kind != "renewal")
        self._stop_if_wrong()
        if kind == "renewal":
            return self._renewal(
                order,
                told=told,
                case=case,
                intervention=intervention,
                basis=basis,
                unit=unit,
                protected=protected,
            )
        return IncomingOrder(
            self._command(
                ReceiveOrder,
                order
                | {
                    "case": case or order["order_no"],
                    "intervention": intervention,
                    "legal_basis": basis,
                    "unit": unit,
                    "client": told and told.reference,
                    "client_born_on": self._born_on(told),
                    "contact_routes": tuple(
                        kind for column, kind in ROUTES.items() if self._text(column)
                    ),
                    "protected": bool(protected),
                    "person": told,
                },
            ),
        )

    # ------------------------------------------------------------------ a renewal

    def _renewal(
        self,
        order: dict[str, Any],
        *,
        told: Person | None,
        case: str | None,
        intervention: Any,
        basis: Any,
        unit: str | None,
        protected: Any,
    ) -> IncomingOrder:
        client = told.reference if told else ""
        if case is None:
            case, prolonged = self._case_to_renew(client, intervention, basis)
        else:
            prolonged = self._case(case)
            self._check_same_order(case, prolonged.order, client, intervention, basis)
        self._stop_if_wrong()
        return IncomingOrder(
            self._command(RenewOrder, order | {"case": case}),
            person=told if told != Person(reference=client) else None,
            remarks=_not_renewed(prolonged.order, unit=unit, protected=protected),
        )

    def _case_to_renew(
        self, client: str, intervention: Intervention, basis: str
    ) -> tuple[str, Case]:
        received = self._journal.about({f"client/{client}"}).recorded
        names = dict.fromkeys(r.stream.partition("/")[2] for r in received)
        running = {
            name: case
            for name in names
            if (case := self._case(name)).order is not None
            and (case.order.intervention, case.order.legal_basis) == (intervention, basis)
            and case.ended_on is None
            and case.closed_on is None
        }
        if len(running) == 1:
            return next(iter(running.items()))
        if running:
            self._wrong(
                "case",
                "several_cases_to_renew",
                f"Personen har flera ärenden med {_NAMES[intervention]}: {', '.join(running)}. "
                "Ange i kolumnen case vilket som förlängs.",
            )
        else:
            self._wrong(
                "case",
                "no_case_to_renew",
                f"Personen har inget pågående ärende med {_NAMES[intervention]} enligt {basis}. "
                "Ange ärendet i kolumnen case, eller skriv ny i kolumnen kind.",
            )
        return "", Case()

    def _check_same_order(
        self, case: str, first: OrderReceived | None, client: str, intervention: str, basis: str
    ) -> None:
        """Check that a named case is the client's; one without order is for the domain to refuse."""
        if first is None:
            return
        if first.client != client:
            self._wrong("case", "other_client", f"Ärende {case} gäller en annan person.")
        elif (first.intervention, first.legal_basis) != (intervention, basis):
            self._wrong(
                "case",
                "other_intervention",
                f"Ärende {case} gäller {_NAMES[first.intervention]} enligt {first.legal_basis}. "
                "En annan insats är en ny beställning.",
            )

    def _case(self, name: str) -> Case:
        return History(self._journal.about({f"case/{name}"}).recorded).case(name)

    # ------------------------------------------------------------------ the person

    def _person(self, on: date | None, *, makes_new: bool) -> Person | None:
        """Tell who the client is, and what the row says of them; None if that cannot be read."""
        written = self._text("person")
        if not _LIKE_AN_IDENTITY_NUMBER.fullmatch(written):
            reference, number = self._reference("person"), None
        else:
            try:
                number = IdentityNumber.parse(written.replace(" ", ""), on=on)
            except Unreadable as fault:
                self._wrong("person", fault.code, str(fault), provision="LAW-26")
                return None
            known = self._journal.person_by_number(str(number))
            reference = known.reference if known else self._new_reference() if makes_new else None
            if reference is None:
                self._wrong(
                    "person",
                    "unknown_person",
                    "Personen finns inte i personregistret, så ingen beställning kan förlängas. "
                    "Skriv ny i kolumnen kind om det är den första.",
                )
        if reference is None:
            return None
        return Person(
            reference=reference,
            identity_number=number,
            name=self._text("name") or None,
            phone=self._text("phone") or None,
            postal_address=self._text("postal_address") or None,
            email=self._text("email") or None,
            other_route=self._text("other_route") or None,
        )

    def _born_on(self, told: Person | None) -> date | None:
        """Give the day of birth that the row's identity number, or the vault's, says."""
        known = self._journal.person(told.reference) if told else None
        for person in (told, known):
            if person and person.identity_number:
                return person.identity_number.born_on
        return None

    # ------------------------------------------------------------------ one cell

    def _text(self, column: str) -> str:
        cell = self._row.get(column)
        if isinstance(cell, bool):
            return "ja" if cell else "nej"
        if cell is None:
            return ""
        return cell.strip() if isinstance(cell, str) else "|".join(cell)

    def _required(self, column: str) -> str:
        written = self._text(column)
        if not written and COLUMNS[column].required:
            self._wrong(
                column, "missing", f"{COLUMNS[column].title} ({column}) saknas. Fyll i kolumnen."
            )
        return written

    def _date(self, column: str) -> date | None:
        written = self._required(column)
        if not written:
            return None
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
            try:
                return date.fromisoformat(written)
            except ValueError:
                pass  # told below, like a date written in another way
        self._wrong(
            column,
            "date_parsing",
            f"{COLUMNS[column].title} ({column}) ska vara ett datum som finns, som 2026-01-31.",
        )
        return None

    def _reference(self, column: str) -> str | None:
        written = self._required(column)
        if not written:
            return None
        try:
            return _REFERENCE.validate_python(written)
        except ValidationError:
            self._wrong(
                column,
                "reference",
                f"{COLUMNS[column].title} ({column}) har fel form. Högst 80 tecken: "
                "bokstäver, siffror och . : + - _, och inga mellanslag.",
            )
            return None

    def _choice(self, column: str, choices: Mapping[str, Any], told: str) -> Any:
        written = self._required(column)
        if not written:
            return None
        if written.lower() not in choices:
            self._wrong(
                column,
                "literal_error",
                f"{COLUMNS[column].title} ({column}) har ett värde som inte finns. Skriv {told}.",
            )
        return choices.get(written.lower())

    def _extent(self) -> Extent:
        try:
            return read_extent(self._text("extent"))
        except Unreadable as fault:
            self._wrong("extent", fault.code, str(fault))
        except ValidationError as error:
            for problem in malformed(error, Extent).problems:
                self._wrong("extent", problem.code, problem.text)
        return Extent()

    def _goals(self) -> tuple[str, ...]:
        cell = self._row.get("goals")
        goals = cell.split("|") if isinstance(cell, str) else [] if cell is None else cell
        if isinstance(goals, bool):
            self._wrong("goals", "string_type", "Mål (goals) ska vara text.")
            return ()
        return tuple(goal.strip() for goal in goals if goal.strip())

    def _check_dates(self, order: Mapping[str, Any]) -> None:
        pairs = (("decision_date", "occurred_on"), ("period_from", "period_to"))
        for earlier, later in pairs:
            first, last = column_of(earlier) or earlier, column_of(later) or later
            if order[earlier] is None or order[later] is None:
                continue
            disorder = out_of_order(
                (COLUMNS[first].title.lower(), order[earlier]),
                (COLUMNS[last].title.lower(), order[later]),
            )
            if disorder:
                self._wrong(last, "dates_out_of_order", disorder)

    # ------------------------------------------------------------------ the outcome

    def _command(self, command: type[Any], fields: Mapping[str, Any]) -> Any:
        try:
            return command.model_validate(fields)
        except ValidationError as error:
            raise Malformed(*in_columns(malformed(error, command))) from None

    def _wrong(self, column: str, code: str, text: str, *, provision: str | None = None) -> None:
        self._problems.append(Problem(code, text, column, provision or COLUMNS[column].provision))

    def _stop_if_wrong(self) -> None:
        if self._problems:
            places = list(COLUMNS)
            raise Malformed(
                *sorted(self._problems, key=lambda each: places.index(each.field or ""))
            )


def _not_renewed(
    first: OrderReceived | None, *, unit: str | None, protected: bool | None
) -> tuple[Problem, ...]:
    """Tell what a renewal says otherwise than the first order, and cannot change."""
    if first is None:
        return ()
    remarks = []
    if unit not in (None, first.unit):
        remarks.append(
            Problem(
                "not_taken_over",
                f"Enheten ändras inte av en förlängning; ärendet ligger kvar hos {first.unit}.",
                field="unit",
            )
        )
    if protected not in (None, first.protected):
        remarks.append(
            Problem(
                "not_taken_over",
                "Skyddade personuppgifter ändras inte av en förlängning. "
                "Rätta den första beställningen i ärendet (CorrectCaseFact).",
                field="protected",
            )
        )
    return tuple(remarks)
