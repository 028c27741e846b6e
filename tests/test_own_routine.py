"""A municipality's own routine, as docs/own-routine.md tells: found, judged, cited, shown, guarded."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from examples import (
    FEB_20,
    KARIN,
    MAR_2,
    MAR_20,
    RUNNING,
    K,
    companion_ordered,
    order_received,
    service_interrupted,
)
from machines import NOON, rutin_over
from rutin.adapters.api import api
from rutin.adapters.catalogue import as_json
from rutin.adapters.cli import main
from rutin.adapters.routines import own_routines
from rutin.adapters.sql import open_journal
from rutin.application import Rutin
from rutin.application.explanation import explain
from rutin.domain import assessment
from rutin.domain.act import Fact
from rutin.domain.assessment import (
    Basis,
    Citation,
    Duty,
    Kind,
    OwnRoutine,
    Provision,
    RoutineVersion,
    act,
    judged,
    milestone,
    standing,
)
from rutin.domain.assessment.finding import Status
from rutin.domain.assessment.provision_set import SHIPPED
from rutin.domain.case import (
    CaseOfficerNotified,
    ImplementationPlanEstablished,
    ServiceStarted,
)
from rutin.domain.routine import AdoptRoutineVersion, SuspendRoutineVersion
from rutin.domain.support_relationship import AssigneeContacted
from spec import history

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLE = re.findall(
    r"^```(\w+)\n(.*?)^```",
    (DOCS / "own-routine.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
PROJECT, MODULE = (next(text for kind, text in EXAMPLE if kind == k) for k in ("toml", "python"))

COMPANION = tuple(companion_ordered if fact is order_received else fact for fact in RUNNING)
plan = ImplementationPlanEstablished(occurred_on=FEB_20, participation="participated")
asked = AssigneeContacted(occurred_on=MAR_2, purpose="other")
told_officer = CaseOfficerNotified(occurred_on=MAR_2, reason="service_delayed", in_writing=True)

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a distribution with one module and one entry point, where Python finds it."""
    before = set(sys.modules)

    def put(module: str, *, entry: str = "resa = exempelby.resa:RESA", name: str = "resa") -> None:
        package, code = entry.partition(" = ")[2].partition(":")[0].split(".")
        site = tmp_path / f"site-{package}"
        (site / package).mkdir(parents=True)
        (site / package / "__init__.py").touch()
        (site / package / f"{code}.py").write_text(module, encoding="utf-8")
        info = site / f"{package}_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {package}-{name}\nVersion: 1.0\n"
        )
        (info / "entry_points.txt").write_text(f"[rutin.routines]\n{entry}\n")
        monkeypatch.syspath_prepend(str(site))

    yield put
    for each in set(sys.modules) - before:
        del sys.modules[each]


def assessed(*given: Fact, as_of: date) -> dict[tuple[str, str], Any]:
    """Judge a case with what is installed; give each own finding by provision and instance."""
    rutin = Rutin(provisions=own_routines().provisions)
    rutin.journal.append(history(*given).recorded)
    return {
        (each.provision.id, each.course.key): each
        for each in rutin.assess(K, as_of=as_of)
        if each.routine == "RESA"
    }


# ---------------------------------------------------------------- the worked example


def test_the_entry_point_stands_in_the_project_file_as_the_test_installs_it() -> None:
    assert '[project.entry-points."rutin.routines"]\nresa = "exempelby.resa:RESA"\n' in PROJECT


def test_without_own_routines_the_shipped_ones_are_judged() -> None:
    own = own_routines()
    assert (own.found, own.provisions) == ((), SHIPPED)


def test_an_installed_routine_is_found_and_stands_after_the_shipped_ones(install: Install) -> None:
    install(MODULE)
    own = own_routines()
    (loaded,) = own.found
    assert (loaded.name, loaded.place, loaded.fault) == ("resa", "exempelby.resa:RESA", "")
    assert [each.id for each in own.provisions.all[-4:]] == [f"RESA-0{n}" for n in (1, 2, 3, 4)]
    assert own.provisions.all[:-4] == SHIPPED.all


@pytest.mark.parametrize(
    ("given", "as_of", "key", "status"),
    [
        (COMPANION, FEB_20, ("RESA-01", "-"), Status.OPEN),
        (COMPANION, date(2026, 2, 21), ("RESA-01", "-"), Status.OVERDUE),
        ((*COMPANION, plan), date(2026, 2, 21), ("RESA-01", "-"), Status.MET),
        (RUNNING, FEB_20, ("RESA-01", "-"), Status.NOT_APPLICABLE),
        (COMPANION, FEB_20, ("RESA-02", "-"), Status.NOT_APPLICABLE),
        (COMPANION, date(2026, 2, 28), ("RESA-03", "2026-02"), Status.OPEN),
        (COMPANION, date(2026, 3, 31), ("RESA-03", "2026-02"), Status.OVERDUE),
        (COMPANION, date(2026, 4, 1), ("RESA-03", "2026-02"), Status.BREACHED),
        ((*COMPANION, asked), MAR_20, ("RESA-03", "2026-03"), Status.MET),
    ],
)
def test_its_provisions_are_judged_by_the_clocks(
    install: Install, given: tuple[Fact, ...], as_of: date, key: tuple[str, str], status: Status
) -> None:
    install(MODULE)
    assert assessed(*given, as_of=as_of)[key].status is status


def test_a_deadline_has_an_instance_for_each_fact_that_sets_it(install: Install) -> None:
    install(MODULE)
    interrupted = (*COMPANION, service_interrupted)
    (late,) = [
        each
        for (provision, _), each in assessed(*interrupted, as_of=date(2026, 3, 10)).items()
        if provision == "RESA-02"
    ]
    assert (late.status, late.state.due) == (Status.OVERDUE, date(2026, 3, 9))
    assert late.state.missing == ("CaseOfficerNotified",)
    met = assessed(*interrupted, told_officer, as_of=date(2026, 3, 10))
    assert met["RESA-02", late.course.key].status is Status.MET


def test_each_finding_cites_the_municipality_s_own_document(install: Install) -> None:
    install(MODULE)
    found = assessed(*COMPANION, as_of=FEB_20)
    assert len(found) == 3
    for finding in found.values():
        assert finding.provision.citation.source == "Exempelby: Resor med ledsagare 2026"
        assert (finding.routine_version, finding.routine_status) == ("v1", "in_force")
    assert found["RESA-01", "-"].provision.citation.display == (
        "Exempelby: Resor med ledsagare 2026, rad 4–5: ”plan innan första resan”"
    )


def test_the_routine_itself_is_judged_as_any_routine(install: Install) -> None:
    install(MODULE)
    rutin = rutin_over()
    own = Rutin(rutin.journal, provisions=own_routines().provisions)
    found = {
        each.provision.id: each.status
        for each in own.assess(as_of=date(2030, 1, 1))
        if each.about == "routine/RESA"
    }
    assert found["DOC-01"] is Status.MET
    assert found["DOC-02"] is Status.OVERDUE


# ---------------------------------------------------------------- every surface


@pytest.fixture
def journal_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/rutin.db"
    with open_journal(url) as journal:
        journal.append(history(*COMPANION).recorded)
    return url


def test_the_command_line_shows_it(
    install: Install, journal_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    install(MODULE)
    words = ["assess", "--db", journal_url, "--rule", "RESA-03", "--as-of", "2026-03-05"]
    assert main(words) == 0
    shown = capsys.readouterr()
    assert "Fråga ledsagaren varje månad hur resorna går. Försenat" in shown.out
    assert shown.err == ""
    assert main([*words, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {(row["routine"], row["instance_key"]) for row in rows} == {
        ("RESA", "2026-02"),
        ("RESA", "2026-03"),
    }
    assert rows[0]["citation"] == {
        "source": "Exempelby: Resor med ledsagare 2026",
        "lines": [[9, 10]],
        "key_words": ["varje månad"],
    }
    assert main(["assess", "--db", journal_url, "--rule", "RESA-04"]) == 1
    assert "RESA-04 visas men bedöms inte: den anger ett syfte" in capsys.readouterr().err


def test_the_catalogue_shows_it(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    install(MODULE)
    assert main(["catalogue", "--format", "json"]) == 0
    provisions = json.loads(capsys.readouterr().out)["provisions"]
    assert provisions["RESA-02"]["clock"] == "DL(avbrott + 7 dagar)"
    assert provisions["RESA-02"]["not_judged"] is None
    assert provisions["RESA-04"]["not_judged"] == "den anger ett syfte, en rätt eller en gräns"
    assert list(provisions)[: len(SHIPPED.all)] == [each.id for each in SHIPPED.all]


def test_the_api_shows_it(install: Install) -> None:
    install(MODULE)
    provisions = own_routines().provisions
    rutin = Rutin(clock=lambda: NOON, provisions=provisions)
    rutin.journal.append(history(*COMPANION).recorded)
    client = TestClient(api(rutin, catalogue=lambda: as_json(provisions)))
    answer = client.get("/findings", params={"rule": "RESA-01", "as_of": "2026-02-21"})
    (row,) = answer.json()
    assert (row["subject"], row["status"], row["due"]) == (f"case/{K}", "overdue", "2026-02-20")
    assert "RESA-01" in client.get("/catalogue").json()["provisions"]


def test_rutin_doctor_lists_it(
    install: Install, journal_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    install(MODULE)
    assert main(["doctor", "--db", journal_url]) == 0
    line = next(row for row in capsys.readouterr().out.splitlines() if "Egen rutin" in row)
    assert line.split(maxsplit=3) == [
        "ok",
        "Egen",
        "rutin",
        "RESA: 4 bestämmelser (exempelby.resa:RESA)",
    ]


# ---------------------------------------------------------------- its versions


def test_a_later_version_is_adopted_as_those_of_any_routine(install: Install) -> None:
    install(MODULE)
    rutin = Rutin(clock=lambda: NOON, provisions=own_routines().provisions)
    rutin.handle(
        AdoptRoutineVersion(
            routine="RESA",
            version="v2",
            occurred_on=MAR_2,
            decided_on=MAR_2,
            decided_by="Omsorgschefen",
            responsible="Metodutvecklaren",
            valid_from=MAR_20,
            replaces=("v1",),
        ),
        KARIN,
    )
    book = rutin.routines()
    assert [each.name for each in book.versions("RESA")] == ["v1", "v2"]
    assert book.governing("RESA", date(2026, 3, 19)).name == "v1"
    assert book.governing("RESA", MAR_20).name == "v2"


def test_the_first_version_adopted_in_the_journal_too_can_be_suspended(install: Install) -> None:
    install(MODULE)
    rutin = Rutin(clock=lambda: NOON, provisions=own_routines().provisions)
    first = AdoptRoutineVersion(
        routine="RESA", version="v1", occurred_on=date(2025, 12, 10), valid_from=date(2026, 1, 1)
    )
    suspended = SuspendRoutineVersion(
        routine="RESA", version="v1", occurred_on=FEB_20, from_date=FEB_20, reason="Skrivs om."
    )
    for command in (first, suspended):
        rutin.handle(command, KARIN)
    (version,) = rutin.routines().versions("RESA")
    assert version.is_suspended_on(FEB_20)


# ---------------------------------------------------------------- what is wrong with it

BROKEN = {
    "a module that is not there": (
        "import nagot_som_inte_finns\n",
        "ModuleNotFoundError: No module named 'nagot_som_inte_finns'",
    ),
    "a name that is not there": ("RESAN = None\n", "AttributeError: module 'exempelby.resa'"),
    "something else": ("RESA = lambda: 'RESA'\n", "str är ingen OwnRoutine."),
    "a wrong id": (
        MODULE.replace('"RESA-03"', '"KLA-03"'),
        "ValueError: Bestämmelsens id KLA-03 ska börja",
    ),
}


@pytest.mark.parametrize(("module", "fault"), BROKEN.values(), ids=BROKEN)
def test_one_that_cannot_be_loaded_is_named_and_left_out(
    install: Install,
    journal_url: str,
    capsys: pytest.CaptureFixture[str],
    module: str,
    fault: str,
) -> None:
    install(module)
    assert own_routines().provisions == SHIPPED

    assert main(["assess", "--db", journal_url, "--rule", "KLA-01"]) == 0
    shown = capsys.readouterr()
    assert "KLA-01" in shown.out
    assert f"Den egna rutinen resa (exempelby.resa:RESA) är utelämnad: {fault}" in shown.err
    assert "Traceback" not in shown.err

    assert main(["doctor", "--db", journal_url]) == 1
    line = next(row for row in capsys.readouterr().out.splitlines() if "Egen rutin" in row)
    assert line.startswith("fel")
    assert fault in line


def test_of_two_with_one_short_name_the_second_is_left_out(install: Install) -> None:
    install(MODULE)
    install(MODULE, entry="resa2 = exempelby2.resa:RESA")
    first, second = own_routines().found
    assert first.routine is not None
    assert second.routine is None
    assert second.fault == "Kortnamnet RESA används av två egna rutiner."


def test_a_function_may_give_the_routine(install: Install) -> None:
    install(
        f"{MODULE}\n\ndef routine() -> OwnRoutine:\n    return RESA\n",
        entry="resa = exempelby.resa:routine",
    )
    (loaded,) = own_routines().found
    assert loaded.routine is not None


def test_a_provision_that_fails_says_so_and_stops_nothing_else(
    install: Install,
    journal_url: str,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    install(
        MODULE.replace(
            "act(ImplementationPlanEstablished)",
            "act(ImplementationPlanEstablished, that=lambda plan: plan.no_such_field)",
        )
    )
    with open_journal(journal_url) as journal:
        journal.append(
            [
                replace(each, position=0)
                for each in history(*COMPANION, plan).recorded[len(COMPANION) :]
            ]
        )
    words = ["assess", "--db", journal_url, "--case", K, "--as-of", "2026-03-05", "--all"]
    assert main(words) == 0
    shown = capsys.readouterr()
    assert "RESA-01" in shown.out
    assert "bestämmelsen gick inte att bedöma, den har ett fel" in shown.out
    assert "RESA-03" in shown.out
    assert shown.err == ""
    (told,) = caplog.messages
    assert told.startswith("RESA-01 gick inte att bedöma: AttributeError i ")


version = RoutineVersion(routine="HEM", name="v1", valid_from=FEB_20)
provision = Provision(
    "HEM-01", Citation("Rutin"), "Gör det.", "Do it.", Kind.OBLIGATION, (), (), Basis.SEED
)
check = milestone(act(ServiceStarted), by=act(ServiceStarted))


@pytest.mark.parametrize(
    ("routine", "told"),
    [
        (lambda: OwnRoutine(replace(version, routine="KLA"), (replace(provision, id="KLA-99"),), {}),
         "Kortnamnet KLA är redan en av Rutins egna rutiner."),
        (lambda: OwnRoutine(replace(version, routine="LAW"), (replace(provision, id="LAW-99"),), {}),
         "Kortnamnet LAW är redan"),
        (lambda: OwnRoutine(replace(version, routine="hem"), (replace(provision, id="hem-01"),), {}),
         "Kortnamnet hem ska vara 2–20 stora bokstäver"),
        (lambda: OwnRoutine(version, (), {}), "Rutinen HEM har ingen bestämmelse."),
        (lambda: OwnRoutine(version, (replace(provision, id="KLA-01"),), {}),
         "Bestämmelsens id KLA-01 ska börja med HEM-."),
        (lambda: OwnRoutine(version, (provision, provision), {}), "Id HEM-01 används två gånger."),
        (lambda: OwnRoutine(version, (replace(provision, applies_to=("taxi",)),), {}),
         "HEM-01: insatsen taxi finns inte."),
        (lambda: OwnRoutine(version, (replace(provision, responsible=("chef",)),), {}),
         "HEM-01: rollen chef finns inte."),
        (lambda: OwnRoutine(version, (provision,), {"HEM-02": check}),
         "HEM-02 bedöms men finns inte bland bestämmelserna."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(routine: Callable[[], OwnRoutine], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        routine()


def test_a_check_may_be_a_function_of_the_case_file() -> None:
    @judged("O")
    def anything(file: Any) -> Iterator[Duty]:
        yield Duty(missing=("en egen sak",), until=None if file.facts else FEB_20)

    of_contact_persons = replace(provision, applies_to=("contact_person",))
    own = SHIPPED.joined_by([OwnRoutine(version, (of_contact_persons,), {"HEM-01": anything})])
    rutin = Rutin(provisions=own)
    rutin.journal.append(history(*RUNNING).recorded)
    (finding,) = rutin.assess(K, rule="HEM-01", as_of=FEB_20)
    assert finding.status is Status.OPEN
    assert explain(finding).swedish.endswith("Saknas: en egen sak.")


def test_what_is_given_no_last_day_holds_for_good() -> None:
    held = standing(act(ImplementationPlanEstablished), since=act(ServiceStarted), said="plan")
    of_contact_persons = replace(provision, applies_to=("contact_person",))
    own = SHIPPED.joined_by([OwnRoutine(version, (of_contact_persons,), {"HEM-01": held})])
    rutin = Rutin(provisions=own)
    rutin.journal.append(history(*RUNNING, plan.but(occurred_on=MAR_2)).recorded)
    (before,) = rutin.assess(K, rule="HEM-01", as_of=FEB_20)
    (since,) = rutin.assess(K, rule="HEM-01", as_of=date(2030, 1, 1))
    assert (before.status, since.status) == (Status.OVERDUE, Status.MET)


def test_the_names_that_a_routine_is_written_with_are_documented() -> None:
    text = (DOCS / "own-routine.md").read_text(encoding="utf-8")
    assert [name for name in assessment.__all__ if not re.search(rf"\b{name}\b", text)] == []
