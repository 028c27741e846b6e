"""The assignee as support person: when they hold which slot, whether they leave, the handover."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never

from rutin.domain.refusal import Impossible
from rutin.domain.support_relationship.action import ActionRequired, UnitManagerNotified
from rutin.domain.support_relationship.appointment import (
    AppointSupportPerson,
    AssignmentExplained,
    ClientInformedOfSupportPersons,
    RightToChangeExplained,
    SupportPersonAppointed,
)
from rutin.domain.support_relationship.client_contact import ClientMet, ContactKept
from rutin.domain.support_relationship.closing_meeting import (
    ClosingMeetingBooked,
    ClosingMeetingDeclined,
    ClosingMeetingHeld,
    HandoverNoteRecorded,
    MethodSheetUpdated,
)
from rutin.domain.support_relationship.departure import (
    AnnounceDeparture,
    ChangeDeparture,
    ClientInformedOfDeparture,
    DepartureAnnounced,
    DepartureChanged,
    DepartureWithdrawn,
    WithdrawDeparture,
)
from rutin.domain.support_relationship.follow_up import (
    FollowUpDeclined,
    FollowUpPresented,
    FollowUpRecorded,
    FollowUpSupplemented,
    MonthlyFollowUpBooked,
    SupplementFollowUp,
)
from rutin.domain.support_relationship.handover import (
    CloseHandover,
    ColleaguesInformed,
    CompleteHandover,
    HandoverClosed,
    HandoverCompleted,
    MaterialTransferred,
    SuccessorAnnounced,
    ThirdPartyInformed,
)
from rutin.domain.support_relationship.stream import FactOfSupportPerson, SupportPersonCommand
from rutin.domain.values import Month, Period

SupportPersonFact = (
    SupportPersonAppointed
    | AssignmentExplained
    | ClientInformedOfSupportPersons
    | RightToChangeExplained
    | ClientMet
    | ContactKept
    | MonthlyFollowUpBooked
    | FollowUpRecorded
    | FollowUpSupplemented
    | FollowUpDeclined
    | ActionRequired
    | UnitManagerNotified
    | FollowUpPresented
    | DepartureAnnounced
    | DepartureChanged
    | DepartureWithdrawn
    | ClientInformedOfDeparture
    | ClosingMeetingBooked
    | ClosingMeetingHeld
    | ClosingMeetingDeclined
    | MethodSheetUpdated
    | HandoverNoteRecorded
    | SuccessorAnnounced
    | ColleaguesInformed
    | ThirdPartyInformed
    | MaterialTransferred
    | HandoverCompleted
    | HandoverClosed
)
"""What can happen to the relationship of a support person alone."""

HANDING_OVER: tuple[type[FactOfSupportPerson], ...] = (
    ClientInformedOfDeparture,
    ClosingMeetingBooked,
    ClosingMeetingHeld,
    ClosingMeetingDeclined,
    HandoverNoteRecorded,
    SuccessorAnnounced,
    ColleaguesInformed,
    ThirdPartyInformed,
    MaterialTransferred,
    HandoverCompleted,
    HandoverClosed,
)
"""What is done because someone leaves, and has no meaning otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A time during which a support person is person 1 or person 2."""

    appointment: SupportPersonAppointed
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPerson:
    """One assignee as support person of one client.

    Attributes:
        appointments: The first, and those of the same person after it.
        last_day: The last day as support person, when a departure is announced and stands.
        change_granted: A wish for another support person has been met.
        closing_meeting_settled: The closing meeting of the departure that stands was held or declined.
        followed_up: Months whose follow-up is recorded.
    """

    appointments: tuple[SupportPersonAppointed, ...] = ()
    last_day: date | None = None
    change_granted: bool = False
    closing_meeting_settled: bool = False
    handover_completed_on: date | None = None
    handover_closed_on: date | None = None
    followed_up: tuple[Month, ...] = ()

    @property
    def leaves(self) -> bool:
        """Say whether a departure stands; a wish for another that is met counts as one (D-68)."""
        return self.last_day is not None or self.change_granted

    def tenures_until(self, last_day: date | None) -> tuple[Tenure, ...]:
        """Give the times of each appointment, in order; an appointment ends the one before (D-42).

        Args:
            last_day: The last day of the relationship; None while no end is known.
        """
        in_order = sorted(self.appointments, key=lambda each: each.from_date)
        tenures = []
        for number, appointment in enumerate(in_order, start=1):
            last = last_day
            if number < len(in_order):
                day_before = in_order[number].from_date - timedelta(days=1)
                last = day_before if last is None else min(last, day_before)
            if last is None or last >= appointment.from_date:
                period = Period(from_date=appointment.from_date, to_date=last)
                tenures.append(Tenure(appointment=appointment, period=period))
        return tuple(tenures)

    # ------------------------------------------------------------------ decide

    def refuse(
        self, command: SupportPersonCommand, at: "SupportPerson", ended_on: date | None
    ) -> None:
        """Refuse what contradicts what is recorded.

        Args:
            command: What is to be recorded.
            at: The support person as they were just before the act.
            ended_on: The day the relationship was ended, if it was.

        Raises:
            Impossible: It does.
        """
        if (
            issubclass(command.records, HANDING_OVER)
            and not (self.leaves or at.leaves)
            and ended_on is None
        ):
            raise Impossible(
                "Det är inte registrerat att stödpersonen slutar. Registrera det först.",
                code="no_departure",
            )
        match command:
            case AppointSupportPerson() if self._changes_nothing(command):
                raise Impossible(
                    f"Personen är redan stödperson {command.slot} på samma sätt "
                    f"{command.from_date}.",
                    code="already_appointed",
                )
            case AnnounceDeparture() if self.last_day is not None or at.last_day is not None:
                raise Impossible(
                    "Det är redan registrerat att stödpersonen slutar. Ändra sista dagen, "
                    "eller återta att personen slutar.",
                    code="departure_announced",
                )
            case ChangeDeparture() if at.last_day is None:
                raise Impossible(
                    "Det är inte registrerat att stödpersonen slutar. Registrera det först.",
                    code="no_departure",
                )
            case WithdrawDeparture() if not at.leaves:
                raise Impossible(
                    "Det är inte registrerat att stödpersonen slutar, så det finns inget att "
                    "återta.",
                    code="no_departure",
                )
            case SupplementFollowUp(period=month) if month not in at.followed_up:
                raise Impossible(
                    f"Det finns ingen månadsuppföljning för {month} att komplettera. "
                    "Registrera uppföljningen först.",
                    code="unknown_reference",
                    field="period",
                )
            case CompleteHandover() if self.handover_completed_on is not None:
                raise Impossible(
                    f"Överlämningen blev klar redan {self.handover_completed_on}.",
                    code="handover_completed",
                )
            case CompleteHandover() | CloseHandover() if self.handover_closed_on is not None:
                raise Impossible(
                    f"Överlämningen avslutades redan {self.handover_closed_on}.",
                    code="handover_closed",
                )

    def _changes_nothing(self, command: AppointSupportPerson) -> bool:
        earlier = [each for each in self.appointments if each.from_date <= command.from_date]
        latest = max(earlier, key=lambda each: each.from_date, default=None)
        return latest is not None and (latest.slot, latest.term) == (command.slot, command.term)

    # ------------------------------------------------------------------ fold

    def after(self, fact: SupportPersonFact) -> "SupportPerson":
        """Fold a fact in. Never refuses."""
        match fact:
            case SupportPersonAppointed():
                return replace(self, appointments=(*self.appointments, fact))
            case DepartureAnnounced(last_day=day) | DepartureChanged(last_day=day):
                return replace(self, last_day=day)
            case DepartureWithdrawn():
                return replace(
                    self,
                    last_day=None,
                    change_granted=False,
                    closing_meeting_settled=False,
                    handover_completed_on=None,
                    handover_closed_on=None,
                )
            case ClosingMeetingHeld() | ClosingMeetingDeclined():
                return replace(self, closing_meeting_settled=True)
            case HandoverCompleted(occurred_on=day):
                return replace(self, handover_completed_on=day)
            case HandoverClosed(occurred_on=day):
                return replace(self, handover_closed_on=day)
            case FollowUpRecorded(period=month):
                return replace(self, followed_up=(*self.followed_up, month))
            case (
                AssignmentExplained()
                | ClientInformedOfSupportPersons()
                | RightToChangeExplained()
                | ClientMet()
                | ContactKept()
                | MonthlyFollowUpBooked()
                | FollowUpSupplemented()
                | FollowUpDeclined()
                | ActionRequired()
                | UnitManagerNotified()
                | FollowUpPresented()
                | ClientInformedOfDeparture()
                | ClosingMeetingBooked()
                | MethodSheetUpdated()
                | HandoverNoteRecorded()
                | SuccessorAnnounced()
                | ColleaguesInformed()
                | ThirdPartyInformed()
                | MaterialTransferred()
            ):
                return self  # nothing a decision needs
            case _:
                assert_never(fact)
