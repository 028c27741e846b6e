"""The whole catalogue: every provision of the five routines and of the law, in one order."""

from rutin.domain.routines.byte import BYTE_PROVISIONS
from rutin.domain.routines.citation import Citation, law
from rutin.domain.routines.definition import Provision
from rutin.domain.routines.doc import DOC_PROVISIONS
from rutin.domain.routines.kla import KLA_PROVISIONS
from rutin.domain.routines.kla_forms import KLA_FORM_PROVISIONS
from rutin.domain.routines.kmsp import KMSP_PROVISIONS
from rutin.domain.routines.law import LAW_PROVISIONS
from rutin.domain.routines.man import MAN_PROVISIONS
from rutin.domain.routines.nyb import NYB_PROVISIONS

PROVISIONS: tuple[Provision, ...] = (
    *DOC_PROVISIONS,
    *BYTE_PROVISIONS,
    *KMSP_PROVISIONS,
    *MAN_PROVISIONS,
    *NYB_PROVISIONS,
    *KLA_PROVISIONS,
    *KLA_FORM_PROVISIONS,
    *LAW_PROVISIONS,
)
"""Catalogue order: the order in which a refusal names what it rests on (D-49)."""

_PLACES = {each.id: place for place, each in enumerate(PROVISIONS)}


def provision(provision_id: str) -> Provision:
    """Find a provision by its id, such as "KLA-06c".

    Raises:
        LookupError: No provision has that id.
    """
    return PROVISIONS[catalogue_order(provision_id)]


def catalogue_order(provision_id: str) -> int:
    """Give the place of a provision in the catalogue, counted from 0: a sort key.

    Raises:
        LookupError: No provision has that id.
    """
    if provision_id not in _PLACES:
        raise LookupError(
            f"Det finns ingen bestämmelse som heter {provision_id}. "
            "Kontrollera stavningen, till exempel KLA-06c."
        )
    return _PLACES[provision_id]


LOCAL_DECISION = "D-57"
"""The local decision on what must come before each act, where no row of a routine says it."""


def citation_of(provision_id: str) -> Citation:
    """Give where a shipped provision, or the local decision, stands.

    Raises:
        LookupError: No provision has that id.
    """
    if provision_id == LOCAL_DECISION:
        return law(f"Lokalt beslut {LOCAL_DECISION}")
    return provision(provision_id).citation
