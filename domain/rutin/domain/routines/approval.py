"""Who must be approved before an agreement about a contact person (KLA-06c, KLA-07b; D-51)."""

from datetime import date

from rutin.domain.case import Case


def is_own_proposal(case: Case, person: str, came_by: str) -> bool:
    """Say whether a person is to be approved as a client's own proposal of a contact person.

    Args:
        case: The case that is to have an assignee.
        person: The person's number in the register.
        came_by: How the person came there.
    """
    proposed = person in case.own_proposals or came_by == "own_proposal"
    return case.is_for_contact_person and proposed


def is_recruit(case: Case, person: str, came_by: str, registered_on: date | None) -> bool:
    """Say whether a person is to be approved as recruited to be a contact person.

    So is whoever is said to be, and whoever came to the register, nobody says how, once the case
    had begun to recruit.

    Args:
        case: The case that is to have an assignee.
        person: The person's number in the register.
        came_by: How the person came there.
        registered_on: The day the person was registered, if that is known.
    """
    if not case.is_for_contact_person or person in case.own_proposals:
        return False
    recruiting_since = case.recruitment_started_on
    return came_by == "recruitment" or (
        came_by == "other"
        and registered_on is not None
        and recruiting_since is not None
        and registered_on >= recruiting_since
    )
