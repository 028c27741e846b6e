"""Set Rutin up in an environment of its own, then start it or check it.

    python3 start.py demo [ARGS]     start the demo municipality
    python3 start.py rutin ARGS      run any command of the program
    python3 start.py check [ARGS]    run every check; ARGS go to pytest, as --long for what takes long
    python3 start.py mutants [ARGS]  measure how well the tests find faults (tests/mutants.py)

The standard library is enough, on a bare Debian or Ubuntu with python3 and pip, where
``python3 -m venv`` (no ensurepip) and a plain ``pip install`` (PEP 668) both fail. What works
on both is an environment without pip, filled from the outside by uv or by ``pip --python``.

An environment counts as finished only while its stamp says so: the stamp is taken away before
anything is changed and written last. RUTIN_VENV puts the environment elsewhere than in .venv.

This file must parse, and get as far as the version check, on Python 3.6: only then can an old
Python be told apart from a broken program. Hence the quoted annotations and the late imports.
"""

import contextlib
import errno
import hashlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
SETUP_VERSION = 1
"""Raise this when the set-up itself changes, so that every environment is made anew."""

SERVED_BY = {
    "cli": ("cli", "dev", "mutants"),
    "dev": ("dev", "mutants"),
    "mutants": ("mutants",),
}
"""The extras whose packages include those of the key (pyproject.toml)."""

USAGE = """\
Så här används start.py:
  python3 start.py demo [VAL]        startar demokommunen
  python3 start.py rutin KOMMANDO    kör vilket kommando som helst (rutin --help visar alla)
  python3 start.py check [VAL]       kör alla kontroller; VAL går till pytest,
                                     utom --keep-going: fortsätt efter ett fel
                                     (--long tar också med det som tar lång tid)
  python3 start.py mutants [VAL]     mäter hur väl testerna hittar fel
                                     (tar omkring 20 minuter med --children 2)
Första gången hämtas det som behövs till mappen .venv. Miljövariabeln RUTIN_VENV väljer en annan mapp.
"""

UNREACHABLE = (
    "(from versions: none)",
    "connection broken",
    "connection refused",
    "could not connect",
    "could not fetch url",
    "dns error",
    "error sending request",
    "failed to establish a new connection",
    "failed to fetch",
    "max retries exceeded",
    "name or service not known",
    "name resolution",
    "network is unreachable",
    "timed out",
)
"""What pip and uv write when the package index cannot be reached, in lower case."""

DISK_FULL = ("no space left on device", "disk quota exceeded")
"""What pip and uv write when the disk is full, in lower case."""

NOISE = ("note:", "hint:", "[end of output]", "×", "│", "╰", "exit code:")
"""How the lines begin in which pip and uv frame an error; the error itself stands in others."""


class TroubleError(Exception):
    """The set-up cannot go on; the text says in Swedish what happened and what to do."""


class Need(NamedTuple):
    """Why the environment must be worked on, and whether what is there can be built upon."""

    why: str
    from_scratch: bool


class Outcome(NamedTuple):
    """What an installer answered: its exit status and everything it wrote."""

    status: int
    output: str


# --- The environment and its stamp -------------------------------------------------------------


def environment_folder() -> Path:
    """Return the folder of the environment: RUTIN_VENV, else .venv beside this file."""
    chosen = os.environ.get("RUTIN_VENV")
    return Path(chosen).expanduser().absolute() if chosen else ROOT / ".venv"


def python_in(folder: Path) -> Path:
    """Return the environment's own Python."""
    return folder / "bin" / "python"


def stamp_in(folder: Path) -> Path:
    """Return the file that says that the environment is finished, and for what."""
    return folder / "rutin-klar.json"


def lock_in(folder: Path) -> Path:
    """Return the file that one start at a time holds; it also marks the folder as ours."""
    return folder / "rutin.lock"


def packages_in(folder: Path) -> "list[str]":
    """Return the installed distributions, so that one removed by another tool is noticed."""
    name = "python{}.{}".format(*sys.version_info)
    return sorted(
        path.name for path in (folder / "lib" / name / "site-packages").glob("*.dist-info")
    )


def fitting_stamp(folder: Path, extra: str) -> "dict[str, object]":
    """Describe the environment that this Python, this place and this pyproject.toml call for.

    The Python counts by its binary interface (3.11, 3.12 ...): a security update in between must
    not send an offline machine to the network. Of pyproject.toml only what an installer reads
    counts: an edited lint rule needs no new packages.
    """
    import tomllib  # noqa: PLC0415 - not in the old Pythons that this file must parse on

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needs = [
        settings.get("project"),
        settings.get("build-system"),
        settings.get("tool", {}).get("hatch"),
    ]
    return {
        "setup": SETUP_VERSION,
        "python": f"{sys.implementation.cache_tag}-{sys.platform}-{os.uname().machine}",
        "place": [str(ROOT), str(folder)],
        "needs": hashlib.sha256(json.dumps(needs, sort_keys=True).encode()).hexdigest(),
        "extra": extra,
        "packages": packages_in(folder),
    }


def read_stamp(folder: Path) -> "dict[str, object] | None":
    """Return the stamp, or None when there is none or it was cut short."""
    try:
        stamp = json.loads(stamp_in(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) else None


def write_stamp(folder: Path, stamp: "dict[str, object]") -> None:
    """Write the stamp whole or not at all."""
    draft = folder / "rutin-klar.tmp"
    draft.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    draft.replace(stamp_in(folder))


def need(folder: Path, extra: str) -> "Need | None":
    """Return why the environment does not yet serve the extra, or None when it does."""
    stamp = read_stamp(folder)
    if stamp is None:
        begun = (folder / "pyvenv.cfg").exists()
        why = "Den miljö som finns är inte färdig." if begun else "Första gången."
        return Need(why, from_scratch=True)
    fitting = fitting_stamp(folder, extra)
    if stamp.get("python") != fitting["python"]:
        return Need("Datorns Python är en annan än förra gången.", from_scratch=True)
    if stamp.get("place") != fitting["place"]:
        return Need("Mappen har flyttats sedan förra gången.", from_scratch=True)
    if stamp.get("setup") != fitting["setup"]:
        return Need("Förberedelsen har fått en ny version.", from_scratch=True)
    packages = stamp.get("packages")
    if (
        not isinstance(packages, list)
        or not set(packages).issubset(packages_in(folder))
        or not os.access(python_in(folder), os.X_OK)
    ):
        return Need("Något som installerats har försvunnit.", from_scratch=True)
    if stamp.get("needs") != fitting["needs"]:
        return Need("Det som Rutin behöver har ändrats.", from_scratch=False)
    if stamp.get("extra") not in SERVED_BY[extra]:
        return Need("Kontrollerna behöver fler verktyg.", from_scratch=False)
    return None


# --- Setting up --------------------------------------------------------------------------------


def set_up(extra: str) -> Path:
    """Make the environment serve the extra, and return its folder.

    Args:
        extra: The extra of pyproject.toml to install: "cli", "dev" or "mutants".

    Raises:
        TroubleError: The environment could not be made.
    """
    folder = environment_folder()
    if need(folder, extra) is None:
        return folder
    try:
        with only_one_at_a_time(folder) as lock:
            reason = need(folder, extra)  # the start we waited for may have done it all
            if reason is not None:
                prepare(folder, extra, reason, lock)
    except OSError as error:
        raise TroubleError(text_of(error, folder)) from error
    return folder


def prepare(folder: Path, extra: str, reason: Need, lock: int) -> None:
    """Build or add to the environment, and stamp it as finished.

    Args:
        folder: The environment.
        extra: The extra to install.
        reason: Why, and whether to start over.
        lock: The held lock, which a running installer must keep even if this process dies.

    Raises:
        TroubleError: No installer was found, or none succeeded.
    """
    installers = find_installers(python_in(folder))
    say(f"{reason.why} Rutin förbereds i {folder} (det kan ta någon minut)")
    before = None if reason.from_scratch else read_stamp(folder)
    with contextlib.suppress(FileNotFoundError):
        stamp_in(folder).unlink()
    if reason.from_scratch:
        with Step("1/2 skapar en egen Pythonmiljö"):
            clear(folder)
            venv.EnvBuilder(symlinks=True, with_pip=False, prompt="rutin").create(folder)
    for name, command in installers:
        step = Step(f"2/2 hämtar och installerar paketen med {name}")
        with step:
            outcome = run_installer([*command, "--editable", f".[{extra}]"], step, lock)
            step.went_well = outcome.status == 0
        if step.went_well:
            write_stamp(folder, fitting_stamp(folder, extra))
            return
        if not mentions(outcome.output, UNREACHABLE):
            break
    if before is not None and before["packages"] == packages_in(folder):
        # It never came to installing, so what worked offline before shall go on working.
        write_stamp(folder, before)
    raise TroubleError(text_of_failed_install(outcome.output, folder))


@contextlib.contextmanager
def only_one_at_a_time(folder: Path) -> "Iterator[int]":
    """Hold the environment's lock; refuse a folder that holds something other than ours."""
    import fcntl  # noqa: PLC0415 - not on Windows, which main refuses in words

    if folder.exists() and not lock_in(folder).exists() and not may_take_over(folder):
        raise TroubleError(
            f"{folder} innehåller redan något annat, och det ska inte skrivas över.\n"
            "Gör så här: låt RUTIN_VENV peka på en ny eller tom mapp, eller flytta undan det som ligger där."
        )
    if os.pathsep in str(folder):
        raise TroubleError(
            f"{folder} har ett kolon i sökvägen, och det klarar inte Pythons miljöer.\n"
            "Gör så här: byt namn på mappen, eller låt RUTIN_VENV peka på en mapp utan kolon."
        )
    folder.mkdir(parents=True, exist_ok=True)
    with lock_in(folder).open("a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("En annan start förbereder redan Rutin; väntar på att den blir klar …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def may_take_over(folder: Path) -> bool:
    """Tell whether the folder is empty, or an environment in this checkout made by other means."""
    if not folder.is_dir():
        return False
    return not any(folder.iterdir()) or (
        folder == ROOT / ".venv" and (folder / "pyvenv.cfg").exists()
    )


def clear(folder: Path) -> None:
    """Empty the folder, but for the lock that is being held."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != lock_in(folder):
            path.unlink()


def find_installers(python: Path) -> "list[tuple[str, list[str]]]":
    """Return the ways to install into that Python's environment, the fastest first.

    Raises:
        TroubleError: There is neither uv nor pip.
    """
    found = []
    uv = shutil.which("uv")
    if uv:
        found.append(("uv", [uv, "pip", "install", "--python", str(python)]))
    # An environment of its own, such as ours when it is activated, may lack the pip of the
    # Python that it was made from.
    for candidate in dict.fromkeys([sys.executable, base_python()]):
        pip = [candidate, "-m", "pip"]
        if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode == 0:
            found.append(("pip", [*pip, "--python", str(python), "install", "--no-input"]))
            break
    if not found:
        raise TroubleError(
            "Varken pip eller uv finns på datorn, och ett av dem behövs för att hämta Rutins paket.\n"
            "Gör så här på Debian och Ubuntu: kör\n"
            "  apt install python3-pip\n"
            "(med sudo framför om du inte är root) och sedan samma kommando igen."
        )
    return found


def base_python() -> str:
    """Return the Python that the running one was made from, or the running one itself."""
    made_from = Path(sys.base_prefix, "bin", "python{}.{}".format(*sys.version_info))
    return str(made_from) if made_from.exists() else sys.executable


def run_installer(command: "list[str]", step: "Step", lock: int) -> Outcome:
    """Run an installer in the checkout, showing on a terminal what it is doing."""
    surroundings = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX"}
    }
    surroundings.update(PIP_USER="0", PIP_ROOT_USER_ACTION="ignore", PIP_PROGRESS_BAR="off")
    surroundings.setdefault("PIP_RETRIES", "3")  # five a package keep an offline person waiting
    lines = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # so that pip and the pip it starts can be stopped together
        pass_fds=[lock],
    ) as process:
        try:
            for line in process.stdout or ():
                lines.append(line)
                step.show(line.strip())
        except BaseException:
            stop(process)
            raise
    return Outcome(process.returncode, "".join(lines))


def stop(process: "subprocess.Popen[str]") -> None:
    """End an installer and all that it started; it gets five seconds to tidy up after itself."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


# --- What is said when it goes wrong -----------------------------------------------------------


def mentions(output: str, phrases: "tuple[str, ...]") -> bool:
    """Tell whether an installer's words contain one of the phrases."""
    return any(phrase in output.lower() for phrase in phrases)


def text_of_failed_install(output: str, folder: Path) -> str:
    """Say what stopped the installer, in its own last lines, and what to do about it."""
    lines = [line.strip() for line in output.splitlines()]
    telling = [line for line in lines if line and not line.startswith(NOISE)]
    quoted = "\n".join(f"  | {line}" for line in telling[-6:])
    if mentions(output, DISK_FULL):
        return f"{text_of_full_disk(folder)}\nDet sista installationen skrev:\n{quoted}"
    if mentions(output, UNREACHABLE):
        return (
            "Rutins paket kunde inte hämtas: paketindexet går inte att nå, eller så saknas de där.\n"
            f"Det sista installationen skrev:\n{quoted}\n"
            "Gör så här: kontrollera att datorn har nät och kör samma kommando igen. Bakom en proxy: sätt HTTPS_PROXY.\n"
            "Har kommunen ett eget paketindex: sätt PIP_INDEX_URL, och PIP_CERT om det har ett eget certifikat.\n"
            "Nätet behövs bara nu: när förberedelsen är gjord fungerar Rutin utan nät."
        )
    return (
        f"Rutins paket gick inte att installera. Det sista installationen skrev:\n{quoted}\n"
        "Gör så här: rätta det som står ovan och kör samma kommando igen. Hjälper det inte: ta bort\n"
        f"{folder} och försök på nytt."
    )


def text_of(error: OSError, folder: Path) -> str:
    """Say what the operating system refused, and what to do about it."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return text_of_full_disk(folder)
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return (
            f"Det går inte att skriva i {folder}: mappen är skrivskyddad eller ägs av någon annan.\n"
            "Gör så här: kopiera hela projektet till en mapp där du får skriva och kör därifrån, eller lägg\n"
            "bara miljön någon annanstans:\n"
            f"  RUTIN_VENV=~/rutin-venv python3 {shlex.quote(str(ROOT / 'start.py'))} demo"
        )
    return (
        f"Det gick inte att förbereda {folder}: {error}\n"
        "Gör så här: kontrollera mappen, eller välj en annan med RUTIN_VENV=/sökväg, och kör samma kommando igen."
    )


def text_of_full_disk(folder: Path) -> str:
    """Say that the disk is full."""
    return (
        "Disken är full, så förberedelsen kunde inte göras klart.\n"
        f"Gör så här: frigör minst 500 MB där {folder} ligger (och lika mycket i mappen för\n"
        "tillfälliga filer, ofta /tmp), eller välj en annan disk med RUTIN_VENV=/sökväg, och kör samma kommando igen."
    )


class Step:
    """A step of the work, told on standard error as one line that ends with its seconds."""

    def __init__(self, label: str) -> None:
        self.went_well = True
        self._label = label
        self._began = time.monotonic()
        self._lively = sys.stderr.isatty()

    def __enter__(self) -> None:
        sys.stderr.write(f"  {self._label} …")
        sys.stderr.flush()

    def __exit__(self, error: object, *_: object) -> None:
        if self._lively:
            self._rewrite("")
        verdict = "klart på" if self.went_well else "misslyckades efter"
        say("" if error else f" {verdict} {self._seconds()}")

    def show(self, doing: str) -> None:
        """Show on a terminal what goes on, in place of what was shown before."""
        if self._lively:
            room = shutil.get_terminal_size().columns - len(self._label) - 14
            self._rewrite(f" {self._seconds()} {doing[: max(room, 0)]}")

    def _rewrite(self, text: str) -> None:
        sys.stderr.write(f"\r\x1b[K  {self._label} …{text}")
        sys.stderr.flush()

    def _seconds(self) -> str:
        return in_seconds(time.monotonic() - self._began)


def in_seconds(duration: float) -> str:
    """Write a duration in seconds the Swedish way, as 12,3 s."""
    return f"{duration:.1f} s".replace(".", ",")


def say(text: str) -> None:
    """Tell the person at the keyboard something, on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


# --- What is started ---------------------------------------------------------------------------


def start_program(arguments: "list[str]") -> None:
    """Become the program: nothing of this process is left when it runs."""
    folder = set_up("cli")
    python = str(python_in(folder))
    sys.stdout.flush()
    os.execv(python, [python, str(folder / "bin" / "rutin"), *arguments])


def check(arguments: "list[str]") -> int:
    """Run every check in turn, the quick ones first, and return the exit status.

    pytest runs last and nothing is written after it, so that its own closing line ends the
    output. A failed step ends the run, unless --keep-going is given. The tools keep their caches
    in the checkout, or with the environment when the checkout is read-only.

    Args:
        arguments: --keep-going, and anything else for pytest.
    """
    keep_going = "--keep-going" in arguments
    for_pytest = [argument for argument in arguments if argument != "--keep-going"]
    folder = set_up("dev")
    python = str(python_in(folder))
    caches = ROOT if os.access(ROOT, os.W_OK) else folder
    surroundings = dict(
        os.environ,
        PATH=f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        RUFF_CACHE_DIR=str(caches / ".ruff_cache"),
        MYPY_CACHE_DIR=str(caches / ".mypy_cache"),
        HYPOTHESIS_STORAGE_DIRECTORY=str(caches / ".hypothesis"),
    )
    lint_imports = [str(folder / "bin" / "lint-imports")]
    pytest = ["-m", "pytest", "--numprocesses=2", "--dist=worksteal"]
    steps = {
        "ruff format --check .": ["-m", "ruff", "format", "--check", "."],
        "ruff check .": ["-m", "ruff", "check", "."],
        "mypy": ["-m", "mypy"],
        "mypy tests start.py": ["-m", "mypy", "tests", "start.py"],
        "lint-imports": [*lint_imports, "--cache-dir", str(caches / ".import_linter_cache")],
        "pytest": [*pytest, "-o", f"cache_dir={caches / '.pytest_cache'}", *for_pytest],
    }
    failed: list[str] = []
    for number, (name, command) in enumerate(steps.items(), start=1):
        if name == "pytest" and failed:
            say(f"Hittills underkänt: {', '.join(failed)}")
        say(f"[{number}/{len(steps)}] {name}")
        began = time.monotonic()
        status = subprocess.run(
            [python, *command], cwd=ROOT, env=surroundings, check=False
        ).returncode
        if name == "pytest":
            return 1 if failed else status
        took = in_seconds(time.monotonic() - began)
        say(f"      {'underkänt efter' if status else 'godkänt på'} {took}")
        if status:
            failed.append(name)
            if not keep_going:
                say("Resten kördes inte. Kör allt ändå: python3 start.py check --keep-going")
                break
    return 1


def try_mutants(arguments: "list[str]") -> int:
    """Try how well the tests find faults, and return the exit status."""
    python = str(python_in(set_up("mutants")))
    command = [python, str(ROOT / "tests" / "mutants.py"), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(arguments: "list[str]") -> int:
    """Do what the command line asks for, and return the exit status."""
    if sys.version_info < OLDEST_PYTHON:
        say(
            "Rutin behöver Python 3.11 eller nyare, men det här är Python {}.{}.\n"
            "Gör så här: kör samma kommando med en nyare Python om den finns, till exempel\n"
            "  python3.11 start.py demo\n"
            "Annars: Debian 12, Ubuntu 24.04 och senare har en ny nog som python3.".format(
                *sys.version_info
            )
        )
        return 1
    if os.name != "posix":
        say(
            "Rutin startas från Linux eller macOS. Gör så här på Windows: kör samma kommando i WSL."
        )
        return 1
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command == "demo":
        start_program(arguments)
    elif command == "rutin":
        start_program(rest)
    elif command == "check":
        return check(rest)
    elif command == "mutants":
        return try_mutants(rest)
    say(USAGE.rstrip())
    return 0 if command in {"-h", "--help"} else 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except TroubleError as trouble:
        say(str(trouble))
        sys.exit(1)
    except KeyboardInterrupt:
        say("Avbrutet. Inget halvfärdigt används: kör samma kommando igen när du vill.")
        sys.exit(130)
