"""How the work process of companions, relief workers and contact persons is judged, step by step."""

from rutin.domain.assessment.clocks import Check
from rutin.domain.assessment.kla.change import KLA_CHANGE
from rutin.domain.assessment.kla.client_meeting import KLA_CLIENT_MEETING
from rutin.domain.assessment.kla.contact import KLA_CONTACT
from rutin.domain.assessment.kla.matching import KLA_MATCHING, undertaking_field
from rutin.domain.assessment.kla.renewal import KLA_RENEWAL
from rutin.domain.assessment.kla.reports import KLA_REPORTS
from rutin.domain.assessment.kla.search import KLA_SEARCH
from rutin.domain.assessment.notes import contacts_documented

KLA_CHECKS: dict[str, Check] = {
    **KLA_CONTACT,
    **KLA_CLIENT_MEETING,
    **KLA_SEARCH,
    **KLA_MATCHING,
    **KLA_REPORTS,
    **KLA_RENEWAL,
    **KLA_CHANGE,
    "KLA-13": contacts_documented,
    **{f"KLA-B4-{number}": undertaking_field(f"KLA-B4-{number}") for number in (1, 2, 3, 8, 9)},
    "KLA-B4-4": undertaking_field("KLA-B4-3"),
}
"""How every row of KLA and of bilaga 1–4 is judged."""

__all__ = ["KLA_CHECKS"]
