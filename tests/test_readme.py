"""What the README shows is what happens."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

README = Path(__file__).parent.parent / "README.md"
BLOCKS = re.findall(
    r"^```(\w*)\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)


def test_the_readme_opens_with_the_two_commands() -> None:
    _, first = BLOCKS[0]
    commands = [line.split("#")[0].strip() for line in first.splitlines()]
    assert commands == ["python3 start.py demo", "python3 start.py check"]


def test_the_quickstart_prints_what_the_readme_says(capsys: pytest.CaptureFixture[str]) -> None:
    (program, printed) = next(
        (code, after) for (language, code), (_, after) in pairwise(BLOCKS) if language == "python"
    )
    assert len([line for line in program.splitlines() if line]) <= 10
    exec(compile(program, "README.md", "exec"), {})  # noqa: S102  # the README's own program
    assert capsys.readouterr().out == printed
