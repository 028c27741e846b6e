"""What every routine shall tell about itself: who decided it, when, and how long it holds."""

from functools import partial

from rutin.domain.routines.citation import BYTE, KLA, KMSP, MAN, NYB, seed
from rutin.domain.routines.definition import QUALITY_DEVELOPER, THE_ROUTINE_ITSELF, Kind, Provision

_provision = partial(Provision, applies_to=THE_ROUTINE_ITSELF, responsible=QUALITY_DEVELOPER)

DOC_PROVISIONS = (
    _provision(
        "DOC-01",
        seed(BYTE, "r.8–9", "beslutat av", "beslutades den"),
        "Ange i rutinen vem som har beslutat den och vilken dag.",
        "State in the routine who decided it and on which day.",
        Kind.FIELD,
        also=(
            seed(KMSP, "r.11–12", "beslutat av", "beslutades den"),
            seed(KLA, "r.8–9", "beslutat av", "beslutades den"),
            seed(MAN, "r.8–9", "beslutat av", "beslutades den"),
            seed(NYB, "r.11–12", "beslutat av", "beslutades den"),
        ),
    ),
    _provision(
        "DOC-02",
        seed(KMSP, "r.16", "gäller till den: 2025-11-10"),
        "Ersätt rutinen senast den sista dag som den gäller.",
        "Replace the routine at the latest on the last day that it is valid.",
        Kind.DUE_OBLIGATION,
        also=(seed(NYB, "r.16", "gäller till den: 2025-11-10"),),
    ),
    _provision(
        "DOC-03",
        seed(KMSP, "r.16", "max 5 år"),
        "Låt rutinen gälla i högst fem år från den dag då den beslutades.",
        "Let the routine be valid for at most five years from the day it was decided.",
        Kind.DUE_OBLIGATION,
        also=(seed(NYB, "r.16", "max 5 år"),),
    ),
    _provision(
        "DOC-04",
        seed(BYTE, "r.13", "tills vidare"),
        "En rutin utan slutdatum gäller tills den ersätts eller dras in.",
        "A routine without an end date is valid until it is replaced or withdrawn.",
        Kind.VALUE,
        also=(seed(KLA, "r.13", "tillsvidare"),),
    ),
    _provision(
        "DOC-05",
        seed(KMSP, "r.17", "ersätter"),
        "Ange vilken utgåva som rutinen ersätter, och låt aldrig två utgåvor gälla samtidigt.",
        "State which version the routine replaces, and never let two versions be valid at once.",
        Kind.FIELD,
        also=(seed(KLA, "r.14", "ersätter"), seed(NYB, "r.17", "ersätter")),
    ),
    _provision(
        "DOC-06",
        # The key words stop before the colon: on line 14 a person's name follows (D-53).
        seed(BYTE, "r.14", "Dokumentansvarig är"),
        "Ange vilken funktion som ansvarar för rutinen.",
        "State which function is responsible for the routine.",
        Kind.ROLE,
        also=(
            seed(KMSP, "r.18", "Dokumentansvarig är"),
            seed(KLA, "r.15", "Dokumentansvarig är"),
            seed(MAN, "r.10", "Dokumentansvarig är"),
            seed(NYB, "r.18", "Dokumentansvarig är"),
        ),
    ),
)
"""DOC-01 to DOC-06: the head of each routine."""
