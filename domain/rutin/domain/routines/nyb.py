"""NYB: how a new client is received (Ny brukare KLA, 2020)."""

from functools import partial

from rutin.domain.routines.citation import NYB, seed
from rutin.domain.routines.definition import (
    ADMINISTRATOR,
    ASSIGNED,
    COMPANION,
    DESIGNATED_EMPLOYEE,
    EVERYONE,
    NOBODY,
    RELIEF,
    UNIT_MANAGER,
    Basis,
    Kind,
    Provision,
)

_background = partial(Provision, applies_to=ASSIGNED)
_welcome = partial(
    Provision,
    applies_to=ASSIGNED,
    responsible=UNIT_MANAGER + DESIGNATED_EMPLOYEE,
    basis=Basis.STEP_ORDER,
)

NYB_PROVISIONS = (
    _background(
        "NYB-01",
        seed(NYB, "r.24–25", "ska personal veta vad"),
        "Se till att personalen kan sina uppgifter när en insats börjar.",
        "Make sure that staff know their tasks when an intervention begins.",
        Kind.OBLIGATION,
        responsible=UNIT_MANAGER,
    ),
    _background(
        "NYB-02",
        seed(NYB, "r.25–31", "respekt", "rättssäkert och likvärdigt"),
        "Bemöt varje brukare med respekt, professionellt och lika, efter hens behov och lagen.",
        "Treat every client with respect, professionally and equally, by their needs and the law.",
        Kind.VALUE,
        responsible=EVERYONE,
    ),
    _background(
        "NYB-03",
        seed(NYB, "r.35", "processkarta"),
        "Ha en processkarta som visar ansvar och tid för varje steg.",
        "Have a process map that shows who answers for each step, and when.",
        Kind.FIELD,
        responsible=NOBODY,
    ),
    _background(
        "NYB-04",
        seed(NYB, "r.36–37", "checklistor och lathundar", "informationsmaterial"),
        "Ha checklistor och lathundar till personalen och informationsmaterial till brukarna.",
        "Have checklists and guides for staff and information material for clients.",
        Kind.FIELD,
        responsible=NOBODY,
    ),
    _welcome(
        "NYB-05",
        seed(NYB, "r.43–44", "strukturerat och korrekt", "muntligt"),
        "Berätta för brukaren om verksamheten innan insatsen börjar.",
        "Tell the client about the service before the intervention begins.",
        Kind.INFORMATION,
    ),
    _welcome(
        "NYB-06",
        seed(NYB, "r.44–45", "informationsmaterial", "välkomstmapp"),
        "Lämna informationsmaterial till brukaren, till exempel en välkomstmapp.",
        "Hand over information material to the client, for instance a welcome pack.",
        Kind.INFORMATION,
    ),
    _welcome(
        "NYB-07a",
        seed(NYB, "r.45–46", "viktiga telefonnummer"),
        "Ge brukaren de telefonnummer som hen behöver.",
        "Give the client the telephone numbers that they need.",
        Kind.INFORMATION,
    ),
    _welcome(
        "NYB-07b",
        seed(NYB, "r.46", "namn"),
        "Ge brukaren namnen på dem som hen kan vända sig till.",
        "Give the client the names of those they can turn to.",
        Kind.INFORMATION,
    ),
    _welcome(
        "NYB-07c",
        seed(NYB, "r.46", "nyckelrutiner"),
        "Informera brukaren om hur ni hanterar nycklar.",
        "Inform the client of how keys are handled.",
        Kind.INFORMATION,
    ),
    _welcome(
        "NYB-07d",
        seed(NYB, "r.46–47", "privata medel"),
        "Informera brukaren om hur ni hanterar hens egna pengar.",
        "Inform the client of how their own money is handled.",
        Kind.INFORMATION,
    ),
    _welcome(
        "NYB-07e",
        seed(NYB, "r.47", "larm"),
        "Informera brukaren om larm.",
        "Inform the client of alarms.",
        Kind.INFORMATION,
    ),
    _welcome(
        "NYB-07f",
        seed(NYB, "r.47", "synpunktshantering"),
        "Informera brukaren om hur hen lämnar synpunkter och klagomål.",
        "Inform the client of how to make suggestions and complaints.",
        Kind.INFORMATION,
    ),
    _welcome(
        "NYB-07g",
        seed(NYB, "r.47", "mm"),
        "Informera brukaren om annat som ni har bestämt lokalt.",
        "Inform the client of anything else that you have agreed on locally.",
        Kind.INFORMATION,
    ),
    _background(
        "NYB-08",
        seed(NYB, "r.47–48", "tydlig genomförandeplan", "inte vid insats kontaktperson"),
        "Gör en tydlig genomförandeplan tillsammans med brukaren innan insatsen börjar.",
        "Make a clear implementation plan together with the client before the intervention begins.",
        Kind.OBLIGATION,
        applies_to=RELIEF + COMPANION,
        responsible=ADMINISTRATOR,
        basis=Basis.STEP_ORDER,
    ),
    _background(
        "NYB-09",
        seed(NYB, "r.50", "Alla berörda följer processkartan"),
        "Alla följer processkartan och tar sitt ansvar i den.",
        "Everyone follows the process map and takes their part in it.",
        Kind.ROLE,
        responsible=EVERYONE,
        basis=Basis.STEP_ORDER,
    ),
    _background(
        "NYB-10",
        seed(NYB, "r.50–51", "använder sig av checklista"),
        "Gå igenom checklistan innan insatsen börjar.",
        "Go through the checklist before the intervention begins.",
        Kind.OBLIGATION,
        responsible=ADMINISTRATOR,
        basis=Basis.STEP_ORDER,
    ),
    _welcome(
        "NYB-11",
        seed(NYB, "r.51–52", "enhetschef eller utsedd medarbetare överlämnar"),
        "Enhetschefen, eller den som hen har utsett, lämnar över välkomstmappen.",
        "The unit manager, or whom they have designated, hands over the welcome pack.",
        Kind.ROLE,
    ),
)
"""NYB-01 to NYB-11, in the order of the routine."""
