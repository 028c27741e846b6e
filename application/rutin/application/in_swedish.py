"""What the fields of facts hold, in Swedish: the one place for whatever shows them."""

from datetime import time
from typing import Any, Final, Literal, get_args, get_origin

from rutin.application.short_text import in_short

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


def value_in_swedish(value: Any, annotation: Any, fact_type: str) -> str:
    """Give what a field holds as it is read on one line; nothing for a box that was left blank.

    Args:
        value: A text, a choice, a tick, a number, a day or the like, or several of a kind.
        annotation: What the field takes: a choice is told from a text by it alone.
        fact_type: The type of the fact, as "case.order_received.v1".
    """
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case tuple():
            return ", ".join(value_in_swedish(each, annotation, fact_type) for each in value)
        case time():
            return value.isoformat("minutes")
        case str() if _is_choice(annotation):
            return choice_in_swedish(fact_type, value)
        case str():
            return in_short(value)
    return getattr(value, "swedish", str(value))  # hours, money and periods know their Swedish


def choice_in_swedish(fact_type: str, value: str) -> str:
    """Give what a choice is called.

    Raises:
        KeyError: It has no label yet; a test sees to it that every choice has one.
    """
    return IN_THAT_FACT.get((fact_type, value)) or CHOICES[value]


def _is_choice(annotation: Any) -> bool:
    return get_origin(annotation) is Literal or any(map(_is_choice, get_args(annotation)))
