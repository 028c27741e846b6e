"""The most memory that a process of its own uses for a task: with many cases, beside with few."""

import os
import re
import subprocess
import sys
from pathlib import Path
from pkgutil import resolve_name
from typing import Protocol

from rutin.adapters.bench.row import Row
from rutin.adapters.sql.engine import open_engine
from rutin.adapters.sql.journal import SqlJournal


class Task(Protocol):
    """What is done with a journal: a function of a module, which another process finds by name."""

    __name__: str

    def __call__(self, journal: SqlJournal, /) -> object:
        """Do it."""


def most_memory(
    title: str, name: str, task: Task, *, many: SqlJournal, few: SqlJournal, goal: float
) -> Row:
    """Measure the most MB that the task uses, once with each journal.

    Args:
        title: What it is, in Swedish, for whoever reads the table.
        name: The same in a stable form.
        task: What is done.
        many: A journal of many cases.
        few: One of few, beside which it is measured.
        goal: How many times as much memory many cases may take.
    """
    with_many, with_few = (_peak_of_a_process(task, journal) for journal in (many, few))
    ratio = with_many / with_few
    return Row(
        title=title,
        name=name,
        value=with_many,
        unit="MB",
        baseline=with_few,
        ratio=ratio,
        goal=goal,
        better="lower",
        spread=(ratio, ratio),
    )


_MEASURE = "from rutin.adapters.bench.peak_memory import measure; measure()"
_URL = "RUTIN_BENCH_JOURNAL"


def _peak_of_a_process(task: Task, journal: SqlJournal) -> float:
    url = journal.engine.url.render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, f"{task.__module__}:{task.__name__}"],
        env={**os.environ, _URL: url},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return float(done.stdout)


def measure() -> None:
    """Do the task that is named, with the journal of the environment, and write the most MB used."""
    task: Task = resolve_name(sys.argv[1])
    with SqlJournal(open_engine(os.environ[_URL]), b"") as journal:
        task(journal)
    sys.stdout.write(str(peak()))


def peak() -> float:
    """Give the most MB that this process has used.

    Not by `ru_maxrss` on Linux: there it begins at what the process that started this one had used.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (kilobytes,) = re.findall(r"^VmHWM:\s*(\d+) kB$", status.read_text(), re.MULTILINE)
        return int(kilobytes) / 1024
    import resource  # noqa: PLC0415 - Windows has none

    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
