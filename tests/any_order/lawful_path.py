"""The way through Arbetsprocess KLA, a lawful step at a time, so that cases come far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from any_order.known import Known, Knowledge, known
from commands import ADAM, ASSIGNEES, BEA, DAYS, HANNA, MONTHS, ORDERS, PERSONS, RELATIONSHIPS, ULLA
from commands import Wish
from rutin.domain import assignee as a
from rutin.domain import case as c
from rutin.domain import support_relationship as s
from rutin.domain.act import Command
from rutin.domain.recorded import Recorded
from rutin.domain.values import Money, Month

ADULT, CHILD = date(1942, 6, 17), date(2015, 3, 2)


@dataclass(frozen=True)
class Situation:
    """What is known of a case, and the day of the next step."""

    knowledge: Knowledge
    case: str
    day: date

    def done(self, *kinds: type[Command], by: str) -> list[Known]:
        """Give what has come of some kinds of command to a case, assignee or relationship."""
        facts = [each for kind in kinds for each in self.knowledge.of(kind.records, by)]
        return sorted(facts, key=lambda each: (each.fact.occurred_on, each.recorded.position))

    def unused(self, references: Sequence[str], used: Sequence[str]) -> list[str]:
        """Give the first reference that is not in use, if any is left."""
        return [reference for reference in references if reference not in used][:1]

    @property
    def order(self) -> c.OrderReceived | None:
        """The case's order."""
        orders = self.knowledge.of(c.OrderReceived, self.case)
        return orders[0].fact if orders else None

    @property
    def relationship(self) -> Known[s.AssignmentOffered] | None:
        """The latest relationship of the case that goes on."""
        offers = [o for o in self.knowledge.of(s.AssignmentOffered) if o.fact.case == self.case]
        over = self.knowledge.of(s.AssignmentDeclined) + self.knowledge.of(s.RelationshipEnded)
        going_on = [o for o in offers if o.reference not in {each.reference for each in over}]
        return going_on[-1] if going_on else None


def steps(recorded: Sequence[Recorded], case: str, *, pause: int) -> tuple[list[Wish], list[Wish]]:
    """Give the steps that lead on, and what else may lawfully be done in a case.

    Args:
        recorded: Everything recorded so far.
        case: The case.
        pause: How many of `DAYS` to let go by first.
    """
    knowledge = known(recorded)
    if knowledge.of(c.CaseClosed, case):
        return [], []
    now = Situation(knowledge, case, _day_of_next_step(knowledge, case, pause))
    return list(_on(now)), list(_beside(now))


def _day_of_next_step(knowledge: Knowledge, case: str, pause: int) -> date:
    days = [
        each.fact.occurred_on
        for each in knowledge.facts
        if f"case/{case}" in each.recorded.references or isinstance(each.fact, a.FactOfAssignee)
    ]
    last = max((DAYS.index(day) for day in days if day in DAYS), default=0)
    return DAYS[min(last + pause, len(DAYS) - 1)]


# ------------------------------------------------------------------ the way forward


def _on(now: Situation) -> Iterator[Wish]:
    case, day, order, offered = now.case, now.day, now.order, now.relationship
    if order is None:
        yield from _orders(now)
    elif now.done(c.EndOrder, by=case):
        yield Wish(c.CloseCase(case=case, occurred_on=day, outcome="completed"), ADAM)
    elif offered is None:
        yield from _to_an_offer(now, order)
    elif not now.done(s.SignAgreement, by=offered.reference):
        yield _to_an_agreement(now, order, offered)
    elif not now.done(c.StartService, by=case):
        yield Wish(c.StartService(case=case, occurred_on=day), ADAM)
    elif len(now.done(c.InterruptService, by=case)) > len(now.done(c.ResumeService, by=case)):
        yield Wish(c.ResumeService(case=case, occurred_on=day), ADAM)
    else:
        yield from _outlays(now, offered.reference)
        yield Wish(c.EndOrder(case=case, occurred_on=day, reason="moved"), HANNA)


def _orders(now: Situation) -> Iterator[Wish]:
    for number in _unused_order(now):
        for intervention, born in (
            ("contact_person", ADULT),
            ("companion", ADULT),
            ("relief", CHILD),
            ("contact_person", CHILD),
            ("housing_support", ADULT),
        ):
            yield Wish(
                c.ReceiveOrder.model_validate(
                    {
                        "case": now.case,
                        "occurred_on": now.day,
                        "order_no": number,
                        "decision_date": date(2026, 1, 26),
                        "intervention": intervention,
                        "legal_basis": "LSS",
                        "client": PERSONS[0].reference,
                        "client_born_on": born,
                        "person": PERSONS[0],
                    }
                ),
                HANNA,
            )


def _to_an_offer(now: Situation, order: c.OrderReceived) -> Iterator[Wish]:
    knowledge, day = now.knowledge, now.day
    registered = [each.reference for each in knowledge.of(a.AssigneeRegistered)]
    ended = {e.reference for e in knowledge.of(a.AssigneeEnded) if e.fact.scope == "person"}
    there = [assignee for assignee in registered if assignee not in ended]
    for assignee in now.unused(ASSIGNEES, registered):
        for came_by in ("recruitment", "other", "own_proposal"):
            yield Wish(
                a.RegisterAssignee(
                    assignee=assignee,
                    occurred_on=day,
                    person="P3",
                    interventions=(order.intervention,),
                    came_by=came_by,
                ),
                ADAM,
            )
        if not there:
            return
    for assignee in there:
        yield from _to_this_one(now, order, assignee)


def _to_this_one(now: Situation, order: c.OrderReceived, assignee: str) -> Iterator[Wish]:
    day = now.day
    if order.intervention == "contact_person":
        investigation = (
            a.OpenInvestigation(assignee=assignee, occurred_on=day, reason="recruitment"),
            a.HoldInterview(assignee=assignee, occurred_on=day),
            a.ConcludeInvestigation(assignee=assignee, occurred_on=day, proposal="approve"),
        )
        left = [step for step in investigation if not now.done(type(step), by=assignee)]
        if left:
            yield Wish(left[0], ADAM)
            return
    used = [each.reference for each in now.knowledge.of(s.AssignmentOffered)]
    for relationship in now.unused(RELATIONSHIPS, used):
        yield Wish(
            s.OfferAssignment(
                relationship=relationship, occurred_on=day, case=now.case, assignee=assignee
            ),
            ADAM,
        )


def _to_an_agreement(
    now: Situation, order: c.OrderReceived, offered: Known[s.AssignmentOffered]
) -> Wish:
    relationship, assignee, day = offered.reference, offered.fact.assignee, now.day
    decisions = now.done(a.ApproveAssignee, a.RejectAssignee, by=assignee)
    meetings = now.done(s.HoldMatchMeeting, by=relationship)
    command: Command
    if not now.done(s.AcceptAssignment, by=relationship):
        command = s.AcceptAssignment(relationship=relationship, occurred_on=day)
    elif order.client_born_on == CHILD and not now.done(a.ShowRegisterExtract, by=assignee):
        command = a.ShowRegisterExtract(
            assignee=assignee,
            occurred_on=day,
            registers=("criminal_records", "suspects"),
            issued_on=date(2026, 1, 20),
            seen_by="adam",
            check="work_with_children",
        )
    elif order.intervention == "contact_person" and not (
        decisions and isinstance(decisions[-1].fact, a.AssigneeApproved)
    ):
        command = a.ApproveAssignee(assignee=assignee, occurred_on=day)
    elif not (meetings and meetings[-1].fact.client_ok and meetings[-1].fact.assignee_ok):
        command = s.HoldMatchMeeting(
            relationship=relationship, occurred_on=day, client_ok=True, assignee_ok=True
        )
    else:
        kind = "commission" if order.intervention == "contact_person" else "employment"
        command = s.SignAgreement(
            relationship=relationship, occurred_on=day, agreement_type=kind
        )
    return Wish(command, ADAM)


def _outlays(now: Situation, relationship: str) -> Iterator[Wish]:
    for month in MONTHS:
        paid, attested, claimed = (
            [each for each in now.done(kind, by=relationship) if each.fact.period == month]
            for kind in (s.PayExpense, s.AttestExpenseClaim, s.SubmitExpenseClaim)
        )
        if paid:
            continue
        if not claimed:
            yield Wish(_claim(relationship, month, now.day), ULLA)
        elif not attested:
            yield Wish(
                s.AttestExpenseClaim(relationship=relationship, occurred_on=now.day, period=month),
                BEA,
            )
        else:
            total = claimed[-1].fact.total
            yield Wish(
                s.PayExpense(
                    relationship=relationship,
                    occurred_on=now.day,
                    period=month,
                    amount=total or Money(0),
                ),
                ADAM,
            )


def _claim(relationship: str, month: Month, day: date) -> s.SubmitExpenseClaim:
    return s.SubmitExpenseClaim(
        relationship=relationship,
        occurred_on=day,
        period=month,
        rows=(
            s.ClaimRow(on=month.first_day, receipt_no=1, amount=Money("10")),
            s.ClaimRow(on=month.last_day, receipt_no=2, amount=Money("20.50")),
        ),
        total=Money("30.50"),
        attachments=(s.Attachment(receipt_no=1), s.Attachment(receipt_no=2)),
        signed=True,
    )


# ------------------------------------------------------------------ what else may be done


def _beside(now: Situation) -> Iterator[Wish]:
    if now.order is None:
        return
    for command in (*_contact(now), *_renewal(now), *_turns(now)):
        yield Wish(command, ADAM)


def _contact(now: Situation) -> Iterator[Command]:
    case, day = now.case, now.day
    tried = {each.fact.channel for each in now.knowledge.of(c.ContactAttempted, case)}
    left = [way for way in ("phone", "letter", "email", "visit") if way not in tried]
    for way in left[:1]:
        yield c.RecordContactAttempt(case=case, occurred_on=day, channel=way, outcome="sent")
    if not left:
        yield c.DeclareContactExhausted(case=case, occurred_on=day)


def _renewal(now: Situation) -> Iterator[Command]:
    case, day = now.case, now.day
    executed = {e.fact.order_no for e in now.knowledge.of(c.RenewalExecuted, case)}
    waiting = [r for r in now.knowledge.of(c.OrderRenewed, case) if r.fact.order_no not in executed]
    for renewed in waiting[:1]:
        yield c.ExecuteRenewal(case=case, occurred_on=day, order_no=renewed.fact.order_no)
    if not waiting and not now.done(c.EndOrder, by=case):
        for number in _unused_order(now):
            yield c.RenewOrder(case=case, occurred_on=day, order_no=number, decision_date=day)


def _turns(now: Situation) -> Iterator[Command]:
    """What leads astray or to a new round: no, a change of mind, an interruption, the end."""
    case, day = now.case, now.day
    yield c.StartRecruitment(case=case, occurred_on=day)
    if now.done(c.StartService, by=case):
        yield c.InterruptService(case=case, occurred_on=day, reason="client_away")
    if now.relationship is None:
        return
    relationship, assignee = now.relationship.reference, now.relationship.fact.assignee
    yield s.EndRelationship(relationship=relationship, occurred_on=day, reason="client_wish")
    yield s.HoldMatchMeeting(relationship=relationship, occurred_on=day, client_ok=False)
    yield a.RejectAssignee(assignee=assignee, occurred_on=day, reason="Olämplig.")
    if now.order and now.order.intervention == "contact_person":
        yield c.ReceiveOwnProposal(case=case, occurred_on=day, assignee=assignee)
    if not now.done(s.AcceptAssignment, by=relationship):
        yield s.DeclineAssignment(relationship=relationship, occurred_on=day)


def _unused_order(now: Situation) -> list[str]:
    orders = [*now.knowledge.of(c.OrderReceived), *now.knowledge.of(c.OrderRenewed)]
    used = {each.fact.order_no for each in orders}
    own = [number for number in ORDERS if number.startswith(now.case)]
    return [number for number in own if number not in used][:1]
