"""Making the demo municipality: three units, story cases, random cases, eighteen months."""

from collections.abc import Callable
from datetime import date

from rutin.adapters.demo.random_cases import random_cases
from rutin.adapters.demo.routines import keep_routines
from rutin.adapters.demo.stories import STORIES
from rutin.adapters.demo.town import Town
from rutin.application import Rutin


def make_municipality(
    rutin: Rutin,
    *,
    seed: int,
    today: date,
    cases: int = 120,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Make the demo municipality by deciding its commands one by one, in the order of their time.

    The same seed, day and number of cases make the same facts. Made again where it was broken
    off, it goes on from there, since each command has an id of its own.

    Args:
        rutin: Where it is recorded; on behalf of invented staff, by the role importer.
        seed: Chooses the municipality; the story cases are in all of them.
        today: The day it is made for; everything has happened by the day before.
        cases: How many; from about seventy on, every story is there.
        progress: Told how many cases' worth is recorded, and of how many, as each is done.

    Raises:
        Impossible: The journal holds another municipality.
        ValueError: There are to be no cases.
    """
    if cases < 1:
        raise ValueError(f"A municipality has at least one case, not {cases}.")
    town = Town(seed=seed, today=today, cases=cases)
    for story in STORIES[:cases]:
        story(town)
    random_cases(town, max(0, cases - len(STORIES)))
    keep_routines(town)
    entries = town.diary.entries()
    done = 0
    for number, entry in enumerate(entries, start=1):
        rutin.handle(
            entry.command,
            entry.by,
            command_id=entry.command_id,
            deviation=entry.deviation,
            recorded_at=entry.recorded_at,
        )
        if progress is not None and cases * number // len(entries) > done:
            done += 1
            progress(done, cases)
