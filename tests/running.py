"""Running the program as its users do: in a folder of its own, once on each database."""

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rutin.adapters.cli import main


@dataclass(frozen=True)
class Ran:
    """What a run of the program gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Run:
    """Runs the program through its entry point."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    @property
    def database(self) -> str:
        """The URL of the database that is used when nothing else is said."""
        return os.environ.get("RUTIN_DATABASE_URL", "sqlite:///rutin.db")

    def __call__(self, *words: str) -> Ran:
        self._capsys.readouterr()
        status = main(words)
        captured = self._capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(status, captured.out, captured.err)


@pytest.fixture(params=["sqlite", "postgresql"])
def run(
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run the program in a folder of its own, once on each database.

    That is the file rutin.db, where nothing is said, or what RUTIN_DATABASE_URL says.
    """
    monkeypatch.chdir(tmp_path)
    for name in ("RUTIN_DATABASE_URL", "RUTIN_SIGNING_KEY", "RUTIN_SIGNING_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    if request.param == "postgresql":
        monkeypatch.setenv("RUTIN_DATABASE_URL", request.getfixturevalue("postgresql_url"))
    return Run(capsys)


in_a_file = pytest.mark.parametrize("run", ["sqlite"], indirect=True)
"""For what is about the file, or about no database at all."""


def change_file(statement: str, file: str = "rutin.db") -> None:
    """Change a file of SQLite past the program, or make it."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)
