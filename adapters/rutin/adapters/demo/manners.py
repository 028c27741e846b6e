"""The ways in which a note, a report or a claim is handled, well or badly."""

from typing import Literal

NoteManner = Literal["same_day", "within_two_weeks", "later", "never_signed", "not_written"]
"""When a journal note is signed, if ever."""

MonthManner = Literal["on_time", "late", "missing", "without_reason"]
"""How a monthly report comes in; without a reason although hours were left undone."""

QuarterManner = Literal["on_time", "late", "missing", "row_outside"]
"""How a quarterly report comes in; late with a row of the next quarter, and put right."""

ClaimManner = Literal["in_order", "misnumbered", "wrong_total"]
"""How a claim for outlays comes in; when not in order it is returned and handed in again."""

FollowUpManner = Literal[
    "on_time", "late", "missing", "supplemented", "declined", "action_required"
]
"""How a month is followed up; without the seventh point until it is supplemented."""

ConsentAnswer = Literal["granted", "declined", "deferred"]
"""What the client answers to the consent form."""
