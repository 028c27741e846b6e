"""Expected findings as files: tables that say how each provision stands, from which day on.

A file beside a scenario tells, in Markdown, what the documents say of it. Its headings name what is
assessed: "## case/K-1", "## routine/NYB", or "## case/K-9Y, what if NYB v2". Each table under a
heading holds a row a change:

    | Provision    | Instance | From       | Status    | Due        | Missing         | Reason |
    | ------------ | -------- | ---------- | --------- | ---------- | --------------- | ------ |
    | KLA-10       | round-1  |            | open      |            | MatchRegistered |        |
    |              |          | 2026-02-17 | met, late | 2026-02-16 |                 |        |

A blank first or second cell repeats the row above; a blank day is from the very beginning. Of a
provision that is named, every instance is told, by its key; one that an act triggered goes by the
id of that act's command, and one that several relationships have goes by its key and theirs.
Columns that a table leaves out are not compared.

Each day is asked as of that day, and as it was known when that day was over.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from recording import Recording
from rutin.application import Finding, Recorded, Rutin, WhatIf
from rutin.domain.assessment.finding import EVER
from rutin.domain.values import stockholm_date

GONE = "–"
"""The status from the day on which there is no such instance any more."""

Cells = Mapping[str, str]
"""What a table tells of an instance on a day, by column."""

Instance = tuple[str, str]
"""A provision, and which instance of it."""

_DAY = timedelta(days=1)
_STOCKHOLM = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True)
class Row:
    """How instances of some provisions stand, from a day on."""

    provisions: tuple[str, ...]
    instance: str
    since: date
    cells: Cells


@dataclass(frozen=True)
class Table:
    """Rows with the same columns."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def provisions(self) -> frozenset[str]:
        """The provisions that the table speaks for."""
        return frozenset(provision for row in self.rows for provision in row.provisions)

    def on(self, day: date) -> dict[Instance, Cells]:
        """Give how every instance is expected to stand on a day."""
        standing: dict[Instance, Cells] = {}
        for row in sorted(self.rows, key=lambda row: row.since):
            if row.since <= day:
                standing |= {(provision, row.instance): row.cells for provision in row.provisions}
        return {of: cells for of, cells in standing.items() if cells["Status"] != GONE}


@dataclass(frozen=True)
class Scenario:
    """A file of commands, and beside it the file of what is expected of them."""

    path: Path

    def __str__(self) -> str:
        return self.path.stem

    @cached_property
    def text(self) -> str:
        """The file of what is expected."""
        return self.path.with_suffix(".md").read_text(encoding="utf-8")

    @cached_property
    def refused(self) -> frozenset[str]:
        """The commands that are said to be refused: "Refused: `G2-payment-too-early`."."""
        told = " ".join(re.findall(r"^Refused: (.*)$", self.text, re.MULTILINE))
        return frozenset(re.findall(r"`([^`]+)`", told))

    @cached_property
    def rutin(self) -> Rutin:
        """Everything recorded, but for what is refused, which is exactly what is said to be."""
        recording = Recording().record_file(self.path)
        assert recording.refused.keys() == self.refused, recording.refused
        return recording.rutin

    @cached_property
    def facts(self) -> tuple[Recorded, ...]:
        """Everything recorded, in order."""
        return self.rutin.journal.since(0, 10_000)

    @cached_property
    def days(self) -> frozenset[date]:
        """Each day of the text outside the tables."""
        prose = re.sub(r"^\|.*$", "", self.text, flags=re.MULTILINE)
        return frozenset(map(date.fromisoformat, re.findall(r"\d{4}-\d\d-\d\d", prose)))

    @property
    def questions(self) -> Iterator["Question"]:
        """What is asked: a question for each heading."""
        parts = re.split(r"^## (.*)$", self.text, flags=re.MULTILINE)
        for heading, body in zip(parts[1::2], parts[2::2], strict=True):
            yield Question(self, heading.strip(), tuple(_tables(body)))


@dataclass(frozen=True)
class Question:
    """What is assessed, what is supposed, and what is expected."""

    scenario: Scenario
    heading: str
    tables: tuple[Table, ...]

    def __str__(self) -> str:
        return f"{self.scenario}: {self.heading}"

    @property
    def rows(self) -> Iterator[Row]:
        """Every row of the tables."""
        return (row for table in self.tables for row in table.rows)

    @property
    def subject(self) -> str:
        """What is assessed, as "case/K-1"."""
        return self.heading.partition(", ")[0]

    @property
    def supposed(self) -> WhatIf | None:
        """What is supposed: a version of a routine, or the value of a parameter."""
        _, _, told = self.heading.partition(", what if ")
        if not told:
            return None
        name, value = told.split()
        if value.isdigit():
            return WhatIf(versions={}, parameters={name: int(value)})
        return WhatIf(versions={name: value}, parameters={})

    @property
    def days(self) -> list[date]:
        """Each day of the text or of a change, the day before and after; each day of recording.

        Of a case, from the day on which something is known of it.
        """
        told = self.scenario.days | {row.since for row in self.rows} - {EVER}
        around = {day + n * _DAY for day in told for n in (-1, 0, 1)}
        if self.subject.startswith("routine/"):
            return sorted(around)
        own = (fact for fact in self.scenario.facts if fact.stream == self.subject)
        first = min(stockholm_date(fact.recorded_at) for fact in own)
        recorded = {stockholm_date(fact.recorded_at) for fact in self.scenario.facts}
        return sorted(day for day in around | recorded if day >= first)

    def differences(self) -> Iterator[str]:
        """Give a line for each instance that stands otherwise than expected on a day."""
        for day in self.days:
            found = self._found(day)
            for table in self.tables:
                expected = table.on(day)
                shown = {
                    of: {column: cells[column] for column in table.columns}
                    for of, cells in found.items()
                    if of[0] in table.provisions
                }
                for of in sorted(expected.keys() | shown.keys()):
                    if expected.get(of) != shown.get(of):
                        yield (
                            f"{day} {of[0]} {of[1]}: expected {_told(expected.get(of))}, "
                            f"found {_told(shown.get(of))}"
                        )

    def _found(self, day: date) -> dict[Instance, Cells]:
        kind, _, reference = self.subject.partition("/")
        findings = [
            finding
            for finding in self.scenario.rutin.assess(
                reference if kind == "case" else None,
                as_of=day,
                known_at=datetime.combine(day, time.max, _STOCKHOLM),
                what_if=self.supposed,
            )
            if kind == "case" or finding.course.subject == self.subject
        ]
        commands = {str(fact.event_id): fact.command_id for fact in self.scenario.facts}
        times = Counter((f.provision.id, f.course.key) for f in findings)
        return {
            (
                f.provision.id,
                commands.get(f.course.key, f.course.key)
                + (
                    f" {f.course.subject.partition('/')[2]}"
                    if times[f.provision.id, f.course.key] > 1
                    else ""
                ),
            ): _cells(f)
            for f in findings
        }


def _cells(finding: Finding) -> Cells:
    state = finding.state
    told = (state.status.value, "late" * state.late, "registered late" * state.late_registered)
    return {
        "Status": ", ".join(filter(None, told)).replace("_", " "),
        "Due": state.due.isoformat() if state.due else "",
        "Missing": ", ".join(state.missing),
        "Reason": state.reason.swedish if state.reason else "",
        "Since": finding.since.isoformat() if finding.since else "",
        "Version": finding.routine_version,
        "Routine": finding.routine_status.replace("_", " "),
        "Severity": finding.severity.value,
    }


def _told(cells: Cells | None) -> str:
    return ", ".join(filter(None, cells.values())) if cells else "no such instance"


def _tables(body: str) -> Iterator[Table]:
    """Read the tables of a part of the file."""
    for block in re.findall(r"(?:^\|.*\n)+", body, re.MULTILINE):
        header, _, *lines = (_split(line) for line in block.splitlines())
        yield Table(tuple(header[3:]), tuple(_rows(header, lines)))


def _split(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _rows(header: list[str], lines: Iterable[list[str]]) -> Iterator[Row]:
    provisions, instance = "", ""
    for line in lines:
        told = dict(zip(header, line, strict=True))
        if told["Provision"]:
            provisions, instance = told["Provision"], told["Instance"]
        instance = told["Instance"] or instance
        yield Row(
            tuple(provisions.split(", ")),
            instance,
            date.fromisoformat(told["From"]) if told["From"] else EVER,
            {column: told[column] for column in header[3:]},
        )
