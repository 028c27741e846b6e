"""Histories of one case, as Hypothesis draws them: a work process told with more or less care.

A story follows Arbetsprocess KLA and leaves things out, does them late or in the wrong order. Then
disorder comes over it: acts are moved and forgotten, timed, recorded long afterwards, put right or
taken away. What no journal would hold is left out, so that what is left can have happened.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import strategies as st

from examples import ADAM, ANNA, EVA, HUGO, IMPORTER, STINA
from rutin.domain import assignee as a
from rutin.domain import case as c
from rutin.domain import support_relationship as s
from rutin.domain.act import Fact
from rutin.domain.actor import Actor
from rutin.domain.correction import FactCorrection
from rutin.domain.decide import ORIGINS, decide
from rutin.domain.history import History
from rutin.domain.intervention import Extent, Intervention
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Impossible
from rutin.domain.reliance import found_by
from rutin.domain.values import Hours, Money, Month, Quarter, stockholm_date
from spec import to_record

CASE = "K1"
INTERVENTIONS: tuple[Intervention, ...] = (
    *("companion", "companion", "relief", "contact_person", "contact_person", "contact_person"),
    "housing_support",
)
"""What may have been ordered, the more often the more a routine says of it."""

LATEST = date(2027, 12, 31)
"""No act is dated after this day."""

DEVIATION = "Det hände ändå."
_DAY = timedelta(days=1)

Option = TypeVar("Option")


@dataclass
class Telling:
    """A fact that is told: of whom, by whom, and how long after it occurred it was recorded."""

    serial: int
    fact: Fact
    of: str
    by: Actor
    delay: timedelta = timedelta(0)

    @property
    def stream(self) -> str:
        return f"{self.fact.stream_kind}/{self.of}"

    @property
    def event_id(self) -> UUID:
        return UUID(int=self.serial)

    @property
    def recorded_at(self) -> datetime:
        return datetime.combine(self.fact.occurred_on, time(12), UTC) + self.delay


@dataclass
class Story:
    """A case as it is told, day by day."""

    luck: Random
    intervention: Intervention
    day: date
    care: int
    """How many times in a hundred what the routine asks for is done."""
    told: list[Telling] = field(default_factory=list)
    orders: int = 1

    # ------------------------------------------------------------------ chance

    def number(self, most: int) -> int:
        return self.luck.randint(0, most)

    def chance(self, percent: int) -> bool:
        return self.number(99) < percent

    def does(self) -> bool:
        """Say whether something asked for is done."""
        return self.chance(self.care)

    def pick(self, *options: Option) -> Option:
        return options[self.number(len(options) - 1)]

    def some(self, *options: Option, percent: int = 50) -> tuple[Option, ...]:
        return tuple(option for option in options if self.chance(percent))

    def wait(self, most: int) -> None:
        self.day = min(self.day + timedelta(days=self.number(most)), LATEST)

    # ------------------------------------------------------------------ telling

    def tell(self, fact: type[Fact], *, of: str = CASE, by: Actor = ADAM, **fields: Any) -> Telling:
        """Tell of an act today, unless a day is given."""
        fields = {"occurred_on": self.day, **fields}
        telling = Telling(len(self.told) + 1, fact.model_validate(fields), of, by)
        self.told.append(telling)
        if isinstance(telling.fact, CONTACTS) and self.does():
            self.note(telling)
        return telling

    def note(self, about: Telling) -> None:
        """Write a note of a contact, sign it or not, and now and then find it wrong."""
        name = f"N{len(self.told)}"
        day = min(about.fact.occurred_on + timedelta(days=self.number(20)), LATEST)
        self.tell(
            c.JournalNoteRecorded,
            occurred_on=day,
            note=name,
            text="Så var det.",
            about=(self.pick(str(about.event_id), f"command-{about.serial}"),),
        )
        if self.does():
            self.tell(c.JournalNoteSigned, occurred_on=day, note=name)
        if self.chance(8):
            self.tell(
                c.JournalNoteMarkedErroneous,
                occurred_on=day + self.number(9) * _DAY,
                note=name,
                reason="Fel",
                wrong_client=self.chance(30),
            )
        if self.chance(4):
            self.tell(c.ClientDisputedNote, occurred_on=day + _DAY, note=name, view="Nej")


CONTACTS = (
    c.ContactAttempted,
    c.ClientContacted,
    c.ClientMeetingHeld,
    c.OwnProposalReceived,
    s.AssignmentOffered,
    s.MatchMeetingHeld,
)


# ---------------------------------------------------------------- the work process


def _order(story: Story) -> None:
    born = story.pick(
        None, date(1980, 12, 27), date(1990, 4, 5), date(2008, 5, 9), date(2016, 3, 2)
    )
    decided = story.day - story.number(80) * _DAY
    to = story.pick(None, None, story.day + (60 + story.number(300)) * _DAY)
    story.tell(
        c.OrderReceived,
        by=story.pick(HUGO, IMPORTER),
        order_no="B1",
        decision_date=decided,
        intervention=story.intervention,
        legal_basis=story.pick("SoL", "LSS"),
        client="P1",
        client_born_on=born,
        contact_routes=story.some("phone", "email"),
        period_to=to,
        period_from=story.pick(None, story.day if to is None else min(story.day, to)),
        protected=story.chance(10),
        extent=_extent(story),
    )


def _extent(story: Story) -> Extent:
    return Extent(hours_per_month=story.pick(None, Hours(10), Hours(20)))


def _reach(story: Story) -> bool:
    """Tell how the client was sought, and say whether they were found."""
    for channel in story.some("phone", "letter", "email", "visit", percent=story.care):
        story.wait(9)
        story.tell(c.ContactAttempted, channel=channel, outcome="no_answer")
    if story.chance(20):
        story.tell(c.ContactRegistered, contact="C1", role="client", routes=("email",))
    story.wait(9)
    if story.chance(12):
        story.tell(c.ContactExhausted)
        story.tell(c.CaseOfficerNotified, reason="client_unreachable", in_writing=True)
        if story.chance(80):
            return False
    story.tell(
        c.ClientContacted,
        channel="phone",
        informed_of_order=story.does(),
        informed_of_meeting=story.does(),
    )
    return True


REVIEWS: tuple[type[Fact], ...] = (c.ConsentFormReviewed, c.ConsentDeclined, c.ConsentDeferred)


def _meet(story: Story) -> None:
    story.wait(9)
    if story.does():
        story.tell(c.ClientMeetingBooked, meeting_on=story.day + _DAY)
    if story.chance(8):
        story.tell(c.ClientMeetingDeclined, reason="Orkar inte")
    for _ in range(story.pick(1, 1, 1, 0, 2)):
        story.wait(12)
        topics = {name: story.does() for name in ("order_extent", "intervention", "next_steps")}
        story.tell(c.ClientMeetingHeld, topics=topics, child_view=story.pick(None, "Vill spela"))
    if story.does():
        if story.chance(60):
            story.tell(c.RequirementProfileRecorded, wishes="Film")
        else:
            story.tell(c.RequirementProfileDeclined)
    if story.does():
        story.tell(story.pick(*REVIEWS))
    if story.does():
        story.tell(
            c.ImplementationPlanEstablished,
            goals=({"text": "Komma ut"},),
            participation="participated",
        )


def _welcome(story: Story) -> None:
    if story.does():
        story.tell(c.ClientInformedAboutService)
    if story.does():
        story.tell(c.WelcomePackDelivered, items=_pack(story), delivered_by=_hand(story))
        story.wait(6)
        if story.chance(40):
            story.tell(c.WelcomePackSupplemented, items=_pack(story), delivered_by=_hand(story))
    if story.does():
        story.tell(c.ChecklistCompleted)


def _pack(story: Story) -> dict[str, object]:
    answers = ({"given": True}, {"not_needed_because": "Behövs inte."})
    names = ("phone_numbers", "names", "key_routines", "private_funds", "alarm", "complaints")
    return {name: story.pick(*answers) for name in names if story.does()}


def _hand(story: Story) -> str:
    return story.pick("unit_manager", "designated_employee", "other")


def _register(story: Story, assignee: str, came_by: str) -> None:
    earlier = story.day - story.number(30) * _DAY
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
        "issued_on": story.day - story.number(250) * _DAY,
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
        story.tell(s.MatchMeetingBooked, of=relationship, meeting_on=story.day + 3 * _DAY)
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
        step = story.pick(_renewal, _pause, _visits, _visits)
        step(story, relationship)
    _reports(story, relationship, began)


def _visits(story: Story, relationship: str) -> None:
    story.tell(s.ServiceProvided, of=relationship, by=ANNA, hours=Hours(2))


def _pause(story: Story, _: str) -> None:
    story.tell(c.ServiceInterrupted, reason="client_away")
    story.wait(130)
    if story.does():
        story.tell(c.ServiceResumed)


def _renewal(story: Story, relationship: str) -> None:
    story.orders += 1
    number = f"B{story.orders}"
    begins = story.day + story.number(40) * _DAY
    story.tell(
        c.OrderRenewed,
        by=HUGO,
        order_no=number,
        decision_date=story.day,
        extent=_extent(story),
        period_from=story.pick(None, begins),
        period_to=story.pick(None, begins + story.number(200) * _DAY),
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
    day = last_day + story.number(3) * _DAY
    if story.chance(30):
        day += story.number(100) * _DAY
    yield day
    if story.chance(25):
        yield day + story.number(40) * _DAY


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
    for day in _handed_in(story, quarter.last_day - 3 * _DAY):
        form = {
            "client": "P1",
            "assignee": "A1",
            "signed_by": "A1",
            "signed_on": day,
            "rows": ({"on": quarter.first_day + story.number(95) * _DAY},),
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
        made, day = story.chance(60), month.last_day + story.number(30) * _DAY
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
                occurred_on=day + story.number(9) * _DAY,
            )


# ---------------------------------------------------------------- how it ends, and what waits


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


def _end(story: Story) -> None:
    if story.chance(70):
        story.wait(60)
        story.tell(c.OrderEnded, by=HUGO, reason=story.pick("completed", "moved"))
    if story.chance(85):
        story.wait(60)
        story.tell(c.CaseClosed, outcome=story.pick(*OUTCOMES))


OUTCOMES = (
    "completed",
    "completed",
    "completed",
    "order_ended",
    "client_declined",
    "moved",
    "died",
)


def _waiting(story: Story) -> None:
    """Tell of reports to the authorities, whether or not anything waits."""
    first = story.told[0].fact.occurred_on if story.told else story.day
    for quarter in Quarter.between(first, story.day):
        if story.chance(40):
            recipients = story.some("ivo", "municipal_auditors", "municipal_council", percent=80)
            story.tell(
                c.NonExecutionReported,
                occurred_on=quarter.last_day + story.number(60) * _DAY,
                quarter=quarter,
                reason="Ingen ledig",
                recipients=recipients or ("ivo",),
            )
    if story.chance(50):
        story.tell(
            c.ExecutionReported, executed_on=story.day, recipients=("ivo", "municipal_auditors")
        )


def _tell(story: Story) -> None:
    if story.intervention == "housing_support":
        _tell_of_housing_support(story)
    else:
        _tell_of_assignees(story)


def _tell_of_assignees(story: Story) -> None:
    _order(story)
    if _reach(story) or story.chance(30):
        _meet(story)
        for number in range(1, story.pick(1, 2, 3, 0) + 1):
            relationship = _search(story, number)
            if relationship:
                if number == 1 or story.chance(50):
                    _welcome(story)
                _serve(story, relationship, number)
                if story.chance(70):
                    _turn(story, relationship, f"A{number}")
    _end(story)
    if story.chance(50):
        _waiting(story)


def _tell_of_housing_support(story: Story) -> None:
    _order(story)
    if _reach(story):
        _meet(story)
        story.tell(c.ServiceStarted)
        story.wait(90)
        _pause(story, "")
    _end(story)


# ---------------------------------------------------------------- disorder


def _disturb(story: Story, disorder: int) -> list[Telling]:
    """Forget acts, move them, time them, tell them late, and put them right.

    Args:
        story: What is told, and whose luck decides.
        disorder: How many times in a hundred each of these befalls an act.
    """
    kept = [telling for telling in story.told if not story.chance(disorder)]
    for telling in kept:
        if story.chance(disorder):
            telling.fact = _moved(telling.fact, story.number(60) - 30)
        if story.chance(2 * disorder):
            at = time(8 + story.number(9))
            telling.fact = telling.fact.but(occurred_at=at)
        if story.chance(disorder):
            telling.delay = story.number(120) * _DAY
        if story.chance(disorder):
            telling.by = story.pick(ADAM, EVA, STINA, IMPORTER)
    return kept + [
        _correction(story, telling)
        for telling in kept
        if story.chance(disorder) and not isinstance(telling.fact, FactCorrection)
    ]


def _moved(fact: Fact, days: int) -> Fact:
    """Date an act on another day, unless what it says of other days forbids it."""
    day = min(fact.occurred_on + days * _DAY, LATEST)
    tied = any(hasattr(fact, name) for name in ("decision_date", "meeting_on", "issued_on"))
    return fact if tied else fact.but(occurred_on=day)


def _correction(story: Story, wrong: Telling) -> Telling:
    kinds: dict[str, type[Fact]] = {
        "case": c.FactCorrected,
        "assignee": a.FactCorrected,
        "relationship": s.FactCorrected,
    }
    told = wrong.recorded_at + story.number(60) * _DAY
    taken_away = story.chance(40) and not isinstance(wrong.fact, ORIGINS)
    replacement = None if taken_away else _moved(wrong.fact, story.number(40) - 20)
    fact = kinds[wrong.fact.stream_kind].model_validate(
        {
            "occurred_on": stockholm_date(told),
            "corrects": str(wrong.event_id),
            "reason": "Fel dag",
            "replacement": replacement,
        }
    )
    serial = 1000 + wrong.serial
    return Telling(serial, fact, wrong.of, ADAM, timedelta(hours=1))


# ---------------------------------------------------------------- on paper


def recorded(tellings: list[Telling]) -> History:
    """Put tellings in their envelopes as they were recorded, without those no journal would take."""
    journal: list[Recorded] = []
    for telling in sorted(tellings, key=lambda each: (each.recorded_at, each.serial)):
        if not _would_be_taken(telling, History(tuple(journal))):
            continue
        before = [r for r in journal if r.stream == telling.stream]
        journal.append(
            Recorded(
                position=len(journal) + 1,
                stream=telling.stream,
                version=len(before) + 1,
                event_id=telling.event_id,
                recorded_at=telling.recorded_at,
                actor=telling.by,
                command_id=f"command-{telling.serial}",
                command_digest="",
                correlation_id=f"command-{telling.serial}",
                causation_id=None,
                municipality="testkommunen",
                references=found_by(telling.fact, telling.stream, before),
                deviation=None,
                fact=telling.fact,
            )
        )
    return History(tuple(journal))


def _would_be_taken(telling: Telling, history: History) -> bool:
    if isinstance(telling.fact, FactCorrection):
        return any(str(r.event_id) == telling.fact.corrects for r in history.recorded)
    command = to_record(telling.fact, of=telling.of)
    try:
        decide(command, history, telling.by, today=LATEST, deviation=DEVIATION)
    except Impossible:
        return False
    return True


def history_of(seed: int) -> History:
    """Give what is recorded of the case `CASE`, as a seed has it."""
    luck = Random(seed)  # noqa: S311 - it keeps no secret
    story = Story(
        luck,
        luck.choice(INTERVENTIONS),
        day=date(2025, 9, 1) + luck.randint(0, 200) * _DAY,
        care=luck.choice((97, 80, 50)),
    )
    _tell(story)
    return recorded(_disturb(story, luck.choice((0, 4, 15))))


seeds = st.integers(0, 2**32 - 1)
"""Hypothesis draws a seed and no more: of many draws it makes many histories alike."""
