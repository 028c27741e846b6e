"""The mobile team as it may go: two support persons, their follow-ups, departures and handovers."""

from datetime import date
from typing import Any

from examples import EVA, STINA
from histories.case_work import end, meet, order, pause, reach
from histories.story import CASE, DAY, Story
from rutin.domain import assignee as a
from rutin.domain import case as c
from rutin.domain import support_relationship as s
from rutin.domain.act import Fact
from rutin.domain.values import Month


def tell_of_support_persons(story: Story) -> None:
    """Tell a case of housing support."""
    order(story)
    if not reach(story):
        end(story)
        return
    meet(story)
    for role in story.some("relative", "god_man", "case_officer"):
        story.tell(c.ContactRegistered, contact=role, role=role)
    if story.chance(40):
        story.tell(
            c.ConsentGranted,
            consent="S1",
            recipients=("relative",),
            contacts=("relative",),
            scope="Allt",
            valid_from=story.day,
            valid_to=story.day + (30 + story.number(300)) * DAY,
        )
    story.tell(c.ServiceStarted)
    for number in range(1, story.pick(1, 2, 3) + 1):
        _serve(story, number)
    if story.chance(30):
        pause(story, "")
    end(story)


def _serve(story: Story, number: int) -> None:
    """Tell of one support person: appointed, met, followed up, and perhaps gone."""
    person, relationship = f"A{number}", f"U{number}"
    story.tell(
        a.AssigneeRegistered,
        of=person,
        person=f"P{10 + number}",
        interventions=("housing_support",),
        came_by="other",
    )
    _appoint(story, relationship, person, slot=story.pick(1, 2))
    story.wait(15)
    for kind, fields in _PRESENTED:
        if story.does():
            story.tell(kind, of=relationship, by=STINA, **fields)
            story.wait(5)
    began = story.day
    story.wait(100)
    for month in Month.between(began, story.day):
        _follow_up(story, relationship, month)
    if story.chance(15):
        story.tell(s.ChangeRequested, of=relationship, requested_by="client")
        if story.does():
            story.tell(s.ChangeGranted, of=relationship, by=EVA, decided_by="unit_manager")
    if story.chance(15):
        _appoint(story, relationship, person, slot=story.pick(1, 2))
    if story.chance(60):
        _leave(story, relationship)


def _appoint(story: Story, relationship: str, person: str, slot: int) -> None:
    story.tell(
        s.SupportPersonAppointed,
        of=relationship,
        by=EVA,
        case=CASE,
        assignee=person,
        slot=slot,
        from_date=story.day + (story.number(20) - 5) * DAY,
        term=story.pick("permanent", "permanent", "interim"),
        capacity_confirmed_by=story.pick("eva", None),
    )


_PRESENTED: tuple[tuple[type[Fact], dict[str, Any]], ...] = (
    (s.AssignmentExplained, {"to": "support_person", "modes": ("oral",), "acknowledged": True}),
    (s.AssignmentExplained, {"to": "client", "modes": ("oral", "written")}),
    (s.ClientInformedOfSupportPersons, {"mode": "oral"}),
    (s.ClientInformedOfSupportPersons, {"mode": "written"}),
    (s.RightToChangeExplained, {}),
    (s.ClientMet, {}),
    (s.ContactKept, {"party": "client", "channel": "phone"}),
)


# ---------------------------------------------------------------- each month


def _follow_up(story: Story, relationship: str, month: Month) -> None:
    day = month.first_day + story.number(45) * DAY
    if story.chance(12):
        story.tell(
            s.FollowUpDeclined,
            of=relationship,
            by=STINA,
            occurred_on=day,
            period=month,
            offered_on=month.first_day,
        )
        return
    if not story.does():
        return
    if story.does():
        story.tell(
            s.MonthlyFollowUpBooked,
            of=relationship,
            by=STINA,
            occurred_on=month.first_day,
            period=month,
            meeting_on=month.first_day + 5 * DAY,
        )
    for kind in (s.FollowUpRecorded, s.FollowUpSupplemented)[: story.pick(1, 1, 2)]:
        story.tell(
            kind, of=relationship, by=STINA, occurred_on=day, period=month, **_form(story, day)
        )
        day += story.number(20) * DAY
    if story.does():
        story.tell(
            s.FollowUpPresented,
            of=relationship,
            by=STINA,
            occurred_on=day,
            period=month,
            items={"plan": story.does(), "method_sheet": story.pick(True, None)},
        )
    if story.chance(15):
        action = story.tell(
            s.ActionRequired, of=relationship, by=STINA, occurred_on=day, what="Lås", period=month
        )
        if story.does():
            story.tell(
                s.UnitManagerNotified,
                of=relationship,
                by=STINA,
                occurred_on=day + story.number(9) * DAY,
                actions=(str(action.event_id),),
            )


def _form(story: Story, day: date) -> dict[str, Any]:
    answers = {
        "wishes": "Mer frukt",
        "support_worked": "Bra",
        "went_well": "Bad",
        "went_less_well": "Inget",
        "new_plan_needed": story.chance(10),
        "new_plan_note": "Nya mål",
    }
    checklist = {
        "plan_current": True,
        "follow_up_planned": True,
        "order_current": True,
        "methods": "MI",
        "methods_lead_to": "Lugn",
        "support_by_records": "Som planerat",
        "read_from": day - 30 * DAY,
        "read_to": day,
        "recorded_by_goal": True,
        "risk_assessment_current": True,
        "action_plan_linked": True,
        "goals": ({"goal": "Komma ut", "need_met": True, "smart": True},),
    }
    return {
        "wellbeing": story.pick("Bra", ""),
        "need": story.pick("Som förut", "Som förut", ""),
        "changed_need": story.chance(10),
        "answers": {name: answer for name, answer in answers.items() if story.does()},
        "checklist": {name: answer for name, answer in checklist.items() if story.does()},
    }


# ---------------------------------------------------------------- a departure


def _leave(story: Story, relationship: str) -> None:
    last_day = story.day + story.number(60) * DAY
    if story.chance(80):
        story.tell(
            s.DepartureAnnounced,
            of=relationship,
            by=STINA,
            reason=story.pick("leaves_unit", "assignment_ends"),
            last_day=last_day,
        )
        story.wait(20)
        if story.chance(15):
            last_day += (story.number(40) - 20) * DAY
            story.tell(s.DepartureChanged, of=relationship, by=STINA, last_day=last_day)
        for kind, fields in _handover(story):
            if story.does():
                story.tell(kind, of=relationship, by=STINA, **fields)
                story.wait(7)
        if story.chance(12):
            story.tell(s.DepartureWithdrawn, of=relationship, by=STINA)
            return
    story.wait(20)
    if story.does():
        story.tell(story.pick(*_COMPLETED), of=relationship, by=EVA)
    if story.chance(60):
        story.tell(s.RelationshipEnded, of=relationship, reason="assignee_left")


_COMPLETED: tuple[type[Fact], ...] = (s.HandoverCompleted, s.HandoverCompleted, s.HandoverClosed)


def _handover(story: Story) -> list[tuple[type[Fact], dict[str, Any]]]:
    successor: dict[str, Any] = {"term": "permanent", "successor": "A9"}
    declines = story.chance(10)
    return [
        (s.ClientInformedOfDeparture, {"mode": "oral"}),
        (s.ClosingMeetingBooked, {"meeting_on": story.day + 9 * DAY}),
        (s.ClosingMeetingDeclined if declines else s.ClosingMeetingHeld, {}),
        (s.MethodSheetUpdated, {"context": "closing", "changed": True}),
        (s.HandoverNoteRecorded, {"nothing_further": True}),
        (s.SuccessorAnnounced, story.pick(successor, {"term": "unknown"})),
        (s.ColleaguesInformed, {}),
        *(
            (s.ThirdPartyInformed, {"party": party, "referral": story.pick("Eva", "")})
            for party in ("god_man", "relative", "case_officer")
        ),
        (s.MaterialTransferred, {"none_exists": True}),
    ]
