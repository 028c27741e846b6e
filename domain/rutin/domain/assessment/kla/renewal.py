"""KLA step 11: the order is prolonged, or it is not (r.116–128); one instance an order period (D-64)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, zip_longest
from typing import Any

from rutin.domain.act import Fact
from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.clocks import (
    Check,
    all_done,
    broke,
    day_of,
    done_by,
    due_on,
    judged,
    still_wanting,
)
from rutin.domain.assessment.duty import Due, Duty, Excuse
from rutin.domain.assessment.finding import EVER
from rutin.domain.assessment.reason import WITHOUT_IT, WRONG_ORDER, Reason
from rutin.domain.assignee import AssigneeEnded
from rutin.domain.case import (
    ClientContacted,
    GoalFollowedUp,
    ImplementationPlanUpdated,
    OrderEnded,
    OrderReceived,
    OrderRenewed,
    RenewalExecuted,
)
from rutin.domain.recorded import Recorded
from rutin.domain.support_relationship import (
    AssigneeContacted,
    ChangeRequested,
    ExpenseClaimSubmitted,
    QuarterlyReportSubmitted,
    RelationshipEnded,
    RenewalOutcomeRecorded,
    ServiceProvided,
)

NOT_GOING_ON = Reason(
    "renewal_declined", "någon av parterna vill inte fortsätta", "a party does not want to go on"
)
SERVICE_WITHOUT_ORDER = Reason(
    "service_without_order",
    "insatsen gavs efter beställningens slut utan ny beställning",
    "the service was given after the end of the order without a new one",
)


@dataclass(frozen=True, slots=True)
class OrderPeriod:
    """An order, and what came of its prolongation.

    Attributes:
        order: The order whose period it is.
        last_day: Its last day; None if none is written.
        renewal: The order that prolongs it.
        executed: The execution of that order.
        declined: The first word that a party does not want to go on (D-64).
        until: The day that the next prolongation came; what is asked from then on concerns that.
    """

    order: Recorded
    last_day: date | None
    renewal: Recorded | None
    executed: Recorded | None
    declined: Recorded | None
    until: date | None = None

    @property
    def key(self) -> str:
        """What the instances of the period are known by: the order that opened it."""
        return str(self.order.event_id)


@once
def order_periods(file: CaseFile) -> tuple[OrderPeriod, ...]:
    """Give the order periods of a case, each with the order that prolongs it."""
    orders = file.whole.of(OrderReceived, OrderRenewed)
    executions = _executions(file, orders)
    return tuple(
        _period(file, order, renewal, executions.get(order.position), day_of(following))
        for order, renewal, following in zip_longest(orders, orders[1:], orders[2:])
    )


def _period(
    file: CaseFile,
    order: Recorded,
    renewal: Recorded | None,
    executed: Recorded | None,
    until: date | None,
) -> OrderPeriod:
    told: Any = order.fact
    period = OrderPeriod(order, told.period_to, renewal, executed, None, until)
    declined = next(
        (
            r
            for r in _about(
                file, period, RenewalOutcomeRecorded, ChangeRequested, RelationshipEnded
            )
            if renewal is not None
            and file.comes_before(renewal, r)
            and (executed is None or file.comes_before(r, executed))
            and _is_a_no(r.fact)
        ),
        None,
    )
    return replace(period, declined=declined)


def _about(file: CaseFile, period: OrderPeriod, *types: type[Fact]) -> list[Recorded]:
    """Give the facts of some types about a prolongation: from its day on, until the next comes.

    An outcome that names its order concerns that one.
    """
    if period.renewal is None:
        return []
    since = period.renewal.fact.occurred_on
    order_no = getattr(period.renewal.fact, "order_no", None)
    return [
        r
        for r in file.whole.of(*types)
        if r.fact.occurred_on >= since
        and (
            getattr(r.fact, "order_no", None) == order_no
            if getattr(r.fact, "order_no", None)
            else period.until is None or r.fact.occurred_on < period.until
        )
    ]


def _executions(file: CaseFile, orders: Sequence[Recorded]) -> dict[int, Recorded]:
    """Give the first execution in each period, by the position of the order that opened it.

    An execution prolongs the period before the order it names; of an order that had not come by
    then, the period that was going on.
    """
    found: dict[int, Recorded] = {}
    for executed in file.whole.of(RenewalExecuted):
        number = getattr(executed.fact, "order_no", None)
        come = [order for order in orders if file.comes_before(order, executed)] or orders[:1]
        prolonged = [
            before
            for before, order in pairwise(come)
            if getattr(order.fact, "order_no", None) == number
        ]
        for period in (prolonged or come)[-1:]:
            found.setdefault(period.position, executed)
    return found


def _is_a_no(fact: Fact) -> bool:
    return not isinstance(fact, RenewalOutcomeRecorded) or not (fact.client_ok and fact.assignee_ok)


def _none_yet(file: CaseFile) -> Duty:
    """Say that nothing is to be prolonged while no order has come."""
    first = next(iter(order_periods(file)), None)
    return Duty(contingent=True, triggered=None, until=day_of(first.order) if first else None)


@judged("PRE(RenewalExecuted), ingen insats efter beställningens slut")
def new_order_came(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-11a: a new order is there before the renewal, and before service goes on (D-39)."""
    yield _none_yet(file)
    for period in order_periods(file):
        executed = period.executed
        unordered = min(
            (shown for over, shown in _unordered_service(file) if over.key == period.key),
            key=lambda shown: (shown.fact.occurred_on, shown.position),
            default=None,
        )
        breaks = [broke(unordered, SERVICE_WITHOUT_ORDER)] if unordered else []
        if executed and "KLA-11a" in file.violated(executed):
            breaks.append(broke(executed, WITHOUT_IT))
        turns = [day_of(period.renewal), day_of(executed), day_of(unordered)]
        yield Duty(
            key=period.key,
            first=period.order.fact.occurred_on,
            triggered=min((day for day in turns if day is not None), default=None),
            contingent=True,
            done=done_by(period.renewal),
            missing=("OrderRenewed",),
            broken=min(breaks, key=lambda each: each.day, default=None),
            lasting=True,
        )


@once
def _unordered_service(file: CaseFile) -> tuple[tuple[OrderPeriod, Recorded], ...]:
    """Give what shows service that no order received by then covers, and the period that was over."""
    orders = file.whole.of(OrderReceived, OrderRenewed)
    ended = day_of(file.whole.first(OrderEnded)) or date.max
    found: list[tuple[OrderPeriod, Recorded]] = []
    for day, shown in _service_days(file):
        if day <= ended and any(o.fact.occurred_on <= day and _covers(o.fact, day) for o in orders):
            continue
        over = [
            period
            for period in order_periods(file)
            if period.order.fact.occurred_on <= shown.fact.occurred_on
            and min(period.last_day or date.max, ended) < day
        ]
        found += [(period, shown) for period in over[-1:]]
    return tuple(found)


def _covers(order: Any, day: date) -> bool:
    starts: date = order.period_from or EVER
    return starts <= day and (order.period_to is None or day <= order.period_to)


@once
def _service_days(file: CaseFile) -> tuple[tuple[date, Recorded], ...]:
    """Give the days on which service is shown to have been given, and the facts that show it (D-39)."""
    days: list[tuple[date, Recorded]] = []
    for shown in file.whole.of(ServiceProvided, QuarterlyReportSubmitted, ExpenseClaimSubmitted):
        rows = getattr(shown.fact, "rows", None)
        if rows is None:
            days.append((shown.fact.occurred_on, shown))
        else:
            days += [(row.on, shown) for row in rows if row.on is not None]
    return tuple(sorted(days, key=lambda each: (each[0], each[1].position)))


def _client_asked(file: CaseFile, period: OrderPeriod) -> tuple[Recorded | None, ...]:
    """Give the talk with the client, and the follow-up of the plan where there is to be a plan."""
    asked = next(
        (
            r
            for r in _about(file, period, ClientContacted)
            if getattr(r.fact, "purpose", "") == "renewal"
        ),
        None,
    )
    if file.intervention == "contact_person":
        return (asked,)
    followed_up = _about(file, period, GoalFollowedUp, ImplementationPlanUpdated)
    plan = next((r for r in followed_up if getattr(r.fact, "context", "") == "renewal"), None)
    return asked, plan


def _assignee_asked(file: CaseFile, period: OrderPeriod) -> tuple[Recorded | None, ...]:
    """Give the talk with the assignee."""
    for contact in _about(file, period, AssigneeContacted):
        if getattr(contact.fact, "purpose", "") == "renewal":
            return (contact,)
    return (None,)


def _both_asked_to_go_on(file: CaseFile, period: OrderPeriod) -> tuple[Recorded | None, ...]:
    """Give the word of both that they want to go on."""
    for said in _about(file, period, RenewalOutcomeRecorded):
        if not _is_a_no(said.fact):
            return (said,)
    return (None,)


def _followed_up(
    steps: Callable[[CaseFile, OrderPeriod], tuple[Recorded | None, ...]], *names: str
) -> Check:
    """Judge a follow-up: from the new order on, by the day that the order is executed."""

    @judged("RX(OrderRenewed), MS(RenewalExecuted)")
    def duties(file: CaseFile) -> Iterator[Duty]:
        yield _none_yet(file)
        for period in order_periods(file):
            taken = steps(file, period)
            yield Duty(
                key=period.key,
                first=period.order.fact.occurred_on,
                triggered=day_of(period.renewal),
                contingent=True,
                dues=due_on(period.executed),
                done=all_done(taken),
                missing=names[: len(taken)],
                lacking=tuple(still_wanting(taken, names[: len(taken)])),
                reactive=True,
            )

    return duties


@judged("SEQ(KLA-11a–c → RenewalExecuted)")
def renewal_executed(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-11d: the new order is executed when both want to go on, after 11a–c."""
    yield _none_yet(file)
    for period in order_periods(file):
        executed, declined = period.executed, period.declined
        before = (
            period.renewal,
            *_client_asked(file, period),
            *_assignee_asked(file, period),
        )
        in_order = executed is not None and all(
            step is not None and file.comes_before(step, executed) for step in before
        )
        willing = _both_asked_to_go_on(file, period)[0]
        days = file.value("renewal_executed_before_end_days", period.order.fact.occurred_on)
        last_day = period.last_day
        yield Duty(
            key=period.key,
            first=period.order.fact.occurred_on,
            triggered=day_of(period.renewal),
            contingent=True,
            dues=(Due(last_day - timedelta(days=days)),) if last_day else (),
            done=all_done((executed, willing)) if in_order else None,
            missing=("RenewalExecuted",),
            lacking=((executed.fact.occurred_on, ("RenewalOutcomeRecorded",)),) if executed else (),
            excuses=(
                (Excuse(declined.fact.occurred_on, NOT_GOING_ON, evidence=(declined,)),)
                if declined
                else ()
            ),
            broken=broke(executed, WRONG_ORDER) if executed and not in_order else None,
            curable=True,
            parameters=("renewal_executed_before_end_days",),
            valued_on=period.order.fact.occurred_on,
        )


@judged("RX(nej till fortsättning)")
def assignee_ended(file: CaseFile) -> Iterator[Duty]:
    """Judge KLA-11e: when a party does not want to go on, the match is ended in the register (D-45)."""
    yield _none_yet(file)
    names = ("RelationshipEnded", "AssigneeEnded")
    for period in order_periods(file):
        declined = period.declined
        stream = file.relationship_of(declined) if declined else ""
        ended = next((r for r in file.whole.of(RelationshipEnded) if r.stream == stream), None)
        in_register = next(
            (r for r in file.whole.of(AssigneeEnded) if _ends(file, r, stream)), None
        )
        steps = (ended, in_register)
        yield Duty(
            key=period.key,
            first=period.order.fact.occurred_on,
            triggered=day_of(declined),
            contingent=True,
            done=all_done(steps),
            missing=names,
            lacking=tuple(still_wanting(steps, names)),
            reactive=True,
        )


def _ends(file: CaseFile, recorded: Recorded, relationship: str) -> bool:
    """Say whether an ending in the register is of this match, or of its whole person."""
    fact = recorded.fact
    if not isinstance(fact, AssigneeEnded) or not relationship:
        return False
    if fact.scope == "match":
        return f"relationship/{fact.relationship}" == relationship
    return recorded.stream == f"assignee/{file.assignee_of(relationship)}"


KLA_RENEWAL: dict[str, Check] = {
    "KLA-11a": new_order_came,
    "KLA-11b": _followed_up(_client_asked, "ClientContacted", "GoalFollowedUp"),
    "KLA-11c": _followed_up(_assignee_asked, "AssigneeContacted"),
    "KLA-11d": renewal_executed,
    "KLA-11e": assignee_ended,
}
"""How KLA-11a to KLA-11e are judged."""
