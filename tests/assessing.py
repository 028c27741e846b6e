"""Histories told by the day, and how a provision stands in them: tables that read like the scenarios.

    case = story(on("01-12", order_received), on("01-21", letter), on("01-23", reached))
    line(case, "KLA-02a", {
        "01-19": "open",
        "01-20": "overdue missing ClientContacted due 2026-01-19",
        "01-23": "met by ClientContacted",
    })

A day is written "01-12" when it is in 2026, else "2027-01-12". How something stands is told as

    STATUS [because REASON] [missing ACT, ACT] [due DAY] [by FACT, FACT] [gaps DAY–DAY, DAY–]

where the status is one of `open`, `met`, `met late`, `met registered late`, `met late registered
late`, `overdue`, `breached`, `n/a`, or `absent` when there is no such instance on that day. Status
and reason must be told in full. The rest is compared when it is told; "by" names the evidence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time

from examples import ADAM, NYB, K
from rutin.domain.act import Fact
from rutin.domain.actor import Actor
from rutin.domain.assessment.assess import (
    Finding,
    case_courses,
    courses,
    findings,
    open_file,
    routine_courses,
)
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.doc import RoutineFile
from rutin.domain.assessment.finding import Course, Gap, Status
from rutin.domain.assessment.provision_set import SHIPPED
from rutin.domain.history import History
from rutin.domain.routine import RoutineBook
from spec import Told, history, told

# ---------------------------------------------------------------- telling what happened


def day(written: str) -> date:
    """Read a day: "03-31" in 2026, or with its year."""
    return date.fromisoformat(written if len(written) > 5 else f"2026-{written}")


def on(
    written: str,
    fact: Fact,
    *,
    of: str | None = None,
    by: Actor = ADAM,
    recorded: str | None = None,
    despite: str | None = None,
) -> Told:
    """Say that something happened on a day.

    Args:
        written: The day, as "01-12".
        fact: What happened, whatever day it says itself.
        of: The case, assignee, relationship or routine, if another than the usual.
        by: Who recorded it.
        recorded: The day it was recorded, if another; at noon, as always.
        despite: The deviation reason it was recorded with.
    """
    moment = datetime.combine(day(recorded or written), time(12), UTC)
    happened = fact.but(occurred_on=day(written))
    return told(happened, of=of, by=by, recorded_at=moment, deviation=despite)


def story(*happened: Fact | Told) -> History:
    """Tell what happened, in the order it was recorded."""
    return history(*happened)


# ---------------------------------------------------------------- saying how it stands

SHOWN: set[tuple[str, Status]] = set()
"""What has been shown since the tests began: each provision with each status it has had."""


def line(
    told_of: History,
    provision: str,
    expected: Mapping[str, str],
    *,
    key: str | Fact = "-",
    subject: str = "",
    of: str = "",
    book: RoutineBook | None = None,
) -> None:
    """Expect how an instance stands on each day, judged from all that is known and from that day alone.

    Nothing that happens later may change how a day looks: so the history cut off at the day must
    give the same answer.

    Args:
        told_of: What happened.
        provision: The provision's id.
        expected: How it stands, by day.
        key: Which instance: "-", a round, a period, or the fact that triggered it.
        subject: What the instance is about, as "relationship/K1-1", where several have the key.
        of: The case; of a provision about routines, the routine's short name.
        book: The routines, if other than those that the history tells of.
    """
    file = _File(told_of, of, book, max(day(written) for written in expected))
    found, found_that_day = {}, {}
    for written in expected:
        found[written] = file.find(provision, day(written), key, subject)
        found_that_day[written] = file.up_to(day(written)).find(
            provision, day(written), key, subject
        )
    assert {w: _told(f, _clauses_in(expected[w])) for w, f in found.items()} == dict(expected)
    in_full = {w: _told(f, _CLAUSES) for w, f in found.items()}
    in_full_that_day = {w: _told(f, _CLAUSES) for w, f in found_that_day.items()}
    assert in_full == in_full_that_day, "what comes later changes how a day looks"
    SHOWN.update((provision, f.status) for f in found.values() if f is not None)


def stands(
    told_of: History,
    provision: str,
    *,
    on: str,
    key: str | Fact = "-",
    subject: str = "",
    of: str = "",
    book: RoutineBook | None = None,
) -> str:
    """Say how an instance stands on a day, with what is missing; see `line`."""
    found = finding(told_of, provision, on=on, key=key, subject=subject, of=of, book=book)
    return _told(found, ("missing",))


def finding(
    told_of: History,
    provision: str,
    *,
    on: str,
    key: str | Fact = "-",
    subject: str = "",
    of: str = "",
    book: RoutineBook | None = None,
) -> Finding | None:
    """Find an instance on a day; None if there is no such one then. See `line`."""
    return _File(told_of, of, book, day(on)).find(provision, day(on), key, subject)


def instances(told_of: History, provision: str, *, on: str, of: str = "") -> list[str]:
    """Give the keys of the instances that there are on a day."""
    file = _File(told_of, of, None, day(on))
    return [found.course.key for found in file.findings(provision, day(on))]


# ---------------------------------------------------------------- how it is worked out


class _File:
    """What is told of a case, or of a routine, ready to be judged."""

    def __init__(self, told_of: History, of: str, book: RoutineBook | None, last: date) -> None:
        self.history = told_of
        self.of = of
        self.book = book or told_of.routine_book
        self.last = last
        self.case: CaseFile = open_file(told_of, of or K, self.book, last)

    def up_to(self, last: date) -> "_File":
        """Cut it off at a day: what occurred later is not there, and no later day is asked about."""
        cut = _File(self.history, self.of, self.book, last)
        cut.case = replace(self.case.up_to(last), horizon=last)
        return cut

    def courses(self, provision: str) -> tuple[Course, ...]:
        if provision in SHIPPED.clocks_of_routines:
            return routine_courses(RoutineFile(self.of or NYB, self.book, self.history))[provision]
        if check := SHIPPED.checks.get(provision):
            return tuple(courses(self.case, SHIPPED.named(provision), check, self.book))
        return case_courses(self.case, self.book)[provision]

    def findings(self, provision: str, as_of: date) -> Iterator[Finding]:
        return findings({provision: self.courses(provision)}, self.book, as_of)

    def find(self, provision: str, as_of: date, key: str | Fact, subject: str) -> Finding | None:
        name = key if isinstance(key, str) else _event_id(self.history, key)
        found = [
            each
            for each in self.findings(provision, as_of)
            if each.course.key == name and subject in ("", each.course.subject)
        ]
        assert len(found) < 2, f"{provision} has several instances {name}: name the subject"
        return found[0] if found else None


def _event_id(told_of: History, fact: Fact) -> str:
    """Find the only fact that says so, whatever its day."""
    (found,) = [
        r
        for r in told_of.recorded
        if isinstance(r.fact, type(fact)) and r.fact.but(occurred_on=fact.occurred_on) == fact
    ]
    return str(found.event_id)


# ---------------------------------------------------------------- how it is told

_CLAUSES = ("missing", "due", "by", "gaps")

_STATUS = {Status.NOT_APPLICABLE: "n/a"}


def _clauses_in(expected: str) -> tuple[str, ...]:
    return tuple(clause for clause in _CLAUSES if f" {clause} " in expected)


def _told(found: Finding | None, clauses: tuple[str, ...]) -> str:
    if found is None:
        return "absent"
    state = found.state
    words = [_STATUS.get(state.status, state.status.value)]
    words += ["late"] * state.late + ["registered late"] * state.late_registered
    if state.reason is not None:
        words.append(f"because {state.reason.code.replace('_', ' ')}")
    tellings = {
        "missing": ", ".join(state.missing),
        "due": str(state.due or ""),
        "by": ", ".join(type(each.fact).__name__ for each in state.evidence),
        "gaps": ", ".join(_gap(gap) for gap in state.gaps),
    }
    words += [f"{clause} {tellings[clause]}" for clause in clauses if tellings[clause]]
    return " ".join(words)


def _gap(gap: Gap) -> str:
    return f"{gap.first}–{gap.last or ''}"
