"""Gathering: everything recorded about something, and about what it leads on to."""

from rutin.application.journal import Journal, Reading
from rutin.domain.reliance import further


def gather(journal: Journal, references: frozenset[str]) -> tuple[Reading, frozenset[str]]:
    """Read about some references and those they lead on to, all at one position.

    Returns:
        What was read, and every reference that it was read about.
    """
    while True:
        reading = journal.about(references)
        more = further(reading.recorded, references)
        if not more:
            return reading, references
        references |= more
