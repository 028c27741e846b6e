"""Preconditions (PRE): what must have happened before an act, as D-57 lists them.

Each is one function of an act and the history before it, so that the same rule refuses a
command and, afterwards, judges the fact that was recorded with a deviation.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from rutin.domain.act import Fact
from rutin.domain.actor import Actor
from rutin.domain.assignee import AssigneeApproved
from rutin.domain.case import (
    CaseClosed,
    ContactExhausted,
    OrderEnded,
    OrderReceived,
    RenewalExecuted,
    ServiceResumed,
    ServiceStarted,
    Way,
)
from rutin.domain.case.stream import FactOfCase
from rutin.domain.history import History
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Problem
from rutin.domain.routine import RoutineVersionAdopted
from rutin.domain.routines.approval import is_own_proposal, is_recruit
from rutin.domain.routines.catalogue import LOCAL_DECISION, catalogue_order
from rutin.domain.routines.register_check import (
    REGISTER_NAMES,
    Engagement,
    child_check_law,
    missing_for_a_child,
)
from rutin.domain.support_relationship import (
    AgreementSigned,
    ChangeRequested,
    ExpenseClaim,
    ExpenseClaimAttested,
    ExpenseClaimReturned,
    ExpenseClaimSubmitted,
    ExpensePaid,
    HandoverCompleted,
    RelationshipOpened,
    SupportRelationship,
    ThirdPartyInformed,
)
from rutin.domain.support_relationship.stream import FactOfRelationship
from rutin.domain.values import add_months


@dataclass(frozen=True, slots=True)
class Judged:
    """An act to be judged, and what came before it.

    Attributes:
        fact: The act, as the fact it is or would become.
        subject: The reference of the aggregate it concerns, without kind.
        opening: What made the relationship that it concerns, of whatever day: whose it is does not
            depend on when the act is said to have happened.
        before: What had occurred before the act.
        actor: Who records it.
    """

    fact: Fact
    subject: str
    opening: RelationshipOpened | None
    before: History
    actor: Actor

    @classmethod
    def of(cls, fact: Fact, subject: str, history: History, actor: Actor) -> "Judged":
        """Set an act that is to be recorded beside what had occurred before it."""
        return cls(fact, subject, _opening(fact, subject, history), history.before(fact), actor)

    @classmethod
    def again(cls, recorded: Recorded, history: History) -> "Judged":
        """Set an act that is recorded beside what had occurred before it."""
        fact, subject = recorded.fact, recorded.stream.partition("/")[2]
        before = history.preceding(recorded)
        return cls(fact, subject, _opening(fact, subject, history), before, recorded.actor)

    @property
    def case(self) -> str:
        """The case it concerns; of a relationship, the case that it belongs to."""
        return self.opening.case if self.opening else self.subject

    @property
    def relationship(self) -> SupportRelationship:
        """The relationship it concerns; of a case, the one that has come furthest and goes on."""
        if isinstance(self.fact, FactOfRelationship):
            return self.before.relationship(self.subject)
        of_case = self.before.relationships_of_case(self.case).values()
        going_on = [each for each in of_case if each.is_active]
        return max(going_on, key=_progress, default=SupportRelationship())

    @property
    def assignee(self) -> str:
        """The assignee of that relationship; empty if there is none."""
        opening = self.opening or self.relationship.opening
        return opening.assignee if opening else ""


def _opening(fact: Fact, subject: str, history: History) -> RelationshipOpened | None:
    if isinstance(fact, RelationshipOpened):
        return fact
    if isinstance(fact, FactOfRelationship):
        return history.relationship(subject).opening
    return None


@dataclass(frozen=True, slots=True)
class Precondition:
    """A provision that must hold before an act.

    Attributes:
        provision: Its id; "D-57" where a local decision alone stands behind it.
        obstacle: Says in Swedish what is lacking; None when nothing is.
        requires: What the provision itself rests on; named too when it is lacking (D-57).
    """

    provision: str
    obstacle: Callable[[Judged], str | None]
    requires: tuple["Precondition", ...] = field(default=())


def violations(judged: Judged) -> tuple[Problem, ...]:
    """Name every provision that forbids the act, in catalogue order (D-49)."""
    lacking = dict(_lacking(preconditions_of(type(judged.fact)), judged))
    return tuple(
        Problem(
            code="precondition",
            text=lacking[provision_id],
            provision=provision_id,
        )
        for provision_id in sorted(lacking, key=_order)
    )


def preconditions_of(fact_type: type[Fact]) -> tuple[Precondition, ...]:
    """Give what must hold before a kind of act."""
    if issubclass(fact_type, (FactOfCase, FactOfRelationship)) and fact_type not in WITHOUT_ORDER:
        return (ORDER_RECEIVED, *PRECONDITIONS.get(fact_type, ()))
    return PRECONDITIONS.get(fact_type, ())


def _lacking(preconditions: Iterable[Precondition], judged: Judged) -> Iterable[tuple[str, str]]:
    for precondition in preconditions:
        obstacle = precondition.obstacle(judged)
        if obstacle is not None:
            yield from _lacking(precondition.requires, judged)
            yield precondition.provision, obstacle


def _order(provision_id: str) -> tuple[bool, int]:
    if provision_id == LOCAL_DECISION:
        return (True, 0)
    return (False, catalogue_order(provision_id))


def _progress(relationship: SupportRelationship) -> int:
    met = relationship.meeting is not None
    satisfied = relationship.meeting is not None and relationship.meeting.both_satisfied
    return met + satisfied + (relationship.agreement is not None)


# ---------------------------------------------------------------- the preconditions


WITHOUT_ORDER: tuple[type[Fact], ...] = (OrderReceived, ChangeRequested)
"""What needs no order: the order itself, and a wish for a change, which is never refused (KMSP-08)."""


def _no_order(judged: Judged) -> str | None:
    if judged.before.case(judged.case).order is not None:
        return None
    return f"Ärende {judged.case} har ingen beställning som kommit före det här datumet."


ORDER_RECEIVED = Precondition("KLA-01", _no_order)


_WAYS: dict[Way, str] = {
    "phone": "telefon",
    "letter": "brev",
    "email": "e-post",
    "other_way": "något annat sätt",
}


def _ways_left(judged: Judged) -> str | None:
    left = [_WAYS[way] for way in judged.before.case(judged.subject).ways_left]
    return f"Pröva också: {', '.join(left)}." if left else None


ALL_WAYS_TRIED = Precondition("KLA-02b", _ways_left)


def _is_approved(judged: Judged, assignee: str) -> bool:
    decision = judged.before.assignee(assignee).decision
    return isinstance(decision, AssigneeApproved) and "contact_person" in decision.interventions


def _own_proposal_not_approved(judged: Judged) -> str | None:
    case = judged.before.case(judged.case)
    proposed = [
        person
        for person in ((judged.assignee,) if judged.assignee else case.own_proposals)
        if is_own_proposal(case, person, judged.before.assignee(person).came_by)
    ]
    if all(_is_approved(judged, person) for person in proposed):
        return None
    return "Brukarens eget förslag är inte godkänt. Gör utredningen klar och besluta först."


OWN_PROPOSAL_APPROVED = Precondition("KLA-06c", _own_proposal_not_approved)


def _recruit_not_approved(judged: Judged) -> str | None:
    case, person = judged.before.case(judged.case), judged.assignee
    assignee = judged.before.assignee(person)
    registered_on = assignee.registration.occurred_on if assignee.registration else None
    is_to_be_approved = is_recruit(case, person, assignee.came_by, registered_on)
    if not is_to_be_approved or _is_approved(judged, person):
        return None
    return "Den rekryterade personen är inte godkänd. Gör utredningen klar och besluta först."


RECRUIT_APPROVED = Precondition("KLA-07b", _recruit_not_approved)


def _no_joint_meeting(judged: Judged) -> str | None:
    if judged.relationship.meeting is not None:
        return None
    return "Inget gemensamt möte har hållits. Håll mötet först."


JOINT_MEETING_HELD = Precondition("KLA-08a", _no_joint_meeting)


def _not_both_satisfied(judged: Judged) -> str | None:
    meeting = judged.relationship.meeting
    if meeting is not None and meeting.both_satisfied:
        return None
    return "Både brukaren och uppdragstagaren måste uttryckligen ha sagt ja vid mötet."


BOTH_SATISFIED = Precondition("KLA-08b", _not_both_satisfied)


def _child_check_lacking(judged: Judged) -> str | None:
    day = judged.fact.occurred_on
    if not judged.assignee or not judged.before.case(judged.case).client_is_child_on(day):
        return None
    extracts = judged.before.assignee(judged.assignee).extracts
    lacking = missing_for_a_child(extracts, _engagements(judged), day)
    if not lacking:
        return None
    oldest = add_months(day, -child_check_law(day).months)
    registers = " och ".join(REGISTER_NAMES[register] for register in lacking)
    return (
        f"Brukaren är barn. Det saknas utdrag ur {registers}, "
        f"utfärdat tidigast {oldest} och visat senast {day}."
    )


def _engagements(judged: Judged) -> Iterator[Engagement]:
    for earlier in judged.before.relationships_of_assignee(judged.assignee).values():
        if earlier.agreement is not None:
            yield Engagement(earlier.agreement.occurred_on, earlier.ended_on)


CHILD_CHECKED = Precondition("LAW-17", _child_check_lacking)


def _no_agreement(judged: Judged) -> str | None:
    case = judged.before.case(judged.subject)
    if case.order is not None and case.order.intervention == "housing_support":
        return None  # support persons are appointed, they sign no agreement
    relationships = judged.before.relationships_of_case(judged.subject).values()
    if any(r.is_active and r.agreement is not None for r in relationships):
        return None
    return "Ingen uppdragstagare har ett påskrivet avtal. Skriv avtalet först."


AGREEMENT_SIGNED = Precondition(
    "KLA-09i",
    _no_agreement,
    requires=(OWN_PROPOSAL_APPROVED, RECRUIT_APPROVED, BOTH_SATISFIED, CHILD_CHECKED),
)


def _no_renewed_order(judged: Judged) -> str | None:
    order_no = getattr(judged.fact, "order_no", None)
    if any(order.order_no == order_no for order in judged.before.case(judged.subject).renewals):
        return None
    return f"Ingen förlängd beställning {order_no} har kommit. Registrera den först."


RENEWED_ORDER_RECEIVED = Precondition("KLA-11a", _no_renewed_order)


def _claim(judged: Judged) -> ExpenseClaim | None:
    if not isinstance(judged.fact, ExpensePaid):
        return None
    return judged.before.relationship(judged.subject).claim_for(judged.fact.period)


def _receipts_misnumbered(judged: Judged) -> str | None:
    claim = _claim(judged)
    if claim is not None and claim.receipts_numbered:
        return None
    return "Kvittona ska vara numrerade 1, 2, 3 utan luckor. Begär en rättad redovisning."


def _total_is_not_the_sum(judged: Judged) -> str | None:
    claim = _claim(judged)
    if claim is not None and claim.total_is_the_sum:
        return None
    return "Redovisningens summa är inte radernas summa. Begär en rättad redovisning."


def _receipts_not_attached(judged: Judged) -> str | None:
    claim = _claim(judged)
    if claim is not None and claim.receipts_attached:
        return None
    return "Varje kvitto ska finnas med som en egen bilaga. Begär det som saknas."


def _not_attested_by_another(judged: Judged) -> str | None:
    if not isinstance(judged.fact, ExpensePaid):
        return None
    makers: set[str] = set()
    stands_since = 0
    attesters: set[str] = set()
    for recorded in judged.before.in_force:
        fact, actor = recorded.fact, recorded.actor.acting_for.id
        if (
            recorded.stream != f"relationship/{judged.subject}"
            or getattr(fact, "period", None) != judged.fact.period
        ):
            continue
        match fact:
            case ExpenseClaimSubmitted():
                correction = judged.before.correction_of(recorded)
                makers = {actor, *([correction.actor.acting_for.id] if correction else [])}
                stands_since = correction.position if correction else recorded.position
                attesters = set()
            case ExpenseClaimReturned():
                attesters = set()
            case ExpenseClaimAttested() if makers and recorded.position > stands_since:
                attesters.add(actor)
    if not attesters:
        return "Redovisningen är inte attesterad. Låt någon annan än den som lämnat den attestera."
    if attesters <= makers:
        return "Redovisningen är attesterad av den som lämnat den. Låt någon annan attestera."
    return None


def _no_closing_meeting(judged: Judged) -> str | None:
    if judged.relationship.support_person.closing_meeting_settled:
        return None
    return (
        "Inget avslutningsmöte har hållits med brukaren. Håll mötet först, eller registrera att "
        "brukaren avböjer det."
    )


CLOSING_MEETING_HELD = Precondition("BYTE-09", _no_closing_meeting)


def _relative_not_covered(judged: Judged) -> str | None:
    fact = judged.fact
    if not isinstance(fact, ThirdPartyInformed) or fact.party != "relative":
        return None
    if judged.before.case(judged.case).may_tell("relative", fact.contact, fact.occurred_on):
        return None
    return (
        f"Inget samtycke från brukaren gäller för anhöriga {fact.occurred_on}. "
        "Inhämta samtycke först; nämner samtycket vissa kontakter, ange vem det gäller."
    )


CONSENT_COVERS_RELATIVE = Precondition("LAW-08", _relative_not_covered)


def _only_the_case_officer_ends(judged: Judged) -> str | None:
    own_decision = judged.actor.acting_for.role in ("case_officer", "importer")
    carried_over = judged.actor.role in ("case_officer", "importer")
    if own_decision and (carried_over or getattr(judged.fact, "decision_reference", None)):
        return None
    return (
        "Bara handläggaren avslutar en beställning. Registrera för handläggarens räkning "
        "och ange beslutets beteckning."
    )


def _order_goes_on(judged: Judged) -> str | None:
    case = judged.before.case(judged.subject)
    last_day = case.last_day_of_order()
    lapsed = last_day is not None and last_day < judged.fact.occurred_on
    if case.order is None or case.ended_on is not None or lapsed:
        return None
    return "Beställningen gäller fortfarande. Handläggaren måste avsluta den först."


def _valid_too_long(judged: Judged) -> str | None:
    adopted = judged.fact
    if not isinstance(adopted, RoutineVersionAdopted) or adopted.valid_to is None:
        return None
    latest = adopted.latest_last_day
    if adopted.valid_to <= latest:
        return None
    return (
        f"En rutin gäller i högst fem år från beslutet: senast till och med {latest}, "
        f"inte {adopted.valid_to}. Ändra slutdatumet."
    )


def _overlaps_unnamed(judged: Judged) -> str | None:
    adopted = judged.fact
    if not isinstance(adopted, RoutineVersionAdopted):
        return None
    overlapping = [
        version.name
        for version in judged.before.routine(judged.subject).versions
        if version.name not in adopted.replaces
        and version.overlaps(adopted.valid_from, adopted.valid_to)
    ]
    if not overlapping:
        return None
    return (
        f"Utgåva {', '.join(overlapping)} gäller samtidigt. Ange den under Ersätter utgåva, "
        "eller låt den nya börja när den slutat gälla."
    )


PRECONDITIONS: dict[type[Fact], tuple[Precondition, ...]] = {
    ContactExhausted: (ALL_WAYS_TRIED,),
    AgreementSigned: (
        OWN_PROPOSAL_APPROVED,
        RECRUIT_APPROVED,
        JOINT_MEETING_HELD,
        BOTH_SATISFIED,
        CHILD_CHECKED,
    ),
    ServiceStarted: (AGREEMENT_SIGNED,),
    ServiceResumed: (AGREEMENT_SIGNED,),
    RenewalExecuted: (RENEWED_ORDER_RECEIVED,),
    ExpensePaid: (
        Precondition("KLA-B3-4", _receipts_misnumbered),
        Precondition("KLA-B3-5", _total_is_not_the_sum),
        Precondition("KLA-B3-7", _receipts_not_attached),
        Precondition(LOCAL_DECISION, _not_attested_by_another),
    ),
    HandoverCompleted: (CLOSING_MEETING_HELD,),
    ThirdPartyInformed: (CONSENT_COVERS_RELATIVE,),
    OrderEnded: (Precondition(LOCAL_DECISION, _only_the_case_officer_ends),),
    CaseClosed: (Precondition(LOCAL_DECISION, _order_goes_on),),
    RoutineVersionAdopted: (
        Precondition("DOC-03", _valid_too_long),
        Precondition("DOC-05", _overlaps_unnamed),
    ),
}
"""What must hold before each kind of act (D-57), beside the order that everything needs."""
