"""What choices and kinds are called in Swedish: the one place for the command line."""

from typing import Final

from rutin.application import Status

KINDS: Final = {
    "case": "Ärende",
    "assignee": "Uppdragstagare",
    "relationship": "Uppdrag",
    "routine": "Rutin",
}
"""Kinds of streams."""

ROLES: Final = {
    "administrator": "administratör",
    "unit_manager": "enhetschef",
    "support_person": "stödperson",
    "assignee": "uppdragstagare",
    "case_officer": "handläggare",
    "quality_developer": "kvalitetsutvecklare",
    "auditor": "granskare",
    "importer": "importör",
}

STATUSES: Final = {
    Status.OPEN: "öppen",
    Status.MET: "uppfylld",
    Status.OVERDUE: "försenad",
    Status.BREACHED: "bruten",
    Status.NOT_APPLICABLE: "gäller inte",
}
"""How a provision stands."""

STAGES: Final = {
    "ordered": "beställt",
    "running": "pågår",
    "interrupted": "uppehåll",
    "ended": "avslutat",
    "closed": "stängt",
}
"""How far a case has come."""

DECISIONS: Final = {"approved": "godkänd", "rejected": "inte godkänd"}
"""What is decided about an assignee."""

WAITING: Final = {
    "decision": "beslut",
    "interruption": "avbrott",
    "3-6": "3–6 månader",
    "6-12": "6–12 månader",
    "12-": "ett år eller mer",
}
"""What waits to be executed, and for how long it has."""

REPORTS: Final = {
    "monthly": "månadsrapport",
    "quarterly": "kvartalsrapport",
    "outlays": "utlägg",
    "expected": "väntas",
    "missing": "saknas",
    "incomplete": "ofullständig",
    "received": "komplett",
    "late": "komplett för sent",
}
"""What is reported, and how a report stands."""

KEEPING: Final = {
    "kept": "sparas än",
    "due": "ska gallras",
    "preserved": "bevaras",
    "birth_day_unknown": "födelsedagen är inte känd",
}
"""What is to become of a closed file."""

VERSIONS: Final = {
    "coming": "kommande",
    "in_force": "gäller",
    "suspended": "vilande",
    "expired": "tiden har gått ut",
    "replaced": "ersatt",
    "withdrawn": "upphävd",
    "default": "förval",
    "municipality": "kommunen",
    "version": "utgåvan",
}
"""How a routine's version stands, and where a local value comes from."""

CHOICES: Final = {
    "SoL": "SoL",
    "LSS": "LSS",
    "administrator": "administratör",
    "approve": "godkänn",
    "assignee": "uppdragstagare",
    "assignee_left": "uppdragstagaren slutade",
    "assignee_wish": "uppdragstagarens önskan",
    "assignment_ends": "slutar som stödperson här",
    "case_officer": "handläggare",
    "client": "brukaren",
    "client_away": "brukaren är borta",
    "client_declined": "brukaren tackade nej",
    "client_unreachable": "brukaren går inte att nå",
    "client_wish": "brukarens önskan",
    "closing": "avslut",
    "commission": "uppdragsavtal",
    "companion": "ledsagarservice",
    "completed": "slutförd",
    "contact_details_missing": "kontaktuppgifter saknas",
    "contact_person": "kontaktperson",
    "criminal_records": "belastningsregistret",
    "declined": "avböjde",
    "designated_employee": "utsedd medarbetare",
    "died": "avliden",
    "elected": "förtroendevald",
    "email": "e-post",
    "employee": "anställd",
    "employment": "anställningsavtal",
    "follow_up": "uppföljning",
    "god_man": "god man",
    "guardian": "vårdnadshavare",
    "housing_support": "boendestöd",
    "interim": "för en tid",
    "ivo": "IVO",
    "leaves_unit": "slutar på enheten",
    "letter": "brev",
    "match": "uppdraget",
    "meeting": "möte",
    "message_left": "meddelande lämnat",
    "moved": "flyttade",
    "municipal_auditors": "kommunens revisorer",
    "municipal_council": "kommunfullmäktige",
    "need_ceased": "behovet upphörde",
    "need_changed": "behovet har ändrats",
    "no_answer": "inget svar",
    "no_assignee": "uppdragstagare saknas",
    "no_longer_wanted": "inte längre önskat",
    "not_reached": "inte uppnått",
    "oral": "muntligt",
    "order": "beställningen",
    "order_ended": "beställningen avslutades",
    "order_needs_review": "beställningen behöver ses över",
    "other": "annat",
    "own_proposal": "eget förslag",
    "own_proposal_rejected": "eget förslag inte godkänt",
    "participated": "medverkade",
    "partly": "delvis",
    "permanent": "tills vidare",
    "person": "personen",
    "phone": "telefon",
    "post": "post",
    "reached": "uppnått",
    "recruitment": "rekrytering",
    "reject": "godkänn inte",
    "relative": "anhörig",
    "relief": "avlösarservice",
    "renewal": "förlängning",
    "renewal_declined": "förlängning avböjd",
    "returned": "kom i retur",
    "sent": "skickat",
    "service_delayed": "insatsen dröjer",
    "sms": "sms",
    "social_services": "socialregistret",
    "support_person": "stödperson",
    "suspects": "misstankeregistret",
    "trainee": "praktikant",
    "trustee": "förvaltare",
    "unit_manager": "enhetschef",
    "unknown": "inte känt",
    "via_case_officer": "genom handläggaren",
    "via_representative": "genom ställföreträdare",
    "visit": "besök",
    "work_in_homes": "arbete i hemmet",
    "work_with_children": "arbete med barn",
    "written": "skriftligt",
}
"""What may be chosen in a field, by its stored value."""

IN_THAT_FACT: Final = {("case.contact_attempted.v1", "reached"): "nådd"}
"""Where the same value is called something else, by the type of the fact."""


def choice_in_swedish(fact_type: str, value: str) -> str:
    """Give what a choice is called.

    Raises:
        KeyError: It has no label yet; a test sees to it that every choice has one.
    """
    return IN_THAT_FACT.get((fact_type, value)) or CHOICES[value]


def chosen(value: str) -> str:
    """Give what a value that may be asked for is called; the value itself, if it has no name."""
    return _NAMES.get(value, value)


_NAMES: Final = {
    **CHOICES,
    **ROLES,
    **STAGES,
    **DECISIONS,
    **WAITING,
    **REPORTS,
    **KEEPING,
    **VERSIONS,
    **{status.value: name for status, name in STATUSES.items()},
}
