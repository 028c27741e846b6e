"""Local policy: the values that no routine states, and that a municipality may set for itself.

A result that rests only on such a value can be overdue, never breached, and says that it does.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a municipality may set.

    Attributes:
        name: Its name for good.
        routine: The routine it belongs to, such as "KLA"; "LAW" when it belongs to a law.
        swedish: What it is, in one plain sentence for staff.
        unit: What it counts, in Swedish.
        default: Its value until another is set.
        least: The least value it may have.
        most: The most.
        decision: The decision that proposes the default.
        provisions: The provisions whose time rests on it.
    """

    name: str
    routine: str
    swedish: str
    unit: str
    default: int
    least: int
    most: int
    decision: str
    provisions: tuple[str, ...]


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "first_contact_days",
        "KLA",
        "Så snart efter beställningen ska ett första försök att nå brukaren vara gjort.",
        "dagar",
        default=7,
        least=1,
        most=90,
        decision="D-74",
        provisions=("KLA-02a",),
    ),
    Parameter(
        "monthly_report_day",
        "KLA",
        "Den dag i följande månad då månadsuppföljning och kontantutlägg senast ska ha kommit in.",
        "dag i månaden",
        default=3,
        least=1,
        most=28,
        decision="D-16",
        provisions=("KLA-09b-p", "KLA-09f"),
    ),
    Parameter(
        "quarterly_report_least_days",
        "KLA",
        "Så länge ska insatsen ha pågått under ett kvartal för att en kvartalsrapport ska lämnas.",
        "dagar",
        default=30,
        least=1,
        most=92,
        decision="D-15",
        provisions=("KLA-09c-p",),
    ),
    Parameter(
        "final_quarterly_report_days",
        "KLA",
        "Så snart efter uppdragets slut ska den sista kvartalsrapporten ha kommit in.",
        "dagar",
        default=30,
        least=1,
        most=92,
        decision="D-15",
        provisions=("KLA-09c-p",),
    ),
    Parameter(
        "renewal_executed_before_end_days",
        "KLA",
        "Så långt före den gamla beställningens sista dag ska den nya vara verkställd.",
        "dagar",
        default=0,
        least=0,
        most=90,
        decision="D-64",
        provisions=("KLA-11d",),
    ),
    Parameter(
        "note_days",
        "KLA",
        "Så snart efter en kontakt ska anteckningen om den vara skriven och signerad.",
        "dagar",
        default=14,
        least=0,
        most=60,
        decision="D-28",
        provisions=("KLA-13", "LAW-10"),
    ),
    Parameter(
        "welcome_before_start_days",
        "NYB",
        "Så långt före insatsens start ska välkomstmappen vara lämnad.",
        "dagar",
        default=0,
        least=0,
        most=60,
        decision="D-33",
        provisions=(
            "NYB-06",
            "NYB-07a",
            "NYB-07b",
            "NYB-07c",
            "NYB-07d",
            "NYB-07e",
            "NYB-07f",
            "NYB-11",
        ),
    ),
    Parameter(
        "housing_plan_months",
        "KMSP",
        "Så snart efter insatsens start ska genomförandeplanen i boendestöd vara skriven.",
        "månader",
        default=1,
        least=1,
        most=6,
        decision="D-34",
        provisions=("KMSP-10",),
    ),
    Parameter(
        "regular_contact_months",
        "KMSP",
        "Så ofta ska stödpersonen ha kontakt med brukaren.",
        "månader",
        default=1,
        least=1,
        most=12,
        decision="D-17",
        provisions=("KMSP-02",),
    ),
    Parameter(
        "daily_support_days_a_week",
        "KMSP",
        "Från så många planerade dagar i veckan räknas insatserna som dagliga.",
        "dagar i veckan",
        default=5,
        least=1,
        most=7,
        decision="D-18",
        provisions=("KMSP-14",),
    ),
    Parameter(
        "routine_review_years",
        "DOC",
        "Så länge kan en rutin utan slutdatum gälla innan den bör ses över.",
        "år",
        default=5,
        least=1,
        most=10,
        decision="D-23",
        provisions=("DOC-03",),
    ),
    Parameter(
        "non_execution_report_months",
        "LAW",
        "Så snart efter kvartalets slut ska beslut som inte har verkställts vara rapporterade.",
        "månader",
        default=1,
        least=1,
        most=3,
        decision="D-63",
        provisions=("LAW-02",),
    ),
    Parameter(
        "plan_review_months",
        "LAW",
        "Så gammal får genomförandeplanen bli innan den bör följas upp.",
        "månader",
        default=12,
        least=1,
        most=24,
        decision="D-34",
        provisions=("LAW-12",),
    ),
)
"""Every parameter: name, default, unit, bounds and the decision behind it."""

_BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}


def parameter(name: str) -> Parameter | None:
    """Find a parameter by its name."""
    return _BY_NAME.get(name)


@dataclass(frozen=True)
class Policy:
    """The parameters as a municipality has set them, with history.

    Attributes:
        settings: By parameter, the days from which a value holds, in order, and the value.
    """

    settings: Mapping[str, tuple[tuple[date, int], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def value(self, name: str, on: date) -> int:
        """Give the value that holds on a day.

        Raises:
            KeyError: There is no such parameter.
        """
        default = _BY_NAME[name].default
        if not (set_from := self.settings.get(name)):
            return default
        place = bisect_right(set_from, on, key=lambda setting: setting[0])
        return set_from[place - 1][1] if place else default

    def but(self, values: Mapping[str, int], since: date = date.min) -> "Policy":
        """Give the policy with some values set from a day on, whatever was set after it."""
        changed = {
            name: (
                *(setting for setting in self.settings.get(name, ()) if setting[0] < since),
                (since, value),
            )
            for name, value in values.items()
        }
        return Policy(MappingProxyType({**self.settings, **changed}))


def parameters_of(provision_id: str) -> Iterable[Parameter]:
    """Give the parameters that the time of a provision rests on."""
    return (each for each in PARAMETERS if provision_id in each.provisions)
