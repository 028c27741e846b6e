"""Order of occurrence, what came before an act, what was known when, and what was corrected."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from examples import (
    ADAM,
    APR_2,
    FEB_3,
    FEB_12,
    FEB_16,
    FEB_20,
    JAN_8,
    JAN_12,
    JAN_19,
    MAR_2,
    MAR_20,
    MARCH,
    MATCHED,
    OFFERED,
    RUNNING,
    A,
    K,
    R,
    agreement_signed,
    assignee_registered,
    both_satisfied,
    claim_submitted,
    extract_shown,
    order_received,
    own_proposal_received,
    service_interrupted,
    service_resumed,
    service_started,
)
from rutin.domain.act import Fact
from rutin.domain.assignee import (
    AbsenceRecorded,
    AssigneeEnded,
    AvailabilityChanged,
    CorrectAssigneeFact,
    InvestigationOpened,
)
from rutin.domain.assignee.facts import FactCorrected as AssigneeFactCorrected
from rutin.domain.case import CaseClosed, ContactAttempted, CorrectCaseFact, JournalNoteRecorded
from rutin.domain.case.facts import FactCorrected
from rutin.domain.case_file import case_file
from rutin.domain.decide import decide
from rutin.domain.history import in_order_of_occurrence
from rutin.domain.refusal import Malformed
from rutin.domain.reliance import further, named_by
from rutin.domain.support_relationship import (
    CorrectRelationshipFact,
    MonthlyReportSubmitted,
    QuarterlyReportSubmitted,
)
from rutin.domain.support_relationship.facts import FactCorrected as RelationshipFactCorrected
from rutin.domain.values import Money
from spec import Told, event_id, given, history, to_record, told


def attempt(
    note: str, on: date = JAN_19, at: time | None = None, channel: str = "phone"
) -> ContactAttempted:
    return ContactAttempted.model_validate(
        {
            "occurred_on": on,
            "occurred_at": at,
            "channel": channel,
            "outcome": "no_answer",
            "note": note,
        }
    )


def notes_in_order(*facts: Fact | Told) -> str:
    return "".join(
        r.fact.note for r in history(*facts).in_force if isinstance(r.fact, ContactAttempted)
    )


# ---------------------------------------------------------------- order of occurrence


def test_facts_come_in_the_order_they_occurred_however_they_were_recorded() -> None:
    assert notes_in_order(attempt("b", FEB_3), attempt("c", MAR_2), attempt("a", JAN_19)) == "abc"


def test_within_a_day_facts_come_as_recorded() -> None:
    assert notes_in_order(attempt("b"), attempt("a"), attempt("c")) == "bac"


def test_within_a_day_the_timed_ones_come_by_time_among_themselves() -> None:
    assert notes_in_order(attempt("b", at=time(15)), attempt("a", at=time(9))) == "ab"
    assert notes_in_order(attempt("a", at=time(9)), attempt("b", at=time(9))) == "ab"


def test_a_fact_without_time_keeps_its_place_among_the_timed() -> None:
    facts = (attempt("c", at=time(15)), attempt("x"), attempt("a", at=time(9)))
    assert notes_in_order(*facts) == "axc"


def test_time_of_day_never_outdoes_the_day() -> None:
    assert notes_in_order(attempt("b", FEB_3, time(8)), attempt("a", JAN_19, time(17))) == "ab"


moments = st.tuples(
    st.sampled_from([JAN_12, JAN_19]), st.sampled_from([None, time(8), time(12), time(17)])
)


@any_of(st.lists(moments, max_size=8))
def test_order_of_occurrence_loses_nothing_and_keeps_days_and_times_in_order(
    whens: list[tuple[date, time | None]],
) -> None:
    told_all = history(*(attempt(str(n), on, at) for n, (on, at) in enumerate(whens)))
    ordered = in_order_of_occurrence(told_all.recorded)
    assert sorted(r.position for r in ordered) == [r.position for r in told_all.recorded]
    assert in_order_of_occurrence(ordered) == ordered
    days = [r.fact.occurred_on for r in ordered]
    assert days == sorted(days)
    for day in set(days):
        times = [r.fact.occurred_at for r in ordered if r.fact.occurred_on == day]
        timed = [each for each in times if each is not None]
        assert timed == sorted(timed)


def test_a_break_told_after_the_resumption_that_ended_it_leaves_the_service_running() -> None:
    told_all = history(*RUNNING, service_resumed, service_interrupted)
    assert told_all.case(K).service == "running"


# ---------------------------------------------------------------- before an act


def test_what_occurs_after_an_act_did_not_come_before_it() -> None:
    told_all = history(*RUNNING)
    assert told_all.before(agreement_signed.but(occurred_on=FEB_12)).case(K).service == (
        "not_started"
    )
    before = told_all.before(service_started.but(occurred_on=FEB_16))
    assert before.relationship(R).agreement == agreement_signed
    assert before.before(order_received.but(occurred_on=JAN_8)).case(K).order is None


@pytest.mark.parametrize(
    ("recorded_at", "acted_at", "before"),
    [
        (None, None, True),
        (time(9), None, True),
        (None, time(9), True),
        (time(9), time(9), True),
        (time(9), time(8), False),
        (time(8), time(9), True),
    ],
)
def test_on_the_same_day_time_decides_where_both_have_one(
    recorded_at: time | None, acted_at: time | None, before: bool
) -> None:
    told_all = history(order_received.but(occurred_at=recorded_at))
    act = attempt("", JAN_12, acted_at)
    assert (told_all.before(act).case(K).order is not None) is before


def test_what_came_before_a_command_and_its_fact_is_put_together_once() -> None:
    told_all = history(*RUNNING)
    earlier = told_all.before(agreement_signed.but(occurred_on=FEB_12))
    assert earlier is not told_all
    assert told_all.before(attempt("", FEB_12)) is earlier
    assert told_all.before(attempt("", FEB_3)) is not earlier


# ---------------------------------------------------------------- what was known


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_what_was_recorded_later_was_not_known() -> None:
    told_all = history(order_received, told(attempt("late"), recorded_at=at(10)))
    assert [r.position for r in told_all.known_at(at(10, 8)).recorded] == [1]
    assert [r.position for r in told_all.known_at(at(10)).recorded] == [1, 2]


def test_before_a_correction_was_recorded_the_original_counted() -> None:
    correction = told(
        FactCorrected(
            occurred_on=MAR_20, corrects=event_id(1), reason="Fel dag", replacement=attempt("right")
        ),
        recorded_at=at(20),
    )
    told_all = history(attempt("wrong"), correction)
    assert [r.fact for r in told_all.known_at(at(19)).in_force] == [attempt("wrong")]
    assert [r.fact for r in told_all.in_force] == [attempt("right")]


# ---------------------------------------------------------------- corrections, as folded


def test_a_corrected_fact_counts_on_the_day_it_should_have_had() -> None:
    moved = FactCorrected(
        occurred_on=MAR_20,
        corrects=event_id(1),
        reason="Fel dag",
        replacement=attempt("c", on=FEB_20),
    )
    assert notes_in_order(attempt("a"), attempt("b", FEB_3), moved) == "bc"


def test_a_fact_taken_away_counts_no_more() -> None:
    taken_away = FactCorrected(occurred_on=MAR_20, corrects=event_id(1), reason="Hände aldrig")
    assert notes_in_order(attempt("a"), attempt("b"), taken_away) == "b"


def test_the_latest_correction_counts() -> None:
    first = FactCorrected(
        occurred_on=MAR_20, corrects=event_id(1), reason="Fel", replacement=attempt("b")
    )
    second = first.but(occurred_on=MAR_2, replacement=attempt("c"))
    third = first.but(replacement=None)
    assert notes_in_order(attempt("a"), first, second) == "c"
    assert notes_in_order(attempt("a"), first, third) == ""
    assert notes_in_order(attempt("a"), third, first) == "b"


def test_the_original_stays_recorded() -> None:
    taken_away = FactCorrected(occurred_on=MAR_20, corrects=event_id(1), reason="Hände aldrig")
    told_all = history(attempt("a"), taken_away)
    assert [r.fact for r in told_all.recorded] == [attempt("a"), taken_away]


# ---------------------------------------------------------------- corrections, as decided


def correct(position: int | str, changes: dict[str, object] | None = None) -> CorrectCaseFact:
    reference = event_id(position) if isinstance(position, int) else position
    return CorrectCaseFact.model_validate(
        {
            "case": K,
            "occurred_on": APR_2,
            "corrects": reference,
            "reason": "Det blev fel.",
            "changes": changes,
        }
    )


def corrected_to(position: int, replacement: Fact | None) -> FactCorrected:
    return FactCorrected.model_validate(
        {
            "occurred_on": APR_2,
            "corrects": event_id(position),
            "reason": "Det blev fel.",
            "replacement": replacement,
        }
    )


@pytest.mark.parametrize("reference", [2, "command-2"], ids=["event id", "command id"])
def test_some_fields_of_a_fact_are_put_right(reference: int | str) -> None:
    given(order_received, attempt("a")).when(
        correct(reference, {"channel": "letter", "outcome": "sent"})
    ).then(corrected_to(2, attempt("a", channel="letter").but(outcome="sent")))


def test_a_fact_that_never_happened_is_taken_away() -> None:
    given(order_received, attempt("a")).when(correct(2)).then(corrected_to(2, None))


@pytest.mark.parametrize(
    ("command", "fact"),
    [
        (
            CorrectAssigneeFact(
                assignee=A,
                occurred_on=APR_2,
                corrects=event_id(5),
                reason="Fel dag",
                changes={"issued_on": "2026-01-12"},
            ),
            AssigneeFactCorrected(
                occurred_on=APR_2,
                corrects=event_id(5),
                reason="Fel dag",
                replacement=extract_shown.but(issued_on=JAN_12),
            ),
        ),
        (
            CorrectRelationshipFact(
                relationship=R,
                occurred_on=APR_2,
                corrects=event_id(4),
                reason="Båda tvekade",
                changes={"client_ok": None},
            ),
            RelationshipFactCorrected(
                occurred_on=APR_2,
                corrects=event_id(4),
                reason="Båda tvekade",
                replacement=both_satisfied.but(client_ok=None),
            ),
        ),
    ],
    ids=["assignee", "relationship"],
)
def test_facts_of_assignees_and_relationships_are_put_right_too(
    command: CorrectAssigneeFact | CorrectRelationshipFact,
    fact: AssigneeFactCorrected | RelationshipFactCorrected,
) -> None:
    given(*MATCHED, extract_shown).when(command).then(fact)


def test_what_is_decided_next_rests_on_the_correction() -> None:
    doubt = RelationshipFactCorrected(
        occurred_on=FEB_16,
        corrects=event_id(4),
        reason="Brukaren tvekade",
        replacement=both_satisfied.but(client_ok=False),
    )
    given(*MATCHED, doubt).when(to_record(agreement_signed)).then_refused("KLA-08b")


def test_a_second_correction_keeps_what_the_first_put_right() -> None:
    first = corrected_to(2, attempt("a", on=FEB_3))
    given(order_received, attempt("a"), first).when(correct(2, {"channel": "visit"})).then(
        corrected_to(2, attempt("a", on=FEB_3, channel="visit"))
    )


def test_a_fact_taken_away_by_mistake_is_recorded_anew() -> None:
    gone = (order_received, attempt("a"), corrected_to(2, None))
    given(*gone).when(correct(2, {"channel": "phone"})).then_impossible(
        "taken_away", field="corrects"
    )
    given(*gone).when(to_record(attempt("a"))).then(attempt("a"))


def test_a_correction_is_not_itself_corrected() -> None:
    given(order_received, attempt("a"), corrected_to(2, None)).when(
        correct(3, {"reason": "Annat"})
    ).then_impossible("correction_of_correction", field="corrects")


def test_what_is_not_recorded_is_not_corrected() -> None:
    given(order_received).when(correct(9)).then_impossible("unknown_reference", field="corrects")


@pytest.mark.parametrize("position", [2, 4], ids=["an assignee's", "a relationship's"])
def test_a_fact_of_another_stream_is_corrected_there(position: int) -> None:
    given(*MATCHED).when(correct(position)).then_impossible("unknown_reference", field="corrects")


@pytest.mark.parametrize(
    "command",
    [
        correct(1),
        CorrectAssigneeFact(assignee=A, occurred_on=APR_2, corrects=event_id(2), reason="Fel"),
        CorrectRelationshipFact(
            relationship=R, occurred_on=APR_2, corrects=event_id(3), reason="Fel"
        ),
    ],
    ids=["order", "registration", "offer"],
)
def test_what_all_else_stands_on_is_put_right_but_not_taken_away(
    command: CorrectCaseFact | CorrectAssigneeFact | CorrectRelationshipFact,
) -> None:
    given(*OFFERED).when(command).then_impossible("origin_removed", field="changes")


@pytest.mark.parametrize("field", ["type", "order_no", "client"])
def test_what_others_refer_to_stays_as_it_is(field: str) -> None:
    given(order_received).when(correct(1, {field: "X9"})).then_impossible(
        "identity_changed", field=f"changes.{field}"
    )


@pytest.mark.parametrize("field", ["case", "assignee"])
def test_an_offer_stays_with_its_case_and_its_assignee(field: str) -> None:
    command = CorrectRelationshipFact(
        relationship=R,
        occurred_on=APR_2,
        corrects=event_id(3),
        reason="Fel",
        changes={field: "X9"},
    )
    given(*OFFERED).when(command).then_impossible("identity_changed", field=f"changes.{field}")


def test_a_remark_is_put_right_though_a_journal_notes_name_is_not() -> None:
    given(order_received, attempt("a")).when(correct(2, {"note": "b"})).then(
        corrected_to(2, attempt("b"))
    )
    note = JournalNoteRecorded(occurred_on=JAN_19, note="N1", text="Brukaren ringde.")
    given(order_received, note).when(correct(2, {"note": "N2"})).then_impossible(
        "identity_changed", field="changes.note"
    )
    given(order_received, note).when(correct(2, {"text": "Brukaren skrev."})).then(
        corrected_to(2, note.but(text="Brukaren skrev."))
    )


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (MonthlyReportSubmitted(occurred_on=APR_2, period=MARCH), "client"),
        (QuarterlyReportSubmitted(occurred_on=APR_2, quarter=MARCH.quarter), "client"),
        (QuarterlyReportSubmitted(occurred_on=APR_2, quarter=MARCH.quarter), "assignee"),
        (claim_submitted, "client"),
    ],
)
def test_a_name_on_a_form_is_put_right(form: Fact, field: str) -> None:
    command = CorrectRelationshipFact(
        relationship=R,
        occurred_on=APR_2,
        corrects=event_id(len(RUNNING) + 1),
        reason="Fältet var tomt",
        changes={field: "X9"},
    )
    corrected = RelationshipFactCorrected.model_validate(
        command.model_dump(include={"occurred_on", "corrects", "reason"})
        | {"replacement": form.but(**{field: "X9"})}
    )
    given(*RUNNING, form).when(command).then(corrected)


def test_the_rest_of_an_order_is_put_right() -> None:
    changes: dict[str, object] = {"decision_date": "2026-01-02", "goals": ["Gå på bio"]}
    right = order_received.but(decision_date=date(2026, 1, 2), goals=("Gå på bio",))
    given(order_received).when(correct(1, changes)).then(corrected_to(1, right))


def test_a_total_put_right_is_exact_to_the_ore() -> None:
    command = CorrectRelationshipFact(
        relationship=R,
        occurred_on=APR_2,
        corrects=event_id(len(RUNNING) + 1),
        reason="Skrivfel",
        changes={"total": "412.01"},
    )
    given(*RUNNING, claim_submitted).when(command).then(
        RelationshipFactCorrected(
            occurred_on=APR_2,
            corrects=event_id(len(RUNNING) + 1),
            reason="Skrivfel",
            replacement=claim_submitted.but(total=Money("412.01")),
        )
    )


@pytest.mark.parametrize(
    ("changes", "code", "field", "sentence"),
    [
        (
            {"occurred_on": "i går"},
            "date_parsing",
            "changes.occurred_on",
            "Datum (occurred_on) ska vara ett datum som finns",
        ),
        ({"chanel": "visit"}, "extra_forbidden", "changes.chanel", "Fältet chanel finns inte"),
        (
            {"channel": "duva"},
            "literal_error",
            "changes.channel",
            "Kontaktsätt (channel) har ett värde",
        ),
    ],
    ids=["no date", "unknown field", "unknown value"],
)
def test_a_correction_that_cannot_be_read_says_in_swedish_what_is_wrong(
    changes: dict[str, object], code: str, field: str, sentence: str
) -> None:
    with pytest.raises(Malformed) as refusal:
        decide(correct(2, changes), history(order_received, attempt("a")), ADAM, today=date.max)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == (code, field)
    assert sentence in problem.text


def test_a_correction_that_puts_dates_in_the_wrong_order_names_them() -> None:
    with pytest.raises(Malformed, match="Datumen kommer i fel ordning"):
        decide(
            correct(1, {"decision_date": "2026-02-03"}),
            history(order_received),
            ADAM,
            today=date.max,
        )


def test_a_fact_is_not_moved_to_a_day_that_has_not_come() -> None:
    given(order_received, attempt("a")).when(
        correct(2, {"occurred_on": "2026-04-03"}), today=APR_2
    ).then_impossible("not_yet", field="changes.occurred_on")


def test_a_closing_taken_away_opens_the_case() -> None:
    closed = CaseClosed(occurred_on=FEB_3, outcome="completed")
    taken_away = FactCorrected(occurred_on=FEB_12, corrects=event_id(2), reason="Fel ärende")
    later = attempt("a", on=FEB_20)
    given(order_received, closed, taken_away).when(to_record(later)).then(later)


# ---------------------------------------------------------------- the case file


def test_a_case_file_holds_the_case_its_relationships_and_what_concerns_it_of_its_assignees() -> (
    None
):
    elsewhere = (
        told(order_received.but(order_no="B7", client="P2"), of="K2"),
        told(OFFERED[2].but(case="K2"), of="K2-1"),
        told(assignee_registered, of="A2"),
    )
    mine = AssigneeEnded(occurred_on=MAR_20, scope="match", relationship=R)
    told_all = history(
        *MATCHED,
        extract_shown,
        mine,
        mine.but(relationship="K2-1"),
        mine.but(scope="person", relationship=None),
        AvailabilityChanged(occurred_on=FEB_3),
        AbsenceRecorded(occurred_on=FEB_3, from_date=FEB_3),
        *elsewhere,
    )
    assert [r.position for r in case_file(told_all, K).recorded] == [1, 2, 3, 4, 5, 6, 8]


def test_a_case_file_holds_whom_the_client_proposed() -> None:
    told_all = history(
        order_received,
        assignee_registered,
        own_proposal_received,
        told(assignee_registered, of="A2"),
    )
    assert [r.position for r in case_file(told_all, K).recorded] == [1, 2, 3]


def test_a_case_file_holds_whom_it_had_investigated() -> None:
    opened = InvestigationOpened(occurred_on=JAN_19, reason="recruitment", case=K)
    told_all = history(
        order_received,
        assignee_registered,
        opened,
        told(assignee_registered, of="A2"),
        told(opened.but(case="K2"), of="A2"),
    )
    assert [r.position for r in case_file(told_all, K).recorded] == [1, 2, 3]


# ---------------------------------------------------------------- what a decision looks at


def test_a_command_names_what_it_concerns() -> None:
    assert named_by(to_record(order_received)) == {f"case/{K}", "order/B1"}
    assert named_by(to_record(OFFERED[2])) == {f"case/{K}", f"assignee/{A}", f"relationship/{R}"}
    assert named_by(to_record(extract_shown)) == {f"assignee/{A}"}


def test_a_relationship_leads_to_its_case_and_its_assignee_and_a_case_to_its_assignees() -> None:
    recorded = history(*OFFERED).recorded
    assert further(recorded, frozenset({f"relationship/{R}"})) == {f"case/{K}", f"assignee/{A}"}
    assert further(recorded, frozenset({f"case/{K}"})) == {f"assignee/{A}"}
    assert further(recorded, frozenset({f"assignee/{A}"})) == frozenset()


@pytest.mark.parametrize(
    "fact",
    [own_proposal_received, InvestigationOpened(occurred_on=JAN_19, reason="recruitment", case=K)],
    ids=["proposed", "investigated"],
)
def test_a_case_leads_to_who_was_proposed_or_investigated_for_it(fact: Fact) -> None:
    recorded = history(order_received, assignee_registered, fact).recorded
    assert further(recorded, frozenset({f"case/{K}"})) == {f"assignee/{A}"}
    assert further(recorded, frozenset({"case/K2"})) == frozenset()


def test_a_command_about_an_investigation_names_the_case_it_is_for() -> None:
    opened = InvestigationOpened(occurred_on=JAN_19, reason="recruitment", case=K)
    assert named_by(to_record(opened)) == {f"case/{K}", f"assignee/{A}"}
    assert named_by(to_record(opened.but(case=None))) == {f"assignee/{A}"}
