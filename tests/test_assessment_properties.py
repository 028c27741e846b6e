"""What holds of every assessment, whatever has happened in a case and in whatever order it was told."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby, pairwise
from random import Random
from typing import TypeVar
from uuid import UUID

from hypothesis import Phase, given, note, settings

from examples import version_adopted
from histories.disorder import history_of, seeds
from histories.story import CASE, LATEST
from rutin.application import Rutin
from rutin.application.memory import MemoryJournal
from rutin.domain import assignee as a
from rutin.domain import case as c
from rutin.domain import support_relationship as s
from rutin.domain.assessment.assess import assess, case_courses, findings, open_file
from rutin.domain.assessment.case_file import CaseFile
from rutin.domain.assessment.duty import closing
from rutin.domain.assessment.finding import EVER, Course, Segment, State, Status
from rutin.domain.assessment.provision_set import SHIPPED
from rutin.domain.assessment.rounds import rounds
from rutin.domain.correction import FactCorrection
from rutin.domain.decide import ORIGINS
from rutin.domain.history import History
from rutin.domain.recorded import Recorded
from rutin.domain.routine import Routine, RoutineBook
from rutin.domain.routines.parameters import PARAMETERS
from rutin.domain.routines.seed_index import faults, seed_index

BOOK = RoutineBook.of()
HORIZON = LATEST + timedelta(days=200)
_DAY = timedelta(days=1)

EXAMPLES = settings().max_examples
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A smaller seed is no simpler: `shortest` shows what of a history is to blame."""

Each = TypeVar("Each")
Property = Callable[[History], None]
Courses = Mapping[str, tuple[Course, ...]]


def over_histories(share: int = 5) -> Callable[[Property], Callable[[], None]]:
    """Try a property on many histories; of one that fails, tell no more than what fails.

    Args:
        share: One in so many of the examples is tried, since each takes long.
    """

    def tried(holds: Property) -> Callable[[], None]:
        @settings(max_examples=max(EXAMPLES // share, 1), phases=PHASES)
        @given(seed=seeds)
        def on_histories(seed: int) -> None:
            history = history_of(seed)
            try:
                holds(history)
            except AssertionError:
                least = shortest(history, holds)
                note(f"history_of({seed}) fails, and so does this part of it:{told(least)}")
                holds(least)
                raise

        on_histories.__name__ = holds.__name__
        return on_histories

    return tried


def shortest(history: History, holds: Property) -> History:
    """Leave facts out of a history as long as the property still fails of what is left."""
    for fact in reversed(history.recorded):
        shorter = history.without(fact)
        try:
            holds(shorter)
        except AssertionError:
            history = shorter
    return history


def told(history: History) -> str:
    """Tell a history, a line a fact."""
    return "".join(
        f"\n  {r.position} {r.stream} recorded {r.recorded_at:%Y-%m-%d}: {r.fact!r}"
        for r in history.recorded
    )


def opened(history: History, book: RoutineBook = BOOK) -> CaseFile:
    return open_file(history, CASE, book, HORIZON)


def assessed(history: History, book: RoutineBook = BOOK) -> Courses:
    return case_courses(opened(history, book), book)


def each_course(found: Courses) -> Iterator[tuple[str, Course]]:
    return ((provision, course) for provision, courses in found.items() for course in courses)


def days_of(history: History) -> list[date]:
    """Give the days on which something happened."""
    return sorted({recorded.fact.occurred_on for recorded in history.in_force})


def statuses(course: Course) -> list[Status]:
    return [segment.state.status for segment in course.segments]


# ---------------------------------------------------------------- on every day


@over_histories(share=10)
def test_a_day_stands_as_it_does_in_the_file_cut_at_that_day(history: History) -> None:
    file, whole = opened(history), assessed(history)
    before_all = [EVER] if file.order else []
    for first, following in pairwise([*before_all, *days_of(file.history), HORIZON]):
        cut = case_courses(file.up_to(first), BOOK)
        assert differences(between(whole, first, following), between(cut, first, following)) == []


Instance = tuple[str, str, str]


def between(found: Courses, first: date, until: date) -> dict[Instance, object]:
    """Tell how everything stands from a day until another, by provision, subject and key."""
    return {
        (provision, course.subject, course.key): (_governed_on(provision, course), spells)
        for provision, course in each_course(found)
        if (spells := tuple(_within(course.segments, first, until)))
    }


def _governed_on(provision: str, course: Course) -> date | None:
    """Give the day that decides which version governs; a law has no versions."""
    return None if provision.startswith("LAW-") else course.governed_on


def _within(segments: Iterable[Segment], first: date, until: date) -> Iterator[Segment]:
    for segment in segments:
        begins, ends = max(segment.first, first), min(segment.until or until, until)
        if begins < ends:
            yield Segment(begins, ends, segment.state)


def differences(
    found: Mapping[Instance, object], expected: Mapping[Instance, object]
) -> list[tuple[Instance, object, object]]:
    return [
        (instance, found.get(instance), expected.get(instance))
        for instance in sorted({*found, *expected})
        if found.get(instance) != expected.get(instance)
    ]


@over_histories(share=50)
def test_segments_say_of_every_day_what_is_said_when_that_day_alone_is_asked(
    history: History,
) -> None:
    file = opened(history)
    days = days_of(file.history)
    if not days:
        return
    ends = (closing(days[len(days) // 2], completed=True),)
    closed = (
        Course("-", "", EVER, duty._replace(endings=(*duty.endings, *ends)))
        for check in SHIPPED.checks.values()
        for duty in check.duties(file)
    )
    for course in (*(course for _, course in each_course(assessed(history))), *closed):
        _compare_every_day(course, days[0] - 3 * _DAY, days[-1] + 120 * _DAY)


def _compare_every_day(course: Course, first: date, last: date) -> None:
    for number in range((last - first).days):
        day = first + number * _DAY
        segment = course.segment(day)
        assert (segment.state if segment else None) == course.on(day), (course, day)


@over_histories()
def test_what_is_breached_is_never_open_or_overdue_again(history: History) -> None:
    for provision, course in each_course(assessed(history)):
        stood = statuses(course)
        if Status.BREACHED not in stood:
            continue
        later = stood[stood.index(Status.BREACHED) :]
        assert not {Status.OPEN, Status.OVERDUE}.intersection(later), (provision, course)
        assert course.segments[-1].until is None, (provision, course)


@over_histories()
def test_before_the_first_act_all_is_open_or_does_not_apply(history: History) -> None:
    day = min(days_of(history), default=LATEST) - _DAY
    for provision, course in each_course(assessed(history)):
        state = course.on(day)
        untried = state is None or state.status in (Status.OPEN, Status.NOT_APPLICABLE)
        assert untried, (provision, course)


# ---------------------------------------------------------------- what a finding tells


@over_histories()
def test_every_status_is_told_with_what_it_rests_on(history: History) -> None:
    for provision, course in each_course(assessed(history)):
        for segment in course.segments:
            assert is_told(provision, segment.state), (provision, course.key, segment)


def is_told(provision: str, state: State) -> bool:
    match state.status:
        case Status.NOT_APPLICABLE | Status.BREACHED:
            return state.reason is not None
        case Status.OVERDUE:
            is_standing = bool(state.gaps) or provision in SUMS_OF_STANDING
            return bool(state.missing) and (state.due is not None or is_standing)
        case Status.MET:
            return bool(state.evidence)
    return True


SUMS_OF_STANDING = ("KMSP-05",)
"""Roll-ups of conditions that are to hold all the time, and so have no due day."""


@over_histories()
def test_segments_follow_each_other_and_each_says_something_new(history: History) -> None:
    for provision, course in each_course(assessed(history)):
        assert course.segments, provision
        for earlier, later in pairwise(course.segments):
            assert earlier.first < later.first == earlier.until, (provision, course)
            assert earlier.state != later.state, (provision, course)
        last = course.segments[-1]
        assert last.until is None or last.first < last.until, (provision, course)


@over_histories()
def test_on_any_day_an_instance_is_there_once(history: History) -> None:
    for provision, courses in assessed(history).items():
        by_instance: dict[tuple[str, str], list[Course]] = {}
        for course in courses:
            by_instance.setdefault((course.subject, course.key), []).append(course)
        for alike in by_instance.values():
            in_time = sorted(alike, key=lambda course: course.segments[0].first)
            for earlier, later in pairwise(in_time):
                until = earlier.segments[-1].until
                assert until is not None, (provision, earlier, later)
                assert until <= later.segments[0].first, (provision, earlier, later)


@over_histories()
def test_every_citation_of_a_finding_is_in_the_index(history: History) -> None:
    for day in days_of(history)[-1:]:
        for finding in findings(assessed(history), BOOK, day):
            for citation in finding.provision.citations:
                assert faults(citation) == ()
                assert citation.source in seed_index() or not citation.lines


NOT_FOR_CONTACT_PERSONS = (
    *("KLA-04e", "KLA-09b", "KLA-09b-p", "KLA-09e", "KLA-09f", "NYB-08"),
    *(f"KLA-B1-{number}" for number in range(1, 8)),
    *(f"KLA-B3-{number}" for number in range(1, 9)),
)
FOR_CONTACT_PERSONS_ALONE = (
    *("KLA-06c", "KLA-06d", "KLA-06e", "KLA-06f", "KLA-07b", "KLA-09c", "KLA-09c-p", "KLA-10"),
    "KLA-11e",
    *(f"KLA-B2-{number}" for number in range(1, 7)),
)
FOR_COMPANIONS_ALONE = ("KLA-09e", "KLA-09f", *(f"KLA-B3-{number}" for number in range(1, 9)))

LIFTED = {
    "contact_person": NOT_FOR_CONTACT_PERSONS,
    "companion": FOR_CONTACT_PERSONS_ALONE,
    "relief": (*FOR_CONTACT_PERSONS_ALONE, *FOR_COMPANIONS_ALONE),
    "housing_support": tuple(each for each in SHIPPED.checks if each.startswith(("KLA-", "NYB-"))),
}
"""By intervention: provisions that never apply."""


@over_histories()
def test_what_is_not_for_an_intervention_never_applies_to_it(history: History) -> None:
    file = opened(history)
    if file.intervention is None:
        return
    found = case_courses(file, BOOK)
    for provision in LIFTED[file.intervention]:
        (course,) = found[provision]
        assert statuses(course) == [Status.NOT_APPLICABLE], (provision, course)


# ---------------------------------------------------------------- how it came to be known


@over_histories()
def test_in_what_order_days_are_told_does_not_matter(history: History) -> None:
    told_otherwise = told_in(history, shuffled(by_day(history)))
    assert differences(everything(told_otherwise), everything(history)) == []


@over_histories()
def test_in_what_order_a_day_is_told_matters_for_what_looks_at_order_alone(
    history: History,
) -> None:
    """The day's order stands between acts that open and end rounds, orders and service (D-62)."""
    told_otherwise = told_in(history, [shuffled(run) for run in between_turns(history)])
    expected, found = assessed(history), assessed(told_otherwise)
    for provision, check in SHIPPED.checks.items():
        if not check.clock.startswith(("SEQ", "PRE")) and "PRE(" not in check.clock:
            assert outlines(found[provision]) == outlines(expected[provision]), provision


TURNS = (
    *(a.AssigneeRejected, s.AssignmentDeclined, s.MatchMeetingHeld, s.RelationshipEnded),
    *(s.ChangeGranted, c.OrderReceived, c.OrderRenewed, c.RenewalExecuted, c.OrderEnded),
    *(c.ServiceStarted, c.ServiceInterrupted, c.ServiceResumed, c.CaseClosed),
    *(c.WelcomePackDelivered, c.WelcomePackSupplemented, c.NonExecutionReported),
    *(s.MonthlyReportSubmitted, s.QuarterlyReportSubmitted, s.ExpenseClaimSubmitted),
)
"""Acts whose place within the day counts, to each other or to what others are counted from."""


def by_day(history: History) -> list[list[Recorded]]:
    return [list(day) for _, day in groupby(history.in_force, key=lambda r: r.fact.occurred_on)]


def between_turns(history: History) -> Iterator[list[Recorded]]:
    """Give the runs of a day's facts without a time, between the turns of the day."""
    for day in by_day(history):
        for is_loose, run in groupby(day, key=_is_loose):
            facts = list(run)
            yield from [facts] if is_loose else [[fact] for fact in facts]


def _is_loose(recorded: Recorded) -> bool:
    return recorded.fact.occurred_at is None and not isinstance(recorded.fact, TURNS)


def shuffled(those: Sequence[Each]) -> list[Each]:
    return Random(len(those)).sample(those, len(those))  # noqa: S311 - it keeps no secret


def told_in(history: History, order: Iterable[Sequence[Recorded]]) -> History:
    """Give the history as if its facts had been recorded in an order; corrections come last."""
    by_id = {recorded.event_id: recorded for recorded in history.recorded}
    told = [by_id.pop(recorded.event_id) for facts in order for recorded in facts]
    return History(
        tuple(replace(r, position=place) for place, r in enumerate([*told, *by_id.values()], 1))
    )


def outlines(courses: Iterable[Course]) -> dict[tuple[str, str], list[object]]:
    """Tell how instances stand, but not on which of a day's facts that rests."""
    return {
        (course.subject, course.key): [
            outline
            for outline, _ in groupby(
                (segment.state.status, segment.state.due, segment.state.late, segment.state.reason)
                for segment in course.segments
            )
        ]
        for course in courses
    }


def everything(history: History, book: RoutineBook = BOOK) -> dict[Instance, object]:
    """Tell all that is found, evidence by its ids: a fact that moves in the journal is the same."""
    return {
        (provision, course.subject, course.key): (course.governed_on, _by_ids(course))
        for provision, course in each_course(assessed(history, book))
    }


def _by_ids(course: Course) -> list[tuple[object, ...]]:
    return [
        (segment.first, segment.until, _ids(segment.state), segment.state._replace(evidence=()))
        for segment in course.segments
    ]


def _ids(state: State) -> list[UUID]:
    return [recorded.event_id for recorded in state.evidence]


@over_histories(share=10)
def test_what_was_known_at_a_moment_is_what_was_recorded_by_then(history: History) -> None:
    journal = MemoryJournal()
    journal.append(history.recorded)
    rutin = Rutin(journal)
    moments = sorted({recorded.recorded_at for recorded in history.recorded})
    for moment in moments[:: max(len(moments) // 4, 1)]:
        known = History(tuple(r for r in history.recorded if r.recorded_at <= moment))
        if not any(r.stream == f"case/{CASE}" for r in known.recorded):
            continue
        for day in (moment.date(), LATEST):
            answered = tuple(rutin.assess(case=CASE, as_of=day, known_at=moment))
            assert answered == assess(known, CASE, BOOK, as_of=day)


@over_histories(share=10)
def test_what_was_taken_away_might_never_have_been(history: History) -> None:
    removable = [
        r
        for r in history.recorded
        if not isinstance(r.fact, (*ORIGINS, FactCorrection))
        and history.as_it_counts(r) is not None
    ]
    for wrong in removable[:: max(len(removable) // 3, 1)]:
        with_correction = History((*history.recorded, taking_away(wrong, history)))
        without = everything(history.without(wrong))
        assert differences(everything(with_correction), without) == []


def taking_away(wrong: Recorded, history: History) -> Recorded:
    last = history.recorded[-1]
    kinds = {"case": c.FactCorrected, "assignee": a.FactCorrected}
    kind = kinds.get(wrong.fact.stream_kind, s.FactCorrected)
    fact = kind(occurred_on=LATEST, corrects=str(wrong.event_id), reason="Hände aldrig")
    return replace(
        wrong,
        fact=fact,
        position=last.position + 1,
        event_id=UUID(int=9999),
        command_id="command-9999",
        recorded_at=last.recorded_at + _DAY,
    )


# ---------------------------------------------------------------- what if


def _of(*beginnings: str) -> set[str]:
    return {provision for provision in SHIPPED.checks if provision.startswith(beginnings)}


RESTS_ON = {
    "first_contact_days": {"KLA-02a"},
    "monthly_report_day": _of("KLA-09b-p", "KLA-09f", "KLA-B1", "KLA-B3"),
    "quarterly_report_least_days": _of("KLA-09c-p", "KLA-B2"),
    "final_quarterly_report_days": _of("KLA-09c-p", "KLA-B2"),
    "renewal_executed_before_end_days": {"KLA-11d"},
    "note_days": {"KLA-13", "LAW-10"},
    "welcome_before_start_days": _of("NYB-"),
    "non_execution_report_months": {"LAW-02", "LAW-04"},
    "plan_review_months": {"LAW-12"},
    "housing_plan_months": {"KMSP-10"},
    "regular_contact_months": {"KMSP-02"},
    "daily_support_days_a_week": {"KMSP-14"},
}
"""By local value: the provisions of a case whose time rests on it."""


@over_histories(share=20)
def test_a_supposed_value_changes_only_what_rests_on_it(history: History) -> None:
    as_it_is = everything(history)
    for parameter in PARAMETERS:
        supposed = BOOK.what_if(parameters={parameter.name: parameter.most})
        changed = {each[0] for each, *_ in differences(everything(history, supposed), as_it_is)}
        assert changed <= RESTS_ON.get(parameter.name, set()) | {*SHIPPED.roll_ups}, parameter.name
    assert everything(history) == as_it_is
    assert RoutineBook.of() == BOOK


@over_histories()
def test_a_supposed_version_changes_only_what_another_governed(history: History) -> None:
    as_it_is, supposed = everything(history, NYB_TWICE), NYB_TWICE.what_if(versions={"NYB": "v1"})
    changed = {each[0] for each, *_ in differences(everything(history, supposed), as_it_is)}
    assert changed <= _of("NYB-")
    assert not changed or opened(history).begins >= version_adopted.valid_from
    assert everything(history, NYB_TWICE) == as_it_is


NYB_TWICE = RoutineBook.of([Routine.named("NYB").after(version_adopted)])
"""Ny brukare with a second version from February 2026, by which the pack is due a week before."""


# ---------------------------------------------------------------- what has been tried


NA, OPEN, MET, OVERDUE, BREACHED = (
    Status.NOT_APPLICABLE,
    Status.OPEN,
    Status.MET,
    Status.OVERDUE,
    Status.BREACHED,
)
EVERY = (NA, OPEN, MET, OVERDUE, BREACHED)
UNDUE = (NA, OPEN, MET, BREACHED)
CURABLE = (NA, OPEN, MET, OVERDUE)

REACHED: Mapping[tuple[Status, ...], set[str]] = {
    EVERY: {
        *("KLA-02a", "KLA-04", "KLA-04e", "KLA-09a", "KLA-09b", "KLA-09b-p", "KLA-09c"),
        *("KLA-09c-p", "KLA-09e", "KLA-09f", "KLA-09h", "KLA-10", "KLA-11b", "KLA-11d"),
        *("KLA-B1-1", "KLA-B1-6", "KLA-B2-5", "KLA-B3-4", "KLA-B4-1", "NYB-05", "NYB-06"),
        *("NYB-07a", "NYB-11", "LAW-01", "LAW-01b"),
    },
    UNDUE: {
        *("KLA-01", "KLA-02b", "KLA-03a", "KLA-05", "KLA-06a", "KLA-06c", "KLA-06e", "KLA-07a"),
        *("KLA-07b", "KLA-08a", "KLA-08b", "KLA-09", "KLA-09i", "KLA-12a", "KLA-12b", "LAW-17"),
    },
    CURABLE: {"KLA-13", "LAW-02", "LAW-10", "LAW-30"},
    (NA, MET, BREACHED): {"KLA-00", "KLA-11a"},
    (NA, MET, OVERDUE): {"LAW-12"},
    (NA, OPEN, MET): {"KLA-01b", "KLA-06d", "KLA-06f", "LAW-03", "LAW-11", "LAW-18", "LAW-27"},
    (NA, OPEN, OVERDUE): {"LAW-15"},
}
"""Statuses, and the provisions that histories bring to all of them."""


def test_histories_reach_what_the_properties_speak_of() -> None:
    """A property that met no breach, no late report and no second round says nothing of them."""
    reached: Counter[object] = Counter()
    for seed in range(TRIED):
        reached.update(reached_by(history_of(seed)))
    wanted = {
        (provision, status)
        for together, provisions in REACHED.items()
        for provision in provisions
        for status in together
    } | TOLD
    assert not sorted(map(str, wanted - set(reached)))


TRIED = 180
TOLD = {
    *("late", "registered late", "three rounds", "taken away", "put right", "a gap"),
    *("no_contact", "closed_before", "round_abandoned", "too_short", "no_outlays"),
    *("renewal_declined", "service_without_order", "ended_unexecuted", "all_hours_done"),
    *("interruption_not_registered", "wrong_order", "act_without_precondition", "not_needed"),
}
"""What else is to have happened: reasons by their codes, and in plain words."""


def reached_by(history: History) -> Iterator[object]:
    """Give what a history reaches: each provision's statuses, and what else may befall it."""
    file = opened(history)
    for provision, course in each_course(case_courses(file, BOOK)):
        for segment in course.segments:
            yield provision, segment.state.status
            yield from _told_of(segment.state)
    if len(rounds(file)) > 2:
        yield "three rounds"
    for recorded in history.recorded:
        if isinstance(recorded.fact, FactCorrection):
            yield "put right" if recorded.fact.replacement else "taken away"


def _told_of(state: State) -> Iterator[str]:
    if state.late:
        yield "late"
    if state.late_registered:
        yield "registered late"
    if state.gaps:
        yield "a gap"
    if state.reason is not None:
        yield state.reason.code
