"""When support could not be given: the service paused, or the client was away."""

from collections.abc import Iterator
from datetime import date, timedelta

from rutin.domain.assessment.case_file import CaseFile, once
from rutin.domain.assessment.duty import Excuse
from rutin.domain.assessment.reason import Reason
from rutin.domain.case import ServiceInterrupted, ServiceResumed, ServiceStarted
from rutin.domain.support_relationship import ClientAway, ClientReturned

INTERRUPTED = Reason("interrupted", "insatsen har avbrott", "the service is interrupted")
CLIENT_AWAY = Reason("client_away", "brukaren är borta", "the client is away")

_DAY = timedelta(days=1)


@once
def pauses(file: CaseFile) -> tuple[Excuse, ...]:
    """Give the stretches in which the service was interrupted."""
    return tuple(_pauses(file))


def _pauses(file: CaseFile) -> Iterator[Excuse]:
    began: date | None = None
    for turn in file.whole.of(ServiceStarted, ServiceInterrupted, ServiceResumed):
        if isinstance(turn.fact, ServiceInterrupted):
            began = began or turn.fact.occurred_on
        elif began is not None:
            yield Excuse(began, INTERRUPTED, until=turn.fact.occurred_on)
            began = None
    if began is not None:
        yield Excuse(began, INTERRUPTED)


@once
def absences(file: CaseFile) -> tuple[Excuse, ...]:
    """Give the stretches in which the client was away."""
    return tuple(_absences(file))


def _absences(file: CaseFile) -> Iterator[Excuse]:
    left: dict[str, date] = {}
    for turn in file.whole.of(ClientAway, ClientReturned):
        if isinstance(turn.fact, ClientAway):
            left.setdefault(turn.stream, turn.fact.occurred_on)
        elif turn.stream in left:
            yield Excuse(left.pop(turn.stream), CLIENT_AWAY, until=turn.fact.occurred_on)
    for day in left.values():
        yield Excuse(day, CLIENT_AWAY)


def within(excuses: tuple[Excuse, ...], first: date, last: date) -> Iterator[Excuse]:
    """Give what lifts a period's duty: what lasts on its last day lifts it for good."""
    for excuse in excuses:
        starts, ends = max(excuse.first, first), excuse.until
        if starts > last or (ends is not None and ends <= first):
            continue
        lasts = ends is None or ends > last
        yield Excuse(starts, excuse.reason, until=None if lasts else ends)


def whole(excuses: tuple[Excuse, ...], first: date, last: date) -> Iterator[Excuse]:
    """Give what lifts a period's duty only if it lasts the whole period through."""
    for excuse in excuses:
        if excuse.first > first:
            continue
        if excuse.until is None or excuse.until > last:
            yield Excuse(first, excuse.reason)
        elif excuse.until > first:
            yield Excuse(first, excuse.reason, until=excuse.until)
