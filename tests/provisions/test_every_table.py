"""Every judged provision has a table, and its tables show each status that its clock can give."""

import importlib.util
import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

import assessing
from rutin.adapters.catalogue.provision_tables import TABLES_OF
from rutin.domain.assessment.finding import Status
from rutin.domain.assessment.provision_set import SHIPPED

HERE = Path(__file__).parent

OPEN, MET, OVERDUE, BREACHED, LIFTED = Status

BY_CLOCK: Mapping[str, tuple[Status, ...]] = {
    "MS": tuple(Status),
    "DL": tuple(Status),
    "PER": tuple(Status),
    "STD": tuple(Status),
    "RX": (OPEN, MET, BREACHED, LIFTED),
    "PRE": (OPEN, MET, BREACHED, LIFTED),
    "SEQ": (OPEN, MET, BREACHED, LIFTED),
    "ROLE": (MET, BREACHED, LIFTED),
}
"""What each clock can give (rules 1.0). A field goes by the clock of its parent."""

OTHERWISE: Mapping[str, tuple[Status, ...]] = {
    "KLA-01b": (OPEN, MET, LIFTED),  # nothing waits for it
    "KLA-02a": tuple(Status),  # the local time can make it overdue
    "KLA-11a": (MET, BREACHED, LIFTED),  # what triggers it decides it
    "KLA-11b": tuple(Status),  # open from the order, due by the execution
    "KLA-11c": tuple(Status),
    "KLA-11d": tuple(Status),  # the local time can make it overdue
    "KLA-13": tuple(Status),  # the local time never breaches, one that a version states does
    "BYTE-14": tuple(Status),  # a field of three
    "KMSP-02": (OPEN, MET, OVERDUE, LIFTED),  # how often is local policy
    "KMSP-07": tuple(Status),  # a field of an appointment, which is no provision
    "KMSP-10": (OPEN, MET, OVERDUE, LIFTED),  # the month is local policy
    "KMSP-14": (OPEN, MET, OVERDUE, LIFTED),  # a recommendation
    "LAW-02": (OPEN, MET, OVERDUE, LIFTED),
    "LAW-03": (OPEN, MET, LIFTED),  # the close of a case breaks no law
    "LAW-04": (OPEN, MET, OVERDUE, LIFTED),
    "LAW-08": (MET, BREACHED, LIFTED),  # what triggers it decides it
    "LAW-10": (OPEN, MET, OVERDUE, LIFTED),
    "LAW-11": (OPEN, MET, LIFTED),
    "LAW-12": (MET, OVERDUE, LIFTED),  # a recommendation, once there is a plan
    "LAW-13": (MET, LIFTED),  # the dispute itself stands beside the note
    "LAW-15": (OPEN, OVERDUE, LIFTED),  # no act disposes of a case yet
    "LAW-16": (MET, LIFTED),
    "LAW-18": (OPEN, MET, LIFTED),  # what an extract says of itself
    "LAW-27": (OPEN, MET, LIFTED),  # no order is received without it
    "LAW-30": (OPEN, MET, OVERDUE, LIFTED),
    "DOC-01": (OPEN, MET, OVERDUE),  # a routine's head: it can always be mended
    "DOC-02": (OPEN, MET, OVERDUE, LIFTED),
    "DOC-03": tuple(Status),  # by a decision, or by the years without one
    "DOC-05": tuple(Status),
    "DOC-06": (OPEN, MET, OVERDUE),
    **dict.fromkeys(("KMSP-18", "NYB-03", "NYB-04"), (OPEN, MET, OVERDUE)),  # likewise
    "NYB-07g": (OPEN, MET, LIFTED),  # never required
}
"""What a provision can give besides its clock, or cannot."""


@cache
def played() -> Mapping[str, frozenset[tuple[str, Status]]]:
    """Play every table, and give what each file shows: provisions, each with statuses."""
    shown = {}
    for path in sorted(HERE.glob("test_*.py")):
        if path != Path(__file__):
            assessing.SHOWN.clear()
            for table in tables_in(path):
                with suppress(Exception):  # a table that is wrong fails where it stands
                    table()
            shown[path.name] = frozenset(assessing.SHOWN)
    return shown


def tables_in(path: Path) -> Iterator[Callable[[], None]]:
    """Give the tests of a file, each with every set of arguments that it is written for."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, test in vars(module).items():
        if name.startswith("test_") and inspect.isfunction(test):
            for arguments in _arguments(test):
                yield partial(test, **arguments)


def _arguments(test: Any) -> Iterator[dict[str, Any]]:
    """Give every set of arguments that a test is parametrized with; an empty one if it is not."""
    choices = [list(_sets_of(*mark.args[:2])) for mark in getattr(test, "pytestmark", ())]
    for chosen in itertools.product(*choices):
        yield {name: value for each in chosen for name, value in each.items()}


def _sets_of(names: str | tuple[str, ...], values: Any) -> Iterator[dict[str, Any]]:
    several = names.split(",") if isinstance(names, str) else names
    for value in values:
        given = value.values if hasattr(value, "values") and hasattr(value, "marks") else value
        yield dict(zip(several, given if len(several) > 1 else (given,), strict=True))


def statuses_of(clock: str) -> tuple[Status, ...]:
    """Give what a clock can give, as the page writes it: "MS(…)", "FIELD av KLA-04", a sum."""
    if "summan av" in clock:
        return tuple(Status)
    head = clock.partition("(")[0]
    if head.startswith("FIELD av "):
        parent = head.removeprefix("FIELD av ").partition(",")[0]
        return OTHERWISE.get(parent) or statuses_of(SHIPPED.clock_of(parent) or "")
    return BY_CLOCK[head]


JUDGED = [each.id for each in SHIPPED.all if SHIPPED.clock_of(each.id)]

each_judged = pytest.mark.parametrize("provision", JUDGED)


@each_judged
def test_every_judged_provision_has_a_table_where_the_page_says_so(provision: str) -> None:
    told = [name for name, provisions in TABLES_OF.items() if provision in provisions]
    assert len(told) == 1, "Name the file of its tables in provision_tables.py"
    assert provision in {shown for shown, _ in played()[told[0]]}


@each_judged
def test_every_status_that_its_clock_can_give_is_shown(provision: str) -> None:
    clock = SHIPPED.clock_of(provision)
    assert clock
    possible = set(OTHERWISE.get(provision) or statuses_of(clock))
    shown = {status for each in played().values() for name, status in each if name == provision}
    assert shown == possible


def test_the_tables_named_are_tables_of_provisions() -> None:
    assert set(TABLES_OF) <= set(played())
    assert {each for provisions in TABLES_OF.values() for each in provisions} <= set(JUDGED)
