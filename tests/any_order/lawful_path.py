"""The way through Arbetsprocess KLA: what leads on, what else may happen, and what comes too early."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from any_order.known import Knowledge, Known, known
from commands import (
    ADAM,
    ASSIGNEES,
    BEA,
    DAYS,
    EVA,
    HANNA,
    MONTHS,
    ORDERS,
    PERSONS,
    RELATIONSHIPS,
    ULLA,
    Wish,
)
from rutin.domain import assignee as a
from rutin.domain import case as c
from rutin.domain import support_relationship as s
from rutin.domain.act import Command
from rutin.domain.recorded import Recorded
from rutin.domain.values import Money, Month

ADULT, CHILD = date(1980, 12, 27), date(2015, 3, 2)
ORIGINS: tuple[a.Origin, ...] = ("other", "recruitment", "own_proposal")
LATE = time(15, 30)


@dataclass(frozen=True)
class Situation:
    """What is known of a case, and the day of the next step."""

    knowledge: Knowledge
    case: str
    day: date

    def done(self, *kinds: type[Command], by: str) -> list[Known[Any]]:
        """Give what has come of some kinds of command to a case, assignee or relationship."""
        facts = [each for kind in kinds for each in self.knowledge.of(kind.records, by)]
        return sorted(facts, key=lambda each: (each.fact.occurred_on, each.recorded.position))

    @property
    def order(self) -> c.OrderReceived | None:
        """The case's order."""
        orders = self.knowledge.of(c.OrderReceived, self.case)
        return orders[0].fact if orders else None

    @property
    def offers(self) -> list[Known[s.AssignmentOffered]]:
        """The relationships of the case."""
        return [o for o in self.knowledge.of(s.AssignmentOffered) if o.fact.case == self.case]

    @property
    def offer(self) -> Known[s.AssignmentOffered] | None:
        """The latest relationship of the case that goes on."""
        over = self.knowledge.of(s.AssignmentDeclined) + self.knowledge.of(s.RelationshipEnded)
        ended = {each.reference for each in over}
        return next((o for o in reversed(self.offers) if o.reference not in ended), None)

    def free_relationships(self) -> list[str]:
        """Give the first reference that no relationship has, if any is left."""
        used = {each.reference for each in self.knowledge.of(s.RelationshipOpened)}
        return [reference for reference in RELATIONSHIPS if reference not in used][:1]

    def free_orders(self) -> list[str]:
        """Give the first number that no order has, if the case has any left."""
        orders: list[Known[Any]] = [
            *self.knowledge.of(c.OrderReceived),
            *self.knowledge.of(c.OrderRenewed),
        ]
        used = {each.fact.order_no for each in orders}
        own = [number for number in ORDERS if number.startswith(self.case)]
        return [number for number in own if number not in used][:1]


def situation(
    recorded: Sequence[Recorded], case: str, *, pause: int = 0, day: date | None = None
) -> Situation:
    """Tell how a case stands.

    Args:
        recorded: Everything recorded so far.
        case: The case.
        pause: How many of `DAYS` to let go by before the next step.
        day: The day of the next step, whatever has happened by then.
    """
    knowledge = known(recorded)
    return Situation(knowledge, case, day or _day_of_next_step(knowledge, case, pause))


def _day_of_next_step(knowledge: Knowledge, case: str, pause: int) -> date:
    days = [
        each.fact.occurred_on
        for each in knowledge.facts
        if f"case/{case}" in each.recorded.references or isinstance(each.fact, a.FactOfAssignee)
    ]
    last = max((DAYS.index(day) for day in days if day in DAYS), default=0)
    return DAYS[min(last + pause, len(DAYS) - 1)]


# ------------------------------------------------------------------ what leads on


def onward(now: Situation) -> Iterator[Wish]:
    """Give the lawful steps that lead on; none from a case that is closed."""
    case, day, order, offer = now.case, now.day, now.order, now.offer
    if now.done(c.CloseCase, by=case):
        return
    if order is None:
        yield from _orders(now)
    elif now.done(c.EndOrder, by=case):
        yield Wish(c.CloseCase(case=case, occurred_on=day, outcome="completed"), ADAM)
    elif order.intervention == "housing_support":
        for command in _housing_support(now):
            yield Wish(command, EVA)
    elif offer is None:
        yield from _to_an_offer(now, order)
    elif not now.done(s.SignAgreement, by=offer.reference):
        for command in _to_an_agreement(now, order, offer):
            yield Wish(command, ADAM)
    elif not now.done(c.StartService, by=case):
        yield Wish(c.StartService(case=case, occurred_on=day), ADAM)
    elif len(now.done(c.InterruptService, by=case)) > len(now.done(c.ResumeService, by=case)):
        yield Wish(c.ResumeService(case=case, occurred_on=day), ADAM)
    else:
        yield from _outlays(now, offer.reference)


def _orders(now: Situation) -> Iterator[Wish]:
    for number in now.free_orders():
        for intervention, born in (
            ("contact_person", ADULT),
            ("companion", ADULT),
            ("relief", CHILD),
            ("contact_person", CHILD),
            ("housing_support", ADULT),
        ):
            order = {
                "case": now.case,
                "occurred_on": now.day,
                "order_no": number,
                "decision_date": date(2026, 1, 26),
                "intervention": intervention,
                "legal_basis": "LSS",
                "client": PERSONS[0].reference,
                "client_born_on": born,
                "person": PERSONS[0] if born == ADULT else PERSONS[1],
            }
            yield Wish(c.ReceiveOrder.model_validate(order), HANNA)


def _housing_support(now: Situation) -> Iterator[Command]:
    """Appoint person 1 and person 2, start; then one of them leaves, and another takes over."""
    case, day = now.case, now.day
    registered = {
        each.reference: each.fact.person for each in now.knowledge.of(a.AssigneeRegistered)
    }
    ended = {e.reference for e in now.knowledge.of(a.AssigneeEnded) if e.fact.scope == "person"}
    free = [assignee for assignee in ASSIGNEES if assignee not in registered]
    own = [o for o in now.knowledge.of(s.SupportPersonAppointed) if o.fact.case == case]
    here = [o for o in own if not now.done(s.EndRelationship, by=o.reference)]
    staying = [o for o in here if not now.done(s.AnnounceDeparture, by=o.reference)]
    for slot in (1, 2):
        if any(each.fact.slot == slot for each in staying):
            continue
        for assignee in registered:
            for relationship in now.free_relationships() if assignee not in ended else ():
                yield s.AppointSupportPerson.model_validate(
                    {
                        "relationship": relationship,
                        "occurred_on": day,
                        "case": case,
                        "assignee": assignee,
                        "slot": slot,
                        "from_date": min(day + timedelta(days=10), DAYS[-1]),
                    }
                )
    for assignee, person in zip(free[:1], ("P1", "P2", "P3")[len(registered) :][:1], strict=True):
        yield a.RegisterAssignee(
            assignee=assignee, occurred_on=day, person=person, interventions=("housing_support",)
        )
    if len(staying) > 1 and not now.done(c.StartService, by=case):
        yield c.StartService(case=case, occurred_on=day)
    for each in here:
        yield from _departure(now, each.reference)


def _departure(now: Situation, relationship: str) -> Iterator[Command]:
    fields: dict[str, Any] = {"relationship": relationship, "occurred_on": now.day}
    if not now.done(s.AnnounceDeparture, by=relationship):
        for last_day in (now.day, DAYS[-1]):
            yield s.AnnounceDeparture.model_validate(
                fields | {"reason": "leaves_unit", "last_day": last_day}
            )
        return
    yield s.ChangeDeparture.model_validate(fields | {"last_day": DAYS[-2]})
    yield s.WithdrawDeparture.model_validate(fields)
    is_held = bool(now.done(s.HoldClosingMeeting, by=relationship))
    next_step = s.CompleteHandover if is_held else s.HoldClosingMeeting
    yield next_step.model_validate(fields)
    yield s.InformThirdParty.model_validate(fields | {"party": "relative"})
    yield s.CloseHandover.model_validate(fields)
    yield s.EndRelationship.model_validate(fields | {"reason": "assignee_left"})


def _to_an_offer(now: Situation, order: c.OrderReceived) -> Iterator[Wish]:
    day = now.day
    registered = [each.reference for each in now.knowledge.of(a.AssigneeRegistered)]
    ended = [e.reference for e in now.knowledge.of(a.AssigneeEnded) if e.fact.scope == "person"]
    for assignee in registered:
        for relationship in now.free_relationships() if assignee not in ended else ():
            offer = s.OfferAssignment(
                relationship=relationship, occurred_on=day, case=now.case, assignee=assignee
            )
            yield Wish(offer, ADAM)
    for assignee in [free for free in ASSIGNEES if free not in registered][:1]:
        for came_by in ORIGINS:
            registration = a.RegisterAssignee(
                assignee=assignee,
                occurred_on=day,
                person="P3",
                interventions=(order.intervention,),
                came_by=came_by,
            )
            yield Wish(registration, ADAM)


def _to_an_agreement(
    now: Situation, order: c.OrderReceived, offer: Known[s.AssignmentOffered]
) -> Iterator[Command]:
    """Give what is still to be done, in any order, before the agreement; then the agreement."""
    relationship, assignee, day = offer.reference, offer.fact.assignee, now.day
    decisions = now.done(a.ApproveAssignee, a.RejectAssignee, by=assignee)
    meetings = now.done(s.HoldMatchMeeting, by=relationship)
    is_approved = bool(decisions) and isinstance(decisions[-1].fact, a.AssigneeApproved)
    is_ready = True
    if not now.done(s.AcceptAssignment, by=relationship):
        yield s.AcceptAssignment(relationship=relationship, occurred_on=day)
    if order.client_born_on == CHILD and not now.done(a.ShowRegisterExtract, by=assignee):
        is_ready = False
        yield _extract(assignee, day)
    if order.intervention == "contact_person" and not is_approved:
        is_ready = False
        yield a.ApproveAssignee(assignee=assignee, occurred_on=day)
    if not (meetings and meetings[-1].fact.client_ok and meetings[-1].fact.assignee_ok):
        is_ready = False
        yield _meeting(relationship, day)
    if is_ready:
        yield s.SignAgreement(
            relationship=relationship, occurred_on=day, agreement_type="employment"
        )


def _outlays(now: Situation, relationship: str) -> Iterator[Wish]:
    """Claim, attest and pay, month by month; when all is at least attested the order may end."""
    is_over = True
    for month in MONTHS:
        fields = {"relationship": relationship, "occurred_on": now.day, "period": month}
        paid, attested, claimed = (
            [each for each in now.done(kind, by=relationship) if each.fact.period == month]
            for kind in (s.PayExpense, s.AttestExpenseClaim, s.SubmitExpenseClaim)
        )
        is_over = is_over and bool(attested)
        if not claimed:
            yield Wish(_claim(relationship, month, now.day), ULLA)
        elif not attested:
            yield Wish(s.AttestExpenseClaim.model_validate(fields), BEA)
        elif not paid:
            total = claimed[-1].fact.total or Money(0)
            yield Wish(s.PayExpense.model_validate(fields | {"amount": total}), ADAM)
    if is_over:
        yield Wish(c.EndOrder(case=now.case, occurred_on=now.day, reason="moved"), HANNA)


# ------------------------------------------------------------------ what turns may come


def turns(now: Situation) -> Iterator[Command]:
    """Give what may well happen beside, or instead: renewals, a no, a flaw, the end."""
    if now.order is None or now.done(c.CloseCase, by=now.case):
        return
    yield from _contact(now)
    yield from _renewal(now)
    case, day = now.case, now.day
    yield c.StartRecruitment(case=case, occurred_on=day)
    if now.done(c.StartService, by=case):
        yield c.InterruptService(case=case, occurred_on=day, reason="client_away")
    if now.offer:
        yield from _turns_with(now, now.order, now.offer.reference, now.offer.fact.assignee)


def _turns_with(
    now: Situation, order: c.OrderReceived, relationship: str, assignee: str
) -> Iterator[Command]:
    case, day = now.case, now.day
    if now.done(s.SignAgreement, by=relationship):
        yield s.EndRelationship(relationship=relationship, occurred_on=day, reason="client_wish")
        for month in MONTHS:
            yield from _flawed_claims(relationship, month, day)
        return
    yield s.DeclineAssignment(relationship=relationship, occurred_on=day)
    yield s.HoldMatchMeeting(relationship=relationship, occurred_on=day, client_ok=False)
    yield s.HoldMatchMeeting(relationship=relationship, occurred_on=day, client_ok=True)
    yield _meeting(relationship, day, at=LATE)
    if order.client_born_on == CHILD:
        yield _extract(assignee, day, registers=("criminal_records",))
        yield _extract(assignee, day, issued_on=date(2025, 5, 2))
    if order.intervention == "contact_person":
        yield c.ReceiveOwnProposal(case=case, occurred_on=day, assignee=assignee)
        yield a.RejectAssignee(assignee=assignee, occurred_on=day, reason="Olämplig.")
        yield a.ApproveAssignee(assignee=assignee, occurred_on=day, interventions=("relief",))
        for reason in ORIGINS:
            yield a.OpenInvestigation(assignee=assignee, occurred_on=day, reason=reason)


def _contact(now: Situation) -> Iterator[Command]:
    case, day = now.case, now.day
    tried = {each.fact.channel for each in now.knowledge.of(c.ContactAttempted, case)}
    ways: tuple[c.Channel, ...] = ("phone", "letter", "email", "visit")
    left = [way for way in ways if way not in tried]
    for way in left[:1]:
        yield c.RecordContactAttempt(case=case, occurred_on=day, channel=way, outcome="sent")
    if not left:
        yield c.DeclareContactExhausted(case=case, occurred_on=day)


def _renewal(now: Situation) -> Iterator[Command]:
    case, day = now.case, now.day
    executed = {each.fact.order_no for each in now.knowledge.of(c.RenewalExecuted, case)}
    renewed = [each.fact.order_no for each in now.knowledge.of(c.OrderRenewed, case)]
    waiting = [number for number in renewed if number not in executed]
    for number in waiting[:1]:
        yield c.ExecuteRenewal(case=case, occurred_on=day, order_no=number)
    for number in now.free_orders() if not waiting else ():
        yield c.RenewOrder(case=case, occurred_on=day, order_no=number, decision_date=day)


# ------------------------------------------------------------------ what may come too early


def leaps(now: Situation) -> Iterator[Command]:
    """Give the decisive commands, whether their time has come or not."""
    case, day = now.case, now.day
    for offer in now.offers:
        yield from _leaps_with(now, offer)
    yield c.StartService(case=case, occurred_on=day)
    yield c.ResumeService(case=case, occurred_on=day)
    yield c.DeclareContactExhausted(case=case, occurred_on=day)
    yield c.EndOrder(case=case, occurred_on=day, reason="moved")
    yield c.CloseCase(case=case, occurred_on=day, outcome="completed")
    yield c.ExecuteRenewal(case=case, occurred_on=day, order_no=f"{case}-2")
    for number in (f"{case}-2", ORDERS[0]):
        yield c.RenewOrder(case=case, occurred_on=day, order_no=number, decision_date=DAYS[0])
    for relationship in now.free_relationships():
        for each in now.knowledge.of(a.AssigneeRegistered)[:1]:
            yield s.OfferAssignment(
                relationship=relationship, occurred_on=day, case=case, assignee=each.reference
            )


def _leaps_with(now: Situation, offer: Known[s.AssignmentOffered]) -> Iterator[Command]:
    relationship, day = offer.reference, now.day
    for at in (None, None, time(9)):
        yield s.SignAgreement(
            relationship=relationship,
            occurred_on=day,
            occurred_at=at,
            agreement_type="commission",
        )
    yield _meeting(relationship, day)
    for month in MONTHS:
        yield s.ReturnExpenseClaim(
            relationship=relationship, occurred_on=day, period=month, reason="Kvitto saknas."
        )
        yield s.AttestExpenseClaim(relationship=relationship, occurred_on=day, period=month)
        yield s.PayExpense(
            relationship=relationship, occurred_on=day, period=month, amount=Money("30.50")
        )
        yield _claim(relationship, month, day)


# ------------------------------------------------------------------ forms, filled in


def _meeting(relationship: str, day: date, *, at: time | None = None) -> s.HoldMatchMeeting:
    return s.HoldMatchMeeting(
        relationship=relationship,
        occurred_on=day,
        occurred_at=at,
        client_ok=True,
        assignee_ok=True,
    )


def _extract(
    assignee: str,
    day: date,
    *,
    registers: tuple[a.Register, ...] = ("criminal_records", "suspects"),
    issued_on: date = date(2026, 1, 20),
) -> a.ShowRegisterExtract:
    return a.ShowRegisterExtract(
        assignee=assignee,
        occurred_on=day,
        registers=registers,
        issued_on=issued_on,
        seen_by="adam",
        check="work_with_children",
    )


def _claim(
    relationship: str,
    month: Month,
    day: date,
    *,
    receipts: tuple[int, int] = (1, 2),
    attached: tuple[int, ...] = (1, 2),
    second: str = "20.50",
) -> s.SubmitExpenseClaim:
    return s.SubmitExpenseClaim(
        relationship=relationship,
        occurred_on=day,
        period=month,
        rows=(
            s.ClaimRow(on=month.first_day, receipt_no=receipts[0], amount=Money("10")),
            s.ClaimRow(on=month.last_day, receipt_no=receipts[1], amount=Money(second)),
        ),
        total=Money("30.50"),
        attachments=tuple(s.Attachment(receipt_no=number) for number in attached),
        signed=True,
    )


def _flawed_claims(relationship: str, month: Month, day: date) -> Iterator[Command]:
    yield _claim(relationship, month, day, receipts=(1, 3), attached=(1, 3))
    yield _claim(relationship, month, day, receipts=(1, 1), attached=(1, 1))
    yield _claim(relationship, month, day, attached=(1,))
    yield _claim(relationship, month, day, second="20")
