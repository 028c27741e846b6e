"""The demo municipality: deterministic, lawful, in the past, and with every trouble in it."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from statistics import median
from typing import TypeVar

import pytest

from rutin.adapters.demo import make_municipality
from rutin.adapters.demo.chance import Chance
from rutin.adapters.demo.people import People
from rutin.adapters.demo.stories import STORIES
from rutin.application import OPERATIONS, Impossible, Recorded, Rutin
from rutin.domain import assignee as a
from rutin.domain import case as c
from rutin.domain import support_relationship as s
from rutin.domain.act import Fact
from rutin.domain.facts import FACT_TYPES
from rutin.domain.history import History
from rutin.domain.person import Person
from rutin.domain.routine import UnitMeetingScheduled
from rutin.domain.stored import encode
from rutin.domain.support_persons import holders_on
from rutin.domain.values import Month, Quarter, add_months, check_digit, stockholm_date
from rutin.projections.municipality import municipality_of

TODAY = date(2026, 11, 23)
LAW_CHANGED = date(2026, 3, 1)
DAYS_THAT_MATTER = (
    TODAY,
    date(2028, 2, 29),  # a leap day
    date(2027, 1, 1),  # a new year
    date(2026, 2, 28),  # the day before the law on register checks changed
    date(2026, 3, 2),  # the day after
    date(2026, 5, 31),  # a month longer than the one before
)
ALL_STORIES = len(STORIES)
LEAD = timedelta(days=121)
"""The register of assignees was filled in the four months before the first order."""

OLDER = """
    19351018-3399 19381015-7093 19420617-8420 19430516-6995 19430611-3475 19450621-8983
    19470920-1836 19471029-2345 19480114-1864 19490210-2138 19560303-2193 19571121-2893
    19580713-3052 19640409-4739 19640518-3630 19640905-3086 19641128-3499 19790620-9239
    19801227-9272 19810405-9293 19810924-9287 19811128-9297 19840529-9291 19850522-9891
"""
COORDINATION = """
    19510269-2380 19530377-2387 19541078-2394 19620562-2399 19931279-2386 19990877-2388
"""

F = TypeVar("F", bound=Fact)


class Made:
    """A demo municipality in memory."""

    def __init__(self, seed: int, today: date, cases: int) -> None:
        self.rutin = Rutin()
        self.today = today
        make_municipality(self.rutin, seed=seed, today=today, cases=cases)
        self.log = self.rutin.journal.since(0, 1_000_000)

    def recorded(self, fact_type: type[F]) -> list[tuple[Recorded, F]]:
        """Every fact of a type, and its envelope."""
        return [(r, r.fact) for r in self.log if isinstance(r.fact, fact_type)]

    def every(self, fact_type: type[F]) -> list[F]:
        """Every fact of a type."""
        return [fact for _, fact in self.recorded(fact_type)]

    def by_stream(self, fact_type: type[F]) -> dict[str, list[F]]:
        """Every fact of a type, by the case, assignee or relationship it is of."""
        found: defaultdict[str, list[F]] = defaultdict(list)
        for r, fact in self.recorded(fact_type):
            found[r.stream].append(fact)
        return found

    def cases_of_relationships(self) -> dict[str, str]:
        """The case's stream, by the relationship's."""
        return {r.stream: f"case/{fact.case}" for r, fact in self.recorded(s.AssignmentOffered)}

    def cases_of_support_persons(self) -> dict[str, str]:
        """The case's stream, by the relationship's."""
        appointed = self.recorded(s.SupportPersonAppointed)
        return {r.stream: f"case/{fact.case}" for r, fact in appointed}

    def children(self) -> set[str]:
        """The streams of the cases whose client is a child."""
        return {
            stream
            for stream, (order, *_) in self.by_stream(c.OrderReceived).items()
            if order.client_born_on and order.client_born_on.year >= 2015
        }

    def persons(self) -> list[Person]:
        """Everyone in the vault."""
        references = {order.client for order in self.every(c.OrderReceived)}
        references |= {each.person for each in self.every(a.AssigneeRegistered)}
        found = [self.rutin.journal.person(reference) for reference in sorted(references)]
        assert len(found) == len(references)
        return [person for person in found if person is not None]


made = cache(Made)


@pytest.fixture(params=DAYS_THAT_MATTER, ids=str)
def town(request: pytest.FixtureRequest) -> Made:
    """The stories and no more, on each of the days that matter."""
    return made(7, request.param, ALL_STORIES)


@pytest.fixture
def demo() -> Made:
    """The municipality that `rutin demo` makes."""
    return made(2026, TODAY, 120)


# ---------------------------------------------------------------- the municipality as a whole


def test_the_demo_is_as_large_as_promised(demo: Made) -> None:
    found = municipality_of(demo.rutin.journal)
    assert found.cases == 120
    assert found.units == {"syd", "norr", "mobila"}
    assert found.assignees >= 60
    assert 2500 <= found.facts <= 7000


def test_the_same_seed_makes_the_same_municipality() -> None:
    assert Made(3, TODAY, 12).log == Made(3, TODAY, 12).log


def test_another_seed_makes_another_municipality() -> None:
    assert Made(3, TODAY, 12).log != Made(4, TODAY, 12).log


def test_every_intervention_is_granted(town: Made) -> None:
    assert {order.intervention for order in town.every(c.OrderReceived)} == {
        "relief",
        "companion",
        "contact_person",
        "housing_support",
    }


def test_every_kind_of_fact_happens(town: Made) -> None:
    assert {r.fact.type for r in town.log} == set(FACT_TYPES)


def test_every_story_has_a_case_of_its_own_and_tells_what_it_shows(town: Made) -> None:
    assert len({story.__name__ for story in STORIES}) == len(STORIES)
    assert all(story.__doc__ for story in STORIES)
    assert set(town.by_stream(c.OrderReceived)) == {
        f"case/K-{number:03}" for number in range(1, len(STORIES) + 1)
    }


def test_a_small_municipality_has_the_first_stories() -> None:
    assert municipality_of(made(7, TODAY, 3).rutin.journal).cases == 3


def test_a_municipality_has_at_least_one_case() -> None:
    with pytest.raises(ValueError, match="at least one case"):
        make_municipality(Rutin(), seed=1, today=TODAY, cases=0)


def test_progress_is_told_once_for_each_case() -> None:
    told: list[tuple[int, int]] = []
    make_municipality(
        Rutin(), seed=1, today=TODAY, cases=5, progress=lambda done, of: told.append((done, of))
    )
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_broken_off_it_goes_on_from_there_when_made_again() -> None:
    def break_off(done: int, _of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    rutin = Rutin()
    with pytest.raises(KeyboardInterrupt):
        make_municipality(rutin, seed=3, today=TODAY, cases=12, progress=break_off)
    assert 0 < rutin.journal.head() < made(3, TODAY, 12).rutin.journal.head()
    make_municipality(rutin, seed=3, today=TODAY, cases=12)
    assert rutin.journal.since(0, 1_000_000) == made(3, TODAY, 12).log


def test_one_municipality_is_not_made_on_top_of_another() -> None:
    rutin = Rutin()
    make_municipality(rutin, seed=3, today=TODAY, cases=2)
    before = rutin.journal.head()
    with pytest.raises(Impossible, match="redan använt"):
        make_municipality(rutin, seed=4, today=TODAY, cases=2)
    assert rutin.journal.head() == before


# ---------------------------------------------------------------- time


def test_nothing_happens_later_than_yesterday(town: Made) -> None:
    yesterday = town.today - timedelta(days=1)
    assert max(r.fact.occurred_on for r in town.log) <= yesterday
    assert max(stockholm_date(r.recorded_at) for r in town.log) <= yesterday


def test_orders_come_within_eighteen_months_and_assignees_shortly_before(town: Made) -> None:
    first_day = add_months(town.today, -18)
    assert min(order.occurred_on for order in town.every(c.OrderReceived)) >= first_day
    assert min(r.fact.occurred_on for r in town.log) >= first_day - LEAD
    assert all(r.stream.startswith("assignee/") for r in town.log if r.fact.occurred_on < first_day)


def test_the_journal_runs_in_the_order_of_recording(town: Made) -> None:
    assert all(before.recorded_at <= after.recorded_at for before, after in pairwise(town.log))
    assert [r.position for r in town.log] == list(range(1, len(town.log) + 1))


def test_orders_keep_coming_until_the_last_weeks(demo: Made) -> None:
    latest = max(order.occurred_on for order in demo.every(c.OrderReceived))
    assert latest >= TODAY - timedelta(days=60)


def test_facts_are_recorded_the_day_they_happen_or_some_weeks_late(town: Made) -> None:
    late = [(stockholm_date(r.recorded_at) - r.fact.occurred_on).days for r in town.log]
    assert min(late) == 0
    assert 14 <= max(late) <= 60
    assert late.count(0) > 0.9 * len(late)


# ---------------------------------------------------------------- routines


def test_of_the_two_routines_that_ran_out_one_has_a_new_version_that_is_in_force(
    town: Made,
) -> None:
    book = town.rutin.routines()
    statuses = {
        key: [version.status(town.today) for version in book.versions(key)]
        for key in ("NYB", "KMSP")
    }
    assert statuses == {"NYB": ["expired", "in_force"], "KMSP": ["expired"]}


def test_the_mobile_team_presents_its_clients_in_turn_in_the_coming_month_too(demo: Made) -> None:
    ordered = {
        stream.removeprefix("case/")
        for stream, (order, *_) in demo.by_stream(c.OrderReceived).items()
        if order.intervention == "housing_support"
    }
    meetings = demo.every(UnitMeetingScheduled)
    presented = [case for meeting in meetings for case in meeting.cases]
    assert set(presented) <= ordered
    assert len(set(presented)) > len(ordered) / 2
    assert max(meeting.meeting_on for meeting in meetings) > demo.today


# ---------------------------------------------------------------- commands and people


def test_every_fact_comes_of_a_command_of_its_own(demo: Made) -> None:
    assert len({r.command_id for r in demo.log}) == len(demo.log)


def test_the_importer_records_for_staff_who_keep_to_their_roles(demo: Made) -> None:
    permitted = {operation.fact: operation.permitted for operation in OPERATIONS}
    for r in demo.log:
        assert r.actor.role == "importer"
        assert r.actor.acting_for.role in permitted[type(r.fact)], r.fact.type


def test_assignees_hand_in_their_own_reports(demo: Made) -> None:
    for r, report in demo.recorded(s.QuarterlyReportSubmitted):
        assert (r.actor.acting_for.id, r.actor.acting_for.role) == (report.assignee, "assignee")


def test_only_numbers_that_no_person_has_are_used(demo: Made) -> None:
    numbers = [str(p.identity_number) for p in demo.persons() if p.identity_number]
    assert set(numbers) <= numbers_no_person_has()
    assert len(numbers) == len(set(numbers))


def test_children_older_people_and_coordination_numbers_are_among_them(demo: Made) -> None:
    numbers = {str(p.identity_number) for p in demo.persons() if p.identity_number}
    assert numbers & listed(COORDINATION)
    assert numbers & listed(OLDER)
    assert {number for number in numbers if number[:4] in ("2015", "2019")}


def test_numbers_that_run_out_are_unknown() -> None:
    numbers = listed(COORDINATION)
    people = People(Chance("numbers"))
    drawn = [people.with_coordination_number(f"P-{n}").identity_number for n in range(8)]
    assert {str(number) for number in drawn if number} == numbers
    assert drawn[6:] == [None, None]


def test_no_fact_holds_a_name_or_a_number(demo: Made) -> None:
    told = "\n".join(encode(r.fact).decode() for r in demo.log)
    for person in demo.persons():
        assert person.name is not None
        assert person.name not in told
        if person.identity_number:
            assert str(person.identity_number) not in told
            assert person.identity_number.long not in told


def listed(numbers: str) -> set[str]:
    return {number.replace("-", "") for number in numbers.split()}


def numbers_no_person_has() -> set[str]:
    """The test numbers that may be used, and no others."""
    numbers = listed(OLDER) | listed(COORDINATION)
    for day in days_of(1991, 1992, 1993):
        numbers |= {with_check_digit(day, 238), with_check_digit(day, 239)}
    for day in days_of(2015, 2019):
        numbers.add(with_check_digit(day, 239 if day.timetuple().tm_yday % 2 else 238))
    return numbers


def days_of(*years: int) -> list[date]:
    return [
        date.fromordinal(day)
        for year in years
        for day in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    ]


def with_check_digit(day: date, ordinal: int) -> str:
    return f"{day:%Y%m%d}{ordinal}{check_digit(f'{day:%y%m%d}{ordinal}')}"


# ---------------------------------------------------------------- reaching the client


def test_a_client_is_reached_only_at_the_fifth_attempt(town: Made) -> None:
    attempts = town.by_stream(c.ContactAttempted)
    reached = town.by_stream(c.ClientContacted)
    tried = [len(each) for stream, each in attempts.items() if stream in reached]
    assert max(tried) >= 4


def test_most_clients_are_reached_at_once_and_fewer_at_each_attempt_after(demo: Made) -> None:
    attempts = demo.by_stream(c.ContactAttempted)
    reached = demo.by_stream(c.ClientContacted)
    tries = Counter(len(attempts.get(stream, ())) for stream in reached)
    assert tries[0] > tries[1] > tries[2] + tries[3] > 0


def test_a_client_who_is_never_reached_is_told_of_to_the_case_officer(town: Made) -> None:
    unreachable = set(town.by_stream(c.ContactExhausted))
    assert unreachable
    assert not unreachable & set(town.by_stream(c.ClientContacted))
    told = town.by_stream(c.CaseOfficerNotified)
    assert all(told[case][0].reason == "client_unreachable" for case in unreachable)


def test_an_order_comes_without_contact_details(town: Made) -> None:
    orders = town.by_stream(c.OrderReceived)
    without = {stream for stream, (order, *_) in orders.items() if not order.contact_routes}
    asked = {
        stream
        for stream, notices in town.by_stream(c.CaseOfficerNotified).items()
        if notices[0].reason == "contact_details_missing"
    }
    assert without
    assert without == asked


def test_a_meeting_is_declined(town: Made) -> None:
    assert town.every(c.ClientMeetingDeclined)


# ---------------------------------------------------------------- time to execution


@pytest.mark.parametrize("seed", [1, 7])
def test_a_tenth_of_the_decisions_take_more_than_three_months(seed: int) -> None:
    demo = made(seed, TODAY, 120)
    days = days_to_execution(demo)
    assert 35 <= median(days) <= 50
    assert 0.06 <= sum(each > 92 for each in days) / len(days) <= 0.16


def test_in_the_demo_it_is_between_eight_and_twelve_percent(demo: Made) -> None:
    days = days_to_execution(demo)
    assert 0.08 <= sum(each > 92 for each in days) / len(days) <= 0.12


def days_to_execution(demo: Made) -> list[int]:
    """Days from decision to service; for those that wait longer than three months, so far."""
    started = demo.by_stream(c.ServiceStarted)
    days = [
        (
            started[stream][0].occurred_on - order.decision_date
            if stream in started
            else demo.today - order.decision_date,
            stream in started,
        )
        for stream, (order, *_) in demo.by_stream(c.OrderReceived).items()
    ]
    return [each.days for each, is_started in days if is_started or each.days > 92]


def test_a_decision_not_executed_is_reported_each_quarter_and_then_as_executed(town: Made) -> None:
    reports = town.by_stream(c.NonExecutionReported)
    executed = town.by_stream(c.ExecutionReported)
    assert executed
    for stream, (execution, *_) in executed.items():
        started = town.by_stream(c.ServiceStarted)[stream][0]
        assert execution.executed_on == started.occurred_on
        assert all(report.quarter.last_day < started.occurred_on for report in reports[stream])
        assert all(set(r.recipients) == {"ivo", "municipal_auditors"} for r in reports[stream])


def test_a_decision_has_waited_more_than_three_months_without_a_report(town: Made) -> None:
    waiting = {
        stream
        for stream, (order, *_) in town.by_stream(c.OrderReceived).items()
        if add_months(order.decision_date, 3) < town.today
    }
    waiting -= set(town.by_stream(c.ServiceStarted))
    assert waiting - set(town.by_stream(c.NonExecutionReported))


def test_a_client_asks_to_wait(town: Made) -> None:
    assert town.every(c.ExecutionDeferredByClient)


# ---------------------------------------------------------------- special clients


def test_assignees_of_children_show_the_extracts_that_the_day_asks_for(town: Made) -> None:
    agreed = lawful_agreements_for_children(town)
    assert agreed
    for assignee, signed in agreed:
        shown = [
            e
            for e in town.by_stream(a.RegisterExtractShown)[assignee]
            if e.check == "work_with_children" and e.occurred_on <= signed
        ]
        registers = {register for extract in shown for register in extract.registers}
        months = 12 if signed < LAW_CHANGED else 6
        assert ("suspects" in registers) or signed < LAW_CHANGED
        assert "criminal_records" in registers
        assert max(e.issued_on for e in shown) >= add_months(signed, -months)


def test_children_are_agreed_for_on_both_sides_of_the_change_of_law(demo: Made) -> None:
    days = [signed for _, signed in lawful_agreements_for_children(demo)]
    assert min(days) < LAW_CHANGED <= max(days)


def lawful_agreements_for_children(town: Made) -> list[tuple[str, date]]:
    """The assignee and the day of each agreement for a child that no deviation excuses."""
    children, cases = town.children(), town.cases_of_relationships()
    assignees = {
        r.stream: f"assignee/{offer.assignee}" for r, offer in town.recorded(s.AssignmentOffered)
    }
    return [
        (assignees[r.stream], agreement.occurred_on)
        for r, agreement in town.recorded(s.AgreementSigned)
        if cases[r.stream] in children and r.deviation is None
    ]


def test_a_god_man_speaks_for_a_client_and_another_takes_over(town: Made) -> None:
    contacts = town.by_stream(c.ContactRegistered)
    removed = set(town.by_stream(c.ContactRemoved))
    assert any(
        [contact.role for contact in contacts[stream]] == ["god_man", "god_man"]
        for stream in removed
    )
    assert any("god_man" in meeting.participants for meeting in town.every(c.ClientMeetingHeld))


def test_a_protected_client_has_no_address(town: Made) -> None:
    protected = [order for order in town.every(c.OrderReceived) if order.protected]
    assert protected
    for order in protected:
        person = town.rutin.journal.person(order.client)
        assert person is not None
        assert person.postal_address is None
        assert "post" not in order.contact_routes


def test_a_client_has_a_coordination_number_and_another_none_that_is_known(town: Made) -> None:
    numbers = [
        person.identity_number
        for order in town.every(c.OrderReceived)
        if (person := town.rutin.journal.person(order.client))
    ]
    assert None in numbers
    assert any(number is not None and number.is_coordination_number for number in numbers)


# ---------------------------------------------------------------- consent and plan


def test_consent_is_given_refused_put_off_and_taken_back(town: Made) -> None:
    given = town.by_stream(c.ConsentGranted)
    assert town.every(c.ConsentDeclined)
    assert set(town.by_stream(c.ConsentDeferred)) & set(given)
    taken_back = town.by_stream(c.ConsentWithdrawn)
    assert taken_back
    assert set(taken_back) <= set(given)


def test_a_plan_is_written_without_the_client_and_another_after_the_start(town: Made) -> None:
    plans = town.by_stream(c.ImplementationPlanEstablished)
    started = town.by_stream(c.ServiceStarted)
    assert any(plan.participation == "declined" for (plan, *_) in plans.values())
    assert any(
        started[stream][0].occurred_on < plan.occurred_on
        for stream, (plan, *_) in plans.items()
        if stream in started
    )


def test_a_contact_person_has_no_plan(demo: Made) -> None:
    orders = demo.by_stream(c.OrderReceived)
    for stream in demo.by_stream(c.ImplementationPlanEstablished):
        assert orders[stream][0].intervention != "contact_person"


# ---------------------------------------------------------------- finding an assignee


def test_own_proposals_are_approved_and_rejected(town: Made) -> None:
    proposed = {proposal.assignee for proposal in town.every(c.OwnProposalReceived)}
    approved = {r.stream for r, _ in town.recorded(a.AssigneeApproved)}
    rejected = {r.stream for r, _ in town.recorded(a.AssigneeRejected)}
    assert {f"assignee/{each}" for each in proposed} & approved
    assert {f"assignee/{each}" for each in proposed} & rejected


def test_a_rejected_proposal_is_never_agreed_with(demo: Made) -> None:
    rejected = {r.stream for r, _ in demo.recorded(a.AssigneeRejected)}
    agreed = set(demo.by_stream(s.AgreementSigned))
    for r, offer in demo.recorded(s.AssignmentOffered):
        assert not (r.stream in agreed and f"assignee/{offer.assignee}" in rejected)


def test_someone_is_recruited_where_no_one_suits(town: Made) -> None:
    recruiting = set(town.by_stream(c.RecruitmentStarted))
    assert recruiting
    assert recruiting == set(town.by_stream(c.NoSuitableAssigneeFound))
    assert recruiting & set(town.by_stream(c.ServiceStarted))


def test_two_offers_are_declined_before_one_is_accepted(town: Made) -> None:
    cases = town.cases_of_relationships()
    declined = Counter(cases[stream] for stream in town.by_stream(s.AssignmentDeclined))
    accepted = {cases[stream] for stream in town.by_stream(s.AssignmentAccepted)}
    assert any(number == 2 and case in accepted for case, number in declined.items())


def test_at_joint_meetings_the_client_or_the_assignee_is_not_satisfied(town: Made) -> None:
    said = {(m.client_ok, m.assignee_ok) for m in town.every(s.MatchMeetingHeld)}
    assert said == {(True, True), (True, False), (False, True)}


# ---------------------------------------------------------------- briefing, welcome, start


def test_an_assignee_works_without_having_signed_the_undertaking(town: Made) -> None:
    agreed = set(town.by_stream(s.AgreementSigned))
    signed = set(town.by_stream(a.ConfidentialityUndertakingSigned))
    engaged = {
        f"assignee/{offer.assignee}"
        for r, offer in town.recorded(s.AssignmentOffered)
        if r.stream in agreed
    }
    assert engaged - signed


def test_a_briefing_lacks_most(town: Made) -> None:
    assert any(briefing.items.time_reporting is None for briefing in town.every(s.BriefingHeld))


def test_welcome_packs_are_complete_supplemented_or_never_complete(town: Made) -> None:
    supplements = town.by_stream(c.WelcomePackSupplemented)
    lacking = {
        stream
        for stream, (pack, *_) in town.by_stream(c.WelcomePackDelivered).items()
        if pack.items.private_funds is None or pack.items.complaints is None
    }
    started = town.by_stream(c.ServiceStarted)
    assert lacking - set(supplements)
    assert any(
        supplement.occurred_on > started[stream][0].occurred_on
        for stream, (supplement, *_) in supplements.items()
    )
    assert len(town.by_stream(c.WelcomePackDelivered)) > len(lacking)


def test_three_acts_are_recorded_although_the_routine_forbids_them(town: Made) -> None:
    deviating = Counter(type(r.fact) for r in town.log if r.deviation)
    assert deviating == {c.ServiceStarted: 1, s.AgreementSigned: 2}


# ---------------------------------------------------------------- reports and outlays


def test_quarterly_reports_come_on_time_late_wrong_and_not_at_all(town: Made) -> None:
    ways = set()
    for reports in town.by_stream(s.QuarterlyReportSubmitted).values():
        for report in reports:
            late = report.occurred_on > report.quarter.last_day
            ways.add("row outside" if "KLA-B2-5" in report.missing() else "late" if late else "ok")
        quarters = [report.quarter for report in reports]
        if set(Quarter.between(quarters[0].first_day, quarters[-1].last_day)) - set(quarters):
            ways.add("missing")
    assert ways == {"ok", "late", "row outside", "missing"}


def test_a_report_with_a_row_outside_its_quarter_is_put_right(town: Made) -> None:
    for reports in town.by_stream(s.QuarterlyReportSubmitted).values():
        wrong = [report for report in reports if report.missing()]
        for report in wrong:
            again = [each for each in reports if each.quarter == report.quarter]
            assert again[-1].missing() == ()


def test_monthly_reports_come_on_time_late_without_reason_and_not_at_all(town: Made) -> None:
    ways = set()
    for reports in town.by_stream(s.MonthlyReportSubmitted).values():
        for report in reports:
            late = (report.occurred_on - report.period.last_day).days > 3
            ways.add("no reason" if "KLA-B1-6" in report.missing() else "late" if late else "ok")
        months = [report.period for report in reports]
        if set(Month.between(min(months).first_day, max(months).last_day)) - set(months):
            ways.add("missing")
    assert ways == {"ok", "late", "no reason", "missing"}


def test_a_report_without_reason_is_handed_in_again_with_one(town: Made) -> None:
    assert any(
        report.missing() == ("KLA-B1-6",) and again.missing() == () and again.fewer_than_granted
        for reports in town.by_stream(s.MonthlyReportSubmitted).values()
        for report, again in pairwise(sorted(reports, key=lambda each: each.period))
        if report.period == again.period
    )


def test_a_fifth_of_the_months_are_below_what_was_granted(demo: Made) -> None:
    reports = demo.every(s.MonthlyReportSubmitted)
    below = sum(report.fewer_than_granted for report in reports) / len(reports)
    assert 0.15 <= below <= 0.35


@pytest.mark.parametrize("wrong", ["KLA-B3-4", "KLA-B3-5"])
def test_a_wrong_claim_is_returned_handed_in_again_attested_and_paid(
    town: Made, wrong: str
) -> None:
    claims = town.by_stream(s.ExpenseClaimSubmitted)
    faulty = [
        (stream, claim)
        for stream, each in claims.items()
        for claim in each
        if wrong in claim.missing()
    ]
    assert faulty
    for stream, claim in faulty:
        again = [each for each in claims[stream] if each.period == claim.period][-1]
        assert again.missing() == ()
        assert claim.period in {
            each.period for each in town.by_stream(s.ExpenseClaimReturned)[stream]
        }
        assert claim.period in {
            each.period for each in town.by_stream(s.ExpenseClaimAttested)[stream]
        }
        assert claim.period in {each.period for each in town.by_stream(s.ExpensePaid)[stream]}


def test_only_claims_that_are_in_order_are_paid(demo: Made) -> None:
    claims = demo.by_stream(s.ExpenseClaimSubmitted)
    for r, payment in demo.recorded(s.ExpensePaid):
        latest = [each for each in claims[r.stream] if each.period == payment.period][-1]
        assert latest.missing() == ()
        assert latest.total == payment.amount


def test_months_without_outlays_are_declared(town: Made) -> None:
    assert any(not declared.made for declared in town.every(s.OutlaysDeclared))


# ---------------------------------------------------------------- renewal, change, interruption, end


def test_orders_are_renewed_in_time_and_too_late(town: Made) -> None:
    first = town.by_stream(c.OrderReceived)
    in_time = {
        renewal.period_from is not None and renewal.occurred_on < renewal.period_from
        for stream, renewals in town.by_stream(c.OrderRenewed).items()
        for renewal in renewals
        if stream in first
    }
    assert in_time == {True, False}
    assert town.every(c.RenewalExecuted)


def test_service_goes_on_after_an_order_has_run_out(town: Made) -> None:
    orders = town.by_stream(c.OrderReceived)
    cases = town.cases_of_relationships()
    ends = {stream: order.period_to for stream, (order, *_) in orders.items()}
    after = [
        stream
        for stream, services in town.by_stream(s.ServiceProvided).items()
        for service in services
        if (end := ends[cases[stream]]) and service.occurred_on > end
    ]
    assert len(after) == 3


def test_an_order_lapses_and_its_case_is_closed(town: Made) -> None:
    closed = town.by_stream(c.CaseClosed)
    lapsed = set(closed) - set(town.by_stream(c.OrderEnded))
    assert any(closed[stream][0].outcome == "completed" for stream in lapsed)


def test_orders_are_ended_for_various_reasons(town: Made) -> None:
    ended = town.by_stream(c.OrderEnded)
    assert {ending.reason for (ending, *_) in ended.values()} >= {"moved", "died", "need_ceased"}
    assert set(ended) <= set(town.by_stream(c.CaseClosed))


def test_the_client_or_the_assignee_does_not_want_to_renew(town: Made) -> None:
    said = {(o.client_ok, o.assignee_ok) for o in town.every(s.RenewalOutcomeRecorded)}
    assert said == {(True, True), (True, False), (False, True)}


def test_assignees_are_changed_and_the_service_goes_on_with_another(town: Made) -> None:
    cases = town.cases_of_relationships()
    agreed = Counter(cases[stream] for stream in town.by_stream(s.AgreementSigned))
    changed = {cases[stream] for stream in town.by_stream(s.ChangeGranted)}
    assert changed
    assert all(agreed[case] == 2 for case in changed)
    assert changed <= set(town.by_stream(c.ServiceResumed))
    assert town.every(s.ChangeNotPossible)


def test_services_pause_because_the_client_is_away_or_the_assignee_left(town: Made) -> None:
    reasons = {interruption.reason for interruption in town.every(c.ServiceInterrupted)}
    assert reasons == {"client_away", "assignee_left"}


def test_matches_and_a_person_are_ended_in_the_register(town: Made) -> None:
    assert {ending.scope for ending in town.every(a.AssigneeEnded)} == {"match", "person"}


def test_housing_support_is_served_followed_up_paused_renewed_and_ended(town: Made) -> None:
    housing = {
        stream
        for stream, (order, *_) in town.by_stream(c.OrderReceived).items()
        if order.intervention == "housing_support"
    }
    for acts in (
        c.ServiceStarted,
        c.ImplementationPlanUpdated,
        c.ServiceInterrupted,
        c.RenewalExecuted,
        c.OrderEnded,
    ):
        assert housing & set(town.by_stream(acts)), acts
    assert housing.isdisjoint(town.cases_of_relationships().values())


# ---------------------------------------------------------------- support persons


def in_housing_support(town: Made) -> set[str]:
    return {
        stream
        for stream, (order, *_) in town.by_stream(c.OrderReceived).items()
        if order.intervention == "housing_support"
    }


def test_every_service_of_the_mobile_team_starts_with_two_support_persons(demo: Made) -> None:
    history = History(demo.log)
    started = demo.by_stream(c.ServiceStarted)
    running = in_housing_support(demo) & set(started)
    assert len(running) >= 12
    for stream in running:
        case, day = stream.partition("/")[2], started[stream][0].occurred_on
        there = holders_on(history, case, day)
        assert sorted(holder.slot for holder in there) == [1, 2]
        assert len({holder.person for holder in there}) == 2


def test_support_persons_record_their_own_work(demo: Made) -> None:
    owners = {
        r.stream: appointed.assignee for r, appointed in demo.recorded(s.SupportPersonAppointed)
    }
    for r, _ in demo.recorded(s.FollowUpRecorded):
        assert r.actor.acting_for.id == owners[r.stream]


def test_months_are_followed_up_on_time_late_supplemented_declined_and_not_at_all(
    town: Made,
) -> None:
    ways = set()
    for stream, follow_ups in town.by_stream(s.FollowUpRecorded).items():
        supplemented = {each.period for each in town.by_stream(s.FollowUpSupplemented)[stream]}
        for each in follow_ups:
            is_late = each.occurred_on > each.period.last_day
            lacks = each.missing() == ("MAN-14.7",) and each.period in supplemented
            ways.add("late" if is_late else "supplemented" if lacks else "on time")
        declined = {each.period for each in town.by_stream(s.FollowUpDeclined)[stream]}
        months = {each.period for each in follow_ups} | declined
        ways |= {"declined"} if declined else set()
        if set(Month.between(min(months).first_day, max(months).last_day)) - months:
            ways.add("missing")
    assert ways == {"on time", "late", "supplemented", "declined", "missing"}


def test_most_months_are_followed_up_on_time(demo: Made) -> None:
    follow_ups = demo.every(s.FollowUpRecorded)
    late = sum(each.occurred_on > each.period.last_day for each in follow_ups)
    assert len(follow_ups) > 60
    assert 0 < late < 0.2 * len(follow_ups)


def test_what_needs_to_be_done_is_told_documented_and_planned_for(town: Made) -> None:
    required = {r.command_id for r, _ in town.recorded(s.ActionRequired)}
    assert required
    for acts in (town.every(s.UnitManagerNotified), town.every(c.ActionDocumented)):
        assert {action for act in acts for action in act.actions} == required


def test_departures_are_told_in_time_and_late_handed_over_and_closed(town: Made) -> None:
    told = town.by_stream(s.ClientInformedOfDeparture)
    left = {
        stream: departure
        for stream, (departure, *_) in town.by_stream(s.DepartureAnnounced).items()
        if stream in told
    }
    in_time = {
        stream: told[stream][0].occurred_on <= add_months(departure.last_day, -1)
        for stream, departure in left.items()
    }
    completed, closed = town.by_stream(s.HandoverCompleted), town.by_stream(s.HandoverClosed)
    assert set(in_time.values()) == {True, False}
    assert set(left) == set(completed) | set(closed)
    assert any(handover.occurred_on > left[at].last_day for at, (handover, *_) in completed.items())
    assert all(handover.missing for (handover, *_) in closed.values())
    assert any(
        departure.last_day - departure.occurred_on <= timedelta(days=7)
        for departure in left.values()
    )


def test_a_slot_is_vacant_for_weeks_after_someone_left(town: Made) -> None:
    history = History(town.log)
    ends = {r.stream: r.fact.occurred_on for r, _ in town.recorded(c.CaseClosed)}
    vacant = {
        (stream, departure.last_day + timedelta(days=days))
        for r, departure in town.recorded(s.DepartureAnnounced)
        if (stream := town.cases_of_support_persons()[r.stream]) not in ends
        for days in (1, 20)
        if departure.last_day + timedelta(days=days) < town.today
        and len(
            holders_on(history, stream.partition("/")[2], departure.last_day + timedelta(days=days))
        )
        == 1
    }
    assert len(vacant) == 2


def test_a_departure_is_moved_and_withdrawn_and_an_interim_becomes_permanent(town: Made) -> None:
    assert set(town.by_stream(s.DepartureChanged)) == set(town.by_stream(s.DepartureWithdrawn))
    terms = [
        [each.term for each in made] for made in town.by_stream(s.SupportPersonAppointed).values()
    ]
    assert ["interim", "permanent"] in terms


# ---------------------------------------------------------------- the social record


def test_notes_are_signed_the_same_day_within_two_weeks_later_or_never(town: Made) -> None:
    ways = Counter(days_to_signing(town))
    assert set(ways) == {"same day", "two weeks", "later", "never"}


def test_most_notes_are_signed_the_same_day(demo: Made) -> None:
    ways = Counter(days_to_signing(demo))
    assert 0.7 <= ways["same day"] / ways.total() <= 0.95
    assert ways["later"] / ways.total() <= 0.06


def days_to_signing(town: Made) -> list[str]:
    signed = {
        (r.stream, signing.note): signing.occurred_on
        for r, signing in town.recorded(c.JournalNoteSigned)
    }
    ways = []
    for r, note in town.recorded(c.JournalNoteRecorded):
        on = signed.get((r.stream, note.note))
        days = 0 if on is None else (on - note.occurred_on).days
        late = "two weeks" if 0 < days <= 14 else "later" if days else "same day"
        ways.append("never" if on is None else late)
    return ways


def test_a_contact_has_no_note_and_most_have(town: Made) -> None:
    noted = {about for note in town.every(c.JournalNoteRecorded) for about in note.about}
    contacts = {r.command_id for r, _ in town.recorded(c.ClientContacted)}
    assert contacts - noted
    assert len(contacts & noted) > 0.8 * len(contacts)


def test_a_note_is_in_the_wrong_file_and_another_is_disputed(town: Made) -> None:
    assert any(marking.wrong_client for marking in town.every(c.JournalNoteMarkedErroneous))
    assert town.every(c.ClientDisputedNote)


def test_facts_are_put_right_or_taken_away(town: Made) -> None:
    corrections = [
        *town.every(c.FactCorrected),
        *town.every(a.FactCorrected),
        *town.every(s.FactCorrected),
    ]
    assert len(corrections) == 4
    assert sum(correction.replacement is None for correction in corrections) == 1
