"""MAN: the support person's monthly follow-up with the client (2022)."""

from functools import partial

from rutin.domain.routines.citation import MAN, seed
from rutin.domain.routines.definition import (
    EVERYONE,
    HOUSING_SUPPORT,
    SUPPORT_PERSON,
    UNIT_MANAGER,
    Kind,
    Provision,
)

_provision = partial(Provision, applies_to=HOUSING_SUPPORT, responsible=SUPPORT_PERSON)

MAN_PROVISIONS = (
    _provision(
        "MAN-01",
        seed(MAN, "r.16–17", "utfört enligt genomförandeplan"),
        "Stödet ska ges så som genomförandeplanen säger.",
        "The support shall be given as the implementation plan says.",
        Kind.VALUE,
        responsible=EVERYONE,
    ),
    _provision(
        "MAN-02",
        seed(MAN, "r.17–19", "revideras i genomförandeplan"),
        "Ändra genomförandeplanen när brukarens behov eller önskemål har ändrats.",
        "Change the implementation plan when the client's needs or wishes have changed.",
        Kind.OBLIGATION,
    ),
    _provision(
        "MAN-03",
        seed(MAN, "r.19–20", "enhetschef meddelas"),
        "Berätta för enhetschefen när något behöver åtgärdas.",
        "Tell the unit manager when something needs to be done.",
        Kind.INFORMATION,
    ),
    _provision(
        "MAN-04",
        seed(MAN, "r.20–21", "åtgärderna skall", "dokumenteras"),
        "Dokumentera vad ni gör åt det som behöver åtgärdas.",
        "Document what you do about what needs to be done.",
        Kind.OBLIGATION,
    ),
    _provision(
        "MAN-05",
        seed(MAN, "r.23", "stödpersoner följer angiven rutin"),
        "De ansvariga stödpersonerna gör uppföljningarna.",
        "The responsible support persons carry out the follow-ups.",
        Kind.ROLE,
    ),
    _provision(
        "MAN-06",
        seed(MAN, "r.23–24", "implementerad och följs"),
        "Enhetschefen ser till att rutinen är känd och följs på enheten.",
        "The unit manager makes sure that the routine is known and followed in the unit.",
        Kind.ROLE,
        responsible=UNIT_MANAGER,
    ),
    _provision(
        "MAN-07",
        seed(MAN, "r.26–27", "månadsuppföljning tillsammans", "mående", "stödbehovet"),
        "Följ varje månad upp tillsammans med brukaren hur hen mår och vilket stöd som har behövts.",
        "Follow up with the client every month how they are and what support they have needed.",
        Kind.DUE_OBLIGATION,
    ),
    _provision(
        "MAN-08",
        seed(MAN, "r.29", "bokar månadsuppföljning"),
        "Boka en tid för månadens uppföljning med brukaren.",
        "Book a time for the month's follow-up with the client.",
        Kind.OBLIGATION,
    ),
    _provision(
        "MAN-09a",
        seed(MAN, "r.32", "Önskemål"),
        "Fråga vad brukaren önskar.",
        "Ask what the client wishes for.",
        Kind.FIELD,
    ),
    _provision(
        "MAN-09b",
        seed(MAN, "r.33", "Hur har stödet fungerat"),
        "Fråga hur brukaren tycker att stödet har varit.",
        "Ask how the client thinks the support has been.",
        Kind.FIELD,
    ),
    _provision(
        "MAN-09c",
        seed(MAN, "r.34", "fungerat bra", "mindre bra"),
        "Fråga både vad som har varit bra och vad som har varit mindre bra.",
        "Ask both what has been good and what has been less good.",
        Kind.FIELD,
    ),
    _provision(
        "MAN-09d",
        seed(MAN, "r.35", "ny genomförandeplan"),
        "Fråga om ändringarna kräver en ny genomförandeplan.",
        "Ask whether the changes call for a new implementation plan.",
        Kind.FIELD,
    ),
    _provision(
        "MAN-10",
        seed(MAN, "r.37–38", "dokumenterar detta i social journal"),
        "Sammanfatta brukarens svar och de sju punkterna i den sociala journalen.",
        "Sum up the client's answers and the seven points in the social record.",
        Kind.OBLIGATION,
    ),
    _provision(
        "MAN-11",
        seed(MAN, "r.39", "enligt rullande schema"),
        "Redovisa uppföljningen på verksamhetsmötet när det är brukarens tur i schemat.",
        "Present the follow-up at the unit meeting when it is the client's turn in the schedule.",
        Kind.DUE_OBLIGATION,
    ),
    _provision(
        "MAN-12",
        seed(MAN, "r.41–42", "ska genomförandeplan"),
        "Ta med genomförandeplanen till verksamhetsmötet.",
        "Bring the implementation plan to the unit meeting.",
        Kind.OBLIGATION,
    ),
    _provision(
        "MAN-13",
        seed(MAN, "r.41–42", "ev. metodblad"),
        "Ta med metodbladet till verksamhetsmötet, om brukaren har ett.",
        "Bring the method sheet to the unit meeting, if the client has one.",
        Kind.OBLIGATION,
    ),
    _provision(
        "MAN-14.1",
        seed(MAN, "r.44", "genomförandeplan aktuell", "uppföljning planerad"),
        "Svara på om genomförandeplanen är aktuell och om nästa uppföljning är planerad.",
        "Answer whether the implementation plan is current and the next follow-up planned.",
        Kind.FIELD,
    ),
    _provision(
        "MAN-14.2",
        seed(MAN, "r.45", "beställning aktuell"),
        "Svara på om beställningen är aktuell eller behöver tas upp med handläggaren.",
        "Answer whether the order is current or must be taken up with the case officer.",
        Kind.FIELD,
    ),
    _provision(
        "MAN-14.3",
        seed(MAN, "r.46", "formulerade mål", "stödet tillgodosett"),
        "Svara för varje mål på om brukaren får det stöd som målet kräver.",
        "Answer for each goal whether the client gets the support that it calls for.",
        Kind.FIELD,
    ),
    _provision(
        "MAN-14.4",
        seed(MAN, "r.47", "SMART"),
        "Svara på om målet i genomförandeplanen är SMART.",
        "Answer whether the goal in the implementation plan is SMART.",
        Kind.FIELD,
    ),
    _provision(
        "MAN-14.5",
        seed(MAN, "r.50–51", "Vilka metoder", "delaktighet och självbestämmande"),
        "Skriv vilka metoder ni använder och hur de gör brukaren självständig och delaktig.",
        "Write which methods you use and how they make the client independent and involved.",
        Kind.FIELD,
    ),
    _provision(
        "MAN-14.6",
        seed(MAN, "r.52–54", "en månad bakåt"),
        "Läs en månad av dokumentationen och svara på om den visar hur stödet leder mot målet.",
        "Read one month of the records and answer whether they show how support serves the goal.",
        Kind.FIELD,
    ),
    _provision(
        "MAN-14.7",
        seed(MAN, "r.55", "riskbedömningen aktuell", "handlingsplan"),
        "Svara på om riskbedömningen är aktuell och om det finns en handlingsplan till den.",
        "Answer whether the risk assessment is current and whether it has an action plan.",
        Kind.FIELD,
    ),
)
"""MAN-01 to MAN-14.7, in the order of the routine."""
