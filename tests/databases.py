"""Databases for tests that touch storage."""

from pathlib import Path

import pytest


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The URL of a journal to be opened."""
    return f"sqlite:///{tmp_path}/rutin.db"
