"""What happens in a case whatever the intervention: the order, the client, the welcome, the end."""

from datetime import date

from examples import HUGO, IMPORTER
from histories.story import DAY, Story
from rutin.domain import case as c
from rutin.domain.act import Fact
from rutin.domain.intervention import Extent
from rutin.domain.values import Hours, Quarter


def order(story: Story) -> None:
    born = story.pick(
        None, date(1980, 12, 27), date(1990, 4, 5), date(2008, 5, 9), date(2016, 3, 2)
    )
    decided = story.day - story.number(80) * DAY
    to = story.pick(None, None, story.day + (60 + story.number(300)) * DAY)
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
        extent=extent(story),
    )


def extent(story: Story) -> Extent:
    return Extent(hours_per_month=story.pick(None, Hours(10), Hours(20)))


def reach(story: Story) -> bool:
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


def meet(story: Story) -> None:
    story.wait(9)
    if story.does():
        story.tell(c.ClientMeetingBooked, meeting_on=story.day + DAY)
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


def welcome(story: Story) -> None:
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


def pause(story: Story, _: str) -> None:
    story.tell(c.ServiceInterrupted, reason="client_away")
    story.wait(130)
    if story.does():
        story.tell(c.ServiceResumed)


def end(story: Story) -> None:
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


def waiting(story: Story) -> None:
    """Tell of reports to the authorities, whether or not anything waits."""
    first = story.told[0].fact.occurred_on if story.told else story.day
    for quarter in Quarter.between(first, story.day):
        if story.chance(40):
            recipients = story.some("ivo", "municipal_auditors", "municipal_council", percent=80)
            story.tell(
                c.NonExecutionReported,
                occurred_on=quarter.last_day + story.number(60) * DAY,
                quarter=quarter,
                reason="Ingen ledig",
                recipients=recipients or ("ivo",),
            )
    if story.chance(50):
        story.tell(
            c.ExecutionReported, executed_on=story.day, recipients=("ivo", "municipal_auditors")
        )
