"""How many faults put into the provisions and the aggregates the tests find: a named option.

    python tests/mutants.py [--number 600] [--seed 1] [--children 1] [--again]

Needs the extra `mutants`. mutmut makes every mutant of the files named in pyproject.toml; a sample
of them is drawn by the seed; of each mutant drawn, the tests that reach its function are run, the
quickest first, until one fails. Too few killed is a failure. `--again` tries only those that were
not killed last time.

All is done in a copy of the project, in `.mutants/`. mutmut's own runner is not used, because of
what it leaves out. It makes no mutants of decorated functions, and most provisions are such: in
the copy, `@judged(…)` above a function is a call below it. It tries its mutants when all modules
are loaded, and a clock is made as its module is loaded: those mutants are tried from the start.
"""

import argparse
import ast
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / ".mutants"

REACHED = "reached.json"
"""What each test reaches and how long it takes."""

DRAWN = "drawn.json"
"""The mutants to try."""

TRIED = "tried.json"
"""How the trial of each mutant ended."""

CALLED_BELOW = ("judged", "once", "property", "cached_property")
"""The decorators that the copy tells as a call."""

KILLED = {
    1: "killed by a test",
    2: "killed as it was loaded",
    3: "killed as it was loaded",
    4: "killed as it was loaded",
    -signal.SIGXCPU: "stopped for taking too long",
}
BROKE_DOWN = 99
NOT_KILLED = {0: "survived", 5: "reached by no test", BROKE_DOWN: "not tried: the trial broke down"}
"""What it means how a trial ended: pytest's exit status, or the signal that ended it."""

ENOUGH = 0.85

COPIED = ("adapters", "application", "docs", "domain", "projections", "tests")

SPACE = 4 << 30
"""The bytes that a trial may take: a mutant that never ends must not take all there are."""


def main(arguments: Sequence[str]) -> int:
    """Try a sample of mutants, tell how it went, and return the exit status."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--number", type=int, default=600, help="how many are drawn")
    asked.add_argument("--seed", type=int, default=1, help="what they are drawn by")
    asked.add_argument("--children", type=int, default=1, help="how many are tried at a time")
    asked.add_argument("--again", action="store_true", help="only those not killed last time")
    options = asked.parse_args(arguments)

    COPY.mkdir(exist_ok=True)
    os.chdir(COPY)  # mutmut reads its settings where it stands
    lay_out()
    every = [name for path in to_be_mutated() for name in mutants_in(path)]
    drawn = random.Random(options.seed).sample(sorted(every), options.number)  # noqa: S311
    before = read(TRIED) if options.again else {}
    write(TRIED, {name: before[name] for name in drawn if before.get(name) in KILLED})

    if not options.again:
        run_pytest("stats").check_returncode()
    write(DRAWN, [name for name in drawn if name not in read(TRIED)])
    run_pytest("", children=options.children).check_returncode()
    loaded, tried = read(REACHED)["loaded"], read(TRIED)
    left = [name for name in drawn if tried[name] not in KILLED and function_of(name) in loaded]
    with ThreadPoolExecutor(options.children) as pool:
        for name, done in zip(left, pool.map(run_pytest, left), strict=True):
            note(name, done.returncode)
    return tell({name: read(TRIED)[name] for name in drawn}, of=len(every))


def run_pytest(under_test: str, children: int = 1) -> "subprocess.CompletedProcess[bytes]":
    """Run the tests in the copy, with this module in charge of them; see `pytest_runtestloop`."""
    options = ["-p", "mutants", "-p", "no:cacheprovider", "-q", "-s", "--no-header", "--no-summary"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *settings()["pytest_add_cli_args"]]
        + settings()["pytest_add_cli_args_test_selection"],
        env={
            **os.environ,
            "PYTHONPATH": str(COPY / "tests"),
            "MUTANT_UNDER_TEST": under_test,
            "MUTANTS_AT_A_TIME": str(children),
        },
        stdout=None if under_test in ("", "stats") else subprocess.DEVNULL,
        stderr=None if under_test in ("", "stats") else subprocess.DEVNULL,
        check=False,
    )


def tell(ended: dict[str, int], *, of: int) -> int:
    """Tell how many were killed, and which were not; fail if they are too few."""
    meant = KILLED | NOT_KILLED
    killed = sum(status in KILLED for status in ended.values())
    lines = [f"{len(ended)} mutants drawn of {of}"]
    for what, number in Counter(
        meant.get(s, f"ended by {s}") for s in ended.values()
    ).most_common():
        lines.append(f"{number:6} {what}")
    lines.append(f"{killed / len(ended):6.1%} killed; not killed:")
    lines += [f"       {name}" for name, status in sorted(ended.items()) if status not in KILLED]
    print("\n".join(lines))  # noqa: T201 - this is what it is run for
    return 0 if killed >= ENOUGH * len(ended) else 1


# ---------------------------------------------------------------- the copy and its mutants


def settings() -> dict[str, Any]:
    """Give what pyproject.toml says of mutmut."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: dict[str, Any] = project["tool"]["mutmut"]
    return found


def to_be_mutated() -> list[Path]:
    """Give the files to make mutants of, relative to the project."""
    patterns: list[str] = settings()["only_mutate"]
    return sorted(path.relative_to(ROOT) for each in patterns for path in ROOT.glob(each))


def lay_out() -> None:
    """Copy the project, with the mutants in it; of a file that has not changed they are kept."""
    mutated = to_be_mutated()
    shutil.rmtree(COPY / "tests", ignore_errors=True)  # so that none is left that is there no more
    for source in [*ROOT.glob("*.*"), *(p for each in COPIED for p in (ROOT / each).rglob("*"))]:
        if source.is_file() and "__pycache__" not in source.parts:
            name = source.relative_to(ROOT)
            target = COPY / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if name not in mutated:
                shutil.copyfile(source, target)
            elif not (target.exists() and target.stat().st_mtime > source.stat().st_mtime):
                target.write_text(with_mutants(name), encoding="utf-8")


def with_mutants(name: Path) -> str:
    """Give a file with every mutant of its functions beside them, for one to be chosen by its name."""
    from mutmut.mutation.file_mutation import (  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
        mutate_file_contents,
    )

    source = without_decorators((ROOT / name).read_text(encoding="utf-8"))
    code: str = mutate_file_contents(str(name), source).code
    return code


def without_decorators(source: str) -> str:
    """Tell the decoration of a function as a call below it."""
    lines = source.splitlines(keepends=True)
    functions = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.FunctionDef)]
    for function in sorted(functions, key=lambda each: each.lineno, reverse=True):
        match function.decorator_list:
            case [ast.Name(name) | ast.Call(ast.Name(name)) as call] if name in CALLED_BELOW:
                below = f"{function.name} = {ast.unparse(call)}({function.name})\n"
                lines.insert(function.end_lineno or 0, " " * function.col_offset + below)
                del lines[call.lineno - 1 : function.lineno - 1]
    return "".join(lines)


def mutants_in(name: Path) -> Iterator[str]:
    """Give the names by which the mutants in a file are chosen."""
    module = ".".join(name.with_suffix("").parts[1:]).removesuffix(".__init__")
    for mutant in re.findall(
        r"^ *def (\w+__mutmut_\d+)\(", (COPY / name).read_text(encoding="utf-8"), re.MULTILINE
    ):
        yield f"{module}.{mutant}"


def function_of(mutant: str) -> str:
    """Give the function that it is a mutant of, as mutmut notes what was reached."""
    return mutant.rpartition("__mutmut_")[0]


def read(name: str) -> Any:
    """Read what was noted in the copy, where all of it is run."""
    path = Path(name)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write(name: str, noted: object) -> None:
    """Note something in the copy."""
    Path(name).write_text(json.dumps(noted, indent=1), encoding="utf-8")


def note(mutant: str, status: int) -> None:
    """Note how a trial ended."""
    write(TRIED, {**read(TRIED), mutant: status})


# ---------------------------------------------------------------- in charge of the tests


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Measure what the tests reach, try one mutant from the start, or try many now that all is loaded."""
    if session.testsfailed:
        raise session.Interrupted("what is tested cannot be loaded")
    under_test = os.environ["MUTANT_UNDER_TEST"]
    if under_test == "stats":
        measure(session)
    elif under_test:
        tests_run(session, under_test, from_the_start=True)
    else:
        try_all(session, read(DRAWN), int(os.environ["MUTANTS_AT_A_TIME"]))
    return True


def measure(session: pytest.Session) -> None:
    """Note what was reached as all was loaded, and then by each test."""
    from mutmut.state import state  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    reached: set[str] = state()._stats
    loaded, tests = sorted(reached), {}
    for test, following in in_turn(session.items):
        reached.clear()
        began = time.process_time()
        test.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
        tests[test.nodeid] = (time.process_time() - began, sorted(reached))
        if session.testsfailed:
            raise session.Failed(f"{test.nodeid} must hold before anything is made wrong")
    write(REACHED, {"loaded": loaded, "tests": tests})


def try_all(session: pytest.Session, mutants: Iterable[str], at_a_time: int) -> None:
    """Try each mutant in a process of its own, that begins here, where all is loaded."""
    running: dict[int, str] = {}
    for mutant in mutants:
        if len(running) == at_a_time:
            wait_for_one_of(running)
        if child := os.fork():
            running[child] = mutant
        else:
            os.environ["MUTANT_UNDER_TEST"] = mutant
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            status = BROKE_DOWN
            try:
                status = tests_run(session, mutant, from_the_start=False)
            finally:
                os._exit(status)
    while running:
        wait_for_one_of(running)


def wait_for_one_of(running: dict[int, str]) -> None:
    """Wait until a trial ends, and note how."""
    child, status = os.wait()
    note(running.pop(child), os.waitstatus_to_exitcode(status))


def tests_run(session: pytest.Session, mutant: str, *, from_the_start: bool) -> int:
    """Run the tests that reach a mutant until one fails, and return pytest's exit status."""
    function, known = function_of(mutant), read(REACHED)
    any_may = from_the_start and function in known["loaded"]
    took: dict[pytest.Item, float] = {}
    for test in session.items:
        seconds, reached = known["tests"].get(test.nodeid, (0, [function]))  # a new test may too
        if any_may or function in reached:
            took[test] = seconds
    at_most = int(time.process_time() + 30 + 5 * sum(took.values()))
    resource.setrlimit(resource.RLIMIT_CPU, (at_most, at_most + 5))
    resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE))
    for test, following in in_turn(sorted(took, key=lambda test: took[test])):
        test.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
        if session.testsfailed:
            return pytest.ExitCode.TESTS_FAILED
    return pytest.ExitCode.OK if took else pytest.ExitCode.NO_TESTS_COLLECTED


def in_turn(tests: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Give each test with the one after it."""
    return zip_longest(tests, tests[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
