"""How hard the tests search: a little each day, more with --long, at length when RUTIN_SOAK is set."""

import os

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["databases", "running"]

pytest.register_assert_rewrite("assessing")  # so that a table shows where it differs

settings.register_profile(
    "everyday",
    deadline=None,  # a slow machine is no bug
    print_blob=True,
    derandomize="CI" in os.environ,  # there a red run is a change's doing, never chance
)
settings.register_profile(
    "soak",
    settings.get_profile("everyday"),
    derandomize=False,
    max_examples=3000,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("soak" if os.environ.get("RUTIN_SOAK") else "everyday")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the option that adds what takes long, as continuous integration does."""
    parser.addoption("--long", action="store_true", help="also run what is marked as long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long, unless it is asked for."""
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]
