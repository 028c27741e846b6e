"""How hard the property tests search: a little each day, at length when RUTIN_SOAK is set."""

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
