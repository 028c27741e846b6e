"""start.py sets up and starts, and says in plain Swedish what to do when it cannot."""

import ast
import json
import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

INSTALLS = """
mkdir -p "$environment/bin" "$site/rutin-0.1.0.dist-info"
echo 'import sys; print("rutin", *sys.argv[1:])' > "$environment/bin/rutin"
"""

INSTALLS_TOOLS = (
    INSTALLS
    + """
for tool in ruff mypy pytest; do
  echo "import os, sys; name = ' '.join(['$tool', *sys.argv[1:]]); print(name); sys.exit(3 * name.startswith(os.environ.get('FAILS', '-')))" > "$site/$tool.py"
done
echo 'print("lint-imports")' > "$environment/bin/lint-imports"
"""
)

WAITS = """
touch "$here/begun"
while [ ! -e "$here/go" ]; do sleep 0.02; done
"""


@dataclass(frozen=True)
class Machine:
    """A checkout, and a PATH on which the only installer is one that the test describes."""

    checkout: Path
    path: Path

    def has_uv(self, does: str) -> None:
        """Put a uv on the PATH that writes down what it was asked for, and then does this."""
        self._has("uv", does)

    def has_pip(self, does: str) -> str:
        """Make a Python whose pip does this, and return the fault that puts it in place."""
        self._has("python", f'[ "$3" = --version ] && exit 0\n{does}')
        return f"sys.executable, sys.base_prefix = {str(self.path / 'python')!r}, '/nowhere'"

    def _has(self, name: str, does: str) -> None:
        program = self.path / name
        program.write_text(
            "#!/bin/sh\n"
            'PATH=/usr/bin:/bin; here=$(dirname "$0"); environment=$(dirname "$(dirname "$4")")\n'
            f'site="$environment/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"\n'
            f'for asked_for; do :; done; echo "$asked_for" >> "$here/installed"\n{does}\n',
            encoding="utf-8",
        )
        program.chmod(0o755)

    def installed(self) -> list[str]:
        """Return what uv was asked to install, call by call."""
        log = self.path / "installed"
        return log.read_text(encoding="utf-8").split() if log.exists() else []

    def begins(self, *arguments: str, **environ: str) -> subprocess.Popen[str]:
        """Start start.py, as a person would from another folder."""
        return subprocess.Popen(
            [sys.executable, str(self.checkout / "start.py"), *arguments],
            cwd=self.path,
            env={"PATH": str(self.path), "HOME": str(self.path), **environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def runs(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run start.py to its end."""
        with self.begins(*arguments, **environ) as process:
            output, errors = process.communicate(timeout=60)
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)

    def runs_where(self, fault: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run start.py after a fault has been put into its Python."""
        start = str(self.checkout / "start.py")
        faked = (
            f"import errno, os, runpy, sys, venv\n{fault}\n"
            f"sys.argv = {['start.py', *arguments]!r}\n"
            f"runpy.run_path({start!r}, run_name='__main__')"
        )
        return subprocess.run(
            [sys.executable, "-c", faked],
            env={"PATH": str(self.path), "HOME": str(self.path)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    path = tmp_path / "bin"
    path.mkdir()
    checkout = tmp_path / "Rutin på svenska åäö"
    checkout.mkdir()
    for name in ("start.py", "pyproject.toml"):
        shutil.copy(PROJECT / name, checkout)
    return Machine(checkout, path)


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)


def test_the_first_start_sets_up_and_becomes_the_program(machine: Machine) -> None:
    machine.has_uv(INSTALLS)
    run = machine.runs("demo", "--cases", "3")
    assert (run.returncode, run.stdout) == (0, "rutin demo --cases 3\n")
    assert "Första gången" in run.stderr
    assert machine.installed() == [".[cli]"]


def test_the_second_start_installs_nothing_says_nothing_and_takes_under_a_second(
    machine: Machine,
) -> None:
    machine.has_uv(INSTALLS)
    machine.runs("demo")
    took = []
    for _ in range(3):
        began = time.monotonic()
        run = machine.runs("rutin", "status", "--db", "sqlite:///å.db")
        took.append(time.monotonic() - began)
        assert (run.stdout, run.stderr) == ("rutin status --db sqlite:///å.db\n", "")
    assert machine.installed() == [".[cli]"]
    assert min(took) < 1


def test_a_real_installer_sets_up_without_the_network(machine: Machine) -> None:
    write_project_that_needs_nothing(machine.checkout)
    run = machine.runs(
        "demo", "--seed", "1", PATH=os.environ["PATH"], PIP_NO_INDEX="1", UV_OFFLINE="1"
    )
    assert (run.returncode, run.stdout) == (0, "a real entry point: demo --seed 1\n"), run.stderr


def test_what_is_installed_for_the_checks_also_serves_the_program(machine: Machine) -> None:
    machine.has_uv(INSTALLS_TOOLS)
    machine.runs("check")
    assert machine.runs("demo").stdout == "rutin demo\n"
    assert machine.installed() == [".[dev]"]


def test_what_is_installed_for_the_program_is_added_to_for_the_checks(machine: Machine) -> None:
    machine.has_uv(INSTALLS_TOOLS)
    machine.runs("demo")
    run = machine.runs("check")
    assert "Kontrollerna behöver fler verktyg" in run.stderr
    assert "skapar en egen Pythonmiljö" not in run.stderr
    assert machine.installed() == [".[cli]", ".[dev]"]


def test_what_is_installed_to_measure_the_tests_also_serves_the_checks(machine: Machine) -> None:
    machine.has_uv(INSTALLS_TOOLS)
    tried = machine.checkout / "tests" / "mutants.py"
    tried.parent.mkdir()
    tried.write_text("import sys; print(*sys.argv[1:]); sys.exit(1)", encoding="utf-8")
    run = machine.runs("mutants", "--seed", "2")
    assert (run.returncode, run.stdout) == (1, "--seed 2\n")
    assert machine.runs("check").returncode == 0
    assert machine.installed() == [".[mutants]"]


def test_the_checks_run_in_order_and_pytest_has_the_last_word(machine: Machine) -> None:
    machine.has_uv(INSTALLS_TOOLS)
    run = machine.runs("check", "-k", "one")
    assert run.returncode == 0
    *before, last = run.stdout.splitlines()
    assert before == [
        "ruff format --check .",
        "ruff check .",
        "mypy",
        "mypy tests start.py",
        "lint-imports",
    ]
    assert last.startswith("pytest --numprocesses=2 ")
    assert last.endswith(" -k one")
    assert run.stderr.splitlines()[-1] == "[6/6] pytest"


def test_each_check_is_told_with_its_name_and_seconds(machine: Machine) -> None:
    machine.has_uv(INSTALLS_TOOLS)
    told = machine.runs("check").stderr
    assert re.search(r"\[2/6\] ruff check \.\n      godkänt på \d+,\d s\n", told)


def test_a_failing_check_ends_the_run(machine: Machine) -> None:
    machine.has_uv(INSTALLS_TOOLS)
    run = machine.runs("check", FAILS="ruff check")
    assert run.returncode == 1
    assert "underkänt efter" in run.stderr
    assert run.stdout.splitlines()[-1] == "ruff check ."


def test_the_rest_runs_on_request_and_the_failure_is_not_forgotten(machine: Machine) -> None:
    machine.has_uv(INSTALLS_TOOLS)
    run = machine.runs("check", "--keep-going", FAILS="ruff check")
    assert run.returncode == 1
    assert run.stdout.splitlines()[-1].startswith("pytest ")
    assert "Hittills underkänt: ruff check ." in run.stderr


def test_the_exit_status_of_pytest_is_passed_on_by_start_and_by_ci(machine: Machine) -> None:
    machine.has_uv(INSTALLS_TOOLS)
    assert machine.runs("check", FAILS="pytest").returncode == 3
    (machine.checkout / ".ci").mkdir()
    shutil.copy(PROJECT / ".ci" / "run", machine.checkout / ".ci")
    python = machine.path / "python3"
    python.write_text(f"#!/bin/sh\nexec '{sys.executable}' \"$@\"\n", encoding="utf-8")
    python.chmod(0o755)
    run = subprocess.run(
        ["/bin/bash", str(machine.checkout / ".ci" / "run")],
        env={"PATH": f"{machine.path}:/usr/bin:/bin", "CI": "true", "FAILS": "pytest"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode == 3
    assert run.stdout.splitlines()[-1].startswith("pytest ")


def test_without_a_known_command_the_usage_is_shown(machine: Machine) -> None:
    assert machine.runs("--help").returncode == 0
    for arguments in ([], ["dmeo"]):
        run = machine.runs(*arguments)
        assert run.returncode == 2
        assert "python3 start.py demo" in run.stderr


def test_an_old_python_is_told_what_is_needed(machine: Machine) -> None:
    run = machine.runs_where("sys.version_info = (3, 10, 12, 'final', 0)", "demo")
    assert run.returncode == 1
    assert run.stderr.startswith(
        "Rutin behöver Python 3.11 eller nyare, men det här är Python 3.10."
    )


def test_an_old_python_can_read_the_file_far_enough_to_be_told() -> None:
    tree = ast.parse((PROJECT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    annotations = [node.annotation for node in ast.walk(tree) if isinstance(node, ast.arg)]
    annotations += [node.returns for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert any(isinstance(one, ast.Constant) for one in annotations)
    assert [one for one in annotations if isinstance(one, ast.Subscript | ast.BinOp)] == []


def test_windows_is_shown_the_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start = runpy.run_path(str(PROJECT / "start.py"))
    with monkeypatch.context() as on_windows:
        on_windows.setattr("os.name", "nt")
        status = start["main"](["demo"])
    assert status == 1
    assert "WSL" in capsys.readouterr().err


def test_a_machine_without_pip_and_uv_is_told_what_to_install(machine: Machine) -> None:
    run = machine.runs_where("sys.executable, sys.base_prefix = '/bin/false', '/nowhere'", "demo")
    assert run.returncode == 1
    assert "apt install python3-pip" in run.stderr


def test_offline_the_installers_own_words_and_what_to_do_are_shown(machine: Machine) -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        index = f"http://127.0.0.1:{nobody_listens.getsockname()[1]}/simple"
        run = machine.runs(
            "demo",
            PATH=os.environ["PATH"],
            PIP_CONFIG_FILE=os.devnull,
            PIP_INDEX_URL=index,
            PIP_RETRIES="1",
            UV_DEFAULT_INDEX=index,
            UV_HTTP_RETRIES="0",
            UV_NO_CONFIG="1",
        )
    assert run.returncode == 1
    assert "paketindexet går inte att nå" in run.stderr
    assert "  | " in run.stderr
    assert "hatchling" in run.stderr
    assert "kontrollera att datorn har nät" in run.stderr


def test_offline_what_was_set_up_before_goes_on_working(machine: Machine) -> None:
    machine.has_uv(INSTALLS)
    machine.runs("demo")
    machine.has_uv("echo 'dns error: failed to lookup address'; exit 1")
    offline = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    assert machine.runs("check", **offline).returncode == 1
    assert machine.runs("demo", **offline).stdout == "rutin demo\n"


def test_where_uv_cannot_reach_the_index_pip_may(machine: Machine) -> None:
    machine.has_uv("echo 'error sending request for url'; exit 1")
    run = machine.runs_where(machine.has_pip(INSTALLS), "demo")
    assert re.search(r"med uv .* misslyckades", run.stderr)
    assert run.stdout == "rutin demo\n"


def test_a_read_only_checkout_is_told_of_the_other_folder(machine: Machine) -> None:
    machine.has_uv(INSTALLS)
    run = machine.runs_where(
        "def refuse(*_): raise OSError(errno.EROFS, 'Read-only file system')\nos.mkdir = refuse",
        "demo",
    )
    assert run.returncode == 1
    assert "skrivskyddad" in run.stderr
    assert "kopiera hela projektet" in run.stderr
    assert "RUTIN_VENV=" in run.stderr


def test_the_environment_may_stand_in_another_folder(machine: Machine, tmp_path: Path) -> None:
    machine.has_uv(INSTALLS)
    elsewhere = tmp_path / "en annan mapp" / "miljö"
    for _ in range(2):
        assert machine.runs("demo", RUTIN_VENV=str(elsewhere)).stdout == "rutin demo\n"
    assert machine.installed() == [".[cli]"]
    assert not (machine.checkout / ".venv").exists()


def test_a_folder_with_other_things_in_it_is_left_alone(machine: Machine, tmp_path: Path) -> None:
    machine.has_uv(INSTALLS)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "brev.txt").write_text("kvar", encoding="utf-8")
    run = machine.runs("demo", RUTIN_VENV=str(mine))
    assert run.returncode == 1
    assert "ny eller tom mapp" in run.stderr
    assert [path.name for path in mine.iterdir()] == ["brev.txt"]


def test_a_folder_that_cannot_hold_an_environment_is_told_why(
    machine: Machine, tmp_path: Path
) -> None:
    machine.has_uv(INSTALLS)
    run = machine.runs("demo", RUTIN_VENV=str(tmp_path / "kl. 9:00"))
    assert run.returncode == 1
    assert "kolon i sökvägen" in run.stderr


def test_a_full_disk_is_called_by_its_name(machine: Machine) -> None:
    machine.has_uv("echo 'error: No space left on device (os error 28)'; exit 2")
    from_installer = machine.runs("demo")
    from_start = machine.runs_where(
        "def refuse(*_): raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "venv.EnvBuilder.create = refuse",
        "demo",
    )
    for run in (from_installer, from_start):
        assert run.returncode == 1
        assert "Disken är full" in run.stderr
        assert "frigör minst" in run.stderr


def test_another_failure_of_the_installer_is_shown_in_its_own_words(machine: Machine) -> None:
    machine.has_uv("echo 'error: no wheel for this platform'; exit 1")
    run = machine.runs("demo")
    assert run.returncode == 1
    assert "  | error: no wheel for this platform" in run.stderr


@pytest.mark.parametrize(
    ("entry", "other", "told"),
    [
        ("python", "cpython-39", "Datorns Python är en annan"),
        ("place", ["/before", "/before/.venv"], "Mappen har flyttats"),
        ("setup", 0, "ny version"),
        ("packages", ["gone-1.0.dist-info"], "har försvunnit"),
    ],
)
def test_an_environment_that_no_longer_fits_is_made_anew_with_a_word_on_why(
    machine: Machine, entry: str, other: object, told: str
) -> None:
    machine.has_uv(INSTALLS)
    machine.runs("demo")
    stamp = machine.checkout / ".venv" / "rutin-klar.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {entry: other}), encoding="utf-8")
    left_behind = machine.checkout / ".venv" / "left-behind"
    left_behind.touch()
    run = machine.runs("demo")
    assert told in run.stderr
    assert run.stdout == "rutin demo\n"
    assert not left_behind.exists()


def test_an_environment_whose_python_was_removed_is_made_anew(machine: Machine) -> None:
    machine.has_uv(INSTALLS)
    machine.runs("demo")
    python = machine.checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    run = machine.runs("demo")
    assert "har försvunnit" in run.stderr
    assert run.stdout == "rutin demo\n"


def test_an_environment_made_by_another_tool_in_the_checkout_is_made_anew(
    machine: Machine,
) -> None:
    machine.has_uv(INSTALLS)
    (machine.checkout / ".venv").mkdir()
    (machine.checkout / ".venv" / "pyvenv.cfg").touch()
    assert machine.runs("demo").stdout == "rutin demo\n"


def test_new_needs_are_installed_but_an_edited_lint_rule_needs_nothing(machine: Machine) -> None:
    machine.has_uv(INSTALLS)
    machine.runs("demo")
    pyproject = machine.checkout / "pyproject.toml"
    before = pyproject.read_text(encoding="utf-8")
    pyproject.write_text(before.replace("line-length = 100", "line-length = 99"), encoding="utf-8")
    assert machine.runs("demo").stderr == ""
    pyproject.write_text(before.replace('"pydantic>=', '"pydantic>1,>='), encoding="utf-8")
    assert "har ändrats" in machine.runs("demo").stderr
    assert machine.installed() == [".[cli]", ".[cli]"]


def test_ctrl_c_in_the_middle_gives_one_sentence_and_leaves_nothing_that_looks_finished(
    machine: Machine,
) -> None:
    machine.has_uv(f'echo $$ > "$here/number"\n{WAITS}')
    with machine.begins("demo") as process:
        wait_for(machine.path / "begun")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.splitlines()[-1].startswith("Avbrutet.")
    assert "Traceback" not in errors
    with pytest.raises(ProcessLookupError):
        os.kill(int((machine.path / "number").read_text()), 0)
    machine.has_uv(INSTALLS)
    assert machine.runs("demo").stdout == "rutin demo\n"
    assert machine.installed() == [".[cli]", ".[cli]"]


def test_a_killed_start_is_waited_out_and_done_over(machine: Machine) -> None:
    machine.has_uv(WAITS)
    with machine.begins("demo") as killed:
        wait_for(machine.path / "begun")
        killed.kill()
        # Its installer lives on and writes: the next start must not meddle with it.
        machine.has_uv(INSTALLS)
        with machine.begins("demo") as following:
            assert following.stderr is not None
            assert "väntar" in following.stderr.readline()
            assert machine.installed() == [".[cli]"]
            (machine.path / "go").touch()
            output, _ = following.communicate(timeout=30)
    assert output == "rutin demo\n"
    assert machine.installed() == [".[cli]", ".[cli]"]


def test_of_several_starts_at_once_one_installs_and_all_run(machine: Machine) -> None:
    machine.has_uv(WAITS + INSTALLS)
    starts = [machine.begins("rutin", str(number)) for number in range(4)]
    wait_for(machine.path / "begun")
    (machine.path / "go").touch()
    outputs = [start.communicate(timeout=60)[0] for start in starts]
    assert outputs == [f"rutin {number}\n" for number in range(4)]
    assert machine.installed() == [".[cli]"]


def write_project_that_needs_nothing(checkout: Path) -> None:
    """Write a project whose build backend stands in its own tree, so that no index is asked."""
    (checkout / "pyproject.toml").write_text(
        '[project]\nname = "rutin"\nversion = "0.1.0"\noptional-dependencies = {cli = []}\n'
        'scripts = {rutin = "program:main"}\n'
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
        encoding="utf-8",
    )
    (checkout / "program.py").write_text(
        "import sys\ndef main(): print('a real entry point:', *sys.argv[1:])\n", encoding="utf-8"
    )
    (checkout / "backend.py").write_text(
        """\
import os, zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    about = "rutin-0.1.0.dist-info"
    files = {
        "rutin.pth": os.getcwd(),
        f"{about}/METADATA": "Metadata-Version: 2.1\\nName: rutin\\nVersion: 0.1.0\\nProvides-Extra: cli\\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        f"{about}/entry_points.txt": "[console_scripts]\\nrutin = program:main\\n",
    }
    files[f"{about}/RECORD"] = "".join(f"{name},,\\n" for name in [*files, f"{about}/RECORD"])
    name = "rutin-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return name
""",
        encoding="utf-8",
    )
