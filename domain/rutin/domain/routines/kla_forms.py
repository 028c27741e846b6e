"""The fields of the four forms of KLA: bilaga 1 to 4."""

from functools import partial

from rutin.domain.routines.citation import KLA, seed
from rutin.domain.routines.definition import (
    ADMINISTRATOR,
    ASSIGNED,
    ASSIGNEE,
    COMPANION,
    CONTACT_PERSON,
    EVERYONE,
    RELIEF,
    Basis,
    Kind,
    Provision,
)

_form_1 = partial(Provision, applies_to=RELIEF + COMPANION, responsible=ASSIGNEE)
_form_2 = partial(Provision, applies_to=CONTACT_PERSON, responsible=ASSIGNEE)
_form_3 = partial(Provision, applies_to=COMPANION, responsible=ASSIGNEE)
# A field keeps the clock of its form (D-59); the undertaking is signed before the start (KLA-09h).
_form_4 = partial(Provision, applies_to=ASSIGNED, responsible=ASSIGNEE, basis=Basis.STEP_ORDER)

_MONTHLY_FOLLOW_UP = (
    _form_1(
        "KLA-B1-1",
        seed(KLA, "r.143", "Brukarens Namn"),
        "Ange vilken brukare månadsuppföljningen gäller.",
        "State which client the monthly follow-up is about.",
        Kind.FIELD,
    ),
    _form_1(
        "KLA-B1-2",
        seed(KLA, "r.144", "Beviljad insats"),
        "Ange vilken insats brukaren har fått beviljad.",
        "State which intervention the client has been granted.",
        Kind.FIELD,
    ),
    _form_1(
        "KLA-B1-3",
        seed(KLA, "r.145", "beviljade timmar per månad"),
        "Ange hur många timmar i månaden som är beviljade.",
        "State how many hours a month are granted.",
        Kind.FIELD,
    ),
    _form_1(
        "KLA-B1-4",
        seed(KLA, "r.147", "Målet med insatsen"),
        "Ange vilket mål insatsen har.",
        "State what the intervention aims at.",
        Kind.FIELD,
    ),
    _form_1(
        "KLA-B1-5",
        seed(KLA, "r.149", "Antal utförda timmar"),
        "Ange hur många timmar du utförde under månaden.",
        "State how many hours you performed during the month.",
        Kind.FIELD,
    ),
    _form_1(
        "KLA-B1-6",
        seed(KLA, "r.151–152", "Varför", "inte utfört alla"),
        "Förklara varför inte alla beviljade timmar utfördes, om det blev färre.",
        "Explain why not all granted hours were performed, if there were fewer.",
        Kind.FIELD,
    ),
    _form_1(
        "KLA-B1-7",
        seed(KLA, "r.156", "Vad har man gjort denna månad"),
        "Beskriv vad ni gjorde under månaden.",
        "Describe what you did during the month.",
        Kind.FIELD,
    ),
)

_QUARTERLY_REPORT = (
    _form_2(
        "KLA-B2-1",
        seed(KLA, "r.170", "person jag ger stöd till"),
        "Ange vem du ger stöd till.",
        "State whom you give support to.",
        Kind.FIELD,
    ),
    _form_2(
        "KLA-B2-2",
        seed(KLA, "r.171", "Mitt namn och personnummer"),
        "Ange ditt namn och ditt personnummer.",
        "State your name and your personal identity number.",
        Kind.FIELD,
    ),
    _form_2(
        "KLA-B2-3",
        seed(KLA, "r.172", "mars, juni, september, december"),
        "Ange vilket kvartal rapporten gäller.",
        "State which quarter the report is about.",
        Kind.FIELD,
    ),
    _form_2(
        "KLA-B2-4",
        seed(KLA, "r.173–174", "Vård- och omsorgsförvaltningen", "kontaktpersoner"),
        "Skicka rapporten till den adress som står på blanketten.",
        "Send the report to the address that stands on the form.",
        Kind.FIELD,
    ),
    _form_2(
        "KLA-B2-5",
        seed(KLA, "r.175–177", "Personlig träff", "Telefonkontakt", "övrig information"),
        "Skriv en rad för varje träff och telefonsamtal, med datum, eller att det inte blev något.",
        "Write a row with a date for every meeting and telephone call, or that there were none.",
        Kind.FIELD,
    ),
    _form_2(
        "KLA-B2-6",
        seed(KLA, "r.179", "Underskrift", "Datum"),
        "Skriv under rapporten och ange datum.",
        "Sign the report and state the date.",
        Kind.FIELD,
    ),
)

_CASH_OUTLAYS = (
    _form_3(
        "KLA-B3-1",
        seed(KLA, "r.185–186", "varje månad tillsammans med"),
        "Lämna in redovisningen varje månad och bifoga kvittona.",
        "Hand in the account every month and attach the receipts.",
        Kind.DUE_OBLIGATION,
    ),
    _form_3(
        "KLA-B3-2",
        seed(KLA, "r.188", "BRUKARE", "ÅR", "MÅN"),
        "Ange brukare, år och månad; skriv det rätta året, vad blanketten än har förtryckt.",
        "State client, year and month; write the right year, whatever the form has preprinted.",
        Kind.FIELD,
    ),
    _form_3(
        "KLA-B3-3",
        seed(KLA, "r.189–194", "Datum", "Kvitto", "Anteckningar", "Summa"),
        "Skriv datum, kvittonummer, anteckning och belopp för varje utlägg.",
        "Write date, receipt number, note and amount for every outlay.",
        Kind.FIELD,
    ),
    _form_3(
        "KLA-B3-4",
        seed(KLA, "r.191–192, 205", "Märk varje kvitto", "med 1,2,3", "skall numreras"),
        "Numrera kvittona 1, 2, 3 och så vidare, utan luckor.",
        "Number the receipts 1, 2, 3 and so on, without gaps.",
        Kind.FIELD,
    ),
    _form_3(
        "KLA-B3-5",
        seed(KLA, "r.196–197", "SUMMA REDOVISADE", "KONTANTUTLÄGG"),
        "Räkna ihop utläggen och skriv summan.",
        "Add up the outlays and write the total.",
        Kind.FIELD,
    ),
    _form_3(
        "KLA-B3-6",
        seed(KLA, "r.199–203", "Namnteckning", "Adress", "Kontonummer"),
        "Skriv under och ange namn, adress och kontonummer.",
        "Sign and state name, address and account number.",
        Kind.FIELD,
    ),
    _form_3(
        "KLA-B3-7",
        seed(KLA, "r.205–206", "häftas fast på separat papper", "kunna betala ut"),
        "Bifoga varje kvitto för sig, annars kan utläggen inte betalas ut.",
        "Attach each receipt by itself, otherwise the outlays cannot be paid.",
        Kind.PRECONDITION,
    ),
    _form_3(
        "KLA-B3-8",
        seed(KLA, "r.208", "ej överlappa varandra"),
        "Lägg kvittona så att inget täcker ett annat och alla går att läsa.",
        "Place the receipts so that none covers another and all can be read.",
        Kind.FIELD,
    ),
)

_CONFIDENTIALITY = (
    _form_4(
        "KLA-B4-1",
        seed(KLA, "r.215", "Namn", "Personnummer"),
        "Ange ditt namn och ditt personnummer på försäkran.",
        "State your name and your personal identity number on the undertaking.",
        Kind.FIELD,
    ),
    _form_4(
        "KLA-B4-2",
        seed(KLA, "r.217", "Anställd / praktikant / förtroendevald"),
        "Ange om du är anställd, praktikant, förtroendevald eller uppdragstagare.",
        "State whether you are an employee, a trainee, an elected representative or an assignee.",
        Kind.FIELD,
    ),
    _form_4(
        "KLA-B4-3",
        seed(KLA, "r.218–220", "tagit del av", "uppgifter till obehöriga"),
        "Intyga att du har läst sekretessreglerna och inte lämnar uppgifter till obehöriga.",
        "Certify that you have read the secrecy rules and tell nothing to the unauthorised.",
        Kind.FIELD,
    ),
    _form_4(
        "KLA-B4-4",
        seed(KLA, "r.222–223", "under den tid", "därefter"),
        "Håll tystnadsplikten under uppdraget och även efter att det har slutat.",
        "Keep the duty of confidentiality during the assignment and after its end as well.",
        Kind.FIELD,
    ),
    _form_4(
        "KLA-B4-5",
        seed(KLA, "r.225–226", "förvara alla handlingar"),
        "Förvara handlingar så att ingen obehörig kan läsa dem.",
        "Keep documents so that nobody unauthorised can read them.",
        Kind.FIELD,
    ),
    _form_4(
        "KLA-B4-6",
        seed(KLA, "r.226–228", "inte söka", "nödvändigt för att utföra"),
        "Sök bara de uppgifter i systemet som du behöver för ditt arbete.",
        "Search the system only for what you need for your work.",
        Kind.FIELD,
        responsible=EVERYONE,
    ),
    _form_4(
        "KLA-B4-7",
        seed(KLA, "r.230–231", "åtal och straff"),
        "Intyga att du vet att brott mot tystnadsplikten kan leda till straff.",
        "Certify that you know that breaking confidentiality may lead to punishment.",
        Kind.FIELD,
    ),
    _form_4(
        "KLA-B4-8",
        seed(KLA, "r.233", "utdrag ur aktuell lagtext"),
        "Bifoga utdraget ur den lagtext som gäller.",
        "Attach the extract from the law in force.",
        Kind.FIELD,
        responsible=ADMINISTRATOR,
    ),
    _form_4(
        "KLA-B4-9",
        seed(KLA, "r.235–239", "Ort och datum", "Underskrift"),
        "Skriv under försäkran och ange ort och datum.",
        "Sign the undertaking and state place and date.",
        Kind.FIELD,
    ),
)

KLA_FORM_PROVISIONS = (
    *_MONTHLY_FOLLOW_UP,
    *_QUARTERLY_REPORT,
    *_CASH_OUTLAYS,
    *_CONFIDENTIALITY,
)
"""KLA-B1-1 to KLA-B4-9, in the order of the forms."""
