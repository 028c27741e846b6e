"""The clocks: what the routines ask for comes in eight shapes, and each shape is one function.

A clock takes acts and answers a check: how a provision is judged. The names are those of the rule
catalogue; in brackets the timed DECLARE template that process mining knows the shape by.

- `milestone` (MS): done by the day of another act (response before a milestone)
- `deadline` (DL): done by a day that a fact sets (time-bound response)
- `periodic` (PER): done once in every period (existence in each window); in periods.py
- `standing` (STD): holds all the time (absence of gaps)
- `reactive` (RX): done when something has happened (response)
- `precondition` (PRE): not without this before (precedence)
- `sequence` (SEQ): this before that, in order (chain of precedence)
- `field` (FIELD): a field of what another provision asks for (existence of data)

`role` is the ninth: who may do it. What fits none of them is a function, made a check by `judged`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from rutin.domain.act import Fact
from rutin.domain.actor import Role
from rutin.domain.assessment.case_file import CaseFile, Facts
from rutin.domain.assessment.duty import Broken, Done, Due, Duty, Ending, Excuse
from rutin.domain.assessment.reason import (
    ROUND_ABANDONED,
    WITHOUT_IT,
    WRONG_ORDER,
    WRONG_ROLE,
    Reason,
)
from rutin.domain.assessment.rounds import rounds
from rutin.domain.assessment.standing import Held, Standing
from rutin.domain.recorded import Recorded

Each = Literal["case", "round"]
"""Whether a provision has one instance a case, or one a search round (D-38)."""


@dataclass(frozen=True, slots=True)
class Check:
    """How a provision is judged.

    Attributes:
        clock: The clock and what it waits for, as the rule catalogue writes it: "MS(ServiceStarted)".
        duties: Gives its instances in a case file.
    """

    clock: str
    duties: Callable[[CaseFile], Iterable[Duty | Standing]]


@dataclass(frozen=True, slots=True)
class Act:
    """An act to look for: facts of some types, of which something holds.

    Attributes:
        types: The types.
        that: What is to hold of them.
        field: The provision that asks for just that; it is what is missing when the act was done
            without (D-59).
    """

    types: tuple[type[Fact], ...]
    that: Callable[[Any], object] | None = None
    field: str = ""

    def all(self, facts: Facts) -> Sequence[Recorded]:
        """Give every such act, in order of occurrence."""
        found = facts.of(*self.types)
        return found if self.that is None else [each for each in found if self.that(each.fact)]

    def first(self, facts: Facts) -> Recorded | None:
        """Give the first such act."""
        return next(iter(self.all(facts)), None)

    def lacking(self, facts: Facts) -> Iterator[tuple[date, tuple[str, ...]]]:
        """Say from which day the field alone is missing, since the act was done without it."""
        for each in facts.of(*self.types):
            if self.field and self.that is not None and not self.that(each.fact):
                yield each.fact.occurred_on, (self.field,)
                return

    @property
    def names(self) -> tuple[str, ...]:
        """What is missing while there is none: the first of its types, by name."""
        return (self.types[0].__name__,)

    @property
    def name(self) -> str:
        """How a clock writes it."""
        return "/".join(kind.__name__ for kind in self.types)


def act(*types: type[Fact], that: Callable[[Any], object] | None = None, field: str = "") -> Act:
    """Look for facts of some types, all of them or those of which something holds."""
    return Act(types, that, field)


@dataclass(frozen=True, slots=True)
class Unless:
    """An act that lifts a duty from its day on, and the reason."""

    act: Act
    reason: Reason


def judged(clock: str) -> Callable[[Callable[[CaseFile], Iterable[Duty | Standing]]], Check]:
    """Make a check of a function that gives a provision's instances."""

    def check(duties: Callable[[CaseFile], Iterable[Duty | Standing]]) -> Check:
        return Check(clock, duties)

    return check


# ---------------------------------------------------------------- the clocks


def milestone(done: Act, *, by: Act, each: Each = "case", unless: tuple[Unless, ...] = ()) -> Check:
    """To be done by the day of another act; open through that day, overdue from the day after."""

    def duties(file: CaseFile) -> Iterator[Duty]:
        for facts in slices(file, each):
            yield Duty(
                key=facts.key,
                first=facts.begins,
                done=done_by(done.first(facts)),
                dues=due_on(by.first(facts)),
                missing=done.names,
                lacking=tuple(done.lacking(facts)),
                excuses=tuple(excused(facts, unless)),
                endings=ends(facts),
            )

    return Check(f"MS({by.name})", duties)


def reactive(
    done: Act,
    *,
    to: Act,
    each: Each = "case",
    contingent: bool = False,
    anew: bool = False,
    unless: tuple[Unless, ...] = (),
) -> Check:
    """To be done when something has happened; no due day, breached if the case ends without it.

    Args:
        done: What is to be done.
        to: What calls for it.
        each: One instance a case, or one a round.
        contingent: Does not apply until it is called for; otherwise it stands open (D-37, D-38).
        anew: A new round calls for it of itself.
        unless: What lifts it.
    """

    def duties(file: CaseFile) -> Iterator[Duty]:
        for facts in slices(file, each):
            yield Duty(
                key=facts.key,
                first=facts.begins,
                triggered=(facts.opened if anew else None) or day_of(to.first(facts)),
                contingent=contingent,
                done=done_by(done.first(facts)),
                missing=done.names,
                lacking=tuple(done.lacking(facts)),
                excuses=tuple(excused(facts, unless)),
                endings=ends(facts),
                reactive=True,
            )

    return Check(f"RX({to.name})", duties)


def precondition(provision: str, done: Act, *, of: Act, each: Each = "round") -> Check:
    """Must hold before an act: breached by the act without it, as the refusal would say.

    Args:
        provision: Its id, as the preconditions of commands know it.
        done: What makes it hold.
        of: The act that it must come before.
        each: One instance a case, or one a round.
    """

    def duties(file: CaseFile) -> Iterator[Duty]:
        for facts in slices(file, each):
            yield Duty(
                key=facts.key,
                first=facts.begins,
                done=done_by(done.first(facts)),
                missing=done.names,
                broken=broken_by(provision, facts, of),
                endings=ends(facts),
                lasting=True,  # it holds of each such act, not of the first alone
            )

    return Check(f"PRE({of.name})", duties)


def sequence(then: Act, *, after: Act, each: Each = "round") -> Check:
    """One act after another, within the day too: breached when the later comes without the earlier.

    Both are about the same relationship, or about the same case.
    """

    def duties(file: CaseFile) -> Iterator[Duty]:
        for facts in slices(file, each):
            later = then.first(facts)
            earlier = [r for r in after.all(facts) if later and r.stream == later.stream]
            in_order = later and earlier and file.comes_before(earlier[0], later)
            broken = None if later is None or in_order else broke(later, WRONG_ORDER)
            yield Duty(
                key=facts.key,
                first=facts.begins,
                done=done_by(later) if in_order else None,
                missing=then.names,
                # once that is done it is the earlier act that it lacked
                lacking=((broken.day, after.names),) if broken else (),
                broken=broken,
                endings=ends(facts),
            )

    return Check(f"SEQ({after.name} → {then.name})", duties)


def deadline(
    done: "Act | Answer",
    *,
    after: Act,
    by: "LastDay",
    said: str,
    missing: tuple[str, ...] = (),
    curable: bool = False,
    parameters: tuple[str, ...] = (),
) -> Check:
    """To be done by a day that a fact sets; one instance for each such fact, none before the first.

    Args:
        done: The act that does it, or what says of each fact how it was answered.
        after: The facts that set a last day.
        by: Gives the last day; see `days_after`.
        said: The last day in words, as "beställning + 14 dagar".
        missing: What is wanting; the act itself when left out.
        curable: Never breached: the time is local policy alone, or a recommendation.
        parameters: Names of the local parameters that the last day rests on.
    """
    answer = _first_after(done) if isinstance(done, Act) else done
    wanting = missing or (done.names if isinstance(done, Act) else ())

    def duties(file: CaseFile) -> Iterator[Duty]:
        return until_first(
            Duty(
                key=str(occasion.event_id),
                subject=occasion.stream,
                first=occasion.fact.occurred_on,
                triggered=occasion.fact.occurred_on,
                dues=(Due(by(file, occasion)),),
                done=answer(file, occasion),
                missing=wanting,
                curable=curable,
                parameters=parameters,
                valued_on=occasion.fact.occurred_on,
            )
            for occasion in after.all(file.whole)
        )

    return Check(f"DL({said})", duties)


def standing(
    held: Act,
    *,
    since: Act,
    said: str,
    lasts: "LastDay | None" = None,
    missing: tuple[str, ...] = (),
    curable: bool = False,
    parameters: tuple[str, ...] = (),
) -> Check:
    """To hold every day from an act on; overdue from the day after it ceased, with the gaps told.

    Args:
        held: The facts that make it hold, each from its day on.
        since: The act from which it is to hold; it does not apply before.
        said: What is to hold, in words.
        lasts: Gives the last day that a fact makes it hold; for good when left out.
        missing: What is wanting; the act itself when left out.
        curable: Never breached: the time is local policy alone, or a recommendation.
        parameters: Names of the local parameters that it rests on.
    """

    def duties(file: CaseFile) -> Iterator[Standing]:
        yield Standing(
            since=day_of(since.first(file.whole)),
            held=[
                Held(fact.fact.occurred_on, lasts(file, fact) if lasts else None, (fact,))
                for fact in held.all(file.whole)
            ],
            contingent=True,
            missing=missing or held.names,
            curable=curable,
            parameters=parameters,
        )

    return Check(f"STD({said})", duties)


def field(of: str, check: Check) -> Check:
    """A field of what another provision asks for: judged by that one's clock, as a finding (D-59)."""
    return Check(f"FIELD av {of}", check.duties)


def role(facts_of: Act, *, allowed: tuple[Role, ...]) -> Check:
    """Who may do it: met while every such act was someone's of the role, or in their stead (D-60)."""

    def duties(file: CaseFile) -> Iterator[Duty]:
        found = facts_of.all(file.whole)
        wrong = next((r for r in found if r.actor.acting_for.role not in allowed), None)
        yield Duty(
            triggered=day_of(found[0]) if found else None,
            contingent=True,
            done=done_by(found[0]) if found and found[0] is not wrong else None,
            broken=broke(wrong, WRONG_ROLE) if wrong else None,
            lasting=True,
        )

    return Check(f"ROLE({', '.join(allowed)})", duties)


# ---------------------------------------------------------------- what they are made of

Answer = Callable[[CaseFile, Recorded], Done | None]
"""Says when and how an occasion was answered; None if it has not been."""

LastDay = Callable[[CaseFile, Recorded], date]
"""Gives the last day that a fact sets."""


def days_after(days: int | str) -> LastDay:
    """Give the day so many days after a fact: a number, or the local parameter that says it."""

    def last_day(file: CaseFile, occasion: Recorded) -> date:
        day = occasion.fact.occurred_on
        return day + timedelta(days=file.value(days, day) if isinstance(days, str) else days)

    return last_day


NOT_YET = Duty(triggered=None, contingent=True)
"""What has not been called for yet, and so does not apply."""


def until_first(duties: Iterable[Duty], *, stands: Duty = NOT_YET) -> Iterator[Duty]:
    """Give an instance that stands until the first of some begins, and then those."""
    each = tuple(duties)
    yield stands._replace(until=min((duty.first for duty in each), default=None))
    yield from each


def _first_after(done: Act) -> Answer:
    def answer(file: CaseFile, occasion: Recorded) -> Done | None:
        later = (each for each in done.all(file.whole) if file.comes_before(occasion, each))
        return done_by(next(later, None))

    return answer


def slices(file: CaseFile, each: Each) -> tuple[Facts, ...]:
    """Give the facts that each instance looks at."""
    return rounds(file) if each == "round" else (file.whole,)


def ends(facts: Facts) -> tuple[Ending, ...]:
    """Say what ends an instance besides the case: the round, if another began."""
    return () if facts.closed is None else (Ending(facts.closed, ROUND_ABANDONED),)


def day_of(recorded: Recorded | None) -> date | None:
    """Give the day of a fact, if there is one."""
    return None if recorded is None else recorded.fact.occurred_on


def done_by(recorded: Recorded | None) -> Done | None:
    """Say that a fact did it, if there is one."""
    return None if recorded is None else Done(recorded.fact.occurred_on, (recorded,))


def all_done(steps: Sequence[Recorded | None]) -> Done | None:
    """Say that some facts did it together, if none of them is wanting."""
    taken = [step for step in steps if step is not None]
    return Done.of(*taken) if len(taken) == len(steps) else None


def still_wanting(
    steps: Sequence[Recorded | None], names: Sequence[str]
) -> Iterator[tuple[date, tuple[str, ...]]]:
    """Say what is wanting from each day on which one of some steps was taken."""
    for day in sorted({step.fact.occurred_on for step in steps if step is not None}):
        wanting = (
            name
            for step, name in zip(steps, names, strict=True)
            if step is None or step.fact.occurred_on > day
        )
        yield day, tuple(wanting)


def due_on(recorded: Recorded | None) -> tuple[Due, ...]:
    """Make the day of an act the last day in time; it is known when it has come."""
    return () if recorded is None else (Due(recorded.fact.occurred_on, recorded.fact.occurred_on),)


def excused(facts: Facts, unless: Iterable[Unless]) -> Iterator[Excuse]:
    """Give what lifts the duty, from the day it happened."""
    for each in unless:
        if (found := each.act.first(facts)) is not None:
            yield Excuse(found.fact.occurred_on, each.reason, evidence=(found,))


def broke(recorded: Recorded, reason: Reason) -> Broken:
    """Say that a fact broke the provision for good."""
    return Broken(recorded.fact.occurred_on, reason, (recorded,))


def broken_by(provision: str, facts: Facts, of: Act) -> Broken | None:
    """Give the first act that the provision forbade when it was done."""
    for recorded in of.all(facts):
        if provision in facts.file.violated(recorded):
            return broke(recorded, WITHOUT_IT)
    return None
