"""A support person leaves: in time, late, or at short notice; and another comes, or none (BYTE)."""

from dataclasses import dataclass
from datetime import date, timedelta

from rutin.adapters.demo.case_at_hand import CaseAtHand, Support
from rutin.adapters.demo.case_calendar import days_after, working_day
from rutin.adapters.demo.social_record import write_up
from rutin.adapters.demo.support_persons import appoint, present_themselves
from rutin.domain.case import EstablishMethodSheet, UpdateImplementationPlan
from rutin.domain.support_relationship import (
    AnnounceDeparture,
    AnnounceSuccessor,
    BookClosingMeeting,
    CloseHandover,
    CompleteHandover,
    DeclineClosingMeeting,
    HoldClosingMeeting,
    InformClientOfDeparture,
    InformColleagues,
    InformThirdParty,
    RecordHandoverNote,
    TransferMaterial,
    UpdateMethodSheet,
)

_DAY = timedelta(days=1)
REFERRAL = "Mobila teamet, mobila@example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """The days of a departure.

    Attributes:
        met_on: The closing meeting.
        completed_on: The day the handover is completed.
    """

    announced_on: date
    told_on: date
    met_on: date
    completed_on: date
    last_day: date

    @classmethod
    def in_time(cls, last_day: date) -> "Departure":
        """Lay a departure out so that everything is done as the routine says."""
        return cls(
            announced_on=working_day(last_day - timedelta(days=48)),
            told_on=working_day(last_day - timedelta(days=40)),
            met_on=working_day(last_day - timedelta(days=20)),
            completed_on=working_day(last_day - timedelta(days=5)),
            last_day=last_day,
        )

    @classmethod
    def late(cls, last_day: date) -> "Departure":
        """Lay a departure out so that the client is told late, and met after the last day."""
        return cls(
            announced_on=working_day(last_day - timedelta(days=40)),
            told_on=working_day(last_day - timedelta(days=12)),
            met_on=days_after(last_day, 3),
            completed_on=days_after(last_day, 8),
            last_day=last_day,
        )


def leave(case: CaseAtHand, support: Support, on: date, told_on: date, last_day: date) -> None:
    """Announce that a support person leaves, and tell the client."""
    support.to_day = last_day
    case.note(
        AnnounceDeparture(
            relationship=support.relationship,
            reason="leaves_unit",
            last_day=last_day,
            occurred_on=on,
        ),
        support.actor,
    )
    told = case.note(
        InformClientOfDeparture(
            relationship=support.relationship, mode="oral", occurred_on=told_on
        ),
        support.actor,
    )
    write_up(case, "Berättade för brukaren att jag slutar.", told_on, told)


def hand_over(
    case: CaseAtHand,
    support: Support,
    days: Departure,
    *,
    successor: bool = True,
    declined: bool = False,
    relatives: bool = False,
) -> Support | None:
    """Leave and hand over, step by step; give the successor, who comes for a time.

    Args:
        case: Whose support person leaves.
        support: Who leaves.
        days: When each step is taken.
        successor: Whether someone takes over the day after; else the slot stays vacant.
        declined: Whether the client declines the closing meeting.
        relatives: Whether relatives are told; the client must have consented.
    """
    leave(case, support, days.announced_on, days.told_on, days.last_day)
    follower = (
        appoint(case, support.slot, days.told_on, from_date=days.last_day + _DAY, term="interim")
        if successor
        else None
    )
    _close_with_client(case, support, days.met_on, follower, declined=declined)
    _tell_those_around(case, support, days_after(days.met_on, 1), relatives=relatives)
    informed_on = days_after(days.met_on, 3)
    told = case.note(
        InformColleagues(
            relationship=support.relationship,
            agreed="Räkningarna betalas den 25:e.",
            occurred_on=informed_on,
        ),
        support.actor,
    )
    write_up(case, "Berättade för kollegorna vad vi kom överens om.", informed_on, told)
    case.note(
        TransferMaterial(
            relationship=support.relationship,
            items=("Bildschema för veckan",) if case.has_method_sheet else (),
            none_exists=not case.has_method_sheet,
            occurred_on=days.completed_on,
        ),
        support.actor,
    )
    case.note(
        CompleteHandover(
            relationship=support.relationship,
            received_by=follower.reference if follower else None,
            occurred_on=days.completed_on,
        ),
        support.actor,
    )
    if follower:
        present_themselves(case, days_after(follower.from_day, 1), follower)
    return follower


def _close_with_client(
    case: CaseAtHand, support: Support, on: date, follower: Support | None, *, declined: bool
) -> None:
    relationship, by = support.relationship, support.actor
    case.note(
        BookClosingMeeting(
            relationship=relationship,
            meeting_on=on,
            place="Hemma hos brukaren",
            occurred_on=working_day(on - timedelta(days=10)),
        ),
        by,
    )
    if declined:
        about = case.note(
            DeclineClosingMeeting(
                relationship=relationship, reason="Vill inte ha något möte.", occurred_on=on
            ),
            by,
        )
    else:
        about = case.note(HoldClosingMeeting(relationship=relationship, occurred_on=on), by)
        _go_through(case, support, on)
    successor = case.note(
        AnnounceSuccessor(
            relationship=relationship,
            term="interim" if follower else "unknown",
            successor=follower.reference if follower else None,
            occurred_on=on,
        ),
        by,
    )
    text = "Brukaren avböjde avslutningsmöte." if declined else "Avslutningsmöte med brukaren."
    write_up(case, text, on, about, successor)


def _go_through(case: CaseAtHand, support: Support, on: date) -> None:
    if case.has_plan:
        case.note(
            UpdateImplementationPlan(
                case=case.reference,
                participation="participated",
                author=support.reference,
                context="closing",
                changed=False,
                occurred_on=on,
            ),
            support.actor,
        )
    if case.has_method_sheet:
        case.note(
            UpdateMethodSheet(
                relationship=support.relationship, context="closing", changed=True, occurred_on=on
            ),
            support.actor,
        )
    case.note(
        RecordHandoverNote(
            relationship=support.relationship,
            text="Brukaren vill bli uppringd före besök.",
            occurred_on=on,
        ),
        support.actor,
    )


def _tell_those_around(case: CaseAtHand, support: Support, on: date, *, relatives: bool) -> None:
    about = []
    for party in ("case_officer", "god_man", "relative"):
        if (party == "god_man" and case.spokesperson != "god_man") or (
            party == "relative" and not relatives
        ):
            continue
        about.append(
            case.note(
                InformThirdParty.model_validate(
                    {
                        "relationship": support.relationship,
                        "party": party,
                        "referral": REFERRAL,
                        "occurred_on": on,
                    }
                ),
                support.actor,
            )
        )
    write_up(case, "Mejlade dem runt brukaren att jag slutar och vart de vänder sig.", on, *about)


def close_as_it_stands(case: CaseAtHand, support: Support, on: date, *missing: str) -> None:
    """Let the unit manager close a handover, and say what is missing."""
    case.note(
        CloseHandover(relationship=support.relationship, missing=missing, occurred_on=on),
        case.staff.manager,
    )


def draw_up_method_sheet(case: CaseAtHand, on: date) -> None:
    """Draw a method sheet up."""
    case.has_method_sheet = True
    case.note(
        EstablishMethodSheet(
            case=case.reference,
            author=case.supports[0].reference,
            kept_at="Brukarens pärm",
            occurred_on=on,
        ),
        case.supports[0].actor,
    )
