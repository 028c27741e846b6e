"""Lines as JSON and as files: in Swedish, whole, and never a formula in a spreadsheet program."""

import csv
import io
import json
import sys
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rutin.adapters.lines import FILES, columns, lines_as_json, plain
from rutin.adapters.lines.xlsx_file import MOST
from rutin.application.query import AnyQuery
from rutin.domain.label import label
from rutin.domain.refusal import Malformed, Unavailable
from rutin.domain.values import Hours, Month
from rutin.projections import QUERIES

EVERY_QUERY = pytest.mark.parametrize("query", QUERIES, ids=lambda each: each.name)
SHEET = "xl/worksheets/sheet1.xml"
IN_A_SHEET = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Line:
    name: Annotated[str, label("Namn")]
    number: Annotated[int | None, label("Antal", "Hur många.")]
    day: Annotated[date | None, label("Dag")]
    sure: Annotated[bool, label("Säkert")]
    words: Annotated[tuple[str, ...], label("Ord på svenska")]
    colour: Annotated[Colour, label("Färg")]
    month: Annotated[Month, label("Månad")]
    hours: Annotated[Hours | None, label("Timmar")] = None


KNOWN = Line(
    "Åsa Öberg Ärlig",
    -7,
    date(2026, 3, 4),
    True,
    ("ett", "två"),
    Colour.RED,
    Month(2026, 3),
    Hours("14.5"),
)
BLANK = Line("", None, None, False, (), Colour.RED, Month(2026, 3))
INJECTED = ("=1+1", "+46701740605", "-1", "@x", "\t=1+1", "\r=1+1", "https://exempel.se/", "{=1+1}")


def written(form: str, *lines: object) -> bytes:
    out = io.BytesIO()
    FILES[form](type(lines[0]), lines, out)
    return out.getvalue()


def rows_of_csv(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def part(content: bytes, name: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return ET.fromstring(file.read(name))  # noqa: S314 - we have just written it


def rows_of_xlsx(content: bytes) -> list[dict[str, str]]:
    """Give each row as its cells: by column letter, text or number."""
    texts = [
        "".join(each.itertext())
        for each in part(content, "xl/sharedStrings.xml").iterfind("s:si", IN_A_SHEET)
    ]
    rows = []
    for row in part(content, SHEET).iterfind(".//s:row", IN_A_SHEET):
        told = {}
        for cell in row.iterfind("s:c", IN_A_SHEET):
            value = cell.findtext("s:v", "", IN_A_SHEET)
            told[cell.attrib["r"][0]] = texts[int(value)] if cell.get("t") == "s" else value
        rows.append(told)
    return rows


# ---------------------------------------------------------------- columns


@EVERY_QUERY
def test_every_field_of_a_line_has_a_swedish_title_of_its_own(query: type[AnyQuery]) -> None:
    titles = [column.title for column in columns(query.line)]
    assert titles
    assert len(set(titles)) == len(titles)


@EVERY_QUERY
def test_every_field_that_may_be_asked_for_has_a_swedish_title(query: type[AnyQuery]) -> None:
    assert [name for name, info in query.model_fields.items() if not info.title] == []


def test_names_of_queries_are_their_own() -> None:
    assert len({query.name for query in QUERIES}) == len(QUERIES)


def test_a_column_tells_what_its_label_tells() -> None:
    name, number, *_ = columns(Line)
    assert (name.name, name.title, name.help) == ("name", "Namn", "")
    assert (number.title, number.help) == ("Antal", "Hur många.")


def test_a_field_without_a_label_is_refused() -> None:
    @dataclass(frozen=True)
    class Unlabelled:
        name: str

    with pytest.raises(TypeError, match="name has no Swedish label"):
        columns(Unlabelled)


# ---------------------------------------------------------------- JSON


def test_a_line_as_json_has_days_as_iso_8601_and_several_values_as_a_list() -> None:
    assert list(plain(Line, [KNOWN])) == [
        {
            "name": "Åsa Öberg Ärlig",
            "number": -7,
            "day": "2026-03-04",
            "sure": True,
            "words": ["ett", "två"],
            "colour": "red",
            "month": "2026-03",
            "hours": "14.5",
        }
    ]


@pytest.mark.parametrize("lines", [[], [KNOWN], [KNOWN, BLANK]])
def test_lines_as_json_are_one_array(lines: list[Line]) -> None:
    assert json.loads(lines_as_json(Line, lines)) == list(plain(Line, lines))


# ---------------------------------------------------------------- CSV


def test_csv_is_utf_8_with_a_mark_semicolons_and_a_heading_in_swedish() -> None:
    assert (
        written("csv", KNOWN, BLANK)
        == (
            "\ufeffNamn;Antal;Dag;Säkert;Ord på svenska;Färg;Månad;Timmar\r\n"
            "Åsa Öberg Ärlig;-7;2026-03-04;ja;ett, två;red;2026-03;14,50\r\n"
            ";;;nej;;red;2026-03;\r\n"
        ).encode()
    )


@pytest.mark.parametrize("text", INJECTED)
def test_no_text_begins_a_formula_in_csv(text: str) -> None:
    line = Line(text, -1, None, False, (text,), Colour.RED, Month(2026, 3))
    _, (name, number, _, _, words, *_) = rows_of_csv(written("csv", line))
    assert not name.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert name.removeprefix("'") == text
    assert words == name
    assert number == "-1", "a number is no text"


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_csv_says_every_text_again(text: str) -> None:
    line = Line(text, 1, None, False, (), Colour.RED, Month(2026, 3))
    heading, row = rows_of_csv(written("csv", line))
    assert len(heading) == len(row)
    assert row[0] in (text, f"'{text}")


# ---------------------------------------------------------------- XLSX


def test_a_sheet_has_a_heading_in_swedish_and_values_of_their_own_kinds() -> None:
    heading, row, blank = rows_of_xlsx(written("xlsx", KNOWN, BLANK))
    assert list(heading.values()) == [column.title for column in columns(Line)]
    days = (date(2026, 3, 4) - date(1899, 12, 30)) // timedelta(days=1)
    assert list(row.values()) == [
        *("Åsa Öberg Ärlig", "-7", str(days), "ja", "ett, två", "red", "2026-03", "14.5")
    ]
    assert "B" not in blank, "what is not known is an empty cell"
    assert "C" not in blank


def test_the_heading_of_a_sheet_stays_in_sight_is_bold_and_filters() -> None:
    content = written("xlsx", KNOWN, BLANK)
    sheet = part(content, SHEET)
    pane = sheet.find(".//s:pane", IN_A_SHEET)
    assert pane is not None
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    filtered = sheet.find("s:autoFilter", IN_A_SHEET)
    assert filtered is not None
    assert filtered.get("ref") == "A1:H3"
    assert part(content, "xl/styles.xml").find(".//s:font/s:b", IN_A_SHEET) is not None


@pytest.mark.parametrize("text", INJECTED)
def test_a_text_in_a_sheet_is_neither_a_formula_nor_a_link(text: str) -> None:
    line = Line(text, -1, None, False, (text,), Colour.RED, Month(2026, 3))
    content = written("xlsx", line)
    assert rows_of_xlsx(content)[1]["A"] == text.replace("\r", "_x000D_")
    sheet = part(content, SHEET)
    assert sheet.findall(".//s:f", IN_A_SHEET) == []
    assert sheet.findall(".//s:hyperlink", IN_A_SHEET) == []


def test_the_same_lines_give_the_same_sheet_to_the_byte() -> None:
    assert written("xlsx", KNOWN, BLANK) == written("xlsx", KNOWN, BLANK)


def test_a_text_that_there_is_no_room_for_is_cut_and_shows_it() -> None:
    line = Line("å" * 40_000, None, date(1899, 12, 31), False, (), Colour.RED, Month(2026, 3))
    row = rows_of_xlsx(written("xlsx", line))[1]
    assert row["A"] == "å" * 32_765 + " …"
    assert row["C"] == "1899-12-31", "a day before the first there is"


def test_more_lines_than_a_sheet_has_room_for_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST == 2**20 - 1, "a row is the heading's"
    monkeypatch.setattr("rutin.adapters.lines.xlsx_file.MOST", 2)
    assert len(rows_of_xlsx(written("xlsx", *[KNOWN] * 2))) == 1 + 2
    with pytest.raises(Malformed, match="csv") as told:
        written("xlsx", *[KNOWN] * 3)
    assert told.value.problems[0].code == "too_many_lines"


def test_without_the_package_for_sheets_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(Unavailable, match=r"rutin\[cli\]") as told:
        written("xlsx", KNOWN)
    assert told.value.code == "xlsx_missing"
    assert written("csv", KNOWN)


@pytest.mark.parametrize("form", FILES)
def test_it_is_told_how_many_lines_were_written(form: str) -> None:
    assert FILES[form](Line, [], io.BytesIO()) == 0
    assert FILES[form](Line, [KNOWN, BLANK], io.BytesIO()) == 2


@EVERY_QUERY
@pytest.mark.parametrize("form", FILES)
def test_an_answer_without_lines_is_a_heading(query: type[AnyQuery], form: str) -> None:
    out = io.BytesIO()
    FILES[form](query.line, [], out)
    rows = (
        rows_of_csv(out.getvalue())
        if form == "csv"
        else [list(row.values()) for row in rows_of_xlsx(out.getvalue())]
    )
    assert rows == [[column.title for column in columns(query.line)]]
