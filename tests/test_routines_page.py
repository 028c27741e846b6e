"""docs/routines.md: current, and with every provision there is."""

from pathlib import Path

import pytest

from rutin.adapters.catalogue import routines_page
from rutin.adapters.catalogue.provision_tables import tables_of
from rutin.adapters.catalogue.routines_page import REGENERATE, TITLES
from rutin.domain.assessment import Kind, Provision
from rutin.domain.assessment.provision_set import NOT_JUDGED, SHIPPED

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "routines.md"
TEXT = routines_page()
ROWS = {line.split(" | ")[0].removeprefix("| "): line for line in TEXT.splitlines() if "|" in line}

every_provision = pytest.mark.parametrize("provision", SHIPPED.all, ids=lambda each: each.id)


def test_the_page_is_what_the_catalogue_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == TEXT, f"Write it anew: {REGENERATE}"


@every_provision
def test_every_provision_stands_there_with_its_place(provision: Provision) -> None:
    row = ROWS[provision.id]
    assert provision.english in row
    for citation in provision.citations:
        assert f"{citation.source}` {citation.line_reference}" in row or citation.source in row


@every_provision
def test_a_provision_is_judged_or_shown_or_says_why_it_is_not(provision: Provision) -> None:
    clock = SHIPPED.clock_of(provision.id)
    if clock is None:
        assert provision.kind is Kind.VALUE or provision.id in NOT_JUDGED
        assert f"| not judged: {SHIPPED.why_not_judged(provision.id)} |" in ROWS[provision.id]
    else:
        assert provision.kind is not Kind.VALUE
        assert provision.id not in NOT_JUDGED
        assert f"| {clock} |" in ROWS[provision.id]


@every_provision
def test_the_tables_named_are_there(provision: Provision) -> None:
    for path in tables_of(provision.id):
        assert (ROOT / path).is_file()
        assert f"(../{path})" in ROWS[provision.id]


def test_every_id_begins_with_a_routine_on_the_page() -> None:
    assert {each.id.partition("-")[0] for each in SHIPPED.all} == set(TITLES)
