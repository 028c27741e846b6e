"""given(*facts).when(command).then(fact): a decision told without envelope, version or clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest

from examples import ADAM, NYB, A, K, R
from rutin.application import OPERATIONS
from rutin.domain.act import Command, Fact
from rutin.domain.actor import Actor
from rutin.domain.decide import decide
from rutin.domain.history import History
from rutin.domain.recorded import Recorded
from rutin.domain.refusal import Impossible, Malformed, Refused
from rutin.domain.reliance import found_by, further, named_by

HERE = {"case": K, "assignee": A, "relationship": R, "routine": NYB}
"""Where a fact belongs unless a test says otherwise: one case, one assignee, one relationship, NYB."""

_COMMANDS = {operation.fact: operation.command for operation in OPERATIONS}


@dataclass(frozen=True)
class Told:
    """A fact of another stream than the usual, by another actor, on another day, or as a deviation."""

    fact: Fact
    of: str
    by: Actor
    recorded_at: datetime
    deviation: str | None


def told(
    fact: Fact,
    *,
    of: str | None = None,
    by: Actor = ADAM,
    recorded_at: datetime | None = None,
    deviation: str | None = None,
) -> Told:
    """Say of which case, assignee, relationship or routine a fact is, who told it, when, and why."""
    noon = datetime.combine(fact.occurred_on, time(12), UTC)
    return Told(fact, of or HERE[fact.stream_kind], by, recorded_at or noon, deviation)


def event_id(position: int) -> str:
    """Give the id of the fact that stands at a place among those given, counted from 1."""
    return str(UUID(int=position))


def history(*given: Fact | Told) -> History:
    """Put facts in their envelopes, recorded in the order they are told."""
    recorded: list[Recorded] = []
    for position, each in enumerate(given, start=1):
        telling = each if isinstance(each, Told) else told(each)
        stream = f"{telling.fact.stream_kind}/{telling.of}"
        before = [r for r in recorded if r.stream == stream]
        recorded.append(
            Recorded(
                position=position,
                stream=stream,
                version=len(before) + 1,
                event_id=UUID(int=position),
                recorded_at=telling.recorded_at,
                actor=telling.by,
                command_id=f"command-{position}",
                command_digest="",
                correlation_id=f"command-{position}",
                causation_id=None,
                municipality="testkommunen",
                references=found_by(telling.fact, stream, before),
                deviation=telling.deviation,
                fact=telling.fact,
            )
        )
    return History(tuple(recorded))


def to_record(fact: Fact, *, of: str | None = None) -> Command:
    """Give the command that asks for a fact to be recorded."""
    fields = {name: getattr(fact, name) for name in type(fact).model_fields if name != "type"}
    return _COMMANDS[type(fact)].model_validate(
        fields | {fact.stream_kind: of or HERE[fact.stream_kind]}
    )


@dataclass(frozen=True)
class When:
    """A command to what was given."""

    history: History
    command: Command
    by: Actor
    today: date

    def then(self, fact: Fact) -> None:
        """Expect the fact."""
        assert self._decide() == fact

    def then_refused(self, *provisions: str, saying: str = "") -> None:
        """Expect these provisions named, in this order; with a deviation reason it is recorded."""
        with pytest.raises(Refused) as refusal:
            self._decide()
        assert refusal.value.provisions == provisions
        assert all(problem.text and problem.citation for problem in refusal.value.problems)
        assert saying in " ".join(problem.text for problem in refusal.value.problems)
        assert self._decide("Det hände ändå.") == self.command.fact()

    def then_impossible(
        self,
        code: str,
        *,
        field: str | None = None,
        provision: str | None = None,
        saying: str = "",
    ) -> None:
        """Expect a contradiction; no deviation reason helps."""
        for deviation in (None, "Det hände ändå."):
            with pytest.raises(Impossible) as refusal:
                self._decide(deviation)
            (problem,) = refusal.value.problems
            assert (problem.code, problem.field, problem.provision) == (code, field, provision)
            assert saying in problem.text

    def then_malformed(self, *expected: tuple[str, str, str | None]) -> None:
        """Expect these problems, as code, field and provision; no deviation reason helps."""
        for deviation in (None, "Det hände ändå."):
            with pytest.raises(Malformed) as refusal:
                self._decide(deviation)
            problems = refusal.value.problems
            assert tuple((p.code, p.field, p.provision) for p in problems) == expected

    def _decide(self, deviation: str | None = None) -> Fact:
        read = _read_for(self.command, self.history)
        return decide(self.command, read, self.by, today=self.today, deviation=deviation)


def _read_for(command: Command, everything: History) -> History:
    """Give what is read for a decision: what the command names, and what that leads on to."""
    references = named_by(command)
    while True:
        read = tuple(r for r in everything.recorded if references.intersection(r.references))
        more = further(read, references)
        if not more:
            return History(read)
        references |= more


@dataclass(frozen=True)
class Given:
    """What is recorded."""

    history: History

    def when(self, command: Command, *, by: Actor = ADAM, today: date = date.max) -> When:
        """Give a command to it."""
        return When(self.history, command, by, today)


def given(*facts: Fact | Told) -> Given:
    """Tell what is recorded, in the order it was recorded."""
    return Given(history(*facts))
