"""The law on secrecy, day by day: a relative is told as far as the client consents (OSL 12:2)."""

from datetime import date

import pytest

from assessing import instances, line, on, story
from examples import departure_announced, support_person_appointed
from happenings import (
    ANY_DAY,
    consent_declined,
    consent_given,
    housing_support_order,
    order,
    registered,
)
from rutin.domain.case import ConsentWithdrawn, ContactRegistered
from rutin.domain.support_relationship import ThirdPartyInformed
from spec import Told

told_relative = ThirdPartyInformed(occurred_on=ANY_DAY, party="relative", referral="Jouren")
mother = ContactRegistered(occurred_on=ANY_DAY, contact="mor", role="relative")
sister = mother.but(contact="syster")
taken_back = ConsentWithdrawn(occurred_on=ANY_DAY, consent="mor")

WITHOUT = "breached because act without precondition missing ConsentGranted"

LEAVING = (
    on("01-02", registered),
    on("01-12", housing_support_order),
    on("01-19", support_person_appointed),
    on("02-20", departure_announced),
)
"""A support person who leaves on the last of March."""


def telling(when: str = "03-20", *, fact: ThirdPartyInformed = told_relative) -> Told:
    """Tell that a relative was told, whether or not that was allowed."""
    return on(when, fact, despite="Det hände ändå")


def test_until_a_relative_is_told_it_does_not_apply() -> None:
    told = story(*LEAVING, on("02-21", consent_given), telling())
    line(
        told,
        "LAW-08",
        {
            "01-11": "n/a because not triggered",
            "03-19": "n/a because not triggered",
            "03-20": "absent",
        },
    )
    line(
        story(on("01-12", order)),
        "LAW-08",
        {"01-12": "n/a because not triggered", "12-31": "n/a because not triggered"},
    )


def test_a_relative_is_told_with_a_consent_in_force() -> None:
    told = story(*LEAVING, on("02-21", consent_given), telling())
    line(
        told,
        "LAW-08",
        {"03-19": "absent", "03-20": "met by ThirdPartyInformed", "12-31": "met"},
        key=told_relative,
    )


def test_without_a_consent_it_is_breached_for_good() -> None:
    for before, after in (
        ((), ()),
        ((on("02-21", consent_declined),), ()),
        ((), (on("03-21", consent_given),)),
        ((on("02-21", consent_given.but(recipients=("god_man",))),), ()),
    ):
        told = story(*LEAVING, *before, telling(), *after)
        line(told, "LAW-08", {"03-20": WITHOUT, "12-31": WITHOUT}, key=told_relative)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "when", "stands"),
    [
        ("2026-03-20", None, "03-20", "met"),
        ("2026-03-21", None, "03-20", WITHOUT),
        ("2026-02-21", "2026-03-20", "03-20", "met"),
        ("2026-02-21", "2026-03-19", "03-20", WITHOUT),
        # At most a year, whatever is written.
        ("2025-03-21", None, "03-20", "met"),
        ("2025-03-20", None, "03-20", WITHOUT),
        ("2025-03-20", "2030-01-01", "03-20", WITHOUT),
        ("2027-03-01", None, "2028-02-29", "met"),
        ("2027-02-28", None, "2028-02-28", WITHOUT),
    ],
)
def test_a_consent_covers_its_days_and_a_year_at_most(
    valid_from: str, valid_to: str | None, when: str, stands: str
) -> None:
    last_day = None if valid_to is None else date.fromisoformat(valid_to)
    consent = consent_given.but(valid_from=date.fromisoformat(valid_from), valid_to=last_day)
    told = story(*LEAVING[:3], on("02-21", consent), telling(when))
    line(told, "LAW-08", {when: stands}, key=told_relative)


@pytest.mark.parametrize(
    ("withdrawn", "stands"), [("03-19", WITHOUT), ("03-20", WITHOUT), ("03-21", "met")]
)
def test_the_day_a_consent_is_taken_back_is_not_covered(withdrawn: str, stands: str) -> None:
    happened = [on("02-21", consent_given), on(withdrawn, taken_back), telling()]
    happened.sort(key=lambda each: each.fact.occurred_on)
    told = story(*LEAVING, *happened)
    line(told, "LAW-08", {"03-20": stands, "04-01": stands}, key=told_relative)


def test_a_consent_that_names_a_contact_covers_that_one_alone() -> None:
    to_mother, to_sister = (told_relative.but(contact=who) for who in ("mor", "syster"))
    told = story(
        *LEAVING,
        on("02-21", mother),
        on("02-21", sister),
        on("02-21", consent_given.but(contacts=("mor",))),
        telling(fact=to_mother),
        telling(fact=to_sister),
        telling(),
    )
    line(told, "LAW-08", {"03-20": "met"}, key=to_mother)
    line(told, "LAW-08", {"03-20": WITHOUT}, key=to_sister)
    line(told, "LAW-08", {"03-20": WITHOUT}, key=told_relative)


def test_each_telling_is_judged_by_its_own_day() -> None:
    again = told_relative.but(referral="Kontoret")
    told = story(
        *LEAVING,
        on("02-21", consent_given),
        telling(),
        on("03-21", taken_back),
        telling("03-25", fact=again),
    )
    line(told, "LAW-08", {"03-25": "met"}, key=told_relative)
    line(told, "LAW-08", {"03-24": "absent", "03-25": WITHOUT}, key=again)


@pytest.mark.parametrize("party", ["god_man", "case_officer"])
def test_god_man_and_case_officer_are_told_without_consent(party: str) -> None:
    told = story(*LEAVING, telling(fact=told_relative.but(party=party)))
    line(told, "LAW-08", {"03-20": "n/a because not triggered"})
    assert instances(told, "LAW-08", on="12-31") == ["-"]


def test_a_telling_recorded_later_is_registered_late() -> None:
    told = story(*LEAVING, on("02-21", consent_given), on("03-20", told_relative, recorded="03-21"))
    line(told, "LAW-08", {"03-20": "met registered late"}, key=told_relative)
