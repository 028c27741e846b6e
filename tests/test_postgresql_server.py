"""The server that the tests run on is private, and gone when they are."""

import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest
from sqlalchemy import make_url

from databases import our_own
from processes import environment
from rutin.adapters.bench import postgresql_server

PATIENCE = 60.0


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_server_ends_with_the_process_that_started_it_however_that_ends(
    end: signal.Signals,
) -> None:
    starter = """
import sys
from rutin.adapters.bench.postgresql_server import postgresql_server

with postgresql_server(on_disk=True) as url:
    print(url, flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", starter],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with psycopg.connect(url) as connection:
            found = connection.execute("SHOW data_directory").fetchone()
        process.send_signal(end)
        process.wait(PATIENCE)
    assert found is not None
    left = [Path(found[0]), Path(str(make_url(url).query["host"]))]
    gives_up = monotonic() + PATIENCE
    while any(folder.exists() for folder in left):
        assert monotonic() < gives_up
        sleep(0.05)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_a_missing_server_fails_the_tests_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postgresql_server, "find_spec", lambda name: find_spec(f"no_such_{name}"))
    with pytest.raises(LookupError, match="RUTIN_TEST_POSTGRES_URL"), our_own():
        pass
