"""`rutin demo` as its users meet it: made, kept, made anew, stopped half way."""

import re
import sys
from pathlib import Path

import pytest

import rutin.adapters.cli.demo as demo_command
from examples import ADAM, order_received
from running import Run
from rutin.application import Rutin
from spec import to_record


def test_the_demo_makes_a_municipality_to_look_around_in(run: Run) -> None:
    ran = run("demo", "--cases", "3", "--today", "2026-11-23", "--seed", "7")
    assert ran.status == 0
    done, look = ran.out.splitlines()
    assert re.fullmatch(
        r"Demokommun klar: \d enhet(er)?, 3 ärenden, \d+ uppdragstagare, \d+ händelser "
        r"\(frö 7, idag = 23 november 2026\)",
        done,
    )
    assert "rutin timeline K-001 --db sqlite:///demo-data/demo.db" in look
    url = "sqlite:///demo-data/demo.db"
    assert run("timeline", "K-001", "--db", url).status == 0
    assert run("verify", "--db", url).status == 0


def test_the_demo_is_kept_when_it_is_there(run: Run) -> None:
    run("demo", "--cases", "2", "--no-serve")
    before = run("verify", "--db", "sqlite:///demo-data/demo.db").out
    ran = run("demo", "--cases", "3", "--no-serve")
    assert ran.status == 0
    assert re.match(r"Demokommunen finns redan: .* 2 ärenden, .*Börja om: --reset$", ran.out)
    assert run("verify", "--db", "sqlite:///demo-data/demo.db").out == before


def test_reset_makes_the_demo_anew(run: Run) -> None:
    run("demo", "--cases", "2", "--no-serve")
    ran = run("demo", "--cases", "3", "--no-serve", "--reset")
    assert (ran.status, len(ran.out.splitlines())) == (0, 1)
    assert " 3 ärenden, " in ran.out


def test_the_same_seed_and_day_make_the_same_municipality(run: Run) -> None:
    words = ("--cases", "2", "--today", "2026-11-23", "--no-serve")
    run("demo", *words, "--db", "sqlite:///a.db")
    run("demo", *words, "--db", "sqlite:///b.db")
    first, second = (
        run("timeline", "K-002", "--json", "--db", f"sqlite:///{name}.db").json for name in "ab"
    )
    assert first == second


def test_a_demo_stopped_half_way_leaves_nothing_behind(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(rutin: Rutin, **_told: object) -> None:
        rutin.handle(to_record(order_received, of="K1"), by=ADAM)
        raise KeyboardInterrupt

    monkeypatch.setattr(demo_command, "make_municipality", stopped)
    ran = run("demo")
    assert (ran.status, ran.err.splitlines()[-1]) == (130, "Avbrutet.")
    assert run("status", "--json", "--db", "sqlite:///demo-data/demo.db").json["facts"] == 0


def test_the_demo_never_lands_among_real_cases_by_a_setting(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUTIN_DATABASE_URL", "sqlite:///riktig.db")
    assert run("demo", "--cases", "1", "--no-serve").status == 0
    assert not Path("riktig.db").exists()


def test_a_folder_where_nothing_can_be_written_is_told(run: Run) -> None:
    Path("demo-data").write_text("en fil i vägen")
    ran = run("demo")
    assert (ran.status, ran.out) == (1, "")
    assert "Mappen demo-data går inte att skriva i" in ran.err


def test_at_a_terminal_the_demo_shows_how_far_it_has_come(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    ran = run("demo", "--cases", "2", "--no-serve")
    assert ran.status == 0
    assert "2 av 2 ärenden" in ran.err
