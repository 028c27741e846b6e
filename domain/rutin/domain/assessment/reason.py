"""Why a provision does not apply, is breached, or was met late: stable codes with their texts."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason in a few words.

    Attributes:
        code: Stable; never translated.
        swedish: As staff read it, without a full stop.
        english: The same in English.
    """

    code: str
    swedish: str
    english: str

    def __post_init__(self) -> None:
        if _BY_CODE.setdefault(self.code, self) != self:
            raise TypeError(f"{self.code} is the code of another reason too.")


_BY_CODE: Final[dict[str, Reason]] = {}


def reason_of(code: str) -> Reason:
    """Give the reason that has a code, as where the code alone is kept.

    Raises:
        KeyError: There is none.
    """
    return _BY_CODE[code]


NOT_THIS_INTERVENTION = Reason(
    "not_this_intervention", "gäller inte den här insatsen", "does not apply to this intervention"
)
NO_CONTACT = Reason("no_contact", "ingen kontakt", "no contact was made")
CLOSED_BEFORE = Reason("closed_before", "avslutat innan", "closed before")
ROUND_ABANDONED = Reason("round_abandoned", "omgången avbruten", "the round was abandoned")
NOT_TRIGGERED = Reason("not_triggered", "inte utlöst", "not triggered")
SUSPENDED = Reason("routine_suspended", "rutinen är vilande", "the routine is suspended")

WITHOUT_IT = Reason(
    "act_without_precondition",
    "gjordes utan att villkoret var uppfyllt",
    "was done without the precondition",
)
WRONG_ORDER = Reason("wrong_order", "gjordes i fel ordning", "was done in the wrong order")
PERIOD_OVER = Reason("period_over", "tiden är ute", "the time is over")
CLOSED_WITHOUT = Reason(
    "closed_without", "avslutades utan att det var gjort", "was closed without it"
)
WRONG_ROLE = Reason("wrong_role", "gjordes av fel roll", "was done by the wrong role")
