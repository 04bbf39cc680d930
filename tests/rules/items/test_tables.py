"""Items as tables: one in each row, read from what spreadsheets here save, written so that nothing becomes a formula."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from openpyxl import load_workbook

from academy.items import formats
from academy.items.formats import Going, Level
from academy.items.formats.csv_file import CSV
from academy.items.formats.parts import parts
from academy.items.formats.table_words import EXPLAINED
from academy.items.formats.tables import head_of
from academy.items.formats.xlsx_file import XLSX
from academy.items.kinds import kind_named, parse
from tests.rules.items.going import KINDS, going, meaning

HEAD = "kind;prompt;a;b;right\n"
CYRILLIC = HEAD + "single-choice;Шта је то?;Кљун;Жица;a\n"
LATIN = HEAD + "single-choice;Što je to žica ćeš?;Čuješ;Đak;a\n"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("hotspot", "labels")])
def test_nothing_of_a_kind_is_lost_in_a_row(kind: str) -> None:
    """What every item has and what is the kind's own comes back from a table, whole."""

    @settings(max_examples=8, deadline=None)
    @given(going(kinds=(kind,)))
    def there_and_back(item: Going) -> None:
        gone = formats.write("csv", [item])
        assert gone.losses == []
        reading = formats.read(gone.content, "x.csv")
        assert [line for line in reading.lines if line.level is not Level.UNDERSTOOD] == []
        assert meaning(parse(reading.items[0].data)) == meaning(item.item)
        assert reading.items[0].category == item.category

    there_and_back()


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (CYRILLIC, "utf-8", "UTF-8"),
        (CYRILLIC, "utf-8-sig", "UTF-8"),
        (CYRILLIC, "utf-16", "UTF-16"),
        (CYRILLIC, "cp1251", "Windows-1251"),
        (LATIN, "cp1250", "Windows-1250"),
    ],
)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators_are_told_apart(text: str, encoding: str, told: str, separator: str) -> None:
    """And the report says what was taken; a guess is an approximation."""
    reading = formats.read(text.replace(";", separator).encode(encoding), "x.csv")
    assert reading.items[0].data["prompt"] == text.split("\n")[1].split(";")[1]
    assert reading.items[0].data["choices"][0] == {"text": text.split("\n")[1].split(";")[2], "right": True}
    line = reading.lines[0]
    assert line.values == {
        "encoding": told,
        "separator": {";": "semicolons", ",": "commas", "\t": "tabs"}[separator],
    }
    assert line.level is (Level.APPROXIMATED if told.startswith("Windows") else Level.UNDERSTOOD)


@pytest.mark.parametrize(
    ("right", "is_true"),
    [
        ("ДА", True), ("ne", False), ("Тачно", True), ("netačno", False), ("po", True), ("Jo", False),
        ("e vërtetë", True), ("e gabuar", False),
    ],
)  # fmt: skip
def test_truths_are_read_in_every_language_of_the_region(right: str, is_true: bool) -> None:
    """An author fills the cell in her own language."""
    reading = formats.read(f"kind;prompt;right\ntrue-false;Is it so?;{right}\n".encode(), "x.csv")
    assert reading.items[0].data["answer"] is is_true


def test_excel_says_its_separator_itself() -> None:
    """A first line ``sep=;`` is no head; the lines of the report go on counting it."""
    reading = formats.read(f"sep=;\r\n{HEAD}true-false;Is it so?;;;maybe\r\n".encode(), "x.csv")
    assert [(line.number, line.code) for line in reading.lines[1:]] == [(3, "row-truth")]


def test_a_report_names_the_row() -> None:
    """What is wrong with a row is said with its line; the others come in."""
    rows = [
        "kind,key,prompt,a,b,c,right,settings,points,gate,colour",
        'single-choice,one,"Over\ntwo lines",x,y,,b,,2,yes,red',
        "single-choice,two,Which?,x,y,,c,,,,",
        "poem,three,Which?,,,,,,,,",
        "multiple-choice,four,Which?,x,y,z,a c,marking: all-or-nothing; mood: good,,,",
        "multiple-choice,five,Which?,x,y,z,a c,marking,,,",
        "true-false,six,Is it?,,,,T,,,perhaps,",
        "numeric,seven,How many?,a few,,,,,,,",
        ",,,,,,,,,,",
        "true-false,eight,Is it?,,,,T,,,,,,,,more",
        "true-false,nine,,,,,T,,,,",
        'numeric,ten,How many?,"1,5",km | 1000,,,unit: m; unit is: chosen; tolerance: 5; tolerance in: percent,,,',
    ]
    reading = formats.read("\n".join(rows).encode(), "x.csv")
    assert [entry.data["key"] for entry in reading.items] == ["one", "four", "ten"]
    assert reading.items[0].data["points"] == 2 and reading.items[0].data["gate"] is True
    assert reading.items[2].data["units"] == [{"text": "km", "factor": 1000}]
    told = [(line.number, line.code) for line in reading.lines if line.level is not Level.UNDERSTOOD]
    assert told == [
        (1, "table-column-unknown"),
        (4, "row-right"),
        (5, "row-kind"),
        (6, "setting-unknown"),
        (7, "row-setting"),
        (8, "row-unclear"),
        (9, "number-unreadable"),
        (11, "row-beyond"),
        (12, "item-invalid"),
    ]


@pytest.mark.parametrize(
    "words", ["=1+1", "+SUM(A1)", "-2", "@x", "'=1", "''=1", "\u200b=1", "＝1", "'a", "\t=1"]
)
def test_no_cell_becomes_a_formula(words: str) -> None:
    """Text files get an apostrophe, which reading takes away; workbooks hold texts that stay texts."""
    item = Going(parse({"key": "k", "kind": "true-false", "prompt": "P", "answer": True, "source": words}))
    gone = formats.write("csv", [item])
    cell = gone.content.decode().rstrip().rsplit(",", 1)[1].strip('"')
    assert cell.startswith("'")
    assert formats.read(gone.content, "x.csv").items[0].data["source"] == words.strip()
    book = formats.write("xlsx", [item])
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    found = sheet.cell(2, head_of().index("source") + 1)
    assert found.data_type == "s"
    assert formats.read(book.content, "x.xlsx").items[0].data["source"] == words.strip()


def workbook(*rows: list[Any]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        date = book.add_format({"num_format": "d.m.yyyy"})
        for across, row in enumerate(rows):
            for down, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(across, down, value, date)
                else:
                    sheet.write(across, down, value)
    return made.getvalue()


def test_a_workbook_has_numbers_truths_dates_and_formulas() -> None:
    """Numbers and truths are words; a date is said; a formula is refused."""
    reading = formats.read(
        workbook(
            ["Our questions"],
            ["Kind", "Question", "A", "B", "Right"],
            ["True or false", "Is it?", None, None, True],
            ["numeric", "How many?", 2.5, None, None],
            ["single choice", "When?", datetime(2024, 5, 1), "never", "a"],  # noqa: DTZ001
            ["single choice", "What?", "=1+1", "never", "a"],
        ),
        "x.xlsx",
    )
    truth, number, date = (entry.data for entry in reading.items)
    assert (truth["answer"], number["answer"], date["choices"][0]["text"]) == (True, 2.5, "2024-05-01")
    told = [(line.number, line.code) for line in reading.lines if line.level is not Level.UNDERSTOOD]
    assert told == [(5, "cell-date"), (6, "cell-formula")]


def test_the_template_explains_every_column_and_kind() -> None:
    """An empty template has no question; its second sheet names each column and each kind that fits a row."""
    made = XLSX.template(titles=("items", "What: to write?"), explained=EXPLAINED)
    assert [line.code for line in formats.read(made, "x.xlsx").lines] == ["nothing-found"]
    assert [line.code for line in formats.read(CSV.template(), "x.csv").lines] == ["nothing-found"]
    assert load_workbook(io.BytesIO(made)).sheetnames == ["items", "What  to write"]
    named = {name for name, _words in EXPLAINED}
    assert {name for name in head_of() if len(name) > 1} <= named
    assert {kind for kind, _part in parts("row")} <= named
    for kind, module in parts("row"):
        assert set(module.SETTINGS) <= set(kind_named(kind).content.model_fields)


def test_what_a_cell_cannot_hold_is_left_out() -> None:
    """A text longer than a cell of a workbook; more parts than there are letters."""
    long = parse({"key": "l", "kind": "true-false", "prompt": "a" * 33_000, "answer": True})
    wide = {"key": "w", "kind": "key-feature", "prompt": "P", "most": 2,
            "options": [{"text": f"Option {place}", "points": 1 if place < 2 else 0} for place in range(40)]}  # fmt: skip
    gone = formats.write("xlsx", [Going(long), Going(parse(wide))])
    assert [(loss.code, loss.is_left_out) for loss in gone.losses] == [
        ("cell-long", True),
        ("row-wide", True),
    ]
