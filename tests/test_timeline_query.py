"""Timelines as lines: each fact once, with its correction beside it, the newest first."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from asking import asked
from assessing import on, story
from examples import ADAM, EVA, HUGO, STINA
from happenings import (
    ANY_DAY,
    claim,
    extract_shown,
    met,
    no_answer,
    note,
    note_wrong,
    offered,
    order,
    profile,
    reached,
    registered,
    relief_order,
)
from rutin.application.short_text import SHORT
from rutin.application.timeline import HIDDEN_TEXT
from rutin.domain.actor import Actor
from rutin.domain.case import FactCorrected
from rutin.domain.clock_time import ClockTime
from rutin.domain.history import History
from rutin.domain.refusal import Forbidden, Impossible, Malformed
from rutin.projections.timelines import Happening, TimelineOfAssignee, TimelineOfCase
from spec import Told, event_id

ORDERED = on("01-12", order)
WHOLE = TimelineOfCase(case="K1")


def happenings(*happened: Told, ask: TimelineOfCase = WHOLE) -> tuple[Happening, ...]:
    return asked(ask, story(*happened), on="06-01")


def titles(found: tuple[Happening, ...]) -> list[str]:
    return [each.title for each in found]


def test_each_fact_is_a_line_and_the_newest_comes_first() -> None:
    found = happenings(ORDERED, on("01-23", reached, recorded="01-26", by=EVA))
    assert titles(found) == ["Kontakt med brukaren", "Beställning mottagen"]
    newest = found[0]
    assert (newest.day, newest.recorded_on) == (date(2026, 1, 23), date(2026, 1, 26))
    assert (newest.about, newest.by_role, newest.event_id) == (
        "case/K1",
        "unit_manager",
        event_id(2),
    )
    assert (newest.type, newest.at) == ("case.client_contacted.v1", "")


def test_what_was_filled_in_is_told_with_its_heading_and_what_was_left_blank_is_not() -> None:
    (newest, _) = happenings(ORDERED, on("01-23", met))
    assert newest.told == (
        "Beställningen och stödets omfattning: ja",
        "Vad insatsen innebär: ja",
        "Att en lämplig uppdragstagare söks och att ett gemensamt möte bokas: ja",
        "Deltagare: brukaren",
    )


def test_periods_hours_and_money_are_told_as_they_are_read() -> None:
    claimed, _, ordered = happenings(
        on("01-12", relief_order), on("02-02", offered), on("04-03", claim)
    )
    assert "Timmar per månad: 20\N{NO-BREAK SPACE}tim" in ordered.told
    assert "År och månad: mars 2026" in claimed.told
    assert "Summa redovisade utlägg: 120,00\N{NO-BREAK SPACE}kr" in claimed.told


def test_the_same_value_may_be_called_something_else_in_another_fact() -> None:
    found = happenings(ORDERED, on("01-13", no_answer.but(outcome="reached")))
    assert "Utfall: nådd" in found[0].told


def test_of_a_long_text_the_beginning_is_told() -> None:
    (told,) = happenings(on("01-23", profile.but(wishes="a" * SHORT)))[0].told
    assert told == f"Önskemål om uppdragstagaren: {'a' * SHORT}"
    (told,) = happenings(on("01-23", profile.but(wishes="a" * (SHORT + 1))))[0].told
    assert told == f"Önskemål om uppdragstagaren: {'a' * (SHORT - 1)}…"


def test_a_time_of_day_is_told_when_it_is_known() -> None:
    at_noon = reached.but(occurred_at=ClockTime(12, 5))
    assert happenings(ORDERED, on("01-23", at_noon))[0].at == "12:05"


def test_a_deviation_is_told() -> None:
    found = happenings(ORDERED, on("01-23", reached, despite="Bråttom"))
    assert [each.deviation for each in found] == ["Bråttom", ""]


# ---------------------------------------------------------------- corrections

NOTED = on("03-31", note.but(text="Vi talades vid."))


def put_right(replacement: object, of: str = event_id(2)) -> Told:
    correction = FactCorrected.model_validate(
        {
            "occurred_on": ANY_DAY,
            "corrects": of,
            "reason": "Fel",
            "replacement": replacement,
        }
    )
    return on("04-02", correction)


def test_what_counts_instead_stands_beside_what_was_wrong() -> None:
    right = note.but(text="Vi sågs.", occurred_on=date(2026, 3, 30))
    correction, original, _ = happenings(ORDERED, NOTED, put_right(right))
    assert original.told[0] == "Anteckning: Vi talades vid.", "the original stays as it was"
    assert original.counts_instead == ("Datum: 2026-03-30", "Anteckning: Vi sågs.")
    assert (original.corrected_by, original.taken_back) == (event_id(3), False)
    assert (correction.corrects, correction.told) == (event_id(2), ("Vad som var fel: Fel",))


def test_what_never_happened_is_taken_back() -> None:
    correction, original, ordered = happenings(ORDERED, NOTED, put_right(None))
    assert (original.taken_back, original.counts_instead) == (True, ())
    assert (correction.taken_back, ordered.taken_back) == (False, False)


def test_what_a_correction_empties_is_said_to_be_empty() -> None:
    filled = on("01-23", profile.but(area="Hallunda"))
    _, original, _ = happenings(
        ORDERED, filled, put_right(profile.but(occurred_on=date(2026, 1, 23)))
    )
    assert original.counts_instead == ("Område: tomt",)


def test_a_correction_of_a_later_moment_was_not_known_yet() -> None:
    then = datetime(2026, 4, 1, 12, tzinfo=UTC)
    original, _ = happenings(
        ORDERED, NOTED, put_right(None), ask=TimelineOfCase(case="K1", known_at=then)
    )
    assert (original.taken_back, original.corrected_by) == (False, "")


# ---------------------------------------------------------------- notes that are marked as wrong

MARKED = on("04-01", note_wrong)
ASTRAY = on("04-01", note_wrong.but(wrong_client=True))
"""Marked as written in the wrong client's file."""

HIDDEN = f"Anteckning: {HIDDEN_TEXT}"


def test_a_note_that_was_marked_as_wrong_says_by_which_mark() -> None:
    mark, marked, ordered = happenings(ORDERED, NOTED, MARKED)
    assert marked.marked_by == mark.event_id == event_id(3)
    assert (mark.marked_by, ordered.marked_by) == ("", "")
    assert (marked.corrected_by, marked.taken_back) == ("", False)


def test_a_note_beside_it_is_not_marked() -> None:
    beside = on("03-31", note.but(note="N2"))
    found = happenings(ORDERED, NOTED, beside, ASTRAY)
    assert [bool(each.marked_by) for each in found] == [False, False, True, False]


@pytest.mark.parametrize("reader", [ADAM, EVA, STINA], ids=lambda reader: reader.role)
def test_the_text_of_a_note_in_the_wrong_clients_file_is_hidden(reader: Actor) -> None:
    _, astray, _ = asked(WHOLE, story(ORDERED, NOTED, ASTRAY), on="06-01", by=reader)
    assert astray.told == (HIDDEN, "Anteckningens beteckning: N1")


def test_an_auditor_reads_a_note_in_the_wrong_clients_file() -> None:
    _, astray, _ = happenings(ORDERED, NOTED, ASTRAY)
    assert astray.told[0] == "Anteckning: Vi talades vid."


def told_to_eva(*happened: Told, ask: TimelineOfCase = WHOLE) -> tuple[Happening, ...]:
    return asked(ask, story(ORDERED, *happened), on="06-01", by=EVA)


def test_a_note_that_is_wrong_in_its_own_clients_file_is_read_by_all() -> None:
    _, marked, _ = told_to_eva(NOTED, MARKED)
    assert marked.told[0] == "Anteckning: Vi talades vid."


def test_other_notes_in_the_file_are_read_by_all() -> None:
    beside = on("03-31", note.but(note="N2", text="Vi sågs."))
    assert told_to_eva(NOTED, beside, ASTRAY)[1].told[0] == "Anteckning: Vi sågs."


def test_what_a_correction_made_of_a_hidden_text_is_hidden_too() -> None:
    right = note.but(text="Vi sågs i Hallunda.", occurred_on=date(2026, 3, 30))
    found = told_to_eva(NOTED, put_right(right), on("04-03", note_wrong.but(wrong_client=True)))
    assert "Hallunda" not in str(found)
    assert found[2].counts_instead == ("Datum: 2026-03-30",)


def test_a_text_is_hidden_from_when_it_is_marked_whatever_day_is_asked_about() -> None:
    (astray, _) = told_to_eva(NOTED, ASTRAY, ask=TimelineOfCase(case="K1", as_of=date(2026, 3, 31)))
    assert (astray.told[0], astray.marked_by) == (HIDDEN, event_id(3))


def test_a_text_that_is_hidden_now_is_not_read_by_asking_what_was_known_before() -> None:
    then = datetime(2026, 3, 31, 13, tzinfo=UTC)
    (astray, _) = told_to_eva(NOTED, ASTRAY, ask=TimelineOfCase(case="K1", known_at=then))
    assert (astray.told[0], astray.marked_by) == (HIDDEN, ""), "nobody had marked it then"


@pytest.mark.parametrize("instead", [None, note_wrong.but(occurred_on=date(2026, 4, 1))])
def test_a_text_is_read_again_when_the_mark_was_wrong(instead: object) -> None:
    wrongly = put_right(instead, of=event_id(3))
    found = {each.event_id: each for each in told_to_eva(NOTED, ASTRAY, wrongly)}
    assert found[event_id(2)].told[0] == "Anteckning: Vi talades vid."
    assert bool(found[event_id(2)].marked_by) is (instead is not None)


# ---------------------------------------------------------------- what is asked for


def test_what_occurred_after_the_day_is_left_out() -> None:
    happened = (ORDERED, on("01-23", reached))
    to_the_day = TimelineOfCase(case="K1", as_of=date(2026, 1, 22))
    assert titles(happenings(*happened, ask=to_the_day)) == ["Beställning mottagen"]


@pytest.mark.parametrize("kind", ["case.client_contacted", "case.client_contacted.v1"])
def test_facts_of_one_type_are_asked_for_with_or_without_its_version(kind: str) -> None:
    found = happenings(ORDERED, on("01-23", reached), ask=TimelineOfCase(case="K1", type=kind))
    assert titles(found) == ["Kontakt med brukaren"]


def test_there_is_no_such_type() -> None:
    with pytest.raises(Malformed, match=r"Menade du case.client_contacted\?"):
        happenings(ORDERED, ask=TimelineOfCase(case="K1", type="case.client_contactd"))


def test_a_page_is_asked_for() -> None:
    happened = (ORDERED, on("01-23", reached), NOTED)
    assert [
        each.day for each in happenings(*happened, ask=TimelineOfCase(case="K1", limit=1, skip=1))
    ] == [date(2026, 1, 23)]


def test_there_is_no_such_case() -> None:
    with pytest.raises(Impossible) as refusal:
        happenings(ORDERED, ask=TimelineOfCase(case="K9"))
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == ("unknown_reference", "case")


# ---------------------------------------------------------------- assignees


def with_an_assignee() -> History:
    return story(ORDERED, on("01-13", registered), on("02-02", offered), on("02-03", extract_shown))


def test_a_case_has_what_happened_with_its_assignees() -> None:
    found = asked(WHOLE, with_an_assignee(), on="06-01")
    assert [each.about for each in found] == [
        "assignee/A1",
        "relationship/K1-1",
        "assignee/A1",
        "case/K1",
    ]


@pytest.mark.parametrize(
    "before_the_offer",
    [
        {"as_of": date(2026, 2, 1)},
        {"known_at": datetime(2026, 2, 1, tzinfo=UTC)},
    ],
)
def test_before_an_assignee_came_to_the_case_nothing_of_theirs_was_part_of_it(
    before_the_offer: dict[str, Any],
) -> None:
    ask = TimelineOfCase(case="K1", **before_the_offer)
    found = asked(ask, with_an_assignee(), on="06-01")
    assert [each.about for each in found] == ["case/K1"]


def test_an_assignee_has_a_timeline_which_never_tells_what_an_extract_said() -> None:
    found = asked(TimelineOfAssignee(assignee="A1"), with_an_assignee(), on="06-01", by=ADAM)
    assert [each.about for each in found] == ["assignee/A1", "assignee/A1"]
    assert found[0].told == (
        "Register: belastningsregistret",
        "Utdraget utfärdat den: 2026-01-02",
        "Visat för: eva",
        "Kontrollens slag: arbete med barn",
    )


def test_a_support_person_sees_the_case_and_not_what_the_register_has_on_its_people() -> None:
    assert asked(WHOLE, with_an_assignee(), on="06-01", by=STINA)
    with pytest.raises(Forbidden):
        asked(TimelineOfAssignee(assignee="A1"), with_an_assignee(), on="06-01", by=STINA)


def test_there_is_no_such_assignee() -> None:
    with pytest.raises(Impossible) as refusal:
        asked(TimelineOfAssignee(assignee="A9"), with_an_assignee(), on="06-01")
    assert refusal.value.problems[0].field == "assignee"


def test_a_case_officer_does_not_read_what_is_recorded_of_a_client() -> None:
    with pytest.raises(Forbidden, match="ärendets tidslinje"):
        asked(TimelineOfCase(case="K1"), story(on("01-12", order)), on="02-01", by=HUGO)
