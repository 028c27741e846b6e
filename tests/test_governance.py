"""Routine governance: which versions there are and how they stand, and which local values hold."""

from datetime import date
from typing import Any

import pytest

from asking import asked
from assessing import day, line, on, story
from examples import EVA, NYB, version_adopted
from happenings import ANY_DAY
from rutin.domain.history import History
from rutin.domain.routine import (
    DocumentRegistered,
    FactCorrected,
    PolicyParameterSet,
    RoutineVersionReplaced,
    RoutineVersionSuspended,
    RoutineVersionWithdrawn,
    StatedValue,
)
from rutin.projections.governance import (
    Governance,
    ParameterLine,
    Parameters,
    Standing,
    ValueFrom,
    VersionLine,
)
from spec import Told, event_id

EMPTY = story()
"""What every municipality begins with: the five routines as their heads tell."""

SECOND = on("01-26", version_adopted)
"""A second version of NYB, valid from 1 February 2026 to 26 January 2031."""

third = version_adopted.but(
    version="v3", valid_from=date(2026, 6, 1), valid_to=None, replaces=("v2",), parameters=()
)


def versions(
    history: History, *, on: str, routine: str = NYB, **asking: Any
) -> tuple[VersionLine, ...]:
    return asked(Governance(routine=routine, **asking), history, on=on)


def standing(*happened: Told, on: str) -> dict[str, Standing]:
    return {each.version: each.standing for each in versions(story(*happened), on=on)}


# ---------------------------------------------------------------- how versions stand


def test_an_empty_journal_has_the_five_routines_each_with_one_version() -> None:
    listed = asked(Governance(), EMPTY, on="06-01", by=EVA)
    assert {each.routine: (each.standing, each.last_day) for each in listed} == {
        "BYTE": (Standing.IN_FORCE, None),
        "KMSP": (Standing.EXPIRED, date(2025, 11, 10)),
        "KLA": (Standing.IN_FORCE, None),
        "MAN": (Standing.IN_FORCE, None),
        "NYB": (Standing.EXPIRED, date(2025, 11, 10)),
    }
    assert all(each.governs for each in listed), "an expired routine governs until another comes"


def test_a_version_is_coming_then_in_force_then_expired() -> None:
    assert standing(SECOND, on="01-31") == {"v1": Standing.EXPIRED, "v2": Standing.COMING}
    assert standing(SECOND, on="02-01")["v2"] is Standing.IN_FORCE
    assert standing(SECOND, on="2031-01-26")["v2"] is Standing.IN_FORCE
    assert standing(SECOND, on="2031-01-27")["v2"] is Standing.EXPIRED


def test_the_coming_version_governs_from_its_first_day() -> None:
    def governing(when: str) -> list[str]:
        return [each.version for each in versions(story(SECOND), on=when) if each.governs]

    assert governing("01-31") == ["v1"]
    assert governing("02-01") == ["v2"]


def test_a_version_is_replaced_on_the_first_day_of_the_next() -> None:
    happened = (SECOND, on("05-18", third))
    assert standing(*happened, on="05-31")["v2"] is Standing.IN_FORCE
    assert standing(*happened, on="06-01") == {
        "v1": Standing.EXPIRED,
        "v2": Standing.REPLACED,
        "v3": Standing.IN_FORCE,
    }
    assert versions(story(*happened), on="05-31")[1].last_day == date(2026, 5, 31)
    assert versions(story(*happened), on="05-31")[1].replaced_by == "v3"


def test_a_version_that_is_replaced_on_the_day_it_was_to_begin_never_comes_into_force() -> None:
    instead = version_adopted.but(version="v3", replaces=("v2",))
    happened = (SECOND, on("01-28", instead))
    assert standing(*happened, on="02-01") == {
        "v1": Standing.EXPIRED,
        "v2": Standing.REPLACED,
        "v3": Standing.IN_FORCE,
    }
    assert [each.version for each in versions(story(*happened), on="02-01") if each.governs] == [
        "v3"
    ]


def test_that_another_takes_the_place_may_be_told_afterwards() -> None:
    silent = version_adopted.but(replaces=(), valid_from=date(2025, 11, 11))
    replaced = RoutineVersionReplaced(occurred_on=ANY_DAY, version="v1", replaced_by="v2")
    happened = (on("01-26", silent, despite="Sent beslut"), on("2025-11-11", replaced))
    assert standing(*happened, on="02-01")["v1"] is Standing.REPLACED


def test_a_version_is_withdrawn_from_a_day_or_before_it_begins() -> None:
    from_march = RoutineVersionWithdrawn(
        occurred_on=ANY_DAY, version="v2", from_date=date(2026, 3, 1), reason="Skrivs om"
    )
    withdrawn = (SECOND, on("02-16", from_march))
    assert standing(*withdrawn, on="02-28")["v2"] is Standing.IN_FORCE
    assert standing(*withdrawn, on="03-01")["v2"] is Standing.WITHDRAWN
    before_it_begins = from_march.but(from_date=date(2026, 2, 1))
    assert standing(SECOND, on("01-28", before_it_begins), on="02-01")["v2"] is Standing.WITHDRAWN


def test_a_version_that_is_suspended_says_so_from_that_day() -> None:
    suspended = RoutineVersionSuspended(
        occurred_on=ANY_DAY, version="v1", from_date=date(2026, 3, 1), reason="Utgången"
    )
    assert standing(on("02-16", suspended), on="02-28") == {"v1": Standing.EXPIRED}
    assert standing(on("02-16", suspended), on="03-01") == {"v1": Standing.SUSPENDED}
    (resting,) = versions(story(on("02-16", suspended)), on="03-01")
    assert not resting.governs, "nothing that begins is judged by it"


def suspended(version: str, since: date) -> Told:
    fact = RoutineVersionSuspended(
        occurred_on=ANY_DAY, version=version, from_date=since, reason="Följs inte"
    )
    return on("02-16", fact)


def test_a_version_that_is_suspended_and_then_withdrawn_is_withdrawn() -> None:
    given_up = RoutineVersionWithdrawn(
        occurred_on=ANY_DAY, version="v2", from_date=date(2026, 5, 1), reason="Behövs inte"
    )
    happened = (SECOND, suspended("v2", date(2026, 3, 1)), on("04-13", given_up))
    assert standing(*happened, on="04-30")["v2"] is Standing.SUSPENDED
    assert standing(*happened, on="05-01")["v2"] is Standing.WITHDRAWN
    assert not versions(story(*happened), on="05-01")[1].is_to_be_reminded, "nobody is to follow it"


def test_a_version_that_is_suspended_until_another_comes_is_replaced() -> None:
    happened = (SECOND, suspended("v2", date(2026, 3, 1)), on("05-18", third))
    assert standing(*happened, on="05-31")["v2"] is Standing.SUSPENDED
    assert standing(*happened, on="06-01")["v2"] is Standing.REPLACED


def test_versions_are_asked_for_by_routine_and_by_how_they_stand() -> None:
    expired = asked(Governance(standing=Standing.EXPIRED), EMPTY, on="06-01")
    assert [each.routine for each in expired] == ["KMSP", "NYB"]
    assert asked(Governance(routine="DOC"), EMPTY, on="06-01") == ()


# ---------------------------------------------------------------- what is to be done


@pytest.mark.parametrize(
    ("asked_on", "days_left", "is_reminded"),
    [
        ("2030-10-27", 91, False),
        ("2030-10-28", 90, True),
        ("2031-01-26", 0, True),
        ("2031-01-27", None, True),
    ],
)
def test_a_reminder_comes_ninety_days_before_the_last_day_and_stays(
    asked_on: str, days_left: int | None, is_reminded: bool
) -> None:
    second = versions(story(SECOND), on=asked_on)[1]
    assert (second.days_left, second.is_to_be_reminded) == (days_left, is_reminded)
    reminded = versions(story(SECOND), on=asked_on, reminders=True)
    assert ("v2" in [each.version for each in reminded]) is is_reminded


def test_a_version_that_is_suspended_is_reminded_of_as_any_other() -> None:
    resting = story(SECOND, suspended("v2", date(2026, 3, 1)))
    reminded = {
        when: versions(resting, on=when)[1].is_to_be_reminded
        for when in ("2030-10-27", "2030-10-28", "2031-01-27")
    }
    assert list(reminded.values()) == [False, True, True]


def test_a_version_that_another_follows_needs_no_reminder() -> None:
    following = version_adopted.but(
        version="v3",
        decided_on=date(2030, 12, 2),
        valid_from=date(2031, 1, 27),
        valid_to=None,
        replaces=("v2",),
        occurred_on=date(2030, 12, 2),
    )
    happened = story(SECOND, on("2030-12-02", following))
    assert not versions(happened, on="2031-01-26")[1].is_to_be_reminded


@pytest.mark.parametrize(
    ("asked_on", "is_reminded"),
    [("2027-06-23", False), ("2027-06-24", True), ("2027-09-22", True), ("2027-10-01", True)],
)
def test_a_version_without_last_day_is_to_be_looked_over_after_five_years_as_doc_03_says(
    asked_on: str, is_reminded: bool
) -> None:
    (found,) = versions(EMPTY, on=asked_on, routine="BYTE")
    assert (found.look_over_by, found.is_to_be_reminded) == (date(2027, 9, 22), is_reminded)
    line(EMPTY, "DOC-03", {"2027-09-22": "open due 2027-09-22"}, key="v1", of="BYTE")


def test_the_years_until_a_version_is_looked_over_are_the_municipalitys() -> None:
    four_years = PolicyParameterSet(
        occurred_on=ANY_DAY, parameter="routine_review_years", value=4, from_date=date(2022, 1, 1)
    )
    (found,) = versions(story(on("01-12", four_years, of="DOC")), on="06-01", routine="BYTE")
    assert (found.look_over_by, found.is_to_be_reminded) == (date(2026, 9, 22), False)
    (nearer,) = versions(story(on("01-12", four_years, of="DOC")), on="06-24", routine="BYTE")
    assert nearer.is_to_be_reminded


def test_what_the_head_of_a_version_should_say_and_does_not_is_missing() -> None:
    (kla,) = versions(EMPTY, on="06-01", routine="KLA")
    assert (kla.decided_by, kla.decided_on, kla.responsible) == ("", None, "")
    assert kla.missing == (
        "Beslutad av",
        "Beslutad den",
        "Ersätter utgåva",
        "Dokumentansvarig",
    )
    (man,) = versions(EMPTY, on="06-01", routine="MAN")
    assert man.missing == ()


def test_a_coming_version_without_a_decider_says_so_before_it_begins() -> None:
    undecided = on("01-26", version_adopted.but(decided_by=""))
    coming = versions(story(undecided), on="01-27")[1]
    assert (coming.standing, coming.missing) == (Standing.COMING, ("Beslutad av",))


def test_a_decider_who_was_put_right_is_the_one_told() -> None:
    undecided = version_adopted.but(decided_by="")
    put_right = FactCorrected(
        occurred_on=ANY_DAY, corrects=event_id(1), reason="Glömt", replacement=version_adopted
    )
    second = versions(story(on("01-26", undecided), on("01-27", put_right)), on="02-02")[1]
    assert (second.decided_by, second.missing) == ("Verksamhetschef", ())


def test_documents_that_a_routine_refers_to_and_that_are_not_there_are_missing() -> None:
    assert versions(EMPTY, on="06-01")[0].documents_missing == ("NYB-03", "NYB-04")
    process_map = DocumentRegistered(
        occurred_on=ANY_DAY,
        title="Processkarta",
        kept_at="Intranätet",
        provision="NYB-03",
        valid_to=date(2026, 12, 31),
    )
    registered = story(on("02-02", process_map))
    assert versions(registered, on="2026-12-31")[0].documents_missing == ("NYB-04",)
    assert versions(registered, on="2027-01-01")[0].documents_missing == ("NYB-03", "NYB-04")


def test_what_is_missing_of_documents_is_told_once_of_the_version_that_governs() -> None:
    assert [bool(each.documents_missing) for each in versions(story(SECOND), on="06-01")] == [
        False,
        True,
    ]


# ---------------------------------------------------------------- local values


def value(history: History, name: str, *, on: str) -> ParameterLine:
    (found,) = (each for each in asked(Parameters(), history, on=on) if each.parameter == name)
    return found


def told_by(found: ParameterLine) -> tuple[int, ValueFrom, date | None]:
    return found.value, found.value_from, found.since


def setting(when: str, number: int) -> Told:
    fact = PolicyParameterSet(
        occurred_on=day(when),
        parameter="welcome_before_start_days",
        value=number,
        from_date=day(when),
    )
    return on(when, fact)


WELCOME = "welcome_before_start_days"


def test_a_value_is_the_proposed_one_until_another_is_set() -> None:
    happened = story(setting("02-16", 3), setting("04-01", 5))
    assert told_by(value(happened, WELCOME, on="02-15")) == (0, ValueFrom.DEFAULT, None)
    assert told_by(value(happened, WELCOME, on="02-16")) == (
        3,
        ValueFrom.MUNICIPALITY,
        date(2026, 2, 16),
    )
    assert told_by(value(happened, WELCOME, on="06-01")) == (
        5,
        ValueFrom.MUNICIPALITY,
        date(2026, 4, 1),
    )


def test_what_the_governing_version_states_itself_goes_before() -> None:
    happened = story(setting("01-12", 3), SECOND)
    assert version_adopted.parameters == (StatedValue(parameter=WELCOME, value=7),)
    assert told_by(value(happened, WELCOME, on="01-31"))[:2] == (3, ValueFrom.MUNICIPALITY)
    assert told_by(value(happened, WELCOME, on="02-01")) == (
        7,
        ValueFrom.VERSION,
        date(2026, 2, 1),
    )


def test_each_value_says_what_it_counts_its_bounds_and_what_rests_on_it() -> None:
    found = value(EMPTY, "note_days", on="06-01")
    assert (found.routine, found.counts, found.default, found.least, found.most) == (
        "KLA",
        "dagar",
        14,
        0,
        60,
    )
    assert found.provisions == ("KLA-13", "LAW-10")
    of_law = asked(Parameters(routine="LAW"), EMPTY, on="06-01")
    assert [each.parameter for each in of_law] == [
        "non_execution_report_months",
        "plan_review_months",
    ]
