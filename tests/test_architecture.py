"""What the architecture promises, kept: directions, one namespace, a small door, a light core."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import rutin.application
import rutin.domain

ROOT = Path(__file__).parent.parent
LAYERS = ("domain", "application", "projections", "adapters")


def test_dependencies_point_inwards(tmp_path: Path) -> None:
    # In a process of its own: the linter sets up logging, and so silences every logger there is.
    words = ["--config", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path / "imports")]
    linter = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())",
    ]
    kept = subprocess.run([*linter, *words], capture_output=True, text=True, check=False)
    assert kept.returncode == 0, kept.stdout


@pytest.mark.parametrize("layer", LAYERS)
def test_rutin_is_one_namespace_over_four_roots(layer: str) -> None:
    root = ROOT / layer / "rutin"
    assert not (root / "__init__.py").exists()
    assert [each.name for each in root.iterdir() if each.name != "__pycache__"] == [layer]


def test_what_developers_embed_is_this_and_no_more() -> None:
    assert rutin.application.__all__ == [
        "OPERATIONS",
        "Actor",
        "Conflict",
        "Damaged",
        "Finding",
        "Forbidden",
        "Impossible",
        "Malformed",
        "Operation",
        "OwnRoutine",
        "Problem",
        "ProvisionSet",
        "Recorded",
        "Refused",
        "Rutin",
        "RutinError",
        "Status",
        "Timeline",
        "TimelineEntry",
        "WhatIf",
    ]
    assert all(hasattr(rutin.application, name) for name in rutin.application.__all__)


def run(program: str, *layers: str) -> str:
    """Run a program that finds these layers and the installed packages alone."""
    path = os.pathsep.join(str(ROOT / layer) for layer in layers)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_rutin_is_embedded_with_pydantic_alone() -> None:
    loaded = run(
        "import sys; from rutin.application import Rutin; Rutin(); print(*sys.modules)",
        "domain",
        "application",
    ).split()
    packages = {name.partition(".")[0] for name in loaded}
    assert "pydantic" in packages
    assert packages.isdisjoint(
        {"sqlalchemy", "eventsourcing", "alembic", "typer", "click", "rich", "starlette"}
    )
    assert not any(name.startswith(("rutin.adapters", "rutin.projections")) for name in loaded)


def test_the_domain_stands_on_its_own() -> None:
    loaded = run("import sys, rutin.domain.decide; print(*sys.modules)", "domain").split()
    assert not any(name.startswith("rutin.application") for name in loaded)


@pytest.mark.parametrize("layer", ["domain", "application"])
def test_the_core_reads_no_clock_and_draws_no_lots_but_where_it_is_given_them(layer: str) -> None:
    told = {"application/rutin/application/rutin.py"}  # the defaults of Rutin's own arguments
    sources = (ROOT / layer).rglob("*.py")
    asking = {
        source.relative_to(ROOT).as_posix()
        for source in sources
        if any(
            call in source.read_text(encoding="utf-8")
            for call in ("now(", ".today(", "uuid4", "random", "time.time", "environ")
        )
    }
    assert asking <= told
