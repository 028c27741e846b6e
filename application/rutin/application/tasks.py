"""Tasks: which findings are something to be done, and whose.

What is due for a support person and the worklist both go by this.
"""

from dataclasses import dataclass

from rutin.domain.assessment.assess import routine_of, severity_of
from rutin.domain.assessment.finding import Severity, Status
from rutin.domain.assessment.provision_set import ProvisionSet
from rutin.domain.routines import Provision


@dataclass(frozen=True, slots=True)
class Engagement:
    """What someone has with clients on a day.

    Attributes:
        relationships: The streams of those that are or ever were theirs, as "relationship/U-1".
        as_support_person: The cases in which they are person 1 or person 2 on the day.
        as_assignee: The cases in which they have another assignment on the day.
    """

    relationships: frozenset[str]
    as_support_person: frozenset[str]
    as_assignee: frozenset[str]


def is_task(provision: Provision, status: Status, provisions: ProvisionSet) -> bool:
    """Say whether a finding is something to be done.

    A sum of others is not, nor is a recommendation for a period that is over: what is done later is
    of another period.
    """
    if status not in (Status.OPEN, Status.OVERDUE) or provision.id in provisions.roll_ups:
        return False
    clock = provisions.clock_of(provision.id) or ""
    is_advice = severity_of(provision, None) is Severity.ADVISORY
    return not (status is Status.OVERDUE and is_advice and clock.startswith("PER"))


def is_task_of(person: Engagement, provision: Provision, subject: str, case: str) -> bool:
    """Say whether a finding is for someone to see to.

    A handover is its leaver's (BYTE r.36) and a report is of the assignment that it tells of, also
    after the last day. All else is shared by those who support the client on the day (KMSP r.46-48).

    Args:
        person: What they have with clients.
        provision: What was judged.
        subject: What the finding is about, as "relationship/U-1".
        case: The case it is a finding of.
    """
    is_of_handover = routine_of(provision.id) == "BYTE"
    is_of_assignee = "assignee" in provision.responsible
    if subject.startswith("relationship/") and (is_of_handover or is_of_assignee):
        return subject in person.relationships
    is_of_support_person = "support_person" in provision.responsible
    return (is_of_support_person and not is_of_handover and case in person.as_support_person) or (
        is_of_assignee and case in person.as_assignee
    )
