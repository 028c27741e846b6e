"""The people of the demo municipality: no one who exists.

Identity numbers are the Swedish Tax Agency's test numbers, which no person has. Telephone numbers
are among those set aside for fiction, e-mail addresses use the domain set aside for examples, and
the streets are invented.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rutin.adapters.demo.chance import Chance
from rutin.domain.actor import Actor, Role
from rutin.domain.case import RouteKind
from rutin.domain.person import Person
from rutin.domain.values import IdentityNumber, check_digit

Unit = Literal["syd", "norr", "mobila"]

UNITS: tuple[Unit, ...] = ("syd", "norr", "mobila")
"""Two units for contact persons, companions and relief; the mobile team for housing support."""

WOMEN = (
    *("Agneta", "Aida", "Alva", "Amina", "Anita", "Asta", "Birgitta", "Carina", "Elsa", "Emma"),
    *("Fatima", "Gunilla", "Hanna", "Ingrid", "Jasmin", "Kerstin", "Lena", "Lilly", "Linnea"),
    *("Maj", "Malin", "Maryam", "Mona", "Nora", "Olga", "Saga", "Selma", "Sofia", "Ulla", "Åsa"),
)
MEN = (
    *("Adam", "Ali", "Anders", "Arvid", "Axel", "Bengt", "Carlos", "Elias", "Emil", "Erik"),
    *("Folke", "Gustav", "Hassan", "Hugo", "Ivan", "Johan", "Kjell", "Lars", "Leo", "Mikael"),
    *("Mohamed", "Nils", "Olle", "Oskar", "Per", "Rolf", "Sixten", "Tage", "Viktor", "Örjan"),
)
SURNAMES = (
    *("Ahmed", "Almgren", "Andersson", "Berglund", "Björk", "Dahl", "Ek", "Eriksson", "Forsberg"),
    *("Haddad", "Hansson", "Holm", "Johansson", "Karlsson", "Lind", "Lundqvist", "Nilsson"),
    *("Norberg", "Nyström", "Olsson", "Persson", "Petrov", "Sandberg", "Sjögren", "Svensson"),
    *("Söderlund", "Wallin", "Yilmaz", "Åkesson", "Öberg"),
)
STREETS = ("Almvägen", "Björkstigen", "Ekgränd", "Lindallén", "Rönnbacken", "Tallvägen")

OLDER = (
    *("193510183399", "193810157093", "194206178420", "194305166995", "194306113475"),
    *("194506218983", "194709201836", "194710292345", "194801141864", "194902102138"),
    *("195603032193", "195711212893", "195807133052", "196404094739", "196405183630"),
    *("196409053086", "196411283499", "197906209239", "198012279272", "198104059293"),
    *("198109249287", "198111289297", "198405299291", "198505229891"),
)
COORDINATION = (
    *("195102692380", "195303772387", "195410782394"),
    *("196205622399", "199312792386", "199908772388"),
)


def adult_numbers() -> list[str]:
    """List the test numbers of 1991–1993: each date with birth numbers 238 (woman) and 239 (man)."""
    return [_number(day, ordinal) for day in _days_of(1991, 1992, 1993) for ordinal in (238, 239)]


def child_numbers() -> list[str]:
    """List the test numbers of 2015 and 2019: 239 on the year's odd days, 238 on its even ones."""
    return [
        _number(day, 239 if day.timetuple().tm_yday % 2 else 238) for day in _days_of(2015, 2019)
    ]


def _days_of(*years: int) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=day)
        for year in years
        for day in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]


def _number(born_on: date, ordinal: int) -> str:
    nine = f"{born_on:%y%m%d}{ordinal}"
    return f"{born_on:%Y%m%d}{ordinal}{check_digit(nine)}"


class People:
    """Draws persons for the vault; no identity number twice."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._adults = adult_numbers()
        self._children = child_numbers()
        self._older = list(OLDER)
        self._coordination = list(COORDINATION)
        for numbers in (self._adults, self._children, self._older, self._coordination):
            chance.shuffle(numbers)

    def adult(self, reference: str) -> Person:
        """Draw someone of working age."""
        return self._person(reference, self._adults)

    def adult_of_any_age(self, reference: str) -> Person:
        """Draw an adult, now and then an older one while there are test numbers of older people."""
        older = self._older and self._chance.happens(0.3)
        return self._person(reference, self._older if older else self._adults)

    def child(self, reference: str) -> Person:
        """Draw a child."""
        return self._person(reference, self._children)

    def with_coordination_number(self, reference: str) -> Person:
        """Draw someone with a coordination number."""
        return self._person(reference, self._coordination)

    def without_number(self, reference: str) -> Person:
        """Draw someone whose number is not known."""
        return self._person(reference, [])

    def _person(self, reference: str, numbers: list[str]) -> Person:
        """Draw a person with the next number; with none, as may be, when the numbers run out."""
        number = numbers.pop() if numbers else None
        women = self._chance.happens(0.5) if number is None else int(number[10]) % 2 == 0
        chance = self._chance
        return Person(
            reference=reference,
            name=f"{chance.choice(WOMEN if women else MEN)} {chance.choice(SURNAMES)}",
            identity_number=None if number is None else IdentityNumber(number),
            phone=f"070-17406{chance.randrange(5, 100):02}",
            postal_address=f"{chance.choice(STREETS)} {chance.randrange(1, 60)}, Demoby",
            email=f"{reference.lower()}@example.org",
        )


def without(person: Person, absent: tuple[RouteKind, ...]) -> Person:
    """Give a person without some of the contact routes."""
    kept = {"phone": "phone", "postal_address": "post", "email": "email"}
    return person.but(**{field: None for field, route in kept.items() if route in absent})


@dataclass(frozen=True, slots=True)
class Staff:
    """Those who work a unit's cases, and the demo's importer, who records on their behalf."""

    unit: Unit
    administrator: Actor
    manager: Actor
    note_writer: Actor
    case_officer: Actor


def _recorded_for(who: str, role: Role, unit: str) -> Actor:
    return Actor(
        id="demo",
        role="importer",
        unit=unit,
        on_behalf_of=Actor(id=who, role=role, unit=unit),
    )


def _staff(unit: Unit, *, administrator: str, manager: str, support_person: str | None) -> Staff:
    works_the_process = _recorded_for(administrator, "administrator", unit)
    return Staff(
        unit=unit,
        administrator=works_the_process,
        manager=_recorded_for(manager, "unit_manager", unit),
        note_writer=_recorded_for(support_person, "support_person", unit)
        if support_person
        else works_the_process,
        case_officer=_recorded_for("hanna.handlaggare", "case_officer", "myndighet"),
    )


STAFF: dict[Unit, Staff] = {
    "syd": _staff("syd", administrator="adam.admin", manager="eva.chef", support_person=None),
    "norr": _staff("norr", administrator="nadja.admin", manager="nils.chef", support_person=None),
    "mobila": _staff(
        "mobila", administrator="maja.admin", manager="mona.chef", support_person="siv.stod"
    ),
}

QUALITY_DEVELOPER = _recorded_for("karin.kvalitet", "quality_developer", "stab")
"""Owns the routines of every unit."""


def support_person(reference: str) -> Actor:
    """Give a support person of the mobile team as the one on whose behalf it is recorded."""
    return _recorded_for(reference, "support_person", "mobila")


def assignee_in(unit: Unit, reference: str) -> Actor:
    """Give the assignee as the one on whose behalf their own reports are recorded."""
    return _recorded_for(reference, "assignee", unit)
