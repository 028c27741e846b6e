"""The routine: its versions and how long each is valid, its values, its schedule, and what if."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from examples import (
    ADAM,
    EVA,
    FEB_1,
    FEB_3,
    FEB_12,
    FEB_16,
    IMPORTER,
    JAN_2,
    JAN_12,
    JAN_19,
    JAN_26,
    KARIN,
    MAR_2,
    MAR_20,
    NYB,
    K,
    order_received,
    version_adopted,
)
from rutin.application import Forbidden, Rutin, RutinError
from rutin.application.reading import read_command, read_instruction
from rutin.domain.act import Fact
from rutin.domain.actor import Actor
from rutin.domain.case_file import case_file
from rutin.domain.refusal import Impossible, Malformed
from rutin.domain.routine import (
    CorrectRoutineFact,
    DocumentRegistered,
    FactCorrected,
    PolicyParameterSet,
    Presentation,
    Routine,
    RoutineBook,
    RoutineVersion,
    RoutineVersionAdopted,
    RoutineVersionReplaced,
    RoutineVersionSuspended,
    RoutineVersionWithdrawn,
    StatedValue,
    UnitMeetingScheduled,
)
from rutin.domain.routine.facts import CorrectableRoutineFact
from rutin.domain.routines.catalogue import provision
from rutin.domain.routines.parameters import PARAMETERS, Parameter
from spec import Told, event_id, given, history, to_record, told

A_DAY = timedelta(days=1)

NOV_10 = date(2025, 11, 10)
NOV_11 = date(2025, 11, 11)
JAN_31 = date(2026, 1, 31)
LAST_LAWFUL = date(2031, 1, 26)

kla_v2 = RoutineVersionAdopted(
    occurred_on=JAN_12, version="v2", valid_from=FEB_1, decided_on=JAN_12, replaces=("v1",)
)
kla_v3 = RoutineVersionAdopted(
    occurred_on=JAN_26, version="v3", valid_from=MAR_2, decided_on=JAN_26, replaces=("v2",)
)
own_routine = RoutineVersionAdopted(
    occurred_on=JAN_12, version="2026-1", valid_from=JAN_19, replaces=("2019-05-01",)
)
replaced = RoutineVersionReplaced(occurred_on=FEB_1, version="v1", replaced_by="v2")
withdrawn = RoutineVersionWithdrawn(occurred_on=JAN_19, version="v1", from_date=FEB_12)
suspended = RoutineVersionSuspended(
    occurred_on=JAN_19, version="v1", from_date=FEB_12, reason="Rutinen har gått ut"
)
week_before = PolicyParameterSet(
    occurred_on=JAN_12, parameter="welcome_before_start_days", value=7, from_date=FEB_1
)
scheduled = UnitMeetingScheduled(occurred_on=JAN_19, unit="syd", meeting_on=FEB_16, cases=(K,))
process_map = DocumentRegistered(
    occurred_on=JAN_12, title="Processkarta", kept_at="Ledningssystemet", provision="NYB-03"
)


def of_kla(fact: Fact) -> Told:
    return told(fact, of="KLA")


def of_man(fact: Fact) -> Told:
    return told(fact, of="MAN")


def book(*facts: Fact | Told) -> RoutineBook:
    return history(*facts).routine_book


def standing(*facts: Fact | Told, routine: str = "KLA") -> dict[str, RoutineVersion]:
    return {version.name: version for version in book(*facts).versions(routine)}


def governing(*facts: Fact | Told, routine: str = "KLA") -> Callable[[date], str]:
    those = book(*facts)
    return lambda day: those.governing(routine, day).name


# ---------------------------------------------------------------- the five that are shipped


@pytest.mark.parametrize(
    ("routine", "decided_on", "valid_from", "valid_to", "replaces"),
    [
        ("BYTE", date(2022, 9, 22), date(2022, 9, 22), None, ()),
        ("KMSP", date(2020, 11, 10), date(2020, 11, 10), NOV_10, ("2020-04-02",)),
        ("KLA", None, date(2023, 9, 6), None, ()),
        ("MAN", date(2022, 11, 11), date(2022, 11, 11), None, ()),
        ("NYB", date(2020, 11, 10), date(2020, 11, 10), NOV_10, ("2020-04-09",)),
    ],
)
def test_an_empty_journal_has_the_five_routines_as_their_heads_describe_them(
    routine: str,
    decided_on: date | None,
    valid_from: date,
    valid_to: date | None,
    replaces: tuple[str, ...],
) -> None:
    (version,) = book().versions(routine)
    assert version.name == "v1"
    assert (version.decided_on, version.valid_from) == (decided_on, valid_from)
    assert (version.valid_to, version.last_day) == (valid_to, valid_to)
    assert version.replaces == replaces
    assert book().governing(routine, JAN_12) == version


def test_the_five_are_all_there_is_before_a_municipality_adds_its_own() -> None:
    assert set(book().routines) == {"BYTE", "KMSP", "KLA", "MAN", "NYB"}


def test_who_decided_and_who_answers_is_stated_but_where_the_head_has_placeholders() -> None:
    silent = {
        routine
        for routine in book().routines
        for version in book().versions(routine)
        if not (version.decided_by and version.responsible)
    }
    assert silent == {"KLA"}


def test_the_change_of_support_person_is_for_housing_support_until_another_scope_is_adopted() -> (
    None
):
    (version,) = book().versions("BYTE")
    assert version.scope == ("housing_support",)


@pytest.mark.parametrize("routine", ["NYB", "KMSP"])
def test_a_routine_with_a_last_day_is_expired_from_the_day_after_it(routine: str) -> None:
    those = book()
    version = those.governing(routine, NOV_11)
    assert those.status(version, NOV_10) == "in_force"
    assert those.status(version, NOV_11) == "expired"


def test_a_day_before_every_version_is_governed_by_the_first() -> None:
    assert governing()(date(2019, 1, 1)) == "v1"


# ---------------------------------------------------------------- adopting


def test_a_version_is_adopted() -> None:
    given().when(to_record(version_adopted)).then(version_adopted)


def test_a_new_version_governs_from_its_first_day_and_ends_the_one_it_replaces() -> None:
    v1, v2 = standing(of_kla(kla_v2)).values()
    assert (v1.last_day, v2.last_day) == (JAN_31, None)
    assert (v1.replaced_by, v1.replaced_on) == ("v2", FEB_1)
    on = governing(of_kla(kla_v2))
    assert (on(JAN_31), on(FEB_1)) == ("v1", "v2")


def test_between_an_expired_version_and_the_next_the_expired_one_governs() -> None:
    on = governing(version_adopted, routine=NYB)
    assert (on(NOV_10), on(NOV_11), on(JAN_31), on(FEB_1)) == ("v1", "v1", "v1", "v2")


@pytest.mark.parametrize("name", ["v1", "2020-04-09"])
def test_a_version_takes_no_name_that_was_used_even_by_an_edition_before_rutin(name: str) -> None:
    given().when(to_record(version_adopted.but(version=name))).then_impossible(
        "already_exists", field="version", provision="DOC-05"
    )


def test_a_version_replaces_only_those_that_there_are() -> None:
    given().when(to_record(version_adopted.but(replaces=("v1", "v7")))).then_impossible(
        "unknown_reference",
        field="replaces",
        provision="DOC-05",
        saying="Utgåva v7 finns inte att ersätta. NYB har v1.",
    )
    neither = version_adopted.but(replaces=("v7", "v8"))
    given().when(to_record(neither)).then_impossible(
        "unknown_reference",
        field="replaces",
        provision="DOC-05",
        saying="Utgåva v7, v8 finns inte att ersätta.",
    )


def test_no_version_replaces_itself() -> None:
    given().when(to_record(own_routine.but(replaces=("2026-1",)), of="BOST")).then_impossible(
        "unknown_reference",
        field="replaces",
        provision="DOC-05",
        saying="Utgåva 2026-1 finns inte att ersätta. BOST har ingen utgåva än.",
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_to": "2026-01-31"}, "valid_to"),
        ({"decided_on": "2026-01-27"}, "occurred_on"),
    ],
)
def test_dates_in_the_wrong_order_are_malformed(changes: dict[str, Any], field: str) -> None:
    data = to_record(version_adopted).model_dump(mode="json") | changes
    with pytest.raises(Malformed) as refusal:
        read_command("AdoptRoutineVersion", data)
    assert [problem.field for problem in refusal.value.problems] == [field]


# ---------------------------------------------------------------- five years at most (DOC-03)


def test_a_version_is_valid_for_five_years_from_the_decision_and_no_day_more() -> None:
    given().when(to_record(version_adopted.but(valid_to=LAST_LAWFUL))).then(
        version_adopted.but(valid_to=LAST_LAWFUL)
    )
    given().when(to_record(version_adopted.but(valid_to=LAST_LAWFUL + A_DAY))).then_refused(
        "DOC-03", saying="senast till och med 2031-01-26"
    )


def test_the_five_years_are_counted_from_the_decision_not_from_the_first_day() -> None:
    too_long = version_adopted.but(valid_to=date(2031, 2, 1))
    given().when(to_record(too_long)).then_refused("DOC-03")


def test_a_version_adopted_some_days_after_the_decision_is_counted_from_the_decision() -> None:
    earlier = version_adopted.but(decided_on=JAN_19, valid_to=LAST_LAWFUL)
    given().when(to_record(earlier)).then_refused("DOC-03", saying="2031-01-19")


def test_decided_on_a_leap_day_the_limit_is_the_last_of_february() -> None:
    leap_day = date(2028, 2, 29)
    adopted = version_adopted.but(
        occurred_on=leap_day, decided_on=leap_day, valid_from=leap_day, valid_to=date(2033, 3, 1)
    )
    given().when(to_record(adopted)).then_refused("DOC-03", saying="2033-02-28")


def test_where_the_decision_is_not_dated_the_day_of_adoption_counts() -> None:
    adopted = version_adopted.but(decided_on=None, valid_to=LAST_LAWFUL + A_DAY)
    given().when(to_record(adopted)).then_refused("DOC-03", saying="2031-01-26")


def test_a_version_until_further_notice_has_no_limit() -> None:
    endless = version_adopted.but(valid_to=None)
    given().when(to_record(endless)).then(endless)


def test_the_refusal_cites_the_line_that_says_five_years() -> None:
    assert provision("DOC-03").citation.line_reference == "r.16"


# ---------------------------------------------------------------- no two at once (DOC-05)


def test_a_version_that_overlaps_one_it_does_not_name_is_refused() -> None:
    silent = kla_v2.but(replaces=())
    given().when(to_record(silent, of="KLA")).then_refused("DOC-05", saying="Utgåva v1 gäller")


@pytest.mark.parametrize(("begins", "refused"), [(NOV_10, True), (NOV_11, False)])
def test_a_version_may_begin_the_day_after_the_last_ended(begins: date, refused: bool) -> None:
    silent = version_adopted.but(replaces=(), valid_from=begins)
    when = given().when(to_record(silent))
    if refused:
        when.then_refused("DOC-05")
    else:
        when.then(silent)


@pytest.mark.parametrize(
    ("ends", "refused"), [(date(2020, 11, 10), True), (date(2020, 11, 9), False)]
)
def test_an_older_version_ends_before_the_first_day_of_the_next(ends: date, refused: bool) -> None:
    begins = date(2020, 1, 1)
    older = version_adopted.but(decided_on=begins, valid_from=begins, valid_to=ends, replaces=())
    when = given().when(to_record(older))
    if refused:
        when.then_refused("DOC-05")
    else:
        when.then(older)


def test_a_version_that_never_comes_into_force_is_overlapped_by_none() -> None:
    v2_withdrawn = withdrawn.but(version="v2", from_date=FEB_1)
    v3 = kla_v3.but(replaces=("v1",))
    given(of_kla(kla_v2), of_kla(v2_withdrawn)).when(to_record(v3, of="KLA")).then(v3)


def test_all_that_is_wrong_is_named_in_catalogue_order() -> None:
    wrong = kla_v2.but(replaces=(), valid_to=date(2031, 6, 1))
    given().when(to_record(wrong, of="KLA")).then_refused("DOC-03", "DOC-05")


def test_every_version_that_is_overlapped_must_be_named() -> None:
    early = kla_v3.but(valid_from=JAN_31, replaces=("v2",))
    given(of_kla(kla_v2)).when(to_record(early, of="KLA")).then_refused(
        "DOC-05", saying="Utgåva v1 gäller"
    )
    neither = early.but(replaces=())
    given(of_kla(kla_v2)).when(to_record(neither, of="KLA")).then_refused(
        "DOC-05", saying="Utgåva v1, v2 gäller samtidigt."
    )
    both = early.but(replaces=("v1", "v2"))
    given(of_kla(kla_v2)).when(to_record(both, of="KLA")).then(both)


def test_an_overlap_that_was_adopted_all_the_same_ends_the_earlier_one() -> None:
    silent = kla_v2.but(replaces=())
    v1, v2 = standing(of_kla(silent)).values()
    assert (v1.last_day, v1.replaced_on, v2.valid_from) == (JAN_31, None, FEB_1)


def test_of_two_versions_with_the_same_first_day_the_later_adopted_holds() -> None:
    again = kla_v3.but(valid_from=FEB_1)
    versions = standing(of_kla(kla_v2), of_kla(again))
    assert versions["v2"].void
    assert governing(of_kla(kla_v2), of_kla(again))(FEB_1) == "v3"


def test_a_version_replaced_before_it_began_never_comes_into_force() -> None:
    instead = kla_v3.but(valid_from=JAN_31, replaces=("v1", "v2"))
    versions = standing(of_kla(kla_v2), of_kla(instead))
    assert versions["v2"].void
    assert versions["v1"].last_day == JAN_31 - A_DAY
    assert governing(of_kla(kla_v2), of_kla(instead))(MAR_2) == "v3"


def test_of_two_versions_that_name_the_same_the_earlier_replaces_it() -> None:
    versions = standing(of_kla(kla_v2), of_kla(kla_v3.but(replaces=("v1", "v2"))))
    assert (versions["v1"].replaced_by, versions["v1"].replaced_on) == ("v2", FEB_1)


def test_a_chain_of_versions_each_ends_the_one_before() -> None:
    versions = standing(of_kla(kla_v2), of_kla(kla_v3))
    assert [versions[name].last_day for name in ("v1", "v2", "v3")] == [
        JAN_31,
        date(2026, 3, 1),
        None,
    ]


# ---------------------------------------------------------------- replaced, withdrawn, suspended


def test_a_replacement_is_recorded_on_the_first_day_of_the_new_version() -> None:
    given(version_adopted).when(to_record(replaced)).then(replaced)
    given(version_adopted).when(to_record(replaced.but(occurred_on=FEB_3))).then_impossible(
        "wrong_day", field="occurred_on", provision="DOC-05"
    )


def test_a_replacement_tells_what_the_new_version_did_not() -> None:
    silent = version_adopted.but(replaces=())
    assert standing(silent, routine=NYB)["v1"].replaced_on is None
    v1 = standing(silent, replaced, routine=NYB)["v1"]
    assert (v1.replaced_by, v1.replaced_on) == ("v2", FEB_1)


def test_a_version_is_replaced_once() -> None:
    given(version_adopted, replaced).when(to_record(replaced)).then_impossible(
        "already_replaced", field="version", provision="DOC-05"
    )


def test_an_older_version_replaces_no_newer_one() -> None:
    backwards = RoutineVersionReplaced(occurred_on=FEB_1, version="v2", replaced_by="v1")
    given(version_adopted).when(to_record(backwards)).then_impossible(
        "wrong_order", field="replaced_by", provision="DOC-05"
    )


def test_no_version_replaces_one_that_begins_the_same_day() -> None:
    twin = version_adopted.but(version="v3", replaces=())
    given(version_adopted, twin).when(
        to_record(replaced.but(version="v2", replaced_by="v3"))
    ).then_impossible("wrong_order", field="replaced_by", provision="DOC-05")


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        (replaced.but(version="v7"), "version"),
        (replaced.but(replaced_by="v7"), "replaced_by"),
        (withdrawn.but(version="v7"), "version"),
        (suspended.but(version="v7"), "version"),
    ],
)
def test_nothing_becomes_of_a_version_that_there_is_not(fact: Fact, field: str) -> None:
    given(version_adopted).when(to_record(fact)).then_impossible("unknown_reference", field=field)


def test_a_withdrawn_version_is_valid_through_the_day_before() -> None:
    given().when(to_record(withdrawn, of="KLA")).then(withdrawn)
    (v1,) = standing(of_kla(withdrawn)).values()
    assert v1.last_day == FEB_12 - A_DAY
    assert (v1.status(FEB_12 - A_DAY), v1.status(FEB_12)) == ("in_force", "expired")
    assert governing(of_kla(withdrawn))(MAR_2) == "v1"


def test_a_version_withdrawn_before_it_began_leaves_the_one_it_was_to_replace() -> None:
    v2_withdrawn = withdrawn.but(version="v2", from_date=FEB_1)
    versions = standing(of_kla(kla_v2), of_kla(v2_withdrawn))
    assert versions["v2"].void
    assert versions["v2"].status(JAN_2) == "expired"
    assert (versions["v1"].last_day, versions["v1"].replaced_by) == (None, None)
    assert governing(of_kla(kla_v2), of_kla(v2_withdrawn))(MAR_2) == "v1"


def test_where_every_version_is_withdrawn_before_it_begins_the_first_is_gone_by() -> None:
    v1_withdrawn = withdrawn.but(from_date=standing()["v1"].valid_from)
    v2_withdrawn = of_kla(withdrawn.but(version="v2", from_date=FEB_1))
    told_of = (of_kla(v1_withdrawn), of_kla(kla_v2), v2_withdrawn)
    assert all(version.void for version in standing(*told_of).values())
    assert governing(*told_of)(MAR_2) == "v1"


def test_a_version_is_withdrawn_once() -> None:
    given(withdrawn).when(to_record(withdrawn)).then_impossible(
        "already_withdrawn", field="version", provision="DOC-04"
    )


@pytest.mark.parametrize("days", [(FEB_12, MAR_2), (MAR_2, FEB_12)])
def test_told_twice_the_earlier_day_counts(days: tuple[date, date]) -> None:
    (v1,) = standing(*(of_kla(withdrawn.but(from_date=day)) for day in days)).values()
    assert v1.last_day == FEB_12 - A_DAY


def test_a_version_is_suspended_once() -> None:
    given(suspended).when(to_record(suspended)).then_impossible(
        "already_suspended", field="version", provision="DOC-02"
    )


def test_a_suspended_version_still_governs_and_says_so_from_its_day() -> None:
    given().when(to_record(suspended)).then(suspended)
    v1 = book(suspended).governing(NYB, MAR_2)
    assert v1.name == "v1"
    assert (v1.is_suspended_on(FEB_12 - A_DAY), v1.is_suspended_on(FEB_12)) == (False, True)
    assert v1.status(NOV_10) == "in_force"
    assert v1.status(FEB_12 - A_DAY) == "expired"
    assert v1.status(FEB_12) == "suspended"


def test_a_suspension_needs_a_reason() -> None:
    data = to_record(suspended).model_dump(mode="json") | {"reason": " "}
    with pytest.raises(Malformed):
        read_command("SuspendRoutineVersion", data)


# ---------------------------------------------------------------- whatever happens to versions


DAYS = [JAN_2 + timedelta(days=n) for n in range(12)]
NAMES = ["v2", "v3", "v4"]

days = st.sampled_from(DAYS)
names = st.sampled_from(["v1", *NAMES])
adoptions = st.builds(
    lambda name, begins, length, replaces: RoutineVersionAdopted(
        occurred_on=JAN_2,
        version=name,
        valid_from=begins,
        valid_to=None if length is None else begins + length * A_DAY,
        replaces=tuple(replaces),
    ),
    st.sampled_from(NAMES),
    days,
    st.none() | st.integers(0, 9),
    st.lists(names, max_size=2, unique=True),
)
becomings: st.SearchStrategy[Fact] = st.one_of(
    st.builds(RoutineVersionWithdrawn, occurred_on=days, version=names, from_date=days),
    st.builds(
        RoutineVersionSuspended,
        occurred_on=days,
        version=names,
        from_date=days,
        reason=st.just("Ses över"),
    ),
    st.builds(RoutineVersionReplaced, occurred_on=days, version=names, replaced_by=names),
)
happenings = st.tuples(
    st.lists(adoptions, max_size=3, unique_by=lambda adopted: adopted.version),
    st.lists(becomings, max_size=4),
).map(lambda both: [*both[0], *both[1]])
every_day = [JAN_2 + timedelta(days=n) for n in range(-3, 30)]

RANK = {"in_force": 0, "expired": 1, "suspended": 2}


@any_of(happenings)
def test_no_two_versions_are_valid_on_one_day_whatever_was_recorded(facts: list[Fact]) -> None:
    versions = book(*map(of_kla, facts)).versions("KLA")
    for day in every_day:
        assert sum(version.overlaps(day, day) for version in versions) <= 1


@any_of(happenings)
def test_one_version_governs_each_day_and_it_is_the_valid_one_if_there_is_one(
    facts: list[Fact],
) -> None:
    those = book(*map(of_kla, facts))
    for day in every_day:
        governs = those.governing("KLA", day)
        valid = [version for version in those.versions("KLA") if version.overlaps(day, day)]
        assert valid in ([], [governs])
        begun = [v for v in those.versions("KLA") if not v.void and v.valid_from <= day]
        assert not begun or governs.valid_from == max(v.valid_from for v in begun)


@any_of(happenings)
def test_a_version_goes_from_in_force_to_expired_to_suspended_and_never_back(
    facts: list[Fact],
) -> None:
    for version in book(*map(of_kla, facts)).versions("KLA"):
        ranks = [RANK[version.status(day)] for day in every_day]
        assert ranks == sorted(ranks)
        for day in every_day:
            if version.overlaps(day, day):
                assert version.status(day) in ("in_force", "suspended")


@any_of(st.lists(adoptions, max_size=3, unique_by=lambda adopted: adopted.version))
def test_a_version_adopted_without_deviation_shortens_none_that_it_does_not_name(
    adopted: list[RoutineVersionAdopted],
) -> None:
    recorded: list[Fact | Told] = []
    for fact in adopted:
        before = standing(*recorded)
        try:
            given(*recorded).when(to_record(fact, of="KLA")).then(fact)
        except RutinError:
            continue
        recorded.append(of_kla(fact))
        after = standing(*recorded)
        for name in before.keys() - set(fact.replaces):
            assert after[name].last_day == before[name].last_day
            assert after[name].void == before[name].void


# ---------------------------------------------------------------- which routine


def test_a_municipality_begins_a_routine_of_its_own_with_its_first_version() -> None:
    given().when(to_record(own_routine, of="BOST")).then(own_routine)
    those = book(told(own_routine, of="BOST"))
    assert those.governing("BOST", FEB_1).name == "2026-1"
    assert set(those.routines) == {"BYTE", "KMSP", "KLA", "MAN", "NYB", "BOST"}


def test_a_routine_of_its_own_may_be_spelt_as_the_municipality_likes() -> None:
    given().when(to_record(own_routine, of="skola")).then(own_routine)


@pytest.mark.parametrize("key", ["nyb", "Kla"])
def test_a_shipped_routine_in_small_letters_is_no_new_one(key: str) -> None:
    given().when(to_record(version_adopted, of=key)).then_impossible(
        "unknown_reference", field="routine"
    )


@pytest.mark.parametrize("key", ["DOC", "LAW", "law"])
def test_what_is_no_routine_has_no_versions(key: str) -> None:
    given().when(to_record(version_adopted, of=key)).then_impossible(
        "not_a_routine", field="routine"
    )


@pytest.mark.parametrize(
    "fact",
    [replaced, withdrawn, suspended, scheduled, process_map],
    ids=lambda fact: type(fact).__name__,
)
def test_nothing_becomes_of_a_routine_that_there_is_not(fact: Fact) -> None:
    given(order_received).when(to_record(fact, of="BOST")).then_impossible(
        "unknown_reference", field="routine"
    )


# ---------------------------------------------------------------- local values


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_a_value_is_set_within_its_bounds_and_never_outside(parameter: Parameter) -> None:
    def setting(value: int) -> PolicyParameterSet:
        return week_before.but(parameter=parameter.name, value=value)

    for value in (parameter.least, parameter.most):
        given().when(to_record(setting(value), of=parameter.routine)).then(setting(value))
    for value in (parameter.least - 1, parameter.most + 1):
        given().when(to_record(setting(value), of=parameter.routine)).then_malformed(
            ("out_of_bounds", "value", parameter.provisions[0])
        )


def test_a_parameter_that_there_is_not_is_refused_with_the_one_that_was_meant() -> None:
    misspelt = week_before.but(parameter="welcome_before_start_day")
    given().when(to_record(misspelt)).then_malformed(("unknown_parameter", "parameter", None))
    with pytest.raises(Malformed, match="Menade du welcome_before_start_days"):
        Routine.named(NYB).refuse_impossible(misspelt)


def test_a_parameter_is_set_where_it_belongs() -> None:
    given().when(to_record(week_before, of="KLA")).then_malformed(
        ("parameter_of_another_routine", "parameter", "NYB-06")
    )


def test_a_version_states_no_value_out_of_bounds_none_of_another_routine_and_none_twice() -> None:
    week = StatedValue(parameter="welcome_before_start_days", value=7)
    note = StatedValue(parameter="note_days", value=7)
    stated = version_adopted.but(parameters=(week.but(value=61), note, week))
    given().when(to_record(stated)).then_malformed(
        ("out_of_bounds", "parameters.0.value", "NYB-06"),
        ("parameter_of_another_routine", "parameters.1.parameter", "KLA-13"),
        ("stated_twice", "parameters.2.parameter", None),
    )


def welcome(those: RoutineBook, on: date, version: str = "v1") -> int:
    (governs,) = (each for each in those.versions(NYB) if each.name == version)
    return those.policy(governs).value("welcome_before_start_days", on)


def test_a_value_holds_from_its_day_and_before_it_the_default() -> None:
    assert [welcome(book(week_before), day) for day in (JAN_31, FEB_1)] == [0, 7]


def test_of_two_values_the_one_with_the_later_first_day_counts_in_whatever_order_they_were_told() -> (
    None
):
    later = week_before.but(value=10, from_date=FEB_12)
    for told_first, told_last in ((week_before, later), (later, week_before)):
        those = book(told_first, told_last)
        assert [welcome(those, day) for day in (FEB_3, FEB_12)] == [7, 10]


def test_of_two_values_for_the_same_day_the_one_told_last_counts() -> None:
    assert welcome(book(week_before, week_before.but(value=3)), FEB_1) == 3


def test_what_a_version_states_goes_before_what_the_municipality_has_set() -> None:
    those = book(version_adopted, week_before.but(value=3, from_date=MAR_2))
    assert [welcome(those, MAR_20, version) for version in ("v1", "v2")] == [3, 7]


def test_the_law_has_local_values_too_and_no_version() -> None:
    yearly = week_before.but(parameter="plan_review_months", value=6)
    those = book(told(yearly, of="LAW"))
    assert [those.policy().value("plan_review_months", day) for day in (JAN_31, FEB_1)] == [12, 6]
    with pytest.raises(KeyError):
        those.governing("LAW", FEB_1)


# ---------------------------------------------------------------- the rolling schedule


def test_a_case_is_presented_at_the_meetings_it_is_scheduled_for() -> None:
    given(order_received).when(to_record(scheduled, of="MAN")).then(scheduled)
    later = scheduled.but(meeting_on=MAR_20, cases=("K2", K))
    those = book(order_received, of_man(later), of_man(scheduled))
    told_on = scheduled.occurred_on
    assert those.meetings(K) == (Presentation(FEB_16, told_on), Presentation(MAR_20, told_on))
    assert those.meetings("K2") == (Presentation(MAR_20, told_on),)
    assert those.meetings("K3") == ()


def test_a_meeting_told_anew_has_the_latest_list_from_that_day_on() -> None:
    anew = scheduled.but(occurred_on=JAN_26, cases=("K2",))
    those = book(of_man(anew), of_man(scheduled))
    assert those.meetings(K) == (Presentation(FEB_16, scheduled.occurred_on, until=JAN_26),)
    assert those.meetings("K2") == (Presentation(FEB_16, JAN_26),)


def test_a_meeting_told_anew_with_the_same_case_goes_on_as_it_was() -> None:
    anew = scheduled.but(occurred_on=JAN_26, cases=(K, "K2"))
    those = book(of_man(scheduled), of_man(anew))
    assert those.meetings(K) == (Presentation(FEB_16, scheduled.occurred_on),)


def test_another_units_meeting_on_the_same_day_is_another_meeting() -> None:
    those = book(of_man(scheduled), of_man(scheduled.but(unit="norr", cases=("K2",))))
    known = scheduled.occurred_on
    assert those.meetings(K) == (Presentation(FEB_16, known),)
    assert those.meetings("K2") == (Presentation(FEB_16, known),)


def test_the_schedule_can_be_that_of_an_earlier_moment() -> None:
    those = book(of_man(scheduled))
    assert those.scheduled_as_in(book()).meetings(K) == ()
    assert book().scheduled_as_in(those).meetings(K) == those.meetings(K)
    own = told(own_routine, of="HEM")  # of which nothing was known at that moment
    assert book(of_man(scheduled), own).scheduled_as_in(those).meetings(K) == those.meetings(K)


def test_no_case_is_scheduled_that_there_is_not() -> None:
    given(order_received).when(to_record(scheduled.but(cases=(K, "K9")), of="MAN")).then_impossible(
        "unknown_reference", field="cases"
    )


# ---------------------------------------------------------------- documents referred to


def test_a_document_is_found_by_the_provision_that_refers_to_it() -> None:
    given().when(to_record(process_map)).then(process_map)
    assert book(process_map).documents("NYB-03") == (process_map,)
    assert book(process_map).documents("NYB-04") == ()


@pytest.mark.parametrize("provision_id", ["NYB-99", "KMSP-18"])
def test_a_document_is_referred_to_by_a_provision_of_the_routine_or_of_none(
    provision_id: str,
) -> None:
    given().when(to_record(process_map.but(provision=provision_id))).then_impossible(
        "unknown_reference", field="provision"
    )
    given().when(to_record(process_map.but(provision=None))).then(process_map.but(provision=None))


def test_the_provisions_of_a_routine_of_its_own_are_the_municipalitys_to_name() -> None:
    own = process_map.but(provision="BOST-3")
    given(told(own_routine, of="BOST")).when(to_record(own, of="BOST")).then(own)


# ---------------------------------------------------------------- corrections


def correcting(**changes: Any) -> CorrectRoutineFact:
    return CorrectRoutineFact(
        routine=NYB,
        occurred_on=FEB_1,
        corrects=event_id(1),
        reason="Fel",
        changes=changes or None,
    )


def corrected(replacement: CorrectableRoutineFact | None) -> FactCorrected:
    return FactCorrected(
        occurred_on=FEB_1, corrects=event_id(1), reason="Fel", replacement=replacement
    )


def test_a_version_that_was_never_adopted_gives_the_days_back() -> None:
    given(version_adopted).when(correcting()).then(corrected(None))
    assert book(version_adopted, corrected(None)).versions(NYB) == book().versions(NYB)


def test_a_correction_sets_no_value_out_of_bounds() -> None:
    given(week_before).when(correcting(value=60)).then(corrected(week_before.but(value=60)))
    given(week_before).when(correcting(value=61)).then_malformed(
        ("out_of_bounds", "value", "NYB-06")
    )


def test_a_corrected_version_is_judged_beside_the_others_not_beside_itself() -> None:
    later = version_adopted.but(valid_from=MAR_2)
    given(version_adopted).when(correcting(valid_from="2026-03-02")).then(corrected(later))
    given(version_adopted).when(correcting(replaces=["v7"])).then_impossible(
        "unknown_reference", field="replaces", provision="DOC-05"
    )
    on = governing(version_adopted, corrected(later), routine=NYB)
    assert (on(FEB_1), on(MAR_2)) == ("v1", "v2")


def test_a_version_keeps_its_name() -> None:
    given(version_adopted).when(correcting(version="v3")).then_impossible(
        "identity_changed", field="changes.version"
    )


# ---------------------------------------------------------------- what if


def test_what_if_another_version_governed_whatever_the_day() -> None:
    those = book(version_adopted)
    supposed = those.what_if(versions={NYB: "v2"})
    assert supposed.governing(NYB, JAN_19).name == "v2"
    assert supposed.governing("KLA", JAN_19).name == "v1"
    assert (
        supposed.policy(supposed.governing(NYB, JAN_19)).value("welcome_before_start_days", JAN_19)
        == 7
    )
    assert those.governing(NYB, JAN_19).name == "v1"


def test_what_if_a_value_were_another_whatever_is_set_or_stated() -> None:
    those = book(version_adopted, week_before.but(value=3))
    supposed = those.what_if(parameters={"welcome_before_start_days": 14})
    assert [welcome(supposed, MAR_2, version) for version in ("v1", "v2")] == [14, 14]
    assert [welcome(those, MAR_2, version) for version in ("v1", "v2")] == [3, 7]


def test_one_what_if_is_laid_over_another() -> None:
    both = (
        book(version_adopted)
        .what_if(versions={NYB: "v2"})
        .what_if(parameters={"note_days": 5})
        .what_if(parameters={"first_contact_days": 3})
    )
    assert both.governing(NYB, JAN_19).name == "v2"
    assert both.policy().value("note_days", JAN_19) == 5
    assert both.policy().value("first_contact_days", JAN_19) == 3


@pytest.mark.parametrize(
    ("versions", "parameters", "code", "field"),
    [
        ({"ABC": "v1"}, {}, "unknown_reference", "versions"),
        ({"NYB": "v9"}, {}, "unknown_reference", "versions.NYB"),
        ({}, {"note_day": 5}, "unknown_parameter", "parameters.note_day"),
        ({}, {"note_days": 61}, "out_of_bounds", "parameters.note_days"),
    ],
)
def test_a_what_if_names_what_there_is(
    versions: dict[str, str], parameters: dict[str, int], code: str, field: str
) -> None:
    with pytest.raises(RutinError) as refusal:
        book(version_adopted).what_if(versions=versions, parameters=parameters)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == (code, field)


# ---------------------------------------------------------------- docs/routine-versions.md

PAGE = Path(__file__).parent.parent / "docs" / "routine-versions.md"


def test_the_page_tells_of_the_shipped_versions_as_they_are() -> None:
    rows = [row.split("|")[1:-1] for row in PAGE.read_text("utf-8").splitlines() if "|" in row]
    told = {cells[0]: cells[1:] for cells in ([cell.strip() for cell in row] for row in rows)}
    for (version,) in map(book().versions, book().routines):
        decided, begins, ends, replaces, _ = told[version.routine]
        assert decided == (str(version.decided_on) if version.decided_on else "")
        assert begins.partition(",")[0] == str(version.valid_from)
        assert ends == (str(version.last_day) if version.last_day else "tills vidare")
        assert replaces == ", ".join(version.replaces)


def test_the_lines_on_the_page_are_recorded_as_they_stand() -> None:
    municipality = rutin()
    lines = re.findall(r"```json\n(.+)\n```", PAGE.read_text("utf-8"))
    for line in lines:
        instruction, command = read_instruction(line)
        municipality.handle(command, instruction.by)
    assert municipality.journal.head() == len(lines) == 4


# ---------------------------------------------------------------- through the application


def rutin() -> Rutin:
    return Rutin(clock=lambda: datetime(2026, 2, 2, 10, tzinfo=UTC))


OWNERS = [KARIN, IMPORTER]


@pytest.mark.parametrize(
    ("fact", "permitted"),
    [
        (version_adopted, OWNERS),
        (withdrawn, OWNERS),
        (suspended, OWNERS),
        (process_map, OWNERS),
        (week_before, [*OWNERS, EVA]),
    ],
    ids=lambda each: type(each).__name__,
)
@pytest.mark.parametrize("by", [KARIN, IMPORTER, EVA, ADAM], ids=lambda actor: actor.role)
def test_the_quality_developer_owns_the_routines_and_a_manager_sets_values_of_the_unit(
    fact: Fact, permitted: list[Actor], by: Actor
) -> None:
    if by in permitted:
        assert rutin().handle(to_record(fact), by).fact == fact
    else:
        with pytest.raises(Forbidden):
            rutin().handle(to_record(fact), by)


def test_the_application_reads_every_routine_also_those_of_its_own() -> None:
    municipality = rutin()
    municipality.handle(to_record(version_adopted), KARIN)
    municipality.handle(to_record(own_routine, of="BOST"), KARIN)
    municipality.handle(to_record(order_received), ADAM)
    municipality.handle(to_record(scheduled, of="MAN"), EVA)
    those = municipality.routines()
    assert those.governing(NYB, FEB_1).name == "v2"
    assert those.governing("BOST", FEB_1).name == "2026-1"
    assert those.meetings(K) == (Presentation(FEB_16, scheduled.occurred_on),)


def test_a_what_if_leaves_the_journal_as_it_was() -> None:
    municipality = rutin()
    municipality.handle(to_record(version_adopted), KARIN)
    head = municipality.journal.head()
    municipality.routines().what_if(versions={NYB: "v2"}, parameters={"note_days": 5})
    assert municipality.journal.head() == head


@pytest.mark.parametrize("reference", ["routine/NYB", "NYB"])
def test_a_routine_has_a_timeline(reference: str) -> None:
    municipality = rutin()
    municipality.handle(to_record(version_adopted), KARIN)
    municipality.handle(to_record(replaced), KARIN)
    timeline = municipality.timeline(reference)
    assert timeline.reference == "routine/NYB"
    assert [entry.title for entry in timeline.entries] == ["Utgåva antagen", "Utgåva ersatt"]


def test_a_shipped_routine_has_a_timeline_before_anything_is_recorded_of_it() -> None:
    assert rutin().timeline("KLA").entries == ()
    with pytest.raises(Impossible):
        rutin().timeline("routine/BOST")


def test_what_is_recorded_of_a_routine_is_no_part_of_a_case() -> None:
    everything = history(order_received, version_adopted, of_man(scheduled))
    assert [r.stream for r in case_file(everything, K).recorded] == [f"case/{K}"]
