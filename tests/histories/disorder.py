"""Histories of a case, one for each seed: a story, and the disorder that comes over it.

Acts are moved and forgotten, timed, recorded long afterwards, put right or taken away. What no
journal would hold is left out, so that what is left can have happened.
"""

from datetime import date, time, timedelta
from random import Random

from hypothesis import strategies as st
from pydantic import ValidationError

from examples import ADAM, EVA, IMPORTER, STINA
from histories.assignees import tell_of_assignees
from histories.story import DAY, LATEST, Story, Telling
from histories.support_persons import tell_of_support_persons
from rutin.domain import assignee as a
from rutin.domain import case as c
from rutin.domain import support_relationship as s
from rutin.domain.act import Fact
from rutin.domain.correction import FactCorrection
from rutin.domain.decide import ORIGINS, decide
from rutin.domain.history import History
from rutin.domain.intervention import Intervention
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Forbidden, Impossible
from rutin.domain.reliance import found_by
from rutin.domain.values import stockholm_date
from spec import to_record

INTERVENTIONS: tuple[Intervention, ...] = (
    *("companion", "companion", "relief", "contact_person", "contact_person", "contact_person"),
    *("housing_support", "housing_support"),
)
"""What may have been ordered, the more often the more a routine says of it."""

DEVIATION = "Det hände ändå."


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
            telling.delay = story.number(120) * DAY
        if story.chance(disorder):
            telling.by = story.pick(ADAM, EVA, STINA, IMPORTER)
    return kept + [
        _correction(story, telling)
        for telling in kept
        if story.chance(disorder) and not isinstance(telling.fact, FactCorrection)
    ]


def _moved(fact: Fact, days: int) -> Fact:
    """Date an act on another day, unless what it says of other days forbids it."""
    day = min(fact.occurred_on + days * DAY, LATEST)
    try:
        return fact.but(occurred_on=day)
    except ValidationError:
        return fact


def _correction(story: Story, wrong: Telling) -> Telling:
    kinds: dict[str, type[Fact]] = {
        "case": c.FactCorrected,
        "assignee": a.FactCorrected,
        "relationship": s.FactCorrected,
    }
    told = wrong.recorded_at + story.number(60) * DAY
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
    except (Impossible, Forbidden):
        return False
    return True


def history_of(seed: int) -> History:
    """Give what is recorded of the one case, as a seed has it."""
    luck = Random(seed)  # noqa: S311 - it keeps no secret
    story = Story(
        luck,
        luck.choice(INTERVENTIONS),
        day=date(2025, 9, 1) + luck.randint(0, 200) * DAY,
        care=luck.choice((97, 80, 50)),
    )
    if story.intervention == "housing_support":
        tell_of_support_persons(story)
    else:
        tell_of_assignees(story)
    return recorded(_disturb(story, luck.choice((0, 4, 15))))


seeds = st.integers(0, 2**32 - 1)
"""Hypothesis draws a seed and no more: of many draws it makes many histories alike."""
