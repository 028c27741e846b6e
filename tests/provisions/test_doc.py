"""The routines themselves, day by day: who decided them, how long they hold, what they refer to (r.7–18)."""

from datetime import date

import pytest

from assessing import day, finding, instances, line, on, story
from examples import version_adopted
from happenings import ANY_DAY
from rutin.domain.assessment.finding import Severity
from rutin.domain.routine import (
    DocumentRegistered,
    PolicyParameterSet,
    RoutineVersionAdopted,
    RoutineVersionReplaced,
    RoutineVersionWithdrawn,
)
from spec import Told

EMPTY = story()
"""What every municipality begins with: the five routines as the heads of their documents tell."""

second_until_further_notice = version_adopted.but(valid_to=None, parameters=())
replaced = RoutineVersionReplaced(occurred_on=ANY_DAY, version="v1", replaced_by="v2")
withdrawn = RoutineVersionWithdrawn(
    occurred_on=ANY_DAY, version="v1", from_date=date(2026, 3, 1), reason="Skrivs om"
)


def adopted(when: str, fact: RoutineVersionAdopted, *, of: str = "NYB") -> Told:
    """Tell an adoption; a version that no routine allows is told with the reason."""
    return on(when, fact, of=of, despite="Beslutet är redan fattat")


# ---------------------------------------------------------------- DOC-01: who decided, and when


@pytest.mark.parametrize(
    ("routine", "first_day", "eve"),
    [
        ("BYTE", "2022-09-22", "2022-09-21"),
        ("KMSP", "2020-11-10", "2020-11-09"),
        ("MAN", "2022-11-11", "2022-11-10"),
        ("NYB", "2020-11-10", "2020-11-09"),
    ],
)
@pytest.mark.parametrize("provision", ["DOC-01", "DOC-06"])
def test_a_head_that_tells_all_it_should_is_met(
    provision: str, routine: str, first_day: str, eve: str
) -> None:
    line(EMPTY, provision, {eve: "open", first_day: "met", "12-31": "met"}, key="v1", of=routine)


def test_the_head_of_kla_has_placeholders_for_what_it_should_tell() -> None:
    line(
        EMPTY,
        "DOC-01",
        {
            "2023-09-06": "open missing decided_by, decided_on due 2023-09-06",
            "2023-09-07": "overdue missing decided_by, decided_on",
            "12-31": "overdue",
        },
        key="v1",
        of="KLA",
    )
    for provision, told in (("DOC-05", "replaces"), ("DOC-06", "responsible")):
        line(
            EMPTY,
            provision,
            {"2023-09-06": "open", "2023-09-07": f"overdue missing {told} due 2023-09-06"},
            key="v1",
            of="KLA",
        )


@pytest.mark.parametrize(
    ("provision", "blank", "wanting"),
    [
        ("DOC-01", {"decided_by": ""}, "decided_by"),
        ("DOC-01", {"decided_on": None}, "decided_on"),
        ("DOC-06", {"responsible": ""}, "responsible"),
        ("DOC-05", {"replaces": ()}, "replaces"),
    ],
)
def test_a_version_that_leaves_a_line_blank_is_overdue_from_the_day_after_its_first(
    provision: str, blank: dict[str, object], wanting: str
) -> None:
    case = story(adopted("01-26", version_adopted.but(**blank)))
    line(
        case,
        provision,
        {
            "01-25": "absent",
            "01-26": f"open missing {wanting} due 2026-02-01",
            "02-01": "open",
            "02-02": f"overdue missing {wanting}",
        },
        key="v2",
        of="NYB",
    )


@pytest.mark.parametrize("provision", ["DOC-01", "DOC-05", "DOC-06"])
def test_a_version_that_tells_all_is_met_from_its_first_day(provision: str) -> None:
    line(
        story(adopted("01-26", version_adopted)),
        provision,
        {
            "01-25": "absent",
            "01-26": "open",
            "01-31": "open",
            "02-01": "met by RoutineVersionAdopted",
        },
        key="v2",
        of="NYB",
    )


# ---------------------------------------------------------------- DOC-02: replaced in time


@pytest.mark.parametrize("routine", ["KMSP", "NYB"])
def test_a_version_with_a_last_day_is_overdue_from_the_day_after_until_it_is_replaced(
    routine: str,
) -> None:
    line(
        EMPTY,
        "DOC-02",
        {
            "2025-11-10": "open missing RoutineVersionReplaced due 2025-11-10",
            "2025-11-11": "overdue missing RoutineVersionReplaced due 2025-11-10",
            "2031-01-01": "overdue",
        },
        key="v1",
        of=routine,
    )


@pytest.mark.parametrize(
    ("valid_from", "replaced_on", "stands"),
    [
        ("2025-11-01", "2025-11-01", "met"),
        ("2025-11-11", "2025-11-10", "met"),  # not a day between them
        ("2025-11-12", "2025-11-12", "met late"),
        ("2026-02-01", "2026-02-01", "met late"),
    ],
)
def test_replaced_without_a_day_between_it_is_in_time_and_later_late(
    valid_from: str, replaced_on: str, stands: str
) -> None:
    successor = version_adopted.but(
        occurred_on=date(2025, 10, 1),
        decided_on=date(2025, 10, 1),
        valid_from=date.fromisoformat(valid_from),
        valid_to=None,
        parameters=(),
    )
    line(
        story(adopted("2025-10-01", successor)),
        "DOC-02",
        {replaced_on: f"{stands} due 2025-11-10 by RoutineVersionAdopted", "06-01": stands},
        key="v1",
        of="NYB",
    )


def test_a_version_that_does_not_say_so_itself_replaces_when_that_is_told() -> None:
    silent = version_adopted.but(replaces=())
    case = story(adopted("01-26", silent))
    line(case, "DOC-02", {"02-01": "overdue"}, key="v1", of="NYB")
    case = story(adopted("01-26", silent), on("02-01", replaced, of="NYB"))
    line(case, "DOC-02", {"01-31": "overdue", "02-01": "met late"}, key="v1", of="NYB")


@pytest.mark.parametrize("routine", ["BYTE", "KLA", "MAN"])
def test_a_version_until_further_notice_is_not_replaced_by_a_day(routine: str) -> None:
    lasting = "n/a because until further notice"
    line(EMPTY, "DOC-02", {"2023-01-01": lasting, "2031-01-01": lasting}, key="v1", of=routine)


def test_a_version_that_is_to_hold_for_five_years_is_replaced_by_the_end_of_them() -> None:
    line(
        story(adopted("01-26", version_adopted)),
        "DOC-02",
        {
            "01-25": "absent",
            "01-26": "open due 2031-01-26",
            "2031-01-26": "open",
            "2031-01-27": "overdue",
        },
        key="v2",
        of="NYB",
    )


def test_a_version_withdrawn_before_its_last_day_needs_no_successor() -> None:
    other = version_adopted.but(valid_to=date(2026, 12, 31))
    case = story(adopted("01-26", other), on("02-20", withdrawn.but(version="v2"), of="NYB"))
    line(
        case,
        "DOC-02",
        {
            "02-28": "open",
            "03-01": "n/a because version withdrawn",
            "2027-01-01": "n/a because version withdrawn",
        },
        key="v2",
        of="NYB",
    )


def test_an_edition_from_before_the_one_that_every_municipality_begins_with_is_replaced_by_it() -> (
    None
):
    earlier = version_adopted.but(
        version="v0", valid_from=date(2015, 11, 10), valid_to=date(2020, 11, 9), replaces=()
    )
    by_v1 = on("01-27", replaced.but(version="v0", replaced_by="v1"), of="NYB")
    case = story(adopted("01-26", earlier), by_v1)
    line(case, "DOC-02", {"01-27": "met due 2020-11-09", "12-31": "met"}, key="v0", of="NYB")


@pytest.mark.parametrize(
    ("provision", "version"),
    [("DOC-02", version_adopted), ("DOC-03", second_until_further_notice)],
)
def test_a_version_withdrawn_before_it_began_is_neither_replaced_nor_looked_over(
    provision: str, version: RoutineVersionAdopted
) -> None:
    never_begun = withdrawn.but(version="v2", from_date=date(2026, 1, 30))
    case = story(adopted("01-26", version), on("01-28", never_begun, of="NYB"))
    line(
        case,
        provision,
        {"01-28": "n/a because version withdrawn", "2031-02-01": "n/a because version withdrawn"},
        key="v2",
        of="NYB",
    )


# ---------------------------------------------------------------- DOC-03: at most five years


@pytest.mark.parametrize("routine", ["KMSP", "NYB"])
def test_five_years_to_the_day_are_not_too_long(routine: str) -> None:
    line(EMPTY, "DOC-03", {"2020-11-10": "met", "12-31": "met"}, key="v1", of=routine)


@pytest.mark.parametrize(
    ("valid_to", "stands"),
    [
        (date(2031, 1, 26), "open"),
        (date(2031, 1, 27), "breached because act without precondition by RoutineVersionAdopted"),
    ],
)
def test_a_version_adopted_for_longer_breaks_it_for_good(valid_to: date, stands: str) -> None:
    case = story(adopted("01-26", version_adopted.but(valid_to=valid_to)))
    later = "met" if stands == "open" else stands
    line(case, "DOC-03", {"01-25": "absent", "01-26": stands, "02-01": later}, key="v2", of="NYB")


@pytest.mark.parametrize(
    ("routine", "due", "after"),
    [
        ("BYTE", "2027-09-22", "2027-09-23"),
        ("MAN", "2027-11-11", "2027-11-12"),
        ("KLA", "2028-09-06", "2028-09-07"),
    ],
)
def test_a_version_without_last_day_should_be_looked_over_within_five_years(
    routine: str, due: str, after: str
) -> None:
    line(
        EMPTY,
        "DOC-03",
        {due: f"open due {due}", after: "overdue", "2040-01-01": "overdue"},
        key="v1",
        of=routine,
    )
    found = finding(EMPTY, "DOC-03", on=after, key="v1", of=routine)
    assert found is not None
    assert found.severity is Severity.ADVISORY
    assert [used.name for used in found.parameters] == ["routine_review_years"]


@pytest.mark.parametrize(("decided", "stands"), [("2027-09-22", "met"), ("2027-09-23", "met late")])
def test_it_is_looked_over_when_its_successor_is_decided(decided: str, stands: str) -> None:
    successor = second_until_further_notice.but(
        occurred_on=day(decided), decided_on=day(decided), valid_from=date(2028, 1, 1)
    )
    line(
        story(adopted(decided, successor, of="BYTE")),
        "DOC-03",
        {"2027-09-21": "open", decided: f"{stands} by RoutineVersionAdopted", "2028-01-01": stands},
        key="v1",
        of="BYTE",
    )


def test_a_version_withdrawn_is_not_to_be_looked_over() -> None:
    line(
        story(on("02-20", withdrawn, of="BYTE")),
        "DOC-03",
        {
            "02-28": "open",
            "03-01": "n/a because version withdrawn",
            "2028-01-01": "n/a because version withdrawn",
        },
        key="v1",
        of="BYTE",
    )


def test_the_local_time_for_looking_over_may_be_shorter() -> None:
    four_years = PolicyParameterSet(
        occurred_on=ANY_DAY,
        parameter="routine_review_years",
        value=4,
        from_date=date(2022, 1, 1),
    )
    line(
        story(on("01-12", four_years, of="DOC")),
        "DOC-03",
        {"09-22": "open due 2026-09-22", "09-23": "overdue"},
        key="v1",
        of="BYTE",
    )


def test_the_time_for_looking_over_is_that_of_the_day_it_was_decided() -> None:
    four_years = PolicyParameterSet(
        occurred_on=ANY_DAY,
        parameter="routine_review_years",
        value=4,
        from_date=second_until_further_notice.valid_from,
    )
    case = story(
        on("01-12", four_years, of="DOC"), adopted("01-26", second_until_further_notice, of="BYTE")
    )
    line(case, "DOC-03", {"02-01": "open due 2031-01-26"}, key="v2", of="BYTE")
    found = finding(case, "DOC-03", on="02-01", key="v2", of="BYTE")
    assert found is not None
    assert [used.value for used in found.parameters] == [5]


# ---------------------------------------------------------------- DOC-05: what it replaces


@pytest.mark.parametrize("routine", ["KMSP", "NYB"])
def test_a_head_that_names_what_it_replaces_is_met(routine: str) -> None:
    line(EMPTY, "DOC-05", {"2020-11-09": "open", "2020-11-10": "met"}, key="v1", of=routine)


@pytest.mark.parametrize("routine", ["BYTE", "MAN"])
def test_a_first_version_replaces_none(routine: str) -> None:
    line(EMPTY, "DOC-05", {"2023-01-01": "n/a because first version"}, key="v1", of=routine)


def test_a_version_that_holds_at_the_same_time_as_one_it_does_not_replace_breaks_it() -> None:
    overlapping = second_until_further_notice.but(replaces=())
    line(
        story(adopted("01-26", overlapping, of="BYTE")),
        "DOC-05",
        {"01-25": "absent", "01-26": "breached because act without precondition"},
        key="v2",
        of="BYTE",
    )


# ---------------------------------------------------------------- documents it refers to

REFERRING = {"KMSP-18": "KMSP", "NYB-03": "NYB", "NYB-04": "NYB"}

every_reference = pytest.mark.parametrize(("provision", "routine"), REFERRING.items())


def document(provision: str, valid_to: date | None = None) -> DocumentRegistered:
    return DocumentRegistered(
        occurred_on=ANY_DAY,
        title="Processkarta",
        kept_at="Intranätet",
        valid_to=valid_to,
        provision=provision,
    )


@every_reference
def test_a_document_no_one_has_registered_is_overdue_from_the_routines_first_day(
    provision: str, routine: str
) -> None:
    line(
        EMPTY,
        provision,
        {
            "2020-11-09": "open missing DocumentRegistered",
            "2020-11-10": "overdue missing DocumentRegistered gaps 2020-11-10–",
            "12-31": "overdue",
        },
        of=routine,
    )


@every_reference
def test_a_registered_document_is_there_as_long_as_it_is_valid(
    provision: str, routine: str
) -> None:
    line(
        story(on("01-12", document(provision, date(2026, 6, 30)), of=routine)),
        provision,
        {
            "01-11": "overdue",
            "01-12": "met by DocumentRegistered gaps 2020-11-10–2026-01-11",
            "06-30": "met",
            "07-01": "overdue gaps 2020-11-10–2026-01-11, 2026-07-01–",
        },
        of=routine,
    )
    line(
        story(on("01-12", document(provision), of=routine)),
        provision,
        {"2040-01-01": "met"},
        of=routine,
    )


@every_reference
def test_a_document_of_another_provision_is_not_the_one_referred_to(
    provision: str, routine: str
) -> None:
    other = "NYB-04" if provision == "NYB-03" else "NYB-03"
    case = story(on("01-12", document(other), of="NYB"))
    line(case, provision, {"01-12": "overdue"}, of=routine)


@every_reference
def test_a_new_edition_cures_the_gap(provision: str, routine: str) -> None:
    line(
        story(
            on("01-12", document(provision, date(2026, 6, 30)), of=routine),
            on("08-03", document(provision), of=routine),
        ),
        provision,
        {"07-01": "overdue", "08-03": "met gaps 2020-11-10–2026-01-11, 2026-07-01–2026-08-02"},
        of=routine,
    )


@pytest.mark.parametrize("routine", ["BYTE", "KLA", "KMSP", "MAN", "NYB"])
def test_each_version_is_judged_by_itself(routine: str) -> None:
    assert instances(EMPTY, "DOC-01", on="01-12", of=routine) == ["v1"]
    case = story(adopted("01-26", second_until_further_notice, of=routine))
    assert instances(case, "DOC-01", on="01-25", of=routine) == ["v1"]
    assert instances(case, "DOC-01", on="01-26", of=routine) == ["v1", "v2"]
