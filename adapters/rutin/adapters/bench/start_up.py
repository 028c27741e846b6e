"""Starting: how long a person waits for the help page, as a whole process."""

import subprocess
import sys

from rutin.adapters.bench.measuring import Work, by_turns
from rutin.adapters.bench.row import Row

GOAL_MS = 400

HELP = "import sys; from rutin.adapters.cli import main; sys.exit(main(['--help']))"
"""What the program `rutin --help` does."""


def help_page(runs: int) -> Row:
    """Measure milliseconds for the help page, beside a Python that does nothing.

    Args:
        runs: How many times.
    """
    measured = by_turns(_process(HELP), _process("pass"), runs)
    low, high = measured.quartiles()
    return Row(
        title="rutin --help, hela processen (bredvid en tom Python)",
        name="help_page",
        value=1000 * measured.seconds,
        unit="ms",
        baseline=1000 * measured.baseline_seconds,
        ratio=None,
        goal=GOAL_MS,
        better="lower",
        spread=(1000 * low, 1000 * high),
    )


def _process(program: str) -> Work:
    def work() -> int:
        subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, check=True)
        return 1

    return work
