"""`rutin ask` and `rutin export` of queries, as people and programs meet them."""

import csv
import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from examples import ADAM, order_received
from histories.disorder import history_of
from rutin.adapters.bench.many_alike import alike
from rutin.adapters.cli.database import BY
from rutin.adapters.cli.labels import chosen
from rutin.adapters.cli.layouts import LAYOUTS, SHOWN
from rutin.adapters.cli.program import main
from rutin.adapters.cli.query_options import choices, written
from rutin.adapters.lines import FILES, columns
from rutin.adapters.sql import open_journal
from rutin.application.query import AnyQuery
from rutin.domain.intervention import Intervention
from rutin.domain.routines import PROVISIONS
from rutin.projections import QUERIES
from rutin.projections.cases import Cases, Stage
from spec import history, told

AS_OF = "2026-05-04"
A_PAGE = Cases().limit
EVERY_QUERY = pytest.mark.parametrize("query", QUERIES, ids=lambda each: each.name)


def filled(url: str) -> str:
    """Fill a database with a few cases."""
    with open_journal(url) as journal:
        journal.append(list(history_of(7).recorded))
        for number in (1, 2):
            journal.append(list(alike(number)))
    return url


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database that no test changes."""
    return filled(f"sqlite:///{tmp_path_factory.mktemp('asked')}/rutin.db")


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str]) -> Any:
    def ran(*words: str, status: int = 0) -> str:
        database = () if "--db" in words else ("--db", url)
        assert main([*words, *database]) == status
        out, err = capsys.readouterr()
        return err if status else out

    return ran


@pytest.fixture
def ask(run: Any) -> Any:
    """Ask a query and give the lines of its answer."""

    def asked(*words: str) -> Any:
        return json.loads(run("ask", *words, "--json"))

    return asked


# ---------------------------------------------------------------- made of the queries


def test_every_query_is_listed_with_its_title(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask"]) == main(["ask", "--help"]) == 0
    once, again = capsys.readouterr().out.split("Användning: ")[1:]
    assert once == again
    for query in QUERIES:
        assert f"  {query.name} " in once
        assert query.title in once


@EVERY_QUERY
def test_a_querys_options_are_its_fields(query: type[AnyQuery], run: Any) -> None:
    told = run("ask", query.name, "--help")
    assert query.title in told
    for name, info in query.model_fields.items():
        assert f"  {written(name)} " in told
        assert (info.title or "?") in told


@EVERY_QUERY
def test_whoever_has_the_database_may_ask_anything(query: type[AnyQuery]) -> None:
    assert BY.role in query.permitted


@EVERY_QUERY
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_every_query_is_answered_in_every_form(
    query: type[AnyQuery], form: str, run: Any, ask: Any
) -> None:
    required = [info.title for info in query.model_fields.values() if info.is_required()]
    out = run("ask", query.name, "--format", form, status=2 if required else 0)
    assert out
    if not required:
        lines = ask(query.name)
        names = [column.name for column in columns(query.line)]
        assert all(list(line) == names for line in lines)


def test_another_name_is_told_which_may_have_been_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["ask", "worklst"]) == 2
    assert capsys.readouterr().err == "Frågan worklst finns inte. Menade du worklist?\n"
    assert main(["ask", "xyz"]) == 2
    assert "rutin ask --help visar alla." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("cases", "--intervention", "taxi"),
            "--intervention: Insats (intervention) har ett värde",
        ),
        (("cases", "--limit", "många"), "--limit: Högst så många (limit) ska vara ett heltal."),
        (("cases", "--limit", "0"), "--limit: Högst så många (limit) ska vara minst 1."),
        (("cases", "--unit", ""), "--unit: Enhet (unit) får inte vara tomt."),
        (("worklist", "--as-of", "i går"), "ska vara ett datum som finns"),
        (("worklist", "--role", "chef"), "Välj bland: 'administrator'"),
        (("compliance", "--by-unit=ja"), "Valet --by-unit tar inget värde."),
        (("cases", "--untt", "syd"), "Valet --untt finns inte. Menade du --out eller --unit?"),
        (("cases", "--format", "pdf"), "--format: Välj table, json, csv eller xlsx."),
        (("cases", "--out", "x.csv"), "--out: Välj --format csv eller xlsx till en fil."),
    ],
)
def test_what_cannot_be_asked_is_told_in_swedish(
    run: Any, words: tuple[str, ...], told: str
) -> None:
    err = run("ask", *words, status=2)
    assert told in err
    assert f"rutin ask {words[0]} --help visar hur kommandot skrivs." in err


def test_everything_that_is_wrong_is_told_at_once(run: Any) -> None:
    err = run("ask", "cases", "--limit", "x", "--skip", "-1", status=2)
    assert "--limit: " in err
    assert "--skip: " in err


def test_columns_and_layouts_are_those_of_queries_that_there_are() -> None:
    by_name = {query.name: query for query in QUERIES}
    assert LAYOUTS.keys() <= by_name.keys()
    for name, shown in SHOWN.items():
        assert set(shown) <= {column.name for column in columns(by_name[name].line)}


@EVERY_QUERY
def test_every_choice_is_told_in_swedish(query: type[AnyQuery]) -> None:
    asked = [choice for each in query.model_fields.values() for choice in choices(each.annotation)]
    told = [
        choice
        for column in columns(query.line)
        if column.name != "urgency"  # a heading of its own in the worklist
        for choice in choices(column.holds)
    ]
    assert [choice for choice in (*asked, *told, *Stage) if chosen(choice) == choice] == []


# ---------------------------------------------------------------- what they answer


def test_every_number_has_a_list_behind_it_that_says_what_assess_says(run: Any, ask: Any) -> None:
    counted = ask("compliance", "--as-of", AS_OF)
    assessed = Counter(
        (each["rule_id"], each["status"], each["late"])
        for each in json.loads(run("assess", "--as-of", AS_OF, "--json"))
        if not each["subject"].startswith("routine/")
        and each["reason"] != "gäller inte den här insatsen"
    )
    told = {(each["rule_id"], each["status"], each["late"]): each["count"] for each in counted}
    assert told == assessed
    for each in counted[::10]:
        is_late = "true" if each["late"] else "false"
        narrowed = ("--rule", each["rule_id"], "--status", each["status"], "--late", is_late)
        listed = ask("findings", "--as-of", AS_OF, *narrowed)
        assert len(listed) == each["count"]
        assert {row["rule_id"] for row in listed} == {each["rule_id"]}


def test_the_figures_are_a_table_with_a_row_for_each_provision_in_catalogue_order(run: Any) -> None:
    heading, *rows, last = run("ask", "compliance", "--as-of", AS_OF).splitlines()
    assert heading.split() == [
        *("Bestämmelse", "uppfylld", "sent", "öppen", "försenad", "bruten", "gäller", "inte")
    ]
    shown = [row.split()[0] for row in rows]
    assert shown == [each.id for each in PROVISIONS if each.id in set(shown)]
    assert last.endswith(" bedömningar.")


def test_figures_are_divided_and_small_ones_left_out(run: Any) -> None:
    divided = ("ask", "compliance", "--as-of", AS_OF, "--rule", "KLA-01", "--by-intervention")
    heading, *rows, last = run(*divided).splitlines()
    assert heading.split()[:2] == ["Bestämmelse", "Insats"]
    assert [row.split()[:3] for row in rows] == [
        ["KLA-01", "ledsagarservice", "2"],
        ["KLA-01", "kontaktperson", "1"],
    ]
    assert last == "3 bedömningar."
    _, *rows, _, last = run(*divided, "--suppress").splitlines()
    assert [row.split()[2] for row in rows] == ["..", ".."]
    assert last == "Det som rör för få ärenden för att visas står som .. och räknas inte in."


def test_what_is_recorded_shows_at_once(database_url: str, ask: Any) -> None:
    asked = ("compliance", "--as-of", AS_OF, "--rule", "KLA-01", "--db", filled(database_url))
    before = ask(*asked)
    with open_journal(database_url) as journal:
        journal.append(list(alike(3)))
    after = ask(*asked)
    assert sum(each["count"] for each in after) == sum(each["count"] for each in before) + 1


def test_a_units_or_an_interventions_cases_are_counted_alone(ask: Any) -> None:
    def count(*narrowed: str) -> int:
        return sum(each["count"] for each in ask("compliance", "--as-of", AS_OF, *narrowed))

    by_intervention = [count("--intervention", each) for each in get_args(Intervention)]
    assert sum(by_intervention) == count() > 0
    assert count("--unit", ADAM.unit) == count()
    assert count("--unit", "finns-inte") == 0


def test_what_was_known_at_an_earlier_moment_is_worked_out_when_it_is_asked(ask: Any) -> None:
    counted = ask("compliance", "--as-of", AS_OF, "--known-at", "2025-12-31T12:00")
    assert counted
    assert sum(each["count"] for each in counted) < sum(
        each["count"] for each in ask("compliance", "--as-of", AS_OF)
    )


def test_a_file_of_what_was_known_is_written_once_it_is_worked_out(run: Any, ask: Any) -> None:
    then = ("findings", "--as-of", AS_OF, "--known-at", "2025-12-31T13:00")
    _, *rows = run("ask", *then, "--format", "csv").splitlines()
    assert len(rows) == len(ask(*then)) > 0


def test_a_day_that_is_too_far_off_is_told(run: Any) -> None:
    assert "till och med" in run("ask", "compliance", "--as-of", "2199-01-01", status=1)


@pytest.mark.parametrize("as_of", ["2026-02-02", AS_OF])
def test_each_task_is_what_assess_says_is_open_or_overdue(run: Any, ask: Any, as_of: str) -> None:
    listed = ask("worklist", "--as-of", as_of)
    assert listed
    assessed = {
        (each["rule_id"], each["subject"], each["instance_key"]): each
        for each in json.loads(
            run("assess", "--as-of", as_of, "--status", "open,overdue", "--json")
        )
    }
    for task in listed:
        for rule in task["rule_ids"]:
            finding = assessed[rule, task["subject"], task["instance_key"]]
            assert finding["status"] == task["status"]
            assert task["by"] in (finding["due"], finding["since"])


def test_the_worklist_is_grouped_by_how_pressing_it_is(run: Any, ask: Any) -> None:
    out = run("ask", "worklist", "--as-of", AS_OF)
    listed = ask("worklist", "--as-of", AS_OF)
    counted = Counter(task["urgency"] for task in listed if task["by"])
    next_steps = [task for task in listed if not task["by"]]
    titles = [
        f"Mer än en månad försenat ({counted['very_late']})",
        f"Försenat ({counted['late']})",
        f"Den här veckan ({counted['this_week']})",
        f"Senare, inom fyra veckor ({counted['coming']})",
        f"Nästa steg, utan bestämd dag ({len(next_steps)})",
    ]
    assert next_steps
    assert "None" not in out
    places = [out.index(title) for title in titles]
    assert places == sorted(places)
    nothing = run("ask", "worklist", "--as-of", AS_OF, "--unit", "öst")
    assert nothing == f"Inget är försenat, och inget att göra inom fyra veckor från {AS_OF}.\n"
    page = run("ask", "worklist", "--as-of", AS_OF, "--limit", "1")
    assert "(1 visas)" in page
    assert "visas)" not in out


def test_a_query_is_saved_under_a_name_and_asked_again(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(database_url)

    def ran(*words: str, status: int = 0) -> str:
        assert main(["ask", *words, "--db", database_url]) == status
        out, err = capsys.readouterr()
        return err if status else out

    assert ran("--saved") == "0 sparade frågor.\n"
    once = ran("cases", "--case", "K-1", "--save", "Bara ettan")
    assert "K-1" in once
    assert "K-2" not in once
    assert ran("--saved", "Bara ettan") == once
    (line,) = json.loads(ran("--saved", "Bara ettan", "--json"))
    assert line["case"] == "K-1"
    listed = ran("--saved")
    assert "Bara ettan" in listed
    assert '{"case": "K-1"}' in listed
    assert json.loads(ran("--saved", "--json")) == [
        {"query": "cases", "asked": {"case": "K-1"}, "name": "Bara ettan"}
    ]
    assert "ingen sparad fråga som heter Bara tvåan" in ran("--saved", "Bara tvåan", status=1)
    assert "Namn (name)" in ran("cases", "--save", "x" * 81, status=1)


def test_a_page_says_that_there_may_be_more(run: Any) -> None:
    more = "Det kan finnas fler: välj ett större --limit, eller --skip för nästa sida."
    assert run("ask", "cases", "--limit", "2").splitlines()[-2:] == ["2 rader.", more]
    assert run("ask", "cases").splitlines()[-1] == "3 rader."
    assert run("ask", "cases", "--limit", "2", "--skip", "2").splitlines()[-1] == "1 rad."


def test_a_table_is_in_swedish(run: Any) -> None:
    heading, row, *_ = run("ask", "cases", "--case", "K1").splitlines()
    assert heading.split()[:3] == ["Ärende", "Namn", "Insats"]
    assert row.split()[:3] == ["K1", "kontaktperson", "syd"]


# ---------------------------------------------------------------- to files


def test_an_answer_is_written_to_a_file_that_did_not_exist(
    run: Any, ask: Any, tmp_path: Path
) -> None:
    file = tmp_path / "ärenden.csv"
    to_file = ("ask", "cases", "--limit", "2", "--format", "csv", "--out", str(file))
    assert run(*to_file) == f"2 rader skrivna till {file}.\n"
    text = file.read_bytes().decode("utf-8-sig")
    _, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert [row[0] for row in rows] == [line["case"] for line in ask("cases", "--limit", "2")]
    assert "finns redan" in run(*to_file, status=2)


def test_a_sheet_is_written_to_a_file(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "register.xlsx"
    run("ask", "register", "--format", "xlsx", "--out", str(file))
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(file).namelist()


@pytest.fixture
def many(database_url: str) -> str:
    """A database with more cases than a page holds."""
    orders = (
        told(order_received.but(order_no=f"B{number}"), of=f"K-{number}")
        for number in range(A_PAGE + 1)
    )
    with open_journal(database_url) as journal:
        journal.append(list(history(*orders).recorded))
    return database_url


@pytest.mark.parametrize("form", FILES)
def test_a_file_has_every_line_unless_it_is_said_how_many(
    many: str, form: str, run: Any, tmp_path: Path
) -> None:
    def rows(*words: str) -> str:
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.{form}"
        said = run(*words, "--db", many, "--format", form, "--out", str(file))
        return str(said).removesuffix(f" till {file}.\n")

    assert rows("ask", "cases") == "201 rader skrivna"
    assert rows("export", "--query", "cases") == "201 rader skrivna"
    assert rows("ask", "cases", "--skip", "1") == "200 rader skrivna"
    assert rows("ask", "cases", "--limit", str(A_PAGE)) == "200 rader skrivna"
    run("ask", "cases", "--unit", "syd", "--save", "Syd", "--db", many)
    assert rows("ask", "--saved", "Syd") == "201 rader skrivna"
    assert len(json.loads(run("ask", "cases", "--json", "--db", many))) == A_PAGE


def test_what_a_sheet_has_no_room_for_is_told_and_no_part_of_it_is_written(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rutin.adapters.lines.xlsx_file.MOST", 2)
    file = tmp_path / "ärenden.xlsx"
    err = run("ask", "cases", "--format", "xlsx", "--out", str(file), status=1)
    assert "fler än de 2 rader" in err
    assert not file.exists()


def test_an_export_is_what_is_asked_and_its_help_says_where_to_narrow_it(run: Any) -> None:
    exported = run("export", "--format", "csv", "--query", "cases")
    assert exported == run("ask", "cases", "--format", "csv")
    assert "rutin ask FRÅGA --format csv" in run("export", "--help")
    assert "En fil har alla" in run("ask", "cases", "--help")


def test_an_export_of_figures_is_of_the_day_asked_about(run: Any) -> None:
    by_export = run("export", "--format", "csv", "--query", "compliance", "--as-of", AS_OF)
    assert by_export == run("ask", "compliance", "--format", "csv", "--as-of", AS_OF)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--format", "csv"), "--query behövs för csv"),
        (
            ("--format", "csv", "--query", "case"),
            "--query: Frågan case finns inte. Menade du cases?",
        ),
        (("--format", "ocel", "--query", "cases"), "--query: Välj --format csv eller xlsx"),
        (
            ("--format", "csv", "--query", "cases", "--as-of", AS_OF),
            "--as-of: Fältet as_of finns inte",
        ),
        (
            ("--format", "csv", "--query", "cases", "--known-at", AS_OF),
            "--known-at: Fältet known_at finns inte",
        ),
    ],
)
def test_what_cannot_be_exported_is_told(run: Any, words: tuple[str, ...], told: str) -> None:
    assert told in run("export", *words, status=2)
