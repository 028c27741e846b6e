"""Arbetsprocess KLA as it may go: rounds of search, a service, its reports, and a change."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from examples import ANNA, EVA, HUGO
from histories.case_work import end, extent, meet, order, pause, reach, waiting, welcome
from histories.story import CASE, DAY, Story
from rutin.domain import assignee as a
from rutin.domain import case as c
from rutin.domain import support_relationship as s
from rutin.domain.act import Fact
from rutin.domain.values import Hours, Money, Month, Quarter


def _register(story: Story, assignee: str, came_by: str) -> None:
    earlier = story.day - story.number(30) * DAY
    story.tell(
        a.AssigneeRegistered,
        of=assignee,
        occurred_on=earlier,
        person="P9",
        came_by=came_by,
        interventions=("contact_person", "companion", "relief"),
    )


def _investigate(story: Story, assignee: str, reason: str) -> bool:
    """Tell of an investigation, and say whether the person was not turned down."""
    if story.does():
        story.tell(a.InvestigationOpened, of=assignee, reason=reason, case=story.pick(CASE, None))
    steps: list[tuple[type[Fact], dict[str, Any]]] = [
        (a.RegisterCheckAnnounced, {"registers": ("social_services", "criminal_records")}),
        (a.RegisterExtractShown, _extract(story)),
        (a.InterviewHeld, {}),
        (a.InvestigationConcluded, {}),
    ]
    if story.chance(20):
        steps.reverse()
    for kind, fields in steps:
        if story.does():
            story.wait(6)
            story.tell(kind, of=assignee, **fields)
    if story.chance(25):
        story.tell(a.AssigneeRejected, of=assignee, reason="Inte lämplig", by=EVA)
        return False
    if story.does():
        story.tell(a.AssigneeApproved, of=assignee, by=EVA)
    return True


def _extract(story: Story) -> dict[str, Any]:
    return {
        "registers": story.pick(("criminal_records", "suspects"), ("criminal_records",)),
        "issued_on": story.day - story.number(250) * DAY,
        "seen_by": "eva",
        "check": story.pick("work_with_children", "work_in_homes"),
    }


def _search(story: Story, number: int) -> str | None:
    """Tell of a round until its agreement; give the relationship, if it came so far."""
    assignee, relationship = f"A{number}", f"U{number}"
    if story.does():
        story.tell(c.AssigneeSearchStarted)
    came_by = story.pick("other", "own_proposal", "recruitment")
    story.wait(9)
    if came_by == "recruitment" and story.does():
        story.tell(c.NoSuitableAssigneeFound)
        if story.does():
            story.tell(c.RecruitmentStarted)
    _register(story, assignee, came_by)
    if came_by == "own_proposal" and story.intervention == "contact_person":
        story.tell(c.OwnProposalReceived, assignee=assignee)
    is_investigated = came_by != "other" or story.chance(30)
    if is_investigated and not _investigate(story, assignee, came_by) and story.chance(70):
        return None
    story.wait(9)
    channel = story.pick("phone", "phone", "phone", "email")
    story.tell(s.AssignmentOffered, of=relationship, case=CASE, assignee=assignee, channel=channel)
    if story.chance(15):
        story.tell(s.AssignmentDeclined, of=relationship)
        return None
    return relationship if _match(story, assignee, relationship) else None


def _match(story: Story, assignee: str, relationship: str) -> bool:
    if story.does():
        story.tell(s.AssignmentAccepted, of=relationship)
    if story.does():
        story.tell(s.MatchMeetingBooked, of=relationship, meeting_on=story.day + 3 * DAY)
    story.wait(9)
    if story.does():
        ok = story.pick(True, True, True, True, False, None)
        story.tell(s.MatchMeetingHeld, of=relationship, client_ok=ok, assignee_ok=True)
        if not ok and story.chance(80):
            return False
    for step in story.pick((_brief, _undertake, _agree), (_agree, _undertake, _brief)):
        if story.does():
            story.wait(4)
            step(story, assignee, relationship)
    if story.does():
        story.tell(s.MatchRegistered, of=relationship)
    return True


def _brief(story: Story, _: str, relationship: str) -> None:
    items = {name: story.does() for name in s.BriefingItems.model_fields}
    story.tell(s.BriefingHeld, of=relationship, items=items)


def _undertake(story: Story, assignee: str, _: str) -> None:
    form = {
        "person": "P9",
        "category": "assignee",
        "text_version": "2023",
        "law_extract_version": "2023",
        "place": "Tumba",
        "signed_on": story.day,
    }
    told: dict[str, Any] = {
        name: value for name, value in form.items() if name == "person" or story.does()
    }
    story.tell(a.ConfidentialityUndertakingSigned, of=assignee, **told)


def _agree(story: Story, _: str, relationship: str) -> None:
    story.tell(s.AgreementSigned, of=relationship, agreement_type="commission")


# ---------------------------------------------------------------- the service and its reports


def _serve(story: Story, relationship: str, number: int) -> None:
    story.wait(9)
    story.tell(c.ServiceStarted if number == 1 else c.ServiceResumed)
    began = story.day
    for _ in range(story.pick(0, 1, 2, 3)):
        story.wait(70)
        step = story.pick(_renewal, pause, _visits, _visits)
        step(story, relationship)
    _reports(story, relationship, began)


def _visits(story: Story, relationship: str) -> None:
    story.tell(s.ServiceProvided, of=relationship, by=ANNA, hours=Hours(2))


def _renewal(story: Story, relationship: str) -> None:
    story.orders += 1
    number = f"B{story.orders}"
    begins = story.day + story.number(40) * DAY
    story.tell(
        c.OrderRenewed,
        by=HUGO,
        order_no=number,
        decision_date=story.day,
        extent=extent(story),
        period_from=story.pick(None, begins),
        period_to=story.pick(None, begins + story.number(200) * DAY),
    )
    story.wait(20)
    if story.does():
        story.tell(c.ClientContacted, channel="phone", purpose="renewal")
        story.tell(c.GoalFollowedUp, goal="Komma ut", outcome="partly")
    if story.does():
        story.tell(s.AssigneeContacted, of=relationship, purpose="renewal")
    if story.does():
        ok = story.pick(True, True, True, False)
        story.tell(
            s.RenewalOutcomeRecorded,
            of=relationship,
            order_no=number,
            client_ok=ok,
            assignee_ok=True,
        )
    story.wait(9)
    if story.does():
        story.tell(c.RenewalExecuted, order_no=number)


def _reports(story: Story, relationship: str, began: date) -> None:
    if story.intervention == "contact_person":
        for quarter in Quarter.between(began, story.day):
            _quarterly(story, relationship, quarter)
        return
    for month in Month.between(began, story.day):
        _monthly(story, relationship, month)
        if story.intervention == "companion":
            _outlays(story, relationship, month)


def _handed_in(story: Story, last_day: date) -> Iterator[date]:
    """Give the days on which a report of a period is handed in: in time, late, again, or never."""
    if not story.does():
        return
    day = last_day + story.number(3) * DAY
    if story.chance(30):
        day += story.number(100) * DAY
    yield day
    if story.chance(25):
        yield day + story.number(40) * DAY


def _filled_in(story: Story, form: dict[str, Any]) -> dict[str, Any]:
    """Leave a box blank now and then."""
    left_out = () if story.chance(60) else story.some(*form, percent=15)
    return {name: value for name, value in form.items() if name not in left_out}


def _monthly(story: Story, relationship: str, month: Month) -> None:
    for day in _handed_in(story, month.last_day):
        form = {
            "client": "P1",
            "intervention": story.intervention,
            "goal": "Komma ut",
            "granted_hours": story.pick(Hours(10), Hours(20)),
            "performed_hours": story.pick(Hours(8), Hours(20)),
            "reason_not_all": "Sjuk",
            "activities": "Bio",
        }
        filled_in = _filled_in(story, form)
        story.tell(
            s.MonthlyReportSubmitted,
            of=relationship,
            by=ANNA,
            occurred_on=day,
            period=month,
            **filled_in,
        )


def _quarterly(story: Story, relationship: str, quarter: Quarter) -> None:
    for day in _handed_in(story, quarter.last_day - 3 * DAY):
        form = {
            "client": "P1",
            "assignee": "A1",
            "signed_by": "A1",
            "signed_on": day,
            "rows": ({"on": quarter.first_day + story.number(95) * DAY},),
        }
        filled_in = _filled_in(story, form)
        story.tell(
            s.QuarterlyReportSubmitted,
            of=relationship,
            by=ANNA,
            occurred_on=day,
            quarter=quarter,
            **filled_in,
        )


def _outlays(story: Story, relationship: str, month: Month) -> None:
    if story.chance(40):
        made, day = story.chance(60), month.last_day + story.number(30) * DAY
        story.tell(
            s.OutlaysDeclared, of=relationship, by=ANNA, occurred_on=day, period=month, made=made
        )
    if not story.chance(60):
        return
    for day in _handed_in(story, month.last_day):
        claim: dict[str, Any] = {
            "client": "P1",
            "total": Money(40),
            "signed": True,
            "payee": "P9",
            "rows": (
                {"on": month.first_day, "receipt_no": story.pick(1, 1, 1, 2), "amount": Money(40)},
            ),
            "attachments": ({"receipt_no": 1},),
        }
        filled_in = _filled_in(story, claim)
        story.tell(
            s.ExpenseClaimSubmitted,
            of=relationship,
            by=ANNA,
            occurred_on=day,
            period=month,
            **filled_in,
        )
        if story.does():
            story.tell(
                s.ExpenseClaimAttested, of=relationship, by=EVA, period=month, occurred_on=day
            )
            story.tell(
                s.ExpensePaid,
                of=relationship,
                period=month,
                amount=Money(40),
                occurred_on=day + story.number(9) * DAY,
            )


# ---------------------------------------------------------------- the rounds


def _turn(story: Story, relationship: str, assignee: str) -> None:
    """Tell how a round ends, and the next is called for."""
    story.wait(30)
    if story.chance(50):
        story.tell(s.ChangeRequested, of=relationship, requested_by="client")
        story.wait(15)
        if story.chance(67):
            story.tell(s.ChangeGranted, of=relationship, decided_by="unit_manager")
        else:
            story.tell(
                s.ChangeNotPossible,
                of=relationship,
                decided_by="unit_manager",
                reason="Ingen annan",
            )
    if story.chance(60):
        story.tell(c.ServiceInterrupted, reason="assignee_left")
    if story.chance(70):
        story.wait(9)
        story.tell(s.RelationshipEnded, of=relationship, reason="client_wish")
        if story.does():
            story.tell(
                a.AssigneeEnded,
                of=assignee,
                scope="match",
                relationship=relationship,
                reason="Byte",
            )


def tell_of_assignees(story: Story) -> None:
    order(story)
    if reach(story) or story.chance(30):
        meet(story)
        for number in range(1, story.pick(1, 2, 3, 0) + 1):
            relationship = _search(story, number)
            if relationship:
                if number == 1 or story.chance(50):
                    welcome(story)
                _serve(story, relationship, number)
                if story.chance(70):
                    _turn(story, relationship, f"A{number}")
    end(story)
    if story.chance(50):
        waiting(story)
